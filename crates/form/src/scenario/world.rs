//! The world of one test: a clock that stands still, and functions that answer what the test says.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use casement_expression::{Equality, parse_date};

use super::report::Issue;
use crate::{Host, Object, Regex, Value};

/// The moment of a test that names none.
const NOW: &str = "2024-01-01T00:00:00";
/// How long an asynchronous function may take, in milliseconds.
const TIMEOUT: f64 = 5000.0;

/// A host with the test's clock and functions.
pub(super) struct StandIn {
    inner: Rc<dyn Host>,
    now: f64,
    timeout: f64,
    functions: HashMap<String, Value>,
    heard: RefCell<Heard>,
}

/// What came up in calls since it was last asked.
#[derive(Default)]
struct Heard {
    warnings: Vec<Issue>,
    late: Option<String>,
}

impl StandIn {
    pub(super) fn new(inner: &Rc<dyn Host>, options: &Object, functions: &Object) -> StandIn {
        let moment = |text: &str| parse_date(&Value::from(text), &**inner);
        let given = options.get("now").and_then(Value::as_str).map(moment);
        let timeout = options.get("asyncTimeout").and_then(Value::as_number);
        StandIn {
            inner: Rc::clone(inner),
            now: given
                .filter(|ms| !ms.is_nan())
                .unwrap_or_else(|| moment(NOW)),
            timeout: timeout.unwrap_or(TIMEOUT),
            functions: functions
                .iter()
                .map(|(name, stub)| (name.to_string(), stub.clone()))
                .collect(),
            heard: RefCell::default(),
        }
    }

    /// The warnings of calls since the last time, and the function that took too long.
    pub(super) fn take(&self) -> (Vec<Issue>, Option<String>) {
        let heard = self.heard.take();
        (heard.warnings, heard.late)
    }

    pub(super) fn has(&self, function: &str) -> bool {
        self.functions.contains_key(function)
    }

    fn answer(&self, name: &str, stub: &Object, arguments: &[Value]) -> Value {
        let rows = stub.get("results").and_then(Value::as_array);
        let rows = rows.unwrap_or_default().iter().filter_map(Value::as_object);
        let row = rows.into_iter().find(|row| {
            let wanted = row.get("params").and_then(Value::as_array);
            wanted.is_some_and(|wanted| {
                wanted.len() == arguments.len()
                    && wanted.iter().zip(arguments).all(|(a, b)| same(b, a, false))
            })
        });
        let outcome = row.unwrap_or(stub);
        let delay = |object: &Object| object.get("delay").and_then(Value::as_number);
        let is_async = stub.get("async") != Some(&Value::Bool(false));
        let wait = delay(outcome).or_else(|| delay(stub)).unwrap_or(0.0);
        if is_async && self.timeout > 0.0 && wait >= self.timeout {
            self.heard.borrow_mut().late = Some(name.to_owned());
        }
        if let Some(error) = outcome.get("error").and_then(Value::as_str) {
            let message = format!("the function `{name}` fails, as its stub says: {error}");
            let issue = Issue::warning("functionStubFailed", message);
            self.heard.borrow_mut().warnings.push(*issue);
            return Value::Null;
        }
        outcome.get("result").cloned().unwrap_or_default()
    }
}

impl Host for StandIn {
    fn now(&self) -> f64 {
        self.now
    }

    fn offset_at(&self, utc_ms: f64) -> f64 {
        self.inner.offset_at(utc_ms)
    }

    fn regex(&self, pattern: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        self.inner.regex(pattern, case_insensitive)
    }

    fn call(&self, function: &str, arguments: &[Value]) -> Option<Value> {
        let stub = self.functions.get(function)?.as_object()?;
        Some(self.answer(function, stub, arguments))
    }
}

/// Are two values one to a test? Their types count, and for texts case and blanks.
pub(super) fn same(actual: &Value, expected: &Value, ignore_order: bool) -> bool {
    !differ_in_type(actual, expected) && equal(actual, expected, ignore_order)
}

/// Both are something, of different types.
pub(super) fn differ_in_type(actual: &Value, expected: &Value) -> bool {
    let kind = |value: &Value| match value {
        Value::Undefined | Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Date(_) | Value::Object(_) => 4,
        Value::Array(_) => 5,
    };
    !actual.is_empty() && !expected.is_empty() && kind(actual) != kind(expected)
}

/// The engine's equality, as a test asks for it.
pub(super) fn equal(actual: &Value, expected: &Value, ignore_order: bool) -> bool {
    let how = Equality {
        ignore_order,
        ..Equality::STRICT
    };
    actual.equals(expected, how)
}
