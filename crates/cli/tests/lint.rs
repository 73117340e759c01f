//! `casement lint` against the findings of survey-core 3.1.1's own linter, and what it does with
//! files, fixes and options.
//!
//! The cases and their format: `tests/conformance/README.md`.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use casement_expression::{Object, Value, json};
use flate2::read::GzDecoder;

/// Rules of Casement's own, which survey-core has no findings for.
const OWN: [&str; 4] = [
    "cycle/visibility",
    "page/unreachable",
    "property/deprecated",
    "pattern/never-matches",
];

#[test]
fn forms_have_the_findings_of_survey_core() {
    let lines = recorded();
    let cases: Vec<Object> = lines.lines().map(object).collect();
    assert_eq!(cases.len(), 586, "the cases are not complete");
    let output = lint(&["--json", "-"], &lines);
    let answers: Vec<Object> = text(&output.stdout).lines().map(object).collect();
    assert_eq!(answers.len(), cases.len());
    let (mut wanted, mut found, mut given) = (0, 0, 0);
    let mut differences = Vec::new();
    for (case, answer) in cases.iter().zip(&answers) {
        assert_eq!(case.get("id"), answer.get("id"));
        let mut got = findings(answer);
        given += got.values().sum::<usize>();
        for (key, count) in findings(case) {
            wanted += count;
            let have = got.get(&key).copied().unwrap_or(0).min(count);
            found += have;
            if have < count {
                differences.push(format!("missing {:?} {key}", case.get("id")));
            }
            *got.entry(key).or_default() -= have;
        }
        differences.extend(
            got.iter()
                .filter(|(_, count)| **count > 0)
                .map(|(key, _)| format!("extra {:?} {key}", case.get("id"))),
        );
    }
    println!("{found} of {wanted} found, {} false", given - found);
    let report = differences.join("\n");
    assert!(wanted > 2000, "the cases hold hardly a finding");
    assert!(found * 1000 >= wanted * 999, "{report}");
    assert!((given - found) * 1000 <= given, "{report}");
}

#[test]
fn a_finding_for_people_names_file_line_and_column() {
    let form = "{\"elements\": [\n  {\"type\": \"text\", \"name\": \"age\", \"visibleIf\": \"{aeg} > 1\"}\n]}";
    let output = lint(&["-"], form);
    assert!(
        text(&output.stdout)
            .starts_with("-:2:49: error reference/unknown: nothing has the name `aeg`"),
        "{}",
        text(&output.stdout)
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_rule_can_be_left_out_or_given_another_severity() {
    let form = r#"{"elements": [{"type": "text", "name": "age", "visibleIf": "{aeg} = 1"}]}"#;
    let left_out = lint(&["--suppress", "reference/unknown", "-"], form);
    assert_eq!(text(&left_out.stdout), "");
    assert_eq!(left_out.status.code(), Some(0));
    let lowered = lint(&["--severity", "reference/unknown=info", "-"], form);
    assert!(text(&lowered.stdout).contains(": info reference/unknown: "));
    assert_eq!(lowered.status.code(), Some(0));
    let unknown = lint(&["--suppress", "no/such-rule", "-"], form);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn fixing_a_file_keeps_its_formatting() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("lint-fix");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("form.json");
    let form =
        "{ \"elements\": [\n\t{\"type\":\"texts\",  \"name\":\"a\", \"isReqired\": true}\n] }\n";
    fs::write(&file, form).unwrap();
    let output = lint(&["--fix", folder.to_str().unwrap()], "");
    assert_eq!(text(&output.stdout), "");
    let fixed = form
        .replace("\"texts\"", "\"text\"")
        .replace("isReqired", "isRequired");
    assert_eq!(fs::read_to_string(&file).unwrap(), fixed);
}

#[test]
fn presets_of_variables_are_judged_as_survey_core_judges_them() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("lint-presets");
    fs::create_dir_all(&folder).unwrap();
    let cases = include_str!("lint-presets.jsonl");
    assert_eq!(cases.lines().count(), 13);
    for case in cases.lines().map(object) {
        let file = folder.join("presets.json");
        fs::write(&file, case.get("presets").unwrap().to_json()).unwrap();
        let form = case.get("json").unwrap().to_json();
        let output = lint(&["--json", "--presets", file.to_str().unwrap(), "-"], &form);
        let got = findings(&object(text(&output.stdout).trim()));
        assert_eq!(
            got,
            findings(&case),
            "{}",
            case.get("id").unwrap().to_text()
        );
    }
}

/// Findings by rule, severity, path and suggestion, with how often each is there.
fn findings(line: &Object) -> BTreeMap<String, usize> {
    let own: BTreeSet<&str> = OWN.into_iter().collect();
    let mut found = BTreeMap::new();
    for finding in line.get("findings").and_then(Value::as_array).unwrap() {
        let finding = finding.as_object().unwrap();
        let field = |name: &str| finding.get(name).map(|value| value.to_text().into_owned());
        let rule = field("ruleId").unwrap();
        if own.contains(rule.as_str()) || is_loaders(&rule) {
            continue;
        }
        let key = format!(
            "{rule} | {} | {} | {}",
            field("severity").unwrap(),
            field("path").unwrap(),
            field("suggestion").unwrap_or_default()
        );
        *found.entry(key).or_default() += 1;
    }
    found
}

/// Codes of the loader, which survey-core's linter has no rule for.
fn is_loaders(rule: &str) -> bool {
    matches!(
        rule,
        "expression/empty"
            | "expression/null-operand"
            | "expression/too-long"
            | "expression/too-deep"
    ) || rule.starts_with("json/")
        || rule.starts_with("definition/")
}

fn recorded() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance/lint.jsonl.gz");
    let mut lines = String::new();
    GzDecoder::new(fs::File::open(path).unwrap())
        .read_to_string(&mut lines)
        .unwrap();
    lines
}

fn lint(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_casement"))
        .arg("lint")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
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

#[test]
fn types_that_the_page_registers_are_no_finding() {
    let form = r#"{"elements":[{"type":"FullName","name":"a"},{"type":"fullnam","name":"b"}]}"#;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/components.json");
    let unknown = |arguments: &[&str]| {
        let output = lint(arguments, form);
        let rule = "element/unknown-type";
        text(&output.stdout).matches(rule).count()
    };
    assert_eq!(unknown(&["-"]), 2);
    assert_eq!(unknown(&["--components", file.to_str().unwrap(), "-"]), 1);
}
