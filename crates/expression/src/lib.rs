//! The SurveyJS expression language: text → tree → program → value.
//!
//! Stages run one way. [`parse`] turns text into a [`Tree`] with spans and a list of [`Problem`]s;
//! [`compile`] turns the tree into a [`Program`] whose names are slots; [`Program::evaluate`]
//! asks a [`Scope`] for the values of the slots and a [`Host`] for clock, zone and regular
//! expressions. Nothing here reads a clock, a file or the machine's zone, and nothing panics on
//! input.
//!
//! What else a form engine needs of SurveyJS's semantics:
//!
//! | for | see |
//! | --- | --- |
//! | equality of values, in its variants | [`Value::equals`], [`Equality`] |
//! | empty, truthy, `== true`, exactly true | [`Value::is_empty`], [`Value::is_truthy`], [`Value::is_condition_true`], [`Value::is_true`] |
//! | number-like values (`"1,5"`) | [`Value::number_like`] |
//! | the "correct value" of a text from data | [`Value::corrected`] |
//! | JavaScript's `String(x)`, number text, `Number(x)`, `parseFloat`, `parseInt` | [`Value::to_text`], [`number_text`], [`to_number`], [`parse_float`], [`parse_int`] |
//! | JavaScript's `toLowerCase` | [`lower`] |
//! | looking up `a.b[0].c` in a value | [`Path`] |
//! | dates: from text, to ISO text | [`parse_date`], [`iso_text`], [`local_date_text`] |
//! | JSON with positions | [`json`] |
//! | the functions there are | [`FUNCTIONS`] |
//!
//! Deviations from survey-core: text inside quotes is never rewritten (`quoted-text`), comparing
//! never changes a date (`date-operand`), where survey-core throws the value is null
//! (`null-for-throw`), length and depth are bounded.

pub mod json;

mod compile;
mod date;
mod date_parse;
mod equality;
mod evaluate;
mod functions;
mod host;
mod index;
mod letters;
#[cfg(feature = "native")]
mod native;
mod nodes;
mod number;
mod object;
mod operators;
mod parse;
mod path;
#[cfg(feature = "patterns")]
mod pattern;
mod power;
mod problem;
mod scope;
mod shared_text;
mod sum;
mod text;
mod tree;
mod value;

pub use compile::{Name, Program, compile};
pub use date::{iso_text, local_date_text, parse_date, parse_date_text, parse_date_utc};
pub use equality::Equality;
pub use functions::{Example, FUNCTIONS, Function, Parameter, Type, function};
pub use host::{Host, Regex};
pub use index::{TextIndex, sum_of, sum_of_bytes};
#[cfg(feature = "native")]
pub use native::NativeHost;
pub use number::{number_text, parse_float, parse_int, remainder, to_fixed, to_number};
pub use object::Object;
pub use operators::Thrown;
pub use parse::{BatchParser, MAX_DEPTH, MAX_LENGTH, Parsed, parse, parse_shared};
pub use path::Path;
#[cfg(feature = "patterns")]
pub use pattern::NativeRegex;
pub use problem::{Problem, ProblemKind, Severity, Span};
pub use scope::{Answer, Call, PlainValues, Scope};
pub use shared_text::Text;
pub use text::lower;
pub use tree::{BinaryOperator, Constant, Node, NodeId, NodeKind, NodeList, Tree, UnaryOperator};
pub use value::Value;
