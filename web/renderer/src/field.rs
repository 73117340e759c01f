//! What stands around every control: title, description, errors, comment area.

use casement_form::{Change, ElementId, FieldError, Severity, Value};

use crate::RunningForm;
use crate::view::{El, View, el};

/// One question on the page: where it is in the form, and its ids.
///
/// What reads a facet that can change also follows it, where an effect is running.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub(crate) form: RunningForm,
    pub(crate) id: ElementId,
}

impl Field {
    pub(crate) fn new(form: RunningForm, id: ElementId) -> Field {
        Field { form, id }
    }

    /// The id of the whole field.
    pub(crate) fn field_id(self) -> String {
        self.part_id("")
    }

    /// The id of the control, for its label.
    pub(crate) fn control_id(self) -> String {
        self.part_id("-c")
    }

    fn hint_id(self) -> String {
        self.part_id("-h")
    }

    fn error_id(self) -> String {
        self.part_id("-e")
    }

    /// The id of a part of the field; unique in the document.
    pub(crate) fn part_id(self, part: &str) -> String {
        format!("cq{}-{}{part}", self.form.number(), self.id.as_u32())
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

    pub(crate) fn has(self, name: &str) -> bool {
        matches!(self.property(name), Value::Bool(true))
    }

    /// A localizable text.
    pub(crate) fn text(self, name: &str) -> String {
        self.form.follow(Change::Text(self.id));
        self.form.element(self.id, |element| element.text(name))
    }

    pub(crate) fn title(self) -> String {
        self.form.follow(Change::Text(self.id));
        self.form.element(self.id, |element| element.title())
    }

    pub(crate) fn value(self) -> Value {
        self.form.follow(Change::Value(self.id));
        self.form.element(self.id, |element| element.value())
    }

    pub(crate) fn is_read_only(self) -> bool {
        self.form.follow(Change::ReadOnly(self.id));
        self.form.element(self.id, |element| element.is_read_only())
    }

    pub(crate) fn is_required(self) -> bool {
        self.form.follow(Change::Required(self.id));
        self.form.element(self.id, |element| element.is_required())
    }

    pub(crate) fn is_shown(self) -> bool {
        self.form.follow(Change::Shown(self.id));
        self.form.element(self.id, |element| element.is_shown())
    }

    pub(crate) fn children(self) -> Vec<ElementId> {
        self.form.follow(Change::Children(self.id));
        self.form
            .element(self.id, |element| element.children().to_vec())
    }

    fn errors(self) -> Vec<FieldError> {
        self.form.follow(Change::Errors(self.id));
        self.form
            .element(self.id, |element| element.errors().to_vec())
    }

    /// Whether something is wrong now. A field that is being mended is checked with every key.
    pub(crate) fn has_errors(self) -> bool {
        !self.errors().is_empty()
    }

    /// `aria-invalid`: set only after a check has found something.
    fn invalid(self) -> Option<&'static str> {
        self.errors()
            .iter()
            .any(|error| error.severity == Severity::Error)
            .then_some("true")
    }

    /// `aria-describedby`: the hint and the errors, as far as they are on the page.
    fn described_by(self) -> Option<String> {
        let hint = (!self.text("description").is_empty()).then(|| self.hint_id());
        let errors = self.has_errors().then(|| self.error_id());
        match (hint, errors) {
            (Some(hint), Some(errors)) => Some(format!("{hint} {errors}")),
            (hint, errors) => hint.or(errors),
        }
    }

    /// What readers are told of a control, or of a group of them.
    pub(crate) fn described(self, control: El) -> El {
        control
            .attr("aria-required", move || {
                self.is_required().then_some("true")
            })
            .attr("aria-invalid", move || self.invalid())
            .attr("aria-describedby", move || self.described_by())
    }

    /// A field with one control: a label that points to it.
    pub(crate) fn with_label(self, control: El) -> El {
        let label = el("label")
            .class(self.title_class())
            .attr("for", self.control_id())
            .child(self.marked_title());
        self.around(el("div.field[part=field]"), Some(label), control)
    }

    /// A field with several controls: a group with a legend.
    pub(crate) fn with_legend(self, controls: El) -> El {
        let legend = el("legend")
            .class(self.title_class())
            .child(self.marked_title());
        let group = self.described(el("fieldset.field[part=field][role=radiogroup]"));
        self.around(group, Some(legend), controls)
    }

    /// A field whose control carries the title itself.
    pub(crate) fn with_own_title(self, control: El) -> El {
        let whole = el("div.field[part=field]").id(self.field_id());
        whole.child((control, self.hint(), self.error_list(), self.comment_area()))
    }

    fn around(self, whole: El, title: Option<El>, control: El) -> El {
        whole.id(self.field_id()).child((
            title,
            self.hint(),
            control,
            self.error_list(),
            self.comment_area(),
        ))
    }

    fn title_class(self) -> &'static str {
        if self.text_property("titleLocation") == "hidden" {
            "title hidden"
        } else {
            "title"
        }
    }

    /// Number, title and the mark of a required answer.
    pub(crate) fn marked_title(self) -> El {
        let title = move || match self.form.element(self.id, |element| element.number()) {
            number if number.is_empty() => self.title(),
            number => format!("{number} {}", self.title()),
        };
        let mark = move || {
            self.is_required()
                .then(|| el("span.mark[aria-hidden=true]").child("*"))
        };
        (title, mark).view()
    }

    fn hint(self) -> El {
        (move || {
            let text = self.text("description");
            (!text.is_empty()).then(|| el("p.hint").id(self.hint_id()).child(text))
        })
        .view()
    }

    /// The errors and notices, beside the control.
    pub(crate) fn error_list(self) -> El {
        (move || {
            let errors = self.errors();
            if errors.is_empty() {
                return None;
            }
            let mut list = el("div.errors").id(self.error_id());
            for error in errors {
                let line = match error.severity {
                    Severity::Error => "p.error[part=error]",
                    Severity::Warning | Severity::Info => "p.notice[part=error]",
                };
                list = list.child(el(line).child(error.text));
            }
            Some(list)
        })
        .view()
    }

    fn comment_area(self) -> Option<El> {
        if !self.has("showCommentArea") {
            return None;
        }
        let id = self.part_id("-o");
        let label = el("label.title")
            .attr("for", id.as_str())
            .child(move || self.text("commentText"));
        let comment = move || {
            self.form.follow(Change::Comment(self.id));
            self.form.element(self.id, |element| element.comment())
        };
        let area = el("textarea.input[part=input][rows=2]")
            .id(id)
            .attr("placeholder", move || self.text("commentPlaceholder"))
            .attr("readonly", move || self.is_read_only())
            .value(comment)
            .on("change", move |event| {
                let text = event.entered();
                self.form
                    .step(|form| ((), form.answer_comment(self.id, &text)));
            });
        Some(el("div.field.comment").child((label, area)))
    }
}

/// The text that an attribute shows for a property: none for what is no text and no number.
pub(crate) fn attribute(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.to_string()),
        Value::Number(_) => Some(value.to_json()),
        _ => None,
    }
}
