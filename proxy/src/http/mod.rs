//! The proxy as browsers see it: three tools, a sign of life, and the built widget.
//!
//! This room knows no credential and nothing of Salesforce's API; it trusts nothing from a browser.

mod assets;
mod body;
mod client;
mod idempotency;
mod origin;
mod rates;
mod request_id;
mod tools;

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use casement_support::{FormCatalog, ToolKey};
use tower_http::catch_panic::CatchPanicLayer;
use tracing::error;

use crate::problem::{Code, Problem};
use crate::salesforce::Org;
use crate::settings::Settings;
use crate::store::Store;

/// What every request may use.
struct Shared {
    org: Org,
    forms: FormCatalog,
    settings: Settings,
    rates: rates::Rates,
    store: Box<dyn Store>,
}

pub(crate) fn router(
    settings: &Settings,
    org: Org,
    forms: FormCatalog,
    store: Box<dyn Store>,
) -> Router {
    let shared = Arc::new(Shared {
        org,
        forms,
        store,
        rates: rates::Rates::new(&settings.limits),
        settings: settings.clone(),
    });
    let mut api = Router::new();
    for tool in ToolKey::ALL {
        let route = post(move |state, request| tools::call(tool, state, request))
            .fallback(async || Problem::from(Code::MethodNotAllowed));
        api = api.route(&format!("/{}", tool.tool().name), route);
    }
    let api = api
        .fallback(async || Problem::from(Code::UnknownPath))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&shared),
            rates::limit,
        ))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&shared),
            origin::guard,
        ))
        .layer(middleware::map_response(never_stored));
    let router = Router::new()
        .nest("/api", api)
        .route(
            "/healthz",
            get(async || "ok\n").fallback(async || Problem::from(Code::MethodNotAllowed)),
        )
        .with_state(shared);
    let router = match &settings.assets {
        Some(folder) => router.merge(assets::router(folder)),
        None => router.fallback(async || Problem::from(Code::UnknownPath)),
    };
    router
        .layer(CatchPanicLayer::custom(internal))
        .layer(middleware::map_response(sniff_nothing))
        .layer(middleware::from_fn(request_id::tag))
}

async fn never_stored(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let policy = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

async fn sniff_nothing(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let nosniff = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    let policy = HeaderValue::from_static("strict-origin-when-cross-origin");
    headers.insert(header::REFERRER_POLICY, policy);
    response
}

/// The panic's own text may hold anything and is left out.
fn internal(_panic: Box<dyn Any + Send + 'static>) -> Response {
    error!("a request ended in a panic");
    Problem::from(Code::Internal).into_response()
}
