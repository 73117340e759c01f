//! Tables by number and by text: what maps are elsewhere. Numbers of elements, names and keys are
//! small and close together, so a list with gaps finds them at once; and every map of the standard
//! library would be a kilobyte and a half in the browser.

use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use casement_expression::TextIndex;

use crate::ElementId;
use crate::model::RuleId;
use crate::names::{KeyId, NameId};

/// What counts from 0.
pub(crate) trait Number: Copy {
    fn number(self) -> usize;
    fn of(number: usize) -> Self;
}

macro_rules! number {
    ($($name:ident),*) => {
        $(impl Number for $name {
            fn number(self) -> usize {
                self.0 as usize
            }
            fn of(number: usize) -> Self {
                $name(number as u32)
            }
        })*
    };
}

number!(NameId, KeyId, RuleId);

impl Number for ElementId {
    fn number(self) -> usize {
        self.index()
    }
    fn of(number: usize) -> Self {
        Self::new(number as u32)
    }
}

impl Number for u32 {
    fn number(self) -> usize {
        self as usize
    }
    fn of(number: usize) -> Self {
        number as u32
    }
}

/// One of two of an element.
impl Number for (ElementId, bool) {
    fn number(self) -> usize {
        self.0.number() * 2 + usize::from(self.1)
    }
    fn of(number: usize) -> Self {
        (ElementId::of(number / 2), number % 2 == 1)
    }
}

/// Values by number.
#[derive(Clone, Debug)]
pub(crate) struct ById<K, V> {
    places: Vec<Option<V>>,
    count: usize,
    key: PhantomData<K>,
}

impl<K, V> Default for ById<K, V> {
    fn default() -> Self {
        ById {
            places: Vec::new(),
            count: 0,
            key: PhantomData,
        }
    }
}

impl<K: Number, V> ById<K, V> {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.places.get(key.number())?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.places.get_mut(key.number())?.as_mut()
    }

    pub(crate) fn contains_key(&self, key: &K) -> bool {
        self.get(key).is_some()
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        let at = key.number();
        self.reach(at);
        if let Some(place) = self.places.get_mut(at) {
            self.count += usize::from(place.is_none());
            *place = Some(value);
        }
    }

    /// The value, made if it isn't there.
    pub(crate) fn value_or(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let at = key.number();
        self.reach(at);
        let place = &mut self.places[at];
        self.count += usize::from(place.is_none());
        place.get_or_insert_with(make)
    }

    fn reach(&mut self, at: usize) {
        if self.places.len() <= at {
            self.places.resize_with(at + 1, || None);
        }
    }

    pub(crate) fn value_or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.value_or(key, V::default)
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        let removed = self.places.get_mut(key.number())?.take();
        self.count -= usize::from(removed.is_some());
        removed
    }

    /// The numbers that have a value, ascending.
    pub(crate) fn keys(&self) -> impl Iterator<Item = K> {
        let places = self.places.iter().enumerate();
        let taken = places.filter(|(_, place)| place.is_some());
        taken.map(|(at, _)| K::of(at))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Values by number that only forms with every type of question have.
#[cfg(feature = "every-type")]
pub(crate) type TypesById<K, V> = ById<K, V>;

/// Without these types nothing is kept, and nothing takes room.
#[cfg(not(feature = "every-type"))]
#[derive(Clone, Debug)]
pub(crate) struct TypesById<K, V>(PhantomData<(K, V)>);

#[cfg(not(feature = "every-type"))]
impl<K, V> Default for TypesById<K, V> {
    fn default() -> Self {
        TypesById(PhantomData)
    }
}

#[cfg(not(feature = "every-type"))]
impl<K, V> TypesById<K, V> {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn get(&self, _: &K) -> Option<&V> {
        None
    }

    pub(crate) fn get_mut(&mut self, _: &K) -> Option<&mut V> {
        None
    }

    pub(crate) fn contains_key(&self, _: &K) -> bool {
        false
    }

    pub(crate) fn insert(&mut self, _: K, _: V) {}

    pub(crate) fn remove(&mut self, _: &K) -> Option<V> {
        None
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = K> {
        std::iter::empty()
    }

    pub(crate) fn is_empty(&self) -> bool {
        true
    }
}

/// A set of numbers, read in ascending order.
#[derive(Clone, Debug)]
pub(crate) struct IdSet<K>(Vec<u32>, PhantomData<K>);

impl<K> Default for IdSet<K> {
    fn default() -> Self {
        IdSet(Vec::new(), PhantomData)
    }
}

impl<K: Number> IdSet<K> {
    pub(crate) fn contains(&self, key: &K) -> bool {
        self.0.binary_search(&(key.number() as u32)).is_ok()
    }

    pub(crate) fn insert(&mut self, key: K) {
        let number = key.number() as u32;
        if let Err(at) = self.0.binary_search(&number) {
            self.0.insert(at, number);
        }
    }

    pub(crate) fn remove(&mut self, key: &K) {
        if let Ok(at) = self.0.binary_search(&(key.number() as u32)) {
            self.0.remove(at);
        }
    }

    /// The least that is greater than this one.
    pub(crate) fn first_after(&self, last: Option<K>) -> Option<K> {
        let from = last.map_or(0, |last| last.number() as u32 + 1);
        let at = self.0.partition_point(|number| *number < from);
        self.0.get(at).map(|number| K::of(*number as usize))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the least out.
    pub(crate) fn pop_first(&mut self) -> Option<K> {
        let first = self.first_after(None)?;
        self.0.remove(0);
        Some(first)
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = K> {
        self.0.iter().map(|number| K::of(*number as usize))
    }
}

impl<K: Number> Extend<K> for IdSet<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        for key in keys {
            self.insert(key);
        }
    }
}

impl<K: Number> FromIterator<K> for IdSet<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut set = Self::default();
        set.extend(keys);
        set
    }
}

/// Values by text.
#[derive(Clone, Debug)]
pub(crate) struct ByText<V> {
    texts: TextIndex,
    values: Vec<V>,
}

impl<V> Default for ByText<V> {
    fn default() -> Self {
        ByText {
            texts: TextIndex::default(),
            values: Vec::new(),
        }
    }
}

impl<V> ByText<V> {
    pub(crate) fn get(&self, text: &str) -> Option<&V> {
        self.values.get(self.texts.find(text)? as usize)
    }

    pub(crate) fn contains_key(&self, text: &str) -> bool {
        self.texts.find(text).is_some()
    }

    /// Adds a value unless the text has one.
    pub(crate) fn add(&mut self, text: &Arc<str>, value: V) {
        if self.texts.intern_arc(text) as usize == self.values.len() {
            self.values.push(value);
        }
    }

    /// Sets the value of a text.
    pub(crate) fn set(&mut self, text: &Arc<str>, value: V) {
        let at = self.texts.intern_arc(text) as usize;
        match self.values.get_mut(at) {
            Some(place) => *place = value,
            None => self.values.push(value),
        }
    }

    /// Texts and values in the order in which they came.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &V)> {
        self.texts.iter().zip(&self.values)
    }
}

/// A list that mostly has one entry, which needs no allocation of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Few<T> {
    One(T),
    Other(Vec<T>),
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Few::Other(Vec::new())
    }
}

impl<T: Copy> Few<T> {
    pub(crate) fn push(&mut self, entry: T) {
        match self {
            Few::Other(entries) if entries.is_empty() => *self = Few::One(entry),
            Few::Other(entries) => entries.push(entry),
            Few::One(first) => *self = Few::Other(vec![*first, entry]),
        }
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Few::One(entry) => std::slice::from_ref(entry),
            Few::Other(entries) => entries,
        }
    }
}

impl<'a, T> IntoIterator for &'a Few<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
