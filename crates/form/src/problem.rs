//! What can be wrong with a definition.

use crate::{Severity, Span};

/// One problem: what, how bad, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What.
    pub kind: ProblemKind,
    /// How bad.
    pub severity: Severity,
    /// `pages[0].elements[1].visibleIf`; empty for the whole text.
    pub path: String,
    /// Where in the JSON text.
    pub span: Span,
}

/// The kinds; [`ProblemKind::code`] is stable.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The text is no JSON.
    Json(&'static str),
}

impl ProblemKind {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        todo!()
    }
}

impl Problem {
    /// The English message.
    pub fn message(&self) -> String {
        todo!()
    }
}
