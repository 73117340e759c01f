//! What is wrong with the definition; each line leads to its place in the text.

use casement_support::form::Severity;
use leptos::prelude::*;
use leptos::{ev, html};

use crate::editor::Editor;
use crate::session::Found;

/// More are counted, not listed.
const LISTED: usize = 200;

/// Draws the list.
pub(crate) fn problems_view(editor: Editor) -> AnyView {
    (move || {
        let problems = editor.session.problems.get();
        if problems.is_empty() {
            return empty(
                "No problems found",
                "The definition loads without a complaint.",
            );
        }
        let more = problems.len().saturating_sub(LISTED);
        let rows: Vec<_> = problems
            .into_iter()
            .take(LISTED)
            .map(|found| row(editor, found))
            .collect();
        let rest = (more > 0).then(|| html::p().class("more").child(format!("and {more} more")));
        (html::ul().class("problems").child(rows), rest).into_any()
    })
    .into_any()
}

fn row(editor: Editor, found: Found) -> AnyView {
    let (class, word) = match found.severity {
        Severity::Error => ("badge is-error", "Error"),
        Severity::Warning => ("badge is-warning", "Warning"),
        Severity::Info => ("badge", "Note"),
    };
    let place = format!("{}:{}", found.line, found.column);
    let spoken = format!("line {}, column {}", found.line, found.column);
    let path =
        (!found.path.is_empty()).then(|| html::code().class("path").child(found.path.clone()));
    let details = html::span()
        .class("details")
        .child((html::code().child(found.code), path));
    let content = (
        html::span().class(class).child(word),
        html::span()
            .class("message")
            .child(sentence(&found.message)),
        html::span().class("place").child((
            html::span().attr("aria-hidden", "true").child(place),
            html::span().class("sr").child(spoken),
        )),
        details,
    );
    html::li()
        .child(
            html::button()
                .attr("type", "button")
                .class("problem")
                .attr("title", "Show in the text")
                .on(ev::click, move |_| editor.show(&found))
                .child(content),
        )
        .into_any()
}

/// Messages are lower case without a full stop, for tools that put words before them.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// What stands where there is nothing to list.
pub(crate) fn empty(title: &'static str, text: &'static str) -> AnyView {
    html::div()
        .class("empty")
        .child((
            html::p().class("empty-title").child(title),
            html::p().child(text),
        ))
        .into_any()
}
