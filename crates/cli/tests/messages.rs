//! `casement run --messages`: the engine's own messages in another language.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const CASE: &str = r#"{"id":"a","json":{"locale":"de-CH","elements":[{"type":"text","name":"q","isRequired":true}]},"steps":[{"validate":1}]}"#;

fn translation(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../form/locales/{name}.json"))
}

fn run(messages: &Path) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_casement"))
        .arg("run")
        .arg("--messages")
        .arg(messages)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A file that is refused may end the program before it has read the case.
    drop(child.stdin.take().unwrap().write_all(CASE.as_bytes()));
    child.wait_with_output().unwrap()
}

#[test]
fn errors_are_in_the_forms_language_where_it_is_given() {
    let german = run(&translation("de"));
    let text = String::from_utf8(german.stdout).unwrap();
    assert!(
        text.contains("Bitte beantworten Sie diese Frage."),
        "{text}"
    );
    let french = run(&translation("fr"));
    let text = String::from_utf8(french.stdout).unwrap();
    assert!(text.contains("Response required."), "{text}");
}

#[test]
fn a_file_that_is_no_translation_is_named() {
    let said = run(Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/Cargo.toml"
    )));
    let text = String::from_utf8(said.stderr).unwrap();
    assert!(text.contains("Cargo.toml"), "{text}");
    assert_eq!(said.stdout, b"");
}
