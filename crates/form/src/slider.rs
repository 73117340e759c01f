//! The slider and the rating: what they make of what is entered (reference 4.1).

use crate::choices::matches;
use crate::element::EVERY_TYPE;
use crate::{ElementId, ElementKind, Form, Value};

impl Form {
    /// A slider's value within its limits; of a range each end.
    pub(crate) fn within_limits(&self, id: ElementId, value: Value) -> Value {
        if !EVERY_TYPE {
            return value;
        }
        if self.def(id).kind != ElementKind::Slider {
            return value;
        }
        let (min, max) = (self.slider_limit(id, false), self.slider_limit(id, true));
        let Some(values) = value.as_array() else {
            return clamped(value, min, max);
        };
        let last = values.len().saturating_sub(1);
        let ends = values.iter().enumerate().map(|(at, value)| {
            if value.is_nullish() && at == 0 {
                min.into()
            } else if value.is_nullish() && at == last {
                max.into()
            } else {
                clamped(value.clone(), min, max)
            }
        });
        ends.collect::<Vec<Value>>().into()
    }

    pub(crate) fn is_range(&self, id: ElementId) -> bool {
        self.element_property(id, "sliderType").as_str() == Some("range")
    }

    /// `min` or `max` of a slider: computed, set by code, given, or the default.
    pub(crate) fn slider_limit(&self, id: ElementId, is_max: bool) -> f64 {
        let (name, default) = if is_max { ("max", 100.0) } else { ("min", 0.0) };
        let computed = self.limits.get(&(id, is_max)).filter(|it| !it.is_nullish());
        let value = computed
            .or_else(|| self.override_of(Some(id), name))
            .or_else(|| self.def(id).properties.get(name));
        value.and_then(Value::number_like).unwrap_or(default)
    }

    /// What choosing a rate makes of a value: the item's own where items are given, else a number.
    pub(crate) fn rate(&self, id: ElementId, value: Value) -> Value {
        if !EVERY_TYPE {
            return value;
        }
        let Some(list) = self.choice_list(id) else {
            return value;
        };
        let given = self.def(id).properties.get("rateValues");
        let given = given.is_some_and(|given| !given.is_empty());
        if given && !self.element_property_given(id, "autoGenerate") {
            let mut items = list.items.iter().enumerate();
            let item = items.find(|(at, item)| {
                matches(&value, &item.value) && !self.item_state(id, *at).hidden
            });
            return item.map_or(value, |(_, item)| item.value.clone());
        }
        // What isn't undefined becomes a number, be it none (`QuestionRatingModel.valueToData`).
        // A row takes it for nothing.
        let in_row = |item| self.item_template(item).kind.is_row();
        let in_row = self.items.item_of(id).is_some_and(in_row);
        let none = || match in_row {
            true => Value::Undefined,
            false => f64::NAN.into(),
        };
        match &value {
            Value::Undefined | Value::Number(_) => value,
            Value::String(text) => {
                if casement_expression::to_number(text).is_nan() {
                    value
                } else {
                    value.number_like().map_or_else(none, Value::from)
                }
            }
            Value::Null | Value::Bool(_) => none(),
            // A list counts as its text, as JavaScript has it: one of nothing is an empty text.
            Value::Array(_) => {
                let text = Value::from(&*value.to_text());
                match text.as_str() {
                    Some(number) if !casement_expression::to_number(number).is_nan() => {
                        text.number_like().map_or_else(none, Value::from)
                    }
                    _ => value,
                }
            }
            _ => value,
        }
    }

    fn element_property_given(&self, id: ElementId, name: &str) -> bool {
        let given = self.def(id).properties.get(name);
        given.is_some_and(Value::is_true)
    }

    /// A rate that isn't offered goes when all that is wrong is cleared.
    pub(crate) fn clear_unknown_rate(&mut self, id: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        if self.is_question_empty(id) || self.survey_property("keepIncorrectValues").is_true() {
            return;
        }
        let offered = self.choices(id);
        let value = &self.cell(id).value;
        if !offered.iter().any(|choice| matches(value, &choice.value)) {
            self.clear_only_value(id);
        }
    }
}

/// By JavaScript's comparisons: nothing at all stays, null counts as 0, text as its number.
fn clamped(value: Value, min: f64, max: f64) -> Value {
    let number = match &value {
        Value::Undefined => return value,
        Value::Null => 0.0,
        Value::Bool(flag) => f64::from(u8::from(*flag)),
        Value::Number(number) | Value::Date(number) => *number,
        value => casement_expression::to_number(&value.to_text()),
    };
    if number < min {
        min.into()
    } else if number > max {
        max.into()
    } else {
        value
    }
}
