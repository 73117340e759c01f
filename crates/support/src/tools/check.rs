//! Holding a call's arguments to the table.

use casement_form::{Object, Value};

use super::table::{Argument, LONGEST_TEXT, MOST_KEYS, SUBJECT, Shape, Tool};
use crate::{CaseNumber, Email, FormProblem};

pub(super) fn check(tool: &Tool, arguments: &Value) -> Result<Object, Vec<FormProblem>> {
    let Some(object) = arguments.as_object() else {
        return Err(vec![FormProblem {
            code: "tool/not-an-object",
            question: None,
            message: format!("the arguments of {} are an object", tool.name),
        }]);
    };
    let mut problems = Vec::new();
    check_keys(tool.arguments, object, &mut problems);
    if problems.is_empty() {
        Ok(object.clone())
    } else {
        Err(problems)
    }
}

/// All of the table's keys, and no others.
fn check_keys(rows: &[Argument], object: &Object, problems: &mut Vec<FormProblem>) {
    for (key, _) in object.iter() {
        if !rows.iter().any(|row| row.name == &**key) {
            problems.push(problem(key, "tool/unknown-key", "is not expected here"));
        }
    }
    for row in rows {
        match object.get(row.name) {
            None | Some(Value::Undefined) => {
                problems.push(problem(row.name, "tool/missing", "is missing"));
            }
            Some(value) => check_shape(row.name, &row.shape, value, problems),
        }
    }
}

fn check_shape(key: &str, shape: &Shape, value: &Value, problems: &mut Vec<FormProblem>) {
    match shape {
        Shape::Context(rows) => match value.as_object() {
            Some(context) if context.get("flowName").is_some() => {
                check_flow(context, problems);
            }
            Some(context) => check_keys(rows, context, problems),
            None => problems.push(problem(key, "tool/not-an-object", "is an object")),
        },
        Shape::Updates => match value.as_object() {
            Some(updates) => check_updates(updates, problems),
            None => problems.push(problem(key, "tool/not-an-object", "is an object")),
        },
        Shape::CaseNumber | Shape::Email | Shape::Line { .. } | Shape::Text { .. } => {
            match value.as_str() {
                Some(text) => problems.extend(text_problem(key, shape, text)),
                None => problems.push(problem(key, "tool/not-text", "is a text")),
            }
        }
    }
}

fn text_problem(key: &str, shape: &Shape, text: &str) -> Option<FormProblem> {
    let max = shape.max_chars();
    let several_lines = matches!(shape, Shape::Text { .. });
    if text.chars().count() > max {
        return Some(problem(
            key,
            "tool/too-long",
            &format!("has more than {max} characters"),
        ));
    }
    match shape {
        Shape::Email if Email::parse(text).is_none() => {
            Some(problem(key, "tool/email", "is not a valid email address"))
        }
        Shape::CaseNumber if CaseNumber::parse(text).is_none() => {
            Some(problem(key, "tool/case-number", "can't be a case number"))
        }
        Shape::Line {
            may_be_empty: true, ..
        } if text.is_empty() => None,
        _ if text.trim().is_empty() => Some(problem(key, "tool/empty", "is empty")),
        _ if text.chars().any(|c| is_forbidden(c, several_lines)) => Some(problem(
            key,
            "tool/control-character",
            "holds a control character",
        )),
        _ => None,
    }
}

/// R8: a Flow's own inputs pass through, texts only; which it takes, the site has configured.
fn check_flow(context: &Object, problems: &mut Vec<FormProblem>) {
    check_count(context, problems);
    for (key, value) in context.iter() {
        let shape = match &**key {
            "email" => Shape::Email,
            _ => Shape::Text { max: LONGEST_TEXT },
        };
        match value.as_str() {
            _ if !is_api_name(key) => problems.push(problem(key, "tool/name", NOT_A_NAME)),
            None => problems.push(problem(key, "tool/not-text", "is a text")),
            Some(name) if &**key == "flowName" && !is_api_name(name) => {
                problems.push(problem(key, "tool/name", NOT_A_NAME));
            }
            // An input left empty is sent as "", like an optional field of R7.
            Some("") => {}
            Some(text) => problems.extend(text_problem(key, &shape, text)),
        }
    }
}

/// R9: at least one field, each under a name that can be an API name.
fn check_updates(updates: &Object, problems: &mut Vec<FormProblem>) {
    if updates.is_empty() {
        problems.push(problem("updates", "tool/no-changes", "names no field"));
    }
    check_count(updates, problems);
    for (key, value) in updates.iter() {
        let max = if &**key == "Subject" {
            SUBJECT
        } else {
            LONGEST_TEXT
        };
        match value {
            _ if !is_api_name(key) => problems.push(problem(key, "tool/name", NOT_A_NAME)),
            Value::String(text) if text.is_empty() => {}
            Value::String(text) => {
                problems.extend(text_problem(key, &Shape::Text { max }, text));
            }
            Value::Bool(_) | Value::Null => {}
            Value::Number(number) if number.is_finite() => {}
            _ => problems.push(problem(
                key,
                "tool/not-a-value",
                "is a text, a number, true, false or null",
            )),
        }
    }
}

const NOT_A_NAME: &str = "is not a Salesforce API name";

fn check_count(object: &Object, problems: &mut Vec<FormProblem>) {
    if object.len() > MOST_KEYS {
        problems.push(FormProblem {
            code: "tool/too-many",
            question: None,
            message: format!("there are more than {MOST_KEYS} keys"),
        });
    }
}

/// `^[A-Za-z][A-Za-z0-9_]*$`, at most 80 characters.
pub(crate) fn is_api_name(name: &str) -> bool {
    name.len() <= 80
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_forbidden(c: char, several_lines: bool) -> bool {
    c.is_control() && !(c == '\t' || several_lines && (c == '\n' || c == '\r'))
}

fn problem(key: &str, code: &'static str, what: &str) -> FormProblem {
    let shown: String = key.chars().take(80).collect();
    FormProblem {
        code,
        message: format!("{shown} {what}"),
        question: Some(shown),
    }
}
