//! A case made by a Salesforce Flow (R8): only flows that the operator listed, only their inputs.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::problem::FieldProblem;
use crate::settings::FlowSettings;

use super::OrgError;
use super::cause::Cause;
use super::create::{CreatedCase, is_context_key};
use super::rest::{Call, Failure, Rest};
use super::text;

/// The longest text of a flow's input; the field that it ends up in may hold less.
const LONGEST: usize = 32_000;

pub(super) async fn run(
    rest: &Rest,
    flows: &BTreeMap<String, FlowSettings>,
    name: &Value,
    context: &Map<String, Value>,
) -> Result<CreatedCase, OrgError> {
    let (name, flow) = name
        .as_str()
        .and_then(|name| flows.get_key_value(name))
        .ok_or_else(|| {
            let message = "There is no such flow here.";
            OrgError::invalid(FieldProblem::of("flowName", "tool/choice", message))
        })?;
    let inputs = inputs(flow, context)?;
    let answer = rest
        .call(&Call {
            method: Method::POST,
            // The name is one of the settings' and thus letters, digits and _ only.
            path: &format!("actions/custom/flow/{name}"),
            query: None,
            body: Some(&json!({ "inputs": [inputs] })),
            headers: &[],
        })
        .await?;
    let status = answer.status;
    let result = answer.body.get(0);
    let success = result.and_then(|result| result.get("isSuccess")?.as_bool());
    if !(200..300).contains(&status) || success != Some(true) {
        // A failed run answers with results, each with its errors; a refused call with errors.
        let errors = result.and_then(|result| result.get("errors"));
        let failure = Failure::new(status, errors.unwrap_or(&answer.body));
        return Err(Cause::from(failure).into());
    }
    let output = result
        .and_then(|result| {
            result
                .get("outputValues")?
                .get(&flow.case_number_output)?
                .as_str()
        })
        .filter(|number| !number.is_empty())
        .ok_or(Cause::Lacks("the flow's output with the case number"))?;
    let email = context.get("email").and_then(Value::as_str);
    Ok(CreatedCase {
        success: true,
        email: email.filter(|email| !email.is_empty()).map(str::to_owned),
        case_number: output.to_owned(),
    })
}

/// What the flow is called with. Of R7's six keys those that it doesn't take are left out; any
/// other key is refused.
fn inputs(
    flow: &FlowSettings,
    context: &Map<String, Value>,
) -> Result<Map<String, Value>, OrgError> {
    let mut problems = Vec::new();
    let mut inputs = Map::new();
    for (key, value) in context {
        if key == "flowName" {
            continue;
        }
        if !flow.inputs.contains(key) {
            if !is_context_key(key) {
                let message = "The flow has no such input.";
                problems.push(FieldProblem::of("context", "tool/unknown-key", message));
            }
            continue;
        }
        match value {
            Value::String(value) => match text::check(key, value, LONGEST) {
                Ok(()) => drop(inputs.insert(key.clone(), Value::from(value.as_str()))),
                Err(problem) => problems.push(problem),
            },
            Value::Bool(_) | Value::Number(_) => drop(inputs.insert(key.clone(), value.clone())),
            Value::Null | Value::Array(_) | Value::Object(_) => {
                let message = "Expected a text, a number, true or false.";
                problems.push(FieldProblem::of(key, "tool/not-a-value", message));
            }
        }
    }
    for input in &flow.required {
        let given = inputs.get(input).is_some_and(|value| value != "");
        if !given
            && !problems
                .iter()
                .any(|problem| problem.field.as_ref() == Some(input))
        {
            problems.push(FieldProblem::of(
                input,
                "tool/empty",
                "Please enter a value.",
            ));
        }
    }
    match problems.is_empty() {
        true => Ok(inputs),
        false => Err(OrgError::Invalid(problems)),
    }
}
