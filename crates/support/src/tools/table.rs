//! The table itself: a row per tool, a row per argument.

use crate::{CaseNumber, Email};

use super::ToolKey;

/// A row of the tool table.
#[derive(Debug)]
pub struct Tool {
    /// The key.
    pub key: ToolKey,
    /// `salesforceCaseManagement` ...: also the last part of its URL, `/api/<name>`.
    pub name: &'static str,
    /// `salesforce_case_info` ...
    pub function: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// What it takes, all of it required.
    pub arguments: &'static [Argument],
}

/// A row of a tool's arguments.
#[derive(Debug)]
pub struct Argument {
    /// The key in the JSON.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// What it may hold.
    pub shape: Shape,
}

/// What an argument may hold. Lengths are Salesforce's, in characters.
#[derive(Debug)]
pub enum Shape {
    /// A case number or record id ([`CaseNumber`]).
    CaseNumber,
    /// An email address ([`Email`], R10).
    Email,
    /// One line of text.
    Line {
        /// At most so many characters.
        max: usize,
        /// Whether `""` stands for a field left empty (R7).
        may_be_empty: bool,
    },
    /// Text of several lines.
    Text {
        /// At most so many characters.
        max: usize,
    },
    /// The context of a creation (R7): these keys, or, with `flowName`, a Flow's inputs (R8).
    Context(&'static [Argument]),
    /// Salesforce API names and their new values (R9).
    Updates,
}

/// The length of `Case.Description`, the longest text that is sent.
pub(super) const LONGEST_TEXT: usize = 32_000;
/// The length of `Case.Subject`.
pub(super) const SUBJECT: usize = 255;
/// At most so many inputs of a Flow and fields of an update.
pub(super) const MOST_KEYS: usize = 100;

pub(super) static CASE_MANAGEMENT: Tool = Tool {
    key: ToolKey::CaseManagement,
    name: "salesforceCaseManagement",
    function: "salesforce_case_info",
    doc: "Looks up one case by its number and the email on it, with its status and comments.",
    arguments: &[CASE_NUMBER, EMAIL_ON_CASE],
};

pub(super) static CASE_CREATION: Tool = Tool {
    key: ToolKey::CaseCreation,
    name: "salesforceCaseCreation",
    function: "salesforce_case_creation",
    doc: "Opens a case from what the visitor submitted and returns its number.",
    arguments: &[Argument {
        name: "context",
        doc: "What the visitor submitted.",
        shape: Shape::Context(CONTEXT),
    }],
};

pub(super) static CASE_UPDATE: Tool = Tool {
    key: ToolKey::CaseUpdate,
    name: "salesforceCaseUpdate",
    function: "salesforce_update_case",
    doc: "Changes fields of one case, which the visitor has asked for and confirmed.",
    arguments: &[
        CASE_NUMBER,
        EMAIL_ON_CASE,
        Argument {
            name: "updates",
            doc: "Only the fields to change, by Salesforce API name, with their new values.",
            shape: Shape::Updates,
        },
    ],
};

const CASE_NUMBER: Argument = Argument {
    name: "caseNumber",
    doc: "The case number, or the case's record id.",
    shape: Shape::CaseNumber,
};

const EMAIL_ON_CASE: Argument = Argument {
    name: "email",
    doc: "The email address that belongs to the case; it proves who asks.",
    shape: Shape::Email,
};

/// The six keys of R7, as long as Contact's and Case's fields.
const CONTEXT: &[Argument] = &[
    Argument {
        name: "firstName",
        doc: "First name.",
        shape: line(40),
    },
    Argument {
        name: "lastName",
        doc: "Last name.",
        shape: line(80),
    },
    Argument {
        name: "email",
        doc: "Where support can reach the visitor.",
        shape: Shape::Email,
    },
    Argument {
        name: "phone",
        doc: "Phone number, \"\" where none was given.",
        shape: Shape::Line {
            max: 40,
            may_be_empty: true,
        },
    },
    Argument {
        name: "subject",
        doc: "The issue in a few words.",
        shape: line(SUBJECT),
    },
    Argument {
        name: "caseDescription",
        doc: "The issue in detail.",
        shape: Shape::Text { max: LONGEST_TEXT },
    },
];

const fn line(max: usize) -> Shape {
    Shape::Line {
        max,
        may_be_empty: false,
    }
}

impl Shape {
    /// The most characters it may have; 0 where it is no text.
    pub const fn max_chars(&self) -> usize {
        match self {
            Shape::CaseNumber => CaseNumber::MAX_CHARS,
            Shape::Email => Email::MAX_CHARS,
            Shape::Line { max, .. } | Shape::Text { max } => *max,
            Shape::Context(_) | Shape::Updates => 0,
        }
    }
}

/// How many characters an argument of this name may have, in whichever tool; `None` for what is no
/// tool's.
pub(crate) fn max_chars(name: &str) -> Option<usize> {
    let tools = ToolKey::ALL.map(ToolKey::tool);
    let outer = tools.iter().flat_map(|tool| tool.arguments);
    let row = outer
        .flat_map(|row| match row.shape {
            Shape::Context(rows) => rows,
            _ => std::slice::from_ref(row),
        })
        .find(|row| row.name == name)?;
    Some(row.shape.max_chars()).filter(|max| *max > 0)
}
