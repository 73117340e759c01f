//! What a form engine asks of values: equal, empty, number-like, corrected, looked up.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use casement_expression::{Equality, Path, Value, json};

fn value(text: &str) -> Value {
    json::parse_value(text).unwrap()
}

#[test]
fn equality_follows_its_parameters() {
    let (operator, default, strict) = (Equality::OPERATOR, Equality::DEFAULT, Equality::STRICT);
    for (a, b, how, equal) in [
        ("[10,9]", "[9,10]", operator, true),
        ("[10,9]", "[9,10]", default, false),
        (r#"["1",2]"#, "[2,1]", operator, true),
        (r#"["b","A"]"#, r#"["a","B"]"#, operator, false),
        ("[1,1,2]", "[1,2,2]", operator, false),
        (
            r#"[{"a":1},{"a":2}]"#,
            r#"[{"a":2},{"a":1}]"#,
            operator,
            false,
        ),
        (r#"" Abc""#, r#""aBC ""#, operator, true),
        (r#"" Abc""#, r#""aBC ""#, strict, false),
        (r#""5""#, r#""5.0""#, operator, false),
        (r#""5""#, "5", operator, true),
        (r#""05""#, "5", strict, true),
        ("true", r#""TRUE""#, operator, true),
        ("true", r#""true ""#, operator, false),
        ("true", "1", operator, true),
        ("null", r#""""#, operator, true),
        ("null", "[]", operator, false),
        ("0", r#""  ""#, operator, true),
        ("0", r#""""#, operator, false),
        ("[1]", "1", operator, false),
        (r#"{"a":1,"b":"x"}"#, r#"{"b":"X","a":"1"}"#, operator, true),
        (r#"{"a":1}"#, r#"{"a":1,"b":null}"#, operator, false),
    ] {
        assert_eq!(value(a).equals(&value(b), how), equal, "{a} and {b}");
        assert_eq!(value(b).equals(&value(a), how), equal, "{b} and {a}");
    }
    let exact = Equality {
        convert_numbers: false,
        ..default
    };
    assert!(!value("5").equals(&value(r#""5""#), exact));
    assert!(Value::Undefined.equals(&value("[]"), operator));
    assert!(Value::Date(5.0).equals(&Value::Date(5.0), strict));
    assert!(!Value::Number(f64::NAN).equals(&Value::Number(f64::NAN), operator));
}

#[test]
fn number_like_texts_and_corrected_values() {
    for (text, number, corrected) in [
        ("1,5", Some(1.5), Value::Number(1.5)),
        ("1,000", Some(1.0), Value::Number(1.0)),
        ("1,0,0", None, Value::from("1,0,0")),
        (" 01", Some(1.0), Value::Number(1.0)),
        ("05", Some(5.0), Value::from("05")),
        ("0.5", Some(0.5), Value::Number(0.5)),
        ("0x1F", Some(31.0), Value::Number(31.0)),
        ("1e3", Some(1000.0), Value::Number(1000.0)),
        ("5px", None, Value::from("5px")),
        ("1-2", None, Value::from("1-2")),
        ("Infinity", None, Value::from("Infinity")),
        ("1234567890123456", None, Value::from("1234567890123456")),
        ("", None, Value::from("")),
        ("TRUE", None, Value::Bool(true)),
        (" true", None, Value::from(" true")),
        ("'5'", None, Value::from("5")),
        ("'", None, Value::from("'")),
    ] {
        assert_eq!(Value::from(text).number_like(), number, "{text:?}");
        assert_eq!(Value::from(text).corrected(), corrected, "{text:?}");
    }
    assert_eq!(value("[5]").number_like(), Some(5.0));
    assert_eq!(value("true").number_like(), None);
}

#[test]
fn emptiness_and_truth_are_different_questions() {
    for (text, empty, truthy, condition) in [
        ("null", true, false, false),
        (r#""""#, true, false, false),
        ("[]", true, true, false),
        ("{}", true, true, false),
        (r#"{"a":{"b":[]}}"#, true, true, false),
        ("0", false, false, false),
        ("false", false, false, false),
        (r#"" ""#, false, true, false),
        ("[null]", false, true, false),
        ("1", false, true, true),
        (r#""1""#, false, true, true),
        ("[1]", false, true, true),
        ("5", false, true, false),
        (r#""yes""#, false, true, false),
        ("true", false, true, true),
    ] {
        let value = value(text);
        assert_eq!(value.is_empty(), empty, "{text} empty");
        assert_eq!(value.is_truthy(), truthy, "{text} truthy");
        assert_eq!(value.is_condition_true(), condition, "{text} == true");
        assert_eq!(value.is_true(), text == "true", "{text} === true");
    }
}

#[test]
fn names_are_looked_up_by_the_longest_run_in_any_case() {
    let data = value(
        r#"{"A":2,"a":1,"a.b":{"x":1},"o":{"p":{"q":[1,[2,3],"xyz"]}},"n":null,"Ünï":7,"l":[]}"#,
    );
    for (name, found) in [
        ("a", Some(value("2"))),
        ("a.b.x", Some(value("1"))),
        ("a.b.y", None),
        ("O.P.q[0]", Some(value("1"))),
        ("o.p.q[-1]", Some(value(r#""xyz""#))),
        ("o.p.q[-1].length", Some(value("3"))),
        ("o.p.q[1].0", Some(value("2"))),
        ("o.p.q[3]", None),
        ("o.p.q[0,5]", Some(Value::Undefined)),
        ("o.p.q[0.5]", None),
        ("o.p.q[1][0]", None),
        ("o.p.q.length", Some(value("3"))),
        ("o.p.q.Length", None),
        ("l.length", Some(value("0"))),
        ("n", Some(Value::Null)),
        ("n.x", None),
        ("üNÏ", Some(value("7"))),
        (" a", None),
        ("", None),
    ] {
        let path = Path::new(name);
        assert_eq!(
            path.find_in_value(&data).as_deref(),
            found.as_ref(),
            "{name:?}"
        );
    }
    assert!(Path::new("zz.length").ends_in_length());
}
