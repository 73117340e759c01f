//! One element of a form by its kind; panels and pages with all that lies in them.

use crate::view::{View, el};
use casement_form::{ElementId, ElementKind};
use leptos::prelude::*;

use crate::boolean::boolean_question;
use crate::comment::comment_question;
use crate::field::Field;
use crate::markup_view::markup_view;
use crate::text::text_question;
use crate::{RunningForm, words};

/// The elements in a page or panel. Each comes and goes alone.
pub(crate) fn children_view(form: RunningForm, parent: ElementId) -> AnyView {
    let trigger = form.facets(parent).children;
    (move || {
        trigger.track();
        let children = form.element(parent, |element| element.children().to_vec());
        children
            .into_iter()
            .map(|id| element_view(form, id))
            .collect::<Vec<_>>()
    })
    .view()
}

/// An element, while it is shown. What was answered stays in the form while it is not.
fn element_view(form: RunningForm, id: ElementId) -> AnyView {
    let trigger = form.facets(id).shown;
    let shown = Memo::new(move |_| {
        trigger.track();
        form.element(id, |element| element.is_shown())
    });
    (move || shown.get().then(|| content(form, id))).view()
}

fn content(form: RunningForm, id: ElementId) -> AnyView {
    match form.read(|form| Some(form.element(id).kind())) {
        Some(ElementKind::Text) => text_question(form, id),
        Some(ElementKind::Comment) => comment_question(form, id),
        Some(ElementKind::Boolean) => boolean_question(form, id),
        Some(ElementKind::Html) => {
            let field = Field::new(form, id);
            el("div")
                .class("field")
                .id(field.field_id())
                .child(markup_view(field.text("html")))
                .view()
        }
        Some(ElementKind::Panel | ElementKind::FlowPanel | ElementKind::Page) => panel(form, id),
        Some(_) => unsupported(form, id),
        None => ().into_any(),
    }
}

fn panel(form: RunningForm, id: ElementId) -> AnyView {
    let field = Field::new(form, id);
    let heading_id = format!("{}-t", field.field_id());
    el("div")
        .class("panel")
        .id(field.field_id())
        .attr("role", "group")
        .attr("aria-labelledby", heading_id.clone())
        .child((
            headings(form, id, heading_id, "h4"),
            children_view(form, id),
            field.error_list(),
        ))
        .view()
}

/// Title and description of a page or panel, where it has any.
pub(crate) fn headings(
    form: RunningForm,
    id: ElementId,
    heading_id: String,
    level: &'static str,
) -> AnyView {
    let field = Field::new(form, id);
    let trigger = form.facets(id).text;
    let title = move || {
        trigger.track();
        form.element(id, |element| element.title())
    };
    let empty = title.clone();
    let description = field.text("description");
    (
        el(level)
            .class("heading")
            .id(heading_id)
            .flag_prop("hidden", move || empty().is_empty())
            .child(title),
        move || {
            let text = description();
            (!text.is_empty()).then(|| el("p").class("hint").child(text))
        },
    )
        .view()
}

fn unsupported(form: RunningForm, id: ElementId) -> AnyView {
    let field = Field::new(form, id);
    let title = field.form.element(id, |element| element.title());
    el("p")
        .class("unsupported")
        .id(field.field_id())
        .child(format!("{}: {title}", words::UNSUPPORTED))
        .view()
}
