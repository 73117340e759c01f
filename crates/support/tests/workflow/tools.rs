//! The tool table, and that calls are held to it: R6–R11.

use casement_support::form::Value;
use casement_support::form::expression::json;
use casement_support::{CaseCreated, CaseInfo, CaseUpdated, ToolKey};

fn value(json: &str) -> Value {
    json::parse_value(json).unwrap()
}

/// The problems as `key code`, "" where there are none.
fn problems(tool: ToolKey, arguments: &str) -> String {
    match tool.check(&value(arguments)) {
        Ok(_) => String::new(),
        Err(problems) => problems
            .iter()
            .map(|p| format!("{} {}", p.question.as_deref().unwrap_or("-"), p.code))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn check(tool: ToolKey, cases: &[(&str, &str)]) {
    for (arguments, wanted) in cases {
        assert_eq!(problems(tool, arguments), *wanted, "{arguments}");
    }
}

// R6
#[test]
fn the_tools_have_the_names_of_the_specification() {
    let names: Vec<(&str, &str)> = ToolKey::ALL
        .iter()
        .map(|key| (key.tool().name, key.tool().function))
        .collect();
    assert_eq!(
        names,
        [
            ("salesforceCaseManagement", "salesforce_case_info"),
            ("salesforceCaseCreation", "salesforce_case_creation"),
            ("salesforceCaseUpdate", "salesforce_update_case"),
        ]
    );
    for key in ToolKey::ALL {
        assert_eq!(ToolKey::from_name(key.tool().name), Some(key));
        assert_eq!(key.tool().key, key);
    }
    assert_eq!(ToolKey::from_name("salesforce_case_info"), None);
}

// R10, R15
#[test]
fn a_look_up_takes_a_number_and_an_email() {
    check(
        ToolKey::CaseManagement,
        &[
            (
                r#"{"caseNumber":"00001026","email":"johnsmith@xyz.com"}"#,
                "",
            ),
            (
                r#"{"caseNumber":"500dM00000EsC1sQAF","email":"a@b.co"}"#,
                "",
            ),
            (r#"{"caseNumber":"00001026"}"#, "email tool/missing"),
            (
                r#"{"caseNumber":1026,"email":"a@b.co"}"#,
                "caseNumber tool/not-text",
            ),
            (
                r#"{"caseNumber":"","email":"a@b"}"#,
                "caseNumber tool/case-number, email tool/email",
            ),
            (
                r#"{"caseNumber":"1","email":"a@b.co","Id":"x"}"#,
                "Id tool/unknown-key",
            ),
            (
                r#"{"caseNumber":"1234567890123456789012345678901","email":"a@b.co"}"#,
                "caseNumber tool/too-long",
            ),
            (
                r#"{"caseNumber":"1' OR '1","email":"a@b.co"}"#,
                "caseNumber tool/case-number",
            ),
            ("[]", "- tool/not-an-object"),
            ("null", "- tool/not-an-object"),
        ],
    );
}

fn context(change: &str) -> String {
    let mut keys = vec![
        ("firstName", r#""John""#),
        ("lastName", r#""Smith""#),
        ("email", r#""johnsmith@xyz.com""#),
        ("phone", r#""""#),
        ("subject", r#""Login Issue""#),
        ("caseDescription", r#""Two\nlines""#),
    ];
    if let Some((name, value)) = change.split_once('=') {
        keys.retain(|(key, _)| *key != name);
        if !value.is_empty() {
            keys.push((name, value));
        }
    }
    let members: Vec<String> = keys.iter().map(|(k, v)| format!("\"{k}\":{v}")).collect();
    format!(r#"{{"context":{{{}}}}}"#, members.join(","))
}

// R7
#[test]
fn a_creation_takes_exactly_the_six_keys() {
    let long = format!("subject=\"{}\"", "x".repeat(256));
    let full = format!("subject=\"{}\"", "\u{1F600}".repeat(255));
    let endless = format!("caseDescription=\"{}\"", "x".repeat(32_001));
    let name = format!("firstName=\"{}\"", "x".repeat(41));
    for (change, wanted) in [
        ("", ""),
        (full.as_str(), ""),
        ("phone=", "phone tool/missing"),
        ("subject=", "subject tool/missing"),
        ("subject=\" \"", "subject tool/empty"),
        ("subject=5", "subject tool/not-text"),
        ("subject=\"a\\nb\"", "subject tool/control-character"),
        (
            "caseDescription=\"a\\u0000b\"",
            "caseDescription tool/control-character",
        ),
        ("email=\"john@\"", "email tool/email"),
        ("Priority=\"High\"", "Priority tool/unknown-key"),
        (long.as_str(), "subject tool/too-long"),
        (endless.as_str(), "caseDescription tool/too-long"),
        (name.as_str(), "firstName tool/too-long"),
    ] {
        let got = problems(ToolKey::CaseCreation, &context(change));
        assert_eq!(
            got,
            wanted,
            "{}",
            change.chars().take(60).collect::<String>()
        );
    }
    check(
        ToolKey::CaseCreation,
        &[
            ("{}", "context tool/missing"),
            (r#"{"context":"x"}"#, "context tool/not-an-object"),
        ],
    );
}

// R7, R11
#[test]
fn what_is_checked_comes_back_as_it_was_given() {
    let arguments = value(&context(""));
    let checked = ToolKey::CaseCreation.check(&arguments).unwrap();
    assert_eq!(Value::from(checked), arguments);
}

// R8
#[test]
fn a_flow_gets_its_inputs_and_only_texts() {
    check(
        ToolKey::CaseCreation,
        &[
            (
                r#"{"context":{"flowName":"CreateSupportCase","email":"a@b.co","Product__c":"X200"}}"#,
                "",
            ),
            (r#"{"context":{"flowName":"CreateSupportCase"}}"#, ""),
            (r#"{"context":{"flowName":"../x"}}"#, "flowName tool/name"),
            (r#"{"context":{"flowName":5}}"#, "flowName tool/not-text"),
            (
                r#"{"context":{"flowName":"F","count":3}}"#,
                "count tool/not-text",
            ),
            (r#"{"context":{"flowName":"F","a.b":"x"}}"#, "a.b tool/name"),
            (
                r#"{"context":{"flowName":"F","email":"nobody"}}"#,
                "email tool/email",
            ),
        ],
    );
}

// R9
#[test]
fn an_update_names_fields_by_their_api_names() {
    check(
        ToolKey::CaseUpdate,
        &[
            (
                r#"{"caseNumber":"00001026","email":"a@b.co","updates":{"Status":"Closed","Urgent__c":true,"Count__c":2,"Reason":null}}"#,
                "",
            ),
            (
                r#"{"caseNumber":"1","email":"a@b.co","updates":{}}"#,
                "updates tool/no-changes",
            ),
            (
                r#"{"caseNumber":"1","updates":{"Status":"x"}}"#,
                "email tool/missing",
            ),
            (
                r#"{"caseNumber":"1","email":"a@b.co"}"#,
                "updates tool/missing",
            ),
            (
                r#"{"caseNumber":"1","email":"a@b.co","updates":{"Owner.Name":"x"}}"#,
                "Owner.Name tool/name",
            ),
            (
                r#"{"caseNumber":"1","email":"a@b.co","updates":{"1st":"x"}}"#,
                "1st tool/name",
            ),
            (
                r#"{"caseNumber":"1","email":"a@b.co","updates":{"Status":{}}}"#,
                "Status tool/not-a-value",
            ),
            (
                r#"{"caseNumber":"1","email":"a@b.co","updates":[]}"#,
                "updates tool/not-an-object",
            ),
        ],
    );
    let many: Vec<String> = (0..101).map(|n| format!("\"F{n}\":1")).collect();
    let many = format!(
        r#"{{"caseNumber":"1","email":"a@b.co","updates":{{{}}}}}"#,
        many.join(",")
    );
    assert_eq!(problems(ToolKey::CaseUpdate, &many), "- tool/too-many");
}

// R12
#[test]
fn a_result_without_what_is_needed_is_none() {
    let info = |text: &str| CaseInfo::parse(&value(text));
    assert!(info(r#"{"Status":"New"}"#).is_none());
    assert!(info(r#"{"CaseNumber":1026}"#).is_none());
    assert!(info("[]").is_none());
    let case =
        info(r#"{"CaseNumber":"1","email":"no email","comments":[{"CommentBody":"a"},{},5]}"#);
    let case = case.unwrap();
    assert_eq!(
        (case.email, case.status, case.comments.len()),
        (None, None, 1)
    );

    let created = |text: &str| CaseCreated::parse(&value(text));
    assert!(created(r#"{"CaseNumber":"1","email":"a@b.co"}"#).is_none());
    assert!(created(r#"{"success":"true","CaseNumber":"1"}"#).is_none());
    assert!(created(r#"{"success":true,"CaseNumber":"1"}"#).is_some());

    let updated = |text: &str| CaseUpdated::parse(&value(text));
    assert!(updated(r#"{"success":true,"CaseNumber":"1"}"#).is_none());
    assert!(updated(r#"{"success":true,"CaseNumber":"1","updated":{}}"#).is_none());
    assert!(
        updated(r#"{"success":true,"CaseNumber":"1","updated":{"Status":"Closed"}}"#).is_some()
    );
}

// R7, R9
#[test]
fn the_schemas_say_what_the_table_says() {
    for key in ToolKey::ALL {
        let schema = key.schema();
        let schema = schema.as_object().unwrap();
        let required = schema.get("required").and_then(Value::as_array).unwrap();
        let names: Vec<&str> = required.iter().filter_map(Value::as_str).collect();
        let rows: Vec<&str> = key.tool().arguments.iter().map(|row| row.name).collect();
        assert_eq!(names, rows);
        assert_eq!(
            schema.get("additionalProperties"),
            Some(&Value::Bool(false))
        );
    }
    let creation = ToolKey::CaseCreation.schema().to_json();
    assert!(creation.contains(r#""subject":{"type":"string","minLength":1,"maxLength":255"#));
    assert!(creation.contains(r#""phone":{"type":"string","maxLength":40"#));
}
