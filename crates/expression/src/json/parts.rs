//! Reading a form definition part by part, so that one part at a time is in memory: first its outline,
//! then each element in the memory of those before.
//!
//! The outline goes over the elements without looking at what is in them; that they are JSON shows when
//! they are read.

use super::arena::{Arena, Lists};
use super::{JsonError, MAX_DEPTH, Member, Node, Outline, Reader, parse_value, plain_end};
use crate::Span;

/// The parts of a text.
#[derive(Debug, Default)]
pub struct Parts {
    /// Memory of parts that were read.
    arenas: Vec<Arena>,
    items: Vec<Node<'static>>,
    members: Vec<Member<'static>>,
    /// The sum of the places, counted from 1, of what was left for later and not read yet.
    left: u64,
    leaves_validators: bool,
}

impl Parts {
    /// Reads all but what stands in `elements` (or `questions`) of the survey and of its pages, which is
    /// left for later: [`Kind::Later`](super::Kind::Later).
    ///
    /// # Errors
    /// The first place that is no JSON, see [`JsonError::code`].
    pub fn outline<'n>(&mut self, text: &'n str, arena: &'n Arena) -> Result<Node<'n>, JsonError> {
        let mut lists = Lists::new(arena);
        let outline =
            Reader::new(text)?.alone(|reader| reader.node(&mut lists, 0, Outline::Survey));
        self.left = self.left.wrapping_add(lists.left);
        // What is left for later may be wrong, too, and before this place.
        outline.map_err(|error| parse_value(text).err().unwrap_or(error))
    }

    /// From now on [`Parts::read`] checks the `validators` of an element, and leaves them for later.
    pub fn leave_validators(&mut self) {
        self.leaves_validators = true;
    }

    /// Reads what was left for later; the elements in it are left again.
    ///
    /// # Errors
    /// Where it is no JSON; where that begins tells [`Parts::missed`].
    pub fn read<'n>(
        &mut self,
        text: &'n str,
        span: Span,
        arena: &'n Arena,
    ) -> Result<Node<'n>, JsonError> {
        let mut reader = Reader::of_part(text, span);
        let (items, members) = (
            std::mem::take(&mut self.items),
            std::mem::take(&mut self.members),
        );
        let mut lists = Lists::reusing(arena, items, members);
        let outline = if self.leaves_validators {
            Outline::Element
        } else {
            Outline::Container
        };
        let read = reader.node(&mut lists, 0, outline);
        self.left = self.left.wrapping_add(lists.left);
        if read.is_ok() {
            self.left = self.left.wrapping_sub(u64::from(span.start) + 1);
        }
        (self.items, self.members) = lists.emptied();
        read
    }

    /// Reads a value that was left for later and checked.
    ///
    /// # Errors
    /// Where it is no JSON.
    pub fn read_checked<'n>(
        text: &'n str,
        span: Span,
        arena: &'n Arena,
    ) -> Result<Node<'n>, JsonError> {
        let mut reader = Reader::of_part(text, span);
        reader.node(&mut Lists::new(arena), 0, Outline::Whole)
    }

    /// Memory for a part, of one that is no longer needed where there is one.
    pub fn arena(&mut self) -> Arena {
        self.arenas.pop().unwrap_or_default()
    }

    /// Takes back the memory of a part that is no longer needed.
    pub fn give_back(&mut self, arena: Arena) {
        self.arenas.push(arena.emptied());
    }

    /// The first place that is no JSON, in a text of which not all that was left for later could be read.
    pub fn missed(&self, text: &str) -> Option<JsonError> {
        let all = self.left == 0;
        if all { None } else { parse_value(text).err() }
    }
}

impl<'t> Reader<'t> {
    /// At the beginning of a part, behind which nothing is read.
    fn of_part(text: &'t str, span: Span) -> Self {
        Reader {
            text: text.get(..span.end as usize).unwrap_or_default(),
            at: span.start as usize,
        }
    }

    /// Goes to the end of an object without looking at what is in it: of JSON to the right place.
    pub(super) fn leap(&mut self, depth: usize) -> Result<(), JsonError> {
        let bytes = self.text.as_bytes();
        let (mut at, mut open) = (self.at, depth);
        while let Some(byte) = bytes.get(at) {
            at += 1;
            // Most letters are in strings, and most others are none of these.
            match byte {
                b'"' => at = closing_quote(bytes, at),
                b'{' | b'[' if open >= MAX_DEPTH => return Err(self.error("json/too-deep")),
                b'{' | b'[' => open += 1,
                b'}' | b']' => {
                    open -= 1;
                    if open <= depth {
                        self.at = at;
                        return Ok(());
                    }
                }
                _ => {}
            }
        }
        Err(self.error("json/unexpected-end"))
    }
}

/// Behind the end of a string whose letters begin here.
fn closing_quote(bytes: &[u8], start: usize) -> usize {
    let mut at = plain_end(bytes, start);
    loop {
        match bytes.get(at) {
            Some(b'"') => return at + 1,
            Some(b'\\') => at = plain_end(bytes, at + 2),
            Some(_) => at = plain_end(bytes, at + 1),
            None => return at,
        }
    }
}
