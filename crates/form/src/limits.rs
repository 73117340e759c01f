//! The limits of text questions: minimum, maximum, step, and the dates among them (reference 4.2).

use std::cmp::Ordering;

use casement_expression::{PlainValues, compile, number_text, parse, remainder};

use crate::model::{Input, InputKind, TextInput};
use crate::schema::EVERY_PROPERTY;
use crate::{ElementId, Form, Object, Value};

/// The latest day of a date question that gives no maximum itself.
const LATEST_DATE: &str = "2999-12-31";

impl Form {
    pub(crate) fn is_below_minimum(&self, id: ElementId) -> bool {
        self.is_beyond(id, &self.minimum(id), Ordering::Less)
    }

    pub(crate) fn is_above_maximum(&self, id: ElementId) -> bool {
        self.is_beyond(id, &self.maximum(id), Ordering::Greater)
    }

    /// Whether the value lies beyond a limit, on this side of it.
    pub(crate) fn is_beyond(&self, id: ElementId, limit: &Value, side: Ordering) -> bool {
        if !EVERY_PROPERTY {
            return false;
        }
        let Input::Text(input) = &self.def(id).input else {
            return false;
        };
        if limit.is_empty() || self.is_question_empty(id) {
            return false;
        }
        let value = &self.cell(id).value;
        let order = if matches!(input.kind, InputKind::Date | InputKind::DateTimeLocal) {
            match (self.date_of(value), self.date_of(limit)) {
                (Some(value), Some(limit)) => value.partial_cmp(&limit),
                _ => None,
            }
        } else {
            compare(value, limit)
        };
        order == Some(side)
    }

    /// Whether a text question can have a minimum or a maximum: most have none.
    pub(crate) fn may_have_limits(&self, input: &TextInput) -> bool {
        let is_given = |limit: &Value| !matches!(limit, Value::Undefined);
        is_given(&input.min)
            || is_given(&input.max)
            || matches!(input.kind, InputKind::Date | InputKind::DateTimeLocal)
            || !self.limits.is_empty()
            || !self.overrides.is_empty()
    }

    pub(crate) fn minimum(&self, id: ElementId) -> Value {
        if !EVERY_PROPERTY {
            return Value::Undefined;
        }
        let Input::Text(input) = &self.def(id).input else {
            return Value::Undefined;
        };
        self.limit(id, false, &input.min)
    }

    pub(crate) fn maximum(&self, id: ElementId) -> Value {
        if !EVERY_PROPERTY {
            return Value::Undefined;
        }
        let Input::Text(input) = &self.def(id).input else {
            return Value::Undefined;
        };
        let limit = self.limit(id, true, &input.max);
        let dated = matches!(input.kind, InputKind::Date | InputKind::DateTimeLocal);
        if dated && !limit.is_truthy() {
            LATEST_DATE.into()
        } else {
            limit
        }
    }

    fn limit(&self, id: ElementId, is_max: bool, given: &Value) -> Value {
        let computed = self.limits.get(&(id, is_max));
        let name = if is_max { "max" } else { "min" };
        let value = computed
            .or_else(|| self.override_of(Some(id), name))
            .unwrap_or(given)
            .clone();
        self.question_value(id, value)
    }

    /// The step that the value is no multiple of.
    pub(crate) fn broken_step(&self, id: ElementId) -> Option<f64> {
        if !EVERY_PROPERTY {
            return None;
        }
        let Input::Text(input) = &self.def(id).input else {
            return None;
        };
        if input.kind != InputKind::Number {
            return None;
        }
        let step = match self.override_of(Some(id), "step") {
            Some(value) => value.number_like(),
            None => input.step,
        }?;
        let value = self.cell(id).value.number_like()?;
        let mut scale = 1.0_f64;
        let whole = |number: f64, scale: f64| (number * scale).round() / scale == number;
        while scale < 1_000_000.0 && !(whole(step, scale) && whole(value, scale)) {
            scale *= 10.0;
        }
        let (scaled_value, scaled_step) = ((value * scale).round(), (step * scale).round());
        (scaled_step > 0.0 && remainder(scaled_value, scaled_step) != 0.0).then_some(step)
    }

    /// A limit as an error names it.
    pub(crate) fn limit_text(&self, kind: InputKind, limit: &Value) -> String {
        let date = match kind {
            InputKind::Date | InputKind::DateTimeLocal => self.date_of(limit),
            _ => None,
        };
        let Some(date) = date else {
            return limit.to_text().into_owned();
        };
        let text = self.date_text(date);
        if kind == InputKind::Date {
            text.split(' ').take(4).collect::<Vec<_>>().join(" ")
        } else {
            text
        }
    }

    /// JavaScript's text of a date in the host's zone.
    pub(crate) fn date_text(&self, date: f64) -> String {
        let mut values = Object::new();
        values.insert("date", Value::Date(date));
        self.computed("'' + {date}", &values).to_text().into_owned()
    }

    /// A date's time in milliseconds, by the rules of expressions.
    fn date_of(&self, value: &Value) -> Option<f64> {
        if let Value::Date(date) = value {
            return Some(*date);
        }
        if !value.is_truthy() {
            return Some(self.host.now());
        }
        let mut values = Object::new();
        values.insert("date", value.clone());
        match self.computed("getDate({#date})", &values) {
            Value::Date(date) if !date.is_nan() => Some(date),
            _ => None,
        }
    }

    pub(crate) fn computed(&self, text: &str, values: &Object) -> Value {
        let tree = parse(text).tree;
        tree.map(|tree| compile(&tree).evaluate(&PlainValues(values), &*self.host))
            .unwrap_or_default()
    }

    /// A month input's value from what was typed.
    pub(crate) fn month_value(&self, value: Value) -> Value {
        let Some(date) = self.date_of(&value) else {
            return value;
        };
        let mut values = Object::new();
        values.insert("date", Value::Date(date));
        let part = |text: &str| self.computed(text, &values).as_number();
        match (part("year({date})"), part("month({date})")) {
            (Some(year), Some(month)) => {
                let (year, month) = (number_text(year), number_text(month));
                std::format!("{year:0>4}-{month:0>2}").into()
            }
            _ => value,
        }
    }

    /// The result of an expression as a question takes it: a date becomes text.
    pub(crate) fn question_value(&self, id: ElementId, value: Value) -> Value {
        // Neither a date nor a text that a mask could be for: as it is.
        if !EVERY_PROPERTY || !matches!(value, Value::Date(_) | Value::String(_)) {
            return value;
        }
        let kind = match &self.def(id).input {
            Input::Text(input) => Some(input.kind),
            _ => None,
        };
        if self.def(id).kind == crate::ElementKind::Expression {
            return value;
        }
        match self.mask(id) {
            Some(mask) => self.masked_result(&mask, value),
            None => self.date_as_text(value, kind),
        }
    }

    pub(crate) fn date_as_text(&self, value: Value, kind: Option<InputKind>) -> Value {
        let Value::Date(date) = value else {
            return value;
        };
        let local = date + self.host.offset_at(date) * 60_000.0;
        let Some(text) = casement_expression::iso_text(local) else {
            return Value::Undefined;
        };
        let length = if kind == Some(InputKind::DateTimeLocal) {
            16
        } else {
            10
        };
        text.get(..length).unwrap_or(&text).into()
    }
}

/// JavaScript's `<` and `>`: two texts by letters, all else by number.
fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    if let (Some(a), Some(b)) = (a.as_str(), b.as_str()) {
        return Some(a.encode_utf16().cmp(b.encode_utf16()));
    }
    let number = |value: &Value| match value {
        Value::Number(number) | Value::Date(number) => *number,
        Value::Bool(flag) => f64::from(u8::from(*flag)),
        value => casement_expression::to_number(&value.to_text()),
    };
    number(a).partial_cmp(&number(b))
}
