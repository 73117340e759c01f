//! A client that talks to the org's router without a socket.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use casement_sandbox::{Org, OrgConfig, router};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// An answer, read in full.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The status and the first error's code.
    pub(crate) fn refusal(&self) -> (u16, String) {
        let code = self.json()[0]["errorCode"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        (self.status, code)
    }
}

/// A client of an org of its own.
pub(crate) struct Client {
    org: Org,
    session: String,
}

pub(crate) const DATA: &str = "/services/data/v64.0";

impl Client {
    /// Logged in to the demonstration org.
    pub(crate) async fn new() -> Self {
        Client::of(OrgConfig::default()).await
    }

    pub(crate) async fn of(config: OrgConfig) -> Self {
        let mut client = Client::logged_out(config);
        client.log_in().await;
        client
    }

    pub(crate) async fn on(org: Org) -> Self {
        let mut client = Client {
            org,
            session: String::new(),
        };
        client.log_in().await;
        client
    }

    pub(crate) fn org(&self) -> Org {
        self.org.clone()
    }

    pub(crate) fn session(&self) -> &str {
        &self.session
    }

    pub(crate) fn logged_out(config: OrgConfig) -> Self {
        Client {
            org: Org::new(config),
            session: String::new(),
        }
    }

    pub(crate) async fn log_in(&mut self) {
        let answer = self
            .soap("u/64.0", &login("agent@casement.example", "sandboxTOKEN"))
            .await;
        let session = answer
            .text
            .split("<sessionId>")
            .nth(1)
            .and_then(|rest| rest.split('<').next());
        self.session = session.expect("the login gave a session").to_owned();
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1:8788");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = router(self.org.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    pub(crate) async fn soap(&self, path: &str, body: &str) -> Answer {
        let path = format!("/services/Soap/{path}");
        self.send(
            "POST",
            &path,
            &[
                ("content-type", "text/xml; charset=UTF-8"),
                ("soapaction", "\"\""),
            ],
            body,
        )
        .await
    }

    /// A call of the REST API below `/services/data/v64.0`.
    pub(crate) async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        let bearer = format!("Bearer {}", self.session);
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        self.send(method, &format!("{DATA}{path}"), &headers, &body)
            .await
    }

    /// A call of the REST API without a body and with one more header.
    pub(crate) async fn with_header(
        &self,
        method: &str,
        path: &str,
        header: (&str, &str),
    ) -> Answer {
        let bearer = format!("Bearer {}", self.session);
        self.send(
            method,
            &format!("{DATA}{path}"),
            &[("authorization", bearer.as_str()), header],
            "",
        )
        .await
    }

    pub(crate) async fn query(&self, soql: &str) -> Answer {
        let encoded: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("q", soql)
            .finish();
        self.call("GET", &format!("/query?{encoded}"), Value::Null)
            .await
    }

    /// The first column of a query's rows.
    pub(crate) async fn column(&self, field: &str, soql: &str) -> Vec<Value> {
        let answer = self.query(soql).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["records"]
            .as_array()
            .unwrap()
            .iter()
            .map(|record| record[field].clone())
            .collect()
    }

    pub(crate) async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let answer = self
            .send(
                method,
                &format!("/__emulator__/{path}"),
                &[],
                &body.to_string(),
            )
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    /// Creates a record and gives its id.
    pub(crate) async fn create(&self, object: &str, fields: Value) -> String {
        let answer = self
            .call("POST", &format!("/sobjects/{object}"), fields)
            .await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let body = answer.json();
        assert_eq!(body["success"], json!(true));
        body["id"].as_str().unwrap().to_owned()
    }
}

/// A login call as most clients write it.
pub(crate) fn login(username: &str, password: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:urn="urn:partner.soap.sforce.com"><soapenv:Body><urn:login><urn:username>{username}</urn:username><urn:password>{password}</urn:password></urn:login></soapenv:Body></soapenv:Envelope>"#
    )
}
