//! What stands in the conversation's log.

use casement_support::{Intent, SayKind};

use crate::card::FormCard;

/// One entry of the log.
pub(crate) struct Item {
    /// Unique in the window, in the order of time.
    pub(crate) id: u32,
    pub(crate) content: Content,
}

/// What an entry shows.
#[derive(Clone)]
pub(crate) enum Content {
    /// The visitor's own words.
    Visitor(String),
    /// The conversation's words.
    Said {
        kind: SayKind,
        text: String,
        /// Whether the same submission can be sent again with one click.
        retry: bool,
    },
    /// A case number to keep.
    CaseNumber(String),
    /// A form to fill in.
    Form(FormCard),
    /// Buttons for what the visitor may want.
    Choices(Vec<Intent>),
    /// A question with yes and no.
    Consent(String),
    /// A person takes over.
    Handoff { email: String, case_number: String },
}

impl Content {
    /// Buttons that are out of date as soon as the visitor has gone on.
    pub(crate) const fn is_question(&self) -> bool {
        matches!(self, Content::Choices(_) | Content::Consent(_))
    }
}
