//! What can happen in a conversation, and how it is written as JSON.
//!
//! The JSON is read strictly: one member that names the event, and nothing that isn't known.

use casement_form::expression::json::{self, Arena, Kind, Node};
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

impl Intent {
    /// All, in the order in which they are offered.
    pub const ALL: [Intent; 3] = [Intent::CreateCase, Intent::CaseStatus, Intent::LiveAgent];

    /// `createCase`, `caseStatus`, `liveAgent`.
    pub const fn name(self) -> &'static str {
        match self {
            Intent::CreateCase => "createCase",
            Intent::CaseStatus => "caseStatus",
            Intent::LiveAgent => "liveAgent",
        }
    }

    /// From its name.
    pub fn from_name(name: &str) -> Option<Intent> {
        Self::ALL.into_iter().find(|intent| intent.name() == name)
    }
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

impl ToolError {
    /// All.
    pub const ALL: [ToolError; 3] = [
        ToolError::NotFound,
        ToolError::Invalid,
        ToolError::Unavailable,
    ];

    /// `notFound`, `invalid`, `unavailable`.
    pub const fn name(self) -> &'static str {
        match self {
            ToolError::NotFound => "notFound",
            ToolError::Invalid => "invalid",
            ToolError::Unavailable => "unavailable",
        }
    }

    /// From its name.
    pub fn from_name(name: &str) -> Option<ToolError> {
        Self::ALL.into_iter().find(|error| error.name() == name)
    }
}

/// Why a text is no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventError {
    /// `event/json`, `event/unknown` or `event/malformed`: stable.
    pub code: &'static str,
    /// English text.
    pub message: String,
}

impl std::fmt::Display for EventError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EventError {}

impl From<EventError> for String {
    fn from(error: EventError) -> String {
        error.message
    }
}

impl Event {
    /// Reads the event's JSON form, as in `casement converse`.
    ///
    /// ```
    /// use casement_support::{Event, Intent};
    /// let event = Event::from_json(r#"{"choose":"createCase"}"#);
    /// assert_eq!(event, Ok(Event::Choose(Intent::CreateCase)));
    /// assert_eq!(Event::from_json(r#"{"shout":"hi"}"#).unwrap_err().code, "event/unknown");
    /// ```
    pub fn from_json(text: &str) -> Result<Event, EventError> {
        let arena = Arena::default();
        let node = json::parse(text, &arena).map_err(|error| EventError {
            code: "event/json",
            message: format!("not JSON at byte {}: {}", error.at, error.code),
        })?;
        let Kind::Object(members) = node.kind else {
            return Err(malformed("an event is an object with one member"));
        };
        let [member] = members else {
            return Err(malformed("an event has exactly one member, its name"));
        };
        let body = &member.value;
        match member.key {
            "say" => text_of(body, "say").map(Event::Say),
            "choose" => Intent::from_name(&text_of(body, "choose")?)
                .map(Event::Choose)
                .ok_or_else(|| malformed("choose is createCase, caseStatus or liveAgent")),
            "submit" => {
                let [form, answers] = members_of(body, "submit", ["form", "answers"])?;
                Ok(Event::Submit {
                    form: text_of(form, "submit.form")?,
                    answers: object_of(answers, "submit.answers")?,
                })
            }
            "dismiss" => {
                let [form] = members_of(body, "dismiss", ["form"])?;
                Ok(Event::Dismiss {
                    form: text_of(form, "dismiss.form")?,
                })
            }
            "toolResult" => tool_result(body),
            "offerLiveAgent" => {
                let [reason] = members_of(body, "offerLiveAgent", ["reason"])?;
                Ok(Event::OfferLiveAgent {
                    reason: text_of(reason, "offerLiveAgent.reason")?,
                })
            }
            "consent" => bool_of(body, "consent").map(Event::Consent),
            "newSession" if bool_of(body, "newSession")? => Ok(Event::NewSession),
            "newSession" => Err(malformed("newSession is true")),
            other => Err(EventError {
                code: "event/unknown",
                message: format!("there is no event {other:?}"),
            }),
        }
    }
}

fn tool_result(body: &Node) -> Result<Event, EventError> {
    let ok = body
        .get("ok")
        .ok_or_else(|| malformed("toolResult.ok is missing"))
        .and_then(|node| bool_of(node, "toolResult.ok"))?;
    let last = if ok { "result" } else { "error" };
    let [tool, _, last] = members_of(body, "toolResult", ["tool", "ok", last])?;
    let tool = ToolKey::from_name(&text_of(tool, "toolResult.tool")?)
        .ok_or_else(|| malformed("toolResult.tool is no tool's key"))?;
    let outcome = if ok {
        Ok(last.to_value())
    } else {
        let [code] = members_of(last, "toolResult.error", ["code"])?;
        let error = ToolError::from_name(&text_of(code, "toolResult.error.code")?);
        Err(error.ok_or_else(|| {
            malformed("toolResult.error.code is notFound, invalid or unavailable")
        })?)
    };
    Ok(Event::ToolResult { tool, outcome })
}

fn malformed(message: impl Into<String>) -> EventError {
    EventError {
        code: "event/malformed",
        message: message.into(),
    }
}

fn text_of(node: &Node, path: &str) -> Result<String, EventError> {
    match &node.kind {
        Kind::String(text) => Ok(text.to_string()),
        _ => Err(malformed(format!("{path} is a text"))),
    }
}

fn bool_of(node: &Node, path: &str) -> Result<bool, EventError> {
    match node.kind {
        Kind::Bool(value) => Ok(value),
        _ => Err(malformed(format!("{path} is true or false"))),
    }
}

fn object_of(node: &Node, path: &str) -> Result<Object, EventError> {
    match node.to_value() {
        Value::Object(object) => Ok(object.as_ref().clone()),
        _ => Err(malformed(format!("{path} is an object"))),
    }
}

/// The members of these names, all of them and no others.
fn members_of<'a, const N: usize>(
    node: &'a Node<'a>,
    path: &str,
    names: [&str; N],
) -> Result<[&'a Node<'a>; N], EventError> {
    let Kind::Object(members) = &node.kind else {
        return Err(malformed(format!("{path} is an object")));
    };
    if let Some(member) = members.iter().find(|m| !names.contains(&m.key)) {
        return Err(malformed(format!("{path} has no member {:?}", member.key)));
    }
    let mut found = [node; N];
    for (place, name) in found.iter_mut().zip(names) {
        *place = node
            .get(name)
            .ok_or_else(|| malformed(format!("{path}.{name} is missing")))?;
    }
    Ok(found)
}
