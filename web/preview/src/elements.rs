//! Every element with its conditions, and why it is shown or hidden.

use casement_support::form::{Element, ElementId, ElementKind, Explanation, Form, Value};
use leptos::html;
use leptos::prelude::*;

use crate::form_pane::follow;
use crate::problems::empty;
use crate::session::Session;
use crate::tabs::{Tab, Tabs};

/// The conditions that an element can have beside the one for its visibility.
const OTHER_CONDITIONS: [&str; 2] = ["enableIf", "requiredIf"];

/// More are counted, not listed.
const LISTED: usize = 400;

/// One line of the list.
#[derive(Clone, PartialEq)]
struct Row {
    name: String,
    kind: String,
    depth: usize,
    is_shown: bool,
    reason: String,
    marks: Vec<&'static str>,
    conditions: Vec<(&'static str, String)>,
    /// What the condition for its visibility read.
    reads: Vec<(String, String)>,
}

/// Draws the list.
pub(crate) fn elements_view(session: Session, tabs: Tabs) -> AnyView {
    // Asking every element why takes time in a large form: only while somebody looks.
    let rows = Memo::new(move |_| {
        if tabs.is_shown(Tab::Elements) {
            follow(session, rows)
        } else {
            Vec::new()
        }
    });
    (move || {
        let mut rows = rows.get();
        if rows.is_empty() {
            return empty(
                "No elements",
                "The definition has no pages and no questions.",
            );
        }
        let more = rows.len().saturating_sub(LISTED);
        rows.truncate(LISTED);
        let rest = (more > 0).then(|| html::p().class("more").child(format!("and {more} more")));
        let rows: Vec<_> = rows.into_iter().map(row_view).collect();
        (html::ul().class("elements").child(rows), rest).into_any()
    })
    .into_any()
}

fn row_view(row: Row) -> AnyView {
    let (class, word) = if row.is_shown {
        ("badge is-in", "Shown")
    } else {
        ("badge is-out", "Hidden")
    };
    let marks: Vec<_> = row
        .marks
        .into_iter()
        .map(|mark| html::span().class("mark-word").child(mark))
        .collect();
    let conditions: Vec<_> = row
        .conditions
        .into_iter()
        .map(|(property, text)| {
            html::p().class("condition").child((
                html::span().class("property").child(property),
                html::code().child(text),
            ))
        })
        .collect();
    let reads: Vec<_> = row
        .reads
        .into_iter()
        .map(|(name, value)| {
            html::div().child((
                html::dt().child(html::code().child(name)),
                html::dd().child(html::code().child(value)),
            ))
        })
        .collect();
    html::li()
        .class("element")
        .class(("is-out", !row.is_shown))
        .style(("--depth", row.depth.to_string()))
        .child((
            html::p().class("element-head").child((
                html::span().class(class).child(word),
                html::b().child(row.name),
                html::span().class("kind").child(row.kind),
                marks,
            )),
            html::p().class("reason").child(row.reason),
            conditions,
            (!reads.is_empty()).then(|| html::dl().class("reads").child(reads)),
        ))
        .into_any()
}

fn rows(form: &Form) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut waiting: Vec<(ElementId, usize)> =
        form.pages().iter().rev().map(|page| (*page, 0)).collect();
    while let Some((id, depth)) = waiting.pop() {
        let element = form.element(id);
        waiting.extend(
            element
                .children()
                .iter()
                .rev()
                .map(|child| (*child, depth + 1)),
        );
        rows.push(row(form, element, depth));
    }
    rows
}

fn row(form: &Form, element: Element<'_>, depth: usize) -> Row {
    let why = form.explain(element.id());
    let marks = [
        (element.is_required(), "required"),
        (element.is_read_only(), "read-only"),
        (!element.errors().is_empty(), "has errors"),
    ];
    let own = why.condition.as_ref();
    let mut conditions: Vec<(&'static str, String)> = own
        .map(|condition| ("visibleIf", condition.text.clone()))
        .into_iter()
        .collect();
    conditions.extend(OTHER_CONDITIONS.into_iter().filter_map(|property| {
        let value = element.property(property);
        let text = value.as_str().filter(|text| !text.is_empty())?;
        Some((property, text.to_owned()))
    }));
    let reads = own
        .map(|condition| condition.names.as_slice())
        .unwrap_or_default();
    Row {
        name: element.name().to_owned(),
        kind: ElementKind::name(element.kind()).to_owned(),
        depth,
        is_shown: why.shown,
        reason: reason(form, &why),
        marks: marks
            .into_iter()
            .filter_map(|(is_so, word)| is_so.then_some(word))
            .collect(),
        conditions,
        reads: reads
            .iter()
            .map(|(name, value)| (format!("{{{name}}}"), shown_value(value.as_ref())))
            .collect(),
    }
}

/// One sentence; the values that decided stand beside the condition.
fn reason(form: &Form, why: &Explanation) -> String {
    if let Some(above) = why.hidden_by.filter(|_| why.visible) {
        return format!("Hidden, because {} is hidden.", form.element(above).name());
    }
    match &why.condition {
        Some(condition) if condition.broken => {
            "The condition is no expression, so it decides nothing.".into()
        }
        Some(condition) if !why.visible => {
            format!(
                "Hidden, because the condition gives {}.",
                shown_value(Some(&condition.result))
            )
        }
        Some(_) if why.shown => "Shown, because the condition is true.".into(),
        _ if why.shown => "Always shown: it has no condition.".into(),
        _ if why.empty => "Hidden, because nothing in it is visible.".into(),
        _ => "Hidden by its own setting.".into(),
    }
}

/// A value as the list shows it.
fn shown_value(value: Option<&Value>) -> String {
    match value {
        None => "nothing has this name".into(),
        Some(value) if value.is_empty() => "empty".into(),
        Some(value) => value.to_json(),
    }
}
