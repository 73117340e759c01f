//! The room's tests, by subject; each names the rules (R1–R31) that it holds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share may stop at the first surprise, as tests may"
)]

mod consent;
mod creation;
mod directive;
mod forms;
mod live_agent;
mod prompt;
mod recognition;
mod reply;
mod session;
mod stage;
mod status;
mod texts;
mod tools;
#[cfg(feature = "problems")]
mod updates;
mod wire;
