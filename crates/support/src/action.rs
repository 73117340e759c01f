//! What is to be done next, and how it is written as JSON.

use casement_form::{Object, Value};

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
    /// Open a form in the conversation. Where it is open already, a shell keeps what was typed into
    /// it, fills what is empty from `prefill`, and leads the visitor to it.
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
        /// The email.
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
    /// A case was changed (R9).
    CaseUpdated,
    /// No such case (R16, R23).
    NotFound,
    /// A tool failed, or what was submitted can't be accepted (R10, R13).
    Failure,
    /// Handing over (R21).
    Handoff,
}

impl SayKind {
    /// Its name in JSON: `greeting`, `caseStatus` ...
    pub const fn name(self) -> &'static str {
        match self {
            SayKind::Greeting => "greeting",
            SayKind::Info => "info",
            SayKind::CaseCreated => "caseCreated",
            SayKind::CaseStatus => "caseStatus",
            SayKind::CaseUpdated => "caseUpdated",
            SayKind::NotFound => "notFound",
            SayKind::Failure => "failure",
            SayKind::Handoff => "handoff",
        }
    }
}

impl Action {
    /// The action's JSON form, as in `casement converse`.
    ///
    /// ```
    /// use casement_support::{Action, Intent};
    /// let action = Action::OfferChoices(vec![Intent::CreateCase]);
    /// assert_eq!(action.to_json(), r#"{"offerChoices":["createCase"]}"#);
    /// ```
    pub fn to_json(&self) -> String {
        self.to_value().to_json()
    }

    /// The same as a value: an object with one member, the action's name.
    pub fn to_value(&self) -> Value {
        let (name, body) = match self {
            Action::Say { text, kind } => (
                "say",
                object([("text", text.as_str().into()), ("kind", kind.name().into())]),
            ),
            Action::ShowForm { form, prefill } => (
                "showForm",
                object([
                    ("form", form.as_str().into()),
                    ("prefill", prefill.clone().into()),
                ]),
            ),
            Action::CallTool { tool, arguments } => (
                "callTool",
                object([
                    ("tool", tool.tool().name.into()),
                    ("arguments", arguments.clone().into()),
                ]),
            ),
            Action::AskConsent { text } => ("askConsent", object([("text", text.as_str().into())])),
            Action::OfferChoices(intents) => {
                let names: Vec<Value> = intents.iter().map(|i| i.name().into()).collect();
                ("offerChoices", names.into())
            }
            Action::Handoff {
                email,
                case_number,
                directive,
            } => (
                "handoff",
                object([
                    ("email", email.as_str().into()),
                    ("CaseNumber", case_number.as_str().into()),
                    ("directive", directive.as_str().into()),
                ]),
            ),
        };
        object([(name, body)])
    }
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    members.into_iter().collect::<Object>().into()
}
