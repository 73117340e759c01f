//! A form in the conversation: open, on its way, or sent.

use casement_renderer::view::{Place, View, el};
use casement_renderer::{FormOptions, RunningForm, form_view};
use casement_support::form::{Form, Object, Value};
use leptos::prelude::*;
use leptos::web_sys;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::JsCast;

use crate::chat::{Chat, touches};
use crate::icon::{self, icon};
use crate::words;

/// How far a form in the log is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Being filled in.
    Open,
    /// Submitted; the answer is being waited for.
    Sending,
    /// Done.
    Sent,
}

/// One form in the log.
#[derive(Clone)]
pub(crate) struct FormCard {
    pub(crate) key: String,
    pub(crate) form: RunningForm,
    pub(crate) status: RwSignal<Status>,
    place: Place,
}

impl FormCard {
    pub(crate) fn new(key: &str, form: RunningForm) -> FormCard {
        FormCard {
            key: key.to_owned(),
            form,
            status: RwSignal::new(Status::Open),
            place: Place::new(),
        }
    }

    /// Whether it is the same card.
    pub(crate) fn is(&self, other: &FormCard) -> bool {
        self.status == other.status
    }

    /// Fills what is still empty.
    pub(crate) fn fill(&self, prefill: &Object) {
        let data = self.form.read(Form::data);
        for (name, value) in prefill.iter() {
            if data.get(name).is_none_or(Value::is_empty) {
                self.form
                    .step(|form| ((), form.set_value(name, value.clone())));
            }
        }
    }

    /// Moves the focus to the first field; on a phone to the title, since the keyboard would cover
    /// the form before it was read.
    pub(crate) fn focus(&self) {
        let selector = if touches() {
            ".form-title"
        } else {
            "input:not(:disabled),textarea,select"
        };
        let found = self
            .place
            .try_get_untracked()
            .flatten()
            .and_then(|place| place.query_selector(selector).ok().flatten())
            .and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(element) = found {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
        }
    }
}

/// The card on the page.
pub(crate) fn card_view(chat: Chat, card: FormCard) -> AnyView {
    let shown = card.clone();
    let body = move || match shown.status.get() {
        Status::Open => open(chat, shown.clone()),
        status => receipt(&shown, status),
    };
    el("div")
        .class(move || {
            if card.status.get() == Status::Open {
                "card open"
            } else {
                "card"
            }
        })
        .attr("part", "card")
        // A whole form read aloud as news is noise: its title gets the focus instead.
        .attr("aria-live", "off")
        .attr("aria-busy", move || {
            (card.status.get() == Status::Sending).then_some("true")
        })
        .place(card.place)
        .child(body)
        .view()
}

fn open(chat: Chat, card: FormCard) -> AnyView {
    let (completed, left) = (card.clone(), card.clone());
    form_view(
        card.form,
        FormOptions {
            on_complete: Box::new(move |_| chat.submit(&completed)),
            leave: Some((
                words::LEAVE_FORM.into(),
                Box::new(move || chat.dismiss(&left)),
            )),
        },
    )
}

/// What stays of a form that is no longer open: its title, and how far it is.
fn receipt(card: &FormCard, status: Status) -> AnyView {
    let title = card.form.read(|form| form.text("title"));
    let state = if status == Status::Sending {
        (
            el("span")
                .class("spinner")
                .attr("aria-hidden", "true")
                .view(),
            words::SENDING,
        )
    } else {
        (icon(icon::DONE), words::SENT)
    };
    el("p")
        .class("receipt")
        .child((
            el("span").class("receipt-title").child(title),
            el("span").class("receipt-state").child(state),
        ))
        .view()
}
