//! Composite: references between the parts, and all or none.

use serde_json::{Value, json};

use crate::client::Client;

fn create(subject: &str) -> Value {
    json!({"method": "POST", "url": "/services/data/v64.0/sobjects/Case", "referenceId": "c", "body": {"Subject": subject}})
}

fn read(reference: &str) -> Value {
    json!({"method": "GET", "url": format!("/services/data/v64.0/sobjects/Case/@{{{reference}.id}}?fields=CaseNumber,Status"), "referenceId": "n"})
}

async fn composite(client: &Client, all_or_none: bool, parts: &[Value]) -> Vec<Value> {
    let answer = client
        .call(
            "POST",
            "/composite",
            json!({"allOrNone": all_or_none, "compositeRequest": parts}),
        )
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["compositeResponse"]
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn a_case_is_created_and_its_number_read_in_one_call() {
    let client = Client::new().await;
    let parts = composite(&client, true, &[create("One call"), read("c")]).await;
    let id = parts[0]["body"]["id"].as_str().unwrap();
    assert_eq!(parts[0]["httpStatusCode"], json!(201));
    assert_eq!(
        parts[0]["httpHeaders"]["Location"],
        json!(format!("/services/data/v64.0/sobjects/Case/{id}"))
    );
    assert_eq!(parts[0]["referenceId"], json!("c"));
    assert_eq!(parts[1]["body"]["CaseNumber"], json!("00001032"));
    let answer = client.call("GET", "/limits", Value::Null).await;
    assert_eq!(
        answer.headers["sforce-limit-info"], "api-usage=2/15000",
        "a composite counts once"
    );
}

#[tokio::test]
async fn with_all_or_none_one_failure_takes_everything_back() {
    let client = Client::new().await;
    let bad = json!({"method": "POST", "url": "/services/data/v64.0/sobjects/Contact", "referenceId": "b", "body": {}});
    let parts = composite(&client, true, &[create("Rolled back"), bad, read("c")]).await;
    let codes: Vec<&Value> = parts
        .iter()
        .map(|part| &part["body"][0]["errorCode"])
        .collect();
    assert_eq!(
        codes,
        [
            "PROCESSING_HALTED",
            "REQUIRED_FIELD_MISSING",
            "PROCESSING_HALTED"
        ]
    );
    assert!(
        parts
            .iter()
            .all(|part| part["httpStatusCode"] == json!(400))
    );
    assert!(
        client
            .column("Id", "SELECT Id FROM Case WHERE Subject = 'Rolled back'")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn without_it_only_what_depends_on_the_failure_is_halted() {
    let client = Client::new().await;
    let bad = create(&"x".repeat(256));
    let other = json!({"method": "GET", "url": "/services/data/v64.0/limits", "referenceId": "l"});
    let parts = composite(&client, false, &[bad, read("c"), other]).await;
    assert_eq!(
        parts[1]["body"][0]["message"],
        json!("Invalid reference specified. No value for c.id found in c")
    );
    assert_eq!(parts[2]["httpStatusCode"], json!(200));
}

#[tokio::test]
async fn a_reference_into_a_query_finds_the_record() {
    let client = Client::new().await;
    let query = json!({"method": "GET", "url": "/services/data/v64.0/query?q=SELECT+Id+FROM+Contact+WHERE+Email+=+'johnsmith@xyz.com'", "referenceId": "q"});
    let create = json!({"method": "POST", "url": "/services/data/v64.0/sobjects/Case", "referenceId": "c", "body": {"ContactId": "@{q.records[0].Id}"}});
    let parts = composite(&client, true, &[query, create]).await;
    assert_eq!(parts[1]["httpStatusCode"], json!(201));
}

#[tokio::test]
async fn a_composite_that_is_malformed_does_nothing() {
    let client = Client::new().await;
    let many: Vec<Value> = (0..26).map(|n| json!({"method": "GET", "url": "/services/data/v64.0/limits", "referenceId": format!("r{n}")})).collect();
    let queries: Vec<Value> = (0..6).map(|n| json!({"method": "GET", "url": "/services/data/v64.0/query?q=x", "referenceId": format!("r{n}")})).collect();
    for (body, code) in [
        (json!({}), "INVALID_INPUT"),
        (
            json!({"compositeRequest": [create("a"), create("b")]}),
            "INVALID_INPUT",
        ),
        (
            json!({"compositeRequest": [{"method": "GET"}]}),
            "INVALID_INPUT",
        ),
        (
            json!({"compositeRequest": [create("a")], "nope": 1}),
            "JSON_PARSER_ERROR",
        ),
        (
            json!({"compositeRequest": [{"method": "GET", "url": "/x", "referenceId": "a", "httpHeaders": {"Authorization": "x"}}]}),
            "INVALID_INPUT",
        ),
        (json!({"compositeRequest": many}), "LIMIT_EXCEEDED"),
        (json!({"compositeRequest": queries}), "LIMIT_EXCEEDED"),
    ] {
        assert_eq!(
            client.call("POST", "/composite", body).await.refusal(),
            (400, code.to_owned())
        );
    }
    assert_eq!(client.column("Id", "SELECT Id FROM Case").await.len(), 11);
}
