//! JavaScript's clock, zone and regular expressions, or fixed ones for repeatable results.

use std::rc::Rc;

use casement_expression::{Host, Regex};
use js_sys::Date;
use wasm_bindgen::prelude::*;

use crate::interop::member;
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
}

/// The world as JavaScript knows it, as far as options don't fix it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct JsHost {
    now: Option<f64>,
    /// Minutes to add to UTC.
    offset: Option<f64>,
}

impl JsHost {
    /// Reads `now` (a `Date` or milliseconds) and `utcOffset` (minutes) from options.
    pub(crate) fn from_options(options: &JsValue) -> Result<Self, Refusal> {
        Ok(Self {
            now: number(options, "now", "options.now")?,
            offset: number(options, "utcOffset", "options.utcOffset")?,
        })
    }

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

    fn regex(&self, pattern: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        let flags = if case_insensitive { "i" } else { "" };
        match Pattern::new(pattern, flags) {
            Ok(pattern) => Ok(Box::new(JsRegex(pattern))),
            Err(error) => Err(message_of(&error)),
        }
    }
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
