//! Expressions: prepared once and evaluated often, or in one call.

use std::cell::OnceCell;
use std::sync::Arc;

use casement_expression::json::{self, Kind, Text};
use casement_expression::{PlainValues, Problem, Program, Tree, compile, parse_shared};
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::host::JsHost;
use crate::interop::{
    array_from_js, no_text, object_from_js, stringify, text_from_js, texts_to_js, unreadable,
    value_to_js,
};
use crate::problem::{expression_problems_to_js, refusal_of};
use crate::refusal::Refusal;

/// A prepared SurveyJS expression.
///
/// A text with a syntax error is an expression, too, as in SurveyJS: it evaluates to `null`,
/// never holds, and `problems` says why.
#[wasm_bindgen]
pub struct Expression {
    text: Text,
    tree: Option<Tree>,
    /// Made of the tree when it is first asked for.
    compiled: OnceCell<Box<Program>>,
    problems: Vec<Problem>,
}

#[wasm_bindgen]
impl Expression {
    /// Prepares an expression such as `{age} >= 18`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "string")] expression: &JsValue,
    ) -> Result<Expression, JsValue> {
        let text: Arc<str> = text_from_js(expression, "expression")?.into();
        Ok(Self::of(text.into()))
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
        let Some(program) = self.program() else {
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
        let Some(program) = self.program() else {
            return Ok(false);
        };
        Ok(program.holds(&PlainValues(&values), &host))
    }

    /// The distinct names that the expression reads, in the order of their first appearance.
    #[wasm_bindgen(getter, unchecked_return_type = "string[]")]
    pub fn names(&self) -> JsValue {
        let names = self.program().map(Program::names).unwrap_or_default();
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
        self.tree.is_some()
    }

    /// The text it was made from.
    #[wasm_bindgen(getter)]
    pub fn text(&self) -> String {
        self.text.as_str().to_owned()
    }
}

impl Expression {
    fn of(text: Text) -> Self {
        let parsed = parse_shared(&text);
        Self {
            text,
            tree: parsed.tree,
            compiled: OnceCell::new(),
            problems: parsed.problems,
        }
    }

    fn program(&self) -> Option<&Program> {
        let tree = self.tree.as_ref()?;
        Some(self.compiled.get_or_init(|| Box::new(compile(tree))))
    }
}

/// Many prepared expressions in one object, by their place from 0: quicker to make than one object
/// for each, and given back at once.
#[wasm_bindgen]
pub struct Expressions(Vec<Expression>);

#[wasm_bindgen]
impl Expressions {
    /// Prepares expressions. A text with a syntax error is one, too: see [`Expression`].
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "string[]")] expressions: &JsValue,
    ) -> Result<Expressions, JsValue> {
        array_from_js(expressions, "expressions")?;
        // As one text: each by itself would cost more to bring here than to parse.
        let json = stringify(expressions, 0).and_then(|text| json::parse(&text).ok());
        let Some(Kind::Array(texts)) = json.map(|node| node.kind) else {
            return Err(unreadable("expressions").into());
        };
        let mut prepared = Vec::with_capacity(texts.len());
        for text in texts {
            let Kind::String(text) = text.kind else {
                return Err(no_text("expressions").into());
            };
            prepared.push(Expression::of(text));
        }
        Ok(Self(prepared))
    }

    /// How many there are.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// Whether the text at this place is an expression that can be run.
    #[wasm_bindgen(js_name = isValid)]
    pub fn is_valid(&self, place: u32) -> Result<bool, JsValue> {
        Ok(self.at(place)?.is_valid())
    }

    /// What is wrong with the text at this place.
    #[wasm_bindgen(unchecked_return_type = "ExpressionProblem[]")]
    pub fn problems(&self, place: u32) -> Result<JsValue, JsValue> {
        Ok(self.at(place)?.problems())
    }

    /// The value of the expression at this place, as [`Expression::evaluate`] gives it.
    #[wasm_bindgen(unchecked_return_type = "Value")]
    pub fn evaluate(
        &self,
        place: u32,
        #[wasm_bindgen(unchecked_optional_param_type = "Values")] values: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "HostOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.at(place)?.evaluate(values, options)
    }

    /// The values of all expressions, in their order.
    #[wasm_bindgen(js_name = evaluateAll, unchecked_return_type = "Value[]")]
    pub fn evaluate_all(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Values")] values: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "HostOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let (values, host) = (
            object_from_js(values, "values")?,
            JsHost::from_options(options)?,
        );
        let value = |expression: &Expression| match expression.program() {
            Some(program) => value_to_js(&program.evaluate(&PlainValues(&values), &host)),
            None => JsValue::NULL,
        };
        Ok(self.0.iter().map(value).collect::<Array>().into())
    }
}

impl Expressions {
    fn at(&self, place: u32) -> Result<&Expression, Refusal> {
        self.0.get(place as usize).ok_or_else(|| {
            Refusal::new(
                "argument/out-of-range",
                format!("there is no expression at {place}"),
            )
        })
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
    match (&expression.tree, expression.problems.first()) {
        (None, Some(problem)) => Err(refusal_of(problem, &expression.text).into()),
        _ => expression.evaluate(values, options),
    }
}
