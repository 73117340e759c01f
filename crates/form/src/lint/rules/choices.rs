//! Choices from a question that has none to give, and items with one value.

use casement_expression::Equality;
use casement_expression::json::Node;

use crate::Value;
use crate::lint::edit::Fix;
use crate::lint::facts::SPECIAL_ITEMS;
use crate::lint::finding::{Report, Say};
use crate::lint::index::{Element, Index, Kind, Place, get, indexed, item_value, items};
use crate::lint::reference::From;
use crate::lint::suggest::nearest;
use crate::schema::schema;

pub(in crate::lint) fn dead_source(index: &Index<'_>, report: &mut Report<'_>) {
    for (place, element) in index.elements.iter().enumerate() {
        let class = index.answer_class(element);
        if !schema().extends(class, "selectbase") {
            continue;
        }
        let Some(node) = get(element.node, class, "choicesFromQuestion") else {
            continue;
        };
        let Some(source) = node.as_str().filter(|name| !name.is_empty()) else {
            continue;
        };
        let path = format!("{}.choicesFromQuestion", element.path);
        let (found, candidates) = source_of(index, place, source);
        if found == Some(place) {
            let message = format!("`{source}` takes its choices from itself");
            report.say(Say::new("self", path, node.span, message));
            continue;
        }
        let other = found.and_then(|found| Some((found, index.elements.get(found)?)));
        let Some((found, other)) = other else {
            let names = candidates.iter().map(String::as_str);
            let suggestion = nearest(source, names).map(str::to_owned);
            let fix = suggestion
                .as_ref()
                .map(|new| Fix::set(&path, new.as_str(), true));
            let message = format!("no question has the name `{source}`");
            report.say(Say::new("missing", path, node.span, message).suggest(suggestion, fix));
            continue;
        };
        let giver = index.answer_class(other);
        let list = ["matrixdynamic", "matrixdropdown", "paneldynamic"].contains(&giver);
        if !list && !giver.is_empty() && !schema().extends(giver, "selectbase") {
            let message = format!("`{source}` has no choices to give");
            report.say(Say::new("not-a-source", path, node.span, message));
        } else if list {
            fields(index, element, class, found, report);
        }
    }
}

/// The question that choices come from, and the names that it could have: `row.x` and `panel.x`
/// are beside the one that takes them, others at the survey's level.
fn source_of(index: &Index<'_>, taker: usize, source: &str) -> (Option<usize>, Vec<String>) {
    let scopes = index.scopes(From {
        owner: Some(taker),
        list: "",
        property: "choicesFromQuestion",
    });
    for (prefix, container) in [("row.", scopes.row), ("panel.", scopes.panel)] {
        let Some(name) = source.strip_prefix(prefix) else {
            continue;
        };
        let Some(container) = container else {
            return (None, Vec::new());
        };
        let names = index.member_names(container);
        let candidates = names.map(|name| format!("{prefix}{name}")).collect();
        return (index.part_named(container, name), candidates);
    }
    let questions = index.elements.iter().enumerate().filter(|(_, other)| {
        other.place == Place::Survey && other.kind == Kind::Question && !other.name.is_empty()
    });
    let same = |name: &str| name.to_lowercase() == source.to_lowercase();
    let found = questions
        .clone()
        .find(|(_, other)| same(other.name))
        .or_else(|| questions.clone().find(|(_, other)| same(other.value_name)));
    let candidates = questions.map(|(_, other)| other.name.to_owned()).collect();
    (found.map(|(place, _)| place), candidates)
}

/// Where the source is a list, the values and texts come from one of its fields.
fn fields(
    index: &Index<'_>,
    element: &Element<'_>,
    class: &str,
    source: usize,
    report: &mut Report<'_>,
) {
    for key in ["choiceValuesFromQuestion", "choiceTextsFromQuestion"] {
        let Some(node) = get(element.node, class, key) else {
            continue;
        };
        let Some(field) = node.as_str().filter(|field| !field.is_empty()) else {
            continue;
        };
        let names: Vec<&str> = index.member_names(source).collect();
        if names.iter().any(|name| name.eq_ignore_ascii_case(field)) {
            continue;
        }
        let path = format!("{}.{key}", element.path);
        let suggestion = nearest(field, names).map(str::to_owned);
        let fix = suggestion
            .as_ref()
            .map(|new| Fix::set(&path, new.as_str(), true));
        let message = format!("the source has no field `{field}`");
        report.say(Say::new("missing-field", path, node.span, message).suggest(suggestion, fix));
    }
}

pub(in crate::lint) fn duplicate(index: &Index<'_>, report: &mut Report<'_>) {
    for element in &index.elements {
        let class = index.answer_class(element);
        let lists: &[&str] = match class {
            "rating" => &["rateValues"],
            "matrix" => &["columns", "rows"],
            "matrixdropdown" => &["choices", "rows"],
            "matrixdynamic" => &["choices"],
            class if schema().extends(class, "selectbase") => &["choices"],
            _ => &[],
        };
        let copied = schema().extends(class, "selectbase")
            && get(element.node, class, "choicesFromQuestion")
                .is_some_and(|node| !node.to_value().is_empty());
        for key in lists.iter().filter(|key| !copied || **key != "choices") {
            if let Some(node) = element.node.get(key) {
                let special = *key == "choices";
                check(element, class, node, key, special, report);
            }
        }
    }
}

fn check(
    element: &Element<'_>,
    class: &str,
    node: &Node,
    key: &str,
    special: bool,
    report: &mut Report<'_>,
) {
    let mut seen: Vec<Value> = Vec::new();
    let base = format!("{}.{key}", element.path);
    let is_on = |switch: &str| {
        special && get(element.node, class, switch).is_some_and(|node| node.to_value().is_true())
    };
    let added: Vec<(&str, Value)> = SPECIAL_ITEMS
        .iter()
        .filter(|(switch, _)| is_on(switch))
        .map(|(switch, built_in)| (*switch, Value::from(*built_in)))
        .collect();
    for (place, item) in items(node).iter().enumerate() {
        let Some(value) = item_value(item) else {
            continue;
        };
        let path = || indexed(&base, place);
        if seen.iter().any(|known| is_same(known, &value)) {
            let message = format!("an earlier item has the value {}", value.to_json());
            let path = path();
            let fix = Fix::remove(&path, true);
            let say = Say::new("duplicateValue", path, item.span, message);
            report.say(say.suggest(None, Some(fix)));
        }
        for (switch, built_in) in &added {
            if is_same(&value, built_in) {
                let message = format!("`{switch}` adds an item of this value as well");
                report.say(Say::new("specialItemCollision", path(), item.span, message));
            }
        }
        seen.push(value);
    }
}

fn is_same(a: &Value, b: &Value) -> bool {
    let scalar = |value: &Value| value.as_object().is_none() && value.as_array().is_none();
    a.equals(b, Equality::DEFAULT)
        || scalar(a) && scalar(b) && a.to_text().to_lowercase() == b.to_text().to_lowercase()
}
