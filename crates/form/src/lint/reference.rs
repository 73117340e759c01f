//! What a `{name}` in an expression or a text means, judged by what the definition declares.
//!
//! Names are looked up as a running survey does: case doesn't count, the scope (row, panel, item)
//! comes before the survey.

use super::facts::BUILT_IN;
use super::index::{Element, Index, Kind, Place, cell_class, item_value, items};
use super::suggest::nearest;
use crate::schema::schema;

/// What a name means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// An element's answer, or a part of it.
    Element {
        index: usize,
        part: Part,
        /// Was it reached by `{row.}` or `{panel.}`?
        scoped: bool,
    },
    /// A calculated value, by its place in the index.
    Calculated(usize),
    /// `{rowIndex}` and its like: a number.
    Number,
    /// Something that has a value, of which no more is known.
    Known,
    /// Nothing.
    Unknown(Missing),
}

/// Which part of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it, or its `.length`.
    Whole,
    /// One item of a list of scalars.
    Item,
    /// A cell of a simple matrix.
    Cell,
    /// Something inside of which no more is known.
    Inside,
}

/// Why a name means nothing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Missing {
    pub(super) reason: &'static str,
    pub(super) segment: String,
    /// What may have been meant; for a name that nothing has ([`Index::meant`]) not yet looked for.
    pub(super) suggestion: Option<String>,
}

/// Where a name stands.
#[derive(Clone, Copy)]
pub(super) struct From<'s> {
    pub(super) owner: Option<usize>,
    pub(super) item: bool,
    pub(super) property: &'s str,
}

/// The containers whose copies a place lies in.
#[derive(Clone, Copy, Default)]
pub(super) struct Scopes {
    /// The dynamic panel of `{panel.x}`.
    pub(super) panel: Option<usize>,
    /// The matrix of `{row.x}`.
    pub(super) row: Option<usize>,
}

/// A name's parts: `a.b[0].c` is `a`, `b`, `0`, `c`.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step<'n> {
    Name(&'n str),
    Index,
}

impl<'a> Index<'a> {
    pub(super) fn scopes(&self, from: From<'_>) -> Scopes {
        let mut scopes = Scopes::default();
        let Some(owner) = from.owner else {
            return scopes;
        };
        let own = from.property.starts_with("template") || from.property == "panelsState";
        if own && self.class_is(owner, "paneldynamic") {
            scopes.panel = Some(owner);
        }
        let mut at = self.elements.get(owner);
        while let Some(element) = at {
            match element.place {
                Place::Template if scopes.panel.is_none() => scopes.panel = element.container,
                Place::Column | Place::Detail if scopes.row.is_none() => {
                    scopes.row = element.container;
                }
                _ => {}
            }
            at = element
                .container
                .and_then(|container| self.elements.get(container));
        }
        scopes
    }

    pub(super) fn class_is(&self, index: usize, class: &str) -> bool {
        self.elements
            .get(index)
            .is_some_and(|element| schema().extends(element.class, class))
    }

    /// What a name means where it stands; `variables` are known to the caller.
    pub(super) fn resolve(&self, name: &str, from: From<'_>, variables: &[String]) -> Target {
        let name = name.strip_prefix('#').unwrap_or(name);
        if name.is_empty() || name.starts_with('$') {
            return Target::Known;
        }
        let (root, rest) = split_root(name);
        let scopes = self.scopes(from);
        if let Some(target) = self.scoped(root, rest, from, scopes) {
            return target;
        }
        if let Some((index, rest)) = self.element_of(name) {
            return self.part_of(index, rest, false);
        }
        if let Some(target) = self.kept_beside(name) {
            return target;
        }
        let same =
            |other: &str| other.eq_ignore_ascii_case(name) || other.eq_ignore_ascii_case(root);
        let calculated = [name, root].into_iter().find_map(|name| {
            let found = self.lookup.calculated.get(&name.to_lowercase());
            found.copied()
        });
        if let Some(calculated) = calculated {
            return if rest.is_empty() || rest == ".length" {
                Target::Calculated(calculated)
            } else {
                Target::Known
            };
        }
        if BUILT_IN.iter().any(|known| same(known))
            || root.eq_ignore_ascii_case("survey")
            || variables.iter().any(|known| same(known))
            || self.is_trigger_variable(root)
        {
            return Target::Known;
        }
        Target::Unknown(Missing {
            reason: "notFound",
            segment: root.to_owned(),
            suggestion: None,
        })
    }

    /// The names by which expressions reach answers at the survey's level.
    pub(super) fn survey_names(&self) -> impl Iterator<Item = &'a str> {
        let elements = self
            .elements
            .iter()
            .filter(|element| element.place == Place::Survey && element.kind != Kind::Page)
            .filter(|element| !element.name.is_empty());
        elements
            .flat_map(|element| [element.name, element.value_name])
            .filter(|name| !name.is_empty())
    }

    /// The questions of a dynamic panel, or the columns and detail questions of a matrix.
    pub(super) fn members(&self, container: usize) -> impl Iterator<Item = usize> {
        let members = self.lookup.members.get(&container);
        members.into_iter().flatten().copied()
    }

    pub(super) fn member_names(&self, container: usize) -> impl Iterator<Item = &'a str> {
        self.members(container)
            .filter_map(|index| self.elements.get(index))
            .filter(|element| element.kind != Kind::Panel)
            .map(|element| element.name)
            .filter(|name| !name.is_empty())
    }

    fn scoped(&self, root: &str, rest: &str, from: From<'_>, scopes: Scopes) -> Option<Target> {
        let lower = root.to_lowercase();
        if from.item && matches!(lower.as_str(), "item" | "self" | "choice") {
            return Some(Target::Known);
        }
        if lower == "self" {
            let index = from.owner?;
            return Some(Target::Element {
                index,
                part: Part::Inside,
                scoped: true,
            });
        }
        let (container, prefix) = match lower.as_str() {
            "row" | "prevrow" | "nextrow" | "totalrow" => (scopes.row?, true),
            "panel" if scopes.panel.is_none() => return self.beside(rest, from.owner?),
            "panel" | "prevpanel" | "nextpanel" => (scopes.panel?, true),
            "rowindex" | "visiblerowindex" => {
                scopes.row?;
                return Some(Target::Number);
            }
            "panelindex" | "visiblepanelindex" => {
                scopes.panel?;
                return Some(Target::Number);
            }
            "rowvalue" | "rowname" | "rowtitle" => {
                scopes.row?;
                return Some(Target::Known);
            }
            "parentpanel" => {
                scopes.panel?;
                return Some(Target::Known);
            }
            _ => return None,
        };
        let rest = rest.strip_prefix('.').unwrap_or(rest);
        if !prefix || rest.is_empty() || rest.starts_with('[') || rest == "length" {
            return Some(Target::Known);
        }
        Some(self.member_of(container, rest, true, "scopedUnknown"))
    }

    /// `{panel.x}` of an ordinary panel: a question in the nearest one around the owner.
    fn beside(&self, rest: &str, owner: usize) -> Option<Target> {
        let mut at = self.elements.get(owner)?.parent?;
        while self.elements.get(at)?.kind != Kind::Panel {
            at = self.elements.get(at)?.parent?;
        }
        let (name, _) = split_root(rest.strip_prefix('.').unwrap_or(rest));
        let mut inside = Vec::new();
        let mut open = vec![at];
        while let Some(place) = open.pop() {
            let children = self.lookup.children.get(&place).into_iter().flatten();
            for child in children.rev() {
                match self.elements.get(*child) {
                    Some(element) if element.is_question() => inside.push(element.name),
                    _ => open.push(*child),
                }
            }
        }
        let base = name.strip_suffix("-Comment").unwrap_or(name);
        if name.is_empty() || inside.iter().any(|known| same(known, base)) {
            return Some(Target::Known);
        }
        let suggestion = nearest(name, inside.iter().copied().filter(|name| !name.is_empty()));
        Some(Target::Unknown(Missing {
            reason: "scopedUnknown",
            segment: name.to_owned(),
            suggestion: suggestion.map(str::to_owned),
        }))
    }

    /// `x.rest` of a container.
    fn member_of(
        &self,
        container: usize,
        rest: &str,
        scoped: bool,
        reason: &'static str,
    ) -> Target {
        let found = longest_match(rest, |name| {
            self.members(container).find(|index| {
                self.elements.get(*index).is_some_and(|element| {
                    same(element.name, name) || same(element.value_name, name)
                })
            })
        });
        match found {
            Some((index, rest)) => self.part_of(index, rest, scoped),
            None => {
                let (segment, _) = split_root(rest);
                Target::Unknown(Missing {
                    reason,
                    segment: segment.to_owned(),
                    suggestion: nearest(segment, self.member_names(container)).map(str::to_owned),
                })
            }
        }
    }

    /// The element of the survey's level that a name begins with, and the rest of the name.
    pub(super) fn element_of<'n>(&self, name: &'n str) -> Option<(usize, &'n str)> {
        longest_match(name, |name| {
            let lower = name.to_lowercase();
            let named = self.lookup.named.get(&lower);
            named
                .or_else(|| self.lookup.value_named.get(&lower))
                .copied()
        })
    }

    fn part_of(&self, index: usize, rest: &str, scoped: bool) -> Target {
        let part = |part| Target::Element {
            index,
            part,
            scoped,
        };
        let Some(element) = self.elements.get(index) else {
            return Target::Known;
        };
        if rest.is_empty() || rest == ".length" {
            return part(Part::Whole);
        }
        let class = self.answer_class(element);
        let (first, after) = next_step(rest);
        match class {
            "matrixdynamic" | "paneldynamic" => match (first, next_step(after)) {
                (Step::Index, (Step::Name(_), _)) if scoped => part(Part::Whole),
                (Step::Index, (Step::Name(_), _)) => {
                    let name = after.strip_prefix('.').unwrap_or(after);
                    self.member_of(index, name, false, "inContainer")
                }
                _ => part(Part::Inside),
            },
            "matrixdropdown" => {
                let Step::Name(_) = first else {
                    return self.no_row(element, "");
                };
                let rest = rest.strip_prefix('.').unwrap_or(rest);
                let Some((_, after)) = self.row_of(element, rest) else {
                    return self.no_row(element, rest);
                };
                match after.strip_prefix('.') {
                    Some(name) => self.member_of(index, name, false, "inContainer"),
                    None => part(Part::Inside),
                }
            }
            "matrix" => {
                let Step::Name(_) = first else {
                    return part(Part::Inside);
                };
                let rest = rest.strip_prefix('.').unwrap_or(rest);
                match self.row_of(element, rest) {
                    Some((_, "")) => part(Part::Cell),
                    Some(_) => part(Part::Inside),
                    None => self.no_row(element, rest),
                }
            }
            "multipletext" => {
                let Step::Name(_) = first else {
                    return part(Part::Inside);
                };
                let rest = rest.strip_prefix('.').unwrap_or(rest);
                let found = longest_match(rest, |name| {
                    self.members(index).find(|item| {
                        self.elements
                            .get(*item)
                            .is_some_and(|item| same(item.name, name))
                    })
                });
                match found {
                    Some(_) => part(Part::Inside),
                    None => self.member_of(index, rest, false, "inContainer"),
                }
            }
            // `{row.x.y}` is judged as `{row.x}`.
            _ if scoped => part(Part::Whole),
            _ if first == Step::Index && after.is_empty() => part(Part::Item),
            _ => part(Part::Inside),
        }
    }

    /// The class that says of what shape an answer is: a column's is that of its cells.
    pub(super) fn answer_class(&self, element: &Element<'_>) -> &'static str {
        match element.kind {
            Kind::Column => cell_class(element, &self.elements),
            Kind::Item => "text",
            _ => element.class,
        }
    }

    fn row_of<'n>(&self, element: &Element<'_>, rest: &'n str) -> Option<((), &'n str)> {
        let rows = element.get("rows").map(items).unwrap_or_default();
        longest_match(rest, |name| {
            rows.iter()
                .filter_map(item_value)
                .any(|value| same(&value.to_text(), name))
                .then_some(())
        })
    }

    fn no_row(&self, element: &Element<'_>, rest: &str) -> Target {
        let (segment, _) = split_root(rest);
        let rows: Vec<String> = element
            .get("rows")
            .map(items)
            .unwrap_or_default()
            .iter()
            .filter_map(item_value)
            .map(|value| value.to_text().into_owned())
            .collect();
        Target::Unknown(Missing {
            reason: "inContainer",
            segment: segment.to_owned(),
            suggestion: nearest(segment, rows.iter().map(String::as_str)).map(str::to_owned),
        })
    }

    /// `{q-Comment}`, `{matrix-total.column}`.
    fn kept_beside(&self, name: &str) -> Option<Target> {
        let lower = name.to_lowercase();
        if let Some(question) = lower.strip_suffix("-comment") {
            let (_, rest) = self.element_of(question)?;
            return rest.is_empty().then_some(Target::Known);
        }
        let place = lower.find("-total")?;
        let (index, rest) = self.element_of(name.get(..place)?)?;
        if !rest.is_empty() {
            return None;
        }
        match name.get(place + "-total".len()..)? {
            "" => Some(Target::Element {
                index,
                part: Part::Whole,
                scoped: false,
            }),
            rest => {
                let rest = rest.strip_prefix('.')?;
                match self.member_of(index, rest, false, "inContainer") {
                    Target::Element { index, .. } => Some(Target::Element {
                        index,
                        part: Part::Inside,
                        scoped: false,
                    }),
                    other => Some(other),
                }
            }
        }
    }

    fn is_trigger_variable(&self, name: &str) -> bool {
        self.triggers.iter().any(|trigger| {
            trigger.class == "setvaluetrigger"
                && trigger
                    .node
                    .get("isVariable")
                    .is_some_and(|flag| flag.to_value().is_true())
                && same(super::index::text_of(trigger.node, "setToName"), name)
        })
    }

    /// What may have been meant by a name that nothing has: something in the row or panel around,
    /// or what is nearest.
    pub(super) fn meant(&self, name: &str, from: From<'_>, variables: &[String]) -> Option<String> {
        let name = name.strip_prefix('#').unwrap_or(name);
        let name = name.strip_suffix(".length").unwrap_or(name);
        let (root, rest) = split_root(name);
        let scopes = self.scopes(from);
        for (container, prefix) in [(scopes.row, "row"), (scopes.panel, "panel")] {
            let Some(container) = container else { continue };
            let members = self.members(container);
            let mut names = members.filter_map(|place| Some(self.elements.get(place)?.name));
            if names.any(|known| same(known, root)) {
                return Some(format!("{prefix}.{root}"));
            }
        }
        let names = || {
            let calculated = self.calculated.iter().map(|value| value.name);
            let variables = variables.iter().map(String::as_str);
            let known = self.survey_names().chain(calculated).chain(variables);
            known.chain(BUILT_IN.iter().copied())
        };
        let whole = (!rest.is_empty() && !name.contains('['))
            .then(|| nearest(name, names()))
            .flatten();
        whole.or_else(|| nearest(root, names())).map(str::to_owned)
    }
}

fn same(known: &str, wanted: &str) -> bool {
    !known.is_empty() && known.to_lowercase() == wanted.to_lowercase()
}

/// `a` and `.b[0]` of `a.b[0]`.
fn split_root(name: &str) -> (&str, &str) {
    let end = name.find(['.', '[']).unwrap_or(name.len());
    name.split_at_checked(end).unwrap_or((name, ""))
}

/// The first step of `.b[0]` or `[0].b`, and what follows it.
fn next_step(rest: &str) -> (Step<'_>, &str) {
    if let Some(inner) = rest.strip_prefix('[')
        && let Some((_, after)) = inner.split_once(']')
    {
        return (Step::Index, after);
    }
    let (name, after) = split_root(rest.strip_prefix('.').unwrap_or(rest));
    if name.is_empty() {
        (Step::Index, after)
    } else {
        (Step::Name(name), after)
    }
}

/// The longest beginning of a dotted name that is known, and the rest of the name.
fn longest_match<T>(name: &str, known: impl Fn(&str) -> Option<T>) -> Option<(T, &str)> {
    let mut end = name.len();
    loop {
        let (head, rest) = name.split_at_checked(end)?;
        if let Some(found) = known(head) {
            return Some((found, rest));
        }
        end = head.rfind(['.', '['])?;
    }
}
