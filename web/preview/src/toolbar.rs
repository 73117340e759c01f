//! The head of the page: examples, files, layout of the text.

use leptos::prelude::*;
use leptos::{ev, html};

use crate::editor::Editor;
use crate::examples::{EXAMPLES, example};
use crate::files::open_first;
use crate::format::format;
use crate::tabs::Tab;

/// Draws the head.
pub(crate) fn toolbar(editor: Editor) -> AnyView {
    html::header()
        .class("top")
        .child((
            html::h1().child((
                html::span().class("brand").child("Casement"),
                html::span().class("page-name").child("Form preview"),
            )),
            html::div()
                .class("tools")
                .attr("role", "group")
                .attr("aria-label", "Definition")
                .child((
                    example_list(editor),
                    open_button(editor),
                    format_button(editor),
                )),
        ))
        .into_any()
}

fn example_list(editor: Editor) -> AnyView {
    let options: Vec<_> = EXAMPLES
        .into_iter()
        .map(|(key_name, title)| html::option().attr("value", key_name).child(title))
        .collect();
    let list = html::select()
        .class("button select")
        .attr("aria-label", "Open an example")
        .on(ev::change, move |event| {
            let key_name = event_target_value(&event);
            if !key_name.is_empty() {
                editor.open(example(&key_name));
            }
            // The list is a menu, not a setting: the text may become something else at once.
            event_target::<web_sys::HtmlSelectElement>(&event).set_value("");
        })
        .child((html::option().attr("value", "").child("Examples"), options));
    list.into_any()
}

fn open_button(editor: Editor) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let chooser = html::input()
        .node_ref(input)
        .attr("type", "file")
        .attr("accept", ".json,application/json,text/plain")
        .attr("aria-label", "Form definition file")
        .attr("tabindex", "-1")
        .prop("hidden", true)
        .on(ev::change, move |event| {
            let input = event_target::<web_sys::HtmlInputElement>(&event);
            open_first(input.files(), editor);
            // The same file can be chosen again after it was changed on disk.
            input.set_value("");
        });
    let button = html::button()
        .attr("type", "button")
        .class("button")
        .on(ev::click, move |_| {
            if let Some(input) = input.get_untracked() {
                input.click();
            }
        })
        .child("Open file");
    (button, chooser).into_any()
}

fn format_button(editor: Editor) -> AnyView {
    let session = editor.session;
    html::button()
        .attr("type", "button")
        .class("button")
        .on(ev::click, move |_| {
            match format(&session.text.get_untracked()) {
                Ok(text) => {
                    editor.rewrite(&text);
                    session.said.set("Text laid out.".into());
                }
                Err(_) => {
                    editor.show_tab(Tab::Problems);
                    session.said.set(
                        "Text that is no valid JSON can't be laid out: see the problems.".into(),
                    );
                }
            }
        })
        .child("Format")
        .into_any()
}
