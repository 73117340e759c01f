//! The support-case domain: three forms, three tools, their payloads, the live-agent directive,
//! the conversation, its replies and the prompt for an agent.
//!
//! [`Conversation::handle`] takes one [`Event`] and returns the [`Action`]s that are due; it is
//! pure, and every shell (widget, command line, language model) stands around it.
//!
//! Not in here: a clock, a network, a file, a screen, a language model. What is right in an answer
//! is `casement-form`'s to say, who may see a case is the proxy's.
//!
//! Begin with [`Conversation`]; the rules that it holds (R1–R31) stand beside the code that holds
//! them.

mod action;
mod case_number;
mod conversation;
mod directive;
mod email;
mod event;
mod forms;
mod prompt;
mod recognition;
mod reply;
mod texts;
mod tools;

pub use action::{Action, SayKind};
pub use case_number::CaseNumber;
pub use casement_form as form;
pub use conversation::Conversation;
pub use directive::{Directive, DirectiveError};
pub use email::Email;
pub use event::{Event, EventError, Intent, ToolError};
pub use forms::{CASE_STATUS, CREATE_CASE, FormCatalog, FormProblem, LIVE_AGENT};
pub use prompt::{
    Difference, Flow, Instruction, Part, PromptOptions, Update, differences, prompt_section,
};
pub use texts::Texts;
pub use tools::{Argument, CaseComment, CaseCreated, CaseInfo, CaseUpdated, Shape, Tool, ToolKey};
