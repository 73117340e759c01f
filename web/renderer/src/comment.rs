//! The comment question: text of several lines.

use casement_form::{ElementId, Value};

use crate::RunningForm;
use crate::field::{Field, attribute};
use crate::text::{max_length, shown, updates_on_typing};
use crate::view::{El, el};

pub(crate) fn comment_question(form: RunningForm, id: ElementId) -> El {
    let field = Field::new(form, id);
    let grows = field.has("autoGrow")
        || form.read(|form| form.property("autoGrowComment") == Value::Bool(true));
    let rows = attribute(&field.property("rows")).unwrap_or_else(|| "4".into());
    let control = el("textarea.input[part=input]")
        .class(grows.then_some("input grow"))
        .id(field.control_id())
        .attr("name", field.name())
        .attr("rows", rows)
        .attr("placeholder", move || field.text("placeholder"))
        .attr("maxlength", max_length(field))
        .attr("readonly", move || field.is_read_only())
        .value(move || shown(&field.value()))
        .on("input", move |event| {
            if updates_on_typing(field) || field.has_errors() {
                form.answer(id, Value::from(event.entered()));
            }
        })
        .on("change", move |event| {
            form.answer(id, Value::from(event.entered()));
        });
    field.with_label(field.described(control))
}
