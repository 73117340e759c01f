//! The survey's data and variables: values under keys, in the order in which they were set.
//!
//! Keys of the definition are places in a table, known since loading; keys that come up while
//! running are added to it. Nothing here knows what a change means.

use std::sync::Arc;

use casement_expression::{Equality, TextIndex, lower};

use crate::element::EVERY_TYPE;
use crate::item_making::MAX_ITEMS;
use crate::model::Model;
use crate::names::{KeyId, NameId};
use crate::tables::ById;
use crate::{ElementId, Object, Value};

/// Data, variables, and the names of both.
#[derive(Debug)]
pub(crate) struct Data {
    cells: Vec<Cell>,
    /// Counts insertions: the order of the keys.
    order: u32,
    /// Keys that the definition doesn't have.
    extra: TextIndex,
    /// Their names.
    names_of_extra: Vec<NameId>,
    extra_by_name: ById<NameId, Vec<KeyId>>,
    extra_names: TextIndex,
    /// By name; `Undefined` where there is no such variable.
    variables: Vec<Value>,
}

#[derive(Clone, Debug, Default)]
struct Cell {
    value: Value,
    /// 0 where there is no such key.
    order: u32,
}

impl Data {
    pub(crate) fn new(model: &Model) -> Data {
        Data {
            cells: vec![Cell::default(); model.keys.len()],
            order: 0,
            extra: TextIndex::default(),
            names_of_extra: Vec::new(),
            extra_by_name: ById::new(),
            extra_names: TextIndex::default(),
            variables: vec![Value::Undefined; model.names.len()],
        }
    }

    /// The number of a key, a new one if need be.
    pub(crate) fn key(&mut self, model: &Model, text: &str) -> KeyId {
        if let Some(id) = self.find_key(model, text) {
            return id;
        }
        let id = KeyId(self.cells.len() as u32);
        let name = self.name(model, text);
        self.cells.push(Cell::default());
        self.names_of_extra.push(name);
        self.extra_by_name.value_or_default(name).push(id);
        self.extra.intern(text);
        id
    }

    /// The same, looked for at this number first: data mostly have the keys in the form's order.
    pub(crate) fn key_near(&mut self, model: &Model, text: &str, next: KeyId) -> KeyId {
        match model.keys.get(next) {
            Some(def) if EVERY_TYPE && *def.text == *text => next,
            _ => self.key(model, text),
        }
    }

    pub(crate) fn find_key(&self, model: &Model, text: &str) -> Option<KeyId> {
        model.keys.find(text).or_else(|| {
            let number = self.extra.find(text)?;
            Some(KeyId(model.keys.len() as u32 + number))
        })
    }

    /// The number of a name, a new one if need be.
    pub(crate) fn name(&mut self, model: &Model, text: &str) -> NameId {
        if let Some(id) = self.find_name(model, text) {
            return id;
        }
        NameId(model.names.len() as u32 + self.extra_names.intern(&lower(text)))
    }

    pub(crate) fn find_name(&self, model: &Model, text: &str) -> Option<NameId> {
        model.names.find(text).or_else(|| {
            if self.extra_names.is_empty() {
                return None;
            }
            let number = self.extra_names.find(&lower(text))?;
            Some(NameId(model.names.len() as u32 + number))
        })
    }

    pub(crate) fn text(&self, model: &Model, key: KeyId) -> Arc<str> {
        if let Some(def) = model.keys.get(key) {
            return Arc::clone(&def.text);
        }
        let text = self.extra.get(key.0 - model.keys.len() as u32);
        text.map_or_else(|| "".into(), Arc::clone)
    }

    pub(crate) fn name_of(&self, model: &Model, key: KeyId) -> NameId {
        if let Some(def) = model.keys.get(key) {
            return def.name;
        }
        let at = key.0 as usize - model.keys.len();
        let name = self.names_of_extra.get(at);
        name.copied().unwrap_or(NameId(u32::MAX))
    }

    /// The questions whose value a key holds.
    pub(crate) fn questions<'m>(&self, model: &'m Model, key: KeyId) -> &'m [ElementId] {
        model.keys.get(key).map_or(&[], |def| &def.questions)
    }

    pub(crate) fn get(&self, key: KeyId) -> &Value {
        self.cells
            .get(key.0 as usize)
            .map_or(&Value::Undefined, |cell| &cell.value)
    }

    /// Stores a value; an empty one takes the key out.
    pub(crate) fn set(&mut self, key: KeyId, value: Value) {
        let Some(cell) = self.cells.get_mut(key.0 as usize) else {
            return;
        };
        if value.is_empty() {
            *cell = Cell::default();
            return;
        }
        self.put(key, value);
    }

    /// Stores a value even if it is empty, as assigning all data does.
    pub(crate) fn put(&mut self, key: KeyId, value: Value) {
        let Some(cell) = self.cells.get_mut(key.0 as usize) else {
            return;
        };
        cell.value = value;
        if cell.order == 0 {
            self.order += 1;
            cell.order = self.order;
        }
    }

    pub(crate) fn remove(&mut self, key: KeyId) {
        if let Some(cell) = self.cells.get_mut(key.0 as usize) {
            *cell = Cell::default();
        }
    }

    /// As if a value were taken out and set again: it comes last.
    pub(crate) fn move_last(&mut self, key: KeyId) {
        let value = self.get(key).clone();
        if !value.is_empty() {
            self.remove(key);
            self.set(key, value);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.cells.fill(Cell::default());
        self.order = 0;
    }

    pub(crate) fn variable(&self, name: NameId) -> &Value {
        self.variables
            .get(name.0 as usize)
            .unwrap_or(&Value::Undefined)
    }

    pub(crate) fn set_variable(&mut self, name: NameId, value: Value) {
        let at = name.0 as usize;
        if at >= self.variables.len() {
            self.variables.resize(at + 1, Value::Undefined);
        }
        self.variables[at] = value;
    }

    /// The value under a key that no question has, the first in order of those of equal name.
    pub(crate) fn raw(&self, name: NameId) -> Option<&Value> {
        let keys = self.extra_by_name.get(&name)?;
        let present = keys
            .iter()
            .filter_map(|key| self.cells.get(key.0 as usize))
            .filter(|cell| cell.order > 0);
        present
            .min_by_key(|cell| cell.order)
            .map(|cell| &cell.value)
    }

    /// All keys and values, with the calculated values that belong to the result.
    pub(crate) fn object(&self, model: &Model) -> Object {
        let mut object = Object::new();
        for key in self.keys() {
            let value = self.get(key);
            // What was assigned as nothing keeps its place and isn't shown.
            if !matches!(value, Value::Undefined) {
                object.insert(self.text(model, key), value.clone());
            }
        }
        for calculated in model
            .calculated
            .iter()
            .filter(|calculated| calculated.include)
        {
            let value = self.variable(calculated.variable);
            if !matches!(value, Value::Undefined) {
                object.insert(Arc::clone(&calculated.name), value.clone());
            }
        }
        object
    }

    /// The keys that are there, in the order in which they were set.
    pub(crate) fn keys(&self) -> Vec<KeyId> {
        let mut present: Vec<(u32, KeyId)> = self
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.order > 0)
            .map(|(at, cell)| (cell.order, KeyId(at as u32)))
            .collect();
        present.sort_unstable();
        present.into_iter().map(|(_, key)| key).collect()
    }
}

/// Merges one object into another, objects deeply, all else by replacing.
pub(crate) fn merge(into: &mut Object, from: &Object) {
    for (key, value) in from.iter() {
        let merged = merged(into.get(key), value);
        into.insert(Arc::clone(key), merged);
    }
}

fn merged(old: Option<&Value>, value: &Value) -> Value {
    match (old, value) {
        (Some(Value::Object(old)), Value::Object(new)) => {
            let mut old = (**old).clone();
            merge(&mut old, new);
            old.into()
        }
        (Some(Value::Array(items)), Value::Object(new)) if EVERY_TYPE => {
            let mut items = items.to_vec();
            merge_by_place(&mut items, new);
            items.into()
        }
        _ => value.clone(),
    }
}

/// Of an object that is merged into a list only what stands under the number of a place counts
/// (`mergeValues`).
fn merge_by_place(items: &mut Vec<Value>, from: &Object) {
    for (key, value) in from.iter() {
        let place = key
            .parse()
            .ok()
            .filter(|at: &usize| at.to_string() == **key);
        let Some(place) = place.filter(|at| *at < MAX_ITEMS) else {
            continue;
        };
        if place >= items.len() {
            items.resize(place + 1, Value::Undefined);
        }
        if let Some(item) = items.get_mut(place) {
            *item = merged(Some(item), value);
        }
    }
}

/// Whether setting one value over the other changes nothing: order, case and blanks count, numbers
/// are no texts; the empty ones are equal (reference 2.1).
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::String(a), Value::String(b)) => a == b,
        _ => a.equals(
            b,
            Equality {
                convert_numbers: false,
                ..Equality::STRICT
            },
        ),
    }
}

/// JavaScript's `join`.
pub(crate) fn joined(items: &[Value], separator: &str) -> String {
    let text = |item: &Value| {
        if item.is_nullish() {
            String::new()
        } else {
            item.to_text().into_owned()
        }
    };
    items.iter().map(text).collect::<Vec<_>>().join(separator)
}
