//! Modes that show less than a page at a time: `questionPerPage`, where each top-level element of
//! each page is a step, and `inputPerPage`, where each question is one (reference 6).

use crate::calls::Move;
use crate::settings::StepMode;
use crate::state::Flag;
use crate::{Change, ElementId, Form};

impl Form {
    /// What is shown alone in modes `questionPerPage` and `inputPerPage`; `None` in others.
    pub fn current_step(&self) -> Option<ElementId> {
        self.step
            .filter(|_| self.settings().steps.is_some() && !self.stage.preview)
    }

    /// The steps, in order; `with` is one even if it is hidden.
    pub(crate) fn steps(&self, with: Option<ElementId>) -> Vec<ElementId> {
        let Some(mode) = self.settings().steps else {
            return Vec::new();
        };
        let mut steps = Vec::new();
        for page in &self.visible_pages {
            match mode {
                StepMode::Question => steps.extend(self.children(*page).iter().copied()),
                StepMode::Input => {
                    let inside =
                        (page.as_u32() + 1..self.def(*page).end.as_u32()).map(ElementId::new);
                    steps.extend(inside.filter(|id| {
                        !self.def(*id).is_container()
                            && !self.is_under_choice(*id, None)
                            && self.cell(*id).is(Flag::Visible)
                            && self.is_parent_visible(*id)
                    }));
                }
            }
        }
        steps.retain(|id| Some(*id) == with || self.is_visible(*id));
        steps
    }

    /// Begins with the first step of the mode, if it has any.
    pub(crate) fn begin_steps(&mut self) {
        self.skipped.clear();
        let first = self.steps(None).first().copied();
        self.set_step(first);
    }

    pub(crate) fn set_step(&mut self, step: Option<ElementId>) {
        if self.step == step || self.stage.completed {
            return;
        }
        self.step = step;
        self.forget_progress();
        self.changed(Change::Page);
        if let Some(step) = step {
            if !self.def(step).is_container() {
                self.begin_inputs(step);
            }
            let page = self.page(step);
            if self.visible_pages.contains(&page) {
                self.go_to(Some(page));
            }
        }
        self.steps_moved();
    }

    /// A step that is hidden gives way to the one before it.
    pub(crate) fn step_hidden(&mut self) {
        let Some(step) = self.current_step().filter(|step| !self.is_visible(*step)) else {
            return;
        };
        let steps = self.steps(Some(step));
        let at = steps.iter().position(|id| *id == step);
        // A question that was hidden by itself is none of the steps any more: the first is next.
        let next = match at {
            Some(0) => steps.get(1),
            Some(at) => steps.get(at - 1),
            None => steps.first(),
        };
        self.set_step(next.copied());
    }

    /// The page changed by other ways: its first element becomes the step.
    pub(crate) fn step_onto_page(&mut self, page: ElementId) {
        if self
            .current_step()
            .is_some_and(|step| self.page(step) != page)
        {
            let first = self.first_step_of(page);
            self.step = first;
            if let Some(step) = first.filter(|step| !self.def(*step).is_container()) {
                self.begin_inputs(step);
            }
        }
    }

    pub(crate) fn first_step_of(&self, page: ElementId) -> Option<ElementId> {
        let mut inside = self.children(page).iter().copied();
        inside.find(|id| self.is_visible(*id))
    }

    /// A skip trigger leads to a question: the step that holds it.
    pub(crate) fn step_onto(&mut self, question: ElementId) {
        let mut step = question;
        if self.settings().steps == Some(StepMode::Question) {
            while let Some(parent) = self
                .def(step)
                .parent
                .filter(|parent| self.def(*parent).parent.is_some())
            {
                step = parent;
            }
        }
        self.set_step(Some(step));
    }

    /// Forward from a step: checked alone.
    pub(crate) fn next_step(&mut self, step: ElementId) -> bool {
        if self.settings().steps == Some(StepMode::Input) {
            // A panel can't be a step of this mode (survey-core throws).
            if self.def(step).is_container() || !self.check_input(step) {
                return false;
            }
            if self.move_inside(step, false) {
                self.steps_moved();
                return true;
            }
        }
        if !self.settings().validation_off {
            let valid = self.validate_step(step);
            if self.waits_to(Move::Next, valid) || !valid {
                return false;
            }
        }
        let steps = self.steps(None);
        let at = steps.iter().position(|id| *id == step);
        if let Some(next) = at.and_then(|at| steps.get(at + 1)).copied() {
            if self.page_triggers_complete(step) {
                self.do_complete();
            } else if self.step == Some(step) {
                self.set_step(Some(next));
            }
        }
        true
    }

    pub(crate) fn validate_step(&mut self, step: ElementId) -> bool {
        if self.def(step).is_container() {
            self.validate_container(step, true)
        } else {
            self.validate_question(step, false, true)
        }
    }

    pub(crate) fn previous_step(&mut self, step: ElementId) -> bool {
        if self.move_inside(step, true) {
            self.steps_moved();
            return true;
        }
        let steps = self.steps(None);
        let at = steps.iter().position(|id| *id == step);
        if at == Some(0) {
            return false;
        }
        // What is none of the steps any more has none before it, and there is none afterwards
        // (`SurveyModel.prevPageSingleElement`).
        let before = at.and_then(|at| steps.get(at - 1)).copied();
        self.set_step(before);
        self.inputs.stepless = before.is_none();
        true
    }

    pub(crate) fn is_first_step(&self) -> bool {
        self.current_step()
            .map_or(!self.inputs.stepless, |_| self.inputs.first)
    }

    pub(crate) fn is_last_step(&self) -> bool {
        self.current_step()
            .map_or(!self.inputs.stepless, |_| self.inputs.last)
    }
}
