//! The live-agent directive: rendered from real values, parsed strictly.

use casement_support::{Directive, DirectiveError};
use wasm_bindgen::prelude::*;

use crate::interop::text_from_js;
use crate::record::Record;
use crate::refusal::Refusal;

/// The directive's line for this email and case number. Throws where either is not valid.
#[wasm_bindgen(js_name = renderDirective)]
pub fn render_directive(
    #[wasm_bindgen(unchecked_param_type = "string")] email: &JsValue,
    #[wasm_bindgen(js_name = caseNumber, unchecked_param_type = "string")] case_number: &JsValue,
) -> Result<String, JsValue> {
    let (email, number) = (
        text_from_js(email, "email")?,
        text_from_js(case_number, "caseNumber")?,
    );
    Ok(Directive::new(&email, &number).map_err(refusal)?.render())
}

/// The values of a directive that fills its line exactly. Throws for every other text.
#[wasm_bindgen(js_name = parseDirective, unchecked_return_type = "Directive")]
pub fn parse_directive(
    #[wasm_bindgen(unchecked_param_type = "string")] line: &JsValue,
) -> Result<JsValue, JsValue> {
    let directive = Directive::parse(&text_from_js(line, "line")?).map_err(refusal)?;
    Ok(Record::new()
        .with("email", directive.email())
        .with("CaseNumber", directive.case_number())
        .into())
}

fn refusal(error: DirectiveError) -> Refusal {
    match error {
        DirectiveError::Email => Refusal::new("directive/email", "the email is not valid"),
        DirectiveError::CaseNumber => {
            Refusal::new("directive/case-number", "the case number is not valid")
        }
        _ => Refusal::new("directive/syntax", "the text is not exactly one directive"),
    }
}
