//! A definition that is being written: findings that follow its edits.
//!
//! Most of what an author types is a text that is shown, or blanks between the parts of the JSON.
//! Neither changes what there is to find, only where it stands; then nothing is looked at again.
//! Any other edit lets all rules run: names, conditions and values reach all over a definition.

use std::ops::Range;

use casement_expression::json;

use super::finding::{Finding, Options};
use super::{Pass, pass};
use crate::Span;
use crate::load::MAX_BYTES;

/// The JSON text of a definition and what is wrong with it, for editors.
///
/// ```
/// use casement_form::lint::{Linter, Options};
///
/// let text = r#"{"elements": [{"type": "text", "name": "age", "title": "Age", "visibleIf": "{aeg} > 18"}]}"#;
/// let mut linter = Linter::new(text, Options::default());
/// let place = linter.findings()[0].span;
///
/// // A title grows: the finding moves on.
/// let at = text.find("Age").unwrap() + 3;
/// linter.replace(at..at, " in years");
/// assert_eq!(linter.findings()[0].span.start, place.start + 9);
///
/// let at = linter.text().find("aeg").unwrap();
/// linter.replace(at..at + 3, "page");
/// assert_eq!(linter.findings()[0].message, "nothing has the name `page`; did you mean `age`?");
/// ```
#[derive(Clone, Debug)]
pub struct Linter {
    text: String,
    options: Options,
    found: Pass,
}

impl Linter {
    /// Reads a text and finds what is wrong with it, as [`lint`](super::lint) does.
    pub fn new(text: impl Into<String>, options: Options) -> Self {
        let text = text.into();
        let found = pass(&text, &options);
        Linter {
            text,
            options,
            found,
        }
    }

    /// The text as it is now.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is wrong with it, in the order of the text.
    pub fn findings(&self) -> &[Finding] {
        &self.found.findings
    }

    /// Puts a text in the place of a range of bytes, and gives what is wrong then: the same findings
    /// as [`lint`](super::lint) of the whole new text.
    ///
    /// `None` where the range is none of this text or cuts a letter in two; then nothing is changed.
    pub fn replace(&mut self, range: Range<usize>, with: &str) -> Option<&[Finding]> {
        let old = self.text.get(range.clone())?;
        let moves = self.is_bounded(old, with)
            && (self.is_in_shown_text(&range, with) || self.is_between_parts(&range, old, with));
        self.text.replace_range(range.clone(), with);
        if moves {
            self.found.move_on(&range, with.len());
        } else {
            self.found = pass(&self.text, &self.options);
        }
        Some(&self.found.findings)
    }

    /// Neither text is too long to be read.
    fn is_bounded(&self, old: &str, with: &str) -> bool {
        self.text
            .len()
            .max(self.text.len() - old.len() + with.len())
            <= MAX_BYTES
    }

    /// Changes an edit only what a text says that is shown, which has no names in it and stays one?
    fn is_in_shown_text(&self, range: &Range<usize>, with: &str) -> bool {
        let shown = &self.found.shown;
        let behind = shown.partition_point(|span| (span.start as usize) < range.start);
        let Some(span) = behind.checked_sub(1).and_then(|at| shown.get(at)) else {
            return false;
        };
        let (start, end) = (span.start as usize, span.end as usize);
        if range.end >= end {
            return false;
        }
        let parts = [start..range.start, range.end..end].map(|part| self.text.get(part));
        let [Some(before), Some(after)] = parts else {
            return false;
        };
        let value = json::parse_value(&[before, with, after].concat());
        value.is_ok_and(|value| {
            let text = value.as_str().unwrap_or_default();
            !text.is_empty() && !text.contains('{')
        })
    }

    /// Changes an edit only blanks between the parts of a JSON text?
    fn is_between_parts(&self, range: &Range<usize>, old: &str, with: &str) -> bool {
        let blank = |letter: char| matches!(letter, ' ' | '\t' | '\n' | '\r');
        let part = |letter: Option<char>| {
            letter.is_none_or(|letter| blank(letter) || "{}[]:,\"".contains(letter))
        };
        let (Some(before), Some(after)) =
            (self.text.get(..range.start), self.text.get(range.end..))
        else {
            return false;
        };
        self.found.is_json
            && old.chars().chain(with.chars()).all(blank)
            && (part(before.chars().next_back()) || part(after.chars().next()))
            && !ends_in_string(before)
    }
}

/// Ends the beginning of a JSON text within a string?
fn ends_in_string(text: &str) -> bool {
    let (mut inside, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = inside,
            b'"' => inside = !inside,
            _ => {}
        }
    }
    inside
}

impl Pass {
    /// Moves everything that stands behind an edit.
    fn move_on(&mut self, range: &Range<usize>, length: usize) {
        let (start, end) = (range.start as u32, range.end as u32);
        let place = |at: u32| at - end + start + length as u32;
        let move_span = |span: &mut Span| {
            // What begins at the end of the edit is behind it, what ends at its start before it.
            if span.end >= end && span.end > start {
                span.end = place(span.end);
            }
            if span.start >= end {
                span.start = place(span.start);
                span.end = span.end.max(span.start);
            }
        };
        self.findings
            .iter_mut()
            .for_each(|it| move_span(&mut it.span));
        self.shown.iter_mut().for_each(move_span);
    }
}
