//! The SurveyJS expression language: text → tree → program → value.
//!
//! Stages run one way. [`parse`] turns text into a [`Tree`] with spans and a list of [`Problem`]s;
//! [`compile`] turns the tree into a [`Program`] whose names are slots; [`Program::evaluate`]
//! asks a [`Scope`] for the values of the slots and a [`Host`] for clock, zone and regular
//! expressions.

pub mod json;

mod compile;
mod date;
mod host;
mod number;
mod object;
mod parse;
mod problem;
mod scope;
mod text;
mod value;

pub use compile::{Name, Program, compile};
pub use date::iso_text;
pub use host::{Host, Regex};
pub use number::{number_text, parse_float, to_number};
pub use object::Object;
pub use parse::{Parsed, Tree, parse};
pub use problem::{Problem, ProblemKind, Severity, Span};
pub use scope::{Answer, Call, PlainValues, Scope};
pub use value::Value;
