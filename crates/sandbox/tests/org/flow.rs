//! Flow actions: signature, run, failure.

use casement_sandbox::OrgConfig;
use serde_json::{Value, json};

use crate::client::Client;

const FLOW: &str = "/actions/custom/flow/CreateSupportCase";

fn inputs() -> Value {
    json!({"firstName": "John", "lastName": "Smith", "email": "johnsmith@xyz.com", "phone": "+18777804236", "subject": "Login Issue", "caseDescription": "{!email} stays text"})
}

#[tokio::test]
async fn a_flow_tells_its_inputs_and_which_are_required() {
    let client = Client::new().await;
    let list = client
        .call("GET", "/actions/custom/flow", Value::Null)
        .await
        .json();
    assert_eq!(
        list["actions"][0]["url"],
        json!("/services/data/v64.0/actions/custom/flow/CreateSupportCase")
    );
    let signature = client.call("GET", FLOW, Value::Null).await.json();
    let required: Vec<(&str, bool)> = signature["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|input| {
            (
                input["name"].as_str().unwrap(),
                input["required"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        required,
        [
            ("firstName", true),
            ("lastName", true),
            ("email", true),
            ("phone", false),
            ("subject", true),
            ("caseDescription", true)
        ]
    );
    assert_eq!(signature["outputs"][0]["name"], json!("caseNumber"));
}

#[tokio::test]
async fn a_run_creates_the_case_and_gives_its_number() {
    let client = Client::new().await;
    let answer = client
        .call("POST", FLOW, json!({"inputs": [inputs()]}))
        .await;
    assert_eq!(answer.status, 200);
    let result = &answer.json()[0];
    assert_eq!(
        (&result["isSuccess"], &result["errors"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(
        result["outputValues"]["Flow__InterviewStatus"],
        json!("Finished")
    );
    let number = result["outputValues"]["caseNumber"].as_str().unwrap();
    let soql = format!(
        "SELECT SuppliedName, SuppliedEmail, Subject, Description FROM Case WHERE CaseNumber = '{number}'"
    );
    let case = client.query(&soql).await.json()["records"][0].clone();
    assert_eq!(
        (&case["SuppliedName"], &case["Description"]),
        (&json!("John Smith"), &json!("{!email} stays text"))
    );
}

#[tokio::test]
async fn a_run_that_fails_answers_in_the_flows_own_shape() {
    let mut config = OrgConfig::default();
    config.flows[0].fails = true;
    let client = Client::of(config).await;
    let answer = client
        .call("POST", FLOW, json!({"inputs": [inputs()]}))
        .await;
    assert_eq!(
        (answer.status, answer.json()),
        (
            400,
            json!([{"actionName": "CreateSupportCase", "errors": [{"statusCode": "UNKNOWN_EXCEPTION", "message": "An error occurred when executing a flow interview.", "fields": []}], "isSuccess": false, "outputValues": null}])
        )
    );
}

#[tokio::test]
async fn wrong_inputs_and_unknown_flows_are_refused() {
    let client = Client::new().await;
    let with = |name: &str, value: Value| {
        let mut inputs = inputs();
        inputs[name] = value;
        json!({"inputs": [inputs]})
    };
    for (path, body, status, code) in [
        (FLOW, with("Email", json!("x")), 400, "INVALID_INPUT"),
        (
            FLOW,
            with("email", Value::Null),
            400,
            "REQUIRED_FIELD_MISSING",
        ),
        (FLOW, with("email", json!(5)), 400, "INVALID_ARGUMENT_TYPE"),
        (FLOW, json!({"inputs": {}}), 400, "INVALID_INPUT"),
        (
            "/actions/custom/flow/createsupportcase",
            json!({"inputs": [{}]}),
            404,
            "NOT_FOUND",
        ),
    ] {
        assert_eq!(
            client.call("POST", path, body).await.refusal(),
            (status, code.to_owned())
        );
    }
}
