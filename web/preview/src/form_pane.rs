//! The running form, with what a previewer needs around it.

use casement_renderer::view::{El, mount};
use casement_renderer::{FormOptions, RunningForm, form_view};
use casement_support::form::{Form, State};
use leptos::prelude::*;
use leptos::{ev, html};

use crate::problems::empty;
use crate::session::Session;

/// Draws the pane.
pub(crate) fn form_pane(session: Session) -> AnyView {
    let is_phone = RwSignal::new(false);
    let running = move || match session.running.get() {
        Some(form) => drawn(form),
        None => empty(
            "No form yet",
            "As soon as the text is valid JSON, the form appears here.",
        ),
    };
    let stale = move || {
        (session.is_broken.get() && session.running.with(Option::is_some)).then(|| {
            html::p()
                .class("stale")
                .child("The text is no valid form at the moment. This is the last one that worked.")
        })
    };
    let sheet = html::div()
        .class("sheet window")
        .class(("phone", move || is_phone.get()))
        .child(running);
    (
        html::div().class("pane-bar").child((
            state_line(session),
            width_button(is_phone),
            clear_button(session),
        )),
        stale,
        html::div().class("stage").child(sheet),
    )
        .into_any()
}

/// The renderer draws with views of its own, into an element of this page.
fn drawn(form: RunningForm) -> AnyView {
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let options = FormOptions {
            on_complete: Box::new(|_| ()),
            leave: None,
        };
        let place = El::from_page(place.get()?);
        Some(mount(place, move || form_view(form, options)))
    });
    html::div().node_ref(place).into_any()
}

fn state_line(session: Session) -> AnyView {
    let state = Memo::new(move |_| {
        let form = session.running.get()?;
        form.track();
        form.read(|form| Some((form.state(), page_line(form))))
    });
    html::p()
        .class("state")
        .child(move || match state.get() {
            None => String::new(),
            Some((State::Completed | State::CompletedBefore, _)) => "Completed".into(),
            Some((State::Empty, _)) => "No elements".into(),
            Some((_, page)) => page,
        })
        .into_any()
}

fn page_line(form: &Form) -> String {
    let progress = form.progress();
    match progress.page {
        Some(page) => format!("Page {} of {}", page + 1, progress.pages),
        None => "Running".into(),
    }
}

fn width_button(is_phone: RwSignal<bool>) -> AnyView {
    html::button()
        .attr("type", "button")
        .class("button quiet small wide-only")
        .attr("aria-pressed", move || is_phone.get().to_string())
        .on(ev::click, move |_| {
            is_phone.update(|is_phone| *is_phone = !*is_phone)
        })
        .child("Phone width")
        .into_any()
}

fn clear_button(session: Session) -> AnyView {
    html::button()
        .attr("type", "button")
        .class("button quiet small")
        .on(ev::click, move |_| session.clear())
        .child("Start again")
        .into_any()
}

/// Reads the running form and follows its every step; the default where there is none.
pub(crate) fn follow<R: Default>(session: Session, read: impl FnOnce(&Form) -> R) -> R {
    let Some(form): Option<RunningForm> = session.running.get() else {
        return R::default();
    };
    form.track();
    form.read(read)
}
