//! The window's body: the conversation's log, and below it the composer.

use casement_support::{Intent, SayKind};
use leptos::prelude::*;
use leptos::web_sys;
use leptos::{ev, html};
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
        .build());
    let log = html::div()
        .class("log")
        .attr("part", "log")
        .attr("role", "log")
        .attr("aria-label", words::LOG)
        .attr("tabindex", "0")
        .node_ref(chat.log)
        .child((html::div().class("entries").child(entries), waiting(chat)));
    let status = html::p().class("hidden").attr("role", "status").child(move || {
        chat.waiting.get().map(words::waiting).unwrap_or_default()
    });
    html::div().class("window").child((log, status, composer(chat))).into_any()
}

/// Three dots while the answer is awaited. The status region says it in words.
fn waiting(chat: Chat) -> AnyView {
    (move || {
        chat.waiting.get().filter(|_| !chat.form_is_on_its_way()).map(|tool| {
            html::div().class("waiting").attr("aria-hidden", "true").child((
                html::span().class("dots").child((html::i(), html::i(), html::i())),
                words::waiting(tool),
            ))
        })
    })
    .into_any()
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
    html::div().class(class).attr("data-item", item.id.to_string()).child(content).into_any()
}

fn author(name: &'static str) -> AnyView {
    html::span().class("hidden").child(name).into_any()
}

fn visitor(text: String) -> AnyView {
    html::div()
        .class("bubble")
        .attr("part", "bubble")
        .attr("dir", "auto")
        .child((author(words::BY_VISITOR), text))
        .into_any()
}

fn said(chat: Chat, kind: SayKind, text: &str, retry: bool) -> AnyView {
    let class = match kind {
        SayKind::Failure => "bubble failure",
        SayKind::NotFound => "bubble warning",
        SayKind::CaseStatus => "bubble status",
        _ => "bubble",
    };
    let mark = matches!(kind, SayKind::Failure | SayKind::NotFound).then(|| icon(icon::WARNING));
    let parts: Vec<AnyView> = blocks(text, kind == SayKind::CaseStatus).into_iter().map(block).collect();
    let again = retry.then(|| {
        html::button()
            .attr("type", "button")
            .class("button")
            .attr("part", "button")
            .on(ev::click, move |_| chat.retry())
            .child(words::RETRY)
    });
    html::div()
        .class(class)
        .attr("part", "bubble")
        .child((mark, html::div().class("words").child((author(words::BY_ASSISTANT), parts, again))))
        .into_any()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Text(text) => html::p().attr("dir", "auto").child(text).into_any(),
        Block::Summary(text) => html::p().class("case-summary").attr("dir", "auto").child(text).into_any(),
        Block::List(points) => {
            let points: Vec<_> =
                points.into_iter().map(|point| html::li().attr("dir", "auto").child(point)).collect();
            html::ul().child(points).into_any()
        }
    }
}

fn choices(chat: Chat, intents: Vec<Intent>) -> AnyView {
    let buttons: Vec<_> = intents
        .into_iter()
        .map(|intent| {
            html::button()
                .attr("type", "button")
                .class("choice")
                .attr("part", "button")
                .on(ev::click, move |_| chat.choose(intent))
                .child(words::choice(intent))
        })
        .collect();
    html::div().class("choices").attr("role", "group").attr("aria-label", words::CHOICES).child(buttons).into_any()
}

fn consent(chat: Chat, text: &str) -> AnyView {
    let button = move |answer: bool| {
        html::button()
            .attr("type", "button")
            .class("choice")
            .attr("part", "button")
            .on(ev::click, move |_| chat.consent(answer))
            .child(if answer { words::YES } else { words::NO })
    };
    let parts: Vec<AnyView> = blocks(text, false).into_iter().map(block).collect();
    html::div()
        .class("question")
        .child((
            html::div().class("bubble").attr("part", "bubble").child((author(words::BY_ASSISTANT), parts)),
            html::div().class("choices").child((button(true), button(false))),
        ))
        .into_any()
}

/// The case number, large, with a button that copies it.
fn case_number(number: String) -> AnyView {
    let place = NodeRef::<html::Span>::new();
    let note = RwSignal::new("");
    let copied = number.clone();
    let copy = move |_| {
        let text = copied.clone();
        leptos::task::spawn_local(async move {
            let done = copy_text(&text).await || copy_selected(place);
            note.try_set(if done { words::COPIED } else { words::COPY_BY_HAND });
        });
    };
    html::div()
        .class("case-number")
        .attr("part", "case-number")
        .child((
            html::span().class("case-number-label").child(words::CASE_NUMBER),
            html::span().class("case-number-value").node_ref(place).child(number),
            html::button()
                .attr("type", "button")
                .class("button copy")
                .attr("part", "button")
                .attr("aria-label", format!("{} {}", words::COPY, words::CASE_NUMBER.to_lowercase()))
                .on(ev::click, copy)
                .child((
                    move || icon(if note.get() == words::COPIED { icon::DONE } else { icon::COPY }),
                    move || if note.get() == words::COPIED { words::COPIED } else { words::COPY },
                )),
            html::span()
                .class(move || if note.get() == words::COPY_BY_HAND { "copy-note" } else { "hidden" })
                .attr("role", "status")
                .child(move || note.get()),
        ))
        .into_any()
}

/// By the clipboard API, which a page without https or without permission does not have.
async fn copy_text(text: &str) -> bool {
    let navigator = leptos::prelude::window().navigator();
    let get = |object: &wasm_bindgen::JsValue, name: &str| js_sys::Reflect::get(object, &name.into()).ok();
    let promise = get(&navigator, "clipboard").and_then(|clipboard| {
        let write = get(&clipboard, "writeText")?.dyn_into::<js_sys::Function>().ok()?;
        write.call1(&clipboard, &text.into()).ok()?.dyn_into::<js_sys::Promise>().ok()
    });
    match promise {
        Some(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}

/// The older way: select it and ask the document to copy. Without success the selection stays, for
/// the visitor's own keyboard.
fn copy_selected(place: NodeRef<html::Span>) -> bool {
    let Some(element) = place.try_get_untracked().flatten() else { return false };
    let Ok(Some(selection)) = leptos::prelude::window().get_selection() else { return false };
    if selection.select_all_children(&element).is_err() {
        return false;
    }
    document().dyn_into::<web_sys::HtmlDocument>().is_ok_and(|page| page.exec_command("copy").unwrap_or(false))
}

fn handed_over(email: String, case_number: String) -> AnyView {
    let fact = |name: &'static str, value: String| (html::dt().child(name), html::dd().child(value));
    html::div()
        .class("handoff")
        .attr("part", "handoff")
        .child((
            icon(icon::AGENT),
            html::div().child((
                html::p().class("handoff-title").child(words::HANDOFF),
                html::dl().child((fact(words::CASE_NUMBER, case_number), fact(words::EMAIL, email))),
            )),
        ))
        .into_any()
}
