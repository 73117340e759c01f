//! Creating once, however often the same request is sent.

use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::stage::{Answer, CREATE, Stage, context};

async fn create(stage: &Stage, key: &str, context: &Value) -> Answer {
    let url = stage.url(&format!("/api/{CREATE}"));
    let request = stage.client.post(url).header("idempotency-key", key);
    let body = json!({ "context": context }).to_string();
    Answer::of(request.header(CONTENT_TYPE, "application/json").body(body)).await
}

/// How many creations the org carried out or was asked for.
async fn creations(stage: &Stage) -> usize {
    stage.calls("/composite").await.len()
}

#[tokio::test]
async fn the_same_key_and_body_create_one_case() {
    let stage = Stage::start().await;
    let first = create(&stage, "one", &context()).await;
    assert_eq!(first.status, 200, "{}", first.text);
    let again = create(&stage, "one", &context()).await;
    assert_eq!((again.status, &again.text), (200, &first.text));
    assert_eq!(creations(&stage).await, 1);
    let other = create(&stage, "two", &context()).await;
    assert_ne!(other.json()["CaseNumber"], first.json()["CaseNumber"]);
}

#[tokio::test]
async fn a_case_whose_answer_was_lost_is_found_again_instead_of_created_twice() {
    let stage = Stage::start().await;
    let lost = json!({"path": "/composite", "dropConnection": "afterCommit", "once": true});
    stage.fault(lost).await;
    let first = create(&stage, "one", &context()).await;
    assert_eq!(first.problem(), (503, String::from("unavailable")));
    let again = create(&stage, "one", &context()).await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(creations(&stage).await, 1);
    let number = again.json()["CaseNumber"].as_str().unwrap().to_owned();
    let status = stage.look_up(&number, "ada@engine.example").await;
    assert_eq!(status.json()["Subject"], "The engine stops");
    assert_eq!(create(&stage, "one", &context()).await.text, again.text);
}

#[tokio::test]
async fn a_creation_that_was_lost_before_it_happened_is_carried_out_by_the_next() {
    let stage = Stage::start().await;
    let lost = json!({"path": "/composite", "dropConnection": "beforeCommit", "once": true});
    stage.fault(lost).await;
    let first = create(&stage, "one", &context()).await;
    assert_eq!(first.problem(), (503, String::from("unavailable")));
    let again = create(&stage, "one", &context()).await;
    assert_eq!(again.status, 200, "{}", again.text);
}

#[tokio::test]
async fn a_creation_that_failed_for_certain_leaves_its_key_free() {
    let stage = Stage::start().await;
    stage.save("wrong");
    let first = create(&stage, "one", &context()).await;
    assert_eq!(first.problem(), (503, String::from("unavailable")));
    stage.save("sandbox");
    let again = create(&stage, "one", &context()).await;
    assert_eq!(again.status, 200, "{}", again.text);
}

#[tokio::test]
async fn a_key_stands_for_one_body_only() {
    let stage = Stage::start().await;
    assert_eq!(create(&stage, "one", &context()).await.status, 200);
    let mut other = context();
    other["subject"] = json!("Another matter");
    let answer = create(&stage, "one", &other).await;
    assert_eq!(answer.problem(), (422, String::from("invalid")));
    assert_eq!(answer.json()["errors"][0]["code"], "idempotency/other-body");
    let long = "x".repeat(129);
    for key in ["", "a b", &long] {
        let answer = create(&stage, key, &context()).await;
        assert_eq!(answer.json()["errors"][0]["code"], "idempotency/key");
    }
}

#[tokio::test]
async fn while_one_request_with_a_key_is_at_work_the_others_are_told_so() {
    let stage = std::sync::Arc::new(Stage::start().await);
    stage
        .fault(json!({"path": "/composite", "latencyMs": 500}))
        .await;
    let calls: Vec<_> = (0..4)
        .map(|_| {
            let stage = stage.clone();
            tokio::spawn(async move { create(&stage, "one", &context()).await.status })
        })
        .collect();
    let mut statuses = Vec::new();
    for call in calls {
        statuses.push(call.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409]);
    assert_eq!(creations(&stage).await, 1);
}
