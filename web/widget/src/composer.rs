//! Where the visitor types: Enter sends, Shift and Enter begin a new line.

use casement_renderer::view::{El, el};

use crate::chat::Chat;
use crate::icon::{self, icon};
use crate::{page, words};

pub(crate) fn composer(chat: Chat) -> El {
    // Longer messages than this are no messages.
    let field = el(
        "textarea.composer-input[part=composer][rows=1][maxlength=4000]\
                    [enterkeyhint=send][dir=auto]",
    )
    .attr("aria-label", words::COMPOSER)
    .attr("placeholder", words::COMPOSER_HINT)
    .place(chat.composer)
    .value(move || chat.draft.with(String::clone).unwrap_or_default())
    .on("input", move |event| chat.draft.set(event.entered()))
    .on("keydown", move |event| {
        if page::is_send(event.node()) {
            event.prevent_default();
            send(chat);
        }
    });
    let button = el("button.send[type=submit][part=button]")
        .attr("aria-label", words::SEND)
        .attr("title", words::SEND)
        .attr("aria-disabled", move || {
            let is_empty = chat.draft.with(|text| text.trim().is_empty());
            is_empty?.then_some("true")
        })
        .child(icon(icon::SEND));
    el("form.composer")
        .on("submit", move |event| {
            event.prevent_default();
            send(chat);
        })
        .child((field, button))
}

fn send(chat: Chat) {
    let text = chat.draft.peek(String::clone).unwrap_or_default();
    if !text.trim().is_empty() {
        chat.draft.set(String::new());
        chat.say(&text);
    }
}
