//! Patterns match natively what they match in a browser, and none can run away.

use casement_expression::{NativeRegex, Regex, json};
use proptest::prelude::*;

/// `[pattern, ignores case, [[text, whether it matches] ...]]`, null in place of the texts where the
/// pattern is none: what Node's RegExp says.
const CASES: &str = include_str!("patterns.jsonl");

#[test]
fn each_recorded_pattern_matches_the_texts_that_it_matches_in_javascript() {
    let mut wrong = Vec::new();
    for line in CASES.lines() {
        let case = json::parse_value(line).unwrap();
        let [pattern, ignore_case, texts] = case.as_array().unwrap() else {
            panic!("{line}");
        };
        let pattern = pattern.as_str().unwrap();
        let regex = NativeRegex::new(pattern, ignore_case.is_true());
        let (Ok(regex), Some(texts)) = (&regex, texts.as_array()) else {
            if regex.is_ok() || !texts.is_nullish() {
                wrong.push(format!("{pattern:?}: {:?}", regex.err()));
            }
            continue;
        };
        for text in texts {
            let [text, matches] = text.as_array().unwrap() else {
                panic!("{line}");
            };
            let text = text.as_str().unwrap();
            if regex.try_test(text) != Some(matches.is_true()) {
                wrong.push(format!("{pattern:?} {ignore_case:?} on {text:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_pattern_that_would_run_away_in_a_browser_gives_its_answer_soon() {
    let letters = "a".repeat(20_000);
    for (pattern, found) in [
        ("^(a+)+$", true),
        ("(a+)+b", false),
        ("^(a|aa)+b", false),
        ("^(a|a)*$|b", true),
        (r"^(\w+\.?)+@(\w+\.?)+$", false),
        (r"^\w+([.-]?\w+)*@\w+([.-]?\w+)*(\.\w{2,3})+$", false),
        ("a*a*a*a*a*a*a*a*b", false),
        ("^(?=(a+)+b)", false),
        ("(?<=^(a*)*)b", false),
        ("^(?:a?){1000}a{1000}b", false),
        ("^(?!.*(?:aa)+b).*$", true),
        ("^a{0,15000}$", false),
        ("^a{10000,30000}$", true),
        ("^a{10000,30000}?b|a$", true),
    ] {
        let regex = NativeRegex::new(pattern, false).unwrap();
        assert_eq!(regex.try_test(&letters), Some(found), "{pattern}");
    }
}

#[test]
fn references_to_groups_are_tried_up_to_a_bound() {
    let regex = NativeRegex::new(r"^(a*)*\1b", false).unwrap();
    assert_eq!(regex.try_test("aaab"), Some(true));
    assert_eq!(regex.try_test(&"a".repeat(5000)), None);
    assert!(!regex.test(&"a".repeat(5000)));
}

#[test]
fn a_pattern_of_any_size_and_depth_is_read_or_refused() {
    for pattern in [
        "(".repeat(2000) + &")".repeat(2000),
        "((a{1000}){1000}){1000}".to_owned(),
        "(?:(?:){4000000000}){4000000000}".to_owned(),
        "((?=){4000000000}){4000000000}".to_owned(),
        "(?=".repeat(199) + "a" + &")".repeat(199),
        "a{99999999999999999999}".to_owned(),
        r"(\1{9999}){9999}".to_owned(),
        "[".repeat(4000),
    ] {
        for ignore_case in [false, true] {
            if let Ok(regex) = NativeRegex::new(&pattern, ignore_case) {
                regex.test("aaaa");
            }
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_a_pattern_or_none(
        pattern in r"[a-c(){}\[\]|*+?\\^$.,<>=!:0-9ksdwDSWuxi-]{0,30}",
        text in "\\PC{0,20}",
        ignore_case in any::<bool>(),
    ) {
        if let Ok(regex) = NativeRegex::new(&pattern, ignore_case) {
            regex.test(&text);
        }
    }
}
