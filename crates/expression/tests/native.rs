//! Regular expressions outside a browser are JavaScript's.

use casement_expression::{Host, NativeHost, NativeRegex, Regex};

#[test]
fn patterns_match_as_in_a_browser() {
    for (pattern, text, ignore_case, found) in [
        (r"^\d{3}$", "123", false, true),
        (r"^\d{3}$", "٣٣٣", false, false),
        (r"^[a-z]+$", "ABC", true, true),
        (r"(a)(?=b)\1?", "ab", false, true),
        (r"(?<!x)y", "xy", false, false),
        (r"^.$", "\n", false, false),
        (r"[^]", "\n", false, true),
        (r"\bé", "é", false, false),
        ("", "anything", false, true),
    ] {
        let regex = NativeRegex::new(pattern, ignore_case).unwrap();
        assert_eq!(regex.test(text), found, "{pattern} on {text:?}");
    }
}

#[test]
fn a_pattern_that_is_invalid_or_too_long_is_an_error() {
    assert!(NativeRegex::new("(", false).is_err());
    assert!(NativeRegex::new(&"a".repeat(5000), false).is_err());
    assert!(NativeHost::utc(0.0).regex("[", true).is_err());
}

#[test]
fn a_text_that_is_too_long_does_not_match() {
    let regex = NativeRegex::new("a", false).unwrap();
    assert!(regex.test(&"a".repeat(1000)));
    assert!(!regex.test(&"a".repeat(100_000)));
}
