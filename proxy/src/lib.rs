//! Casement's proxy: the three support-case tools over HTTP, and the only part that holds
//! Salesforce credentials.
//!
//! `http` faces browsers and trusts nothing from them; `salesforce` holds the credentials and
//! speaks with the org; `store` keeps what must outlive a request; `problem` is the table of what
//! can go wrong. Nothing here decides what a conversation does next.
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
