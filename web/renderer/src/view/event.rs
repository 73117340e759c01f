//! What a listener hears.

use wasm_bindgen::JsValue;

use super::dom;

/// What has happened on the page.
pub struct Event(pub(super) JsValue);

impl Event {
    /// The event as JavaScript knows it.
    pub fn node(&self) -> &JsValue {
        &self.0
    }

    /// Keeps the browser from what it would do.
    pub fn prevent_default(&self) {
        dom::prevent(&self.0);
    }

    /// The text in the field where it happened.
    pub fn entered(&self) -> String {
        dom::entered(&self.0)
    }

    /// The number in the field where it happened; NaN where there is none.
    pub fn entered_number(&self) -> f64 {
        dom::entered_number(&self.0)
    }

    /// Whether the box where it happened is ticked.
    pub fn is_checked(&self) -> bool {
        dom::checked(&self.0)
    }
}
