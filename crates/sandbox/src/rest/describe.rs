//! Describe answers: what the table of fields and the org's configuration look like from outside.

use serde_json::{Value, json};

use super::rows;
use crate::moment;
use crate::schema::{Access, Field, Kind, OBJECTS, Object};
use crate::state::State;
use crate::wire::{Problem, Reply, Request};

/// The moment since which no definition has changed.
const UNCHANGED_SINCE: &str = "2026-01-01T00:00:00Z";

/// `/sobjects`
pub(super) fn all(version: &str) -> Value {
    let objects: Vec<Value> = OBJECTS
        .iter()
        .map(|object| summary(object, version))
        .collect();
    json!({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": objects})
}

/// `/sobjects/TYPE`
pub(super) fn basic(object: &Object, version: &str) -> Value {
    json!({"objectDescribe": summary(object, version), "recentItems": []})
}

fn summary(object: &Object, version: &str) -> Value {
    let at = format!("/services/data/v{version}/sobjects/{}", object.name);
    json!({
        "name": object.name,
        "label": object.label,
        "labelPlural": object.label_plural,
        "keyPrefix": object.prefix,
        "custom": false,
        "createable": object.createable,
        "updateable": object.updateable,
        "deletable": object.deletable,
        "undeletable": false,
        "queryable": true,
        "retrieveable": true,
        "searchable": false,
        "layoutable": false,
        "triggerable": false,
        "urls": {
            "sobject": at,
            "describe": format!("{at}/describe"),
            "rowTemplate": format!("{at}/{{ID}}"),
        },
    })
}

/// `/sobjects/TYPE/describe`
pub(super) fn one(
    state: &State,
    name: &str,
    version: &str,
    request: &Request,
) -> Result<Reply, Problem> {
    let object = rows::object(name)?;
    let modified = moment::read(UNCHANGED_SINCE)
        .map(moment::write_http)
        .unwrap_or_default();
    if request.header("if-modified-since") == Some(modified.as_str()) {
        return Ok(Reply::empty(304));
    }
    let fields: Vec<Value> = object
        .fields
        .iter()
        .map(|field| describe_field(state, object, field))
        .collect();
    let children: Vec<Value> = object
        .children
        .iter()
        .map(|child| json!({"childSObject": child.object, "field": child.field, "relationshipName": child.name, "cascadeDelete": child.object == "CaseComment"}))
        .collect();
    let mut body = summary(object, version);
    if let Some(body) = body.as_object_mut() {
        body.insert("fields".to_owned(), Value::from(fields));
        body.insert("childRelationships".to_owned(), Value::from(children));
        body.insert("recordTypeInfos".to_owned(), json!([]));
    }
    Ok(Reply::json(200, body).with("last-modified", modified))
}

fn describe_field(state: &State, object: &Object, field: &Field) -> Value {
    let values: Vec<Value> = state
        .config
        .picklist(object.name, field.name)
        .iter()
        .map(|value| json!({"value": value.value, "label": value.value, "active": true, "defaultValue": value.default, "validFor": null}))
        .collect();
    let defaulted = field.kind == Kind::Boolean
        || field.name == "OwnerId"
        || (field.access == Access::Read && !field.nillable)
        || state
            .config
            .picklist(object.name, field.name)
            .iter()
            .any(|value| value.default);
    let bytes = match field.kind {
        Kind::Boolean | Kind::Int | Kind::DateTime => 0,
        Kind::Id | Kind::Reference { .. } => field.length,
        Kind::ByteText => field.length,
        _ => field.length * 3,
    };
    let targets: Vec<&str> = match field.kind {
        Kind::Reference { to, .. } => vec![to],
        _ => Vec::new(),
    };
    json!({
        "name": field.name,
        "label": field.label,
        "type": field.kind.describe_name(),
        "soapType": field.kind.soap_name(),
        "length": field.length,
        "byteLength": bytes,
        "nillable": field.nillable,
        "createable": field.access != Access::Read,
        "updateable": field.access == Access::Write,
        "filterable": field.kind.filterable(),
        "sortable": field.kind.filterable(),
        "groupable": false,
        "defaultedOnCreate": defaulted,
        "autoNumber": field.name == "CaseNumber",
        "idLookup": matches!(field.name, "Id" | "CaseNumber"),
        "externalId": false,
        "unique": false,
        "custom": false,
        "calculated": false,
        "restrictedPicklist": state.config.is_restricted(object.name, field.name),
        "picklistValues": values,
        "referenceTo": targets,
        "relationshipName": field.relationship(),
    })
}
