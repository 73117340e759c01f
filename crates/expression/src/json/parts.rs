//! Reading a form definition part by part, so that one part at a time is in memory: first its outline,
//! then each element in the memory of those before.
//!
//! The outline goes over the elements without looking at what is in them; that they are JSON shows when
//! they are read.

use super::{JsonError, Kind, MAX_DEPTH, Member, Node, Outline, Reader, parse_value, plain_end};
use crate::Span;

/// The parts of a text.
#[derive(Debug, Default)]
pub struct Parts {
    spare: Spare,
}

impl Parts {
    /// Reads all but what stands in `elements` (or `questions`) of the survey and of its pages, which is
    /// left for later: [`Kind::Later`].
    ///
    /// # Errors
    /// The first place that is no JSON, see [`JsonError::code`].
    pub fn outline(&mut self, text: &str) -> Result<Node, JsonError> {
        let mut reader = Reader::new(text)?;
        reader.spare = std::mem::take(&mut self.spare);
        let outline = reader.alone(|reader| reader.value(0, Outline::Survey));
        self.spare = reader.spare;
        // What is left for later may be wrong, too, and before this place.
        outline.map_err(|error| parse_value(text).err().unwrap_or(error))
    }

    /// Reads what was left for later; the elements in it are left again.
    ///
    /// # Errors
    /// Where it is no JSON; where that begins tells [`Parts::missed`].
    pub fn read(&mut self, text: &str, span: Span) -> Result<Node, JsonError> {
        let (start, end) = (span.start as usize, span.end as usize);
        let mut reader = Reader {
            text: text.get(..end).unwrap_or_default(),
            at: start,
            source: text.get(start..end).unwrap_or_default().into(),
            base: start,
            spare: std::mem::take(&mut self.spare),
        };
        let read = reader.value(0, Outline::Container);
        self.spare = reader.spare;
        if read.is_ok() {
            self.spare.find(start);
        }
        read
    }

    /// Takes back the memory of a part that is no longer needed.
    pub fn give_back(&mut self, part: Node) {
        self.spare.take_back(part);
    }

    /// The first place that is no JSON, in a text of which not all that was left for later could be read.
    pub fn missed(&self, text: &str) -> Option<JsonError> {
        let all = self.spare.left == 0;
        if all { None } else { parse_value(text).err() }
    }
}

/// Lists without entries, and what was left.
#[derive(Debug, Default)]
pub(super) struct Spare {
    members: Vec<Vec<Member>>,
    items: Vec<Vec<Node>>,
    /// The sum of the places, counted from 1, of what was left for later and not read yet.
    left: u64,
}

impl Spare {
    pub(super) fn members(&mut self) -> Vec<Member> {
        self.members.pop().unwrap_or_default()
    }

    pub(super) fn items(&mut self) -> Vec<Node> {
        self.items.pop().unwrap_or_default()
    }

    pub(super) fn leave(&mut self, start: usize) {
        self.left = self.left.wrapping_add(start as u64 + 1);
    }

    fn find(&mut self, start: usize) {
        self.left = self.left.wrapping_sub(start as u64 + 1);
    }

    fn take_back(&mut self, node: Node) {
        match node.kind {
            Kind::Array(mut items) => {
                items.drain(..).for_each(|item| self.take_back(item));
                self.items.push(items);
            }
            Kind::Object(mut members) => {
                let values = members.drain(..).map(|member| member.value);
                values.for_each(|value| self.take_back(value));
                self.members.push(members);
            }
            _ => {}
        }
    }
}

impl Reader<'_> {
    /// Goes to the end of an object without looking at what is in it: of JSON to the right place.
    pub(super) fn leap(&mut self, depth: usize) -> Result<(), JsonError> {
        let bytes = self.text.as_bytes();
        let (mut at, mut open) = (self.at, depth);
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'{' | b'[' if open >= MAX_DEPTH => return Err(self.error("json/too-deep")),
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                b'"' => at = closing_quote(bytes, at),
                _ => {}
            }
            at += 1;
            if open <= depth {
                self.at = at;
                return Ok(());
            }
        }
        Err(self.error("json/unexpected-end"))
    }
}

/// Where the string ends that begins here.
fn closing_quote(bytes: &[u8], start: usize) -> usize {
    let mut at = plain_end(bytes, start + 1);
    while let Some(byte) = bytes.get(at).filter(|byte| **byte != b'"') {
        at = plain_end(bytes, at + if *byte == b'\\' { 2 } else { 1 });
    }
    at
}
