//! A request and a reply, free of any server: what the protocol rooms take and give.
//!
//! Knows HTTP's words and Salesforce's error bodies; knows no sObject.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A request, read in full.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    /// `GET`, `POST`, ...
    pub(crate) method: String,
    /// The path as sent, percent-encoded, without the query.
    pub(crate) path: String,
    /// The query's pairs, decoded.
    pub(crate) query: Vec<(String, String)>,
    /// Headers under lower-case names.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// A request to the org itself, as a composite's parts are.
    pub(crate) fn inner(method: &str, url: &str) -> Self {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        Request {
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            query: form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
            ..Request::default()
        }
    }

    /// The first value of a query parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The path's segments, decoded; empty ones (doubled and trailing slashes) left out.
    pub(crate) fn segments(&self) -> Vec<String> {
        self.path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| {
                percent_encoding::percent_decode_str(segment)
                    .decode_utf8_lossy()
                    .into_owned()
            })
            .collect()
    }
}

/// What comes back.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Body,
}

/// The body of a reply.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    Empty,
    Json(Value),
    Xml(String),
    Html(String),
}

impl Reply {
    /// A JSON answer.
    pub(crate) fn json(status: u16, body: Value) -> Self {
        Reply {
            status,
            headers: Vec::new(),
            body: Body::Json(body),
        }
    }

    /// An answer without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Reply {
            status,
            headers: Vec::new(),
            body: Body::Empty,
        }
    }

    /// An XML answer.
    pub(crate) fn xml(status: u16, body: String) -> Self {
        Reply {
            status,
            headers: Vec::new(),
            body: Body::Xml(body),
        }
    }

    /// An HTML answer, as the edge of Salesforce gives.
    pub(crate) fn html(status: u16, body: String) -> Self {
        Reply {
            status,
            headers: Vec::new(),
            body: Body::Html(body),
        }
    }

    /// Adds a header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn succeeded(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// One error of the REST API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
    /// The fields at fault; given by writes only.
    pub(crate) fields: Option<Vec<String>>,
}

impl Problem {
    /// An error without fields.
    pub(crate) fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Problem {
            status,
            code: code.to_owned(),
            message: message.into(),
            fields: None,
        }
    }

    /// An error of a write, with the fields at fault.
    pub(crate) fn of_fields(code: &str, message: impl Into<String>, fields: &[&str]) -> Self {
        Problem {
            status: 400,
            code: code.to_owned(),
            message: message.into(),
            fields: Some(fields.iter().map(|field| (*field).to_owned()).collect()),
        }
    }

    /// The answer to an address that leads nowhere.
    pub(crate) fn not_found() -> Self {
        Problem::new(404, "NOT_FOUND", "The requested resource does not exist")
    }

    /// The answer to what Salesforce has and this org has not. Never an empty success.
    pub(crate) fn not_imitated(what: &str) -> Self {
        Problem::new(
            501,
            "NOT_IMITATED_BY_SANDBOX",
            format!("The sandbox org does not imitate {what}."),
        )
    }

    /// The answer to a method that a resource does not have.
    pub(crate) fn method(method: &str, allowed: &str) -> Self {
        Problem::new(
            405,
            "METHOD_NOT_ALLOWED",
            format!("HTTP Method '{method}' not allowed. Allowed are {allowed}"),
        )
    }

    /// The error as the REST API writes it.
    pub(crate) fn body(&self) -> Value {
        let mut error = json!({"message": self.message, "errorCode": self.code});
        if let (Some(fields), Some(error)) = (&self.fields, error.as_object_mut()) {
            error.insert("fields".to_owned(), json!(fields));
        }
        json!([error])
    }

    /// The error as a row of a bulk write carries it.
    pub(crate) fn row_error(&self) -> Value {
        json!({
            "statusCode": self.code,
            "message": self.message,
            "fields": self.fields.clone().unwrap_or_default(),
        })
    }
}

impl From<Problem> for Reply {
    fn from(problem: Problem) -> Self {
        Reply::json(problem.status, problem.body())
    }
}
