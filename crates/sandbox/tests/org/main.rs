//! The sandbox org from outside: what a client sends, and what it gets back.

mod client;
mod composite;
mod control;
mod flow;
mod login;
mod query;
mod rows;
