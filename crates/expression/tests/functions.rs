//! The function table is true: every row's example gives what the row says.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::HashSet;

use casement_expression::{
    FUNCTIONS, Host, Object, PlainValues, Regex, Value, compile, function, iso_text, json, parse,
};

struct Noon;

impl Host for Noon {
    fn now(&self) -> f64 {
        // 2024-05-15T10:20:30Z
        1_715_768_430_000.0
    }
    fn offset_at(&self, _utc_ms: f64) -> f64 {
        0.0
    }
    fn regex(&self, _pattern: &str, _case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        Err("none here".to_owned())
    }
}

#[test]
fn every_example_gives_what_its_row_says() {
    for row in &FUNCTIONS {
        let tree = parse(row.example.expression).tree.unwrap();
        let values = json::parse_value(row.example.values).unwrap();
        let empty = Object::new();
        let scope = PlainValues(values.as_object().unwrap_or(&empty));
        let program = compile(&tree);
        assert!(program.problems().is_empty(), "{}", row.name);
        assert!(
            program.functions().any(|called| called == row.name),
            "the example of {} doesn't call it",
            row.name
        );
        let result = match program.evaluate(&scope, &Noon) {
            Value::Date(ms) => Value::from(iso_text(ms).unwrap()),
            other => other,
        };
        assert_eq!(result.to_json(), row.example.result, "{}", row.name);
    }
}

#[test]
fn names_are_unique_and_found_by_their_case() {
    let names: HashSet<_> = FUNCTIONS.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), 32);
    for row in &FUNCTIONS {
        assert_eq!(function(row.name).unwrap().name, row.name);
        assert!(!row.doc.is_empty(), "{} has no words", row.name);
    }
    assert!(function("SUM").is_none());
}

#[test]
fn a_parameter_that_must_be_given_never_follows_one_that_need_not() {
    for row in &FUNCTIONS {
        let first_optional = row.parameters.iter().position(|p| p.optional);
        let last_needed = row.parameters.iter().rposition(|p| !p.optional);
        if let (Some(optional), Some(needed)) = (first_optional, last_needed) {
            assert!(needed < optional, "{}", row.name);
        }
    }
}
