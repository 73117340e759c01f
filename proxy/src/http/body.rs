//! A request's body: JSON by its type, bounded in size and time, strict in form.

use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use casement_support::form::Value;

use crate::json;
use crate::problem::{Code, Problem};
use crate::settings::Limits;

/// Reads the body. The content type is checked first: a form on another site can't send JSON.
pub(super) async fn read(request: Request, limits: &Limits) -> Result<Value, Problem> {
    if !is_json(request.headers()) {
        return Err(Code::UnsupportedMediaType.into());
    }
    let declared = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > limits.body_bytes as u64) {
        return Err(Code::TooLarge.into());
    }
    let patience = Duration::from_secs(limits.body_seconds);
    // Without a limit that was passed, reading fails only where the client went away.
    let bytes = tokio::time::timeout(patience, to_bytes(request.into_body(), limits.body_bytes))
        .await
        .map_err(|_| Code::RequestTimeout)?
        .map_err(|_| Code::TooLarge)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Code::MalformedJson)?;
    json::read(text)
        .filter(|value| value.as_object().is_some())
        .ok_or_else(|| Code::MalformedJson.into())
}

/// `application/json`, with or without `charset=utf-8`.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let mut parts = value.split(';').map(str::trim);
    parts
        .next()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"))
        && parts.filter(|part| !part.is_empty()).all(|part| {
            part.eq_ignore_ascii_case("charset=utf-8")
                || part.eq_ignore_ascii_case("charset=\"utf-8\"")
        })
}
