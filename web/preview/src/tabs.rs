//! Which part of the page is looked at: five tabs on a phone, three beside the form elsewhere.

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::browser::on_narrow;

/// Narrower than this, there is one column. The style sheet says the same.
const NARROW: &str = "(max-width: 56rem)";

/// A part of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    Editor,
    Form,
    Problems,
    Answers,
    Elements,
}

impl Tab {
    pub(crate) const ALL: [Tab; 5] = [
        Tab::Editor,
        Tab::Form,
        Tab::Problems,
        Tab::Answers,
        Tab::Elements,
    ];
    const BESIDE: [Tab; 3] = [Tab::Problems, Tab::Answers, Tab::Elements];

    pub(crate) const fn id(self) -> &'static str {
        match self {
            Tab::Editor => "editor",
            Tab::Form => "form",
            Tab::Problems => "problems",
            Tab::Answers => "answers",
            Tab::Elements => "elements",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Tab::Editor => "JSON",
            Tab::Form => "Form",
            Tab::Problems => "Problems",
            Tab::Answers => "Answers",
            Tab::Elements => "Elements",
        }
    }

    const fn is_beside(self) -> bool {
        matches!(self, Tab::Problems | Tab::Answers | Tab::Elements)
    }
}

/// What is chosen.
#[derive(Clone, Copy)]
pub(crate) struct Tabs {
    chosen: RwSignal<Tab>,
    /// Of the three: what stands beside the form while there is room for both.
    beside: RwSignal<Tab>,
    pub(crate) is_narrow: RwSignal<bool>,
}

impl Tabs {
    pub(crate) fn new() -> Tabs {
        let is_narrow = RwSignal::new(false);
        on_narrow(NARROW, move |now| is_narrow.set(now));
        Tabs {
            chosen: RwSignal::new(Tab::Form),
            beside: RwSignal::new(Tab::Elements),
            is_narrow,
        }
    }

    pub(crate) fn choose(self, tab: Tab) {
        self.chosen.set(tab);
        if tab.is_beside() {
            self.beside.set(tab);
        }
    }

    fn is_chosen(self, tab: Tab) -> bool {
        if self.is_narrow.get() {
            self.chosen.get() == tab
        } else {
            self.beside.get() == tab
        }
    }

    /// Editor and form are always there while there is room.
    pub(crate) fn is_shown(self, tab: Tab) -> bool {
        (!self.is_narrow.get() && !tab.is_beside()) || self.is_chosen(tab)
    }

    /// The part's role: a tab's panel, or a region of its own while it has no tab.
    fn role(self, tab: Tab) -> &'static str {
        if self.is_narrow.get() || tab.is_beside() {
            "tabpanel"
        } else {
            "region"
        }
    }

    fn in_use(self) -> &'static [Tab] {
        if self.is_narrow.get_untracked() {
            &Tab::ALL
        } else {
            &Tab::BESIDE
        }
    }

    fn step(self, from: Tab, key: &str) -> Option<Tab> {
        let tabs = self.in_use();
        let at = tabs.iter().position(|tab| *tab == from)?;
        let to = match key {
            "ArrowRight" => (at + 1) % tabs.len(),
            "ArrowLeft" => (at + tabs.len() - 1) % tabs.len(),
            "Home" => 0,
            "End" => tabs.len() - 1,
            _ => return None,
        };
        tabs.get(to).copied()
    }
}

/// The row of tabs; `problems` is how many to show beside the word.
pub(crate) fn tab_list(
    tabs: Tabs,
    problems: impl Fn() -> usize + Copy + Send + 'static,
) -> AnyView {
    let buttons: Vec<_> = Tab::ALL
        .into_iter()
        .map(|tab| tab_button(tabs, tab, problems))
        .collect();
    html::div()
        .class("tabs")
        .attr("role", "tablist")
        .attr("aria-label", "Views of the form")
        .child(buttons)
        .into_any()
}

fn tab_button(
    tabs: Tabs,
    tab: Tab,
    problems: impl Fn() -> usize + Copy + Send + 'static,
) -> AnyView {
    let count = move || {
        let count = if tab == Tab::Problems { problems() } else { 0 };
        (count > 0).then(|| html::span().class("count").child(count.to_string()))
    };
    html::button()
        .attr("type", "button")
        .class("tab")
        .class(("always", !tab.is_beside()))
        .attr("role", "tab")
        .id(format!("tab-{}", tab.id()))
        .attr("aria-controls", tab.id())
        .attr("aria-selected", move || tabs.is_chosen(tab).to_string())
        .attr(
            "tabindex",
            move || if tabs.is_chosen(tab) { "0" } else { "-1" },
        )
        .prop("hidden", move || !tabs.is_narrow.get() && !tab.is_beside())
        .on(ev::click, move |_| tabs.choose(tab))
        .on(ev::keydown, move |event| {
            if let Some(next) = tabs.step(tab, &event.key()) {
                event.prevent_default();
                tabs.choose(next);
                focus(&format!("tab-{}", next.id()));
            }
        })
        .child((tab.title(), count))
        .into_any()
}

/// One part of the page.
pub(crate) fn panel(tabs: Tabs, tab: Tab, label: &'static str, content: AnyView) -> AnyView {
    html::section()
        .class(format!("panel-{} pane", tab.id()))
        .id(tab.id())
        .attr("role", move || tabs.role(tab))
        .attr("aria-label", label)
        // Lists are scrolled by keys; editor and form hold controls of their own.
        .attr("tabindex", tab.is_beside().then_some("0"))
        .prop("hidden", move || !tabs.is_shown(tab))
        .child(content)
        .into_any()
}

pub(crate) fn focus(id: &str) {
    let found = document().get_element_by_id(id);
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
