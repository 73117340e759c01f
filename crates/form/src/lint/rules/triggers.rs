//! Triggers of a type that nobody knows, and those that name nothing there is.

use casement_expression::json::Node;

use crate::lint::edit::Fix;
use crate::lint::facts::BUILT_IN;
use crate::lint::finding::{Report, Say};
use crate::lint::index::{Index, Kind, Place, Typed, indexed, items, join, text_of};
use crate::lint::reference::{From, Target};
use crate::lint::suggest::nearest;

const TYPES: &[&str] = &[
    "visible",
    "complete",
    "setvalue",
    "copyvalue",
    "skip",
    "runexpression",
];

pub(in crate::lint) fn unknown_type(index: &Index<'_>, report: &mut Report<'_>) {
    for trigger in &index.triggers {
        let written = text_of(trigger.node, "type");
        if !trigger.class.is_empty() || trigger.node.as_object().is_none() {
            continue;
        }
        let span = trigger
            .node
            .get("type")
            .map_or(trigger.node.span, |node| node.span);
        if written.is_empty() {
            let message = "the trigger has no type: it is left out";
            report.say(Say::new("noType", &trigger.path, span, message));
            continue;
        }
        let suggestion = nearest(written, TYPES.iter().copied()).map(str::to_owned);
        let fix = suggestion
            .as_ref()
            .map(|new| Fix::set(&join(&trigger.path, "type"), new.as_str(), true));
        let message = format!("unknown trigger type `{written}`");
        let say = Say::new("unknownType", &trigger.path, span, message);
        report.say(say.suggest(suggestion, fix));
    }
}

pub(in crate::lint) fn unknown_target(index: &Index<'_>, report: &mut Report<'_>) {
    for trigger in &index.triggers {
        let keys: &[&str] = match trigger.class {
            "setvaluetrigger" | "runexpressiontrigger" => &["setToName"],
            "copyvaluetrigger" => &["fromName", "setToName"],
            "skiptrigger" => &["gotoName"],
            "visibletrigger" => {
                lists(index, trigger, report);
                &[]
            }
            _ => &[],
        };
        for key in keys {
            if let Some(node) = trigger.node.get(key) {
                let path = join(&trigger.path, key);
                let values = *key != "gotoName";
                check(index, node, path, values, report);
            }
        }
    }
}

/// A visible trigger names pages and questions in lists.
fn lists(index: &Index<'_>, trigger: &Typed<'_>, report: &mut Report<'_>) {
    if let Some(node) = trigger.node.get("pages") {
        for (place, page) in items(node).iter().enumerate() {
            let name = page.as_str().unwrap_or_default();
            let pages = || {
                index
                    .elements
                    .iter()
                    .filter(|element| element.kind == Kind::Page)
                    .map(|element| element.name)
            };
            if pages().any(|page| page == name) {
                continue;
            }
            let path = indexed(&join(&trigger.path, "pages"), place);
            let suggestion = nearest(name, pages()).map(str::to_owned);
            let message = format!("no page has the name `{name}`");
            let say = Say::new("pageNotFound", path, page.span, message);
            report.say(say.suggest(suggestion, None));
        }
    }
    if let Some(node) = trigger.node.get("questions") {
        for (place, question) in items(node).iter().enumerate() {
            let path = indexed(&join(&trigger.path, "questions"), place);
            check(index, question, path, false, report);
        }
    }
}

/// Checks the name of a question, or of anything that holds a value.
fn check(index: &Index<'_>, node: &Node, path: String, values: bool, report: &mut Report<'_>) {
    let Some(name) = node.as_str().filter(|name| !name.is_empty()) else {
        return;
    };
    let lower = name.to_lowercase();
    let questions = || {
        index
            .elements
            .iter()
            .filter(|element| element.place == Place::Survey && element.is_question())
    };
    let names = || {
        let calculated = index.calculated.iter().map(|value| value.name);
        questions()
            .filter(|element| !element.name.is_empty())
            .flat_map(|element| [element.name, if values { element.value_name } else { "" }])
            .filter(|name| !name.is_empty())
            .chain(calculated.filter(move |_| values))
    };
    let root = lower.split(['.', '[']).next().unwrap_or_default();
    // Of several elements with the name the first counts, and it must be a question.
    let first = index.elements.iter().find(|element| {
        let is = |known: &str| {
            let known = known.to_lowercase();
            !known.is_empty() && (known == lower || values && known == root)
        };
        element.place == Place::Survey
            && element.kind != Kind::Page
            && (is(element.name) || is(element.value_name))
    });
    let calculated = values
        && index
            .calculated
            .iter()
            .any(|value| [lower.as_str(), root].contains(&value.name.to_lowercase().as_str()));
    let known = first.map_or(calculated, |element| element.is_question());
    let other = values
        && (BUILT_IN.contains(&lower.as_str())
            || report
                .options
                .variables
                .iter()
                .any(|known| known.to_lowercase() == root));
    if known && values {
        let from = From {
            owner: None,
            list: "",
            property: "setToName",
        };
        if let Target::Unknown(missing) = index.resolve(name, from, &[]) {
            let message = format!("`{}` of `{name}` does not exist", missing.segment);
            let say = Say::new("segmentNotFound", &path, node.span, message);
            report.say(say.suggest(missing.suggestion, None));
        }
    }
    if known || other {
        return;
    }
    let root = name.split(['.', '[']).next().unwrap_or_default();
    let suggestion = nearest(root, names()).map(str::to_owned);
    let fix = suggestion
        .as_ref()
        .map(|new| Fix::set(&path, new.as_str(), true));
    let message = format!("no question has the name `{name}`");
    report.say(Say::new("rootNotFound", path, node.span, message).suggest(suggestion, fix));
}
