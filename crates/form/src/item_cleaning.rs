//! Taking away what rows and panels can't hold, or hold though they are hidden (reference 3.3, 4).

use std::sync::Arc;

use crate::items::ItemId;
use crate::model::ItemKind;
use crate::storage::COMMENT;
use crate::values::is_blank;
use crate::{ElementId, Form, Object, Value};

impl Form {
    /// Questions in panels that are told what these hold, which are no blanks, give up theirs.
    pub(crate) fn forget_blanks_in(&mut self, owner: ElementId) {
        if self.item_kind(owner) != Some(ItemKind::Panel) {
            return;
        }
        let model = self.shared_model();
        for item in self.items.list(owner).to_vec() {
            let template = model.template(self.items.get(item).template);
            for (key, def) in template.keys.iter() {
                for id in self.questions_of(item, Some(key)) {
                    let value = &self.cell(id).value;
                    let blank = is_blank(value) && !value.is_empty();
                    if !blank || self.items.get(item).object.contains_key(&def.text) {
                        continue;
                    }
                    self.take_over(id, Value::Undefined);
                    if let Some(name) = self.data.find_name(&model, &def.text) {
                        self.mark_readers_of(item, name);
                    }
                }
            }
        }
    }

    /// Rows that are hidden lose their answers.
    pub(crate) fn clear_hidden_rows(&mut self, owner: ElementId) {
        let rows = self.item_kind(owner).is_some_and(ItemKind::is_row);
        if !rows || self.shares_value(owner) || self.is_question_empty(owner) {
            return;
        }
        let visible = self.visible_items(owner);
        if visible.len() < self.items.list(owner).len() {
            let value = self.visible_rows_value(owner);
            if self.items.row_changing.contains(&owner) {
                // A cell is just being set: the cells of the hidden rows don't hear of it.
                self.keep_together(owner, value);
                self.items.row_changing.push(owner);
            } else {
                self.set_question_value(owner, value);
            }
        }
    }

    /// Of given rows that are not there, or hidden, the answers go.
    pub(crate) fn keep_shown_rows(&mut self, owner: ElementId) {
        let given = self.item_kind(owner) == Some(ItemKind::Row);
        let Some(rows) = self.cell(owner).value.as_object().filter(|_| given) else {
            return;
        };
        let shown = self.visible_items(owner).into_iter();
        let names: Vec<String> = shown
            .map(|item| self.items.get(item).name.to_text().into_owned())
            .collect();
        let kept: Object = rows
            .iter()
            .filter(|(name, _)| names.iter().any(|known| **known == ***name))
            .map(|(name, value)| (Arc::clone(name), value.clone()))
            .collect();
        self.set_question_value(owner, kept.into());
    }

    /// `clearIncorrectValues` of a question with items: rows that are not there or hidden, keys that
    /// no question inside has, and what questions inside can't hold.
    pub(crate) fn drop_incorrect_inside(&mut self, owner: ElementId) {
        let Some(kind) = self.item_kind(owner) else {
            return;
        };
        if kind == ItemKind::Inputs || kind.is_component() {
            return;
        }
        self.keep_shown_rows(owner);
        for item in self.items.list(owner).to_vec() {
            let at = self.items.place(item);
            for id in self.asked_by_cleaning(owner, kind, item, at) {
                self.drop_unknown(id, true);
                self.drop_incorrect_inside(id);
            }
            let template = self.item_template(item);
            // A row doesn't know the questions of its details before these are there.
            let inside = |name: &str| {
                let key = template.keys.find(name);
                key.is_some() && {
                    let mut questions = self.questions_of(item, key).into_iter();
                    questions.any(|id| !self.is_closed_detail(id))
                }
            };
            // A comment or total is known by the question's name, whatever its value's name is.
            let named = |name: &str| {
                let question = self.question_in(item, name);
                question.is_some_and(|id| !self.is_closed_detail(id))
            };
            let known = |name: &str| {
                let suffixes = [COMMENT, crate::totals::TOTAL];
                let bare = suffixes.iter().find_map(|end| name.strip_suffix(end));
                inside(name)
                    || self.shared_question(owner, name, at).is_some()
                    || bare.is_some_and(named)
            };
            let names = self.items.get(item).object.keys();
            let unknown: Vec<Arc<str>> = names.filter(|name| !known(name)).cloned().collect();
            if kind == ItemKind::Panel && !unknown.is_empty() {
                // A panel is given its value anew: nothing in it hears of what went.
                let object = Arc::make_mut(&mut self.items.get_mut(item).object);
                for name in &unknown {
                    object.remove(name);
                }
                self.put_together(owner);
                self.validate_after_change(owner);
                continue;
            }
            for name in unknown {
                self.store_in_item(item, &name, Value::Undefined);
            }
        }
    }

    /// The questions of an item that may hold what they can't: in a panel all of them, in a row those
    /// of which the row held something before, in the order of that
    /// (`MatrixDropdownRowModelBase.clearIncorrectValues`).
    fn asked_by_cleaning(
        &self,
        owner: ElementId,
        kind: ItemKind,
        item: ItemId,
        at: usize,
    ) -> Vec<ElementId> {
        let mut inside = self.within(self.items.get(item).frame);
        inside.retain(|id| self.items.item_of(*id) == Some(item));
        if !kind.is_row() {
            return inside;
        }
        let row = self.stored_row(owner, kind, at);
        let names = row.iter().filter_map(Value::as_object);
        let named = |name: &Arc<str>| {
            let mut found = inside.iter();
            found.find(|id| self.def(**id).name == *name).copied()
        };
        names.flat_map(Object::keys).filter_map(named).collect()
    }
}
