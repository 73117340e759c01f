//! Why a command can't go on: one sentence on what went wrong, and what to do about it.

use std::fmt;

/// The result of a step.
pub(crate) type Result<T> = std::result::Result<T, Stop>;

/// The reason to stop, in words for the person at the terminal.
#[derive(Debug)]
pub(crate) struct Stop {
    what: String,
    help: Option<String>,
}

impl Stop {
    /// Stops with what went wrong.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            help: None,
        }
    }

    /// Adds what the person can do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// Turns an error of the standard library into a stop that says what was being done.
pub(crate) trait While<T> {
    /// `doing` completes the sentence "could not …".
    fn or_stop(self, doing: impl FnOnce() -> String) -> Result<T>;
}

impl<T, E: fmt::Display> While<T> for std::result::Result<T, E> {
    fn or_stop(self, doing: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|error| Stop::new(format!("could not {}: {error}", doing())))
    }
}
