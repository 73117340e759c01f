//! Names whose value never changes: calculated values and expression questions that are built of
//! constants only, and, where a rule says so, questions that nobody can ever answer.

use std::collections::{HashMap, HashSet};

use casement_expression::json::Kind as JsonKind;

use super::condition::names;
use super::fold::{compute, has_call};
use super::index::{Index, Place, Site, join};
use super::reference::{Part, Target};
use crate::{Object, Value};

/// What a constant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Calculated(usize),
    Element(usize),
}

/// The constants of a definition.
#[derive(Clone, Default)]
pub(super) struct Constants {
    /// The value of each, `None` where it never gets one.
    known: HashMap<Key, Option<Value>>,
    /// Constants that lose their value where they are hidden.
    hideable: HashSet<Key>,
    /// The values by name in lower case, as expressions read them.
    values: Object,
}

/// Properties by which a question gets a value without an answer.
pub(super) const GIVERS: [&str; 4] = [
    "defaultValue",
    "defaultValueExpression",
    "setValueExpression",
    "setValueIf",
];

impl Constants {
    pub(super) fn of(index: &Index<'_>) -> Constants {
        let mut open = candidates(index);
        let mut constants = Constants::default();
        // One may be constant only because another is, whichever comes first.
        loop {
            let before = open.len();
            open.retain(|candidate| !constants.add(index, candidate));
            if open.len() == before {
                return constants;
            }
        }
    }

    /// The same with questions that never get a value.
    pub(super) fn with_unanswered(&self, questions: impl Iterator<Item = usize>) -> Constants {
        let mut extended = self.clone();
        for question in questions {
            extended.known.entry(Key::Element(question)).or_insert(None);
        }
        extended
    }

    pub(super) const fn values(&self) -> &Object {
        &self.values
    }

    /// The constant that a name in an expression means.
    pub(super) fn source(&self, index: &Index<'_>, site: &Site<'_>, name: &str) -> Option<Key> {
        let key = match index.target(site, name, &[]) {
            Target::Calculated(place) => Key::Calculated(place),
            Target::Element {
                index,
                part: Part::Whole,
                scoped: false,
            } => Key::Element(index),
            _ => return None,
        };
        (self.known.contains_key(&key) && !is_shadowed(index, site, name)).then_some(key)
    }

    /// The value that a name always has.
    pub(super) fn value(&self, index: &Index<'_>, site: &Site<'_>, name: &str) -> Option<&Value> {
        self.known.get(&self.source(index, site, name)?)?.as_ref()
    }

    pub(super) fn is_unanswered(&self, key: Key) -> bool {
        matches!(self.known.get(&key), Some(None))
    }

    pub(super) fn keeps_its_value(&self, key: Key) -> bool {
        !self.hideable.contains(&key)
    }

    fn add(&mut self, index: &Index<'_>, candidate: &Candidate<'_>) -> bool {
        let Some(tree) = &candidate.site.tree else {
            return false;
        };
        let known = names(tree).all(|(name, _)| self.source(index, candidate.site, name).is_some());
        if has_call(tree, tree.root()) || !known {
            return false;
        }
        let Some(value) = compute(tree, tree.root(), &self.values) else {
            return false;
        };
        self.values.insert(candidate.name.as_str(), value.clone());
        if candidate.hideable {
            self.hideable.insert(candidate.key);
        }
        self.known.insert(candidate.key, Some(value));
        true
    }
}

struct Candidate<'i> {
    key: Key,
    name: String,
    site: &'i Site<'i>,
    hideable: bool,
}

/// What computes a value that nothing else sets, under a name of its own.
fn candidates<'i>(index: &'i Index<'_>) -> Vec<Candidate<'i>> {
    let mut found = Vec::new();
    for place in index.lookup.calculated.values() {
        let Some(value) = index.calculated.get(*place) else {
            continue;
        };
        if let Some(site) = index.site_at(&join(&value.path, "expression")) {
            found.push(Candidate {
                key: Key::Calculated(*place),
                name: value.name.to_lowercase(),
                site,
                hideable: false,
            });
        }
    }
    for (place, element) in index.elements.iter().enumerate() {
        if element.class != "expression" || element.place != Place::Survey {
            continue;
        }
        if element.name.is_empty() || GIVERS.iter().any(|key| has_value(element.node, key)) {
            continue;
        }
        if let Some(site) = index.site_at(&join(&element.path, "expression")) {
            found.push(Candidate {
                key: Key::Element(place),
                name: element.data_name().to_lowercase(),
                site,
                hideable: can_be_hidden(index, place),
            });
        }
    }
    found.retain(|candidate| {
        !index.lookup.named_by_triggers.contains(&candidate.name)
            && !index.lookup.ambiguous.contains(&candidate.name)
    });
    found
}

/// Is something given, and not the empty text?
pub(super) fn has_value(node: &casement_expression::json::Node, key: &str) -> bool {
    node.get(key).is_some_and(|node| {
        !matches!(node.kind, JsonKind::Null) && node.as_str().is_none_or(|text| !text.is_empty())
    })
}

fn can_be_hidden(index: &Index<'_>, place: usize) -> bool {
    let mut at = Some(place);
    while let Some(element) = at.and_then(|at| index.elements.get(at)) {
        let off = element.node.get("visible");
        let off = off.is_some_and(|node| matches!(node.kind, JsonKind::Bool(false)));
        let condition = element.node.get("visibleIf").and_then(|node| node.as_str());
        if off || condition.is_some_and(|text| !text.trim().is_empty()) {
            return true;
        }
        at = element.parent;
    }
    false
}

/// A row or dynamic panel answers the name itself.
fn is_shadowed(index: &Index<'_>, site: &Site<'_>, name: &str) -> bool {
    let scopes = index.scopes(site.from());
    [scopes.row, scopes.panel]
        .into_iter()
        .flatten()
        .any(|container| {
            let mut members = index.member_names(container);
            members.any(|member| member.to_lowercase() == name.to_lowercase())
        })
}
