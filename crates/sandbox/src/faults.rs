//! Faults on demand: which calls fail, how, and how often.
//!
//! Holds and matches rules; the server carries them out.

use serde::{Deserialize, Serialize};

use crate::wire::{Problem, Reply};

/// One rule. With no way to fail given, a call that matches is only slowed down.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Fault {
    /// The method it is for; every method when left out.
    pub(crate) method: Option<String>,
    /// A part of the path; every path when left out.
    pub(crate) path: Option<String>,
    /// Calls that match and pass before it strikes.
    pub(crate) after_n: u32,
    /// Strikes one time, then is gone.
    pub(crate) once: bool,
    /// Milliseconds to wait first.
    pub(crate) latency_ms: u64,
    /// HTTP status; alone it gives an empty body.
    pub(crate) status: Option<u16>,
    /// Error code of the answer.
    pub(crate) error_code: Option<String>,
    /// Message beside the error code.
    pub(crate) message: Option<String>,
    /// An HTML page instead of JSON.
    pub(crate) html: Option<String>,
    /// Closes the connection without an answer.
    pub(crate) drop_connection: Option<Drop>,
}

/// When the connection is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Drop {
    /// Before anything is done.
    BeforeCommit,
    /// When the work is done and kept, and only the answer is missing.
    AfterCommit,
}

/// Largest latency of a rule: a minute.
const SLOWEST: u64 = 60_000;

impl Fault {
    /// What is wrong with a rule, if anything is.
    pub(crate) fn mistake(&self) -> Option<&'static str> {
        if self
            .status
            .is_some_and(|status| !(200..=599).contains(&status))
        {
            Some("status must be between 200 and 599")
        } else if self.latency_ms > SLOWEST {
            Some("latencyMs must be at most 60000")
        } else {
            None
        }
    }

    /// The answer that takes the place of the org's, if the rule gives one.
    pub(crate) fn reply(&self, soap: bool) -> Option<Reply> {
        if let Some(html) = &self.html {
            return Some(Reply::html(self.status.unwrap_or(503), html.clone()));
        }
        if let Some(code) = &self.error_code {
            let message = self.message.as_deref().unwrap_or(code);
            return Some(if soap {
                crate::soap::fault(code, message)
            } else {
                Problem::new(
                    self.status.unwrap_or_else(|| usual_status(code)),
                    code,
                    message,
                )
                .into()
            });
        }
        self.status.map(Reply::empty)
    }
}

fn usual_status(code: &str) -> u16 {
    match code {
        "INVALID_SESSION_ID" | "INVALID_AUTH_HEADER" => 401,
        "REQUEST_LIMIT_EXCEEDED"
        | "API_DISABLED_FOR_ORG"
        | "API_CURRENTLY_DISABLED"
        | "FUNCTIONALITY_NOT_ENABLED" => 403,
        "NOT_FOUND" | "ENTITY_IS_DELETED" | "INVALID_CROSS_REFERENCE_KEY" | "URL_NOT_RESET" => 404,
        "UNKNOWN_EXCEPTION" => 500,
        "SERVER_UNAVAILABLE" => 503,
        _ => 400,
    }
}

/// The rules in force.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Vec<(Fault, u32)>,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.rules.push((fault, 0));
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    pub(crate) fn list(&self) -> impl Iterator<Item = &Fault> {
        self.rules.iter().map(|(fault, _)| fault)
    }

    /// The first rule that strikes this call.
    pub(crate) fn strike(&mut self, method: &str, path: &str) -> Option<Fault> {
        let mut struck = None;
        for (place, (fault, seen)) in self.rules.iter_mut().enumerate() {
            let fits = fault
                .method
                .as_deref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
                && fault
                    .path
                    .as_deref()
                    .is_none_or(|wanted| path.contains(wanted));
            if !fits {
                continue;
            }
            if *seen < fault.after_n {
                *seen += 1;
                continue;
            }
            struck = Some((place, fault.clone()));
            break;
        }
        let (place, fault) = struck?;
        if fault.once {
            self.rules.remove(place);
        }
        Some(fault)
    }
}
