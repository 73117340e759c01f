//! The browser's clock, zone and regular expressions, for conditions and validators.

use casement_support::form::{Host, Regex};
use js_sys::Date;
use wasm_bindgen::prelude::*;

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

/// The browser, as far as a form may see it.
pub(crate) struct BrowserHost;

impl Host for BrowserHost {
    fn now(&self) -> f64 {
        Date::now()
    }

    fn offset_at(&self, utc_ms: f64) -> f64 {
        -Date::new(&JsValue::from_f64(utc_ms)).get_timezone_offset()
    }

    fn regex(&self, pattern: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        match Pattern::new(pattern, if case_insensitive { "i" } else { "" }) {
            Ok(pattern) => Ok(Box::new(BrowserRegex(pattern))),
            Err(_) => Err(pattern.to_owned()),
        }
    }
}

struct BrowserRegex(Pattern);

impl Regex for BrowserRegex {
    fn test(&self, text: &str) -> bool {
        self.0.test(text)
    }
}
