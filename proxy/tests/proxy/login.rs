//! Logging in: once for everybody, again where a session has expired, never against a lockout.

use casement_sandbox::OrgConfig;
use reqwest::Method;
use serde_json::json;

use crate::stage::{CREATE, Stage, context};

const LOGIN: &str = "POST /services/Soap/u/64.0";

#[tokio::test]
async fn many_calls_at_once_log_in_once() {
    let stage = std::sync::Arc::new(Stage::start().await);
    stage
        .fault(json!({"path": "/Soap/", "latencyMs": 200}))
        .await;
    let calls: Vec<_> = (0..12)
        .map(|_| {
            let stage = stage.clone();
            tokio::spawn(async move { stage.look_up("1026", "johnsmith@xyz.com").await.status })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
    assert_eq!(stage.calls(LOGIN).await.len(), 1);
}

#[tokio::test]
async fn an_expired_session_is_renewed_and_the_call_repeated_once() {
    let stage = Stage::start().await;
    assert_eq!(stage.look_up("1026", "johnsmith@xyz.com").await.status, 200);
    stage
        .control(Method::POST, "expire-sessions", json!({}))
        .await;
    let created = stage.call(CREATE, json!({"context": context()})).await;
    assert_eq!(created.status, 200, "{}", created.text);
    assert_eq!(stage.calls(LOGIN).await.len(), 2);
    assert_eq!(stage.calls("/composite").await.len(), 2);
}

#[tokio::test]
async fn many_calls_with_an_expired_session_log_in_once_more() {
    let stage = std::sync::Arc::new(Stage::start().await);
    assert_eq!(stage.look_up("1026", "johnsmith@xyz.com").await.status, 200);
    stage
        .control(Method::POST, "expire-sessions", json!({}))
        .await;
    stage
        .fault(json!({"path": "/Soap/", "latencyMs": 200}))
        .await;
    let calls: Vec<_> = (0..12)
        .map(|_| {
            let stage = stage.clone();
            tokio::spawn(async move { stage.look_up("1026", "johnsmith@xyz.com").await.status })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
    assert_eq!(stage.calls(LOGIN).await.len(), 2);
}

#[tokio::test]
async fn a_session_that_is_always_refused_ends_after_one_repetition() {
    let stage = Stage::start().await;
    stage.fault(json!({"path": "/query", "errorCode": "INVALID_SESSION_ID", "message": "Session expired or invalid"})).await;
    let answer = stage.look_up("1026", "johnsmith@xyz.com").await;
    assert_eq!(answer.problem(), (503, String::from("unavailable")));
    assert_eq!(stage.calls("/query").await.len(), 2);
    assert_eq!(stage.calls(LOGIN).await.len(), 2);
}

#[tokio::test]
async fn a_session_that_may_not_use_the_api_is_not_renewed() {
    let stage = Stage::start().await;
    stage.fault(json!({"path": "/query", "errorCode": "INVALID_SESSION_ID", "message": "This session is not valid for use with the REST API"})).await;
    stage.look_up("1026", "johnsmith@xyz.com").await;
    assert_eq!(stage.calls(LOGIN).await.len(), 1);
}

#[tokio::test]
async fn after_a_refused_login_none_is_tried_until_other_credentials_are_saved() {
    let stage = Stage::start().await;
    stage.save("wrong");
    for _ in 0..3 {
        let answer = stage.look_up("1026", "johnsmith@xyz.com").await;
        assert_eq!(answer.problem(), (503, String::from("unavailable")));
    }
    assert_eq!(stage.calls(LOGIN).await.len(), 1);
    stage.save("sandbox");
    assert_eq!(stage.look_up("1026", "johnsmith@xyz.com").await.status, 200);
    assert_eq!(stage.calls(LOGIN).await.len(), 2);
}

#[tokio::test]
async fn a_login_with_an_expired_password_is_refused() {
    let mut config = OrgConfig::default();
    config.users[0].password_expired = true;
    let stage = Stage::with(config, |_| {}).await;
    let answer = stage.look_up("1026", "johnsmith@xyz.com").await;
    assert_eq!(answer.problem(), (503, String::from("unavailable")));
    assert!(stage.calls("/services/data/").await.is_empty());
}

#[tokio::test]
async fn a_password_with_xml_characters_logs_in() {
    let mut config = OrgConfig::default();
    config.users[0].password = String::from("<&>\"'ü");
    let stage = Stage::with(config, |_| {}).await;
    stage.save("<&>\"'ü");
    assert_eq!(stage.look_up("1026", "johnsmith@xyz.com").await.status, 200);
}

#[tokio::test]
async fn a_login_that_names_an_instance_elsewhere_is_not_used() {
    let config = OrgConfig {
        instance_url: Some(String::from("http://instance.example")),
        ..OrgConfig::default()
    };
    let stage = Stage::with(config, |_| {}).await;
    let answer = stage.look_up("1026", "johnsmith@xyz.com").await;
    assert_eq!(answer.problem(), (503, String::from("unavailable")));
}

#[tokio::test]
async fn a_sign_of_life_never_calls_salesforce() {
    let stage = Stage::start().await;
    let answer = crate::stage::Answer::of(stage.client.get(stage.url("/healthz"))).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, "ok\n"));
    assert!(stage.calls("/services/").await.is_empty());
}
