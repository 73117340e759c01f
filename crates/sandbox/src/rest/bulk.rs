//! sObject collections: up to 200 rows in one call, each with its own result.

use serde_json::{Map, Value, json};

use super::{Caller, object_body, rows};
use crate::records;
use crate::state::State;
use crate::store::is_deleted;
use crate::wire::{Problem, Reply, Request};
use crate::{ids, schema};

/// Most rows of a collection.
const ROWS: usize = 200;

pub(super) fn handle(
    state: &mut State,
    caller: &Caller,
    method: &str,
    rest: &[&str],
    request: &Request,
) -> Result<Reply, Problem> {
    match (method, rest) {
        ("POST" | "PATCH", []) => write(state, caller, method, request),
        ("DELETE", []) => delete(state, request),
        ("POST", [object]) => {
            let body = object_body(request)?;
            let ids = texts(body.get("ids"));
            let fields = texts(body.get("fields"));
            retrieve(state, caller, object, &ids, &fields)
        }
        ("GET", [object]) => {
            let list = |name: &str| {
                request
                    .parameter(name)
                    .map(|text| text.split(',').map(str::to_owned).collect::<Vec<_>>())
            };
            retrieve(
                state,
                caller,
                object,
                &list("ids").unwrap_or_default(),
                &list("fields").unwrap_or_default(),
            )
        }
        (_, []) => Err(Problem::method(method, "DELETE,HEAD,PATCH,POST")),
        (_, [_]) => Err(Problem::method(method, "GET,HEAD,POST")),
        _ => Err(Problem::not_found()),
    }
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let list = value
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    list.iter()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

fn limit(count: usize) -> Result<(), Problem> {
    if count > ROWS {
        return Err(Problem::new(
            400,
            "EXCEEDED_ID_LIMIT",
            format!("record limit reached. cannot submit more than {ROWS} records into this call"),
        ));
    }
    Ok(())
}

fn write(
    state: &mut State,
    caller: &Caller,
    method: &str,
    request: &Request,
) -> Result<Reply, Problem> {
    let body = object_body(request)?;
    let all_or_none = body
        .get("allOrNone")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let Some(records) = body.get("records").and_then(Value::as_array) else {
        return Err(Problem::new(
            400,
            "INVALID_INPUT",
            "The records field is missing or no list.",
        ));
    };
    limit(records.len())?;
    let before = state.store.clone();
    let outcomes: Vec<Result<String, Problem>> = records
        .iter()
        .map(|record| write_one(state, caller, method, record))
        .collect();
    Ok(settle(state, before, outcomes, all_or_none))
}

fn write_one(
    state: &mut State,
    caller: &Caller,
    method: &str,
    record: &Value,
) -> Result<String, Problem> {
    let mut values: Map<String, Value> = record.as_object().cloned().unwrap_or_default();
    let name = values
        .get("attributes")
        .and_then(|attributes| attributes.get("type"))
        .and_then(Value::as_str);
    let object = match name {
        Some(name) => rows::object(name)?,
        None => {
            return Err(Problem::new(
                400,
                "INVALID_INPUT",
                "Each record needs attributes with a type.",
            ));
        }
    };
    if method == "POST" {
        return records::create(state, object, &values, &caller.username);
    }
    let key = values
        .keys()
        .find(|key| key.eq_ignore_ascii_case("Id"))
        .cloned()
        .unwrap_or_default();
    let id = match values.remove(&key) {
        Some(Value::String(id)) => id,
        _ => {
            return Err(Problem::of_fields(
                "MISSING_ARGUMENT",
                "Id not specified in an update call",
                &[],
            ));
        }
    };
    records::update(state, object, &id, &values, &caller.username)?;
    Ok(ids::normalize(&id).unwrap_or(id))
}

fn delete(state: &mut State, request: &Request) -> Result<Reply, Problem> {
    let ids: Vec<String> = request
        .parameter("ids")
        .unwrap_or("")
        .split(',')
        .map(str::to_owned)
        .collect();
    let all_or_none = request.parameter("allOrNone") == Some("true");
    limit(ids.len())?;
    let before = state.store.clone();
    let outcomes = ids
        .iter()
        .map(|id| {
            let object = schema::OBJECTS
                .iter()
                .find(|object| id.starts_with(object.prefix));
            let object = object.ok_or_else(|| {
                Problem::of_fields("MALFORMED_ID", format!("malformed id {id}"), &[])
            })?;
            records::delete(state, object, id).map(|()| ids::normalize(id).unwrap_or_default())
        })
        .collect();
    Ok(settle(state, before, outcomes, all_or_none))
}

/// One result a row; with all or none, one failure takes the others back.
fn settle(
    state: &mut State,
    before: crate::store::Store,
    outcomes: Vec<Result<String, Problem>>,
    all_or_none: bool,
) -> Reply {
    let failed = all_or_none && outcomes.iter().any(Result::is_err);
    if failed {
        state.store = before;
    }
    let results: Vec<Value> = outcomes
        .into_iter()
        .map(|outcome| match outcome {
            Ok(_) if failed => {
                let rolled_back = Problem::new(400, "ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid and the request was using AllOrNone header");
                json!({"success": false, "errors": [rolled_back.row_error()]})
            }
            Ok(id) => json!({"id": id, "success": true, "errors": []}),
            Err(problem) => json!({"success": false, "errors": [problem.row_error()]}),
        })
        .collect();
    Reply::json(200, Value::from(results))
}

fn retrieve(
    state: &State,
    caller: &Caller,
    name: &str,
    ids: &[String],
    fields: &[String],
) -> Result<Reply, Problem> {
    let object = rows::object(name)?;
    if ids.len() > 2000 {
        return Err(Problem::new(
            400,
            "EXCEEDED_ID_LIMIT",
            "record limit reached. cannot submit more than 2000 records into this call",
        ));
    }
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let mut found = Vec::new();
    for id in ids {
        let row = ids::normalize(id)
            .and_then(|id| state.store.find(object.name, &id))
            .filter(|row| !is_deleted(row));
        found.push(match row {
            Some(row) => rows::read(state, object, row, Some(&fields), &caller.version)?,
            None => Value::Null,
        });
    }
    Ok(Reply::json(200, Value::from(found)))
}
