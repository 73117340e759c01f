//! The answers as JSON, as a site would get them.

use casement_support::form::{Object, Value};
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen_futures::spawn_local;

use crate::browser::copy;
use crate::format::format;
use crate::problems::empty;
use crate::session::Session;

/// Draws them.
pub(crate) fn answers_view(session: Session) -> AnyView {
    let data = Memo::new(move |_| {
        let Some(form) = session.running.get() else {
            return String::new();
        };
        form.track();
        let data = form.read(|form| Some(form.data())).unwrap_or_default();
        if data.is_empty() {
            String::new()
        } else {
            json(data)
        }
    });
    (move || {
        if data.with(String::is_empty) {
            return empty(
                "No answers yet",
                "Fill in the form, and its data appears here.",
            );
        }
        let text = html::pre()
            .class("answers")
            .attr("role", "region")
            .attr("aria-label", "Answers as JSON")
            .child(move || data.get());
        (copy_button(session, data), text).into_any()
    })
    .into_any()
}

fn copy_button(session: Session, data: Memo<String>) -> AnyView {
    html::button()
        .attr("type", "button")
        .class("button quiet small floating")
        .on(ev::click, move |_| {
            let text = data.get_untracked();
            spawn_local(async move {
                let said = if copy(&text).await {
                    "Answers copied."
                } else {
                    "The browser refused to copy."
                };
                session.said.set(said.into());
            });
        })
        .child("Copy")
        .into_any()
}

fn json(data: Object) -> String {
    let text = Value::from(data).to_json();
    format(&text).unwrap_or(text)
}
