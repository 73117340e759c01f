//! The image map: which areas may be chosen, and what is cleared when one goes (reference 4.1).

use crate::catalogue::format;
use crate::element::EVERY_TYPE;
use crate::{ElementId, ElementKind, Form, Object, Value};

impl Form {
    pub(crate) fn takes_several_areas(&self, id: ElementId) -> bool {
        self.element_property(id, "multiSelect") != Value::Bool(false)
    }

    /// The name under which each chosen area is stored in an object of its own.
    fn area_property(&self, id: ElementId) -> Option<String> {
        let name = self.element_property(id, "valuePropertyName");
        name.as_str()
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
    }

    /// The chosen areas as the question holds them: with `valuePropertyName`, an object for each.
    pub(crate) fn areas_form(&self, id: ElementId, value: Value) -> Value {
        if !EVERY_TYPE {
            return value;
        }
        if value.is_nullish() || !self.takes_several_areas(id) {
            return value;
        }
        let values = match value.as_array() {
            Some(values) => values.to_vec(),
            None => vec![value],
        };
        let Some(property) = self.area_property(id) else {
            return values.into();
        };
        let named = |value: &Value| {
            let has = |object: &Object| object.contains_key(&property);
            if value.as_object().is_some_and(has) {
                return value.clone();
            }
            let mut object = Object::new();
            object.insert(property.as_str(), value.clone());
            object.into()
        };
        values.iter().map(named).collect::<Vec<Value>>().into()
    }

    /// Takes away what no visible area offers.
    pub(crate) fn clear_unknown_areas(&mut self, id: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        let Some(parts) = &self.def(id).parts else {
            return;
        };
        let value = self.cell(id).value.clone();
        if !value.is_truthy() {
            return;
        }
        let offered = |value: &Value| {
            let mut areas = parts.items.iter().enumerate();
            areas
                .find(|(_, area)| area.value == *value)
                .is_some_and(|(at, _)| !self.item_state(id, at).hidden)
        };
        let kept = match value.as_array() {
            Some(values) if self.takes_several_areas(id) => {
                let kept: Vec<Value> = values.iter().filter(|it| offered(it)).cloned().collect();
                kept.into()
            }
            _ if self.takes_several_areas(id) => return,
            _ if offered(&value) => return,
            _ => Value::Undefined,
        };
        self.set_question_value(id, kept);
    }

    /// Too many areas are chosen, or too few: the messages.
    pub(crate) fn area_errors(&self, id: ElementId) -> Vec<String> {
        if !EVERY_TYPE {
            return Vec::new();
        }
        if self.def(id).kind != ElementKind::ImageMap || !self.takes_several_areas(id) {
            return Vec::new();
        }
        let chosen = self.cell(id).value.as_array().map_or(0, <[Value]>::len) as f64;
        let limit = |name: &str| {
            let value = self.element_property(id, name);
            value.as_number().filter(|limit| *limit > 0.0)
        };
        let message =
            |key: &str, limit: f64| format(self.message(key), &[&Value::from(limit).to_text()]);
        let mut messages = Vec::new();
        if let Some(most) = limit("maxSelectedAreas").filter(|most| chosen > *most) {
            messages.push(message("maxSelect", most));
        }
        if let Some(least) = limit("minSelectedAreas").filter(|least| chosen < *least) {
            messages.push(message("minSelect", least));
        }
        messages
    }

    /// The texts of the chosen areas.
    pub(crate) fn areas_display(&self, id: ElementId, value: &Value) -> Value {
        if !EVERY_TYPE {
            return Value::Undefined;
        }
        let Some(parts) = &self.def(id).parts else {
            return value.clone();
        };
        if !value.is_truthy() {
            return value.clone();
        }
        let property = self.area_property(id);
        let single = [value.clone()];
        let values = value.as_array().unwrap_or(&single);
        let texts = values.iter().filter_map(|value| {
            let value = match value.as_object() {
                Some(object) => object.get(property.as_deref()?)?,
                None => value,
            };
            let area = parts.items.iter().find(|area| area.value == *value)?;
            Some(self.part_text(id, area)).filter(|text| !text.is_empty())
        });
        texts.collect::<Vec<_>>().join(", ").into()
    }
}
