//! Plain objects of known keys, built member by member.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// A plain object in the making. Keys are the binding's own words, never a visitor's: keys from
/// outside go through [`crate::interop::object_to_js`], to which `__proto__` is a key like others.
pub(crate) struct Record(Object);

impl Record {
    pub(crate) fn new() -> Self {
        Self(Object::new())
    }

    pub(crate) fn with(self, key: &'static str, value: impl Into<JsValue>) -> Self {
        // Setting a property of a fresh plain object can't fail.
        let _ = Reflect::set(&self.0, &key.into(), &value.into());
        self
    }

    /// Leaves the key out where there is no value.
    pub(crate) fn with_some(self, key: &'static str, value: Option<impl Into<JsValue>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }
}

impl From<Record> for JsValue {
    fn from(record: Record) -> JsValue {
        record.0.into()
    }
}
