//! The few things that the page asks of the browser itself.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlDocument, HtmlTextAreaElement, Storage};

/// Larger texts are put in at once, without an entry in the browser's undo list: Chromium takes
/// time with the square of their length to make one, three seconds for 20 kB.
const LARGEST_UNDO: usize = 6_000;

const KEPT_TEXT: &str = "casement-preview-text";

/// Whether the page is too narrow for two columns, now and after every change.
pub(crate) fn on_narrow(query: &str, changed: impl Fn(bool) + 'static) {
    let Ok(Some(media)) = window().match_media(query) else {
        return;
    };
    changed(media.matches());
    let watched = media.clone();
    let listener = Closure::<dyn Fn()>::new(move || changed(watched.matches()));
    // The page is never taken down, so the listener is never taken off.
    let _ = media.add_event_listener_with_callback("change", listener.as_ref().unchecked_ref());
    listener.forget();
}

/// A whole number by chance.
pub(crate) fn random_seed() -> i32 {
    (js_sys::Math::random() * f64::from(i32::MAX)) as i32
}

/// Replaces all text, where possible so that the browser's own undo brings the old one back:
/// answers whether it will.
pub(crate) fn replace_text(area: &HtmlTextAreaElement, text: &str) -> bool {
    let document = window()
        .document()
        .and_then(|it| it.dyn_into::<HtmlDocument>().ok());
    let inserted = text.len() <= LARGEST_UNDO
        && !text.is_empty()
        && area.focus().is_ok()
        && document.is_some_and(|document| {
            area.select();
            document
                .exec_command_with_show_ui_and_value("insertText", false, text)
                .unwrap_or(false)
        })
        && area.value() == text;
    if !inserted {
        area.set_value(text);
    }
    let _ = area.set_selection_range(0, 0);
    area.set_scroll_top(0);
    inserted
}

/// The text that this tab showed before it was loaded again.
pub(crate) fn kept_text() -> Option<String> {
    session_storage()?.get_item(KEPT_TEXT).ok().flatten()
}

/// Keeps the text for this tab alone, until it is closed. A browser that refuses is obeyed.
pub(crate) fn keep_text(text: &str) {
    if let Some(storage) = session_storage() {
        let _ = storage.set_item(KEPT_TEXT, text);
    }
}

fn session_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Puts a text on the clipboard; answers whether that was allowed.
pub(crate) async fn copy(text: &str) -> bool {
    let promise = window().navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()
}
