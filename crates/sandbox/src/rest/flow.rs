//! Invocable flow actions: the list, a flow's signature, and a run.
//!
//! Behaviour: Actions Developer Guide, "Flow Actions". A failed run answers with its results,
//! not with the REST API's error body.

use serde_json::{Map, Value, json};

use super::{Caller, object_body};
use crate::config::Flow;
use crate::records;
use crate::schema;
use crate::state::State;
use crate::wire::{Problem, Reply, Request};

/// `/actions/custom/flow`
pub(super) fn list(state: &State, version: &str) -> Value {
    let actions: Vec<Value> = state
        .config
        .flows
        .iter()
        .map(|flow| json!({"label": flow.label, "name": flow.name, "type": "FLOW", "url": format!("/services/data/v{version}/actions/custom/flow/{}", flow.name)}))
        .collect();
    json!({"actions": actions})
}

/// `/actions/custom/flow/NAME`
pub(super) fn handle(
    state: &mut State,
    caller: &Caller,
    method: &str,
    name: &str,
    request: &Request,
) -> Result<Reply, Problem> {
    let Some(flow) = state
        .config
        .flows
        .iter()
        .find(|flow| flow.name == name)
        .cloned()
    else {
        return Err(Problem::not_found());
    };
    match method {
        "GET" => Ok(Reply::json(200, signature(&flow))),
        "POST" => run_all(state, caller, &flow, request),
        _ => Err(Problem::method(method, "HEAD,GET,POST")),
    }
}

fn signature(flow: &Flow) -> Value {
    let variable = |name: &str, kind: &str, required: bool| {
        json!({
            "name": name,
            "label": name,
            "type": kind,
            "sobjectType": null,
            "required": required,
            "maxOccurs": 1,
            "byteLength": 0,
            "description": null,
            "apexClass": null,
            "picklistValues": null,
        })
    };
    let inputs: Vec<Value> = flow
        .inputs
        .iter()
        .map(|input| variable(&input.name, "STRING", input.required))
        .collect();
    let mut outputs: Vec<Value> = flow
        .outputs
        .keys()
        .map(|name| variable(name, "STRING", false))
        .collect();
    outputs.push(variable("Flow__InterviewGuid", "STRING", false));
    outputs.push(variable("Flow__InterviewStatus", "PICKLIST", false));
    json!({
        "name": flow.name,
        "label": flow.label,
        "description": flow.description,
        "type": "FLOW",
        "standard": false,
        "category": null,
        "inputs": inputs,
        "outputs": outputs,
    })
}

fn run_all(
    state: &mut State,
    caller: &Caller,
    flow: &Flow,
    request: &Request,
) -> Result<Reply, Problem> {
    let body = object_body(request)?;
    let Some(interviews) = body.get("inputs").and_then(Value::as_array) else {
        return Err(Problem::new(
            400,
            "INVALID_INPUT",
            "The inputs field is missing or no list.",
        ));
    };
    let mut checked = Vec::new();
    for interview in interviews {
        checked.push(check(flow, interview)?);
    }
    let before = state.store.clone();
    let results: Vec<Result<Value, String>> = checked
        .iter()
        .map(|inputs| run(state, caller, flow, inputs))
        .collect();
    let failed = results.iter().any(Result::is_err);
    if failed {
        state.store = before;
    }
    let written: Vec<Value> = results
        .into_iter()
        .map(|result| match result {
            Ok(outputs) if !failed => json!({
                "actionName": flow.name,
                "errors": null,
                "invocationId": null,
                "isSuccess": true,
                "outcome": null,
                "outputValues": outputs,
                "sortOrder": -1,
                "version": 1,
            }),
            other => json!({
                "actionName": flow.name,
                "errors": [{
                    "statusCode": "UNKNOWN_EXCEPTION",
                    "message": other.err().unwrap_or_else(|| FAILED.to_owned()),
                    "fields": [],
                }],
                "isSuccess": false,
                "outputValues": null,
            }),
        })
        .collect();
    Ok(Reply::json(
        if failed { 400 } else { 200 },
        Value::from(written),
    ))
}

const FAILED: &str = "An error occurred when executing a flow interview.";

/// The inputs of one interview, by name. Names are case-sensitive.
fn check(flow: &Flow, interview: &Value) -> Result<Map<String, Value>, Problem> {
    let Some(inputs) = interview.as_object() else {
        return Err(Problem::new(
            400,
            "INVALID_INPUT",
            "Each element of inputs must be an object.",
        ));
    };
    for (name, value) in inputs {
        if !flow.inputs.iter().any(|input| input.name == *name) {
            return Err(Problem::new(
                400,
                "INVALID_INPUT",
                format!("No input parameter named {name} in the flow {}", flow.name),
            ));
        }
        if !matches!(value, Value::String(_) | Value::Null) {
            return Err(Problem::new(
                400,
                "INVALID_ARGUMENT_TYPE",
                format!("The input parameter {name} must be of type STRING"),
            ));
        }
    }
    for input in flow.inputs.iter().filter(|input| input.required) {
        if inputs.get(&input.name).is_none_or(Value::is_null) {
            return Err(Problem::new(
                400,
                "REQUIRED_FIELD_MISSING",
                format!("Missing required input parameter: {}", input.name),
            ));
        }
    }
    Ok(inputs.clone())
}

/// One interview: creates the case and gives the output values.
fn run(
    state: &mut State,
    caller: &Caller,
    flow: &Flow,
    inputs: &Map<String, Value>,
) -> Result<Value, String> {
    let failed = || FAILED.to_owned();
    if flow.fails {
        return Err(failed());
    }
    let object = schema::object("Case").ok_or_else(failed)?;
    let mut values = Map::new();
    for (field, template) in &flow.case_fields {
        values.insert(field.clone(), Value::from(fill(template, inputs)));
    }
    let id = records::create(state, object, &values, &caller.username).map_err(|_| failed())?;
    let row = state.store.find("Case", &id).ok_or_else(failed)?;
    let mut outputs = Map::new();
    for (name, field) in &flow.outputs {
        let value = object.field(field).map_or(Value::Null, |field| {
            records::value(state, object, row, field)
        });
        outputs.insert(name.clone(), value);
    }
    outputs.insert(
        "Flow__InterviewGuid".to_owned(),
        Value::from(interview(&id)),
    );
    outputs.insert("Flow__InterviewStatus".to_owned(), Value::from("Finished"));
    Ok(Value::Object(outputs))
}

/// The identifier of the interview that made a record: 38 hexadecimal digits, a dash and 4 more.
fn interview(id: &str) -> String {
    let mut digits: String = id.bytes().map(|byte| format!("{byte:02x}")).collect();
    digits.push_str("000000");
    let (head, tail) = digits.split_at_checked(38).unwrap_or((&digits, ""));
    format!("{head}-{tail}")
}

/// Replaces `{!name}` by the input of that name, once: an input that looks like a place stays text.
fn fill(template: &str, inputs: &Map<String, Value>) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{!") {
        let Some((name, behind)) = after.split_once('}') else {
            break;
        };
        filled.push_str(before);
        filled.push_str(inputs.get(name).and_then(Value::as_str).unwrap_or(""));
        rest = behind;
    }
    filled.push_str(rest);
    filled
}
