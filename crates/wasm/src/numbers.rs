//! A running form by numbers: the quick way for those who call often. Names cross to the form once
//! and come back as numbers; what changed comes back as numbers, too.

use std::sync::Arc;

use casement_expression::{Value, json};
use casement_form::{Change, ElementId, Prepared};
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::form::Form;
use crate::interop::{long_text_from_js, object_from_js, text_from_js, value_from_js, value_to_js};
use crate::problem::refusal_of;
use crate::refusal::Refusal;

/// What a change is about: the first of the two numbers that each change has in `changes()`.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum ChangeKind {
    /// The element's value.
    Value = 0,
    /// Its comment.
    Comment = 1,
    /// Whether it is shown.
    Shown = 2,
    /// Whether it is read-only.
    ReadOnly = 3,
    /// Whether it is required.
    Required = 4,
    /// Its errors.
    Errors = 5,
    /// Its choices.
    Choices = 6,
    /// A text or another property of it.
    Text = 7,
    /// What lies in it.
    Children = 8,
    /// A text or another property of the form.
    Survey = 9,
    /// The current page, or which pages are visible.
    Page = 10,
    /// The form's state.
    State = 11,
    /// The progress.
    Progress = 12,
}

#[wasm_bindgen]
impl Form {
    /// The number of a question, panel or page, to be used in place of its name. It stays the same
    /// as long as the form lives.
    #[wasm_bindgen(js_name = numberOf)]
    pub fn number_of(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] element: &JsValue,
    ) -> Result<u32, JsValue> {
        Ok(self.named(element)?.as_u32())
    }

    /// The number of a question in a visible row of a matrix or a panel of a dynamic panel, by its
    /// place from 0 and its name. It holds as long as the row or panel is there.
    #[wasm_bindgen(js_name = numberIn)]
    pub fn number_in(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] question: &JsValue,
        place: u32,
        #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
    ) -> Result<u32, JsValue> {
        let items = self.form.element(self.named(question)?).visible_items();
        let name = text_from_js(name, "name")?;
        let item = items.get(place as usize);
        let found = item.and_then(|item| self.form.element(*item).question(&name));
        let found = found.ok_or_else(|| {
            Refusal::new(
                "form/unknown-element",
                format!("there is no question `{name}` in row or panel {place}"),
            )
        });
        Ok(found?.as_u32())
    }

    /// The name of the element with this number.
    #[wasm_bindgen(js_name = nameOf)]
    pub fn name_of(&self, element: u32) -> Result<String, JsValue> {
        let element = self.at(element)?;
        Ok(self.form.element(element).name().to_owned())
    }

    /// Answers a question as its input does; how many changes `changes()` then has.
    pub fn put(
        &mut self,
        question: u32,
        #[wasm_bindgen(unchecked_param_type = "Value")] value: &JsValue,
    ) -> Result<u32, JsValue> {
        let question = self.at(question)?;
        let changes = self.form.answer(question, value_from_js(value, "value")?);
        Ok(self.keep(changes))
    }

    /// Answers several questions, one after the other; how many changes `changes()` then has.
    #[wasm_bindgen(js_name = putAll)]
    pub fn put_all(
        &mut self,
        questions: &[u32],
        #[wasm_bindgen(unchecked_param_type = "Value[]")] values: &JsValue,
    ) -> Result<u32, JsValue> {
        let values = value_from_js(values, "values")?;
        let values = values.as_array().unwrap_or_default();
        if values.len() != questions.len() {
            let message = "`values` must be an array with one value for each question";
            return Err(Refusal::at("argument/other-length", "values", message).into());
        }
        let questions = questions.iter().map(|question| self.at(*question));
        let questions = questions.collect::<Result<Vec<_>, _>>()?;
        let answers = questions.into_iter().zip(values.iter().cloned());
        let changes = self.form.answer_all(answers);
        Ok(self.keep(changes))
    }

    /// Replaces all answers, given as an object or as JSON text; how many changes `changes()` then
    /// has.
    #[wasm_bindgen(js_name = putData)]
    pub fn put_data(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Values | string")] data: &JsValue,
    ) -> Result<u32, JsValue> {
        let object = match long_text_from_js(data) {
            None => object_from_js(data, "data")?,
            Some(text) => match json::parse_value(&text) {
                Ok(Value::Object(object)) => Arc::unwrap_or_clone(object),
                _ => {
                    let message = "`data` must be an object, or JSON text of one";
                    return Err(Refusal::at("argument/not-an-object", "data", message).into());
                }
            },
        };
        let changes = self.form.set_data(object);
        Ok(self.keep(changes))
    }

    /// Checks everything and shows the errors, like `validate`; whether there are none.
    pub fn check(&mut self) -> bool {
        let (ok, changes) = self.form.validate();
        self.keep(changes);
        ok
    }

    /// What the last `put`, `putAll`, `putData` or `check` changed: for each change its
    /// `ChangeKind` and the number of its element (4294967295 where it is about the form).
    pub fn changes(&self) -> Vec<u32> {
        let numbers = |change: &Change| {
            let element = change.element().map_or(u32::MAX, ElementId::as_u32);
            [kind_of(*change) as u32, element]
        };
        self.changes.iter().flat_map(numbers).collect()
    }

    /// How many errors an element shows.
    #[wasm_bindgen(js_name = errorCount)]
    pub fn error_count(&self, element: u32) -> Result<u32, JsValue> {
        let element = self.at(element)?;
        Ok(u32::try_from(self.form.element(element).errors().len()).unwrap_or(u32::MAX))
    }

    /// Whether an element and all that it lies in are visible.
    #[wasm_bindgen(js_name = isShown)]
    pub fn is_shown(&self, element: u32) -> Result<bool, JsValue> {
        let element = self.at(element)?;
        Ok(self.form.element(element).is_shown())
    }

    /// Prepares an expression that reads what the form holds; a number for `valueOf` and `forget`.
    pub fn prepare(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string")] expression: &JsValue,
    ) -> Result<u32, JsValue> {
        let text = text_from_js(expression, "expression")?;
        let prepared = self.form.prepare(&text);
        if let Some(problem) = prepared.problems().first() {
            return Err(refusal_of(problem, &text).into());
        }
        let free = self.prepared.iter().position(Option::is_none);
        let number = free.unwrap_or(self.prepared.len());
        match self.prepared.get_mut(number) {
            Some(place) => *place = Some(prepared),
            None => self.prepared.push(Some(prepared)),
        }
        Ok(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// The value of a prepared expression just now.
    #[wasm_bindgen(js_name = valueOf, unchecked_return_type = "Value")]
    pub fn value_of(&self, prepared: u32) -> Result<JsValue, JsValue> {
        Ok(value_to_js(&self.form.value_of(self.prepared(prepared)?)))
    }

    /// The values of several prepared expressions.
    #[wasm_bindgen(js_name = valuesOf, unchecked_return_type = "Value[]")]
    pub fn values_of(&self, prepared: &[u32]) -> Result<JsValue, JsValue> {
        let values = Array::new();
        for prepared in prepared {
            values.push(&value_to_js(&self.form.value_of(self.prepared(*prepared)?)));
        }
        Ok(values.into())
    }

    /// Gives a prepared expression up; its number may then stand for another.
    pub fn forget(&mut self, prepared: u32) {
        if let Some(place) = self.prepared.get_mut(prepared as usize) {
            *place = None;
        }
    }
}

impl Form {
    pub(crate) fn at(&self, number: u32) -> Result<ElementId, Refusal> {
        self.form.element_at(number).ok_or_else(|| {
            Refusal::new(
                "form/unknown-element",
                format!("the form has no element with the number {number}"),
            )
        })
    }

    fn prepared(&self, number: u32) -> Result<&Prepared, Refusal> {
        let prepared = self.prepared.get(number as usize);
        prepared.and_then(Option::as_ref).ok_or_else(|| {
            Refusal::new(
                "form/unknown-expression",
                format!("the form has no prepared expression with the number {number}"),
            )
        })
    }

    fn keep(&mut self, changes: Vec<Change>) -> u32 {
        self.changes = changes;
        u32::try_from(self.changes.len()).unwrap_or(u32::MAX)
    }
}

/// The module's memory, for measuring how much a form takes: `moduleMemory().buffer.byteLength`.
#[wasm_bindgen(js_name = moduleMemory, unchecked_return_type = "WebAssembly.Memory")]
pub fn module_memory() -> JsValue {
    wasm_bindgen::memory()
}

const fn kind_of(change: Change) -> ChangeKind {
    match change {
        Change::Value(_) => ChangeKind::Value,
        Change::Comment(_) => ChangeKind::Comment,
        Change::Shown(_) => ChangeKind::Shown,
        Change::ReadOnly(_) => ChangeKind::ReadOnly,
        Change::Required(_) => ChangeKind::Required,
        Change::Errors(_) => ChangeKind::Errors,
        Change::Choices(_) => ChangeKind::Choices,
        Change::Text(_) => ChangeKind::Text,
        Change::Children(_) => ChangeKind::Children,
        Change::Page => ChangeKind::Page,
        Change::State => ChangeKind::State,
        Change::Progress => ChangeKind::Progress,
        // `Survey`, and what a later version may tell of the form as a whole.
        _ => ChangeKind::Survey,
    }
}
