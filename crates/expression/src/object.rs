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
/// the order of insertion). Finding a key takes constant time however many there are. Objects that were
/// made alike share their keys.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// Its keys are as many of these as there are values; nothing as long as there were none.
    keys: Option<Arc<Keys>>,
    values: Vec<Value>,
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

/// Keys in JavaScript's order.
#[derive(Debug, Default)]
struct Keys {
    list: Vec<Key>,
    /// Where keys stand, once there are more than [`FEW`].
    places: Places,
    /// How many integer-like keys there are; they stand first, ascending.
    integers: usize,
}

#[derive(Clone, Debug)]
struct Key {
    sum: u32,
    text: Arc<str>,
}

impl Keys {
    fn find(&self, key: &str, sum: u32) -> Option<usize> {
        let is_it = |known: &Key| known.sum == sum && *known.text == *key;
        if self.places.is_empty() {
            return self.list.iter().position(is_it);
        }
        self.places
            .find(sum, &mut |at| self.list.get(at).is_some_and(is_it))
    }

    /// Where a key that is not there belongs, and that it is put there.
    fn add(&mut self, text: Arc<str>, sum: u32) -> usize {
        let at = match integer_key(&text) {
            Some(number) => {
                self.integers += 1;
                self.list
                    .partition_point(|key| integer_key(&key.text).is_some_and(|it| it < number))
            }
            None => self.list.len(),
        };
        if at < self.list.len() {
            self.places.move_up(at);
        }
        self.list.insert(at, Key { sum, text });
        if self.list.len() > FEW {
            let list = &self.list;
            self.places.add(at, list.len(), &mut |at| sum_at(list, at));
        }
        at
    }

    fn remove(&mut self, at: usize) {
        self.list.remove(at);
        if at < self.integers {
            self.integers -= 1;
        }
        self.place_again();
    }

    /// So many of them.
    fn first(&self, count: usize) -> Self {
        let mut keys = Self {
            list: self.list.get(..count).unwrap_or_default().to_vec(),
            places: Places::default(),
            integers: self.integers.min(count),
        };
        keys.place_again();
        keys
    }

    fn place_again(&mut self) {
        let list = &self.list;
        if list.len() > FEW {
            self.places.rebuild(list.len(), &mut |at| sum_at(list, at));
        } else {
            self.places = Places::default();
        }
    }
}

impl Object {
    /// An object without keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value under exactly this key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(self.find(key)?)
    }

    /// The value under exactly this key, to change it in place.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.plain = Plain::default();
        let at = self.find(key)?;
        self.values.get_mut(at)
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
        let at = self.keys.as_ref()?.find(key, sum)?;
        (at < self.values.len()).then_some(at)
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

    /// As [`Object::insert`], sharing the keys of an object that has this one at the same place: items
    /// of a list mostly have the same keys, and are then looked through quickly.
    ///
    /// ```
    /// use casement_expression::{Object, Value};
    /// let first: Object = [("a", Value::from(1.0))].into_iter().collect();
    /// let mut second = Object::new();
    /// second.insert_like("a", Value::from(2.0), Some(&first));
    /// assert_eq!(second.get("a"), Some(&Value::from(2.0)));
    /// ```
    pub fn insert_like(&mut self, key: &str, value: Value, like: Option<&Object>) {
        if self.keys.is_none() {
            self.keys = like.and_then(|like| like.keys.clone());
        }
        if self.is_next(key) {
            self.plain = Plain::default();
            self.values.push(value);
        } else {
            self.put(key.into(), value);
        }
    }

    /// An object without values that is ready for the same keys in the same order: these are found
    /// without a search, and shared.
    ///
    /// ```
    /// use casement_expression::{Object, Value};
    /// let first: Object = [("a", Value::from(1.0)), ("b", Value::from(2.0))].into_iter().collect();
    /// let mut second = first.emptied();
    /// assert!(second.is_empty());
    /// second.insert("a", Value::from(3.0));
    /// second.insert("c", Value::from(4.0));
    /// assert_eq!(second.keys().map(|key| &**key).collect::<Vec<_>>(), ["a", "c"]);
    /// ```
    pub fn emptied(&self) -> Self {
        Self {
            keys: self.keys.clone(),
            values: Vec::new(),
            plain: Plain::default(),
        }
    }

    /// An object with the same keys as this one, or as the one that it was emptied of, and these values in
    /// their order; values beyond the keys are dropped.
    ///
    /// ```
    /// use casement_expression::{Object, Value};
    /// let first: Object = [("a", Value::from(1.0)), ("b", Value::from(2.0))].into_iter().collect();
    /// let second = first.emptied().with_values(vec![Value::from(3.0), Value::Null]);
    /// assert_eq!(second.get("b"), Some(&Value::Null));
    /// ```
    pub fn with_values(&self, mut values: Vec<Value>) -> Self {
        values.truncate(self.keys.as_ref().map_or(0, |keys| keys.list.len()));
        Self {
            values,
            ..self.emptied()
        }
    }

    /// The key is the next of those that others have, too.
    fn is_next(&self, key: &str) -> bool {
        let keys = self.keys.as_ref();
        let next = keys.and_then(|keys| keys.list.get(self.values.len()));
        next.is_some_and(|next| *next.text == *key)
    }

    fn put(&mut self, key: Arc<str>, value: Value) {
        self.plain = Plain::default();
        if self.is_next(&key) {
            self.values.push(value);
            return;
        }
        let sum = sum_of(&key);
        let at = self.find_with(&key, sum);
        if let Some(place) = at.and_then(|at| self.values.get_mut(at)) {
            *place = value;
            return;
        }
        if let Some(at) = self.own_keys().map(|keys| keys.add(key, sum)) {
            self.values.insert(at, value);
        }
    }

    /// Its keys and no others, to change them: a copy where they are shared or go on.
    fn own_keys(&mut self) -> Option<&mut Keys> {
        let count = self.values.len();
        let keys = self.keys.get_or_insert_default();
        if keys.list.len() > count || Arc::get_mut(keys).is_none() {
            *keys = Arc::new(keys.first(count));
        }
        Arc::get_mut(keys)
    }

    /// It has as many keys as another object, and shares them with it.
    #[inline]
    pub(crate) fn has_keys_of(&self, other: &Object) -> bool {
        match (&self.keys, &other.keys) {
            (Some(own), Some(of_other)) => Arc::ptr_eq(own, of_other) && self.len() == other.len(),
            _ => false,
        }
    }

    /// The value at a place in the order of enumeration.
    pub fn value_at(&self, place: usize) -> Option<&Value> {
        self.values.get(place)
    }

    /// Takes a key out; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let at = self.find(key)?;
        self.plain = Plain::default();
        if at + 1 < self.values.len()
            && let Some(keys) = self.own_keys()
        {
            keys.remove(at);
        }
        Some(self.values.remove(at))
    }

    fn keys_in_order(&self) -> &[Key] {
        let keys = self.keys.as_ref();
        keys.and_then(|keys| keys.list.get(..self.values.len()))
            .unwrap_or_default()
    }

    /// Keys and values in JavaScript's enumeration order.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Value)> {
        self.keys().zip(&self.values)
    }

    /// The values, each with that of the same key in another object.
    pub(crate) fn pairs<'a>(
        &'a self,
        other: &'a Object,
    ) -> impl Iterator<Item = (&'a Value, Option<&'a Value>)> {
        // Objects that are compared mostly have the same keys in the same order.
        let shared = self.has_keys_of(other);
        self.iter().enumerate().map(move |(at, (key, value))| {
            let is_beside = shared
                || other
                    .keys_in_order()
                    .get(at)
                    .is_some_and(|other| other.text == *key);
            let beside = other.values.get(at).filter(|_| is_beside);
            (value, beside.or_else(|| other.get(key)))
        })
    }

    /// The keys in JavaScript's enumeration order.
    pub fn keys(&self) -> impl Iterator<Item = &Arc<str>> {
        self.keys_in_order().iter().map(|key| &key.text)
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.values.iter()
    }

    /// How many keys.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// No keys at all.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
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

fn sum_at(keys: &[Key], at: usize) -> u32 {
    keys.get(at).map_or(0, |key| key.sum)
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
