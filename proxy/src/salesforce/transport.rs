//! One HTTP exchange with the org: bounded in time, in size and in number, without redirects.

use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, Method, Url};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use crate::settings::SalesforceSettings;

use super::cause::Cause;

/// The connection pool to the org.
pub(super) struct Transport {
    client: Client,
    slots: Semaphore,
    patience: Duration,
    answer_bytes: usize,
}

/// A request.
pub(super) struct Exchange<'a> {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) body: Body<'a>,
    pub(super) headers: &'a [(&'static str, &'static str)],
    pub(super) session: Option<&'a SecretString>,
}

/// What is sent.
pub(super) enum Body<'a> {
    None,
    Json(&'a serde_json::Value),
    Soap(&'a SecretString),
}

/// What came back.
pub(super) struct Raw {
    pub(super) status: u16,
    pub(super) bytes: Vec<u8>,
}

/// The HTTP client can't be made: no usable TLS on this machine.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client can't be set up: {0}")]
pub struct TransportError(reqwest::Error);

impl Transport {
    pub(super) fn new(settings: &SalesforceSettings) -> Result<Transport, TransportError> {
        // Err means that a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(settings.connect_seconds))
            .timeout(Duration::from_secs(settings.answer_seconds))
            .user_agent(concat!("casement-proxy/", env!("CARGO_PKG_VERSION")));
        builder = match settings.sandbox_org {
            // Traffic of this machine with itself goes through no proxy.
            Some(_) => builder.no_proxy(),
            None => builder.https_only(true),
        };
        Ok(Transport {
            client: builder.build().map_err(TransportError)?,
            slots: Semaphore::new(settings.concurrent_calls),
            patience: Duration::from_secs(settings.answer_seconds),
            answer_bytes: settings.answer_bytes,
        })
    }

    pub(super) async fn send(&self, exchange: Exchange<'_>) -> Result<Raw, Cause> {
        let _slot = tokio::time::timeout(self.patience, self.slots.acquire())
            .await
            .map_err(|_| Cause::Busy)?
            .map_err(|_| Cause::Busy)?;
        let mut request = self
            .client
            .request(exchange.method, exchange.url)
            .header(ACCEPT, "application/json, text/xml");
        for &(name, value) in exchange.headers {
            request = request.header(name, value);
        }
        if let Some(session) = exchange.session {
            let mut value = HeaderValue::try_from(format!("Bearer {}", session.expose_secret()))
                .map_err(|_| Cause::Lacks("a session id"))?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        request = match exchange.body {
            Body::None => request,
            Body::Json(json) => request
                .header(CONTENT_TYPE, "application/json")
                .body(json.to_string()),
            Body::Soap(xml) => request
                .header(CONTENT_TYPE, "text/xml; charset=UTF-8")
                .header("SOAPAction", "login")
                .body(xml.expose_secret().to_owned()),
        };
        let mut response = request.send().await.map_err(|error| cause(&error))?;
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| cause(&error))? {
            if bytes.len() + chunk.len() > self.answer_bytes {
                return Err(Cause::AnswerTooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Raw { status, bytes })
    }
}

/// The error's own text names the address, and with it a query's values: it is not kept.
fn cause(error: &reqwest::Error) -> Cause {
    if error.is_connect() {
        Cause::Unreachable
    } else if error.is_timeout() {
        Cause::TimedOut
    } else {
        Cause::BrokenOff
    }
}
