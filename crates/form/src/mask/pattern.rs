//! The pattern mask: `9` a digit, `a` a letter, `#` either, everything else stands as it is.

use std::str::Chars;

/// Stands where a character is still missing.
const PLACEHOLDER: char = '_';
/// What follows it stands for itself.
const ESCAPE: char = '\\';

/// A pattern, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Pattern(Vec<Place>);

/// One place of the masked text.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    /// Filled in by the visitor.
    Open(Accepts),
    /// Written by the mask, and part of the stored value: it was escaped, or would itself be taken
    /// by some open place.
    Kept(char),
    /// Written by the mask only.
    Shown(char),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Accepts {
    Digit,
    Letter,
    Either,
}

impl Accepts {
    const fn takes(self, letter: char) -> bool {
        match self {
            Accepts::Digit => letter.is_ascii_digit(),
            Accepts::Letter => letter.is_ascii_alphabetic(),
            Accepts::Either => letter.is_ascii_alphanumeric(),
        }
    }
}

impl Pattern {
    pub(crate) fn new(text: &str) -> Pattern {
        let mut places = Vec::new();
        let mut escaped = false;
        for letter in text.chars() {
            if letter == ESCAPE {
                escaped = true;
                continue;
            }
            places.push(match letter {
                letter if escaped => Place::Kept(letter),
                '9' => Place::Open(Accepts::Digit),
                'a' => Place::Open(Accepts::Letter),
                '#' => Place::Open(Accepts::Either),
                letter if Accepts::Either.takes(letter) => Place::Kept(letter),
                letter => Place::Shown(letter),
            });
            escaped = false;
        }
        Pattern(places)
    }

    /// A stored text as it is shown: what fits no place is left out, missing places are marked.
    pub(crate) fn masked(&self, text: &str) -> String {
        let mut masked = String::with_capacity(self.0.len());
        let mut rest = text.chars();
        for place in &self.0 {
            match place {
                Place::Open(accepts) => {
                    masked.push(
                        rest.find(|letter| accepts.takes(*letter))
                            .unwrap_or(PLACEHOLDER),
                    );
                }
                Place::Kept(letter) | Place::Shown(letter) => {
                    masked.push(*letter);
                    skip(&mut rest, *letter);
                }
            }
        }
        masked
    }

    /// A shown text as it is stored; "" where it doesn't fill the pattern place for place.
    pub(crate) fn unmasked(&self, text: &str) -> String {
        let mut stored = String::with_capacity(self.0.len());
        if text.is_empty() {
            return stored;
        }
        let mut letters = text.chars();
        for place in &self.0 {
            let letter = letters.next();
            match place {
                Place::Open(accepts) => match letter.filter(|letter| accepts.takes(*letter)) {
                    Some(letter) => stored.push(letter),
                    None => return String::new(),
                },
                Place::Kept(letter) => stored.push(*letter),
                Place::Shown(_) => {}
            }
        }
        stored
    }
}

/// Takes the next character away if it is this one.
fn skip(rest: &mut Chars<'_>, letter: char) {
    let mut ahead = rest.clone();
    if ahead.next() == Some(letter) {
        *rest = ahead;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_shows_and_stores_as_survey_core_does() {
        for (pattern, typed, stored, shown) in [
            ("+1(999)-99", "+1(234)-56", "123456", "+1(234)-56"),
            ("\\9-99", "9-12", "912", "9-12"),
            ("aa-##", "ab-1c", "ab1c", "ab-1c"),
            ("99.99", "12.34", "1234", "12.34"),
        ] {
            let mask = Pattern::new(pattern);
            assert_eq!(mask.unmasked(typed), stored, "{pattern}");
            assert_eq!(mask.masked(stored), shown, "{pattern}");
        }
    }

    #[test]
    fn what_does_not_fill_the_pattern_is_nothing() {
        assert_eq!(Pattern::new("aa-##").unmasked("ab1c"), "");
        assert_eq!(Pattern::new("99-99").unmasked("12"), "");
        assert_eq!(Pattern::new("+1(999)-9").masked("12345"), "+1(234)-5");
        assert_eq!(Pattern::new("+1(999)-99").masked("12345"), "+1(234)-5_");
        assert_eq!(Pattern::new("99-99").masked(""), "__-__");
    }
}
