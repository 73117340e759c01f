//! Elements under a choice: radio groups and checkboxes show them while the choice is chosen. Their
//! answers stand in the survey's data, wherever the question stands (SurveyJS `ChoiceItem.elements`,
//! `question_baseselect.ts`).

use crate::element::EVERY_TYPE;
use crate::state::Flag;
use crate::visibility::ClearReason;
use crate::{ElementId, Form, Value};

impl Form {
    /// The value of the choice that a panel stands under.
    pub(crate) fn choice_above(&self, panel: ElementId) -> Option<&Value> {
        if !EVERY_TYPE {
            return None;
        }
        self.def(panel).choice.as_deref()
    }

    /// Lies under a choice, with nothing but ordinary panels between the two and the container.
    pub(crate) fn is_under_choice(&self, id: ElementId, container: Option<ElementId>) -> bool {
        if !EVERY_TYPE {
            return false;
        }
        let mut at = Some(id);
        while let Some(element) = at.filter(|at| Some(*at) != container) {
            if self.choice_above(element).is_some() {
                return true;
            }
            at = self.parent(element);
        }
        false
    }

    /// The question under whose choice an element lies.
    pub(crate) fn choice_question(&self, id: ElementId) -> Option<ElementId> {
        if !EVERY_TYPE {
            return None;
        }
        let mut at = self.container_of(id);
        while let Some(container) = at {
            if self.choice_above(container).is_some() {
                return self.parent(container);
            }
            at = self.container_of(container);
        }
        None
    }

    /// The panels under the choices of a question, in order.
    pub(crate) fn choice_panels(&self, owner: ElementId) -> Vec<ElementId> {
        if !EVERY_TYPE || self.def(owner).choices.is_none() {
            return Vec::new();
        }
        self.children(owner).to_vec()
    }

    /// The choice above a panel is chosen.
    pub(crate) fn is_choice_panel_open(&self, owner: ElementId, panel: ElementId) -> bool {
        let choice = self.choice_above(panel);
        choice.is_some_and(|choice| self.is_item_chosen(owner, choice))
    }

    /// Lies under a choice that isn't chosen.
    pub(crate) fn is_under_closed_choice(&self, id: ElementId) -> bool {
        if !EVERY_TYPE {
            return false;
        }
        let mut at = Some(id);
        while let Some(element) = at {
            let parent = self.parent(element);
            if let Some(owner) = parent
                && self.choice_above(element).is_some()
                && !self.is_choice_panel_open(owner, element)
            {
                return true;
            }
            at = parent;
        }
        false
    }

    /// The questions of a panel, in ordinary panels, too; not those under choices in it.
    fn questions_of_panel(&self, panel: ElementId) -> Vec<ElementId> {
        let all = self.within(panel).into_iter();
        all.filter(|id| *id != panel && !self.def(*id).is_container())
            .filter(|id| self.is_in_panel(*id, panel))
            .collect()
    }

    fn is_in_panel(&self, id: ElementId, panel: ElementId) -> bool {
        let mut at = self.parent(id);
        while let Some(parent) = at.filter(|at| *at != panel) {
            if !self.def(parent).is_container() || self.choice_above(parent).is_some() {
                return false;
            }
            at = self.parent(parent);
        }
        at == Some(panel)
    }

    /// The panels under what is chosen, up to the first that isn't right.
    pub(crate) fn validate_choice_panels(
        &mut self,
        owner: ElementId,
        changed: bool,
        show: bool,
    ) -> bool {
        for panel in self.choice_panels(owner) {
            if self.is_choice_panel_open(owner, panel)
                && !self.validate_container_as(panel, changed, show)
            {
                return false;
            }
        }
        true
    }

    /// What lies under choices that aren't chosen goes.
    pub(crate) fn clear_choice_panels(&mut self, owner: ElementId, reason: ClearReason) {
        for panel in self.choice_panels(owner) {
            if self.is_choice_panel_open(owner, panel) {
                continue;
            }
            let questions = self.questions_of_panel(panel);
            for id in &questions {
                self.clear_question(*id);
            }
            for id in questions {
                self.clear_if_invisible(id, reason);
            }
        }
    }

    /// The question has been on the screen: its page has been the current one, and it lies under no
    /// choice that never was chosen since. Rows and panels count as drawn when they are made.
    fn was_drawn(&self, id: ElementId) -> bool {
        if let Some(owner) = self.choice_question(id) {
            return self.cell(id).is(Flag::Drawn)
                || (!self.is_under_closed_choice(id) && self.was_drawn(owner));
        }
        let page = self.page(id);
        !self.is_at_top(id)
            || self.settings().one_page
            || self.visited.contains(&page)
            || self.start_page() == Some(page)
    }

    /// Another choice is chosen: where hiding clears, what lies under the others goes, once the
    /// question has been on the screen.
    pub(crate) fn choice_changed(&mut self, owner: ElementId) {
        if !EVERY_TYPE || self.def(owner).choices.is_none() || self.stage.beginning {
            return;
        }
        if !self.was_drawn(owner) {
            return;
        }
        for panel in self.choice_panels(owner) {
            if self.is_choice_panel_open(owner, panel) {
                for id in self.questions_of_panel(panel) {
                    self.cell_mut(id).set(Flag::Drawn, true);
                }
            }
        }
        if self.clears_on_hide(owner) && self.wave.depth < crate::wave::MAX_DEPTH {
            self.wave.depth += 1;
            self.clear_choice_panels(owner, ClearReason::HiddenContainer);
            self.wave.depth -= 1;
        }
    }

    /// The question took over a value: so do those under what is chosen, from where its own answer
    /// is kept.
    pub(crate) fn choice_panels_take_over(&mut self, owner: ElementId) {
        for panel in self.choice_panels(owner) {
            if !self.is_choice_panel_open(owner, panel) {
                continue;
            }
            for id in self.questions_of_panel(panel) {
                let Some(name) = self.value_name(id) else {
                    continue;
                };
                let value = match self.items.item_of(owner) {
                    None => self.data_value(&name),
                    Some(item) => {
                        let kept = self.items.get(item).object.get(&name);
                        kept.cloned().unwrap_or_default()
                    }
                };
                self.take_over(id, value);
            }
        }
    }

    /// What the survey's data hold under a name.
    fn data_value(&self, name: &str) -> Value {
        let key = self.data.find_key(self.model(), name);
        key.map(|key| self.data.get(key).clone())
            .unwrap_or_default()
    }

    /// A question under a choice in a row or panel begins with what the survey's data hold, or with
    /// its default.
    pub(crate) fn begin_under_choice(&mut self, id: ElementId) {
        let Some(name) = self.value_name(id) else {
            return;
        };
        let value = self.data_value(&name);
        if !value.is_empty() {
            self.take_over(id, value);
        }
        self.set_default_if_empty(id);
    }

    /// All elements but those under choices, as SurveyJS's `getAllQuestions` gives them.
    pub(crate) fn elements_of_pages(&self) -> Vec<ElementId> {
        let all = self.elements();
        all.filter(|id| !self.is_under_choice(*id, None)).collect()
    }

    /// All elements in the order in which they are loaded: those under choices before the question
    /// that offers these.
    pub(crate) fn in_loading_order(&self) -> Vec<ElementId> {
        let mut ordered = Vec::with_capacity(self.model().elements.len());
        let mut waiting: Vec<(ElementId, ElementId)> = Vec::new();
        for id in self.elements() {
            while let Some((owner, _)) = waiting.pop_if(|(_, end)| *end <= id) {
                ordered.push(owner);
            }
            let def = self.def(id);
            if EVERY_TYPE && def.choices.is_some() && !def.children.is_empty() {
                waiting.push((id, def.end));
            } else {
                ordered.push(id);
            }
        }
        ordered.extend(waiting.into_iter().rev().map(|(owner, _)| owner));
        ordered
    }
}
