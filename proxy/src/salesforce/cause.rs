//! Why Salesforce could not be used. For the operator's log and terminal, never for a browser.
//!
//! No text from Salesforce gets into a cause, and nothing that a visitor typed: only codes and
//! numbers. Salesforce's messages repeat values and queries.

use std::fmt;

use super::domain::DomainError;
use super::gate::Gate;
use super::vault::VaultError;

/// Why Salesforce could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// The stored credentials can't be had.
    #[error("{0}")]
    Vault(#[from] VaultError),
    /// The org's address isn't acceptable.
    #[error("{0}")]
    Domain(#[from] DomainError),
    /// The login was refused.
    #[error("Salesforce refused the login ({}): {}", .0.code, .0.advice)]
    Login(&'static Gate),
    /// No login is tried for a while after a refused one.
    #[error(
        "no login is tried for {seconds} more seconds, because Salesforce refused the last one ({}): {}",
        .gate.code, .gate.advice
    )]
    Resting {
        /// The gate that stopped the last one.
        gate: &'static Gate,
        /// How long it lasts.
        seconds: u64,
    },
    /// No connection.
    #[error("the org could not be reached")]
    Unreachable,
    /// No answer in time. What was asked for may have been done.
    #[error("the org did not answer in time")]
    TimedOut,
    /// The connection ended before the answer did. What was asked for may have been done.
    #[error("the connection to the org broke off")]
    BrokenOff,
    /// Too many calls at the same time.
    #[error("too many calls to the org are under way")]
    Busy,
    /// An answer over the limit.
    #[error("the org's answer was too large")]
    AnswerTooLarge,
    /// A page of HTML, for instance, from a proxy or during maintenance.
    #[error("the org answered with status {status} and no {expected}")]
    NotUnderstood {
        /// The HTTP status.
        status: u16,
        /// What was expected.
        expected: &'static str,
    },
    /// An error of the API.
    #[error("the org refused the call with status {status}: {code}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Salesforce's `errorCode`.
        code: ErrorCode,
    },
    /// An answer without what it must hold.
    #[error("the org's answer lacks {0}")]
    Lacks(&'static str),
}

impl Cause {
    /// Whether what was asked for may have been done all the same.
    pub fn leaves_open_what_happened(&self) -> bool {
        match self {
            Cause::TimedOut
            | Cause::BrokenOff
            | Cause::AnswerTooLarge
            | Cause::NotUnderstood { .. }
            | Cause::Lacks(_) => true,
            Cause::Refused { status, .. } => *status >= 500,
            Cause::Vault(_)
            | Cause::Domain(_)
            | Cause::Login(_)
            | Cause::Resting { .. }
            | Cause::Unreachable
            | Cause::Busy => false,
        }
    }
}

/// An `errorCode` of Salesforce: capitals, digits and `_`, nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorCode(String);

impl ErrorCode {
    /// Takes what looks like a code; anything else becomes `UNKNOWN`.
    pub(super) fn new(text: &str) -> ErrorCode {
        let plausible = (1..=80).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        ErrorCode(String::from(if plausible { text } else { "UNKNOWN" }))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
