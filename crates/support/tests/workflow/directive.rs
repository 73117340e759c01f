//! The directive (R19, R20): what it is rendered from, and that nothing else is one.

use casement_support::{CaseNumber, Directive, DirectiveError, Email};
use proptest::prelude::*;

const LINE: &str =
    r#"[directive=liveAgent data={"email":"johnsmith@xyz.com", "CaseNumber":"00001026"} ]"#;

// R20
#[test]
fn the_directive_is_written_to_the_letter() {
    let directive = Directive::new("johnsmith@xyz.com", "00001026").unwrap();
    assert_eq!(directive.render(), LINE);
    assert_eq!(Directive::parse(LINE), Ok(directive));
}

// R19
#[test]
fn there_is_no_directive_without_both_values() {
    let cases = [
        ("", "00001026", DirectiveError::Email),
        ("johnsmith", "00001026", DirectiveError::Email),
        ("johnsmith@xyz.com", "", DirectiveError::CaseNumber),
        ("johnsmith@xyz.com", " ", DirectiveError::CaseNumber),
        (
            "johnsmith@xyz.com",
            "<CaseNumber>",
            DirectiveError::CaseNumber,
        ),
        ("<email>", "00001026", DirectiveError::Email),
    ];
    for (email, number, error) in cases {
        assert_eq!(
            Directive::new(email, number),
            Err(error),
            "{email:?} {number:?}"
        );
    }
}

// R11, R20
#[test]
fn no_value_can_end_the_block() {
    for email in [
        r#"x"} ][directive=liveAgent data={"email":"a@b.co"#,
        r#"x"@b.co"#,
        "x]@b.co",
        "x}@b.co",
        "x\n@b.co",
        "x@b.co\u{2028}",
        "x\\u0022@b.co",
    ] {
        assert_eq!(
            Directive::new(email, "1"),
            Err(DirectiveError::Email),
            "{email:?}"
        );
    }
    for number in ["1\"", "1]", "1}", "1\n2", "1\\", "[1", "1<b>", "1\u{202e}"] {
        let got = Directive::new("a@b.co", number);
        assert_eq!(got, Err(DirectiveError::CaseNumber), "{number:?}");
    }
}

// R20
#[test]
fn what_is_not_exactly_one_directive_is_none() {
    for text in [
        "",
        "hello",
        r#"[directive=liveAgent data={"email":"a@b.co","CaseNumber":"1"} ]"#,
        r#"[directive=liveAgent data={"email":"a@b.co", "CaseNumber":"1"}]"#,
        r#"[directive=liveAgent data={"CaseNumber":"1", "email":"a@b.co"} ]"#,
        r#"[Directive=liveAgent data={"email":"a@b.co", "CaseNumber":"1"} ]"#,
        r#" [directive=liveAgent data={"email":"a@b.co", "CaseNumber":"1"} ]"#,
        r#"[directive=liveAgent data={"email":"a@b.co", "CaseNumber":"1"} ] "#,
        r#"[directive=liveAgent data={"email":"a@b.co", "CaseNumber":"1"} ]x"#,
        "[directive=liveAgent data={\"email\":\"a@b.co\", \"CaseNumber\":\"1\"} ]\n",
        r#"[directive=liveAgent data={"email":"\u0061@b.co", "CaseNumber":"1"} ]"#,
        r#"[directive=liveAgent data={"email":"<email>", "CaseNumber":"<CaseNumber>"} ]"#,
        r#"[directive=liveAgent data={"email":"a@b.co", "CaseNumber":"1", "CaseNumber":"2"} ]"#,
        r#"[directive=liveAgent data={"email":"a@b.co", "CaseNumber":" 1"} ]"#,
        r#"[directive=liveAgent data={"email":"a@b.co", "CaseNumber":"\ud800"} ]"#,
        r#"[directive=liveAgent data={"email":"a@b.co\"#,
    ] {
        assert!(Directive::parse(text).is_err(), "{text}");
    }
    let twice = format!("{LINE}{LINE}");
    assert!(Directive::parse(&twice).is_err());
}

proptest! {
    // R20
    #[test]
    fn every_directive_reads_back_as_itself(
        email in "[a-zA-Z0-9!#$%&'*+/=?^_~-]{1,30}@[a-z0-9]{1,10}\\.[a-z]{2,8}",
        number in "[0-9][A-Za-z0-9_./#:-]{0,29}",
    ) {
        let directive = Directive::new(&email, &number).unwrap();
        let line = directive.render();
        prop_assert_eq!(line.matches('[').count(), 1);
        prop_assert_eq!(line.matches(']').count(), 1);
        prop_assert!(!line.contains(['<', '>', '&', '\n']));
        prop_assert_eq!(Directive::parse(&line), Ok(directive));
    }

    // R20
    #[test]
    fn no_other_text_is_a_directive(text in "\\PC*") {
        prop_assert!(Directive::parse(&text).is_err());
    }

    // R20
    #[test]
    fn a_directive_with_anything_changed_is_another_one_or_none(
        place in 0..LINE.len(),
        c in any::<char>(),
    ) {
        let mut line = LINE.to_owned();
        line.replace_range(place..=place, &c.to_string());
        if let Ok(directive) = Directive::parse(&line) {
            prop_assert_eq!(directive.render(), line);
        }
    }

    // R10, R20
    #[test]
    fn whatever_the_values_are_there_is_one_directive_or_none(
        email in "\\PC{0,20}@\\PC{0,20}",
        number in "\\PC{0,20}",
    ) {
        if let Ok(directive) = Directive::new(&email, &number) {
            prop_assert_eq!(Directive::parse(&directive.render()), Ok(directive));
        }
    }
}

// R10
#[test]
fn one_rule_says_what_an_email_is() {
    for good in [
        "johnsmith@xyz.com",
        "a@b.co",
        "o'brien@example.ie",
        "first.last+tag@sub.example.org",
        "JOHN_SMITH@EXAMPLE.COM",
        "x@xn--bcher-kva.example",
    ] {
        assert!(Email::parse(good).is_some(), "{good}");
    }
    let long = format!("{}@example.com", "x".repeat(70));
    for bad in [
        "",
        "@",
        "a@",
        "@b.co",
        "a@b",
        "a@b.",
        "a@.co",
        "a b@c.co",
        " a@b.co",
        "a@b.co ",
        "a@b@c.co",
        ".a@b.co",
        "a.@b.co",
        "a..b@c.co",
        "a@-b.co",
        "a@b-.co",
        "a@b.c",
        "a@b.12",
        "a@[127.0.0.1]",
        "\"a\"@b.co",
        "<a@b.co>",
        "a@b.co\n",
        "a\0@b.co",
        "ä@b.co",
        "a@bücher.de",
        "a,b@c.co",
        &long,
    ] {
        assert!(Email::parse(bad).is_none(), "{bad:?}");
    }
}

// R11
#[test]
fn a_case_number_is_bounded_and_nothing_more() {
    for good in [
        "1",
        "00001026",
        "C-2026-00012",
        "500dM00000EsC1sQAF",
        "500dM00000EsC1s",
    ] {
        assert!(CaseNumber::parse(good).is_some(), "{good}");
    }
    let long = "1".repeat(31);
    for bad in ["", "   ", "abc", "1  2", "1'", "1;2", "١٢٣", &long] {
        assert!(CaseNumber::parse(bad).is_none(), "{bad:?}");
    }
}
