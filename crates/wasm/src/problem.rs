//! Problems of forms and expressions as plain objects, with positions that an editor counts in.

use casement_expression as expression;
use casement_expression::json::Lines;
use casement_form::Severity;
use js_sys::Array;
use wasm_bindgen::prelude::*;

#[cfg(feature = "lint")]
use crate::interop::{json_text_from_js, member, value_from_js, value_to_js};
use crate::record::Record;
use crate::refusal::Refusal;

/// What the linter finds in a form definition, in the order of the text: the findings of
/// `casement lint`. An object is checked as `JSON.stringify(form, null, 2)`, and positions refer
/// to that text. Without the feature `lint` there is no linter in the module, which is lighter.
#[cfg(feature = "lint")]
#[wasm_bindgen(unchecked_return_type = "Finding[]")]
pub fn lint(
    #[wasm_bindgen(unchecked_param_type = "string | object")] form: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "LintOptions | undefined")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let text = json_text_from_js(form, "form")?;
    let options = lint_options(options)?;
    let findings = casement_form::lint::lint(&text, &options);
    let lines = Lines::new(&text);
    let findings: Vec<_> = findings.iter().map(|it| it.to_value(&lines)).collect();
    Ok(value_to_js(&findings.into()))
}

#[cfg(feature = "lint")]
pub(crate) fn lint_options(options: &JsValue) -> Result<casement_form::lint::Options, Refusal> {
    let mut read = casement_form::lint::Options {
        regex_error: Some(crate::host::pattern_error),
        ..Default::default()
    };
    if options.is_undefined() || options.is_null() {
        return Ok(read);
    }
    read.components = crate::components::from_options(options)?.0;
    let texts = |key: &str| -> Result<Vec<String>, Refusal> {
        let list = value_from_js(&member(options, key, key)?, key)?;
        let list = list.as_array().unwrap_or_default().iter();
        Ok(list.map(|text| text.to_text().into_owned()).collect())
    };
    read.variables = texts("variables")?;
    read.functions = texts("functions")?;
    Ok(read)
}

pub(crate) fn form_problems_to_js(problems: &[casement_form::Problem], text: &str) -> JsValue {
    let lines = Lines::new(text);
    problems
        .iter()
        .map(|problem| {
            let (line, column) = lines.at(problem.span.start);
            let (end_line, end_column) = lines.at(problem.span.end);
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
