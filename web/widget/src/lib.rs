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
mod page;
mod reply;
mod style;
mod words;

use casement_renderer::view::{self, El, Mounted};
use wasm_bindgen::prelude::*;

use chat::Chat;
use config::{Config, Settings};

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// A mounted support window, in the hands of `casement.js`.
#[wasm_bindgen]
pub struct Handle {
    chat: Chat,
    mounted: Option<Mounted>,
}

/// Draws the support window into `container`, an element inside a shadow root.
///
/// `config` is an object: `host` (the element that events are dispatched on), `apiBase`, `locale`.
///
/// # Errors
///
/// A text, where `config` has no `host`.
#[wasm_bindgen]
pub fn mount(container: JsValue, config: &Settings) -> Result<Handle, JsValue> {
    let config = Config::read(config)?;
    let container = El::from_page(container);
    style::adopt(&container);
    let mut made = None;
    let mounted = view::mount(container, || {
        let chat = Chat::new(config);
        made = Some(chat);
        log::window(chat)
    });
    let chat = made.ok_or("not mounted")?;
    chat.restart();
    Ok(Handle {
        chat,
        mounted: Some(mounted),
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
