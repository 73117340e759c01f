//! The org on a socket: reads requests, carries out faults, writes answers.
//!
//! The only part that waits. One lock holds the org; it is never held while waiting.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State as Shared;
use axum::http::{HeaderName, HeaderValue, Request as HttpRequest, Response, StatusCode, header};
use hyper::body::{Bytes, Frame};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower::ServiceExt as _;

use crate::config::OrgConfig;
use crate::control;
use crate::faults::{Drop as DropTime, Fault};
use crate::state::State;
use crate::store::Store;
use crate::wire::{self, Problem, Reply, Request};
use crate::{rest, seed, soap};

/// Longest address, as at Salesforce's edge.
const LONGEST_ADDRESS: usize = 16_384;

/// Largest body of a request.
const LARGEST_BODY: usize = 10 * 1024 * 1024;

/// A sandbox org. Clones share the same records and sessions.
#[derive(Debug, Clone)]
pub struct Org {
    state: Arc<Mutex<State>>,
    file: Option<Arc<PathBuf>>,
}

impl Org {
    /// The demonstration org: `agent@casement.example`, password `sandbox`, token `TOKEN`.
    pub fn demonstration() -> Self {
        Org::new(OrgConfig::default())
    }

    /// An org with that configuration and the demonstration records.
    pub fn new(config: OrgConfig) -> Self {
        Org {
            state: Arc::new(Mutex::new(State::new(config))),
            file: None,
        }
    }

    /// An org whose records are kept in a file: read now if it is there, written after each change.
    ///
    /// # Errors
    ///
    /// When the file can't be read or holds no org's records.
    pub fn with_file(config: OrgConfig, file: impl Into<PathBuf>) -> io::Result<Self> {
        let file = file.into();
        let mut state = State::new(config);
        match std::fs::read(&file) {
            Ok(bytes) => {
                state.store = serde_json::from_slice::<Store>(&bytes)?;
                seed::configured(&mut state);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        Ok(Org {
            state: Arc::new(Mutex::new(state)),
            file: Some(Arc::new(file)),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves records that are still whole: rows are replaced, not edited.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the records beside the file first, so that a crash leaves the old ones.
    fn keep(&self, state: &State) {
        let Some(file) = &self.file else { return };
        let beside = file.with_extension("tmp");
        let kept = serde_json::to_vec(&state.store)
            .map_err(io::Error::from)
            .and_then(|bytes| std::fs::write(&beside, bytes))
            .and_then(|()| std::fs::rename(&beside, file.as_path()));
        if let Err(error) = kept {
            eprintln!(
                "the records could not be kept in {}: {error}",
                file.display()
            );
        }
    }
}

/// The org as an axum router, for a server or a test of your own.
///
/// A fault that drops the connection shows here as a body that breaks off; [`Sandbox`] closes the
/// connection itself.
pub fn router(org: Org) -> Router {
    Router::new().fallback(serve).with_state(org)
}

/// A running sandbox org. Dropping it stops it.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Sandbox {
    /// Starts an org on an address such as `127.0.0.1:8788`; port 0 takes a free one.
    ///
    /// # Errors
    ///
    /// When the address can't be listened on.
    pub async fn start(org: Org, listen: &str) -> io::Result<Self> {
        let listener = TcpListener::bind(listen).await?;
        let address = listener.local_addr()?;
        Ok(Sandbox {
            address,
            task: tokio::spawn(accept(listener, router(org))),
        })
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address for clients, `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Marks an answer whose connection is to be closed instead.
#[derive(Debug, Clone, Copy)]
struct Dropped;

async fn accept(listener: TcpListener, router: Router) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, most likely: the next try waits for one to be closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let router = router.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
                let router = router.clone();
                async move {
                    let response = router.oneshot(request).await.map_err(io::Error::other)?;
                    if response.extensions().get::<Dropped>().is_some() {
                        return Err(dropped());
                    }
                    Ok(response)
                }
            });
            // A client that goes away is no fault of the org's.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

fn dropped() -> io::Error {
    io::Error::new(
        io::ErrorKind::ConnectionAborted,
        "the connection was dropped as a fault",
    )
}

async fn serve(Shared(org): Shared<Org>, request: HttpRequest<Body>) -> Response<Body> {
    if request.uri().to_string().len() > LONGEST_ADDRESS {
        return write(
            Reply::html(
                414,
                "<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>".to_owned(),
            ),
            false,
        );
    }
    let pretty = request
        .headers()
        .get("x-prettyprint")
        .is_some_and(|value| value == "1");
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or("localhost")
        .to_owned();
    let request = match read(request).await {
        Ok(request) => request,
        Err(reply) => return write(reply, false),
    };
    let first = request.segments().into_iter().next().unwrap_or_default();
    if first == control::PREFIX {
        let mut state = org.lock();
        let reply = control::handle(&mut state, &request);
        if request.method != "GET" {
            org.keep(&state);
        }
        return write(reply, true);
    }
    let fault = org
        .lock()
        .faults
        .strike(&request.method, &request.path)
        .unwrap_or_default();
    if fault.latency_ms > 0 {
        tokio::time::sleep(Duration::from_millis(fault.latency_ms)).await;
    }
    match answer(&org, &request, &fault, &host) {
        Some(reply) => write(reply, pretty),
        None => {
            let mut response = Response::new(Body::new(Broken));
            response.extensions_mut().insert(Dropped);
            response
        }
    }
}

/// The answer to a call of the API, or none when its connection is to be dropped.
fn answer(org: &Org, request: &Request, fault: &Fault, host: &str) -> Option<Reply> {
    let mut state = org.lock();
    let soap = request.path.contains("/Soap/");
    let reply = if fault.drop_connection == Some(DropTime::BeforeCommit) {
        None
    } else if let Some(reply) = fault.reply(soap) {
        Some(reply)
    } else {
        let instance = state
            .config
            .instance_url
            .clone()
            .unwrap_or_else(|| format!("http://{host}"));
        let reply = dispatch(&mut state, request, &instance);
        if request.method != "GET" {
            org.keep(&state);
        }
        (fault.drop_connection != Some(DropTime::AfterCommit)).then_some(reply)
    };
    let at = state.stamp();
    let status = reply.as_ref().map(|reply| reply.status);
    state.calls.note(at, request, status);
    reply
}

fn dispatch(state: &mut State, request: &Request, instance: &str) -> Reply {
    let segments = request.segments();
    match segments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["services", "Soap", ..] => soap::handle(state, request, instance),
        ["services", "oauth2", ..] => rest::oauth::handle(state, request, instance),
        ["services", "data", ..] => rest::handle(state, request, instance),
        ["services", other, ..] => Problem::not_imitated(&format!("/services/{other}")).into(),
        _ => Problem::not_found().into(),
    }
}

async fn read(request: HttpRequest<Body>) -> Result<Request, Reply> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_BODY).await.map_err(|_| {
        Reply::from(Problem::new(
            413,
            "REQUEST_TOO_LARGE",
            "The request body is too large or broke off.",
        ))
    })?;
    let headers = parts
        .headers
        .iter()
        .filter_map(|(name, value)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        })
        .collect();
    Ok(Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: form_urlencoded::parse(parts.uri.query().unwrap_or("").as_bytes())
            .into_owned()
            .collect(),
        headers,
        body: body.to_vec(),
    })
}

fn write(reply: Reply, pretty: bool) -> Response<Body> {
    let (kind, body) = match reply.body {
        wire::Body::Empty => (None, Body::empty()),
        wire::Body::Json(value) => {
            let text = if pretty {
                serde_json::to_string_pretty(&value)
            } else {
                serde_json::to_string(&value)
            };
            (
                Some("application/json;charset=UTF-8"),
                Body::from(text.unwrap_or_default()),
            )
        }
        wire::Body::Xml(text) => (Some("text/xml;charset=UTF-8"), Body::from(text)),
        wire::Body::Html(text) => (Some("text/html;charset=UTF-8"), Body::from(text)),
    };
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if let Some(kind) = kind {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-cache,must-revalidate,max-age=0,no-store,private"),
    );
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    response
}

/// A body that breaks off at once.
struct Broken;

impl hyper::body::Body for Broken {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(Err(dropped())))
    }
}
