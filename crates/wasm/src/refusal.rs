//! What is thrown: an `Error` with a stable `code`, and a `path` where a value is to blame.

use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

/// Why a call is refused. The code is a promise, the message is for a developer to read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// Where in the argument, such as `values.items[2].price`.
    pub(crate) path: Option<String>,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            path: None,
        }
    }

    pub(crate) fn at(code: &'static str, path: &str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            path: Some(path.to_owned()),
        }
    }
}

impl From<Refusal> for JsValue {
    fn from(refusal: Refusal) -> JsValue {
        let error = Error::new(&refusal.message);
        error.set_name("CasementError");
        // Setting a property of an object made a line ago can't fail.
        let _ = Reflect::set(&error, &"code".into(), &refusal.code.into());
        if let Some(path) = refusal.path {
            let _ = Reflect::set(&error, &"path".into(), &path.into());
        }
        error.into()
    }
}
