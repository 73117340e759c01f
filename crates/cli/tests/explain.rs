//! `casement explain`: what decided, in words and as data.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

const FORM: &str = r#"{"pages": [{"name": "p1", "elements": [
    {"type": "text", "name": "age", "inputType": "number"},
    {"type": "text", "name": "licence", "requiredIf": "!({age} < 20)",
     "visibleIf": "{age} > 17 and ({age} < 90 or {vip} = true)"},
    {"type": "panel", "name": "more", "visibleIf": "{age} > 50", "enableIf": "{age} < 10",
     "elements": [{"type": "text", "name": "inner"}]},
    {"type": "text", "name": "broken", "visibleIf": "{age} >"},
    {"type": "text", "name": "off", "visible": false, "readOnly": true}]}]}"#;

/// Answers, elements, and lines that must be in the text for people.
const TEXTS: &[(&str, &str, &[&str])] = &[
    (
        r#"{"age": 15}"#,
        "licence",
        &[
            "licence (text): hidden\n",
            "  hidden by visibleIf: {age} > 17 and ({age} < 90 or {vip} = true) = false\n",
            "    decided by: {age} > 17 = false\n",
            "    {age}: 15\n",
            "    {vip}: nothing has this name\n",
            "  not required, by requiredIf: !({age} < 20) = false\n",
        ],
    ),
    (
        r#"{"age": 95}"#,
        "licence",
        &[
            "licence (text): hidden, required\n",
            "    decided by: {age} < 90 or {vip} = true = false\n",
        ],
    ),
    (
        r#"{"age": 60}"#,
        "inner",
        &[
            "inner (text): shown, read-only\n",
            "  read-only, as `more` around it is\n",
        ],
    ),
    (
        r#"{"age": 60}"#,
        "more",
        &["  read-only by enableIf: {age} < 10 = false\n"],
    ),
    (
        r#"{"age": 40}"#,
        "inner",
        &[
            "inner (text): hidden, read-only\n",
            "  `more` around it is hidden: its visibleIf `{age} > 50` is false\n",
        ],
    ),
    (
        "{}",
        "off",
        &[
            "off (text): hidden, read-only\n",
            "  its own `visible` is false\n",
            "  read-only by readOnly\n",
        ],
    ),
    ("{}", "broken", &["the text is no expression\n"]),
];

#[test]
fn people_read_what_decided() {
    for (at, (data, element, lines)) in TEXTS.iter().enumerate() {
        let said = explain(&format!("text{at}"), data, &[element]);
        for line in *lines {
            assert!(said.contains(line), "{line} is missing in\n{said}");
        }
    }
}

#[test]
fn programs_get_the_deciding_part_with_its_place() {
    let said = explain("json", r#"{"age": 15}"#, &["--json", "licence"]);
    let part = r#""decidedBy":{"text":"{age} > 17","start":0,"end":10,"result":false,"reads":[{"name":"age","value":15}]}"#;
    assert!(said.contains(part), "{said}");
    assert!(said.contains(r#"{"name":"vip","unknown":true}"#), "{said}");
}

#[test]
fn without_names_every_element_is_explained() {
    let said = explain("all", "{}", &["--json"]);
    assert_eq!(said.lines().count(), 7, "{said}");
}

fn explain(folder: &str, data: &str, arguments: &[&str]) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("explain")
        .join(folder);
    fs::create_dir_all(&folder).unwrap();
    let (form, answers) = (folder.join("form.json"), folder.join("data.json"));
    fs::write(&form, FORM).unwrap();
    fs::write(&answers, data).unwrap();
    let (options, names): (Vec<&str>, Vec<&str>) = arguments
        .iter()
        .partition(|argument| argument.starts_with("--"));
    let output = Command::new(env!("CARGO_BIN_EXE_casement"))
        .arg("explain")
        .args(options)
        .arg("--data")
        .arg(answers)
        .arg(form)
        .args(names)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}
