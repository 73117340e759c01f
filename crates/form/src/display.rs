//! Answers as text for people: a choice's text, "Yes", a masked number; of rows and panels the texts
//! of what is in them, under their titles (reference 4).

use std::sync::Arc;

use crate::items::ItemId;
use crate::model::ItemKind;
use crate::{ElementId, Form, Object, Value};

impl Form {
    /// The value of a question with items, each part as text for people.
    pub(crate) fn display_of_items(&self, id: ElementId, value: &Value) -> Value {
        match self.item_kind(id) {
            Some(ItemKind::Composite | ItemKind::Custom) => self.display_of_component(id, value),
            Some(ItemKind::Row) => {
                let mut shown = Object::new();
                for item in self.visible_items(id) {
                    let name = self.items.get(item).name.to_text();
                    let row = value.as_object().and_then(|rows| rows.get(&name));
                    if let Some(row) = row.filter(|row| row.is_truthy()) {
                        let title = self.row_title(item).to_text().into_owned();
                        let title = self.fill(&title, Some(id));
                        let cells = row.as_object();
                        let cells = cells.map(|cells| self.display_of_item(item, cells));
                        shown.insert(title, cells.unwrap_or_else(|| row.clone()));
                    }
                }
                shown.into()
            }
            Some(ItemKind::Inputs) => {
                let mut shown = Object::new();
                let given = value.as_object();
                for item in self.items.list(id) {
                    for input in self.children(self.items.get(*item).frame) {
                        let name = self.value_name(*input).unwrap_or_else(|| "".into());
                        let part = given.and_then(|given| given.get(&name));
                        let Some(part) = part.filter(|part| !part.is_empty()) else {
                            continue;
                        };
                        let title = self.own_text(*input, "title");
                        let shown_part = self.display_of(*input, part);
                        shown.insert(title.unwrap_or_else(|| name.to_string()), shown_part);
                    }
                }
                shown.into()
            }
            _ => {
                let Some(parts) = value.as_array() else {
                    return value.clone();
                };
                let items = match self.item_kind(id) {
                    Some(ItemKind::DynamicRow) => self.visible_items(id),
                    _ => self.items.list(id).to_vec(),
                };
                let shown = parts.iter().enumerate().map(|(at, part)| {
                    match (items.get(at), part.as_object()) {
                        (Some(item), Some(object)) => self.display_of_item(*item, object),
                        _ => part.clone(),
                    }
                });
                shown.collect::<Vec<_>>().into()
            }
        }
    }

    /// An item's object with the texts of its questions under their titles, as written.
    fn display_of_item(&self, item: ItemId, object: &Object) -> Value {
        let template = self.item_template(item);
        let owner = self.items.get(item).owner;
        let mut shown = object.clone();
        for (name, value) in object.iter() {
            let key = template
                .keys
                .find(name)
                .and_then(|key| template.keys.get(key));
            let question = if template.kind.is_row() {
                // By its own name, and only where it is there (`getRowDisplayValue`).
                let own = self.question_in(item, name);
                own.filter(|id| !self.is_closed_detail(*id))
            } else {
                let own = key.and_then(|key| key.questions.first());
                own.map(|local| self.in_item(item, *local))
            };
            let shared = || self.shared_question(owner, name, self.items.place(item));
            let question = question.or_else(shared);
            let Some(question) = question else {
                continue;
            };
            let text = self.display_of(question, value);
            let title = self
                .own_text(question, "title")
                .unwrap_or_else(|| self.def(question).name.to_string());
            if title == **name {
                shown.insert(Arc::clone(name), text);
            } else {
                shown.remove(name);
                shown.insert(title, text);
            }
        }
        shown.into()
    }
}
