//! Changes of a case's fields (R9): only those that the operator listed, by their exact API names.

use std::collections::BTreeMap;

use reqwest::Method;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::problem::FieldProblem;
use crate::settings::UpdateField;

use super::OrgError;
use super::create::refusal;
use super::look_up::Found;
use super::rest::{Call, Rest};
use super::text;

/// What an update answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UpdatedCase {
    /// Always true.
    pub success: bool,
    /// The number.
    #[serde(rename = "CaseNumber")]
    pub case_number: String,
    /// The fields and the values that they have now.
    pub updated: Map<String, Value>,
}

/// Checks fields and values. Done before the case is looked for, so that the answer to a refused
/// field doesn't depend on whether the case exists.
pub(super) fn check(
    allowed: &BTreeMap<String, UpdateField>,
    updates: &Map<String, Value>,
) -> Result<(), OrgError> {
    let mut problems = Vec::new();
    if updates.is_empty() {
        problems.push(FieldProblem::of(
            "updates",
            "tool/no-changes",
            "There is nothing to change.",
        ));
    }
    for (field, value) in updates {
        match allowed.get_key_value(field) {
            None => {
                let message = "A field is not one of those that can be changed here.";
                problems.push(FieldProblem::of("updates", "tool/not-allowed", message));
            }
            Some((field, rule)) => problems.extend(check_value(field, rule, value).err()),
        }
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(OrgError::Invalid(problems)),
    }
}

fn check_value(field: &str, rule: &UpdateField, value: &Value) -> Result<(), FieldProblem> {
    let Some(value) = value.as_str() else {
        return Err(FieldProblem::of(field, "tool/not-text", "Expected a text."));
    };
    if !rule.values.is_empty() && !rule.values.iter().any(|accepted| accepted == value) {
        let message = "This value is not one of the choices.";
        return Err(FieldProblem::of(field, "tool/choice", message));
    }
    text::check(field, value, rule.max_length)
}

pub(super) async fn write(
    rest: &Rest,
    found: Found,
    updates: &Map<String, Value>,
) -> Result<UpdatedCase, OrgError> {
    let body = Value::from(updates.clone());
    rest.call(&Call {
        method: Method::PATCH,
        path: &format!("sobjects/Case/{}", found.id),
        query: None,
        body: Some(&body),
        // Without this header Salesforce assigns the case anew at each update.
        headers: &[("Sforce-Auto-Assign", "FALSE")],
    })
    .await?
    .success()
    .map_err(|failure| {
        refusal(failure, |field| {
            let key = updates.keys().find(|key| *key == field);
            key.map(String::as_str)
        })
    })?;
    Ok(UpdatedCase {
        success: true,
        case_number: found.status.case_number,
        updated: updates.clone(),
    })
}
