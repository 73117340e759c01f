//! A form in the conversation: open, on its way, or sent.

use casement_renderer::view::{El, Place, Signal, el};
use casement_renderer::{FormOptions, RunningForm, form_view};
use casement_support::form::{Form, Object, Value};

use crate::chat::Chat;
use crate::icon::{self, icon};
use crate::{page, words};

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
    status: Signal<Status>,
    place: Place,
}

impl FormCard {
    pub(crate) fn new(key: &str, form: RunningForm) -> FormCard {
        FormCard {
            key: key.to_owned(),
            form,
            status: Signal::new(Status::Open),
            place: Place::new(),
        }
    }

    /// Whether it is the same card.
    pub(crate) fn is(&self, other: &FormCard) -> bool {
        self.status == other.status
    }

    /// How far it is.
    pub(crate) fn status(&self) -> Option<Status> {
        self.status.peek(|status| *status)
    }

    /// How far it is, followed.
    pub(crate) fn live_status(&self) -> Option<Status> {
        self.status.with(|status| *status)
    }

    /// Says how far it is.
    pub(crate) fn set_status(&self, status: Status) {
        self.status.set(status);
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
        let selector = if page::is_touched() {
            ".form-title"
        } else {
            "input:not(:disabled),textarea,select"
        };
        if let Some(found) = self.place.get().and_then(|place| place.query(selector)) {
            found.focus_in_place();
        }
    }
}

/// The card on the page.
pub(crate) fn card_view(chat: Chat, card: FormCard) -> El {
    let status = card.status;
    // A whole form read aloud as news is noise: its title gets the focus instead.
    el("div[part=card][aria-live=off]")
        .class(move || match status.with(|status| *status) {
            Some(Status::Open) => "card open",
            _ => "card",
        })
        .attr("aria-busy", move || {
            (status.with(|status| *status) == Some(Status::Sending)).then_some("true")
        })
        .place(card.place)
        .child(move || {
            Some(match card.live_status()? {
                Status::Open => open(chat, &card),
                status => receipt(&card, status),
            })
        })
}

fn open(chat: Chat, card: &FormCard) -> El {
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
fn receipt(card: &FormCard, status: Status) -> El {
    let title = card.form.read(|form| form.text("title"));
    let state = el("span.receipt-state").child(if status == Status::Sending {
        (el("span.spinner[aria-hidden=true]"), words::SENDING)
    } else {
        (icon(icon::DONE), words::SENT)
    });
    el("p.receipt").child((el("span.receipt-title").child(title), state))
}
