//! A phrase of the lexicon, and where it matches.

use super::words::{BORDER, is_one_letter_off, is_swapped};

/// How many words a `..` may stand for.
const LONGEST_GAP: usize = 4;
/// From this length on a word may have one wrong letter.
const LONG_WORD: usize = 5;

/// What one place of a phrase accepts.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// One of these words; a word ending in `*` accepts what begins so.
    Word(Vec<String>),
    /// The same, or nothing.
    Maybe(Vec<String>),
    /// Up to [`LONGEST_GAP`] words of the same clause.
    Gap,
}

/// A phrase: parts in a row, perhaps bound to the text's ends.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub(super) parts: Vec<Part>,
    pub(super) at_start: bool,
    pub(super) at_end: bool,
}

/// What is known about every word: whether it may be a slip of another one.
pub(super) trait Vocabulary {
    fn is_known(&self, word: &str) -> bool;
}

impl Phrase {
    /// The first word's index of every match.
    pub(super) fn matches<'a>(
        &'a self,
        text: &'a [String],
        vocabulary: &'a dyn Vocabulary,
    ) -> impl Iterator<Item = usize> + 'a {
        let last = if self.at_start { 0 } else { text.len() };
        (0..=last).filter(move |start| {
            text.get(*start..)
                .is_some_and(|rest| self.fits(&self.parts, rest, vocabulary))
        })
    }

    fn fits(&self, parts: &[Part], text: &[String], vocabulary: &dyn Vocabulary) -> bool {
        let Some((part, parts)) = parts.split_first() else {
            return !self.at_end || text.is_empty();
        };
        let next = |accepted: &[String]| match text.split_first() {
            Some((word, text)) if accepts(accepted, word, vocabulary) => {
                self.fits(parts, text, vocabulary)
            }
            _ => false,
        };
        match part {
            Part::Word(accepted) => next(accepted),
            Part::Maybe(accepted) => next(accepted) || self.fits(parts, text, vocabulary),
            Part::Gap => (0..=LONGEST_GAP.min(text.len())).any(|length| {
                let (skipped, rest) = text.split_at(length);
                !skipped.iter().any(|word| word == BORDER) && self.fits(parts, rest, vocabulary)
            }),
        }
    }
}

fn accepts(accepted: &[String], word: &str, vocabulary: &dyn Vocabulary) -> bool {
    let exact = accepted.iter().any(|known| match known.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => known == word,
    });
    exact
        || !vocabulary.is_known(word)
            && word.len() >= LONG_WORD - 1
            && accepted
                .iter()
                .any(|known| is_slip_of(known.strip_suffix('*').unwrap_or(known), word))
}

/// A word of four letters has too many neighbours for more than two swapped letters.
fn is_slip_of(known: &str, word: &str) -> bool {
    known.chars().next() == word.chars().next()
        && match known.len() {
            0..4 => false,
            4 => is_swapped(known, word),
            LONG_WORD.. => is_one_letter_off(known, word),
        }
}
