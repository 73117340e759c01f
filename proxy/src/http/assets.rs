//! The built widget as static files: compressed beforehand, cached by their names.
//!
//! Pages of other sites embed these files, so they may be read from anywhere. The HTML pages are
//! the proxy's own and carry a strict policy.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::services::ServeDir;

use crate::problem::{Code, Problem};

/// The policy of a page that asks these addresses for data.
macro_rules! policy {
    ($connect:literal) => {
        concat!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; ",
            "style-src 'self'; connect-src ",
            $connect,
            "; img-src 'self' data:; font-src 'self'; ",
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; ",
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
    };
}

const PAGE_POLICY: &str = policy!("'self'");

/// The preview also asks the services from which a form takes its choices; it knows nothing but
/// the form.
const PREVIEW_POLICY: &str = policy!("'self' https:");

pub(super) fn router(folder: &Path) -> Router {
    let files = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip();
    Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn(dress))
}

async fn dress(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let cache = cache(path.rsplit('/').next().unwrap_or_default());
    let policy = if path.starts_with("/preview/") {
        PREVIEW_POLICY
    } else {
        PAGE_POLICY
    };
    let mut response = next.run(request).await;
    match response.status() {
        StatusCode::NOT_FOUND => return Problem::from(Code::UnknownPath).into_response(),
        StatusCode::METHOD_NOT_ALLOWED => {
            return Problem::from(Code::MethodNotAllowed).into_response();
        }
        _ => {}
    }
    let headers = response.headers_mut();
    set(headers, header::CACHE_CONTROL, cache);
    set(headers, header::VARY, "Accept-Encoding");
    set(headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    let resource_policy = HeaderName::from_static("cross-origin-resource-policy");
    set(headers, resource_policy, "cross-origin");
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page {
        set(headers, header::CONTENT_SECURITY_POLICY, policy);
        set(headers, header::CACHE_CONTROL, "no-cache");
    }
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

/// A name with a hash in it never gets other content; `casement.js` and pages do.
fn cache(name: &str) -> &'static str {
    let hashed = name
        .split(['-', '.', '_'])
        .skip(1)
        .any(|part| (8..=64).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_hexdigit()));
    match hashed {
        true => "public, max-age=31536000, immutable",
        false => "public, max-age=300",
    }
}

#[cfg(test)]
mod tests {
    use super::cache;

    #[test]
    fn only_hashed_names_are_kept_for_good() {
        for (name, immutable) in [
            ("widget-0123abcd.js", true),
            ("widget_bg-0123abcdef012345.wasm", true),
            ("widget.0123abcd.css", true),
            ("casement.js", false),
            ("widget_bg.wasm", false),
            ("0123abcd", false),
            ("", false),
        ] {
            assert_eq!(cache(name).contains("immutable"), immutable, "{name}");
        }
    }
}
