//! How many rows or panels there are: adding one, taking one out, counts that expressions give
//! (reference 4.4, 4.5).

use crate::bounds::Bound;
use crate::element::EVERY_TYPE;
use std::sync::Arc;

use crate::item_making::MAX_ITEMS;
use crate::items::ItemId;
use crate::model::{Effect, ItemKind};
use crate::state::Flag;
use crate::storage::COMMENT;
use crate::{ElementId, ElementKind, Form, Object, Value};

impl Form {
    /// A new panel or row at the end, as SurveyJS's `addPanel()` and `addRow()` make it.
    pub(crate) fn append_item(&mut self, owner: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        let Some(kind) = self.item_kind(owner) else {
            return;
        };
        self.items_needed(owner);
        let count = self.items.list(owner).len();
        // A count that an expression gives drops what is added at once.
        let allowed = match kind {
            ItemKind::DynamicRow => self.may_add_row(owner),
            _ => !self.has_count_expression(owner),
        };
        if count >= MAX_ITEMS {
            self.meet(Bound::Items, Some(owner));
        }
        if count >= MAX_ITEMS || !allowed {
            if kind == ItemKind::Panel && !allowed {
                // The value takes in the panels that are left, and the last of them is taken for it.
                self.put_together(owner);
                let (at, from) = self.place_of_new(owner, count);
                self.place_new(owner, at, from);
                // Conditions have run with it, whatever they read.
                self.mark_lost_results(owner);
                self.run_due_in(owner);
                self.tell_count_again(owner);
            }
            return;
        }
        self.items.counted_by_data.remove(&owner);
        if kind == ItemKind::Panel {
            self.append_panel(owner, count);
        } else if self.is_at_top(owner) {
            // An answer that the number is bound to hears of it before there is the row
            // (`QuestionMatrixDynamicModel.rowCount`).
            let outer = self.items.beginning.replace(owner);
            self.tell_bound(owner, count + 1);
            self.items.beginning = outer;
            self.append_row(owner, count);
        } else {
            self.append_row(owner, count);
            self.tell_bound(owner, self.items.list(owner).len());
        }
    }

    /// The panel that an expression's count has dropped was in the data for a moment: what is computed at
    /// every change hears of it.
    fn tell_count_again(&mut self, owner: ElementId) {
        if let Some(key) = self.data_key(owner).filter(|_| self.is_at_top(owner)) {
            let name = self.data.name_of(self.model(), key);
            self.values_gone(&[name]);
        }
    }

    /// A new row: it is there, and its conditions have run, before it gets what it begins with.
    fn append_row(&mut self, owner: ElementId, count: usize) {
        // Rows that the value has beyond the new one go.
        let held = self.cell(owner).value.as_array().unwrap_or_default();
        if held.len() > count + 1 {
            let kept = held.iter().take(count + 1).cloned().collect::<Vec<_>>();
            self.keep_together(owner, kept.into());
        }
        let mut object = self.default_row(owner);
        if self.copies_last(owner)
            && let Some(last) = self.items.list(owner).last()
        {
            for (name, value) in self.items.get(*last).object.iter() {
                object.insert(Arc::clone(name), value.clone());
            }
        }
        let given = !object.is_empty();
        let mut told_before = Vec::new();
        if given {
            told_before = self.cells_told(owner);
            self.fill_rows_before(owner);
        }
        self.items.quiet += 1;
        let item = self.make_item(owner, count, Arc::default());
        self.items.quiet -= 1;
        self.decide_with_items(owner);
        self.mark_neighbours(owner);
        self.mark_noted(owner);
        self.mark_lost_results(owner);
        self.run_due_in(owner);
        self.run_row_triggers(owner);
        if let Some(item) = item
            && given
        {
            // The words for an "other" that a cell begins with it is told, and forgets
            // (`MatrixDropdownRowModelBase.value`).
            let mut told = self.within(self.items.get(item).frame);
            told.retain(|id| {
                let name = self.value_name(*id).filter(|_| self.is_other_chosen(*id));
                name.is_some_and(|name| !object.contains_key(&[&*name, COMMENT].concat()))
            });
            self.items.quiet += 1;
            self.fill_item(item, object.into());
            self.items.quiet -= 1;
            self.forget_told(&told);
            told_before.extend(told);
            self.mark_all_in(item);
            self.mark_neighbours(owner);
        }
        if let Some(item) = item
            && !given
        {
            // What its cells hold counts, be it out of their limits.
            self.take_cells(item);
        }
        let filled = |item: &ItemId| !self.items.get(*item).object.is_empty();
        if let Some(item) = item.filter(filled) {
            self.forget_unstored(owner, item);
            self.keep_rows_there_are(owner, item);
            let begun = Arc::clone(&self.items.get(item).object);
            self.tell_others_in_rows(owner);
            self.forget_told(&told_before);
            if !given {
                // The lists of the new row are stored as they are now; words that it was just told
                // aren't.
                let told = Arc::clone(&self.items.get(item).object);
                let words = told.keys().filter(|key| key.ends_with(COMMENT));
                let mut stored = Arc::clone(&told);
                for key in words.filter(|key| !begun.contains_key(key)) {
                    Arc::make_mut(&mut stored).remove(key);
                }
                self.items.get_mut(item).object = stored;
                let value = self.value_of_rows_there_are(owner, item);
                self.items.get_mut(item).object = told;
                self.keep_together(owner, value);
                if count == 0 {
                    // Totals were computed of no value when the first row's defaults were.
                    self.run_totals(owner);
                }
            }
        }
        if self.stage.completed {
            // Totals were computed when the row was made, and are no more.
            self.run_rules_in_items(owner);
        }
        self.run_due();
        self.run_row_triggers(owner);
        self.number_rows(owner);
        self.item_added(owner, false);
    }

    /// The value after a row came: as long as the table, be it shorter than it must be
    /// (`QuestionMatrixDynamicModel.addRowCore`).
    fn keep_rows_there_are(&mut self, owner: ElementId, item: ItemId) {
        let value = self.value_of_rows_there_are(owner, item);
        self.keep_together(owner, value);
    }

    fn value_of_rows_there_are(&self, owner: ElementId, item: ItemId) -> Value {
        let value = self.value_with_row(owner, item, false);
        let count = self.items.list(owner).len();
        match value.as_array().filter(|rows| rows.len() > count) {
            Some(rows) => rows.get(..count).unwrap_or_default().to_vec().into(),
            None => value,
        }
    }

    /// The value takes in a new row or panel through its question: the others are told their parts,
    /// which forgets what is held in them beside these.
    fn forget_unstored(&mut self, owner: ElementId, new: ItemId) {
        self.items.quiet += 1;
        for item in self.items.list(owner).to_vec() {
            if item == new || !self.items.get(item).behind {
                continue;
            }
            for cell in self.children(self.items.get(item).frame).to_vec() {
                let object = &self.items.get(item).object;
                let name = self.value_name(cell);
                let unstored = name.is_some_and(|name| object.get(&name).is_none());
                if unstored && !self.cell(cell).value.is_empty() {
                    self.take_over(cell, Value::Undefined);
                    self.mark_default_of(cell);
                    self.sum_up_later(cell);
                }
            }
            self.items.get_mut(item).behind = false;
        }
        self.items.quiet -= 1;
    }

    fn copies_last(&self, owner: ElementId) -> bool {
        self.element_property(owner, "copyDefaultValueFromLastEntry")
            .is_true()
    }

    /// A new panel comes last; where it belongs before others, what these hold moves on. Then it gets
    /// what it begins with, and is drawn.
    fn append_panel(&mut self, owner: ElementId, count: usize) {
        let (at, from) = self.place_of_new(owner, count);
        // An answer that the number is bound to comes first, and makes the panel. Where that becomes
        // another number, there are as many panels in the end as were to be there.
        self.tell_bound(owner, count + 1);
        let bound = self.items.list(owner).len() == count + 1;
        if !bound {
            self.items.quiet += 1;
            self.resize(owner, count + 1);
            self.items.quiet -= 1;
        }
        let undrawn = std::mem::take(&mut self.items.unmade);
        self.mark_neighbours(owner);
        self.item_added(owner, false);
        if !bound {
            let known = self.cell(owner).value.as_array().map_or(0, <[Value]>::len);
            for item in self.items.list(owner).to_vec().into_iter().skip(known) {
                self.take_unstored(item);
            }
            if let Some(last) = self.items.list(owner).last().copied() {
                self.forget_unstored(owner, last);
            }
            self.put_together(owner);
            for item in self.items.list(owner).to_vec() {
                self.count_rows_again(item);
            }
            self.tell_others_in_panels(owner);
            self.store_told(owner);
        }
        self.decide_with_items(owner);
        // What the panel begins with comes behind what its matrices begin with.
        if let Some(item) = self.items.list(owner).get(count).copied() {
            self.make_rows_in(item);
        }
        self.mark_lost_results(owner);
        self.run_due_in(owner);
        self.place_new(owner, at, from);
        self.items.unmade.extend(undrawn);
        self.run_due();
    }

    /// Where a new panel belongs: where one panel is shown at a time, after the one that is shown (its
    /// number among the visible ones counts, as in survey-core), else last; and which one it may be
    /// copied from.
    fn place_of_new(&self, owner: ElementId, count: usize) -> (usize, Option<usize>) {
        let shown = self.current_panel(owner).and_then(|current| {
            let visible = self.visible_items(owner);
            visible.iter().position(|item| *item == current)
        });
        let at = shown.map_or(count, |shown| (shown + 1).min(count));
        (at, shown.or(count.checked_sub(1)))
    }

    /// What the last panel holds moves to the place of the new one, with what that begins with.
    fn place_new(&mut self, owner: ElementId, at: usize, from: Option<usize>) {
        let value = self.cell(owner).value.clone();
        let mut panels = value.as_array().unwrap_or_default().to_vec();
        if panels.len() == self.items.list(owner).len() && at < panels.len() {
            let moved = panels.pop().unwrap_or_default();
            panels.insert(at, moved);
            let mut object = panels[at].as_object().cloned().unwrap_or_default();
            let given = self.element_property(owner, "defaultPanelValue");
            let before = from.and_then(|from| panels.get(from).cloned());
            let before = before.filter(|_| self.copies_last(owner));
            let given = Some(given).filter(|given| !given.is_empty());
            for source in [given, before].into_iter().flatten() {
                for (name, value) in source.as_object().into_iter().flat_map(Object::iter) {
                    object.insert(Arc::clone(name), value.clone());
                }
            }
            panels[at] = object.into();
            self.set_question_value(owner, panels.into());
        }
        let visible = self.visible_items(owner);
        if let Some(current) = visible.get(at).or(visible.last())
            && !self.shows_list(owner)
        {
            self.items.current.insert(owner, *current);
        }
    }

    /// A new row that begins with defaults makes the value as long as the table, with defaults for rows
    /// that it had not, and all are told their parts (`QuestionMatrixDynamicModel.createNewValue`).
    fn fill_rows_before(&mut self, owner: ElementId) {
        let rows = self.rows_filled_up(owner, self.items.list(owner).len());
        self.items.quiet += 1;
        for (item, row) in self.items.list(owner).to_vec().into_iter().zip(rows) {
            if let Value::Object(row) = row
                && row != self.items.get(item).object
            {
                self.fill_item(item, row);
            }
        }
        self.items.quiet -= 1;
    }

    /// Rows or panels came or went: the conditions of their question are evaluated again, whatever they
    /// read (`QuestionPanelDynamicModel.reRunCondition`, `QuestionMatrixDynamicModel.rowCount`).
    pub(crate) fn decide_with_items(&mut self, owner: ElementId) {
        if !self.stage.loading && !self.wave.running {
            self.run_conditions_of(owner);
        }
    }

    /// Whether a question is visible, enabled and required.
    pub(crate) fn run_conditions_of(&mut self, owner: ElementId) {
        for rule in self.def(owner).rules.clone() {
            let rule = self.rule_of(owner, rule);
            if matches!(
                rule.effect,
                Effect::Visible | Effect::Enable | Effect::Require
            ) {
                self.apply_rule(rule, owner);
            }
        }
    }

    fn may_add_row(&self, owner: ElementId) -> bool {
        let count = self.items.list(owner).len();
        self.element_property(owner, "allowAddRows") != Value::Bool(false)
            && !self.is_read_only(owner)
            && !self.has_count_expression(owner)
            && count < self.count_setting(owner, "maxRowCount")
    }

    pub(crate) fn has_count_expression(&self, owner: ElementId) -> bool {
        if !EVERY_TYPE {
            return false;
        }
        ["rowCountExpression", "panelCountExpression"]
            .iter()
            .any(|name| self.def(owner).properties.text(name).is_some())
    }

    /// Takes out the row or panel at a place among the visible ones.
    pub(crate) fn take_item_out(&mut self, owner: ElementId, at: usize) {
        if !EVERY_TYPE {
            return;
        }
        let Some(kind) = self.item_kind(owner) else {
            return;
        };
        let allowed = match kind {
            ItemKind::Panel => true,
            ItemKind::DynamicRow => {
                self.element_property(owner, "allowRemoveRows") != Value::Bool(false)
                    && !self.is_read_only(owner)
                    && !self.has_count_expression(owner)
                    && self.items.list(owner).len() > self.count_setting(owner, "minRowCount")
            }
            _ => false,
        };
        let Some(item) = self
            .visible_items(owner)
            .get(at)
            .copied()
            .filter(|_| allowed)
        else {
            return;
        };
        let place = self.items.place(item);
        let known = self.cell(owner).value.as_array().map_or(0, <[Value]>::len);
        let visible = self.visible_items(owner);
        let hidden = visible.len() < self.items.list(owner).len();
        let answered = self.is_answered(owner);
        self.drop_item(item);
        for item in self.items.list(owner).to_vec() {
            if kind == ItemKind::Panel {
                let object = Arc::clone(&self.items.get(item).object);
                self.items.quiet += 1;
                self.fill_item(item, object);
                self.count_rows_again(item);
                self.items.quiet -= 1;
                self.mark_told_in(item);
            }
        }
        let count = self.items.list(owner).len();
        if kind == ItemKind::DynamicRow {
            let initial = count.min(self.initial_rows(owner));
            self.items.initial_rows.insert(owner, initial);
        }
        let told = kind == ItemKind::Panel && self.tell_removed(owner, count);
        self.mark_neighbours(owner);
        if kind == ItemKind::DynamicRow {
            // An answer that the number is bound to hears of it while the value still has the row.
            self.tell_bound(owner, count);
        }
        if kind == ItemKind::Panel {
            self.item_removed(owner, at);
            // A panel of which the value knows nothing goes without a word.
            let given = self.cell(owner).value.as_array().unwrap_or_default();
            let strange = |part: &Value| part.as_object().is_none() && !part.is_empty();
            let told = told || given.iter().any(strange);
            let outer = self.items.removing.replace(owner);
            if known > place && !told && self.items.list(owner).len() == count {
                self.put_together(owner);
            } else if known > place {
                // An answer that the number is bound to has made another panel, or answers in those
                // that are left, or what was given is no panel's: the value loses the panel all the
                // same, and is told to the others.
                self.value_without_panel(owner, place);
            }
            self.items.removing = outer;
            if known > place && self.stores_while_told(owner) {
                self.tell_others_in_panels(owner);
                self.store_told(owner);
            }
        } else if self.held_value(owner).is_truthy() {
            // An emptied list is filled up with what rows begin with, too.
            let value = self.value_without_row(owner, place);
            self.cell_mut(owner).set(Flag::WasAnswered, answered);
            self.items.shown_before = Some((owner, visible)).filter(|_| hidden);
            self.keep_together(owner, value);
            self.items.shown_before = None;
        }
        if kind == ItemKind::DynamicRow {
            self.item_removed(owner, at);
        }
        self.run_due();
        if kind == ItemKind::DynamicRow {
            self.run_row_triggers(owner);
            self.number_rows(owner);
        }
    }

    /// A panel is gone, and there are as many at the start: an answer that the number is bound to hears of
    /// that before the value does. Whether what follows has given the others answers.
    fn tell_removed(&mut self, owner: ElementId, count: usize) -> bool {
        let objects = |form: &Form| -> Vec<Arc<Object>> {
            let items = form.items.list(owner).iter();
            let objects = items.map(|item| Arc::clone(&form.items.get(*item).object));
            objects.collect()
        };
        let before = objects(self);
        self.items.settling.push(owner);
        self.set_first_panels(owner, count);
        self.items.settling.pop();
        before != objects(self)
    }

    fn value_without_panel(&mut self, owner: ElementId, place: usize) {
        let value = &self.cell(owner).value;
        let mut panels = value.as_array().unwrap_or_default().to_vec();
        if place < panels.len() {
            panels.remove(place);
        }
        self.cell_mut(owner).value = panels.clone().into();
        self.fill_panels(owner);
        for item in self.items.list(owner).to_vec() {
            self.mark_told_in(item);
        }
        self.keep_together(owner, panels.into());
    }

    /// The value of a dynamic matrix that has lost a row. A row behind those that the value holds is
    /// taken out of the value filled up to all rows (`QuestionMatrixDynamicModel.removeRowCore`).
    fn value_without_row(&self, owner: ElementId, place: usize) -> Value {
        let mut rows = self
            .cell(owner)
            .value
            .as_array()
            .unwrap_or_default()
            .to_vec();
        if place >= rows.len() {
            let count = self.items.list(owner).len();
            rows.truncate(count);
            while rows.len() < count {
                rows.push(self.default_row(owner).into());
            }
        }
        if place < rows.len() {
            rows.remove(place);
        }
        let filled = |row: &Value| row.as_object().is_some_and(|row| !row.is_empty());
        if rows.iter().any(filled) {
            rows.into()
        } else {
            Value::Undefined
        }
    }

    /// A new result of `panelCountExpression` or `rowCountExpression`.
    pub(crate) fn set_item_count_result(&mut self, owner: ElementId, value: &Value) {
        if EVERY_TYPE && self.items.remaking != Some(owner) {
            self.set_item_count(owner, self.count_of_result(owner, value));
        }
    }

    fn count_of_result(&self, owner: ElementId, value: &Value) -> usize {
        let wanted = value.number_like().map_or(0.0, f64::floor).max(0.0) as usize;
        let (least, most) = if self.def(owner).kind == ElementKind::PanelDynamic {
            ("minPanelCount", "maxPanelCount")
        } else {
            ("minRowCount", "maxRowCount")
        };
        wanted
            .max(self.count_setting(owner, least))
            .min(self.count_setting(owner, most))
    }

    /// The number of rows or panels that an expression gives.
    pub(crate) fn counted(&self, owner: ElementId) -> Option<usize> {
        let rules = self.def(owner).rules.iter();
        let mut rules = rules.map(|rule| self.rule_of(owner, *rule));
        let count = rules.find(|rule| rule.effect == Effect::ItemCount);
        let result = self.evaluate(count?.expression?, owner).unwrap_or_default();
        Some(self.count_of_result(owner, &result))
    }

    /// A value that is told to panels counts them anew: as many as it has, or as at the start
    /// (`QuestionPanelDynamicModel.setPanelCountBasedOnValue`).
    pub(crate) fn counts_other_panels(&self, owner: ElementId, value: &Value) -> bool {
        let given = value.as_array().map_or(0, <[Value]>::len);
        let wanted = match given {
            0 if !value.is_empty() => return false,
            0 => self.first_panels(owner),
            given => given.min(MAX_ITEMS),
        };
        let counts = self.items.is_made(owner) && self.items.removing != Some(owner);
        counts && self.items.list(owner).len() != wanted
    }

    /// The number of panels has changed: one that an expression gives holds again at once.
    pub(crate) fn count_again(&mut self, owner: ElementId) {
        if let Some(wanted) = self.counted(owner) {
            self.set_item_count(owner, wanted);
        }
    }

    /// Panels have just been made for a value that was set through their question: where an expression
    /// gives another number, that holds at once, and the value takes in what the panels behind it begin
    /// with. Whether it is so.
    pub(crate) fn settle_count(&mut self, owner: ElementId) -> bool {
        let Some(wanted) = self.counted(owner) else {
            return false;
        };
        self.items.quiet += 1;
        self.resize(owner, wanted);
        self.items.quiet -= 1;
        let given = self.cell(owner).value.as_array().unwrap_or_default();
        if wanted == given.len() {
            return false;
        }
        let mut panels = given.get(..wanted).unwrap_or(given).to_vec();
        let added = self.items.list(owner).iter().skip(panels.len());
        let mut begun = added.map(|item| &self.items.get(*item).object);
        if begun.any(|object| !object.is_empty()) {
            // They know their places now.
            self.mark_neighbours(owner);
            self.run_items(owner);
        }
        for item in self.items.list(owner).iter().skip(panels.len()) {
            panels.push(Arc::clone(&self.items.get(*item).object).into());
        }
        self.cell_mut(owner).value = panels.into();
        true
    }

    /// As many rows or panels as wanted; what is too much goes with its answers.
    pub(crate) fn set_item_count(&mut self, owner: ElementId, wanted: usize) {
        if !EVERY_TYPE {
            return;
        }
        if !self.items.is_made(owner) {
            self.set_first_count(owner, wanted);
            return;
        }
        let count = self.items.list(owner).len();
        if count == wanted || self.item_kind(owner).is_none() {
            return;
        }
        let rows = self.item_kind(owner) == Some(ItemKind::DynamicRow);
        let given = self.cell(owner).value.as_array().unwrap_or_default();
        let cut = given.get(..wanted).map(<[Value]>::to_vec);
        let kept = if rows { wanted.min(count) } else { wanted };
        self.items.quiet += 1;
        self.resize(owner, kept);
        self.items.quiet -= 1;
        if rows {
            self.items.counted_by_data.remove(&owner);
            self.add_empty_rows(owner, wanted);
            self.decide_with_items(owner);
        }
        self.mark_counted(owner);
        if !rows && wanted == count + 1 {
            self.item_added(owner, false);
        }
        match cut {
            Some(cut) if rows => {
                self.set_question_value(owner, cut.into());
            }
            _ if rows || self.begins_early(owner) => {}
            _ => {
                self.put_together(owner);
                self.tell_others_in_panels(owner);
                // What their matrices begin with comes while they are told the value.
                for item in self.items.list(owner).to_vec() {
                    self.make_rows_in(item);
                }
                if !self.wave.running {
                    self.mark_lost_results(owner);
                }
                self.run_due_in(owner);
            }
        }
        self.run_due();
        self.run_row_triggers(owner);
    }

    /// The value of a matrix whose rows are not made yet has something for every cell of as many rows.
    fn answers_every_cell(&self, owner: ElementId, count: usize) -> bool {
        let items = self.def(owner).items.as_ref();
        let columns = items.map_or(&[][..], |items| &items.columns);
        let rows = self.cell(owner).value.as_array().unwrap_or_default();
        let answers = |row: &Value| {
            let row = row.as_object();
            columns.iter().all(|column| {
                let cell = row.and_then(|row| row.get(&column.name));
                cell.is_some_and(|cell| !cell.is_empty())
            })
        };
        columns.is_empty() || (rows.len() >= count && rows.iter().all(answers))
    }

    /// The number of rows or panels that are not made yet. A dynamic matrix whose number changes makes
    /// its rows, panels wait.
    fn set_first_count(&mut self, owner: ElementId, wanted: usize) {
        if self.item_kind(owner) != Some(ItemKind::DynamicRow) {
            self.set_first_panels(owner, wanted);
            return;
        }
        let known = self.first_count(owner, ItemKind::DynamicRow);
        self.items.first_counts.insert(owner, wanted);
        let given = self.cell(owner).value.as_array().unwrap_or_default();
        if let Some(cut) = given.get(..wanted).filter(|_| given.len() > wanted) {
            let cut = Value::from(cut.to_vec());
            if self.answers_every_cell(owner, known) {
                self.note_answered(owner);
            }
            self.keep_together(owner, cut);
        }
        if known == wanted || self.stage.loading {
            return;
        }
        if known == 0 {
            // Where there were none, the new ones know nothing of the answer.
            self.items.begin_list(owner);
            self.add_empty_rows(owner, wanted);
            self.run_due();
            self.run_row_triggers(owner);
        } else {
            self.items_needed(owner);
            self.run_row_triggers(owner);
        }
    }

    /// A dynamic panel takes over what the data hold before its panels are drawn: as many as that has
    /// will be, whatever number an answer gave in between. The answer hears of it when they are made.
    pub(crate) fn count_first_panels_of_value(&mut self, owner: ElementId) {
        let panels = self.item_kind(owner) == Some(ItemKind::Panel);
        let given = self.cell(owner).value.as_array().map_or(0, <[Value]>::len);
        if panels && given > 0 && !self.items.is_made(owner) && given != self.first_panels(owner) {
            self.items.first_counts.insert(owner, given);
        }
    }

    /// Rows up to a number, which know nothing of the answer and of the default of rows; what their cells
    /// begin with is theirs until one of these changes (`QuestionMatrixDynamicModel.rowCount`).
    fn add_empty_rows(&mut self, owner: ElementId, wanted: usize) {
        self.items.quiet += 1;
        for at in self.items.list(owner).len()..wanted {
            if let Some(item) = self.make_item(owner, at, Arc::default()) {
                let item = self.items.get_mut(item);
                item.object = Arc::default();
                item.behind = true;
            }
        }
        self.items.quiet -= 1;
    }

    /// The preview puts dynamic matrices and panels onto another page: they take over what the data hold,
    /// and count their rows and panels anew.
    pub(crate) fn show_answered_rows(&mut self) {
        if !EVERY_TYPE {
            return;
        }
        for owner in self.elements() {
            let Some(key) = self.data_key(owner) else {
                continue;
            };
            let value = self.data.get(key).clone();
            let takes = match self.item_kind(owner) {
                Some(ItemKind::DynamicRow) => !value.is_empty() || self.recounts(owner, &value),
                Some(ItemKind::Panel) => self.recounts(owner, &value),
                Some(ItemKind::Row) if value.is_empty() && self.cell(owner).value.is_empty() => {
                    // Nothing, but perhaps another nothing.
                    self.cell_mut(owner).value = value.clone();
                    false
                }
                _ => false,
            };
            if takes {
                self.take_over(owner, value);
            } else if self.item_kind(owner) == Some(ItemKind::Panel) {
                for item in self.items.list(owner).to_vec() {
                    self.count_rows_again(item);
                    self.count_as_bound_in(item, &Arc::clone(&self.items.get(item).object));
                }
            }
        }
    }

    /// A dynamic matrix takes at least `minRowCount` rows over from the data: one with a
    /// `defaultRowValue` such rows, one that holds an answer empty ones.
    pub(crate) fn padded_rows(&self, id: ElementId, value: Value) -> Value {
        if self.item_kind(id) != Some(ItemKind::DynamicRow) {
            return value;
        }
        let least = self.count_setting(id, "minRowCount").min(MAX_ITEMS);
        let given = value.as_array().unwrap_or_default();
        if given.len() >= least {
            return value;
        }
        let row = if self.begins_rows(id) && !self.items.counted_by_data.contains(&id) {
            self.element_property(id, "defaultRowValue")
        } else if self.is_question_empty(id) {
            return value;
        } else {
            Object::new().into()
        };
        let mut rows = given.to_vec();
        rows.resize(least, row);
        rows.into()
    }

    /// A dynamic matrix is given rows with its `defaultRowValue` where the data have none.
    pub(crate) fn begins_rows(&self, id: ElementId) -> bool {
        self.def(id).kind == ElementKind::MatrixDynamic
            && self.count_setting(id, "minRowCount") > 0
            && !self.element_property(id, "defaultRowValue").is_empty()
    }
}
