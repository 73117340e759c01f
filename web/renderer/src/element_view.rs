//! One element of a form by its kind; panels and pages with all that lies in them.

use casement_form::{ElementId, ElementKind};
use leptos::html;
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
        children.into_iter().map(|id| element_view(form, id)).collect::<Vec<_>>()
    })
    .into_any()
}

/// An element, while it is shown. What was answered stays in the form while it is not.
fn element_view(form: RunningForm, id: ElementId) -> AnyView {
    let trigger = form.facets(id).shown;
    let shown = Memo::new(move |_| {
        trigger.track();
        form.element(id, |element| element.is_shown())
    });
    (move || shown.get().then(|| content(form, id))).into_any()
}

fn content(form: RunningForm, id: ElementId) -> AnyView {
    match form.read(|form| Some(form.element(id).kind())) {
        Some(ElementKind::Text) => text_question(form, id),
        Some(ElementKind::Comment) => comment_question(form, id),
        Some(ElementKind::Boolean) => boolean_question(form, id),
        Some(ElementKind::Html) => {
            let field = Field::new(form, id);
            html::div().class("field").id(field.field_id()).child(markup_view(field.text("html"))).into_any()
        }
        Some(ElementKind::Panel | ElementKind::FlowPanel | ElementKind::Page) => panel(form, id),
        Some(_) => unsupported(form, id),
        None => ().into_any(),
    }
}

fn panel(form: RunningForm, id: ElementId) -> AnyView {
    let field = Field::new(form, id);
    let heading_id = format!("{}-t", field.field_id());
    html::div()
        .class("panel")
        .id(field.field_id())
        .attr("role", "group")
        .attr("aria-labelledby", heading_id.clone())
        .child((
            headings(form, id, heading_id, html::h4()),
            children_view(form, id),
            field.error_list(),
        ))
        .into_any()
}

/// Title and description of a page or panel, where it has any.
pub(crate) fn headings<E>(form: RunningForm, id: ElementId, heading_id: String, heading: E) -> AnyView
where
    E: HeadingElement,
{
    let field = Field::new(form, id);
    let trigger = form.facets(id).text;
    let title = move || {
        trigger.track();
        form.element(id, |element| element.title())
    };
    let description = field.text("description");
    (
        heading.with_text(heading_id, title),
        move || {
            let text = description();
            (!text.is_empty()).then(|| html::p().class("hint").child(text))
        },
    )
        .into_any()
}

/// A heading of some level, with a text that may be empty.
pub(crate) trait HeadingElement {
    /// The heading; an empty text leaves it out of sight.
    fn with_text(self, id: String, text: impl Fn() -> String + Clone + Send + 'static) -> AnyView;
}

macro_rules! heading {
    ($($element:ident),*) => {$(
        impl HeadingElement for html::HtmlElement<html::$element, (), ()> {
            fn with_text(self, id: String, text: impl Fn() -> String + Clone + Send + 'static) -> AnyView {
                let empty = text.clone();
                self.class("heading").id(id).prop("hidden", move || empty().is_empty()).child(text).into_any()
            }
        }
    )*};
}
heading!(H3, H4);

fn unsupported(form: RunningForm, id: ElementId) -> AnyView {
    let field = Field::new(form, id);
    let title = field.form.element(id, |element| element.title());
    html::p()
        .class("unsupported")
        .id(field.field_id())
        .child(format!("{}: {title}", words::UNSUPPORTED))
        .into_any()
}
