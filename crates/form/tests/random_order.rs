//! Random order of choices, rows and elements. survey-core gave the orders for the same seed.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::rc::Rc;

use casement_expression::NativeHost;
use casement_form::{Components, Definition, ElementId, Form, Mode, Options, Value};

const FORM: &str = r#"{"questionOrder": "random", "pages": [{"name": "page1", "elements": [
    {"type": "radiogroup", "name": "a", "choices": [1, 2, 3, 4, 5, 6], "choicesOrder": "random"},
    {"type": "matrix", "name": "m", "rows": ["r1", "r2", "r3", "r4"], "columns": [1],
        "rowOrder": "random"},
    {"type": "matrixdropdown", "name": "d", "rowOrder": "random",
        "rows": ["r1", "r2", "r3", {"value": "r4", "randomize": false}],
        "columns": [{"name": "c", "cellType": "dropdown", "choices": ["x", "y", "z"],
            "choicesOrder": "random"}]},
    {"type": "panel", "name": "p", "elements": [{"type": "text", "name": "t1"},
        {"type": "text", "name": "t2"}, {"type": "text", "name": "t3"}]}
]}]}"#;

fn start(definition: &Definition) -> Form {
    let options = Options {
        host: Rc::new(NativeHost::utc(0.0)),
        locale: String::new(),
        mode: Mode::Edit,
    };
    Form::start(definition, options)
}

fn choices(form: &Form, id: ElementId) -> Vec<String> {
    let choices = form.element(id).choices();
    choices.iter().map(|choice| choice.text.clone()).collect()
}

fn text(value: &Value) -> String {
    value.to_text().into_owned()
}

fn names(form: &Form, ids: &[ElementId]) -> Vec<String> {
    ids.iter()
        .map(|id| form.element(*id).name().to_owned())
        .collect()
}

#[test]
fn the_order_is_survey_core_s_for_the_same_seed() {
    let definition = Definition::load_shuffled(FORM, &Components::default(), 7).definition;
    let form = start(&definition);
    let a = form.question("a").unwrap();
    assert_eq!(choices(&form, a), ["5", "6", "4", "1", "2", "3"]);
    let page = form.pages()[0];
    let children = form.element(page).children();
    assert_eq!(names(&form, children), ["d", "a", "p", "m"]);
    assert_eq!(
        names(&form, form.element(children[2]).children()),
        ["t1", "t3", "t2"]
    );
    let d = form.question("d").unwrap();
    let rows = form.element(d).visible_items();
    let cell = form.element(rows[0]).question("c").unwrap();
    assert_eq!(choices(&form, cell), ["z", "x", "y"]);
}

/// The rows of a matrix, and of one with cell questions whose last row stays.
#[test]
fn rows_come_in_survey_core_s_order() {
    for (seed, simple, cells) in [
        (7, ["r1", "r2", "r3", "r4"], ["r2", "r3", "r1", "r4"]),
        (9, ["r2", "r3", "r4", "r1"], ["r2", "r3", "r1", "r4"]),
        (11, ["r1", "r4", "r3", "r2"], ["r1", "r3", "r2", "r4"]),
    ] {
        let definition = Definition::load_shuffled(FORM, &Components::default(), seed).definition;
        let form = start(&definition);
        let m = form.element(form.question("m").unwrap());
        let of_m: Vec<String> = m.matrix_items().0.iter().map(text).collect();
        let d = form.element(form.question("d").unwrap());
        let rows = d.visible_items().into_iter();
        let of_d: Vec<String> = rows
            .map(|row| text(&form.element(row).row_value()))
            .collect();
        assert_eq!(of_m, simple, "{seed}");
        assert_eq!(of_d, cells, "{seed}");
    }
}

#[test]
fn choices_in_panels_and_cells_follow_from_what_they_lie_in() {
    let json = r#"{"elements": [{"type": "paneldynamic", "name": "pd", "panelCount": 1,
        "templateElements": [
            {"type": "checkbox", "name": "x", "choices": [1, 2, 3, 4, 5, 6],
                "choicesOrder": "random", "showNoneItem": true},
            {"type": "panel", "name": "in", "elements": [
                {"type": "dropdown", "name": "y", "choicesVisibleIf": "{item} <> 2",
                    "choices": [1, 2, 3, 4, 5, 6], "choicesOrder": "random"}]},
            {"type": "matrixdynamic", "name": "md", "rowCount": 1, "columns": [
                {"name": "c", "cellType": "checkbox", "choices": [1, 2, 3, 4, 5],
                    "choicesOrder": "random"}]}
    ]}]}"#;
    for (seed, x, y, c) in [
        (7, "1 2 4 3 5 6 None", "4 5 6 3 1", "1 5 3 2 4"),
        (9, "5 4 1 6 2 3 None", "1 3 5 4 6", "5 3 4 2 1"),
    ] {
        let definition = Definition::load_shuffled(json, &Components::default(), seed).definition;
        let form = start(&definition);
        let panels = form.element(form.question("pd").unwrap());
        let panel = form.element(panels.visible_items()[0]);
        let shown = |id: ElementId| choices(&form, id).join(" ");
        assert_eq!(shown(panel.question("x").unwrap()), x, "{seed}");
        assert_eq!(shown(panel.question("y").unwrap()), y, "{seed}");
        let matrix = form.element(panel.question("md").unwrap());
        let row = form.element(matrix.visible_items()[0]);
        assert_eq!(shown(row.question("c").unwrap()), c, "{seed}");
    }
}

#[test]
fn without_a_seed_all_stays_as_it_is_written() {
    let form = start(&Definition::load(FORM).definition);
    let a = form.question("a").unwrap();
    assert_eq!(choices(&form, a), ["1", "2", "3", "4", "5", "6"]);
    let children = form.element(form.pages()[0]).children();
    assert_eq!(names(&form, children), ["a", "m", "d", "p"]);
}
