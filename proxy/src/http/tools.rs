//! The three tools: check again what the browser has checked, ask the org, answer.

use std::rc::Rc;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use casement_support::form::{Object, Value};
use casement_support::{CREATE_CASE, FormCatalog, FormProblem, ToolKey};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use tracing::{error, info};

use crate::host::ServerHost;
use crate::json;
use crate::problem::{Code, FieldProblem, Problem};
use crate::salesforce::OrgError;

use super::{Shared, body, idempotency};

pub(super) async fn call(
    tool: ToolKey,
    State(shared): State<Arc<Shared>>,
    request: Request,
) -> Result<Response, Problem> {
    let name = tool.tool().name;
    let key = match tool {
        ToolKey::CaseCreation => idempotency::key(request.headers())?,
        ToolKey::CaseManagement | ToolKey::CaseUpdate => None,
    };
    let arguments = body::read(request, &shared.settings.limits).await?;
    let arguments = check(tool, &arguments, &shared.forms).map_err(|problems| {
        let problems = OrgError::Invalid(problems);
        problem(name, problems)
    })?;
    let json = match (tool, key) {
        (ToolKey::CaseManagement, _) => look_up(&shared, &arguments).await,
        (ToolKey::CaseUpdate, _) => update(&shared, &arguments).await,
        (ToolKey::CaseCreation, None) => create(&shared, &arguments).await,
        (ToolKey::CaseCreation, Some(key)) => {
            let context = object(&arguments, "context");
            Ok(idempotency::create(&shared, key, &context).await?)
        }
    };
    let json = json.map_err(|error| problem(name, error))?;
    info!(tool = name, "done");
    let mut response = Response::new(Body::from(json));
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}

async fn look_up(shared: &Shared, arguments: &Map<String, Json>) -> Result<String, OrgError> {
    let case_number = text(arguments, "caseNumber");
    let email = text(arguments, "email");
    document(&shared.org.look_up(case_number, email).await?)
}

async fn create(shared: &Shared, arguments: &Map<String, Json>) -> Result<String, OrgError> {
    document(&shared.org.create(&object(arguments, "context")).await?)
}

async fn update(shared: &Shared, arguments: &Map<String, Json>) -> Result<String, OrgError> {
    let case_number = text(arguments, "caseNumber");
    let email = text(arguments, "email");
    let updates = object(arguments, "updates");
    document(&shared.org.update(case_number, email, &updates).await?)
}

/// The argument's object; the check of the arguments has seen that there is one.
fn object(arguments: &Map<String, Json>, name: &str) -> Map<String, Json> {
    let object = arguments.get(name).and_then(Json::as_object);
    object.cloned().unwrap_or_default()
}

/// The argument's text; the check of the arguments has seen that there is one.
fn text<'a>(arguments: &'a Map<String, Json>, name: &str) -> &'a str {
    arguments
        .get(name)
        .and_then(Json::as_str)
        .unwrap_or_default()
}

pub(super) fn document(result: &impl Serialize) -> Result<String, OrgError> {
    serde_json::to_string(result)
        .map_err(|_| OrgError::Unavailable(crate::salesforce::Cause::Lacks("a result")))
}

/// The tool's own rules, then those of the form that the values come from.
fn check(
    tool: ToolKey,
    arguments: &Value,
    forms: &FormCatalog,
) -> Result<Map<String, Json>, Vec<FieldProblem>> {
    let checked = tool.check(arguments).map_err(public)?;
    if let Some(context) = checked.get("context").and_then(Value::as_object)
        && context.get("flowName").is_none()
    {
        check_form(context, forms)?;
    }
    Ok(json::map(&checked))
}

/// A site's own form may ask for less or more than the payload holds: only what both have counts.
fn check_form(context: &Object, forms: &FormCatalog) -> Result<(), Vec<FieldProblem>> {
    let Some(form) = forms.get(CREATE_CASE) else {
        return Ok(());
    };
    let names = form.question_names();
    let answers: Object = context
        .iter()
        .filter(|(name, _)| names.contains(&&***name))
        .map(|(name, value)| (Arc::clone(name), value.clone()))
        .collect();
    let checked = forms.check(CREATE_CASE, &answers, Rc::new(ServerHost));
    let mut problems = checked.err().unwrap_or_default();
    problems.retain(|problem| match &problem.question {
        Some(question) => context.get(question).is_some(),
        None => true,
    });
    match problems.is_empty() {
        true => Ok(()),
        false => Err(public(problems)),
    }
}

/// The keys of the three payloads. A key that isn't one of them is the caller's own text, and no
/// such text stands in a problem.
const KEYS: [&str; 10] = [
    "context",
    "firstName",
    "lastName",
    "email",
    "phone",
    "subject",
    "caseDescription",
    "caseNumber",
    "updates",
    "flowName",
];

fn public(problems: Vec<FormProblem>) -> Vec<FieldProblem> {
    problems
        .into_iter()
        .map(|problem| match problem.question {
            Some(key) if !KEYS.contains(&key.as_str()) => FieldProblem {
                field: None,
                code: problem.code.to_owned(),
                message: String::from("A key of the request is not accepted."),
            },
            field => FieldProblem {
                field,
                code: problem.code.to_owned(),
                message: problem.message,
            },
        })
        .collect()
}

pub(super) fn problem(tool: &str, error: OrgError) -> Problem {
    match error {
        OrgError::NotFound => {
            info!(tool, "no case matches");
            Code::NotFound.into()
        }
        OrgError::Invalid(problems) => {
            info!(tool, problems = problems.len(), "refused as invalid");
            Problem::invalid(problems)
        }
        OrgError::Unavailable(cause) => {
            error!(tool, "{cause}");
            Code::Unavailable.into()
        }
    }
}
