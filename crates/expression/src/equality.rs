//! SurveyJS's equality of values, in the variants that its parts use.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::number::{coerce, parse_float, parse_int};
use crate::text::{compare, equals_ignoring_case, identical, lower, trim};
use crate::{Value, number_text};

/// How [`Value::equals`] compares (the parameters of `Helpers.checkIfValuesEqual`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Equality {
    /// Arrays with the same items in another order are equal.
    pub ignore_order: bool,
    /// Texts that differ in case differ.
    pub case_sensitive: bool,
    /// Blanks around texts don't count.
    pub trim: bool,
    /// Numbers and number-like texts may be equal (`5` and `"5"`).
    pub convert_numbers: bool,
}

impl Equality {
    /// The `=` operator's and list membership's: order, case and blanks around don't count.
    pub const OPERATOR: Self = Self {
        ignore_order: true,
        case_sensitive: false,
        trim: true,
        convert_numbers: true,
    };

    /// `Helpers.isTwoValueEquals(x, y)` without further parameters: order counts.
    pub const DEFAULT: Self = Self {
        ignore_order: false,
        case_sensitive: false,
        trim: true,
        convert_numbers: true,
    };

    /// What tells whether a value of the survey has changed: order, case and blanks count
    /// (reference 2.1, `isTwoValueEquals(x, y, false, true, false)`).
    pub const STRICT: Self = Self {
        ignore_order: false,
        case_sensitive: true,
        trim: false,
        convert_numbers: true,
    };
}

impl Value {
    /// `Helpers.checkIfValuesEqual` (reference 1.4, steps 1 to 12).
    pub fn equals(&self, other: &Value, how: Equality) -> bool {
        use Value as V;
        match (self, other) {
            (V::Array(a), V::Array(b)) if Arc::ptr_eq(a, b) => return self.equals_itself(),
            (V::Object(a), V::Object(b)) if Arc::ptr_eq(a, b) => return self.equals_itself(),
            (V::Undefined, V::Undefined) | (V::Null, V::Null) => return true,
            (V::Bool(a), V::Bool(b)) if a == b => return true,
            (V::Number(a), V::Number(b)) if a == b => return true,
            (V::Array(items), V::Undefined) | (V::Undefined, V::Array(items)) => {
                return items.is_empty();
            }
            (V::Undefined | V::Null, V::String(text))
            | (V::String(text), V::Undefined | V::Null) => return text.is_empty(),
            (V::Undefined, V::Null) | (V::Null, V::Undefined) => return true,
            (V::String(a), V::String(b)) => return texts_equal(a, b, how),
            (V::Date(a), V::Date(b)) => return a == b,
            _ => {}
        }
        if how.convert_numbers && numbers_agree(self, other) {
            return true;
        }
        if self.is_empty() != other.is_empty() {
            return false;
        }
        match (self, other) {
            (V::Bool(flag), V::String(text)) | (V::String(text), V::Bool(flag)) => {
                return lower(text) == if *flag { "true" } else { "false" };
            }
            _ => {}
        }
        match (self, other) {
            (V::Array(a), V::Array(b)) => arrays_equal(a, b, how),
            (V::Object(a), V::Object(b)) => {
                a.len() == b.len() && a.pairs(b).all(|(x, y)| y.is_some_and(|y| x.equals(y, how)))
            }
            // Dates, arrays and objects have no own keys that could differ, if they are not all.
            (V::Object(object), V::Date(_)) | (V::Date(_), V::Object(object)) => object.is_empty(),
            (V::Object(object), V::Array(items)) | (V::Array(items), V::Object(object)) => {
                object.len() == items.len()
                    && items.iter().enumerate().all(|(index, x)| {
                        object
                            .get(&index.to_string())
                            .is_some_and(|y| x.equals(y, how))
                    })
            }
            (V::Date(_), V::Array(items)) | (V::Array(items), V::Date(_)) => items.is_empty(),
            (V::Date(_) | V::Array(_) | V::Object(_), _)
            | (_, V::Date(_) | V::Array(_) | V::Object(_)) => false,
            _ if !how.convert_numbers
                && (self.as_number().is_some() || other.as_number().is_some()) =>
            {
                false
            }
            _ => loosely_equal(self, other),
        }
    }
}

impl Value {
    /// Whether a value equals a copy of itself: no number and no date in it is invalid.
    fn equals_itself(&self) -> bool {
        // Most of what is in a list or object is seen at once.
        let inside = |value: &Value| match value {
            Value::Number(number) | Value::Date(number) => !number.is_nan(),
            Value::Array(_) | Value::Object(_) => value.equals_itself(),
            _ => true,
        };
        match self {
            Value::Array(items) => items.iter().all(inside),
            Value::Object(object) => object.is_plain() || object.values().all(inside),
            _ => inside(self),
        }
    }
}

pub(crate) fn texts_equal(a: &str, b: &str, how: Equality) -> bool {
    if identical(a, b) {
        return true;
    }
    // What begins with another letter, sign or digit of ASCII is another text.
    if let (Some(a), Some(b)) = (a.bytes().next(), b.bytes().next())
        && a.is_ascii_graphic()
        && b.is_ascii_graphic()
        && !a.eq_ignore_ascii_case(&b)
    {
        return false;
    }
    // Nothing is to be trimmed where both ends are letters, digits or signs of ASCII.
    let tight = |text: &str| {
        let bytes = text.as_bytes();
        let ends = [bytes.first(), bytes.last()];
        ends.into_iter().flatten().all(u8::is_ascii_graphic)
    };
    let trims = how.trim && !(tight(a) && tight(b));
    let (a, b) = if trims { (trim(a), trim(b)) } else { (a, b) };
    if how.case_sensitive {
        a == b
    } else {
        equals_ignoring_case(a, b)
    }
}

/// Both convertible to numbers, and `parseInt` and `parseFloat` of both agree.
fn numbers_agree(a: &Value, b: &Value) -> bool {
    let convertible = |value: &Value| match value {
        Value::Number(number) => !number.is_nan(),
        Value::String(text) => !crate::to_number(text).is_nan(),
        _ => false,
    };
    // Booleans and dates are convertible too, but parseInt makes NaN of them, and never agrees.
    if !convertible(a) || !convertible(b) {
        return false;
    }
    let read = |value: &Value| match value {
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => (*number, *number),
        Value::Number(number) => {
            let text = number_text(*number);
            (parse_int(&text), *number)
        }
        Value::String(text) => (parse_int(text), parse_float(text)),
        _ => (f64::NAN, f64::NAN),
    };
    read(a) == read(b)
}

fn arrays_equal(a: &[Value], b: &[Value], how: Equality) -> bool {
    if a.len() != b.len() {
        return false;
    }
    if !how.ignore_order {
        return a.iter().zip(b).all(|(x, y)| x.equals(y, how));
    }
    let (mut a, mut b): (Vec<_>, Vec<_>) = (a.iter().collect(), b.iter().collect());
    a.sort_by(|x, y| default_order(x, y));
    b.sort_by(|x, y| default_order(x, y));
    a.iter().zip(b).all(|(x, y)| x.equals(y, how))
}

/// The order of JavaScript's `sort()`: by text, undefined last.
fn default_order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Undefined, Value::Undefined) => Ordering::Equal,
        (Value::Undefined, _) => Ordering::Greater,
        (_, Value::Undefined) => Ordering::Less,
        _ => compare(&a.to_text(), &b.to_text()),
    }
}

/// JavaScript's `a == b` where neither is a date, an array or an object.
fn loosely_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Undefined | Value::Null, _) | (_, Value::Undefined | Value::Null) => {
            a.is_nullish() && b.is_nullish()
        }
        _ => coerce(a) == coerce(b),
    }
}
