//! The proxy as its callers see it: a real one, in front of a real sandbox org, on loopback.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise, in its stage as in itself"
)]

mod assets;
mod bad_input;
mod creation;
mod credentials;
mod flow;
mod idempotency;
mod login;
mod look_up;
mod origins;
mod outage;
mod problems;
mod secrets;
mod settings;
mod stage;
mod update;
