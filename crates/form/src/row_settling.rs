//! New rows of a matrix: what they compute, and what of it is stored
//! (`QuestionMatrixDropdownModelBase.generateVisibleRowsIfNeeded`).

use std::sync::Arc;

use crate::data::same;
use crate::element::EVERY_TYPE;
use crate::item_making::MAX_ITEMS;
use crate::items::ItemId;
use crate::model::{Effect, ItemKind};
use crate::names::Keys;
use crate::state::Flag;
use crate::storage::COMMENT;
use crate::{ElementId, ElementKind, Form, Object, Value};

impl Form {
    /// New rows are computed once more when all are there. What changes then is stored row by row;
    /// what they began with follows. Triggers in them run in between, so that what they set stays in
    /// the cells and may be left out of the value.
    pub(crate) fn settle_new_rows(&mut self, owner: ElementId, kind: ItemKind) {
        let items = self.items.list(owner).to_vec();
        let defaults = Value::from(self.default_row(owner));
        if kind == ItemKind::DynamicRow && !items.is_empty() && !defaults.is_empty() {
            let rows = self.rows_filled_up(owner, items.len()).into();
            // What it holds already isn't stored.
            if !same(&rows, &self.cell(owner).value) {
                if self.is_at_top(owner) && !self.wave.running && !self.stage.loading {
                    self.items.told_without.insert(owner);
                }
                let outer = self.items.unlisted.replace(owner);
                self.keep_together(owner, rows);
                self.items.unlisted = outer;
            }
        }
        for (at, item) in items.iter().enumerate() {
            let mut row = self.part_of_value(owner, kind, at);
            if self.keeps_first_words(owner) {
                let begun = &self.items.get(*item).object;
                with_words(&mut row, begun, kind == ItemKind::Row);
            }
            self.items.get_mut(*item).object = row;
        }
        let results = self.first_results(owner, &items);
        let begun_with: Vec<Vec<Value>> = items.iter().map(|it| self.results_in(*it)).collect();
        let outer = self.items.settled_rows.replace(owner);
        self.run_rules_in_items(owner);
        self.items.settled_rows = outer;
        self.run_triggers_of_untold(owner);
        let mut rows = self.rows_filled_up(owner, items.len());
        let known = self.cell(owner).value.as_object().cloned();
        let known = known.filter(|known| !known.is_empty());
        // Nothing at all once the last row goes, and from then on; an empty object till then.
        let mut given = Some(known.clone().unwrap_or_default());
        let begun = rows.clone();
        self.run_row_triggers(owner);
        let late = self.empty_new_hidden_rows(owner, &items, &results);
        if !late.is_empty() {
            // The visible ones are stored now.
            let stored = self.cell(owner).value.as_object();
            given = Some(stored.cloned().unwrap_or_default());
        }
        for item in &late {
            let name = self.items.get(*item).name.to_text();
            given = given.map(|mut given| {
                given.remove(&name);
                given
            });
        }
        let is_late = |item: &ItemId| late.contains(item);
        let mut order: Vec<_> = items.iter().enumerate().collect();
        // Rows of which a result is another now come first, those that hold what they began with follow.
        let stays = |at: usize, item: &ItemId| {
            kind == ItemKind::Row && begun_with.get(at) == Some(&self.results_in(*item))
        };
        order.sort_by_key(|(at, item)| (is_late(item), stays(*at, item)));
        for (at, item) in order {
            self.take_cells(*item);
            let held = Value::from(Arc::clone(&self.items.get(*item).object));
            if !is_late(item)
                && !self.holds_besides(*item)
                && self
                    .stored_row(owner, kind, at)
                    .is_some_and(|row| same(&row, &held))
            {
                continue;
            }
            if kind == ItemKind::DynamicRow {
                self.replace_row(owner, &mut rows, at, held);
                continue;
            }
            let name = self.items.get(*item).name.to_text();
            given = given.and_then(|mut given| {
                if held.is_empty() {
                    given.remove(&name);
                } else {
                    given.insert(&*name, held);
                }
                (!given.is_empty()).then_some(given)
            });
        }
        let value = match kind {
            ItemKind::DynamicRow if same(&begun.into(), &rows.clone().into()) => None,
            ItemKind::DynamicRow if rows.is_empty() => Some(Value::Undefined),
            ItemKind::DynamicRow => Some(rows.into()),
            _ if late.is_empty() && same_rows(known.as_ref(), given.as_ref()) => None,
            _ => match given {
                Some(given) if !given.is_empty() => Some(given.into()),
                _ => Some(Value::Undefined),
            },
        };
        if let Some(value) = value
            && !same(&value, &self.cell(owner).value)
        {
            self.mark_neighbours(owner);
            self.keep_together(owner, value);
        }
        for (at, item) in items.iter().enumerate() {
            let row = self.stored_row(owner, kind, at);
            let item = self.items.get_mut(*item);
            item.behind = true;
            item.object = match row {
                Some(Value::Object(row)) => row,
                _ => Arc::default(),
            };
        }
    }

    /// A row holds something that none of its questions asks for: it is another than what these hold, and
    /// stored as one that has changed is.
    fn holds_besides(&self, item: ItemId) -> bool {
        let template = self.item_template(item);
        let asked = |name: &Arc<str>| {
            let name = name.strip_suffix(COMMENT).unwrap_or(name);
            let key = template.keys.find(name);
            let mut questions = self.questions_of(item, key).into_iter();
            questions.any(|id| !self.is_closed_detail(id))
        };
        !self.items.get(item).object.keys().all(asked)
    }

    /// What is computed in given rows when they come into being, row by row, where those that get
    /// hidden lose their answers.
    fn first_results(&self, owner: ElementId, items: &[ItemId]) -> Vec<Vec<Value>> {
        if self.item_kind(owner) != Some(ItemKind::Row)
            || !self.is_at_top(owner)
            || self.wave.running
            || self.stage.loading
            || !self.clears_on_hide(owner)
            || self.shares_value(owner)
        {
            return Vec::new();
        }
        items.iter().map(|item| self.results_in(*item)).collect()
    }

    fn results_in(&self, item: ItemId) -> Vec<Value> {
        let cells = self.children(self.items.get(item).frame).iter();
        cells
            .filter(|cell| self.def(**cell).kind == ElementKind::Expression)
            .map(|cell| self.cell(*cell).value.clone())
            .collect()
    }

    /// A result in a new row that is another once all rows are there is stored at once, and conditions
    /// run then. Given rows behind it that get hidden by them lose their answers, as do hidden ones
    /// before it; what is computed in them comes last in the value. Those rows.
    fn empty_new_hidden_rows(
        &mut self,
        owner: ElementId,
        items: &[ItemId],
        results: &[Vec<Value>],
    ) -> Vec<ItemId> {
        let mut rows = items.iter().zip(results);
        let Some(changed) = rows.position(|(item, known)| self.results_in(*item) != *known) else {
            return Vec::new();
        };
        let shown = self.visible_items(owner);
        let hides = |item: &&ItemId| !shown.contains(item);
        if !items.iter().skip(changed + 1).any(|item| hides(&item)) {
            return Vec::new();
        }
        let hidden: Vec<ItemId> = items.iter().filter(hides).copied().collect();
        for item in &shown {
            self.take_cells(*item);
        }
        self.items.quiet += 1;
        for item in &hidden {
            for cell in self.children(self.items.get(*item).frame).to_vec() {
                self.take_over(cell, Value::Undefined);
            }
            self.take_cells(*item);
        }
        self.items.quiet -= 1;
        let value = self.visible_rows_value(owner);
        self.keep_together(owner, value);
        self.items.quiet += 1;
        for item in &hidden {
            for cell in self.children(self.items.get(*item).frame).to_vec() {
                for rule in self.def(cell).rules.clone() {
                    let rule = self.rule_of(cell, rule);
                    if rule.effect == Effect::Value {
                        self.apply_rule(rule, cell);
                    }
                }
            }
        }
        self.items.quiet -= 1;
        hidden
    }

    /// The words for an "other" that cells begin with are stored, unless the rows are given defaults: the
    /// matrix is set to these, and the cells forget the words.
    pub(crate) fn keeps_first_words(&self, owner: ElementId) -> bool {
        match self.item_kind(owner) {
            Some(ItemKind::Row) => true,
            Some(ItemKind::DynamicRow) => self.default_row(owner).is_empty(),
            _ => false,
        }
    }

    /// A panel is told its value again: its dynamic matrices have as many rows as theirs has.
    pub(crate) fn count_rows_again(&mut self, item: ItemId) {
        let elements = &self.item_template(item).elements;
        let mut kinds = elements.iter().map(|it| it.kind);
        if !EVERY_TYPE || !kinds.any(|kind| kind == ElementKind::MatrixDynamic) {
            return;
        }
        for id in self.questions_inside(item) {
            if self.def(id).kind != ElementKind::MatrixDynamic {
                continue;
            }
            let name = self.value_name(id);
            let object = &self.items.get(item).object;
            let value = name.and_then(|name| object.get(&name).cloned());
            let value = value.unwrap_or_default();
            let rows = match self.items.is_made(id) {
                true => self.items.list(id).len(),
                false => self.first_rows(id),
            };
            let least = self.count_setting(id, "minRowCount");
            let given = match value.as_array() {
                Some(given) => given.len().max(least),
                None if self.cell(id).is(Flag::HeldList) => 0,
                None => continue,
            };
            if given != rows {
                self.take_over(id, value);
            }
        }
    }

    /// The value of a matrix of which one row has changed: of the others it holds what it held.
    /// `of_cell`: a cell of it has, so that what the row has besides stays.
    pub(crate) fn value_with_row(&self, owner: ElementId, item: ItemId, of_cell: bool) -> Value {
        let mut held = Value::from(Arc::clone(&self.items.get(item).object));
        let list = self.items.list(owner);
        if self.item_kind(owner) == Some(ItemKind::DynamicRow) {
            let mut rows = self.rows_filled_up(owner, list.len());
            let at = self.items.place(item);
            if of_cell && !self.element_property(owner, "defaultRowValue").is_empty() {
                held = over(rows.get(at), held, &self.item_template(item).keys);
            }
            if !held.is_empty() && rows.get(at).is_some_and(|row| row.as_object().is_none()) {
                return self.cell(owner).value.clone();
            }
            self.replace_row(owner, &mut rows, at, held);
            // What the value has beyond the rows that there are makes no other value of it.
            let known = self.cell(owner).value.as_array().unwrap_or_default();
            if known.len() > list.len() && known.get(..list.len()) == Some(&*rows) {
                return self.cell(owner).value.clone();
            }
            return if rows.is_empty() {
                Value::Undefined
            } else {
                rows.into()
            };
        }
        let given = self.cell(owner).value.as_object();
        let mut rows = given.cloned().unwrap_or_default();
        let name = self.items.get(item).name.to_text();
        let strange = |row: &Value| row.as_object().is_none() && row.is_truthy();
        if rows.get(&name).is_some_and(strange) {
            // What was given in place of a row and is none stays.
        } else if held.is_empty() {
            rows.remove(&name);
        } else {
            rows.insert(&*name, held);
        }
        if rows.is_empty() {
            Value::Undefined
        } else {
            rows.into()
        }
    }

    /// A table without given rows holds an empty object once it was asked for them
    /// (`QuestionMatrixDropdownModelBase.updateValueOnRowsGeneration`).
    pub(crate) fn hold_no_rows(&mut self, owner: ElementId, kind: ItemKind, count: usize) {
        if kind == ItemKind::Row && count == 0 && matches!(self.cell(owner).value, Value::Undefined)
        {
            self.cell_mut(owner).value = Object::new().into();
        }
    }

    /// Rows that were made while the default of their matrix was set (to be checked for a trigger) are
    /// made anew when they are asked for the next time.
    pub(crate) fn drop_rows_of_loading(&mut self, owner: ElementId) {
        let Some(kind) = self.item_kind(owner).filter(|kind| kind.is_row()) else {
            return;
        };
        if !self.items.is_made(owner) {
            return;
        }
        let items = self.items.list(owner).to_vec();
        if kind == ItemKind::DynamicRow {
            let value = self.cell(owner);
            let emptied = value.is(Flag::HeldList) && value.value.is_empty();
            let count = if emptied { 0 } else { items.len() };
            self.items.first_counts.insert(owner, count);
        }
        for item in items {
            self.drop_item(item);
        }
        self.items.unmake(owner);
        if self.is_at_top(owner) {
            self.items.owners_to_make += 1;
        }
    }

    /// As many rows as there are in the table: those of the value, then such with the defaults.
    pub(crate) fn rows_filled_up(&self, owner: ElementId, count: usize) -> Vec<Value> {
        let given = self.cell(owner).value.as_array().unwrap_or_default();
        let mut rows = given.to_vec();
        rows.resize(count, self.default_row(owner).into());
        rows
    }

    /// What the value holds for a row.
    pub(crate) fn stored_row(&self, owner: ElementId, kind: ItemKind, at: usize) -> Option<Value> {
        let value = &self.cell(owner).value;
        match kind {
            ItemKind::DynamicRow => value.as_array()?.get(at).cloned(),
            _ => {
                let item = self.items.list(owner).get(at)?;
                let name = self.items.get(*item).name.to_text();
                value.as_object()?.get(&name).cloned()
            }
        }
    }

    /// Puts a row into the list. Where all are empty then, as many stay as must be there. What was given
    /// in place of a row and is no object stays, whatever the row holds
    /// (`QuestionMatrixDynamicModel.getRowValueCore`).
    fn replace_row(&self, owner: ElementId, rows: &mut Vec<Value>, at: usize, held: Value) {
        let Some(row) = rows.get_mut(at) else {
            return;
        };
        let empty = held.is_empty();
        if row.as_object().is_some() {
            *row = held;
        } else if !empty {
            return;
        }
        let filled = |row: &Value| row.as_object().is_some_and(|row| !row.is_empty());
        if !rows.iter().any(filled) {
            rows.clear();
        }
        let least = self.count_setting(owner, "minRowCount").min(MAX_ITEMS);
        if rows.len() < least {
            rows.resize(least, Object::new().into());
        }
    }
}

/// Neither holds rows, or both hold the same: nothing at all isn't an empty object.
fn same_rows(a: Option<&Object>, b: Option<&Object>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => same(&a.clone().into(), &b.clone().into()),
        _ => false,
    }
}

/// The words for an "other" that a cell begins with are stored along with it, though the row is given
/// another value for the cell only where the rows are `named`.
pub(crate) fn with_words(row: &mut Arc<Object>, begun: &Object, named: bool) {
    for (key, told) in begun.iter() {
        let Some(cell) = key.strip_suffix(COMMENT) else {
            continue;
        };
        if !row.contains_key(key) && (named || !row.contains_key(cell)) {
            Arc::make_mut(row).insert(Arc::clone(key), told.clone());
        }
    }
}

/// A row as it becomes known: its cells come over what the one before, or the default of rows, has
/// besides (`QuestionMatrixDropdownModelBase.getNewValueOnRowChanged`).
fn over(row: Option<&Value>, held: Value, keys: &Keys) -> Value {
    let (Some(row), Some(cells)) = (row.and_then(Value::as_object), held.as_object()) else {
        return held;
    };
    let besides = row.iter().filter(|(name, _)| keys.find(name).is_none());
    let parts = besides.chain(cells.iter());
    let all: Object = parts
        .map(|(name, value)| (Arc::clone(name), value.clone()))
        .collect();
    all.into()
}
