//! What was looked up in the property table last, and which texts there were: the objects of a
//! definition have the same few classes, keys and settings again and again.

use std::sync::Arc;

use crate::Value;
use crate::schema::{Class, Property, schema};

/// How many keys are remembered; a power of two.
const PLACES: usize = 128;

/// How many texts are remembered.
const TEXTS: usize = 8;

/// Classes, keys and texts that were found.
#[derive(Default)]
pub(super) struct Seen {
    classes: Vec<&'static Class>,
    /// By a sum that is quickly made: the class, the key as it was written, the property.
    properties: Vec<Option<(&'static Class, &'static str, &'static Property)>>,
    /// The last ones, the oldest to be overwritten next.
    texts: Vec<Arc<str>>,
    oldest: usize,
}

impl Seen {
    /// The class whose name is a beginning and an ending.
    pub(super) fn class_of(&mut self, beginning: &str, ending: &str) -> Option<&'static Class> {
        let length = beginning.len() + ending.len();
        let is_it = |class: &&Class| {
            let name = class.name;
            name.len() == length && name.starts_with(beginning) && name.ends_with(ending)
        };
        if let Some(class) = self.classes.iter().copied().find(is_it) {
            return Some(class);
        }
        let class = schema().class_of(beginning, ending)?;
        self.classes.push(class);
        Some(class)
    }

    /// A text as a value, which shares it with an equal one of the last.
    pub(super) fn text(&mut self, text: &str) -> Value {
        if let Some(known) = self.texts.iter().find(|known| ***known == *text) {
            return Value::String(Arc::clone(known));
        }
        let text: Arc<str> = text.into();
        match self.texts.get_mut(self.oldest) {
            Some(place) => *place = Arc::clone(&text),
            None => self.texts.push(Arc::clone(&text)),
        }
        self.oldest = (self.oldest + 1) % TEXTS;
        Value::String(text)
    }

    /// A property of a class or of those it extends, by its name or an old one, and that name.
    pub(super) fn property_of(
        &mut self,
        class: &'static Class,
        key: &str,
    ) -> Option<(&'static str, &'static Property)> {
        // The second letter tells a least from a greatest.
        let letter = |at: usize| usize::from(key.as_bytes().get(at).copied().unwrap_or_default());
        let letters = letter(0) + 5 * letter(1) + 8 * letter(key.len().checked_sub(1)?);
        let sum = class.name.as_ptr() as usize + 3 * key.len() + letters;
        self.properties.resize(PLACES, None);
        let place = self.properties.get_mut(sum % PLACES)?;
        if let Some((of, known, property)) = place
            && std::ptr::eq(*of, class)
            && *known == key
        {
            return Some((known, property));
        }
        let (known, property) = schema().known_property_of(class, key)?;
        *place = Some((class, known, property));
        Some((known, property))
    }
}
