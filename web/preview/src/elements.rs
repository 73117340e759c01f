//! Every element with its conditions, and why it is shown or hidden.

use casement_support::form::{Element, ElementId, Form};
use leptos::html;
use leptos::prelude::*;

use crate::form_pane::follow;
use crate::problems::empty;
use crate::session::Session;

/// The conditions that an element can have.
const CONDITIONS: [&str; 3] = ["visibleIf", "enableIf", "requiredIf"];

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
}

/// Draws the list.
pub(crate) fn elements_view(session: Session) -> AnyView {
    let rows = Memo::new(move |_| follow(session, rows));
    (move || {
        let rows = rows.get();
        if rows.is_empty() {
            return empty("No elements", "The definition has no pages and no questions.");
        }
        html::ul().class("elements").child(rows.into_iter().map(row_view).collect::<Vec<_>>()).into_any()
    })
    .into_any()
}

fn row_view(row: Row) -> AnyView {
    let (class, word) = if row.is_shown { ("badge shown", "Shown") } else { ("badge hidden", "Hidden") };
    let marks: Vec<_> =
        row.marks.into_iter().map(|mark| html::span().class("mark-word").child(mark)).collect();
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
    html::li()
        .class("element")
        .class(("is-hidden", !row.is_shown))
        .style(("--depth", row.depth.to_string()))
        .child((
            html::p().class("element-head").child((
                html::span().class(class).child(word),
                html::b().child(row.name),
                html::span().class("kind").child(row.kind),
                marks,
            )),
            conditions,
            html::p().class("reason").child(row.reason),
        ))
        .into_any()
}

fn rows(form: &Form) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut waiting: Vec<(ElementId, usize)> =
        form.pages().iter().rev().map(|page| (*page, 0)).collect();
    while let Some((id, depth)) = waiting.pop() {
        let element = form.element(id);
        waiting.extend(element.children().iter().rev().map(|child| (*child, depth + 1)));
        rows.push(row(form, element, depth));
    }
    rows
}

fn row(form: &Form, element: Element<'_>, depth: usize) -> Row {
    let conditions: Vec<(&'static str, String)> = CONDITIONS
        .into_iter()
        .filter_map(|property| {
            let value = element.property(property);
            let text = value.as_str().filter(|text| !text.is_empty())?;
            Some((property, text.to_owned()))
        })
        .collect();
    let marks = [
        (element.is_required(), "required"),
        (element.is_read_only(), "read-only"),
        (!element.errors().is_empty(), "has errors"),
    ];
    Row {
        name: element.name().to_owned(),
        kind: format!("{:?}", element.kind()).to_lowercase(),
        depth,
        is_shown: element.is_shown(),
        reason: reason(form, element),
        marks: marks.into_iter().filter_map(|(is_so, word)| is_so.then_some(word)).collect(),
        conditions,
    }
}

fn reason(form: &Form, element: Element<'_>) -> String {
    let is_conditional = element.property("visibleIf").as_str().is_some_and(|text| !text.is_empty());
    match (element.is_visible(), element.is_shown(), is_conditional) {
        (true, true, true) => "Its condition holds.".into(),
        (true, true, false) => "It has no condition.".into(),
        (false, _, true) => "Its condition does not hold.".into(),
        (false, _, false) => "It is not visible by itself.".into(),
        (true, false, _) => match hidden_above(form, element) {
            Some(above) => format!("It lies in {above}, which is hidden."),
            None => "Nothing in it is shown.".into(),
        },
    }
}

/// The nearest element above that is not shown.
fn hidden_above(form: &Form, element: Element<'_>) -> Option<String> {
    let above = form.element(element.parent()?);
    (!above.is_shown()).then(|| above.name().to_owned())
}
