//! Casement's proxy: the three support-case tools over HTTP, and the only part that holds
//! Salesforce credentials.
//!
//! Three rooms: `http` faces browsers and trusts nothing from them; `salesforce` holds the
//! credentials and speaks with the org; `problem` is the table of what can go wrong. Nothing here
//! keeps state that another instance would need, and nothing decides what a conversation does
//! next.
//!
//! Begin at [`app`], which makes the router of [`Settings`], and [`salesforce::Org`].

mod host;
mod http;
mod json;
pub mod problem;
pub mod salesforce;
mod server;
pub mod settings;
mod start;
pub mod store;

pub use server::Server;
pub use settings::Settings;
pub use start::{StartError, app, org};
