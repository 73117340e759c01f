//! Queries: what SOQL finds, what it writes, and what it refuses.

use casement_sandbox::OrgConfig;
use serde_json::{Value, json};

use crate::client::Client;

#[tokio::test]
async fn a_look_up_of_a_case_brings_its_published_comments_in_one_call() {
    let client = Client::new().await;
    let answer = client
        .query(
            "SELECT Id, CaseNumber, Status, Subject, ContactEmail, Contact.Name, \
             (SELECT CommentBody, CreatedDate FROM CaseComments WHERE IsPublished = true ORDER BY CreatedDate ASC) \
             FROM Case WHERE CaseNumber IN ('1026', '00001026') \
             AND (SuppliedEmail = 'JohnSmith@XYZ.com' OR ContactEmail = 'JohnSmith@XYZ.com') LIMIT 2",
        )
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.headers["content-type"],
        "application/json;charset=UTF-8"
    );
    assert_eq!(answer.headers["sforce-limit-info"], "api-usage=1/15000");
    let attributes =
        json!({"type": "Case", "url": "/services/data/v64.0/sobjects/Case/500dM00000EsC1sQAF"});
    let body = answer.json();
    assert_eq!(
        (&body["totalSize"], &body["done"]),
        (&json!(1), &json!(true))
    );
    let case = &body["records"][0];
    assert_eq!(case["attributes"], attributes);
    assert_eq!(case["Contact"]["Name"], json!("John Smith"));
    let comments = &case["CaseComments"];
    assert_eq!(comments["totalSize"], json!(3));
    assert_eq!(
        comments["records"][0]["CommentBody"],
        json!("Initial customer inquiry submitted.")
    );
    assert_eq!(
        comments["records"][2]["CreatedDate"],
        json!("2026-09-22T14:20:00.000+0000")
    );
}

#[tokio::test]
async fn a_missing_parent_and_missing_children_are_null() {
    let client = Client::new().await;
    let answer = client.query("SELECT Contact.Email, (SELECT Id FROM CaseComments) FROM Case WHERE CaseNumber = '00001023'").await;
    let body = answer.json();
    let case = &body["records"][0];
    assert_eq!(
        (&case["Contact"], &case["CaseComments"]),
        (&Value::Null, &Value::Null)
    );
}

#[tokio::test]
async fn conditions_find_what_salesforce_finds() {
    let client = Client::new().await;
    for (condition, wanted) in [
        ("Status = 'in progress'", vec![1026, 1030]),
        (
            "status != 'New' AND IsClosed = false",
            vec![1022, 1025, 1026, 1030],
        ),
        (
            "Priority IN ('High') OR IsEscalated = TRUE",
            vec![1022, 1025],
        ),
        (
            "Status NOT IN ('New', 'Closed', 'In Progress')",
            vec![1022, 1025],
        ),
        (
            "(NOT Status = 'New') AND (NOT IsClosed = true) AND Priority = 'High'",
            vec![1022, 1025],
        ),
        ("ContactId = null", vec![1023, 1030]),
        (
            "ContactId != null AND SuppliedEmail = null",
            vec![1022, 1025, 1029, 1031],
        ),
        (
            "ContactId != '003dM0000JSmith' AND Status = 'New'",
            vec![1023, 1024, 1028, 1031],
        ),
        (
            "Contact.Account.Name LIKE 'north%'",
            vec![1022, 1025, 1028, 1031],
        ),
        ("Case.Subject LIKE '%LOGIN_issue'", vec![1026]),
        ("Subject LIKE '%\\_%'", vec![]),
        ("Subject = 'Can\\'t change my name'", vec![1024]),
        (
            "Subject = '\\u00dcbertragung schl\\u00e4gt fehl'",
            vec![1030],
        ),
        ("Id = '500dM00000EsC1s'", vec![1026]),
        ("Id IN ('500DM00000ESC1SQAF')", vec![1026]),
        ("CreatedDate > 2026-10-09T17:20:00+02:00", vec![1030, 1031]),
        (
            "CreatedDate >= 2026-10-09T15:20:00Z AND CreatedDate < 2026-10-20T08:00:00.000+0000",
            vec![1029],
        ),
        ("ContactEmail = 'desk@northwind.example'", vec![1025, 1028]),
        ("SuppliedEmail = ''", vec![1022, 1025, 1029, 1031]),
    ] {
        let found = client
            .column(
                "CaseNumber",
                &format!("SELECT CaseNumber FROM Case WHERE {condition} ORDER BY CaseNumber"),
            )
            .await;
        let wanted: Vec<Value> = wanted
            .into_iter()
            .map(|number: u32| json!(format!("{number:08}")))
            .collect();
        assert_eq!(found, wanted, "{condition}");
    }
}

#[tokio::test]
async fn rows_are_ordered_cut_and_skipped() {
    let client = Client::new().await;
    for (clauses, wanted) in [
        (
            "ORDER BY CaseNumber DESC LIMIT 2",
            vec!["00001031", "00001030"],
        ),
        (
            "ORDER BY CaseNumber LIMIT 2 OFFSET 3",
            vec!["00001024", "00001025"],
        ),
        (
            "ORDER BY SuppliedEmail, CaseNumber LIMIT 2",
            vec!["00001022", "00001025"],
        ),
        (
            "ORDER BY SuppliedEmail ASC NULLS LAST, CaseNumber DESC LIMIT 1",
            vec!["00001028"],
        ),
        (
            "ORDER BY Contact.LastName DESC NULLS LAST, CaseNumber LIMIT 1",
            vec!["00001026"],
        ),
        ("LIMIT 0", vec![]),
    ] {
        let found = client
            .column(
                "CaseNumber",
                &format!("SELECT CaseNumber FROM Case {clauses}"),
            )
            .await;
        assert_eq!(
            found,
            wanted.into_iter().map(Value::from).collect::<Vec<_>>(),
            "{clauses}"
        );
    }
}

#[tokio::test]
async fn a_count_has_a_size_and_no_records() {
    let client = Client::new().await;
    let answer = client
        .query("SELECT COUNT() FROM Case WHERE IsClosed = true")
        .await;
    assert_eq!(
        answer.json(),
        json!({"totalSize": 2, "done": true, "records": []})
    );
}

#[tokio::test]
async fn a_query_that_is_wrong_says_where() {
    let client = Client::new().await;
    let answer = client.query("SELECT Idd FROM Case").await;
    assert_eq!(
        answer.json()[0]["message"],
        json!(
            "\nSELECT Idd FROM Case\n       ^\nERROR at Row:1:Column:8\nNo such column 'Idd' on entity 'Case'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names."
        )
    );
    assert!(answer.json()[0].get("fields").is_none());
    for (soql, status, code, part) in [
        (
            "SELECT Id FORM Case",
            400,
            "MALFORMED_QUERY",
            "unexpected token: 'FORM'",
        ),
        ("", 400, "MALFORMED_QUERY", ""),
        (
            "SELECT Id FROM Case WHERE",
            400,
            "MALFORMED_QUERY",
            "unexpected token: '<EOF>'",
        ),
        (
            "SELECT Id FROM Case WHERE Subject = 'a",
            400,
            "MALFORMED_QUERY",
            "",
        ),
        (
            "SELECT Id FROM Case WHERE Subject = 'a\\q'",
            400,
            "MALFORMED_QUERY",
            "Illegal character sequence '\\q'",
        ),
        (
            "SELECT Id FROM Case WHERE Subject = 'a\\%'",
            400,
            "MALFORMED_QUERY",
            "LIKE only",
        ),
        (
            "SELECT Id FROM Case WHERE Id = null AND Id = null OR Id = null",
            400,
            "MALFORMED_QUERY",
            "'OR'",
        ),
        (
            "SELECT Id, Id FROM Case",
            400,
            "MALFORMED_QUERY",
            "duplicate field selected: Id",
        ),
        (
            "SELECT Id FROM Foo",
            400,
            "INVALID_TYPE",
            "sObject type 'Foo' is not supported.",
        ),
        (
            "SELECT Id, (SELECT Id FROM Foos) FROM Case",
            400,
            "INVALID_TYPE",
            "relationship 'Foos'",
        ),
        (
            "SELECT Foo.Name FROM Case",
            400,
            "INVALID_FIELD",
            "relationship 'Foo'",
        ),
        (
            "SELECT Id\nFROM Case\nWHERE Nope = 1",
            400,
            "INVALID_FIELD",
            "ERROR at Row:3:Column:7",
        ),
        (
            "SELECT Id FROM Case WHERE Description = 'x'",
            400,
            "INVALID_FIELD",
            "field 'Description' can not be filtered",
        ),
        (
            "SELECT Id FROM Case ORDER BY Description",
            400,
            "INVALID_FIELD",
            "can not be sorted",
        ),
        (
            "SELECT Id FROM Case WHERE IsClosed = 'true'",
            400,
            "INVALID_FIELD",
            "must be of type boolean",
        ),
        (
            "SELECT Id FROM Case WHERE Subject = 5",
            400,
            "INVALID_FIELD",
            "must be of type string",
        ),
        (
            "SELECT Id FROM Case WHERE CreatedDate > '2026'",
            400,
            "INVALID_FIELD",
            "must be of type dateTime",
        ),
        (
            "SELECT Id FROM Case WHERE Id = 'x'",
            400,
            "INVALID_QUERY_FILTER_OPERATOR",
            "invalid ID field: x",
        ),
        (
            "SELECT Id FROM Case LIMIT 1 OFFSET 2001",
            400,
            "NUMBER_OUTSIDE_VALID_RANGE",
            "2000",
        ),
        (
            "SELECT Status FROM Case GROUP BY Status",
            501,
            "NOT_IMITATED_BY_SANDBOX",
            "GROUP",
        ),
        (
            "SELECT toLabel(Status) FROM Case",
            501,
            "NOT_IMITATED_BY_SANDBOX",
            "toLabel",
        ),
        (
            "SELECT Id FROM Case WHERE CreatedDate = TODAY",
            501,
            "NOT_IMITATED_BY_SANDBOX",
            "TODAY",
        ),
        (
            "SELECT Id FROM Case WHERE Id IN (SELECT ParentId FROM CaseComment)",
            501,
            "NOT_IMITATED_BY_SANDBOX",
            "semi-joins",
        ),
        (
            "SELECT Id FROM Case FOR UPDATE",
            501,
            "NOT_IMITATED_BY_SANDBOX",
            "FOR",
        ),
    ] {
        let answer = client.query(soql).await;
        assert_eq!(answer.refusal(), (status, code.to_owned()), "{soql}");
        assert!(
            answer.json()[0]["message"].as_str().unwrap().contains(part),
            "{soql}: {}",
            answer.text
        );
    }
}

#[tokio::test]
async fn a_query_too_long_is_refused_as_text_and_as_an_address() {
    let client = Client::new().await;
    let answer = client
        .query(&format!(
            "SELECT Id FROM Case WHERE Subject = '{}'",
            "x".repeat(17_000)
        ))
        .await;
    assert_eq!(answer.status, 414);
    assert_eq!(
        answer.text,
        "<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>"
    );
}

#[tokio::test]
async fn pages_are_followed_to_the_end_and_the_oldest_cursor_is_dropped() {
    let client = Client::of(OrgConfig {
        batch_size: 4,
        ..OrgConfig::default()
    })
    .await;
    let first = client.query("SELECT Id FROM Case").await.json();
    assert_eq!(
        (&first["totalSize"], &first["done"]),
        (&json!(11), &json!(false))
    );
    let next = first["nextRecordsUrl"]
        .as_str()
        .unwrap()
        .replace("/services/data/v64.0", "");
    let second = client.call("GET", &next, Value::Null).await.json();
    let last = second["nextRecordsUrl"]
        .as_str()
        .unwrap()
        .replace("/services/data/v64.0", "");
    let third = client.call("GET", &last, Value::Null).await.json();
    assert_eq!(
        (&third["done"], third["records"].as_array().unwrap().len()),
        (&json!(true), 3)
    );
    assert!(third.get("nextRecordsUrl").is_none());
    for _ in 0..10 {
        client.query("SELECT Id FROM Case").await;
    }
    assert_eq!(
        client.call("GET", &next, Value::Null).await.refusal(),
        (400, "INVALID_QUERY_LOCATOR".to_owned())
    );
}

#[tokio::test]
async fn deleted_rows_are_for_query_all_only() {
    let client = Client::new().await;
    let gone = client
        .call("DELETE", "/sobjects/Case/500dM00000EsC1sQAF", Value::Null)
        .await;
    assert_eq!(gone.status, 204);
    assert!(
        client
            .column("Id", "SELECT Id FROM CaseComment")
            .await
            .is_empty()
    );
    let all = client
        .call(
            "GET",
            "/queryAll?q=SELECT+COUNT()+FROM+CaseComment+WHERE+IsDeleted+=+true",
            Value::Null,
        )
        .await;
    assert_eq!(all.json()["totalSize"], json!(4));
}
