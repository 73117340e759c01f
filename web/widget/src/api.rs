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
/// # Errors
///
/// [`ToolError::NotFound`] for status 404, [`ToolError::Invalid`] where the request was refused as
/// it is, [`ToolError::Unavailable`] for everything else: no network, no answer in time, an answer
/// that is no JSON.
pub(crate) async fn call(
    base: &str,
    tool: ToolKey,
    arguments: &Object,
) -> Result<Value, ToolError> {
    let url = format!("{base}/api/{}", tool.tool().name);
    let body = Value::from(arguments.clone()).to_json();
    let response = post(&url, &body)
        .await
        .map_err(|_| ToolError::Unavailable)?;
    match response.status() {
        200..=299 => {}
        404 => return Err(ToolError::NotFound),
        400 | 413 | 415 | 422 => return Err(ToolError::Invalid),
        _ => return Err(ToolError::Unavailable),
    }
    let text = text(&response).await.map_err(|_| ToolError::Unavailable)?;
    json::parse(&text)
        .map(|node| node.to_value())
        .map_err(|_| ToolError::Unavailable)
}

async fn post(url: &str, body: &str) -> Result<web_sys::Response, JsValue> {
    let headers = web_sys::Headers::new()?;
    headers.set("Content-Type", "application/json")?;
    headers.set("Accept", "application/json, application/problem+json")?;
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
