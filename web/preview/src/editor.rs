//! The editor: a text area with line numbers, and marks where problems are.
//!
//! A text area keeps the browser's own undo, search, spelling of selections and input methods.

use casement_support::form::Severity;
use leptos::prelude::*;
use leptos::{ev, html};

use crate::browser::replace_text;
use crate::colours::{first_drawn, line_view, lines};
use crate::files::open_first;
use crate::session::{Found, Session};
use crate::tabs::{Tab, Tabs};

/// Lines that stay above a problem when it is shown.
const ABOVE: u32 = 4;

/// Problems that get a mark; more would only slow the page down.
const MARKED: usize = 500;

/// A line's height in pixels. The style sheet says the same.
const LINE: i32 = 20;

/// The text area, for whoever changes or shows its text. A copy is another handle.
#[derive(Clone, Copy)]
pub(crate) struct Editor {
    pub(crate) session: Session,
    tabs: Tabs,
    area: NodeRef<html::Textarea>,
    is_dropping: RwSignal<bool>,
}

impl Editor {
    pub(crate) fn new(session: Session, tabs: Tabs) -> Editor {
        Editor {
            session,
            tabs,
            area: NodeRef::new(),
            is_dropping: RwSignal::new(false),
        }
    }

    /// Another text takes this one's place; undo brings it back.
    pub(crate) fn open(self, text: &str) {
        self.put(text);
        self.session.open(text.to_owned());
    }

    /// The same form in other words: the answers stay.
    pub(crate) fn rewrite(self, text: &str) {
        self.put(text);
        self.session.edit(text.to_owned());
    }

    fn put(self, text: &str) {
        let Some(area) = self.area.get_untracked() else {
            return;
        };
        let before = area.value();
        let can_undo = replace_text(&area, text);
        self.session
            .replaced
            .set((!can_undo && before != text).then_some(before));
        if self.tabs.is_narrow.get_untracked() {
            // The on-screen keyboard would cover what was just opened.
            let _ = area.blur();
        }
    }

    /// Brings back the text before the last replacement.
    pub(crate) fn bring_back(self) {
        if let Some(text) = self.session.replaced.get_untracked() {
            self.open(&text);
        }
    }

    /// Shows another part of the page.
    pub(crate) fn show_tab(self, tab: Tab) {
        self.tabs.choose(tab);
    }

    /// Moves the caret to a problem.
    pub(crate) fn show(self, found: &Found) {
        let (start, end, line) = (found.start, found.end, found.line);
        if self.tabs.is_narrow.get_untracked() {
            self.tabs.choose(Tab::Editor);
        }
        // A part that was hidden is there in the next frame.
        request_animation_frame(move || {
            let Some(area) = self.area.try_get_untracked().flatten() else {
                return;
            };
            // Focus without a selection and then with one: browsers scroll to the caret sideways.
            let _ = area.set_selection_range(start, start);
            let _ = area.blur();
            let _ = area.focus();
            let _ = area.set_selection_range(start, end.max(start));
            let above = i32::try_from(line.saturating_sub(ABOVE)).unwrap_or(i32::MAX);
            area.set_scroll_top(above.saturating_mul(LINE));
        });
    }
}

pub(crate) fn line_count(text: &str) -> u32 {
    u32::try_from(text.split('\n').count()).unwrap_or(u32::MAX)
}

/// Draws it.
pub(crate) fn editor_view(editor: Editor) -> AnyView {
    let session = editor.session;
    let scrolled = RwSignal::new((0, 0));
    let area = html::textarea()
        .node_ref(editor.area)
        .id("text")
        .class("text")
        .attr("aria-label", "Form definition, JSON")
        .attr("aria-describedby", "editor-hint")
        .attr("aria-invalid", move || session.is_broken.get().to_string())
        .attr("spellcheck", "false")
        .attr("autocapitalize", "off")
        .attr("autocomplete", "off")
        .attr("autocorrect", "off")
        .attr("wrap", "off")
        .prop("value", session.text.get_untracked())
        .on(ev::input, move |event| {
            session.edit(event_target_value(&event))
        })
        .on(ev::scroll, move |_| {
            if let Some(area) = editor.area.try_get_untracked().flatten() {
                scrolled.set((area.scroll_left(), area.scroll_top()));
            }
        });
    html::div()
        .class("editor")
        .class(("dropping", move || editor.is_dropping.get()))
        .on(ev::dragover, move |event| {
            event.prevent_default();
            editor.is_dropping.set(true);
        })
        .on(ev::dragleave, move |_| editor.is_dropping.set(false))
        .on(ev::drop, move |event| {
            editor.is_dropping.set(false);
            let files = event.data_transfer().and_then(|data| data.files());
            if files.as_ref().is_some_and(|files| files.length() > 0) {
                event.prevent_default();
                open_first(files, editor);
            }
        })
        .child((
            gutter(session, scrolled),
            html::div()
                .class("code")
                .child((coloured(session, scrolled), area)),
            html::p()
                .id("editor-hint")
                .class("sr")
                .child("Tab leaves the editor. A file can be dropped here."),
        ))
        .into_any()
}

/// The same text in colours, behind the text area, whose own letters are transparent.
fn coloured(session: Session, scrolled: RwSignal<(i32, i32)>) -> AnyView {
    let first =
        Memo::new(move |_| first_drawn(usize::try_from(scrolled.get().1 / LINE).unwrap_or(0)));
    let drawn = move || {
        let first = first.get();
        session
            .text
            .with(|text| {
                session
                    .problems
                    .with(|problems| lines(text, problems, first))
            })
            .into_iter()
            .map(line_view)
            .collect::<Vec<_>>()
    };
    let place = move || {
        let (left, top) = scrolled.get();
        let first = i32::try_from(first.get()).unwrap_or(0);
        format!("{}px {}px", -left, first * LINE - top)
    };
    html::div()
        .class("colours")
        .attr("aria-hidden", "true")
        .child(
            html::div()
                .class("colours-lines")
                .style(("translate", place))
                .child(drawn),
        )
        .into_any()
}

fn gutter(session: Session, scrolled: RwSignal<(i32, i32)>) -> AnyView {
    let lines = Memo::new(move |_| session.text.with(|text| line_count(text)));
    let numbers = move || {
        (1..=lines.get())
            .map(|line| line.to_string())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let marks = move || {
        session.problems.with(|problems| {
            problems
                .iter()
                .take(MARKED)
                .map(|found| {
                    let class = match found.severity {
                        Severity::Error => "line-mark is-error",
                        Severity::Warning | Severity::Info => "line-mark is-warning",
                    };
                    html::i()
                        .class(class)
                        .style(("--line-number", found.line.to_string()))
                })
                .collect::<Vec<_>>()
        })
    };
    let moved = html::div()
        .class("gutter-lines")
        .style(("translate", move || format!("0 {}px", -scrolled.get().1)))
        .child((html::pre().child(numbers), marks));
    html::div()
        .class("gutter")
        .attr("aria-hidden", "true")
        .child(moved)
        .into_any()
}
