//! The support window: what `casement.js` mounts into its panel once a visitor wants it.
//!
//! The conversation decides everything; this crate shows its actions and tells it what the visitor
//! did. It knows the proxy's address in `api` only, and the browser's clock in `host` only.

mod api;
mod card;
mod chat;
mod composer;
mod config;
mod handoff;
mod host;
mod icon;
#[cfg(all(test, target_arch = "wasm32"))]
mod in_browser;
mod item;
mod log;
mod reply;
mod style;
mod words;

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use leptos::web_sys;
use wasm_bindgen::prelude::*;

use chat::Chat;
use config::Config;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// A mounted support window, in the hands of `casement.js`.
#[wasm_bindgen]
pub struct Handle {
    chat: Chat,
    mounted: Option<Box<dyn Any>>,
}

/// Draws the support window into `container`, an element inside a shadow root.
///
/// `config` is an object: `host` (the element that events are dispatched on), `apiBase`, `locale`.
///
/// # Errors
///
/// A text, where `config` has no `host`.
#[wasm_bindgen]
pub fn mount(container: web_sys::HtmlElement, config: &JsValue) -> Result<Handle, JsValue> {
    let config = Config::read(config)?;
    style::adopt(&container);
    let made = Rc::new(Cell::new(None));
    let mounted = leptos::mount::mount_to(container, {
        let made = Rc::clone(&made);
        move || {
            let chat = Chat::new(config);
            made.set(Some(chat));
            log::window(chat)
        }
    });
    let chat = made.get().ok_or("not mounted")?;
    chat.restart();
    Ok(Handle {
        chat,
        mounted: Some(Box::new(mounted)),
    })
}

#[wasm_bindgen]
impl Handle {
    /// Begins a new session in which nothing is known.
    pub fn restart(&self) {
        self.chat.restart();
    }

    /// Moves the focus to where the visitor goes on.
    pub fn focus(&self) {
        self.chat.focus_composer();
    }

    /// Takes the window off the page and lets go of all it held.
    pub fn unmount(&mut self) {
        self.mounted = None;
    }
}
