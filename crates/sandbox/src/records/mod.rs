//! Reading and writing records under Salesforce's field rules.
//!
//! Knows the table of fields, the org's switches and the words of each refusal (Object Reference;
//! REST API "Status Codes and Error Responses"). Knows nothing of addresses and bodies.

mod rules;

use serde_json::{Map, Value};

use crate::ids;
use crate::schema::{self, Access, Field, Kind, Object, Source};
use crate::state::State;
use crate::store::{Row, is_deleted, row_id};
use crate::wire::Problem;

/// Creates a record and gives its id.
///
/// # Errors
///
/// The first rule of a field that the values break.
pub(crate) fn create(
    state: &mut State,
    object: &'static Object,
    values: &Map<String, Value>,
    by: &str,
) -> Result<String, Problem> {
    if !object.createable {
        return Err(Problem::new(
            400,
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            format!("entity type cannot be inserted: {}", object.label),
        ));
    }
    let mut changes = rules::check(state, object, values, Access::Create)?;
    let missing: Vec<&str> = object
        .fields
        .iter()
        .filter(|field| {
            !field.nillable && field.access != Access::Read && field.kind != Kind::Boolean
        })
        .filter(|field| changes.get(field.name).is_none_or(Value::is_null))
        .map(|field| field.name)
        .collect();
    if !missing.is_empty() {
        return Err(Problem::of_fields(
            "REQUIRED_FIELD_MISSING",
            format!("Required fields are missing: [{}]", missing.join(", ")),
            &missing,
        ));
    }
    let author = state
        .user_row(by)
        .map(row_id)
        .unwrap_or_default()
        .to_owned();
    defaults(state, object, &mut changes, &author);
    let comment = changes.remove("Comments");
    let id = state.store.next_id(object.prefix);
    let stamp = state.stamp();
    let mut row = Row::new();
    row.insert("Id".to_owned(), Value::from(id.clone()));
    for field in object.fields {
        if let Some(value) = changes.remove(field.name) {
            row.insert(field.name.to_owned(), value);
        }
    }
    for (name, value) in [
        ("CreatedDate", &stamp),
        ("CreatedById", &author),
        ("LastModifiedDate", &stamp),
        ("LastModifiedById", &author),
        ("SystemModstamp", &stamp),
    ] {
        row.insert(name.to_owned(), Value::from(value.as_str()));
    }
    if object.name == "Case" {
        let number = state.store.next_case_number();
        row.insert(
            "CaseNumber".to_owned(),
            Value::from(state.case_number(number)),
        );
        let closed = settle_closed(state, &mut row, &stamp);
        row.insert("IsClosedOnCreate".to_owned(), Value::from(closed));
        inherit_account(state, &mut row);
    }
    state.store.add(object.name, row);
    internal_comment(state, &id, comment, by)?;
    Ok(id)
}

/// Changes a record.
///
/// # Errors
///
/// When there is no such record, or the first rule of a field that the values break.
pub(crate) fn update(
    state: &mut State,
    object: &'static Object,
    id: &str,
    values: &Map<String, Value>,
    by: &str,
) -> Result<(), Problem> {
    if !object.updateable {
        return Err(Problem::new(
            400,
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            format!("entity type cannot be updated: {}", object.label),
        ));
    }
    let id = for_write(state, object, id)?;
    let mut changes = rules::check(state, object, values, Access::Write)?;
    for field in object.fields {
        if !field.nillable && changes.get(field.name).is_some_and(Value::is_null) {
            return Err(Problem::of_fields(
                "REQUIRED_FIELD_MISSING",
                format!("Required fields are missing: [{}]", field.name),
                &[field.name],
            ));
        }
    }
    let author = state
        .user_row(by)
        .map(row_id)
        .unwrap_or_default()
        .to_owned();
    let stamp = state.stamp();
    let comment = changes.remove("Comments");
    let Some(mut row) = state.store.find(object.name, &id).cloned() else {
        return Err(Problem::not_found());
    };
    for (name, value) in changes {
        row.insert(name, value);
    }
    for (name, value) in [
        ("LastModifiedDate", &stamp),
        ("LastModifiedById", &author),
        ("SystemModstamp", &stamp),
    ] {
        row.insert(name.to_owned(), Value::from(value.as_str()));
    }
    if object.name == "Case" {
        settle_closed(state, &mut row, &stamp);
    }
    if let Some(place) = state.store.find_mut(object.name, &id) {
        *place = row;
    }
    internal_comment(state, &id, comment, by)
}

/// Moves a record to the recycle bin, with its comments when it is a case.
///
/// # Errors
///
/// When there is no such record or its type can't be deleted.
pub(crate) fn delete(state: &mut State, object: &'static Object, id: &str) -> Result<(), Problem> {
    if !object.deletable {
        return Err(Problem::new(
            400,
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            format!("entity type cannot be deleted: {}", object.label),
        ));
    }
    let id = for_write(state, object, id)?;
    let stamp = state.stamp();
    let mut doomed = vec![(object.name, id.clone())];
    for child in object
        .children
        .iter()
        .filter(|child| child.object == "CaseComment")
    {
        let rows = state.store.rows(child.object).iter();
        doomed.extend(
            rows.filter(|row| row.get(child.field).and_then(Value::as_str) == Some(id.as_str()))
                .map(|row| (child.object, row_id(row).to_owned())),
        );
    }
    for (object, id) in doomed {
        if let Some(row) = state.store.find_mut(object, &id) {
            row.insert("IsDeleted".to_owned(), Value::from(true));
            row.insert("SystemModstamp".to_owned(), Value::from(stamp.as_str()));
        }
    }
    Ok(())
}

/// The record of that id, for reading.
///
/// # Errors
///
/// When the id is none of this type, or no such record is there.
pub(crate) fn for_read<'a>(
    state: &'a State,
    object: &Object,
    id: &str,
) -> Result<&'a Row, Problem> {
    let id = ids::normalize(id).ok_or_else(Problem::not_found)?;
    check_prefix(object, &id)?;
    let row = state
        .store
        .find(object.name, &id)
        .ok_or_else(Problem::not_found)?;
    if is_deleted(row) {
        Err(deleted())
    } else {
        Ok(row)
    }
}

/// The 18-character id of a record that may be written.
fn for_write(state: &State, object: &Object, id: &str) -> Result<String, Problem> {
    let Some(normal) = ids::normalize(id) else {
        return Err(Problem::of_fields(
            "MALFORMED_ID",
            format!("{} ID: id value of incorrect type: {id}", object.label),
            &["Id"],
        ));
    };
    check_prefix(object, &normal)?;
    match state.store.find(object.name, &normal) {
        None => Err(Problem {
            status: 404,
            ..Problem::of_fields(
                "INVALID_CROSS_REFERENCE_KEY",
                "invalid cross reference id",
                &[],
            )
        }),
        Some(row) if is_deleted(row) => Err(deleted()),
        Some(_) => Ok(normal),
    }
}

fn deleted() -> Problem {
    Problem {
        status: 404,
        ..Problem::of_fields("ENTITY_IS_DELETED", "entity is deleted", &[])
    }
}

fn check_prefix(object: &Object, id: &str) -> Result<(), Problem> {
    if id.starts_with(object.prefix) {
        return Ok(());
    }
    Err(Problem::of_fields(
        "MALFORMED_ID",
        format!("{} ID: id value of incorrect type: {id}", object.label),
        &["Id"],
    ))
}

/// The value of a field of a row, wherever it comes from.
pub(crate) fn value(state: &State, object: &Object, row: &Row, field: &Field) -> Value {
    match field.source {
        Source::Stored => match row.get(field.name) {
            Some(value) => value.clone(),
            None if field.kind == Kind::Boolean => Value::from(false),
            None => Value::Null,
        },
        Source::WriteOnly => Value::Null,
        Source::FullName => {
            let part = |name| row.get(name).and_then(Value::as_str).unwrap_or("");
            Value::from(format!("{} {}", part("FirstName"), part("LastName")).trim())
        }
        Source::Through(reference, remote) => object
            .field(reference)
            .and_then(|reference| parent(state, row, reference))
            .and_then(|(parent, row)| {
                parent
                    .field(remote)
                    .map(|field| value(state, parent, row, field))
            })
            .unwrap_or(Value::Null),
    }
}

/// The record that a reference field of a row points to.
pub(crate) fn parent<'a>(
    state: &'a State,
    row: &Row,
    reference: &Field,
) -> Option<(&'static Object, &'a Row)> {
    let Kind::Reference { to, .. } = reference.kind else {
        return None;
    };
    let id = row.get(reference.name).and_then(Value::as_str)?;
    let object = schema::object(to)?;
    state.store.find(object.name, id).map(|row| (object, row))
}

fn defaults(state: &State, object: &Object, values: &mut Map<String, Value>, author: &str) {
    for field in object.fields {
        let empty = values.get(field.name).is_none_or(Value::is_null);
        if !empty {
            continue;
        }
        if field.kind == Kind::Picklist {
            if let Some(value) = state
                .config
                .picklist(object.name, field.name)
                .iter()
                .find(|value| value.default)
            {
                values.insert(field.name.to_owned(), Value::from(value.value.as_str()));
            }
        } else if field.name == "OwnerId" {
            values.insert(field.name.to_owned(), Value::from(author));
        }
    }
}

/// Derives IsClosed and ClosedDate from the status, and tells whether the case is closed.
pub(crate) fn settle_closed(state: &State, row: &mut Row, stamp: &str) -> bool {
    let closed = row
        .get("Status")
        .and_then(Value::as_str)
        .is_some_and(|status| state.closes(status));
    let was_closed = row.get("IsClosed") == Some(&Value::Bool(true));
    row.insert("IsClosed".to_owned(), Value::from(closed));
    if !closed {
        row.insert("ClosedDate".to_owned(), Value::Null);
    } else if !was_closed {
        row.insert("ClosedDate".to_owned(), Value::from(stamp));
    }
    closed
}

fn inherit_account(state: &State, row: &mut Row) {
    if row
        .get("AccountId")
        .is_some_and(|account| !account.is_null())
    {
        return;
    }
    let account = row
        .get("ContactId")
        .and_then(Value::as_str)
        .and_then(|contact| state.store.find("Contact", contact))
        .and_then(|contact| contact.get("AccountId").cloned());
    if let Some(account) = account {
        row.insert("AccountId".to_owned(), account);
    }
}

/// The virtual field Comments of a case makes an internal comment.
fn internal_comment(
    state: &mut State,
    case: &str,
    comment: Option<Value>,
    by: &str,
) -> Result<(), Problem> {
    let (Some(Value::String(body)), Some(object)) = (comment, schema::object("CaseComment")) else {
        return Ok(());
    };
    let mut values = Map::new();
    values.insert("ParentId".to_owned(), Value::from(case));
    values.insert("CommentBody".to_owned(), Value::from(body));
    create(state, object, &values, by).map(|_| ())
}
