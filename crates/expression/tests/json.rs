//! JSON: what is read, what is refused and where, and in which order keys come.

use casement_expression::json::{self, Arena, JsonError, Kind, MAX_DEPTH, Node};
use casement_expression::{Object, Value};

#[test]
fn what_json_parse_refuses_is_refused_with_code_and_place() {
    for (text, code, at) in [
        ("", "json/unexpected-end", 0),
        ("  ", "json/unexpected-end", 2),
        ("{", "json/unexpected-end", 1),
        ("[1,]", "json/unexpected-character", 3),
        ("{\"a\":1,}", "json/unexpected-character", 7),
        ("{a:1}", "json/unexpected-character", 1),
        ("'a'", "json/unexpected-character", 0),
        ("01", "json/trailing-text", 1),
        ("1 2", "json/trailing-text", 2),
        ("1.", "json/unexpected-end", 2),
        ("-", "json/unexpected-end", 1),
        ("+1", "json/unexpected-character", 0),
        (".5", "json/unexpected-character", 0),
        ("1e", "json/unexpected-end", 2),
        ("NaN", "json/unexpected-character", 0),
        ("tru", "json/unexpected-end", 3),
        ("\"a", "json/unexpected-end", 2),
        ("\"\\x\"", "json/bad-escape", 2),
        ("\"\\u12g4\"", "json/bad-escape", 5),
        ("\"\n\"", "json/control-character", 1),
        ("\u{feff}1", "json/unexpected-character", 0),
        ("\u{a0}1", "json/unexpected-character", 0),
    ] {
        let error = json::parse(text, &Arena::default()).unwrap_err();
        assert_eq!(json::parse_value(text), Err(error.clone()));
        assert_eq!((error.code, error.at), (code, at), "{text:?}");
    }
}

#[test]
fn surrogate_pairs_are_joined_and_halves_replaced() {
    for (text, read) in [
        (r#""\ud83d\ude00""#, "😀"),
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""\ude00""#, "\u{fffd}"),
        (r#""\ud83dx""#, "\u{fffd}x"),
        (r#""\ud83d\u0041""#, "\u{fffd}A"),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
        (r#""\u00e9\/\b\f""#, "é/\u{8}\u{c}"),
    ] {
        let value = json::parse_value(text).unwrap();
        assert_eq!(value.as_str(), Some(read), "{text}");
    }
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let arena = Arena::default();
    assert!(json::parse(&nested(MAX_DEPTH), &arena).is_ok());
    let error = json::parse(&nested(MAX_DEPTH + 1), &arena).unwrap_err();
    assert_eq!(error.code, "json/too-deep");
    assert!(json::parse(&"[{\"a\":".repeat(200_000), &arena).is_err());
}

#[test]
fn of_equal_keys_the_last_wins_in_the_place_of_the_first() {
    let arena = Arena::default();
    let node = json::parse(r#"{"a":1,"b":2,"a":3}"#, &arena).unwrap();
    assert_eq!(node.to_value().to_json(), r#"{"a":3,"b":2}"#);
    assert_eq!(node.get("a").unwrap().to_value(), Value::Number(3.0));
}

#[test]
fn spans_are_bytes_and_lines_count_characters() {
    let text = "{\n  \"é\": [1,\r\n  true]\n}";
    let arena = Arena::default();
    let node = json::parse(text, &arena).unwrap();
    let member = &node.as_object().unwrap()[0];
    assert_eq!((member.key_span.start, member.key_span.end), (4, 8));
    let item = &member.value.as_array().unwrap()[1];
    assert_eq!(
        &text[item.span.start as usize..item.span.end as usize],
        "true"
    );
    assert_eq!(json::line_column(text, item.span.start), (3, 3));
    assert_eq!(json::line_column(text, member.value.span.start), (2, 8));
    assert_eq!(json::line_column("abc", 99), (1, 4));
}

#[test]
fn numbers_are_written_as_javascript_does() {
    for (number, text) in [
        (0.0, "0"),
        (-0.0, "0"),
        (1e21, "1e+21"),
        (1e-7, "1e-7"),
        (0.1, "0.1"),
        (123_456_789_012.0, "123456789012"),
        (f64::NAN, "null"),
        (f64::INFINITY, "null"),
    ] {
        assert_eq!(Value::Number(number).to_json(), text);
    }
}

#[test]
fn what_json_lacks_is_written_as_javascript_does() {
    let object: Object = [
        ("u", Value::Undefined),
        ("d", Value::Date(0.0)),
        ("x", Value::Date(f64::NAN)),
        ("a", Value::from(vec![Value::Undefined])),
        ("q\"\u{1}", Value::from("\\\n\u{1f}é")),
    ]
    .into_iter()
    .collect();
    assert_eq!(
        Value::from(object).to_json(),
        "{\"d\":\"1970-01-01T00:00:00.000Z\",\"x\":null,\"a\":[null],\"q\\\"\\u0001\":\"\\\\\\n\\u001fé\"}"
    );
}

#[test]
fn integer_like_keys_come_first_and_ascend() {
    let mut object = Object::new();
    for key in [
        "b",
        "10",
        "a",
        "2",
        "01",
        "-1",
        "4294967295",
        "4294967294",
        "1.5",
        "0",
    ] {
        object.insert(key, Value::Null);
    }
    let keys = |object: &Object| object.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        keys(&object),
        [
            "0",
            "2",
            "10",
            "4294967294",
            "b",
            "a",
            "01",
            "-1",
            "4294967295",
            "1.5"
        ]
    );
    object.remove("2");
    object.remove("b");
    object.insert("3", Value::Null);
    object.insert("b", Value::Null);
    object.insert("a", Value::Bool(true));
    assert_eq!(
        keys(&object),
        [
            "0",
            "3",
            "10",
            "4294967294",
            "a",
            "01",
            "-1",
            "4294967295",
            "1.5",
            "b"
        ]
    );
}

#[test]
fn an_outline_leaves_the_elements_of_survey_and_pages_for_later() {
    let text = r#"{"title": "T", "pages": [{"name": "p", "elements": [
        {"type": "panel", "name": "x", "elements": [{"type": "text", "name": "\u0061"}]}, 1]}]}"#;
    let mut parts = json::Parts::default();
    let arena = Arena::default();
    let outline = parts.outline(text, &arena).unwrap();
    assert_eq!(outline.get("title").and_then(Node::as_str), Some("T"));
    let page = &outline.get("pages").unwrap().as_array().unwrap()[0];
    let elements = page.get("elements").unwrap().as_array().unwrap();
    assert_eq!(elements[1].kind, Kind::Number(1.0));
    assert_eq!(elements[0].kind, Kind::Later);
    let panel = parts.read(text, elements[0].span, &arena).unwrap();
    assert_eq!(panel.get("name").and_then(Node::as_str), Some("x"));
    let inner = &panel.get("elements").unwrap().as_array().unwrap()[0];
    assert_eq!(inner.kind, Kind::Later);
    let inner = parts.read(text, inner.span, &arena).unwrap();
    assert_eq!(inner.get("name").and_then(Node::as_str), Some("a"));
    assert_eq!(parts.missed(text), None);
    let whole = json::parse(text, &arena).unwrap();
    let there = &whole.get("pages").unwrap().as_array().unwrap()[0];
    let there = &there.get("elements").unwrap().as_array().unwrap()[0];
    assert_eq!(there.span, panel.span, "positions count in the whole text");
}

/// What is wrong with a text by its parts.
fn error_in_parts(text: &str) -> Option<JsonError> {
    let mut parts = json::Parts::default();
    let arena = Arena::default();
    let outline = match parts.outline(text, &arena) {
        Ok(outline) => outline,
        Err(error) => return Some(error),
    };
    let mut left = vec![outline];
    while let Some(node) = left.pop() {
        match node.kind {
            Kind::Later => left.extend(parts.read(text, node.span, &arena)),
            Kind::Array(items) => left.extend(items),
            Kind::Object(members) => left.extend(members.iter().map(|it| it.value)),
            _ => {}
        }
    }
    parts.missed(text)
}

#[test]
fn parts_that_are_not_read_are_checked_as_well() {
    for (text, wrong) in [
        (r#"{"elements": [{"a": 01}], "pages": []}"#, Some(21)),
        (r#"{"elements": [{"a": [1}]], "pages": []}"#, Some(22)),
        (r#"{"elements": [{"a": 1}]}"#, None),
    ] {
        let mut parts = json::Parts::default();
        parts.outline(text, &Arena::default()).unwrap();
        assert_eq!(parts.missed(text).map(|error| error.at), wrong, "{text}");
    }
}

#[test]
fn an_outline_refuses_what_is_no_json_at_the_same_place() {
    let inside = [
        "1",
        "-",
        "01",
        "1.",
        "1e",
        "\"a",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"\\u12\"",
        "tru",
        "nul",
        "[1,]",
        "[1 2]",
        "{\"a\" 1}",
        "{\"a\": }",
        "{a: 1}",
        "{\"a\": 1,}",
        "\"\t\"",
        "\"ä\"",
        "",
    ];
    for part in inside {
        for text in [
            format!("{{\"elements\": [{{\"type\": {part}}}]}}"),
            format!("{{\"pages\": [{{\"elements\": [{{\"x\": [{part}]}}]}}]}}"),
        ] {
            assert_eq!(
                json::parse(&text, &Arena::default()).err(),
                error_in_parts(&text),
                "{text}"
            );
        }
    }
    let deep = |depth: usize| {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        format!("{{\"elements\": [{{\"x\": {open}{close}}}]}}")
    };
    for depth in [MAX_DEPTH - 3, MAX_DEPTH - 2, MAX_DEPTH] {
        let text = deep(depth);
        assert_eq!(
            json::parse(&text, &Arena::default()).err(),
            error_in_parts(&text),
            "{depth}"
        );
    }
}
