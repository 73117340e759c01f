//! JSON text straight to a value, without positions.

use std::sync::Arc;

use super::{JsonError, MAX_DEPTH, Outline, Reader};
use crate::{Object, Value};

/// Parses JSON text to a value: [`super::parse`] and [`super::Node::to_value`] in one.
///
/// # Errors
/// As [`super::parse`].
pub fn parse_value(text: &str) -> Result<Value, JsonError> {
    Reader::new(text)?.alone(|reader| reader.plain_value(0, None))
}

impl Reader<'_> {
    /// A value; `like`: what stands at its place in the item before, whose keys it mostly has.
    fn plain_value(&mut self, depth: usize, like: Option<&Value>) -> Result<Value, JsonError> {
        match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => Err(self.error("json/too-deep")),
            Some(b'{') => {
                let mut object = Object::new();
                let like = like.and_then(Value::as_object);
                self.members(&mut |reader| {
                    let (start, written) = (reader.at + 1, reader.letters()?);
                    let end = reader.at - 1;
                    reader.colon()?;
                    let beside = like.and_then(|like| like.value_at(object.len()));
                    let value = reader.plain_value(depth + 1, beside)?;
                    let key = reader.text.get(start..end).unwrap_or_default();
                    object.insert_like(written.as_deref().unwrap_or(key), value, like);
                    Ok(())
                })?;
                Ok(object.into())
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
            Some(b'"') => Ok(Value::String(self.plain_string()?)),
            _ => Ok(self.value(depth, Outline::Whole)?.to_value()),
        }
    }

    fn plain_string(&mut self) -> Result<Arc<str>, JsonError> {
        let start = self.at + 1;
        Ok(match self.letters()? {
            Some(text) => text.into(),
            None => self.text.get(start..self.at - 1).unwrap_or_default().into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::parse_value;
    use crate::json::parse;

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
            let value = parse(text).map(|node| node.to_value());
            assert_eq!(parse_value(text), value, "{text}");
        }
    }
}
