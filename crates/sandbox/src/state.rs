//! The org behind its protocols: configuration, records, sessions, clock.
//!
//! One value, changed by one request at a time. Knows nothing of HTTP or XML.

use std::collections::VecDeque;

use serde_json::Value;

use crate::config::{OrgConfig, OrgUser};
use crate::control::CallLog;
use crate::faults::Faults;
use crate::ids;
use crate::moment::{self, Clock, Millis};
use crate::seed;
use crate::sessions::Sessions;
use crate::store::{Row, Store};

/// A query whose rows did not fit into one answer.
#[derive(Debug)]
pub(crate) struct Cursor {
    pub(crate) id: String,
    pub(crate) username: String,
    pub(crate) rows: Vec<Value>,
    pub(crate) batch: usize,
}

/// How many cursors a user may hold; opening one more drops the oldest.
pub(crate) const CURSORS: usize = 10;

/// Length of the field CaseNumber.
const LONGEST_NUMBER: usize = 30;

/// Everything that an org knows.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) config: OrgConfig,
    pub(crate) store: Store,
    pub(crate) sessions: Sessions,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) calls: CallLog,
    pub(crate) cursors: VecDeque<Cursor>,
    pub(crate) cursor_count: u64,
    /// API calls counted against the daily limit.
    pub(crate) usage: u64,
    initial: OrgConfig,
}

impl State {
    /// A new org with the demonstration records.
    pub(crate) fn new(config: OrgConfig) -> Self {
        let mut state = State {
            initial: config.clone(),
            config,
            store: Store::new(),
            sessions: Sessions::default(),
            clock: Clock::default(),
            faults: Faults::default(),
            calls: CallLog::default(),
            cursors: VecDeque::new(),
            cursor_count: 0,
            usage: 0,
        };
        seed::demonstration(&mut state);
        state
    }

    /// Back to how the org was when it was made.
    pub(crate) fn reset(&mut self) {
        *self = State::new(self.initial.clone());
    }

    pub(crate) fn now(&mut self) -> Millis {
        self.clock.now()
    }

    /// The present moment as fields hold it.
    pub(crate) fn stamp(&mut self) -> String {
        moment::write(self.clock.now())
    }

    /// The organization's 18-character id.
    pub(crate) fn organization_id(&self) -> String {
        ids::numbered("00D", 0xA11CE)
    }

    /// The configured user of that name.
    pub(crate) fn user(&self, username: &str) -> Option<&OrgUser> {
        self.config
            .users
            .iter()
            .find(|user| user.username.eq_ignore_ascii_case(username))
    }

    /// The record of a user.
    pub(crate) fn user_row(&self, username: &str) -> Option<&Row> {
        self.store.rows("User").iter().find(|row| {
            row.get("Username")
                .and_then(Value::as_str)
                .is_some_and(|name| name.eq_ignore_ascii_case(username))
        })
    }

    /// Whether a status means that the case is closed.
    pub(crate) fn closes(&self, status: &str) -> bool {
        self.config
            .picklist("Case", "Status")
            .iter()
            .any(|value| value.closed && value.value.eq_ignore_ascii_case(status))
    }

    /// A case number in the org's format.
    pub(crate) fn case_number(&self, number: u64) -> String {
        let width = self.config.case_number_width.min(LONGEST_NUMBER);
        format!("{number:0width$}")
    }
}
