//! What the tests of conversations share: a host that stands still, and a conversation on it.

pub(crate) mod script;

use std::rc::Rc;

use casement_support::form::{Host, Regex};
use casement_support::{Conversation, FormCatalog};

/// The world of the tests: it is always the same moment in UTC.
pub(crate) struct StillHost;

/// No form of the workflow has a regular expression.
struct NoRegex;

impl Regex for NoRegex {
    fn test(&self, _text: &str) -> bool {
        false
    }
}

impl Host for StillHost {
    fn now(&self) -> f64 {
        1_764_000_000_000.0
    }
    fn offset_at(&self, _utc_ms: f64) -> f64 {
        0.0
    }
    fn regex(&self, _pattern: &str, _case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        Ok(Box::new(NoRegex))
    }
}

pub(crate) fn host() -> Rc<dyn Host> {
    Rc::new(StillHost)
}

pub(crate) fn conversation() -> Conversation {
    Conversation::new(FormCatalog::standard(), host())
}
