//! A file chosen or dropped becomes the text.

use leptos::prelude::Set;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, FileList};

use crate::editor::Editor;

/// Larger files are refused: no form is that large, and the page would stand still.
const LARGEST: f64 = 5_000_000.0;

/// Reads the first of the files into the editor.
pub(crate) fn open_first(files: Option<FileList>, editor: Editor) {
    let Some(file) = files.and_then(|files| files.item(0)) else {
        return;
    };
    let name = file.name();
    if file.size() > LARGEST {
        editor
            .session
            .said
            .set(format!("{name} is larger than 5 MB and was not opened."));
        return;
    }
    spawn_local(async move {
        let blob: &Blob = file.unchecked_ref();
        let text = JsFuture::from(blob.text())
            .await
            .ok()
            .and_then(|text| text.as_string());
        match text {
            Some(text) => editor.open(text.trim_start_matches('\u{feff}')),
            None => editor
                .session
                .said
                .set(format!("{name} could not be read.")),
        }
    });
}
