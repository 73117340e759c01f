//! From a form's accepted answers to a tool's checked arguments (R7–R11).
//!
//! Every value sent is one that the visitor submitted, or, for an update's proof, one that the
//! conversation holds; nothing is filled in.

use casement_form::{Object, Value};

use super::known::Known;
use super::state::{Call, Draft, Goal};
use crate::tools::{ToolKey, is_api_name};
use crate::{CaseNumber, Email, FormProblem};

/// The questions of a creation, in R7's order.
pub(super) const CREATION: [&str; 6] = [
    "firstName",
    "lastName",
    "email",
    "phone",
    "subject",
    "caseDescription",
];

/// The call that a submission leads to.
pub(super) fn call_for(
    goal: Goal,
    draft: Draft,
    answers: &Object,
    known: &Known,
) -> Result<Call, Vec<FormProblem>> {
    let (tool, arguments) = match goal {
        Goal::CaseStatus => (ToolKey::CaseManagement, look_up(answers, "email")),
        Goal::LiveAgent if has(answers, "caseNumber") && has(answers, "verificationEmail") => {
            let arguments = look_up(answers, "verificationEmail");
            (ToolKey::CaseManagement, arguments)
        }
        Goal::CreateCase | Goal::LiveAgent => (ToolKey::CaseCreation, creation(answers)),
        Goal::UpdateCase => (ToolKey::CaseUpdate, update(answers, known)),
    };
    let arguments = tool.check(&arguments.into())?;
    let inner = arguments.get("context").and_then(Value::as_object);
    let values = inner.unwrap_or(&arguments);
    Ok(Call {
        email: text(values, "email").and_then(Email::parse),
        case_number: text(values, "caseNumber").and_then(CaseNumber::parse),
        tool,
        arguments,
        goal,
        draft,
        next: None,
    })
}

/// A number and an address are copied with white space around them; it belongs to neither.
fn look_up(answers: &Object, email: &str) -> Object {
    let names = [("caseNumber", "caseNumber"), ("email", email)];
    names
        .into_iter()
        .filter_map(|(argument, question)| Some((argument, trimmed(answers.get(question)?))))
        .collect()
}

/// R7's six keys as submitted, an empty phone as ""; or, with `flowName`, every input (R8).
fn creation(answers: &Object) -> Object {
    let context: Object = if has(answers, "flowName") {
        let inputs = answers.iter();
        inputs.map(|(k, v)| (k.clone(), v.clone())).collect()
    } else {
        CREATION
            .into_iter()
            .filter_map(|name| match answers.get(name) {
                Some(value) if !value.is_empty() => Some((name, value.clone())),
                _ if name == "phone" => Some((name, "".into())),
                _ => None,
            })
            .collect()
    };
    [("context", Value::from(context))].into_iter().collect()
}

/// R9: the case, its proof, and the fields that were filled in.
fn update(answers: &Object, known: &Known) -> Object {
    let case_number = answers.get("caseNumber").map(trimmed);
    let case_number = case_number.filter(|value| !value.is_empty());
    let case_number = case_number.or_else(|| Some(known.case_number()?.as_str().into()));
    let email = PROOF
        .into_iter()
        .filter_map(|name| answers.get(name))
        .map(trimmed)
        .find(|value| !value.is_empty())
        .or_else(|| Some(known.email()?.as_str().into()));
    let updates: Object = answers
        .iter()
        .filter(|(name, value)| !value.is_empty() && is_changed_field(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let arguments = [
        ("caseNumber", case_number),
        ("email", email),
        ("updates", Some(updates.into())),
    ];
    arguments
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

const PROOF: [&str; 2] = ["email", "verificationEmail"];

/// Whether a question of an update form stands for a field of the case.
pub(super) fn is_changed_field(name: &str) -> bool {
    name != "caseNumber" && !PROOF.contains(&name) && is_api_name(name)
}

fn has(answers: &Object, name: &str) -> bool {
    answers.get(name).is_some_and(|value| !value.is_empty())
}

fn text<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str()
}

fn trimmed(value: &Value) -> Value {
    match value.as_str() {
        Some(text) => text.trim().into(),
        None => value.clone(),
    }
}
