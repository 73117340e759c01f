//! What is wrong with an answer.

use crate::Severity;

/// One error or notice beside a question, panel or page.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    /// SurveyJS's error type: `required`, `custom`, `requirenumeric` ... (reference 5.2).
    pub kind: &'static str,
    /// The text, from the definition or the message catalogue, with `{name}` filled in.
    pub text: String,
    /// The text before `{name}` was filled in: what survey-core's `getText()` gives.
    pub template: String,
    /// `Error` blocks; `Warning` and `Info` are notices.
    pub severity: Severity,
}
