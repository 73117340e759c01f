//! Functions over lists of numbers, rounding, and the choice between two values.

use std::cmp::Ordering;

use super::Context;
use crate::number::{coerce, to_number};
use crate::operators::{Thrown, order};
use crate::power::power;
use crate::sum::Sum;
use crate::{Value, number_text};

/// The parameters, arrays within them flattened, null left out, number-like texts as numbers.
fn flatten(arguments: &[&Value]) -> Vec<Value> {
    fn push(value: &Value, list: &mut Vec<Value>) {
        match value {
            Value::Undefined | Value::Null => {}
            Value::Array(items) => items.iter().for_each(|item| push(item, list)),
            other => list.push(match other.number_like() {
                Some(number) => Value::Number(number),
                None => other.clone(),
            }),
        }
    }
    let mut list = Vec::with_capacity(arguments.len());
    arguments.iter().for_each(|value| push(value, &mut list));
    list
}

pub(super) fn sum(arguments: &[&Value], context: &Context<'_>) -> Result<Value, Thrown> {
    fn add(sum: &mut Sum, value: &Value, context: &Context<'_>) -> Result<(), Thrown> {
        match value {
            Value::Undefined | Value::Null => Ok(()),
            Value::Number(number) if number.is_finite() => sum.add(value, context.host),
            Value::Array(items) => items.iter().try_for_each(|item| add(sum, item, context)),
            _ => match value.number_like() {
                Some(number) => sum.add(&Value::Number(number), context.host),
                None => sum.add(value, context.host),
            },
        }
    }
    let mut sum = Sum::new();
    let mut values = arguments.iter();
    values.try_for_each(|value| add(&mut sum, value, context))?;
    Ok(sum.value())
}

pub(super) fn avg(arguments: &[&Value], context: &Context<'_>) -> Result<Value, Thrown> {
    let count = flatten(arguments).len();
    let sum = sum(arguments, context)?;
    Ok(Value::Number(if count == 0 {
        0.0
    } else {
        coerce(&sum) / count as f64
    }))
}

pub(super) fn min(arguments: &[&Value], context: &Context<'_>) -> Result<Value, Thrown> {
    Ok(best(arguments, context, Ordering::Greater))
}

pub(super) fn max(arguments: &[&Value], context: &Context<'_>) -> Result<Value, Thrown> {
    Ok(best(arguments, context, Ordering::Less))
}

/// The first value, or a later one to which the best so far stands in this order.
fn best(arguments: &[&Value], context: &Context<'_>, worse: Ordering) -> Value {
    flatten(arguments)
        .into_iter()
        .reduce(|best, item| {
            if order(&best, &item, context.host) == Some(worse) {
                item
            } else {
                best
            }
        })
        .unwrap_or_default()
}

pub(super) fn count(arguments: &[&Value], _: &Context<'_>) -> Result<Value, Thrown> {
    Ok(Value::Number(flatten(arguments).len() as f64))
}

/// The first two of the flattened parameters as numbers; a second that isn't truthy is `default`.
fn number_and_precision(arguments: &[&Value], default: f64) -> Option<(f64, f64)> {
    if let [Value::Number(number), Value::Number(precision)] = arguments
        && number.is_finite()
        && precision.is_finite()
    {
        let precision = if *precision == 0.0 {
            default
        } else {
            *precision
        };
        return Some((*number, precision));
    }
    let list = flatten(arguments);
    let number = list.first()?.number_like()?;
    let precision = match list.get(1).filter(|value| value.is_truthy()) {
        Some(value) => value.number_like()?,
        None => default,
    };
    Some((number, precision))
}

pub(super) fn round(arguments: &[&Value], _: &Context<'_>) -> Result<Value, Thrown> {
    let rounded = number_and_precision(arguments, 0.0).map(|(number, precision)| {
        let scale = power(10.0, precision);
        round_half_up(number * scale * (1.0 + f64::EPSILON)) / scale
    });
    Ok(Value::Number(rounded.unwrap_or(f64::NAN)))
}

/// JavaScript's `Math.round`.
fn round_half_up(number: f64) -> f64 {
    let floor = number.floor();
    if number - floor >= 0.5 {
        floor + 1.0
    } else {
        floor
    }
}

/// Cuts the text of the number, as survey-core does.
pub(super) fn trunc(arguments: &[&Value], _: &Context<'_>) -> Result<Value, Thrown> {
    let Some((number, precision)) = number_and_precision(arguments, -1.0) else {
        return Ok(Value::Number(f64::NAN));
    };
    let text = number_text(number);
    let sign = usize::from(text.starts_with('-'));
    let digits = |from: usize| {
        text.bytes()
            .skip(from)
            .take_while(u8::is_ascii_digit)
            .count()
    };
    let mut end = sign + digits(sign);
    // Any other precision is no count, and then nothing behind the integer part is kept.
    if precision >= 0.0 && precision.fract() == 0.0 && precision < 1e21 && end < text.len() {
        let kept = (digits(end + 1) as f64).min(precision) as usize;
        end += 1 + kept;
    }
    Ok(Value::Number(to_number(
        text.get(..end).unwrap_or_default(),
    )))
}

pub(super) fn iif(arguments: &[&Value], _: &Context<'_>) -> Result<Value, Thrown> {
    Ok(match arguments {
        [condition, yes, ..] if condition.is_truthy() => Value::clone(yes),
        [_, _, no, ..] => Value::clone(no),
        [_, _] => Value::Undefined,
        _ => Value::Null,
    })
}
