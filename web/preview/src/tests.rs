//! The parts of the page that are not views.

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use casement_support::form::Severity;

use crate::colours::lines;
use crate::examples::{EXAMPLES, example};
use crate::format::format;
use crate::session::{Found, utf16_offset};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn laying_out_changes_no_value() {
    let cases = [
        ("{}", "{}\n"),
        ("[ ]", "[]\n"),
        ("1.50", "1.50\n"),
        (
            r#"{"a":12345678901234567890,"b":"\u00fc"}"#,
            "{\n  \"a\": 12345678901234567890,\n  \"b\": \"\\u00fc\"\n}\n",
        ),
        (
            r#"{"a":[1,2,"x"],"b":[{}]}"#,
            "{\n  \"a\": [1, 2, \"x\"],\n  \"b\": [\n    {}\n  ]\n}\n",
        ),
    ];
    for (text, want) in cases {
        assert_eq!(format(text).as_deref(), Ok(want), "{text}");
        assert_eq!(format(want).as_deref(), Ok(want), "{text}, laid out twice");
    }
}

#[wasm_bindgen_test]
fn a_text_that_is_no_json_is_not_laid_out() {
    assert!(format("{\"a\": }").is_err());
}

#[wasm_bindgen_test]
fn a_long_list_gets_a_line_for_each_item() {
    let items: Vec<String> = (0..40).map(|number| number.to_string()).collect();
    let laid_out = format(&std::format!("[{}]", items.join(","))).unwrap();
    assert_eq!(laid_out.lines().count(), 42);
}

#[wasm_bindgen_test]
fn positions_count_as_browsers_do() {
    assert_eq!(utf16_offset("aü\u{1F600}b", 7), 4);
    assert_eq!(utf16_offset("ab", 99), 2);
}

#[wasm_bindgen_test]
fn every_example_is_there() {
    for (key_name, _) in EXAMPLES {
        assert!(format(example(key_name)).is_ok(), "{key_name}");
    }
}

#[wasm_bindgen_test]
fn the_coloured_text_is_the_text() {
    let text = "{\n\t\"ü\\\"\": [-1.5e3, true, nul, \"open,\n}😀 \"x\" :";
    let drawn = lines(text, &[], 0);
    let joined: Vec<String> = drawn
        .iter()
        .map(|line| line.iter().map(|piece| piece.text.as_str()).collect())
        .collect();
    assert_eq!(joined.join("\n"), text);
    let classes: Vec<&str> = drawn.iter().flatten().map(|piece| piece.class).collect();
    for class in ["key", "number", "literal", "string", "plain"] {
        assert!(classes.contains(&class), "{class} in {classes:?}");
    }
}

#[wasm_bindgen_test]
fn a_problem_is_underlined_exactly() {
    let problem = Found {
        code: "expression/syntax",
        severity: Severity::Error,
        message: String::new(),
        path: String::new(),
        line: 2,
        column: 4,
        start: 5,
        end: 7,
        bytes: 5..7,
    };
    let drawn = lines("{\n\"abcde\"", std::slice::from_ref(&problem), 0);
    let waved: Vec<&str> = drawn
        .iter()
        .flatten()
        .filter(|piece| piece.wave.is_some())
        .map(|piece| piece.text.as_str())
        .collect();
    assert_eq!(waved, ["cd"]);
    assert!(lines("{\n\"abcde\"", &[problem], 1).len() == 1);
}
