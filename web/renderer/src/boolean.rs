//! The boolean question: two options, a checkbox or a switch.

use crate::view::{View, el};
use casement_form::{ElementId, Value};
use leptos::prelude::*;

use crate::RunningForm;
use crate::field::Field;

pub(crate) fn boolean_question(form: RunningForm, id: ElementId) -> AnyView {
    let field = Field::new(form, id);
    // Older definitions say it by `renderAs`.
    let mode = match field.text_property("displayMode") {
        mode if mode.is_empty() || mode == "segmented" => field.text_property("renderAs"),
        mode => mode,
    };
    match mode.as_str() {
        "checkbox" => checkbox(field, None),
        "switch" => checkbox(field, Some("switch")),
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

fn options(field: Field) -> AnyView {
    let name = field.field_id();
    let option = move |yes: bool| {
        let value = stands_for(field, yes);
        let chosen = field.value();
        let compare = value.clone();
        let read_only = field.read_only();
        let input = el("input")
            .attr("type", "radio")
            .attr("name", name.clone())
            .flag_prop("checked", move || chosen() == compare)
            .flag_prop("disabled", read_only)
            .on("change", move |_| {
                field.form.answer(field.id, value.clone())
            });
        let text = el("span").child(field.text(if yes { "labelTrue" } else { "labelFalse" }));
        el("label").class("option").child((input, text)).view()
    };
    let order = if field.flag("swapOrder") {
        [false, true]
    } else {
        [true, false]
    };
    let options: Vec<AnyView> = order.into_iter().map(option).collect();
    field.with_legend(el("div").class("options").child(options).view())
}

fn checkbox(field: Field, role: Option<&'static str>) -> AnyView {
    let (yes, no) = (stands_for(field, true), stands_for(field, false));
    let compare = yes.clone();
    let chosen = field.value();
    let required = field.required();
    let input = el("input")
        .id(field.control_id())
        .class(if role.is_some() { "switch" } else { "" })
        .attr("type", "checkbox")
        .attr("role", role)
        .attr("name", field.name())
        .attr("aria-required", move || required().then_some("true"))
        .attr("aria-invalid", field.invalid())
        .attr("aria-describedby", field.described_by())
        .flag_prop("checked", move || chosen() == compare)
        .flag_prop("disabled", field.read_only())
        .on("change", move |event| {
            let value = if event_target_checked(&event) {
                yes.clone()
            } else {
                no.clone()
            };
            field.form.answer(field.id, value);
        });
    let text = el("span").child(field.title());
    field.with_own_title(
        el("label")
            .class("option check")
            .child((input, text))
            .view(),
    )
}
