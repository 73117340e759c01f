//! Problems of forms and expressions as plain objects, with positions that an editor counts in.

use casement_expression as expression;
use casement_expression::json::line_column;
use casement_form::{Definition, Severity};
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::interop::json_text_from_js;
use crate::record::Record;
use crate::refusal::Refusal;

/// The problems that loading a form definition finds, in the order of the text. An object is
/// checked as `JSON.stringify(form, null, 2)`, and positions refer to that text.
#[wasm_bindgen(unchecked_return_type = "FormProblem[]")]
pub fn lint(
    #[wasm_bindgen(unchecked_param_type = "string | object")] form: &JsValue,
) -> Result<JsValue, JsValue> {
    let text = json_text_from_js(form, "form")?;
    Ok(form_problems_to_js(
        &Definition::load(&text).problems,
        &text,
    ))
}

pub(crate) fn form_problems_to_js(problems: &[casement_form::Problem], text: &str) -> JsValue {
    problems
        .iter()
        .map(|problem| {
            let (line, column) = line_column(text, problem.span.start);
            let (end_line, end_column) = line_column(text, problem.span.end);
            JsValue::from(
                Record::new()
                    .with("code", problem.kind.code())
                    .with("severity", severity(problem.severity))
                    .with("message", problem.message())
                    .with("path", problem.path.as_str())
                    .with("line", line)
                    .with("column", column)
                    .with("endLine", end_line)
                    .with("endColumn", end_column),
            )
        })
        .collect::<Array>()
        .into()
}

pub(crate) fn expression_problems_to_js(problems: &[expression::Problem], text: &str) -> JsValue {
    problems
        .iter()
        .map(|problem| {
            JsValue::from(
                Record::new()
                    .with("code", problem.kind.code())
                    .with("start", utf16_offset(text, problem.span.start))
                    .with("end", utf16_offset(text, problem.span.end)),
            )
        })
        .collect::<Array>()
        .into()
}

/// SurveyJS-free words for how bad something is.
pub(crate) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// A byte offset as JavaScript counts: in UTF-16 units.
pub(crate) fn utf16_offset(text: &str, at: u32) -> u32 {
    let before = text.get(..at as usize).unwrap_or(text);
    u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// A syntax error as something to throw.
pub(crate) fn refusal_of(problem: &expression::Problem, text: &str) -> Refusal {
    let at = utf16_offset(text, problem.span.start);
    Refusal::new(
        problem.kind.code(),
        format!("the expression has an error at {at}: {text}"),
    )
}
