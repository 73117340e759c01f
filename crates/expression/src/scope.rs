//! Where an expression's names get their values.

use std::borrow::Cow;

use crate::{Host, Name, Object, Value};

/// Answers the names (slots) of one program, and the calls of functions that the table lacks.
pub trait Scope {
    /// The value of the program's name number `slot`; `None` where nothing has that name
    /// (the evaluator then tries inline JSON, then null). A question without a value is
    /// `Value::Undefined`.
    ///
    /// A name that ends in `.length` and isn't found is 0; the evaluator sees to that.
    fn read(&self, slot: usize, name: &Name) -> Option<Cow<'_, Value>>;

    /// The value of the name, where [`Scope::read`] would give just what the scope keeps: it need not
    /// be handed over then. `None` says nothing.
    fn held(&self, _slot: usize, _name: &Name) -> Option<&Value> {
        None
    }

    /// A name within a condition of an `...InArray` function that the array's item lacks. In a
    /// running survey it is looked up at the level of the survey, wherever the expression stands;
    /// outside of one it is not found.
    ///
    /// `slot` is the name's slot in the program that this scope answers; `None` where the name
    /// stands only in a condition that is given as text. Without an override the slot is read.
    fn read_in_condition(&self, slot: Option<usize>, name: &Name) -> Option<Cow<'_, Value>> {
        self.read(slot?, name)
    }

    /// Must the order of arrays count when this name is compared with `=` (`requireStrictCompare`,
    /// ranking questions)?
    fn compares_strictly(&self, _slot: usize, _name: &Name) -> bool {
        false
    }

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
    /// The result comes later (an asynchronous function): the whole expression is `false` until
    /// it is evaluated again.
    Pending,
    /// There is no such function: the call is null.
    Unknown,
}

/// A plain object of values, with the look-up of `{name}` by path, case-insensitive
/// (SurveyJS `ProcessValue`; reference 1.3).
pub struct PlainValues<'a>(pub &'a Object);

impl Scope for PlainValues<'_> {
    fn held(&self, _slot: usize, name: &Name) -> Option<&Value> {
        name.path.member_of(self.0)
    }

    fn read(&self, _slot: usize, name: &Name) -> Option<Cow<'_, Value>> {
        name.path.find_in(self.0)
    }

    /// Without a survey there is nothing but the item.
    fn read_in_condition(&self, _slot: Option<usize>, _name: &Name) -> Option<Cow<'_, Value>> {
        None
    }

    /// The survey's own functions find no survey.
    fn call(&self, call: &Call<'_>) -> Answer {
        match call.function {
            "isContainerReady" => Answer::Value(Value::Bool(false)),
            "isDisplayMode" | "propertyValue" | "getComment" => Answer::Value(Value::Undefined),
            "displayValue" => Answer::Pending,
            function => match call.host.call(function, call.arguments) {
                Some(value) => Answer::Value(value),
                None => Answer::Unknown,
            },
        }
    }
}
