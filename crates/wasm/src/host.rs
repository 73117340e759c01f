//! JavaScript's clock, zone and regular expressions, or fixed ones for repeatable results; and the
//! functions that a page brings for its expressions.

#[cfg(feature = "conversation")]
use std::rc::Rc;

use casement_expression::{Host, Regex, Value};
use js_sys::{Array, Date, Function};
use wasm_bindgen::prelude::*;

use crate::components::Registered;
use crate::interop::{member, value_from_js, value_to_js};
use crate::refusal::Refusal;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = RegExp)]
    type Pattern;
    // Invalid patterns throw, so `js_sys::RegExp::new`, which doesn't catch, is no use.
    #[wasm_bindgen(catch, constructor, js_class = RegExp)]
    fn new(pattern: &str, flags: &str) -> Result<Pattern, JsValue>;
    #[wasm_bindgen(method)]
    fn test(this: &Pattern, text: &str) -> bool;
    // JavaScript makes the text of a number itself.
    #[wasm_bindgen(method, js_name = test)]
    fn test_number(this: &Pattern, number: f64) -> bool;
}

/// The world as JavaScript knows it, as far as options don't fix it.
#[derive(Clone, Debug, Default)]
pub(crate) struct JsHost {
    now: Option<f64>,
    /// Minutes to add to UTC.
    offset: Option<f64>,
    /// Functions by name: those that answer at once, and those that return a promise.
    functions: JsValue,
    later: JsValue,
    /// Question types that the page registers.
    components: Registered,
}

impl JsHost {
    /// Reads `now` (a `Date` or milliseconds) and `utcOffset` (minutes) from options.
    pub(crate) fn from_options(options: &JsValue) -> Result<Self, Refusal> {
        Ok(Self {
            components: Registered::default(),
            now: number(options, "now", "options.now")?,
            offset: number(options, "utcOffset", "options.utcOffset")?,
            functions: functions(options, "functions", "options.functions")?,
            later: functions(options, "asyncFunctions", "options.asyncFunctions")?,
        })
    }

    /// With the functions of registered question types.
    pub(crate) fn with_components(self, components: Registered) -> Self {
        Self { components, ..self }
    }

    #[cfg(feature = "conversation")]
    pub(crate) fn shared(self) -> Rc<dyn Host> {
        Rc::new(self)
    }
}

impl Host for JsHost {
    fn now(&self) -> f64 {
        self.now.unwrap_or_else(Date::now)
    }

    fn offset_at(&self, utc_ms: f64) -> f64 {
        self.offset
            .unwrap_or_else(|| -Date::new(&JsValue::from_f64(utc_ms)).get_timezone_offset())
    }

    fn call(&self, function: &str, arguments: &[Value]) -> Option<Value> {
        let function = named(&self.functions, function)?;
        Some(called(invoke(&function, arguments)))
    }

    fn component(&self, component: &str, callback: &str, arguments: &[Value]) -> Option<Value> {
        self.components.call(component, callback, arguments)
    }

    fn is_asynchronous(&self, function: &str) -> bool {
        named(&self.later, function).is_some()
    }

    fn regex(&self, pattern: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        let flags = if case_insensitive { "i" } else { "" };
        match Pattern::new(pattern, flags) {
            Ok(pattern) => Ok(Box::new(JsRegex(pattern))),
            Err(error) => Err(message_of(&error)),
        }
    }
}

impl JsHost {
    /// Calls a function that returns a promise; what it returned, or what it threw.
    pub(crate) fn begin(&self, function: &str, arguments: &[Value]) -> Result<JsValue, JsValue> {
        match named(&self.later, function) {
            Some(function) => invoke(&function, arguments),
            None => Ok(JsValue::UNDEFINED),
        }
    }
}

fn named(functions: &JsValue, name: &str) -> Option<Function> {
    let own = functions.dyn_ref::<js_sys::Object>()?;
    if !js_sys::Object::has_own(own, &name.into()) {
        return None;
    }
    member(functions, name, "functions").ok()?.dyn_into().ok()
}

/// What a function gave. One that throws, or gives what no value can be, gives null.
pub(crate) fn called(result: Result<JsValue, JsValue>) -> Value {
    let result = result.unwrap_or(JsValue::NULL);
    value_from_js(&result, "result").unwrap_or(Value::Null)
}

pub(crate) fn invoke(function: &Function, arguments: &[Value]) -> Result<JsValue, JsValue> {
    let arguments: Array = arguments.iter().map(value_to_js).collect();
    function.apply(&JsValue::UNDEFINED, &arguments)
}

/// An object of functions, or nothing.
fn functions(options: &JsValue, key: &str, name: &str) -> Result<JsValue, Refusal> {
    let given = member(options, key, name)?;
    if given.is_undefined() {
        return Ok(given);
    }
    let wrong = || {
        Refusal::at(
            "options/invalid",
            name,
            format!("`{name}` must be an object of functions"),
        )
    };
    let object = given.dyn_ref::<js_sys::Object>().ok_or_else(wrong)?;
    let all = js_sys::Object::values(object);
    if all.iter().all(|function| function.is_function()) {
        return Ok(given);
    }
    Err(wrong())
}

/// Why a text is no regular expression.
#[cfg(feature = "lint")]
pub(crate) fn pattern_error(pattern: &str) -> Option<String> {
    let error = Pattern::new(pattern, "").err()?;
    Some(message_of(&error))
}

struct JsRegex(Pattern);

impl Regex for JsRegex {
    fn test(&self, text: &str) -> bool {
        self.0.test(text)
    }

    fn test_number(&self, number: f64) -> bool {
        self.0.test_number(number)
    }
}

fn message_of(error: &JsValue) -> String {
    member(error, "message", "error")
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn number(options: &JsValue, key: &str, name: &str) -> Result<Option<f64>, Refusal> {
    let value = member(options, key, name)?;
    if value.is_undefined() {
        return Ok(None);
    }
    let number = match value.dyn_ref::<Date>() {
        Some(date) => date.get_time(),
        None => value.as_f64().unwrap_or(f64::NAN),
    };
    if number.is_finite() {
        return Ok(Some(number));
    }
    Err(Refusal::at(
        "options/invalid",
        name,
        format!("`{name}` must be a number"),
    ))
}
