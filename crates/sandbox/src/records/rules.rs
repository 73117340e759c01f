//! The rules of a single field: type, size, format, picklist, reference; and who may write it.
//!
//! Knows the words of each refusal. Knows nothing of what a write then does.

use serde_json::{Map, Value};

use crate::ids;
use crate::schema::{self, Access, Field, Kind, Object};
use crate::state::State;
use crate::store::is_deleted;
use crate::wire::Problem;

/// Checks the values of a write and brings them into the form in which they are kept.
pub(super) fn check(
    state: &State,
    object: &'static Object,
    values: &Map<String, Value>,
    intent: Access,
) -> Result<Map<String, Value>, Problem> {
    let mut changes = Map::new();
    for (name, value) in values {
        if name == "attributes" {
            continue;
        }
        if name.eq_ignore_ascii_case("Id") {
            return Err(if intent == Access::Create {
                Problem::of_fields(
                    "INVALID_FIELD_FOR_INSERT_UPDATE",
                    "cannot specify Id in an insert call",
                    &["Id"],
                )
            } else {
                Problem::new(
                    400,
                    "INVALID_FIELD",
                    "The Id field should not be specified in the sobject data.",
                )
            });
        }
        let Some(field) = object.field(name) else {
            return Err(Problem::new(
                400,
                "INVALID_FIELD",
                format!("No such column '{name}' on sobject of type {}", object.name),
            ));
        };
        let writable = field.access == Access::Write
            || (field.access == Access::Create && intent == Access::Create);
        if !writable {
            return Err(Problem::of_fields(
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                format!(
                    "Unable to create/update fields: {}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.",
                    field.name
                ),
                &[field.name],
            ));
        }
        changes.insert(field.name.to_owned(), convert(state, object, field, value)?);
    }
    Ok(changes)
}

fn convert(state: &State, object: &Object, field: &Field, value: &Value) -> Result<Value, Problem> {
    match (field.kind, value) {
        (Kind::Boolean, Value::Null) => Ok(Value::from(false)),
        (_, Value::Null) => Ok(Value::Null),
        (Kind::Boolean, Value::Bool(_)) => Ok(value.clone()),
        (kind, Value::String(text)) if kind.textual() => check_text(state, object, field, text),
        _ => Err(wrong_type(field, value)),
    }
}

fn wrong_type(field: &Field, value: &Value) -> Problem {
    let (token, text) = match value {
        Value::String(text) => ("VALUE_STRING", text.clone()),
        Value::Bool(true) => ("VALUE_TRUE", "true".to_owned()),
        Value::Bool(false) => ("VALUE_FALSE", "false".to_owned()),
        Value::Number(number) => ("VALUE_NUMBER_INT", number.to_string()),
        Value::Array(_) => ("START_ARRAY", "[".to_owned()),
        Value::Object(_) => ("START_OBJECT", "{".to_owned()),
        Value::Null => ("VALUE_NULL", "null".to_owned()),
    };
    let wanted = if field.kind.textual() {
        "string"
    } else {
        field.kind.describe_name()
    };
    Problem::new(
        400,
        "JSON_PARSER_ERROR",
        format!(
            "Cannot deserialize instance of {wanted} from {token} value {text} or request may be missing a required field: {}",
            field.name
        ),
    )
}

fn check_text(state: &State, object: &Object, field: &Field, text: &str) -> Result<Value, Problem> {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    if let Kind::Reference { to, .. } = field.kind {
        return check_reference(state, field, to, text);
    }
    let size = if field.kind == Kind::ByteText {
        text.len()
    } else {
        text.chars().count()
    };
    if size > field.length {
        return Err(Problem::of_fields(
            "STRING_TOO_LONG",
            format!(
                "{}: data value too large: {text} (max length={})",
                field.label, field.length
            ),
            &[field.name],
        ));
    }
    if field.kind == Kind::Email && !is_email(text) {
        return Err(Problem::of_fields(
            "INVALID_EMAIL_ADDRESS",
            format!("{}: invalid email address: {text}", field.label),
            &[field.name],
        ));
    }
    if field.kind == Kind::Picklist {
        let known = state
            .config
            .picklist(object.name, field.name)
            .iter()
            .find(|known| known.value.eq_ignore_ascii_case(text));
        return match known {
            Some(known) => Ok(Value::from(known.value.as_str())),
            None if state.config.is_restricted(object.name, field.name) => Err(Problem::of_fields(
                "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                format!(
                    "{}: bad value for restricted picklist field: {text}",
                    field.label
                ),
                &[field.name],
            )),
            None => Ok(Value::from(text)),
        };
    }
    Ok(Value::from(text))
}

fn check_reference(state: &State, field: &Field, to: &str, text: &str) -> Result<Value, Problem> {
    let wrong = || {
        Problem::of_fields(
            "MALFORMED_ID",
            format!("{}: id value of incorrect type: {text}", field.label),
            &[field.name],
        )
    };
    let id = ids::normalize(text).ok_or_else(wrong)?;
    let target = schema::object(to)
        .filter(|target| id.starts_with(target.prefix))
        .ok_or_else(wrong)?;
    match state.store.find(target.name, &id) {
        Some(row) if !is_deleted(row) => Ok(Value::from(id)),
        _ => Err(Problem::of_fields(
            "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
            format!(
                "insufficient access rights on cross-reference id: {}",
                id.get(..15).unwrap_or(&id)
            ),
            &[],
        )),
    }
}

/// What Salesforce takes for an email address: one `@`, a local part without spaces, a domain
/// with a dot between labels.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let plain = |part: &str| {
        !part.chars().any(|c| {
            c.is_whitespace()
                || c.is_control()
                || matches!(
                    c,
                    '@' | '"' | '(' | ')' | ',' | ':' | ';' | '<' | '>' | '[' | '\\' | ']'
                )
        })
    };
    let labels: Vec<&str> = domain.split('.').collect();
    !local.is_empty()
        && local.chars().count() <= 64
        && plain(local)
        && plain(domain)
        && labels.len() >= 2
        && labels
            .iter()
            .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
}
