//! Every rule of the support-case workflow, R1 to R36, has a test that names it.
//!
//! A rule is named in a comment directly above a test (`// R17` or `/// R17: …`), or in a data file
//! of test cases.

use std::collections::{BTreeMap, BTreeSet};

use casement_tests::Source;

/// The last rule's number.
const LAST: u32 = 36;

/// How a test begins, in Rust and in JavaScript.
const TEST_OPENS: &[&str] = &[
    "#[test]",
    "#[tokio::test",
    "#[wasm_bindgen_test",
    "test(",
    "it(",
    "describe(",
];

/// The rules that a text names: `R` and a number, as a word of its own.
fn named_rules(text: &str) -> BTreeSet<u32> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter_map(|word| word.strip_prefix('R')?.parse().ok())
        .collect()
}

/// The rules named in comments directly above the tests of a source.
fn above_tests(text: &str) -> BTreeSet<u32> {
    let mut cited = BTreeSet::new();
    let mut comment = String::new();
    for line in text.lines().map(str::trim_start) {
        if line.starts_with("//") {
            comment.push_str(line);
            comment.push('\n');
        } else if TEST_OPENS.iter().any(|open| line.starts_with(open)) {
            cited.extend(named_rules(&comment));
            comment.clear();
        } else if !line.starts_with("#[") {
            comment.clear();
        }
    }
    cited
}

fn is_cases(source: &Source) -> bool {
    let in_tests = source.path.contains("/tests/")
        || source.path.contains("/cases/")
        || source.path.starts_with("tests/");
    in_tests && matches!(source.kind(), "json" | "jsonl" | "toml" | "txt")
}

#[test]
fn every_rule_is_named_by_a_test() {
    let sources = casement_tests::sources().expect("the tree can be read");
    let mut cited: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for source in &sources {
        let rules = match source.kind() {
            "rs" | "mjs" if !source.path.starts_with("tests/walls/") => above_tests(&source.text),
            _ if is_cases(source) => named_rules(&source.text),
            _ => continue,
        };
        for rule in rules {
            cited.entry(rule).or_default().push(&source.path);
        }
    }
    let missing: Vec<u32> = (1..=LAST)
        .filter(|rule| !cited.contains_key(rule))
        .collect();
    assert!(missing.is_empty(), "no test names the rules {missing:?}");
    let unknown: Vec<_> = cited
        .iter()
        .filter(|(rule, _)| !(1..=LAST).contains(*rule))
        .collect();
    assert!(unknown.is_empty(), "there are no such rules: {unknown:?}");
}

#[test]
fn only_a_comment_directly_above_a_test_names_its_rules() {
    let text = "// R1, R2\n#[test]\nfn a() {}\n\n// R3\nfn helper() {}\n\n/// R4: x\n#[wasm_bindgen_test]\n// R5\ntest('x')\n";
    assert_eq!(above_tests(text), BTreeSet::from([1, 2, 4, 5]));
    assert_eq!(named_rules("R10 AR2 R3x R7."), BTreeSet::from([10, 7]));
}
