//! Composite: several calls in one, each able to name results of the earlier ones.
//!
//! Behaviour: REST API Developer Guide, "Composite" and "Using Reference Ids".

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Caller, object_body, resource};
use crate::state::State;
use crate::wire::{Body, Problem, Reply, Request};

/// Most parts of a composite, and most queries among them.
const PARTS: usize = 25;
const QUERIES: usize = 5;

const HALTED: &str =
    "The transaction was rolled back since another operation in the same transaction failed.";

/// A part of a composite as the client sent it.
struct Part {
    method: String,
    url: String,
    reference: String,
    body: Option<Value>,
    headers: BTreeMap<String, String>,
}

pub(super) fn handle(
    state: &mut State,
    caller: &Caller,
    method: &str,
    request: &Request,
    instance: &str,
) -> Result<Reply, Problem> {
    match method {
        "GET" => {
            let at = |name: &str| format!("/services/data/v{}/composite/{name}", caller.version);
            return Ok(Reply::json(200, json!({"sobjects": at("sobjects")})));
        }
        "POST" => {}
        _ => return Err(Problem::method(method, "HEAD,GET,POST")),
    }
    let body = object_body(request)?;
    let all_or_none = body
        .get("allOrNone")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let parts = parts(&body)?;
    let before = all_or_none.then(|| state.store.clone());
    let mut results: BTreeMap<String, Value> = BTreeMap::new();
    let mut replies: Vec<(String, Reply)> = Vec::new();
    let mut failed = None;
    for part in parts {
        if failed.is_some() && all_or_none {
            replies.push((part.reference, halted(HALTED)));
            continue;
        }
        let reply = match substitute(&part, &results) {
            Ok(inner) => match resource(state, caller, &inner, instance) {
                Ok(reply) => reply,
                Err(problem) => problem.into(),
            },
            Err(message) => halted(&message),
        };
        if reply.succeeded() {
            if let Body::Json(body) = &reply.body {
                results.insert(part.reference.clone(), body.clone());
            }
        } else if failed.is_none() {
            failed = Some(replies.len());
        }
        replies.push((part.reference, reply));
    }
    if let (Some(failed), Some(before)) = (failed, before) {
        state.store = before;
        for (place, (_, reply)) in replies.iter_mut().enumerate() {
            if place != failed {
                *reply = halted(HALTED);
            }
        }
    }
    let written: Vec<Value> = replies
        .into_iter()
        .map(|(reference, reply)| write(&reference, reply))
        .collect();
    Ok(Reply::json(200, json!({"compositeResponse": written})))
}

fn halted(message: &str) -> Reply {
    Problem::new(400, "PROCESSING_HALTED", message).into()
}

fn write(reference: &str, reply: Reply) -> Value {
    let mut headers = Map::new();
    for (name, value) in &reply.headers {
        if *name == "location" {
            headers.insert("Location".to_owned(), Value::from(value.as_str()));
        }
    }
    let body = match reply.body {
        Body::Json(body) => body,
        Body::Empty => Value::Null,
        Body::Xml(text) | Body::Html(text) => Value::from(text),
    };
    json!({"body": body, "httpHeaders": headers, "httpStatusCode": reply.status, "referenceId": reference})
}

/// The parts, checked as a whole: a composite that is malformed does nothing.
fn parts(body: &Map<String, Value>) -> Result<Vec<Part>, Problem> {
    let malformed = |message: String| Problem::new(400, "INVALID_INPUT", message);
    if let Some(name) = body.keys().find(|name| {
        !matches!(
            name.as_str(),
            "allOrNone" | "collateSubrequests" | "compositeRequest"
        )
    }) {
        return Err(Problem::new(
            400,
            "JSON_PARSER_ERROR",
            format!("Unrecognized field \"{name}\""),
        ));
    }
    let Some(requests) = body.get("compositeRequest").and_then(Value::as_array) else {
        return Err(malformed(
            "The compositeRequest field is missing or no list.".to_owned(),
        ));
    };
    if requests.len() > PARTS {
        return Err(Problem::new(
            400,
            "LIMIT_EXCEEDED",
            format!("The limit for the number of subrequests in a composite request is {PARTS}."),
        ));
    }
    let mut parts: Vec<Part> = Vec::new();
    for request in requests {
        let text = |name: &str| request.get(name).and_then(Value::as_str).map(str::to_owned);
        let (Some(method), Some(url), Some(reference)) =
            (text("method"), text("url"), text("referenceId"))
        else {
            return Err(malformed(
                "Each subrequest needs method, url and referenceId.".to_owned(),
            ));
        };
        let plain = reference
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !plain || reference.is_empty() || parts.iter().any(|part| part.reference == reference) {
            return Err(malformed(format!(
                "Provided referenceId ('{reference}') must be unique and consist of letters, digits and underscores."
            )));
        }
        let headers = request
            .get("httpHeaders")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        let headers: BTreeMap<String, String> = headers
            .iter()
            .filter_map(|(name, value)| {
                Some((name.to_ascii_lowercase(), value.as_str()?.to_owned()))
            })
            .collect();
        if let Some(name) = ["accept", "authorization", "content-type"]
            .iter()
            .find(|name| headers.contains_key(**name))
        {
            return Err(malformed(format!(
                "The header {name} is not allowed in a subrequest."
            )));
        }
        parts.push(Part {
            method,
            url,
            reference,
            body: request.get("body").cloned(),
            headers,
        });
    }
    if parts
        .iter()
        .filter(|part| part.url.contains("/query"))
        .count()
        > QUERIES
    {
        return Err(Problem::new(
            400,
            "LIMIT_EXCEEDED",
            format!("The limit for the number of queries in a composite request is {QUERIES}."),
        ));
    }
    Ok(parts)
}

/// The call of a part, with the references in its address and body replaced.
fn substitute(part: &Part, results: &BTreeMap<String, Value>) -> Result<Request, String> {
    let url = replace(&part.url, results)?;
    if !url.starts_with("/services/data/v") || url.contains("/composite") {
        return Err(format!("Invalid url in subrequest: {url}"));
    }
    let mut request = Request::inner(&part.method, &url);
    request.headers = part.headers.clone();
    if let Some(body) = &part.body {
        let mut body = body.clone();
        replace_in(&mut body, results, 0)?;
        request.body = body.to_string().into_bytes();
    }
    Ok(request)
}

/// Deepest place in a body at which references are looked for; JSON itself is read to 128.
const DEEPEST: usize = 128;

fn replace_in(
    value: &mut Value,
    results: &BTreeMap<String, Value>,
    depth: usize,
) -> Result<(), String> {
    if depth > DEEPEST {
        return Err("The body of a subrequest is nested too deep.".to_owned());
    }
    match value {
        Value::String(text) => *text = replace(text, results)?,
        Value::Array(items) => {
            for item in items {
                replace_in(item, results, depth + 1)?;
            }
        }
        Value::Object(fields) => {
            for (_, field) in fields.iter_mut() {
                replace_in(field, results, depth + 1)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn replace(text: &str, results: &BTreeMap<String, Value>) -> Result<String, String> {
    let mut replaced = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("@{") {
        let Some((reference, behind)) = after.split_once('}') else {
            break;
        };
        replaced.push_str(before);
        replaced.push_str(&look_up(reference, results)?);
        rest = behind;
    }
    replaced.push_str(rest);
    Ok(replaced)
}

/// `ref.field`, `ref.records[0].Id` to the value's text.
fn look_up(reference: &str, results: &BTreeMap<String, Value>) -> Result<String, String> {
    let (name, path) = reference.split_once('.').unwrap_or((reference, ""));
    let missing =
        || format!("Invalid reference specified. No value for {reference} found in {name}");
    let mut value = results.get(name).ok_or_else(missing)?;
    for step in path.split('.').filter(|step| !step.is_empty()) {
        let (field, index) = match step.split_once('[') {
            Some((field, index)) => (
                field,
                Some(
                    index
                        .trim_end_matches(']')
                        .parse::<usize>()
                        .map_err(|_| missing())?,
                ),
            ),
            None => (step, None),
        };
        if !field.is_empty() {
            value = value.get(field).ok_or_else(missing)?;
        }
        if let Some(index) = index {
            value = value.get(index).ok_or_else(missing)?;
        }
    }
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(_) | Value::Bool(_) => Ok(value.to_string()),
        _ => Err(missing()),
    }
}
