//! Lists that several questions hold together. An expression question that shows the list of another
//! one holds that very list, and SurveyJS changes lists in place (`Base.setPropertyValue`): what one of
//! them is told the others hold, too, without being told, and what is stored for them stays.

use std::sync::Arc;

use crate::data::same;
use crate::element::EVERY_TYPE;
use crate::model::ItemKind;
use crate::state::Flag;
use crate::tables::{ById, TypesById};
use crate::{Change, ElementId, ElementKind, Form, Value};

/// How many expression questions may show one another.
const MAX_CHAIN: usize = 8;

/// Which questions hold the lists of others.
#[derive(Debug, Default)]
pub(crate) struct SharedLists {
    /// For an expression question, the question whose list it holds.
    owners: TypesById<ElementId, ElementId>,
    /// The other way round.
    holders: ById<ElementId, Vec<ElementId>>,
    /// Questions in panels inside others that hold what their panel doesn't know of.
    unknown: Vec<ElementId>,
    /// What questions show as chosen though their list is another one since.
    shown: TypesById<ElementId, Value>,
}

impl SharedLists {
    fn join(&mut self, id: ElementId, owner: ElementId) {
        self.owners.insert(id, owner);
        self.holders.value_or_default(owner).push(id);
    }

    /// The question holds a value of its own; those that hold its list keep what they have.
    pub(crate) fn leave(&mut self, id: ElementId) {
        self.unknown.retain(|unknown| *unknown != id);
        self.shown.remove(&id);
        if let Some(owner) = self.owners.remove(&id)
            && let Some(holders) = self.holders.get_mut(&owner)
        {
            holders.retain(|holder| *holder != id);
            if holders.is_empty() {
                self.holders.remove(&owner);
            }
        }
        for holder in self.holders.remove(&id).unwrap_or_default() {
            self.owners.remove(&holder);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.holders.is_empty()
    }

    /// What a question shows as chosen where its list has been changed without telling it
    /// (`QuestionSelectBase.renderedValue`).
    pub(crate) fn shown_by(&self, id: ElementId) -> Option<&Value> {
        self.shown.get(&id)
    }

    /// A question is told another value, which it shows.
    pub(crate) fn shows_value(&mut self, id: ElementId) {
        self.shown.remove(&id);
    }
}

impl Form {
    /// A question is about to hold a value: where that is put into a list that others hold, they hold
    /// it as well.
    pub(crate) fn change_shared_list(&mut self, id: ElementId, value: &Value) {
        if !EVERY_TYPE || self.shared_lists.is_empty() {
            return;
        }
        let shown = self.shared_lists.owners.get(&id).copied();
        let owner = shown.unwrap_or(id);
        if !self.shared_lists.holders.contains_key(&owner) {
            return;
        }
        let list = match value {
            Value::Array(_) => value.clone(),
            value if value.is_empty() => Vec::new().into(),
            _ => return self.shared_lists.leave(id),
        };
        match (shown.is_some(), self.holds_list(id)) {
            // It begins to hold the list.
            (true, false) => return,
            // What has just come into being has no lists yet, and its value is replaced.
            (true, true) if self.is_fresh(id) => {
                if value.is_empty() {
                    self.cell_mut(id).set(Flag::HeldList, false);
                }
                return self.shared_lists.leave(id);
            }
            (false, false) => return self.shared_lists.leave(id),
            _ if same(&self.cell(id).value, value) => return,
            _ => {}
        }
        let holders = self.shared_lists.holders.get(&owner).cloned();
        for other in holders.unwrap_or_default().into_iter().chain([owner]) {
            if other != id && !same(&self.cell(other).value, &list) {
                if self.shows_other(other) && self.shared_lists.shown_by(other).is_none() {
                    let shown = self.rendered(other);
                    self.shared_lists.shown.insert(other, shown);
                }
                let state = self.cell_mut(other);
                state.value = list.clone();
                state.set(Flag::HeldList, true);
                self.changed(Change::Value(other));
                if other != owner && !self.is_at_top(other) {
                    self.shared_lists.unknown.push(other);
                }
            }
        }
    }

    /// The value of a question is told to what is in its panels: a question that has panels and no
    /// value takes over what is in these (`QuestionPanelDynamicModel.setValueBasedOnPanelCount`).
    pub(crate) fn take_up_shared_lists(&mut self) {
        if !EVERY_TYPE || self.shared_lists.unknown.is_empty() {
            return;
        }
        for id in std::mem::take(&mut self.shared_lists.unknown) {
            let Some(item) = self.items.item_of(id) else {
                continue;
            };
            let owner = self.items.get(item).owner;
            let list = self.cell(id).value.clone();
            if self.item_kind(owner) == Some(ItemKind::Panel)
                && !self.is_at_top(owner)
                && self.cell(owner).value.is_empty()
                && !list.is_empty()
            {
                self.store_question(id, list);
            }
        }
    }

    /// An expression question gets a result: whether that is the list which it holds already, and only
    /// to be stored. A list that it shows is from now on the one that it holds, unless it has one.
    pub(crate) fn shows_its_list(&mut self, id: ElementId, result: &Value) -> bool {
        if !EVERY_TYPE || (result.as_array().is_none() && !result.is_empty()) {
            return false;
        }
        let held = self.shared_lists.owners.get(&id).copied();
        let begins = held.is_none() && !result.is_empty() && !self.holds_list(id);
        if held.is_none() && !begins {
            return false;
        }
        let Some(shown) = self.question_shown_by(id) else {
            return false;
        };
        let owner = self.list_owner(shown);
        if begins
            && owner != id
            && same(&self.cell(shown).value, result)
            && self.element_property(shown, "valuePropertyName").is_empty()
            && !self.begins_with_copy(id, shown)
        {
            self.shared_lists.join(id, owner);
        }
        held == Some(owner) && same(&self.cell(id).value, result)
    }

    /// Panels come with the data: expressions in those that were there are computed before they are told
    /// the data, and hold what they show where they held nothing.
    pub(crate) fn show_lists_in(&mut self, owner: ElementId, count: usize) {
        for item in self
            .items
            .list(owner)
            .iter()
            .take(count)
            .copied()
            .collect::<Vec<_>>()
        {
            for id in self.within(self.items.get(item).frame) {
                if self.def(id).kind != ElementKind::Expression
                    || self.is_read_only(id)
                    || self.holds_list(id)
                {
                    continue;
                }
                let Some(shown) = self.question_shown_by(id) else {
                    continue;
                };
                let list = self.expression_value(shown, false);
                if list.as_array().is_some_and(|list| !list.is_empty()) {
                    self.shows_its_list(id, &list);
                    if self.shared_lists.owners.contains_key(&id) {
                        self.cell_mut(id).value = list;
                        self.cell_mut(id).set(Flag::HeldList, true);
                    }
                }
            }
        }
    }

    /// The panels of a question are told what they hold, although that is the same: what holds a list
    /// that another question has changed is told it as well.
    pub(crate) fn tell_shared_lists_in(&mut self, owner: ElementId) {
        if self.shared_lists.is_empty() || self.item_kind(owner) != Some(ItemKind::Panel) {
            return;
        }
        for item in self.items.list(owner).to_vec() {
            for id in self.within(self.items.get(item).frame) {
                if !self.shared_lists.owners.contains_key(&id) {
                    continue;
                }
                let Some(item) = self.items.item_of(id) else {
                    continue;
                };
                let name = self.value_name(id).unwrap_or_default();
                let value = self.items.get(item).object.get(&name).cloned();
                let value = value.unwrap_or_default();
                if !same(&self.cell(id).value, &value) {
                    self.take_over(id, value);
                }
            }
        }
    }

    /// What an expression question holds is stored, as other questions may have changed it. A row takes
    /// what all of its cells hold.
    pub(crate) fn store_again(&mut self, id: ElementId) {
        let value = self.held_value(id);
        self.store_question(id, value);
        let Some(item) = self.items.item_of(id).filter(|_| self.items.quiet == 0) else {
            return;
        };
        let owner = self.items.get(item).owner;
        if self.item_kind(owner).is_some_and(ItemKind::is_row) {
            let before = Arc::clone(&self.items.get(item).object);
            self.take_cells(item);
            if before != self.items.get(item).object {
                let value = self.value_with_row(owner, item, false);
                self.keep_together(owner, value);
            }
        }
    }

    /// The question whose list another one holds. What takes over a copy holds the list till then.
    fn list_owner(&self, id: ElementId) -> ElementId {
        let mut owner = id;
        for _ in 0..MAX_CHAIN {
            if let Some(owner) = self.shared_lists.owners.get(&owner) {
                return *owner;
            }
            match self.question_shown_by(owner) {
                Some(shown) if self.is_fresh(owner) && self.begins_with_copy(owner, shown) => {
                    owner = shown;
                }
                _ => break,
            }
        }
        owner
    }

    /// Has a list, be it an empty one.
    fn holds_list(&self, id: ElementId) -> bool {
        let state = self.cell(id);
        state.value.as_array().is_some()
            || (state.value.is_empty() && state.is(Flag::HeldList))
            || self.def(id).is_list()
    }

    /// Lies in a panel whose conditions haven't run yet. The cells of a row are drawn at once, which
    /// gives them lists.
    fn is_fresh(&self, id: ElementId) -> bool {
        self.items.item_of(id).is_some_and(|item| {
            self.items.get(item).fresh && self.item_template(item).kind == ItemKind::Panel
        })
    }

    /// A new panel is told what it holds, and its questions take over copies, unless it came with a
    /// value: then they are asked for errors first, which gives them lists of their own. So are those
    /// in a panel inside another that is drawn at once. At the top a question is told the data before
    /// those behind it have their defaults.
    fn begins_with_copy(&self, id: ElementId, shown: ElementId) -> bool {
        let Some(item) = self.items.item_of(id) else {
            return self.stage.beginning && id < shown;
        };
        let item = self.items.get(item);
        if self.def(item.owner).kind != ElementKind::PanelDynamic || !item.fresh {
            return false;
        }
        let around = self.is_fresh(item.owner);
        if self.is_at_top(item.owner) || (item.given && !around) {
            !item.given
        } else {
            self.is_list_of_panels(item.owner)
        }
    }
}
