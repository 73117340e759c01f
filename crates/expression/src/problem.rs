//! What can be wrong with an expression: data; words come last.

/// A half-open range of bytes in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// It can't work as written.
    Error,
    /// It works, but hardly as meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// What is wrong, and where in the expression's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What.
    pub kind: ProblemKind,
    /// Where.
    pub span: Span,
}

/// The kinds of problems. Codes are stable (`expression/...`), see [`ProblemKind::code`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The text is no expression; the span begins at the furthest place that could be read.
    Syntax,
    /// There is no text, or only blanks.
    Empty,
    /// The text is only `null` or `undefined`, which can't be run.
    OnlyNull,
    /// `null` stands where survey-core throws: `null empty`, `[1, null]`, `f(1, null)`.
    NullOperand,
    /// Longer than [`MAX_LENGTH`](crate::MAX_LENGTH).
    TooLong,
    /// Deeper than [`MAX_DEPTH`](crate::MAX_DEPTH).
    TooDeep,
    /// Conditions of `...InArray` functions lie in each other too deeply, or are too long together:
    /// the one that begins here decides nothing.
    ConditionTooLarge,
    /// A call of a function that is not in the table.
    UnknownFunction {
        /// Its name.
        function: String,
    },
}

impl ProblemKind {
    /// The stable code, such as `expression/syntax`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Syntax => "expression/syntax",
            Self::Empty => "expression/empty",
            Self::OnlyNull => "expression/only-null",
            Self::NullOperand => "expression/null-operand",
            Self::TooLong => "expression/too-long",
            Self::TooDeep => "expression/too-deep",
            Self::ConditionTooLarge => "expression/condition-too-large",
            Self::UnknownFunction { .. } => "expression/unknown-function",
        }
    }
}
