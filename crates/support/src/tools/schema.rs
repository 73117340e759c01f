//! A tool's arguments as a JSON schema.

use casement_form::{Object, Value};

use super::table::{Argument, LONGEST_TEXT, MOST_KEYS, Shape, Tool};

const API_NAME: &str = "^[A-Za-z][A-Za-z0-9_]*$";

pub(super) fn of(tool: &Tool) -> Value {
    let mut schema = keys(tool.arguments);
    schema.insert("title", tool.name.into());
    schema.insert("description", tool.doc.into());
    schema.insert(
        "$schema",
        "https://json-schema.org/draft/2020-12/schema".into(),
    );
    schema.into()
}

/// An object with exactly these keys.
fn keys(rows: &[Argument]) -> Object {
    let properties: Object = rows
        .iter()
        .map(|row| {
            let mut property = shape(&row.shape);
            property.insert("description", row.doc.into());
            (row.name, Value::from(property))
        })
        .collect();
    let required: Vec<Value> = rows.iter().map(|row| row.name.into()).collect();
    object([
        ("type", "object".into()),
        ("properties", properties.into()),
        ("required", required.into()),
        ("additionalProperties", false.into()),
    ])
}

fn shape(shape: &Shape) -> Object {
    match shape {
        Shape::Context(rows) => object([("oneOf", vec![keys(rows).into(), flow().into()].into())]),
        Shape::Updates => {
            let value = object([(
                "type",
                ["string", "number", "boolean", "null"]
                    .map(Value::from)
                    .to_vec()
                    .into(),
            )]);
            let mut updates = named(value);
            updates.insert("minProperties", 1.0.into());
            updates
        }
        Shape::CaseNumber | Shape::Email | Shape::Line { .. } | Shape::Text { .. } => text(shape),
    }
}

fn text(shape: &Shape) -> Object {
    let mut text = object([("type", "string".into())]);
    if !matches!(
        shape,
        Shape::Line {
            may_be_empty: true,
            ..
        }
    ) {
        text.insert("minLength", 1.0.into());
    }
    text.insert("maxLength", (shape.max_chars() as f64).into());
    if matches!(shape, Shape::Email) {
        text.insert("format", "email".into());
    }
    text
}

/// R8: the Flow's name and the inputs configured for it.
fn flow() -> Object {
    let mut inputs = named(text(&Shape::Line {
        max: LONGEST_TEXT,
        may_be_empty: true,
    }));
    inputs.insert("required", vec!["flowName".into()].into());
    inputs
}

/// An object whose keys are API names.
fn named(value: Object) -> Object {
    let names = object([("pattern", API_NAME.into())]);
    object([
        ("type", "object".into()),
        ("propertyNames", names.into()),
        ("additionalProperties", value.into()),
        ("maxProperties", (MOST_KEYS as f64).into()),
    ])
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Object {
    members.into_iter().collect()
}
