//! Which pages may call the tools: those of exactly listed origins, and the proxy's own.
//!
//! A request without an `Origin` comes from no page (browsers send one with every POST) and passes;
//! that is no protection lost, because outside a browser any origin can be claimed.
//! The proxy's own pages are known by the host they name only where that is an address or
//! `localhost`: a name could be made to point here by anybody. An own name has to be listed.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::{Code, Problem};

use super::Shared;

pub(super) async fn guard(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let allowed = match allowed_origin(request.headers(), &shared.settings.allowed_origins) {
        Ok(origin) => origin.cloned(),
        Err(problem) => return varied(problem.into_response(), None),
    };
    let is_preflight = request.method() == Method::OPTIONS && allowed.is_some();
    let response = match is_preflight {
        true => preflight(),
        false => next.run(request).await,
    };
    varied(response, allowed)
}

/// The request's origin, if it has one and it is allowed.
fn allowed_origin<'a>(
    headers: &'a HeaderMap,
    listed: &[String],
) -> Result<Option<&'a HeaderValue>, Problem> {
    let forbidden = || Problem::from(Code::ForbiddenOrigin);
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let Some(origin) = origins.next() else {
        let from_elsewhere = headers
            .get("sec-fetch-site")
            .is_some_and(|site| site != "same-origin" && site != "none");
        return if from_elsewhere {
            Err(forbidden())
        } else {
            Ok(None)
        };
    };
    let text = origin.to_str().map_err(|_| forbidden())?;
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let allowed = origins.next().is_none()
        && (listed.iter().any(|listed| listed == text)
            || host.is_some_and(|host| is_own(text, host)));
    if allowed {
        Ok(Some(origin))
    } else {
        Err(forbidden())
    }
}

fn is_own(origin: &str, host: &str) -> bool {
    let authority = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"));
    if authority != Some(host) {
        return false;
    }
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
        .unwrap_or(name);
    name == "localhost" || name.parse::<IpAddr>().is_ok()
}

fn preflight() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "content-type, idempotency-key",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn varied(mut response: Response, origin: Option<HeaderValue>) -> Response {
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        let exposed = HeaderValue::from_static("retry-after, x-request-id");
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn the_own_pages_are_those_of_an_address_not_of_a_name() {
        for (origin, host, own) in [
            ("http://127.0.0.1:8787", "127.0.0.1:8787", true),
            ("http://localhost:8787", "localhost:8787", true),
            ("http://[::1]:8787", "[::1]:8787", true),
            ("https://10.0.0.7", "10.0.0.7", true),
            ("http://127.0.0.1:8787", "127.0.0.1:8788", false),
            ("http://rebound.example", "rebound.example", false),
            ("null", "null", false),
            ("file://127.0.0.1", "127.0.0.1", false),
        ] {
            assert_eq!(is_own(origin, host), own, "{origin} at {host}");
        }
    }
}
