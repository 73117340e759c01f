//! A phrase of the lexicon, and where it matches.

use super::lexicon::Lexicon;
use super::words::{BORDER, is_one_letter_off, is_swapped};

/// How many words a `..` may stand for.
const LONGEST_GAP: usize = 4;
/// From this length on a word may have one wrong letter.
const LONG_WORD: usize = 5;

/// A phrase as its parts: `^` and `$` are the text's ends, `..` is a gap, `@group` one of a group,
/// `a/b` one of two, `word?` may be missing, a word ending in `*` accepts what begins so.
#[derive(Clone, Debug)]
pub(super) struct Phrase(Vec<&'static str>);

impl Phrase {
    pub(super) fn read(body: &'static str) -> Phrase {
        Phrase(body.split_whitespace().collect())
    }

    /// The first word's index of the first match that is wanted.
    pub(super) fn find(
        &self,
        text: &[String],
        lexicon: &Lexicon,
        is_wanted: &dyn Fn(usize) -> bool,
    ) -> bool {
        let (parts, last) = match self.0.split_first() {
            Some((&"^", parts)) => (parts, 0),
            _ => (&*self.0, text.len()),
        };
        (0..=last).any(|start| {
            let rest = text.get(start..).unwrap_or_default();
            fits(parts, rest, lexicon) && is_wanted(start)
        })
    }
}

fn fits(parts: &[&str], text: &[String], lexicon: &Lexicon) -> bool {
    let Some((part, parts)) = parts.split_first() else {
        return true;
    };
    match *part {
        "$" => text.is_empty(),
        ".." => (0..=LONGEST_GAP.min(text.len())).any(|length| {
            let (skipped, rest) = text.split_at(length);
            !skipped.iter().any(|word| word == BORDER) && fits(parts, rest, lexicon)
        }),
        part => {
            let needed = part.strip_suffix('?');
            let accepted = needed.unwrap_or(part);
            let is_there = match text.split_first() {
                Some((word, text)) => {
                    accepts(accepted, word, lexicon) && fits(parts, text, lexicon)
                }
                None => false,
            };
            is_there || needed.is_some() && fits(parts, text, lexicon)
        }
    }
}

fn accepts(accepted: &str, word: &str, lexicon: &Lexicon) -> bool {
    let is_it = |known: &str| match known.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => known == word,
    };
    let may_be_slip = word.len() >= LONG_WORD - 1 && !lexicon.is_known(word);
    any_of(accepted, lexicon, &is_it)
        || may_be_slip && any_of(accepted, lexicon, &|known| is_slip_of(known, word))
}

/// Whether this holds for one of the words that a part accepts.
fn any_of(accepted: &str, lexicon: &Lexicon, holds: &dyn Fn(&str) -> bool) -> bool {
    accepted
        .split('/')
        .any(|word| match word.strip_prefix('@') {
            Some(group) => lexicon.group(group).split(' ').any(holds),
            None => holds(word),
        })
}

/// A word of four letters has too many neighbours for more than two swapped letters.
fn is_slip_of(known: &str, word: &str) -> bool {
    let known = known.strip_suffix('*').unwrap_or(known);
    known.chars().next() == word.chars().next()
        && match known.len() {
            0..4 => false,
            4 => is_swapped(known, word),
            LONG_WORD.. => is_one_letter_off(known, word),
        }
}
