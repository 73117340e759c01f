//! Masks and mask settings without effect.

use casement_expression::json::{Kind as JsonKind, Node};

use crate::lint::edit::Fix;
use crate::lint::finding::{Report, Say};
use crate::lint::index::{Element, Index, Kind, cell_class, number, text_of};
use crate::lint::suggest::nearest;
use crate::schema::schema;

/// The types that a mask can have.
pub(super) const MASK_TYPES: &[&str] = &["none", "pattern", "datetime", "numeric", "currency"];

pub(in crate::lint) fn mismatch(index: &Index<'_>, report: &mut Report<'_>) {
    for element in &index.elements {
        let masked = match element.kind {
            Kind::Column => cell_class(element, &index.elements) == "text",
            Kind::Item => true,
            _ => element.class == "text",
        };
        if masked {
            check(element, report);
        }
    }
}

fn check(element: &Element<'_>, report: &mut Report<'_>) {
    let written = element.node.get("maskType").and_then(Node::as_str);
    let mask = written.unwrap_or_default();
    let path = format!("{}.maskType", element.path);
    let span = element
        .node
        .get("maskType")
        .map_or(element.node.span, |node| node.span);
    let settings = element.node.get("maskSettings");
    if !mask.is_empty() && !MASK_TYPES.contains(&mask) {
        let suggestion = nearest(mask, MASK_TYPES.iter().copied()).map(str::to_owned);
        let fix = suggestion
            .as_ref()
            .map(|new| Fix::set(&path, new.as_str(), true));
        let message = format!("unknown mask type `{mask}`");
        let say = Say::new("unknownMaskType", path, span, message);
        report.say(say.suggest(suggestion, fix));
        return;
    }
    if mask.is_empty() || mask == "none" {
        let given = settings
            .and_then(Node::as_object)
            .is_some_and(|members| !members.is_empty());
        if given {
            let path = format!("{}.maskSettings", element.path);
            let message = "the settings have no mask to belong to";
            let span = element.key_span("maskSettings");
            report.say(Say::new("settingsWithoutMask", path, span, message));
        }
        return;
    }
    let input = text_of(element.node, "inputType");
    if !matches!(input, "" | "text" | "tel") {
        let message = format!("an input of type `{input}` takes no mask");
        report.say(Say::new("maskInertForInputType", path, span, message));
    }
    if let Some(settings) = settings {
        check_settings(element, mask, settings, report);
    }
}

fn check_settings(element: &Element<'_>, mask: &str, settings: &Node, report: &mut Report<'_>) {
    let class = format!("{mask}mask");
    let base = format!("{}.maskSettings", element.path);
    for member in settings.as_object().unwrap_or_default() {
        if schema().property(&class, member.key).is_none() {
            let path = format!("{base}.{}", member.key);
            let message = format!("`{}` is no setting of the {mask} mask", member.key);
            report.say(Say::new(
                "unknownSettingsKey",
                path,
                member.key_span,
                message,
            ));
        }
    }
    let bound = |name: &str| settings.get(name);
    if let (Some(least), Some(greatest)) = (bound("min"), bound("max")) {
        let wrong = number(least)
            .zip(number(greatest))
            .is_some_and(|(low, high)| low > high);
        if wrong {
            let message = "`min` is above `max`";
            let path = format!("{base}.min");
            report.say(Say::new("minAboveMax", path, least.span, message));
        }
    }
    let no_pattern = bound("pattern").is_none_or(|node| match &node.kind {
        JsonKind::String(text) => text.is_empty(),
        _ => true,
    });
    if mask == "datetime" && no_pattern && bound("pattern").is_some() {
        for key in ["min", "max"] {
            if let Some(node) = bound(key) {
                let message = format!("`{key}` acts only with a pattern");
                let path = format!("{base}.{key}");
                report.say(Say::new("minMaxWithoutPattern", path, node.span, message));
            }
        }
    }
}
