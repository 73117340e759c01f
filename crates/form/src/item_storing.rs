//! What is answered in rows and panels is stored: in its item, and together with the others in the
//! value of the question (reference 4.4, 4.5).

use std::sync::Arc;

use casement_expression::Equality;

use crate::data::same;
use crate::element::EVERY_TYPE;
use crate::item_making::MAX_ITEMS;
use crate::items::ItemId;
use crate::model::ItemKind;
use crate::settings::CheckMode;
use crate::state::Flag;
use crate::storage::COMMENT;
use crate::unbound::unbound;
use crate::values::is_blank;
use crate::{Change, ElementId, Form, Object, Value};

impl Form {
    /// Keeps a value in an item, with all that follows there and outside.
    pub(crate) fn store_in_item(&mut self, item: ItemId, name: &Arc<str>, value: Value) {
        if let Some(bound) = self.wave.bound_met() {
            return self.meet(bound, Some(self.items.get(item).owner));
        }
        let model = self.shared_model();
        let template = self.items.get(item).template;
        let blank = is_blank(&value) && !value.is_empty();
        let value = self.kept_by_row(item, name, value);
        let object = &self.items.get(item).object;
        let before = object.get(name).unwrap_or(&Value::Undefined);
        // The same number written otherwise is no news in a panel, nor is nothing
        // (`PanelDynamicItem.setValue`).
        let panel = model.template(template).kind == ItemKind::Panel;
        // The empty object of a component or of inputs is another value than none.
        let component = |id: &ElementId| {
            self.is_component(*id) || self.def(*id).kind == crate::ElementKind::MultipleText
        };
        let key = model.template(template).keys.find(name);
        let nothing = panel
            && before.is_empty()
            && before.as_object().is_none()
            && value.is_empty()
            && !(value.as_object().is_some() && self.questions_of(item, key).iter().any(component));
        // Cells of rows that were given back may hold what their row doesn't, and forget it: that is news.
        let behind = self.items.get(item).behind && self.items.quiet == 0;
        let given = self
            .cell(self.items.get(item).owner)
            .value
            .as_array()
            .is_some();
        let known = same(before, &value) && !(behind && given);
        if known || nothing || (panel && before.equals(&value, Equality::STRICT)) {
            if blank {
                self.drop_empty_rows(item);
            }
            if self.items.quiet == 0 && model.template(template).kind.is_row() {
                self.revalidate_same(item, key);
            }
            return;
        }
        let questions = self.questions_of(item, key);
        // Blanks are no news in a panel that holds nothing of that name.
        let unheard = panel && before.is_empty() && is_blank(&value);
        let mut lists = questions.iter().copied();
        let list = lists.find(|id| self.is_multiple(*id) && self.cell(*id).is(Flag::Setting));
        if self.settings().check == CheckMode::ValueChanging
            && self.items.quiet == 0
            && !self.accepts_inside(item, &questions)
        {
            return;
        }
        // A list that is checked is stored as it is then (`Base.setArray`).
        let value = list.map_or(value, |list| self.cell(list).value.clone());
        self.wave.stores += 1;
        if self.items.with_details && questions.iter().any(|id| self.is_closed_detail(*id)) {
            // Whoever answers in a detail panel sees it.
            self.open_details(item);
        }
        let object = Arc::make_mut(&mut self.items.get_mut(item).object);
        // Blanks alone are nothing to a panel, though the question holds them.
        if value.is_empty() || (panel && is_blank(&value)) {
            object.remove(name);
        } else {
            object.insert(Arc::clone(name), value.clone());
        }
        for id in &questions {
            if !same(&self.cell(*id).value, &value) {
                self.take_over(*id, value.clone());
            }
        }
        let gone = value.is_nullish();
        let mut commented = Vec::new();
        if let Some(name) = name.strip_suffix(COMMENT) {
            let key = model.template(template).keys.find(name);
            commented = self.questions_of(item, key);
            for id in &commented {
                self.changed(Change::Comment(*id));
            }
        }
        if model.template(template).kind.is_row() && self.items.quiet == 0 {
            self.take_cells(item);
        } else {
            self.order_row(item);
        }
        let id = self.data.name(&model, name);
        if unheard {
            self.note_readers_of(item, id);
        } else {
            self.mark_readers_of(item, id);
        }
        let owner = self.items.get(item).owner;
        let component = model.template(template).kind.is_component();
        if component {
            if self.items.filling.contains(&owner) {
                return;
            }
            if !self.items.untold.contains(&owner) {
                if self.takes_another(owner, &questions, name, &value) {
                    return;
                }
                self.answer_inside_changed(owner, name, &value);
            }
        }
        self.mark_own_results(item, &questions);
        if self.items.quiet > 0 {
            self.wave.depth += 1;
            if component {
                self.put_together(owner);
            } else if self.items.settled_rows == Some(owner) {
                self.run_item_triggers(item, id, gone);
            } else if self.items.get(item).fresh {
                self.run_triggers_of_newborn(item, id, &questions);
                self.run_triggers_further_in(item, name);
            }
            self.wave.depth -= 1;
            return;
        }
        self.wave.depth += 1;
        self.items.refused = false;
        let changing = self.items.changing.len();
        self.items.changing.extend(&questions);
        if panel {
            self.items.changing.extend(commented);
        }
        if model.template(template).kind.is_row() {
            let value = self.value_with_row(owner, item, key.is_some());
            // What the rows begin with where the value has none is no news
            // (`QuestionMatrixDropdownModelBase.updateItemValue`).
            let known = match model.template(template).kind {
                ItemKind::DynamicRow => {
                    let count = self.items.list(owner).len();
                    self.rows_filled_up(owner, count).into()
                }
                _ => self.cell(owner).value.clone(),
            };
            if !(same(&known, &value) || known.is_empty() && value.is_empty()) {
                self.keep_together(owner, value);
            }
        } else {
            self.put_together(owner);
            // Every question in the panels hears of it, and tells who takes its items
            // (`QuestionPanelDynamicModel.panelSurveyValueChanged`).
            self.tell_carriers(owner);
        }
        if component {
            self.insist(owner, &questions, &value);
        }
        self.items.changing.truncate(changing);
        // What the survey refuses, since something in the table has an error, no condition follows.
        if !self.items.refused {
            self.run_due();
        }
        self.forgive_duplicates(owner, name);
        self.run_bindings_in(item, name);
        self.run_item_triggers(item, id, gone);
        self.run_triggers_further_in(item, name);
        for id in &questions {
            if self.def(*id).kind.is_listed() {
                self.source_changed(*id);
            }
        }
        self.revalidate_row(item);
        self.find_duplicates_on_change(owner, name);
        self.ask_again(&[]);
        self.wave.depth -= 1;
        self.make_waiting();
    }

    /// Blanks came into a cell that had nothing: its row is put together anew, without what else is
    /// empty in it, and where no row has anything, the rows are no value any more.
    fn drop_empty_rows(&mut self, item: ItemId) {
        let owner = self.items.get(item).owner;
        let row = self.item_template(item).kind == ItemKind::DynamicRow;
        if row && self.items.quiet == 0 && !self.cell(owner).value.is_nullish() {
            self.take_cells(item);
            let rows = self.value_with_row(owner, item, true);
            let count = |value: &Value| value.as_array().map_or(0, <[Value]>::len);
            let held = &self.cell(owner).value;
            // An empty row doesn't make the value longer.
            if !same(held, &rows) && count(&rows) <= count(held) {
                self.keep_together(owner, rows);
            }
        }
    }

    /// Blanks are nothing to a row, and its cell forgets them
    /// (`MatrixDropdownRowModelBase.onCellValueChanging`).
    fn kept_by_row(&mut self, item: ItemId, name: &str, value: Value) -> Value {
        let template = self.item_template(item);
        // An empty text is the same as nothing, and stays in the cell.
        let blank = is_blank(&value) && !value.is_empty();
        if !template.kind.is_row() || self.items.quiet > 0 || !blank {
            return value;
        }
        for id in self.questions_of(item, template.keys.find(name)) {
            self.take_over(id, Value::Undefined);
        }
        Value::Undefined
    }

    /// A row's object has what is no cell first, then the cells in the order of the columns: a change
    /// takes the cells out of the row and puts them in again
    /// (`QuestionMatrixDropdownModelBase.getNewValueOnRowChanged`).
    pub(crate) fn order_row(&mut self, item: ItemId) {
        let template = self.item_template(item);
        if !template.kind.is_row() {
            return;
        }
        let details = self.details_begin(self.items.get(item).owner).is_some();
        let old = &self.items.get(item).object;
        // A cell's comment stands behind its value when it comes, and is no cell from then on.
        let stored = self.stored_row(
            self.items.get(item).owner,
            template.kind,
            self.items.place(item),
        );
        let stored = stored.as_ref().and_then(Value::as_object);
        let place = |name: &Arc<str>| {
            let (cell, comment) = match name.strip_suffix(COMMENT) {
                Some(_) if stored.is_some_and(|row| row.contains_key(name)) => return None,
                Some(cell) => (cell, true),
                None => (&**name, false),
            };
            let key = template.keys.find(cell)?;
            let cells = self.questions_of(item, Some(key));
            let closed = details && cells.first().is_some_and(|id| self.is_closed_detail(*id));
            (!closed).then_some((key, comment))
        };
        let mut places: Vec<_> = old.keys().map(place).collect();
        if places.is_sorted() {
            return;
        }
        let mut entries: Vec<_> = places.drain(..).zip(old.iter()).collect();
        entries.sort_by_key(|(place, _)| *place);
        let entries = entries.into_iter();
        let ordered: Object = entries
            .map(|(_, (name, value))| (Arc::clone(name), value.clone()))
            .collect();
        self.items.get_mut(item).object = ordered.into();
    }

    /// Puts the value of a question together from its items, and stores it.
    pub(crate) fn put_together(&mut self, owner: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        if !self.items.settling.contains(&owner) {
            let value = self.value_of_items(owner);
            self.keep_together(owner, value);
        }
    }

    pub(crate) fn keep_together(&mut self, owner: ElementId, value: Value) {
        if !EVERY_TYPE {
            return;
        }
        let value = unbound(value);
        self.change_shared_list(owner, &value);
        self.note_list(owner, &value);
        if value.is_empty() && self.item_kind(owner) == Some(ItemKind::Row) {
            // What its rows emptied is held as nothing at all, not as never answered.
            self.cell_mut(owner).set(Flag::HeldList, true);
        }
        let changed = !same(&self.cell(owner).value, &value);
        // What a bound answer changes in the passes counts for no condition
        // (`SurveyModel.updateOnSetValue`).
        if changed && !(self.stage.binding && self.wave.by_names) {
            self.refresh_stale(owner);
        }
        // A dynamic panel is set as a question is: one that was answered is told when it is no more.
        let panels = self.item_kind(owner) == Some(ItemKind::Panel);
        if changed {
            self.mark_noted(owner);
        }
        if panels {
            self.note_answered(owner);
        }
        if changed {
            let by_person = !self.items.changing.is_empty();
            let state = self.cell_mut(owner);
            state.value = value.clone();
            if by_person || (panels && !state.is(Flag::ByDefault)) {
                state.set(Flag::Direct, true);
            }
            self.changed(Change::Value(owner));
            self.remember_answered(owner);
            self.hide_unanswered();
        }
        // The last panel that goes leaves an empty list, and so do rows of which none holds anything
        // (`QuestionMatrixDynamicModel.deleteRowValue`).
        let listed = self.item_kind(owner) == Some(ItemKind::DynamicRow)
            || (panels && self.items.list(owner).is_empty());
        let value = match value {
            Value::Undefined if listed => Vec::new().into(),
            value => value,
        };
        self.items.assembling.push(owner);
        self.items.row_changing.push(owner);
        self.store_question(owner, value);
        self.items.row_changing.retain(|it| *it != owner);
        self.items.assembling.pop();
        self.cell_mut(owner).set(Flag::WasAnswered, false);
    }

    /// Whether all in its panels is answered a dynamic panel knows from when its value was last set,
    /// before conditions showed or hid anything (`Question.updateIsAnswered`).
    pub(crate) fn remember_answered(&mut self, owner: ElementId) {
        if self.item_kind(owner) == Some(ItemKind::Panel) {
            if self.is_answered(owner) {
                self.items.answered.insert(owner);
            } else {
                self.items.answered.remove(&owner);
            }
        }
    }

    /// The question is set as if through itself: it hears of it when it was answered and is no more.
    pub(crate) fn note_answered(&mut self, owner: ElementId) {
        let answered = match self.item_kind(owner) {
            Some(ItemKind::Panel) => self.items.answered.contains(&owner),
            _ => !self.is_question_empty(owner),
        };
        self.cell_mut(owner).set(Flag::WasAnswered, answered);
    }

    pub(crate) fn value_of_items(&self, owner: ElementId) -> Value {
        if !EVERY_TYPE {
            return Value::Undefined;
        }
        let Some(kind) = self.item_kind(owner) else {
            return Value::Undefined;
        };
        let objects = self
            .items
            .list(owner)
            .iter()
            .map(|item| &self.items.get(*item).object);
        match kind {
            ItemKind::Composite | ItemKind::Custom => self.value_inside(owner),
            ItemKind::Inputs => objects
                .filter(|object| !object.is_empty())
                .map(|object| Value::from(Arc::clone(object)))
                .next()
                .unwrap_or_default(),
            ItemKind::Row => {
                let before = self.cell(owner).value.as_object();
                let mut rows = before.cloned().unwrap_or_default();
                for item in self.items.list(owner) {
                    let item = self.items.get(*item);
                    let name = item.name.to_text();
                    if item.object.is_empty() {
                        // A row that was given empty stays so until it is changed.
                        let given = rows.get(&name).and_then(Value::as_object);
                        if given.is_none_or(|row| !row.is_empty()) {
                            rows.remove(&name);
                        }
                    } else {
                        rows.insert(&*name, Value::from(Arc::clone(&item.object)));
                    }
                }
                if rows.is_empty() {
                    Value::Undefined
                } else {
                    rows.into()
                }
            }
            ItemKind::Panel => {
                // What was given for a panel and is no object stays, but for what is as good as nothing and
                // a panel that holds something.
                let given = self.cell(owner).value.as_array().unwrap_or_default();
                // One more panel may have come, behind the others.
                let count = self.items.list(owner).len();
                let aligned = given.len() == count || given.len() + 1 == count;
                let strange = |at: usize| {
                    let part = given.get(at).filter(|_| aligned);
                    part.filter(|part| {
                        part.as_array().is_some()
                            || (part.as_object().is_none() && !part.is_empty())
                    })
                };
                let panels: Vec<Value> = objects
                    .enumerate()
                    .map(|(at, object)| match strange(at) {
                        // A list takes in what its panel holds beside its items, unseen.
                        Some(given) if object.is_empty() || given.is_truthy() => given.clone(),
                        _ => Value::from(Arc::clone(object)),
                    })
                    .collect();
                if panels.is_empty() {
                    Value::Undefined
                } else {
                    panels.into()
                }
            }
            ItemKind::DynamicRow => {
                let least = self.count_setting(owner, "minRowCount");
                let given = self.cell(owner).value.as_array().unwrap_or_default();
                let strange = |row: &Value| row.as_object().is_none() && !row.is_empty();
                let filled =
                    given.iter().any(strange) || objects.clone().any(|object| !object.is_empty());
                let mut rows: Vec<Value> = if filled {
                    // A row that holds what it was given keeps the order in which it was given.
                    let as_given = objects.enumerate().map(|(at, object)| match given.get(at) {
                        Some(Value::Object(given))
                            if Arc::ptr_eq(given, object) || given == object =>
                        {
                            Value::from(Arc::clone(given))
                        }
                        Some(given) if given.as_object().is_none() => given.clone(),
                        _ => Value::from(Arc::clone(object)),
                    });
                    as_given.collect()
                } else {
                    Vec::new()
                };
                while rows.len() < least.min(MAX_ITEMS) {
                    rows.push(Object::new().into());
                }
                if rows.is_empty() {
                    Value::Undefined
                } else {
                    rows.into()
                }
            }
        }
    }
}
