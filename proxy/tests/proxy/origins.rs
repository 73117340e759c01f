//! Which pages may call.

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use serde_json::json;

use crate::stage::{Answer, LOOK_UP, Stage};

async fn from(stage: &Stage, method: Method, origin: &str) -> Answer {
    let body = json!({"caseNumber": "1026", "email": "johnsmith@xyz.com"}).to_string();
    let url = stage.url(&format!("/api/{LOOK_UP}"));
    let request = stage.client.request(method, url).header(ORIGIN, origin);
    Answer::of(request.header(CONTENT_TYPE, "application/json").body(body)).await
}

#[tokio::test]
async fn a_listed_page_and_the_own_one_may_call() {
    let stage = Stage::start().await;
    let own = format!("http://{}", stage.proxy);
    for origin in ["https://www.example.com", &own] {
        let answer = from(&stage, Method::POST, origin).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.header("access-control-allow-origin"), origin);
        assert_eq!(answer.header("vary"), "Origin");
    }
}

#[tokio::test]
async fn any_other_page_is_refused_before_salesforce_is_called() {
    let stage = Stage::start().await;
    let other_port = "http://127.0.0.1:1";
    for origin in [
        "https://evil.example",
        "http://www.example.com",
        "https://www.example.com.evil.example",
        "https://www.example.com:8443",
        "https://WWW.example.com/",
        "null",
        "",
        other_port,
    ] {
        let answer = from(&stage, Method::POST, origin).await;
        assert_eq!(
            answer.problem(),
            (403, String::from("forbiddenOrigin")),
            "{origin}"
        );
        assert_eq!(answer.header("access-control-allow-origin"), "");
        assert_eq!(answer.header("vary"), "Origin");
        let preflight = from(&stage, Method::OPTIONS, origin).await;
        assert_eq!(
            preflight.problem(),
            (403, String::from("forbiddenOrigin")),
            "{origin}"
        );
    }
    assert!(stage.calls("/services/").await.is_empty());
}

#[tokio::test]
async fn a_failure_can_be_read_by_a_listed_page() {
    let stage = Stage::start().await;
    let url = stage.url(&format!("/api/{LOOK_UP}"));
    let request = stage
        .client
        .post(url)
        .header(ORIGIN, "https://www.example.com");
    let answer = Answer::of(request).await;
    assert_eq!(
        answer.problem(),
        (415, String::from("unsupportedMediaType"))
    );
    assert_eq!(
        answer.header("access-control-allow-origin"),
        "https://www.example.com"
    );
}

#[tokio::test]
async fn a_preflight_of_a_listed_page_is_answered() {
    let stage = Stage::start().await;
    let answer = from(&stage, Method::OPTIONS, "https://www.example.com").await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-methods"), "POST");
    assert_eq!(
        answer.header("access-control-allow-headers"),
        "content-type, idempotency-key"
    );
    assert_eq!(
        answer.header("access-control-allow-origin"),
        "https://www.example.com"
    );
}

#[tokio::test]
async fn a_request_from_another_site_without_an_origin_is_refused() {
    let stage = Stage::start().await;
    let url = stage.url(&format!("/api/{LOOK_UP}"));
    let request = stage
        .client
        .post(url)
        .header("sec-fetch-site", "cross-site");
    let answer = Answer::of(request).await;
    assert_eq!(answer.problem(), (403, String::from("forbiddenOrigin")));
}
