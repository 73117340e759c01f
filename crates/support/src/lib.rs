//! The support-case domain: three forms, three tools, their payloads, the live-agent directive,
//! the conversation, its replies and the prompt for an agent.
//!
//! [`Conversation::handle`] takes one [`Event`] and returns the [`Action`]s that are due; it is
//! pure, and every shell (widget, command line, language model) stands around it.

mod action;
mod conversation;
mod directive;
mod event;
mod forms;
mod tools;

pub use action::{Action, SayKind};
pub use casement_form as form;
pub use conversation::Conversation;
pub use directive::{Directive, DirectiveError};
pub use event::{Event, Intent, ToolError};
pub use forms::{FormCatalog, FormProblem};
pub use tools::{Tool, ToolKey};
