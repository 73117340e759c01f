//! The page's elements, through the few functions of `dom.js`; it knows nothing of what is shown.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/view/dom.js")]
extern "C" {
    pub(super) fn start(dispatch: JsValue);

    pub(super) fn make(selector: &str) -> JsValue;
    pub(super) fn fragment() -> JsValue;
    pub(super) fn append(parent: &JsValue, child: &JsValue);
    #[wasm_bindgen(js_name = append)]
    pub(super) fn append_text(parent: &JsValue, text: &str);
    pub(super) fn text(parent: &JsValue) -> JsValue;
    pub(super) fn write(node: &JsValue, text: &str);
    pub(super) fn attribute(node: &JsValue, name: &str, value: Option<&str>);
    pub(super) fn enter(node: &JsValue, value: &str);
    pub(super) fn flag(node: &JsValue, name: &str, on: bool);

    pub(super) fn spot(parent: &JsValue) -> JsValue;
    pub(super) fn fill(end: &JsValue, content: &JsValue);
    pub(super) fn place(parent: &JsValue, child: &JsValue, index: u32);
    pub(super) fn remove(node: &JsValue);

    pub(super) fn query(node: &JsValue, selector: &str) -> JsValue;
    pub(super) fn focus(node: &JsValue, still: bool);

    pub(super) fn listen(node: &JsValue, event: &str, number: u32);
    pub(super) fn soon(number: u32);
    pub(super) fn frame(number: u32);
    pub(super) fn settled(promise: &JsValue, number: u32);

    pub(super) fn prevent(event: &JsValue);
    pub(super) fn entered(event: &JsValue) -> String;
    #[wasm_bindgen(js_name = enteredNumber)]
    pub(super) fn entered_number(event: &JsValue) -> f64;
    pub(super) fn checked(event: &JsValue) -> bool;
    pub(super) fn leave(form: &JsValue);
}
