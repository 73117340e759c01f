//! Which panel of a dynamic panel is shown where one is shown at a time.

use crate::element::EVERY_TYPE;
use crate::items::ItemId;
use crate::model::ItemKind;
use crate::{Change, ElementId, Form, Value};

impl Form {
    /// The panel that is shown where one is shown at a time: the first that became visible, until
    /// another one is chosen or it goes.
    pub(crate) fn current_panel(&self, owner: ElementId) -> Option<ItemId> {
        if self.shows_list(owner) {
            return None;
        }
        let known = self.items.current.get(&owner).copied();
        known.or_else(|| self.visible_items(owner).first().copied())
    }

    /// The panel with this number among the visible ones is the one that is shown
    /// (`QuestionPanelDynamicModel.currentIndex`).
    pub(crate) fn show_panel(&mut self, owner: ElementId, index: &Value) {
        let index = index.as_number().filter(|index| *index >= 0.0);
        if self.item_kind(owner) != Some(ItemKind::Panel) || self.shows_list(owner) {
            return;
        }
        let visible = self.visible_items(owner);
        let chosen = index.and_then(|index| visible.get(index as usize).or(visible.last()));
        if let Some(chosen) = chosen {
            self.items.current.insert(owner, *chosen);
            self.changed(Change::Text(owner));
        }
    }

    /// A page was checked as it is left: the first panel with an error is the one that is shown
    /// (`QuestionPanelDynamicModel.validateInPanels`).
    pub(crate) fn show_wrong_panels(&mut self, page: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        for owner in self.within(page) {
            if self.item_kind(owner) != Some(ItemKind::Panel) || self.is_list_of_panels(owner) {
                continue;
            }
            let mut visible = self.visible_items(owner).into_iter();
            let wrong =
                visible.find(|item| self.first_wrong(self.items.get(*item).frame).is_some());
            if let Some(wrong) = wrong {
                self.items.current.insert(owner, wrong);
            }
        }
    }

    /// A panel appeared: it is the one that is shown if there was none.
    pub(crate) fn panel_appeared(&mut self, owner: ElementId, item: ItemId) {
        let shown = self.item_kind(owner) == Some(ItemKind::Panel) && !self.shows_list(owner);
        if shown && !self.items.current.contains_key(&owner) && self.is_item_visible(item) {
            self.items.current.insert(owner, item);
        }
    }

    /// A panel is gone or hidden that was at a place among all: if it was the one that is shown, the
    /// visible one behind it is next, or else the last.
    pub(crate) fn panel_went(&mut self, owner: ElementId, item: ItemId, place: usize) {
        if self.items.current.get(&owner) != Some(&item) {
            return;
        }
        let visible = self.visible_items(owner).into_iter();
        let visible: Vec<ItemId> = visible.filter(|other| *other != item).collect();
        let next = visible
            .iter()
            .find(|other| self.items.place(**other) >= place)
            .or(visible.last());
        match next {
            Some(next) => {
                self.items.current.insert(owner, *next);
                if self.items.loading {
                    self.draw_inside(*next);
                }
            }
            None => {
                self.items.current.remove(&owner);
            }
        }
    }

    /// All its rows or panels are shown at the same time, or step by step.
    pub(crate) fn shows_list(&self, owner: ElementId) -> bool {
        self.is_list_of_panels(owner) || self.is_within_step(owner)
    }

    /// Its `displayMode`, or `renderMode` as it was called, is not one that shows a panel at a time.
    pub(crate) fn is_list_of_panels(&self, owner: ElementId) -> bool {
        let one_at_a_time = |name| {
            let mode = self.element_property(owner, name);
            let mode = mode.as_str().unwrap_or_default();
            matches!(mode, "tab" | "carousel") || mode.starts_with("progress")
        };
        !one_at_a_time("displayMode") && !one_at_a_time("renderMode")
    }
}
