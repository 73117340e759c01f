//! JSON text with positions: what definitions are read from, and how values become text.
//!
//! Accepts what `JSON.parse` accepts, within bounds. Knows nothing of forms.

mod lines;
mod parts;
mod text;
mod value;

use std::fmt::Write;
use std::sync::Arc;

pub use lines::{Lines, line_column};
pub use parts::Parts;
pub use text::Text;
pub use value::parse_value;

use parts::Spare;

use crate::functions::EVERY_FUNCTION;
use crate::letters::find_any;
use crate::number::read_decimal;
use crate::{Object, Span, Value, number_text};

/// How deep arrays and objects may lie in each other.
pub const MAX_DEPTH: usize = 256;

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
    String(Text),
    /// An array.
    Array(Vec<Node>),
    /// An object's members in the order of the text: key, key's span, value. Of equal keys the last wins,
    /// as in JavaScript.
    Object(Vec<Member>),
    /// An object that the outline of [`Parts`] leaves for later.
    Later,
}

/// One member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The key, unescaped.
    pub key: Text,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// Why a text is no JSON, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonError {
    /// What was expected or found, as a stable code: `json/unexpected-end`,
    /// `json/unexpected-character`, `json/trailing-text`, `json/bad-escape`,
    /// `json/control-character`, `json/too-deep`, `json/too-long`.
    pub code: &'static str,
    /// Byte offset.
    pub at: u32,
}

/// Parses JSON text, as `JSON.parse` does. Depth is bounded by [`MAX_DEPTH`], length by what a
/// [`Span`] can count. A lone surrogate (`"\ud800"`) becomes U+FFFD.
///
/// # Errors
/// The first place that is no JSON, see [`JsonError::code`].
pub fn parse(text: &str) -> Result<Node, JsonError> {
    let mut reader = Reader::new(text)?;
    reader.source = text.into();
    reader.alone(|reader| reader.value(0, Outline::Whole))
}

/// What is left for later.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outline {
    Whole,
    /// The elements of the survey and of its pages.
    Survey,
    /// The elements of a page or panel.
    Container,
    /// Inside an array: each object.
    Objects,
    /// Inside an array: the elements of each object.
    Pages,
}

impl Outline {
    /// What is left for later in a member of an object.
    fn inside(self, key: &str) -> Outline {
        match (self, key) {
            (Outline::Survey | Outline::Container, "elements" | "questions") => Outline::Objects,
            (Outline::Survey, "pages") => Outline::Pages,
            _ => Outline::Whole,
        }
    }
}

impl Node {
    /// The value without positions.
    pub fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(flag) => Value::Bool(*flag),
            Kind::Number(number) => Value::Number(*number),
            Kind::String(text) => Value::from(text.as_str()),
            Kind::Array(items) => Value::from(items.iter().map(Node::to_value).collect::<Vec<_>>()),
            Kind::Object(members) => Value::from(
                members
                    .iter()
                    .map(|member| (member.key.as_str(), member.value.to_value()))
                    .collect::<Object>(),
            ),
            Kind::Later => Value::Undefined,
        }
    }

    /// A member of an object, the last of equal keys.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Object(members) => members
                .iter()
                .rev()
                .find(|member| *member.key == *key)
                .map(|member| &member.value),
            _ => None,
        }
    }

    /// The text, where the node is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items, where the node is an array.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.kind {
            Kind::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members, where the node is an object.
    pub fn as_object(&self) -> Option<&[Member]> {
        match &self.kind {
            Kind::Object(members) => Some(members),
            _ => None,
        }
    }
}

/// A node that is still to be read.
const NOTHING: Node = Node {
    kind: Kind::Null,
    span: Span { start: 0, end: 0 },
};

/// Reads one entry of a list.
type Each<'e, R> = &'e mut dyn FnMut(&mut R) -> Result<(), JsonError>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The text once more from `base` on, for what is read to share; empty where that isn't worth it.
    source: Arc<str>,
    base: usize,
    spare: Spare,
}

impl<'a> Reader<'a> {
    /// At the beginning of a text, whose places must be countable.
    fn new(text: &'a str) -> Result<Self, JsonError> {
        if u32::try_from(text.len()).is_err() {
            return Err(JsonError {
                code: "json/too-long",
                at: u32::MAX,
            });
        }
        Ok(Reader {
            text,
            at: 0,
            source: "".into(),
            base: 0,
            spare: Spare::default(),
        })
    }
}

impl Reader<'_> {
    /// Reads what is alone in the text, but for blanks.
    fn alone<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, JsonError>,
    ) -> Result<T, JsonError> {
        self.space();
        let value = read(self)?;
        self.space();
        if self.at < self.text.len() {
            return Err(self.error("json/trailing-text"));
        }
        Ok(value)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn error(&self, code: &'static str) -> JsonError {
        let code = match code {
            "json/unexpected-character" if self.at >= self.text.len() => "json/unexpected-end",
            other => other,
        };
        JsonError {
            code,
            at: u32::try_from(self.at).unwrap_or(u32::MAX),
        }
    }

    fn span(&self, start: usize) -> Span {
        Span {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(self.at).unwrap_or(u32::MAX),
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            Err(self.error("json/unexpected-character"))
        }
    }

    fn value(&mut self, depth: usize, outline: Outline) -> Result<Node, JsonError> {
        let mut node = NOTHING;
        self.value_into(&mut node, depth, outline)?;
        Ok(node)
    }

    /// [`Reader::value`] where its node is to be.
    fn value_into(
        &mut self,
        node: &mut Node,
        depth: usize,
        outline: Outline,
    ) -> Result<(), JsonError> {
        let start = self.at;
        node.kind = match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => return Err(self.error("json/too-deep")),
            Some(b'{') => self.object(depth, outline)?,
            Some(b'[') => self.array(depth, outline)?,
            Some(b'"') => Kind::String(self.string()?),
            Some(b't') => self.word("true", Kind::Bool(true))?,
            Some(b'f') => self.word("false", Kind::Bool(false))?,
            Some(b'n') => self.word("null", Kind::Null)?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => return Err(self.error("json/unexpected-character")),
        };
        node.span = self.span(start);
        Ok(())
    }

    fn word(&mut self, word: &str, kind: Kind) -> Result<Kind, JsonError> {
        for byte in word.bytes() {
            self.expect(byte)?;
        }
        Ok(kind)
    }

    fn array(&mut self, depth: usize, outline: Outline) -> Result<Kind, JsonError> {
        let of_items = match outline {
            Outline::Pages => Outline::Container,
            _ => Outline::Whole,
        };
        let mut items = self.spare.items();
        self.items(&mut |reader| {
            if outline == Outline::Objects && reader.peek() == Some(b'{') {
                let start = reader.at;
                reader.leap(depth + 1)?;
                reader.spare.leave(start);
                items.push(Node {
                    kind: Kind::Later,
                    span: reader.span(start),
                });
            } else {
                items.push(NOTHING);
                if let Some(item) = items.last_mut() {
                    reader.value_into(item, depth + 1, of_items)?;
                }
            }
            Ok(())
        })?;
        Ok(Kind::Array(items))
    }

    fn object(&mut self, depth: usize, outline: Outline) -> Result<Kind, JsonError> {
        let mut members = self.spare.members();
        self.members(&mut |reader| {
            let start = reader.at;
            let key = reader.string()?;
            let key_span = reader.span(start);
            reader.colon()?;
            let inside = outline.inside(&key);
            members.push(Member {
                key,
                key_span,
                value: NOTHING,
            });
            if let Some(member) = members.last_mut() {
                reader.value_into(&mut member.value, depth + 1, inside)?;
            }
            Ok(())
        })?;
        Ok(Kind::Object(members))
    }

    /// Goes over an array; `each` reads an item.
    fn items(&mut self, each: Each<'_, Self>) -> Result<(), JsonError> {
        self.list(b'[', b']', each)
    }

    /// Goes over an object; `each` reads a key, the colon and the value.
    fn members(&mut self, each: Each<'_, Self>) -> Result<(), JsonError> {
        self.list(b'{', b'}', each)
    }

    fn list(&mut self, open: u8, close: u8, each: Each<'_, Self>) -> Result<(), JsonError> {
        self.expect(open)?;
        self.space();
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.space();
            each(self)?;
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                _ => return self.expect(close),
            }
        }
    }

    fn colon(&mut self) -> Result<(), JsonError> {
        self.space();
        self.expect(b':')?;
        self.space();
        Ok(())
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.error("json/unexpected-character"));
        }
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Kind, JsonError> {
        let start = self.at;
        self.skip_number()?;
        let text = self.text.get(start..self.at).unwrap_or_default();
        read_decimal(text)
            .map(Kind::Number)
            .ok_or_else(|| self.error("json/unexpected-character"))
    }

    fn skip_number(&mut self) -> Result<(), JsonError> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    /// Goes to the end of the letters that stand for themselves in a string.
    fn plain_letters(&mut self) {
        self.at = plain_end(self.text.as_bytes(), self.at);
    }

    fn string(&mut self) -> Result<Text, JsonError> {
        let start = self.at + 1;
        if let Some(text) = self.letters()? {
            return Ok(text.into());
        }
        let end = self.at - 1;
        if self.source.is_empty() {
            return Ok(self.text.get(start..end).unwrap_or_default().into());
        }
        Ok(Text::part(&self.source, start - self.base, end - self.base))
    }

    /// Reads a string; what it says, unescaped, where that isn't just what stands between the quotes.
    fn letters(&mut self) -> Result<Option<String>, JsonError> {
        self.expect(b'"')?;
        let start = self.at;
        self.plain_letters();
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(None);
        }
        self.unescaped(start).map(Some)
    }

    /// The rest of a string that began at `start`, and that something is escaped in.
    fn unescaped(&mut self, mut start: usize) -> Result<String, JsonError> {
        let mut text = String::new();
        loop {
            text.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err(self.error("json/control-character")),
                None => return Err(self.error("json/unexpected-end")),
            }
            start = self.at;
            self.plain_letters();
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        self.at += 1;
        let character = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode();
            }
            Some(_) => return Err(self.error("json/bad-escape")),
            None => return Err(self.error("json/unexpected-end")),
        };
        self.at += 1;
        Ok(character)
    }

    /// What follows `\u`: four hexadecimal digits, for a high surrogate its low one as well.
    fn unicode(&mut self) -> Result<char, JsonError> {
        let unit = self.unit()?;
        if !(0xd800..0xdc00).contains(&unit) {
            return Ok(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let after = self.at;
        if self.text.as_bytes().get(after..after + 2) == Some(b"\\u") {
            self.at += 2;
            let low = self.unit()?;
            if (0xdc00..0xe000).contains(&low) {
                let code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            // Not its other half: the lone surrogate is replaced, the next escape is read anew.
            self.at = after;
        }
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn unit(&mut self) -> Result<u32, JsonError> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = match self.peek() {
                Some(byte) => char::from(byte).to_digit(16),
                None => return Err(self.error("json/unexpected-end")),
            };
            unit = unit * 16 + digit.ok_or_else(|| self.error("json/bad-escape"))?;
            self.at += 1;
        }
        Ok(unit)
    }
}

/// Where the letters end that stand for themselves in a string.
fn plain_end(text: &[u8], at: usize) -> usize {
    find_any(text, at, *b"\"\\", b' ')
}

/// Appends a value's JSON text; see [`Value::to_json`].
pub(crate) fn write(value: &Value, out: &mut String) {
    match value {
        Value::Undefined | Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) if number.is_finite() => out.push_str(&number_text(*number)),
        Value::Number(_) => out.push_str("null"),
        Value::String(text) => write_string(text, out),
        // Dates come from functions only.
        Value::Date(_) if !EVERY_FUNCTION => out.push_str("null"),
        Value::Date(ms) => match crate::date::iso_text(*ms) {
            Some(text) => write_string(&text, out),
            None => out.push_str("null"),
        },
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            let mut first = true;
            for (key, value) in object.iter() {
                if matches!(value, Value::Undefined) {
                    continue;
                }
                if !first {
                    out.push(',');
                }
                first = false;
                write_string(key, out);
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
    }
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                // Writing to a String can't fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
