//! How forms look: as in the support window, by the same style sheet.
//!
//! A constructed sheet is what a strict Content-Security-Policy lets through without a nonce.

use js_sys::Array;
use leptos::prelude::document;
use web_sys::CssStyleSheet;

const FORMS: &str = include_str!("../../widget/src/style.css");

/// Gives the page the sheet. Adopted sheets come after the page's own file: where both speak of one
/// thing, the page's rule is written to be the more specific.
pub(crate) fn adopt() {
    let Ok(sheet) = CssStyleSheet::new() else {
        return;
    };
    if sheet.replace_sync(FORMS).is_ok() {
        document().set_adopted_style_sheets(&Array::of1(&sheet));
    }
}
