//! What can happen in a conversation.

use casement_form::{Object, Value};

use crate::ToolKey;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The visitor typed something.
    Say(String),
    /// The visitor chose one of the offered choices.
    Choose(Intent),
    /// A form was submitted.
    Submit {
        /// Its key name, such as `Create_case`.
        form: String,
        /// The answers by question name.
        answers: Object,
    },
    /// A form was closed without submitting.
    Dismiss {
        /// Its key name.
        form: String,
    },
    /// A tool answered.
    ToolResult {
        /// Which tool.
        tool: ToolKey,
        /// Its result, or why there is none.
        outcome: Result<Value, ToolError>,
    },
    /// The host's assistant finds that a person should take over.
    OfferLiveAgent {
        /// Why, in words for the visitor.
        reason: String,
    },
    /// The visitor's answer to a question for consent.
    Consent(bool),
    /// A new session begins: nothing is known.
    NewSession,
}

/// What a visitor wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Intent {
    /// Open a case: `createCase`.
    CreateCase,
    /// Ask for a case's status and comments: `caseStatus`.
    CaseStatus,
    /// Talk to a person: `liveAgent`.
    LiveAgent,
}

/// Why a tool gave no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToolError {
    /// No such case for this email: `notFound`.
    NotFound,
    /// The request was refused as invalid: `invalid`.
    Invalid,
    /// The tool could not be reached or failed: `unavailable`.
    Unavailable,
}

impl Event {
    /// Reads the event's JSON form, as in `casement converse`: `{"say":"..."}`, `{"choose":"createCase"}` ...
    pub fn from_json(_text: &str) -> Result<Event, String> { todo!() }
}
