//! JSON text with positions: what definitions are read from, and how values become text.

use crate::{Span, Value};

/// A JSON value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub kind: Kind,
    /// Its bytes in the text.
    pub span: Span,
}

/// What a [`Node`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text, unescaped.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object's members in the order of the text: key, key's span, value. Of equal keys the last wins,
    /// as in JavaScript.
    Object(Vec<Member>),
}

/// One member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The key, unescaped.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// Why a text is no JSON, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonError {
    /// What was expected or found, as a stable code (`json/unexpected-end`, ...).
    pub code: &'static str,
    /// Byte offset.
    pub at: u32,
}

/// Parses JSON text. Depth is bounded.
pub fn parse(_text: &str) -> Result<Node, JsonError> {
    todo!()
}

/// Line and column (both from 1, columns in characters) of a byte offset.
pub fn line_column(_text: &str, _at: u32) -> (u32, u32) {
    todo!()
}

impl Node {
    /// The value without positions.
    pub fn to_value(&self) -> Value {
        todo!()
    }
    /// A member of an object, the last of equal keys.
    pub fn get(&self, _key: &str) -> Option<&Node> {
        todo!()
    }
}
