//! What is to be done next.

use casement_form::Object;

use crate::{Intent, ToolKey};

/// One thing to do, in the order given.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Say something to the visitor.
    Say {
        /// Plain text, lines divided by `\n`; comments are bullet points (`- ...`).
        text: String,
        /// What it is about, for its looks.
        kind: SayKind,
    },
    /// Open a form in the conversation.
    ShowForm {
        /// Its key name.
        form: String,
        /// Answers to begin with.
        prefill: Object,
    },
    /// Call a tool, and answer with `Event::ToolResult`.
    CallTool {
        /// Which.
        tool: ToolKey,
        /// Its arguments, as R6–R9 say.
        arguments: Object,
    },
    /// Ask for consent; answered by `Event::Consent`.
    AskConsent {
        /// The question.
        text: String,
    },
    /// Offer choices; answered by `Event::Choose`.
    OfferChoices(Vec<Intent>),
    /// Hand over to a live agent.
    Handoff {
        /// The proven email.
        email: String,
        /// The case.
        case_number: String,
        /// The directive of R20, rendered.
        directive: String,
    },
}

/// What a [`Action::Say`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SayKind {
    /// A greeting.
    Greeting,
    /// Something to know.
    Info,
    /// A case was created (R18): the case number stands in the text.
    CaseCreated,
    /// A case's comments and summary (R17).
    CaseStatus,
    /// No such case (R16, R23).
    NotFound,
    /// A tool failed (R13).
    Failure,
    /// Handing over (R21).
    Handoff,
}

impl Action {
    /// The action's JSON form, as in `casement converse`.
    pub fn to_json(&self) -> String { todo!() }
}
