//! Where the visitor types: Enter sends, Shift and Enter begin a new line.

use casement_renderer::view::{View, el};
use leptos::prelude::*;

use leptos::web_sys;
use wasm_bindgen::JsCast;

use crate::chat::Chat;
use crate::icon::{self, icon};
use crate::words;

/// Longer messages than this are no messages.
const MAX_LENGTH: &str = "4000";

pub(crate) fn composer(chat: Chat) -> AnyView {
    let send = move || {
        let text = chat.draft.get_untracked();
        if !text.trim().is_empty() {
            chat.draft.set(String::new());
            chat.say(&text);
        }
    };
    let field = el("textarea")
        .class("composer-input")
        .attr("part", "composer")
        .attr("rows", "1")
        .attr("maxlength", MAX_LENGTH)
        .attr("aria-label", words::COMPOSER)
        .attr("placeholder", words::COMPOSER_HINT)
        .attr("enterkeyhint", "send")
        .attr("dir", "auto")
        .place(chat.composer)
        .text_prop("value", move || chat.draft.get())
        .on("input", move |event| {
            chat.draft.set(event_target_value(&event))
        })
        .on("keydown", move |event| {
            let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else {
                return;
            };
            // The Enter that ends an input method's composition is not meant for us.
            if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                event.prevent_default();
                send();
            }
        });
    let button = el("button")
        .attr("type", "submit")
        .class("send")
        .attr("part", "button")
        .attr("aria-label", words::SEND)
        .attr("title", words::SEND)
        .attr("aria-disabled", move || {
            chat.draft
                .with(|text| text.trim().is_empty())
                .then_some("true")
        })
        .child(icon(icon::SEND));
    el("form")
        .class("composer")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .child((field, button))
        .view()
}
