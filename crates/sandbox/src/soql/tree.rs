//! A query as a tree. Names are as written; whether they mean something is for [`super::resolve`] to find out.

use crate::moment::Millis;

/// One SELECT statement, or a sub-query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Query {
    pub(super) select: Vec<Selected>,
    pub(super) from: Name,
    pub(super) alias: Option<String>,
    pub(super) condition: Option<Condition>,
    pub(super) order: Vec<Order>,
    pub(super) limit: Option<usize>,
    pub(super) offset: usize,
}

/// A name and its place in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) at: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Selected {
    Field(Name),
    Count,
    Children(Query),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Compare {
        field: Name,
        operator: Operator,
        value: Literal,
    },
    In {
        field: Name,
        negated: bool,
        values: Vec<Literal>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal {
    Null,
    Boolean(bool),
    Number(f64),
    Moment(Millis),
    /// A text, with the places at which `_` and `%` stand for themselves.
    Text(String, Vec<usize>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Order {
    pub(super) field: Name,
    pub(super) descending: bool,
    pub(super) nulls_last: bool,
}
