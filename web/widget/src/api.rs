//! The proxy's HTTP API: the only place that knows a URL.

use casement_renderer::view::when_settled;
use casement_support::form::expression::json;
use casement_support::form::{Object, Value};
use casement_support::{ToolError, ToolKey};

use crate::page;

/// Longer than the proxy waits for Salesforce, so that its own answer comes first.
const TIMEOUT_MS: u32 = 45_000;

/// Calls a tool: `POST {base}/api/{tool}` with its arguments as JSON, and hands on what came of it.
///
/// `key` is sent as `Idempotency-Key`: the same key and arguments act once, however often they
/// are sent.
///
/// # Errors
///
/// [`ToolError::NotFound`] where the proxy says that there is no such case,
/// [`ToolError::Invalid`] where the request was refused as it is, [`ToolError::Unavailable`] for
/// everything else: no network, no answer in time, an answer that is no JSON, a wrong address.
pub(crate) fn call(
    base: &str,
    tool: ToolKey,
    arguments: &Object,
    key: Option<&str>,
    done: impl FnOnce(Result<Value, ToolError>) + 'static,
) {
    let address = format!("{base}/api/{}", tool.tool().name);
    let body = Value::from(arguments.clone()).to_json();
    let answer = page::post(&address, &body, key, TIMEOUT_MS);
    when_settled(&answer, move |answer| {
        done(if answer.is_undefined() {
            Err(ToolError::Unavailable)
        } else {
            outcome(page::status(&answer), &page::text(&answer))
        });
    });
}

/// A new idempotency key.
pub(crate) fn new_key() -> String {
    page::chance()
}

fn outcome(status: u16, text: &str) -> Result<Value, ToolError> {
    let answer = json::parse_value(text);
    match status {
        200..=299 => answer.map_err(|_| ToolError::Unavailable),
        // Any server answers 404 for an address that it doesn't know; only the code says which.
        404 if code(answer.ok()).as_deref() == Some("notFound") => Err(ToolError::NotFound),
        400 | 413 | 415 | 422 => Err(ToolError::Invalid),
        _ => Err(ToolError::Unavailable),
    }
}

/// The code of a problem document.
fn code(problem: Option<Value>) -> Option<String> {
    let problem = problem?;
    let code = problem.as_object()?.get("code")?.as_str()?;
    Some(code.to_owned())
}
