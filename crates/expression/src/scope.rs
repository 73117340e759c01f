//! Where an expression's names get their values.

use crate::{Host, Name, Object, Value};

/// Answers the names (slots) of one program, and the calls of functions that the table lacks.
pub trait Scope {
    /// The value of the program's name number `slot`; `None` where nothing has that name
    /// (the evaluator then tries inline JSON, then null). A question without a value is
    /// `Some(Value::Undefined)`.
    fn read(&self, slot: usize, name: &Name) -> Option<Value>;

    /// A function that is not in the built-in table or that asks the survey (`isContainerReady`,
    /// `displayValue`, `propertyValue`, `getComment`, `isDisplayMode`, and the host's own).
    fn call(&self, _call: &Call<'_>) -> Answer {
        Answer::Unknown
    }
}

/// A call of a function that asks the scope.
pub struct Call<'a> {
    /// The function's name as written.
    pub function: &'a str,
    /// Its arguments, evaluated.
    pub arguments: &'a [Value],
    /// The world.
    pub host: &'a dyn Host,
}

/// What a scope answers to a call.
pub enum Answer {
    /// The result.
    Value(Value),
    /// The result comes later (an asynchronous function).
    Pending,
    /// There is no such function: the call is null.
    Unknown,
}

/// A plain object of values, with the look-up of `{name}` by path, case-insensitive
/// (SurveyJS `ProcessValue`; reference 1.3).
pub struct PlainValues<'a>(pub &'a Object);

impl Scope for PlainValues<'_> {
    fn read(&self, _slot: usize, _name: &Name) -> Option<Value> {
        todo!()
    }
}
