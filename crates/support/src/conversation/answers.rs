//! What follows from a tool's answer (R12, R13, R15–R18, R23, R24).

use casement_form::Value;

use super::Conversation;
use super::state::{Awaited, Call, Goal};
use crate::reply::status_reply;
use crate::texts::Key;
use crate::tools::{CaseCreated, CaseInfo, CaseUpdated, ToolKey};
use crate::{Action, Intent, SayKind, ToolError};

impl Conversation {
    pub(super) fn on_tool_result(&mut self, tool: ToolKey, outcome: Result<Value, ToolError>) {
        let mut call = match std::mem::take(&mut self.session.awaited) {
            Awaited::Tool(call) if call.tool == tool => *call,
            // Nobody waits for it: an answer that came twice, or from a session that is over.
            other => {
                self.session.awaited = other;
                return;
            }
        };
        let next = call.next.take();
        match (tool, outcome) {
            (ToolKey::CaseManagement, Ok(result)) => self.found(call, &result),
            (ToolKey::CaseCreation, Ok(result)) => self.created(call, &result),
            (ToolKey::CaseUpdate, Ok(result)) => self.updated(call, &result),
            (ToolKey::CaseManagement | ToolKey::CaseUpdate, Err(ToolError::NotFound)) => {
                self.not_found(call)
            }
            (_, Err(_)) => self.failed(call),
        }
        let handed_over = matches!(self.session.awaited, Awaited::LiveAgent);
        if let (Some(event), false) = (next, handed_over) {
            self.take(event);
        }
    }

    fn found(&mut self, call: Call, result: &Value) {
        let Some(case) = CaseInfo::parse(result) else {
            return self.failed(call);
        };
        let email = case.email.clone().or_else(|| call.email.clone());
        if call.goal == Goal::LiveAgent {
            self.session.draft = None;
            self.session.known.prove(email, case.case_number);
            return self.escalate();
        }
        let Some(text) = status_reply(&self.texts, &case) else {
            return self.failed(call);
        };
        self.session.draft = None;
        self.session.known.prove(email, case.case_number);
        let kind = SayKind::CaseStatus;
        self.due.push(Action::Say { text, kind });
    }

    fn created(&mut self, call: Call, result: &Value) {
        let Some(case) = CaseCreated::parse(result) else {
            return self.failed(call);
        };
        let number = case.case_number.as_str();
        let text = self.texts.fill(Key::Created, &[("caseNumber", number)]);
        let kind = SayKind::CaseCreated;
        self.due.push(Action::Say { text, kind });
        self.session.draft = None;
        let email = case.email.or(call.email);
        self.session.known.prove(email, case.case_number);
        if call.goal == Goal::LiveAgent {
            self.escalate();
        }
    }

    fn updated(&mut self, call: Call, result: &Value) {
        let Some(case) = CaseUpdated::parse(result) else {
            return self.failed(call);
        };
        let changes = self.list_changes(&case.updated);
        let number = case.case_number.as_str();
        let text = self.texts.fill(
            Key::Updated,
            &[("caseNumber", number), ("changes", &changes)],
        );
        self.session.draft = None;
        self.session.known.prove(call.email, case.case_number);
        let kind = SayKind::CaseUpdated;
        self.due.push(Action::Say { text, kind });
    }

    /// R16; before a live agent R23: a new case is offered. What was typed stays in the form.
    fn not_found(&mut self, call: Call) {
        let (email, number) = (call.email.as_ref(), call.case_number.as_ref());
        self.session.known.disprove(email, number);
        if call.goal == Goal::LiveAgent {
            self.session.draft = Some(call.draft);
            self.session.awaited = Awaited::NewCase;
            self.say(Key::AgentNotFound, SayKind::NotFound);
            self.offer(&[Intent::CreateCase, Intent::LiveAgent]);
            return;
        }
        self.say(Key::NotFound, SayKind::NotFound);
        self.show_draft(call.draft, call.goal);
    }

    /// R13: nothing is confirmed, nothing typed is lost.
    fn failed(&mut self, call: Call) {
        let key = match call.tool {
            ToolKey::CaseCreation => Key::CreateFailed,
            ToolKey::CaseManagement | ToolKey::CaseUpdate => Key::RequestFailed,
        };
        self.say(key, SayKind::Failure);
        self.show_draft(call.draft, call.goal);
    }
}
