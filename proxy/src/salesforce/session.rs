//! The session with the org: one login at a time, one session for everybody.
//!
//! Each session has a generation. Who finds a session expired says which generation it was: if a
//! newer one exists, it is used; if not, one caller logs in and the others wait for its outcome.
//! After Salesforce refused the credentials no login is tried for a while, because each failure
//! counts towards a lockout. Other credentials in the file end that rest at once.
//!
//! Nobody ever logs out: API clients of one user share their session.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use reqwest::{Method, Url};
use secrecy::SecretString;
use tokio::sync::Mutex;
use tracing::{error, info, warn};

use crate::settings::SalesforceSettings;

use super::cause::Cause;
use super::domain::{SandboxOrg, instance_address, login_address};
use super::gate::{Gate, gate};
use super::soap::{LoginAnswer, login_answer, login_request};
use super::transport::{Body, Exchange, Raw, Transport};
use super::vault::Vault;

/// A login that worked.
pub(super) struct Session {
    pub(super) generation: u64,
    pub(super) instance: Url,
    pub(super) id: SecretString,
}

/// Keeps the session.
pub(super) struct Sessions {
    vault: Vault,
    sandbox_org: Option<SandboxOrg>,
    login_version: String,
    rest: Duration,
    /// Counts logins, the failed ones too.
    attempts: AtomicU64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    session: Option<Arc<Session>>,
    failure: Option<Cause>,
    resting: Option<Resting>,
}

struct Resting {
    gate: &'static Gate,
    until: Instant,
    length: Duration,
    credentials: Option<String>,
}

/// The rest doubles up to this.
const LONGEST_REST: Duration = Duration::from_secs(4 * 60 * 60);

impl Sessions {
    pub(super) fn new(vault: Vault, settings: &SalesforceSettings) -> Sessions {
        Sessions {
            vault,
            sandbox_org: settings.sandbox_org.clone(),
            login_version: settings.login_version.clone(),
            rest: Duration::from_secs(settings.login_rest_seconds),
            attempts: AtomicU64::new(0),
            state: Mutex::new(State::default()),
        }
    }

    /// The session, after logging in if there is none. `stale` is the generation of a session that
    /// the org no longer takes.
    pub(super) async fn get(
        &self,
        transport: &Transport,
        stale: Option<u64>,
    ) -> Result<Arc<Session>, Cause> {
        let seen = self.attempts.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(session) = &state.session
            && stale.is_none_or(|generation| session.generation > generation)
        {
            return Ok(Arc::clone(session));
        }
        let waited_for_a_login = self.attempts.load(Ordering::Acquire) != seen;
        if waited_for_a_login && let Some(cause) = &state.failure {
            return Err(cause.clone());
        }
        state.session = None;
        let outcome = self.log_in_unless_resting(transport, &mut state).await;
        self.attempts.fetch_add(1, Ordering::Release);
        match outcome {
            Ok(session) => {
                let session = Arc::new(session);
                state.session = Some(Arc::clone(&session));
                state.failure = None;
                state.resting = None;
                info!(generation = session.generation, "logged in to Salesforce");
                Ok(session)
            }
            Err(cause) => {
                state.failure = Some(cause.clone());
                Err(cause)
            }
        }
    }

    async fn log_in_unless_resting(
        &self,
        transport: &Transport,
        state: &mut State,
    ) -> Result<Session, Cause> {
        let credentials = self.vault.fingerprint();
        if let Some(resting) = &state.resting
            && resting.credentials == credentials
        {
            let left = resting.until.saturating_duration_since(Instant::now());
            if !left.is_zero() {
                return Err(Cause::Resting {
                    gate: resting.gate,
                    seconds: left.as_secs().max(1),
                });
            }
        }
        let outcome = self.log_in(transport).await;
        if let Err(Cause::Login(gate)) = &outcome {
            if gate.passes_by_itself {
                warn!(
                    code = gate.code,
                    "Salesforce refused the login: {}", gate.advice
                );
            } else {
                let length = match &state.resting {
                    Some(last) if last.credentials == credentials => {
                        (last.length * 2).min(LONGEST_REST)
                    }
                    _ => self.rest,
                };
                error!(
                    code = gate.code,
                    rest_seconds = length.as_secs(),
                    "Salesforce refused the login: {}",
                    gate.advice
                );
                state.resting = Some(Resting {
                    gate,
                    until: Instant::now() + length,
                    length,
                    credentials,
                });
            }
        }
        outcome
    }

    async fn log_in(&self, transport: &Transport) -> Result<Session, Cause> {
        let credentials = self.vault.load()?;
        let org = self.sandbox_org.as_ref();
        let mut url = login_address(credentials.domain(), org)?;
        url.set_path(&format!("/services/Soap/u/{}", self.login_version));
        let body = login_request(&credentials);
        let Raw { status, bytes } = transport
            .send(Exchange {
                method: Method::POST,
                url,
                body: Body::Soap(&body),
                headers: &[],
                session: None,
            })
            .await?;
        let answer = std::str::from_utf8(&bytes).map_or(LoginAnswer::Other, login_answer);
        match answer {
            LoginAnswer::Accepted(result) if result.password_expired => Err(Cause::Login(gate(
                "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
            ))),
            LoginAnswer::Accepted(result) => Ok(Session {
                generation: self.attempts.load(Ordering::Acquire) + 1,
                instance: instance_address(&result.server_url, org)?,
                id: result.session_id,
            }),
            LoginAnswer::Fault(code) => Err(Cause::Login(gate(&code))),
            LoginAnswer::Other => Err(Cause::NotUnderstood {
                status,
                expected: "SOAP answer",
            }),
        }
    }
}
