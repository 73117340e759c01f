//! JSON text with positions: what definitions are read from, and how values become text.
//!
//! Accepts what `JSON.parse` accepts, within bounds. Knows nothing of forms.

mod arena;
mod lines;
mod parts;
mod texts;
mod value;

use std::fmt::Write;

pub use arena::Arena;
pub use lines::{Lines, line_column};
pub use parts::Parts;
pub use texts::texts;
pub use value::{parse_object, parse_value};

use arena::Lists;

use crate::functions::EVERY_FUNCTION;
use crate::letters::find_any;
use crate::number::read_decimal;
use crate::{Object, Span, Value, number_text};

/// How deep arrays and objects may lie in each other.
pub const MAX_DEPTH: usize = 256;

/// A JSON value and where it stands. What is in it lies in the text that was read and in an
/// [`Arena`], so a node is a few words to copy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node<'n> {
    /// The value.
    pub kind: Kind<'n>,
    /// Its bytes in the text.
    pub span: Span,
}

/// What a [`Node`] is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind<'n> {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text, unescaped.
    String(&'n str),
    /// An array.
    Array(&'n [Node<'n>]),
    /// An object's members in the order of the text: key, key's span, value. Of equal keys the last wins,
    /// as in JavaScript.
    Object(&'n [Member<'n>]),
    /// What [`Parts`] leaves for later.
    Later,
}

/// One member of an object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member<'n> {
    /// The key, unescaped.
    pub key: &'n str,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Node<'n>,
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
/// ```
/// use casement_expression::json::{self, Arena};
///
/// let arena = Arena::default();
/// let node = json::parse(r#"{"name": "a"}"#, &arena).unwrap();
/// let name = node.get("name").unwrap();
/// assert_eq!((name.as_str(), name.span.start), (Some("a"), 9));
/// ```
///
/// # Errors
/// The first place that is no JSON, see [`JsonError::code`].
pub fn parse<'n>(text: &'n str, arena: &'n Arena) -> Result<Node<'n>, JsonError> {
    let mut lists = Lists::new(arena);
    Reader::new(text)?.alone(|reader| reader.node(&mut lists, 0, Outline::Whole))
}

/// What is left for later.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outline {
    Whole,
    /// The elements of the survey and of its pages.
    Survey,
    /// The elements of a page or panel.
    Container,
    /// The elements and validators of an element.
    Element,
    /// All of it: it is checked, and that is all.
    All,
    /// Inside an array: each object.
    Objects,
    /// Inside an array: the elements of each object.
    Pages,
}

impl Outline {
    /// What is left for later in a member of an object.
    fn inside(self, key: &str) -> Outline {
        match (self, key) {
            (Outline::Whole, _) => Outline::Whole,
            (Outline::Survey | Outline::Container | Outline::Element, "elements" | "questions") => {
                Outline::Objects
            }
            (Outline::Element, "validators") => Outline::All,
            (Outline::Survey, "pages") => Outline::Pages,
            _ => Outline::Whole,
        }
    }
}

impl<'n> Node<'n> {
    /// The value without positions.
    pub fn to_value(&self) -> Value {
        match self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(flag) => Value::Bool(flag),
            Kind::Number(number) => Value::Number(number),
            Kind::String(text) => Value::from(text),
            Kind::Array(items) => Value::from(items.iter().map(Node::to_value).collect::<Vec<_>>()),
            Kind::Object(members) => Value::from(
                members
                    .iter()
                    .map(|member| (member.key, member.value.to_value()))
                    .collect::<Object>(),
            ),
            Kind::Later => Value::Undefined,
        }
    }

    /// A member of an object, the last of equal keys.
    pub fn get(&self, key: &str) -> Option<&'n Node<'n>> {
        let mut members = self.as_object()?.iter().rev();
        members
            .find(|member| member.key == key)
            .map(|member| &member.value)
    }

    /// The text, where the node is one.
    pub fn as_str(&self) -> Option<&'n str> {
        match self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items, where the node is an array.
    pub fn as_array(&self) -> Option<&'n [Node<'n>]> {
        match self.kind {
            Kind::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members, where the node is an object.
    pub fn as_object(&self) -> Option<&'n [Member<'n>]> {
        match self.kind {
            Kind::Object(members) => Some(members),
            _ => None,
        }
    }
}

/// Reads one entry of a list.
type Each<'e, R> = &'e mut dyn FnMut(&mut R) -> Result<(), JsonError>;

/// What a string says.
enum Letters<'t> {
    /// Just what stands between the quotes.
    Plain(&'t str),
    Unescaped(String),
}

impl Letters<'_> {
    fn as_str(&self) -> &str {
        match self {
            Letters::Plain(text) => text,
            Letters::Unescaped(text) => text,
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    /// At the beginning of a text, whose places must be countable.
    fn new(text: &'t str) -> Result<Self, JsonError> {
        if u32::try_from(text.len()).is_err() {
            return Err(JsonError {
                code: "json/too-long",
                at: u32::MAX,
            });
        }
        Ok(Reader { text, at: 0 })
    }
}

impl<'t> Reader<'t> {
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

    /// A value as a node, whose lists are gathered in `lists`.
    fn node<'n>(
        &mut self,
        lists: &mut Lists<'n>,
        depth: usize,
        outline: Outline,
    ) -> Result<Node<'n>, JsonError>
    where
        't: 'n,
    {
        let start = self.at;
        let kind = match self.peek() {
            _ if outline == Outline::All => {
                self.skip(depth)?;
                Kind::Later
            }
            Some(b'{' | b'[') if depth >= MAX_DEPTH => return Err(self.error("json/too-deep")),
            Some(b'{') => self.object(lists, depth, outline)?,
            Some(b'[') => self.array(lists, depth, outline)?,
            Some(b'"') => Kind::String(self.string(lists.arena())?),
            _ => self.scalar()?,
        };
        Ok(Node {
            kind,
            span: self.span(start),
        })
    }

    /// A number, a flag or null.
    fn scalar(&mut self) -> Result<Kind<'static>, JsonError> {
        match self.peek() {
            Some(b't') => self.word("true", Kind::Bool(true)),
            Some(b'f') => self.word("false", Kind::Bool(false)),
            Some(b'n') => self.word("null", Kind::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(self.error("json/unexpected-character")),
        }
    }

    /// Goes over a value, which must be JSON.
    fn skip(&mut self, depth: usize) -> Result<(), JsonError> {
        match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => Err(self.error("json/too-deep")),
            Some(open @ (b'{' | b'[')) => {
                // In ASCII a bracket's other half is the letter after the next.
                let close = open + 2;
                if self.opens(close) {
                    loop {
                        self.space();
                        if open == b'{' {
                            self.letters()?;
                            self.colon()?;
                        }
                        self.skip(depth + 1)?;
                        if !self.goes_on(close)? {
                            break;
                        }
                    }
                }
                Ok(())
            }
            Some(b'"') => self.letters().map(drop),
            Some(b'-' | b'0'..=b'9') => self.skip_number(),
            _ => self.scalar().map(drop),
        }
    }

    fn word<'n>(&mut self, word: &str, kind: Kind<'n>) -> Result<Kind<'n>, JsonError> {
        for byte in word.bytes() {
            self.expect(byte)?;
        }
        Ok(kind)
    }

    fn array<'n>(
        &mut self,
        lists: &mut Lists<'n>,
        depth: usize,
        outline: Outline,
    ) -> Result<Kind<'n>, JsonError>
    where
        't: 'n,
    {
        let of_items = match outline {
            Outline::Pages => Outline::Container,
            _ => Outline::Whole,
        };
        let first = lists.items.len();
        if self.opens(b']') {
            loop {
                self.space();
                let item = if outline == Outline::Objects && self.peek() == Some(b'{') {
                    let start = self.at;
                    self.leap(depth + 1)?;
                    lists.leave(start);
                    Node {
                        kind: Kind::Later,
                        span: self.span(start),
                    }
                } else {
                    self.node(lists, depth + 1, of_items)?
                };
                lists.items.push(item);
                if !self.goes_on(b']')? {
                    break;
                }
            }
        }
        Ok(Kind::Array(lists.items_from(first)))
    }

    fn object<'n>(
        &mut self,
        lists: &mut Lists<'n>,
        depth: usize,
        outline: Outline,
    ) -> Result<Kind<'n>, JsonError>
    where
        't: 'n,
    {
        let first = lists.members.len();
        if self.opens(b'}') {
            loop {
                self.space();
                let start = self.at;
                let key = self.string(lists.arena())?;
                let key_span = self.span(start);
                self.colon()?;
                let value = self.node(lists, depth + 1, outline.inside(key))?;
                lists.members.push(Member {
                    key,
                    key_span,
                    value,
                });
                if !self.goes_on(b'}')? {
                    break;
                }
            }
        }
        Ok(Kind::Object(lists.members_from(first)))
    }

    /// Goes over the bracket of a list; false where the list ends at once.
    fn opens(&mut self, close: u8) -> bool {
        self.at += 1;
        self.space();
        let is_empty = self.peek() == Some(close);
        self.at += usize::from(is_empty);
        !is_empty
    }

    /// Goes over the comma or the bracket behind an entry; true where it was the comma.
    fn goes_on(&mut self, close: u8) -> Result<bool, JsonError> {
        self.space();
        if self.peek() == Some(b',') {
            self.at += 1;
            return Ok(true);
        }
        self.expect(close)?;
        Ok(false)
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
        if self.peek() != Some(open) {
            return self.expect(open);
        }
        if !self.opens(close) {
            return Ok(());
        }
        loop {
            self.space();
            each(self)?;
            if !self.goes_on(close)? {
                return Ok(());
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

    fn number(&mut self) -> Result<Kind<'static>, JsonError> {
        let start = self.at;
        self.skip_number()?;
        let text = self.text.get(start..self.at).unwrap_or_default();
        if let Some(number) = few_digits(text.as_bytes()) {
            return Ok(Kind::Number(number));
        }
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

    fn string<'n>(&mut self, arena: &'n Arena) -> Result<&'n str, JsonError>
    where
        't: 'n,
    {
        match self.letters()? {
            Letters::Plain(text) => Ok(text),
            Letters::Unescaped(text) => Ok(arena.text(&text)),
        }
    }

    /// Reads a string.
    #[inline]
    fn letters(&mut self) -> Result<Letters<'t>, JsonError> {
        if self.peek() != Some(b'"') {
            return Err(self.error("json/unexpected-character"));
        }
        let start = self.at + 1;
        let end = plain_end(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(Letters::Plain(
                self.text.get(start..end).unwrap_or_default(),
            ));
        }
        self.at = end;
        self.unescaped(start).map(Letters::Unescaped)
    }

    /// The rest of a string that began at `start`, and that something is escaped in.
    #[cold]
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
            self.at = plain_end(self.text.as_bytes(), start);
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

/// A whole number of a few digits, which most are.
fn few_digits(text: &[u8]) -> Option<f64> {
    if text.len() > 9 || text.first() == Some(&b'-') {
        return None;
    }
    let mut number = 0_u32;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u32::from(digit);
    }
    Some(f64::from(number))
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
