//! Conditions of `...InArray` functions: their names are the item's first, then the survey's. And
//! what is evaluated of an `and` or `or`.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::borrow::Cow;
use std::cell::Cell;

use casement_expression::{
    Answer, Call, Host, Name, NativeHost, Object, Scope, Value, compile, json, parse,
};

/// Names of a survey, read by slot or, in a condition's text, not at all; and how many calls there
/// were.
struct Survey(Object, Cell<usize>);

impl Scope for Survey {
    fn read(&self, _slot: usize, name: &Name) -> Option<Cow<'_, Value>> {
        name.path.find_in(&self.0)
    }

    fn call(&self, _: &Call<'_>) -> Answer {
        self.1.set(self.1.get() + 1);
        Answer::Value(Value::Bool(true))
    }
}

fn evaluate(expression: &str, values: &str) -> Value {
    evaluate_counting(expression, values).0
}

/// The value, and how many calls were made for it.
fn evaluate_counting(expression: &str, values: &str) -> (Value, usize) {
    let values = json::parse_value(values).unwrap();
    let survey = Survey(values.as_object().unwrap().clone(), Cell::new(0));
    let host: &dyn Host = &NativeHost::utc(0.0);
    let value = compile(&parse(expression).tree.unwrap()).evaluate(&survey, host);
    (value, survey.1.get())
}

#[test]
fn what_is_called_is_called_even_where_the_left_side_decides() {
    for (expression, result) in [
        ("{a} > 1 and own()", false),
        ("{a} = 1 or own()", true),
        ("{a} > 1 and ({b} = 'x' or own() = true)", false),
        ("own() or {a} > 1", true),
    ] {
        let found = evaluate_counting(expression, r#"{"a":1,"b":"x"}"#);
        assert_eq!(found, (Value::Bool(result), 1), "{expression}");
    }
}

#[test]
fn the_left_side_decides_only_where_it_is_a_flag() {
    let values = r#"{"a":1,"t":true,"f":false,"e":"","b":"Bé ","u":"undefined","n":"7"}"#;
    for (expression, result) in [
        ("{f} and {a} > 3", "false"),
        ("{t} and {a}", "1"),
        ("{e} and {a}", "0"),
        ("{missing} and 5 > 3", "0"),
        ("{a} or {a} > 3", "1"),
        ("{f} or {a}", "1"),
        (
            "!({a} > 3) and !({b} = 'x' or {n} < 8 and {a} <> 1)",
            "true",
        ),
        ("{a} > 3 or {a} > 2 or {b} = 'bÉ'", "true"),
        (
            "{u} = {missing} and {missing} = 'undefined' and {missing} <> 'x'",
            "true",
        ),
        ("{missing} < 'x' or {missing} > 'x' or {n} = '07'", "true"),
        ("({a} > 3 or {b} contains 'b') and {n} * 2 = 14", "true"),
    ] {
        assert_eq!(
            evaluate(expression, values).to_json(),
            result,
            "{expression}"
        );
    }
}

#[test]
fn a_name_that_the_item_lacks_is_the_survey_s() {
    let values = r#"{"limit":2,"rows":[{"n":1},{"n":3},{"n":5,"limit":9}]}"#;
    assert_eq!(
        evaluate("countInArray({rows}, 'n', {n} > {limit})", values),
        Value::Number(1.0)
    );
}

/// The answer is survey-core's. Items that come as JSON share the texts of their keys.
#[test]
fn a_member_is_the_first_key_that_is_its_name_but_for_case_in_each_item() {
    let values = r#"{"items": [
        {"a": 1, "K": "p"}, {"a": 2, "K": "q", "k": "p"}, {"a": 4, "k": "p", "K": "q"},
        {"b": 1, "a": 8, "k": "p"}, {"b": 1, "a": 16, "k": "q"}, {"b": 1, "A": 32, "k": "p"},
        {"K": "p", "a": 64}
    ]}"#;
    assert_eq!(
        evaluate("sumInArray({items}, 'a', {k} = 'p')", values),
        Value::Number(77.0)
    );
}

#[test]
fn a_text_in_an_item_is_compared_as_any_other() {
    let texts = [
        "p",
        "q",
        "P",
        "pq",
        " p",
        "p ",
        "true",
        "TRUE",
        "t",
        "tr",
        "false",
        "f",
        "undefined",
        "u",
        "U",
        "5",
        "05",
        "ä",
        "Ä",
        "_p",
        "",
    ];
    for (text, constant) in texts.iter().flat_map(|a| texts.iter().map(move |b| (a, b))) {
        for operator in ["=", "!=", "<", ">", "contains"] {
            let values = format!(r#"{{"x":"{text}","rows":[{{"n":1,"k":"{text}"}}]}}"#);
            let one = evaluate(&format!("{{x}} {operator} '{constant}'"), &values);
            let expression = format!("countInArray({{rows}}, 'n', {{k}} {operator} '{constant}')");
            let counted = evaluate(&expression, &values);
            assert_eq!(
                one.is_true(),
                counted == Value::Number(1.0),
                "{text} {operator} {constant}"
            );
        }
    }
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
