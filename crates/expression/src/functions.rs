//! The function table: one row per built-in function, feeding evaluator, linter, completion and
//! documentation.
//!
//! What a function does is in the modules below; what it is called, takes and gives is here.

mod aggregate;
mod dates;
pub(crate) mod in_array;
mod table;
mod texts;

pub use table::{FUNCTIONS, function};

use crate::operators::Thrown;
use crate::{Host, Scope, Value};

/// Whether expressions can call functions, calculate and search. A module whose expressions only test
/// and compare is lighter without: the compiler leaves out what is reached only behind this.
pub(crate) const EVERY_FUNCTION: bool = cfg!(feature = "every-function");

/// A built-in function.
#[derive(Debug)]
pub struct Function {
    /// Its name; case counts.
    pub name: &'static str,
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// What it gives.
    pub result: Type,
    /// What it does, in a sentence or two; "" without the feature `docs`.
    pub doc: &'static str,
    /// A call and what it gives; empty without the feature `docs`.
    pub example: Example,
    /// Its answer may come later.
    pub asynchronous: bool,
    pub(crate) implementation: Implementation,
}

impl Function {
    /// Does it ask the survey, so that it needs a running one?
    pub const fn asks_survey(&self) -> bool {
        matches!(self.implementation, Implementation::Scope)
    }
}

/// A parameter of a function.
#[derive(Debug)]
pub struct Parameter {
    /// Its name; "" without the feature `docs`.
    pub name: &'static str,
    /// What it should be.
    pub kind: Type,
    /// May be left out.
    pub optional: bool,
    /// May be repeated.
    pub repeated: bool,
}

/// A type as documentation names it; the language itself has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Type {
    /// Anything.
    Any,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A boolean.
    Boolean,
    /// A date, or a text that is one.
    Date,
    /// An array, or an object whose values count as its items.
    Array,
    /// A condition: an expression, or the text of one.
    Condition,
    /// The name of a question, panel or page.
    Name,
}

/// An example of a call.
#[derive(Debug)]
pub struct Example {
    /// The expression.
    pub expression: &'static str,
    /// The values it reads, as JSON text.
    pub values: &'static str,
    /// What it gives on 2024-05-15T10:20:30Z in UTC, as JSON text; undefined is `null`.
    pub result: &'static str,
}

/// How a function does its work.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Implementation {
    /// From its arguments and the host.
    Pure(fn(&[&Value], &Context<'_>) -> Result<Value, Thrown>),
    /// Over the items of an array, with a condition.
    InArray(in_array::Aggregate),
    /// By asking the scope.
    Scope,
}

/// What a function may ask.
pub(crate) struct Context<'a> {
    pub(crate) scope: &'a dyn Scope,
    pub(crate) host: &'a dyn Host,
}
