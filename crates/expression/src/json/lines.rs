//! Lines and columns of a text, for people who look at it in an editor.

/// So many bytes are gone over for one position at most.
const STRIDE: usize = 512;

/// Finds lines and columns of many places in one text: it is gone over once, and each place is then
/// counted from a mark near before it.
///
/// ```
/// use casement_expression::json::Lines;
/// let lines = Lines::new("{\n  \"ä\": 1}");
/// assert_eq!(lines.at(4), (2, 3));
/// assert_eq!(lines.at(8), (2, 6));
/// ```
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// In the order of the text, the first at its beginning.
    marks: Vec<Mark>,
}

/// A place between two characters.
#[derive(Clone, Copy, Debug)]
struct Mark {
    at: usize,
    line: u32,
    column: u32,
    /// The character before is `\r`, with which a `\n` is one end of a line.
    behind_return: bool,
}

impl Mark {
    const START: Mark = Mark {
        at: 0,
        line: 1,
        column: 1,
        behind_return: false,
    };

    fn step(&mut self, character: char) {
        match character {
            '\n' if self.behind_return => {}
            '\n' | '\r' => {
                self.line += 1;
                self.column = 1;
            }
            _ => self.column += 1,
        }
        self.behind_return = character == '\r';
        self.at += character.len_utf8();
    }
}

impl<'a> Lines<'a> {
    /// Goes over the text.
    pub fn new(text: &'a str) -> Self {
        let mut marks = vec![Mark::START];
        let (mut mark, mut next) = (Mark::START, STRIDE);
        for character in text.chars() {
            mark.step(character);
            if mark.at >= next {
                marks.push(mark);
                next = mark.at + STRIDE;
            }
        }
        Self { text, marks }
    }

    /// Line and column (both from 1, columns in characters) of a byte offset. Lines end with `\n`,
    /// `\r\n` or `\r`.
    pub fn at(&self, offset: u32) -> (u32, u32) {
        let offset = offset as usize;
        let behind = self.marks.partition_point(|mark| mark.at <= offset);
        let before = behind.checked_sub(1).and_then(|at| self.marks.get(at));
        let mut mark = before.copied().unwrap_or(Mark::START);
        for character in self.text.get(mark.at..).unwrap_or_default().chars() {
            if mark.at >= offset {
                break;
            }
            mark.step(character);
        }
        (mark.line, mark.column)
    }
}

/// [`Lines::at`] of one place.
pub fn line_column(text: &str, at: u32) -> (u32, u32) {
    let lines = Lines {
        text,
        marks: Vec::new(),
    };
    lines.at(at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lines, line_column};

    proptest! {
        #[test]
        fn a_place_is_the_same_from_the_beginning_and_from_a_mark(
            text in "[a\u{e4}\\r\\n]{0,2000}", at in 0_u32..3000,
        ) {
            prop_assert_eq!(Lines::new(&text).at(at), line_column(&text, at));
        }
    }
}
