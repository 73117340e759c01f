//! What stands around every control: title, description, errors, comment area.

use crate::view::{View, el};
use casement_form::{ElementId, FieldError, Severity, Value};
use leptos::prelude::*;

use crate::RunningForm;

/// One question on the page: where it is in the form, and its ids.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub(crate) form: RunningForm,
    pub(crate) id: ElementId,
    number: u32,
}

impl Field {
    pub(crate) fn new(form: RunningForm, id: ElementId) -> Field {
        Field {
            form,
            id,
            number: form.facets(id).number,
        }
    }

    /// The id of the whole field.
    pub(crate) fn field_id(self) -> String {
        format!("cq{}", self.number)
    }

    /// The id of the control, for its label.
    pub(crate) fn control_id(self) -> String {
        format!("cq{}-c", self.number)
    }

    fn hint_id(self) -> String {
        format!("cq{}-h", self.number)
    }

    fn error_id(self) -> String {
        format!("cq{}-e", self.number)
    }

    pub(crate) fn name(self) -> String {
        self.form
            .element(self.id, |element| element.name().to_owned())
    }

    /// A property that never changes while the form is on the page.
    pub(crate) fn property(self, name: &str) -> Value {
        self.form.element(self.id, |element| element.property(name))
    }

    /// A text property, "" where it is none.
    pub(crate) fn text_property(self, name: &str) -> String {
        self.property(name).as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn flag(self, name: &str) -> bool {
        matches!(self.property(name), Value::Bool(true))
    }

    /// A localizable text, followed.
    pub(crate) fn text(self, name: &'static str) -> impl Fn() -> String + Clone + Send + 'static {
        let trigger = self.form.facets(self.id).text;
        move || {
            trigger.track();
            self.form.element(self.id, |element| element.text(name))
        }
    }

    pub(crate) fn value(self) -> impl Fn() -> Value + Clone + Send + 'static {
        let trigger = self.form.facets(self.id).value;
        move || {
            trigger.track();
            self.form.element(self.id, |element| element.value())
        }
    }

    pub(crate) fn read_only(self) -> impl Fn() -> bool + Clone + Send + 'static {
        let trigger = self.form.facets(self.id).read_only;
        move || {
            trigger.track();
            self.form.element(self.id, |element| element.is_read_only())
        }
    }

    pub(crate) fn required(self) -> impl Fn() -> bool + Clone + Send + 'static {
        let trigger = self.form.facets(self.id).required;
        move || {
            trigger.track();
            self.form.element(self.id, |element| element.is_required())
        }
    }

    pub(crate) fn errors(self) -> impl Fn() -> Vec<FieldError> + Clone + Send + 'static {
        let trigger = self.form.facets(self.id).errors;
        move || {
            trigger.track();
            self.form
                .element(self.id, |element| element.errors().to_vec())
        }
    }

    /// Whether something is wrong now. A field that is being mended is checked with every key.
    pub(crate) fn has_errors(self) -> bool {
        self.form
            .element(self.id, |element| !element.errors().is_empty())
    }

    /// `aria-invalid`: set only after a check has found something.
    pub(crate) fn invalid(self) -> impl Fn() -> Option<&'static str> + Clone + Send + 'static {
        let errors = self.errors();
        move || {
            errors()
                .iter()
                .any(|error| error.severity == Severity::Error)
                .then_some("true")
        }
    }

    /// `aria-describedby`: the hint and the errors, as far as they are on the page.
    pub(crate) fn described_by(self) -> impl Fn() -> Option<String> + Clone + Send + 'static {
        let errors = self.errors();
        let hint = self.text("description");
        move || {
            let hint = (!hint().is_empty()).then(|| self.hint_id());
            let errors = (!errors().is_empty()).then(|| self.error_id());
            match (hint, errors) {
                (Some(hint), Some(errors)) => Some(format!("{hint} {errors}")),
                (hint, errors) => hint.or(errors),
            }
        }
    }

    /// A field with one control: a label that points to it.
    pub(crate) fn with_label(self, control: AnyView) -> AnyView {
        let label = el("label")
            .class(self.title_class())
            .attr("for", self.control_id())
            .child(self.title());
        el("div")
            .class("field")
            .attr("part", "field")
            .id(self.field_id())
            .child((
                label,
                self.hint(),
                control,
                self.error_list(),
                self.comment_area(),
            ))
            .view()
    }

    /// A field with several controls: a group with a legend.
    pub(crate) fn with_legend(self, controls: AnyView) -> AnyView {
        let legend = el("legend").class(self.title_class()).child(self.title());
        let required = self.required();
        el("fieldset")
            .class("field")
            .attr("part", "field")
            .id(self.field_id())
            .attr("role", "radiogroup")
            .attr("aria-describedby", self.described_by())
            .attr("aria-invalid", self.invalid())
            .attr("aria-required", move || required().then_some("true"))
            .child((
                legend,
                self.hint(),
                controls,
                self.error_list(),
                self.comment_area(),
            ))
            .view()
    }

    /// A field whose control carries the title itself.
    pub(crate) fn with_own_title(self, control: AnyView) -> AnyView {
        el("div")
            .class("field")
            .attr("part", "field")
            .id(self.field_id())
            .child((control, self.hint(), self.error_list(), self.comment_area()))
            .view()
    }

    fn title_class(self) -> &'static str {
        if self.text_property("titleLocation") == "hidden" {
            "title hidden"
        } else {
            "title"
        }
    }

    /// Number, title and the mark of a required answer.
    pub(crate) fn title(self) -> AnyView {
        let text = self.form.facets(self.id).text;
        let title = move || {
            text.track();
            self.form
                .element(self.id, |element| match element.number() {
                    number if number.is_empty() => element.title(),
                    number => format!("{number} {}", element.title()),
                })
        };
        let required = self.required();
        let mark = move || {
            required().then(|| {
                el("span")
                    .class("mark")
                    .attr("aria-hidden", "true")
                    .child("*")
            })
        };
        (title, mark).view()
    }

    fn hint(self) -> AnyView {
        let text = self.text("description");
        (move || {
            let text = text();
            (!text.is_empty()).then(|| el("p").class("hint").id(self.hint_id()).child(text))
        })
        .view()
    }

    /// The errors and notices, beside the control.
    pub(crate) fn error_list(self) -> AnyView {
        let errors = self.errors();
        (move || {
            let errors = errors();
            (!errors.is_empty()).then(|| {
                let lines: Vec<_> = errors
                    .into_iter()
                    .map(|error| {
                        let class = match error.severity {
                            Severity::Error => "error",
                            Severity::Warning | Severity::Info => "notice",
                        };
                        el("p").class(class).attr("part", "error").child(error.text)
                    })
                    .collect();
                el("div").class("errors").id(self.error_id()).child(lines)
            })
        })
        .view()
    }

    fn comment_area(self) -> AnyView {
        if !self.flag("showCommentArea") {
            return ().into_any();
        }
        let id = format!("cq{}-o", self.number);
        let trigger = self.form.facets(self.id).comment;
        let comment = move || {
            trigger.track();
            self.form.element(self.id, |element| element.comment())
        };
        let area = el("textarea")
            .id(id.clone())
            .class("input")
            .attr("part", "input")
            .attr("rows", "2")
            .attr("placeholder", self.text("commentPlaceholder"))
            .attr("readonly", self.read_only())
            .text_prop("value", comment)
            .on("change", move |event| {
                let text = event_target_value(&event);
                self.form
                    .step(|form| ((), form.answer_comment(self.id, &text)));
            });
        el("div")
            .class("field comment")
            .child((
                el("label")
                    .class("title")
                    .attr("for", id)
                    .child(self.text("commentText")),
                area,
            ))
            .view()
    }
}

/// The text that an attribute shows for a property: "" for none.
pub(crate) fn attribute(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.to_string()),
        Value::Number(_) => Some(value.to_json()),
        _ => None,
    }
}
