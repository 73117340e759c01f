//! What a change sets off, and what it leaves alone: these tests count evaluations, so that an
//! engine which computes everything can't pass.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod run;

use casement_form::{Change, Definition, Form};

fn form(json: &str) -> Form {
    run::start(&Definition::load(json).definition)
}

/// The owners of the expressions that answering a question evaluates, in order.
fn evaluated(form: &mut Form, question: &str, value: &str) -> Vec<String> {
    let id = form.question(question).expect("the question");
    form.note_evaluated();
    form.answer(id, value.into());
    form.take_evaluated()
        .into_iter()
        .map(|(owner, _)| owner)
        .collect()
}

fn chain(length: usize) -> String {
    let questions: Vec<String> = (0..length)
        .map(|at| {
            let before = at.saturating_sub(1);
            format!(r#"{{"type":"text","name":"q{at}","visibleIf":"{{q{before}}} <> 'hide' or {at} = 0"}}"#)
        })
        .collect();
    format!(r#"{{"elements":[{}]}}"#, questions.join(","))
}

#[test]
fn a_change_evaluates_only_what_reads_the_changed_name() {
    let mut form = form(&chain(1000));
    assert_eq!(evaluated(&mut form, "q500", "x"), ["q501"]);
    assert_eq!(evaluated(&mut form, "q999", "x"), Vec::<String>::new());
}

#[test]
fn an_equal_value_evaluates_nothing() {
    let mut form = form(&chain(10));
    evaluated(&mut form, "q5", "x");
    assert_eq!(evaluated(&mut form, "q5", "x"), Vec::<String>::new());
}

#[test]
fn an_equal_result_stops_the_wave() {
    let mut form = form(
        r#"{"calculatedValues":[{"name":"long","expression":"{a.length} > 3"}],
            "elements":[{"type":"text","name":"a"},{"type":"text","name":"b","visibleIf":"{long} = true"}]}"#,
    );
    assert_eq!(
        evaluated(&mut form, "a", "x"),
        [""],
        "the calculated value only: it is false as before"
    );
    assert_eq!(evaluated(&mut form, "a", "long text"), ["", "b"]);
}

#[test]
fn what_a_change_makes_visible_is_told_and_nothing_else() {
    let mut form = form(
        r#"{"pages":[
            {"name":"p1","elements":[{"type":"text","name":"a"}]},
            {"name":"p2","elements":[
                {"type":"panel","name":"p","visibleIf":"{a} = 'x'","elements":[{"type":"text","name":"in"}]},
                {"type":"text","name":"other"}]}]}"#,
    );
    let a = form.question("a").expect("the question");
    let inside = form.question("in").expect("the question");
    let panel = form.container("p").expect("the panel");
    let changes = form.answer(a, "x".into());
    let shown: Vec<_> = changes
        .iter()
        .filter(|change| matches!(change, Change::Shown(_)))
        .collect();
    assert_eq!(shown, [&Change::Shown(panel), &Change::Shown(inside)]);
    assert!(changes.contains(&Change::Value(a)));
    assert!(
        !changes.contains(&Change::Page),
        "the page was visible before"
    );
}

#[test]
fn a_text_that_names_a_question_changes_with_it() {
    let mut form = form(
        r#"{"elements":[{"type":"text","name":"a"},{"type":"text","name":"b","title":"and {a}"},
            {"type":"text","name":"c","title":"plain"}]}"#,
    );
    let (a, b) = (
        form.question("a").expect("a"),
        form.question("b").expect("b"),
    );
    let changes = form.answer(a, "x".into());
    assert!(changes.contains(&Change::Text(b)));
    assert_eq!(
        changes
            .iter()
            .filter(|change| matches!(change, Change::Text(_)))
            .count(),
        1
    );
    assert_eq!(form.element(b).title(), "and x");
}

#[test]
fn a_condition_with_a_clock_is_evaluated_at_every_change() {
    let mut form = form(
        r#"{"elements":[{"type":"text","name":"a"},{"type":"text","name":"b","visibleIf":"today() > '2020-01-01'"}]}"#,
    );
    assert_eq!(evaluated(&mut form, "a", "x"), ["b"]);
}

#[test]
fn an_element_says_why_it_is_hidden() {
    let mut form = form(
        r#"{"elements":[{"type":"text","name":"a"},
            {"type":"panel","name":"p","visibleIf":"{a} = 1 and {nobody} empty","elements":[{"type":"text","name":"in"}]}]}"#,
    );
    let (a, inside) = (
        form.question("a").expect("a"),
        form.question("in").expect("in"),
    );
    let panel = form.container("p").expect("p");
    let explanation = form.explain(inside);
    assert!(!explanation.shown && explanation.visible && explanation.condition.is_none());
    assert_eq!(explanation.hidden_by, Some(panel));
    form.answer(a, 1.0.into());
    let explanation = form.explain(panel);
    let report = explanation.condition.expect("the panel has a condition");
    assert!(explanation.shown);
    assert_eq!(report.text, "{a} = 1 and {nobody} empty");
    assert_eq!(
        report.names,
        [
            ("a".to_owned(), Some(1.0.into())),
            ("nobody".to_owned(), None)
        ]
    );
    assert_eq!(report.result, true.into());
}
