//! An org that is away, slow, or answers what nobody expects: one clear problem each.

use casement_proxy::salesforce::SandboxOrg;
use casement_sandbox::OrgConfig;
use serde_json::json;

use crate::stage::{Answer, CREATE, Stage, context};

const UNAVAILABLE: u16 = 503;

fn assert_unavailable(answer: &Answer) {
    assert_eq!(answer.problem(), (UNAVAILABLE, String::from("unavailable")));
}

#[tokio::test]
async fn an_org_that_answers_with_html_is_unavailable() {
    for path in ["/Soap/", "/query"] {
        let stage = Stage::start().await;
        let page = "<html><body>Down for maintenance</body></html>";
        for status in [200, 503] {
            stage
                .fault(json!({"path": path, "html": page, "status": status, "once": true}))
                .await;
            let answer = stage.look_up("1026", "johnsmith@xyz.com").await;
            assert_unavailable(&answer);
            assert!(!answer.text.contains("maintenance"));
        }
        let after = stage.look_up("1026", "johnsmith@xyz.com").await;
        assert_eq!(after.status, 200, "{}", after.text);
    }
}

#[tokio::test]
async fn an_unreachable_org_is_unavailable() {
    let stage = Stage::with(OrgConfig::default(), |settings| {
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", closed.local_addr().unwrap());
        settings.salesforce.sandbox_org = Some(SandboxOrg::try_from(address).unwrap());
    })
    .await;
    assert_unavailable(&stage.look_up("1026", "johnsmith@xyz.com").await);
    assert_unavailable(&stage.call(CREATE, json!({"context": context()})).await);
}

#[tokio::test]
async fn errors_of_the_org_are_unavailable() {
    let stage = Stage::start().await;
    for fault in [
        json!({"path": "/query", "status": 500}),
        json!({"path": "/query", "status": 302}),
        json!({"path": "/query", "errorCode": "SERVER_UNAVAILABLE"}),
        json!({"path": "/query", "errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests Limit exceeded."}),
        json!({"path": "/query", "errorCode": "MALFORMED_QUERY", "message": "SELECT SECRET WORDS"}),
        json!({"path": "/query", "status": 200}),
        json!({"path": "/query", "dropConnection": "beforeCommit"}),
    ] {
        let mut once = fault.clone();
        once["once"] = json!(true);
        stage.fault(once).await;
        let answer = stage.look_up("1026", "johnsmith@xyz.com").await;
        assert_unavailable(&answer);
        assert!(!answer.text.contains("SECRET"), "{fault}");
    }
}

#[tokio::test]
async fn a_slow_org_is_unavailable() {
    let stage = Stage::with(OrgConfig::default(), |settings| {
        settings.salesforce.answer_seconds = 1;
    })
    .await;
    stage
        .fault(json!({"path": "/query", "latencyMs": 30_000}))
        .await;
    assert_unavailable(&stage.look_up("1026", "johnsmith@xyz.com").await);
}

#[tokio::test]
async fn all_calls_for_one_request_end_in_time_together() {
    let stage = Stage::with(OrgConfig::default(), |settings| {
        settings.salesforce.total_seconds = 1;
    })
    .await;
    stage.fault(json!({"latencyMs": 700})).await;
    assert_unavailable(&stage.look_up("1026", "johnsmith@xyz.com").await);
    assert_eq!(stage.calls("/Soap/").await.len(), 1);
}

#[tokio::test]
async fn an_answer_over_the_limit_is_unavailable() {
    let stage = Stage::with(OrgConfig::default(), |settings| {
        settings.salesforce.answer_bytes = 4_000;
    })
    .await;
    let body = "x".repeat(3_000);
    let comment = json!({"type": "CaseComment", "fields": {"ParentId": "500dM00000EsC1sQAF", "CommentBody": body, "IsPublished": true}});
    stage.plant(json!([comment, comment])).await;
    assert_unavailable(&stage.look_up("1026", "johnsmith@xyz.com").await);
}

#[tokio::test]
async fn a_creation_whose_answer_was_lost_is_not_repeated() {
    let stage = Stage::start().await;
    stage
        .fault(json!({"path": "/composite", "dropConnection": "afterCommit"}))
        .await;
    assert_unavailable(&stage.call(CREATE, json!({"context": context()})).await);
    assert_eq!(
        stage
            .calls("POST /services/data/v68.0/composite")
            .await
            .len(),
        1
    );
}
