//! Files that a visitor chooses: the form says whether they may be taken, the page reads or uploads
//! them.

use casement_form::ChosenFile;
use wasm_bindgen::prelude::*;

use crate::form::Form;
use crate::interop::{array_from_js, member, text_from_js, value_from_js};

#[wasm_bindgen]
impl Form {
    /// A visitor has chosen files. `ok`: they may be taken; then the page reads or uploads them and
    /// calls `takeFiles` or `refuseFiles`. Else the errors stand beside the question.
    #[wasm_bindgen(js_name = chooseFiles, unchecked_return_type = "Step")]
    pub fn choose_files(
        &mut self,
        question: u32,
        #[wasm_bindgen(unchecked_param_type = "{ name: string, size: number }[]")] files: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let question = self.at(question)?;
        let mut chosen = Vec::new();
        for file in array_from_js(files, "files")?.iter() {
            let name = text_from_js(&member(&file, "name", "files.name")?, "files.name")?;
            let size = member(&file, "size", "files.size")?.as_f64();
            chosen.push((name, size.unwrap_or(f64::INFINITY)));
        }
        let chosen: Vec<ChosenFile<'_>> = chosen
            .iter()
            .map(|(name, size)| ChosenFile { name, size: *size })
            .collect();
        let step = self.form.choose_files(question, &chosen);
        Ok(self.step_to_js(step))
    }

    /// The chosen files were read or uploaded; `content` is a data URL or an address.
    #[wasm_bindgen(js_name = takeFiles, unchecked_return_type = "Change[]")]
    pub fn take_files(
        &mut self,
        question: u32,
        #[wasm_bindgen(unchecked_param_type = "FileAnswer[]")] files: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let question = self.at(question)?;
        let files = value_from_js(array_from_js(files, "files")?.as_ref(), "files")?;
        let files = files.as_array().unwrap_or_default().to_vec();
        let changes = self.form.take_files(question, files);
        Ok(self.changes_to_js(&changes))
    }

    /// The chosen files could not be read or uploaded; the reasons stand beside the question.
    #[wasm_bindgen(js_name = refuseFiles, unchecked_return_type = "Change[]")]
    pub fn refuse_files(
        &mut self,
        question: u32,
        #[wasm_bindgen(unchecked_param_type = "string[]")] reasons: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let question = self.at(question)?;
        let reasons = array_from_js(reasons, "reasons")?;
        let reasons = reasons
            .iter()
            .map(|reason| text_from_js(&reason, "reasons"));
        let reasons = reasons.collect::<Result<Vec<_>, _>>()?;
        let reasons: Vec<&str> = reasons.iter().map(String::as_str).collect();
        let changes = self.form.refuse_files(question, &reasons);
        Ok(self.changes_to_js(&changes))
    }

    /// Takes a file away by its name.
    #[wasm_bindgen(js_name = removeFile, unchecked_return_type = "Change[]")]
    pub fn remove_file(
        &mut self,
        question: u32,
        #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let question = self.at(question)?;
        let name = text_from_js(name, "name")?;
        let changes = self.form.remove_file(question, &name);
        Ok(self.changes_to_js(&changes))
    }

    /// Which files a question takes, as an `accept` attribute has it; `undefined` for all.
    #[wasm_bindgen(js_name = acceptedTypes)]
    pub fn accepted_types(&self, question: u32) -> Result<Option<String>, JsValue> {
        let question = self.at(question)?;
        Ok(self.form.element(question).accepted_types())
    }
}
