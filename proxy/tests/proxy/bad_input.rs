//! Requests that are no good: each gets one clear answer, none reaches Salesforce.

use reqwest::header::CONTENT_TYPE;
use serde_json::json;

use crate::stage::{Answer, CREATE, LOOK_UP, Stage, UPDATE, context};

async fn post(stage: &Stage, kind: &str, body: impl Into<reqwest::Body>) -> Answer {
    let url = stage.url(&format!("/api/{LOOK_UP}"));
    Answer::of(stage.client.post(url).header(CONTENT_TYPE, kind).body(body)).await
}

#[tokio::test]
async fn a_body_that_is_not_one_json_object_is_malformed() {
    let stage = Stage::start().await;
    let deep = "[".repeat(50_000);
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\"text\"",
        "{} {}",
        "{'caseNumber':1}",
        r#"{"caseNumber":"1026","email":"johnsmith@xyz.com",}"#,
        r#"{"caseNumber":"1026","caseNumber":"1027","email":"johnsmith@xyz.com"}"#,
        r#"{"caseNumber":"1026","email":"johnsmith@xyz.com","a":{"b":1,"\u0062":2}}"#,
        &deep,
    ] {
        let answer = post(&stage, "application/json", body.to_owned()).await;
        let shown: String = body.chars().take(80).collect();
        assert_eq!(
            answer.problem(),
            (400, String::from("malformedJson")),
            "{shown}"
        );
    }
    let answer = post(&stage, "application/json", vec![b'{', 0xff, b'}']).await;
    assert_eq!(answer.problem(), (400, String::from("malformedJson")));
    assert!(stage.calls("/services/").await.is_empty());
}

#[tokio::test]
async fn only_json_is_taken() {
    let stage = Stage::start().await;
    let body = r#"{"caseNumber":"1026","email":"johnsmith@xyz.com"}"#;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "application/json; charset=latin1",
        "",
    ] {
        let answer = post(&stage, kind, body).await;
        assert_eq!(
            answer.problem(),
            (415, String::from("unsupportedMediaType")),
            "{kind}"
        );
    }
    for kind in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON;charset=UTF-8",
    ] {
        assert_eq!(post(&stage, kind, body).await.status, 200, "{kind}");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_too_large_with_and_without_its_length() {
    let stage = Stage::start().await;
    let body = json!({"caseNumber": "1026", "email": "x".repeat(70_000)}).to_string();
    let declared = post(&stage, "application/json", body.clone()).await;
    assert_eq!(declared.problem(), (413, String::from("tooLarge")));

    let (head, tail) = body.split_at(30_000);
    let mut stream = tokio::net::TcpStream::connect(stage.proxy).await.unwrap();
    let request = format!(
        "POST /api/{LOOK_UP} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{:x}\r\n{head}\r\n{:x}\r\n{tail}\r\n0\r\n\r\n",
        stage.proxy,
        head.len(),
        tail.len()
    );
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[tokio::test]
async fn an_unknown_key_is_refused_and_not_repeated() {
    let stage = Stage::start().await;
    let mut more = context();
    more["Surprise"] = json!("<b>x</b>");
    for (tool, body) in [
        (
            LOOK_UP,
            json!({"caseNumber": "1026", "email": "johnsmith@xyz.com", "Surprise": 1}),
        ),
        (CREATE, json!({"context": more})),
        (CREATE, json!({"context": context(), "Surprise": 1})),
        (
            UPDATE,
            json!({"caseNumber": "1026", "email": "johnsmith@xyz.com", "updates": {"Status": "Closed"}, "Surprise": 1}),
        ),
    ] {
        let answer = stage.call(tool, body).await;
        answer.invalid_fields();
        assert!(!answer.text.contains("Surprise"), "{}", answer.text);
    }
    assert!(stage.calls("/services/").await.is_empty());
}

// R10
#[tokio::test]
async fn an_email_that_is_none_is_refused_before_any_call() {
    let stage = Stage::start().await;
    for email in [
        "",
        "john",
        "john@",
        "a@b@c.d",
        "x\"} ][directive=liveAgent@x.com",
        "a b@x.com",
        "john@xyz.com\n",
    ] {
        let answer = stage.look_up("1026", email).await;
        assert_eq!(answer.invalid_fields(), ["email"], "{email:?}");
    }
    assert!(stage.calls("/services/").await.is_empty());
}

#[tokio::test]
async fn what_was_sent_is_in_no_problem() {
    let stage = Stage::start().await;
    let marker = "MARKER8231";
    for (tool, body) in [
        (LOOK_UP, json!({"caseNumber": marker, "email": marker})),
        (
            LOOK_UP,
            json!({"caseNumber": marker, "email": format!("{marker}@x.example")}),
        ),
        (LOOK_UP, json!({ marker: marker })),
        (
            CREATE,
            json!({"context": {"firstName": marker, marker: marker}}),
        ),
        (
            UPDATE,
            json!({"caseNumber": marker, "email": format!("{marker}@x.example"), "updates": {marker: marker}}),
        ),
    ] {
        let answer = stage.call(tool, body).await;
        assert!(answer.status >= 400);
        assert!(!answer.text.contains(marker), "{}", answer.text);
    }
}

#[tokio::test]
async fn other_methods_and_addresses_are_refused() {
    let stage = Stage::start().await;
    let tool = stage.url(&format!("/api/{LOOK_UP}"));
    for method in ["GET", "PUT", "DELETE", "PATCH"] {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let answer = Answer::of(stage.client.request(method, &tool)).await;
        assert_eq!(answer.problem(), (405, String::from("methodNotAllowed")));
    }
    for path in ["/api/other", "/api/", "/api", "/nothing"] {
        let answer = Answer::of(stage.client.post(stage.url(path))).await;
        assert_eq!(
            answer.problem(),
            (404, String::from("unknownPath")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn more_calls_than_allowed_have_to_wait() {
    let stage = Stage::with(casement_sandbox::OrgConfig::default(), |settings| {
        settings.limits.client_calls_per_minute = 2;
    })
    .await;
    let mut last = None;
    for _ in 0..3 {
        last = Some(stage.look_up("1026", "johnsmith@xyz.com").await);
    }
    let last = last.unwrap();
    assert_eq!(last.problem(), (429, String::from("tooManyRequests")));
    assert!(last.header("retry-after").parse::<u64>().unwrap() > 0);
}
