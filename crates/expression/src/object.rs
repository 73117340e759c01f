//! A plain object with JavaScript's order of keys.
//!
//! Knows keys and their order; knows nothing of how names are looked up in a form.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::Value;

/// A plain object: keys to values in JavaScript's order (integer-like keys first, ascending, then
/// the order of insertion). Finding a key takes constant time however many there are.
#[derive(Clone, Debug, Default)]
pub struct Object {
    entries: IndexMap<Arc<str>, Value>,
    /// How many integer-like keys there are; they stand first, ascending.
    integers: usize,
}

impl Object {
    /// An object without keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value under exactly this key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.get(key)
    }

    /// The value under exactly this key, to change it in place.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.entries.get_mut(key)
    }

    /// Is there exactly this key?
    pub fn contains_key(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// The first key in enumeration order that equals this one but for case, and its value.
    pub fn get_ignoring_case(&self, key: &str) -> Option<(&Arc<str>, &Value)> {
        self.entries
            .iter()
            .find(|(candidate, _)| crate::text::equals_ignoring_case(candidate, key))
    }

    /// Sets a key; an existing one keeps its place.
    pub fn insert(&mut self, key: impl Into<Arc<str>>, value: Value) {
        let key = key.into();
        if let Some(place) = self.entries.get_mut(&*key) {
            *place = value;
        } else if let Some(number) = integer_key(&key) {
            let at = self.integer_place(number);
            self.entries.shift_insert(at, key, value);
            self.integers += 1;
        } else {
            self.entries.insert(key, value);
        }
    }

    /// Takes a key out; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let (at, _, value) = self.entries.shift_remove_full(key)?;
        if at < self.integers {
            self.integers -= 1;
        }
        Some(value)
    }

    /// Keys and values in JavaScript's enumeration order.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Value)> {
        self.entries.iter()
    }

    /// The keys in JavaScript's enumeration order.
    pub fn keys(&self) -> impl Iterator<Item = &Arc<str>> {
        self.entries.keys()
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.entries.values()
    }

    /// How many keys.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// No keys at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Where an integer-like key that is not there belongs.
    fn integer_place(&self, number: u32) -> usize {
        let (mut low, mut high) = (0, self.integers);
        while low < high {
            let middle = low + (high - low) / 2;
            let found = self
                .entries
                .get_index(middle)
                .and_then(|(key, _)| integer_key(key));
            if found.is_some_and(|found| found < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// Equal keys and values; their order has no meaning.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<K: Into<Arc<str>>> FromIterator<(K, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(entries: I) -> Self {
        let mut object = Self::new();
        for (key, value) in entries {
            object.insert(key, value);
        }
        object
    }
}

/// The number of an integer-like key: canonical decimal text below 2^32 - 1 (an array index in
/// ECMAScript's sense).
fn integer_key(key: &str) -> Option<u32> {
    let canonical = key == "0"
        || (!key.starts_with('0')
            && key.len() <= 10
            && !key.is_empty()
            && key.bytes().all(|b| b.is_ascii_digit()));
    if !canonical {
        return None;
    }
    key.parse().ok().filter(|number| *number != u32::MAX)
}
