//! `casement test` against what survey-core 3.1.1's own tester answered, and its output.
//!
//! The cases and their format: `tests/conformance/README.md`.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use casement_expression::{Object, Value, json};
use flate2::read::GzDecoder;

const CASES: usize = 463;

const FORM: &str = r#"{"elements": [
    {"type": "boolean", "name": "call"},
    {"type": "text", "name": "phone", "visibleIf": "{call} = true and {country} = 'de'"}]}"#;

#[test]
fn verdicts_are_those_of_survey_cores_tester() {
    let cases = cases();
    assert_eq!(cases.len(), CASES, "the file is not complete");
    let input: String = cases
        .iter()
        .map(|case| {
            let kept = ["id", "json", "tests"].map(|key| (key, case.get(key).unwrap().clone()));
            format!("{}\n", Value::from(Object::from_iter(kept)).to_json())
        })
        .collect();
    let output = casement(&["test", "--json", "-"], &input);
    let answers: BTreeMap<String, Object> = text(&output.stdout)
        .lines()
        .map(|line| {
            let answer = object(line);
            (member(&answer, "id"), answer)
        })
        .collect();
    let (mut verdicts, mut tests, mut alike) = (0, 0, 0);
    let mut differences = Vec::new();
    for case in &cases {
        let id = member(case, "id");
        let want = case.get("report").unwrap().as_object().unwrap();
        let got = answers[&id].get("report").unwrap().as_object().unwrap();
        let (wanted, given) = (list(want, "tests"), list(got, "tests"));
        tests += wanted.len().max(1);
        verdicts += if wanted.is_empty() {
            usize::from(given.is_empty() && member(want, "status") == member(got, "status"))
        } else {
            let pairs = wanted.iter().zip(given);
            pairs.filter(|(a, b)| verdict(a) == verdict(b)).count()
        };
        let (want, got) = (facts(want), facts(got));
        if want == got {
            alike += 1;
        } else {
            let first = want.iter().zip(&got).find(|(a, b)| a != b);
            differences.push(format!("{id}: {first:?}"));
        }
    }
    println!("{verdicts} of {tests} verdicts, {alike} of {CASES} reports agree");
    let differences = differences.join("\n");
    assert!(
        verdicts * 100 >= tests * 99,
        "{verdicts} of {tests}\n{differences}"
    );
    assert!(
        alike * 100 >= CASES * 97,
        "{alike} of {CASES}\n{differences}"
    );
}

#[test]
fn people_read_which_condition_decided() {
    let folder = folder("text");
    let tests = write(
        &folder,
        "tests.json",
        r#"{"tests": [
            {"name": "a call needs a number", "steps": [
                {"set": {"call": true}}, {"expect": {"phone": {"visible": true}}}]},
            {"name": "no call, no number", "steps": [{"expect": {"phone": {"visible": false}}}]}]}"#,
    );
    let form = write(&folder, "form.json", FORM);
    let output = casement(&["test", &form, &tests], "");
    let said = text(&output.stdout);
    for line in [
        "  failed a call needs a number",
        "    step 2 (expect)",
        "visible of `phone` is false, not true",
        "as `{call} = true and {country} = 'de'` read {\"call\":true} and gave false",
        "  passed no call, no number",
        "  1 of 2 passed, 1 failed, 0 in error, 0 skipped; 2 checks, 1 failed",
    ] {
        assert!(said.contains(line), "{line} is missing in\n{said}");
    }
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn only_the_wanted_tests_run() {
    let folder = folder("only");
    let tests = write(
        &folder,
        "tests.json",
        r#"{"tests": [{"name": "one", "steps": []}, {"name": "two", "steps": [{"jump": 1}]}]}"#,
    );
    let form = write(&folder, "form.json", FORM);
    let output = casement(&["test", "--json", "--only", "one", &form, &tests], "");
    let report = object(text(&output.stdout).trim());
    assert_eq!(list(&report, "tests").len(), 1);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_missing_document_is_told_apart_from_a_failed_test() {
    let folder = folder("missing");
    let form = write(&folder, "form.json", FORM);
    assert_eq!(casement(&["test", &form], "").status.code(), Some(2));
    let nowhere = folder.join("nowhere.json");
    let output = casement(&["test", &form, nowhere.to_str().unwrap()], "");
    assert_eq!(output.status.code(), Some(2));
}

/// Status of a test and of its steps.
fn verdict(test: &Value) -> Vec<String> {
    let test = test.as_object().unwrap();
    let steps = list(test, "steps")
        .iter()
        .map(|step| member(step.as_object().unwrap(), "status"));
    std::iter::once(member(test, "status"))
        .chain(steps)
        .collect()
}

/// All that a report tells but its words.
fn facts(report: &Object) -> Vec<String> {
    let mut facts = vec![member(report, "status")];
    facts.extend(issues(report));
    for test in list(report, "tests").iter().filter_map(Value::as_object) {
        facts.push(format!(
            "{}: {}",
            member(test, "name"),
            member(test, "status")
        ));
        facts.extend(issues(test));
        for step in list(test, "steps").iter().filter_map(Value::as_object) {
            facts.push(format!(
                "{}: {}",
                member(step, "command"),
                member(step, "status")
            ));
            for check in list(step, "checks").iter().filter_map(Value::as_object) {
                let details = check.get("details").and_then(Value::as_object);
                let key = details.map_or_else(|| member(check, "key"), |it| member(it, "key"));
                let of = |name| member(check, name);
                let told = ["target", "check", "passed", "jsonPath"].map(of).join(" ");
                facts.push(format!("{told} {key}"));
            }
            facts.extend(issues(step));
        }
    }
    facts
}

fn issues(object: &Object) -> Vec<String> {
    let issues = list(object, "issues").iter().filter_map(Value::as_object);
    let told = ["severity", "code", "target", "step", "path", "jsonPath"];
    issues
        .map(|issue| told.map(|name| member(issue, name)).join(" "))
        .collect()
}

fn list<'o>(object: &'o Object, key: &str) -> &'o [Value] {
    object
        .get(key)
        .and_then(Value::as_array)
        .unwrap_or_default()
}

fn member(object: &Object, key: &str) -> String {
    object
        .get(key)
        .map(|value| value.to_text().into_owned())
        .unwrap_or_default()
}

fn cases() -> Vec<Object> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = path.join("../../tests/conformance/scenarios.jsonl.gz");
    let mut lines = String::new();
    GzDecoder::new(fs::File::open(path).unwrap())
        .read_to_string(&mut lines)
        .unwrap();
    lines.lines().map(object).collect()
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("scenarios")
        .join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn write(folder: &Path, name: &str, content: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn casement(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_casement"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_owned();
    // A command that ends early closes the pipe; its status tells.
    let writer = thread::spawn(move || drop(pipe.write_all(input.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn object(line: &str) -> Object {
    let value = json::parse_value(line).unwrap();
    value.as_object().unwrap().clone()
}
