//! The state machine: what is allowed next is decided here and nowhere else.
//!
//! It calls nobody and waits for nobody: an event goes in, the actions that are due come out, and an
//! event that fits nothing (a late answer, a second click) changes nothing.

mod answers;
mod known;
mod prefill;
mod request;
mod state;

use std::rc::Rc;

use casement_form::{Host, Object};

use crate::forms::{CASE_STATUS, CREATE_CASE, LIVE_AGENT};
use crate::recognition::{Lexicon, Meaning, Values};
use crate::reply::{harmless, one_line};
use crate::texts::{Key, Texts};
use crate::tools::max_chars;
use crate::{Action, Directive, Event, FormCatalog, FormProblem, Intent, SayKind};

use state::{Awaited, Call, Draft, Goal, OpenForm, Question, Session};

/// One conversation: what is known, and what is being waited for.
pub struct Conversation {
    forms: FormCatalog,
    host: Rc<dyn Host>,
    texts: Texts,
    lexicon: Lexicon,
    session: Session,
    /// What is due after the event at hand.
    due: Vec<Action>,
}

impl Conversation {
    /// A new conversation in which nothing is known (R28).
    pub fn new(forms: FormCatalog, host: Rc<dyn Host>) -> Conversation {
        Conversation {
            forms,
            host,
            texts: Texts::english(),
            lexicon: Lexicon::english(),
            session: Session::default(),
            due: Vec::new(),
        }
    }

    /// The same, with other words.
    pub fn with_texts(mut self, texts: Texts) -> Conversation {
        self.texts = texts;
        self
    }

    /// What is due after this event.
    ///
    /// An event that nothing waits for (a tool's answer that came twice, consent that wasn't asked
    /// for) gives no action; a submission that can't be taken now is never lost: its form is shown
    /// again with it.
    pub fn handle(&mut self, event: Event) -> Vec<Action> {
        self.take(event);
        std::mem::take(&mut self.due)
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Say(text) => self.on_say(&text),
            Event::Choose(intent) => self.on_choose(intent),
            Event::Submit { form, answers } => self.on_submit(Draft { form, answers }),
            Event::Dismiss { form } => self.on_dismiss(&form),
            Event::ToolResult { tool, outcome } => self.on_tool_result(tool, outcome),
            Event::OfferLiveAgent { reason } => self.on_offer(&reason),
            Event::Consent(consent) => self.on_consent(consent),
            Event::NewSession => {
                self.session = Session::default();
                self.say(Key::Greeting, SayKind::Greeting);
                self.offer(&Intent::ALL);
            }
        }
    }

    // ---- what the visitor says and chooses ----

    fn on_say(&mut self, text: &str) {
        let values = Values::find(text);
        let noted = !values.is_empty();
        self.note(values);
        let meaning = self.lexicon.read(text);
        match (&self.session.awaited, meaning) {
            (Awaited::Tool(_), Meaning::Wish(intent)) => self.on_choose(intent),
            (Awaited::Tool(_), _) => self.say(Key::Working, SayKind::Info),
            (_, Meaning::Wish(intent)) => self.on_choose(intent),
            (Awaited::Consent(_), Meaning::Yes) => self.on_consent(true),
            (Awaited::Consent(_), Meaning::No | Meaning::Cancel) => self.on_consent(false),
            (Awaited::Consent(Question::LiveAgent { text } | Question::Update { text, .. }), _) => {
                let text = text.clone();
                self.due.push(Action::AskConsent { text });
            }
            (Awaited::NewCase, Meaning::Yes) => self.on_choose(Intent::CreateCase),
            (Awaited::NewCase, Meaning::No | Meaning::Cancel) => self.decline(),
            (_, Meaning::Thanks) => self.say(Key::Thanks, SayKind::Info),
            (Awaited::LiveAgent, _) => self.say(Key::HandedOver, SayKind::Handoff),
            (_, Meaning::Offer) => self.ask_for_live_agent(self.texts.get(Key::Offer)),
            (_, Meaning::Greeting) => {
                self.say(Key::Greeting, SayKind::Greeting);
                self.offer(&Intent::ALL);
            }
            (_, Meaning::Cancel) => self.say_and_offer(Key::Cancelled),
            (_, Meaning::Yes | Meaning::No | Meaning::Unclear) => {
                let key = if noted {
                    Key::Noted
                } else if self.session.open.is_empty() {
                    Key::Unsure
                } else {
                    Key::FormOpen
                };
                self.say_and_offer(key);
            }
        }
    }

    fn on_choose(&mut self, intent: Intent) {
        if let Awaited::Tool(call) = &mut self.session.awaited {
            call.next = Some(Event::Choose(intent));
            self.say(Key::Working, SayKind::Info);
            return;
        }
        let before = match std::mem::take(&mut self.session.awaited) {
            Awaited::Consent(Question::Update { call, .. }) => {
                // Not confirmed, so not sent; but not to be typed again either.
                self.session.draft = Some(call.draft);
                Awaited::Nothing
            }
            other => other,
        };
        match intent {
            Intent::CaseStatus => self.show(CASE_STATUS, Goal::CaseStatus),
            // R23: who wanted a live agent and creates the missing case for it still wants one.
            Intent::CreateCase if matches!(before, Awaited::NewCase) => {
                self.show(CREATE_CASE, Goal::LiveAgent)
            }
            Intent::CreateCase => self.show(CREATE_CASE, Goal::CreateCase),
            Intent::LiveAgent => self.escalate(),
        }
    }

    // ---- the live agent ----

    /// R21 where the conversation holds both values, else R22.
    fn escalate(&mut self) {
        let known = &self.session.known;
        match (known.email(), known.case_number()) {
            (Some(email), Some(number)) => {
                let directive = Directive::of(email.clone(), number.clone());
                self.hand_over(&directive)
            }
            _ => self.show(LIVE_AGENT, Goal::LiveAgent),
        }
    }

    fn hand_over(&mut self, directive: &Directive) {
        self.session.awaited = Awaited::LiveAgent;
        self.session.open.clear();
        self.say(Key::Handoff, SayKind::Handoff);
        self.due.push(Action::Handoff {
            email: directive.email().to_owned(),
            case_number: directive.case_number().to_owned(),
            directive: directive.render(),
        });
    }

    fn on_offer(&mut self, reason: &str) {
        match &mut self.session.awaited {
            Awaited::Tool(call) => {
                // What the visitor asked for goes before what the assistant would offer.
                call.next.get_or_insert_with(|| Event::OfferLiveAgent {
                    reason: reason.to_owned(),
                });
            }
            // One question at a time, and the visitor's own request first.
            Awaited::LiveAgent | Awaited::Consent(Question::Update { .. }) => {}
            _ => {
                let reason = harmless(reason);
                let text = match reason.trim() {
                    "" => self.texts.get(Key::Offer),
                    reason => self.texts.fill(Key::OfferReason, &[("reason", reason)]),
                };
                self.ask_for_live_agent(text)
            }
        }
    }

    fn ask_for_live_agent(&mut self, text: String) {
        self.session.awaited = Awaited::Consent(Question::LiveAgent { text: text.clone() });
        self.due.push(Action::AskConsent { text });
    }

    fn on_consent(&mut self, consent: bool) {
        match std::mem::take(&mut self.session.awaited) {
            Awaited::Consent(Question::LiveAgent { .. }) if consent => self.escalate(),
            Awaited::Consent(Question::LiveAgent { .. }) => self.decline(),
            Awaited::Consent(Question::Update { call, .. }) if consent => self.call(call),
            Awaited::Consent(Question::Update { call, .. }) => {
                self.say(Key::UpdateDeclined, SayKind::Info);
                self.show_draft(call.draft, Goal::UpdateCase);
            }
            other => self.session.awaited = other,
        }
    }

    /// R26: on "no" it goes on without a live agent.
    fn decline(&mut self) {
        self.session.awaited = Awaited::Nothing;
        self.say(Key::Declined, SayKind::Info);
        self.offer(&[Intent::CreateCase, Intent::CaseStatus]);
    }

    // ---- forms ----

    fn on_submit(&mut self, draft: Draft) {
        let Some(goal) = self.goal_of(&draft.form) else {
            self.say_and_offer(Key::UnknownForm);
            return;
        };
        if let Awaited::Tool(call) = &self.session.awaited {
            let again = call.draft == draft;
            self.say(Key::Working, SayKind::Info);
            if !again {
                self.show_draft(draft, goal);
            }
            return;
        }
        // A site's own form is opened by the site; the three only by this conversation.
        let is_open = self.session.open.iter().any(|f| f.key_name == draft.form);
        if !is_open && goal != Goal::UpdateCase {
            self.say(Key::SendAgain, SayKind::Info);
            self.show_draft(draft, goal);
            return;
        }
        let host = Rc::clone(&self.host);
        let call = self
            .forms
            .check(&draft.form, &draft.answers, host)
            .and_then(|answers| {
                request::call_for(goal, draft.clone(), &answers, &self.session.known)
            });
        match call {
            Err(problems) => {
                self.say_problems(&draft.form, &problems);
                self.show_draft(draft, goal);
            }
            Ok(call) => {
                self.session.open.retain(|f| f.key_name != draft.form);
                match goal {
                    Goal::UpdateCase => self.ask_for_update(call),
                    _ => self.call(Box::new(call)),
                }
            }
        }
    }

    /// What a form is for: of an open one what it was opened for, else what it is made for.
    fn goal_of(&self, form: &str) -> Option<Goal> {
        let open = self.session.open.iter().find(|f| f.key_name == form);
        match (open, form) {
            (Some(open), _) => Some(open.goal),
            (_, CREATE_CASE) => Some(Goal::CreateCase),
            (_, CASE_STATUS) => Some(Goal::CaseStatus),
            (_, LIVE_AGENT) => Some(Goal::LiveAgent),
            _ => {
                let questions = self.forms.get(form)?.question_names();
                questions
                    .contains(&"caseNumber")
                    .then_some(Goal::UpdateCase)
            }
        }
    }

    fn on_dismiss(&mut self, form: &str) {
        let before = self.session.open.len();
        self.session.open.retain(|open| open.key_name != form);
        if self.session.open.len() == before {
            return;
        }
        self.session.draft.take_if(|draft| draft.form == form);
        if matches!(self.session.awaited, Awaited::Nothing) {
            self.say_and_offer(Key::Dismissed);
        }
    }

    /// Opens a form with what the conversation holds.
    fn show(&mut self, form: &str, goal: Goal) {
        let prefill = self.prefill(form);
        self.open(form, goal, prefill);
    }

    /// Opens a form with what was typed into it (R13).
    fn show_draft(&mut self, draft: Draft, goal: Goal) {
        let prefill = draft.answers.clone();
        let form = draft.form.clone();
        self.session.draft = Some(draft);
        self.open(&form, goal, prefill);
    }

    fn open(&mut self, form: &str, goal: Goal, prefill: Object) {
        self.session.open.retain(|open| open.key_name != form);
        self.session.open.push(OpenForm {
            key_name: form.to_owned(),
            goal,
        });
        self.due.push(Action::ShowForm {
            form: form.to_owned(),
            prefill,
        });
    }

    // ---- calls ----

    fn call(&mut self, call: Box<Call>) {
        let action = Action::CallTool {
            tool: call.tool,
            arguments: call.arguments.clone(),
        };
        self.session.awaited = Awaited::Tool(call);
        self.due.push(action);
    }

    /// R9: case number and changes are confirmed before anything is sent.
    fn ask_for_update(&mut self, call: Call) {
        let updates = call.arguments.get("updates").and_then(|u| u.as_object());
        let changes = self.list_changes(updates.unwrap_or(&Object::new()));
        let number = call
            .case_number
            .as_ref()
            .map_or("", |number| number.as_str());
        let text = self.texts.fill(
            Key::ConfirmUpdate,
            &[("caseNumber", number), ("changes", &changes)],
        );
        self.session.awaited = Awaited::Consent(Question::Update {
            text: text.clone(),
            call: Box::new(call),
        });
        self.due.push(Action::AskConsent { text });
    }

    // ---- words ----

    #[inline(never)]
    fn say(&mut self, key: Key, kind: SayKind) {
        let text = self.texts.get(key);
        self.due.push(Action::Say { text, kind });
    }

    #[inline(never)]
    fn offer(&mut self, choices: &[Intent]) {
        self.due.push(Action::OfferChoices(choices.to_vec()));
    }

    fn say_and_offer(&mut self, key: Key) {
        self.say(key, SayKind::Info);
        self.offer(&Intent::ALL);
    }

    fn list_changes(&self, updates: &Object) -> String {
        let lines: Vec<String> = updates
            .iter()
            .map(|(field, value)| {
                let value = match value.as_str() {
                    Some(text) => one_line(text),
                    None => value.to_json(),
                };
                self.texts
                    .fill(Key::Change, &[("field", field), ("value", &value)])
            })
            .collect();
        lines.join("\n")
    }

    /// What is wrong with a submission, by the titles of the form's questions.
    fn say_problems(&mut self, form: &str, problems: &[FormProblem]) {
        let lines: Vec<String> = problems
            .iter()
            .map(|problem| {
                let message = one_line(&self.message(problem));
                let Some(name) = problem.question.as_deref() else {
                    return self.texts.fill(Key::ProblemAlone, &[("message", &message)]);
                };
                let title = self.forms.title(form, name, Rc::clone(&self.host));
                let title = one_line(title.as_deref().unwrap_or(name));
                let parameters = [("question", title.as_str()), ("message", &message)];
                self.texts.fill(Key::Problem, &parameters)
            })
            .collect();
        let problems = lines.join("\n");
        let text = self.texts.fill(Key::Check, &[("problems", &problems)]);
        let kind = SayKind::Failure;
        self.due.push(Action::Say { text, kind });
    }

    /// The form's own words stand as they are; a tool's refusal gets ours.
    fn message(&self, problem: &FormProblem) -> String {
        let limit = problem.question.as_deref().and_then(max_chars);
        match (problem.code, limit) {
            ("tool/email", _) => self.texts.get(Key::InvalidEmail),
            ("tool/case-number", _) => self.texts.get(Key::InvalidCaseNumber),
            ("tool/too-long", Some(limit)) => self
                .texts
                .fill(Key::TooLong, &[("max", &limit.to_string())]),
            (code, _) if code.starts_with("tool/") => self.texts.get(Key::InvalidEntry),
            _ => problem.message.clone(),
        }
    }
}
