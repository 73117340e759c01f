//! Email addresses and case numbers that a visitor typed into the chat.
//!
//! Only what can't be anything else is taken (R11): one address, one number; of several different
//! ones none, because it isn't known which is meant.

use crate::{CaseNumber, Email};
use casement_form::expression::lower;

/// The values found in a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Values {
    pub(crate) email: Option<Email>,
    pub(crate) case_number: Option<CaseNumber>,
}

/// No more of a text than this is searched.
const MOST_WORDS: usize = 400;
/// Words that say that a number after them is a case's.
const CASE_WORDS: &[&str] = &["case", "cases", "ticket", "tickets", "casenumber"];
/// Words that may stand between such a word and the number.
const BETWEEN: &[&str] = &[
    "number",
    "no",
    "nr",
    "num",
    "id",
    "is",
    "was",
    "it",
    "it's",
    "its",
    "the",
    "my",
    "#",
    "called",
    "with",
    "and",
    "reference",
    "ref",
];
/// How many of them.
const MOST_BETWEEN: usize = 4;

impl Values {
    /// Nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.email.is_none() && self.case_number.is_none()
    }

    /// Looks for values in what was typed.
    pub(crate) fn find(text: &str) -> Values {
        let words: Vec<&str> = text
            .split_whitespace()
            .take(MOST_WORDS)
            .map(|word| {
                word.trim_matches(|c: char| "<>()[]{}.,;:!?\"'*`#\u{201c}\u{201d}".contains(c))
            })
            .collect();
        let emails = words.iter().filter_map(|word| {
            let scheme = word
                .get(..7)
                .filter(|start| start.eq_ignore_ascii_case("mailto:"));
            Email::parse(
                scheme
                    .and_then(|start| word.strip_prefix(start))
                    .unwrap_or(word),
            )
        });
        let numbers = words.iter().enumerate().filter_map(|(index, word)| {
            let before = words.get(..index).unwrap_or_default();
            is_case_number(word, before).then(|| CaseNumber::parse(word))?
        });
        Values {
            email: the_one(emails),
            case_number: the_one(numbers),
        }
    }
}

/// What looks like a case's number by itself, or digits that are called a case's.
fn is_case_number(word: &str, before: &[&str]) -> bool {
    let digits = word.chars().all(|c| c.is_ascii_digit());
    looks_like_case_number(word)
        || digits && (3..=CaseNumber::MAX_CHARS).contains(&word.len()) && is_called_a_case(before)
}

/// A record id, or eight digits that begin with a zero as Salesforce's own numbers do: other eight
/// digits may be a telephone number.
pub(super) fn looks_like_case_number(word: &str) -> bool {
    let digits = word.chars().all(|c| c.is_ascii_digit());
    CaseNumber::is_record_id(word) || digits && word.len() == 8 && word.starts_with('0')
}

fn is_called_a_case(before: &[&str]) -> bool {
    let words = before
        .iter()
        .rev()
        .map(|word| lower(word).into_owned())
        .filter(|word| !word.is_empty())
        .take(MOST_BETWEEN + 1);
    for word in words {
        if CASE_WORDS.contains(&word.as_str()) {
            return true;
        }
        if !BETWEEN.contains(&word.as_str()) {
            return false;
        }
    }
    false
}

/// The value, where all that were found are the same.
fn the_one<T: PartialEq>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}
