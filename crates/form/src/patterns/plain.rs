//! Regular expressions that need no host: letters, classes, groups, alternatives and repeats, from the
//! beginning or to the end. Whether a text of ASCII letters matches is decided in one walk over it,
//! with all ways through the pattern at once: no text takes longer than its length times the pattern's.
//!
//! What a pattern of another kind means, or one of these with other letters in the text, is the host's
//! to say. Whether anything matches doesn't depend on which repeat takes how much, so lazy ones are as
//! good as greedy ones.

/// How many letters and classes a pattern has at most, repeats written out.
const MAX_PLACES: usize = 64;
/// How deep groups may lie in each other.
const MAX_DEPTH: usize = 16;

/// A compiled pattern: after which of its letters which others may come (V. M. Glushkov).
#[derive(Debug)]
pub(super) struct Plain {
    /// For each place of the pattern, the letters that it takes: a bit for each of ASCII's. WebAssembly
    /// has no shift of more than 64 of them.
    letters: Vec<[u64; 2]>,
    /// For each place, those that may come next.
    next: Vec<u64>,
    whole: Part,
    from_start: bool,
    to_end: bool,
}

/// A part of a pattern: places are bits.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    /// It also matches nothing.
    empty: bool,
    first: u64,
    last: u64,
}

impl Plain {
    /// `None` where the pattern is of another kind, or none at all.
    pub(super) fn new(pattern: &str, ignore_case: bool) -> Option<Plain> {
        let mut reader = Reader {
            pattern: pattern.as_bytes(),
            at: 0,
            ignore_case,
            letters: Vec::new(),
            next: Vec::new(),
        };
        let from_start = reader.take(b'^');
        let (whole, alternatives) = reader.alternatives(0)?;
        let to_end = reader.take(b'$');
        // Of several alternatives an anchor belongs to one.
        let anchored = from_start || to_end;
        if reader.at < pattern.len() || (anchored && alternatives > 1) {
            return None;
        }
        Some(Plain {
            letters: reader.letters,
            next: reader.next,
            whole,
            from_start,
            to_end,
        })
    }

    /// Whether a text matches; `None` where it has other letters than ASCII's.
    pub(super) fn test(&self, text: &str) -> Option<bool> {
        if !text.is_ascii() {
            return None;
        }
        let anywhere = !(self.from_start && self.to_end);
        if self.whole.empty && (anywhere || text.is_empty()) {
            return Some(true);
        }
        let mut open = self.whole.first;
        let mut at_end = false;
        for byte in text.bytes() {
            let (mut next, mut taken, mut left) = (0, 0, open);
            while left != 0 {
                let place = left.trailing_zeros() as usize;
                let bit = left & left.wrapping_neg();
                left ^= bit;
                let [lower, upper] = self.letters.get(place)?;
                let letters = if byte < 64 { lower } else { upper };
                if letters >> (byte & 63) & 1 == 1 {
                    taken |= bit;
                    next |= self.next.get(place)?;
                }
            }
            at_end = taken & self.whole.last != 0;
            if at_end && !self.to_end {
                return Some(true);
            }
            open = next;
            if !self.from_start {
                open |= self.whole.first;
            } else if taken == 0 {
                return Some(false);
            }
        }
        Some(at_end)
    }
}

/// Reads a pattern; `None` is what stands at its first place that is of another kind.
struct Reader<'a> {
    pattern: &'a [u8],
    at: usize,
    ignore_case: bool,
    letters: Vec<[u64; 2]>,
    next: Vec<u64>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.pattern.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    /// Alternatives, and how many there are; none is empty.
    fn alternatives(&mut self, depth: usize) -> Option<(Part, usize)> {
        let mut all = self.sequence(depth)?;
        let mut count = 1;
        while self.take(b'|') {
            let other = self.sequence(depth)?;
            all.empty |= other.empty;
            all.first |= other.first;
            all.last |= other.last;
            count += 1;
        }
        Some((all, count))
    }

    fn sequence(&mut self, depth: usize) -> Option<Part> {
        let mut whole = self.repeated(depth)?;
        while !matches!(self.peek(), None | Some(b'|' | b')' | b'$')) {
            let part = self.repeated(depth)?;
            whole = self.joined(whole, part);
        }
        Some(whole)
    }

    fn joined(&mut self, before: Part, behind: Part) -> Part {
        self.follow(before.last, behind.first);
        Part {
            empty: before.empty && behind.empty,
            first: before.first | if before.empty { behind.first } else { 0 },
            last: behind.last | if behind.empty { before.last } else { 0 },
        }
    }

    /// After these places those may come.
    fn follow(&mut self, places: u64, then: u64) {
        for (place, next) in self.next.iter_mut().enumerate() {
            if places >> place & 1 == 1 {
                *next |= then;
            }
        }
    }

    /// A letter, class or group with the repeat behind it, which is written out.
    fn repeated(&mut self, depth: usize) -> Option<Part> {
        let start = self.at;
        let mut part = self.single(depth)?;
        let (least, most) = self.repeat()?;
        let end = self.at;
        let mut whole = Part {
            empty: true,
            ..Part::default()
        };
        let copies = most.unwrap_or(least.max(1));
        for copy in 1..=copies {
            if copy > 1 {
                self.at = start;
                part = self.single(depth)?;
            }
            if copy == copies && most.is_none() {
                self.follow(part.last, part.first);
            }
            part.empty |= copy > least;
            whole = self.joined(whole, part);
        }
        self.at = end;
        Some(whole)
    }

    /// How often at least and at most, without end where that is `None`; once where no repeat stands.
    fn repeat(&mut self) -> Option<(u32, Option<u32>)> {
        let found = match self.peek() {
            Some(b'*') => (0, None),
            Some(b'+') => (1, None),
            Some(b'?') => (0, Some(1)),
            Some(b'{') => {
                self.at += 1;
                let least = self.number()?;
                let most = if !self.take(b',') {
                    Some(least)
                } else if self.peek() == Some(b'}') {
                    None
                } else {
                    Some(self.number()?)
                };
                if self.peek()? != b'}' || most.is_some_and(|most| most == 0 || most < least) {
                    return None;
                }
                (least, most)
            }
            _ => return Some((1, Some(1))),
        };
        self.at += 1;
        self.take(b'?');
        // A repeat of a repeat is none.
        let ends = !matches!(self.peek(), Some(b'*' | b'+' | b'?' | b'{'));
        ends.then_some(found)
    }

    fn number(&mut self) -> Option<u32> {
        let start = self.at;
        let mut number = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            number = number * 10 + u32::from(digit - b'0');
            self.at += 1;
            if number as usize > MAX_PLACES {
                return None;
            }
        }
        (self.at > start).then_some(number)
    }

    fn single(&mut self, depth: usize) -> Option<Part> {
        let byte = self.peek()?;
        self.at += 1;
        let letters = match byte {
            b'(' if depth < MAX_DEPTH => {
                if self.take(b'?') && !self.take(b':') {
                    return None;
                }
                let (inside, _) = self.alternatives(depth + 1)?;
                return self.take(b')').then_some(inside);
            }
            b'[' => self.class()?,
            b'\\' => self.escape()?.letters(),
            b'.' => !(bit(b'\n') | bit(b'\r')),
            b'^' | b'$' | b'(' | b')' | b'*' | b'+' | b'?' | b'{' | b'}' | b']' | b'|' => {
                return None;
            }
            letter if letter.is_ascii() => bit(letter),
            _ => return None,
        };
        let place = self.letters.len();
        if place >= MAX_PLACES {
            return None;
        }
        let letters = self.in_both_cases(letters);
        self.letters.push([letters as u64, (letters >> 64) as u64]);
        self.next.push(0);
        Some(Part {
            empty: false,
            first: 1 << place,
            last: 1 << place,
        })
    }

    /// Which letters stand for the same where case has no meaning. A class that excludes letters has
    /// been turned round by then, so that it excludes both cases of each.
    fn in_both_cases(&self, letters: u128) -> u128 {
        if !self.ignore_case {
            return letters;
        }
        let lower: u128 = ((1 << 26) - 1) << b'a';
        let upper = lower >> 32;
        letters | (letters & lower) >> 32 | (letters & upper) << 32
    }

    fn class(&mut self) -> Option<u128> {
        let excludes = self.take(b'^');
        let mut letters = 0;
        while !self.take(b']') {
            let from = self.member()?;
            let range = self.peek() == Some(b'-')
                && self
                    .pattern
                    .get(self.at + 1)
                    .is_some_and(|next| *next != b']');
            if !range {
                letters |= from.letters();
                continue;
            }
            self.at += 1;
            let (Member::Letter(from), Member::Letter(to)) = (from, self.member()?) else {
                return None;
            };
            if from > to {
                return None;
            }
            letters |= (from..=to).map(bit).fold(0, |all, letter| all | letter);
        }
        if letters == 0 {
            return None;
        }
        let letters = self.in_both_cases(letters);
        Some(if excludes { !letters } else { letters })
    }

    /// A letter in brackets, or an escape that stands for one or for several.
    fn member(&mut self) -> Option<Member> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'\\' => self.escape(),
            letter => letter.is_ascii().then_some(Member::Letter(letter)),
        }
    }

    /// What stands behind a backslash.
    fn escape(&mut self) -> Option<Member> {
        let byte = self.peek()?;
        self.at += 1;
        let digits: u128 = 0x3FF << b'0';
        let words = self.word_letters();
        let spaces = bit(b' ') | 0b1_1111 << b'\t';
        Some(match byte {
            b'd' => Member::Letters(digits),
            b'D' => Member::Letters(!digits),
            b'w' => Member::Letters(words),
            b'W' => Member::Letters(!words),
            b's' => Member::Letters(spaces),
            b'S' => Member::Letters(!spaces),
            b't' => Member::Letter(b'\t'),
            b'n' => Member::Letter(b'\n'),
            b'v' => Member::Letter(0xB),
            b'f' => Member::Letter(0xC),
            b'r' => Member::Letter(b'\r'),
            other if other.is_ascii_punctuation() => Member::Letter(other),
            _ => return None,
        })
    }

    fn word_letters(&self) -> u128 {
        let capitals: u128 = ((1 << 26) - 1) << b'A';
        capitals | capitals << 32 | 0x3FF << b'0' | bit(b'_')
    }
}

/// One member of a class.
#[derive(Clone, Copy)]
enum Member {
    Letter(u8),
    Letters(u128),
}

impl Member {
    fn letters(self) -> u128 {
        match self {
            Member::Letter(letter) => bit(letter),
            Member::Letters(letters) => letters,
        }
    }
}

const fn bit(letter: u8) -> u128 {
    1 << (letter & 127)
}

#[cfg(test)]
mod tests {
    use casement_expression::{Host, NativeHost};
    use proptest::prelude::*;

    use super::Plain;

    /// What the engine of the native host says.
    fn expected(pattern: &str, ignore_case: bool, text: &str) -> Option<bool> {
        let host = NativeHost::utc(0.0);
        let regex = host.regex(pattern, ignore_case).ok()?;
        Some(regex.test(text))
    }

    #[test]
    fn patterns_of_forms_are_decided_here() {
        for pattern in [
            r"^\d+(\.\d+)?$",
            r"^[A-Z]{2}\d{6}$",
            r"^(?:\+49|0)[1-9]\d{3,10}$",
            r"^[\w.+-]+@[\w-]+\.[\w.-]+$",
            r"[^\s]",
            r"yes|no",
            r"^\d{5}(-\d{4})??$",
        ] {
            assert!(Plain::new(pattern, false).is_some(), "{pattern}");
        }
        for pattern in [
            r"^a|b$", r"(?=a)", r"\bword", r"(a)\1", r"a{65}", "ä", r"[\d-x]", "a**", "(", "",
            "[]", "[b-a]", "a{2,1}", r"\u0041", "()",
        ] {
            assert!(Plain::new(pattern, false).is_none(), "{pattern}");
        }
        let plain = Plain::new("^a*$", false);
        assert_eq!(plain.and_then(|plain| plain.test("ä")), None);
    }

    #[test]
    fn a_pattern_that_others_try_for_ever_is_decided_at_once() {
        let plain = Plain::new("^(a+)+$", false);
        let text = format!("{}b", "a".repeat(50_000));
        assert_eq!(plain.and_then(|plain| plain.test(&text)), Some(false));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn a_plain_pattern_matches_what_a_regular_expression_does(
            pattern in r"\^?([abA.]|\\d|\\W|\[\^?[ab\-A\\d]{1,3}\]|\((\?:)?[ab|]{1,3}\)|[ab]\|)([*+?]|\{[0-2](,[0-3]?)?\})?([ab]\??|\(a[*?]b?\)[*+]?|\(a\|b[+]\)\{1,2\})?\$?",
            ignore_case in any::<bool>(),
            texts in proptest::collection::vec("[abAB1_ -]{0,5}", 12),
        ) {
            if let Some(plain) = Plain::new(&pattern, ignore_case) {
                for text in texts {
                    let found = plain.test(&text);
                    prop_assert_eq!(found, expected(&pattern, ignore_case, &text), "{} on {:?}", pattern, text);
                }
            }
        }
    }
}
