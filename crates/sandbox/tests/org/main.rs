//! The sandbox org from outside: what a client sends, and what it gets back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise, also in what its cases share"
)]

mod anything;
mod client;
mod composite;
mod control;
mod flow;
mod login;
mod query;
mod rows;
