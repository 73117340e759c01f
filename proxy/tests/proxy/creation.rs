//! Creating a case from the six values of a form.

use casement_sandbox::OrgConfig;
use serde_json::{Value, json};

use crate::stage::{CREATE, Stage, context};

// R7, R18
#[tokio::test]
async fn a_created_case_is_answered_with_its_number_and_can_be_looked_up() {
    let stage = Stage::start().await;
    let answer = stage.call(CREATE, json!({"context": context()})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let json = answer.json();
    assert_eq!(json["success"], true);
    assert_eq!(json["email"], "ada@engine.example");
    let number = json["CaseNumber"].as_str().unwrap();
    let status = stage.look_up(number, "ada@engine.example").await.json();
    assert_eq!(status["Subject"], "The engine stops");
    assert_eq!(status["Status"], "New");
}

#[tokio::test]
async fn a_creation_is_one_composite_call_with_the_fields_of_a_web_case() {
    let stage = Stage::start().await;
    stage.call(CREATE, json!({"context": context()})).await;
    let calls = stage.calls("/services/data/").await;
    assert_eq!(calls.len(), 1);
    let part = &calls[0]["body"]["compositeRequest"][0];
    assert_eq!(
        part["body"],
        json!({
            "Origin": "Web",
            "Subject": "The engine stops",
            "Description": "It stops after the second card.\nThen it is silent.",
            "SuppliedName": "Ada Lovelace",
            "SuppliedEmail": "ada@engine.example",
            "SuppliedPhone": "+15550142"
        })
    );
}

// R7
#[tokio::test]
async fn an_empty_phone_is_accepted_and_not_sent() {
    let stage = Stage::start().await;
    let mut context = context();
    context["phone"] = json!("");
    let answer = stage.call(CREATE, json!({ "context": context })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let calls = stage.calls("/composite").await;
    assert!(
        calls[0]["body"]["compositeRequest"][0]["body"]
            .get("SuppliedPhone")
            .is_none()
    );
}

// R7, R10, R11
#[tokio::test]
async fn what_the_form_would_refuse_is_refused_before_salesforce_is_called() {
    let stage = Stage::start().await;
    for (key, value) in [
        ("email", json!("ada@")),
        ("email", json!("")),
        ("firstName", json!("")),
        ("subject", json!("   ")),
        ("subject", json!("x".repeat(5_000))),
        ("subject", json!("two\u{0}parts")),
        ("caseDescription", json!("x".repeat(32_001))),
        ("phone", json!(15550142)),
        ("lastName", Value::Null),
    ] {
        let mut context = context();
        context[key] = value.clone();
        let answer = stage.call(CREATE, json!({ "context": context })).await;
        assert_eq!(answer.invalid_fields(), [key], "{value}: {}", answer.text);
    }
    for key in ["firstName", "phone", "caseDescription"] {
        let mut context = context();
        context.as_object_mut().unwrap().remove(key);
        let answer = stage.call(CREATE, json!({ "context": context })).await;
        assert_eq!(answer.invalid_fields(), [key]);
    }
    assert!(stage.calls("/services/").await.is_empty());
}

#[tokio::test]
async fn a_default_that_the_org_refuses_is_not_the_visitors_fault() {
    let config = OrgConfig {
        restricted: vec![String::from("Case.Priority")],
        ..OrgConfig::default()
    };
    let stage = Stage::with(config, |settings| {
        let defaults = &mut settings.salesforce.case_defaults;
        defaults.insert(String::from("Priority"), String::from("Whenever"));
    })
    .await;
    let answer = stage.call(CREATE, json!({"context": context()})).await;
    assert_eq!(answer.problem(), (503, String::from("unavailable")));
}

#[tokio::test]
async fn a_name_too_long_for_salesforce_is_invalid() {
    let stage = Stage::start().await;
    let mut context = context();
    context["firstName"] = json!("x".repeat(40));
    context["lastName"] = json!("y".repeat(41));
    let answer = stage.call(CREATE, json!({ "context": context })).await;
    assert_eq!(answer.invalid_fields(), ["lastName"]);
}
