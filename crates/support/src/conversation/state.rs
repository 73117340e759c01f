//! Where a conversation stands: forms on the screen, what is awaited, and what was typed in vain.

use casement_form::Object;

use super::known::Known;
use crate::tools::ToolKey;
use crate::{CaseNumber, Email, Event};

/// One session (R28: a new one begins as `Session::default()`).
#[derive(Debug, Default)]
pub(super) struct Session {
    pub(super) known: Known,
    pub(super) awaited: Awaited,
    /// The forms that were opened and neither sent nor closed.
    pub(super) open: Vec<OpenForm>,
    /// The last submission that came to nothing (R13: what was typed is kept).
    pub(super) draft: Option<Draft>,
}

/// What must come next before anything else is begun.
#[derive(Debug, Default)]
pub(super) enum Awaited {
    /// Nothing: the visitor is free.
    #[default]
    Nothing,
    /// A tool's answer (R12).
    Tool(Box<Call>),
    /// The visitor's consent.
    Consent(Question),
    /// Whether to create a case, after none was found (R23).
    NewCase,
    /// The live agent: the directive is issued, the assistant's part is over (R21).
    LiveAgent,
}

/// What consent was asked for.
#[derive(Debug)]
pub(super) enum Question {
    /// Whether to hand over (R26).
    LiveAgent {
        /// As it was asked, to be asked again.
        text: String,
    },
    /// Whether to change a case (R9).
    Update {
        /// As it was asked, to be asked again.
        text: String,
        /// The call that is made on consent.
        call: Box<Call>,
    },
}

/// A call of a tool: checked, and not yet answered.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) tool: ToolKey,
    pub(super) arguments: Object,
    pub(super) goal: Goal,
    /// The submission that it came from.
    pub(super) draft: Draft,
    /// The values sent, in case the tool doesn't return them.
    pub(super) email: Option<Email>,
    pub(super) case_number: Option<CaseNumber>,
    /// What the visitor asked for while waiting.
    pub(super) next: Option<Event>,
}

/// A submission's answers, as they were typed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub(super) form: String,
    pub(super) answers: Object,
}

/// A form on the screen.
#[derive(Debug)]
pub(super) struct OpenForm {
    pub(super) key_name: String,
    pub(super) goal: Goal,
}

/// What a form and the call that follows it are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// To open a case (R18).
    CreateCase,
    /// To show a case's status (R15).
    CaseStatus,
    /// To hand over to a live agent (R22).
    LiveAgent,
    /// To change a case (R9).
    UpdateCase,
}
