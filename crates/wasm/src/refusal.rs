//! What is thrown: an `Error` with a stable `code`, and a `path` where a value is to blame.

use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

/// Why a call is refused. The code is a promise, the message is for a developer to read.
///
/// It is an `Error` from the beginning: every `?` on its way out hands on one small number.
#[derive(Clone, Debug)]
pub(crate) struct Refusal(Error);

impl Refusal {
    pub(crate) fn new(code: &'static str, message: impl AsRef<str>) -> Self {
        let error = Error::new(message.as_ref());
        error.set_name("CasementError");
        Self(error).with("code", code)
    }

    /// `path` says where in the argument, such as `values.items[2].price`.
    pub(crate) fn at(code: &'static str, path: &str, message: impl AsRef<str>) -> Self {
        Self::new(code, message).with("path", path)
    }

    fn with(self, key: &str, text: &str) -> Self {
        // Setting a property of an object made a line ago can't fail.
        let _ = Reflect::set(&self.0, &key.into(), &text.into());
        self
    }
}

impl From<Refusal> for JsValue {
    fn from(refusal: Refusal) -> JsValue {
        refusal.0.into()
    }
}
