//! Events and actions as JSON, as `casement converse` reads and writes them.

use casement_support::{Event, Intent, ToolError, ToolKey};
use proptest::prelude::*;

#[test]
fn every_event_is_read() {
    let cases = [
        (r#"{"say":"hello"}"#, Event::Say("hello".to_owned())),
        (
            r#"{"choose":"caseStatus"}"#,
            Event::Choose(Intent::CaseStatus),
        ),
        (r#"{"consent":false}"#, Event::Consent(false)),
        (r#"{"newSession":true}"#, Event::NewSession),
        (
            r#"{"dismiss":{"form":"Create_case"}}"#,
            Event::Dismiss {
                form: "Create_case".to_owned(),
            },
        ),
        (
            r#"{"offerLiveAgent":{"reason":"x"}}"#,
            Event::OfferLiveAgent {
                reason: "x".to_owned(),
            },
        ),
        (
            r#"{"submit":{"form":"F","answers":{}}}"#,
            Event::Submit {
                form: "F".to_owned(),
                answers: Default::default(),
            },
        ),
        (
            r#"{"toolResult":{"tool":"salesforceCaseUpdate","ok":false,"error":{"code":"invalid"}}}"#,
            Event::ToolResult {
                tool: ToolKey::CaseUpdate,
                outcome: Err(ToolError::Invalid),
            },
        ),
        (
            r#"{"toolResult":{"tool":"salesforceCaseCreation","ok":true,"result":"x"}}"#,
            Event::ToolResult {
                tool: ToolKey::CaseCreation,
                outcome: Ok("x".into()),
            },
        ),
    ];
    for (json, event) in cases {
        assert_eq!(Event::from_json(json), Ok(event), "{json}");
    }
}

#[test]
fn what_is_no_event_is_refused_with_a_code() {
    let cases = [
        ("", "event/json"),
        ("{", "event/json"),
        ("[]", "event/malformed"),
        ("{}", "event/malformed"),
        (r#"{"say":"a","choose":"createCase"}"#, "event/malformed"),
        (r#"{"say":5}"#, "event/malformed"),
        (r#"{"shout":"a"}"#, "event/unknown"),
        (r#"{"choose":"refund"}"#, "event/malformed"),
        (r#"{"submit":{"form":"F"}}"#, "event/malformed"),
        (r#"{"submit":{"form":"F","answers":[]}}"#, "event/malformed"),
        (
            r#"{"submit":{"form":"F","answers":{},"now":1}}"#,
            "event/malformed",
        ),
        (
            r#"{"toolResult":{"tool":"x","ok":true,"result":{}}}"#,
            "event/malformed",
        ),
        (
            r#"{"toolResult":{"tool":"salesforceCaseUpdate","ok":true}}"#,
            "event/malformed",
        ),
        (
            r#"{"toolResult":{"tool":"salesforceCaseUpdate","ok":"yes","result":{}}}"#,
            "event/malformed",
        ),
        (
            r#"{"toolResult":{"tool":"salesforceCaseUpdate","ok":false,"error":{"code":"late"}}}"#,
            "event/malformed",
        ),
        (r#"{"newSession":false}"#, "event/malformed"),
    ];
    for (json, code) in cases {
        assert_eq!(Event::from_json(json).unwrap_err().code, code, "{json}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC*") {
        let _ = Event::from_json(&text);
    }
}
