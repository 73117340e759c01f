//! No panic, whatever the definition and whatever is done: arbitrary text, definitions with
//! something broken, random walks.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod run;

use casement_expression::{Object, Value, json};
use casement_form::{Definition, Fetched, Severity};
use proptest::prelude::*;

use run::Run;

const FORMS: [&str; 4] = [
    include_str!("../../support/forms/haveYouCreatedACase.json"),
    include_str!("../../support/forms/Create_case.json"),
    r#"{"checkErrorsMode":"onValueChanged","clearInvisibleValues":"onHidden","firstPageIsStartPage":true,
        "calculatedValues":[{"name":"c","expression":"{a} + {b}","includeIntoResult":true}],
        "triggers":[{"type":"setvalue","expression":"{a} = 1","setToName":"b","setValue":2},
                    {"type":"skip","expression":"{a} = 2","gotoName":"d"},{"type":"complete","expression":"{a} = 3"}],
        "pages":[{"name":"p0","elements":[{"type":"text","name":"a","inputType":"number","min":1,"step":2}]},
          {"name":"p1","visibleIf":"{a} <> 4","requiredIf":"{a} = 5","elements":[
            {"type":"panel","name":"p","enableIf":"{b} <> 'x'","elements":[
              {"type":"text","name":"b","setValueIf":"{a} > 1","setValueExpression":"{a} * 2","title":"{a} {c}"},
              {"type":"boolean","name":"d","defaultValue":true,"resetValueIf":"{b} = 4"}]},
            {"type":"comment","name":"e","validators":[{"type":"regex","regex":"("},{"type":"expression","expression":"{e} <> {a}"}]}]},
          {"name":"p2","elements":[{"type":"text","name":"f","inputType":"date","minValueExpression":"today({a})","defaultValueExpression":"today()"}]}]}"#,
    r#"{"elements":[{"type":"text","name":"x","visibleIf":"{y} empty","setValueExpression":"{y} + 1"},
        {"type":"text","name":"y","visibleIf":"{x} notempty","setValueExpression":"{x} + 1","defaultValueExpression":"{x}"}]}"#,
];

fn arbitrary_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Undefined),
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0_i32..6).prop_map(|number| Value::from(f64::from(number))),
        "[a-z{}'0-9 .\\[\\]-]{0,8}".prop_map(Value::from),
        Just(Value::from("2024-05-15")),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::vec(("[a-c]", inner), 0..3)
                .prop_map(|entries| Value::from(entries.into_iter().collect::<Object>())),
        ]
    })
}

fn names() -> impl Strategy<Value = String> {
    let known = [
        "a",
        "b",
        "d",
        "e",
        "f",
        "x",
        "y",
        "haveYouCreatedACase",
        "hasCaseNumber",
        "caseNumber",
        "email",
        "verificationEmail",
        "firstName",
        "p",
        "p1",
        "p2",
        "createCasePage",
        "nobody",
        "a.b",
        "",
    ];
    proptest::sample::select(known.to_vec()).prop_map(str::to_owned)
}

fn step() -> impl Strategy<Value = (&'static str, Value)> {
    let pair = |operation: &'static str| {
        (names(), arbitrary_value())
            .prop_map(move |(name, value)| (operation, Value::from(vec![name.into(), value])))
    };
    let plain = proptest::sample::select(vec![
        "next",
        "prev",
        "start",
        "preview",
        "cancelPreview",
        "validate",
        "complete",
        "doComplete",
        "clear",
        "info",
        "clearIncorrect",
    ]);
    let property = proptest::sample::select(vec![
        "visible",
        "readOnly",
        "isRequired",
        "title",
        "locale",
        "mode",
        "min",
        "clearIfInvisible",
        "currentPageNo",
        "checkErrorsMode",
        "showInvisibleElements",
        "questionsOnPageMode",
        "clearInvisibleValues",
    ]);
    prop_oneof![
        4 => pair("q"),
        2 => pair("set"),
        1 => pair("var"),
        1 => pair("comment"),
        1 => arbitrary_value().prop_map(|value| ("data", value)),
        1 => arbitrary_value().prop_map(|value| ("merge", value)),
        3 => plain.prop_map(|operation| (operation, Value::from(1.0))),
        1 => names().prop_map(|name| ("getQ", Value::from(name))),
        1 => (names(), property, arbitrary_value())
            .prop_map(|(name, property, value)| ("prop", Value::from(vec![name.into(), property.into(), value]))),
    ]
}

/// One value of a JSON tree replaced by another; counts down to the one that is meant.
fn replaced(value: &Value, at: &mut usize, by: &Value) -> Value {
    if *at == 0 {
        *at = usize::MAX;
        return by.clone();
    }
    *at = at.saturating_sub(usize::from(*at != usize::MAX));
    match value {
        Value::Array(items) => items
            .iter()
            .map(|item| replaced(item, at, by))
            .collect::<Vec<_>>()
            .into(),
        Value::Object(object) => {
            let entries = object
                .iter()
                .map(|(key, value)| (key.clone(), replaced(value, at, by)));
            Value::from(entries.collect::<Object>())
        }
        value => value.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn loading_survives_any_text(text in "\\PC{0,200}") {
        let loaded = Definition::load(&text);
        prop_assert!(loaded.definition.question_names().is_empty() || !text.is_empty());
    }

    #[test]
    fn loading_survives_any_json(value in arbitrary_value()) {
        Definition::load(&value.to_json());
        let form = format!(r#"{{"pages":[{{"elements":{}}}],"triggers":{}}}"#, value.to_json(), value.to_json());
        Run::start(&form).after(None);
    }

    #[test]
    fn any_answer_to_a_request_is_taken(
        text in "\\PC{0,200}",
        path in "[a-c.;,0-2]{0,8}",
        value in arbitrary_value(),
        as_json in any::<bool>(),
    ) {
        let json = format!(
            r#"{{"elements":[{{"type":"checkbox","name":"a","choicesByUrl":{{"url":"u/{{b}}","path":"{path}"}}}},
                {{"type":"text","name":"b","defaultValue":1}},
                {{"type":"text","name":"c","visibleIf":"{{a}} notempty"}}]}}"#
        );
        let mut form = run::start(&Definition::load(&json).definition);
        let text = if as_json { value.to_json() } else { text };
        let texts = [text.clone(), format!("<a>{text}</a>")];
        for (text, b) in texts.iter().zip([2.0, 3.0]) {
            for request in form.take_requests() {
                prop_assert!(form.answer_request(request.id, Fetched::Text(text)).is_ok());
                prop_assert!(form.answer_request(request.id, Fetched::Text(text)).is_err());
            }
            form.set_value("a", value.clone());
            form.set_value("b", b.into());
            form.validate();
        }
    }

    #[test]
    fn a_form_with_one_thing_broken_still_runs(form in 0..FORMS.len(), at in 0_usize..160, by in arbitrary_value()) {
        let json = json::parse_value(FORMS[form]).expect("the form is JSON");
        let broken = replaced(&json, &mut { at }, &by).to_json();
        let mut run = Run::start(&broken);
        for name in ["next", "validate", "complete"] {
            run.after(Some(&Value::from([(name, Value::from(1.0))].into_iter().collect::<Object>())));
        }
    }

    #[test]
    fn any_walk_through_a_form_ends_well(form in 0..FORMS.len(), steps in proptest::collection::vec(step(), 0..25)) {
        let mut run = Run::start(FORMS[form]);
        for (operation, argument) in steps {
            let step = Value::from([(operation, argument)].into_iter().collect::<Object>());
            run.after(Some(&step));
            for id in run.form.elements() {
                let explanation = run.form.explain(id);
                prop_assert_eq!(explanation.shown, run.form.element(id).is_shown());
            }
        }
    }
}

#[test]
fn a_definition_too_deep_or_too_large_is_reported() {
    let mut deep = r#"{"type":"text","name":"a"}"#.to_owned();
    for at in 0..60 {
        deep = format!(r#"{{"type":"panel","name":"p{at}","elements":[{deep}]}}"#);
    }
    let loaded = Definition::load(&format!(r#"{{"elements":[{deep}]}}"#));
    assert!(
        loaded
            .problems
            .iter()
            .any(|problem| problem.code() == "definition/too-large")
    );
    assert!(
        loaded
            .problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    );
}

#[test]
fn questions_that_all_set_one_another_come_to_an_end() {
    let names: Vec<String> = (0..12).map(|at| format!("q{at}")).collect();
    let sum = |own: &str| {
        let others = names
            .iter()
            .filter(|name| *name != own)
            .map(|name| format!("{{{name}}}"));
        others.collect::<Vec<_>>().join(" + ")
    };
    let questions: Vec<String> = names
        .iter()
        .map(|name| {
            format!(
                r#"{{"type":"text","name":"{name}","setValueExpression":"{} + 1"}}"#,
                sum(name)
            )
        })
        .collect();
    let mut run = Run::start(&format!(r#"{{"elements":[{}]}}"#, questions.join(",")));
    run.form.set_value("q0", 1.0.into());
    assert!(!run.form.data().is_empty());
}

#[test]
fn panels_in_panels_that_multiply_come_to_an_end() {
    let mut inner = r#"{"type":"text","name":"a"}"#.to_owned();
    for at in 0..4 {
        inner = format!(
            r#"{{"type":"paneldynamic","name":"p{at}","panelCount":100,"templateElements":[{inner}]}}"#
        );
    }
    let run = Run::start(&format!(r#"{{"elements":[{inner}]}}"#));
    assert!(run.form.question("p3").is_some());
}

#[test]
fn defaults_of_many_panels_in_panels_each_go_over_their_neighbours_alone() {
    let run = Run::start(
        r#"{"elements":[{"type":"paneldynamic","name":"p","panelCount":200,"maxPanelCount":200,
          "templateElements":[{"type":"paneldynamic","name":"q","panelCount":100,
            "templateElements":[{"type":"text","name":"x","defaultValueExpression":"{panelIndex} + 1"}]}]}]}"#,
    );
    let data = run.form.data();
    let inner = data.get("p").and_then(|panels| panels.as_array()?.first());
    let inner = inner.and_then(|panel| panel.as_object()?.get("q")?.as_array());
    let last = inner.and_then(|panels| panels.last()?.as_object()?.get("x")?.as_number());
    assert_eq!(last, Some(100.0));
}

#[test]
fn panels_in_panels_with_one_input_at_a_time_come_to_an_end() {
    let mut run = Run::start(
        r#"{"questionsOnPageMode":"inputPerPage","elements":[{"type":"paneldynamic","name":"p",
          "panelCount":200,"templateElements":[{"type":"paneldynamic","name":"q","panelCount":60,
            "templateElements":[{"type":"text","name":"x","visibleIf":"{panel.z} notempty"},
              {"type":"text","name":"y","defaultValue":1}]}]}]}"#,
    );
    let snapshot = run.after(None);
    assert_eq!(snapshot.get("state"), Some(&"running".into()));
}

#[test]
fn a_value_that_never_equals_itself_is_not_set_for_ever() {
    let mut run = Run::start(
        r#"{"checkErrorsMode":"onValueChanging","elements":[{"type":"text","name":"a"},
            {"type":"expression","name":"e","expression":"getDate({a})"}]}"#,
    );
    run.form.set_value("a", "05/dd/yyyy".into());
    run.form.set_value("a", "2024-05-15".into());
    assert_eq!(run.form.data().keys().count(), 2);
}

/// Each property that holds a number, with an element that has it; `#` is where the number goes.
const COUNTED: &[&str] = &[
    r#"{"type":"matrixdynamic","name":"m","minRowCount":#,"columns":[{"name":"a","cellType":"text"}]}"#,
    r##"{"type":"matrixdynamic","name":"m","minRowCount":#,"isRequired":true,"defaultRowValue":{"a":1},
        "columns":[{"name":"a","cellType":"text","resetValueIf":"true"}]}"##,
    r#"{"type":"matrixdynamic","name":"m","minRowCount":#,"columns":[{"name":"a","cellType":"expression","expression":"1"}]}"#,
    r#"{"type":"matrixdynamic","name":"m","rowCount":#,"columns":[{"name":"a","cellType":"text","totalType":"sum"}]}"#,
    r#"{"type":"matrixdynamic","name":"m","maxRowCount":#,"columns":[{"name":"a","cellType":"text"}]}"#,
    r#"{"type":"paneldynamic","name":"m","panelCount":#,"templateElements":[{"type":"text","name":"a"}]}"#,
    r#"{"type":"paneldynamic","name":"m","minPanelCount":#,"templateElements":[{"type":"text","name":"a","defaultValue":1}]}"#,
    r#"{"type":"paneldynamic","name":"m","maxPanelCount":#,"templateElements":[{"type":"text","name":"a"}]}"#,
    r#"{"type":"rating","name":"m","rateMin":#}"#,
    r#"{"type":"rating","name":"m","rateMax":#}"#,
    r#"{"type":"rating","name":"m","rateStep":#}"#,
    r#"{"type":"rating","name":"m","rateCount":#}"#,
    r#"{"type":"slider","name":"m","min":#,"step":0.1}"#,
    r#"{"type":"slider","name":"m","max":#,"sliderType":"range"}"#,
    r#"{"type":"slider","name":"m","step":#}"#,
    r#"{"type":"dropdown","name":"m","choicesMin":#,"choicesMax":9}"#,
    r#"{"type":"dropdown","name":"m","choicesMax":#}"#,
    r#"{"type":"dropdown","name":"m","choicesMax":9,"choicesStep":#}"#,
    r#"{"type":"checkbox","name":"m","choices":[1,2],"maxSelectedChoices":#,"minSelectedChoices":#,"colCount":#}"#,
    r#"{"type":"text","name":"m","inputType":"number","min":#,"step":#}"#,
    r#"{"type":"text","name":"m","maxLength":#,"size":#}"#,
    r##"{"type":"text","name":"m","maskType":"numeric","maskSettings":{"precision":#,"min":#,"max":#}}"##,
    r#"{"type":"expression","name":"m","expression":"1/3","displayStyle":"decimal","maximumFractionDigits":#,"minimumFractionDigits":#}"#,
    r#"{"type":"file","name":"m","maxSize":#,"maxFiles":#}"#,
    r#"{"type":"panel","name":"m","colCount":#,"elements":[{"type":"text","name":"a"}]}"#,
    r#"{"type":"multipletext","name":"m","colCount":#,"itemSize":#,"items":[{"name":"a"}]}"#,
    r#"{"type":"matrix","name":"m","rows":["a"],"columns":["a"],"startWithNewLine":#}"#,
];

#[test]
fn a_number_may_be_of_any_size() {
    const NUMBERS: [&str; 11] = [
        "1e300",
        "-1e300",
        "1e9",
        "-1",
        "0",
        "0.4",
        "4294967296",
        "1e-300",
        "\"x\"",
        "null",
        "[1]",
    ];
    for (counted, number) in COUNTED
        .iter()
        .flat_map(|counted| NUMBERS.map(|number| (counted, number)))
    {
        let element = counted.replace('#', number);
        let mut form = run::start(&Definition::load(&format!(
            r#"{{"maxTimeToFinish":{number},"questionsPerPage":{number},"elements":[{element}]}}"#
        )).definition);
        let question = form.container("m").or_else(|| form.question("m"));
        let question = question.unwrap_or_else(|| panic!("{element} is not there"));
        form.add_item(question);
        for value in ["x", ""] {
            let item = form.element(question).visible_items().first().copied();
            if let Some(inside) = item.and_then(|item| form.element(item).question("a")) {
                form.answer(inside, value.into());
            }
        }
        form.set_value("m", 3.0.into());
        form.validate();
        form.remove_item(question, 0);
        form.clear_incorrect_values(true);
        form.next_page();
        form.clear();
        assert!(form.elements().next().is_some(), "{element}");
    }
}
