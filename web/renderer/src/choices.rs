//! Questions with choices: radio groups, drop-downs and checkboxes. Feature `choices`: the support
//! window has none.

use std::cell::Cell;
use std::rc::Rc;

use casement_form::{Change, Choice, ElementId, ElementKind, Value};

use crate::field::Field;
use crate::view::{El, View, el};
use crate::{RunningForm, words};

/// Whether it is a question that is drawn here.
pub(crate) const fn has_choices(kind: ElementKind) -> bool {
    matches!(
        kind,
        ElementKind::Dropdown
            | ElementKind::Radiogroup
            | ElementKind::Checkbox
            | ElementKind::Tagbox
    )
}

pub(crate) fn choice_question(form: RunningForm, id: ElementId, kind: ElementKind) -> El {
    let field = Field::new(form, id);
    match kind {
        ElementKind::Dropdown => {
            let select = field.described(select(field));
            field.with_label((select, around(field)).view())
        }
        ElementKind::Radiogroup => field.with_legend((radios(field), around(field)).view()),
        _ => {
            let boxes = (boxes(field), around(field)).view();
            field.with_legend(boxes).attr("role", "group")
        }
    }
}

fn choices(field: Field) -> Vec<Choice> {
    field.form.follow(Change::Choices(field.id));
    field.form.element(field.id, |element| element.choices())
}

/// What is said while choices are fetched, and the text of "other" while it is chosen.
fn around(field: Field) -> El {
    let loading = move || {
        field.form.follow(Change::Choices(field.id));
        let loads = field.form.element(field.id, |element| element.is_loading());
        loads.then(|| el("p.hint[role=status]").child(words::LOADING))
    };
    let other = move || {
        let given = choices(field).into_iter().find(|choice| choice.is_other)?;
        is_chosen(&field.value(), &given.value).then(|| other_text(field, &given.text))
    };
    (loading, other).view()
}

fn other_text(field: Field, title: &str) -> El {
    let comment = move || {
        field.form.follow(Change::Comment(field.id));
        field.form.element(field.id, |element| element.comment())
    };
    el("input.input[part=input]")
        .attr("aria-label", title.to_owned())
        .attr("placeholder", move || field.text("otherPlaceholder"))
        .attr("readonly", move || field.is_read_only())
        .value(comment)
        .on("change", move |event| {
            let text = event.entered();
            field
                .form
                .step(|form| ((), form.answer_comment(field.id, &text)));
        })
}

/// A drop-down; its options are numbered, for their values can be anything.
fn select(field: Field) -> El {
    let options = move || {
        let value = field.value();
        let placeholder = el("option[value=]").child(field.text("placeholder"));
        let options = choices(field).into_iter().enumerate().map(|(at, choice)| {
            el("option")
                .attr("value", at.to_string())
                .attr("disabled", (!choice.enabled).then(String::new))
                .attr("selected", (choice.value == value).then(String::new))
                .child(choice.text)
        });
        (placeholder, options.collect::<Vec<_>>()).view()
    };
    el("select.input[part=input]")
        .id(field.control_id())
        .attr("name", field.name())
        .flag("disabled", move || field.is_read_only())
        .child(options)
        .on("change", move |event| {
            let chosen = event.entered().parse().ok();
            let chosen = chosen.and_then(|at: usize| choices(field).into_iter().nth(at));
            let value = chosen.map_or(Value::Undefined, |choice| choice.value);
            field.form.choose(field.id, value);
        })
}

fn radios(field: Field) -> El {
    // Arrow keys pass over several before one is meant; a pointer means it.
    let pointing = Rc::new(Cell::new(false));
    let (down, up) = (Rc::clone(&pointing), Rc::clone(&pointing));
    let option = move |choice: Choice| {
        let (value, shown) = (choice.value.clone(), choice.value);
        let pointing = Rc::clone(&pointing);
        let input = el("input[type=radio]")
            .attr("name", field.field_id())
            .flag("checked", move || field.value() == shown)
            .flag("disabled", move || field.is_read_only() || !choice.enabled)
            .on("change", move |_| {
                if pointing.get() {
                    field.form.choose(field.id, value.clone());
                } else {
                    field.form.answer(field.id, value.clone());
                }
            });
        labelled(input, &choice.text)
    };
    el("div.options")
        .child(move || listed(choices(field).into_iter().map(&option)))
        .on("pointerdown", move |_| down.set(true))
        .on("keydown", move |_| up.set(false))
}

fn boxes(field: Field) -> El {
    let option = move |choice: Choice| {
        let (shown, value) = (choice.clone(), choice.clone());
        let input = el("input[type=checkbox]")
            .attr("name", field.field_id())
            .flag("checked", move || is_ticked(field, &shown))
            .flag("disabled", move || field.is_read_only() || !choice.enabled)
            .on("change", move |event| {
                let chosen = ticked(field, &value, event.is_checked());
                field.form.choose(field.id, chosen);
            });
        labelled(input, &choice.text)
    };
    el("div.options").child(move || listed(choices(field).into_iter().map(option)))
}

fn labelled(input: El, text: &str) -> El {
    el("label.option").child((input, el("span").child(text)))
}

fn listed(options: impl Iterator<Item = El>) -> El {
    options.collect::<Vec<_>>().view()
}

fn is_chosen(answer: &Value, value: &Value) -> bool {
    match answer.as_array() {
        Some(chosen) => chosen.contains(value),
        None => answer == value,
    }
}

/// The choices that "select all" stands for.
fn all(field: Field) -> Vec<Value> {
    let choices = field.form.element(field.id, |element| element.choices());
    let plain = choices.into_iter().filter(|choice| {
        choice.enabled
            && !choice.is_select_all
            && !choice.is_other
            && choice.value != Value::from("none")
    });
    plain.map(|choice| choice.value).collect()
}

fn is_ticked(field: Field, choice: &Choice) -> bool {
    let answer = field.value();
    if choice.is_select_all {
        let all = all(field);
        return !all.is_empty() && all.iter().all(|value| is_chosen(&answer, value));
    }
    is_chosen(&answer, &choice.value)
}

/// The answer after a box was ticked, or not any more.
fn ticked(field: Field, choice: &Choice, on: bool) -> Value {
    let answer = field.form.element(field.id, |element| element.value());
    let mut chosen = answer.as_array().unwrap_or_default().to_vec();
    if choice.is_select_all {
        chosen = if on { all(field) } else { Vec::new() };
    } else if on {
        chosen.push(choice.value.clone());
    } else {
        chosen.retain(|value| *value != choice.value);
    }
    chosen.into()
}
