//! One call of the REST API: with the session, again with a new one where it has expired, and with
//! Salesforce's error bodies read.

use reqwest::{Method, Url};
use serde_json::Value;

use crate::settings::SalesforceSettings;

use super::cause::{Cause, ErrorCode};
use super::session::{Session, Sessions};
use super::transport::{Body, Exchange, Raw, Transport, TransportError};
use super::vault::Vault;

/// The REST API of the org.
pub(super) struct Rest {
    transport: Transport,
    sessions: Sessions,
    version: String,
}

/// A call; `path` is what follows the API version, made of checked names and ids only.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    pub(super) path: &'a str,
    pub(super) query: Option<(&'static str, &'a str)>,
    pub(super) body: Option<&'a Value>,
    pub(super) headers: &'a [(&'static str, &'static str)],
}

/// An answer that is no success: the status, and the errors that Salesforce lists.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) status: u16,
    pub(super) errors: Vec<ApiError>,
}

/// One entry of an error body. Its message is left where it is: it repeats values.
#[derive(Debug)]
pub(super) struct ApiError {
    pub(super) code: ErrorCode,
    pub(super) fields: Vec<String>,
}

impl Failure {
    pub(super) fn new(status: u16, body: &Value) -> Failure {
        let errors = body.as_array().map_or(&[][..], Vec::as_slice);
        Failure {
            status,
            errors: errors.iter().filter_map(ApiError::read).collect(),
        }
    }

    pub(super) fn has(&self, code: &str) -> bool {
        self.errors.iter().any(|error| error.code.as_str() == code)
    }
}

impl From<Failure> for Cause {
    fn from(failure: Failure) -> Cause {
        let code = failure
            .errors
            .into_iter()
            .map(|error| error.code)
            .find(|code| code.as_str() != "PROCESSING_HALTED");
        Cause::Refused {
            status: failure.status,
            code: code.unwrap_or_else(|| ErrorCode::new("UNKNOWN")),
        }
    }
}

impl ApiError {
    /// `errorCode` in REST errors, `statusCode` in those of actions.
    fn read(entry: &Value) -> Option<ApiError> {
        let code = entry.get("errorCode").or_else(|| entry.get("statusCode"))?;
        let fields = entry.get("fields").and_then(Value::as_array);
        Some(ApiError {
            code: ErrorCode::new(code.as_str()?),
            fields: fields
                .into_iter()
                .flatten()
                .filter_map(|field| field.as_str().map(str::to_owned))
                .collect(),
        })
    }
}

/// An answer: its status, and its JSON (null where there is no body).
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Answer {
    pub(super) fn success(self) -> Result<Value, Failure> {
        if (200..300).contains(&self.status) {
            Ok(self.body)
        } else {
            Err(Failure::new(self.status, &self.body))
        }
    }
}

impl Rest {
    pub(super) fn new(settings: &SalesforceSettings, vault: Vault) -> Result<Rest, TransportError> {
        Ok(Rest {
            transport: Transport::new(settings)?,
            sessions: Sessions::new(vault, settings),
            version: settings.rest_version.clone(),
        })
    }

    /// Logs in, unless there is a session.
    pub(super) async fn log_in(&self) -> Result<(), Cause> {
        self.sessions.get(&self.transport, None).await.map(drop)
    }

    /// A path below the API version, as composite calls name it.
    pub(super) fn path(&self, path: &str) -> String {
        format!("/services/data/v{}/{path}", self.version)
    }

    /// Calls, and calls again once where the session had expired. An expired session means that
    /// nothing was done, so this is safe for every method.
    pub(super) async fn call(&self, call: &Call<'_>) -> Result<Answer, Cause> {
        let session = self.sessions.get(&self.transport, None).await?;
        let answer = self.attempt(call, &session).await?;
        if !session_expired(&answer) {
            return Ok(answer);
        }
        let session = self
            .sessions
            .get(&self.transport, Some(session.generation))
            .await?;
        self.attempt(call, &session).await
    }

    async fn attempt(&self, call: &Call<'_>, session: &Session) -> Result<Answer, Cause> {
        let mut url: Url = session.instance.clone();
        url.set_path(&self.path(call.path));
        if let Some((name, value)) = call.query {
            url.query_pairs_mut().append_pair(name, value);
        }
        let Raw { status, bytes } = self
            .transport
            .send(Exchange {
                method: call.method.clone(),
                url,
                body: call.body.map_or(Body::None, Body::Json),
                headers: call.headers,
                session: Some(&session.id),
            })
            .await?;
        let body = match bytes.is_empty() {
            true => Value::Null,
            false => serde_json::from_slice(&bytes).map_err(|_| Cause::NotUnderstood {
                status,
                expected: "JSON",
            })?,
        };
        Ok(Answer { status, body })
    }
}

/// Texts of INVALID_SESSION_ID that another login doesn't help against.
const NOT_HELPED_BY_LOGIN: [&str; 2] = [
    "This session is not valid for use with the REST API",
    "Connected app is not attached to Agent",
];

fn session_expired(answer: &Answer) -> bool {
    let failure = Failure::new(answer.status, &answer.body);
    let hopeless = answer
        .body
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.get("message")?.as_str())
        .any(|message| NOT_HELPED_BY_LOGIN.contains(&message));
    answer.status == 401 && failure.has("INVALID_SESSION_ID") && !hopeless
        || answer.status == 404 && failure.has("URL_NOT_RESET")
}
