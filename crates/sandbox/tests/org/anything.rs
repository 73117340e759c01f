//! Whatever is sent, an answer comes back: no input makes the org panic.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::client::Client;

/// JSON made of the words that the API's bodies use.
fn body() -> impl Strategy<Value = Value> {
    let word = proptest::sample::select(vec![
        "records",
        "attributes",
        "type",
        "Case",
        "Contact",
        "Id",
        "Subject",
        "ContactId",
        "compositeRequest",
        "method",
        "GET",
        "POST",
        "url",
        "/services/data/v64.0/sobjects/Case/@{a.id}",
        "referenceId",
        "a",
        "@{a.records[0].Id}",
        "body",
        "allOrNone",
        "inputs",
        "firstName",
        "500dM00000EsC1sQAF",
        "fields",
        "ids",
        "@{",
        "é😀",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((word.clone(), inner), 0..6).prop_map(|fields| {
                fields
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_body_anywhere_is_answered(
        body in body(),
        method in proptest::sample::select(vec!["POST", "PATCH", "DELETE", "GET", "PUT"]),
        path in proptest::sample::select(vec![
            "/sobjects/Case", "/sobjects/Case/500dM00000EsC1sQAF", "/composite", "/composite/sobjects",
            "/composite/sobjects/Case", "/actions/custom/flow/CreateSupportCase", "/query?q=%27%5C", "/sobjects//%ff",
            "/query/x-1", "/query/01gdM0000000001-99999999999999999999",
        ]),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let status = runtime.block_on(async {
            let client = Client::new().await;
            client.call(method, path, body).await.status
        });
        prop_assert!((200..=501).contains(&status));
        prop_assert_ne!(status, 401);
    }

    #[test]
    fn any_control_body_is_answered(
        body in body(),
        path in proptest::sample::select(vec!["seed", "clock", "faults", "org"]),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let status = runtime.block_on(async {
            let client = Client::new().await;
            let method = if path == "org" { "PATCH" } else { "POST" };
            client.send(method, &format!("/__emulator__/{path}"), &[], &json!(body).to_string()).await.status
        });
        prop_assert!(matches!(status, 200 | 400));
    }
}
