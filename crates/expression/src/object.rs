//! A plain object with JavaScript's order of keys.
//!
//! Knows keys and their order; knows nothing of how names are looked up in a form.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::Value;
use crate::index::{Places, sum_of};

/// Up to so many keys are looked for one after the other.
const FEW: usize = 12;

/// A plain object: keys to values in JavaScript's order (integer-like keys first, ascending, then
/// the order of insertion). Finding a key takes constant time however many there are.
#[derive(Clone, Debug, Default)]
pub struct Object {
    entries: Vec<Entry>,
    /// Where keys stand, once there are more than [`FEW`].
    places: Places,
    /// How many integer-like keys there are; they stand first, ascending.
    integers: usize,
    plain: Plain,
}

/// Whether an object is plain, as far as somebody has asked since it changed: 0 where nobody has, 1 where
/// it is, 2 where it isn't.
#[derive(Debug, Default)]
struct Plain(AtomicU8);

impl Clone for Plain {
    fn clone(&self) -> Self {
        Self(AtomicU8::new(self.0.load(Ordering::Relaxed)))
    }
}

#[derive(Clone, Debug)]
struct Entry {
    sum: u32,
    key: Arc<str>,
    value: Value,
}

impl Entry {
    fn is(&self, key: &str, sum: u32) -> bool {
        self.sum == sum && *self.key == *key
    }
}

impl Object {
    /// An object without keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value under exactly this key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let at = self.find(key)?;
        self.entries.get(at).map(|entry| &entry.value)
    }

    /// The value under exactly this key, to change it in place.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.plain = Plain::default();
        let at = self.find(key)?;
        self.entries.get_mut(at).map(|entry| &mut entry.value)
    }

    /// Is there exactly this key?
    pub fn contains_key(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// Where a key stands in the order of enumeration.
    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        self.find_with(key, sum_of(key))
    }

    fn find_with(&self, key: &str, sum: u32) -> Option<usize> {
        let is_it = |entry: &Entry| entry.is(key, sum);
        if self.places.is_empty() {
            return self.entries.iter().position(is_it);
        }
        self.places
            .find(sum, &mut |at| self.entries.get(at).is_some_and(is_it))
    }

    /// The first key in enumeration order that equals this one but for case, and its value.
    pub fn get_ignoring_case(&self, key: &str) -> Option<(&Arc<str>, &Value)> {
        self.iter()
            .find(|(candidate, _)| crate::text::equals_ignoring_case(candidate, key))
    }

    /// Sets a key; an existing one keeps its place.
    pub fn insert(&mut self, key: impl Into<Arc<str>>, value: Value) {
        self.put(key.into(), value);
    }

    /// As [`Object::insert`], sharing the key's text with an object that has it at the same place:
    /// items of a list mostly have the same keys, and are then looked through quickly.
    ///
    /// ```
    /// use casement_expression::{Object, Value};
    /// let first: Object = [("a", Value::from(1.0))].into_iter().collect();
    /// let mut second = Object::new();
    /// second.insert_like("a", Value::from(2.0), Some(&first));
    /// assert_eq!(second.get("a"), Some(&Value::from(2.0)));
    /// ```
    pub fn insert_like(&mut self, key: &str, value: Value, like: Option<&Object>) {
        let entry = like.and_then(|like| like.entries.get(self.entries.len()));
        match entry.filter(|entry| *entry.key == *key) {
            Some(entry) => self.put_with(Arc::clone(&entry.key), entry.sum, value),
            None => self.put(key.into(), value),
        }
    }

    /// So many keys from a place are those of another object, in memory too.
    pub(crate) fn shares_keys(&self, other: &Object, from: usize, count: usize) -> bool {
        (from..from + count).all(|at| match (self.entries.get(at), other.entries.get(at)) {
            (Some(own), Some(other)) => Arc::ptr_eq(&own.key, &other.key),
            _ => false,
        })
    }

    /// The value at a place in the order of enumeration.
    pub fn value_at(&self, place: usize) -> Option<&Value> {
        self.entries.get(place).map(|entry| &entry.value)
    }

    fn put(&mut self, key: Arc<str>, value: Value) {
        let sum = sum_of(&key);
        self.put_with(key, sum, value);
    }

    fn put_with(&mut self, key: Arc<str>, sum: u32, value: Value) {
        self.plain = Plain::default();
        if let Some(at) = self.find_with(&key, sum) {
            if let Some(entry) = self.entries.get_mut(at) {
                entry.value = value;
            }
            return;
        }
        let at = match integer_key(&key) {
            Some(number) => {
                self.integers += 1;
                self.integer_place(number)
            }
            None => self.entries.len(),
        };
        if at < self.entries.len() {
            self.places.move_up(at);
        }
        self.entries.insert(at, Entry { sum, key, value });
        if self.entries.len() > FEW {
            let entries = &self.entries;
            self.places
                .add(at, entries.len(), &mut |at| sum_at(entries, at));
        }
    }

    /// Takes a key out; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let at = self.find(key)?;
        self.plain = Plain::default();
        let entry = self.entries.remove(at);
        if at < self.integers {
            self.integers -= 1;
        }
        let entries = &self.entries;
        if entries.len() > FEW {
            self.places
                .rebuild(entries.len(), &mut |at| sum_at(entries, at));
        } else {
            self.places = Places::default();
        }
        Some(entry.value)
    }

    /// Keys and values in JavaScript's enumeration order.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Value)> {
        self.entries.iter().map(|entry| (&entry.key, &entry.value))
    }

    /// The values, each with that of the same key in another object.
    pub(crate) fn pairs<'a>(
        &'a self,
        other: &'a Object,
    ) -> impl Iterator<Item = (&'a Value, Option<&'a Value>)> {
        // Objects that are compared mostly have the same keys in the same order.
        self.entries.iter().enumerate().map(|(at, entry)| {
            let beside = other.entries.get(at).filter(|it| it.key == entry.key);
            let found = beside.map(|it| &it.value);
            (&entry.value, found.or_else(|| other.get(&entry.key)))
        })
    }

    /// The keys in JavaScript's enumeration order.
    pub fn keys(&self) -> impl Iterator<Item = &Arc<str>> {
        self.entries.iter().map(|entry| &entry.key)
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.entries.iter().map(|entry| &entry.value)
    }

    /// How many keys.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// No keys at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether it holds nothing, at any depth, that JSON can't say: neither undefined nor dates nor
    /// numbers that are none. Then it equals itself, and JSON copies it as it is. Asking again takes
    /// constant time until it changes: lists of many objects are compared after each change in one of
    /// them.
    ///
    /// ```
    /// use casement_expression::{Object, Value};
    /// let mut object: Object = [("a", Value::from(1.0))].into_iter().collect();
    /// assert!(object.is_plain());
    /// object.insert("b", vec![Value::from(f64::NAN)].into());
    /// assert!(!object.is_plain());
    /// ```
    pub fn is_plain(&self) -> bool {
        match self.plain.0.load(Ordering::Relaxed) {
            1 => return true,
            2 => return false,
            _ => {}
        }
        let plain = self.values().all(is_plain);
        let known = if plain { 1 } else { 2 };
        self.plain.0.store(known, Ordering::Relaxed);
        plain
    }

    /// Where an integer-like key that is not there belongs.
    fn integer_place(&self, number: u32) -> usize {
        self.entries
            .partition_point(|entry| integer_key(&entry.key).is_some_and(|found| found < number))
    }
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(number) => number.is_finite(),
        Value::Undefined | Value::Date(_) => false,
        Value::Array(items) => items.iter().all(is_plain),
        Value::Object(object) => object.is_plain(),
    }
}

fn sum_at(entries: &[Entry], at: usize) -> u32 {
    entries.get(at).map_or(0, |entry| entry.sum)
}

/// Equal keys and values; their order has no meaning.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .all(|(key, value)| other.get(key) == Some(value))
    }
}

impl<K: Into<Arc<str>>> FromIterator<(K, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(entries: I) -> Self {
        let mut object = Self::new();
        for (key, value) in entries {
            object.put(key.into(), value);
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
