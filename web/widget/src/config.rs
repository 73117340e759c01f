//! What `casement.js` hands over when it mounts the window.

use js_sys::Reflect;
use leptos::web_sys;
use wasm_bindgen::{JsCast, JsValue};

/// Settings of one window.
#[derive(Clone)]
pub(crate) struct Config {
    /// The custom element: events for the page are dispatched on it.
    pub(crate) host: web_sys::HtmlElement,
    /// What the API's paths begin with, without a slash at the end.
    pub(crate) api_base: String,
    /// The forms' locale, "" for the default.
    pub(crate) locale: String,
}

impl Config {
    pub(crate) fn read(config: &JsValue) -> Result<Config, JsValue> {
        let text = |name: &str| {
            property(config, name)
                .and_then(|value| value.as_string())
                .unwrap_or_default()
        };
        let host = property(config, "host")
            .and_then(|host| host.dyn_into().ok())
            .ok_or("config.host is no element")?;
        Ok(Config {
            host,
            api_base: text("apiBase").trim_end_matches('/').to_owned(),
            locale: text("locale"),
        })
    }
}

fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(name)).ok()
}
