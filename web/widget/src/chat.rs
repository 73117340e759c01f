//! The shell around the conversation: events go in, its actions are carried out, nothing is decided.

use std::rc::Rc;

use casement_renderer::RunningForm;
use casement_renderer::view::Place;
use casement_support::form::{Form, Mode, Object, Options, Value};
use casement_support::{
    Action, Conversation, Event, FormCatalog, Intent, SayKind, ToolError, ToolKey,
};
use leptos::leptos_dom::helpers::request_animation_frame;
use leptos::prelude::*;
use leptos::reactive::owner::WeakOwner;
use leptos::web_sys;
use wasm_bindgen::JsCast;

use crate::card::{FormCard, Status};
use crate::config::Config;
use crate::host::Browser;
use crate::item::{Content, Item};
use crate::{api, handoff, words};

struct Inner {
    conversation: Conversation,
    forms: FormCatalog,
    config: Config,
    /// Signals of later forms belong to the window, not to the click that made them.
    owner: Option<WeakOwner>,
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
    inner: StoredValue<Inner, LocalStorage>,
    pub(crate) items: RwSignal<Vec<Item>>,
    /// The tool that is being waited for.
    pub(crate) waiting: RwSignal<Option<ToolKey>>,
    /// What is being typed.
    pub(crate) draft: RwSignal<String>,
    pub(crate) log: Place,
    pub(crate) composer: Place,
}

impl Chat {
    /// A conversation in which nothing has happened yet.
    pub(crate) fn new(config: Config) -> Chat {
        let forms = FormCatalog::standard();
        Chat {
            inner: StoredValue::new_local(Inner {
                conversation: Conversation::new(forms.clone(), Rc::new(Browser)),
                forms,
                config,
                owner: Owner::current().map(|owner| owner.downgrade()),
                next_id: 0,
                session: 0,
                created: None,
                unconfirmed: None,
            }),
            items: RwSignal::new(Vec::new()),
            waiting: RwSignal::new(None),
            draft: RwSignal::new(String::new()),
            log: Place::new(),
            composer: Place::new(),
        }
    }

    /// R28: a new session, in which nothing of an earlier one is known or shown.
    pub(crate) fn restart(self) {
        self.inner.try_update_value(|inner| {
            inner.session = inner.session.wrapping_add(1);
            inner.created = None;
        });
        self.items.try_set(Vec::new());
        self.waiting.try_set(None);
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
        if card.status.try_get_untracked() != Some(Status::Open) {
            return;
        }
        let answers = card.form.read(Form::data);
        card.status.try_set(Status::Sending);
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
        self.items.try_update(|items| {
            items.retain(|item| !matches!(&item.content, Content::Form(other) if other.is(card)))
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
        let card = self.items.try_with_untracked(|items| {
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
        let Some(actions) = self
            .inner
            .try_update_value(|inner| inner.conversation.handle(event))
        else {
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
        let first = self.next_id();
        for action in actions {
            match action {
                Action::Say { text, kind } => {
                    let retry = shows_form
                        && kind == SayKind::Failure
                        && outcome == Some(ToolError::Unavailable);
                    self.push(Content::Said { kind, text, retry });
                    if kind == SayKind::CaseCreated {
                        let number = self
                            .inner
                            .try_update_value(|inner| inner.created.take())
                            .flatten();
                        number
                            .into_iter()
                            .for_each(|number| self.push(Content::CaseNumber(number)));
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
                    if let Some(host) = self.inner.try_with_value(|inner| inner.config.host.clone())
                    {
                        handoff::announce(&host, &email, &case_number, &directive);
                    }
                }
            }
        }
        self.scroll_to(first);
    }

    fn call(self, tool: ToolKey, arguments: Object) {
        let Some((base, session)) = self
            .inner
            .try_with_value(|inner| (inner.config.api_base.clone(), inner.session))
        else {
            return;
        };
        self.waiting.try_set(Some(tool));
        let key = match tool {
            ToolKey::CaseCreation => self.key_of_creation(&arguments),
            _ => None,
        };
        leptos::task::spawn_local(async move {
            let outcome = api::call(&base, tool, &arguments, key.as_deref()).await;
            if self.inner.try_with_value(|inner| inner.session) == Some(session) {
                self.answer_of_tool(tool, outcome);
            }
        });
    }

    /// The key of the same creation that was sent before, else a new one.
    fn key_of_creation(self, arguments: &Object) -> Option<String> {
        self.inner.try_update_value(|inner| {
            let before = inner
                .unconfirmed
                .take()
                .filter(|(sent, _)| sent == arguments);
            let (sent, key) = before.unwrap_or_else(|| (arguments.clone(), api::new_key()));
            inner.unconfirmed = Some((sent, key.clone()));
            key
        })
    }

    fn answer_of_tool(self, tool: ToolKey, outcome: Result<Value, ToolError>) {
        self.waiting.try_set(None);
        if let (ToolKey::CaseCreation, Ok(result)) = (tool, &outcome) {
            let text = |name| {
                result
                    .as_object()
                    .and_then(|result| result.get(name))
                    .and_then(Value::as_str)
            };
            if let Some(number) = text("CaseNumber") {
                let host = self.inner.try_update_value(|inner| {
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
        self.items.try_update(|items| {
            items.retain(|item| match &item.content {
                Content::Form(card) if card.status.get_untracked() == Status::Sending => {
                    card.status.set(Status::Sent);
                    !comes_back(&card.key)
                }
                _ => true,
            });
        });
    }

    fn show_form(self, key: &str, prefill: &Object) {
        let open = self.items.try_with_untracked(|items| {
            items.iter().find_map(|item| match &item.content {
                Content::Form(card)
                    if card.key == key && card.status.get_untracked() == Status::Open =>
                {
                    Some(card.clone())
                }
                _ => None,
            })
        });
        if let Some(card) = open.flatten() {
            card.fill(prefill);
            // The card comes to the end of the log, with all that was typed.
            self.items.try_update(|items| {
                let at = items.iter().position(
                    |item| matches!(&item.content, Content::Form(other) if other.is(&card)),
                );
                if let Some(item) = at.map(|at| items.remove(at)) {
                    items.push(item);
                }
            });
            return;
        }
        let started = self.inner.try_with_value(|inner| {
            let definition = inner.forms.get(key)?;
            let options = Options {
                host: Rc::new(Browser),
                locale: inner.config.locale.clone(),
                mode: Mode::Edit,
            };
            let owner = inner.owner.as_ref().and_then(WeakOwner::upgrade)?;
            let mut form = Form::start(definition, options);
            form.merge_data(prefill.clone());
            Some(owner.with(|| FormCard::new(key, RunningForm::new(form))))
        });
        if let Some(card) = started.flatten() {
            self.push(Content::Form(card));
        }
    }

    // ---- the log ----

    fn next_id(self) -> u32 {
        self.inner
            .try_with_value(|inner| inner.next_id)
            .unwrap_or_default()
    }

    fn push(self, content: Content) {
        let id = self.inner.try_update_value(|inner| {
            let id = inner.next_id;
            inner.next_id = id.wrapping_add(1);
            id
        });
        if let Some(id) = id {
            self.items
                .try_update(|items| items.push(Item { id, content }));
        }
    }

    fn answered(self, text: &str) {
        self.drop_questions();
        self.push(Content::Visitor(text.to_owned()));
    }

    /// A person takes over: what was not sent is no longer asked for.
    fn drop_open_forms(self) {
        self.items.try_update(|items| {
            items.retain(|item| match &item.content {
                Content::Form(card) => card.status.get_untracked() != Status::Open,
                _ => true,
            });
        });
    }

    /// Whether a form in the log says itself that it is being sent.
    pub(crate) fn form_is_on_its_way(self) -> bool {
        self.items.with(|items| {
            items.iter().any(|item| matches!(&item.content, Content::Form(card) if card.status.get() == Status::Sending))
        })
    }

    fn drop_questions(self) {
        self.items
            .try_update(|items| items.retain(|item| !item.content.is_question()));
    }

    // ---- focus and scrolling ----

    /// Moves the focus into the newest open form, else to the composer. A phone's keyboard would
    /// cover what was just said, so there the log takes it.
    fn go_on(self) {
        let card =
            self.items
                .try_with_untracked(|items| match items.last().map(|item| &item.content) {
                    Some(Content::Form(card)) => Some(card.clone()),
                    _ => None,
                });
        request_animation_frame(move || match card.flatten() {
            Some(card) if card.status.try_get_untracked() == Some(Status::Open) => card.focus(),
            _ => self.focus_composer(),
        });
    }

    /// Moves the focus to where the visitor writes. On a phone the keyboard would cover the log:
    /// there the focus stays, or goes to the log if its element has gone.
    pub(crate) fn focus_composer(self) {
        if !touches() {
            if let Some(composer) = self.composer.try_get_untracked().flatten() {
                let _ = composer.focus();
            }
        } else if let Some(log) = self.log.try_get_untracked().flatten() {
            let root = log.get_root_node().dyn_into::<web_sys::ShadowRoot>();
            if root.is_ok_and(|root| root.active_element().is_none()) {
                let _ = log.focus();
            }
        }
    }

    /// Brings the first of the new entries to the top of the log.
    fn scroll_to(self, first: u32) {
        request_animation_frame(move || {
            let Some(log) = self.log.try_get_untracked().flatten() else {
                return;
            };
            let found = log
                .query_selector(&format!("[data-item=\"{first}\"]"))
                .ok()
                .flatten();
            let Some(entry) = found else { return };
            let top = entry.get_bounding_client_rect().top() - log.get_bounding_client_rect().top();
            log.set_scroll_top(log.scroll_top() + top as i32 - 16);
        });
    }
}

/// Whether the main pointer is a finger.
pub(crate) fn touches() -> bool {
    window()
        .match_media("(pointer: coarse)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}
