//! Names that are used twice, hide each other, or can't be stored.

use std::collections::{HashMap, HashSet};

use crate::lint::edit::Fix;
use crate::lint::facts::{BUILT_IN, OBJECT_MEMBERS};
use crate::lint::finding::{Report, Say};
use crate::lint::index::{Element, Index, Kind, Place, text_of};

pub(in crate::lint) fn duplicate(index: &Index<'_>, report: &mut Report<'_>) {
    let taken: HashSet<&str> = index.elements.iter().map(|element| element.name).collect();
    let mut counter = 1;
    let mut new_name = |kind: &str| {
        loop {
            let name = format!("{kind}{counter}");
            counter += 1;
            if !taken.contains(name.as_str()) {
                return name;
            }
        }
    };
    let mut seen: HashMap<(Option<usize>, String), ()> = HashMap::new();
    let (pages, others): (Vec<&Element<'_>>, Vec<&Element<'_>>) = index
        .elements
        .iter()
        .filter(|element| !element.name.is_empty())
        .partition(|element| element.kind == Kind::Page);
    for element in pages.into_iter().chain(others) {
        // Columns and items are told apart within their question; all else shares one list.
        let scope = match element.place {
            Place::Column | Place::Item => element.container,
            _ => None,
        };
        let key = (scope, element.name.to_lowercase());
        if seen.insert(key, ()).is_none() {
            continue;
        }
        let kind = match element.kind {
            Kind::Page => "page",
            Kind::Panel => "panel",
            Kind::Column => "column",
            _ => "question",
        };
        let fix = Fix::set(&format!("{}.name", element.path), new_name(kind), false);
        let message = format!("the name `{}` is used more than once", element.name);
        let span = element
            .get("name")
            .map_or(element.node.span, |node| node.span);
        report.say(Say::new("elementNames", &element.path, span, message).suggest(None, Some(fix)));
    }
    for (place, element) in index.elements.iter().enumerate() {
        // What lies in a detail panel shares its row with the columns and with one another, and
        // the survey's list with all else: a name can be told twice.
        if element.place != Place::Detail || element.name.is_empty() {
            continue;
        }
        let row = element
            .container
            .and_then(|it| index.lookup.members.get(&it));
        let before = row.into_iter().flatten().filter_map(|member| {
            let other = index.elements.get(*member)?;
            (other.place == Place::Column || *member < place).then_some(other)
        });
        let twice = before
            .map(|other| other.name.to_lowercase())
            .any(|name| name == element.name.to_lowercase());
        if twice {
            let message = format!("the name `{}` is used twice in a row", element.name);
            let span = element
                .get("name")
                .map_or(element.node.span, |node| node.span);
            report.say(Say::new("elementNames", &element.path, span, message));
        }
    }
    calculated(index, report);
}

fn calculated(index: &Index<'_>, report: &mut Report<'_>) {
    let mut seen: HashSet<String> = HashSet::new();
    for value in index
        .calculated
        .iter()
        .filter(|value| !value.name.is_empty())
    {
        let lower = value.name.to_lowercase();
        let span = value
            .node
            .get("name")
            .map_or(value.node.span, |node| node.span);
        let element =
            index.lookup.named.contains_key(&lower) || index.lookup.pages.contains(&lower);
        if seen.contains(&lower) {
            let message = format!("two calculated values have the name `{}`", value.name);
            report.say(Say::new("calculatedValueNames", &value.path, span, message));
        }
        if element {
            let message = format!(
                "`{}` is a calculated value and an element: one hides the other",
                value.name
            );
            report.say(Say::new(
                "calculatedValueShadowsElement",
                &value.path,
                span,
                message,
            ));
        }
        seen.insert(lower);
    }
}

pub(in crate::lint) fn shadowing(index: &Index<'_>, report: &mut Report<'_>) {
    for element in &index.elements {
        if element.place == Place::Survey && element.is_question() {
            built_in(element, report);
        }
        if element.is_question() {
            value_name(index, element, report);
            beside(index, element, report);
        }
    }
    for value in &index.calculated {
        if is_built_in(value.name) {
            let message = format!("`{}` is answered by the survey itself", value.name);
            let span = value
                .node
                .get("name")
                .map_or(value.node.span, |node| node.span);
            report.say(Say::new("builtInVariable", &value.path, span, message));
        }
    }
    for trigger in &index.triggers {
        let name = text_of(trigger.node, "setToName");
        let variable = trigger
            .node
            .get("isVariable")
            .is_some_and(|flag| flag.to_value().is_true());
        let question = index.elements.iter().any(|element| {
            element.place == Place::Survey
                && element.is_question()
                && [element.name, element.value_name]
                    .iter()
                    .any(|known| known.to_lowercase() == name.to_lowercase())
        });
        if trigger.class == "setvaluetrigger" && variable && question && !name.is_empty() {
            let path = format!("{}.setToName", trigger.path);
            let span = trigger
                .node
                .get("setToName")
                .map_or(trigger.node.span, |node| node.span);
            let message = format!("the variable `{name}` hides the question of that name");
            report.say(Say::new("variableShadowsQuestion", path, span, message));
        }
    }
}

fn is_built_in(name: &str) -> bool {
    BUILT_IN
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

fn built_in(element: &Element<'_>, report: &mut Report<'_>) {
    for (key, name) in [("name", element.name), ("valueName", element.value_name)] {
        if !is_built_in(name) {
            continue;
        }
        let message = format!("`{{{name}}}` is answered by the survey itself");
        let span = element.get(key).map_or(element.node.span, |node| node.span);
        let path = format!("{}.{key}", element.path);
        report.say(Say::new("builtInVariable", path, span, message));
    }
}

fn value_name(index: &Index<'_>, element: &Element<'_>, report: &mut Report<'_>) {
    let wanted = element.value_name.to_lowercase();
    if wanted.is_empty() || wanted == element.name.to_lowercase() {
        return;
    }
    let other = index.elements.iter().find(|other| {
        other.is_question()
            && other.place == Place::Survey
            && other.name.to_lowercase() == wanted
            && other.value_name.is_empty()
    });
    if let Some(other) = other {
        let message = format!(
            "`{}` and `{}` store their answers under one name",
            element.name, other.name
        );
        let span = element
            .get("valueName")
            .map_or(element.node.span, |node| node.span);
        let path = format!("{}.valueName", element.path);
        report.say(Say::new("valueNameShadowsElement", path, span, message));
    }
}

/// Comments and totals are stored beside the answer, under names that a question may have too.
fn beside(index: &Index<'_>, element: &Element<'_>, report: &mut Report<'_>) {
    let other = |suffix: &str| {
        let owner = element.name.strip_suffix(suffix)?;
        index.elements.iter().enumerate().find(|(_, other)| {
            other.is_question()
                && other.container == element.container
                && other.data_name() == owner
        })
    };
    let span = element
        .get("name")
        .map_or(element.node.span, |node| node.span);
    if let Some((_, other)) = other("-Comment")
        && (other.flag("showCommentArea") || other.flag("showOtherItem"))
    {
        let message = format!("the comment of `{}` is stored under this name", other.name);
        report.say(Say::new(
            "commentKeyCollision",
            &element.path,
            span,
            message,
        ));
    }
    if let Some((place, other)) = other("-total") {
        let totals = index.members(place).any(|column| {
            index.elements.get(column).is_some_and(|column| {
                column.get("totalType").is_some() || column.get("totalExpression").is_some()
            })
        });
        if totals {
            let message = format!("the totals of `{}` are stored under this name", other.name);
            report.say(Say::new("totalKeyCollision", &element.path, span, message));
        }
    }
}

pub(in crate::lint) fn reserved(index: &Index<'_>, report: &mut Report<'_>) {
    for element in &index.elements {
        let reason = match element.kind {
            Kind::Question => "questionName",
            Kind::Column => "columnName",
            Kind::Item => "itemName",
            _ => continue,
        };
        for (key, name) in [("name", element.name), ("valueName", element.value_name)] {
            if OBJECT_MEMBERS.contains(&name) {
                let reason = if key == "name" { reason } else { "valueName" };
                let span = element.get(key).map_or(element.node.span, |node| node.span);
                let message = format!("no answer can be stored under `{name}`");
                let path = format!("{}.{key}", element.path);
                report.say(Say::new(reason, path, span, message));
            }
        }
    }
    for value in &index.calculated {
        if OBJECT_MEMBERS.contains(&value.name) {
            let message = format!("no value can be stored under `{}`", value.name);
            let path = format!("{}.name", value.path);
            report.say(Say::new(
                "calculatedValueName",
                path,
                value.node.span,
                message,
            ));
        }
    }
}

pub(in crate::lint) fn collision(index: &Index<'_>, report: &mut Report<'_>) {
    for name in report.options.variables.clone() {
        let lower = name.to_lowercase();
        let element = index.elements.iter().find(|element| {
            element.place == Place::Survey
                && element.is_question()
                && element.data_name().to_lowercase() == lower
        });
        if let Some(element) = element {
            let message = format!("the variable `{name}` hides the question of that name");
            let key = if element.value_name.is_empty() {
                "name"
            } else {
                "valueName"
            };
            let path = format!("{}.{key}", element.path);
            let span = element.key_span(key);
            report.say(Say::new("questionShadowed", path, span, message));
        }
        let calculated = index
            .calculated
            .iter()
            .find(|value| value.name.to_lowercase() == lower);
        if let Some(value) = calculated {
            let message = format!("the variable `{name}` hides the calculated value of that name");
            report.say(Say::new(
                "calculatedValueShadowed",
                &value.path,
                value.node.span,
                message,
            ));
        }
    }
}
