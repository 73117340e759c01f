//! The walls between the rooms, as tests: which crate may know which, what the pure ones must never
//! reach, that the map is true, that every rule of the workflow has a test, and the house's habits.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a wall that can not be read has fallen"
)]

mod edges;
mod habits;
mod map;
mod origins;
mod purity;
mod rules;
