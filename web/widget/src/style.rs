//! The window's style sheet: one constructed sheet for all windows of the page.
//!
//! A constructed sheet is what a strict Content-Security-Policy lets through without a nonce.

use casement_renderer::view::El;

use crate::page;

const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));

/// Puts the sheet behind those that the shadow root of `container` has.
pub(crate) fn adopt(container: &El) {
    page::adopt(container.node(), CSS);
}
