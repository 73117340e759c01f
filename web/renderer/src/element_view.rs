//! One element of a form by its kind; panels and pages with all that lies in them.

use casement_form::{ElementId, ElementKind};

use crate::boolean::boolean_question;
use crate::comment::comment_question;
use crate::field::Field;
use crate::markup_view::markup_view;
use crate::text::text_question;
use crate::view::{El, View, el, fragment, keyed};
use crate::{RunningForm, words};

/// The elements in a page or panel. Each comes and goes alone.
pub(crate) fn children_view(form: RunningForm, parent: ElementId) -> El {
    (move || {
        let children = Field::new(form, parent).children();
        children
            .into_iter()
            .fold(fragment(), |all, id| all.child(element_view(form, id)))
    })
    .view()
}

/// An element, while it is shown. What was answered stays in the form while it is not.
pub(crate) fn element_view(form: RunningForm, id: ElementId) -> El {
    keyed(
        move || u32::from(Field::new(form, id).is_shown()),
        move || {
            let shown = form.element(id, |element| element.is_shown());
            shown.then(|| content(form, id))
        },
    )
}

fn content(form: RunningForm, id: ElementId) -> El {
    match form.read(|form| Some(form.element(id).kind())) {
        Some(ElementKind::Text) => text_question(form, id),
        Some(ElementKind::Comment) => comment_question(form, id),
        Some(ElementKind::Boolean) => boolean_question(form, id),
        Some(ElementKind::Html) => {
            let field = Field::new(form, id);
            el("div.field")
                .id(field.field_id())
                .child(markup_view(move || field.text("html")))
        }
        Some(ElementKind::Panel | ElementKind::FlowPanel | ElementKind::Page) => panel(form, id),
        #[cfg(feature = "choices")]
        Some(kind) if crate::choices::has_choices(kind) => {
            crate::choices::choice_question(form, id, kind)
        }
        _ => unsupported(Field::new(form, id)),
    }
}

fn panel(form: RunningForm, id: ElementId) -> El {
    let field = Field::new(form, id);
    let heading_id = field.part_id("-t");
    el("div.panel[role=group]")
        .id(field.field_id())
        .attr("aria-labelledby", heading_id.as_str())
        .child((
            headings(field, el("h4.heading")),
            children_view(form, id),
            field.error_list(),
        ))
}

/// Title and description of a page or panel, where it has any.
pub(crate) fn headings(field: Field, heading: El) -> El {
    (
        heading
            .id(field.part_id("-t"))
            .flag("hidden", move || field.title().is_empty())
            .child(move || field.title()),
        optional("p.hint", move || field.text("description")),
    )
        .view()
}

/// A text in an element of its own, where there is a text.
pub(crate) fn optional(selector: &'static str, text: impl Fn() -> String + 'static) -> El {
    (move || {
        let text = text();
        (!text.is_empty()).then(|| el(selector).child(text))
    })
    .view()
}

fn unsupported(field: Field) -> El {
    el("p.unsupported").id(field.field_id()).child(format!(
        "{}: {}",
        words::UNSUPPORTED,
        field.title()
    ))
}
