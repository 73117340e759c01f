//! What the page around the window is told: events on the custom element.

use js_sys::{Object, Reflect};
use leptos::web_sys;
use wasm_bindgen::JsValue;

/// `casement:live-agent`: a person should take over (R20). Detail: `email`, `CaseNumber`,
/// `directive`.
pub(crate) fn announce(
    host: &web_sys::HtmlElement,
    email: &str,
    case_number: &str,
    directive: &str,
) {
    dispatch(
        host,
        "casement:live-agent",
        &[
            ("email", email),
            ("CaseNumber", case_number),
            ("directive", directive),
        ],
    );
}

/// `casement:case-created`. Detail: `email`, `CaseNumber`.
pub(crate) fn announce_case(host: &web_sys::HtmlElement, email: &str, case_number: &str) {
    dispatch(
        host,
        "casement:case-created",
        &[("email", email), ("CaseNumber", case_number)],
    );
}

fn dispatch(host: &web_sys::HtmlElement, name: &str, members: &[(&str, &str)]) {
    let detail = Object::new();
    for (key, value) in members {
        // Setting a member of a plain object can't fail.
        let _ = Reflect::set(&detail, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    let init = web_sys::CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&detail);
    if let Ok(event) = web_sys::CustomEvent::new_with_event_init_dict(name, &init) {
        // A listener of the page that throws is the page's affair.
        let _ = host.dispatch_event(&event);
    }
}
