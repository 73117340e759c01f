//! The values of rows and panels: making as many as the answers say, handing values in, and putting
//! what was answered inside together to the value of the question (reference 4.4, 4.5).

use std::sync::Arc;

use crate::data::same;
use crate::items::ItemId;
use crate::model::ItemKind;
use crate::state::Flag;
use crate::storage::COMMENT;
use crate::values::{MAX_DEPTH, MAX_STORES};
use crate::{Change, ElementId, ElementKind, Form, Object, Value};

/// The most rows or panels of one question (SurveyJS: `settings.matrix.maxRowCount`; for panels a
/// bound of our own).
const MAX_ITEMS: usize = 1000;
/// How many panels there may be where nothing is said (SurveyJS `settings.panel.maxPanelCount`).
const MAX_PANELS: usize = 100;

impl Form {
    // ---- making ----

    /// Makes the rows or panels of every question that has them.
    pub(crate) fn make_all_items(&mut self) {
        // Rows that must be there stand in the data at once, whatever comes before them.
        for id in self.elements() {
            let rows = self.item_kind(id) == Some(ItemKind::DynamicRow);
            if rows && self.count_setting(id, "minRowCount") > 0 {
                self.make_items(id);
            }
        }
        for id in self.elements() {
            if self.def(id).template.is_some() {
                self.make_items(id);
            }
        }
    }

    /// Makes those that expressions look into, before these are evaluated.
    pub(crate) fn make_items_read(&mut self) {
        let model = self.shared_model();
        for id in self.elements() {
            let Some(key) = self
                .data_key(id)
                .filter(|_| self.def(id).template.is_some())
            else {
                continue;
            };
            let name = self.data.name_of(&model, key);
            if !model.rule_part_readers.of(name).is_empty() {
                self.make_items(id);
            }
        }
    }

    /// Makes the rows or panels of a question for the first time.
    pub(crate) fn make_items(&mut self, owner: ElementId) {
        let Some(kind) = self.item_kind(owner) else {
            return;
        };
        if self.items.is_made(owner) {
            return;
        }
        self.items.begin_list(owner);
        self.items.quiet += 1;
        let count = self.first_count(owner, kind);
        for at in 0..count {
            let object = self.part_of_value(owner, kind, at);
            self.make_item(owner, at, object);
        }
        self.items.quiet -= 1;
        let pads = match kind {
            ItemKind::Panel => count > 0,
            ItemKind::DynamicRow => self.count_setting(owner, "minRowCount") > 0,
            _ => false,
        };
        let filled = self
            .items
            .list(owner)
            .iter()
            .any(|item| !self.items.get(*item).object.is_empty());
        if pads || filled {
            self.put_together(owner);
        }
        self.run_due();
        if kind == ItemKind::Row {
            self.mark_row_rules(owner);
            self.run_due();
        }
    }

    fn first_count(&self, owner: ElementId, kind: ItemKind) -> usize {
        let given = self.cell(owner).value.as_array().map(<[Value]>::len);
        match kind {
            ItemKind::Inputs => 1,
            ItemKind::Row => {
                let items = self.def(owner).items.as_ref();
                items.map_or(0, |items| items.rows.len())
            }
            ItemKind::Panel => {
                let count = given.filter(|count| *count > 0);
                count
                    .unwrap_or_else(|| self.first_panels(owner))
                    .min(MAX_ITEMS)
            }
            ItemKind::DynamicRow => {
                let least = self.count_setting(owner, "minRowCount");
                self.first_rows(owner).max(least).min(MAX_ITEMS)
            }
        }
    }

    pub(crate) fn count_setting(&self, owner: ElementId, name: &str) -> usize {
        let missing = if name == "maxPanelCount" {
            MAX_PANELS
        } else {
            0
        };
        self.element_property(owner, name)
            .as_number()
            .map_or(missing, |number| number.max(0.0) as usize)
    }

    /// What the value of the question holds for the item at a place.
    fn part_of_value(&self, owner: ElementId, kind: ItemKind, at: usize) -> Object {
        let value = &self.cell(owner).value;
        let part = match kind {
            ItemKind::Inputs => value.as_object(),
            ItemKind::Row => {
                let row = self
                    .def(owner)
                    .items
                    .as_ref()
                    .and_then(|items| items.rows.get(at));
                let name = row.map(|row| row.value.to_text()).unwrap_or_default();
                value
                    .as_object()
                    .and_then(|rows| rows.get(&name))
                    .and_then(Value::as_object)
            }
            ItemKind::Panel | ItemKind::DynamicRow => value
                .as_array()
                .and_then(|items| items.get(at))
                .and_then(Value::as_object),
        };
        match part {
            Some(part) => part.clone(),
            None if kind == ItemKind::DynamicRow => self.default_row(owner),
            None => Object::new(),
        }
    }

    /// The defaults of a new row: of the columns, then of the matrix.
    fn default_row(&self, owner: ElementId) -> Object {
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
            let cell = template.elements.get(column.cell.0 as usize);
            if let Some(default) = cell.and_then(|cell| cell.properties.get("defaultValue"))
                && !default.is_empty()
            {
                row.insert(Arc::clone(&column.name), default.clone());
            }
        }
        if let Some(given) = self.element_property(owner, "defaultRowValue").as_object() {
            for (name, value) in given.iter() {
                row.insert(Arc::clone(name), value.clone());
            }
        }
        row
    }

    /// `defaultRowValue` or `defaultPanelValue`, once for each row or panel of the start.
    pub(crate) fn default_items(&self, owner: ElementId) -> Option<Value> {
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
    fn make_item(&mut self, owner: ElementId, at: usize, object: Object) -> Option<ItemId> {
        let model = self.shared_model();
        let template = self.def(owner).template?;
        let item = self
            .items
            .insert(&model, &mut self.elements, owner, template, at);
        self.items.get_mut(item).name = self.item_name(owner, at);
        let frame = self.items.get(item).frame;
        for id in self.within(frame) {
            self.limits.remove(&(id, false));
            self.limits.remove(&(id, true));
            self.errors.remove(&id);
        }
        self.items.quiet += 1;
        self.fill_item(item, object);
        for id in self.within(frame) {
            if self.def(id).template.is_some() {
                self.items.unmade.push(id);
            }
            if self.is_detail(id) {
                self.fill_detail(id);
            } else {
                self.set_default_if_empty(id);
            }
        }
        if self.item_template(item).kind.is_row() {
            self.take_cells(item);
        }
        self.items.quiet -= 1;
        self.mark_all_in(item);
        self.changed(Change::Children(owner));
        Some(item)
    }

    /// A row holds what its cells have made of their values.
    fn take_cells(&mut self, item: ItemId) {
        let frame = self.items.get(item).frame;
        for id in self.children(frame).to_vec() {
            if self.is_detail(id) {
                continue;
            }
            let value = self.cell(id).value.clone();
            let Some(name) = self.value_name(id).filter(|_| !value.is_empty()) else {
                continue;
            };
            self.items.get_mut(item).object.insert(name, value);
        }
        self.order_row(item);
    }

    /// Lies in the detail panel of a row.
    fn is_detail(&self, id: ElementId) -> bool {
        let Some(item) = self.items.item_of(id) else {
            return false;
        };
        let item = self.items.get(item);
        let items = self.def(item.owner).items.as_ref();
        let last = items.and_then(|items| items.columns.last());
        let local = id.0 - item.frame.0;
        last.is_some_and(|column| local > column.cell.0)
    }

    /// The default of a question in a detail panel: it holds it, and the row doesn't store it
    /// (survey-core makes these panels when they are opened, without telling the row).
    fn fill_detail(&mut self, id: ElementId) {
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
                let made = self.items.made.entry(owner).or_default();
                *made += 1;
                format!("srow_{}", *made - 1).into()
            }
            _ => (at as f64).into(),
        }
    }

    fn drop_item(&mut self, item: ItemId) {
        let frame = self.items.get(item).frame;
        let owner = self.items.get(item).owner;
        for id in self.within(frame) {
            self.errors.remove(&id);
            self.choice_states.remove(&id);
            self.remembered.remove(&id);
        }
        for id in self.within(frame) {
            if self.def(id).template.is_some() {
                for inner in self.items.list(id).to_vec() {
                    self.drop_item(inner);
                }
                self.items.forget(id);
            }
        }
        self.items.remove(item);
        self.changed(Change::Children(owner));
    }

    /// Makes or drops items at the end until there are that many.
    fn resize(&mut self, owner: ElementId, count: usize) {
        let count = count.min(MAX_ITEMS);
        while self.items.list(owner).len() > count {
            if let Some(item) = self.items.list(owner).last().copied() {
                self.drop_item(item);
            }
        }
        while self.items.list(owner).len() < count {
            let at = self.items.list(owner).len();
            let object = match self.item_kind(owner) {
                Some(kind) => self.part_of_value(owner, kind, at),
                None => Object::new(),
            };
            if self.make_item(owner, at, object).is_none() {
                return;
            }
        }
    }

    // ---- handing values in ----

    /// The question got a value: as many rows or panels as it says, each with its part.
    pub(crate) fn items_take_over(&mut self, owner: ElementId) {
        let Some(kind) = self.item_kind(owner) else {
            return;
        };
        let given = self.cell(owner).value.as_array().map(<[Value]>::len);
        let by_question = self.cell(owner).is(Flag::Setting);
        if !self.items.is_made(owner) {
            if let (ItemKind::DynamicRow, Some(given)) = (kind, given) {
                let first = self.count_setting(owner, "rowCount");
                let count = if by_question { given.max(first) } else { given };
                if count != first {
                    self.items.counted_by_data.insert(owner);
                }
                self.items.first_counts.insert(owner, count);
            }
            return;
        }
        let by_question = by_question && !self.items.counted_by_data.contains(&owner);
        let count = self.items.list(owner).len();
        let wanted = match kind {
            ItemKind::Panel => given
                .filter(|given| *given > 0)
                .unwrap_or_else(|| self.first_panels(owner)),
            ItemKind::DynamicRow => match given {
                Some(given) if !by_question || given >= self.first_rows(owner) => given,
                None if !by_question => self.count_setting(owner, "minRowCount"),
                _ => count,
            },
            ItemKind::Row | ItemKind::Inputs => count,
        };
        let wanted = wanted.min(MAX_ITEMS);
        if wanted != count || !by_question {
            self.items.counted_by_data.remove(&owner);
        }
        if kind == ItemKind::Panel && given.unwrap_or(0) == 0 && wanted != count {
            // As in survey-core: when panels come or go because there is no value, those that stay
            // keep their answers.
            self.items.quiet += 1;
            self.resize(owner, wanted);
            self.items.quiet -= 1;
            self.put_together(owner);
            return;
        }
        self.items.quiet += 1;
        let anew = kind == ItemKind::DynamicRow && wanted != count && wanted != count + 1;
        if anew {
            self.resize(owner, 0);
        }
        self.resize(owner, wanted);
        let anew = anew
            && self
                .items
                .list(owner)
                .iter()
                .any(|item| !self.items.get(*item).object.is_empty());
        for (at, item) in self.items.list(owner).to_vec().into_iter().enumerate() {
            if anew {
                break;
            }
            let empty = self.cell(owner).value.is_empty();
            let object = if empty && kind == ItemKind::DynamicRow {
                Object::new()
            } else {
                self.part_of_value(owner, kind, at)
            };
            self.fill_item(item, object);
        }
        self.items.quiet -= 1;
        for item in self.items.list(owner).to_vec() {
            self.mark_own_readers(item);
        }
        self.mark_neighbours(owner);
        let changed =
            kind == ItemKind::Panel && !same(&self.value_of_items(owner), &self.cell(owner).value);
        if anew || (changed && given.unwrap_or(0) > 0) {
            self.put_together(owner);
        }
    }

    /// A dynamic matrix that holds an answer takes at least `minRowCount` rows over from the data.
    pub(crate) fn padded_rows(&self, id: ElementId, value: Value) -> Value {
        if self.item_kind(id) != Some(ItemKind::DynamicRow) {
            return value;
        }
        let least = self.count_setting(id, "minRowCount").min(MAX_ITEMS);
        let given = value.as_array().unwrap_or_default();
        if least == 0 || self.is_question_empty(id) || given.len() >= least {
            return value;
        }
        let mut rows = given.to_vec();
        rows.resize(least, Object::new().into());
        rows.into()
    }

    /// The preview makes dynamic matrices anew, with as many rows as their values have.
    pub(crate) fn show_answered_rows(&mut self) {
        for owner in self.elements() {
            if self.item_kind(owner) != Some(ItemKind::DynamicRow) {
                continue;
            }
            let count = self.items.list(owner).len();
            let given = self.cell(owner).value.as_array().map_or(0, <[Value]>::len);
            if given > 0 && given < count {
                self.items.quiet += 1;
                self.resize(owner, given);
                self.items.quiet -= 1;
            }
        }
    }

    fn first_rows(&self, owner: ElementId) -> usize {
        let known = self.items.first_counts.get(&owner).copied();
        known.unwrap_or_else(|| self.count_setting(owner, "rowCount"))
    }

    /// How many panels there are where the value doesn't say.
    fn first_panels(&self, owner: ElementId) -> usize {
        if let Some(known) = self.items.first_counts.get(&owner) {
            return *known;
        }
        let least = self.count_setting(owner, "minPanelCount");
        let most = self.count_setting(owner, "maxPanelCount");
        // A default that isn't set, because the question is hidden, still says how many.
        let default = self.def(owner).properties.get("defaultValue");
        let given = default.and_then(Value::as_array).map_or(0, <[Value]>::len);
        let count = if given > 0 {
            given
        } else {
            self.count_setting(owner, "panelCount")
        };
        count.min(most).max(least)
    }

    /// Rows that are hidden lose their answers where hiding clears.
    pub(crate) fn clear_hidden_rows(&mut self, owner: ElementId) {
        let shared = self.sharing(owner).len() > 1;
        let whole = self.item_kind(owner) != Some(ItemKind::Row) || !self.clears_on_hide(owner);
        if shared || whole || self.is_question_empty(owner) {
            return;
        }
        let visible = self.visible_items(owner);
        if visible.len() < self.items.list(owner).len() {
            let value = self.visible_rows_value(owner);
            self.set_question_value(owner, value);
        }
    }

    /// An item holds an object from now on; the questions in it take over their parts.
    fn fill_item(&mut self, item: ItemId, object: Object) {
        let model = self.shared_model();
        let template = model.template(self.items.get(item).template);
        let old = std::mem::replace(&mut self.items.get_mut(item).object, object.clone());
        let mut names: Vec<&Arc<str>> = old.keys().chain(object.keys()).collect();
        names.sort_unstable();
        names.dedup();
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
                if !same(&self.cell(id).value, value) {
                    self.take_over(id, value.clone());
                }
            }
        }
    }

    fn questions_of(&self, item: ItemId, key: Option<crate::names::KeyId>) -> Vec<ElementId> {
        let template = self.item_template(item);
        let def = key.and_then(|key| template.keys.get(key));
        let questions = def.map_or(&[][..], |def| &def.questions);
        questions
            .iter()
            .map(|local| self.in_item(item, *local))
            .collect()
    }

    // ---- answers inside ----

    /// Keeps a value in an item, with all that follows there and outside.
    pub(crate) fn store_in_item(&mut self, item: ItemId, name: &Arc<str>, value: Value) {
        if self.wave.depth == 0 {
            self.wave.stores = 0;
        }
        if self.wave.depth >= MAX_DEPTH || self.wave.stores >= MAX_STORES {
            return;
        }
        let model = self.shared_model();
        let object = &mut self.items.get_mut(item).object;
        if same(object.get(name).unwrap_or(&Value::Undefined), &value) {
            return;
        }
        self.wave.stores += 1;
        if value.is_empty() {
            object.remove(name);
        } else {
            object.insert(Arc::clone(name), value.clone());
        }
        let template = self.items.get(item).template;
        let key = model.template(template).keys.find(name);
        let questions = self.questions_of(item, key);
        for id in &questions {
            if !same(&self.cell(*id).value, &value) {
                self.take_over(*id, value.clone());
            }
        }
        if let Some(name) = name.strip_suffix(COMMENT) {
            let key = model.template(template).keys.find(name);
            for id in self.questions_of(item, key) {
                self.changed(Change::Comment(id));
            }
        }
        self.order_row(item);
        let id = self.data.name(&model, name);
        self.mark_readers_of(item, id);
        if self.items.quiet > 0 {
            return;
        }
        self.wave.depth += 1;
        let owner = self.items.get(item).owner;
        let changing = self.items.changing.len();
        self.items.changing.extend(questions);
        self.put_together(owner);
        self.items.changing.truncate(changing);
        self.run_due();
        self.forgive_duplicates(owner, name);
        self.run_item_triggers(item, id);
        self.wave.depth -= 1;
    }

    /// A row's object has what is no cell first, then the cells in the order of the columns.
    fn order_row(&mut self, item: ItemId) {
        let template = self.item_template(item);
        if !template.kind.is_row() {
            return;
        }
        let names: Vec<Arc<str>> = template
            .keys
            .iter()
            .map(|(_, key)| Arc::clone(&key.text))
            .collect();
        let old = &self.items.get(item).object;
        let is_cell = |name: &Arc<str>| {
            let name = name.strip_suffix(COMMENT).unwrap_or(name);
            names.iter().any(|known| **known == *name)
        };
        let mut ordered = Object::new();
        for (name, value) in old.iter().filter(|(name, _)| !is_cell(name)) {
            ordered.insert(Arc::clone(name), value.clone());
        }
        for name in &names {
            if let Some(value) = old.get(name) {
                ordered.insert(Arc::clone(name), value.clone());
            }
            let comment = format!("{name}{COMMENT}");
            if let Some(value) = old.get(&comment) {
                ordered.insert(comment, value.clone());
            }
        }
        self.items.get_mut(item).object = ordered;
    }

    /// Puts the value of a question together from its items, and stores it.
    pub(crate) fn put_together(&mut self, owner: ElementId) {
        let value = self.value_of_items(owner);
        self.keep_together(owner, value);
    }

    fn keep_together(&mut self, owner: ElementId, value: Value) {
        let changed = !same(&self.cell(owner).value, &value);
        if changed {
            let state = self.cell_mut(owner);
            state.value = value.clone();
            self.changed(Change::Value(owner));
        }
        self.items.assembling.push(owner);
        self.store_question(owner, value);
        self.items.assembling.pop();
    }

    fn value_of_items(&self, owner: ElementId) -> Value {
        let Some(kind) = self.item_kind(owner) else {
            return Value::Undefined;
        };
        let objects = self
            .items
            .list(owner)
            .iter()
            .map(|item| &self.items.get(*item).object);
        match kind {
            ItemKind::Inputs => objects
                .filter(|object| !object.is_empty())
                .map(|object| Value::from(object.clone()))
                .next()
                .unwrap_or_default(),
            ItemKind::Row => {
                let before = self.cell(owner).value.as_object();
                let mut rows = before.cloned().unwrap_or_default();
                for item in self.items.list(owner) {
                    let item = self.items.get(*item);
                    let name = item.name.to_text();
                    if item.object.is_empty() {
                        rows.remove(&name);
                    } else {
                        rows.insert(&*name, item.object.clone().into());
                    }
                }
                if rows.is_empty() {
                    Value::Undefined
                } else {
                    rows.into()
                }
            }
            ItemKind::Panel => {
                let panels: Vec<Value> = objects.map(|object| object.clone().into()).collect();
                if panels.is_empty() {
                    Value::Undefined
                } else {
                    panels.into()
                }
            }
            ItemKind::DynamicRow => {
                let least = self.count_setting(owner, "minRowCount");
                let filled = objects.clone().any(|object| !object.is_empty());
                let mut rows: Vec<Value> = if filled {
                    objects.map(|object| object.clone().into()).collect()
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

    /// `clearIncorrectValues` of a question with items: rows that are not there or hidden, keys that
    /// no question inside has, and what questions inside can't hold.
    pub(crate) fn drop_incorrect_inside(&mut self, owner: ElementId) {
        let Some(kind) = self.item_kind(owner) else {
            return;
        };
        if kind == ItemKind::Inputs {
            return;
        }
        if kind == ItemKind::Row
            && let Some(rows) = self.cell(owner).value.as_object()
        {
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
        for item in self.items.list(owner).to_vec() {
            let frame = self.items.get(item).frame;
            for id in self.within(frame) {
                if self.items.item_of(id) == Some(item) {
                    self.clear_unknown_choices(id);
                    self.drop_incorrect_inside(id);
                }
            }
            let template = self.item_template(item);
            let known = |name: &str| {
                let suffixes = [COMMENT, crate::totals::TOTAL];
                let bare = suffixes.iter().find_map(|end| name.strip_suffix(end));
                template.keys.find(name).is_some()
                    || bare.is_some_and(|name| template.keys.find(name).is_some())
            };
            let names = self.items.get(item).object.keys();
            let unknown: Vec<Arc<str>> = names.filter(|name| !known(name)).cloned().collect();
            for name in unknown {
                self.store_in_item(item, &name, Value::Undefined);
            }
        }
    }

    // ---- adding and taking out ----

    /// A new panel or row at the end, as SurveyJS's `addPanel()` and `addRow()` make it.
    pub(crate) fn append_item(&mut self, owner: ElementId) {
        let Some(kind) = self.item_kind(owner) else {
            return;
        };
        self.make_items(owner);
        let count = self.items.list(owner).len();
        // A count that an expression gives drops what is added at once.
        let allowed = match kind {
            ItemKind::DynamicRow => self.may_add_row(owner),
            _ => !self.has_count_expression(owner),
        };
        if count >= MAX_ITEMS || !allowed {
            return;
        }
        let before: Option<Object> = count
            .checked_sub(1)
            .and_then(|last| self.items.list(owner).get(last))
            .map(|item| self.items.get(*item).object.clone());
        let mut object = match kind {
            ItemKind::DynamicRow => self.default_row(owner),
            ItemKind::Panel => Object::new(),
            _ => return,
        };
        if kind == ItemKind::Panel
            && let Some(given) = self
                .element_property(owner, "defaultPanelValue")
                .as_object()
        {
            crate::data::merge(&mut object, given);
        }
        if self
            .element_property(owner, "copyDefaultValueFromLastEntry")
            .is_true()
            && let Some(before) = before
        {
            for (name, value) in before.iter() {
                object.insert(Arc::clone(name), value.clone());
            }
        }
        self.items.counted_by_data.remove(&owner);
        self.items.quiet += 1;
        let item = self.make_item(owner, count, object);
        self.items.quiet -= 1;
        self.mark_neighbours(owner);
        let filled = item.is_some_and(|item| !self.items.get(item).object.is_empty());
        if kind == ItemKind::Panel || filled {
            self.put_together(owner);
        }
        self.run_due();
    }

    fn may_add_row(&self, owner: ElementId) -> bool {
        let count = self.items.list(owner).len();
        self.element_property(owner, "allowAddRows") != Value::Bool(false)
            && !self.is_read_only(owner)
            && !self.has_count_expression(owner)
            && count < self.count_setting(owner, "maxRowCount")
    }

    fn has_count_expression(&self, owner: ElementId) -> bool {
        ["rowCountExpression", "panelCountExpression"]
            .iter()
            .any(|name| self.def(owner).properties.text(name).is_some())
    }

    /// Takes out the row or panel at a place among the visible ones.
    pub(crate) fn take_item_out(&mut self, owner: ElementId, at: usize) {
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
        self.drop_item(item);
        let count = self.items.list(owner).len();
        let first = match kind {
            ItemKind::DynamicRow => count.min(self.first_rows(owner)),
            _ => count,
        };
        self.items.first_counts.insert(owner, first);
        self.mark_neighbours(owner);
        if !self.cell(owner).value.is_empty() || kind == ItemKind::Panel {
            let mut value = self.value_of_items(owner);
            let items = self.items.list(owner).iter();
            let mut objects = items.map(|item| &self.items.get(*item).object);
            if kind == ItemKind::DynamicRow && objects.all(Object::is_empty) {
                value = Value::Undefined;
            }
            self.keep_together(owner, value);
        }
        self.run_due();
    }

    /// A new result of `panelCountExpression` or `rowCountExpression`.
    pub(crate) fn set_item_count_result(&mut self, owner: ElementId, value: &Value) {
        let wanted = value.number_like().map_or(0.0, f64::floor).max(0.0) as usize;
        let (least, most) = if self.def(owner).kind == ElementKind::PanelDynamic {
            ("minPanelCount", "maxPanelCount")
        } else {
            ("minRowCount", "maxRowCount")
        };
        let wanted = wanted
            .max(self.count_setting(owner, least))
            .min(self.count_setting(owner, most));
        self.set_item_count(owner, wanted);
    }

    /// As many rows or panels as wanted; what is too much goes with its answers.
    pub(crate) fn set_item_count(&mut self, owner: ElementId, wanted: usize) {
        if !self.items.is_made(owner) {
            self.items.first_counts.insert(owner, wanted);
            return;
        }
        let count = self.items.list(owner).len();
        if count == wanted || self.item_kind(owner).is_none() {
            return;
        }
        let rows = self.item_kind(owner) == Some(ItemKind::DynamicRow);
        let given = self.cell(owner).value.as_array().unwrap_or_default();
        let cut = given.get(..wanted).map(<[Value]>::to_vec);
        self.items.quiet += 1;
        self.resize(owner, wanted);
        self.items.quiet -= 1;
        if rows {
            self.items.counted_by_data.remove(&owner);
        }
        self.mark_neighbours(owner);
        match cut {
            Some(cut) if rows => self.keep_together(owner, cut.into()),
            _ if rows => {}
            _ => self.put_together(owner),
        }
        self.run_due();
    }
}
