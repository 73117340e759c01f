//! Rows and panels are told what they hold, and the questions in them take over their parts.
//!
//! Panels that are there are told a value one question after the other
//! (`QuestionPanelDynamicModel.panelUpdateValueFromSurvey`). Words for "other" are stored as soon as
//! they are found, and all conditions run then, when the questions behind them hold what they held
//! before.

use std::sync::Arc;

use crate::data::same;
use crate::element::EVERY_TYPE;
use crate::item_rules::is_strict;
use crate::items::ItemId;
use crate::model::{Effect, ItemKind, RuleId};
use crate::state::Flag;
use crate::storage::COMMENT;
use crate::{Change, ElementId, ElementKind, Form, Object, Value};

impl Form {
    /// An item holds an object from now on; the questions in it take over their parts.
    pub(crate) fn fill_item(&mut self, item: ItemId, object: Arc<Object>) {
        let model = self.shared_model();
        let template = model.template(self.items.get(item).template);
        let old = std::mem::replace(&mut self.items.get_mut(item).object, Arc::clone(&object));
        let mut names: Vec<&Arc<str>> = Vec::new();
        if !Arc::ptr_eq(&old, &object) {
            names.extend(old.keys().chain(object.keys()));
            names.sort_unstable();
            names.dedup();
        }
        let nothing = Value::Undefined;
        for name in names {
            let value = object.get(name).unwrap_or(&nothing);
            if same(old.get(name).unwrap_or(&nothing), value) {
                continue;
            }
            if let Some(id) = self.data.find_name(&model, name) {
                self.mark_readers_of(item, id);
            }
            let commented = name
                .strip_suffix(COMMENT)
                .and_then(|name| template.keys.find(name));
            for id in self.questions_of(item, commented) {
                self.changed(Change::Comment(id));
            }
        }
        for (key, def) in template.keys.iter() {
            let value = object.get(&def.text).unwrap_or(&nothing);
            for id in self.questions_of(item, Some(key)) {
                if !same(&self.cell(id).value, value) || self.recounts(id, value) {
                    self.take_over(id, value.clone());
                    if template.kind.is_row() {
                        self.mark_default_of(id);
                        self.rank_cell(id);
                    }
                } else {
                    if self.takes_other_nothing(id, value) {
                        self.cell_mut(id).value = self.own_form(id, value.clone());
                    }
                    self.tell_shared_lists_in(id);
                }
                self.hear_comment_in(item, id);
            }
        }
        self.count_as_bound_in(item, &object);
    }

    /// The panels of a question take over their parts of its value, and nothing follows from that.
    pub(crate) fn fill_panels(&mut self, owner: ElementId) {
        self.items.quiet += 1;
        for (at, item) in self.items.list(owner).to_vec().into_iter().enumerate() {
            let object = self.part_of_value(owner, ItemKind::Panel, at);
            self.fill_item(item, object);
        }
        self.items.quiet -= 1;
    }

    /// Taking over nothing changes how many rows or panels there are, though the answer is none
    /// already: a dynamic matrix that is given an empty list, or held a list once, has no rows then but
    /// those that must be there; a dynamic panel has as many panels as at the start.
    pub(crate) fn recounts(&self, id: ElementId, value: &Value) -> bool {
        let listed = value.as_array().is_some();
        match self.def(id).kind {
            _ if !EVERY_TYPE => false,
            ElementKind::MatrixDynamic => {
                let counts = listed || self.cell(id).is(Flag::HeldList) || self.begins_rows(id);
                value.is_empty() && counts
            }
            ElementKind::PanelDynamic => self.counts_other_panels(id, value),
            _ => false,
        }
    }

    /// The rows of a matrix hold answers of which its value knows nothing.
    pub(crate) fn rows_know_more(&self, id: ElementId) -> bool {
        if !EVERY_TYPE || !self.item_kind(id).is_some_and(ItemKind::is_row) {
            return false;
        }
        let rows = self.items.list(id).iter();
        let mut cells = rows.flat_map(|item| self.children(self.items.get(*item).frame));
        cells.any(|cell| !self.cell(*cell).value.is_empty())
    }

    /// A row or panel is told what it holds once it is there: a choice that isn't offered means "other"
    /// then.
    pub(crate) fn tell_others_in(&mut self, item: ItemId) {
        let mut told = false;
        for id in self.within(self.items.get(item).frame) {
            if self.items.item_of(id) != Some(item) || !self.offers_choices(id) {
                continue;
            }
            let Some(name) = self.value_name(id) else {
                continue;
            };
            let value = self.items.get(item).object.get(&name).cloned();
            let Some(value) = value else { continue };
            let Some((replaced, _)) = self.as_other(id, &value) else {
                continue;
            };
            let comment = [&*name, COMMENT].concat();
            let known = self.items.get(item).object.contains_key(&comment);
            self.take_over(id, value);
            if known {
                self.hear_comment_in(item, id);
            } else if self.item_template(item).kind == ItemKind::Panel {
                self.overlook_in(item, id, &comment);
            }
            if self.is_multiple(id) && !told {
                // It is put into the list that the panel holds, until a comment makes it another.
                let object = &mut self.items.get_mut(item).object;
                Arc::make_mut(object).insert(name, replaced);
            }
            told = true;
        }
    }

    /// The cells that know what "other" means though their row doesn't hold it.
    pub(crate) fn cells_told(&self, owner: ElementId) -> Vec<ElementId> {
        let Some(kind) = self.item_kind(owner).filter(|kind| kind.is_row()) else {
            return Vec::new();
        };
        let mut told = Vec::new();
        for (at, item) in self.items.list(owner).iter().enumerate() {
            let row = self.part_of_value(owner, kind, at);
            for id in self.within(self.items.get(*item).frame) {
                let Some(name) = self.value_name(id).filter(|_| self.shows_other(id)) else {
                    continue;
                };
                let value = row.get(&name).cloned().unwrap_or_default();
                let held = row.contains_key(&format!("{name}{COMMENT}"));
                if !held && self.as_other(id, &value).is_some() && !self.comment_of(id).is_empty() {
                    told.push(id);
                }
            }
        }
        told
    }

    /// Cells that are told what they know already forget it (`MatrixDropdownRowModelBase.value`).
    pub(crate) fn forget_told(&mut self, cells: &[ElementId]) {
        self.items.quiet += 1;
        for id in cells {
            self.set_question_comment(*id, "");
        }
        self.items.quiet -= 1;
    }

    /// The rows or panels of a question are told what they hold, since its value is told it again.
    pub(crate) fn tell_others_inside(&mut self, owner: ElementId) {
        if self.item_kind(owner).is_some_and(ItemKind::is_row) {
            self.tell_others_in_rows(owner);
        } else {
            self.tell_others_in_panels(owner);
        }
    }

    /// What panels that know the words of an "other" already were told is stored at once.
    pub(crate) fn store_told(&mut self, owner: ElementId) {
        if self.item_kind(owner) == Some(ItemKind::Panel)
            && !same(&self.value_of_items(owner), &self.cell(owner).value)
        {
            self.put_together(owner);
        }
    }

    /// The panels of a question are told what they hold, since its value is set.
    pub(crate) fn tell_others_in_panels(&mut self, owner: ElementId) {
        if self.item_kind(owner) == Some(ItemKind::Panel) {
            for item in self.items.list(owner).to_vec() {
                self.tell_others_in(item);
            }
        }
    }

    /// Rows have been told their values again; what that means to a cell only the cell knows until it
    /// changes.
    pub(crate) fn tell_others_in_rows(&mut self, owner: ElementId) {
        self.items.quiet += 1;
        for item in self.items.list(owner).to_vec() {
            self.tell_others_in(item);
        }
        self.items.quiet -= 1;
    }

    /// Whether something will be stored while the panels of a question are told their parts of its
    /// value: words for "other", or panels in a panel that are counted anew.
    pub(crate) fn stores_while_told(&self, owner: ElementId) -> bool {
        if !EVERY_TYPE || self.item_kind(owner) != Some(ItemKind::Panel) {
            return false;
        }
        let panels = self.items.list(owner).iter().enumerate();
        let mut parts = panels.map(|(at, item)| {
            let part = self.part_of_value(owner, ItemKind::Panel, at);
            (*item, part)
        });
        parts.any(|(item, part)| {
            self.questions_with_names(item).iter().any(|(id, name)| {
                self.words_to_store(*id, name, &part) || self.recounts_list(*id, part.get(name))
            })
        })
    }

    /// Panels take their parts over one after the other, and what is stored meanwhile goes further.
    pub(crate) fn tells_one_by_one(&self) -> bool {
        !self.stage.setting_data && !self.stage.completed && self.items.quiet == 1
    }

    fn words_to_store(&self, id: ElementId, name: &str, part: &Object) -> bool {
        let value = part.get(name).filter(|_| self.offers_choices(id));
        let words = value.and_then(|value| self.as_other(id, value));
        words.is_some_and(|(_, words)| {
            let key = [name, COMMENT].concat();
            let known = part.get(&key).unwrap_or(&Value::Undefined);
            words.is_truthy() && *known != words
        })
    }

    /// Panels that are told nothing become others in number, and are put into the emptied list
    /// (`QuestionPanelDynamicModel.setValueBasedOnPanelCount`).
    fn recounts_list(&self, id: ElementId, value: Option<&Value>) -> bool {
        self.item_kind(id) == Some(ItemKind::Panel)
            && value.is_none_or(Value::is_empty)
            && self.cell(id).is(Flag::HeldList)
            && self.counts_other_panels(id, &Value::Undefined)
    }

    /// Panels that are told nothing are put into the value nevertheless, where a matrix in them holds the
    /// rows that it must have (`QuestionPanelDynamicModel.onSurveyValueChanged`).
    pub(crate) fn keep_panels_told_nothing(&mut self, owner: ElementId) {
        let told = self.cell(owner);
        if !told.value.is_empty() || told.is(Flag::Setting) {
            return;
        }
        let items = self.items.list(owner).to_vec();
        let mut inside = items.iter().flat_map(|it| self.questions_with_names(*it));
        if inside.any(|(id, _)| self.def(id).has_items() && !self.is_question_empty(id)) {
            for item in items {
                self.take_unstored(item);
            }
            self.put_together(owner);
        }
    }

    /// Tells the panels of a question their parts of its value. Whether something was stored meanwhile:
    /// then all that follows has been evaluated, and nothing is before the next change.
    pub(crate) fn tell_panels(&mut self, owner: ElementId) -> bool {
        let given = self.cell(owner).value.clone();
        for (at, item) in self.items.list(owner).to_vec().into_iter().enumerate() {
            self.items.get_mut(item).object = self.part_of_value(owner, ItemKind::Panel, at);
        }
        for item in self.items.list(owner).to_vec() {
            self.tell_panel(owner, item);
        }
        self.cell(owner).value != given
    }

    fn tell_panel(&mut self, owner: ElementId, item: ItemId) {
        let values = Arc::clone(&self.items.get(item).object);
        let mut stored = false;
        for (id, name) in self.questions_with_names(item) {
            // What follows from something that is stored may drop the panel.
            if !self.items.list(owner).contains(&item) {
                return;
            }
            let value = values.get(&name).cloned().unwrap_or_default();
            if let Some((replaced, _)) = self.as_other(id, &value) {
                for item in self.items.list(owner).to_vec() {
                    self.mark_told_in(item);
                }
                if !stored && self.is_multiple(id) {
                    // It is put into the list that the panel holds, which is another one once something
                    // is stored.
                    let object = &mut self.items.get_mut(item).object;
                    Arc::make_mut(object).insert(Arc::clone(&name), replaced);
                }
            }
            let before = Arc::clone(&self.items.get(item).object);
            // An equal value is taken over as well: what the question holds beside it goes.
            self.take_over(id, value);
            stored |= !Arc::ptr_eq(&before, &self.items.get(item).object);
            let comment = [&*name, COMMENT].concat();
            if values.contains_key(&comment) {
                self.hear_comment_in(item, id);
            } else {
                self.overlook_in(item, id, &comment);
            }
            self.changed(Change::Comment(id));
        }
        self.count_as_bound_in(item, &values);
        self.make_rows_in(item);
    }

    /// Panels in a panel that is just told its value are told that they have none: there are as many as
    /// at the start. What they hold is stored where the list that held them is there to take it, and
    /// conditions run, whose results are lost when the panels are told what was stored. Where an
    /// expression counts them, it holds again (`QuestionPanelDynamicModel.reRunCondition`).
    pub(crate) fn recount_told_panels(&mut self, owner: ElementId, wanted: usize) {
        let listed = self.cell(owner).is(Flag::HeldList);
        self.items.quiet += 1;
        self.resize(owner, wanted);
        self.items.quiet -= 1;
        let items = self.items.list(owner).to_vec();
        self.items.settling.push(owner);
        if listed {
            let panels = items.iter().map(|item| self.answers_in(*item).into());
            let panels = Value::from(panels.collect::<Vec<_>>());
            self.cell_mut(owner).value = panels.clone();
            if let Some(around) = self.items.item_of(owner) {
                let outer = self.items.get(around).owner;
                for item in self.items.list(outer).to_vec() {
                    self.mark_told_in(item);
                }
            }
            self.items.assembling.push(owner);
            self.store_question(owner, panels);
            self.items.assembling.pop();
        }
        for item in &items {
            self.mark_everything_in(*item);
        }
        self.run_conditions_of(owner);
        self.run_items(owner);
        self.items.settling.pop();
        self.fill_panels(owner);
        self.count_again(owner);
    }

    /// The comment comes behind the value, from what the panel was given: none.
    fn overlook_in(&mut self, item: ItemId, id: ElementId, comment: &str) {
        if self.items.get(item).object.contains_key(comment) {
            self.forget_comment(id);
            self.cell_mut(id).set(Flag::Overlooked, true);
        }
    }

    /// A question in a panel that is told its value is told its comment, too.
    pub(crate) fn hear_comment_in(&mut self, item: ItemId, id: ElementId) {
        if EVERY_TYPE
            && self.cell(id).is(Flag::Overlooked)
            && self.item_template(item).kind == ItemKind::Panel
            && let Some(name) = self.value_name(id)
            && self
                .items
                .get(item)
                .object
                .contains_key(&[&*name, COMMENT].concat())
        {
            self.hear_comment(id);
        }
    }

    /// The questions of a panel that hold values, in their order, with the names of these.
    pub(crate) fn questions_with_names(&self, item: ItemId) -> Vec<(ElementId, Arc<str>)> {
        let inside = self.within(self.items.get(item).frame);
        let own = inside.into_iter().filter(|id| {
            self.items.item_of(*id) == Some(item) && self.def(*id).outer_key.is_none()
        });
        own.filter_map(|id| Some((id, self.value_name(id)?)))
            .collect()
    }

    /// As [`Form::mark_everything_in`] for a panel that is told another value, without the conditions and
    /// expression questions that read nothing of that (`Base.canSkipRunningExpression`): what these
    /// held is gone.
    pub(crate) fn mark_told_in(&mut self, item: ItemId) {
        let model = self.shared_model();
        let template = model.template(self.items.get(item).template);
        let rules = template.rules.iter().enumerate();
        let due = rules.filter(|(at, rule)| {
            let known = template.always.contains(&RuleId(*at as u32));
            known || !is_strict(rule.effect) || !self.reads_what_stays(item, rule)
        });
        let due: Vec<RuleId> = due.map(|(at, _)| RuleId(at as u32)).collect();
        self.items.get_mut(item).due.extend(due);
        let owner = self.items.get(item).owner;
        self.mark_owner(owner);
        for id in self.within(self.items.get(item).frame) {
            if self.items.item_of(id) == Some(item) {
                for inner in self.items.list(id).to_vec() {
                    self.mark_told_in(inner);
                }
            }
        }
    }

    /// Everything in a panel that is told another value along with new ones, and in its rows what hears
    /// of that.
    pub(crate) fn mark_told_beside_new(&mut self, item: ItemId) {
        let model = self.shared_model();
        let template = model.template(self.items.get(item).template);
        for (at, rule) in template.rules.iter().enumerate() {
            let at = RuleId(at as u32);
            // What these have computed is gone when the panel is told its value.
            let lost = rule.effect == Effect::Value
                && !template.always.contains(&at)
                && self.reads_what_stays(item, rule);
            let due = &mut self.items.get_mut(item).due;
            if lost {
                due.remove(&at);
            } else {
                due.insert(at);
            }
        }
        let owner = self.items.get(item).owner;
        self.mark_owner(owner);
        for id in self.within(self.items.get(item).frame) {
            if self.items.item_of(id) == Some(item) {
                for inner in self.items.list(id).to_vec() {
                    if self.item_template(inner).kind.is_row() {
                        self.mark_told_in(inner);
                    } else {
                        self.mark_told_beside_new(inner);
                    }
                }
            }
        }
    }
}
