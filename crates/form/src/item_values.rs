//! The values of rows and panels: handing in what a question got, and putting what was answered
//! inside together to the value of the question (reference 4.4, 4.5).

use crate::element::EVERY_TYPE;
use std::sync::Arc;

use casement_expression::Equality;

use crate::data::same;
use crate::item_making::MAX_ITEMS;
use crate::items::ItemId;
use crate::model::{Effect, ItemKind, RuleId};
use crate::settings::CheckMode;
use crate::state::Flag;
use crate::storage::COMMENT;
use crate::unbound::unbound;
use crate::values::{MAX_DEPTH, MAX_STORES, is_blank};
use crate::{Change, ElementId, Form, Object, Value};

impl Form {
    /// New panels that are there because the data hold no value keep what default expressions gave
    /// them before they had a place, where it would be another now.
    fn keep_first_defaults(&mut self, owner: ElementId, from: usize) {
        let items = self.items.list(owner).to_vec();
        for item in items.into_iter().skip(from) {
            for id in self.within(self.items.get(item).frame) {
                let begun = self.cell(id).value.clone();
                let other = !begun.is_empty()
                    && self.def(id).default_expression().is_some()
                    && self
                        .default_result(id)
                        .is_some_and(|now| !same(&now, &begun));
                if other {
                    self.cell_mut(id).set(Flag::Direct, true);
                }
            }
        }
    }

    /// The question got a value: as many rows or panels as it says, each with its part.
    pub(crate) fn items_take_over(&mut self, owner: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        let Some(kind) = self.item_kind(owner) else {
            return;
        };
        if kind.is_component() {
            return self.component_takes_over(owner);
        }
        let given = self.cell(owner).value.as_array().map(<[Value]>::len);
        let by_question = self.cell(owner).is(Flag::Setting);
        let given = match kind {
            ItemKind::DynamicRow if by_question => {
                given.or(self.held_value(owner).as_array().map(<[Value]>::len))
            }
            _ => given,
        };
        if !self.items.is_made(owner) {
            if let (ItemKind::Panel, Some(given @ 1..)) = (kind, given) {
                self.set_first_panels(owner, given);
            }
            if let (ItemKind::DynamicRow, Some(given)) = (kind, given) {
                let first = self.first_rows(owner);
                let counted = self.items.counted_by_data.contains(&owner);
                let stays = by_question && !counted && given < self.initial_rows(owner);
                let count = if stays { first } else { given };
                if !by_question {
                    self.items.counted_by_data.remove(&owner);
                } else if count != first {
                    self.items.counted_by_data.insert(owner);
                }
                self.items.first_counts.insert(owner, count);
                if by_question && count != first {
                    self.tell_bound(owner, count);
                }
            }
            return;
        }
        let through_question = by_question;
        let by_question = by_question && !self.items.counted_by_data.contains(&owner);
        let count = self.items.list(owner).len();
        // An object says nothing of rows.
        let strange = self.cell(owner).value.as_object().is_some();
        let wanted = match kind {
            ItemKind::Panel => given
                .filter(|given| *given > 0)
                .unwrap_or_else(|| self.first_panels(owner)),
            ItemKind::DynamicRow => match given {
                Some(given) if !by_question || given >= self.initial_rows(owner) => given,
                None if !by_question && self.cell(owner).is(Flag::HeldList) && !strange => 0,
                _ => count,
            },
            ItemKind::Row | ItemKind::Inputs | ItemKind::Composite | ItemKind::Custom => count,
        };
        let wanted = self.at_most_items(owner, wanted);
        if wanted != count || !through_question {
            self.items.counted_by_data.remove(&owner);
        }
        if kind == ItemKind::Panel && given.unwrap_or(0) == 0 && wanted != count {
            // As in survey-core: when panels come or go because there is no value, those that stay
            // keep their answers. What was forgotten in them still is.
            let stale = self.items.stale.contains(&owner);
            self.items.stale.remove(&owner);
            self.items.quiet += 1;
            self.resize(owner, wanted);
            for item in self.items.list(owner).to_vec() {
                let object = self.answers_in(item).into();
                self.fill_item(item, object);
                if stale {
                    self.forget_due(item);
                }
            }
            self.items.quiet -= 1;
            if !through_question {
                self.keep_first_defaults(owner, count);
            }
            if wanted == count + 1 {
                self.item_added(owner, true);
            }
            // A text stays what it is.
            let text = self.cell(owner).value.as_str().is_some();
            if !text && (wanted > 0 || self.counted(owner).unwrap_or(0) == 0) {
                let begun = self.items.list(owner).iter().skip(count);
                let mut objects = begun.map(|item| &self.items.get(*item).object);
                if through_question
                    && objects.any(|object| !object.is_empty())
                    && let Some(key) = self.data_key(owner)
                {
                    // Nothing is stored after what the new panels begin with, and then that again.
                    self.data.move_last(key);
                }
                self.put_together(owner);
            }
            if stale {
                self.items.stale.insert(owner);
            }
            self.decide_with_panels(owner);
            // Panels that an expression counts come back as they are.
            if self.stage.completed && !self.has_count_expression(owner) {
                // No conditions follow, but those of the question itself, after which the panels are told
                // what they held before: new ones what they computed when they had no place yet.
                let begun: Vec<_> = self.items.list(owner).iter().skip(count).copied().collect();
                let known = self.items.newborn.len();
                self.items.newborn.extend(&begun);
                for item in begun {
                    self.mark_all_in(item);
                }
                self.run_items(owner);
                self.items.newborn.truncate(known);
            }
            self.count_again(owner);
            if through_question {
                self.tell_bound(owner, wanted);
            }
            return;
        }
        let asked = by_question && kind == ItemKind::Panel && wanted != count;
        let bound = if asked {
            self.count_by_binding(owner, wanted)
        } else {
            None
        };
        let count = self.items.list(owner).len();
        self.items.quiet += 1;
        let anew = kind == ItemKind::DynamicRow && wanted != count && wanted != count + 1;
        if anew {
            self.resize(owner, 0);
        }
        self.items.giving = true;
        self.resize(owner, wanted);
        self.items.giving = false;
        if !through_question && kind == ItemKind::Panel && wanted > count {
            self.show_lists_in(owner, count);
        }
        if !through_question && kind == ItemKind::Panel && wanted != count && !self.wave.running {
            self.decide_told_panels(owner);
        }
        if through_question && kind == ItemKind::DynamicRow && wanted != count {
            // The answer is told before the value is stored
            // (`QuestionMatrixDynamicModel.onBeforeValueChanged`).
            self.tell_bound(owner, wanted);
        }
        let remade = anew;
        // Rows that are given nothing but blanks are given nothing.
        let blank = anew && self.holds_blanks_alone(owner);
        let anew = anew
            && !blank
            && self
                .items
                .list(owner)
                .iter()
                .any(|item| !self.items.get(*item).object.is_empty());
        let stale = match bound {
            Some(computed) => computed,
            None => asked && self.settle_new_panels(owner, count),
        };
        if anew {
            // As rows are that are made when they are asked for
            // (`QuestionMatrixDynamicModel.onBeforeValueChanged`).
            self.items.quiet -= 1;
            let told = (!through_question).then_some(owner);
            let outer = std::mem::replace(&mut self.items.remaking, told);
            self.settle_new_rows(owner, kind);
            self.items.remaking = outer;
            self.items.quiet += 1;
        }
        for (at, item) in self.items.list(owner).to_vec().into_iter().enumerate() {
            if anew || blank {
                break;
            }
            let object = self.part_of_value(owner, kind, at);
            self.fill_item(item, object);
            if kind == ItemKind::Panel {
                self.tell_others_in(item);
            }
            if self.cell(owner).value.is_empty() && kind == ItemKind::DynamicRow {
                // What rows begin with is theirs until one of their cells changes.
                let item = self.items.get_mut(item);
                item.object = Arc::default();
                item.behind = true;
            }
            self.make_rows_in(item);
        }
        if stale {
            for item in self.items.list(owner).to_vec() {
                self.forget_due(item);
            }
        }
        self.items.quiet -= 1;
        if remade && !anew && !blank && !self.stage.setting_data {
            // Rows that are made anew and given nothing are counted all the same
            // (`QuestionMatrixDropdownModelBase.updateRowsVisibleIndexes`).
            self.run_row_triggers(owner);
        }
        if kind == ItemKind::Panel && wanted == count + 1 {
            self.item_added(owner, true);
        }
        self.tell_carriers(owner);
        if stale {
            self.items.stale.insert(owner);
        }
        for item in self.items.list(owner).to_vec() {
            if stale {
                break;
            }
            if kind == ItemKind::Panel && wanted <= count && !self.stage.setting_data {
                self.mark_told_in(item);
            } else if kind == ItemKind::Panel && !self.stage.setting_data {
                self.mark_told_beside_new(item);
            } else if kind == ItemKind::Panel {
                self.mark_everything_in(item);
            } else {
                self.mark_own_readers(item);
            }
        }
        if !stale {
            self.mark_neighbours(owner);
        }
        let changed = (blank || kind == ItemKind::Panel)
            && !same(&self.value_of_items(owner), &self.cell(owner).value);
        let filled = |form: &Form| {
            let mut items = form.items.list(owner).iter();
            items.any(|item| !form.items.get(*item).object.is_empty())
        };
        if changed && (given.unwrap_or(0) > 0 || filled(self)) {
            self.put_together(owner);
        }
        if kind.is_row() {
            self.tell_others_in_rows(owner);
        }
        if asked {
            self.make_waiting();
            self.decide_with_panels(owner);
        } else if kind == ItemKind::Panel && wanted != count {
            self.decide_with_panels(owner);
            self.count_again(owner);
        }
    }

    /// The value has rows with answers for the columns, and each of these is a blank. The rows forget
    /// them.
    fn holds_blanks_alone(&mut self, owner: ElementId) -> bool {
        let rows = self.cell(owner).value.as_array().unwrap_or_default();
        let keys = self.template_of(owner).map(|template| &template.keys);
        let asked = |name: &str| keys.is_some_and(|keys| keys.find(name).is_some());
        let told = |row: &Value| match row {
            Value::Object(row) => row.keys().any(|name| asked(name)),
            row => row.is_nullish(),
        };
        let told = rows.iter().any(told);
        let items = self.items.list(owner).to_vec();
        let blank = |item: &ItemId| {
            self.items
                .get(*item)
                .object
                .iter()
                .all(|(_, it)| is_blank(it))
        };
        let alone = told && items.iter().all(blank);
        if alone {
            for item in items {
                self.items.get_mut(item).object = Arc::default();
            }
        }
        alone
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

    /// Panels that come with a value set through the question compute what is in them at once, before
    /// the others know the value. Where something is computed, the survey is told the value, and all
    /// is forgotten again for the value as it was given, so that nothing is computed anew until it
    /// changes the next time (so it is in survey-core). What isn't drawn yet makes its own rows and
    /// panels once it knows the value. Whether that is so; `known`: how many panels there were.
    fn settle_new_panels(&mut self, owner: ElementId, known: usize) -> bool {
        let items = self.items.list(owner).to_vec();
        let objects = |form: &Form| -> Vec<Value> {
            let objects = items
                .iter()
                .map(|item| form.items.get(*item).object.clone());
            objects.map(Value::from).collect()
        };
        let mut before = objects(self);
        before.truncate(known);
        for at in known..items.len() {
            before.push(self.part_of_value(owner, ItemKind::Panel, at).into());
        }
        for item in &items {
            self.mark_everything_in(*item);
        }
        let quiet = std::mem::take(&mut self.items.quiet);
        self.items.settling.push(owner);
        self.run_items(owner);
        let computed = objects(self) != before;
        let counted = self.settle_count(owner);
        if computed || counted {
            let value = self.cell(owner).value.clone();
            self.items.assembling.push(owner);
            self.store_question(owner, value);
            self.items.assembling.pop();
        }
        self.items.settling.pop();
        self.items.quiet = quiet;
        computed || counted
    }

    /// What the questions of a panel hold, in their order, without comments and totals.
    fn answers_in(&self, item: ItemId) -> Object {
        let mut answers = Object::new();
        for id in self.within(self.items.get(item).frame) {
            let own = self.items.item_of(id) == Some(item) && self.def(id).outer_key.is_none();
            if let Some(name) = self.value_name(id).filter(|_| own)
                && !self.is_question_empty(id)
            {
                answers.insert(name, self.cell(id).value.clone());
            }
        }
        answers
    }

    /// Nothing is to be evaluated in an item and in the items inside of it.
    fn forget_due(&mut self, item: ItemId) {
        self.items.get_mut(item).due.clear();
        for id in self.within(self.items.get(item).frame) {
            if let Some(inside) = self.items.item_of(id) {
                self.items.get_mut(inside).due.clear();
            }
        }
    }

    /// What is in the panels of a question was forgotten: it is computed again when their value or their
    /// comment changes, or that of a question around it.
    pub(crate) fn refresh_stale(&mut self, owner: ElementId) {
        if !EVERY_TYPE || self.items.quiet > 0 {
            return;
        }
        for stale in self.items.stale.iter().collect::<Vec<_>>() {
            if !self.lies_in_items(stale, owner) {
                continue;
            }
            self.items.stale.remove(&stale);
            for item in self.items.list(stale).to_vec() {
                self.mark_told_in(item);
            }
        }
    }

    /// Panels come onto another page: what expression questions in them have forgotten is computed.
    pub(crate) fn compute_forgotten(&mut self) {
        if !EVERY_TYPE {
            return;
        }
        let model = self.shared_model();
        for stale in self.items.stale.iter().collect::<Vec<_>>() {
            let template = self.def(stale).template.map(|id| model.template(id));
            let rules = template.map_or(&[][..], |template| &template.rules);
            let rules = rules.iter().enumerate();
            let values = rules.filter(|(_, rule)| rule.effect == Effect::Value);
            for (at, _) in values {
                for item in self.items.list(stale).to_vec() {
                    self.mark_in_item(item, RuleId(at as u32));
                }
            }
        }
        self.run_due();
    }

    /// Is that question, or lies in its rows or panels.
    fn lies_in_items(&self, id: ElementId, owner: ElementId) -> bool {
        let mut at = id;
        while at != owner {
            match self.items.item_of(at) {
                Some(item) => at = self.items.get(item).owner,
                None => return false,
            }
        }
        true
    }

    /// Keeps a value in an item, with all that follows there and outside.
    pub(crate) fn store_in_item(&mut self, item: ItemId, name: &Arc<str>, value: Value) {
        if self.wave.depth == 0 {
            self.wave.stores = 0;
        }
        if self.wave.depth >= MAX_DEPTH || self.wave.stores >= MAX_STORES {
            return;
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
        if same(before, &value) || nothing || (panel && before.equals(&value, Equality::STRICT)) {
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
        if self.settings().check == CheckMode::ValueChanging
            && self.items.quiet == 0
            && !self.accepts_inside(&questions)
        {
            return;
        }
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
        if let Some(name) = name.strip_suffix(COMMENT) {
            let key = model.template(template).keys.find(name);
            for id in self.questions_of(item, key) {
                self.changed(Change::Comment(id));
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
            if component {
                self.put_together(owner);
            } else if self.items.settled_rows == Some(owner) {
                self.run_item_triggers(item, id, gone);
            } else if self.items.get(item).fresh {
                self.run_triggers_of_newborn(item, &questions);
            }
            return;
        }
        self.wave.depth += 1;
        let changing = self.items.changing.len();
        self.items.changing.extend(&questions);
        if model.template(template).kind.is_row() {
            let value = self.value_with_row(owner, item, key.is_some());
            self.keep_together(owner, value);
        } else {
            self.put_together(owner);
        }
        if component {
            self.insist(owner, &questions, &value);
        }
        self.items.changing.truncate(changing);
        self.run_due();
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
        if changed {
            self.refresh_stale(owner);
        }
        // A dynamic panel is set as a question is: one that was answered is told when it is no more.
        let panels = self.item_kind(owner) == Some(ItemKind::Panel);
        if changed && panels {
            self.mark_noted(owner);
        }
        if panels {
            self.note_answered(owner);
        }
        if changed {
            let by_person = !self.items.changing.is_empty();
            let state = self.cell_mut(owner);
            state.value = value.clone();
            if by_person {
                state.set(Flag::Direct, true);
            }
            self.changed(Change::Value(owner));
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
        self.store_question(owner, value);
        self.items.assembling.pop();
        self.cell_mut(owner).set(Flag::WasAnswered, false);
    }

    /// The question is set as if through itself: it hears of it when it was answered and is no more.
    pub(crate) fn note_answered(&mut self, owner: ElementId) {
        let answered = !self.is_question_empty(owner);
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
                // What was given for a panel and is no object stays until the panel holds something.
                let given = self.cell(owner).value.as_array().unwrap_or_default();
                // One more panel may have come, behind the others.
                let count = self.items.list(owner).len();
                let aligned = given.len() == count || given.len() + 1 == count;
                let strange = |at: usize| {
                    let part = given.get(at).filter(|_| aligned);
                    part.filter(|part| part.as_object().is_none() && !part.is_empty())
                };
                let panels: Vec<Value> = objects
                    .enumerate()
                    .map(|(at, object)| match strange(at) {
                        // A list takes in what its panel holds beside its items, unseen.
                        Some(given) if object.is_empty() || given.as_array().is_some() => {
                            given.clone()
                        }
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
