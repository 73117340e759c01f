//! A question with rows or panels got a value: as many of these as that says, each with its part
//! (reference 4.4, 4.5).

use crate::element::EVERY_TYPE;
use std::sync::Arc;

use crate::data::same;
use crate::items::ItemId;
use crate::model::{Effect, ItemKind, RuleId};
use crate::state::Flag;
use crate::values::is_blank;
use crate::{ElementId, Form, Object, Value};

impl Form {
    /// Panels that are there because the data hold no value, or to which a value adds others, keep what
    /// default expressions gave them before, where it would be another now.
    fn keep_default_results(&mut self, owner: ElementId) {
        for item in self.items.list(owner).to_vec() {
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
            // Told of nothing, it holds an empty list where it held one.
            let emptied = !by_question && self.cell(owner).is(Flag::HeldList);
            let given = given.or(emptied.then_some(0));
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
        if self.items.removing == Some(owner) {
            self.fill_panels(owner);
            for item in self.items.list(owner).to_vec() {
                self.mark_told_in(item);
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
        let kept = through_question && kind == ItemKind::DynamicRow && wanted < count;
        let kept = kept && self.keep_bound_rows(owner, wanted);
        let wanted = if kept { count } else { wanted };
        if wanted != count || !through_question {
            self.items.counted_by_data.remove(&owner);
        }
        // One row more counts as a row that somebody adds, and defaults no longer follow
        // (`QuestionMatrixDynamicModel.onBeforeValueChanged`).
        if kind == ItemKind::DynamicRow && wanted == count + 1 {
            self.cell_mut(owner).set(Flag::Direct, true);
        }
        let nothing = kind == ItemKind::Panel && given.unwrap_or(0) == 0 && wanted != count;
        if nothing && self.lies_in_panel(owner) && !through_question && !self.stage.completed {
            return self.recount_told_panels(owner, wanted);
        }
        if nothing {
            // As in survey-core: when panels come or go because there is no value, those that stay
            // keep their answers. What was forgotten in them still is.
            let stale = self.items.stale.contains(&owner);
            self.items.stale.remove(&owner);
            self.items.quiet += 1;
            self.resize(owner, wanted);
            // A text stays what it is, and so does an object: no panel has a part of it. Panels that come
            // while the form is loaded are put into a list that nobody holds
            // (`QuestionPanelDynamicModel.setValueBasedOnPanelCount`).
            let value = &self.cell(owner).value;
            let text = value.as_str().is_some() || value.as_object().is_some();
            let text = text || self.stage.loading;
            for item in self.items.list(owner).to_vec() {
                let answers = match text {
                    true => Object::new(),
                    false => self.answers_in(item),
                };
                self.fill_item(item, answers.into());
                if stale {
                    self.forget_due(item);
                }
            }
            self.items.quiet -= 1;
            if !through_question {
                self.keep_default_results(owner);
            }
            if wanted == count + 1 {
                self.item_added(owner, true);
            }
            if !text && wanted > 0 {
                let begun = self.items.list(owner).iter().skip(count);
                let mut objects = begun.map(|item| &self.items.get(*item).object);
                if through_question
                    && objects.any(|object| !object.is_empty())
                    && let Some(key) = self.data_key(owner)
                {
                    // Nothing is stored after what the new panels begin with, and then that again.
                    self.data.move_last(key);
                }
                let counted = self.has_count_expression(owner);
                if through_question && given.is_some() && !counted {
                    self.settle_panels_without_value(owner, count);
                } else {
                    self.put_together(owner);
                }
            }
            if stale {
                self.items.stale.insert(owner);
            }
            self.decide_with_items(owner);
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
        let anew = kept || (kind == ItemKind::DynamicRow && wanted != count && wanted != count + 1);
        if anew {
            self.resize(owner, 0);
        }
        self.items.giving = true;
        self.resize(owner, wanted);
        self.items.giving = false;
        if kind == ItemKind::DynamicRow && wanted == count + 1 && !self.stage.setting_data {
            self.settle_one_row(owner);
        }
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
        let one_by_one = self.tells_one_by_one() && self.stores_while_told(owner);
        let mut stale = stale;
        if one_by_one {
            self.items.quiet -= 1;
            let stored = self.tell_panels(owner);
            // The survey runs all conditions again when it was the one that set the value.
            stale |= stored && through_question;
            self.items.quiet += 1;
        }
        for (at, item) in self.items.list(owner).to_vec().into_iter().enumerate() {
            if anew || blank || one_by_one {
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
        if !through_question && kind == ItemKind::Panel && wanted > count {
            self.keep_default_results(owner);
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
            self.decide_with_items(owner);
        } else if kind == ItemKind::Panel && wanted != count {
            self.decide_with_items(owner);
            self.count_again(owner);
        }
    }

    /// One row more is computed as it comes, before it is told what the value holds for it: what reads
    /// nothing that changes doesn't hear of that (`QuestionMatrixDynamicModel.onBeforeValueChanged`).
    /// Whether the row itself is shown is decided with the others.
    fn settle_one_row(&mut self, owner: ElementId) {
        let Some(item) = self.items.list(owner).last().copied() else {
            return;
        };
        let template = self.item_template(item);
        let own = template.rules.iter().enumerate();
        let own = own.filter(|(_, rule)| rule.owner.as_u32() == 0);
        let own = own.map(|(at, _)| RuleId(at as u32));
        let stay: Vec<RuleId> = own.chain(template.always.iter().copied()).collect();
        let due = &mut self.items.get_mut(item).due;
        due.clear();
        due.extend(stay);
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

    /// Panels that are there because their question was set to nothing are put into its value, and all
    /// conditions in them are evaluated. What these compute is gone again when the panels are told that
    /// value, and nothing is computed anew until it changes the next time. Where new panels begin with
    /// answers, that is told first, and the value takes in what is computed of it; `known`: how many
    /// panels there were.
    fn settle_panels_without_value(&mut self, owner: ElementId, known: usize) {
        let items = self.items.list(owner).to_vec();
        let mut begun = items.iter().skip(known);
        let begun = begun.any(|item| !self.items.get(*item).object.is_empty());
        self.items.settling.push(owner);
        for item in &items {
            self.mark_everything_in(*item);
        }
        if begun {
            self.run_items(owner);
        }
        let value = self.value_of_items(owner);
        self.keep_together(owner, value);
        self.run_items(owner);
        self.items.settling.pop();
        self.fill_panels(owner);
        for item in self.items.list(owner).to_vec() {
            self.forget_due(item);
        }
        self.items.stale.insert(owner);
    }

    /// What the questions of a panel hold, in their order, without comments and totals.
    pub(crate) fn answers_in(&self, item: ItemId) -> Object {
        let mut answers = Object::new();
        for (id, name) in self.questions_with_names(item) {
            if !self.is_question_empty(id) {
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
}
