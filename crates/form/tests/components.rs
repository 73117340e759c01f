//! Question types that a host registers: what is wrong with them, and what the host's functions do.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::cell::RefCell;
use std::rc::Rc;

use casement_expression::{NativeHost, json};
use casement_form::{
    Components, Definition, ElementKind, Form, Host, Mode, Options, Problem, Regex, Value,
};

fn problems(json: &str) -> Vec<(String, &'static str)> {
    let (_, problems) = Components::load(json);
    let one = |problem: &Problem| (problem.path.clone(), problem.code());
    problems.iter().map(one).collect()
}

#[test]
fn what_cannot_be_registered_is_told_with_its_place() {
    let json = r#"[
        {"name": "text", "questionJSON": {"type": "text"}},
        {"name": "Twice", "questionJSON": {"type": "text"}},
        {"name": "twice", "questionJSON": {"type": "comment"}},
        {"questionJSON": {"type": "text"}},
        {"name": "nothing"},
        {"name": "typeless", "questionJSON": {"name": "a"}},
        {"name": "panel1", "questionJSON": {"type": "panel", "elements": []}},
        {"name": "odd", "questionJson": {}, "questionJSON": {"type": "text"}}]"#;
    assert_eq!(
        problems(json),
        [
            ("[0].name".to_owned(), "name/duplicate"),
            ("[2].name".to_owned(), "name/duplicate"),
            ("[3]".to_owned(), "property/required"),
            ("[4]".to_owned(), "property/required"),
            ("[5].questionJSON".to_owned(), "element/missing-type"),
            ("[6].questionJSON".to_owned(), "property/invalid-value"),
            ("[7].questionJson".to_owned(), "property/unknown"),
        ]
    );
    assert_eq!(
        problems("[}"),
        [(String::new(), "json/unexpected-character")]
    );
    assert_eq!(problems("1"), [(String::new(), "json/no-object")]);
}

#[test]
fn what_a_component_consists_of_is_checked_where_it_stands() {
    let json = r#"{"name": "pair", "elementsJSON": [
        {"type": "text", "name": "a", "titel": "A"},
        {"type": "txt", "name": "b"},
        {"type": "text", "name": "c", "visibleIf": "{composite.a} +"},
        {"type": "text", "name": "d", "visibleIf": "{of the form} = 1"}]}"#;
    assert_eq!(
        problems(json),
        [
            ("elementsJSON[0].titel".to_owned(), "property/unknown"),
            ("elementsJSON[1].type".to_owned(), "element/unknown-type"),
            ("elementsJSON[2].visibleIf".to_owned(), "expression/syntax"),
        ]
    );
}

#[test]
fn components_that_contain_themselves_are_left_out() {
    let json = r#"[
        {"name": "a", "elementsJSON": [{"type": "b", "name": "x"}]},
        {"name": "b", "elementsJSON": [{"type": "panel", "name": "p", "elements": [
            {"type": "A", "name": "x"}]}]},
        {"name": "c", "elementsJSON": [{"type": "text", "name": "x"}]}]"#;
    let (components, problems) = Components::load(json);
    assert_eq!(components.names().collect::<Vec<_>>(), ["c"]);
    let codes: Vec<_> = problems.iter().map(Problem::code).collect();
    assert_eq!(
        codes,
        ["component/contains-itself", "component/contains-itself"]
    );
}

#[test]
fn many_components_in_components_stay_within_bounds() {
    let mut all =
        vec![r#"{"name": "c0", "elementsJSON": [{"type": "text", "name": "x"}]}"#.to_owned()];
    for number in 1..40 {
        let inside = format!(r#"{{"type": "c{}", "name": "NAME"}}"#, number - 1);
        let both = format!(
            "{},{}",
            inside.replace("NAME", "l"),
            inside.replace("NAME", "r")
        );
        all.push(format!(
            r#"{{"name": "c{number}", "elementsJSON": [{both}]}}"#
        ));
    }
    let (components, _) = Components::load(&format!("[{}]", all.join(",")));
    let json = r#"{"elements": [{"type": "c39", "name": "q"}]}"#;
    let form = start(json, &components, Rc::new(NativeHost::utc(0.0)));
    assert!(form.question("q").is_some());
}

fn start(json: &str, components: &Components, host: Rc<dyn Host>) -> Form {
    let definition = Definition::load_with(json, components).definition;
    let options = Options {
        host,
        locale: String::new(),
        mode: Mode::Edit,
    };
    Form::start(&definition, options)
}

/// Functions of two components: a length kept in metres and typed in centimetres, and a pair that
/// is kept as a text.
struct Lengths;

impl Host for Lengths {
    fn now(&self) -> f64 {
        0.0
    }

    fn offset_at(&self, _utc_ms: f64) -> f64 {
        0.0
    }

    fn regex(&self, _pattern: &str, _ignore_case: bool) -> Result<Box<dyn Regex>, String> {
        Err(String::new())
    }

    fn component(&self, component: &str, callback: &str, arguments: &[Value]) -> Option<Value> {
        let value = arguments.first()?;
        let number = value.as_number();
        match (component, callback) {
            ("length", "getValue") => {
                Some(number.map_or(Value::Undefined, |cm| (cm / 100.0).into()))
            }
            ("length", "setValue") => Some(number.map_or(Value::Undefined, |m| (m * 100.0).into())),
            ("length", "getErrorText") => number.filter(|m| *m > 3.0).map(|_| "too long".into()),
            ("length", "getDisplayValue") => Some(format!("{} m", value.to_text()).into()),
            _ => None,
        }
    }
}

#[test]
fn the_host_turns_values_and_finds_errors() {
    let (components, problems) = Components::load(
        r#"{"name": "length", "questionJSON": {"type": "text", "inputType": "number"}}"#,
    );
    assert!(problems.is_empty());
    let json = r#"{"elements": [{"type": "length", "name": "table"},
        {"type": "expression", "name": "twice", "expression": "{table} * 2"}]}"#;
    let mut form = start(json, &components, Rc::new(Lengths));
    let table = form.question("table").unwrap();
    let inside = form.element(table).question("any").unwrap();
    form.answer(inside, 250.0.into());
    assert_eq!(form.element(table).value(), Value::from(2.5));
    assert_eq!(form.element(table).display_value(), Value::from("2.5 m"));
    let data = Value::from(form.data()).to_json();
    assert_eq!(data, r#"{"twice":5,"table":2.5}"#);
    form.set_value("table", 4.0.into());
    assert_eq!(form.element(inside).value(), Value::from(400.0));
    assert!(!form.validate().0);
    assert_eq!(form.element(table).errors()[0].text, "too long");
    form.answer(table, 3.0.into());
    assert!(form.validate().0);
}

#[test]
fn properties_of_the_outer_question_are_handed_inside() {
    let (components, problems) = Components::load(
        r#"{"name": "fullname", "properties": {"askMiddle": "middle.visible", "hint": "first.description"},
            "elementsJSON": [{"type": "text", "name": "first"},
                             {"type": "text", "name": "middle", "visible": false}]}"#,
    );
    assert!(problems.is_empty());
    let json = r#"{"elements": [{"type": "fullname", "name": "a"},
        {"type": "FullName", "name": "b", "askMiddle": true, "hint": "given"}]}"#;
    let loaded = Definition::load_with(json, &components);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let mut form = start(json, &components, Rc::new(NativeHost::utc(0.0)));
    let shown = |form: &Form, name: &str| {
        let outer = form.question(name).unwrap();
        assert_eq!(form.element(outer).kind(), ElementKind::Composite);
        assert_eq!(form.element(outer).type_name(), "fullname");
        form.element(form.element(outer).question("middle").unwrap())
            .is_shown()
    };
    assert!(!shown(&form, "a") && shown(&form, "b"));
    let (a, b) = (form.question("a"), form.question("b").unwrap());
    assert_eq!(form.element(b).property("hint"), Value::from("given"));
    form.set_property(a, "askMiddle", true.into());
    assert!(shown(&form, "a"));
}

/// Functions of an order that adds up, and of a text of three letters; what they were called with.
#[derive(Default)]
struct Orders(RefCell<Vec<String>>);

impl Orders {
    fn called(&self) -> Vec<String> {
        self.0.take()
    }
}

impl Host for Orders {
    fn now(&self) -> f64 {
        0.0
    }

    fn offset_at(&self, _utc_ms: f64) -> f64 {
        0.0
    }

    fn regex(&self, _pattern: &str, _ignore_case: bool) -> Result<Box<dyn Regex>, String> {
        Err(String::new())
    }

    fn component(&self, component: &str, callback: &str, arguments: &[Value]) -> Option<Value> {
        if !callback.starts_with("on") {
            return None;
        }
        let all: Vec<String> = arguments.iter().map(Value::to_json).collect();
        self.0
            .borrow_mut()
            .push(format!("{callback} {}", all.join(" ")));
        let name = arguments.get(1).and_then(Value::as_str);
        let value = arguments.get(2).cloned().unwrap_or_default();
        let outer = arguments.first().and_then(Value::as_object);
        let number = |key: &str| outer?.get(key)?.as_number();
        let patch = |json: &str| Some(json::parse_value(json).unwrap());
        match (component, callback) {
            ("order", "onLoaded") => patch(r#"{"note": "hello", "price.title": "Price!"}"#),
            ("order", "onValueChanging") => {
                let count = value.as_number().filter(|_| name == Some("count"));
                Some(count.map_or(value, |count| count.min(10.0).into()))
            }
            ("order", "onValueChanged") if name != Some("note") => {
                let count = number("count").unwrap_or(0.0);
                let sum = count * number("price").unwrap_or(0.0);
                let shows = count > 5.0;
                patch(&format!(r#"{{"sum": {sum}, "note.visible": {shows}}}"#))
            }
            ("short", "onValueChanging") => {
                let short = value.as_str().map(|text| text.chars().take(3).collect());
                Some(short.map_or(value, |text: String| text.into()))
            }
            ("short", "onValueChanged") => {
                patch(&format!(r#"{{"t.description": {}}}"#, value.to_json()))
            }
            _ => None,
        }
    }
}

/// The calls and data are those that survey-core makes with functions that do the same.
#[test]
fn the_host_changes_answers_inside_and_does_something_when_they_have_changed() {
    let (components, problems) = Components::load(
        r#"[{"name": "order", "elementsJSON": [
                {"type": "text", "name": "count", "inputType": "number", "defaultValue": 2},
                {"type": "text", "name": "price", "inputType": "number"},
                {"type": "text", "name": "sum"},
                {"type": "text", "name": "note", "visible": false}]},
            {"name": "short", "questionJSON": {"type": "text", "name": "t"}}]"#,
    );
    assert!(problems.is_empty());
    let json = r#"{"elements": [{"type": "order", "name": "o"}, {"type": "short", "name": "w"},
        {"type": "paneldynamic", "name": "p", "templateElements": [{"type": "order", "name": "i"}]}]}"#;
    let host = Rc::new(Orders::default());
    let mut form = start(json, &components, Rc::clone(&host) as Rc<dyn Host>);
    let data = |form: &Form| Value::from(form.data()).to_json();
    assert_eq!(data(&form), r#"{"o":{"count":2,"sum":0,"note":"hello"}}"#);
    let calls = host.called();
    assert!(
        calls.contains(&r#"onLoaded {"count":2,"sum":0}"#.to_owned()),
        "{calls:?}"
    );

    let o = form.question("o").unwrap();
    let inside = |form: &Form, name: &str| form.element(o).question(name).unwrap();
    let (count, price) = (inside(&form, "count"), inside(&form, "price"));
    let note = inside(&form, "note");
    assert_eq!(form.element(price).title(), "Price!");
    form.answer(price, 3.0.into());
    assert_eq!(
        host.called(),
        [
            r#"onValueChanging {"count":2,"sum":0,"note":"hello"} "price" 3"#,
            r#"onValueChanged {"count":2,"price":3,"sum":0,"note":"hello"} "price" 3"#,
        ]
    );
    assert_eq!(
        data(&form),
        r#"{"o":{"count":2,"price":3,"sum":6,"note":"hello"}}"#
    );
    assert!(!form.element(note).is_shown());
    form.answer(count, 70.0.into());
    assert_eq!(
        host.called(),
        [
            r#"onValueChanging {"count":2,"price":3,"sum":6,"note":"hello"} "count" 70"#,
            r#"onValueChanging {"count":2,"price":3,"sum":6,"note":"hello"} "count" 10"#,
            r#"onValueChanged {"count":10,"price":3,"sum":6,"note":"hello"} "count" 10"#,
        ]
    );
    assert_eq!(
        data(&form),
        r#"{"o":{"count":10,"price":3,"sum":30,"note":"hello"}}"#
    );
    assert!(form.element(note).is_shown());
    form.answer(count, Value::Undefined);
    assert_eq!(data(&form), r#"{"o":{"price":3,"sum":0,"note":"hello"}}"#);
    host.called();
    let given = json::parse_value(r#"{"count": 40, "price": 5}"#).unwrap();
    form.set_value("o", given);
    assert_eq!(host.called(), [] as [&str; 0]);
    assert_eq!(data(&form), r#"{"o":{"count":40,"price":5}}"#);

    let w = form.question("w").unwrap();
    let t = form.element(w).question("t").unwrap();
    for (at, long) in ["abcdef", "xyzuvw", "mnopq"].into_iter().enumerate() {
        let id = if at == 0 { t } else { w };
        form.answer(id, long.into());
        let short = &long[..3];
        assert_eq!(
            host.called(),
            [
                format!("onValueChanging \"{long}\" \"t\" \"{long}\""),
                format!("onValueChanging \"{short}\" \"t\" \"{short}\""),
                format!("onValueChanged \"{short}\" \"t\" \"{short}\""),
            ]
        );
        assert_eq!(form.element(w).value(), Value::from(short));
        assert_eq!(form.element(t).property("description"), Value::from(short));
    }

    let p = form.question("p").unwrap();
    form.add_item(p);
    assert_eq!(
        data(&form),
        r#"{"o":{"count":40,"price":5},"w":"mno","p":[{"i":{"count":2,"note":"hello"}}]}"#
    );
}

/// Always wants the other one of two answers.
struct Restless;

impl Host for Restless {
    fn now(&self) -> f64 {
        0.0
    }

    fn offset_at(&self, _utc_ms: f64) -> f64 {
        0.0
    }

    fn regex(&self, _pattern: &str, _ignore_case: bool) -> Result<Box<dyn Regex>, String> {
        Err(String::new())
    }

    fn component(&self, _component: &str, callback: &str, arguments: &[Value]) -> Option<Value> {
        let number = arguments.get(2)?.as_number()?;
        (callback == "onValueChanging").then(|| (number + 1.0).into())
    }
}

#[test]
fn a_function_that_never_rests_comes_to_an_end() {
    let (components, _) = Components::load(
        r#"{"name": "n", "elementsJSON": [{"type": "text", "name": "x", "inputType": "number"}]}"#,
    );
    let json = r#"{"elements": [{"type": "n", "name": "q"}]}"#;
    let mut form = start(json, &components, Rc::new(Restless));
    let q = form.question("q").unwrap();
    let x = form.element(q).question("x").unwrap();
    form.answer(x, 1.0.into());
    form.answer(x, 5.0.into());
}
