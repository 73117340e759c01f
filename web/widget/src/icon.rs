//! The window's few icons, built as elements: no markup string, no request.

use casement_renderer::view::{El, el};

/// An arrow for sending.
pub(crate) const SEND: &str = "M12 19V5.5M6 11.5l6-6 6 6";
/// A tick.
pub(crate) const DONE: &str = "m5 12.5 4.5 4.500L19 7.5";
/// An exclamation mark in a circle.
pub(crate) const WARNING: &str = "M12 8v5m0 3.2v.1M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z";
/// A person with a headset.
pub(crate) const AGENT: &str = "M5 13v-1.5a7 7 0 0 1 14 0V13M5 13h2.500v5H6a1 1 0 0 1-1-1zm14 0h-2.500v5H18a1 1 0 0 0 1-1zm-1 5c0 1.7-1.5 2.5-4 2.5";
/// Two sheets.
pub(crate) const COPY: &str = "M9 9h10v11H9zM15 9V4.5H5v11h4";

/// One icon, hidden from readers: text stands beside it.
pub(crate) fn icon(path: &str) -> El {
    let drawing = el("svg[viewBox=0 0 24 24]").child(el("path").attr("d", path));
    el("span.icon[aria-hidden=true]").child(drawing)
}
