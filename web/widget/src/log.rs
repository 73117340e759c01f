//! The window's body: the conversation's log, and below it the composer.

use casement_renderer::view::{El, Place, Signal, el, list, when_settled};
use casement_support::{Intent, SayKind};

use crate::card::card_view;
use crate::chat::Chat;
use crate::composer::composer;
use crate::icon::{self, icon};
use crate::item::Content;
use crate::reply::{Block, blocks};
use crate::{page, words};

pub(crate) fn window(chat: Chat) -> El {
    let entries = list(
        el("div.entries"),
        move || chat.entries(),
        move |number| entry(chat, number),
    );
    let log = el("div.log[part=log][role=log][tabindex=0]")
        .attr("aria-label", words::LOG)
        .place(chat.log)
        .child((entries, move || waiting(chat)));
    let status = el("p.hidden[role=status]").child(move || match chat.waiting.with(|tool| *tool) {
        Some(Some(tool)) => words::waiting(tool),
        _ => "",
    });
    el("div.window").child((log, status, composer(chat)))
}

/// Three dots while the answer is awaited. The status region says it in words.
fn waiting(chat: Chat) -> Option<El> {
    let tool = chat.waiting.with(|tool| *tool)??;
    (!chat.form_is_on_its_way()).then(|| {
        el("div.waiting[aria-hidden=true]").child((
            el("span.dots").child((el("i"), el("i"), el("i"))),
            words::waiting(tool),
        ))
    })
}

fn entry(chat: Chat, number: u32) -> El {
    let Some(content) = chat.content(number) else {
        return el("div.entry");
    };
    let entry = el(match &content {
        Content::Visitor(_) => "div.entry.visitor",
        Content::Form(_) => "div.entry.wide",
        _ => "div.entry",
    });
    let content = match content {
        Content::Visitor(text) => {
            el("div.bubble[part=bubble][dir=auto]").child((author(words::BY_VISITOR), text))
        }
        Content::Said { kind, text, retry } => said(chat, kind, &text, retry),
        Content::CaseNumber(number) => case_number(number),
        Content::Form(card) => card_view(chat, card),
        Content::Choices(intents) => choices(chat, intents),
        Content::Consent(text) => consent(chat, &text),
        Content::Handoff { email, case_number } => handed_over(&email, &case_number),
    };
    entry.attr("data-item", number.to_string()).child(content)
}

fn author(name: &str) -> El {
    el("span.hidden").child(name)
}

fn said(chat: Chat, kind: SayKind, text: &str, retry: bool) -> El {
    let bubble = match kind {
        SayKind::Failure => "div.bubble.failure[part=bubble]",
        SayKind::NotFound => "div.bubble.warning[part=bubble]",
        SayKind::CaseStatus => "div.bubble.status[part=bubble]",
        _ => "div.bubble[part=bubble]",
    };
    let mark = matches!(kind, SayKind::Failure | SayKind::NotFound).then(|| icon(icon::WARNING));
    let again = retry.then(|| {
        el("button.button[type=button][part=button]")
            .on("click", move |_| chat.retry())
            .child(words::RETRY)
    });
    let words = words_of(el("div.words"), text, kind == SayKind::CaseStatus).child(again);
    el(bubble).child((mark, words))
}

/// What support said, part by part, with its author for those who don't see whose bubble it is.
fn words_of(place: El, text: &str, has_summary: bool) -> El {
    blocks(text, has_summary)
        .into_iter()
        .fold(place.child(author(words::BY_ASSISTANT)), |place, part| {
            place.child(block(part))
        })
}

fn block(block: Block) -> El {
    match block {
        Block::Text(text) => el("p[dir=auto]").child(text),
        Block::Summary(text) => el("p.case-summary[dir=auto]").child(text),
        Block::List(points) => points.into_iter().fold(el("ul"), |list, point| {
            list.child(el("li[dir=auto]").child(point))
        }),
    }
}

fn choice(text: &str, chosen: impl Fn() + 'static) -> El {
    el("button.choice[type=button][part=button]")
        .on("click", move |_| chosen())
        .child(text)
}

fn choices(chat: Chat, intents: Vec<Intent>) -> El {
    let group = el("div.choices[role=group]").attr("aria-label", words::CHOICES);
    intents.into_iter().fold(group, |group, intent| {
        group.child(choice(words::choice(intent), move || chat.choose(intent)))
    })
}

fn consent(chat: Chat, text: &str) -> El {
    el("div.question").child((
        words_of(el("div.bubble[part=bubble]"), text, false),
        el("div.choices").child((
            choice(words::YES, move || chat.consent(true)),
            choice(words::NO, move || chat.consent(false)),
        )),
    ))
}

/// The case number, large, with a button that copies it.
fn case_number(number: String) -> El {
    let place = Place::new();
    let note = Signal::new("");
    let noted = move || note.with(|note| *note).unwrap_or_default();
    let value = el("span.case-number-value")
        .place(place)
        .child(number.as_str());
    let copy = move |_| {
        let Some(place) = place.get() else { return };
        when_settled(&page::copy(&number, place.node()), move |done| {
            note.set(if done.is_truthy() {
                words::COPIED
            } else {
                // The selection stays, for the visitor's own keyboard.
                words::COPY_BY_HAND
            });
        });
    };
    let button = el("button.button.copy[type=button][part=button]")
        .attr("aria-label", words::COPY_NUMBER)
        .on("click", copy)
        .child((
            move || {
                icon(if noted() == words::COPIED {
                    icon::DONE
                } else {
                    icon::COPY
                })
            },
            move || {
                if noted() == words::COPIED {
                    words::COPIED
                } else {
                    words::COPY
                }
            },
        ));
    let said = el("span[role=status]")
        .class(move || {
            if noted() == words::COPY_BY_HAND {
                "copy-note"
            } else {
                "hidden"
            }
        })
        .child(noted);
    el("div.case-number[part=case-number]").child((
        el("span.case-number-label").child(words::CASE_NUMBER),
        value,
        button,
        said,
    ))
}

fn handed_over(email: &str, case_number: &str) -> El {
    let facts = el("dl").child((
        el("dt").child(words::CASE_NUMBER),
        el("dd").child(case_number),
        el("dt").child(words::EMAIL),
        el("dd").child(email),
    ));
    el("div.handoff[part=handoff]").child((
        icon(icon::AGENT),
        el("div").child((el("p.handoff-title").child(words::HANDOFF), facts)),
    ))
}
