//! The only room that holds credentials and speaks with Salesforce.
//!
//! [`Org`] does the three things that the tools need. It takes values that are already checked for
//! shape, checks what only Salesforce's rules say (lengths, fields, flows), and answers with what
//! Salesforce returned. It knows nothing of HTTP requests from browsers, and what leaves it has no
//! credential, no session id and no text of Salesforce's errors in it (R35).

mod case_key;
mod cause;
mod create;
mod created_before;
mod credentials;
mod domain;
mod flow;
mod gate;
mod look_up;
mod rest;
mod session;
mod soap;
mod soql;
mod text;
mod transport;
mod update;
mod vault;

use std::time::Duration;

use serde_json::{Map, Value};

use crate::problem::FieldProblem;
use crate::settings::SalesforceSettings;

pub use cause::{Cause, ErrorCode};
pub use create::CreatedCase;
pub use credentials::{Credentials, CredentialsError};
pub use domain::{DomainError, SANDBOX_DOMAIN, SandboxOrg};
pub use gate::Gate;
pub use look_up::{CaseComment, CaseStatus};
pub use transport::TransportError;
pub use update::UpdatedCase;
pub use vault::{KeySource, Vault, VaultError};

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrgError {
    /// No case matches number and email: unknown, another's, or more than one.
    NotFound,
    /// Salesforce's rules or the operator's settings don't allow these values.
    Invalid(Vec<FieldProblem>),
    /// Salesforce could not be used.
    Unavailable(Cause),
}

impl From<Cause> for OrgError {
    fn from(cause: Cause) -> OrgError {
        OrgError::Unavailable(cause)
    }
}

impl OrgError {
    fn invalid(problem: FieldProblem) -> OrgError {
        OrgError::Invalid(vec![problem])
    }
}

/// A Salesforce org.
pub struct Org {
    rest: rest::Rest,
    settings: SalesforceSettings,
}

impl Org {
    /// The org of these settings, with the credentials of this vault. Nothing is called yet.
    pub fn new(settings: &SalesforceSettings, vault: Vault) -> Result<Org, TransportError> {
        Ok(Org {
            rest: rest::Rest::new(settings, vault)?,
            settings: settings.clone(),
        })
    }

    /// Logs in, unless there is a session already.
    pub async fn log_in(&self) -> Result<(), Cause> {
        self.in_time(self.rest.log_in()).await
    }

    /// A case's state and published comments, for who knows its number and its email.
    pub async fn look_up(&self, case_number: &str, email: &str) -> Result<CaseStatus, OrgError> {
        let width = self.settings.case_number_width;
        let found = look_up::find(&self.rest, width, case_number, email);
        Ok(self.in_time(found).await?.status)
    }

    /// Creates a case from a context (R7), or has a flow create it (R8).
    pub async fn create(&self, context: &Map<String, Value>) -> Result<CreatedCase, OrgError> {
        let (rest, settings) = (&self.rest, &self.settings);
        match context.get("flowName") {
            None => {
                let created = create::create(rest, &settings.case_defaults, context);
                self.in_time(created).await
            }
            Some(name) => {
                let created = flow::run(rest, &settings.flows, name, context);
                self.in_time(created).await
            }
        }
    }

    /// The case of an earlier creation from this context, begun at `since` (seconds since 1970)
    /// or later, whose answer was lost; `None` where there is none.
    pub async fn created_since(
        &self,
        context: &Map<String, Value>,
        since: u64,
    ) -> Result<Option<CreatedCase>, Cause> {
        self.in_time(created_before::find(&self.rest, context, since))
            .await
    }

    /// Changes fields of a case, for who knows its number and its email (R9).
    pub async fn update(
        &self,
        case_number: &str,
        email: &str,
        updates: &Map<String, Value>,
    ) -> Result<UpdatedCase, OrgError> {
        update::check(&self.settings.updates, updates)?;
        let width = self.settings.case_number_width;
        self.in_time(async {
            let found = look_up::find(&self.rest, width, case_number, email).await?;
            update::write(&self.rest, found, updates).await
        })
        .await
    }

    /// However many calls a request needs, its answer comes before a browser gives up.
    async fn in_time<T, E: From<Cause>>(
        &self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let total = Duration::from_secs(self.settings.total_seconds);
        tokio::time::timeout(total, work)
            .await
            .unwrap_or_else(|_| Err(Cause::TimedOut.into()))
    }
}
