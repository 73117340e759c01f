//! The three tools (R6–R9): one table for HTTP, prompt and schemas.
//!
//! Nothing here calls a tool: the table says what a call must look like, [`ToolKey::check`] holds a
//! call to it, and [`results`](self) makes what came back into types that hold what the next step needs.

mod check;
mod results;
mod schema;
mod table;

use casement_form::{Object, Value};

use crate::FormProblem;

pub(crate) use check::is_api_name;
pub use results::{CaseComment, CaseCreated, CaseInfo, CaseUpdated};
pub(crate) use table::max_chars;
pub use table::{Argument, Shape, Tool};

/// A tool's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ToolKey {
    /// `salesforceCaseManagement` → `salesforce_case_info(caseNumber, email)`.
    CaseManagement,
    /// `salesforceCaseCreation` → `salesforce_case_creation(context)`.
    CaseCreation,
    /// `salesforceCaseUpdate` → `salesforce_update_case(caseNumber, updates)`.
    CaseUpdate,
}

impl ToolKey {
    /// All tools.
    pub const ALL: [ToolKey; 3] = [
        ToolKey::CaseManagement,
        ToolKey::CaseCreation,
        ToolKey::CaseUpdate,
    ];

    /// Its row.
    pub fn tool(self) -> &'static Tool {
        match self {
            ToolKey::CaseManagement => &table::CASE_MANAGEMENT,
            ToolKey::CaseCreation => &table::CASE_CREATION,
            ToolKey::CaseUpdate => &table::CASE_UPDATE,
        }
    }

    /// From its name.
    pub fn from_name(name: &str) -> Option<ToolKey> {
        Self::ALL.into_iter().find(|key| key.tool().name == name)
    }

    /// Checks arguments (R7–R10), in the browser before calling and in the proxy before Salesforce:
    /// shape, unknown keys, email syntax, lengths. Values come back as they were given.
    ///
    /// # Errors
    /// One problem per key that is wrong: `tool/missing`, `tool/unknown-key`, `tool/not-text`,
    /// `tool/empty`, `tool/too-long`, `tool/control-character`, `tool/email`, `tool/case-number`,
    /// `tool/name`, `tool/not-an-object`, `tool/no-changes`, `tool/too-many`, `tool/not-a-value`.
    /// `question` is the key itself (`email`), for a key of the context or of the updates too.
    pub fn check(self, arguments: &Value) -> Result<Object, Vec<FormProblem>> {
        check::check(self.tool(), arguments)
    }

    /// The JSON schema (2020-12) of its arguments, made from the same table.
    pub fn schema(self) -> Value {
        schema::of(self.tool())
    }
}
