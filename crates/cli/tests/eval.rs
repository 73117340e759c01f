//! `casement eval` at its edge: lines in, lines out, exit status.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn eval(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casement"))
        .arg("eval")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    command.stdin.take().unwrap().write_all(input).unwrap();
    command.wait_with_output().unwrap()
}

fn answer(arguments: &[&str], line: &str) -> String {
    let output = eval(arguments, line.as_bytes());
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_line_gets_its_value() {
    assert_eq!(
        answer(&[], r#"{"id":"x","expr":"{a} + 1","values":{"a":2}}"#),
        r#"{"id":"x","ok":true,"result":3}"#
    );
}

#[test]
fn bad_lines_get_an_error_each_and_the_others_their_answers() {
    let input =
        b"{\"id\":1,\"expr\":\"1\"}\nno json\n\n{\"id\":3}\n[]\n\xff\n{\"id\":5,\"expr\":\"2\"}\n";
    let output = eval(&[], input);
    let lines: Vec<String> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(lines.len(), 6);
    assert_eq!(lines[0], r#"{"id":1,"ok":true,"result":1}"#);
    assert!(lines[1].starts_with(r#"{"error":{"code":"json/unexpected-character""#));
    assert!(lines[1].ends_with(r#""line":2}}"#));
    assert!(lines[2].starts_with(r#"{"id":3,"error":{"code":"line/missing-expr""#));
    assert!(lines[3].contains("line/no-object"));
    assert!(lines[4].contains("line/not-utf8"));
    assert_eq!(lines[5], r#"{"id":5,"ok":true,"result":2}"#);
}

#[test]
fn values_that_json_lacks_go_in_and_out() {
    let values = r#"{"u":{"$undefined":1},"n":{"$nan":1},"i":{"$inf":-1},"d":{"$date":"2024-02-29T12:00:00.000Z"}}"#;
    for (expression, result) in [
        ("{#n}", r#"{"$nan":1}"#),
        ("{i}", r#"{"$inf":-1}"#),
        ("{d}", r#"{"$date":"2024-02-29T12:00:00.000Z"}"#),
        ("getDate('x')", r#"{"$date":"Invalid"}"#),
        ("iif(false, 1)", r#"{"$undefined":1}"#),
        ("{u} empty", "true"),
        ("-1 * 0", "0"),
    ] {
        let line = format!(r#"{{"expr":"{expression}","values":{values}}}"#);
        let want = format!(r#"{{"ok":true,"result":{result}}}"#);
        assert_eq!(answer(&[], &line), want, "{expression}");
    }
}

#[test]
fn local_time_is_that_of_the_zone_given() {
    let zone = ["--now", "2024-07-01T23:30:00Z", "--tz", "Europe/Berlin"];
    for (expression, result) in [
        ("day()", "2"),
        ("today()", r#"{"$date":"2024-07-01T22:00:00.000Z"}"#),
        // The clocks went from 2 to 3: the hour that was skipped is read an hour later.
        (
            "getDate('2024-03-31T02:30')",
            r#"{"$date":"2024-03-31T01:30:00.000Z"}"#,
        ),
        // And from 3 back to 2: of the two the first.
        (
            "getDate('2024-10-27T02:30')",
            r#"{"$date":"2024-10-27T00:30:00.000Z"}"#,
        ),
    ] {
        let line = format!(r#"{{"expr":"{expression}"}}"#);
        let want = format!(r#"{{"ok":true,"result":{result}}}"#);
        assert_eq!(answer(&zone, &line), want, "{expression}");
    }
}

#[test]
fn a_zone_that_is_not_known_is_refused_before_any_line() {
    let output = eval(&["--tz", "Mars/Olympus"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("Mars/Olympus")
    );
}

#[test]
fn deeply_nested_input_is_refused_and_ends_nothing() {
    let deep = format!(
        r#"{{"id":"deep","expr":"{}1","values":{}1{}}}"#,
        "(".repeat(100_000),
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let shallow = format!(r#"{{"id":"flat","expr":"{}1"}}"#, "(".repeat(100_000));
    let long = format!(r#"{{"id":"long","expr":"1{}"}}"#, " + 1".repeat(15_000));
    let output = eval(&[], format!("{deep}\n{shallow}\n{long}\n").as_bytes());
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].contains("json/too-deep"));
    assert_eq!(lines[1], r#"{"id":"flat","ok":false,"result":null}"#);
    assert_eq!(lines[2], r#"{"id":"long","ok":true,"result":15001}"#);
}
