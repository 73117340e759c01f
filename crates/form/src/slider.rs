//! The slider and the rating: what they make of what is entered (reference 4.1).

use crate::choices::matches;
use crate::element::EVERY_TYPE;
use crate::model::Effect;
use crate::schema::EVERY_PROPERTY;
use crate::{Change, ElementId, ElementKind, Form, Value};

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

    /// The result of `minValueExpression` or `maxValueExpression`. A slider's own limits are set by it,
    /// and stay where it is nothing. The least is computed again after the greatest, which it may have
    /// met before.
    pub(crate) fn set_limit_result(&mut self, id: ElementId, is_max: bool, value: Value) {
        if !EVERY_PROPERTY {
            return;
        }
        if EVERY_TYPE && self.def(id).kind == ElementKind::Slider {
            if !value.is_nullish() {
                self.set_slider_limit(id, is_max, value);
            }
            if is_max {
                self.run_rules_of(id, |effect| effect == Effect::Min);
            }
        } else if self.limits.get(&(id, is_max)) != Some(&value) {
            self.limits.insert((id, is_max), value);
            self.changed(Change::Text(id));
        }
    }

    pub(crate) fn is_range(&self, id: ElementId) -> bool {
        self.element_property(id, "sliderType").as_str() == Some("range")
    }

    /// `min` or `max` of a slider: set last by code or an expression, given, or the default.
    pub(crate) fn slider_limit(&self, id: ElementId, is_max: bool) -> f64 {
        let (name, default) = if is_max { ("max", 100.0) } else { ("min", 0.0) };
        let set = self.limits.get(&(id, is_max));
        let value = set.or_else(|| self.def(id).properties.get(name));
        value.and_then(Value::number_like).unwrap_or(default)
    }

    /// Sets `min` or `max` of a slider. One that would meet the other or pass it stays a step before it
    /// (`getCorrectMinMax` in `question_slider.ts`).
    pub(crate) fn set_slider_limit(&mut self, id: ElementId, is_max: bool, mut value: Value) {
        let other = self.slider_limit(id, !is_max);
        if let Some(number) = value.number_like()
            && (number == other || (number < other) == is_max)
        {
            let step = self.element_property(id, "step").number_like();
            let step = step.unwrap_or(1.0);
            value = (if is_max { other + step } else { other - step }).into();
        }
        self.limits.insert((id, is_max), value);
        self.changed(Change::Text(id));
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
    // Limits that a form gives the wrong way round are kept: the greatest value has the last word.
    if number.max(min) > max {
        max.into()
    } else if number < min {
        min.into()
    } else {
        value
    }
}
