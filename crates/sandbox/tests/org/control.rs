//! The control plane: faults, clock, seeding, the call log, and its fence.

use casement_sandbox::{Org, OrgConfig, Sandbox};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::{Client, login};

const CASES: &str = "/sobjects/Case";

#[tokio::test]
async fn a_fault_strikes_after_its_count_once_and_is_gone() {
    let client = Client::new().await;
    client.control("POST", "faults", json!({"method": "POST", "path": CASES, "errorCode": "UNABLE_TO_LOCK_ROW", "afterN": 1, "once": true})).await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(
            client
                .call("POST", CASES, json!({"Subject": "x"}))
                .await
                .status,
        );
    }
    assert_eq!(seen, [201, 400, 201]);
    assert_eq!(
        client.control("GET", "faults", Value::Null).await,
        json!([])
    );
}

#[tokio::test]
async fn faults_answer_with_html_a_bare_status_or_a_soap_fault() {
    let client = Client::new().await;
    client
        .control(
            "POST",
            "faults",
            json!({"path": "/query", "html": "<h1>Maintenance</h1>", "status": 503}),
        )
        .await;
    let answer = client.query("SELECT Id FROM Case").await;
    assert_eq!(
        (answer.status, answer.text.as_str()),
        (503, "<h1>Maintenance</h1>")
    );
    assert_eq!(answer.headers["content-type"], "text/html;charset=UTF-8");
    client
        .control("POST", "faults", json!({"path": "/limits", "status": 502}))
        .await;
    let answer = client.call("GET", "/limits", Value::Null).await;
    assert_eq!((answer.status, answer.text.as_str()), (502, ""));
    client
        .control(
            "POST",
            "faults",
            json!({"path": "/Soap/", "errorCode": "SERVER_UNAVAILABLE", "message": "later"}),
        )
        .await;
    let answer = client
        .soap("u/64.0", &login("agent@casement.example", "sandboxTOKEN"))
        .await;
    assert!(
        answer
            .text
            .contains("<faultstring>SERVER_UNAVAILABLE: later</faultstring>")
    );
    client.control("DELETE", "faults", Value::Null).await;
    assert_eq!(client.query("SELECT Id FROM Case").await.status, 200);
}

#[tokio::test]
async fn a_connection_dropped_after_the_commit_leaves_the_record_and_no_answer() {
    let client = Client::new().await;
    let sandbox = Sandbox::start(client.org(), "127.0.0.1:0").await.unwrap();
    for (when, kept) in [("beforeCommit", 0), ("afterCommit", 1)] {
        client
            .control(
                "POST",
                "faults",
                json!({"path": CASES, "dropConnection": when, "once": true}),
            )
            .await;
        let body = json!({"Subject": when}).to_string();
        let request = format!(
            "POST /services/data/v64.0/sobjects/Case HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            client.session(),
            body.len()
        );
        let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert_eq!(answer, b"", "{when}");
        let found = client
            .column(
                "Id",
                &format!("SELECT Id FROM Case WHERE Subject = '{when}'"),
            )
            .await;
        assert_eq!(found.len(), kept, "{when}");
    }
}

#[tokio::test]
async fn planted_records_may_set_what_only_the_org_sets() {
    let client = Client::new().await;
    let planted = client
        .control(
            "POST",
            "seed",
            json!({"records": [{"type": "Case", "fields": {"CaseNumber": "00002000", "CreatedDate": "2020-01-01T00:00:00Z", "Status": "Closed"}}]}),
        )
        .await;
    assert_eq!(planted["records"][0]["type"], json!("Case"));
    assert_eq!(
        client
            .column(
                "CreatedDate",
                "SELECT CreatedDate FROM Case WHERE CaseNumber = '00002000'"
            )
            .await,
        [json!("2020-01-01T00:00:00.000+0000")]
    );
    client.create("Case", json!({})).await;
    assert_eq!(
        client
            .column(
                "CaseNumber",
                "SELECT CaseNumber FROM Case ORDER BY CaseNumber DESC LIMIT 1"
            )
            .await,
        [json!("00002001")]
    );
    let refused = client
        .send(
            "POST",
            "/__emulator__/seed",
            &[],
            &json!({"records": [{"type": "Case", "fields": {}}, {"type": "Nope"}]}).to_string(),
        )
        .await;
    assert_eq!(refused.status, 400);
    assert_eq!(
        client.column("Id", "SELECT Id FROM Case").await.len(),
        13,
        "a seed is planted whole or not at all"
    );
}

#[tokio::test]
async fn reset_brings_back_records_settings_and_logs() {
    let mut client = Client::new().await;
    client
        .control("PATCH", "org", json!({"soapLogin": false}))
        .await;
    client.create("Case", json!({})).await;
    client.control("POST", "reset", Value::Null).await;
    assert_eq!(client.control("GET", "calls", Value::Null).await, json!([]));
    client.log_in().await;
    assert_eq!(client.column("Id", "SELECT Id FROM Case").await.len(), 11);
}

#[tokio::test]
async fn the_call_log_holds_no_secret() {
    let client = Client::new().await;
    client
        .send(
            "POST",
            "/services/oauth2/token?client_secret=sandbox-secret",
            &[],
            "client_secret=sandbox-secret",
        )
        .await;
    client.query("SELECT Id FROM Case LIMIT 1").await;
    let log = client.control("GET", "calls", Value::Null).await;
    assert_eq!(log[2]["query"]["q"], json!("SELECT Id FROM Case LIMIT 1"));
    let text = log.to_string();
    for secret in ["sandboxTOKEN", "sandbox-secret", client.session()] {
        assert!(!text.contains(secret));
    }
}

#[tokio::test]
async fn a_web_page_cannot_reach_the_control_plane() {
    let client = Client::new().await;
    for (header, status) in [
        (("origin", "https://evil.example"), 403),
        (("sec-fetch-site", "same-origin"), 403),
        (("sec-fetch-site", "none"), 200),
    ] {
        let answer = client
            .send("GET", "/__emulator__/calls", &[header], "")
            .await;
        assert_eq!(answer.status, status, "{header:?}");
    }
}

#[tokio::test]
async fn settings_that_are_not_there_and_broken_rules_are_refused() {
    let client = Client::new().await;
    for (method, path, body) in [
        ("PATCH", "org", json!({"nope": 1})),
        ("POST", "faults", json!({"status": 42})),
        ("POST", "faults", json!({"nope": 1})),
        ("POST", "clock", json!({})),
        ("POST", "seed", json!([])),
    ] {
        let answer = client
            .send(
                method,
                &format!("/__emulator__/{path}"),
                &[],
                &body.to_string(),
            )
            .await;
        assert_eq!(answer.status, 400, "{path}");
    }
    assert_eq!(
        client
            .send("GET", "/__emulator__/nothing", &[], "")
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn records_in_a_file_outlive_the_process() {
    let folder = std::env::temp_dir().join(format!("casement-sandbox-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("org.json");
    let first = Client::on(Org::with_file(OrgConfig::default(), &file).unwrap()).await;
    let id = first.create("Case", json!({"Subject": "Kept"})).await;
    let second = Client::on(Org::with_file(OrgConfig::default(), &file).unwrap()).await;
    assert_eq!(
        second
            .column("Id", "SELECT Id FROM Case WHERE Subject = 'Kept'")
            .await,
        [json!(id)]
    );
    std::fs::write(&file, "{").unwrap();
    assert!(Org::with_file(OrgConfig::default(), &file).is_err());
    std::fs::remove_dir_all(&folder).unwrap();
}
