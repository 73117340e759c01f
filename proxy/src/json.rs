//! JSON bodies, read strictly: a key that stands twice in one object is an error, because two
//! readers could take two different values for it.

use casement_support::form::expression::json::{Arena, Kind, Node, parse};
use casement_support::form::{Object, Value};
use serde_json::{Map, Number};

/// The value of a JSON text, or `None` where it isn't one or repeats a key.
pub(crate) fn read(text: &str) -> Option<Value> {
    let arena = Arena::default();
    let node = parse(text, &arena).ok()?;
    repeats_no_key(&node).then(|| node.to_value())
}

/// The parser bounds the depth.
fn repeats_no_key(node: &Node) -> bool {
    match &node.kind {
        Kind::Object(members) => {
            let mut keys: Vec<&str> = members.iter().map(|member| member.key).collect();
            keys.sort_unstable();
            keys.windows(2).all(|pair| pair.first() != pair.last())
                && members.iter().all(|member| repeats_no_key(&member.value))
        }
        Kind::Array(items) => items.iter().all(repeats_no_key),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => true,
        // A part that nobody has read is not known to be well.
        Kind::Later => false,
    }
}

/// The same object as Salesforce's side of the proxy takes it.
pub(crate) fn map(object: &Object) -> Map<String, serde_json::Value> {
    object
        .iter()
        .map(|(key, value)| (key.to_string(), convert(value)))
        .collect()
}

fn convert(value: &Value) -> serde_json::Value {
    match value {
        Value::Undefined | Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) | Value::Date(number) => convert_number(*number),
        Value::String(text) => serde_json::Value::from(&**text),
        Value::Array(items) => items.iter().map(convert).collect(),
        Value::Object(object) => map(object).into(),
    }
}

fn convert_number(number: f64) -> serde_json::Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT {
        return serde_json::Value::from(number as i64);
    }
    Number::from_f64(number).map_or(serde_json::Value::Null, Into::into)
}
