//! What the operators do with values (reference 1.4).

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::date::{self, Local};
use crate::equality::texts_equal;
use crate::functions::EVERY_FUNCTION;
use crate::number::{coerce, decimal_places, number_text, remainder, to_fixed};
use crate::power::power;
use crate::text::{self, length, lower};
use crate::value::join;
use crate::{BinaryOperator, Equality, Host, UnaryOperator, Value};

/// survey-core throws here; Casement answers null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thrown;

pub(crate) fn unary(operator: UnaryOperator, operand: &Value) -> bool {
    match operator {
        UnaryOperator::Negate => !operand.is_truthy(),
        UnaryOperator::Empty => operand.is_empty(),
        UnaryOperator::NotEmpty => !operand.is_empty(),
    }
}

/// What is calculated or, by `and` and `or`, chosen of two values.
pub(crate) fn calculate(
    operator: BinaryOperator,
    left: &Value,
    right: &Value,
    host: &dyn Host,
) -> Result<Value, Thrown> {
    if let (Value::Number(a), Value::Number(b)) = (left, right)
        && a.is_finite()
        && b.is_finite()
    {
        // Without decimals there is nothing to round to.
        let whole = || a.fract() == 0.0 && b.fract() == 0.0;
        match operator {
            BinaryOperator::Plus if whole() => return Ok(Value::Number(a + b)),
            BinaryOperator::Minus if whole() => return Ok(Value::Number(a - b)),
            BinaryOperator::Multiply if whole() => return Ok(Value::Number(a * b)),
            BinaryOperator::Divide if *b != 0.0 => return Ok(Value::Number(a / b)),
            BinaryOperator::Power => return Ok(Value::Number(power(*a, *b))),
            _ => {}
        }
    }
    let left = arithmetic_operand(left, right);
    let right = arithmetic_operand(right, &left);
    arithmetic(operator, left, right, host)
}

/// `strict`: an operand is a question whose order counts.
pub(crate) fn compare(
    operator: BinaryOperator,
    left: &Value,
    right: &Value,
    strict: bool,
    host: &dyn Host,
) -> bool {
    use BinaryOperator as B;
    match operator {
        B::Equal => equal(left, right, strict, host),
        B::NotEqual => !equal(left, right, strict, host),
        B::Less => less(left, right, host),
        B::Greater => greater(left, right, host),
        B::LessOrEqual => {
            let mut pair = Dated::new(left, right, host);
            pair.equal(false) || pair.ordered(Ordering::Less)
        }
        B::GreaterOrEqual => {
            let mut pair = Dated::new(left, right, host);
            pair.equal(false) || pair.ordered(Ordering::Greater)
        }
        _ if !EVERY_FUNCTION => false,
        B::Contains => contains(left, right, true, host),
        B::NotContains => {
            (!left.is_truthy() && !right.is_empty()) || contains(left, right, false, host)
        }
        B::AnyOf => any_of(left, right, host),
        B::NoneOf => !any_of(left, right, host),
        _ => all_of(left, right, host),
    }
}

/// What most conditions ask: how two numbers stand to each other, whether two flags are equal or both
/// hold, whether a text is the one that is asked for.
#[inline]
pub(crate) fn plainly(operator: BinaryOperator, left: &Value, right: &Value) -> Option<bool> {
    use BinaryOperator as B;
    Some(match (left, right) {
        (Value::Number(a), Value::Number(b)) => match operator {
            B::Equal => a == b,
            B::NotEqual => a != b,
            B::Less => a < b,
            B::LessOrEqual => a <= b,
            B::Greater => a > b,
            B::GreaterOrEqual => a >= b,
            _ => return None,
        },
        (Value::Bool(a), Value::Bool(b)) => match operator {
            B::Equal => a == b,
            B::NotEqual => a != b,
            B::And => *a && *b,
            B::Or => *a || *b,
            _ => return None,
        },
        (Value::String(a), Value::String(b)) => match operator {
            B::Equal if is_plain(a) && is_plain(b) => texts_equal(a, b, Equality::OPERATOR),
            B::NotEqual if is_plain(a) && is_plain(b) => !texts_equal(a, b, Equality::OPERATOR),
            _ => return None,
        },
        (Value::Undefined, Value::String(text)) if is_plain(text) => match operator {
            B::Equal => text.is_empty(),
            B::NotEqual => !text.is_empty(),
            B::Less | B::Greater => false,
            _ => return None,
        },
        _ => return None,
    })
}

/// Not the text that means the missing value.
fn is_plain(text: &str) -> bool {
    text != "undefined"
}

/// JavaScript's `String(value)`, dates in the host's zone.
pub(crate) fn text_of(value: &Value, host: &dyn Host) -> String {
    value
        .to_text_with(&|ms| date::local_text(ms, host))
        .into_owned()
}

/// An empty operand of an arithmetic operator is replaced by what suits the other.
fn arithmetic_operand<'v>(value: &'v Value, other: &Value) -> Cow<'v, Value> {
    if !value.is_empty() {
        return Cow::Borrowed(value);
    }
    Cow::Owned(match (value, other) {
        (_, Value::Number(_)) => Value::Number(0.0),
        (Value::String(_), _) => return Cow::Borrowed(value),
        (_, Value::String(_)) => Value::from(""),
        (_, Value::Array(_)) => Value::from(Vec::new()),
        _ => Value::Number(0.0),
    })
}

fn arithmetic(
    operator: BinaryOperator,
    left: Cow<'_, Value>,
    right: Cow<'_, Value>,
    host: &dyn Host,
) -> Result<Value, Thrown> {
    use BinaryOperator as B;
    Ok(match operator {
        B::And if left.is_truthy() => right.into_owned(),
        B::And => left.into_owned(),
        B::Or if left.is_truthy() => left.into_owned(),
        B::Or => right.into_owned(),
        _ if !EVERY_FUNCTION => Value::Null,
        B::Plus => return add_any(&left, &right, host),
        B::Minus => {
            let result = Value::Number(coerce(&left) - coerce(&right));
            corrected_sum(&left, &right, result)?
        }
        B::Multiply => {
            let result = coerce(&left) * coerce(&right);
            match decimals(&left) + decimals(&right) {
                0 => Value::Number(result),
                digits => Value::Number(to_fixed(result, digits).ok_or(Thrown)?),
            }
        }
        B::Divide | B::Modulo if !right.is_truthy() => Value::Null,
        B::Divide => Value::Number(coerce(&left) / coerce(&right)),
        B::Modulo => Value::Number(remainder(coerce(&left), coerce(&right))),
        _ => Value::Number(power(coerce(&left), coerce(&right))),
    })
}

/// `Helpers.sumAnyValues`.
fn add_any(left: &Value, right: &Value, host: &dyn Host) -> Result<Value, Thrown> {
    if left.number_like().is_some() && right.number_like().is_some() {
        let sum = add(left, right, host);
        return match (left, right) {
            (Value::String(_), _) | (_, Value::String(_)) => Ok(sum),
            _ => corrected_sum(left, right, sum),
        };
    }
    match (left, right) {
        (Value::Array(a), Value::Array(b)) => Ok(Value::from(
            a.iter().chain(b.iter()).cloned().collect::<Vec<_>>(),
        )),
        (Value::Array(items), Value::String(text)) => {
            let joined = join(items, ", ", &|ms| date::local_text(ms, host));
            Ok(Value::from(format!("{joined}{text}")))
        }
        (Value::String(text), Value::Array(items)) => {
            let joined = join(items, ", ", &|ms| date::local_text(ms, host));
            Ok(Value::from(format!("{text}{joined}")))
        }
        (Value::Array(items), number @ Value::Number(_))
        | (number @ Value::Number(_), Value::Array(items)) => {
            let mut sum = Value::Number(0.0);
            let numbers = items.iter().filter(|item| item.as_number().is_some());
            for item in numbers.chain([number]) {
                sum = plus(&sum, item, host)?;
            }
            Ok(sum)
        }
        _ => Ok(add(left, right, host)),
    }
}

/// The sum of two values that are numbers mostly, rounded to their decimals.
pub(crate) fn plus(left: &Value, right: &Value, host: &dyn Host) -> Result<Value, Thrown> {
    corrected_sum(left, right, add(left, right, host))
}

/// JavaScript's `a + b`.
pub(crate) fn add(left: &Value, right: &Value, host: &dyn Host) -> Value {
    if let (Value::Number(left), Value::Number(right)) = (left, right) {
        return Value::Number(left + right);
    }
    let is_text = |value: &Value| {
        matches!(
            value,
            Value::String(_) | Value::Date(_) | Value::Array(_) | Value::Object(_)
        )
    };
    if is_text(left) || is_text(right) {
        let mut text = text_of(left, host);
        text.push_str(&text_of(right, host));
        Value::from(text)
    } else {
        Value::Number(coerce(left) + coerce(right))
    }
}

/// `Helpers.correctAfterPlusMinis`: a sum is rounded to the decimals of its operands.
fn corrected_sum(left: &Value, right: &Value, result: Value) -> Result<Value, Thrown> {
    let Value::Number(number) = result else {
        // A text has no toFixed.
        return match decimals(left).max(decimals(right)) {
            0 => Ok(result),
            _ => Err(Thrown),
        };
    };
    // Rounded already where it has no more: the text would be read back as the same number.
    let places = decimal_places(number);
    let is_rounded = |digits: usize| places.is_some_and(|places| places <= digits);
    let mut digits = 0;
    for operand in [right, left] {
        if is_rounded(digits) {
            return Ok(result);
        }
        digits = digits.max(decimals(operand));
    }
    match digits {
        0 => Ok(result),
        _ if is_rounded(digits) => Ok(result),
        _ => to_fixed(number, digits).map(Value::Number).ok_or(Thrown),
    }
}

/// How many digits stand behind the point in the text of a number-like value.
fn decimals(value: &Value) -> usize {
    match value {
        Value::Number(number) => {
            if !number.is_finite() || number.fract() == 0.0 {
                return 0;
            }
            if let Some(places) = decimal_places(*number) {
                return places;
            }
            number_text(*number).split('.').nth(1).map_or(0, str::len)
        }
        Value::String(text) if value.number_like().is_some() => {
            text.split('.').nth(1).map_or(0, length)
        }
        Value::Array(_) if value.number_like().is_some() => {
            value.to_text().split('.').nth(1).map_or(0, length)
        }
        _ => 0,
    }
}

fn less(left: &Value, right: &Value, host: &dyn Host) -> bool {
    Dated::new(left, right, host).ordered(Ordering::Less)
}

fn greater(left: &Value, right: &Value, host: &dyn Host) -> bool {
    Dated::new(left, right, host).ordered(Ordering::Greater)
}

/// `=`: only dates are compared in another way than as they are.
fn equal(left: &Value, right: &Value, strict: bool, host: &dyn Host) -> bool {
    if matches!(left, Value::Date(_)) || matches!(right, Value::Date(_)) {
        return Dated::new(left, right, host).equal(strict);
    }
    same(left, right, strict)
}

/// JavaScript's `<` and `>`.
pub(crate) fn order(left: &Value, right: &Value, host: &dyn Host) -> Option<Ordering> {
    let as_text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(_) | Value::Object(_) => Some(text_of(value, host).into()),
        _ => None,
    };
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(b),
        (Value::String(a), Value::String(b)) => Some(text::compare(a, b)),
        _ => match (as_text(left), as_text(right)) {
            (Some(a), Some(b)) => Some(text::compare(&a, &b)),
            _ => coerce(left).partial_cmp(&coerce(right)),
        },
    }
}

/// Two operands of a comparison. Where one is a date and the other a text, the date loses what
/// the text doesn't tell and the text becomes a date; survey-core does so in the operands
/// themselves, so a second comparison within the same operator sees the changed ones.
struct Dated<'a> {
    left: Cow<'a, Value>,
    right: Cow<'a, Value>,
    host: &'a dyn Host,
}

impl<'a> Dated<'a> {
    fn new(left: &'a Value, right: &'a Value, host: &'a dyn Host) -> Self {
        let (left, right) = (Cow::Borrowed(left), Cow::Borrowed(right));
        Self { left, right, host }
    }

    /// The operands as they are compared, what is truncated staying so.
    fn adjust(&mut self) -> (Cow<'a, Value>, Cow<'a, Value>) {
        match (&*self.left, &*self.right) {
            // Dates come from functions only.
            _ if !EVERY_FUNCTION => (self.left.clone(), self.right.clone()),
            (Value::Date(ms), Value::String(text)) => {
                let truncated = truncate(*ms, length(text), self.host);
                let (right, left) = text_for(text, truncated, self.host);
                self.left = Cow::Owned(Value::Date(left));
                (self.left.clone(), Cow::Owned(Value::Date(right)))
            }
            (Value::String(text), Value::Date(ms)) => {
                let (left, right) = text_for(text, *ms, self.host);
                self.right = Cow::Owned(Value::Date(right));
                (Cow::Owned(Value::Date(left)), self.right.clone())
            }
            _ => (self.left.clone(), self.right.clone()),
        }
    }

    fn equal(&mut self, strict: bool) -> bool {
        let (left, right) = self.adjust();
        same(&left, &right, strict)
    }

    fn ordered(&mut self, wanted: Ordering) -> bool {
        if self.left.is_nullish() || self.right.is_nullish() {
            return false;
        }
        let (left, right) = self.adjust();
        order(&left, &right, self.host) == Some(wanted)
    }
}

/// `OperandMaker.isTwoValueEquals`.
fn same(left: &Value, right: &Value, strict: bool) -> bool {
    let how = Equality {
        ignore_order: !strict,
        ..Equality::OPERATOR
    };
    fn defined(value: &Value) -> &Value {
        match value {
            Value::String(text) if !is_plain(text) => &Value::Undefined,
            other => other,
        }
    }
    defined(left).equals(defined(right), how)
}

/// A date without the parts that a text of this length can't tell.
fn truncate(ms: f64, length: usize, host: &dyn Host) -> f64 {
    let Some(mut local) = Local::of(ms, host) else {
        return ms;
    };
    if length < 17 {
        local.second = 0.0;
        local.millisecond = 0.0;
    }
    if length < 14 {
        local.minute = 0.0;
    }
    if length < 11 {
        local.hour = 0.0;
    }
    local.to_utc(host)
}

/// A text compared with a date: the text's date, and the date without milliseconds.
fn text_for(text: &str, date: f64, host: &dyn Host) -> (f64, f64) {
    let parsed = date::create_from_text(text, host);
    let date = match Local::of(date, host) {
        Some(mut local) => {
            local.millisecond = 0.0;
            local.to_utc(host)
        }
        None => date,
    };
    let has_time = Local::of(date, host)
        .is_some_and(|local| local.hour > 0.0 || local.minute > 0.0 || local.second > 0.0);
    if has_time {
        return (parsed, date);
    }
    let parsed = match Local::of(parsed, host) {
        Some(mut local) => {
            local.hour = 0.0;
            local.minute = 0.0;
            local.second = 0.0;
            local.to_utc(host)
        }
        None => parsed,
    };
    (parsed, date)
}

/// JavaScript's truthy `value.length`.
fn has_length(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(object) => object.get("length").is_some_and(Value::is_truthy),
        _ => false,
    }
}

/// `containsCore`: `wanted` is the answer where all is found.
fn contains(left: &Value, right: &Value, wanted: bool, host: &dyn Host) -> bool {
    match left {
        Value::Array(items) if items.is_empty() => return !wanted,
        Value::Undefined | Value::Null => return false,
        Value::String(text) if text.is_empty() => return false,
        Value::Number(number) if number.is_nan() => return false,
        _ => {}
    }
    let items = match left {
        Value::Array(items) => items,
        // An object with a length, but not a list: nothing equals its missing items.
        Value::Object(_) if has_length(left) => return list_like(left, right, wanted),
        Value::String(text) => return contains_text(text, right, wanted, host),
        other => return contains_text(&text_of(other, host), right, wanted, host),
    };
    let found = |sought: &Value| {
        items.iter().any(|item| {
            plainly(BinaryOperator::Equal, item, sought)
                .unwrap_or_else(|| same(item, sought, false))
        })
    };
    let all = match right {
        Value::Array(sought) => sought.iter().all(found),
        one => found(one),
    };
    all == wanted
}

/// `left` is an object with a member `length`: its members `0`, `1`, … are searched.
fn list_like(left: &Value, right: &Value, wanted: bool) -> bool {
    let Some(object) = left.as_object() else {
        return !wanted;
    };
    let count = object.get("length").map_or(0.0, coerce);
    let found = |sought: &Value| {
        let listed = object
            .iter()
            .filter(|(key, _)| {
                key.parse::<u32>()
                    .is_ok_and(|index| f64::from(index) < count)
            })
            .count();
        // An index without a member is undefined.
        let has_gap = (listed as f64) < count.ceil();
        object.iter().any(|(key, item)| {
            key.parse::<u32>()
                .is_ok_and(|index| f64::from(index) < count)
                && same(item, sought, false)
        }) || (has_gap && same(&Value::Undefined, sought, false))
    };
    let all = match right {
        Value::Array(sought) => sought.iter().all(found),
        one => found(one),
    };
    all == wanted
}

fn contains_text(text: &str, right: &Value, wanted: bool, host: &dyn Host) -> bool {
    if !right.is_truthy() {
        return false;
    }
    let found = match right {
        Value::String(sought) => occurs(&lower(sought), &lower(text)),
        other => occurs(&lower(&text_of(other, host)), &lower(text)),
    };
    found == wanted
}

/// Whether a text is a part of another. The standard library's search prepares itself for long texts.
fn occurs(sought: &str, text: &str) -> bool {
    if sought.is_empty() || sought.len() > SHORT {
        return text.contains(sought);
    }
    let (sought, text) = (sought.as_bytes(), text.as_bytes());
    text.windows(sought.len()).any(|part| part == sought)
}

/// So many bytes are compared at each place of a text.
const SHORT: usize = 16;

fn any_of(left: &Value, right: &Value, host: &dyn Host) -> bool {
    if left.is_empty() {
        return right.is_empty();
    }
    if let Value::Object(object) = left
        && object
            .get("length")
            .is_some_and(|length| length.as_number() == Some(0.0))
    {
        return false;
    }
    if right.is_empty() {
        return true;
    }
    match (left, right) {
        (Value::Array(_), Value::Array(sought)) => {
            sought.iter().any(|item| contains(left, item, true, host))
        }
        (Value::Array(_), _) => contains(left, right, true, host),
        _ => contains(right, left, true, host),
    }
}

fn all_of(left: &Value, right: &Value, host: &dyn Host) -> bool {
    if !left.is_truthy() && !right.is_empty() {
        return false;
    }
    match right {
        Value::Array(sought) => sought.iter().all(|item| contains(left, item, true, host)),
        _ => contains(left, right, true, host),
    }
}
