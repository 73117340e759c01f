//! The world as the core may see it: the browser's clock, time zone and regular expressions.

use casement_support::form::{Host, Regex};
use js_sys::{Array, Date, Reflect, RegExp};
use wasm_bindgen::{JsCast, JsValue};

/// The browser.
pub(crate) struct Browser;

struct BrowserRegex(RegExp);

impl Host for Browser {
    fn now(&self) -> f64 {
        Date::now()
    }

    fn offset_at(&self, utc_ms: f64) -> f64 {
        -Date::new(&JsValue::from_f64(utc_ms)).get_timezone_offset()
    }

    fn regex(&self, pattern: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        // `RegExp::new` would throw through WASM at an invalid pattern; `construct` catches.
        let constructor = Reflect::get(&js_sys::global(), &JsValue::from_str("RegExp"))
            .and_then(JsCast::dyn_into::<js_sys::Function>)
            .map_err(|_| "no RegExp".to_owned())?;
        let flags = if case_insensitive { "i" } else { "" };
        let arguments = Array::of2(&pattern.into(), &flags.into());
        let built =
            Reflect::construct(&constructor, &arguments).map_err(|error| message(&error))?;
        Ok(Box::new(BrowserRegex(built.unchecked_into())))
    }
}

impl Regex for BrowserRegex {
    fn test(&self, text: &str) -> bool {
        self.0.test(text)
    }
}

fn message(error: &JsValue) -> String {
    Reflect::get(error, &JsValue::from_str("message"))
        .ok()
        .and_then(|message| message.as_string())
        .unwrap_or_default()
}
