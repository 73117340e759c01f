//! What holds for every input: parsing and evaluating never panic, canonical text parses to the
//! same tree, values survive JSON.

use casement_expression::{
    Equality, FUNCTIONS, Host, Object, Path, PlainValues, Regex, Value, compile, json, parse,
    parse_date_utc,
};
use proptest::prelude::*;

struct Still;

impl Host for Still {
    fn now(&self) -> f64 {
        1_715_768_430_000.0
    }
    fn offset_at(&self, utc_ms: f64) -> f64 {
        // A zone with a change of clocks every half year or so.
        if (utc_ms / 1.6e10).floor() % 2.0 == 0.0 {
            60.0
        } else {
            120.0
        }
    }
    fn regex(&self, _pattern: &str, _case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        Err("none here".to_owned())
    }
}

/// Any value, dates and the numbers that JSON lacks included.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Undefined),
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-100i32..100).prop_map(|n| Value::from(f64::from(n) / 4.0)),
        "[ -~]{0,12}".prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
        "(2024|1999|0000)-[01][0-9]-[0-3][0-9](T[0-2][0-9]:[0-5][0-9])?".prop_map(Value::from),
        any::<f64>().prop_map(Value::Date),
        (-1e13..1e13).prop_map(Value::Date),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[a-dA-D0-9.]{0,3}", inner), 0..4)
                .prop_map(|members| Value::from(members.into_iter().collect::<Object>())),
        ]
    })
}

/// A value that JSON can hold.
fn json_values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop::num::f64::NORMAL.prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..4)
                .prop_map(|members| Value::from(members.into_iter().collect::<Object>())),
        ]
    })
}

/// Text of an expression that is nearly always well-formed.
fn expressions() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        "[0-9]{1,3}(\\.[0-9]{1,3})?",
        "-?[1-9][0-9]{0,24}",
        "0x[0-9]{1,4}",
        "\\{#?[abA. \\[\\]0-9$:\"-]{1,6}\\}",
        "\\{(a|b|c|a\\.b|list\\[0\\]|d)\\}",
        "'([a-z <>=]|\\\\'|\\\\\"){0,6}'",
        "\"([a-z0-9/-]){0,10}\"",
        Just("''".to_owned()),
        "[a-zA-Z_][a-zA-Z0-9_]{0,8}",
        prop::sample::select(vec!["null", "undefined", "true", "FALSE", "negate", "[]"])
            .prop_map(str::to_owned),
    ];
    let operators = vec![
        "or",
        "||",
        "and",
        "&&",
        "<=",
        "=<",
        "lessorequal",
        ">=",
        "=>",
        "=",
        "==",
        "equals",
        "!=",
        "<>",
        "notequal",
        "<",
        "less",
        ">",
        "greater",
        "+",
        "-",
        "*",
        "/",
        "%",
        "^",
        "power",
        "contains",
        "*=",
        "notcontains",
        "anyof",
        "allof",
        "noneof",
        "CONTAINS",
    ];
    let names: Vec<&str> = FUNCTIONS
        .iter()
        .map(|row| row.name)
        .chain(["nosuch"])
        .collect();
    atom.prop_recursive(5, 40, 3, move |inner| {
        prop_oneof![
            (
                inner.clone(),
                prop::sample::select(operators.clone()),
                inner.clone()
            )
                .prop_map(|(left, operator, right)| format!("{left} {operator} {right}")),
            inner.clone().prop_map(|e| format!("({e})")),
            inner.clone().prop_map(|e| format!("!{e}")),
            inner.clone().prop_map(|e| format!("negate {e}")),
            inner.clone().prop_map(|e| format!("{e} empty")),
            inner.clone().prop_map(|e| format!("{e} contains")),
            prop::collection::vec(inner.clone(), 0..3)
                .prop_map(|items| format!("[{}]", items.join(", "))),
            (
                prop::sample::select(names.clone()),
                prop::collection::vec(inner, 0..4)
            )
                .prop_map(|(name, arguments)| format!("{name}({})", arguments.join(", "))),
        ]
    })
}

proptest! {
    #[test]
    fn parsing_never_panics_and_explains_a_failure(text in "\\PC{0,40}") {
        let parsed = parse(&text);
        prop_assert!(parsed.tree.is_some() || !parsed.problems.is_empty());
        for problem in parsed.problems {
            prop_assert!(problem.span.start as usize <= text.len());
        }
    }

    #[test]
    fn parsing_never_panics_on_the_language_s_own_signs(
        text in "[{}()\\[\\]'\"\\\\<>=!*a0-9 .,#n\u{e9}-]{0,40}"
    ) {
        let _ = parse(&text);
    }

    #[test]
    fn spans_lie_within_the_text_and_around_their_children(text in expressions()) {
        if let Some(tree) = parse(&text).tree {
            for (_, node) in tree.nodes() {
                prop_assert!(text.get(node.span.start as usize..node.span.end as usize).is_some());
            }
        }
    }

    #[test]
    fn canonical_text_parses_to_the_same_tree(text in expressions()) {
        if let Some(tree) = parse(&text).tree {
            let canonical = tree.canonical_text();
            let again = parse(&canonical).tree;
            prop_assert_eq!(again.as_ref(), Some(&tree), "{}", canonical);
            prop_assert_eq!(again.unwrap().canonical_text(), canonical);
        }
    }

    #[test]
    fn evaluating_never_panics(
        text in expressions(),
        a in values(), b in values(), c in values(), list in values(),
    ) {
        let values: Object = [("a", a), ("b", b), ("c", c), ("list", list)].into_iter().collect();
        if let Some(tree) = parse(&text).tree {
            let program = compile(&tree);
            let value = program.evaluate(&PlainValues(&values), &Still);
            let _ = value.to_json();
            let _ = program.holds(&PlainValues(&values), &Still);
        }
    }

    #[test]
    fn a_date_alone_counts_as_its_local_midnight(
        year in 1000..3000, month in 1..13, day in 1..32, other_year in 1000..3000, other in 0..366,
    ) {
        let a = format!("{year}-{month:02}-{day:02}");
        let b = format!("{other_year}-{:02}-{:02}", other / 31 + 1, other % 31 + 1);
        let calls = [
            "age({a})", "age({a}, 'months')", "dateDiff({a}, {b})", "dateDiff({b}, {a}, 'months')",
            "dateDiff({a}, {b}, 'years')", "diffDays({a}, {b})",
        ];
        for call in calls {
            let program = compile(&parse(call).tree.unwrap());
            let evaluated = |a: &str, b: &str| {
                let values: Object = [("a", a.into()), ("b", b.into())].into_iter().collect();
                program.evaluate(&PlainValues(&values), &Still)
            };
            let (alone, timed) = (
                evaluated(&a, &b),
                evaluated(&format!("{a}T00:00:00"), &format!("{b}T00:00:00")),
            );
            prop_assert_eq!(alone.to_json(), timed.to_json(), "{} of {} and {}", call, a, b);
        }
    }

    #[test]
    fn a_value_equals_itself_unless_it_has_no_number(value in values()) {
        let copy = json::parse_value(&value.to_json()).unwrap();
        prop_assert!(copy.equals(&copy, Equality::OPERATOR));
        let _ = value.equals(&copy, Equality::STRICT);
    }

    #[test]
    fn values_survive_json(value in json_values()) {
        let text = value.to_json();
        prop_assert_eq!(json::parse_value(&text).unwrap(), value);
    }

    #[test]
    fn reading_json_never_panics(text in "[\\[\\]{}\":,0-9a-z\\\\u. -]{0,40}") {
        if let Err(error) = json::parse_value(&text) {
            prop_assert!(error.at as usize <= text.len());
            let _ = json::line_column(&text, error.at);
        }
    }

    #[test]
    fn looking_up_a_name_never_panics(name in "\\PC{0,20}", value in values()) {
        let _ = Path::new(&name).find_in_value(&value);
    }

    #[test]
    fn reading_a_date_never_panics(text in "[0-9TZ:+. ()a-zA-Z-]{0,30}") {
        let ms = parse_date_utc(&text);
        prop_assert!(ms.is_nan() || ms.abs() <= 8.64e15);
    }
}

/// Found by fuzzing: the value keeps the sign, as survey-core's does, and so must the canonical text.
#[test]
fn a_zero_keeps_its_sign_in_a_power() {
    let none = Object::new();
    for (text, value) in [
        ("(-0^-1", f64::NEG_INFINITY),
        ("-0 ^ -2", f64::INFINITY),
        ("0 ^ -1", f64::INFINITY),
    ] {
        let program = compile(&parse(text).tree.unwrap());
        let evaluated = program.evaluate(&PlainValues(&none), &Still);
        assert_eq!(evaluated, Value::from(value), "{text}");
    }
}
