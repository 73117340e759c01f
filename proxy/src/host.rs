//! The world as forms may see it on the server: the machine's clock in UTC, and JavaScript's
//! regular expressions by `regress`.

use std::time::{SystemTime, UNIX_EPOCH};

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
        let flags = if case_insensitive { "i" } else { "" };
        regress::Regex::with_flags(pattern, flags)
            .map(|regex| Box::new(Compiled(regex)) as Box<dyn Regex>)
            .map_err(|error| error.to_string())
    }
}

struct Compiled(regress::Regex);

impl Regex for Compiled {
    fn test(&self, text: &str) -> bool {
        self.0.find(text).is_some()
    }
}
