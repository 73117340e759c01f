//! Visible, read-only, required: each element's own state, what follows for what lies in it, and
//! the clearing of what is hidden (reference 3).

use crate::element::EVERY_TYPE;
use crate::model::{ClearMode, Effect, ItemKind, RuleId};
use crate::schema::EVERY_PROPERTY;
use crate::state::Flag;
use crate::{Change, ElementId, ElementKind, Form, Mode, State, Value};

/// Why values of hidden questions are cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClearReason {
    Hidden,
    HiddenContainer,
    Complete,
}

impl Form {
    /// Visible by itself; a container needs a visible child.
    pub(crate) fn is_visible(&self, id: ElementId) -> bool {
        let state = self.cell(id);
        let is_frame = state.is(Flag::Container) || state.is(Flag::Row);
        if self.stage.hides_unanswered && !is_frame && self.is_question_empty(id) {
            return false;
        }
        if self.settings().show_invisible {
            return true;
        }
        if !state.is(Flag::Visible) {
            return false;
        }
        if state.is(Flag::Row) {
            !self.is_row_hidden(id)
        } else if state.is(Flag::Container) {
            state.visible_children > 0
        } else {
            !state.is(Flag::Empty)
        }
    }

    /// Every page and panel that it lies in is visible. What is in a row or panel of a question
    /// asks for that question's own visibility and no further, as in survey-core; the inputs of a
    /// multiple text lie where their question lies, and so do panels under choices.
    pub(crate) fn is_parent_visible(&self, id: ElementId) -> bool {
        let mut at = self.container_of(id);
        if let Some(question) = self.choice_question(id) {
            if !self.is_visible(question) {
                return false;
            }
        } else if let Some(item) = self.items.item_of(id) {
            let owner = self.items.get(item).owner;
            if !self.is_visible(owner) {
                return false;
            }
            let lies_there = [Some(ItemKind::Inputs), Some(ItemKind::Custom)];
            if lies_there.contains(&self.item_kind(owner)) {
                at = self.container_of(owner);
            }
        }
        while let Some(parent) = at {
            if self.def(parent).kind == ElementKind::MatrixRow {
                // A cell doesn't ask whether its row is hidden.
                return true;
            }
            if !self.is_visible(parent) {
                return false;
            }
            let question = self
                .parent(parent)
                .filter(|_| self.choice_above(parent).is_some());
            at = self.container_of(question.unwrap_or(parent));
        }
        true
    }

    pub(crate) fn is_shown(&self, id: ElementId) -> bool {
        self.is_visible(id) && self.is_parent_visible(id)
    }

    pub(crate) fn is_read_only(&self, id: ElementId) -> bool {
        if self.is_display() {
            return true;
        }
        if !EVERY_PROPERTY {
            return false;
        }
        let mut at = Some(id);
        while let Some(element) = at {
            if self.cell(element).is(Flag::ReadOnly) {
                return true;
            }
            at = self.parent(element);
        }
        false
    }

    /// Nothing can be answered: display mode, or the preview.
    pub(crate) fn is_display(&self) -> bool {
        self.mode == Mode::Display || (self.state() == State::Preview && !self.stage.previewing)
    }

    pub(crate) fn is_required(&self, id: ElementId) -> bool {
        self.cell(id).is(Flag::Required)
    }

    /// Sets `visible`, and does what follows.
    pub(crate) fn set_visible(&mut self, id: ElementId, visible: bool) {
        if self.cell(id).is(Flag::Visible) == visible {
            return;
        }
        self.change_visible(id, visible);
        if self.stage.preview {
            // Another answer may be the only one that is shown.
            self.hide_unanswered();
        }
    }

    fn change_visible(&mut self, id: ElementId, visible: bool) {
        let before = self.is_visible(id);
        self.cell_mut(id).set(Flag::Visible, visible);
        let after = self.is_visible(id);
        if before != after {
            self.visibility_changed(id, after);
        }
        if self.def(id).is_container() {
            self.frame_changed(id);
            if before == after && !after {
                // Its own condition clears what is in it even where nothing of that was visible.
                self.settle_inside(id, false);
            }
            if before == after {
                self.unsettle(id);
            } else {
                // Its own condition comes after those of what is in it, and counts at once, be it that it
                // was visible just now alone (`PanelModelBase.onVisibleChanged`).
                if EVERY_PROPERTY {
                    self.cell_mut(id).set(Flag::Settled, before);
                }
                self.settle(id);
            }
            return;
        }
        if !visible {
            self.drop_errors(id);
            self.panels_hidden(id);
        }
        if self.stage.setting_data {
            return;
        }
        if !visible {
            self.clear_inside(id, ClearReason::HiddenContainer);
        }
        let clears = self.clears_on_hide(id);
        if !visible && clears && !self.is_in_new_row(id) {
            self.clear_if_invisible(id, ClearReason::Hidden);
            if EVERY_TYPE && self.def(id).kind == ElementKind::MultipleText {
                // Its condition reads its own inputs before the survey, and these are empty now.
                if !self.reads_only_gone(id) {
                    self.decide_next(id);
                }
            }
        }
        if clears && self.is_shown(id) {
            self.set_default_if_empty(id);
            self.compute_default_next(id);
        }
        if clears && visible && self.item_kind(id) == Some(crate::model::ItemKind::Panel) {
            // What its panels didn't compute as they were hidden; what it lies in doesn't hide these.
            self.mark_hearers_in(id);
        }
    }

    /// A default expression that wasn't evaluated as its question was hidden counts with the conditions
    /// that are evaluated next after it was shown (`Question.runCondition`).
    fn compute_default_next(&mut self, id: ElementId) {
        let def = self.def(id);
        if !EVERY_PROPERTY || def.default_expression().is_none() {
            return;
        }
        for rule in def.rules.clone() {
            if self.rule_of(id, rule).effect == Effect::Default {
                match self.items.item_of(id) {
                    None => self.wave.mark_late(rule),
                    Some(item) => self.mark_in_item(item, rule),
                }
            }
        }
    }

    /// Tells everybody inside, and counts for everybody around.
    pub(crate) fn visibility_changed(&mut self, id: ElementId, visible: bool) {
        if self.has_inside(id) {
            for inside in self.within(id) {
                self.changed(Change::Shown(inside));
                if visible && self.is_at_top(inside) {
                    self.compute_default_next(inside);
                }
            }
        } else {
            self.changed(Change::Shown(id));
        }
        self.numbers_changed(self.parent(id).map(|_| id));
        self.progress_changed();
        self.property_changed(Some(id));
        if !visible && !self.stage.loading {
            self.step_hidden();
        }
        let Some(parent) = self.parent(id) else {
            return;
        };
        let count = self.cell(parent).visible_children;
        let (count, least) = if visible {
            (count + 1, 0)
        } else {
            (count.saturating_sub(1), 1)
        };
        // One child more or less says nothing of a container that has others.
        let is_other = !EVERY_TYPE || self.cell(parent).visible_children == least;
        let before = is_other && self.is_visible(parent);
        self.cell_mut(parent).visible_children = count;
        let after = is_other && self.is_visible(parent);
        if before != after {
            self.visibility_changed(parent, after);
            self.unsettle(parent);
        }
        // Of rows and panels that are being made no step is known yet, and there may be many.
        let making = self.items.item_of(id);
        if making.is_none_or(|item| !self.items.get(item).fresh) {
            self.steps_moved();
        }
    }

    /// A cell that is hidden from the start keeps what its row was given; so does a component of
    /// several elements, for what is in it begins with its defaults all the same.
    fn is_in_new_row(&self, id: ElementId) -> bool {
        let item = self.items.item_of(id);
        let composite = self.def(id).kind == ElementKind::Composite;
        item.is_some_and(|item| {
            let row = self.item_template(item).kind.is_row();
            self.items.get(item).fresh && (row || composite)
        })
    }

    /// A row or panel appeared or went: its neighbours count anew.
    fn frame_changed(&mut self, id: ElementId) {
        let Some(item) = self.items.item_of(id) else {
            return;
        };
        let (frame, owner) = (self.items.get(item).frame, self.items.get(item).owner);
        if frame == id {
            if self.is_item_visible(item) {
                self.panel_appeared(owner, item);
            } else {
                self.panel_went(owner, item, self.items.place(item));
            }
            self.changed(Change::Children(owner));
            if self.item_kind(owner).is_some_and(ItemKind::is_row) {
                self.reset_inputs(owner);
                if !self.items.get(item).fresh && !self.stage.loading {
                    // The rows behind it have other numbers among the visible ones.
                    self.run_row_triggers(owner);
                }
            }
            self.items_renumbered(owner);
        }
    }

    /// What follows when a container turned out to be visible or hidden.
    pub(crate) fn settle(&mut self, container: ElementId) {
        let visible = self.is_visible(container);
        if self.cell(container).is(Flag::Settled) == visible {
            return;
        }
        self.cell_mut(container).set(Flag::Settled, visible);
        self.settle_inside(container, visible);
        if self.parent(container).is_none() {
            self.pages_changed();
        }
    }

    /// What is in a container gets its defaults, or is cleared.
    fn settle_inside(&mut self, container: ElementId, visible: bool) {
        // What is in a row that is hidden goes with the row, or stays.
        let row = self.def(container).kind == ElementKind::MatrixRow;
        if !self.stage.setting_data && !row {
            for id in self.within(container) {
                if id == container || !self.def(id).kind.has_value() {
                    continue;
                }
                // What is in a component, or under a choice, follows its question.
                if self.is_under_choice(id, Some(container)) {
                    continue;
                }
                if self.lies_in_component(id) && !self.lies_in_component(container) {
                    continue;
                }
                if visible {
                    // What is in rows and panels has begun with its defaults.
                    if self.items.item_of(id) == self.items.item_of(container) {
                        self.set_default_if_empty(id);
                        self.compute_default_next(id);
                    }
                } else {
                    self.clear_inside(id, ClearReason::HiddenContainer);
                    self.clear_if_invisible(id, ClearReason::HiddenContainer);
                    self.panels_hidden(id);
                    if !self.def(id).has_items()
                        && self.items.item_of(id) == self.items.item_of(container)
                        && self.is_in_first_panels(container)
                    {
                        self.set_default_if_empty(id);
                    }
                }
            }
        }
    }

    /// Lies in panels that are just made for the first time: what a condition empties in these gets
    /// its default again (`QuestionPanelDynamicModel.setPanelsSurveyImpl`).
    fn is_in_first_panels(&self, container: ElementId) -> bool {
        let item = self.items.item_of(container);
        item.map(|item| self.items.get(item).owner)
            .is_some_and(|owner| {
                self.item_kind(owner) == Some(ItemKind::Panel)
                    && (self.stage.beginning || self.items.beginning == Some(owner))
            })
    }

    pub(crate) fn set_read_only(&mut self, id: ElementId, read_only: bool) {
        if self.cell(id).is(Flag::ReadOnly) == read_only {
            return;
        }
        self.cell_mut(id).set(Flag::ReadOnly, read_only);
        for table in self.tables_in(id) {
            self.items_needed(table);
        }
        for inside in self.within(id) {
            self.changed(Change::ReadOnly(inside));
            // The single question of a component isn't told, nor what lies under choices.
            let told =
                self.custom_around(inside).is_none() && !self.is_under_choice(inside, Some(id));
            if read_only && told && !self.def(inside).is_container() {
                self.drop_errors(inside);
            }
        }
        for inside in self.within(id) {
            self.property_changed(Some(inside));
        }
    }

    /// What conditions may read as a property is another (`{$question.isVisible}`): they are
    /// evaluated again.
    ///
    /// `of`: the element; `None` where it may be any.
    pub(crate) fn property_changed(&mut self, of: Option<ElementId>) {
        let known = self.model();
        let unread = known.property_readers.is_empty() && known.inner_property_readers.is_empty();
        if self.stage.loading || unread {
            return;
        }
        let model = self.shared_model();
        let readers = (&model.property_readers, &model.inner_property_readers);
        let concerns = |reader: &Option<ElementId>| of.is_none() || *reader == of;
        let outer = readers.0.iter().filter(|(reader, _)| concerns(reader));
        let mut heard: Vec<(ElementId, RuleId)> = Vec::new();
        for (_, rule) in outer {
            heard.push((model.rule(*rule).owner, *rule));
        }
        for (_, template, rule) in readers.1.iter().filter(|(reader, ..)| concerns(reader)) {
            for item in self.items.of_template(*template) {
                let local = model.template(*template).rules.get(rule.0 as usize);
                heard.extend(local.map(|local| (self.in_item(item, local.owner), *rule)));
            }
        }
        if heard.is_empty() {
            return;
        }
        let waits = self.wave.running || self.items.quiet > 0;
        for (id, rule) in heard {
            // Who reads it is told alone, whatever else waits (`Base.onDependencyValueChanged`).
            let told = self.rule_of(id, rule);
            let of_row =
                EVERY_TYPE && matches!(told.effect, Effect::RowVisible(_) | Effect::RowEnable(_));
            if of_row && self.def(id).kind == ElementKind::MatrixDropdown && self.is_at_top(id) {
                // Rows with cells don't hear of properties, but of the next change, whatever it is.
                self.wave.mark_late(rule);
                continue;
            }
            if !waits && told.effect != Effect::Items {
                self.apply_rule(told, id);
                continue;
            }
            match self.items.item_of(id) {
                None => self.wave.mark(rule),
                Some(item) => self.mark_in_item(item, rule),
            }
        }
        self.make_waiting();
    }

    pub(crate) fn set_required(&mut self, id: ElementId, required: bool) {
        if self.cell(id).is(Flag::Required) == required {
            return;
        }
        self.cell_mut(id).set(Flag::Required, required);
        self.changed(Change::Required(id));
        if let Some(outer) = self.custom_around(id)
            && self.handed_to(outer, "isRequired").is_some()
        {
            self.set_required(outer, required);
        }
        self.property_changed(Some(id));
        if !required && self.errors.contains_key(&id) {
            self.revalidate(id);
        }
    }

    /// When a question's value is cleared, the survey's rule taken in.
    pub(crate) fn clear_mode(&self, id: ElementId) -> ClearMode {
        if self.stage.preview {
            return ClearMode::None;
        }
        if !EVERY_PROPERTY {
            return self.settings().clear;
        }
        let own = self
            .override_of(Some(id), "clearIfInvisible")
            .map_or(self.def(id).clear, ClearMode::of);
        if own != ClearMode::Default {
            return own;
        }
        self.settings().clear
    }

    pub(crate) fn clears_on_hide(&self, id: ElementId) -> bool {
        matches!(
            self.clear_mode(id),
            ClearMode::OnHidden | ClearMode::OnHiddenContainer
        )
    }

    /// While a form is loaded, a hidden page or panel is known to be hidden when it ends, or when a
    /// question in it offers choices, and what was answered in it till then goes.
    pub(crate) fn note_hidden_container(&mut self, hidden: &mut Vec<ElementId>, next: ElementId) {
        if !EVERY_PROPERTY {
            return;
        }
        while let Some(ended) = hidden.pop_if(|it| self.def(*it).end <= next) {
            self.clear_hidden_containers(vec![ended]);
        }
        if self.def(next).is_container() {
            if !self.is_visible(next) {
                hidden.push(next);
            }
        } else if self.offers_choices(next) {
            self.clear_hidden_containers(std::mem::take(hidden));
        }
    }

    pub(crate) fn clear_hidden_containers(&mut self, hidden: Vec<ElementId>) {
        if !EVERY_PROPERTY {
            return;
        }
        for container in hidden.into_iter().rev() {
            for id in self.within(container) {
                if self.clear_mode(id) == ClearMode::OnHiddenContainer
                    && !self.cell(id).value.is_empty()
                {
                    self.clear_if_invisible(id, ClearReason::HiddenContainer);
                }
            }
        }
    }

    pub(crate) fn clear_if_invisible(&mut self, id: ElementId, reason: ClearReason) {
        let mode = self.clear_mode(id);
        let stays = match reason {
            _ if mode == ClearMode::None => true,
            ClearReason::Hidden => mode == ClearMode::OnComplete,
            ClearReason::HiddenContainer => mode != ClearMode::OnHiddenContainer,
            ClearReason::Complete => false,
        };
        if stays {
            return;
        }
        if self.may_clear(id, reason) {
            self.clear_question(id);
        }
        self.clear_hidden_rows(id);
        self.drop_unknown(id, false);
        self.clear_component(id, reason);
        self.clear_choice_panels(id, reason);
    }

    /// Questions in the panels of a dynamic panel; those that only their panel hides are kept.
    pub(crate) fn clear_inside(&mut self, owner: ElementId, reason: ClearReason) {
        if !EVERY_TYPE || self.def(owner).kind != ElementKind::PanelDynamic {
            return;
        }
        for item in self.items.list(owner).to_vec() {
            let frame = self.items.get(item).frame;
            let shown = self.is_visible(frame);
            for id in self.within(frame) {
                let own = self.items.item_of(id) == Some(item) && self.def(id).kind.has_value();
                if own && (shown || !self.cell(id).is(Flag::Visible)) {
                    self.clear_inside(id, reason);
                    self.clear_if_invisible(id, reason);
                }
            }
        }
    }

    fn may_clear(&self, id: ElementId, reason: ClearReason) -> bool {
        if reason == ClearReason::HiddenContainer && !self.is_parent_visible(id) {
            return true;
        }
        if self.is_shown(id)
            || Some(self.page(id)) == self.start_page()
            || self.is_held_by_total(id)
        {
            return false;
        }
        // What shares the value inside a row or panel isn't asked
        // (`SurveyModel.hasVisibleQuestionByValueName`).
        (self.is_at_top(id) && self.shares_value(id))
            .then(|| self.sharing(id))
            .is_none_or(|all| !all.iter().any(|it| *it != id && self.is_shown(*it)))
    }

    /// An expression question that was cleared while all conditions run is computed in the next
    /// pass, and where these follow a change one that reads what has changed
    /// (`QuestionExpressionModel.canSkipRunningExpression`); so is the default of a question in a component
    /// at the start.
    pub(crate) fn compute_again(&mut self, id: ElementId) {
        if !EVERY_PROPERTY || !self.wave.running {
            return;
        }
        for rule in self.def(id).rules.clone() {
            let inside = self.stage.beginning && self.lies_in_component(id);
            let ruled = self.rule_of(id, rule);
            let computes = ruled.effect == Effect::Value
                && (!self.wave.by_names || self.rule_reads_changed_names(ruled));
            if computes || (inside && ruled.effect == Effect::Default) {
                match self.items.item_of(id) {
                    None => self.wave.mark(rule),
                    Some(item) => self.mark_in_item(item, rule),
                }
            }
        }
    }

    /// Takes value and comment away.
    pub(crate) fn clear_question(&mut self, id: ElementId) {
        if !matches!(self.cell(id).value, Value::Undefined)
            || (EVERY_TYPE && self.def(id).kind.is_shown_only())
        {
            self.set_question_value(id, Value::Undefined);
        }
        if self.question_comment(id).is_some_and(|it| !it.is_empty()) {
            self.set_question_comment(id, "");
        }
        self.cell_mut(id).set(Flag::Direct, false);
        self.share_directness(id, false);
        self.compute_again(id);
        self.mark_default_of(id);
    }
}
