//! sObject rows: create, read, update, delete.

use serde_json::{Map, Value, json};

use super::{Caller, object_body};
use crate::records;
use crate::schema::{self, Object, Source};
use crate::soql;
use crate::state::State;
use crate::store::Row;
use crate::wire::{Problem, Reply, Request};

/// The type that an address names.
pub(super) fn object(name: &str) -> Result<&'static Object, Problem> {
    schema::object(name).ok_or_else(Problem::not_found)
}

/// `/sobjects/TYPE`
pub(super) fn collection(
    state: &mut State,
    caller: &Caller,
    method: &str,
    name: &str,
    request: &Request,
) -> Result<Reply, Problem> {
    let object = object(name)?;
    match method {
        "GET" => Ok(Reply::json(
            200,
            super::describe::basic(object, &caller.version),
        )),
        "POST" => {
            let values = object_body(request)?;
            let id = records::create(state, object, &values, &caller.username)?;
            let location = format!(
                "/services/data/v{}/sobjects/{}/{id}",
                caller.version, object.name
            );
            Ok(
                Reply::json(201, json!({"id": id, "success": true, "errors": []}))
                    .with("location", location),
            )
        }
        _ => Err(Problem::method(method, "HEAD,GET,POST")),
    }
}

/// `/sobjects/TYPE/ID`
pub(super) fn single(
    state: &mut State,
    caller: &Caller,
    method: &str,
    name: &str,
    id: &str,
    request: &Request,
) -> Result<Reply, Problem> {
    let object = object(name)?;
    match method {
        "GET" => {
            let fields = request
                .parameter("fields")
                .map(|fields| fields.split(',').map(str::trim).collect::<Vec<_>>());
            let row = records::for_read(state, object, id)?;
            read(state, object, row, fields.as_deref(), &caller.version)
                .map(|record| Reply::json(200, record))
        }
        "PATCH" => {
            let values = object_body(request)?;
            records::update(state, object, id, &values, &caller.username)?;
            Ok(Reply::empty(204))
        }
        "DELETE" => {
            records::delete(state, object, id)?;
            Ok(Reply::empty(204))
        }
        _ => Err(Problem::method(method, "DELETE,GET,HEAD,PATCH")),
    }
}

/// `/sobjects/TYPE/FIELD/VALUE`: no field of the org is an external id.
pub(super) fn external(name: &str, field: &str, _value: &str) -> Problem {
    if schema::object(name).is_none() {
        return Problem::not_found();
    }
    Problem::new(
        404,
        "NOT_FOUND",
        format!("Provided external ID field does not exist or is not accessible: {field}"),
    )
}

/// A record with the named fields, or with all that can be read.
pub(super) fn read(
    state: &State,
    object: &'static Object,
    row: &Row,
    fields: Option<&[&str]>,
    version: &str,
) -> Result<Value, Problem> {
    let mut record = Map::new();
    record.insert(
        "attributes".to_owned(),
        soql::attributes(object, row, version),
    );
    match fields {
        None => {
            for field in object
                .fields
                .iter()
                .filter(|field| field.source != Source::WriteOnly)
            {
                record.insert(
                    field.name.to_owned(),
                    records::value(state, object, row, field),
                );
            }
        }
        Some(names) => {
            for name in names {
                let Some(field) = object.field(name) else {
                    return Err(Problem::new(
                        400,
                        "INVALID_FIELD",
                        format!("No such column '{name}' on sobject of type {}", object.name),
                    ));
                };
                record.insert(
                    field.name.to_owned(),
                    records::value(state, object, row, field),
                );
            }
            if !record.contains_key("Id")
                && let Some(field) = object.field("Id")
            {
                record.insert("Id".to_owned(), records::value(state, object, row, field));
            }
        }
    }
    Ok(Value::Object(record))
}
