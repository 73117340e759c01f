//! What a question begins with: its default, given or computed, and the results of its expressions
//! (reference 2.3).

use crate::data::same;
use crate::element::EVERY_TYPE;
use crate::model::Input;
use crate::schema::EVERY_PROPERTY;
use crate::state::Flag;
use crate::values::is_blank;
use crate::{ElementId, ElementKind, Form, Value};

impl Form {
    /// Applies the default to a question without an answer.
    pub(crate) fn set_default_if_empty(&mut self, id: ElementId) {
        if !EVERY_PROPERTY {
            return;
        }
        let def = self.def(id);
        if !def.keeps_value()
            || (def.default_expression().is_none()
                && is_blank(&self.given_default(id))
                && self.default_items(id).is_none())
        {
            return;
        }
        if !self.is_question_empty(id) || (self.clears_on_hide(id) && !self.is_visible(id)) {
            return;
        }
        self.set_default(id);
    }

    /// Sets the default value, whatever is there.
    pub(crate) fn set_default(&mut self, id: ElementId) {
        let by_expression = self.def(id).default_expression().is_some()
            && !matches!(self.def(id).input, Input::Boolean(_));
        let Some(value) = self.default_value(id) else {
            return;
        };
        let single = by_expression && value.as_array().is_none();
        let value = self.own_form(id, value);
        // In a row or panel the plain default is there before the survey is, which counts as given: the
        // expression doesn't decide from then on (`Question.runDefaultValueExpression`).
        let given_before = EVERY_TYPE
            && by_expression
            && !self.is_at_top(id)
            && !is_blank(&self.plain_default(id));
        if given_before {
            self.cell_mut(id).set(Flag::Direct, true);
        }
        if same(&self.cell(id).value, &value) {
            return;
        }
        let held = self.cell(id).is(Flag::ByDefault);
        self.cell_mut(id)
            .set(Flag::ByDefault, held || by_expression);
        if let Some(values) = self.default_for_later(id, &value) {
            self.remembered.insert(id, values);
            self.cell_mut(id).set(Flag::ByDefault, held);
            return;
        }
        if let Some((replaced, told)) = self.default_as_other(id, &value) {
            // Where nothing can be chosen "other" is shown and not held
            // (`QuestionSelectBase.setRenderedValue`).
            if !self.is_read_only(id) {
                // One value for a list of them stays what it is, although its words are taken.
                let kept = single && self.is_multiple(id);
                self.set_question_value(id, if kept { value } else { replaced });
            }
            // Words that mean nothing to JavaScript aren't stored.
            if told.is_truthy() {
                self.set_question_comment(id, told);
            }
            self.cell_mut(id).set(Flag::ByDefault, held);
            return;
        }
        let value = self.default_with_one_other(id, value);
        self.set_question_value(id, value);
        self.cell_mut(id).set(Flag::ByDefault, held);
    }

    /// Sets the default, or clears where there is none.
    pub(crate) fn reset_question(&mut self, id: ElementId) {
        let expression = self.def(id).default_expression();
        // One that can't be read has no result (`Question.setDefaultValueCore`).
        let computed = expression.is_some_and(|it| self.model().expression(it).program.is_some());
        if !computed && is_blank(&self.given_default(id)) {
            // What its rows or panels begin with is its default, and set only where it is empty.
            if self.default_items(id).is_none() {
                self.clear_question(id);
            }
        } else {
            self.set_default(id);
        }
    }

    fn default_value(&mut self, id: ElementId) -> Option<Value> {
        if matches!(self.def(id).input, Input::Boolean(_)) {
            // A boolean's default expression counts in condition passes only.
            return Some(self.plain_default(id));
        }
        if let Some(expression) = self.def(id).default_expression() {
            self.make_items_read(expression);
        }
        if let Some(value) = self.default_result(id) {
            return Some(value);
        }
        let plain = self.plain_default(id);
        if plain.is_nullish() {
            None
        } else {
            Some(plain)
        }
    }

    /// The result of `defaultValueExpression`; `defaultValue` where that is nothing.
    pub(crate) fn default_result(&self, id: ElementId) -> Option<Value> {
        let value = self.evaluate(self.def(id).default_expression()?, id)?;
        let value = if value.is_nullish() {
            self.plain_default(id)
        } else {
            value
        };
        Some(self.question_value(id, value))
    }

    pub(crate) fn plain_default(&self, id: ElementId) -> Value {
        self.default_as_held(id, self.given_default(id))
    }

    /// `defaultValue`, as code has set it or as the definition has it.
    pub(crate) fn given_default(&self, id: ElementId) -> Value {
        let set = self.override_of(Some(id), "defaultValue");
        set.or_else(|| self.def(id).properties.get("defaultValue"))
            .cloned()
            .unwrap_or_default()
    }

    /// What a question makes of a default.
    pub(crate) fn default_as_held(&self, id: ElementId, value: Value) -> Value {
        let def = self.def(id);
        if value.as_str().is_some_and(|text| text.starts_with('=')) {
            return Value::Undefined;
        }
        if value.is_empty()
            && let Some(items) = self.default_items(id)
        {
            return items;
        }
        if EVERY_TYPE && def.kind == ElementKind::Slider && !self.is_range(id) {
            return match value.as_array() {
                Some(ends) => ends.first().cloned().unwrap_or_default(),
                None => value,
            };
        }
        // Even nothing is one of several (`QuestionCheckboxModel.setDefaultValueWithOthers`).
        if EVERY_TYPE && matches!(value, Value::Bool(false) | Value::Number(_)) {
            let listed = def.kind != ElementKind::ImagePicker && self.is_multiple(id);
            if listed && self.offers_choices(id) {
                return vec![value].into();
            }
        }
        default_of(&def.input, &value)
    }

    /// The default's expression still decides: nobody has given a value.
    pub(crate) fn takes_default_expression(&self, id: ElementId) -> bool {
        !self.cell(id).is(Flag::Direct) && (!self.clears_on_hide(id) || self.is_shown(id))
    }

    /// A new result of `defaultValueExpression`.
    pub(crate) fn set_default_result(&mut self, id: ElementId, value: Value) {
        let value = if value.is_nullish() {
            self.plain_default(id)
        } else {
            value
        };
        let value = self.question_value(id, value);
        let listed = self.lists_nothing(id, &value) && !self.cell(id).is(Flag::HeldList);
        if same(&self.cell(id).value, &value) && !listed {
            return;
        }
        self.cell_mut(id).set(Flag::ByDefault, true);
        self.set_question_value(id, value);
        self.cell_mut(id).set(Flag::ByDefault, false);
    }

    /// An expression question that is read-only isn't computed, and nothing is looked for that its
    /// expression reads.
    pub(crate) fn is_uncomputed(&mut self, id: ElementId) -> bool {
        if !self.is_read_only(id) {
            return false;
        }
        // What is not computed now is, in rows and panels, when it can be.
        if let Some(item) = self.items.item_of(id) {
            self.items.stale.insert(self.items.get(item).owner);
        } else if self.wave.running && !self.wave.by_names {
            self.wave.uncomputed.push(id);
        }
        true
    }

    /// A new result of an expression question.
    pub(crate) fn set_expression_result(&mut self, id: ElementId, value: Value) {
        if self.def(id).kind != ElementKind::Expression {
            return;
        }
        let infinite = value.as_number().is_some_and(f64::is_infinite);
        let value = if infinite {
            Value::Undefined
        } else {
            self.rounded_result(id, value)
        };
        if self.shows_its_list(id, &value) {
            return self.store_again(id);
        }
        self.set_question_value(id, value);
    }
}

/// What a default means to an input: "true" and "false" stand for the two values of a boolean
/// question, "indeterminate" for none (`QuestionBooleanModel.getDefaultValue`).
pub(crate) fn default_of(input: &Input, default: &Value) -> Value {
    let Input::Boolean(values) = input else {
        return default.clone();
    };
    match default {
        Value::Bool(true) => values.0.clone(),
        Value::Bool(false) => values.1.clone(),
        Value::String(text) if &**text == "true" => values.0.clone(),
        Value::String(text) if &**text == "false" => values.1.clone(),
        Value::String(text) if &**text == "indeterminate" => Value::Undefined,
        value if *value == values.0 || *value == values.1 => value.clone(),
        _ => Value::Undefined,
    }
}

/// What the default of a column means in a row of a dynamic matrix: of a boolean all that isn't "true"
/// is the value for no (`QuestionBooleanModel.getDefaultValue`).
pub(crate) fn default_in_row(input: &Input, default: &Value) -> Value {
    match (input, default) {
        (Input::Boolean(values), Value::Bool(true)) => values.0.clone(),
        (Input::Boolean(values), default) if !default.is_nullish() => match default.as_str() {
            Some("true") => values.0.clone(),
            Some("indeterminate") => Value::Undefined,
            _ => values.1.clone(),
        },
        (_, default) => default.clone(),
    }
}
