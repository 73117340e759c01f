//! The form preview page: a SurveyJS definition as text on one side, the running form on the
//! other, and what is wrong, answered, shown and hidden below.
//!
//! `session` turns the text into a running form and keeps the answers across edits; everything
//! else shows it. Not in here: rules of forms (they are `casement-form`'s), how a question looks
//! (the renderer's). The network is asked only by `outside`, for choices that a form takes from a service.
//!
//! Views are built with Leptos's builder syntax, never with `view!`: the macro turns static
//! subtrees into HTML strings, which Trusted Types forbid.

mod answers;
mod browser;
mod colours;
mod editor;
mod elements;
mod examples;
mod files;
mod form_pane;
mod format;
mod host;
mod outside;
mod page;
mod problems;
mod session;
mod style;
mod tabs;
mod toolbar;

#[cfg(test)]
mod tests;

use leptos::mount::mount_to;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the page into `place`, which stays its for good.
#[wasm_bindgen]
pub fn start(place: HtmlElement) {
    style::adopt();
    mount_to(place, page::page).forget();
}
