//! The window's own texts. What the conversation says comes from `casement-support`.

use casement_support::{Intent, ToolKey};

pub(crate) const LOG: &str = "Conversation";
pub(crate) const COMPOSER: &str = "Your message";
pub(crate) const COMPOSER_HINT: &str = "Write a message…";
pub(crate) const SEND: &str = "Send";
pub(crate) const CHOICES: &str = "What would you like to do?";
pub(crate) const YES: &str = "Yes, please";
pub(crate) const NO: &str = "No, thank you";
pub(crate) const LEAVE_FORM: &str = "Cancel";
pub(crate) const SENDING: &str = "Sending…";
pub(crate) const SENT: &str = "Sent";
pub(crate) const CASE_NUMBER: &str = "Case number";
pub(crate) const COPY: &str = "Copy";
pub(crate) const COPY_NUMBER: &str = "Copy case number";
pub(crate) const COPIED: &str = "Copied";
pub(crate) const COPY_BY_HAND: &str = "Selected: copy it with your keyboard";
pub(crate) const RETRY: &str = "Try again";
pub(crate) const HANDOFF: &str = "Connecting you with a live agent";
pub(crate) const EMAIL: &str = "Email";
pub(crate) const BY_VISITOR: &str = "You: ";
pub(crate) const BY_ASSISTANT: &str = "Support: ";

/// The text of a choice's button, and what the visitor then has said.
pub(crate) const fn choice(intent: Intent) -> &'static str {
    match intent {
        Intent::CreateCase => "Open a support case",
        Intent::CaseStatus => "Check a case’s status",
        Intent::LiveAgent => "Talk to a live agent",
    }
}

/// What is going on while a tool works.
pub(crate) const fn waiting(tool: ToolKey) -> &'static str {
    match tool {
        ToolKey::CaseManagement => "Looking up your case…",
        ToolKey::CaseCreation => "Submitting your case…",
        ToolKey::CaseUpdate => "Changing your case…",
    }
}
