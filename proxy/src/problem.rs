//! What a failed request answers: RFC 9457 problem documents, from one table of codes.
//!
//! A code is a promise to callers, its words are not. Nothing that a caller sent and nothing that
//! Salesforce said ever stands in a problem.
//!
//! A browser needs only three classes (`notFound`, `invalid`, `unavailable`); each row says to
//! which of them its code belongs.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// How a failure looks to the conversation in the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientClass {
    /// No such case for this email.
    NotFound,
    /// What was sent has to be changed.
    Invalid,
    /// Nothing is wrong with what was sent; it can be tried again.
    Unavailable,
}

impl ClientClass {
    /// The name that `casement converse` uses.
    pub fn name(self) -> &'static str {
        match self {
            ClientClass::NotFound => "notFound",
            ClientClass::Invalid => "invalid",
            ClientClass::Unavailable => "unavailable",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $status:literal, $class:ident, $title:literal, $detail:literal;)+) => {
        /// Why a request failed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Code] = &[$(Code::$variant),+];

            /// The stable name, as in the document's `code`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $code),+ }
            }

            /// The HTTP status.
            pub fn status(self) -> StatusCode {
                let number: u16 = match self { $(Code::$variant => $status),+ };
                StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }

            /// The class that a conversation knows.
            pub fn client_class(self) -> ClientClass {
                match self { $(Code::$variant => ClientClass::$class),+ }
            }

            /// A short name for people.
            pub fn title(self) -> &'static str {
                match self { $(Code::$variant => $title),+ }
            }

            /// One sentence for people.
            pub fn detail(self) -> &'static str {
                match self { $(Code::$variant => $detail),+ }
            }
        }
    };
}

codes! {
    /// `curl -d '{"caseNumber":' ...`; also a key that stands twice in one object.
    MalformedJson = "malformedJson", 400, Invalid, "Malformed JSON",
        "The body is not one JSON object in which every key stands once.";
    /// `Origin: https://elsewhere.example`
    ForbiddenOrigin = "forbiddenOrigin", 403, Unavailable, "Origin not allowed",
        "Pages of this origin may not call the support service.";
    /// A case number that does not exist, or an email that is not the case's: one answer for both.
    NotFound = "notFound", 404, NotFound, "Case not found",
        "No case matches this case number and email.";
    /// `POST /api/somethingElse`
    UnknownPath = "unknownPath", 404, Unavailable, "No such address",
        "There is nothing at this address.";
    /// `GET /api/salesforceCaseCreation`
    MethodNotAllowed = "methodNotAllowed", 405, Unavailable, "Method not allowed",
        "This address does not answer this method.";
    /// A body that never ends.
    RequestTimeout = "requestTimeout", 408, Unavailable, "Request took too long",
        "The request did not arrive in time.";
    /// A second creation with an idempotency key while the first is at work.
    UnderWay = "underWay", 409, Unavailable, "Already under way",
        "The same request is being carried out. Try again in a moment.";
    /// A body over 64 KiB.
    TooLarge = "tooLarge", 413, Invalid, "Request too large",
        "The request is larger than the support service accepts.";
    /// `Content-Type: text/plain`
    UnsupportedMediaType = "unsupportedMediaType", 415, Invalid, "JSON expected",
        "The body has to be application/json.";
    /// `{"caseNumber":"1026","email":"not an email"}`
    Invalid = "invalid", 422, Invalid, "Invalid request",
        "Some values were not accepted. See errors.";
    /// More requests than the configured limits allow.
    TooManyRequests = "tooManyRequests", 429, Unavailable, "Too many requests",
        "Too many requests. Try again in a moment.";
    /// A defect of the proxy itself.
    Internal = "internal", 500, Unavailable, "Internal error",
        "The request could not be completed.";
    /// Salesforce is away, refuses the login, or answers what nobody expected.
    Unavailable = "unavailable", 503, Unavailable, "Service unavailable",
        "The request could not be completed right now. Try again later.";
}

/// One value that was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldProblem {
    /// The payload's key, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Stable code.
    pub code: String,
    /// English text.
    pub message: String,
}

impl FieldProblem {
    /// About one key of the payload.
    pub fn of(field: &str, code: &str, message: impl Into<String>) -> FieldProblem {
        FieldProblem {
            field: Some(field.to_owned()),
            code: code.to_owned(),
            message: message.into(),
        }
    }
}

/// A failure as it leaves the proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    code: Code,
    errors: Vec<FieldProblem>,
    retry_after: Option<u64>,
}

impl Problem {
    /// Values that were not accepted.
    pub fn invalid(errors: Vec<FieldProblem>) -> Problem {
        Problem {
            code: Code::Invalid,
            errors,
            retry_after: None,
        }
    }

    /// Too many requests; `seconds` until the next one is accepted.
    pub fn too_many_requests(seconds: u64) -> Problem {
        Problem {
            code: Code::TooManyRequests,
            errors: Vec::new(),
            retry_after: Some(seconds.max(1)),
        }
    }

    /// Its code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The document's text.
    pub fn to_json(&self) -> String {
        let document = Document {
            kind: format!("urn:casement:problem:{}", self.code.name()),
            title: self.code.title(),
            status: self.code.status().as_u16(),
            detail: self.code.detail(),
            code: self.code.name(),
            errors: &self.errors,
        };
        serde_json::to_string(&document).unwrap_or_else(|_| String::from("{}"))
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Problem {
        Problem {
            code,
            errors: Vec::new(),
            retry_after: None,
        }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    code: &'a str,
    #[serde(skip_serializing_if = "<[FieldProblem]>::is_empty")]
    errors: &'a [FieldProblem],
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.to_json()));
        *response.status_mut() = self.code.status();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
