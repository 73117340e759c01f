//! What is in a panel as soon as the panel is there or shown.
//!
//! Panels inside a panel that are shown one at a time: setting `displayMode` asks for them before
//! their question knows the survey, so they count as made and come into being with the panel around
//! them, as soon as their question is told its value (`QuestionPanelDynamicModel.updatePanelView`).

use crate::items::ItemId;
use crate::model::{Effect, ItemKind};
use crate::{ElementId, Form, Value};

impl Form {
    /// A question in a new panel whose own panels don't wait for being drawn.
    pub(crate) fn is_built_early(&self, item: ItemId, id: ElementId) -> bool {
        self.item_kind(id) == Some(ItemKind::Panel)
            && self.item_template(item).kind == ItemKind::Panel
            && !self.is_list_of_panels(id)
            && (!self.has_count_expression(id) || self.first_count(id, ItemKind::Panel) > 0)
    }

    /// The panels of a question in a panel that just comes into being: that is told its value after them,
    /// so that empty ones aren't stored.
    pub(crate) fn begins_early(&self, owner: ElementId) -> bool {
        let around = self.items.item_of(owner);
        let newborn = around.filter(|item| self.items.newborn.contains(item));
        let mut items = self.items.list(owner).iter();
        newborn.is_some_and(|item| self.is_built_early(item, owner))
            && items.all(|item| self.items.get(*item).object.is_empty())
    }

    /// An expression has given fewer panels in a panel than the value has, which takes that in.
    pub(crate) fn counts_fewer(&self, owner: ElementId, count: usize) -> bool {
        let given = self.cell(owner).value.as_array().map_or(0, <[Value]>::len);
        given > count
            && !self.is_at_top(owner)
            && self.item_kind(owner) == Some(ItemKind::Panel)
            && self.has_count_expression(owner)
    }

    /// Makes the panels; what begins in them is lost when the panels are told their parts of the value
    /// right away, but for the rows of dynamic matrices.
    pub(crate) fn make_early(&mut self, owner: ElementId) {
        if self.items.is_made(owner) {
            return;
        }
        self.items.begin_list(owner);
        self.items.quiet += 1;
        for at in 0..self.first_count(owner, ItemKind::Panel) {
            let object = self.part_of_value(owner, ItemKind::Panel, at);
            self.make_item(owner, at, object);
        }
        for (at, item) in self.items.list(owner).to_vec().into_iter().enumerate() {
            let object = self.part_of_value(owner, ItemKind::Panel, at);
            self.fill_item(item, object);
            self.make_rows_in(item);
        }
        self.items.quiet -= 1;
        self.keep_early(owner);
    }

    /// Once the question has its default, all conditions in its panels are evaluated; then the panels
    /// are put into the survey again, where defaults count again.
    pub(crate) fn begin_early(&mut self, owner: ElementId) {
        for again in [false, true] {
            for item in self.items.list(owner).to_vec() {
                for id in self.within(self.items.get(item).frame) {
                    if self.items.item_of(id) == Some(item) {
                        if again && self.def(id).keeps_value() {
                            self.set_default_if_empty(id);
                        }
                        self.run_first_rules(id);
                    }
                }
            }
            self.keep_early(owner);
        }
    }

    /// A panel that is shown at once makes the panels of questions in it.
    pub(crate) fn draw_panel(&mut self, owner: ElementId, item: ItemId) {
        let kind = self.item_template(item).kind;
        let shown = self.shows_list(owner) || self.items.list(owner).len() == 1;
        if kind == ItemKind::Panel && shown {
            self.draw_inside(item);
        }
    }

    /// Makes the panels of questions in a panel that is shown now.
    pub(crate) fn draw_inside(&mut self, item: ItemId) {
        for id in self.within(self.items.get(item).frame) {
            let counted = self.has_count_expression(id) && !self.is_list_of_panels(id);
            if self.item_kind(id) == Some(ItemKind::Panel)
                && self.items.item_of(id) == Some(item)
                && !counted
            {
                self.items.unmade.retain(|waiting| *waiting != id);
                self.items_needed(id);
            }
        }
    }

    /// Dynamic matrices in a panel make their rows when the panel takes over its part of a value.
    pub(crate) fn make_rows_in(&mut self, item: ItemId) {
        if self.item_template(item).kind != ItemKind::Panel {
            return;
        }
        for id in self.within(self.items.get(item).frame) {
            if self.item_kind(id) == Some(ItemKind::DynamicRow)
                && self.items.item_of(id) == Some(item)
            {
                self.items.counted_by_data.remove(&id);
                self.items.unmade.retain(|waiting| *waiting != id);
                self.items_needed(id);
            }
        }
    }

    /// Where another number of panels comes with a value, all conditions in them read it before they are
    /// told it: what these hide, or their question cleans as its own conditions are evaluated, comes back
    /// (`QuestionPanelDynamicModel.setQuestionValue`).
    pub(crate) fn decide_told_panels(&mut self, owner: ElementId) {
        let mut before = Vec::new();
        for (at, item) in self.items.list(owner).to_vec().into_iter().enumerate() {
            let object = self.part_of_value(owner, ItemKind::Panel, at);
            let held = std::mem::replace(&mut self.items.get_mut(item).object, object);
            before.push((item, held));
        }
        for (item, _) in &before {
            let frame = self.items.get(*item).frame;
            for id in self.within(frame) {
                if self.items.item_of(id) != Some(*item) {
                    continue;
                }
                for rule in self.def(id).rules.clone() {
                    let rule = self.rule_of(id, rule);
                    if matches!(
                        rule.effect,
                        Effect::Visible
                            | Effect::Enable
                            | Effect::Require
                            | Effect::ItemVisible(_)
                            | Effect::ItemEnable(_)
                            | Effect::Choices
                    ) {
                        self.apply_rule(rule, id);
                    }
                }
            }
        }
        self.decide_with_items(owner);
        // Clearing the question itself may have made others of them.
        for (item, held) in before {
            if self.items.list(owner).contains(&item) {
                self.items.get_mut(item).object = held;
            }
        }
    }

    /// Panels that have been made for a question in the survey are put into the survey again, where
    /// defaults count again, and each question's own conditions
    /// (`QuestionPanelDynamicModel.setPanelsSurveyImpl`).
    pub(crate) fn put_panels_into_survey(&mut self, owner: ElementId) {
        for item in self.items.list(owner).to_vec() {
            for id in self.within(self.items.get(item).frame) {
                if self.items.item_of(id) == Some(item) {
                    if self.def(id).keeps_value() {
                        self.set_default_if_empty(id);
                    }
                    self.run_first_rules(id);
                }
            }
        }
    }

    fn keep_early(&mut self, owner: ElementId) {
        let mut items = self.items.list(owner).iter();
        if items.any(|item| !self.items.get(*item).object.is_empty()) {
            self.put_together(owner);
        }
    }
}
