//! What can be wrong with a definition: data with stable codes; words come last, in
//! [`Problem::message`].

use crate::expression;
use crate::{Severity, Span};

/// Whether loading looks for problems at all: a module that only runs definitions of its own is
/// lighter without.
pub(crate) const REPORTS: bool = cfg!(feature = "problems");

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
///
/// Codes are those of survey-core's own linter where the meaning is the same.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The text is no JSON; the code says why.
    Json(&'static str),
    /// The whole JSON is no object.
    NoObject,
    /// `{"titel": "x"}`.
    UnknownProperty {
        /// The class that lacks it.
        class: &'static str,
        /// As written.
        name: String,
        /// What may have been meant.
        suggestion: Option<&'static str>,
    },
    /// `{"type": "txt"}`: the element is left out.
    UnknownElementType {
        /// As written.
        name: String,
        /// What may have been meant.
        suggestion: Option<&'static str>,
    },
    /// An unknown validator type: the validator is left out.
    UnknownValidatorType(String),
    /// An unknown trigger type: the trigger is left out.
    UnknownTriggerType(String),
    /// An element, validator or trigger without a type: it is left out.
    MissingType,
    /// A property that must be there, such as a question's name.
    MissingProperty {
        /// The class that needs it.
        class: &'static str,
        /// Its name.
        name: &'static str,
    },
    /// A scalar or an object where a list is due; it is read as a list of one.
    NotAnArray(&'static str),
    /// A value of the wrong JSON type, or outside the declared choices.
    InvalidValue {
        /// The property.
        property: &'static str,
        /// What would be right.
        expected: String,
    },
    /// A name that an earlier element has.
    DuplicateName(String),
    /// What is wrong with an expression.
    Expression(expression::ProblemKind),
    /// `{nmae}`: nothing in the definition has that name.
    UnknownName {
        /// As written.
        name: String,
        /// What may have been meant.
        suggestion: Option<String>,
    },
    /// A trigger that names no element.
    UnknownTarget(String),
    /// A registered component that contains itself: it is left out.
    ContainsItself(String),
    /// More of something than is read; the rest is left out.
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How much is read.
        limit: usize,
    },
}

impl Problem {
    /// The unknown function that is called, where that is the problem.
    pub(crate) fn unknown_function(&self) -> Option<&str> {
        match &self.kind {
            ProblemKind::Expression(expression::ProblemKind::UnknownFunction { function }) => {
                Some(function)
            }
            _ => None,
        }
    }
}

impl ProblemKind {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            ProblemKind::Json(code) => code,
            ProblemKind::NoObject => "json/no-object",
            ProblemKind::UnknownProperty { .. } => "property/unknown",
            ProblemKind::UnknownElementType { .. } => "element/unknown-type",
            ProblemKind::UnknownValidatorType(_) => "validator/unknown-type",
            ProblemKind::UnknownTriggerType(_) => "trigger/unknown-type",
            ProblemKind::MissingType => "element/missing-type",
            ProblemKind::MissingProperty { .. } => "property/required",
            ProblemKind::NotAnArray(_) => "property/not-an-array",
            ProblemKind::InvalidValue { .. } => "property/invalid-value",
            ProblemKind::DuplicateName(_) => "name/duplicate",
            ProblemKind::Expression(kind) => kind.code(),
            ProblemKind::UnknownName { .. } => "reference/unknown",
            ProblemKind::UnknownTarget(_) => "trigger/unknown-target",
            ProblemKind::ContainsItself(_) => "component/contains-itself",
            ProblemKind::TooMany { .. } => "definition/too-large",
        }
    }

    pub(crate) fn severity(&self) -> Severity {
        match self {
            ProblemKind::UnknownProperty { .. }
            | ProblemKind::InvalidValue { .. }
            | ProblemKind::DuplicateName(_)
            | ProblemKind::UnknownName { .. }
            | ProblemKind::NotAnArray(_)
            | ProblemKind::UnknownTarget(_) => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

impl Problem {
    /// The stable code of its kind.
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// The English message: lower case, no full stop.
    pub fn message(&self) -> String {
        match &self.kind {
            ProblemKind::Json(code) => {
                let reason = code.rsplit('/').next().unwrap_or(code).replace('-', " ");
                format!("invalid JSON: {reason}")
            }
            ProblemKind::NoObject => "a form is a JSON object".to_owned(),
            ProblemKind::UnknownProperty {
                class,
                name,
                suggestion,
            } => with_suggestion(
                format!("unknown property `{name}` in `{class}`"),
                *suggestion,
            ),
            ProblemKind::UnknownElementType { name, suggestion } => {
                with_suggestion(format!("unknown element type `{name}`"), *suggestion)
            }
            ProblemKind::UnknownValidatorType(name) => format!("unknown validator type `{name}`"),
            ProblemKind::UnknownTriggerType(name) => format!("unknown trigger type `{name}`"),
            ProblemKind::MissingType => "the property `type` is missing".to_owned(),
            ProblemKind::MissingProperty { class, name } => {
                format!("the property `{name}` is required in `{class}`")
            }
            ProblemKind::NotAnArray(name) => format!("the property `{name}` should be an array"),
            ProblemKind::InvalidValue { property, expected } => {
                format!("invalid value of `{property}`: expected {expected}")
            }
            ProblemKind::DuplicateName(name) => format!("the name `{name}` is used more than once"),
            ProblemKind::Expression(kind) => expression_message(kind),
            ProblemKind::UnknownName { name, suggestion } => with_suggestion(
                format!("nothing has the name `{name}`"),
                suggestion.as_deref(),
            ),
            ProblemKind::UnknownTarget(name) => format!("no element has the name `{name}`"),
            ProblemKind::ContainsItself(name) => format!("the component `{name}` contains itself"),
            ProblemKind::TooMany { what, limit } => {
                format!("too many {what}: only {limit} are read")
            }
        }
    }
}

fn expression_message(kind: &expression::ProblemKind) -> String {
    use expression::ProblemKind as Kind;
    match kind {
        Kind::Syntax => "the expression can't be read from here on".to_owned(),
        Kind::Empty => "the expression is empty".to_owned(),
        Kind::OnlyNull => "an expression that is only `null` can't be run".to_owned(),
        Kind::NullOperand => "`null` makes the whole expression null here".to_owned(),
        Kind::TooLong => "the expression is too long".to_owned(),
        Kind::TooDeep => "the expression is nested too deeply".to_owned(),
        Kind::ConditionTooLarge => {
            "the condition of this function is too large; it decides nothing".to_owned()
        }
        Kind::UnknownFunction { function } => {
            let names = expression::FUNCTIONS.iter().map(|function| function.name);
            with_suggestion(
                format!("unknown function `{function}`"),
                nearest(function, names),
            )
        }
        kind => format!("invalid expression: {}", kind.code()),
    }
}

fn with_suggestion(message: String, suggestion: Option<&str>) -> String {
    match suggestion {
        Some(name) => format!("{message}; did you mean `{name}`?"),
        None => message,
    }
}

/// The nearest of some names, if one is near enough to be a slip of the fingers.
pub(crate) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    if wanted.len() > LONGEST {
        return None;
    }
    let allowed = (wanted.chars().count() / 3).clamp(1, 3);
    names
        .filter(|name| name.len() <= LONGEST && name.len().abs_diff(wanted.len()) <= allowed)
        .map(|name| (distance(wanted, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

/// How many letters differ: replaced, left out, put in, or swapped with the neighbour.
fn distance(a: &str, b: &str) -> usize {
    let lower = |text: &str| {
        text.chars()
            .flat_map(char::to_lowercase)
            .collect::<Vec<char>>()
    };
    let (a, b) = (lower(a), lower(b));
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, to) in b.iter().enumerate() {
            let at =
                |list: &[usize], index: usize| list.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut cost = (at(&previous, j) + usize::from(from != to))
                .min(at(&previous, j + 1) + 1)
                .min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(to) && b.get(j - 1) == Some(from);
            if swapped {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut previous, row);
    }
    previous.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_is_recognized() {
        let names = ["title", "titleLocation", "type", "name"];
        assert_eq!(nearest("titel", names.into_iter()), Some("title"));
        assert_eq!(nearest("Title", names.into_iter()), Some("title"));
        assert_eq!(nearest("completely", names.into_iter()), None);
    }
}
