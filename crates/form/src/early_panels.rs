//! Panels inside a panel that are shown one at a time: setting `displayMode` asks for them before
//! their question knows the survey, so they count as made and come into being with the panel around
//! them, as soon as their question is told its value (`QuestionPanelDynamicModel.updatePanelView`).

use crate::items::ItemId;
use crate::model::ItemKind;
use crate::{ElementId, Form};

impl Form {
    /// A question in a new panel whose own panels don't wait for being drawn.
    pub(crate) fn is_built_early(&self, item: ItemId, id: ElementId) -> bool {
        self.item_kind(id) == Some(ItemKind::Panel)
            && self.item_template(item).kind == ItemKind::Panel
            && !self.is_list_of_panels(id)
            && !self.has_count_expression(id)
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

    fn keep_early(&mut self, owner: ElementId) {
        let mut items = self.items.list(owner).iter();
        if items.any(|item| !self.items.get(*item).object.is_empty()) {
            self.put_together(owner);
        }
    }
}
