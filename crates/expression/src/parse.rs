//! Text to tree.

use crate::Problem;

/// An expression's syntax tree, with a span for every node.
#[derive(Clone, Debug)]
pub struct Tree;

/// What parsing gives: a tree where there is one, and the problems.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree; `None` for a syntax error, empty text, or only `null`.
    pub tree: Option<Tree>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Parses an expression. Never fails, never panics; depth and length are bounded.
pub fn parse(_text: &str) -> Parsed {
    todo!()
}
