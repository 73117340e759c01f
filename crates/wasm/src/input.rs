//! What JavaScript has written: values one after the other, as `js/crossing.js` writes them.
//!
//! What the core's [`Value`] can say crosses unchanged: `undefined`, `null`, booleans, numbers with
//! NaN and the infinities, texts, dates, arrays, plain objects. A half of a surrogate pair has become
//! U+FFFD, since Rust's texts are UTF-8. All else was refused there, with the path to it, and so was
//! what is nested too deep to be read here.

use std::cell::Cell;

use casement_expression::{Object, Value, json};

use crate::told;

/// What stands before each value.
pub(crate) mod tag {
    pub(crate) const UNDEFINED: u8 = 0;
    pub(crate) const NULL: u8 = 1;
    pub(crate) const FALSE: u8 = 2;
    pub(crate) const TRUE: u8 = 3;
    pub(crate) const NUMBER: u8 = 4;
    pub(crate) const TEXT: u8 = 5;
    pub(crate) const DATE: u8 = 6;
    pub(crate) const LIST: u8 = 7;
    pub(crate) const OBJECT: u8 = 8;
    pub(crate) const NUMBERS: u8 = 9;
    pub(crate) const RECORD: u8 = 10;
    pub(crate) const END: u8 = 11;
    pub(crate) const ABSENT: u8 = 12;
    pub(crate) const REFUSAL: u8 = 13;
    pub(crate) const KEYS: u8 = 14;
    pub(crate) const SAME_KEYS: u8 = 15;
    pub(crate) const JSON: u8 = 16;
}

/// The values of one call, each read once.
pub(crate) struct Input {
    bytes: Vec<u8>,
    at: Cell<usize>,
}

impl Input {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        let at = Cell::new(0);
        Self { bytes, at }
    }

    /// The room, to be written into again.
    pub(crate) fn into_room(self) -> Vec<u8> {
        self.bytes
    }

    fn bytes<const N: usize>(&self) -> [u8; N] {
        let left = self.bytes.get(self.at.get()..);
        match left.and_then(|left| left.first_chunk()) {
            Some(bytes) => {
                self.at.set(self.at.get() + N);
                *bytes
            }
            None => [0; N],
        }
    }

    fn tag(&self) -> u8 {
        let [tag] = self.bytes();
        tag
    }

    fn count(&self) -> usize {
        u32::from_le_bytes(self.bytes()) as usize
    }

    fn letters(&self) -> &str {
        let start = self.at.get() + 4;
        let end = start + self.count();
        self.at.set(end);
        let bytes = self.bytes.get(start..end).unwrap_or_default();
        // JavaScript writes nothing but UTF-8.
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// A text; an empty one where something else stands there.
    pub(crate) fn text(&self) -> &str {
        self.text_if_any().unwrap_or_default()
    }

    /// A text, or nothing.
    pub(crate) fn text_if_any(&self) -> Option<&str> {
        (self.tag() == tag::TEXT).then(|| self.letters())
    }

    /// The last value, a text, without a copy of it.
    pub(crate) fn into_text(self) -> String {
        let start = self.at.get() + 5;
        self.text();
        let end = self.at.get();
        let mut bytes = self.bytes;
        bytes.truncate(end);
        bytes.drain(..start.min(end));
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// A number, or nothing.
    pub(crate) fn number_if_any(&self) -> Option<f64> {
        (self.tag() == tag::NUMBER).then(|| f64::from_le_bytes(self.bytes()))
    }

    /// A small number.
    pub(crate) fn number(&self) -> u32 {
        self.number_if_any().unwrap_or_default() as u32
    }

    pub(crate) fn flag(&self) -> bool {
        self.tag() == tag::TRUE
    }

    /// A list of small numbers.
    pub(crate) fn numbers(&self) -> Vec<u32> {
        self.tag();
        (0..self.count()).map(|_| self.count() as u32).collect()
    }

    /// Any value.
    pub(crate) fn value(&self) -> Value {
        self.value_of(self.tag(), None)
    }

    /// A value; `like`: what stands at its place in the item before, whose keys it mostly has.
    fn value_of(&self, tag: u8, like: Option<&Value>) -> Value {
        match tag {
            tag::NULL => Value::Null,
            tag::FALSE => Value::Bool(false),
            tag::TRUE => Value::Bool(true),
            tag::NUMBER => Value::Number(f64::from_le_bytes(self.bytes())),
            tag::TEXT => Value::from(self.letters()),
            tag::DATE => Value::Date(f64::from_le_bytes(self.bytes())),
            tag::JSON => json::parse_value(self.letters()).unwrap_or_default(),
            tag::LIST => {
                let mut items = Vec::new();
                let first = like.and_then(Value::as_array).and_then(<[Value]>::first);
                while let Some(tag) = self.tag_before_end() {
                    let item = self.value_of(tag, items.last().or(first));
                    items.push(item);
                }
                Value::from(items)
            }
            tag::OBJECT => {
                let mut object = Object::new();
                let like = like.and_then(Value::as_object);
                while self.tag_before_end().is_some() {
                    let key = self.letters();
                    let beside = like.and_then(|like| like.value_at(object.len()));
                    let value = self.value_of(self.tag(), beside);
                    object.insert_like(key, value, like);
                }
                Value::from(object)
            }
            _ => Value::Undefined,
        }
    }

    fn tag_before_end(&self) -> Option<u8> {
        let is_left = self.at.get() < self.bytes.len();
        Some(self.tag()).filter(|tag| is_left && *tag != tag::END)
    }

    /// A large object: its keys, then their values.
    fn keyed(&self) -> Object {
        let (list, count) = (self.count() as u32, self.count());
        let key = |_| {
            self.tag();
            self.letters()
        };
        let keys: Vec<&str> = (0..count).map(key).collect();
        let mut object = Object::new();
        for key in keys {
            object.insert(key, self.value());
        }
        // JavaScript tells keys apart that are one here: those with different halves of a letter.
        if object.len() == count {
            told::keep_keys(list, &object);
        }
        object
    }

    /// A large object with the keys of the one before: its values.
    fn keyed_as_before(&self) -> Object {
        let count = self.count();
        let values = (0..count).map(|_| self.value()).collect();
        told::with_keys(|keys| keys.with_values(values))
    }

    /// An object, an empty one for `undefined`, or JSON text of one. Nothing where the text is none of an
    /// object.
    /// `like`: an object that mostly has the same keys.
    pub(crate) fn object(&self, like: &Object) -> Option<Object> {
        let value = match self.tag() {
            tag::UNDEFINED => return Some(Object::new()),
            tag::TEXT => return json::parse_object(self.letters(), like).ok()?,
            tag::KEYS => return Some(self.keyed()),
            tag::SAME_KEYS => return Some(self.keyed_as_before()),
            tag => self.value_of(tag, None),
        };
        match value {
            Value::Object(object) => Some(std::sync::Arc::unwrap_or_clone(object)),
            _ => None,
        }
    }
}
