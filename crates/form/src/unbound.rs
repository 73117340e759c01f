//! Answers as a form keeps them, apart from what they were given in: lists are copied item by item,
//! objects as JSON copies them (`Helpers.getUnbindValue` in survey-core's `helpers.ts`).

use std::sync::Arc;

use crate::element::EVERY_TYPE;
use crate::{Object, Value};

/// The value without what JSON can't say inside of objects: what is undefined goes, dates are texts,
/// numbers that are none are null.
pub(crate) fn unbound(value: Value) -> Value {
    if !EVERY_TYPE {
        return value;
    }
    copy(&value, false).unwrap_or(value)
}

/// `None` where the copy is the same.
fn copy(value: &Value, in_object: bool) -> Option<Value> {
    match value {
        Value::Array(items) => {
            let mut copied: Option<Vec<Value>> = None;
            for (at, item) in items.iter().enumerate() {
                let new = match item {
                    Value::Undefined if in_object => Some(Value::Null),
                    item => copy(item, in_object),
                };
                let Some(new) = new else { continue };
                let list = copied.get_or_insert_with(|| items.to_vec());
                if let Some(place) = list.get_mut(at) {
                    *place = new;
                }
            }
            copied.map(Value::from)
        }
        Value::Object(object) if object.is_plain() => None,
        Value::Object(object) => {
            let mut copied: Option<Object> = None;
            for (key, member) in object.iter() {
                match member {
                    Value::Null | Value::Bool(_) | Value::String(_) => continue,
                    Value::Number(number) if number.is_finite() => continue,
                    _ => {}
                }
                let gone = matches!(member, Value::Undefined);
                let new = copy(member, true);
                if !gone && new.is_none() {
                    continue;
                }
                let object = copied.get_or_insert_with(|| (**object).clone());
                match new {
                    Some(new) => object.insert(Arc::clone(key), new),
                    None => {
                        object.remove(key);
                    }
                }
            }
            copied.map(Value::from)
        }
        Value::Date(date) if in_object => {
            Some(casement_expression::iso_text(*date).map_or(Value::Null, Into::into))
        }
        Value::Number(number) if in_object && !number.is_finite() => Some(Value::Null),
        _ => None,
    }
}

#[cfg(all(test, feature = "every-type"))]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_in_objects_is_copied_as_json() {
        let mut object = Object::new();
        object.insert("gone", Value::Undefined);
        object.insert("none", f64::NAN.into());
        object.insert("list", vec![Value::Undefined, 1.0.into()].into());
        let kept = unbound(vec![Value::Undefined, object.into()].into());
        let Some([Value::Undefined, object]) = kept.as_array() else {
            panic!("{kept:?}");
        };
        assert_eq!(object.to_json(), r#"{"none":null,"list":[null,1]}"#);
    }
}
