//! Prepares the three forms: refuses one that the smallest build of the engine can't run, which is the
//! build that the widget has, and takes the blanks out of those that it can.

#![allow(
    clippy::disallowed_methods,
    reason = "a build script reads its own crate's files"
)]

use std::path::Path;
use std::{env, fs};

use casement_form::Definition;
use casement_form::expression::json;

const FORMS: [&str; 3] = [
    "Create_case",
    "Fetch_status_of_a_case",
    "haveYouCreatedACase",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = env::var("OUT_DIR")?;
    for form in FORMS {
        let path = format!("forms/{form}.json");
        println!("cargo:rerun-if-changed={path}");
        let text = fs::read_to_string(&path)?;
        require_runnable(&path, &text)?;
        let small = json::parse_value(&text).map_err(|error| format!("{path}: {}", error.code))?;
        fs::write(
            Path::new(&folder).join(format!("{form}.json")),
            small.to_json(),
        )?;
    }
    Ok(())
}

/// The engine is compiled here as it is for the widget: without every type, property and function.
fn require_runnable(path: &str, text: &str) -> Result<(), String> {
    let problems = Definition::load(text).problems;
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| format!("{path}: {}: {}", problem.path, problem.message()))
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the widget's build of the engine leaves out what this form needs \
         (crates/form/Cargo.toml, features):\n{}",
        lines.join("\n")
    ))
}
