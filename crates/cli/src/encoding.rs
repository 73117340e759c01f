//! Values that JSON lacks, written as JSON: `{"$undefined":1}`, `{"$nan":1}`, `{"$inf":1}`,
//! `{"$inf":-1}` and `{"$date":"2024-05-15T10:20:30.000Z"}` (`"Invalid"` for an invalid date).

use casement_expression::{Object, Value, iso_text, parse_date_utc};

/// The value that JSON stands for.
pub(crate) fn decode(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::from(items.iter().map(decode).collect::<Vec<_>>()),
        Value::Object(object) => decode_object(object),
        other => other.clone(),
    }
}

fn decode_object(object: &Object) -> Value {
    if object.contains_key("$undefined") {
        return Value::Undefined;
    }
    if object.contains_key("$nan") {
        return Value::Number(f64::NAN);
    }
    if let Some(sign) = object.get("$inf") {
        let negative = !sign.as_number().is_some_and(|number| number > 0.0);
        return Value::Number(if negative {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        });
    }
    if let Some(date) = object.get("$date") {
        return Value::Date(match date {
            Value::String(text) => parse_date_utc(text),
            Value::Number(ms) => *ms,
            _ => f64::NAN,
        });
    }
    Value::from(
        object
            .iter()
            .map(|(key, value)| (key.clone(), decode(value)))
            .collect::<Object>(),
    )
}

/// A value as JSON can hold it. -0 becomes 0.
pub(crate) fn encode(value: &Value) -> Value {
    match value {
        Value::Undefined => single("$undefined", Value::Number(1.0)),
        Value::Number(number) if number.is_nan() => single("$nan", Value::Number(1.0)),
        Value::Number(number) if number.is_infinite() => {
            single("$inf", Value::Number(number.signum()))
        }
        Value::Number(number) if *number == 0.0 => Value::Number(0.0),
        Value::Date(ms) => single(
            "$date",
            Value::from(iso_text(*ms).unwrap_or_else(|| "Invalid".to_owned())),
        ),
        Value::Array(items) => Value::from(items.iter().map(encode).collect::<Vec<_>>()),
        Value::Object(object) => Value::from(
            object
                .iter()
                .map(|(key, value)| (key.clone(), encode(value)))
                .collect::<Object>(),
        ),
        other => other.clone(),
    }
}

fn single(key: &str, value: Value) -> Value {
    Value::from([(key, value)].into_iter().collect::<Object>())
}
