//! `casement eval` and `casement run` against what survey-core 3.1.1 answered, case by case.
//!
//! The cases and their format: `tests/conformance/README.md`.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::ops::RangeBounds;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use casement_expression::{Object, Value, json};
use flate2::read::GzDecoder;

/// Deviations of Casement that a case may offer an answer for.
const DEVIATIONS: [&str; 1] = ["quoted-text"];

/// How many forms with steps are recorded, and how many of those that need a host.
const FORMS: usize = 867;
const RULES: usize = 64;
const HOSTED: usize = 484;

/// How many forms with questions of registered types are.
const COMPONENTS: usize = 302;

/// How many forms with elements under choices are.
const CHOICE_ELEMENTS: usize = 250;

/// How many forms that show one input or one panel at a time are.
const SINGLE_INPUT: usize = 330;

/// Files to which a case is added with each rule have at least so many.
const ITEMS_AT_LEAST: usize = 753;
const REPORTS_AT_LEAST: usize = 150;

/// Lists of a snapshot whose order has no meaning; empty ones are left out.
const SETS: [&str; 4] = ["visible", "hidden", "readOnly", "required"];

/// Objects of a snapshot; empty ones are left out.
const MAPS: [&str; 5] = ["errors", "notices", "choices", "rows", "columns"];

/// Texts of a step's answer that are HTML, in which Casement escapes what is filled in.
const HTML: [&str; 2] = ["html", "completedHtml"];

/// How `& < > " '` are escaped.
const ESCAPES: [(&str, char); 8] = [
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&#34;", '"'),
    ("&#39;", '\''),
    ("&#x27;", '\''),
    ("&apos;", '\''),
    ("&amp;", '&'),
];

#[test]
fn random_expressions_give_what_survey_core_gives() {
    demand_agreement("expressions.jsonl.gz", 8000);
}

#[test]
fn operators_over_pairs_of_values_give_what_survey_core_gives() {
    demand_agreement("operators.jsonl.gz", 11_743);
}

#[test]
fn quirks_are_those_of_survey_core() {
    demand_agreement("quirks.jsonl", 1488);
}

#[test]
fn forms_give_what_survey_core_gives() {
    demand_same_snapshots("forms.jsonl.gz", FORMS..=FORMS);
}

#[test]
fn single_rules_of_forms_are_those_of_survey_core() {
    demand_same_snapshots("rules.jsonl.gz", RULES..=RULES);
}

#[test]
fn rows_and_panels_are_made_and_kept_as_in_survey_core() {
    demand_same_snapshots("items.jsonl", ITEMS_AT_LEAST..);
}

#[test]
fn forms_as_people_report_them_give_what_survey_core_gives() {
    demand_same_snapshots("reports.jsonl", REPORTS_AT_LEAST..);
}

/// Choices that are fetched, with what came of each address, and functions of the host.
#[test]
fn forms_that_need_a_host_give_what_survey_core_gives() {
    demand_same_snapshots("hosted.jsonl.gz", HOSTED..=HOSTED);
}

#[test]
fn questions_of_registered_types_are_those_of_survey_core() {
    demand_same_snapshots("components.jsonl.gz", COMPONENTS..=COMPONENTS);
}

#[test]
fn elements_under_choices_are_those_of_survey_core() {
    demand_same_snapshots(
        "choice-elements.jsonl.gz",
        CHOICE_ELEMENTS..=CHOICE_ELEMENTS,
    );
}

#[test]
fn forms_that_show_one_input_at_a_time_are_those_of_survey_core() {
    demand_same_snapshots("single-input.jsonl.gz", SINGLE_INPUT..=SINGLE_INPUT);
}

fn demand_same_snapshots(file: &str, count: impl RangeBounds<usize>) {
    let mut cases = cases(file);
    assert!(count.contains(&cases.len()), "{file} is not complete");
    if matches!(file, "components.jsonl.gz" | "choice-elements.jsonl.gz") {
        // These list what lies inside questions as well.
        for case in &mut cases {
            case.insert("inner", Value::from(true));
        }
    }
    let parts = [
        "id",
        "json",
        "steps",
        "options",
        "urls",
        "functions",
        "components",
        "advances",
        "inner",
    ];
    let answers = answers("run", &parts, &cases);
    let (mut snapshots, mut differences) = (0, Vec::new());
    for case in &cases {
        let id = text(case, "id");
        let want = list(case, "expected");
        let got = answers.get(&id).map_or(&[][..], |it| list(it, "snapshots"));
        assert!(!want.is_empty(), "{id} holds no snapshot");
        snapshots += want.len();
        if want.len() != got.len() {
            differences.push(format!("{id}: {} snapshots of {}", got.len(), want.len()));
        }
        let pairs = want.iter().zip(got).enumerate();
        differences.extend(pairs.filter_map(|(step, (want, got))| {
            let (want, got) = (want.as_object()?, got.as_object());
            let part = got.map_or(Some("snapshot"), |got| other_part(want, got))?;
            let shown = |of: Option<&Object>| {
                let value = of.and_then(|it| it.get(part));
                value.map_or("nothing".to_owned(), Value::to_json)
            };
            let (want, got) = (shown(Some(want)), shown(got));
            Some(format!(
                "{id}, step {step}: {part}\n  want {want}\n  got  {got}"
            ))
        }));
    }
    println!("{file}: {snapshots} snapshots of {} forms", cases.len());
    assert!(
        differences.is_empty(),
        "{file}: {} differences; the first:\n{}",
        differences.len(),
        differences[..differences.len().min(10)].join("\n")
    );
}

/// The first part of a snapshot that is not as recorded. Which step it was and the kinds of
/// problems in the JSON are for information.
fn other_part(want: &Object, got: &Object) -> Option<&'static str> {
    let none = Object::new();
    let map = |of: &Object, part| {
        let value = of.get(part).and_then(Value::as_object);
        value.unwrap_or(&none).clone()
    };
    let differs = |part: &&'static str| match *part {
        "ret" => !same_answer(want.get("ret"), got.get("ret")),
        "data" | "completedData" => !same_in_order(want.get(part), got.get(part)),
        part if SETS.contains(&part) => sorted(want, part) != sorted(got, part),
        part if MAPS.contains(&part) => map(want, part) != map(got, part),
        part => want.get(part) != got.get(part),
    };
    let parts = ["state", "page"].into_iter().chain(SETS).chain(MAPS);
    parts.chain(["ret", "data", "completedData"]).find(differs)
}

fn sorted(snapshot: &Object, part: &str) -> Vec<String> {
    let mut names: Vec<String> = list(snapshot, part).iter().map(Value::to_json).collect();
    names.sort();
    names
}

/// A step's answer. Where survey-core throws, there is none; HTML may differ by its escapes.
fn same_answer(want: Option<&Value>, got: Option<&Value>) -> bool {
    let thrown = want.and_then(Value::as_str);
    if thrown.is_some_and(|text| text.starts_with("threw ")) {
        return true;
    }
    let members = |value: Option<&Value>| value.and_then(Value::as_object).cloned();
    let (Some(want), Some(mut got)) = (members(want), members(got)) else {
        return want == got;
    };
    for name in HTML {
        let plain = got.get(name).and_then(Value::as_str).map(unescaped);
        if plain.as_deref().is_some_and(|it| it == text(&want, name)) {
            got.insert(name, Value::from(text(&want, name)));
        }
    }
    want == got
}

fn unescaped(html: &str) -> String {
    let (mut plain, mut rest) = (String::new(), html);
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let escape = ESCAPES.iter().find(|(escape, _)| rest.starts_with(escape));
        let (taken, character) = escape.map_or((1, '&'), |(escape, it)| (escape.len(), *it));
        plain.push(character);
        rest = &rest[taken..];
    }
    plain + rest
}

/// Equal, with the keys of every object in the same order.
fn same_in_order(want: Option<&Value>, got: Option<&Value>) -> bool {
    let (Some(want), Some(got)) = (want, got) else {
        return want == got;
    };
    if let (Some(want), Some(got)) = (want.as_array(), got.as_array()) {
        let mut pairs = want.iter().zip(got);
        return want.len() == got.len()
            && pairs.all(|(want, got)| same_in_order(Some(want), Some(got)));
    }
    let (Some(one), Some(other)) = (want.as_object(), got.as_object()) else {
        return want == got;
    };
    let mut pairs = one.iter().zip(other.iter());
    one.len() == other.len()
        && pairs
            .all(|((key, want), (other, got))| key == other && same_in_order(Some(want), Some(got)))
}

fn demand_agreement(file: &str, count: usize) {
    let cases = cases(file);
    assert_eq!(cases.len(), count, "{file} is not complete");
    let answers = answers("eval", &["id", "expr", "values", "mode"], &cases);
    let mut agreed = 0;
    let mut deviations: BTreeMap<String, usize> = BTreeMap::new();
    let mut differences = Vec::new();
    for case in &cases {
        let id = text(case, "id");
        match answers.get(&id).map(|answer| compare(case, answer)) {
            Some(Agreement::Equal) => agreed += 1,
            Some(Agreement::Deviation(name)) => {
                agreed += 1;
                *deviations.entry(name).or_default() += 1;
            }
            Some(Agreement::None) => differences.push(format!(
                "{id}: {}\n  want {}\n  got  {}",
                text(case, "expr"),
                Value::from(case.clone()).to_json(),
                Value::from(answers[&id].clone()).to_json(),
            )),
            None => differences.push(format!("{id}: no answer")),
        }
    }
    println!("{file}: {agreed} of {count} agree; deviations: {deviations:?}");
    assert!(
        differences.is_empty(),
        "{file}: {agreed} of {count} agree; the first that don't:\n{}",
        differences[..differences.len().min(10)].join("\n")
    );
}

enum Agreement {
    Equal,
    Deviation(String),
    None,
}

fn compare(case: &Object, answer: &Object) -> Agreement {
    if case.contains_key("threw") {
        return match answer.get("result") {
            Some(Value::Null) => Agreement::Equal,
            _ => Agreement::None,
        };
    }
    let same = |want: &Object| {
        want.get("ok") == answer.get("ok") && want.get("result") == answer.get("result")
    };
    if same(case) {
        return Agreement::Equal;
    }
    list(case, "alt")
        .iter()
        .filter_map(Value::as_object)
        .find(|alternative| {
            DEVIATIONS.contains(&text(alternative, "deviation").as_str()) && same(alternative)
        })
        .map_or(Agreement::None, |alternative| {
            Agreement::Deviation(text(alternative, "deviation"))
        })
}

fn text(object: &Object, key: &str) -> String {
    object
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn list<'a>(object: &'a Object, key: &str) -> &'a [Value] {
    object.get(key).and_then(Value::as_array).unwrap_or(&[])
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance")
}

fn cases(file: &str) -> Vec<Object> {
    let bytes = fs::read(folder().join(file)).unwrap();
    let mut content = String::new();
    if file.ends_with(".gz") {
        GzDecoder::new(&bytes[..])
            .read_to_string(&mut content)
            .unwrap();
    } else {
        content = String::from_utf8(bytes).unwrap();
    }
    objects(&content)
}

fn objects(lines: &str) -> Vec<Object> {
    lines
        .lines()
        .map(|line| {
            let value = json::parse_value(line).unwrap();
            value.as_object().unwrap().clone()
        })
        .collect()
}

/// What the command answers to the cases, of which it gets the members named; by id.
fn answers(command: &str, members: &[&str], cases: &[Object]) -> BTreeMap<String, Object> {
    let mut input = String::new();
    for case in cases {
        let question: Object = members
            .iter()
            .filter_map(|key| Some((*key, case.get(key)?.clone())))
            .collect();
        input.push_str(&Value::from(question).to_json());
        input.push('\n');
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_casement"))
        .args([command, "--now", "2024-05-15T10:20:30.000Z", "--tz", "UTC"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = command.stdin.take().unwrap();
    let writer = thread::spawn(move || stdin.write_all(input.as_bytes()).unwrap());
    let output = command.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "{:?}", output.status);
    objects(std::str::from_utf8(&output.stdout).unwrap())
        .into_iter()
        .map(|answer| (text(&answer, "id"), answer))
        .collect()
}
