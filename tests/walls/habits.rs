//! The house's habits, where a test can see them.

use casement_tests::Source;

/// Files that nobody reads from top to bottom.
const DATA: &[&str] = &["lock", "json", "jsonl", "svg", "snap", "xml", "txt", "csv"];

/// The most lines that a file may have.
const MOST_LINES: usize = 800;

fn sources() -> Vec<Source> {
    let sources = casement_tests::sources().expect("the tree can be read");
    assert!(
        sources.len() > 50,
        "only {} files were found",
        sources.len()
    );
    sources
}

/// Lists what breaks a habit, all at once: one run shows everything.
fn require_none(found: Vec<String>, habit: &str) {
    assert!(found.is_empty(), "{habit}:\n{}", found.join("\n"));
}

#[test]
fn every_rust_file_opens_by_saying_what_it_is_for() {
    let found = sources()
        .into_iter()
        .filter(|source| source.kind() == "rs" && !source.text.starts_with("//! "))
        .map(|source| source.path)
        .collect();
    require_none(found, "these open without a `//!` head");
}

#[test]
fn no_file_is_too_long_to_read() {
    let found = sources()
        .into_iter()
        .filter(|source| !DATA.contains(&source.kind()))
        .map(|source| (source.text.lines().count(), source.path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    require_none(found, "these are longer than 800 lines");
}

#[test]
fn no_room_is_named_after_nothing() {
    let nothing = [
        "utils", "util", "helpers", "helper", "common", "misc", "shared",
    ];
    let found = sources()
        .into_iter()
        .map(|source| source.path)
        .filter(|path| path.split(['/', '.']).any(|part| nothing.contains(&part)))
        .collect();
    require_none(found, "these have a name without a subject");
}

#[test]
fn nothing_is_left_for_later_and_no_machine_is_named() {
    // In two parts each, so that this file does not find itself.
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("to", "do!("),
        concat!("unimpl", "emented!("),
        concat!("/ro", "ot/"),
        concat!("/wo", "rk/"),
    ];
    let mut found = Vec::new();
    for source in sources() {
        if DATA.contains(&source.kind()) {
            continue;
        }
        for (number, line) in source.text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
            }
        }
    }
    require_none(found, "these lines");
}
