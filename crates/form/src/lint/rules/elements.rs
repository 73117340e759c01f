//! Elements of a type that nobody knows.

use crate::lint::edit::Fix;
use crate::lint::finding::{Report, Say};
use crate::lint::index::{Index, Kind, text_of};
use crate::lint::suggest::nearest;

/// The types that an element can have.
const TYPES: &[&str] = &[
    "boolean",
    "buttongroup",
    "checkbox",
    "comment",
    "dropdown",
    "empty",
    "expression",
    "file",
    "flowpanel",
    "html",
    "image",
    "imagemap",
    "imagepicker",
    "matrix",
    "matrixdropdown",
    "matrixdynamic",
    "multipletext",
    "page",
    "panel",
    "paneldynamic",
    "radiogroup",
    "ranking",
    "rating",
    "signaturepad",
    "slider",
    "tagbox",
    "text",
];

pub(in crate::lint) fn unknown_type(index: &Index<'_>, report: &mut Report<'_>) {
    for element in &index.elements {
        if !element.class.is_empty() || matches!(element.kind, Kind::Page) {
            continue;
        }
        let written = text_of(element.node, "type");
        let span = element
            .node
            .get("type")
            .map_or(element.key_span("type"), |node| node.span);
        if written.is_empty() {
            let message = format!("the element `{}` has no type: it is left out", element.name);
            report.say(Say::new("missingType", &element.path, span, message));
            continue;
        }
        let registered = &report.options.components;
        if registered.find(&written.to_lowercase()).is_some() {
            continue;
        }
        let suggestion = nearest(written, TYPES.iter().copied()).map(str::to_owned);
        let path = format!("{}.type", element.path);
        let fix = suggestion
            .as_ref()
            .map(|new| Fix::set(&path, new.as_str(), true));
        let message = format!("unknown element type `{written}`");
        let say = Say::new("unknownType", &element.path, span, message);
        report.say(say.suggest(suggestion, fix));
    }
}
