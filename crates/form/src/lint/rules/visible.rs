//! Elements that nobody ever sees, and pages and panels with nothing to see.

use std::collections::{HashMap, HashSet};

use casement_expression::json::Kind as JsonKind;
use casement_expression::{BinaryOperator, NodeId, NodeKind, Tree, UnaryOperator};

use crate::Value;
use crate::lint::condition::{subtree, variable};
use crate::lint::finding::{Report, Say};
use crate::lint::fold::{constants, evaluate, verdict};
use crate::lint::index::{Element, Index, Kind, Place, Site, join};
use crate::lint::reference::Target;

/// What is known of who can be seen.
pub(super) struct Hidden {
    /// Elements whose own condition never holds.
    never: HashSet<usize>,
    /// Elements that are never seen and never get a value.
    dead: HashSet<usize>,
}

impl Hidden {
    pub(super) fn of(index: &Index<'_>) -> (Hidden, Vec<(usize, String)>) {
        let constants = constants(index);
        let mut never = HashSet::new();
        let mut open = Vec::new();
        let sites: HashMap<&str, usize> = index
            .sites
            .iter()
            .enumerate()
            .map(|(place, site)| (site.path.as_str(), place))
            .collect();
        for (place, element) in index.elements.iter().enumerate() {
            let path = join(&element.path, "visibleIf");
            let site = sites
                .get(path.as_str())
                .and_then(|site| index.sites.get(*site));
            let Some((site, tree)) = site.and_then(|site| Some((site, site.tree.as_ref()?))) else {
                continue;
            };
            if verdict(index, site, tree, tree.root(), &constants).is_never() {
                never.insert(place);
            } else {
                open.push((place, site, tree));
            }
        }
        let mut hidden = Hidden {
            never,
            dead: HashSet::new(),
        };
        let mut by_dead = Vec::new();
        loop {
            hidden.spread(index);
            let found: Vec<(usize, String)> = open
                .iter()
                .filter(|(place, ..)| !hidden.never.contains(place))
                .filter(|(_, site, tree)| hidden.fails(index, site, tree, tree.root()))
                .map(|(place, site, _)| (*place, site.path.clone()))
                .collect();
            if found.is_empty() {
                return (hidden, by_dead);
            }
            hidden.never.extend(found.iter().map(|(place, _)| *place));
            by_dead.extend(found);
        }
    }

    pub(super) fn is_never(&self, place: usize) -> bool {
        self.never.contains(&place)
    }

    /// All in a container that is never seen is dead, unless something gives it a value.
    fn spread(&mut self, index: &Index<'_>) {
        for (place, element) in index.elements.iter().enumerate() {
            let mut at = Some(place);
            let mut unseen = false;
            while let Some(up) = at {
                unseen |= self.never.contains(&up);
                at = index.elements.get(up).and_then(|element| element.parent);
            }
            if unseen && element.place == Place::Survey && !gets_a_value(index, element) {
                self.dead.insert(place);
            }
        }
    }

    /// Is the condition false as long as the dead have no value?
    fn fails(&self, index: &Index<'_>, site: &Site<'_>, tree: &Tree, root: NodeId) -> bool {
        self.truth(index, site, tree, root) == Some(false)
    }

    fn truth(&self, index: &Index<'_>, site: &Site<'_>, tree: &Tree, id: NodeId) -> Option<bool> {
        let is_dead = |name: &str| match index.target(site, name, &[]) {
            Target::Element { index: read, .. } => self.dead.contains(&read),
            _ => false,
        };
        let node = tree.node(id)?;
        match &node.kind {
            NodeKind::Unary {
                operator: UnaryOperator::Negate,
                operand,
            } => self.truth(index, site, tree, *operand).map(|truth| !truth),
            NodeKind::Binary {
                operator: BinaryOperator::And,
                left,
                right: Some(right),
            } => {
                let sides = [left, right].map(|side| self.truth(index, site, tree, *side));
                if sides.contains(&Some(false)) {
                    Some(false)
                } else if sides == [Some(true); 2] {
                    Some(true)
                } else {
                    None
                }
            }
            NodeKind::Binary {
                operator: BinaryOperator::Or,
                left,
                right: Some(right),
            } => {
                let sides = [left, right].map(|side| self.truth(index, site, tree, *side));
                if sides.contains(&Some(true)) {
                    Some(true)
                } else if sides == [Some(false); 2] {
                    Some(false)
                } else {
                    None
                }
            }
            _ => {
                let nothing: HashMap<String, Value> = subtree(tree, id)
                    .into_iter()
                    .filter_map(|part| variable(tree, part))
                    .filter(|name| is_dead(name))
                    .map(|name| (name.to_lowercase(), Value::Undefined))
                    .collect();
                if nothing.is_empty() {
                    return None;
                }
                evaluate(tree, id, &nothing).map(|value| value.is_truthy())
            }
        }
    }
}

fn gets_a_value(index: &Index<'_>, element: &Element<'_>) -> bool {
    const GIVERS: &[&str] = &[
        "defaultValue",
        "defaultValueExpression",
        "setValueExpression",
        "setValueIf",
        "expression",
    ];
    let name = element.data_name().to_lowercase();
    let shared = index.elements.iter().any(|other| {
        !std::ptr::eq(other, element)
            && other.place == Place::Survey
            && other.is_question()
            && other.data_name().to_lowercase() == name
    });
    let triggered = index.triggers.iter().any(|trigger| {
        let target = crate::lint::index::text_of(trigger.node, "setToName").to_lowercase();
        let root = target.split(['.', '[']).next().unwrap_or_default();
        root == name || root == element.name.to_lowercase()
    });
    shared || triggered || GIVERS.iter().any(|key| element.get(key).is_some())
}

pub(in crate::lint) fn never_visible(index: &Index<'_>, report: &mut Report<'_>) {
    let (hidden, by_dead) = Hidden::of(index);
    let items = index.sites.iter().filter_map(|site| {
        let tree = site.tree.as_ref()?;
        let is_item = site.item && site.property == "visibleIf";
        (is_item && hidden.fails(index, site, tree, tree.root())).then(|| site.path.clone())
    });
    let elements = by_dead.into_iter().map(|(_, path)| path);
    for path in elements.chain(items).collect::<Vec<_>>() {
        let Some(site) = index.sites.iter().find(|site| site.path == path) else {
            continue;
        };
        let message = "it depends on an answer that nobody can give, as its question is never seen";
        report.say(Say::new("dependsOnDeadValue", path, site.span, message));
    }
}

pub(in crate::lint) fn empty(index: &Index<'_>, report: &mut Report<'_>) {
    let (hidden, _) = Hidden::of(index);
    let unseen = unseen(index, &hidden);
    for (place, element) in index.elements.iter().enumerate() {
        let span = element.key_span("name");
        let mut say = |reason, path: &str, message: String| {
            report.say(Say::new(reason, path, span, message));
        };
        match element.kind {
            Kind::Page | Kind::Panel => {
                let kind = if element.kind == Kind::Page {
                    "page"
                } else {
                    "panel"
                };
                let mut children = children(index, place).peekable();
                if children.peek().is_none() {
                    let message = format!("the {kind} `{}` has no elements", element.name);
                    say("noElements", &element.path, message);
                } else if children.all(|child| unseen.contains(&child)) {
                    let message = format!("nothing on the {kind} `{}` is ever seen", element.name);
                    say("noRenderableElements", &element.path, message);
                }
            }
            _ if element.class == "paneldynamic" && index.members(place).next().is_none() => {
                let message = format!("the template of `{}` has no elements", element.name);
                say("emptyTemplate", &element.path, message);
            }
            _ if matches!(element.class, "matrixdynamic" | "matrixdropdown") => {
                let details = element.get("detailElements").is_some_and(
                    |node| matches!(&node.kind, JsonKind::Array(items) if !items.is_empty()),
                );
                let mode = crate::lint::index::text_of(element.node, "detailPanelMode");
                if details && matches!(mode, "" | "none") {
                    let message =
                        format!("the detail panels of `{}` are never shown", element.name);
                    say(
                        "detailElementsHidden",
                        &join(&element.path, "detailElements"),
                        message,
                    );
                }
            }
            _ => {}
        }
    }
    if let Some(node) = index.root.get("elements")
        && matches!(&node.kind, JsonKind::Array(items) if items.is_empty())
    {
        let message = "the survey has no elements";
        report.say(Say::new("noElements", "elements", node.span, message));
    }
}

fn children<'i>(index: &'i Index<'_>, parent: usize) -> impl Iterator<Item = usize> + 'i {
    let elements = index.elements.iter().enumerate();
    elements
        .filter(move |(_, element)| element.parent == Some(parent))
        .map(|(place, _)| place)
}

/// The elements that are never seen on their page: hidden for good, or empty themselves.
fn unseen(index: &Index<'_>, hidden: &Hidden) -> HashSet<usize> {
    let mut unseen = HashSet::new();
    for (place, element) in index.elements.iter().enumerate().rev() {
        let off = element
            .get("visible")
            .is_some_and(|node| matches!(node.kind, JsonKind::Bool(false)));
        let hidden_for_good = element.is_question() && hidden.never.contains(&place)
            || off && element.get("visibleIf").is_none();
        let empty = element.kind == Kind::Panel
            && children(index, place).all(|child| unseen.contains(&child));
        if hidden_for_good || empty {
            unseen.insert(place);
        }
    }
    unseen
}
