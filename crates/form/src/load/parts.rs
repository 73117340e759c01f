//! Reading the rows and columns of simple matrices and the areas of image maps, with their
//! conditions.

use crate::element::EVERY_TYPE;
use casement_expression::Value;
use casement_expression::json::Node;

use super::check::Read;
use super::choices::{item, listed};
use super::{Loader, Scope};
use crate::model::{ChoiceItem, Effect, ExpressionId, Parts};
use crate::random_order::{RandomPlace, seed_of, shuffle};
use crate::schema::EVERY_PROPERTY;
use crate::values::is_blank;
use crate::{ElementId, ElementKind};

/// The most rows, columns or areas that are read.
const MAX_PARTS: usize = 10_000;

impl Loader<'_> {
    /// The rows and columns, or the areas; `None` for questions that have neither.
    pub(super) fn parts(&mut self, id: ElementId, node: &Node, read: &Read) -> Option<Box<Parts>> {
        if !EVERY_TYPE {
            return None;
        }
        let parts = match self.def(id).kind {
            ElementKind::Matrix => {
                let mut items = self.part_items(node, "rows");
                // A row without a name is none.
                items.retain(|item| !is_blank(&item.value));
                let rows = items.len();
                let places: Vec<RandomPlace> =
                    items.iter().map(|item| item.random_place.clone()).collect();
                self.shuffle_rows(id, read, &mut items, &places);
                items.extend(self.part_items(node, "columns"));
                Parts { items, rows }
            }
            ElementKind::ImageMap => Parts {
                items: self.part_items(node, "areas"),
                rows: 0,
            },
            _ => return None,
        };
        let (of_rows, of_columns) = (
            read.expression("rowsVisibleIf"),
            read.expression("columnsVisibleIf"),
        );
        let first = self.model.rules.len();
        for (at, part) in parts.items.iter().enumerate() {
            self.part_rule(id, at, part.enable_if, Effect::ItemEnable);
            let common = if at < parts.rows { of_rows } else { of_columns };
            self.part_rule(id, at, part.visible_if.or(common), Effect::ItemVisible);
        }
        if self.model.rules.len() > first {
            // Whether there are any is asked behind the conditions of all.
            self.rule(id, Effect::Choices, None);
        }
        Some(Box::new(parts))
    }

    /// Puts the rows of a matrix in random order, where `rowOrder` says so.
    pub(super) fn shuffle_rows<T>(
        &self,
        id: ElementId,
        read: &Read,
        rows: &mut [T],
        places: &[RandomPlace],
    ) {
        let order = read.get("rowOrder").and_then(Value::as_str);
        let is_random = order.is_some_and(|order| order.eq_ignore_ascii_case("random"));
        if let (true, Some(seed)) = (is_random, self.seed_in(id)) {
            shuffle(rows, places, seed);
        }
    }

    /// What random order in an element follows from.
    pub(super) fn seed_in(&self, id: ElementId) -> Option<i32> {
        let around = self.random_seed.filter(|_| EVERY_PROPERTY)?;
        let def = &self.model.elements[id.index()];
        Some(seed_of(around, def.kind.name(), &def.name))
    }

    fn part_items(&mut self, node: &Node, key: &'static str) -> Vec<ChoiceItem> {
        let nodes = listed(node, key);
        self.report_many(key, nodes, MAX_PARTS);
        let outer = std::mem::replace(&mut self.scope, Scope::Item);
        let mut items = Vec::with_capacity(nodes.len().min(MAX_PARTS));
        for (index, node) in nodes.iter().enumerate().take(MAX_PARTS) {
            let mark = self.path.key(key);
            self.path.index(index);
            if key == "areas" && node.as_object().is_none() {
                // An area is an object with a shape; a bare value is none.
                self.path.back(mark);
                continue;
            }
            let mut part = item(node);
            part.visible_if = self.item_condition(node, "visibleIf");
            part.enable_if = self.item_condition(node, "enableIf");
            self.path.back(mark);
            items.push(part);
        }
        self.scope = outer;
        items
    }

    fn part_rule(
        &mut self,
        id: ElementId,
        at: usize,
        condition: Option<ExpressionId>,
        effect: fn(u16) -> Effect,
    ) {
        if let (Some(expression), Ok(at)) = (condition, u16::try_from(at)) {
            self.rule(id, effect(at), Some(expression));
        }
    }
}
