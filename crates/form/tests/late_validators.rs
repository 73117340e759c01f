//! A form that is loaded in parts reads its validators when something is first checked, and then
//! behaves as one that was loaded as a whole.

use std::rc::Rc;

use casement_form::expression::{NativeHost, json};
use casement_form::{Components, Definition, Form, Mode, Options, Value};

/// The form of a definition that was loaded as a whole, and of one that was loaded in parts.
fn both(json: &str) -> [Form; 2] {
    let parts = Definition::load_in_parts(json.to_owned(), &Components::default(), None);
    [Definition::load(json).definition, parts.definition].map(|definition| {
        let options = Options {
            host: Rc::new(NativeHost::utc(1_715_768_430_000.0)),
            locale: String::new(),
            mode: Mode::Edit,
        };
        Form::start(&definition, options)
    })
}

/// The errors that a form shows, by element.
fn errors(form: &Form) -> Vec<String> {
    let names = form.definition().question_names();
    let mut found = Vec::new();
    for name in names {
        let Some(id) = form.question(name) else {
            continue;
        };
        for error in form.element(id).errors() {
            found.push(format!("{name}: {} {}", error.kind, error.text));
        }
    }
    found
}

const ORDER: &str = r#"{"elements": [
    {"type": "text", "name": "limit", "defaultValue": 3},
    {"type": "panel", "name": "p", "elements": [
        {"type": "text", "name": "count", "defaultValue": 7, "validators": [
            {"type": "expression", "text": "too \"many\"", "expression": "{count} <= {limit} and {bonus} empty"},
            {"type": "numeric", "maxValue": 5}]}]},
    {"type": "text", "name": "mail", "inputType": "email", "defaultValue": "x",
     "validators": [{"type": "email"}]}]}"#;

#[test]
fn what_is_checked_first_gives_the_errors_of_a_definition_loaded_as_a_whole() {
    let [whole, parts] = both(ORDER).map(|mut form| {
        assert_eq!(errors(&form), [] as [&str; 0]);
        assert!(!form.validate().0);
        errors(&form)
    });
    assert_eq!(whole.len(), 3);
    assert_eq!(whole, parts);
}

#[test]
fn a_question_that_shows_errors_is_checked_again_when_its_validator_reads_a_new_value() {
    for mut form in both(ORDER) {
        form.validate();
        form.set_value("limit", 9.0.into());
        let found = errors(&form);
        assert!(
            !found.iter().any(|error| error.contains("many")),
            "{found:?}"
        );
        // A name that nothing else in the definition has.
        form.set_variable("bonus", 1.0.into());
        let found = errors(&form);
        assert!(
            found.iter().any(|error| error.contains("many")),
            "{found:?}"
        );
    }
}

#[test]
fn a_condition_that_asks_whether_a_panel_is_right_has_the_validators() {
    let json = r#"{"elements": [
        {"type": "panel", "name": "p", "elements": [
            {"type": "text", "name": "a", "defaultValue": 9,
             "validators": [{"type": "numeric", "maxValue": 5}]}]},
        {"type": "text", "name": "b", "visibleIf": "isContainerReady('p')"}]}"#;
    for mut form in both(json) {
        let b = form.question("b").expect("it is there");
        assert!(!form.element(b).is_shown());
        form.set_value("a", 2.0.into());
        assert!(form.element(b).is_shown());
    }
    let json = json.replace("isContainerReady('p')", "true");
    for mut form in both(&json) {
        let prepared = form.prepare("isContainerReady('p')");
        assert_eq!(form.value_of(&prepared), Value::Bool(false));
    }
    for mut form in both(&json) {
        let within = r#"countInArray({list}, 'x', 'isContainerReady(\'p\') = true')"#;
        let list = json::parse_value(r#"[{"x": 1}]"#).expect("it is JSON");
        form.set_variable("list", list);
        let prepared = form.prepare(within);
        assert_eq!(form.value_of(&prepared), Value::from(0.0));
    }
}

#[test]
fn a_form_that_checks_while_it_is_filled_in_has_them_at_once() {
    for mode in ["onValueChanged", "onValueChanging"] {
        let json = format!(r#"{{"checkErrorsMode": "{mode}", {}"#, &ORDER[1..]);
        let found = both(&json).map(|mut form| {
            form.set_value("count", 8.0.into());
            errors(&form)
        });
        assert!(!found[0].is_empty(), "{mode}");
        assert_eq!(found[0], found[1], "{mode}");
    }
    let found = both(ORDER).map(|mut form| {
        form.set_property(None, "checkErrorsMode", "onValueChanged".into());
        form.set_value("limit", 1.0.into());
        errors(&form)
    });
    assert!(!found[0].is_empty());
    assert_eq!(found[0], found[1]);
}

#[test]
fn what_is_wrong_with_validators_is_told_by_the_text_that_is_kept() {
    let load =
        |json: &str| Definition::load_in_parts(json.to_owned(), &Components::default(), None);
    let wrong = ORDER.replace("maxValue", "maxvalue1");
    let loaded = load(&wrong);
    assert_eq!(loaded.problems, []);
    assert_eq!(loaded.definition.text(), wrong);
    let told = Definition::load(loaded.definition.text()).problems;
    assert!(
        told.iter()
            .any(|problem| problem.code() == "property/unknown")
    );
    // Without validators, and without anything wrong, nothing is kept.
    let plain = load(r#"{"elements": [{"type": "text", "name": "a"}]}"#);
    assert_eq!(plain.definition.text(), "");
}

#[test]
fn validators_that_are_no_json_leave_no_form() {
    for wrong in [
        "[{\"type\" 1}]",
        "[01]",
        "[\"\\x\"]",
        "[1,]",
        "{\"a\": tru}",
        "[\"\u{1}\"]",
    ] {
        let json =
            format!(r#"{{"elements": [{{"type": "text", "name": "a", "validators": {wrong}}}]}}"#);
        let loaded = Definition::load_in_parts(json.clone(), &Components::default(), None);
        let whole = Definition::load(&json);
        assert_eq!(loaded.problems, whole.problems, "{wrong}");
        assert!(loaded.problems[0].code().starts_with("json/"), "{wrong}");
    }
}

#[test]
fn validators_and_their_text_are_still_there_after_code_has_set_a_condition() {
    let json = r#"{"elements": [
        {"type": "text", "name": "a", "validators": [
            {"type": "expression", "expression": "{b} = 1"}, {"type": "numerik"}]},
        {"type": "text", "name": "b"}]}"#;
    let found = both(json).map(|mut form| {
        let (a, b) = (form.question("a").unwrap(), form.question("b").unwrap());
        let text = form.definition().text().to_owned();
        form.set_property(Some(b), "visibleIf", "{a} = 'x'".into());
        assert_eq!(form.definition().text(), text);
        form.answer(a, "x".into());
        assert!(form.element(b).is_shown());
        form.validate();
        let before = errors(&form);
        form.answer(b, 1.0.into());
        form.validate();
        (before.len(), errors(&form).len())
    });
    assert_eq!(found, [(1, 0), (1, 0)]);
}
