//! Behaviour as data: every file of `cases/` holds forms with steps and what survey-core 3.1.1
//! shows after each. This test runs them all. The format is that of the conformance cases without
//! `step`, `op` and `hidden`; `"form"` names one of the support forms. A new case is recorded with
//! the oracle: `node oracle.mjs forms`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod run;

use std::path::{Path, PathBuf};

use casement_expression::{Object, Value, json};

use run::Run;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &Path) -> Value {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    match json::parse_value(&text) {
        Ok(value) => value,
        Err(error) => panic!("{}: {error:?}", path.display()),
    }
}

/// The form of a case: its own, or one of the support forms by key name.
fn form_json(case: &Object) -> String {
    match case.get("form").and_then(Value::as_str) {
        Some(name) => read(&here(&format!("../support/forms/{name}.json"))).to_json(),
        None => case.get("json").expect("a case has a form").to_json(),
    }
}

fn list<'a>(case: &'a Object, key: &str) -> &'a [Value] {
    case.get(key)
        .and_then(Value::as_array)
        .unwrap_or_else(|| panic!("a case has {key}"))
}

/// The first difference between what is wanted and what is there; the order of keys counts in data.
fn difference(want: &Value, got: &Object) -> Option<String> {
    let want = want.as_object().expect("a snapshot is an object");
    for (key, value) in want.iter() {
        let other = got.get(key).cloned().unwrap_or_default();
        let same = match (&**key, value, &other) {
            ("visible" | "readOnly" | "required", Value::Array(a), Value::Array(b)) => {
                sorted(a) == sorted(b)
            }
            (_, a, b) => a.to_json() == b.to_json(),
        };
        if !same {
            return Some(format!(
                "{key}: want {}, got {}",
                value.to_json(),
                other.to_json()
            ));
        }
    }
    let extra = got.iter().find(|(key, _)| want.get(key).is_none());
    extra.map(|(key, value)| format!("{key}: want nothing, got {}", value.to_json()))
}

fn sorted(items: &[Value]) -> Vec<String> {
    let mut texts: Vec<String> = items.iter().map(Value::to_json).collect();
    texts.sort();
    texts
}

// live-agent.json and support-forms.json run both branches and every change of mind.
// R3, R4
#[test]
fn every_recorded_case_behaves_as_in_survey_core() {
    let mut cases = 0;
    let mut failures = Vec::new();
    let folder = std::fs::read_dir(here("tests/cases")).expect("the folder of cases");
    for entry in folder {
        let path = entry.expect("a folder's entry").path();
        let file = read(&path);
        for case in file.as_array().expect("a list of cases") {
            let case = case.as_object().expect("a case is an object");
            let name = case
                .get("id")
                .and_then(Value::as_str)
                .expect("a case has a name");
            let mut run = Run::start(&form_json(case));
            let expected = list(case, "expected");
            let steps = list(case, "steps");
            assert_eq!(
                expected.len(),
                steps.len() + 1,
                "{name}: one snapshot more than steps"
            );
            for (at, want) in expected.iter().enumerate() {
                let step = at.checked_sub(1).and_then(|at| steps.get(at));
                let got = run.after(step);
                if let Some(difference) = difference(want, &got) {
                    let step = step.map_or_else(|| "load".to_owned(), Value::to_json);
                    failures.push(format!("{name}: step {at} {step}: {difference}"));
                    break;
                }
            }
            cases += 1;
        }
    }
    assert!(cases > 0, "the folder of cases is empty");
    assert!(
        failures.is_empty(),
        "{} of {cases} differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
