//! The world as forms may see it on the server: the machine's clock in UTC, and JavaScript's
//! regular expressions, which can't run away.

use std::time::{SystemTime, UNIX_EPOCH};

use casement_support::form::expression::NativeRegex;
use casement_support::form::{Host, Regex};

/// The server's [`Host`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ServerHost;

impl Host for ServerHost {
    fn now(&self) -> f64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map(|since| since.as_millis() as f64)
            .unwrap_or(0.0)
    }

    fn offset_at(&self, _utc_ms: f64) -> f64 {
        0.0
    }

    fn regex(&self, pattern: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        NativeRegex::new(pattern, case_insensitive).map(|regex| Box::new(regex) as Box<dyn Regex>)
    }
}
