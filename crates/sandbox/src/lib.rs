//! The sandbox org: a local Salesforce that real Salesforce clients accept, for development and
//! tests without an account.
//!
//! It answers SOAP `login()`, the OAuth token endpoint and the REST API (query, sObject rows,
//! describe, composite, flow actions) as Salesforce's documentation and recorded answers say.
//! It shares no type with the proxy and knows none of Casement's other rooms; unmodified
//! third-party clients judge it (`judges/`). What it does not imitate it refuses by name.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! let org = casement_sandbox::Org::demonstration();
//! let sandbox = casement_sandbox::Sandbox::start(org, "127.0.0.1:0").await?;
//! println!("log in at {}", sandbox.url());
//! # Ok(())
//! # }
//! ```

mod config;
mod control;
mod faults;
mod ids;
mod moment;
mod records;
mod rest;
mod schema;
mod seed;
mod server;
mod sessions;
mod soap;
mod soql;
mod state;
mod store;
mod wire;

pub use config::{Flow, FlowInput, OrgClient, OrgConfig, OrgUser, PicklistValue};
pub use server::{Org, Sandbox, router};
