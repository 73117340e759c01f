//! The comment question: text of several lines.

use crate::view::{View, el};
use casement_form::{ElementId, Value};
use leptos::prelude::*;

use crate::RunningForm;
use crate::field::{Field, attribute};
use crate::text::{max_length, shown, updates_on_typing};

pub(crate) fn comment_question(form: RunningForm, id: ElementId) -> AnyView {
    let field = Field::new(form, id);
    let required = field.required();
    let value = field.value();
    let grows = field.flag("autoGrow")
        || form.read(|form| form.property("autoGrowComment") == Value::Bool(true));
    let control = el("textarea")
        .id(field.control_id())
        .class(if grows { "input grow" } else { "input" })
        .attr("part", "input")
        .attr("name", field.name())
        .attr(
            "rows",
            attribute(&field.property("rows")).unwrap_or_else(|| "4".into()),
        )
        .attr("placeholder", field.text("placeholder"))
        .attr("maxlength", max_length(field))
        .attr("readonly", field.read_only())
        .attr("aria-required", move || required().then_some("true"))
        .attr("aria-invalid", field.invalid())
        .attr("aria-describedby", field.described_by())
        .text_prop("value", move || shown(&value()))
        .on("input", move |event| {
            if updates_on_typing(field) || field.has_errors() {
                form.answer(id, Value::from(event_target_value(&event)));
            }
        })
        .on("change", move |event| {
            form.answer(id, Value::from(event_target_value(&event)))
        });
    field.with_label(control.view())
}
