//! Regular expressions with JavaScript's semantics and an end to the time they take: ECMAScript
//! without Unicode mode, over UTF-16 code units, with what browsers allow besides. It answers one
//! question, whether a text matches somewhere, and so need not go back: only patterns that refer to
//! their groups (`(a)\1`) are matched by trying one way after the other.

mod backtrack;
mod parse;
mod program;
mod set;
mod simulate;
mod tree;

use program::Program;

use crate::Regex;

/// How long a pattern may be, in bytes.
const MAX_PATTERN: usize = 4096;

/// How long a text may be that is tested, in bytes.
const MAX_TEXT: usize = 1 << 16;

/// How many steps a test may take: some tenths of a second.
const MAX_STEPS: u32 = 20_000_000;

/// A JavaScript regular expression that can't run away.
///
/// Testing takes at most a time that grows with the length of the pattern times that of the text:
/// no pattern such as `(a+)+$` makes it grow faster. Where a pattern refers to its own groups that
/// can't be had, and there is a bound on the steps, as for all others. See
/// [`Regex::try_test`].
///
/// ```
/// use casement_expression::{NativeRegex, Regex};
///
/// let address = NativeRegex::new(r"^(\w+\.?)+@(\w+\.?)+$", false).unwrap();
/// assert!(address.test("ada@example.org"));
/// assert_eq!(address.try_test(&"a".repeat(60_000)), Some(false));
/// ```
#[derive(Debug)]
pub struct NativeRegex(Program);

impl NativeRegex {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// What is wrong with the pattern, or that it is too long.
    pub fn new(pattern: &str, case_insensitive: bool) -> Result<Self, String> {
        if pattern.len() > MAX_PATTERN {
            return Err("the pattern is too long".to_owned());
        }
        let program = parse::parse(pattern, case_insensitive).and_then(Program::new);
        program.map(Self).map_err(str::to_owned)
    }
}

impl Regex for NativeRegex {
    fn test(&self, text: &str) -> bool {
        self.try_test(text) == Some(true)
    }

    fn try_test(&self, text: &str) -> Option<bool> {
        if text.len() > MAX_TEXT {
            return None;
        }
        let text: Vec<u16> = text.encode_utf16().collect();
        let mut steps = Steps(MAX_STEPS);
        if self.0.refers {
            backtrack::matches(&self.0, &text, &mut steps)
        } else {
            simulate::matches(&self.0, &text, &mut steps)
        }
    }
}

/// What is left of the steps.
struct Steps(u32);

impl Steps {
    /// `None` where there are not so many any more.
    fn take(&mut self, count: u32) -> Option<()> {
        self.0 = self.0.checked_sub(count)?;
        Some(())
    }
}

fn is_line_end(unit: Option<&u16>) -> bool {
    matches!(unit, Some(0x0a | 0x0d | 0x2028 | 0x2029))
}

fn is_at_start(text: &[u16], place: usize, line: bool) -> bool {
    match place.checked_sub(1) {
        None => true,
        Some(before) => line && is_line_end(text.get(before)),
    }
}

fn is_at_end(text: &[u16], place: usize, line: bool) -> bool {
    place >= text.len() || (line && is_line_end(text.get(place)))
}

fn is_at_boundary(text: &[u16], place: usize) -> bool {
    let is_word = |unit: Option<&u16>| {
        let letter = unit.and_then(|unit| u8::try_from(*unit).ok());
        letter.is_some_and(|letter| letter.is_ascii_alphanumeric() || letter == b'_')
    };
    let before = place.checked_sub(1).and_then(|before| text.get(before));
    is_word(before) != is_word(text.get(place))
}
