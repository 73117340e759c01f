//! Going on by itself (SurveyJS: `autoAdvanceEnabled`, `autoAdvanceAllowComplete`): the answer that
//! completes a page leads to the next, and on the last page to the preview or to completion. As in
//! survey-core a moment passes in between (`settings.autoAdvanceDelay`, 300 ms), in which the visitor
//! sees what was chosen. The form has no clock: it says that it would go on, and the page around it
//! lets it.

use crate::element::EVERY_TYPE;
use crate::names::KeyId;
use crate::state::Flag;
use crate::{Change, ElementId, ElementKind, Form, Value};

/// Where the form was when the last answer was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    page: ElementId,
    step: Option<ElementId>,
    /// All of the page is answered, so that it goes on from there, too.
    whole: bool,
}

impl Form {
    /// Answers a question by choosing with a pointer. As [`Form::answer`], but choices, rates and
    /// rows, too, lead on to the next page where the form goes on by itself: with the keyboard a
    /// visitor passes over several before one is meant.
    pub fn choose(&mut self, question: ElementId, value: Value) -> Vec<Change> {
        self.pointing = true;
        self.set_question_value(question, value);
        self.pointing = false;
        if EVERY_TYPE {
            self.cell_mut(question).set(Flag::Ranked, true);
        }
        self.changes.take()
    }

    /// The page is complete and the form would go on by itself: after a moment (survey-core waits
    /// 300 ms) call [`Form::advance`].
    pub const fn is_advance_due(&self) -> bool {
        self.due.is_some()
    }

    /// Goes on, if that is due and the visitor has not gone elsewhere: to the next page, or at the
    /// last to the preview or to completion, with the usual checks. Whether it went.
    pub fn advance(&mut self) -> (bool, Vec<Change>) {
        let due = self.due.take();
        let mut went = false;
        if let Some(due) = due {
            let preview = self.stage.preview;
            let here = |form: &Form| {
                let same = Some(due.page) == form.current_page && form.stage.preview == preview;
                same && !form.stage.completed
            };
            if due.step.is_some() && due.step == self.current_step() && here(self) {
                went = self.go_where_due();
            }
            // The page goes on by itself after its question did (`SurveyModel.tryGoNextPageAutomatic`).
            if due.whole && here(self) {
                went |= self.go_where_due();
            }
        }
        (went, self.changes.take())
    }

    fn go_where_due(&mut self) -> bool {
        if !self.is_last_page() {
            return self.go_next();
        }
        if self.shows_preview() {
            self.go_to_preview();
        } else {
            self.try_complete();
        }
        true
    }

    /// A value or a comment was given: the form would go on if that was the last one of the page.
    pub(crate) fn advance_after(&mut self, key: KeyId) {
        let busy = self.stage.loading || self.stage.beginning || self.stage.setting_data;
        if !EVERY_TYPE || !self.settings().advances || busy {
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
        // It is checked without a word: a choice that isn't offered goes then.
        self.validate_question(question, false, false);
        if self.stage.completed {
            return;
        }
        let due = Due {
            page,
            step: self.current_step(),
            whole: false,
        };
        if due.step.is_some() && (!self.is_last_page() || self.advances_to_end()) {
            self.due = Some(due);
        }
        let inside = if self.is_one_page() {
            let pages = self.pages().iter();
            let pages = pages.filter(|page| Some(**page) != self.start_page());
            pages.flat_map(|page| self.within(*page)).collect()
        } else {
            self.within(page)
        };
        let shown = |id: &ElementId| {
            !self.def(*id).is_container() && self.is_at_top(*id) && self.cell(*id).is(Flag::Visible)
        };
        let mut questions = inside.iter().copied().filter(shown);
        if !inside.contains(&question)
            || questions.any(|id| self.def(id).kind.has_value() && self.is_question_empty(id))
            || self.is_last_page() && !self.advances_to_end()
        {
            return;
        }
        let active = self.active_page().unwrap_or(page);
        if self.validate_container(active, true) {
            self.due = Some(Due { whole: true, ..due });
        }
    }

    fn advances_to_end(&self) -> bool {
        self.survey_property("autoAdvanceAllowComplete") != Value::Bool(false)
    }

    /// What is typed is stored letter by letter (`textUpdateMode`).
    pub(crate) fn is_stored_while_typed(&self, id: ElementId) -> bool {
        let typing = match self.element_property(id, "textUpdateMode").as_str() {
            None | Some("default") => {
                self.survey_property("textUpdateMode").as_str() == Some("onTyping")
            }
            own => own == Some("onTyping"),
        };
        typing && self.mask(id).is_none()
    }

    /// An answer to this question can be the last of a page.
    fn leads_on(&self, id: ElementId) -> bool {
        let value = &self.cell(id).value;
        let text = |name: &str| self.element_property(id, name);
        match self.def(id).kind {
            ElementKind::Text => {
                let types = text("inputType");
                !matches!(types.as_str(), Some("date" | "datetime-local"))
                    && !self.is_stored_while_typed(id)
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
