//! Finding things of a definition by name or path in constant time, so that a rule over 10,000
//! questions stays linear. Built once, when all is gathered.

use std::collections::{HashMap, HashSet};

use casement_expression::json::Node;

use super::index::{Calculated, Element, Kind, Place, Site, Typed, items, text_of};

/// The tables.
#[derive(Default)]
pub(super) struct Lookup {
    /// Elements at the survey's level but pages, the first of a name.
    pub(super) named: HashMap<String, usize>,
    /// The names of pages.
    pub(super) pages: HashSet<String>,
    /// The same by `valueName`.
    pub(super) value_named: HashMap<String, usize>,
    /// Questions at the survey's level by the name of their answer, how many there are of each.
    pub(super) stored: HashMap<String, usize>,
    /// Calculated values, the last of a name: it is the one that counts.
    pub(super) calculated: HashMap<String, usize>,
    /// What lies directly in a matrix, dynamic panel or multiple text.
    pub(super) members: HashMap<usize, Vec<usize>>,
    /// The children of pages and panels.
    pub(super) children: HashMap<usize, Vec<usize>>,
    /// Expressions by path.
    pub(super) sites: HashMap<String, usize>,
    /// Names that several things have: which one is meant can't be told.
    pub(super) ambiguous: HashSet<String>,
    /// Names that `bindings` follow.
    pub(super) bound: HashSet<String>,
    /// Names of questions and values that triggers act upon.
    pub(super) named_by_triggers: HashSet<String>,
}

impl Lookup {
    pub(super) fn new(
        elements: &[Element<'_>],
        calculated: &[Calculated<'_>],
        sites: &[Site<'_>],
        triggers: &[Typed<'_>],
    ) -> Lookup {
        let mut lookup = Lookup::default();
        let mut counts: HashMap<String, usize> = HashMap::new();
        for (place, element) in elements.iter().enumerate() {
            if let Some(container) = element.container {
                lookup.members.entry(container).or_default().push(place);
            }
            if let Some(parent) = element.parent {
                lookup.children.entry(parent).or_default().push(place);
            }
            let bindings = element.node.get("bindings").and_then(Node::as_object);
            for binding in bindings.unwrap_or_default() {
                let name = binding.value.as_str().unwrap_or_default().to_lowercase();
                lookup.bound.insert(name);
            }
            // An element without a name has no part in the survey, nor its `valueName`.
            if element.place != Place::Survey || element.name.is_empty() {
                continue;
            }
            let (name, stored) = (
                element.name.to_lowercase(),
                element.value_name.to_lowercase(),
            );
            *counts.entry(name.clone()).or_default() += 1;
            if !stored.is_empty() {
                *counts.entry(stored.clone()).or_default() += 1;
                lookup.value_named.entry(stored).or_insert(place);
            }
            if element.is_question() {
                let name = element.data_name().to_lowercase();
                *lookup.stored.entry(name).or_default() += 1;
            }
            if element.kind == Kind::Page {
                lookup.pages.insert(name);
            } else {
                lookup.named.entry(name).or_insert(place);
            }
        }
        for (place, value) in calculated.iter().enumerate() {
            let name = value.name.to_lowercase();
            if !name.is_empty() {
                *counts.entry(name.clone()).or_default() += 1;
                lookup.calculated.insert(name, place);
            }
        }
        let several = counts.into_iter().filter(|(_, count)| *count > 1);
        lookup.ambiguous = several.map(|(name, _)| name).collect();
        for (place, site) in sites.iter().enumerate() {
            lookup.sites.insert(site.path.clone(), place);
        }
        for trigger in triggers {
            for name in targets(trigger) {
                let name = name.to_lowercase();
                if let Some(root) = name.split(['.', '[']).next().filter(|it| !it.is_empty()) {
                    lookup.named_by_triggers.insert(root.to_owned());
                }
            }
        }
        lookup
    }
}

/// The names of questions and values in a trigger.
fn targets<'a>(trigger: &Typed<'a>) -> Vec<&'a str> {
    let keys: &[&str] = match trigger.class {
        "setvaluetrigger" | "runexpressiontrigger" => &["setToName"],
        "copyvaluetrigger" => &["fromName", "setToName"],
        "skiptrigger" => &["gotoName"],
        "visibletrigger" => {
            let list = trigger.node.get("questions").map(items).unwrap_or_default();
            return list.iter().filter_map(Node::as_str).collect();
        }
        _ => &[],
    };
    keys.iter().map(|key| text_of(trigger.node, key)).collect()
}
