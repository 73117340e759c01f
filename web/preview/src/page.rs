//! The whole page: how its parts stand together.

use leptos::prelude::*;
use leptos::{ev, html};

use crate::answers::answers_view;
use crate::browser::kept_text;
use crate::editor::{Editor, editor_view};
use crate::elements::elements_view;
use crate::examples::{EXAMPLES, example};
use crate::form_pane::form_pane;
use crate::outside::serve;
use crate::problems::problems_view;
use crate::session::Session;
use crate::tabs::{Tab, Tabs, panel, tab_list};
use crate::toolbar::toolbar;

/// Draws everything, beginning with what this tab showed last, or with the first example.
pub(crate) fn page() -> AnyView {
    let session = Session::new();
    serve(session);
    let [(first, _), ..] = EXAMPLES;
    session.open(kept_text().unwrap_or_else(|| example(first).to_owned()));
    let tabs = Tabs::new();
    let editor = Editor::new(session, tabs);
    let problems = move || session.problems.with(Vec::len);
    let parts = (
        panel(tabs, Tab::Editor, "Definition", editor_view(editor)),
        panel(tabs, Tab::Form, "Live form", form_pane(session)),
        panel(tabs, Tab::Problems, "Problems", problems_view(editor)),
        panel(tabs, Tab::Answers, "Answers", answers_view(session)),
        panel(
            tabs,
            Tab::Elements,
            "Elements",
            elements_view(session, tabs),
        ),
    );
    (
        toolbar(editor),
        html::main()
            .class("room")
            .child((tab_list(tabs, problems), parts)),
        foot(editor),
    )
        .into_any()
}

/// What has just happened, and the way back where the browser's undo has none.
fn foot(editor: Editor) -> AnyView {
    let session = editor.session;
    let back = move || {
        session.replaced.with(Option::is_some).then(|| {
            html::button()
                .attr("type", "button")
                .class("back")
                .on(ev::click, move |_| editor.bring_back())
                .child("Bring back the text before")
        })
    };
    html::footer()
        .class("foot")
        .child((
            html::p()
                .class("said")
                .attr("role", "status")
                .child(move || session.said.get()),
            back,
        ))
        .into_any()
}
