//! Texts and where they stand in a list, found in constant time.
//!
//! The standard library's map is made anew for every pair of types, a kilobyte and a half each
//! time, and its hashing weighs as much again; all of Casement's texts are looked up by this one.
//! The sum is not keyed: texts made to collide are found as slowly as in a list, so how many there
//! are must be bounded where they come from outside.

use std::sync::Arc;

/// Distinct texts, numbered from 0 in the order in which they came.
///
/// ```
/// use casement_expression::TextIndex;
/// let mut names = TextIndex::default();
/// assert_eq!((names.intern("a"), names.intern("b"), names.intern("a")), (0, 1, 0));
/// assert_eq!(names.find("b"), Some(1));
/// assert_eq!(names.find("c"), None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct TextIndex {
    texts: Vec<(u32, Arc<str>)>,
    places: Places,
}

impl TextIndex {
    /// The number of a text.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.find_with(text, sum_of(text))
    }

    fn find_with(&self, text: &str, sum: u32) -> Option<u32> {
        self.places
            .find(sum, &mut |at| {
                let known = self.texts.get(at);
                known.is_some_and(|(other, known)| *other == sum && **known == *text)
            })
            .map(|at| at as u32)
    }

    /// The number of a text, the next one if it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        self.intern_shared(text, None)
    }

    /// [`TextIndex::intern`] of a text that is shared already.
    pub fn intern_arc(&mut self, text: &Arc<str>) -> u32 {
        self.intern_shared(text, Some(text))
    }

    fn intern_shared(&mut self, text: &str, shared: Option<&Arc<str>>) -> u32 {
        let sum = sum_of(text);
        if let Some(number) = self.find_with(text, sum) {
            return number;
        }
        let number = self.texts.len();
        let shared = shared.map_or_else(|| text.into(), Arc::clone);
        self.texts.push((sum, shared));
        let texts = &self.texts;
        self.places.add(number, texts.len(), &mut |at| {
            texts.get(at).map_or(0, |(sum, _)| *sum)
        });
        number as u32
    }

    /// The text of a number.
    pub fn get(&self, number: u32) -> Option<&Arc<str>> {
        self.texts.get(number as usize).map(|(_, text)| text)
    }

    /// The texts in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<str>> {
        self.texts.iter().map(|(_, text)| text)
    }

    /// How many texts.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// No text at all.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// Where the entries of a list stand by the sums of their texts: open addressing with steps of one.
/// The list is the caller's, who tells the sum of an entry and whether it is the one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// An entry's index and one, 0 where nothing is; a power of two long, half full at most.
    places: Vec<u32>,
}

impl Places {
    /// Nothing was added yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub(crate) fn find(&self, sum: u32, is_it: &mut dyn FnMut(usize) -> bool) -> Option<usize> {
        let mask = self.places.len().checked_sub(1)?;
        let mut at = sum as usize & mask;
        loop {
            let entry = (*self.places.get(at)? as usize).checked_sub(1)?;
            if is_it(entry) {
                return Some(entry);
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds an entry to the places of a list that has so many entries with it.
    pub(crate) fn add(&mut self, entry: usize, count: usize, sum: &mut dyn FnMut(usize) -> u32) {
        if self.places.len() < count * 2 {
            self.rebuild(count, sum);
        } else {
            self.put(entry, sum(entry));
        }
    }

    /// Makes the places of all entries anew.
    pub(crate) fn rebuild(&mut self, count: usize, sum: &mut dyn FnMut(usize) -> u32) {
        self.places.clear();
        self.places
            .resize((count * 3).next_power_of_two().max(8), 0);
        for entry in 0..count {
            self.put(entry, sum(entry));
        }
    }

    /// All entries from this one on stand one further now.
    pub(crate) fn move_up(&mut self, from: usize) {
        for place in &mut self.places {
            if *place as usize > from {
                *place += 1;
            }
        }
    }

    fn put(&mut self, entry: usize, sum: u32) {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = sum as usize & mask;
        while self.places.get(at).is_some_and(|place| *place != 0) {
            at = (at + 1) & mask;
        }
        if let Some(place) = self.places.get_mut(at) {
            *place = entry as u32 + 1;
        }
    }
}

/// A sum over a text (G. Fowler, L. C. Noll and K.-P. Vo), its upper bits mixed into the lower: equal
/// texts have equal ones, and few others do.
pub fn sum_of(text: &str) -> u32 {
    sum_of_bytes(text.bytes())
}

/// [`sum_of`] the text of these bytes.
pub fn sum_of_bytes(bytes: impl Iterator<Item = u8>) -> u32 {
    let mut sum = 0x811C_9DC5_u32;
    for byte in bytes {
        sum = (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    sum ^ (sum >> 15)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::TextIndex;

    proptest! {
        #[test]
        fn texts_are_numbered_in_the_order_in_which_they_came(
            texts in proptest::collection::vec("[ab]{0,5}", 0..120),
        ) {
            let mut index = TextIndex::default();
            let mut distinct: Vec<&str> = Vec::new();
            for text in &texts {
                if !distinct.contains(&text.as_str()) {
                    distinct.push(text);
                }
                index.intern(text);
            }
            prop_assert_eq!(index.len(), distinct.len());
            for (number, text) in distinct.into_iter().enumerate() {
                prop_assert_eq!(index.find(text), Some(number as u32));
            }
            prop_assert_eq!(index.find("c"), None);
        }
    }
}
