//! What a pattern says.

use std::ops::Range;

use super::set::Set;

/// A part of a pattern.
#[derive(Debug)]
pub(super) enum Node {
    /// Nothing, which always matches.
    Empty,
    /// One unit of a set.
    Unit(u32),
    /// One after the other.
    All(Vec<Node>),
    /// Any one, the first that fits.
    Either(Vec<Node>),
    /// A part several times.
    Repeat {
        part: Box<Node>,
        times: Times,
        /// The groups inside, which are forgotten each time.
        groups: Range<u16>,
    },
    /// A part that is remembered, by number from 0.
    Group(u16, Box<Node>),
    /// A look ahead or back.
    Look(u32),
    /// `^`, of a line or of the text.
    Start { line: bool },
    /// `$`, the same way.
    End { line: bool },
    /// `\b`, or `\B`.
    Boundary { negated: bool },
    /// What a group matched, once more.
    Again { group: u16, ignore_case: bool },
}

/// How often; `max` is `u32::MAX` where there is no end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) min: u32,
    pub(super) max: u32,
    pub(super) greedy: bool,
}

/// `(?=...)`, `(?!...)`, `(?<=...)`, `(?<!...)`.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) part: Node,
    pub(super) behind: bool,
    pub(super) negated: bool,
}

/// A pattern, read.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) root: Node,
    pub(super) sets: Vec<Set>,
    /// Those inside others come before them.
    pub(super) looks: Vec<Look>,
    pub(super) groups: u16,
    /// Something refers to what a group matched.
    pub(super) refers: bool,
}
