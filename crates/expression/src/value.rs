//! The values that expressions and forms work with: JavaScript's, without functions.
//!
//! Knows what a value is and JavaScript's own questions about it (empty, truthy, its text);
//! knows nothing of operators, names or forms.

use std::borrow::Cow;
use std::sync::Arc;

use crate::functions::EVERY_FUNCTION;
use crate::{Object, number_text};

/// A JavaScript value. Cloning is cheap: text, arrays and objects are shared.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `undefined`.
    #[default]
    Undefined,
    /// `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    String(Arc<str>),
    /// A `Date`: milliseconds since 1970-01-01T00:00Z, NaN where it is invalid.
    Date(f64),
    /// An array.
    Array(Arc<Vec<Value>>),
    /// A plain object.
    Object(Arc<Object>),
}

impl Value {
    /// `isValueEmpty`: undefined, null, "", NaN, `[]`, and an object all of whose values are
    /// empty. Zero, `false`, blanks and dates are not empty (reference 1.3).
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Undefined | Value::Null => true,
            Value::Bool(_) | Value::Date(_) => false,
            Value::Number(number) => number.is_nan(),
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(object) => object.iter().all(|(_, value)| value.is_empty()),
        }
    }

    /// Undefined or null: what JavaScript's `value == null` tells.
    pub const fn is_nullish(&self) -> bool {
        matches!(self, Value::Undefined | Value::Null)
    }

    /// JavaScript's truthiness: false, 0, NaN, "", null and undefined are not, all else is.
    pub fn is_truthy(&self) -> bool {
        match self {
            Value::Undefined | Value::Null => false,
            Value::Bool(flag) => *flag,
            Value::Number(number) => !(*number == 0.0 || number.is_nan()),
            Value::String(text) => !text.is_empty(),
            Value::Date(_) | Value::Array(_) | Value::Object(_) => true,
        }
    }

    /// Exactly `true`: the rule of `visibleIf` and of triggers (reference 1.5).
    pub const fn is_true(&self) -> bool {
        matches!(self, Value::Bool(true))
    }

    /// The text, where the value is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, where the value is one (no text is converted).
    pub const fn as_number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The boolean, where the value is one.
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The object, where the value is one.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The array's items, where the value is an array.
    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// JavaScript's `String(value)`: `[1,[2]]` is `1,2`, an object `[object Object]`, null in an
    /// array nothing. A date is shown in UTC; expressions show it in the host's zone.
    pub fn to_text(&self) -> Cow<'_, str> {
        self.to_text_with(&|ms| crate::date::utc_text(ms))
    }

    /// [`Value::to_text`] with a writer for dates.
    pub(crate) fn to_text_with(&self, date: &dyn Fn(f64) -> String) -> Cow<'_, str> {
        match self {
            Value::Undefined => Cow::Borrowed("undefined"),
            Value::Null => Cow::Borrowed("null"),
            Value::Bool(true) => Cow::Borrowed("true"),
            Value::Bool(false) => Cow::Borrowed("false"),
            Value::Number(number) => Cow::Owned(number_text(*number)),
            Value::String(text) => Cow::Borrowed(text),
            // Dates come from functions only.
            Value::Date(_) if !EVERY_FUNCTION => Cow::Borrowed(""),
            Value::Date(ms) => Cow::Owned(date(*ms)),
            Value::Object(_) => Cow::Borrowed("[object Object]"),
            Value::Array(items) => Cow::Owned(join(items, ",", date)),
        }
    }

    /// JSON text (JavaScript's `JSON.stringify` without spaces: NaN and infinities are `null`,
    /// dates are ISO text, undefined members are left out). `undefined` itself, for which
    /// JavaScript has no text, is written `null`.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        crate::json::write(self, &mut text);
        text
    }
}

/// JavaScript's `items.join(separator)`.
pub(crate) fn join(items: &[Value], separator: &str, date: &dyn Fn(f64) -> String) -> String {
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push_str(separator);
        }
        if !item.is_nullish() {
            text.push_str(&item.to_text_with(date));
        }
    }
    text
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::String(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::String(text.into())
    }
}

impl From<Arc<str>> for Value {
    fn from(text: Arc<str>) -> Self {
        Value::String(text)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Bool(flag)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value::Number(number)
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Value::Object(Arc::new(object))
    }
}

impl From<Arc<Object>> for Value {
    fn from(object: Arc<Object>) -> Self {
        Value::Object(object)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Value::Array(Arc::new(items))
    }
}
