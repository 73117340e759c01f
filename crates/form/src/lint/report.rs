//! Findings as values, for programs: the shape that the command line and the npm package share.

use casement_expression::json::Lines;

use super::severity_name;
use super::{Edit, Finding, Fix};
use crate::{Object, Value};

impl Finding {
    /// `{ruleId, severity, path, line, column, endLine, endColumn, message, reason?, suggestion?,
    /// fix?}`; `text` is the JSON text that was linted, `fix` is `{safe, edits: [{op, path,
    /// value?, key?}]}`.
    pub fn to_value(&self, text: &Lines<'_>) -> Value {
        let (line, column) = text.at(self.span.start);
        let (end_line, end_column) = text.at(self.span.end);
        let mut object = Object::new();
        object.insert("ruleId", Value::from(self.rule));
        object.insert("severity", Value::from(severity_name(self.severity)));
        object.insert("path", Value::from(self.path.as_str()));
        for (key, number) in [
            ("line", line),
            ("column", column),
            ("endLine", end_line),
            ("endColumn", end_column),
        ] {
            object.insert(key, Value::from(f64::from(number)));
        }
        object.insert("message", Value::from(self.message.as_str()));
        if !self.reason.is_empty() {
            object.insert("reason", Value::from(self.reason));
        }
        if let Some(suggestion) = &self.suggestion {
            object.insert("suggestion", Value::from(suggestion.as_str()));
        }
        if let Some(fix) = &self.fix {
            object.insert("fix", fix_value(fix));
        }
        Value::from(object)
    }
}

fn fix_value(fix: &Fix) -> Value {
    let edits: Vec<Value> = fix.edits.iter().map(edit_value).collect();
    let mut object = Object::new();
    object.insert("safe", Value::from(fix.safe));
    object.insert("edits", Value::from(edits));
    Value::from(object)
}

fn edit_value(edit: &Edit) -> Value {
    let (operation, path) = edit.operation();
    let mut object = Object::new();
    object.insert("op", Value::from(operation));
    object.insert("path", Value::from(path));
    match edit {
        Edit::Set { value, .. } => object.insert("value", value.clone()),
        Edit::Rename { key, .. } => object.insert("key", Value::from(key.as_str())),
        Edit::Remove { .. } | Edit::Wrap { .. } => {}
    }
    Value::from(object)
}
