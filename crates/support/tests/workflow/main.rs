//! The room's tests, by subject; each names the rules (R1–R31) that it holds.

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
mod updates;
mod wire;
