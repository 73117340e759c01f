//! The world as the core may see it: the browser's clock, time zone and regular expressions.

use casement_support::form::{Host, Regex};
use wasm_bindgen::JsValue;

use crate::page;

/// The browser.
pub(crate) struct Browser;

struct BrowserRegex(JsValue);

impl Host for Browser {
    fn now(&self) -> f64 {
        page::now()
    }

    fn offset_at(&self, utc_ms: f64) -> f64 {
        page::offset(utc_ms)
    }

    fn regex(&self, pattern: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        let flags = if case_insensitive { "i" } else { "" };
        let built = page::regex(pattern, flags);
        match built.as_string() {
            Some(message) => Err(message),
            None => Ok(Box::new(BrowserRegex(built))),
        }
    }
}

impl Regex for BrowserRegex {
    fn test(&self, text: &str) -> bool {
        page::test(&self.0, text)
    }
}
