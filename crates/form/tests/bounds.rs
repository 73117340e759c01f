//! Every bound says that it was met, and where.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::rc::Rc;

use casement_form::expression::NativeHost;
use casement_form::{Definition, Fetched, Form, Mode, Object, Options, Value};

fn start(json: &str) -> Form {
    let options = Options {
        host: Rc::new(NativeHost::utc(0.0)),
        locale: String::new(),
        mode: Mode::Edit,
    };
    Form::start(&Definition::load(json).definition, options)
}

fn met(form: &Form) -> Vec<(&'static str, String)> {
    let met = form.bounds_met().into_iter();
    met.map(|met| (met.bound.code(), met.path)).collect()
}

fn demand(json: &str, code: &str, path: &str, what: impl FnOnce(&mut Form)) {
    let mut form = start(json);
    what(&mut form);
    let met = met(&form);
    assert!(
        met.contains(&(code, path.to_owned())),
        "{code} at `{path}` is not among {met:?}"
    );
}

#[test]
fn an_ordinary_form_meets_none() {
    let json = r#"{"elements": [
        {"type": "matrixdynamic", "name": "m", "rowCount": 3, "columns": [{"name": "a"}]},
        {"type": "text", "name": "t", "title": "{m.length}",
         "validators": [{"type": "regex", "regex": "^a+$"}]}]}"#;
    let mut form = start(json);
    form.set_value("t", "aaa".into());
    form.validate();
    assert_eq!(met(&form), []);
}

#[test]
fn rows_of_a_question() {
    let json = r#"{"elements": [{"type": "matrixdynamic", "name": "m", "rowCount": 1, "columns":
        [{"name": "a", "cellType": "text"}]}]}"#;
    demand(json, "bound/items", "m", |form| {
        let rows = vec![Value::from(Object::new()); 1500];
        form.set_value("m", rows.into());
    });
}

/// A fuzzer's finding beside the bound: each answer went over all panels beside it, and loading took
/// half a minute.
#[test]
fn elements_in_all_rows_and_panels_that_all_begin_with_an_answer() {
    let panels = |name: &str, inside: &str| {
        format!(
            r#"{{"type": "paneldynamic", "name": "{name}", "panelCount": 100, "templateElements": [
                {inside}{{"type": "text", "name": "answer", "setValueExpression": "40 + 2"}}]}}"#
        )
    };
    let innermost = panels("innermost", "") + ",";
    let inner = panels("inner", &innermost) + ",";
    let form = start(&format!(r#"{{"elements": [{}]}}"#, panels("outer", &inner)));
    let list =
        |object: &Object, name: &str| object.get(name).and_then(Value::as_array).unwrap().to_vec();
    let outer = list(&form.data(), "outer");
    let inner = list(outer[0].as_object().unwrap(), "inner");
    for panel in list(inner[99].as_object().unwrap(), "innermost") {
        assert_eq!(panel.as_object().unwrap().get("answer"), Some(&42.0.into()));
    }
    let met = met(&form);
    assert!(
        met.iter()
            .any(|(code, path)| *code == "bound/elements" && path.ends_with("].innermost")),
        "{met:?}"
    );
}

#[test]
fn changes_that_follow_from_one_another() {
    // Each answer sets the next by its own trigger.
    let questions: Vec<String> = (0..250)
        .map(|at| {
            format!(
                r#"{{"type": "text", "name": "q{}", "setValueExpression": "{{q{at}}} + 1"}}"#,
                at + 1
            )
        })
        .collect();
    let json = format!(
        r#"{{"elements": [{{"type": "text", "name": "q0"}}, {}]}}"#,
        questions.join(",")
    );
    let mut form = start(&json);
    form.set_value("q0", 1.0.into());
    assert_eq!(form.data().get("q190"), Some(&191.0.into()));
    let met = met(&form);
    assert!(
        met.iter()
            .any(|(code, path)| *code == "bound/change-depth" && path.starts_with('q')),
        "{met:?}"
    );
}

#[test]
fn changes_that_set_off_all_the_others() {
    // Each answer follows from all others, so that they come in every order there is.
    let names: Vec<String> = (0..9).map(|at| format!("{{q{at}}}")).collect();
    let sum = names.join(" + ");
    let questions = (0..9).map(|at| {
        format!(
            r#"{{"type": "text", "name": "q{at}", "setValueExpression": "({sum} + {at}) % 97"}}"#
        )
    });
    let json = format!(
        r#"{{"elements": [{}]}}"#,
        questions.collect::<Vec<_>>().join(",")
    );
    let mut form = start(&json);
    form.set_value("q0", 1.0.into());
    let met = met(&form);
    assert!(
        met.iter()
            .any(|(code, path)| *code == "bound/changes" && path.starts_with('q')),
        "{met:?}"
    );
}

#[test]
fn conditions_that_never_rest() {
    let json = r#"{"calculatedValues": [{"name": "c", "expression": "{c} + 1"},
        {"name": "d", "expression": "{c} + {d}"}],
        "elements": [{"type": "expression", "name": "e", "expression": "{e} + 1"},
            {"type": "expression", "name": "f", "expression": "{f} + {e}"},
            {"type": "text", "name": "q"}]}"#;
    demand(json, "bound/passes", "", |form| {
        form.set_value("q", 1.0.into());
    });
}

#[test]
fn choices_that_are_carried_on() {
    let carried: Vec<String> = (1..40)
        .map(|at| {
            format!(
                r#"{{"type": "checkbox", "name": "q{at}", "choicesFromQuestion": "q{}"}}"#,
                at - 1
            )
        })
        .collect();
    let json = format!(
        r#"{{"elements": [{{"type": "checkbox", "name": "q0", "choices": [1]}}, {}]}}"#,
        carried.join(",")
    );
    demand(&json, "bound/carried-choices", "q19", |form| {
        let last = form.question("q39").unwrap();
        let _ = form.element(last).choices();
    });
}

#[test]
fn texts_in_texts() {
    let texts: Vec<String> = (0..20)
        .map(|at| {
            format!(
                r#"{{"type": "dropdown", "name": "q{at}", "defaultValue": 1,
                    "choices": [{{"value": 1, "text": "{{q{}}}"}}]}}"#,
                at + 1
            )
        })
        .collect();
    let json = format!(r#"{{"elements": [{}]}}"#, texts.join(","));
    let form = start(&json);
    let first = form.question("q0").unwrap();
    let _ = form.element(first).display_value();
    assert!(
        met(&form)
            .iter()
            .any(|(code, _)| *code == "bound/text-depth")
    );
}

#[test]
fn choices_that_were_fetched() {
    let json = r#"{"elements": [{"type": "dropdown", "name": "d", "choicesByUrl": {"url": "u"}}]}"#;
    demand(json, "bound/fetched-choices", "d", |form| {
        let request = form.take_requests().remove(0);
        let lines: Vec<String> = (0..10_001).map(|line| line.to_string()).collect();
        let text = lines.join("\n");
        form.answer_request(request.id, Fetched::Text(&text))
            .unwrap();
        let d = form.question("d").unwrap();
        assert_eq!(form.element(d).choices().len(), 10_000);
    });
}

#[test]
fn texts_and_patterns_of_regular_expressions() {
    let json = r#"{"elements": [{"type": "text", "name": "t",
        "validators": [{"type": "regex", "regex": "^a+$"}]}]}"#;
    demand(json, "bound/tested-text", "t", |form| {
        form.set_value("t", "a".repeat(70_000).into());
        assert!(!form.validate().0);
    });
    let json = r#"{"elements": [{"type": "text", "name": "t",
        "validators": [{"type": "regex", "regex": "^(a*)*\\1b"}]}]}"#;
    demand(json, "bound/pattern-time", "t", |form| {
        form.set_value("t", "a".repeat(5000).into());
        assert!(!form.validate().0);
    });
    let json = format!(
        r#"{{"elements": [{{"type": "text", "name": "t",
            "validators": [{{"type": "regex", "regex": "{}"}}]}}]}}"#,
        "a".repeat(5000)
    );
    demand(&json, "bound/pattern", "t", |form| {
        form.set_value("t", "b".into());
        form.validate();
    });
}

#[test]
fn lists_of_a_definition() {
    let many: Vec<String> = (0..10_001).map(|at| at.to_string()).collect();
    let many = many.join(",");
    let cases = [
        (
            format!(
                r#"{{"elements": [{{"type": "dropdown", "name": "d", "choices": [{many}]}}]}}"#
            ),
            "elements[0].choices[10000]",
        ),
        (
            format!(r#"{{"elements": [{{"type": "matrix", "name": "m", "rows": [{many}]}}]}}"#),
            "elements[0].rows[10000]",
        ),
        (
            format!(
                r#"{{"elements": [{{"type": "rating", "name": "r", "rateValues": [{many}]}}]}}"#
            ),
            "elements[0].rateValues[10000]",
        ),
        (
            r#"{"elements": [{"type": "dropdown", "name": "d", "choicesMin": 1,
                "choicesMax": 20000}]}"#
                .to_owned(),
            "elements[0].choicesMax",
        ),
    ];
    for (json, path) in cases {
        let problems = Definition::load(&json).problems;
        let found = problems
            .iter()
            .find(|problem| problem.code() == "definition/too-large");
        assert_eq!(found.map(|problem| problem.path.as_str()), Some(path));
    }
}

#[test]
fn conditions_in_conditions() {
    let mut condition = "{b} > 1".to_owned();
    for _ in 0..6 {
        condition = format!("sumInArray({{a}}, 'x', {condition}) > 0");
    }
    let json = format!(
        r#"{{"elements": [{{"type": "text", "name": "a"}}, {{"type": "text", "name": "b"}},
            {{"type": "expression", "name": "e", "expression": "{condition}"}}]}}"#
    );
    let problems = Definition::load(&json).problems;
    assert!(
        problems
            .iter()
            .any(|problem| problem.code() == "expression/condition-too-large"),
        "{problems:?}"
    );
}
