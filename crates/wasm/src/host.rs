//! JavaScript's clock and zone, or fixed ones for repeatable results; and the functions that a page
//! brings for its expressions.

use casement_expression::{Host, Regex, Value};

use crate::calls::take_room;
use crate::input::Input;
use crate::output::Output;
use crate::pattern;

#[allow(
    missing_docs,
    reason = "wasm-bindgen makes functions of its own from these"
)]
mod outside {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen(module = "/src/js/host.js")]
    extern "C" {
        #[wasm_bindgen(js_name = callFunction)]
        pub(super) fn call_function(host: u32, call: u32) -> bool;
        #[wasm_bindgen(js_name = callComponent)]
        pub(super) fn call_component(host: u32, callback: u32, call: u32) -> bool;
        #[wasm_bindgen(js_name = isLater)]
        pub(super) fn is_later(host: u32, start: u32, length: u32) -> bool;
        pub(super) fn now() -> f64;
        #[wasm_bindgen(js_name = offsetAt)]
        pub(super) fn offset_at(moment: f64) -> f64;
    }
}

/// The world as JavaScript knows it, as far as options don't fix it.
#[derive(Clone, Debug, Default)]
pub(crate) struct JsHost {
    now: Option<f64>,
    /// Minutes to add to UTC.
    offset: Option<f64>,
    /// What JavaScript calls the functions that a page brings; 0 where it brings none.
    number: u32,
}

/// What a component does by functions, in JavaScript's order.
const CALLBACKS: [&str; 7] = [
    "getValue",
    "setValue",
    "getErrorText",
    "getDisplayValue",
    "onValueChanging",
    "onValueChanged",
    "onLoaded",
];

impl JsHost {
    pub(crate) fn read(input: &Input) -> Self {
        Self {
            now: input.number_if_any(),
            offset: input.number_if_any(),
            number: input.number(),
        }
    }
}

impl Host for JsHost {
    fn now(&self) -> f64 {
        self.now.unwrap_or_else(outside::now)
    }

    fn offset_at(&self, utc_ms: f64) -> f64 {
        self.offset.unwrap_or_else(|| outside::offset_at(utc_ms))
    }

    fn call(&self, function: &str, arguments: &[Value]) -> Option<Value> {
        if self.number == 0 {
            return None;
        }
        let call = call(function, arguments);
        outside::call_function(self.number, call.address()).then(result)
    }

    fn component(&self, component: &str, callback: &str, arguments: &[Value]) -> Option<Value> {
        let callback = CALLBACKS.iter().position(|name| *name == callback)?;
        let call = call(component, arguments);
        outside::call_component(self.number, callback as u32, call.address()).then(result)
    }

    fn is_asynchronous(&self, function: &str) -> bool {
        let (start, length) = place(function);
        self.number != 0 && outside::is_later(self.number, start, length)
    }

    fn regex(&self, text: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        pattern::compile(text, case_insensitive)
    }
}

/// A name with a list of values.
fn call(name: &str, arguments: &[Value]) -> Output {
    let mut call = Output::default();
    call.list();
    call.text(name);
    call.values(arguments);
    call.end();
    call
}

/// What a function gave. One that throws, or gives what no value can be, gives null.
pub(crate) fn result() -> Value {
    Input::new(take_room()).value()
}

/// Where a text lies in the module's memory.
pub(crate) fn place(text: &str) -> (u32, u32) {
    (text.as_ptr() as usize as u32, text.len() as u32)
}
