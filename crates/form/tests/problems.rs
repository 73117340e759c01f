//! What loading reports: code, path, place and words.

use casement_expression::json::line_column;
use casement_form::{Definition, Severity};

/// The problems of a definition as `line:column code path: message`.
fn problems(json: &str) -> Vec<String> {
    Definition::load(json)
        .problems
        .iter()
        .map(|problem| {
            let (line, column) = line_column(json, problem.span.start);
            format!(
                "{line}:{column} {} {}: {}",
                problem.code(),
                problem.path,
                problem.message()
            )
        })
        .collect()
}

#[test]
fn a_good_definition_has_no_problems() {
    for form in [
        include_str!("../../support/forms/haveYouCreatedACase.json"),
        include_str!("../../support/forms/Create_case.json"),
        include_str!("../../support/forms/Fetch_status_of_a_case.json"),
    ] {
        assert_eq!(problems(form), Vec::<String>::new());
    }
}

#[test]
fn what_is_no_json_is_told_with_its_place() {
    let found = problems("{\n  \"title\": }");
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("2:12 json/"), "{found:?}");
    assert_eq!(
        problems("[]"),
        ["1:1 json/no-object : a form is a JSON object"]
    );
}

#[test]
fn what_is_no_json_in_an_element_leaves_no_form() {
    for (text, wanted) in [
        (
            r#"{"elements": [{"type": "text", "name": "a", "titel": 1}, {"type": "text", "name": "b" 1}]}"#,
            "1:87 json/unexpected-character",
        ),
        (
            // Nothing reads what stands here: the last of the three counts.
            r#"{"elements": [{"type": "text", "name": 01}], "pages": []}"#,
            "1:41 json/unexpected-character",
        ),
        (
            r#"{"elements": [{"type": "panel", "name": "p", "elements": [{"name": "\x"}]}]}"#,
            "1:70 json/bad-escape",
        ),
    ] {
        let loaded = Definition::load(text);
        assert_eq!(loaded.definition.question_names(), Vec::<&str>::new());
        let found = problems(text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(wanted), "{found:?}");
    }
}

#[test]
fn unknown_properties_and_types_come_with_a_suggestion() {
    let json = r#"{"elements": [
  {"type": "text", "name": "a", "titel": "A"},
  {"type": "txt", "name": "b"},
  {"name": "c"},
  {"type": "text", "name": "d", "validators": [{"type": "emial"}]}],
 "triggers": [{"type": "jump"}]}"#;
    assert_eq!(
        problems(json),
        [
            "2:33 property/unknown elements[0].titel: unknown property `titel` in `text`; did you mean `title`?",
            "3:12 element/unknown-type elements[1].type: unknown element type `txt`; did you mean `text`?",
            "4:3 element/missing-type elements[2]: the property `type` is missing",
            "5:57 validator/unknown-type elements[3].validators[0].type: unknown validator type `emial`",
            "6:24 trigger/unknown-type triggers[0].type: unknown trigger type `jump`",
        ]
    );
}

#[test]
fn names_missing_and_given_twice_are_reported() {
    let json = r#"{"elements": [{"type": "text"}, {"type": "text", "name": "a"}, {"type": "text", "name": "a"}]}"#;
    assert_eq!(
        problems(json),
        [
            "1:15 property/required elements[0]: the property `name` is required in `text`",
            "1:89 name/duplicate elements[2].name: the name `a` is used more than once",
        ]
    );
    assert_eq!(
        Definition::load(json).definition.question_names(),
        ["question1", "a", "a"]
    );
}

#[test]
fn values_of_the_wrong_shape_are_reported() {
    let json = r#"{"elements": {"type": "text", "name": "a", "isRequired": "maybe", "inputType": "nubmer", "maxLength": "x",
        "visibleIf": 5}}"#;
    let codes: Vec<String> = problems(json)
        .iter()
        .map(|line| {
            line.split(' ')
                .skip(1)
                .take(2)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    assert_eq!(
        codes,
        [
            "property/not-an-array elements:",
            "property/invalid-value elements[0].isRequired:",
            "property/invalid-value elements[0].inputType:",
            "property/invalid-value elements[0].maxLength:",
            "property/invalid-value elements[0].visibleIf:",
        ]
    );
}

#[test]
fn a_mistake_in_an_expression_is_shown_inside_the_json_text() {
    let json = r#"{"elements": [{"type": "text", "name": "count"},
 {"type": "text", "name": "b", "visibleIf": "\"x\" = {cuont}", "enableIf": "{count} = ", "requiredIf": "nosuch({count})"}]}"#;
    let found = problems(json);
    assert!(
        found.contains(
            &"2:54 reference/unknown elements[1].visibleIf: nothing has the name `cuont`; did you mean `count`?"
                .to_owned()
        ),
        "{found:?}"
    );
    assert!(
        found
            .iter()
            .any(|line| line.contains("expression/syntax elements[1].enableIf")),
        "{found:?}"
    );
    assert!(
        found
            .iter()
            .any(|line| line.contains("expression/unknown-function elements[1].requiredIf")),
        "{found:?}"
    );
}

#[test]
fn names_of_templates_and_rows_are_no_unknown_names() {
    let json = r#"{"elements": [
        {"type": "paneldynamic", "name": "pd", "templateElements": [
            {"type": "text", "name": "k"}, {"type": "text", "name": "v", "visibleIf": "{panel.k} = 1"}]},
        {"type": "matrixdynamic", "name": "m", "columns": [{"name": "c", "cellType": "text", "isRequired": true,
            "visibleIf": "{row.d} = 1"}]},
        {"type": "dropdown", "name": "dd", "choices": [{"value": 1, "visibleIf": "{item} = 1"}]}]}"#;
    assert_eq!(problems(json), Vec::<String>::new());
}

#[test]
fn a_definition_with_problems_still_runs() {
    let loaded = Definition::load(
        r#"{"elements": [{"type": "nosuch", "name": "a"}, {"type": "text", "name": "b"}]}"#,
    );
    assert_eq!(loaded.definition.question_names(), ["b"]);
    assert!(
        loaded
            .problems
            .iter()
            .all(|problem| problem.severity == Severity::Error)
    );
}

/// A definition is shared between threads: a server checks with one while others start.
#[test]
fn a_definition_can_be_sent_and_shared() {
    fn shared<T: Send + Sync>() {}
    shared::<Definition>();
}

#[test]
fn a_condition_of_the_closing_text_is_reported_once() {
    let json = r#"{"elements": [{"type": "text", "name": "a", "visibleIf": "{a} = 1"}],
 "completedHtmlOnCondition": [{"expression": "{a} =", "html": "x"}]}"#;
    let found = problems(json);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("expression/syntax completedHtmlOnCondition[0].expression"),
        "{found:?}"
    );
}
