//! From the text of an answer to items: JSON, XML, or lines of `value` or `value|text`.

use casement_expression::Value;
use casement_expression::json::{self, Arena, Kind, Node};

use super::{Loaded, xml};
use crate::load::{MAX_ITEMS, choice_item};
use crate::model::ByUrl;

/// The items of an answer, and whether there were more than are read; none where the path leads
/// nowhere.
pub(super) fn items(text: &str, path: &str, by_url: &ByUrl) -> (Vec<Loaded>, bool) {
    let arena = Arena::default();
    let made;
    let read = if text.starts_with('<') {
        made = xml::parse(text);
        Ok(arena.node_of(&made))
    } else {
        json::parse(text, &arena)
    };
    let lines: Vec<Node<'_>>;
    let whole = match read {
        Ok(node) => node,
        Err(_) => {
            let all = text.split('\n').map(str::trim);
            let all = all.filter(|line| !line.is_empty()).take(MAX_ITEMS + 1);
            lines = all.map(text_node).collect();
            Node {
                kind: Kind::Array(&lines),
                span: Default::default(),
            }
        }
    };
    let Some(found) = at_path(&whole, path, &by_url.path) else {
        return (Vec::new(), false);
    };
    let letters: Vec<Node<'_>>;
    let nodes = match found.kind {
        Kind::Array(items) => items,
        // A text has a length, so survey-core takes its letters for items.
        Kind::String(text) => {
            let all = text.split("").filter(|letter| !letter.is_empty());
            letters = all.take(MAX_ITEMS + 1).map(text_node).collect();
            letters.as_slice()
        }
        _ => &[],
    };
    let items = nodes.iter().take(MAX_ITEMS);
    let items = items.filter_map(|item| loaded(item, by_url)).collect();
    (items, nodes.len() > MAX_ITEMS)
}

fn text_node(text: &str) -> Node<'_> {
    Node {
        kind: Kind::String(text),
        span: Default::default(),
    }
}

/// What lies at `a;b`, `a,b` or `a.b`. Where semicolons divide, survey-core takes the path as it was
/// written.
fn at_path<'n>(node: &'n Node<'n>, path: &str, written: &str) -> Option<&'n Node<'n>> {
    if path.is_empty() {
        return Some(node);
    }
    let (path, by) = if path.contains(';') {
        (written, ';')
    } else if path.contains(',') {
        (path, ',')
    } else {
        (path, '.')
    };
    path.split(by).try_fold(node, member)
}

fn member<'n>(node: &'n Node<'n>, key: &str) -> Option<&'n Node<'n>> {
    match node.kind {
        Kind::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => node.get(key),
    }
}

fn loaded(node: &Node, by_url: &ByUrl) -> Option<Loaded> {
    if !node.to_value().is_truthy() {
        return None;
    }
    let value = if by_url.value_name.is_empty() {
        match node.kind {
            Kind::Object(members) => members.first().map(|member| &member.value),
            Kind::Array(items) => items.first(),
            _ => Some(node),
        }
    } else {
        named(node, &by_url.value_name)
    };
    let item = value.map(choice_item).unwrap_or_default();
    let title = match by_url.title_name.as_str() {
        "" => "title",
        name => name,
    };
    let title = named(node, title).map(Node::to_value);
    let title = title.filter(Value::is_truthy);
    let condition = |name: &str| {
        let text = node.get(name)?.as_str()?;
        (!text.trim().is_empty()).then(|| text.into())
    };
    Some(Loaded {
        text: title.unwrap_or(item.text),
        value: item.value,
        exclusive: node
            .get("isExclusive")
            .is_some_and(|it| it.to_value().is_true()),
        visible_if: condition("visibleIf"),
        enable_if: condition("enableIf"),
    })
}

/// `a`, or `a.b` step by step.
fn named<'n>(node: &'n Node<'n>, name: &str) -> Option<&'n Node<'n>> {
    name.split('.').try_fold(node, |node, key| node.get(key))
}
