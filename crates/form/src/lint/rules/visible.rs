//! Elements that nobody ever sees, and pages and panels with nothing to see.

use std::collections::HashSet;

use casement_expression::json::Kind as JsonKind;

use crate::lint::constants::{Constants, GIVERS, Key, has_value};
use crate::lint::finding::{Report, Say};
use crate::lint::fold::{fold, verdict};
use crate::lint::index::{Element, Index, Kind, Place, join};
use crate::lint::shape::Shape;

/// How often what is found is followed further.
const MAX_ROUNDS: usize = 32;

/// What is known of who can be seen.
pub(super) struct Hidden {
    /// Elements whose own condition, or that of one of their items, never holds.
    never: HashSet<usize>,
    /// The conditions that wait for an answer which nobody can give.
    waiting: Vec<usize>,
}

impl Hidden {
    pub(super) fn of(index: &Index<'_>) -> Hidden {
        let constants = Constants::of(index);
        let mut conditions: Vec<usize> = index
            .sites
            .iter()
            .enumerate()
            .filter(|(_, site)| site.property == "visibleIf" && site.owner.is_some())
            .map(|(place, _)| place)
            .collect();
        // One condition of an element is told, and its own comes before those of its items.
        conditions.sort_by_key(|place| {
            index
                .sites
                .get(*place)
                .is_some_and(|site| !site.list.is_empty())
        });
        let mut hidden = Hidden {
            never: HashSet::new(),
            waiting: Vec::new(),
        };
        for site in conditions
            .iter()
            .filter_map(|place| index.sites.get(*place))
        {
            if let (Some(owner), Some(tree)) = (site.owner, &site.tree)
                && verdict(index, site, tree, tree.root(), &constants).is_never()
            {
                hidden.never.insert(owner);
            }
        }
        for _ in 0..MAX_ROUNDS {
            let dead = hidden.dead(index);
            if dead.is_empty() || !hidden.follow(index, &conditions, &constants, dead) {
                break;
            }
        }
        hidden
    }

    pub(super) fn is_never(&self, place: usize) -> bool {
        self.never.contains(&place)
    }

    /// Questions that are never seen and never get a value.
    fn dead(&self, index: &Index<'_>) -> Vec<usize> {
        let unseen = |place: usize| {
            let mut at = Some(place);
            while let Some(up) = at {
                if self.never.contains(&up) {
                    return true;
                }
                at = index.elements.get(up).and_then(|element| element.parent);
            }
            false
        };
        let elements = index.elements.iter().enumerate();
        elements
            .filter(|(place, element)| unseen(*place) && !gets_a_value(index, element))
            .map(|(place, _)| place)
            .collect()
    }

    /// Looks which conditions fail as long as the dead have no value; whether any does.
    fn follow(
        &mut self,
        index: &Index<'_>,
        conditions: &[usize],
        constants: &Constants,
        dead: Vec<usize>,
    ) -> bool {
        let constants = constants.with_unanswered(dead.into_iter());
        let before = self.waiting.len();
        for place in conditions {
            let Some(site) = index.sites.get(*place) else {
                continue;
            };
            let (Some(owner), Some(tree)) = (site.owner, &site.tree) else {
                continue;
            };
            if self.never.contains(&owner) {
                continue;
            }
            let fold = fold(index, site, tree, tree.root(), &constants);
            let waits = |used: &[Key]| used.iter().any(|key| constants.is_unanswered(*key));
            if fold.is_some_and(|fold| !fold.value && waits(&fold.used)) {
                self.never.insert(owner);
                self.waiting.push(*place);
            }
        }
        self.waiting.len() > before
    }
}

fn gets_a_value(index: &Index<'_>, element: &Element<'_>) -> bool {
    let names = [
        element.name.to_lowercase(),
        element.value_name.to_lowercase(),
    ];
    let lookup = &index.lookup;
    let taken = |name: &String| {
        !name.is_empty()
            && [&lookup.ambiguous, &lookup.named_by_triggers, &lookup.bound]
                .iter()
                .any(|names| names.contains(name))
    };
    element.place != Place::Survey
        || !element.is_question()
        || matches!(element.class, "" | "expression")
        || index.shape(element) == Shape::None
        || names.iter().any(taken)
        || GIVERS.iter().any(|key| has_value(element.node, key))
}

pub(in crate::lint) fn never_visible(index: &Index<'_>, report: &mut Report<'_>) {
    for site in Hidden::of(index).waiting {
        let Some(site) = index.sites.get(site) else {
            continue;
        };
        let message = "it depends on an answer that nobody can give, as its question is never seen";
        report.say(Say::new(
            "dependsOnDeadValue",
            &site.path,
            site.span,
            message,
        ));
    }
}

pub(in crate::lint) fn empty(index: &Index<'_>, report: &mut Report<'_>) {
    let hidden = Hidden::of(index);
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
    let pages = index.root.get("pages").and_then(|node| node.as_array());
    let lists = ["elements", "questions"];
    let mut lists = lists
        .iter()
        .filter_map(|key| Some((*key, index.root.get(key)?)));
    if let (None, Some((key, node))) = (pages, lists.next())
        && matches!(node.kind, JsonKind::Array(_))
    {
        let at_top = |element: &Element<'_>| {
            element.parent.is_none() && element.place == Place::Survey && element.kind != Kind::Page
        };
        let elements = index.elements.iter().enumerate();
        let mut elements = elements.filter(|(_, element)| at_top(element)).peekable();
        let (reason, message) = if elements.peek().is_none() {
            ("noElements", "the survey has no elements")
        } else if elements.all(|(place, _)| unseen.contains(&place)) {
            ("noRenderableElements", "nothing in the survey is ever seen")
        } else {
            return;
        };
        report.say(Say::new(reason, key, node.span, message));
    }
}

fn children<'i>(index: &'i Index<'_>, parent: usize) -> impl Iterator<Item = usize> + 'i {
    let children = index.lookup.children.get(&parent);
    children.into_iter().flatten().copied()
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
