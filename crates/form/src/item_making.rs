//! Making and dropping rows and panels, as many as settings, defaults and answers say (reference 4.4,
//! 4.5).

use crate::bounds::Bound;
use crate::element::EVERY_TYPE;
use std::sync::Arc;

use crate::data::same;
use crate::defaults::default_in_row;
use crate::items::ItemId;
use crate::model::{Effect, ItemKind};
use crate::row_settling::with_words;
use crate::state::Flag;
use crate::storage::COMMENT;
use crate::values::is_blank;
use crate::{Change, ElementId, ElementKind, Form, Object, Value};

/// The most rows or panels of one question (SurveyJS: `settings.matrix.maxRowCount`; for panels a
/// bound of our own).
pub(crate) const MAX_ITEMS: usize = 1000;
/// How many panels there may be where nothing is said, and at most whatever is said (SurveyJS
/// `settings.panel.maxPanelCount`).
const MAX_PANELS: usize = 100;
/// The most elements in all rows and panels of a form: panels in panels multiply.
pub(crate) const MAX_INSIDE: usize = 50_000;

impl Form {
    /// Makes the rows or panels of every question that has them.
    pub(crate) fn make_all_items(&mut self) {
        if !EVERY_TYPE {
            return;
        }
        for id in self.elements() {
            if self.def(id).has_items() {
                self.items_needed(id);
            }
        }
    }

    /// Makes the rows or panels of a question for the first time.
    pub(crate) fn items_needed(&mut self, owner: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        let Some(kind) = self.item_kind(owner) else {
            return;
        };
        if self.items.is_made(owner) {
            return;
        }
        if kind.is_component() {
            self.make_component(owner);
            return;
        }
        self.items.begin_list(owner);
        if self.is_at_top(owner) && kind != ItemKind::Inputs {
            self.items.owners_to_make = self.items.owners_to_make.saturating_sub(1);
        }
        let count = self.first_count(owner, kind);
        let mut bound = false;
        if kind == ItemKind::Panel && count > 0 {
            // An answer that the number is bound to hears of it when there are no panels yet.
            if self.is_bound_as(owner, count) {
                // It has given that number.
            } else if self.is_at_top(owner) {
                let outer = self.items.beginning.replace(owner);
                bound = self.tell_bound(owner, count);
                self.items.beginning = outer;
            } else if self.is_list_of_panels(owner) {
                self.items.quiet += 1;
                self.tell_bound(owner, count);
                self.items.quiet -= 1;
            }
        }
        self.items.quiet += 1;
        for at in 0..count {
            let object = self.part_of_value(owner, kind, at);
            self.make_item(owner, at, object);
        }
        for item in self.items.list(owner).to_vec() {
            self.make_rows_in(item);
        }
        self.items.quiet -= 1;
        let pads = match kind {
            // A panel inside another, shown one at a time, keeps empty panels to itself, unless an
            // expression counts them.
            ItemKind::Panel => {
                // So do those of a component in a row or panel.
                let around = self
                    .custom_around(owner)
                    .is_none_or(|id| self.is_at_top(id));
                let told = self.is_list_of_panels(owner) || self.has_count_expression(owner);
                count > 0 && around && (self.is_at_top(owner) || told)
            }
            _ => false,
        };
        let outer = self.items.beginning.replace(owner);
        // An answer that follows the number stores the panels, and what is computed in them, without a
        // word (`SurveyModel.isRunningElementsBindings`).
        let binding = self.stage.binding;
        self.stage.binding |= bound;
        if kind == ItemKind::Row {
            self.decide_rows(owner);
        }
        if kind.is_row() {
            self.settle_new_rows(owner, kind);
            self.hold_no_rows(owner, kind, count);
        }
        let early = self.stage.loading || self.items.quiet > 0;
        if kind == ItemKind::Panel && early && !self.is_at_top(owner) {
            // Panels inside of panels are computed with the panel around them, and before something
            // makes them read-only.
            self.run_items(owner);
        }
        let filled = self
            .items
            .list(owner)
            .iter()
            .any(|item| !self.items.get(*item).object.is_empty());
        // A row isn't told of panels in its details until they are answered.
        let told = kind != ItemKind::Panel || !self.is_detail(owner);
        if told && (pads || (filled && !kind.is_row()) || self.counts_fewer(owner, count)) {
            let before = self.cell(owner).value.clone();
            self.put_together(owner);
            if !same(&before, &self.cell(owner).value) {
                self.tell_others_in_panels(owner);
                self.store_told(owner);
            }
        }
        if kind == ItemKind::Panel && self.wave.running && self.items.quiet == 0 {
            // All conditions of the question are evaluated as soon as they are there
            // (`QuestionPanelDynamicModel.reRunCondition`).
            self.run_conditions_of(owner);
            self.run_items(owner);
            self.put_panels_into_survey(owner);
        }
        if kind == ItemKind::Panel {
            for item in self.items.list(owner).to_vec() {
                self.count_rows_again(item);
            }
        }
        self.run_due();
        self.stage.binding = binding;
        self.run_triggers_of_untold(owner);
        self.items.beginning = outer;
        self.run_row_triggers(owner);
    }

    pub(crate) fn first_count(&self, owner: ElementId, kind: ItemKind) -> usize {
        match kind {
            ItemKind::Inputs | ItemKind::Composite | ItemKind::Custom => 1,
            ItemKind::Row => {
                let items = self.def(owner).items.as_ref();
                items.map_or(0, |items| items.rows.len())
            }
            ItemKind::Panel => self.at_most_items(owner, self.first_panels(owner)),
            // How many must be there at least doesn't count at the start, as in survey-core.
            ItemKind::DynamicRow => self.at_most_items(owner, self.first_rows(owner)),
        }
    }

    /// As many rows or panels as a question can have.
    pub(crate) fn at_most_items(&self, owner: ElementId, count: usize) -> usize {
        if count > MAX_ITEMS {
            self.meet(Bound::Items, Some(owner));
        }
        count.min(MAX_ITEMS)
    }

    pub(crate) fn count_setting(&self, owner: ElementId, name: &str) -> usize {
        if !EVERY_TYPE {
            return 0;
        }
        let number = self.element_property(owner, name).number_like();
        if name == "maxPanelCount" {
            return most_panels(number);
        }
        number.map_or(0, |number| number.max(0.0).ceil() as usize)
    }

    /// What the value of the question holds for the item at a place.
    pub(crate) fn part_of_value(&self, owner: ElementId, kind: ItemKind, at: usize) -> Arc<Object> {
        let value = &self.cell(owner).value;
        let part = match kind {
            ItemKind::Inputs | ItemKind::Composite => Some(value),
            ItemKind::Custom => None,
            ItemKind::Row => {
                let row = self
                    .def(owner)
                    .items
                    .as_ref()
                    .and_then(|items| items.rows.get(at));
                let name = row.map(|row| row.value.to_text()).unwrap_or_default();
                value.as_object().and_then(|rows| rows.get(&name))
            }
            ItemKind::Panel | ItemKind::DynamicRow => {
                value.as_array().and_then(|items| items.get(at))
            }
        };
        match part {
            Some(Value::Object(part)) => Arc::clone(part),
            // A row that the value knows to be nothing begins with nothing.
            None if kind == ItemKind::DynamicRow => self.default_row(owner).into(),
            _ => Arc::default(),
        }
    }

    /// The defaults of a new row: of the columns, then of the matrix.
    pub(crate) fn default_row(&self, owner: ElementId) -> Object {
        let mut row = Object::new();
        let model = self.model();
        let Some(template) = self.def(owner).template.map(|id| model.template(id)) else {
            return row;
        };
        let columns = self
            .def(owner)
            .items
            .iter()
            .flat_map(|items| &items.columns);
        for column in columns {
            let cell = template.elements.get(column.cell.as_u32() as usize);
            if let Some(cell) = cell
                && let Some(default) = cell.properties.get("defaultValue")
                && let default = default_in_row(&cell.input, default)
                && !default.is_empty()
            {
                row.insert(Arc::clone(&column.name), default);
            }
        }
        let given = self.element_property(owner, "defaultRowValue");
        if let Some(given) = given.as_object().filter(|_| !given.is_empty()) {
            for (name, value) in given.iter() {
                row.insert(Arc::clone(name), value.clone());
            }
        }
        row
    }

    /// `defaultRowValue` or `defaultPanelValue`, once for each row or panel of the start.
    pub(crate) fn default_items(&self, owner: ElementId) -> Option<Value> {
        if !EVERY_TYPE {
            return None;
        }
        let (property, kind) = match self.def(owner).kind {
            ElementKind::MatrixDynamic => ("defaultRowValue", ItemKind::DynamicRow),
            ElementKind::PanelDynamic => ("defaultPanelValue", ItemKind::Panel),
            _ => return None,
        };
        let given = self.def(owner).properties.get(property)?;
        let count = if self.items.is_made(owner) {
            self.items.list(owner).len()
        } else {
            self.first_count(owner, kind)
        };
        (!given.is_empty() && count > 0).then(|| vec![given.clone(); count].into())
    }

    /// Makes one item that holds an object; what is empty in it gets its default.
    pub(crate) fn make_item(
        &mut self,
        owner: ElementId,
        at: usize,
        object: Arc<Object>,
    ) -> Option<ItemId> {
        if !EVERY_TYPE {
            return None;
        }
        let model = self.shared_model();
        let template = self.def(owner).template?;
        if self.elements.len() - model.elements.len() >= MAX_INSIDE {
            self.meet(Bound::Elements, Some(owner));
            return None;
        }
        let item = self
            .items
            .insert(&model, &mut self.elements, owner, template, at);
        self.items.get_mut(item).name = self.item_name(owner, at);
        self.items.get_mut(item).fresh = true;
        self.panel_appeared(owner, item);
        let frame = self.items.get(item).frame;
        for id in self.within(frame) {
            self.limits.remove(&(id, false));
            self.limits.remove(&(id, true));
            self.errors.remove(&id);
        }
        self.items.quiet += 1;
        self.items.newborn.push(item);
        for id in self.within(frame) {
            self.begin_remote(id);
        }
        if self.item_template(item).kind.is_row() {
            self.fill_new_row(item, object);
        } else {
            self.fill_item(item, object);
        }
        let content = self.item_template(item).kind.is_component();
        let mut held = self.hold_defaults(item).into_iter().peekable();
        for id in self.within(frame) {
            if held.next_if_eq(&id).is_some() {
                let name = self.value_name(id);
                let told = name.and_then(|name| self.items.get(item).object.get(&name).cloned());
                self.cell_mut(id).value = self.own_form(id, told.unwrap_or_default());
            }
            if self.is_component(id) {
                // In another component it waits for the default of that.
                if !content {
                    self.make_component(id);
                    if !self.item_template(item).kind.is_row() {
                        self.run_first_rules(id);
                    }
                }
                continue;
            }
            let early = self.is_built_early(item, id);
            if early {
                self.make_early(id);
            } else if self.item_kind(id) == Some(ItemKind::Inputs) {
                self.items_needed(id);
            } else if self.def(id).has_items() && (self.items.with_details || !self.is_detail(id)) {
                self.items.unmade.push_back(id);
            }
            self.emptiness_changed(id);
            if content {
                continue;
            }
            if self.def(id).outer_key.is_some() {
                if !self.item_template(item).kind.is_row() {
                    self.begin_under_choice(id);
                    self.run_first_rules(id);
                }
            } else if self.is_detail(id) {
                self.fill_detail(id);
            } else if !self.item_template(item).kind.is_row() {
                self.forget_given_rows(item, id);
                self.set_default_if_empty(id);
                self.run_first_rules(id);
            }
            if early {
                self.begin_early(id);
            }
        }
        let told = Arc::clone(&self.items.get(item).object);
        self.count_as_bound_in(item, &told);
        self.items.newborn.pop();
        if self.item_template(item).kind.is_row() {
            self.take_cells(item);
        }
        if !self.items.get(item).given {
            self.take_unstored(item);
        }
        self.mark_first_in(item);
        self.draw_panel(owner, item);
        self.items.quiet -= 1;
        self.changed(Change::Children(owner));
        Some(item)
    }

    /// The questions of a new panel hold what is given as their default from the start, and give it up
    /// when their turn comes: those before them see it.
    fn hold_defaults(&mut self, item: ItemId) -> Vec<ElementId> {
        if self.item_template(item).kind != ItemKind::Panel {
            return Vec::new();
        }
        let mut held = self.within(self.items.get(item).frame);
        held.retain(|id| {
            let def = self.def(*id);
            def.properties.get("defaultValue").is_some()
                && def.keeps_value()
                && !def.has_items()
                && self.items.item_of(*id) == Some(item)
                && self.cell(*id).value.is_empty()
        });
        for id in &held {
            self.cell_mut(*id).value = self.own_form(*id, self.plain_default(*id));
        }
        held
    }

    /// A dynamic matrix with a default gives it up when its panel, which knows nothing of it yet, is
    /// told its value: what is left are as many rows as must be (`QuestionMatrixDynamicModel`).
    fn forget_given_rows(&mut self, item: ItemId, id: ElementId) {
        if self.item_template(item).kind != ItemKind::Panel
            || self.item_kind(id) != Some(ItemKind::DynamicRow)
            || !self.cell(id).value.is_empty()
        {
            return;
        }
        let given = |name: &str| {
            let value = self.def(id).properties.get(name);
            value.is_some_and(|value| !value.is_empty())
        };
        if given("defaultValue") || given("defaultRowValue") {
            let least = self.count_setting(id, "minRowCount");
            self.items.first_counts.insert(id, least);
        }
    }

    /// A panel that is counted and not in the value, and in which nothing was stored, is given what its
    /// questions hold (`QuestionPanelDynamicModel.setValueBasedOnPanelCount`).
    pub(crate) fn take_unstored(&mut self, item: ItemId) {
        let panel = self.item_template(item).kind == ItemKind::Panel;
        if panel && self.items.get(item).object.is_empty() {
            self.items.get_mut(item).object = self.answers_in(item).into();
        }
    }

    /// A row holds what its cells hold, blanks left out.
    pub(crate) fn take_cells(&mut self, item: ItemId) {
        let frame = self.items.get(item).frame;
        self.items.get_mut(item).behind = false;
        let children = self.children(frame).to_vec();
        let panels = children.iter().any(|id| self.def(*id).is_container());
        // What lies in panels of the details is the row's as well.
        let cells = if panels {
            let mut inside = self.questions_inside(item);
            inside.retain(|id| self.def(*id).outer_key.is_none());
            inside
        } else {
            children
        };
        for id in cells {
            if self.is_closed_detail(id) {
                continue;
            }
            let Some(name) = self.value_name(id) else {
                continue;
            };
            let empty = self.is_question_empty(id);
            // What is named as a column before it takes no answer away, and none in the details has one
            // beside that (`MatrixDropdownRowModelBase.getValueCore`).
            let named = |key| self.item_template(item).keys.get(key)?.questions.first();
            let first = self.def(id).key.and_then(named).copied();
            let first = first.map(|first| self.in_item(item, first));
            let second = first.is_some_and(|first| first != id);
            if second && (empty || self.is_detail(id)) {
                continue;
            }
            let value = self.cell(id).value.clone();
            let object = &mut self.items.get_mut(item).object;
            let held = object.get(&name);
            if empty {
                if held.is_some() {
                    Arc::make_mut(object).remove(&name);
                }
            } else if held != Some(&value) {
                Arc::make_mut(object).insert(Arc::clone(&name), value);
            }
            self.take_words(item, id, &name);
        }
        self.order_row(item);
    }

    /// The words for an "other" that are the value of a cell stand beside it in the row as well, where
    /// the survey stores them as comments (`MatrixDropdownRowModelBase.value`).
    fn take_words(&mut self, item: ItemId, id: ElementId, name: &str) {
        if !self.shows_other(id)
            || self.stores_others(id)
            || self.has_comment_area(id)
            || self.survey_property("storeOthersAsComment") == Value::Bool(false)
        {
            return;
        }
        let told = self.other_value(id);
        let name = [name, COMMENT].concat();
        let object = &mut self.items.get_mut(item).object;
        if told.is_truthy() {
            Arc::make_mut(object).insert(name, told);
        } else if object.contains_key(&name) {
            Arc::make_mut(object).remove(&name);
        }
    }

    /// The cells of a new row come one after the other: each gets its default, its conditions run,
    /// and then it takes what the row was given as an input does. So what a cell computes at first
    /// knows only the cells before it.
    fn fill_new_row(&mut self, item: ItemId, object: Arc<Object>) {
        let frame = self.items.get(item).frame;
        self.items.get_mut(item).object = Arc::default();
        for id in self.within(frame) {
            if self.def(id).outer_key.is_some() {
                self.begin_under_choice(id);
                self.run_first_rules(id);
                continue;
            }
            let detail = self.is_detail(id);
            // A new cell looks for its value by the name of its column.
            let named = (!detail).then(|| Arc::clone(&self.def(id).name));
            let told = named.or_else(|| self.value_name(id));
            let told = told.and_then(|name| object.get(&name));
            let given = told.filter(|given| !given.is_empty()).cloned();
            if !detail {
                self.decide_first(id);
                self.set_default_if_empty(id);
                self.run_first_rules(id);
            }
            let Some(given) = given else {
                if let Some(nothing) = told.filter(|_| self.cell(id).value.is_empty())
                    && self.takes_other_nothing(id, nothing)
                {
                    self.cell_mut(id).value = self.own_form(id, nothing.clone());
                }
                continue;
            };
            let blank = is_blank(&given);
            self.take_over(id, given);
            if blank {
                // Blanks are given, too, and a default doesn't take their place.
                self.cell_mut(id).set(Flag::Direct, true);
            }
            if !detail {
                let value = self.cell(id).value.clone();
                let typed = self.input_value(id, value);
                self.cell_mut(id).value = match typed.is_empty() {
                    true => Value::Undefined,
                    false => typed,
                };
            }
        }
        let mut row = object;
        let begun = self.items.get(item);
        if self.keeps_first_words(begun.owner) {
            let named = self.item_kind(begun.owner) == Some(ItemKind::Row);
            with_words(&mut row, &begun.object, named);
        }
        self.items.get_mut(item).object = row;
    }

    /// A cell that its condition hides begins without a default where hidden answers go.
    fn decide_first(&mut self, id: ElementId) {
        let Some(item) = self.items.item_of(id).filter(|_| self.clears_on_hide(id)) else {
            return;
        };
        for rule in self.def(id).rules.clone() {
            let decides = self.rule_of(id, rule).effect == Effect::Visible;
            if decides && !self.waits_for_item(item, rule) {
                self.apply_rule(self.rule_of(id, rule), id);
            }
        }
    }

    /// A question's own conditions, when it comes into being in a row or panel.
    pub(crate) fn run_first_rules(&mut self, id: ElementId) {
        if self.def(id).is_container() {
            return;
        }
        let item = self.items.item_of(id);
        for rule in self.def(id).rules.clone() {
            if item.is_some_and(|item| self.waits_for_item(item, rule)) {
                continue;
            }
            let rule = self.rule_of(id, rule);
            if !matches!(rule.effect, Effect::Items) {
                self.apply_rule(rule, id);
            } else if !self.items.is_made(id) {
                // Without rows there may be totals.
                self.run_items(id);
            }
        }
    }

    /// Lies in the detail panel of a row.
    pub(crate) fn is_detail(&self, id: ElementId) -> bool {
        let Some(item) = self.items.item_of(id) else {
            return false;
        };
        let item = self.items.get(item);
        let items = self.def(item.owner).items.as_ref();
        let last = items.and_then(|items| items.columns.last());
        let local = id.as_u32() - item.frame.as_u32();
        let template = self.model().template(item.template);
        let Some(last) = last else {
            // Nothing but details.
            return template.kind.is_row() && local > 0;
        };
        let end = template.elements.get(last.cell.as_u32() as usize);
        end.is_some_and(|cell| local >= cell.end.as_u32())
    }

    /// The default of a question in a detail panel: it holds it, and the row doesn't store it
    /// (survey-core makes these panels when they are opened, without telling the row).
    pub(crate) fn fill_detail(&mut self, id: ElementId) {
        if self.def(id).key.is_some()
            && self.cell(id).value.is_empty()
            && let Some(value) = self.def(id).properties.get("defaultValue").cloned()
        {
            let value = self.own_form(id, value);
            self.cell_mut(id).value = value;
        }
    }

    fn item_name(&mut self, owner: ElementId, at: usize) -> Value {
        match self.item_kind(owner) {
            Some(ItemKind::Row) => {
                let items = self.def(owner).items.as_ref();
                let row = items.and_then(|items| items.rows.get(at));
                row.map(|row| row.value.clone()).unwrap_or_default()
            }
            Some(ItemKind::DynamicRow) => {
                let made = self.items.made.value_or_default(owner);
                *made += 1;
                Value::Undefined
            }
            _ => (at as f64).into(),
        }
    }

    pub(crate) fn drop_item(&mut self, item: ItemId) {
        let frame = self.items.get(item).frame;
        let owner = self.items.get(item).owner;
        let gone = self.within(frame);
        self.inputs.forget(&gone);
        for id in gone {
            self.errors.remove(&id);
            self.choice_states.remove(&id);
            self.remembered.remove(&id);
            self.other_texts.remove(&id);
            self.told_items.remove(&id);
            self.shared_lists.leave(id);
            self.drop_remote(id);
            self.uploaded(id);
        }
        for id in self.within(frame) {
            if self.def(id).has_items() {
                for inner in self.items.list(id).to_vec() {
                    self.drop_item(inner);
                }
                self.items.forget(id);
            }
        }
        let place = self.items.place(item);
        self.items.remove(item);
        self.panel_went(owner, item, place);
        self.changed(Change::Children(owner));
    }

    /// Makes or drops items at the end until there are that many.
    pub(crate) fn resize(&mut self, owner: ElementId, count: usize) {
        let count = self.at_most_items(owner, count);
        while self.items.list(owner).len() > count {
            if let Some(item) = self.items.list(owner).last().copied() {
                self.drop_item(item);
            }
        }
        while self.items.list(owner).len() < count {
            let at = self.items.list(owner).len();
            let object = match self.item_kind(owner) {
                Some(kind) => self.part_of_value(owner, kind, at),
                None => Arc::default(),
            };
            if self.make_item(owner, at, object).is_none() {
                return;
            }
        }
    }

    pub(crate) fn first_rows(&self, owner: ElementId) -> usize {
        let known = self.items.first_counts.get(&owner).copied();
        known.unwrap_or_else(|| self.count_setting(owner, "rowCount"))
    }

    pub(crate) fn initial_rows(&self, owner: ElementId) -> usize {
        let known = self.items.initial_rows.get(&owner).copied();
        known.unwrap_or_else(|| self.count_setting(owner, "rowCount"))
    }

    /// The number of panels of the start is brought into its limits when the turn of their question
    /// comes.
    pub(crate) fn limit_first_panels(&mut self, owner: ElementId) {
        if self.item_kind(owner) == Some(ItemKind::Panel) {
            let known = self.items.first_counts.get(&owner).copied();
            let known = known.unwrap_or_else(|| self.count_setting(owner, "panelCount"));
            let count = self.panels_within_limits(owner, known);
            if count != known {
                self.items.first_counts.insert(owner, count);
                self.tell_bound(owner, count);
            }
        }
    }

    pub(crate) fn panels_within_limits(&self, owner: ElementId, count: usize) -> usize {
        let least = self.count_setting(owner, "minPanelCount");
        count
            .min(self.count_setting(owner, "maxPanelCount"))
            .max(least)
    }

    /// `panelCount`, which stays as it is while panels come and go, but for those that are taken out.
    pub(crate) fn set_first_panels(&mut self, owner: ElementId, count: usize) {
        let count = self.panels_within_limits(owner, count);
        let known = self.items.first_counts.get(&owner).copied();
        let known = known.unwrap_or_else(|| {
            let given = self.count_setting(owner, "panelCount");
            // In rows and panels the limits hold from the start.
            if self.is_at_top(owner) {
                given
            } else {
                self.panels_within_limits(owner, given)
            }
        });
        if count != known {
            self.items.first_counts.insert(owner, count);
            if !self.is_bound_as(owner, count) {
                self.tell_bound(owner, count);
            }
        }
    }

    /// How many panels there are where the value doesn't say.
    pub(crate) fn first_panels(&self, owner: ElementId) -> usize {
        if let Some(known) = self.items.first_counts.get(&owner) {
            return *known;
        }
        // A default that isn't set, because a condition hides the question, still says how many.
        let properties = &self.def(owner).properties;
        let shown = properties.get("visible") != Some(&Value::Bool(false));
        let default = properties.get("defaultValue");
        let default = default.filter(|_| shown || !self.clears_on_hide(owner));
        let given = default.and_then(Value::as_array).map_or(0, <[Value]>::len);
        let count = if given > 0 {
            given
        } else {
            self.count_setting(owner, "panelCount")
        };
        // Limits that code sets later say nothing of it.
        let limit = |name: &str| {
            let given = self.def(owner).properties.get(name);
            given.and_then(Value::as_number)
        };
        let least = limit("minPanelCount").map_or(0, |limit| limit.max(0.0) as usize);
        count.min(most_panels(limit("maxPanelCount"))).max(least)
    }

    pub(crate) fn questions_of(
        &self,
        item: ItemId,
        key: Option<crate::names::KeyId>,
    ) -> Vec<ElementId> {
        let template = self.item_template(item);
        let def = key.and_then(|key| template.keys.get(key));
        let questions = def.map_or(&[][..], |def| &def.questions);
        questions
            .iter()
            .map(|local| self.in_item(item, *local))
            .collect()
    }
}

/// How many panels a limit allows: one at least, and never more than without one.
fn most_panels(limit: Option<f64>) -> usize {
    limit.map_or(MAX_PANELS, |limit| {
        (limit.ceil() as usize).clamp(1, MAX_PANELS)
    })
}
