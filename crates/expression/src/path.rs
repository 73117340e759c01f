//! Looking a name up in a value: `a.b[0].c`, whatever the case (reference 1.3).

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::Arc;

use crate::number::number_like_text;
use crate::text::{equals_ignoring_case, length};
use crate::{Object, Value};

/// A name taken apart once, to be looked up often.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    text: Arc<str>,
    parts: Parts,
    property: bool,
}

/// Most names have one part, which needs no allocation of its own.
#[derive(Clone, Debug, PartialEq)]
enum Parts {
    One(Part),
    Several(Box<[Part]>),
}

impl Deref for Parts {
    type Target = [Part];

    fn deref(&self) -> &[Part] {
        match self {
            Parts::One(part) => std::slice::from_ref(part),
            Parts::Several(parts) => parts,
        }
    }
}

/// One part of a [`Path`]: what stands between two dots.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    /// Where its name begins and ends in the path's text, the index in brackets left off.
    start: u32,
    end: u32,
    /// The number in brackets behind it.
    index: Option<f64>,
}

impl Path {
    /// Takes a name apart: at dots, and a part that ends with `[n]` carries an index.
    pub fn new(name: &str) -> Self {
        Self::of(name.into())
    }

    /// As [`Path::new`], sharing the text.
    pub(crate) fn of(text: Arc<str>) -> Self {
        let name = &*text;
        let property = name.starts_with('$');
        let part = |from: usize, part: &str, first: bool| {
            let mut end = from + part.len();
            let mut index = None;
            if part.ends_with(']')
                && let Some(open) = part.rfind('[')
            {
                index = part
                    .get(open + 1..part.len() - 1)
                    .and_then(number_like_text);
                if index.is_some() {
                    end = from + open;
                }
            }
            let start = from + usize::from(first && property);
            Part {
                start: u32::try_from(start).unwrap_or(u32::MAX),
                end: u32::try_from(end).unwrap_or(u32::MAX),
                index,
            }
        };
        let dots = name.bytes().filter(|byte| *byte == b'.').count();
        let parts = if dots == 0 {
            Parts::One(part(0, name, true))
        } else {
            let mut parts = Vec::with_capacity(1 + dots);
            let mut at = 0;
            for text in name.split('.') {
                parts.push(part(at, text, parts.is_empty()));
                at += text.len() + 1;
            }
            Parts::Several(parts.into())
        };
        Self {
            parts,
            property,
            text,
        }
    }

    /// The whole name.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Begins with `$`: asks for a property of an element (`{$question.title}`).
    pub const fn is_property(&self) -> bool {
        self.property
    }

    /// How many parts the name has.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Never: a name has one part at least.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The name of a part, without its index and a leading `$`.
    pub fn part(&self, at: usize) -> Option<(&str, Option<f64>)> {
        let part = self.parts.get(at)?;
        Some((self.slice(part.start, part.end), part.index))
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        let range = start as usize..end as usize;
        self.text.get(range).unwrap_or_default()
    }

    /// The names of the parts `from..=to` with dots between. Only the last may have an index.
    pub fn run(&self, from: usize, to: usize) -> &str {
        match (self.parts.get(from), self.parts.get(to)) {
            (Some(first), Some(last)) => self.slice(first.start, last.end),
            _ => "",
        }
    }

    /// The last part that a run of names beginning at `from` may reach: the first with an index,
    /// or the last of all.
    pub fn run_end(&self, from: usize) -> usize {
        let indexed = self
            .parts
            .iter()
            .skip(from)
            .position(|part| part.index.is_some());
        match indexed {
            Some(offset) => from + offset,
            None => self.parts.len().saturating_sub(1),
        }
    }

    /// Any name that ends in `.length` and isn't found is 0.
    pub fn ends_in_length(&self) -> bool {
        self.text.ends_with(".length")
    }

    /// Looks the name up in an object (SurveyJS's `VariableGetterContext`): at each object the
    /// longest run of dotted parts first, then shorter ones, keys in any case, the first in
    /// enumeration order. `None` where nothing is found; an index beyond the middle of two items
    /// (`[0,5]`) finds undefined.
    pub fn find_in<'v>(&self, object: &'v Object) -> Option<Cow<'v, Value>> {
        self.find_from(0, Found::Object(object))
    }

    /// [`Path::find_in`] for any value.
    pub fn find_in_value<'v>(&self, value: &'v Value) -> Option<Cow<'v, Value>> {
        match value {
            Value::Object(_) | Value::Array(_) => {}
            // Nothing but its length is found in a text.
            Value::String(_) if self.property || self.text.starts_with("length") => {}
            _ => return None,
        }
        self.find_from(0, Found::Value(value))
    }

    /// [`Path::find_in_value`] for the parts from this one on; the value itself where none is left.
    pub fn find_rest<'v>(&self, from: usize, value: &'v Value) -> Option<Cow<'v, Value>> {
        if from >= self.parts.len() {
            return Some(Cow::Borrowed(value));
        }
        self.find_from(from, Found::Value(value))
    }

    /// What lies behind the first parts (one at least), of which the last may have an index, where
    /// `value` is what they name without it.
    pub fn find_behind<'v>(&self, parts: usize, value: &'v Value) -> Option<Cow<'v, Value>> {
        let mut found = Found::defined(value)?;
        if let Some(index) = self.parts.get(parts.checked_sub(1)?)?.index {
            found = found.item(index)?;
        }
        if parts == self.parts.len() {
            return found.into_value();
        }
        self.find_from(parts, found)
    }

    /// The member of an object that a name of one part is.
    pub(crate) fn member_of<'v>(&self, object: &'v Object) -> Option<&'v Value> {
        object
            .value_at(self.place_in(object)?)
            .filter(|value| !matches!(value, Value::Undefined))
    }

    /// Where a name of one part stands in an object: the first key that is the name but for case.
    pub(crate) fn place_in(&self, object: &Object) -> Option<usize> {
        match &self.parts {
            Parts::One(part) if part.index.is_none() => {
                let name = self.slice(part.start, part.end);
                place_of(object, name).filter(|_| !name.is_empty())
            }
            _ => None,
        }
    }

    fn find_from<'v>(&self, from: usize, start: Found<'v>) -> Option<Cow<'v, Value>> {
        if let Parts::One(part) = &self.parts
            && part.index.is_none()
        {
            return start.member(self.slice(part.start, part.end))?.into_value();
        }
        let mut current = start;
        let mut at = from;
        while at < self.parts.len() {
            let end = self.run_end(at);
            let (reached, found) = (at..=end)
                .rev()
                .find_map(|to| Some((to, current.member(self.run(at, to))?)))?;
            current = found;
            if let Some(index) = self.parts.get(reached).and_then(|part| part.index) {
                current = current.item(index)?;
            }
            at = reached + 1;
        }
        current.into_value()
    }
}

/// A place within a value.
enum Found<'a> {
    Object(&'a Object),
    Value(&'a Value),
    Owned(Value),
}

impl<'a> Found<'a> {
    fn member(&self, name: &str) -> Option<Found<'a>> {
        if name.is_empty() {
            return None;
        }
        let value = match self {
            Found::Object(object) => return member_of(object, name).map(Found::Value),
            Found::Value(value) => value,
            Found::Owned(_) => return None,
        };
        match value {
            Value::Object(object) => member_of(object, name).map(Found::Value),
            Value::Array(items) if name == "length" => {
                Some(Found::Owned(Value::Number(items.len() as f64)))
            }
            Value::Array(items) => items.get(array_key(name)?).and_then(Found::defined),
            Value::String(text) if name == "length" && !text.is_empty() => {
                Some(Found::Owned(Value::Number(length(text) as f64)))
            }
            _ => None,
        }
    }

    fn item(&self, index: f64) -> Option<Found<'a>> {
        let Found::Value(Value::Array(items)) = self else {
            return None;
        };
        let count = items.len() as f64;
        let index = if index < 0.0 { count + index } else { index };
        if index <= -1.0 || index >= count {
            return None;
        }
        if index.fract() != 0.0 || index < 0.0 {
            return Some(Found::Owned(Value::Undefined));
        }
        items.get(index as usize).map(Found::Value)
    }

    fn defined(value: &'a Value) -> Option<Found<'a>> {
        (!matches!(value, Value::Undefined)).then_some(Found::Value(value))
    }

    fn into_value(self) -> Option<Cow<'a, Value>> {
        match self {
            Found::Object(_) => None,
            Found::Value(value) => Some(Cow::Borrowed(value)),
            Found::Owned(value) => Some(Cow::Owned(value)),
        }
    }
}

fn member_of<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    object
        .value_at(place_of(object, name)?)
        .filter(|value| !matches!(value, Value::Undefined))
}

fn place_of(object: &Object, name: &str) -> Option<usize> {
    // Most keys begin with another letter.
    let folded = |text: &str| text.bytes().next().filter(u8::is_ascii).map(|it| it | 0x20);
    let first = folded(name);
    object.keys().position(|key| match (first, folded(key)) {
        (Some(first), Some(other)) => {
            first == other && (**key == *name || equals_ignoring_case(key, name))
        }
        _ => key_matches(key, name),
    })
}

/// Equal but for case, where the first letters are equal or each other's upper or lower case:
/// that rules out the few letters whose lower case has another upper case.
fn key_matches(key: &str, name: &str) -> bool {
    if !equals_ignoring_case(key, name) {
        return false;
    }
    if key.as_bytes().first().is_some_and(u8::is_ascii)
        && name.as_bytes().first().is_some_and(u8::is_ascii)
    {
        return true;
    }
    match (key.chars().next(), name.chars().next()) {
        (Some(key), Some(name)) if !key.is_ascii() || !name.is_ascii() => {
            if is_second_upper_case(key) {
                key == name
            } else if is_second_upper_case(name) {
                name.to_lowercase().next() == Some(key)
            } else {
                !is_title_case(key)
            }
        }
        _ => true,
    }
}

/// Upper case letters whose lower case has another upper case; Kelvin's sign is one.
fn is_second_upper_case(letter: char) -> bool {
    matches!(
        letter,
        'İ' | 'ϴ' | 'ẞ' | '\u{2126}' | '\u{212a}' | '\u{212b}'
    )
}

/// Letters that are neither upper nor lower case (`ǅ`).
fn is_title_case(letter: char) -> bool {
    matches!(letter, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ' | 'ᾈ'..='ᾏ' | 'ᾘ'..='ᾟ' | 'ᾨ'..='ᾯ' | 'ᾼ' | 'ῌ' | 'ῼ')
}

/// The index that a key of an array is.
fn array_key(name: &str) -> Option<usize> {
    let canonical = name == "0" || !name.starts_with('0');
    if canonical && name.bytes().all(|byte| byte.is_ascii_digit()) {
        name.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::key_matches;

    /// Every letter against every one with the same lower case: what JavaScript's own upper and
    /// lower case of the first letter say.
    #[test]
    fn first_letters_match_where_they_are_each_others_case() {
        let letters = ('\u{80}'..=char::MAX).chain('A'..='z');
        let with_case = letters.filter(|c| c.to_lowercase().ne([*c]) || c.to_uppercase().ne([*c]));
        let with_case = with_case.map(String::from);
        let with_case: Vec<(String, String)> =
            with_case.map(|text| (text.to_lowercase(), text)).collect();
        let mut compared = 0;
        for (lower, key) in &with_case {
            for (_, name) in with_case.iter().filter(|(other, _)| other == lower) {
                let first = |text: &str| text.encode_utf16().next();
                let expected = first(key) == first(&name.to_lowercase())
                    || first(key) == first(&name.to_uppercase());
                assert_eq!(key_matches(key, name), expected, "{key} {name}");
                compared += 1;
            }
        }
        assert!(compared > 2_000);
    }
}
