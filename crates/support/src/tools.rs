//! The three tools (R6–R9): one table for HTTP, prompt and schemas.

use casement_form::{Object, Value};

use crate::FormProblem;

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

/// A row of the tool table.
#[derive(Debug)]
pub struct Tool {
    /// The key.
    pub key: ToolKey,
    /// `salesforceCaseManagement` ...: also the last part of its URL, `/api/<name>`.
    pub name: &'static str,
    /// `salesforce_case_info` ...
    pub function: &'static str,
    /// What it does.
    pub doc: &'static str,
}

impl ToolKey {
    /// All tools.
    pub const ALL: [ToolKey; 3] = [ToolKey::CaseManagement, ToolKey::CaseCreation, ToolKey::CaseUpdate];
    /// Its row.
    pub fn tool(self) -> &'static Tool { todo!() }
    /// From its name.
    pub fn from_name(_name: &str) -> Option<ToolKey> { todo!() }
    /// Checks arguments (R7–R10), in the browser before calling and in the proxy before Salesforce:
    /// shape, unknown keys, email syntax, lengths.
    pub fn check(self, _arguments: &Value) -> Result<Object, Vec<FormProblem>> { todo!() }
}
