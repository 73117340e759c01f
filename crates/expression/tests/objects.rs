//! Objects against a plain list of keys and values: whatever happens to them, their keys are those that
//! were put in, in JavaScript's order, and what one of them goes through no other notices.

use casement_expression::{Object, Value};
use proptest::prelude::*;

/// What is done with one of a few objects.
#[derive(Clone, Debug)]
enum Step {
    Insert(usize, String),
    /// Puts a key as the object with the second number has it.
    InsertLike(usize, usize, String),
    Remove(usize, String),
    /// Makes the first a copy of the second.
    Copy(usize, usize),
    /// Makes the first one that is ready for the keys of the second.
    Empty(usize, usize),
}

const OBJECTS: usize = 3;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let object = || 0..OBJECTS;
    // More keys than are looked for one after the other.
    let key = || prop_oneof!["[a-t]", "[0-9]", "(0|00|4294967294|4294967295)"];
    let step = prop_oneof![
        4 => (object(), key()).prop_map(|(at, key)| Step::Insert(at, key)),
        4 => (object(), object(), key()).prop_map(|(at, like, key)| Step::InsertLike(at, like, key)),
        3 => (object(), key()).prop_map(|(at, key)| Step::Remove(at, key)),
        1 => (object(), object()).prop_map(|(at, from)| Step::Copy(at, from)),
        1 => (object(), object()).prop_map(|(at, like)| Step::Empty(at, like)),
    ];
    prop::collection::vec(step, 0..120)
}

/// Keys and numbers in the order in which they were put in.
#[derive(Clone, Default)]
struct Plain(Vec<(String, f64)>);

impl Plain {
    fn insert(&mut self, key: &str, number: f64) {
        match self.0.iter_mut().find(|(known, _)| known == key) {
            Some((_, place)) => *place = number,
            None => self.0.push((key.to_owned(), number)),
        }
    }

    fn in_order(&self) -> Vec<(String, f64)> {
        let index = |key: &str| {
            let number = key.parse::<u32>().ok()?;
            (number.to_string() == key && number != u32::MAX).then_some(number)
        };
        let mut entries = self.0.clone();
        entries.sort_by_key(|(key, _)| index(key).map_or((1, 0), |index| (0, index)));
        entries
    }
}

fn entries(object: &Object) -> Vec<(String, f64)> {
    let number = |value: &Value| value.as_number().unwrap_or(f64::NAN);
    object
        .iter()
        .map(|(key, value)| (key.to_string(), number(value)))
        .collect()
}

proptest! {
    #[test]
    fn objects_keep_their_own_keys_in_order_whatever_they_share(steps in steps()) {
        let mut objects: [Object; OBJECTS] = Default::default();
        let mut plain: [Plain; OBJECTS] = Default::default();
        for (count, step) in steps.into_iter().enumerate() {
            let number = count as f64;
            match step {
                Step::Insert(at, key) => {
                    plain[at].insert(&key, number);
                    objects[at].insert(key, number.into());
                }
                Step::InsertLike(at, like, key) => {
                    let like = objects[like].clone();
                    plain[at].insert(&key, number);
                    objects[at].insert_like(&key, number.into(), Some(&like));
                }
                Step::Remove(at, key) => {
                    let known = plain[at].0.iter().position(|(known, _)| *known == key);
                    let removed = known.map(|known| plain[at].0.remove(known).1);
                    prop_assert_eq!(objects[at].remove(&key), removed.map(Value::from));
                }
                Step::Copy(at, from) => {
                    plain[at] = plain[from].clone();
                    objects[at] = objects[from].clone();
                }
                Step::Empty(at, like) => {
                    plain[at] = Plain::default();
                    objects[at] = objects[like].emptied();
                }
            }
            for (object, plain) in objects.iter().zip(&plain) {
                prop_assert_eq!(entries(object), plain.in_order());
                prop_assert_eq!(object.len(), plain.0.len());
                for (key, number) in &plain.0 {
                    prop_assert_eq!(object.get(key), Some(&Value::from(*number)));
                }
                prop_assert_eq!(object.get("z"), None);
            }
            for (at, object) in objects.iter().enumerate() {
                let same = objects[0] == *object;
                let mut sorted = [plain[0].0.clone(), plain[at].0.clone()];
                sorted.iter_mut().for_each(|list| list.sort_by(|a, b| a.0.cmp(&b.0)));
                prop_assert_eq!(same, sorted[0] == sorted[1]);
            }
        }
    }
}
