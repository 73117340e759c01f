//! `casement eval` against what survey-core 3.1.1 answered, case by case.
//!
//! The cases and their format: `tests/conformance/README.md`.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use casement_expression::{Object, Value, json};
use flate2::read::GzDecoder;

/// Deviations of Casement that a case may offer an answer for.
const DEVIATIONS: [&str; 1] = ["quoted-text"];

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

fn demand_agreement(file: &str, count: usize) {
    let cases = cases(file);
    assert_eq!(cases.len(), count, "{file} is not complete");
    let answers = answers(&cases);
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
    let alternatives = case.get("alt").and_then(Value::as_array).unwrap_or(&[]);
    alternatives
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
            let value = json::parse(line).unwrap().to_value();
            value.as_object().unwrap().clone()
        })
        .collect()
}

/// What the command answers to the cases, by id.
fn answers(cases: &[Object]) -> BTreeMap<String, Object> {
    let mut input = String::new();
    for case in cases {
        let question: Object = ["id", "expr", "values", "mode"]
            .into_iter()
            .filter_map(|key| Some((key, case.get(key)?.clone())))
            .collect();
        input.push_str(&Value::from(question).to_json());
        input.push('\n');
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_casement"))
        .args(["eval", "--now", "2024-05-15T10:20:30.000Z", "--tz", "UTC"])
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
