//! Functions of texts.

use super::Context;
use crate::Value;
use crate::number::coerce;
use crate::operators::Thrown;

/// JavaScript's `substring`, by UTF-16 code units; half a surrogate pair becomes U+FFFD.
pub(super) fn substring(arguments: &[&Value], _: &Context<'_>) -> Result<Value, Thrown> {
    let (text, start) = match arguments {
        [Value::String(text), start, ..] if start.number_like().is_some() => (text, start),
        _ => return Ok(Value::from("")),
    };
    let units: Vec<u16> = text.encode_utf16().collect();
    // The cast saturates: NaN and negative numbers are 0.
    let clamp = |value: &Value| (coerce(value) as usize).min(units.len());
    let end = match arguments.get(2).filter(|end| end.number_like().is_some()) {
        Some(end) => clamp(end),
        None => units.len(),
    };
    let start = clamp(start);
    let part = units
        .get(start.min(end)..start.max(end))
        .unwrap_or_default();
    Ok(Value::from(String::from_utf16_lossy(part)))
}
