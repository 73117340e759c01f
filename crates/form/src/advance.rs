//! Going on by itself (SurveyJS: `autoAdvanceEnabled`, `autoAdvanceAllowComplete`): the answer that
//! completes a page leads to the next, and on the last page to the preview or to completion.
//! survey-core waits a moment before it does (`settings.autoAdvanceDelay`); the form does it at once,
//! and a page that wants the delay calls [`Form::answer`] later.

use crate::names::KeyId;
use crate::{Change, ElementId, ElementKind, Form, Value};

impl Form {
    /// Answers a question by choosing with a pointer. As [`Form::answer`], but choices, rates and
    /// rows, too, lead on to the next page where the form goes on by itself: with the keyboard a
    /// visitor passes over several before one is meant.
    pub fn choose(&mut self, question: ElementId, value: Value) -> Vec<Change> {
        self.pointing = true;
        self.set_question_value(question, value);
        self.pointing = false;
        self.changes.take()
    }

    /// A value or a comment was given: goes on if that was the last one of the page.
    pub(crate) fn advance_after(&mut self, key: KeyId) {
        let busy = self.stage.loading || self.stage.beginning || self.stage.setting_data;
        if !self.settings.advances || busy || self.stage.completed {
            return;
        }
        let model = self.shared_model();
        let first = self.data.questions(&model, key).first().copied();
        let (Some(question), Some(page)) = (first, self.current_page) else {
            return;
        };
        if !self.is_visible(question) || !self.leads_on(question) {
            return;
        }
        if self.current_step().is_some() {
            if !self.is_last_page() {
                self.go_next();
            } else if self.advances_to_end() {
                self.end_or_preview();
            }
        }
        let inside = self.within(page);
        let shown = |id: &ElementId| !self.def(*id).is_container() && self.is_visible(*id);
        let mut questions = inside.iter().copied().filter(shown);
        if !inside.contains(&question)
            || questions.any(|id| self.def(id).kind.has_value() && self.is_question_empty(id))
            || self.is_last_page() && !self.advances_to_end()
        {
            return;
        }
        let active = self.active_page().unwrap_or(page);
        if !self.validate_container(active, true) || self.current_page != Some(page) {
            return;
        }
        if self.is_last_page() {
            self.end_or_preview();
        } else {
            self.go_next();
        }
    }

    fn advances_to_end(&self) -> bool {
        self.survey_property("autoAdvanceAllowComplete") != Value::Bool(false)
    }

    fn end_or_preview(&mut self) {
        if self.survey_property("showPreviewBeforeComplete").is_true() {
            self.go_to_preview();
        } else {
            self.try_complete();
        }
    }

    /// An answer to this question can be the last of a page.
    fn leads_on(&self, id: ElementId) -> bool {
        let value = &self.cell(id).value;
        let text = |name: &str| self.element_property(id, name);
        match self.def(id).kind {
            ElementKind::Text => {
                let types = text("inputType");
                let updates = self.survey_property("textUpdateMode");
                let typing = match text("textUpdateMode").as_str() {
                    None | Some("default") => updates.as_str() == Some("onTyping"),
                    own => own == Some("onTyping"),
                };
                let masked = self.mask(id).is_some();
                !matches!(types.as_str(), Some("date" | "datetime-local")) && (masked || !typing)
            }
            ElementKind::Dropdown => !self.is_other_chosen(id),
            ElementKind::Boolean => text("renderAs").as_str() != Some("checkbox"),
            ElementKind::ImagePicker => !self.is_multiple(id),
            ElementKind::Radiogroup => self.pointing && !self.is_other_chosen(id),
            ElementKind::Rating => {
                self.pointing || text("displayMode").as_str() == Some("dropdown")
            }
            ElementKind::Matrix => self.pointing && self.is_every_row_answered(id),
            ElementKind::MultipleText => {
                let items = self.within(id);
                let mut inputs = items.iter().filter(|it| self.def(**it).kind.has_value());
                inputs.all(|input| *input == id || !self.is_question_empty(*input))
            }
            ElementKind::MatrixDropdown => {
                let cells = self.within(id);
                let mut cells = cells
                    .iter()
                    .filter(|it| **it != id && self.def(**it).kind.has_value());
                value.is_truthy()
                    && cells.all(|cell| self.cell(*cell).value.is_truthy() && self.leads_on(*cell))
            }
            _ => false,
        }
    }
}
