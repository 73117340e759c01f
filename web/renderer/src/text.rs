//! The text question in all its input types.

use casement_form::{ElementId, Value};

use crate::field::{Field, attribute};
use crate::view::{El, Event, el};
use crate::{RunningForm, autocomplete};

/// Input types that a browser knows under SurveyJS's names; any other is shown as text.
const TYPES: [&str; 13] = [
    "text",
    "email",
    "tel",
    "number",
    "date",
    "datetime-local",
    "time",
    "month",
    "week",
    "color",
    "password",
    "range",
    "url",
];

pub(crate) fn text_question(form: RunningForm, id: ElementId) -> El {
    let field = Field::new(form, id);
    let given = field.text_property("inputType");
    let input_type = TYPES
        .iter()
        .copied()
        .find(|known| *known == given)
        .unwrap_or("text");
    let name = field.name();
    let token = match field.text_property("autocomplete") {
        token if token.is_empty() => autocomplete::guess(&name, input_type).map(str::to_owned),
        token => Some(token),
    };
    let mut control = el("input.input[part=input]")
        .id(field.control_id())
        .attr("type", input_type)
        .attr("name", name)
        .attr("autocomplete", token)
        .attr("placeholder", move || field.text("placeholder"))
        .attr("maxlength", max_length(field))
        .attr("readonly", move || field.is_read_only());
    for property in ["min", "max", "step"] {
        control = control.attr(property, attribute(&field.property(property)));
    }
    let control = control
        .value(move || shown(&field.value()))
        .on("input", move |event| {
            if updates_on_typing(field) || field.has_errors() {
                form.answer(id, entered(&event, input_type));
            }
        })
        .on("change", move |event| {
            form.answer(id, entered(&event, input_type));
        });
    field.with_label(field.described(control))
}

/// `maxLength`, where it limits anything (SurveyJS: −1 for none).
pub(crate) fn max_length(field: Field) -> Option<String> {
    match field.property("maxLength") {
        Value::Number(most) if most > 0.0 => attribute(&Value::Number(most)),
        _ => None,
    }
}

/// `textUpdateMode` of the question, else of the survey: on typing, or when the field is left.
pub(crate) fn updates_on_typing(field: Field) -> bool {
    let own = field.text_property("textUpdateMode");
    match own.as_str() {
        "onTyping" => true,
        "onBlur" => false,
        _ => field
            .form
            .read(|form| form.property("textUpdateMode").as_str() == Some("onTyping")),
    }
}

/// What an input shows for a value.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Undefined | Value::Null => String::new(),
        Value::String(text) => text.to_string(),
        other => other.to_json(),
    }
}

/// What was entered: a number where the input is one, else the text.
fn entered(event: &Event, input_type: &str) -> Value {
    if !matches!(input_type, "number" | "range") {
        return Value::from(event.entered());
    }
    match event.entered_number() {
        number if number.is_finite() => Value::Number(number),
        _ => Value::Undefined,
    }
}
