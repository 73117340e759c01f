//! Expressions: prepared once and evaluated often, or in one call.

use casement_expression::{PlainValues, Problem, Program, compile, parse};
use wasm_bindgen::prelude::*;

use crate::host::JsHost;
use crate::interop::{object_from_js, text_from_js, texts_to_js, value_to_js};
use crate::problem::{expression_problems_to_js, refusal_of};

/// A prepared SurveyJS expression.
///
/// A text with a syntax error is an expression, too, as in SurveyJS: it evaluates to `null`,
/// never holds, and `problems` says why.
#[wasm_bindgen]
pub struct Expression {
    text: String,
    program: Option<Program>,
    problems: Vec<Problem>,
}

#[wasm_bindgen]
impl Expression {
    /// Prepares an expression such as `{age} >= 18`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "string")] expression: &JsValue,
    ) -> Result<Expression, JsValue> {
        let text = text_from_js(expression, "expression")?;
        let parsed = parse(&text);
        let program = parsed.tree.as_ref().map(compile);
        Ok(Self {
            text,
            program,
            problems: parsed.problems,
        })
    }

    /// The value, with `{name}` read from `values` by path, whatever the letter case.
    #[wasm_bindgen(unchecked_return_type = "Value")]
    pub fn evaluate(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Values")] values: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "HostOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let (values, host) = (
            object_from_js(values, "values")?,
            JsHost::from_options(options)?,
        );
        let Some(program) = &self.program else {
            return Ok(JsValue::NULL);
        };
        Ok(value_to_js(&program.evaluate(&PlainValues(&values), &host)))
    }

    /// Whether the expression holds as a condition.
    pub fn holds(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Values")] values: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "HostOptions")] options: &JsValue,
    ) -> Result<bool, JsValue> {
        let (values, host) = (
            object_from_js(values, "values")?,
            JsHost::from_options(options)?,
        );
        let Some(program) = &self.program else {
            return Ok(false);
        };
        Ok(program.holds(&PlainValues(&values), &host))
    }

    /// The distinct names that the expression reads, in the order of their first appearance.
    #[wasm_bindgen(getter, unchecked_return_type = "string[]")]
    pub fn names(&self) -> JsValue {
        let names = self
            .program
            .as_ref()
            .map(Program::names)
            .unwrap_or_default();
        texts_to_js(names.iter().map(|name| &name.text))
    }

    /// What is wrong with the text; empty where nothing is.
    #[wasm_bindgen(getter, unchecked_return_type = "ExpressionProblem[]")]
    pub fn problems(&self) -> JsValue {
        expression_problems_to_js(&self.problems, &self.text)
    }

    /// Whether the text is an expression that can be run; where not, `problems` says why.
    #[wasm_bindgen(getter, js_name = isValid)]
    pub fn is_valid(&self) -> bool {
        self.program.is_some()
    }

    /// The text it was made from.
    #[wasm_bindgen(getter)]
    pub fn text(&self) -> String {
        self.text.clone()
    }
}

/// Evaluates an expression once.
///
/// Throws where the text has a syntax error: whoever wants SurveyJS's `null` there takes
/// `new Expression(text)`.
#[wasm_bindgen(unchecked_return_type = "Value")]
pub fn evaluate(
    #[wasm_bindgen(unchecked_param_type = "string")] expression: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Values")] values: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "HostOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let expression = Expression::new(expression)?;
    match (&expression.program, expression.problems.first()) {
        (None, Some(problem)) => Err(refusal_of(problem, &expression.text).into()),
        _ => expression.evaluate(values, options),
    }
}
