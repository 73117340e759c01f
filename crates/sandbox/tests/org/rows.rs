//! sObject rows: the rules of writing, and describe.

use casement_sandbox::OrgConfig;
use serde_json::{Value, json};

use crate::client::Client;

const CASE: &str = "/sobjects/Case/500dM00000EsC1sQAF";

#[tokio::test]
async fn a_new_case_gets_a_number_defaults_and_stamps() {
    let client = Client::new().await;
    let answer = client
        .call(
            "POST",
            "/sobjects/Case/",
            json!({"subject": "New", "SuppliedEmail": "a@b.co"}),
        )
        .await;
    assert_eq!(answer.status, 201);
    let body = answer.json();
    let id = body["id"].as_str().unwrap();
    assert_eq!(
        answer.headers["location"],
        format!("/services/data/v64.0/sobjects/Case/{id}").as_str()
    );
    assert_eq!(body, json!({"id": id, "success": true, "errors": []}));
    let read = client
        .call("GET", &format!("/sobjects/Case/{id}"), Value::Null)
        .await
        .json();
    for (field, wanted) in [
        ("CaseNumber", json!("00001032")),
        ("Subject", json!("New")),
        ("Status", json!("New")),
        ("Priority", json!("Medium")),
        ("Origin", Value::Null),
        ("IsClosed", json!(false)),
        ("ContactEmail", Value::Null),
    ] {
        assert_eq!(read[field], wanted, "{field}");
    }
    assert_eq!(read["CreatedDate"], read["SystemModstamp"]);
    assert!(read.get("Comments").is_none());
}

#[tokio::test]
async fn a_contact_gives_its_case_email_phone_and_account() {
    let client = Client::new().await;
    let id = client
        .create("Case", json!({"ContactId": "003dM0000JSmith"}))
        .await;
    let read = client
        .call(
            "GET",
            &format!("/sobjects/Case/{id}?fields=ContactEmail,ContactPhone,AccountId"),
            Value::Null,
        )
        .await;
    let read = read.json();
    assert_eq!(read["ContactEmail"], json!("johnsmith@xyz.com"));
    assert_eq!(read["ContactPhone"], json!("+18777804236"));
    assert!(
        read["AccountId"]
            .as_str()
            .unwrap()
            .starts_with("001dM00000AbcXY")
    );
}

#[tokio::test]
async fn an_update_answers_with_nothing_and_closes_and_reopens() {
    let client = Client::new().await;
    let answer = client
        .call("PATCH", CASE, json!({"Status": "closed"}))
        .await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
    assert!(answer.headers.get("content-type").is_none());
    let read = client.call("GET", CASE, Value::Null).await.json();
    assert_eq!(
        (&read["Status"], &read["IsClosed"]),
        (&json!("Closed"), &json!(true))
    );
    assert!(read["ClosedDate"].is_string());
    let posted = client
        .call(
            "POST",
            &format!("{CASE}?_HttpMethod=PATCH"),
            json!({"Status": "Working"}),
        )
        .await;
    assert_eq!(posted.status, 204);
    let read = client.call("GET", CASE, Value::Null).await.json();
    assert_eq!(
        (&read["IsClosed"], &read["ClosedDate"]),
        (&json!(false), &Value::Null)
    );
}

#[tokio::test]
async fn an_unknown_status_is_kept_unless_the_picklist_is_restricted() {
    let client = Client::new().await;
    assert_eq!(
        client
            .call("PATCH", CASE, json!({"Status": "Nope"}))
            .await
            .status,
        204
    );
    let strict = Client::of(OrgConfig {
        restricted: vec!["Case.Status".to_owned()],
        ..OrgConfig::default()
    })
    .await;
    let answer = strict.call("PATCH", CASE, json!({"Status": "Nope"})).await;
    assert_eq!(
        answer.json(),
        json!([{"message": "Status: bad value for restricted picklist field: Nope", "errorCode": "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "fields": ["Status"]}])
    );
}

#[tokio::test]
async fn the_limit_of_a_comment_counts_bytes() {
    let client = Client::new().await;
    let comment = |body: String| json!({"ParentId": "500dM00000EsC1sQAF", "CommentBody": body});
    let id = client
        .create("CaseComment", comment("é".repeat(2000)))
        .await;
    let read = client
        .call("GET", &format!("/sobjects/CaseComment/{id}"), Value::Null)
        .await
        .json();
    assert_eq!(read["IsPublished"], json!(false));
    let answer = client
        .call("POST", "/sobjects/CaseComment", comment("é".repeat(2001)))
        .await;
    assert_eq!(answer.refusal(), (400, "STRING_TOO_LONG".to_owned()));
}

#[tokio::test]
async fn the_virtual_field_comments_makes_an_internal_comment() {
    let client = Client::new().await;
    let id = client
        .create("Case", json!({"Subject": "x", "Comments": "for us"}))
        .await;
    let soql = format!("SELECT IsPublished FROM CaseComment WHERE ParentId = '{id}'");
    assert_eq!(client.column("IsPublished", &soql).await, [json!(false)]);
}

#[tokio::test]
async fn every_rule_of_a_field_is_refused_in_salesforces_words() {
    let client = Client::new().await;
    for (method, path, body, status, error) in [
        (
            "POST",
            "/sobjects/Contact",
            json!({"FirstName": "A"}),
            400,
            json!({"message": "Required fields are missing: [LastName]", "errorCode": "REQUIRED_FIELD_MISSING", "fields": ["LastName"]}),
        ),
        (
            "POST",
            "/sobjects/Case",
            json!({"SuppliedEmail": "foo"}),
            400,
            json!({"message": "Web Email: invalid email address: foo", "errorCode": "INVALID_EMAIL_ADDRESS", "fields": ["SuppliedEmail"]}),
        ),
        (
            "POST",
            "/sobjects/Case",
            json!({"foo": 1}),
            400,
            json!({"message": "No such column 'foo' on sobject of type Case", "errorCode": "INVALID_FIELD"}),
        ),
        (
            "POST",
            "/sobjects/Case",
            json!({"IsClosedOnCreate": true}),
            400,
            json!({"message": "Unable to create/update fields: IsClosedOnCreate. Please check the security settings of this field and verify that it is read/write for your profile or permission set.", "errorCode": "INVALID_FIELD_FOR_INSERT_UPDATE", "fields": ["IsClosedOnCreate"]}),
        ),
        (
            "POST",
            "/sobjects/Case",
            json!({"ContactId": "500dM00000EsC1s"}),
            400,
            json!({"message": "Contact ID: id value of incorrect type: 500dM00000EsC1s", "errorCode": "MALFORMED_ID", "fields": ["ContactId"]}),
        ),
        (
            "POST",
            "/sobjects/Case",
            json!({"ContactId": "003dM00000AAAAA"}),
            400,
            json!({"message": "insufficient access rights on cross-reference id: 003dM00000AAAAA", "errorCode": "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", "fields": []}),
        ),
        (
            "PATCH",
            CASE,
            json!({"Id": "500dM00000EsC1sQAF"}),
            400,
            json!({"message": "The Id field should not be specified in the sobject data.", "errorCode": "INVALID_FIELD"}),
        ),
        (
            "PATCH",
            "/sobjects/Case/500dM00000AAAAA",
            json!({"Subject": "x"}),
            404,
            json!({"message": "invalid cross reference id", "errorCode": "INVALID_CROSS_REFERENCE_KEY", "fields": []}),
        ),
        (
            "GET",
            "/sobjects/Case/500dM00000AAAAA",
            Value::Null,
            404,
            json!({"message": "The requested resource does not exist", "errorCode": "NOT_FOUND"}),
        ),
        (
            "GET",
            "/sobjects/Case/rid/1",
            Value::Null,
            404,
            json!({"message": "Provided external ID field does not exist or is not accessible: rid", "errorCode": "NOT_FOUND"}),
        ),
        (
            "PUT",
            "/sobjects/Case",
            json!({}),
            405,
            json!({"message": "HTTP Method 'PUT' not allowed. Allowed are HEAD,GET,POST", "errorCode": "METHOD_NOT_ALLOWED"}),
        ),
    ] {
        let answer = client.call(method, path, body).await;
        assert_eq!(
            (answer.status, answer.json()),
            (status, json!([error])),
            "{method} {path}"
        );
    }
    for (body, code) in [
        (json!({"Subject": "x".repeat(256)}), "STRING_TOO_LONG"),
        (json!({"Subject": 5}), "JSON_PARSER_ERROR"),
        (json!({"IsEscalated": "yes"}), "JSON_PARSER_ERROR"),
        (
            json!({"SuppliedEmail": "a@b.co"}),
            "INVALID_FIELD_FOR_INSERT_UPDATE",
        ),
        (
            json!({"ContactEmail": "a@b.co"}),
            "INVALID_FIELD_FOR_INSERT_UPDATE",
        ),
        (
            json!({"casenumber": "1"}),
            "INVALID_FIELD_FOR_INSERT_UPDATE",
        ),
        (json!([]), "JSON_PARSER_ERROR"),
    ] {
        assert_eq!(
            client.call("PATCH", CASE, body).await.refusal(),
            (400, code.to_owned())
        );
    }
}

#[tokio::test]
async fn a_refused_write_changes_nothing() {
    let client = Client::new().await;
    let before = client.call("GET", CASE, Value::Null).await.json();
    client
        .call(
            "PATCH",
            CASE,
            json!({"Subject": "other", "Description": "x".repeat(32_001)}),
        )
        .await;
    assert_eq!(client.call("GET", CASE, Value::Null).await.json(), before);
}

#[tokio::test]
async fn several_rows_have_several_results_unless_all_must_succeed() {
    let client = Client::new().await;
    let body = |all: bool| {
        json!({"allOrNone": all, "records": [
            {"attributes": {"type": "Contact"}, "LastName": "One"},
            {"attributes": {"type": "Contact"}, "FirstName": "Two"},
        ]})
    };
    let loose = client
        .call("POST", "/composite/sobjects", body(false))
        .await
        .json();
    assert_eq!(
        (&loose[0]["success"], &loose[1]["errors"][0]["statusCode"]),
        (&json!(true), &json!("REQUIRED_FIELD_MISSING"))
    );
    let strict = client
        .call("POST", "/composite/sobjects", body(true))
        .await
        .json();
    assert_eq!(
        strict[0]["errors"][0]["statusCode"],
        json!("ALL_OR_NONE_OPERATION_ROLLED_BACK")
    );
    assert_eq!(
        client
            .column("Id", "SELECT Id FROM Contact WHERE LastName = 'One'")
            .await
            .len(),
        1
    );
}

#[tokio::test]
async fn describe_tells_the_rules_that_writes_obey_and_when_they_changed() {
    let client = Client::new().await;
    let answer = client
        .call("GET", "/sobjects/Case/describe", Value::Null)
        .await;
    let body = answer.json();
    let field = |name: &str| {
        body["fields"]
            .as_array()
            .unwrap()
            .iter()
            .find(|field| field["name"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(
        (&field("Subject")["length"], &field("Subject")["type"]),
        (&json!(255), &json!("string"))
    );
    assert_eq!(field("CaseNumber")["autoNumber"], json!(true));
    assert_eq!(
        (
            &field("SuppliedEmail")["createable"],
            &field("SuppliedEmail")["updateable"]
        ),
        (&json!(true), &json!(false))
    );
    assert_eq!(
        field("Status")["picklistValues"][2]["value"],
        json!("In Progress")
    );
    assert_eq!(field("Language")["restrictedPicklist"], json!(true));
    assert_eq!(
        body["childRelationships"][0]["relationshipName"],
        json!("CaseComments")
    );
    let unchanged = answer.headers["last-modified"].to_str().unwrap();
    let again = client
        .with_header(
            "GET",
            "/sobjects/Case/describe",
            ("if-modified-since", unchanged),
        )
        .await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
}

#[tokio::test]
async fn what_is_not_imitated_is_named() {
    let client = Client::new().await;
    for path in [
        "/search?q=x",
        "/tooling/query",
        "/ui-api/records",
        "/jobs/ingest",
        "/composite/graph",
        "/actions/standard",
    ] {
        assert_eq!(
            client.call("GET", path, Value::Null).await.refusal(),
            (501, "NOT_IMITATED_BY_SANDBOX".to_owned()),
            "{path}"
        );
    }
    assert_eq!(
        client.call("GET", "/nothing", Value::Null).await.refusal(),
        (404, "NOT_FOUND".to_owned())
    );
}

#[tokio::test]
async fn versions_are_listed_without_a_session_and_old_ones_are_gone() {
    let client = Client::new().await;
    let answer = client.send("GET", "/services/data/", &[], "").await;
    let versions = answer.json();
    let last = versions.as_array().unwrap().last().unwrap();
    assert_eq!(
        last,
        &json!({"label": "Winter '27", "url": "/services/data/v68.0", "version": "68.0"})
    );
    assert_eq!(versions[0]["version"], json!("31.0"));
    assert!(answer.headers.get("sforce-limit-info").is_none());
    assert_eq!(
        client
            .send("GET", "/services/data/v30.0/limits", &[], "")
            .await
            .status,
        410
    );
    assert_eq!(
        client
            .send("GET", "/services/data/v69.0/limits", &[], "")
            .await
            .status,
        404
    );
}
