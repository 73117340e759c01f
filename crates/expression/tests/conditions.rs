//! Conditions of `...InArray` functions: their names are the item's first, then the survey's.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use casement_expression::{Host, Name, NativeHost, Object, Scope, Value, compile, json, parse};

/// Names of a survey, read by slot or, in a condition's text, not at all.
struct Survey(Object);

impl Scope for Survey {
    fn read(&self, _slot: usize, name: &Name) -> Option<Value> {
        name.path.find_in(&self.0)
    }
}

fn evaluate(expression: &str, values: &str) -> Value {
    let values = json::parse(values).unwrap().to_value();
    let survey = Survey(values.as_object().unwrap().clone());
    let host: &dyn Host = &NativeHost::utc(0.0);
    compile(&parse(expression).tree.unwrap()).evaluate(&survey, host)
}

#[test]
fn a_name_that_the_item_lacks_is_the_survey_s() {
    let values = r#"{"limit":2,"rows":[{"n":1},{"n":3},{"n":5,"limit":9}]}"#;
    assert_eq!(
        evaluate("countInArray({rows}, 'n', {n} > {limit})", values),
        Value::Number(1.0)
    );
}

#[test]
fn a_condition_within_a_condition_reaches_the_survey() {
    let values = r#"{"limit":2,"rows":[{"n":1,"in":[{"m":1},{"m":3}]},{"n":2,"in":[{"m":1}]}]}"#;
    let expression = "sumInArray({rows}, 'n', countInArray({in}, 'm', {m} > {limit}) > 0)";
    assert_eq!(evaluate(expression, values), Value::Number(1.0));
}

#[test]
fn conditions_in_conditions_are_compiled_to_a_bounded_depth() {
    let mut expression = "{a}".to_owned();
    for _ in 0..60 {
        expression = format!("countInArray({{a}}, 'x', {expression})");
    }
    assert_eq!(evaluate(&expression, "{}"), Value::Number(0.0));
}
