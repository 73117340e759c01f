//! What a page needs to draw a form: the parts of an element, by numbers. Choices, rows, panels,
//! cells, totals, and the steps that add and remove rows.

use casement_form::{Choice, ElementId, ElementKind};
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::form::Form;
use crate::interop::{text_from_js, value_to_js};
use crate::record::Record;

#[wasm_bindgen]
impl Form {
    /// The numbers of all elements of the definition, each after what it lies in. Rows, panels of
    /// dynamic panels and what is in them have numbers too: see `partsOf`.
    #[wasm_bindgen(getter)]
    pub fn numbers(&self) -> Vec<u32> {
        self.form.elements().map(ElementId::as_u32).collect()
    }

    /// One element by its number.
    #[wasm_bindgen(js_name = elementAt, unchecked_return_type = "FormElement")]
    pub fn element_at(&self, element: u32) -> Result<JsValue, JsValue> {
        Ok(self.element_to_js(self.at(element)?))
    }

    /// What drawing an element takes besides `elementAt`: its items, rows, panels and cells.
    #[wasm_bindgen(js_name = partsOf, unchecked_return_type = "ElementParts")]
    pub fn parts_of(&self, element: u32) -> Result<JsValue, JsValue> {
        let id = self.at(element)?;
        let element = self.form.element(id);
        let kind = element.kind();
        let choices = kind.has_choices().then(|| {
            let choices = element.choices();
            let panel = |choice: &Choice| {
                let mut panels = element.children().iter().copied();
                panels.find(|id| self.form.element(*id).choice_above() == Some(&choice.value))
            };
            let choices = choices.iter().map(|it| choice_to_js(it, panel(it)));
            choices.collect::<Array>()
        });
        let matrix = (kind == ElementKind::Matrix).then(|| element.matrix_items());
        let (rows, columns) = matrix.unzip();
        let is_row = kind == ElementKind::MatrixRow;
        let values = |values: Vec<casement_form::Value>| -> Array {
            values.iter().map(value_to_js).collect()
        };
        Ok(Record::new()
            .with("children", numbers_to_js(element.children()))
            .with("items", numbers_to_js(&element.visible_items()))
            .with("cells", numbers_to_js(element.cells()))
            .with_some("choices", choices)
            .with_some("rows", rows.map(values))
            .with_some("columns", columns.map(values))
            .with_some(
                "rowValue",
                is_row.then(|| value_to_js(&element.row_value())),
            )
            .with("hasChoiceConditions", element.has_choice_conditions())
            .with("isLoading", element.is_loading())
            .with("display", value_to_js(&element.display_value()))
            .with("comment", element.comment_if_any())
            .into())
    }

    /// The number of the question with this name in a row or panel, given by its number; `undefined`
    /// where there is none. What lies in the row's detail panel is found, too.
    #[wasm_bindgen(js_name = questionIn)]
    pub fn question_in(
        &self,
        item: u32,
        #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
    ) -> Result<Option<u32>, JsValue> {
        let name = text_from_js(name, "name")?;
        let found = self.form.element(self.at(item)?).question(&name);
        Ok(found.map(ElementId::as_u32))
    }

    /// A text of an element (`description`, `placeholder`, `html` ...) in the form's locale, with
    /// `{name}` filled in; "" where there is none.
    #[wasm_bindgen(js_name = textOf)]
    pub fn text_of(
        &self,
        element: u32,
        #[wasm_bindgen(unchecked_param_type = "string")] property: &JsValue,
    ) -> Result<String, JsValue> {
        let property = text_from_js(property, "property")?;
        Ok(self.form.element(self.at(element)?).text(&property))
    }

    /// Any other property of an element (`inputType`, `rows` ...), or its default.
    #[wasm_bindgen(js_name = propertyOf, unchecked_return_type = "Value")]
    pub fn property_of(
        &self,
        element: u32,
        #[wasm_bindgen(unchecked_param_type = "string")] property: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let property = text_from_js(property, "property")?;
        let element = self.form.element(self.at(element)?);
        Ok(value_to_js(&element.property(&property)))
    }

    /// The totals under the columns of a matrix.
    #[wasm_bindgen(js_name = totalsOf, unchecked_return_type = "ColumnTotal[]")]
    pub fn totals_of(&self, matrix: u32) -> Result<JsValue, JsValue> {
        let totals = self.form.element(self.at(matrix)?).totals();
        let totals = totals.iter().map(|(column, value, text)| {
            JsValue::from(
                Record::new()
                    .with("column", column.as_str())
                    .with("value", value_to_js(value))
                    .with("display", value_to_js(text)),
            )
        });
        Ok(totals.collect::<Array>().into())
    }

    /// Makes the rows or panels of a question of a form that was started with `lazy`.
    #[wasm_bindgen(js_name = makeItems, unchecked_return_type = "Change[]")]
    pub fn make_items(&mut self, question: u32) -> Result<JsValue, JsValue> {
        let changes = self.form.make_items(self.at(question)?);
        Ok(self.changes_to_js(&changes))
    }

    /// Adds a row or panel at the end, where the limits allow it.
    #[wasm_bindgen(js_name = addItem, unchecked_return_type = "Change[]")]
    pub fn add_item(&mut self, question: u32) -> Result<JsValue, JsValue> {
        let changes = self.form.add_item(self.at(question)?);
        Ok(self.changes_to_js(&changes))
    }

    /// Removes a row or panel by its place among the visible ones, where the limits allow it.
    #[wasm_bindgen(js_name = removeItem, unchecked_return_type = "Change[]")]
    pub fn remove_item(&mut self, question: u32, place: u32) -> Result<JsValue, JsValue> {
        let changes = self.form.remove_item(self.at(question)?, place as usize);
        Ok(self.changes_to_js(&changes))
    }

    /// Drops values that no choice, row or column offers; with `keys`, those that no question has,
    /// too.
    #[wasm_bindgen(js_name = clearIncorrectValues, unchecked_return_type = "Change[]")]
    pub fn clear_incorrect_values(&mut self, keys: bool) -> JsValue {
        let changes = self.form.clear_incorrect_values(keys);
        self.changes_to_js(&changes)
    }

    /// The bounds that the form has met since it was started: what was left out because of them.
    #[wasm_bindgen(getter, js_name = boundsMet, unchecked_return_type = "BoundMet[]")]
    pub fn bounds_met(&self) -> JsValue {
        let met = self.form.bounds_met().into_iter().map(|met| {
            let limit = met
                .bound
                .limit()
                .and_then(|limit| u32::try_from(limit).ok());
            JsValue::from(
                Record::new()
                    .with("code", met.bound.code())
                    .with("message", met.bound.message())
                    .with("path", met.path)
                    .with_some("limit", limit),
            )
        });
        met.collect::<Array>().into()
    }

    /// All pages are shown on one: in the preview, and in a form of a single page.
    #[wasm_bindgen(getter, js_name = isOnePage)]
    pub fn is_one_page(&self) -> bool {
        self.form.is_one_page()
    }

    /// The answers are shown for review. The state says so, too, unless nothing is there to show.
    #[wasm_bindgen(getter, js_name = isPreview)]
    pub fn is_preview(&self) -> bool {
        self.form.is_preview()
    }

    /// The form's locale, "" for the default.
    #[wasm_bindgen(getter)]
    pub fn locale(&self) -> String {
        self.form.locale().to_owned()
    }

    /// Where to go after completion, `undefined` where nowhere.
    #[wasm_bindgen(getter, js_name = navigateToUrl)]
    pub fn navigate_to_url(&self) -> Option<String> {
        self.form.navigate_to_url()
    }
}

fn numbers_to_js(ids: &[ElementId]) -> JsValue {
    js_sys::Uint32Array::from(
        ids.iter()
            .map(|id| id.as_u32())
            .collect::<Vec<_>>()
            .as_slice(),
    )
    .into()
}

fn choice_to_js(choice: &Choice, panel: Option<ElementId>) -> JsValue {
    Record::new()
        .with("value", value_to_js(&choice.value))
        .with("text", choice.text.as_str())
        .with("enabled", choice.enabled)
        .with("isOther", choice.is_other)
        .with("isSelectAll", choice.is_select_all)
        .with_some("panel", panel.map(ElementId::as_u32))
        .into()
}
