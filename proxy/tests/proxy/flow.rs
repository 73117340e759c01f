//! Creating a case through a Salesforce Flow.

use casement_proxy::Settings;
use casement_proxy::settings::FlowSettings;
use casement_sandbox::OrgConfig;
use serde_json::{Value, json};

use crate::stage::{CREATE, Stage, context};

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn allow(settings: &mut Settings) {
    let flow = FlowSettings {
        inputs: names(&[
            "firstName",
            "lastName",
            "email",
            "subject",
            "caseDescription",
        ]),
        required: names(&[
            "firstName",
            "lastName",
            "email",
            "subject",
            "caseDescription",
        ]),
        case_number_output: String::from("caseNumber"),
    };
    settings
        .salesforce
        .flows
        .insert(String::from("CreateSupportCase"), flow);
}

fn with_flow(name: &str) -> Value {
    let mut context = context();
    context["flowName"] = json!(name);
    json!({ "context": context })
}

// R8
#[tokio::test]
async fn a_flow_is_called_with_its_configured_inputs_only() {
    let stage = Stage::with(OrgConfig::default(), allow).await;
    let answer = stage.call(CREATE, with_flow("CreateSupportCase")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let number = answer.json()["CaseNumber"].as_str().unwrap().to_owned();
    assert_eq!(answer.json()["email"], "ada@engine.example");
    let calls = stage.calls("/actions/custom/flow/CreateSupportCase").await;
    assert_eq!(calls.len(), 1);
    let inputs = calls[0]["body"]["inputs"][0].as_object().unwrap();
    assert!(!inputs.contains_key("phone") && !inputs.contains_key("flowName"));
    assert_eq!(inputs["subject"], "The engine stops");
    let status = stage.look_up(&number, "ada@engine.example").await;
    assert_eq!(status.json()["Subject"], "The engine stops");
}

// R8
#[tokio::test]
async fn a_flow_that_is_not_configured_is_never_called() {
    let stage = Stage::start().await;
    for name in ["CreateSupportCase", "Other", "../query"] {
        let answer = stage.call(CREATE, with_flow(name)).await;
        assert_eq!(answer.invalid_fields(), ["flowName"], "{name}");
    }
    assert!(stage.calls("/services/").await.is_empty());
}

// R8
#[tokio::test]
async fn a_flow_without_a_required_input_or_with_an_unknown_one_is_never_called() {
    let stage = Stage::with(OrgConfig::default(), allow).await;
    let mut lacking = with_flow("CreateSupportCase");
    lacking["context"]
        .as_object_mut()
        .unwrap()
        .remove("subject");
    assert_eq!(
        stage.call(CREATE, lacking).await.invalid_fields(),
        ["subject"]
    );
    let mut empty = with_flow("CreateSupportCase");
    empty["context"]["subject"] = json!("");
    assert_eq!(
        stage.call(CREATE, empty).await.invalid_fields(),
        ["subject"]
    );
    let mut more = with_flow("CreateSupportCase");
    more["context"]["OwnerId"] = json!("005dM000000AAAA");
    let answer = stage.call(CREATE, more).await;
    assert_eq!(answer.invalid_fields(), ["context"]);
    assert!(!answer.text.contains("OwnerId"));
    assert!(stage.calls("/services/").await.is_empty());
}

#[tokio::test]
async fn a_flow_that_fails_leaves_the_creation_unavailable() {
    let mut config = OrgConfig::default();
    config.flows[0].fails = true;
    let stage = Stage::with(config, allow).await;
    let answer = stage.call(CREATE, with_flow("CreateSupportCase")).await;
    assert_eq!(answer.problem(), (503, String::from("unavailable")));
}
