//! Changing a case's fields.

use casement_proxy::Settings;
use casement_proxy::settings::UpdateField;
use casement_sandbox::OrgConfig;
use serde_json::{Value, json};

use crate::stage::{Stage, UPDATE};

fn allow(settings: &mut Settings) {
    let updates = &mut settings.salesforce.updates;
    let field = |values: &[&str], max_length| UpdateField {
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        max_length,
    };
    updates.insert(String::from("Status"), field(&["Closed"], 255));
    updates.insert(String::from("Priority"), field(&[], 255));
    updates.insert(String::from("Description"), field(&[], 100));
}

fn change(updates: Value) -> Value {
    json!({"caseNumber": "1026", "email": "JOHNSMITH@xyz.com", "updates": updates})
}

// R9
#[tokio::test]
async fn listed_fields_are_changed_for_who_knows_the_email() {
    let stage = Stage::with(OrgConfig::default(), allow).await;
    let updates = json!({"Status": "Closed", "Description": "Resolved."});
    let answer = stage.call(UPDATE, change(updates.clone())).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(
        answer.json(),
        json!({"success": true, "CaseNumber": "00001026", "updated": updates})
    );
    let status = stage.look_up("1026", "johnsmith@xyz.com").await.json();
    assert_eq!(status["Status"], "Closed");
    let calls = stage.calls("PATCH ").await;
    assert_eq!(calls[0]["headers"]["sforce-auto-assign"], "FALSE");
}

// R9
#[tokio::test]
async fn nothing_else_is_changed() {
    let stage = Stage::with(OrgConfig::default(), allow).await;
    for (updates, field) in [
        (json!({"OwnerId": "005dM000000AAAA"}), "updates"),
        (json!({"status": "Closed"}), "updates"),
        (json!({"Id": "500dM00000EsC1sQAF"}), "updates"),
        (json!({"Contact.Email": "x@x.example"}), ""),
        (json!({"Status": "Escalated"}), "Status"),
        (json!({"Description": "x".repeat(101)}), "Description"),
        (json!({"Description": null}), "Description"),
        (json!({"Description": ["x"]}), ""),
        (json!({}), "updates"),
        (json!([]), "updates"),
    ] {
        let answer = stage.call(UPDATE, change(updates.clone())).await;
        assert_eq!(
            answer.invalid_fields(),
            [field],
            "{updates}: {}",
            answer.text
        );
        assert!(!answer.text.contains("OwnerId"));
    }
    assert!(stage.calls("PATCH ").await.is_empty());
}

#[tokio::test]
async fn no_field_is_changed_where_none_is_listed() {
    let stage = Stage::start().await;
    let answer = stage
        .call(UPDATE, change(json!({"Status": "Closed"})))
        .await;
    assert_eq!(answer.invalid_fields(), ["updates"]);
}

#[tokio::test]
async fn a_wrong_email_gets_the_answer_of_an_unknown_case() {
    let stage = Stage::with(OrgConfig::default(), allow).await;
    let updates = json!({"Status": "Closed"});
    let call = |number: &str, email: &str| json!({"caseNumber": number, "email": email, "updates": updates});
    let wrong = stage.call(UPDATE, call("1026", "other@xyz.com")).await;
    let unknown = stage.call(UPDATE, call("9999", "johnsmith@xyz.com")).await;
    assert_eq!(wrong.problem(), (404, String::from("notFound")));
    assert_eq!(wrong.text, unknown.text);
    assert_eq!(
        wrong.text,
        stage.look_up("9999", "johnsmith@xyz.com").await.text
    );
    assert!(stage.calls("PATCH ").await.is_empty());
}

#[tokio::test]
async fn the_email_is_needed() {
    let stage = Stage::with(OrgConfig::default(), allow).await;
    let call = json!({"caseNumber": "1026", "updates": {"Status": "Closed"}});
    assert_eq!(stage.call(UPDATE, call).await.invalid_fields(), ["email"]);
}

#[tokio::test]
async fn a_value_that_the_org_refuses_is_invalid_without_the_orgs_words() {
    let config = OrgConfig {
        restricted: vec![String::from("Case.Priority")],
        ..OrgConfig::default()
    };
    let stage = Stage::with(config, allow).await;
    let answer = stage
        .call(UPDATE, change(json!({"Priority": "Whenever"})))
        .await;
    assert_eq!(answer.invalid_fields(), ["Priority"], "{}", answer.text);
    assert!(!answer.text.contains("Whenever") && !answer.text.contains("picklist"));
}
