//! A regular-expression engine with JavaScript's semantics and a host around it, for everything
//! that runs outside a browser. Feature `regress`.
//!
//! Reads no clock: now is given.

use crate::{Host, Regex};

/// How long a pattern may be, in bytes.
const MAX_PATTERN: usize = 4096;

/// How long a text may be that is tested, in bytes. Longer ones don't match.
const MAX_TEXT: usize = 1 << 16;

/// A JavaScript regular expression, by the `regress` crate.
///
/// The engine backtracks, as browsers' do, and has no bound on its steps. What bounds it is the
/// length of pattern (4 KiB) and text (64 KiB): patterns such as `(a+)+$` can still take very
/// long on a text of some dozen characters. Whoever takes patterns from strangers must run them
/// where they can be stopped.
#[derive(Clone, Debug)]
pub struct NativeRegex(regress::Regex);

impl NativeRegex {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// The engine's words where the pattern is invalid or too long.
    pub fn new(pattern: &str, case_insensitive: bool) -> Result<Self, String> {
        if pattern.len() > MAX_PATTERN {
            return Err("the pattern is too long".to_owned());
        }
        let flags = regress::Flags {
            icase: case_insensitive,
            ..regress::Flags::default()
        };
        regress::Regex::with_flags(pattern, flags)
            .map(Self)
            .map_err(|error| error.to_string())
    }
}

impl Regex for NativeRegex {
    fn test(&self, text: &str) -> bool {
        text.len() <= MAX_TEXT && self.0.find(text).is_some()
    }
}

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
