//! The boolean question: two options, a checkbox or a switch.

use casement_form::{ElementId, Value};

use crate::RunningForm;
use crate::field::Field;
use crate::view::{El, el};

pub(crate) fn boolean_question(form: RunningForm, id: ElementId) -> El {
    let field = Field::new(form, id);
    // Older definitions say it by `renderAs`.
    let mode = match field.text_property("displayMode") {
        mode if mode.is_empty() || mode == "segmented" => field.text_property("renderAs"),
        mode => mode,
    };
    match mode.as_str() {
        "checkbox" => checkbox(field, "input[type=checkbox]"),
        "switch" => checkbox(field, "input.switch[type=checkbox][role=switch]"),
        _ => options(field),
    }
}

/// The value that stands for yes or no: `valueTrue`, `valueFalse`, else the boolean itself.
fn stands_for(field: Field, yes: bool) -> Value {
    match field.property(if yes { "valueTrue" } else { "valueFalse" }) {
        Value::Undefined | Value::Null => Value::Bool(yes),
        value => value,
    }
}

/// A control that is on while the answer is yes, or no, and cannot be changed while it is read-only.
fn bound(field: Field, control: El, yes: bool) -> El {
    control
        .flag("checked", move || field.value() == stands_for(field, yes))
        .flag("disabled", move || field.is_read_only())
}

fn options(field: Field) -> El {
    let option = |yes: bool| {
        let input =
            el("input[type=radio]")
                .attr("name", field.field_id())
                .on("change", move |_| {
                    field.form.answer(field.id, stands_for(field, yes));
                });
        let label = if yes { "labelTrue" } else { "labelFalse" };
        el("label.option").child((
            bound(field, input, yes),
            el("span").child(move || field.text(label)),
        ))
    };
    let first = !field.has("swapOrder");
    field.with_legend(el("div.options").child((option(first), option(!first))))
}

fn checkbox(field: Field, selector: &str) -> El {
    let input = el(selector)
        .id(field.control_id())
        .attr("name", field.name())
        .on("change", move |event| {
            field
                .form
                .answer(field.id, stands_for(field, event.is_checked()));
        });
    let input = field.described(bound(field, input, true));
    let text = el("span").child(field.marked_title());
    field.with_own_title(el("label.option.check").child((input, text)))
}
