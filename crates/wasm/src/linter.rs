//! The linter of a definition that is being written, for editors in a browser.

use casement_expression::json::Lines;
use casement_form::lint;
use wasm_bindgen::prelude::*;

use crate::interop::{json_text_from_js, value_to_js};
use crate::problem::lint_options;
use crate::refusal::Refusal;

/// A definition's text and what the linter finds in it, kept while it is edited.
#[wasm_bindgen]
pub struct Linter(lint::Linter);

#[wasm_bindgen]
impl Linter {
    /// Reads a text and finds what is wrong with it; an object is taken as `lint` takes one.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "string | object")] form: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "LintOptions | undefined")] options: &JsValue,
    ) -> Result<Linter, JsValue> {
        let text = json_text_from_js(form, "form")?;
        Ok(Linter(lint::Linter::new(text, lint_options(options)?)))
    }

    /// The text as it is now.
    #[wasm_bindgen(getter)]
    pub fn text(&self) -> String {
        self.0.text().to_owned()
    }

    /// What is wrong with it, in the order of the text.
    #[wasm_bindgen(getter, unchecked_return_type = "Finding[]")]
    pub fn findings(&self) -> JsValue {
        let lines = Lines::new(self.0.text());
        let findings = self.0.findings().iter();
        let findings: Vec<_> = findings.map(|it| it.to_value(&lines)).collect();
        value_to_js(&findings.into())
    }

    /// Puts a text in the place of a range, which counts as JavaScript's strings do, and gives what
    /// is wrong then.
    #[wasm_bindgen(unchecked_return_type = "Finding[]")]
    pub fn replace(&mut self, start: u32, end: u32, with: &str) -> Result<JsValue, JsValue> {
        let places = [start, end].map(|at| byte_offset(self.0.text(), at));
        if let [Some(start), Some(end)] = places
            && self.0.replace(start..end, with).is_some()
        {
            return Ok(self.findings());
        }
        let message = "the range is none of the text";
        Err(Refusal::new("argument/out-of-range", message).into())
    }
}

/// A place as JavaScript counts, in bytes; none within a letter or behind the end.
fn byte_offset(text: &str, at: u32) -> Option<usize> {
    let mut left = at as usize;
    for (place, letter) in text.char_indices() {
        if left == 0 {
            return Some(place);
        }
        left = left.checked_sub(letter.len_utf16())?;
    }
    (left == 0).then_some(text.len())
}
