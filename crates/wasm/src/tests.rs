//! The binding in a browser: values cross unchanged or are refused with a path.

use casement_expression::{Host, Value};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use crate::host::JsHost;
use crate::interop::{MAX_DEPTH, object_to_js, value_from_js, value_to_js};
use crate::refusal::Refusal;

wasm_bindgen_test_configure!(run_in_browser);

fn run(script: &str) -> JsValue {
    Function::new_no_args(&format!("return ({script});"))
        .call0(&JsValue::NULL)
        .unwrap()
}

fn read(script: &str) -> Result<Value, Refusal> {
    value_from_js(&run(script), "value")
}

/// A text member of the error.
fn told(refusal: &Refusal, key: &str) -> String {
    let error = JsValue::from(refusal.clone());
    Reflect::get(&error, &key.into())
        .unwrap()
        .as_string()
        .unwrap()
}

#[wasm_bindgen_test]
fn what_an_answer_can_be_crosses_unchanged() {
    let cases = [
        "undefined",
        "null",
        "true",
        "0",
        "-1.5e300",
        "NaN",
        "-Infinity",
        "''",
        "'Grüße \\u{1F600}'",
        "new Date(1715768430000)",
        "new Date(NaN)",
        "[]",
        "[1, [2, [undefined]], null]",
        "({})",
        "({b: 1, a: {c: [new Date(0)]}, 7: 'seven'})",
        "Object.create(null)",
        "JSON.parse('{\"__proto__\": {\"polluted\": true}}')",
    ];
    let same = Function::new_with_args(
        "a, b",
        "const show = v => v instanceof Date ? `Date ${+v}` : Object.is(v, undefined) ? 'undefined'
            : Array.isArray(v) ? `[${v.map(show)}]`
            : v && typeof v === 'object' ? `{${Object.entries(v).map(([k, m]) => k + ':' + show(m))}}`
            : typeof v + ' ' + String(v);
         return show(a) === show(b);",
    );
    for case in cases {
        let there = run(case);
        let back = value_to_js(&value_from_js(&there, "value").unwrap());
        let same = same.call2(&JsValue::NULL, &there, &back).unwrap();
        assert_eq!(same.as_bool(), Some(true), "{case} came back as {back:?}");
    }
}

#[wasm_bindgen_test]
fn what_no_answer_can_be_is_refused_with_its_path() {
    let cases = [
        ("() => 1", "value/unsupported", "value"),
        ("({a: [1, Symbol('s')]})", "value/unsupported", "value.a[1]"),
        ("[10n]", "value/unsupported", "value[0]"),
        ("({m: new Map()})", "value/unsupported", "value.m"),
        ("/x/", "value/unsupported", "value"),
        (
            "(() => { const a = {b: {}}; a.b.c = a; return a; })()",
            "value/cycle",
            "value.b.c",
        ),
        (
            "(() => { const a = []; a.push(a); return a; })()",
            "value/cycle",
            "value[0]",
        ),
        ("({get a() { throw 1; }})", "value/unreadable", "value"),
        (
            "new Proxy({}, {ownKeys() { throw 1; }})",
            "value/unreadable",
            "value",
        ),
        (
            "({[Symbol.toStringTag]: 'Date'})",
            "value/unreadable",
            "value",
        ),
    ];
    for (script, code, path) in cases {
        let refusal = read(script).unwrap_err();
        assert_eq!(told(&refusal, "code"), code, "{script}");
        assert_eq!(told(&refusal, "path"), path, "{script}");
    }
}

#[wasm_bindgen_test]
fn one_part_in_two_places_is_no_cycle() {
    assert!(read("(() => { const a = {}; return [a, a]; })()").is_ok());
}

#[wasm_bindgen_test]
fn depth_and_size_are_bounded() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read(&nested(MAX_DEPTH)).is_ok());
    let code = |script: &str| told(&read(script).unwrap_err(), "code");
    assert_eq!(code(&nested(MAX_DEPTH + 1)), "value/too-deep");
    let shared = "(() => { let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; return a; })()";
    assert_eq!(code(shared), "value/too-large");
    assert_eq!(code("new Array(4e9)"), "value/too-large");
}

#[wasm_bindgen_test]
fn a_key_named_proto_is_a_key_like_others() {
    let value = read("JSON.parse('{\"__proto__\": {\"polluted\": true}}')").unwrap();
    let back = object_to_js(value.as_object().unwrap());
    assert!(
        Reflect::get(&back, &"polluted".into())
            .unwrap()
            .is_undefined()
    );
    assert_eq!(
        Object::keys(back.unchecked_ref::<Object>()).join(","),
        "__proto__"
    );
}

#[wasm_bindgen_test]
fn what_is_thrown_is_an_error_with_code_and_path() {
    let thrown = JsValue::from(read("[() => 1]").unwrap_err());
    let member = |key: &str| Reflect::get(&thrown, &key.into()).unwrap().as_string();
    assert!(thrown.is_instance_of::<js_sys::Error>());
    assert_eq!(member("name").as_deref(), Some("CasementError"));
    assert_eq!(member("code").as_deref(), Some("value/unsupported"));
    assert_eq!(member("path").as_deref(), Some("value[0]"));
    assert!(member("message").unwrap().contains("value[0]"));
}

#[wasm_bindgen_test]
fn the_clock_and_the_zone_can_be_fixed() {
    let host = JsHost::from_options(&run("({now: new Date(1000), utcOffset: 120})")).unwrap();
    assert_eq!((host.now(), host.offset_at(0.0)), (1000.0, 120.0));
    let free = JsHost::from_options(&JsValue::UNDEFINED).unwrap();
    let zone = run("-new Date(1715768430000).getTimezoneOffset()")
        .as_f64()
        .unwrap();
    assert_eq!(free.offset_at(1_715_768_430_000.0), zone);
    assert!(free.now() > 1_600_000_000_000.0);
    for wrong in [
        "({now: 'today'})",
        "({now: new Date(NaN)})",
        "({utcOffset: null})",
    ] {
        assert_eq!(
            told(&JsHost::from_options(&run(wrong)).unwrap_err(), "code"),
            "options/invalid",
            "{wrong}"
        );
    }
}

#[wasm_bindgen_test]
fn patterns_are_those_of_javascript() {
    let host = JsHost::default();
    assert!(host.regex("^a(?=b)\\d?", false).unwrap().test("ab"));
    assert!(!host.regex("^AB", false).unwrap().test("ab"));
    assert!(host.regex("^AB", true).unwrap().test("ab"));
    assert!(host.regex("(", false).is_err());
}

#[wasm_bindgen_test]
fn arrays_keep_their_length() {
    let back: Array = value_to_js(&read("[,,3]").unwrap()).unchecked_into();
    assert_eq!(back.length(), 3);
}
