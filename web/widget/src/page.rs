//! What the window needs of the browser beside its elements: the functions of `page.js`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/page.js")]
extern "C" {
    pub(crate) fn setting(config: &JsValue, name: &str) -> String;
    pub(crate) fn adopt(container: &JsValue, css: &str);

    #[wasm_bindgen(js_name = isTouched)]
    pub(crate) fn is_touched() -> bool;
    #[wasm_bindgen(js_name = isSend)]
    pub(crate) fn is_send(event: &JsValue) -> bool;
    #[wasm_bindgen(js_name = keepFocus)]
    pub(crate) fn keep_focus(node: &JsValue);
    pub(crate) fn bring(log: &JsValue, entry: &JsValue);

    pub(crate) fn tell(
        host: &JsValue,
        name: &str,
        email: &str,
        case_number: &str,
        directive: Option<&str>,
    );
    pub(crate) fn copy(text: &str, node: &JsValue) -> JsValue;
    pub(crate) fn chance() -> String;

    pub(crate) fn post(address: &str, body: &str, key: Option<&str>, timeout: u32) -> JsValue;
    pub(crate) fn status(answer: &JsValue) -> u16;
    pub(crate) fn text(answer: &JsValue) -> String;

    pub(crate) fn offset(time: f64) -> f64;
    pub(crate) fn regex(pattern: &str, flags: &str) -> JsValue;
    pub(crate) fn test(regex: &JsValue, text: &str) -> bool;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Date)]
    pub(crate) fn now() -> f64;
}
