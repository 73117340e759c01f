//! Looking a case up.

use serde_json::json;

use crate::stage::Stage;

#[tokio::test]
async fn a_case_is_answered_with_its_published_comments_oldest_first() {
    let stage = Stage::start().await;
    let answer = stage.look_up("00001026", "johnsmith@xyz.com").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(
        answer.json(),
        json!({
            "email": "johnsmith@xyz.com",
            "CaseNumber": "00001026",
            "Status": "In Progress",
            "Subject": "Login Issue",
            "Priority": "Medium",
            "CreatedDate": "2026-09-21T09:15:00.000+0000",
            "comments": [
                {"CommentBody": "Initial customer inquiry submitted.", "CreatedDate": "2026-09-21T09:15:00.000+0000"},
                {"CommentBody": "Support confirmed the issue and requested logs.", "CreatedDate": "2026-09-21T13:02:00.000+0000"},
                {"CommentBody": "Customer uploaded the requested logs.", "CreatedDate": "2026-09-22T14:20:00.000+0000"},
            ]
        })
    );
}

#[tokio::test]
async fn a_look_up_is_one_call_to_salesforce() {
    let stage = Stage::start().await;
    stage.look_up("00001026", "johnsmith@xyz.com").await;
    assert_eq!(stage.calls("/services/data/").await.len(), 1);
}

#[tokio::test]
async fn a_case_is_found_however_its_number_and_email_are_typed() {
    let stage = Stage::start().await;
    for (case_number, email) in [
        ("1026", "johnsmith@xyz.com"),
        ("001026", "johnsmith@xyz.com"),
        ("00001026", "JohnSmith@XYZ.com"),
        ("500dM00000EsC1sQAF", "johnsmith@xyz.com"),
        ("500dm00000esc1sqaf", "johnsmith@xyz.com"),
        ("500dM00000EsC1s", "johnsmith@xyz.com"),
    ] {
        let answer = stage.look_up(case_number, email).await;
        assert_eq!(answer.status, 200, "{case_number}: {}", answer.text);
        assert_eq!(answer.json()["CaseNumber"], "00001026");
        assert_eq!(answer.json()["email"], "johnsmith@xyz.com");
    }
}

#[tokio::test]
async fn a_case_is_found_by_its_contacts_email_and_by_one_with_a_quote() {
    let stage = Stage::start().await;
    for (case_number, email) in [
        ("1022", "wei.chen@northwind.example"),
        ("1024", "sean.o'brien@mail.example"),
    ] {
        let answer = stage.look_up(case_number, email).await;
        assert_eq!(answer.status, 200, "{case_number}: {}", answer.text);
        assert_eq!(answer.json()["email"], email);
        assert_eq!(answer.json()["comments"], json!([]));
    }
}

// R35
#[tokio::test]
async fn an_unknown_case_and_a_wrong_email_get_the_same_bytes() {
    let stage = Stage::start().await;
    let unknown = stage.look_up("00009999", "johnsmith@xyz.com").await;
    let wrong = stage.look_up("00001026", "somebody.else@xyz.com").await;
    let anothers = stage.look_up("00001022", "johnsmith@xyz.com").await;
    let injected = stage.look_up("1026' OR Id != '", "johnsmith@xyz.com").await;
    assert_eq!(unknown.problem(), (404, String::from("notFound")));
    for other in [wrong, anothers] {
        assert_eq!(other.status, unknown.status);
        assert_eq!(other.text, unknown.text);
        let names = |headers: &reqwest::header::HeaderMap| {
            let mut headers = headers.clone();
            headers.remove("x-request-id");
            headers.remove("date");
            headers
        };
        assert_eq!(names(&other.headers), names(&unknown.headers));
    }
    assert_ne!(injected.status, 200);
}

#[tokio::test]
async fn two_cases_that_fit_are_none() {
    let stage = Stage::start().await;
    let twin = |number: &str| json!({"type": "Case", "fields": {"CaseNumber": number, "SuppliedEmail": "twin@x.example"}});
    stage.plant(json!([twin("77"), twin("00000077")])).await;
    let answer = stage.look_up("77", "twin@x.example").await;
    assert_eq!(answer.problem(), (404, String::from("notFound")));
}

#[tokio::test]
async fn what_salesforce_leaves_empty_is_left_out() {
    let stage = Stage::start().await;
    let fields = json!({"CaseNumber": "00000088", "SuppliedEmail": "bare@x.example", "Subject": null, "Priority": null});
    stage
        .plant(json!([{"type": "Case", "fields": fields}]))
        .await;
    let answer = stage.look_up("88", "bare@x.example").await;
    let json = answer.json();
    assert_eq!(json["CaseNumber"], "00000088", "{}", answer.text);
    assert!(
        json.get("Subject").is_none() && json.get("Priority").is_none(),
        "{}",
        answer.text
    );
}
