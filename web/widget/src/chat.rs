//! The shell around the conversation: events go in, its actions are carried out, nothing is decided.

use std::cell::RefCell;
use std::rc::Rc;

use casement_renderer::RunningForm;
use casement_renderer::view::{Kept, Place, Scope, Signal, in_next_frame};
use casement_support::form::{Form, Mode, Object, Options, Value};
use casement_support::{
    Action, Conversation, Event, FormCatalog, Intent, SayKind, ToolError, ToolKey,
};

use crate::card::{FormCard, Status};
use crate::config::Config;
use crate::host::Browser;
use crate::item::{Content, Item};
use crate::{api, handoff, page, words};

struct Inner {
    conversation: Conversation,
    forms: FormCatalog,
    config: Config,
    /// Signals of later forms belong to the window, not to the click that made them.
    scope: Scope,
    next_id: u32,
    /// Counts sessions: a tool's answer that belongs to an earlier one is dropped.
    session: u32,
    /// The case number that the last creation returned.
    created: Option<String>,
    /// A creation that Salesforce has not confirmed, and the key under which it was sent: sent
    /// again unchanged, it must not become a second case.
    unconfirmed: Option<(Object, String)>,
}

/// One window's conversation. A copy is another handle to the same one; after the window is gone,
/// handles do nothing.
#[derive(Clone, Copy)]
pub(crate) struct Chat {
    inner: Kept<RefCell<Inner>>,
    items: Signal<Vec<Item>>,
    /// The tool that is being waited for.
    pub(crate) waiting: Signal<Option<ToolKey>>,
    /// What is being typed.
    pub(crate) draft: Signal<String>,
    pub(crate) log: Place,
    pub(crate) composer: Place,
}

impl Chat {
    /// A conversation in which nothing has happened yet.
    pub(crate) fn new(config: Config) -> Chat {
        let forms = FormCatalog::standard();
        Chat {
            inner: Kept::new(RefCell::new(Inner {
                conversation: Conversation::new(forms.clone(), Rc::new(Browser)),
                forms,
                config,
                scope: Scope::current(),
                next_id: 0,
                session: 0,
                created: None,
                unconfirmed: None,
            })),
            items: Signal::new(Vec::new()),
            waiting: Signal::new(None),
            draft: Signal::new(String::new()),
            log: Place::new(),
            composer: Place::new(),
        }
    }

    fn with<R>(self, read: impl FnOnce(&mut Inner) -> R) -> Option<R> {
        let inner = self.inner.get()?;
        let mut inner = inner.try_borrow_mut().ok()?;
        Some(read(&mut inner))
    }

    /// R28: a new session, in which nothing of an earlier one is known or shown.
    pub(crate) fn restart(self) {
        self.with(|inner| {
            inner.session = inner.session.wrapping_add(1);
            inner.created = None;
        });
        self.items.set(Vec::new());
        self.waiting.set(None);
        self.handle(Event::NewSession, None);
    }

    /// The visitor typed something.
    pub(crate) fn say(self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.answered(text);
        self.handle(Event::Say(text.to_owned()), None);
        self.go_on();
    }

    /// The visitor pressed one of the choices.
    pub(crate) fn choose(self, intent: Intent) {
        self.answered(words::choice(intent));
        self.handle(Event::Choose(intent), None);
        self.go_on();
    }

    /// The visitor answered a question with yes or no.
    pub(crate) fn consent(self, consent: bool) {
        self.answered(if consent { words::YES } else { words::NO });
        self.handle(Event::Consent(consent), None);
        self.go_on();
    }

    /// A form was completed.
    pub(crate) fn submit(self, card: &FormCard) {
        if card.status() != Some(Status::Open) {
            return;
        }
        let answers = card.form.read(Form::data);
        card.set_status(Status::Sending);
        self.drop_questions();
        self.handle(
            Event::Submit {
                form: card.key.clone(),
                answers,
            },
            None,
        );
        self.go_on();
    }

    /// The visitor left a form.
    pub(crate) fn dismiss(self, card: &FormCard) {
        self.items.update(|items| {
            items.retain(|item| !matches!(&item.content, Content::Form(other) if other.is(card)));
        });
        self.drop_questions();
        self.handle(
            Event::Dismiss {
                form: card.key.clone(),
            },
            None,
        );
        self.go_on();
    }

    /// Sends the newest open form again, as it is.
    pub(crate) fn retry(self) {
        let card = self.items.peek(|items| {
            items.iter().rev().find_map(|item| match &item.content {
                Content::Form(card) => Some(card.clone()),
                _ => None,
            })
        });
        if let Some(card) = card.flatten() {
            // An answer that can't be sent shows its error in the form instead.
            if card.form.step(Form::complete) {
                self.submit(&card);
            }
        }
    }

    // ---- carrying out ----

    fn handle(self, event: Event, outcome: Option<ToolError>) {
        let Some(actions) = self.with(|inner| inner.conversation.handle(event)) else {
            return;
        };
        let shows_form = actions
            .iter()
            .any(|action| matches!(action, Action::ShowForm { .. }));
        let calls = actions
            .iter()
            .any(|action| matches!(action, Action::CallTool { .. }));
        if !calls {
            self.settle(&actions);
        }
        let first = self.with(|inner| inner.next_id).unwrap_or_default();
        for action in actions {
            match action {
                Action::Say { text, kind } => {
                    let retry = shows_form
                        && kind == SayKind::Failure
                        && outcome == Some(ToolError::Unavailable);
                    self.push(Content::Said { kind, text, retry });
                    if kind == SayKind::CaseCreated
                        && let Some(Some(number)) = self.with(|inner| inner.created.take())
                    {
                        self.push(Content::CaseNumber(number));
                    }
                }
                Action::ShowForm { form, prefill } => self.show_form(&form, &prefill),
                Action::CallTool { tool, arguments } => self.call(tool, arguments),
                Action::AskConsent { text } => self.push(Content::Consent(text)),
                Action::OfferChoices(intents) => self.push(Content::Choices(intents)),
                Action::Handoff {
                    email,
                    case_number,
                    directive,
                } => {
                    self.drop_open_forms();
                    self.push(Content::Handoff {
                        email: email.clone(),
                        case_number: case_number.clone(),
                    });
                    if let Some(host) = self.with(|inner| inner.config.host.clone()) {
                        handoff::announce(&host, &email, &case_number, &directive);
                    }
                }
            }
        }
        self.scroll_to(first);
    }

    fn call(self, tool: ToolKey, arguments: Object) {
        let call = self.with(|inner| {
            let key = match tool {
                ToolKey::CaseCreation => Some(inner.key_of_creation(&arguments)),
                _ => None,
            };
            (inner.config.api_base.clone(), key, inner.session)
        });
        let Some((base, key, session)) = call else {
            return;
        };
        self.waiting.set(Some(tool));
        api::call(&base, tool, &arguments, key.as_deref(), move |outcome| {
            if self.with(|inner| inner.session) == Some(session) {
                self.answer_of_tool(tool, outcome);
            }
        });
    }

    fn answer_of_tool(self, tool: ToolKey, outcome: Result<Value, ToolError>) {
        self.waiting.set(None);
        if let (ToolKey::CaseCreation, Ok(result)) = (tool, &outcome) {
            let text = |name| {
                result
                    .as_object()
                    .and_then(|result| result.get(name))
                    .and_then(Value::as_str)
            };
            if let Some(number) = text("CaseNumber") {
                let host = self.with(|inner| {
                    inner.created = Some(number.to_owned());
                    inner.unconfirmed = None;
                    inner.config.host.clone()
                });
                if let Some(host) = host {
                    handoff::announce_case(&host, text("email").unwrap_or_default(), number);
                }
            }
        }
        let error = outcome.as_ref().err().copied();
        self.handle(Event::ToolResult { tool, outcome }, error);
        self.go_on();
    }

    /// A form that was being sent has been sent, or comes back: then its new card holds all of it.
    fn settle(self, actions: &[Action]) {
        let comes_back = |key: &str| {
            actions
                .iter()
                .any(|action| matches!(action, Action::ShowForm { form, .. } if form == key))
        };
        self.items.update(|items| {
            items.retain(|item| match &item.content {
                Content::Form(card) if card.status() == Some(Status::Sending) => {
                    card.set_status(Status::Sent);
                    !comes_back(&card.key)
                }
                _ => true,
            });
        });
    }

    fn show_form(self, key: &str, prefill: &Object) {
        let is_same = |item: &Item| match &item.content {
            Content::Form(card) => card.key == key && card.status() == Some(Status::Open),
            _ => false,
        };
        let mut open = None;
        self.items.update(|items| {
            // The card comes to the end of the log, with all that was typed.
            if let Some(at) = items.iter().position(is_same) {
                let item = items.remove(at);
                if let Content::Form(card) = &item.content {
                    open = Some(card.clone());
                }
                items.push(item);
            }
        });
        if let Some(card) = open {
            card.fill(prefill);
            return;
        }
        let started = self.with(|inner| {
            let definition = inner.forms.get(key)?;
            let options = Options {
                host: Rc::new(Browser),
                locale: inner.config.locale.clone(),
                mode: Mode::Edit,
            };
            let mut form = Form::start(definition, options);
            form.merge_data(prefill.clone());
            let card = || FormCard::new(key, RunningForm::new(form));
            inner.scope.run(card)
        });
        if let Some(Some(card)) = started {
            self.push(Content::Form(card));
        }
    }

    // ---- the log ----

    /// The numbers of what stands in the log, followed.
    pub(crate) fn entries(self) -> Vec<u32> {
        self.items
            .with(|items| items.iter().map(|item| item.id).collect())
            .unwrap_or_default()
    }

    /// What the entry of this number shows.
    pub(crate) fn content(self, number: u32) -> Option<Content> {
        self.items.peek(|items| {
            let item = items.iter().find(|item| item.id == number)?;
            Some(item.content.clone())
        })?
    }

    fn push(self, content: Content) {
        let id = self.with(|inner| {
            let id = inner.next_id;
            inner.next_id = id.wrapping_add(1);
            id
        });
        if let Some(id) = id {
            self.items.update(|items| items.push(Item { id, content }));
        }
    }

    fn answered(self, text: &str) {
        self.drop_questions();
        self.push(Content::Visitor(text.to_owned()));
    }

    /// A person takes over: what was not sent is no longer asked for.
    fn drop_open_forms(self) {
        self.items.update(|items| {
            items.retain(|item| match &item.content {
                Content::Form(card) => card.status() != Some(Status::Open),
                _ => true,
            });
        });
    }

    /// Whether a form in the log says itself that it is being sent; followed.
    pub(crate) fn form_is_on_its_way(self) -> bool {
        let is_on_its_way = |item: &Item| match &item.content {
            Content::Form(card) => card.live_status() == Some(Status::Sending),
            _ => false,
        };
        self.items
            .with(|items| items.iter().any(is_on_its_way))
            .unwrap_or_default()
    }

    fn drop_questions(self) {
        self.items
            .update(|items| items.retain(|item| !item.content.is_question()));
    }

    // ---- focus and scrolling ----

    /// Moves the focus into the newest open form, else to the composer. A phone's keyboard would
    /// cover what was just said, so there the log takes it.
    fn go_on(self) {
        let card = self
            .items
            .peek(|items| match items.last().map(|item| &item.content) {
                Some(Content::Form(card)) => Some(card.clone()),
                _ => None,
            });
        in_next_frame(move || match card.flatten() {
            Some(card) if card.status() == Some(Status::Open) => card.focus(),
            _ => self.focus_composer(),
        });
    }

    /// Moves the focus to where the visitor writes. On a phone the keyboard would cover the log:
    /// there the focus stays, or goes to the log if its element has gone.
    pub(crate) fn focus_composer(self) {
        if !page::is_touched() {
            if let Some(composer) = self.composer.get() {
                composer.focus();
            }
        } else if let Some(log) = self.log.get() {
            page::keep_focus(log.node());
        }
    }

    /// Brings the first of the new entries to the top of the log.
    fn scroll_to(self, first: u32) {
        in_next_frame(move || {
            let Some(log) = self.log.get() else { return };
            if let Some(entry) = log.query(&format!("[data-item=\"{first}\"]")) {
                page::bring(log.node(), entry.node());
            }
        });
    }
}

impl Inner {
    /// The key of the same creation that was sent before, else a new one.
    fn key_of_creation(&mut self, arguments: &Object) -> String {
        let before = self
            .unconfirmed
            .take()
            .filter(|(sent, _)| sent == arguments);
        let (sent, key) = before.unwrap_or_else(|| (arguments.clone(), api::new_key()));
        self.unconfirmed = Some((sent, key.clone()));
        key
    }
}
