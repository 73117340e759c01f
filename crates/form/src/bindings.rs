//! `bindings`: the number of rows or panels of one question and the answer to another follow each
//! other (reference 2.7).

use std::sync::Arc;

use crate::bounds::Bound;
use crate::element::EVERY_TYPE;
use crate::item_making::MAX_ITEMS;
use crate::items::ItemId;
use crate::model::ItemKind;
use crate::names::KeyId;
use crate::{ElementId, ElementKind, Form, Object, Value};

impl Form {
    /// An answer changed: the counts that are bound to it follow.
    pub(crate) fn run_bindings(&mut self, key: KeyId) {
        if !EVERY_TYPE {
            return;
        }
        let model = self.shared_model();
        if model.bindings.is_empty() {
            return;
        }
        // A question may have that name or none.
        let name = self.data.text(&model, key);
        for (owner, bound) in &model.bindings {
            let making = self.items.beginning == Some(*owner);
            if *bound != name || making || self.has_count_expression(*owner) {
                continue;
            }
            let answer = self.data.get(key).clone();
            let outer = std::mem::replace(&mut self.stage.binding, true);
            self.count_as_bound(*owner, &answer, true);
            self.stage.binding = outer;
        }
    }

    /// Data came: where they hold nothing of a question itself, its count follows the answer that it
    /// is bound to.
    pub(crate) fn count_as_data_bind(&mut self) {
        if !EVERY_TYPE {
            return;
        }
        let model = self.shared_model();
        for (owner, bound) in &model.bindings {
            let bound = self.data.key(&model, bound);
            let answer = self.data.get(bound).clone();
            let own = self.data_key(*owner).map(|key| self.data.get(key));
            let given = own.is_some_and(|own| !own.is_empty());
            if !answer.is_empty() && !given && !self.has_count_expression(*owner) {
                let outer = std::mem::replace(&mut self.stage.binding, true);
                // Data that mean a number stay as they were given.
                self.count_as_bound(*owner, &answer, false);
                self.stage.binding = outer;
            }
        }
    }

    /// The name of the answer that the number of rows or panels of a question is bound to.
    fn bound_name(&self, owner: ElementId) -> Option<Arc<str>> {
        if self.has_count_expression(owner) {
            return None;
        }
        let model = self.model();
        let bound = match self.items.item_of(owner) {
            Some(item) => {
                let mut bound = self.item_template(item).bindings.iter();
                bound.find(|(local, _)| self.in_item(item, *local) == owner)
            }
            None => model.bindings.iter().find(|(known, _)| *known == owner),
        };
        bound.map(|(_, name)| Arc::clone(name))
    }

    /// The data hold nothing of a question any more: its count follows the answer that it is bound to
    /// (`Question.updateBindingsOnClearFromSurveyCore`).
    pub(crate) fn count_as_still_bound(&mut self, owner: ElementId) {
        let Some(name) = self.bound_name(owner) else {
            return;
        };
        let answer = match self.items.item_of(owner) {
            Some(item) => self.items.get(item).object.get(&name).cloned(),
            None => {
                let key = self.data.find_key(self.model(), &name);
                key.map(|key| self.data.get(key).clone())
            }
        };
        if let Some(answer) = answer.filter(|answer| !answer.is_empty()) {
            self.count_as_bound(owner, &answer, true);
        }
    }

    /// What lies in a panel was told its part: where that is nothing, counts follow what they are
    /// bound to.
    pub(crate) fn count_as_bound_in(&mut self, item: ItemId, told: &Object) {
        let model = self.shared_model();
        for (local, _) in &model.template(self.items.get(item).template).bindings {
            let owner = self.in_item(item, *local);
            let name = self.value_name(owner);
            let own = name.and_then(|name| told.get(&name));
            if own.is_none_or(Value::is_empty) {
                self.count_as_still_bound(owner);
            }
        }
    }

    /// An answer in a row or panel changed: the counts in it that are bound to it follow.
    pub(crate) fn run_bindings_in(&mut self, item: ItemId, name: &str) {
        let model = self.shared_model();
        let template = model.template(self.items.get(item).template);
        for (local, bound) in &template.bindings {
            let owner = self.in_item(item, *local);
            if **bound == *name && !self.has_count_expression(owner) {
                let object = &self.items.get(item).object;
                let answer = object.get(name).cloned().unwrap_or_default();
                self.count_as_bound(owner, &answer, true);
            }
        }
    }

    /// `tell`: the answer becomes the number that it means.
    fn count_as_bound(&mut self, owner: ElementId, answer: &Value, tell: bool) {
        let panels = self.def(owner).kind == ElementKind::PanelDynamic;
        let wanted = match answer.number_like() {
            Some(wanted) => wanted,
            None if answer.is_empty() => 0.0,
            None if crate::values::is_blank(answer) => 0.0,
            // Panels are counted as JavaScript compares.
            None if panels && answer.is_true() => 1.0,
            None if panels && *answer == Value::Bool(false) => 0.0,
            // What is no number says nothing of panels; it leaves no rows and goes itself, in rows and
            // panels for a 0.
            None if panels => return,
            None => {
                self.hide_rows(owner);
                let none = if self.is_at_top(owner) {
                    Value::Undefined
                } else {
                    0.0.into()
                };
                self.tell_bound_answer(owner, none);
                return;
            }
        };
        if wanted > MAX_ITEMS as f64 {
            self.meet(Bound::Items, Some(owner));
        }
        if wanted < 0.0 || wanted > MAX_ITEMS as f64 {
            return;
        }
        let said = wanted;
        let wanted = wanted.ceil() as usize;
        let made = self.items.is_made(owner);
        let before = match self.item_kind(owner) {
            Some(kind) if !made => self.first_count(owner, kind),
            _ => self.items.list(owner).len(),
        };
        self.set_item_count(owner, wanted);
        if !panels {
            self.take_bound_rows(owner);
        }
        // Panels leave an answer as it was given; where there is none, the number is one.
        let blank = crate::values::is_blank(answer);
        if tell && before != wanted && (!panels || (made && blank)) {
            self.tell_bound_answer(owner, said.into());
        }
    }

    /// No number of rows: none are left, and the value is what it was
    /// (`QuestionMatrixDynamicModel.rowCount`).
    fn hide_rows(&mut self, owner: ElementId) {
        if !self.items.is_made(owner) || self.cell(owner).value.is_empty() {
            self.set_item_count(owner, 0);
            return;
        }
        self.items.quiet += 1;
        self.resize(owner, 0);
        self.items.quiet -= 1;
        self.mark_neighbours(owner);
        self.run_due();
    }

    /// Code sets `rowCount` or `panelCount`.
    #[cfg(feature = "every-property")]
    pub(crate) fn set_item_count_by_code(&mut self, owner: ElementId, count: &Value) {
        let Some(wanted) = count.number_like().filter(|_| EVERY_TYPE) else {
            return;
        };
        if wanted > MAX_ITEMS as f64 {
            self.meet(Bound::Items, Some(owner));
        }
        if wanted < 0.0 || wanted > MAX_ITEMS as f64 {
            return;
        }
        self.set_item_count(owner, wanted as usize);
        self.tell_bound(owner, wanted as usize);
    }

    /// A matrix is given fewer rows through itself than it has: where their number is bound to an
    /// answer, the others are taken into the value as long as one of them holds something
    /// (`QuestionMatrixDynamicModel.updateBindingProp`). Whether they were.
    pub(crate) fn keep_bound_rows(&mut self, owner: ElementId, given: usize) -> bool {
        let rows = self.items.list(owner).get(given..).unwrap_or_default();
        let rows = rows.iter().map(|item| &self.items.get(*item).object);
        if self.bound_name(owner).is_none() || rows.clone().all(|row| row.is_empty()) {
            return false;
        }
        let rows = rows.map(|row| Value::from(Arc::clone(row)));
        let value = self.cell(owner).value.as_array().unwrap_or_default();
        let all: Vec<Value> = value.iter().cloned().chain(rows).collect();
        self.cell_mut(owner).value = all.into();
        true
    }

    /// What new rows compute is stored where their number is bound to an answer
    /// (`QuestionMatrixDynamicModel.updateBindingProp`).
    fn take_bound_rows(&mut self, owner: ElementId) {
        let rows = self.items.list(owner).to_vec();
        let value = self.cell(owner).value.clone();
        let known = value.as_array().map_or(0, <[Value]>::len);
        let behind = rows.get(known..).unwrap_or_default();
        for item in behind {
            self.take_cells(*item);
        }
        let objects = behind.iter().map(|item| &self.items.get(*item).object);
        if objects.clone().all(|object| object.is_empty()) {
            return;
        }
        let mut all = value.as_array().unwrap_or_default().to_vec();
        all.extend(objects.map(|object| Value::from(Arc::clone(object))));
        self.keep_together(owner, all.into());
    }

    /// A question with panels gets a value through itself: where the number of panels is bound to an
    /// answer, that changes first and makes them or drops some. What is computed then stores the
    /// value without a word; whether something was. `None` where nothing is bound.
    pub(crate) fn count_by_binding(&mut self, owner: ElementId, wanted: usize) -> Option<bool> {
        let before = self.items.list(owner).to_vec();
        let known: Vec<Arc<Object>> = before
            .iter()
            .map(|item| self.items.get(*item).object.clone())
            .collect();
        self.items.settling.push(owner);
        self.tell_bound(owner, wanted);
        self.items.settling.pop();
        let items = self.items.list(owner).to_vec();
        if items.len() == before.len() || items.len() != wanted {
            return None;
        }
        let computed = items.iter().enumerate().any(|(at, item)| {
            let given = || self.part_of_value(owner, ItemKind::Panel, at);
            let known = known.get(at).cloned().unwrap_or_else(given);
            known != self.items.get(*item).object
        });
        if computed {
            let value = self.cell(owner).value.clone();
            let outer = std::mem::replace(&mut self.stage.binding, true);
            self.store_question(owner, value);
            self.stage.binding = outer;
        }
        Some(computed)
    }

    /// The number of rows or panels changed: the answer that is bound to it follows. Whether there is
    /// one in the survey that was another.
    pub(crate) fn tell_bound(&mut self, owner: ElementId, count: usize) -> bool {
        self.tell_bound_answer(owner, (count as f64).into())
    }

    /// The answer in the survey that the number of panels is bound to means that number, be it written
    /// as 2.75 for 3.
    pub(crate) fn is_bound_as(&self, owner: ElementId, count: usize) -> bool {
        let model = self.model();
        let mut bound = model.bindings.iter().filter(|(known, _)| *known == owner);
        let answer = bound
            .next()
            .and_then(|(_, name)| self.data.find_key(model, name));
        let number = answer.and_then(|key| self.data.get(key).as_number());
        number.is_some_and(|number| number.fract() != 0.0 && number.ceil() == count as f64)
    }

    fn tell_bound_answer(&mut self, owner: ElementId, answer: Value) -> bool {
        let model = self.shared_model();
        if let Some(item) = self.items.item_of(owner) {
            let known = self.item_template(item).bindings.iter();
            let mut known = known.filter(|(local, _)| self.in_item(item, *local) == owner);
            if let Some((_, name)) = known.next().filter(|_| !self.has_count_expression(owner)) {
                let name = Arc::clone(name);
                self.store_in_item(item, &name, answer);
            }
            return false;
        }
        let Some((_, name)) = model.bindings.iter().find(|(known, _)| *known == owner) else {
            return false;
        };
        if self.has_count_expression(owner) {
            return false;
        }
        let key = self.data.key(&model, name);
        let changes = *self.data.get(key) != answer;
        if changes {
            self.store(key, answer);
            for question in self.data.questions(&model, key) {
                self.compute_again(*question);
            }
        }
        changes
    }
}
