//! JSON text straight to a value, without positions.

use std::sync::Arc;

use super::{JsonError, MAX_DEPTH, Node, Reader};
use crate::{Object, Span, Value};

/// Parses JSON text to a value: [`super::parse`] and [`super::Node::to_value`] in one.
///
/// # Errors
/// As [`super::parse`].
pub fn parse_value(text: &str) -> Result<Value, JsonError> {
    Reader::new(text)?.alone(|reader| reader.plain_value(0, None))
}

/// Parses JSON text of an object, which mostly has the keys of another one in the same order: it shares
/// them with that. `None` where the text is one of another value.
///
/// # Errors
/// As [`super::parse`].
pub fn parse_object(text: &str, like: &Object) -> Result<Option<Object>, JsonError> {
    let value = Reader::new(text)?.alone(|reader| match reader.peek() {
        Some(b'{') => reader.plain_object(0, Some(like)).map(Value::from),
        _ => reader.plain_value(0, None),
    })?;
    Ok(match value {
        Value::Object(object) => Some(Arc::unwrap_or_clone(object)),
        _ => None,
    })
}

impl Reader<'_> {
    /// A value; `like`: what stands at its place in the item before, whose keys it mostly has.
    fn plain_value(&mut self, depth: usize, like: Option<&Value>) -> Result<Value, JsonError> {
        match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => Err(self.error("json/too-deep")),
            Some(b'{') => {
                let like = like.and_then(Value::as_object);
                self.plain_object(depth, like).map(Value::from)
            }
            Some(b'[') => {
                let mut items = Vec::new();
                let first = like.and_then(Value::as_array).and_then(<[Value]>::first);
                self.items(&mut |reader| {
                    let item = reader.plain_value(depth + 1, items.last().or(first))?;
                    items.push(item);
                    Ok(())
                })?;
                Ok(items.into())
            }
            Some(b'"') => Ok(self.letters()?.as_str().into()),
            _ => {
                let kind = self.scalar()?;
                let span = Span::default();
                Ok(Node { kind, span }.to_value())
            }
        }
    }

    fn plain_object(&mut self, depth: usize, like: Option<&Object>) -> Result<Object, JsonError> {
        let mut object = Object::new();
        self.members(&mut |reader| {
            let key = reader.letters()?;
            reader.colon()?;
            let beside = like.and_then(|like| like.value_at(object.len()));
            let value = reader.plain_value(depth + 1, beside)?;
            object.insert_like(key.as_str(), value, like);
            Ok(())
        })?;
        Ok(object)
    }
}

#[cfg(test)]
mod tests {
    use super::{parse_object, parse_value};
    use crate::Value;
    use crate::json::{Arena, parse};

    #[test]
    fn a_text_gives_the_value_of_its_document_or_the_same_error() {
        let deep = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
        let texts = [
            "",
            " {} ",
            "[1, -0.5e3, true, null, \"a\"]",
            r#"{"b": {"a": []}, "10": 1, "2": 2, "b": "\u00e4\n\ud800"}"#,
            r#"{"a" 1}"#,
            r#"{"a": 1,}"#,
            "[1,]",
            "[1 2]",
            "{1: 2}",
            "\"a\u{1}\"",
            r#""\x""#,
            "tru",
            "01",
            "{} {}",
            &deep(256),
            &deep(257),
        ];
        for text in texts {
            let arena = Arena::default();
            let value = parse(text, &arena).map(|node| node.to_value());
            assert_eq!(parse_value(text), value, "{text}");
            for like in [
                r#"{"b": 1, "c": 2}"#,
                r#"{"2": 0, "10": 0, "b": {"a": 0}}"#,
                "{}",
            ] {
                let like = parse_value(like).unwrap();
                let object = parse_object(text, like.as_object().unwrap());
                let given = |value: Value| value.as_object().cloned();
                assert_eq!(object, value.clone().map(given), "{text}");
            }
        }
    }
}
