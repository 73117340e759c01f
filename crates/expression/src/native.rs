//! A host for everything that runs outside a browser. Feature `native`.
//!
//! Reads no clock: now is given.

use crate::{Host, NativeRegex, Regex};

/// A host whose clock stands still, at a fixed offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NativeHost {
    /// Now, in milliseconds since 1970-01-01T00:00Z.
    pub now: f64,
    /// Minutes to add to UTC for local time.
    pub offset: f64,
}

impl NativeHost {
    /// A host in UTC.
    pub const fn utc(now: f64) -> Self {
        Self { now, offset: 0.0 }
    }
}

impl Host for NativeHost {
    fn now(&self) -> f64 {
        self.now
    }

    fn offset_at(&self, _utc_ms: f64) -> f64 {
        self.offset
    }

    fn regex(&self, pattern: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        NativeRegex::new(pattern, case_insensitive).map(|regex| Box::new(regex) as Box<dyn Regex>)
    }
}
