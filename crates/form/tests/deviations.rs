//! Where a running form does on purpose what survey-core doesn't.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::rc::Rc;

use casement_form::{Definition, Form, FunctionCall, Host, Mode, Options, Regex, Value};

/// A host with one function, whose results come later.
struct Later;

impl Host for Later {
    fn now(&self) -> f64 {
        0.0
    }

    fn offset_at(&self, _utc_ms: f64) -> f64 {
        0.0
    }

    fn regex(&self, _pattern: &str, _ignore_case: bool) -> Result<Box<dyn Regex>, String> {
        Err(String::new())
    }

    fn is_asynchronous(&self, function: &str) -> bool {
        function == "allowed"
    }
}

fn start(json: &str) -> Form {
    let options = Options {
        host: Rc::new(Later),
        locale: String::new(),
        mode: Mode::Edit,
    };
    Form::start(&Definition::load(json).definition, options)
}

fn only_call(form: &mut Form) -> FunctionCall {
    let mut calls = form.take_calls();
    assert_eq!(calls.len(), 1, "{calls:?}");
    calls.remove(0)
}

#[test]
fn late_result_a_result_for_arguments_that_have_changed_decides_nothing() {
    let mut form = start(
        r#"{"elements": [{"type": "text", "name": "a", "defaultValue": 1},
            {"type": "text", "name": "b", "visibleIf": "allowed({a})"}]}"#,
    );
    let b = form.question("b").unwrap();
    let first = only_call(&mut form);
    assert_eq!(first.arguments, [Value::from(1.0)]);
    form.set_value("a", 2.0.into());
    let second = only_call(&mut form);
    form.answer_call(second.id, false.into()).unwrap();
    assert!(!form.element(b).is_shown());
    form.answer_call(first.id, true.into()).unwrap();
    assert!(!form.element(b).is_shown(), "survey-core would show it");
    form.set_value("a", 1.0.into());
    assert!(form.element(b).is_shown(), "by now the result is known");
}

#[test]
fn escaped_html_what_is_filled_into_html_stays_text() {
    let mut form = start(
        r#"{"elements": [{"type": "text", "name": "a"},
            {"type": "html", "name": "h", "html": "<b>{a}</b>"}]}"#,
    );
    form.set_value("a", "<i>&".into());
    let h = form
        .question("h")
        .or_else(|| form.elements().nth(2))
        .unwrap();
    assert_eq!(form.element(h).text("html"), "<b>&lt;i&gt;&amp;</b>");
}
