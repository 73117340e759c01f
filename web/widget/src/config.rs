//! What `casement.js` hands over when it mounts the window.

use casement_renderer::view::El;
use wasm_bindgen::prelude::*;

use crate::page;

/// Settings of one window.
#[derive(Clone)]
pub(crate) struct Config {
    /// The custom element: events for the page are dispatched on it.
    pub(crate) host: El,
    /// What the API's paths begin with, without a slash at the end.
    pub(crate) api_base: String,
    /// The forms' locale, "" for the default.
    pub(crate) locale: String,
}

#[wasm_bindgen]
extern "C" {
    /// The settings as `casement.js` writes them.
    pub type Settings;

    #[wasm_bindgen(method, getter)]
    fn host(this: &Settings) -> JsValue;
}

impl Config {
    pub(crate) fn read(settings: &Settings) -> Result<Config, JsValue> {
        let host = settings.host();
        if !host.is_object() {
            return Err("config.host is no element".into());
        }
        let api_base = page::setting(settings, "apiBase");
        Ok(Config {
            host: El::from_page(host),
            api_base: api_base.trim_end_matches('/').to_owned(),
            locale: page::setting(settings, "locale"),
        })
    }
}
