//! The proxy's HTTP API: the only place that knows a URL.

use casement_support::form::expression::json;
use casement_support::form::{Object, Value};
use casement_support::{ToolError, ToolKey};
use leptos::web_sys;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Longer than the proxy waits for Salesforce, so that its own answer comes first.
const TIMEOUT_MS: u32 = 45_000;

/// Calls a tool: `POST {base}/api/{tool}` with its arguments as JSON.
///
/// `key` is sent as `Idempotency-Key`: the same key and arguments act once, however often they
/// are sent.
///
/// # Errors
///
/// [`ToolError::NotFound`] where the proxy says that there is no such case,
/// [`ToolError::Invalid`] where the request was refused as it is, [`ToolError::Unavailable`] for
/// everything else: no network, no answer in time, an answer that is no JSON, a wrong address.
pub(crate) async fn call(
    base: &str,
    tool: ToolKey,
    arguments: &Object,
    key: Option<&str>,
) -> Result<Value, ToolError> {
    let url = format!("{base}/api/{}", tool.tool().name);
    let body = Value::from(arguments.clone()).to_json();
    let response = post(&url, &body, key)
        .await
        .map_err(|_| ToolError::Unavailable)?;
    let text = text(&response).await.map_err(|_| ToolError::Unavailable)?;
    let answer = json::parse(&text).map(|node| node.to_value());
    match response.status() {
        200..=299 => answer.map_err(|_| ToolError::Unavailable),
        // Any server answers 404 for an address that it doesn't know; only the code says which.
        404 if code(answer.ok()).as_deref() == Some("notFound") => Err(ToolError::NotFound),
        400 | 413 | 415 | 422 => Err(ToolError::Invalid),
        _ => Err(ToolError::Unavailable),
    }
}

/// A new idempotency key: 128 bits of chance in hexadecimal digits.
pub(crate) fn new_key() -> String {
    let part = || (js_sys::Math::random() * 4_294_967_296.0) as u32;
    format!("{:08x}{:08x}{:08x}{:08x}", part(), part(), part(), part())
}

/// The code of a problem document.
fn code(problem: Option<Value>) -> Option<String> {
    let problem = problem?;
    let code = problem.as_object()?.get("code")?.as_str()?;
    Some(code.to_owned())
}

async fn post(url: &str, body: &str, key: Option<&str>) -> Result<web_sys::Response, JsValue> {
    let headers = web_sys::Headers::new()?;
    headers.set("Content-Type", "application/json")?;
    headers.set("Accept", "application/json, application/problem+json")?;
    if let Some(key) = key {
        headers.set("Idempotency-Key", key)?;
    }
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&JsValue::from_str(body));
    init.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    JsFuture::from(window.fetch_with_str_and_init(url, &init))
        .await?
        .dyn_into()
}

async fn text(response: &web_sys::Response) -> Result<String, JsValue> {
    JsFuture::from(response.text()?)
        .await?
        .as_string()
        .ok_or(JsValue::NULL)
}
