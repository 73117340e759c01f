//! The window's style sheet: one constructed sheet for all windows of the page.
//!
//! A constructed sheet is what a strict Content-Security-Policy lets through without a nonce.

use std::cell::RefCell;

use js_sys::Array;
use leptos::web_sys::{CssStyleSheet, HtmlElement, ShadowRoot};
use wasm_bindgen::JsCast;

const CSS: &str = include_str!("style.css");

thread_local! {
    static SHEET: RefCell<Option<CssStyleSheet>> = const { RefCell::new(None) };
}

/// Puts the sheet behind those that the shadow root of `container` has.
pub(crate) fn adopt(container: &HtmlElement) {
    let Ok(root) = container.get_root_node().dyn_into::<ShadowRoot>() else {
        return;
    };
    let Some(sheet) = sheet() else { return };
    let sheets = Array::from(&root.adopted_style_sheets());
    if !sheets.includes(&sheet, 0) {
        sheets.push(&sheet);
        root.set_adopted_style_sheets(&sheets);
    }
}

fn sheet() -> Option<CssStyleSheet> {
    SHEET.with_borrow_mut(|sheet| {
        if sheet.is_none() {
            let made = CssStyleSheet::new().ok()?;
            made.replace_sync(CSS).ok()?;
            *sheet = Some(made);
        }
        sheet.clone()
    })
}
