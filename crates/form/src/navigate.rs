//! Pages and states: going forward and back, completing, the preview (reference 6).

use crate::calls::Move;
use crate::element::EVERY_TYPE;
use crate::model::{ClearMode, ItemKind};
use crate::schema::EVERY_PROPERTY;
use crate::settings::{CheckMode, StepMode};
use crate::state::Flag;
use crate::visibility::ClearReason;
use crate::{Change, ElementId, Form, Mode, Severity, State, Value};

impl Form {
    /// The state: the first that holds.
    pub fn state(&self) -> State {
        if self.stage.completed {
            State::Completed
        } else if self.unstarted_page().is_some() && self.mode == Mode::Edit {
            State::Starting
        } else if self.stage.preview {
            State::Preview
        } else if self.visible_pages.is_empty() && !self.settings().one_page {
            State::Empty
        } else {
            State::Running
        }
    }

    /// The visible pages, in order, without the start page.
    pub fn visible_pages(&self) -> &[ElementId] {
        &self.visible_pages
    }

    pub(crate) fn start_page(&self) -> Option<ElementId> {
        let pages = &self.model().pages;
        pages
            .first()
            .copied()
            .filter(|_| self.settings().start_page && pages.len() > 1)
    }

    /// The start page, as long as it hasn't been left.
    fn unstarted_page(&self) -> Option<ElementId> {
        self.start_page().filter(|_| !self.stage.started)
    }

    /// The list of visible pages is made anew; a current page that is gone gives way to the first.
    pub(crate) fn pages_changed(&mut self) {
        let start = self.start_page();
        let pages: Vec<ElementId> = self
            .model()
            .pages
            .iter()
            .copied()
            .filter(|page| Some(*page) != start && self.is_visible(*page))
            .collect();
        let came_or_went = pages != self.visible_pages;
        let came = EVERY_PROPERTY && pages.iter().any(|page| !self.visible_pages.contains(page));
        if came_or_went {
            self.visible_pages = pages;
            self.changed(Change::Page);
            self.changed(Change::State);
        }
        let there = self
            .current_page
            .is_some_and(|page| self.visible_pages.contains(&page));
        // While the conditions of the start run there is no current page yet, until a page appears
        // (`SurveyModel.pageVisibilityChanged`).
        let waits = self.stage.beginning && !self.settings().one_page;
        let appears = !self.stage.loading && (came || self.current_page.is_some());
        if !there && waits && !appears && self.settings().steps.is_none() {
            self.current_page = None;
        } else if !there {
            self.go_to(self.visible_pages.first().copied());
        }
        // A step on a page that could not become the current one ends with the next page that comes
        // or goes.
        if came_or_went
            && !self.stage.loading
            && let Some(page) = self.current_page
            && self
                .current_step()
                .is_some_and(|step| self.page(step) != page)
        {
            self.set_step(self.first_step_of(page));
        }
        self.steps_moved();
    }

    pub(crate) fn go_to(&mut self, page: Option<ElementId>) {
        if self.current_page != page {
            let left = std::mem::replace(&mut self.current_page, page);
            self.forget_progress();
            self.forget_move();
            if let Some(page) = page {
                if EVERY_TYPE && !self.visited.contains(&page) {
                    self.visited.push(page);
                }
                self.step_onto_page(page);
            }
            if let Some(left) =
                left.filter(|left| !self.stage.preview && !self.passed.contains(left))
                && !self.stage.loading
                && (!self.stage.beginning || self.settings().steps.is_some())
                && self.validate_container(left, false)
            {
                self.passed.push(left);
            }
            self.steps_moved();
            self.changed(Change::Page);
            self.changed(Change::Progress);
        }
    }

    /// What is on the screen: the start page, or the current one.
    pub(crate) fn active_page(&self) -> Option<ElementId> {
        let starting = self.state() == State::Starting;
        self.unstarted_page()
            .filter(|_| starting)
            .or(self.current_page)
    }

    /// All pages are on the one that is shown; before the start, the start page alone is.
    fn checks_all_pages(&self) -> bool {
        let preview = EVERY_PROPERTY && self.stage.preview;
        (preview || self.settings().one_page) && self.state() != State::Starting
    }

    /// Everything is read-only, for the preview is shown: it isn't while the form is completed or not
    /// started (`SurveyModel.isDisplayMode`).
    fn is_previewed(&self) -> bool {
        self.stage.preview && (!EVERY_PROPERTY || self.state() == State::Preview)
    }

    /// Everything is checked before the end: asked for, or for the pages may be left with errors
    /// (`SurveyModel.isValidateOnComplete`).
    fn checks_at_end(&self) -> bool {
        let settings = self.settings();
        settings.check == CheckMode::Complete
            || (settings.switch_with_errors && !settings.complete_with_errors)
    }

    fn unchecked(&self) -> bool {
        self.mode == Mode::Display || self.settings().validation_off
    }

    pub(crate) fn go_from_start(&mut self) -> bool {
        if !self.settings().start_page {
            return false;
        }
        let Some(page) = self.start_page() else {
            return true;
        };
        if !self.validate_page(page) {
            return false;
        }
        self.stage.started = true;
        self.changed(Change::State);
        self.pages_changed();
        self.go_to(self.visible_pages.first().copied());
        true
    }

    pub(crate) fn go_next(&mut self) -> bool {
        if let Some(step) = self.current_step() {
            return self.next_step(step);
        }
        if self.is_last_page() {
            return false;
        }
        let free = self.unchecked()
            || self.settings().switch_with_errors
            || self.settings().check == CheckMode::Complete;
        // Where nothing is visible there is nothing to check, and nowhere to go.
        let Some(active) = self.active_page() else {
            return true;
        };
        if !free {
            let valid = self.validate_page(active);
            if self.waits_to(Move::Next, valid) || !valid {
                return valid;
            }
        }
        let Some(page) = self.current_page.filter(|_| !self.stage.completed) else {
            return true;
        };
        if self.page_triggers_complete(page) {
            self.do_complete();
            return true;
        }
        if self.current_page == Some(page) {
            let at = self.visible_pages.iter().position(|id| *id == page);
            let next = at.and_then(|at| self.visible_pages.get(at + 1)).copied();
            if next.is_some() {
                self.go_to(next);
            }
        }
        true
    }

    pub(crate) fn go_back(&mut self) -> bool {
        if self.is_first_page() || self.state() == State::Starting {
            return false;
        }
        if self.current_page.is_none() {
            return true;
        }
        let here = self.current_step().or(self.current_page);
        if let Some(at) = self.skipped.iter().position(|(_, to)| Some(*to) == here) {
            let (from, _) = self.skipped.remove(at);
            if self.is_visible(from) {
                if self.current_step().is_some() {
                    self.step_onto(from);
                } else if self.visible_pages.contains(&from) {
                    self.go_to(Some(from));
                }
                return true;
            }
        }
        if let Some(step) = self.current_step() {
            return self.previous_step(step);
        }
        let at = self
            .visible_pages
            .iter()
            .position(|id| Some(*id) == self.current_page);
        let before = at
            .and_then(|at| at.checked_sub(1))
            .and_then(|at| self.visible_pages.get(at));
        if let Some(page) = before {
            self.go_to(Some(*page));
        }
        true
    }

    /// A skip trigger: to the page of a question, without checks.
    pub(crate) fn skip_to(&mut self, name: &str) {
        if let Some(target) = self.question(name) {
            self.lead_to(target);
        }
    }

    /// To the page of a question, without checks; once, until it is shown.
    fn lead_to(&mut self, target: ElementId) {
        if !self.is_visible(target) {
            return;
        }
        if self.leading_to == Some(target) {
            return;
        }
        self.leading_to = Some(target);
        let page = self.page(target);
        if let Some(from) = self.current_step().or(self.current_page) {
            let to = if self.current_step().is_some() {
                target
            } else {
                page
            };
            self.skipped.push((from, to));
        }
        let elsewhere = self.current_page != Some(page) && Some(page) != self.start_page();
        if elsewhere && self.visible_pages.contains(&page) {
            self.go_to(Some(page));
        }
        // While the form is loaded there is no current page yet, so this one is shown.
        let loading = self.stage.loading && self.settings().steps.is_none();
        if loading && self.current_page == Some(page) {
            self.make_panels_before_loading(page);
        }
        if self.settings().steps.is_some() {
            self.step_onto(target);
        }
        if !elsewhere {
            self.leading_to = None;
        }
    }

    pub(crate) fn try_complete(&mut self) -> bool {
        let on_complete = self.checks_at_end();
        if on_complete {
            self.leave_preview();
        }
        let free = self.unchecked() || self.settings().complete_with_errors;
        let valid = if !(free || on_complete || self.is_one_page() || self.active_page().is_some())
        {
            // Without a page there is none to check, and nothing follows from checking it.
            false
        } else if free {
            true
        } else if self.is_previewed() {
            self.drop_errors_of_preview();
            true
        } else if on_complete {
            !self.is_last_page() || self.validate_and_go_to_error()
        } else if self.checks_all_pages() {
            self.validate_all()
        } else {
            self.active_page()
                .is_none_or(|page| self.validate_page(page))
        };
        // A completed form is checked again, and stays as it was completed.
        if self.stage.completed {
            return true;
        }
        if valid && (free || self.is_previewed() || !self.waits_to(Move::Complete, true)) {
            self.do_complete();
        }
        self.stage.completed
    }

    /// What is checked in the preview is read-only, and nothing is wrong with it. The start page is no
    /// part of it.
    fn drop_errors_of_preview(&mut self) {
        let start = self.start_page();
        let shown: Vec<ElementId> = self.errors.keys().collect();
        for id in shown {
            let checked = start.is_none_or(|start| self.page(id) != start);
            if checked && !self.def(id).is_container() && self.is_shown(id) {
                self.drop_errors(id);
            }
        }
    }

    /// A page before it is left for good: in mode `inputPerPage` the first wrong question becomes the
    /// step.
    fn validate_page(&mut self, page: ElementId) -> bool {
        let step = self
            .current_step()
            .filter(|step| !self.def(*step).is_container() && self.page(*step) == page);
        let valid = self.validate_container(page, true);
        if !valid {
            self.go_to_first_error(step.unwrap_or(page));
        }
        valid
    }

    fn validate_and_go_to_error(&mut self) -> bool {
        let mut first = None;
        let focuses = self.survey_property("autoFocusFirstError").is_true();
        for page in self.visible_pages.clone() {
            let step = self
                .current_step()
                .filter(|step| !self.def(*step).is_container() && self.page(*step) == page);
            if !self.validate_container(page, true) && first.is_none() {
                first = Some(page);
                if focuses {
                    self.go_to_first_error(step.unwrap_or(page));
                }
            }
        }
        let Some(page) = first else {
            return true;
        };
        if self.settings().steps == Some(StepMode::Input) {
            if !focuses {
                self.go_to(Some(page));
            }
            return false;
        }
        let wrong = |id: &ElementId| {
            let errors = self.errors.get(id).into_iter().flatten();
            !self.def(*id).is_container()
                && errors.into_iter().any(|it| it.severity == Severity::Error)
        };
        let question = self.within(page).into_iter().find(wrong);
        let question = question.map(|mut id| {
            while let Some(item) = self.items.item_of(id) {
                id = self.items.get(item).owner;
            }
            id
        });
        if self.active_page() != Some(page) {
            match question {
                Some(question) => self.lead_to(question),
                None => self.go_to(Some(page)),
            }
        }
        false
    }

    /// Completes: the state, then what is hidden goes.
    pub(crate) fn do_complete(&mut self) {
        if self.stage.completed {
            return;
        }
        self.freeze_choices();
        self.stage.completed = true;
        self.leave_preview();
        self.changed(Change::State);
        self.steps_moved();
        for id in self.elements_of_pages() {
            self.forget_others(id);
        }
        if self.settings().clear != ClearMode::None || self.has_own_clear_modes() {
            for id in self.elements_of_pages() {
                let kind = self.def(id).kind;
                if kind.has_value() || (EVERY_TYPE && kind.is_shown_only()) {
                    self.clear_inside(id, ClearReason::Complete);
                    self.clear_if_invisible(id, ClearReason::Complete);
                }
            }
        }
        self.navigation_url = self.navigation_target();
    }

    /// An element, or one of rows and panels, says itself when it is cleared.
    fn has_own_clear_modes(&self) -> bool {
        let model = self.model();
        let inside = model.templates.iter().flat_map(|it| &it.elements);
        let mut elements = model.elements.iter().chain(inside);
        EVERY_PROPERTY && elements.any(|element| element.clear != ClearMode::Default)
    }

    /// All pages but the start page are shown on one (`SurveyModel.createRootPage`).
    pub(crate) fn moves_to_one_page(&self, id: ElementId) -> bool {
        self.settings().one_page && Some(self.page(id)) != self.start_page()
    }

    /// Where all pages are shown on one, that page is made anew: each question takes over what the data
    /// hold, gets its default again, and all its own rules run before the next question comes.
    pub(crate) fn move_to_one_page(&mut self) {
        if !EVERY_PROPERTY {
            return;
        }
        for id in self.elements() {
            if self.data_key(id).is_none() || !self.moves_to_one_page(id) {
                continue;
            }
            self.hold_as_stored(id);
            self.count_first_panels_of_value(id);
            self.source_changed(id);
            self.set_default_if_empty(id);
            let mut visible = self.cell(id).is(Flag::Visible);
            for rule in self.def(id).rules.clone() {
                self.apply_rule(self.rule_of(id, rule), id);
                // One that gets hidden loses its answer before it is computed.
                if visible && !self.cell(id).is(Flag::Visible) && self.clears_on_hide(id) {
                    visible = false;
                    self.clear_if_invisible(id, ClearReason::Hidden);
                }
            }
            self.default_inputs(id);
            self.default_inside_panels(id);
        }
    }

    /// The inputs of a multiple text get their defaults again, be it hidden: their own, and their parts
    /// of its default.
    fn default_inputs(&mut self, id: ElementId) {
        if self.item_kind(id) != Some(ItemKind::Inputs) {
            return;
        }
        let default = self.given_default(id);
        for input in self.within(id) {
            self.set_default_if_empty(input);
            let name = self.value_name(input);
            let part = default
                .as_object()
                .zip(name)
                .and_then(|(parts, name)| parts.get(&name));
            if let Some(part) = part.filter(|part| !part.is_empty())
                && self.is_question_empty(input)
            {
                self.set_question_value(input, part.clone());
            }
        }
    }

    pub(crate) fn go_to_preview(&mut self) -> bool {
        let free = self.unchecked() || self.settings().complete_with_errors || self.checks_at_end();
        let shown = EVERY_PROPERTY && self.is_previewed();
        if shown && !free {
            self.drop_errors_of_preview();
        }
        let valid = free
            || shown
            || if self.checks_all_pages() {
                self.validate_all()
            } else {
                self.active_page()
                    .is_some_and(|page| self.validate_page(page))
            };
        if !free && self.waits_to(Move::Preview, valid) {
            return false;
        }
        if valid && !self.stage.preview {
            self.stage.preview = true;
            self.stage.previewing = true;
            self.show_answered_rows();
            self.put_onto_new_page();
            self.compute_forgotten();
            self.stage.previewing = false;
            self.hide_unanswered();
            self.changed(Change::State);
            self.read_only_changed();
        }
        valid && self.stage.preview
    }

    /// The preview puts every question onto a page of its own: there defaults count again, and each
    /// question's own conditions with all that is in its rows and panels (`Question.setSurveyImpl`). So
    /// does the single page that comes back.
    pub(crate) fn put_onto_new_page(&mut self) {
        for id in self.elements_of_pages() {
            self.hold_as_stored(id);
            self.begin_comment(id);
            if EVERY_TYPE {
                self.source_changed(id);
            }
            self.set_default_if_empty(id);
            self.default_inputs(id);
            self.default_inside_panels(id);
            let question = !self.def(id).is_container();
            if question && Some(self.page(id)) != self.start_page() {
                if EVERY_TYPE {
                    for item in self.items.list(id).to_vec() {
                        self.mark_everything_in(item);
                    }
                }
                self.run_own_rules(id);
            }
        }
    }

    /// The defaults of questions without an answer in the panels of a dynamic panel.
    fn default_inside_panels(&mut self, owner: ElementId) {
        if self.def(owner).kind != crate::ElementKind::PanelDynamic {
            return;
        }
        for item in self.items.list(owner).to_vec() {
            for id in self.within(self.items.get(item).frame) {
                if self.items.item_of(id) == Some(item) && self.def(id).kind.has_value() {
                    self.set_default_if_empty(id);
                    self.default_inside_panels(id);
                }
            }
        }
    }

    pub(crate) fn leave_preview(&mut self) {
        if self.stage.preview {
            self.stage.preview = false;
            self.forget_progress();
            if self.settings().one_page {
                self.put_onto_new_page();
            }
            if EVERY_PROPERTY && self.stage.hides_unanswered {
                self.hide_unanswered();
                self.pages_changed();
            }
            // A step on another page keeps the last page from being the current one.
            let last = self.visible_pages.last().copied();
            let elsewhere = self.step.is_some_and(|step| Some(self.page(step)) != last);
            let page = if self.stage.completed && self.settings().steps.is_some() && elsewhere {
                self.step.map(|step| self.page(step))
            } else {
                last
            };
            // Nothing has been left, so nothing is checked (`SurveyModel.updatePagesContainer`).
            if EVERY_PROPERTY {
                self.current_page = self.current_page.filter(|left| Some(*left) == page);
            }
            self.go_to(page);
            self.changed(Change::State);
            self.read_only_changed();
        }
    }

    pub(crate) fn read_only_changed(&mut self) {
        for id in self.elements() {
            self.changed(Change::ReadOnly(id));
        }
    }

    /// `clear()`: no data, the first page, defaults again.
    pub(crate) fn start_again(&mut self) {
        self.stage.completed = false;
        self.skipped.clear();
        self.passed.clear();
        self.completing_triggers.clear();
        self.navigation_url = None;
        self.replace_data(None);
        self.forget_time();
        self.stage.started = false;
        self.changed(Change::State);
        self.pages_changed();
        self.go_to(self.visible_pages.first().copied());
        self.begin_steps();
        self.steps_moved();
        self.progress_changed();
        for id in self.elements_of_pages() {
            self.set_default_if_empty(id);
        }
    }

    pub(crate) fn override_of(&self, element: Option<ElementId>, name: &str) -> Option<&Value> {
        if !EVERY_PROPERTY {
            return None;
        }
        self.overrides.get(&override_owner(element))?.get(name)
    }
}

/// The survey's own properties stand before those of its elements.
pub(crate) fn override_owner(element: Option<ElementId>) -> ElementId {
    element.map_or(ElementId::new(0), |id| ElementId::new(id.as_u32() + 1))
}
