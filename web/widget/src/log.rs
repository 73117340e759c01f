//! The window's body: the conversation's log, and below it the composer.

use casement_renderer::view::{Place, View, el};
use casement_support::{Intent, SayKind};
use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;

use crate::card::card_view;
use crate::chat::Chat;
use crate::composer::composer;
use crate::icon::{self, icon};
use crate::item::{Content, Item};
use crate::reply::{Block, blocks};
use crate::words;

pub(crate) fn window(chat: Chat) -> AnyView {
    let entries = For(ForProps::builder()
        .each(move || chat.items.get())
        .key(|item: &Item| item.id)
        .children(move |item: Item| entry(chat, item))
        .build())
    .into_any();
    let log = el("div")
        .class("log")
        .attr("part", "log")
        .attr("role", "log")
        .attr("aria-label", words::LOG)
        .attr("tabindex", "0")
        .place(chat.log)
        .child((el("div").class("entries").child(entries), waiting(chat)));
    let status = el("p")
        .class("hidden")
        .attr("role", "status")
        .child(move || chat.waiting.get().map(words::waiting).unwrap_or_default());
    el("div")
        .class("window")
        .child((log, status, composer(chat)))
        .view()
}

/// Three dots while the answer is awaited. The status region says it in words.
fn waiting(chat: Chat) -> AnyView {
    (move || {
        chat.waiting
            .get()
            .filter(|_| !chat.form_is_on_its_way())
            .map(|tool| {
                el("div")
                    .class("waiting")
                    .attr("aria-hidden", "true")
                    .child((
                        el("span").class("dots").child((el("i"), el("i"), el("i"))),
                        words::waiting(tool),
                    ))
            })
    })
    .view()
}

fn entry(chat: Chat, item: Item) -> AnyView {
    let class = match &item.content {
        Content::Visitor(_) => "entry visitor",
        Content::Form(_) => "entry wide",
        _ => "entry",
    };
    let content = match item.content {
        Content::Visitor(text) => visitor(text),
        Content::Said { kind, text, retry } => said(chat, kind, &text, retry),
        Content::CaseNumber(number) => case_number(number),
        Content::Form(card) => card_view(chat, card),
        Content::Choices(intents) => choices(chat, intents),
        Content::Consent(text) => consent(chat, &text),
        Content::Handoff { email, case_number } => handed_over(email, case_number),
    };
    el("div")
        .class(class)
        .attr("data-item", item.id.to_string())
        .child(content)
        .view()
}

fn author(name: &'static str) -> AnyView {
    el("span").class("hidden").child(name).view()
}

fn visitor(text: String) -> AnyView {
    el("div")
        .class("bubble")
        .attr("part", "bubble")
        .attr("dir", "auto")
        .child((author(words::BY_VISITOR), text))
        .view()
}

fn said(chat: Chat, kind: SayKind, text: &str, retry: bool) -> AnyView {
    let class = match kind {
        SayKind::Failure => "bubble failure",
        SayKind::NotFound => "bubble warning",
        SayKind::CaseStatus => "bubble status",
        _ => "bubble",
    };
    let mark = matches!(kind, SayKind::Failure | SayKind::NotFound).then(|| icon(icon::WARNING));
    let parts: Vec<AnyView> = blocks(text, kind == SayKind::CaseStatus)
        .into_iter()
        .map(block)
        .collect();
    let again = retry.then(|| {
        el("button")
            .attr("type", "button")
            .class("button")
            .attr("part", "button")
            .on("click", move |_| chat.retry())
            .child(words::RETRY)
    });
    el("div")
        .class(class)
        .attr("part", "bubble")
        .child((
            mark,
            el("div")
                .class("words")
                .child((author(words::BY_ASSISTANT), parts, again)),
        ))
        .view()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Text(text) => el("p").attr("dir", "auto").child(text).view(),
        Block::Summary(text) => el("p")
            .class("case-summary")
            .attr("dir", "auto")
            .child(text)
            .view(),
        Block::List(points) => {
            let points: Vec<_> = points
                .into_iter()
                .map(|point| el("li").attr("dir", "auto").child(point))
                .collect();
            el("ul").child(points).view()
        }
    }
}

fn choices(chat: Chat, intents: Vec<Intent>) -> AnyView {
    let buttons: Vec<_> = intents
        .into_iter()
        .map(|intent| {
            el("button")
                .attr("type", "button")
                .class("choice")
                .attr("part", "button")
                .on("click", move |_| chat.choose(intent))
                .child(words::choice(intent))
        })
        .collect();
    el("div")
        .class("choices")
        .attr("role", "group")
        .attr("aria-label", words::CHOICES)
        .child(buttons)
        .view()
}

fn consent(chat: Chat, text: &str) -> AnyView {
    let button = move |answer: bool| {
        el("button")
            .attr("type", "button")
            .class("choice")
            .attr("part", "button")
            .on("click", move |_| chat.consent(answer))
            .child(if answer { words::YES } else { words::NO })
    };
    let parts: Vec<AnyView> = blocks(text, false).into_iter().map(block).collect();
    el("div")
        .class("question")
        .child((
            el("div")
                .class("bubble")
                .attr("part", "bubble")
                .child((author(words::BY_ASSISTANT), parts)),
            el("div")
                .class("choices")
                .child((button(true), button(false))),
        ))
        .view()
}

/// The case number, large, with a button that copies it.
fn case_number(number: String) -> AnyView {
    let place = Place::new();
    let note = RwSignal::new("");
    let copied = number.clone();
    let copy = move |_| {
        let text = copied.clone();
        leptos::task::spawn_local(async move {
            let done = copy_text(&text).await || copy_selected(place);
            note.try_set(if done {
                words::COPIED
            } else {
                words::COPY_BY_HAND
            });
        });
    };
    el("div")
        .class("case-number")
        .attr("part", "case-number")
        .child((
            el("span")
                .class("case-number-label")
                .child(words::CASE_NUMBER),
            el("span")
                .class("case-number-value")
                .place(place)
                .child(number),
            el("button")
                .attr("type", "button")
                .class("button copy")
                .attr("part", "button")
                .attr(
                    "aria-label",
                    format!("{} {}", words::COPY, words::CASE_NUMBER.to_lowercase()),
                )
                .on("click", copy)
                .child((
                    move || {
                        icon(if note.get() == words::COPIED {
                            icon::DONE
                        } else {
                            icon::COPY
                        })
                    },
                    move || {
                        if note.get() == words::COPIED {
                            words::COPIED
                        } else {
                            words::COPY
                        }
                    },
                )),
            el("span")
                .class(move || {
                    if note.get() == words::COPY_BY_HAND {
                        "copy-note"
                    } else {
                        "hidden"
                    }
                })
                .attr("role", "status")
                .child(move || note.get()),
        ))
        .view()
}

/// By the clipboard API, which a page without https or without permission does not have.
async fn copy_text(text: &str) -> bool {
    let navigator = leptos::prelude::window().navigator();
    let get = |object: &wasm_bindgen::JsValue, name: &str| {
        js_sys::Reflect::get(object, &name.into()).ok()
    };
    let promise = get(&navigator, "clipboard").and_then(|clipboard| {
        let write = get(&clipboard, "writeText")?
            .dyn_into::<js_sys::Function>()
            .ok()?;
        write
            .call1(&clipboard, &text.into())
            .ok()?
            .dyn_into::<js_sys::Promise>()
            .ok()
    });
    match promise {
        Some(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}

/// The older way: select it and ask the document to copy. Without success the selection stays, for
/// the visitor's own keyboard.
fn copy_selected(place: Place) -> bool {
    let Some(element) = place.try_get_untracked().flatten() else {
        return false;
    };
    let Ok(Some(selection)) = leptos::prelude::window().get_selection() else {
        return false;
    };
    if selection.select_all_children(&element).is_err() {
        return false;
    }
    document()
        .dyn_into::<web_sys::HtmlDocument>()
        .is_ok_and(|page| page.exec_command("copy").unwrap_or(false))
}

fn handed_over(email: String, case_number: String) -> AnyView {
    let fact = |name: &'static str, value: String| (el("dt").child(name), el("dd").child(value));
    el("div")
        .class("handoff")
        .attr("part", "handoff")
        .child((
            icon(icon::AGENT),
            el("div").child((
                el("p").class("handoff-title").child(words::HANDOFF),
                el("dl").child((
                    fact(words::CASE_NUMBER, case_number),
                    fact(words::EMAIL, email),
                )),
            )),
        ))
        .view()
}
