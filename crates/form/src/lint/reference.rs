//! What a `{name}` in an expression or a text means, judged by what the definition declares.
//!
//! Names are looked up as a running survey does: case doesn't count, the scope (row, panel, item)
//! comes before the survey.

use std::borrow::Cow;

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
    /// The list for one of whose items it is; "" elsewhere.
    pub(super) list: &'static str,
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
        let of_panels = from.property.starts_with("template")
            || matches!(from.property, "panelsState" | "tabTitlePlaceholder");
        if of_panels && self.class_is(owner, "paneldynamic") {
            scopes.panel = Some(owner);
        }
        if from.property == "singleInputTitleTemplate" && self.class_is(owner, "matrixdropdownbase")
        {
            scopes.row = Some(owner);
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
        let name = &*without_suffixes(name);
        let (root, rest) = split_root(name);
        let scopes = self.scopes(from);
        if let Some(target) = self.scoped(root, rest, from, scopes) {
            return target;
        }
        if let Some((index, rest)) = self.element_of(name) {
            return self.part_of(index, rest, false);
        }
        if let Some(target) = self.kept_beside(root, rest) {
            return target;
        }
        let same =
            |other: &str| other.eq_ignore_ascii_case(name) || other.eq_ignore_ascii_case(root);
        let calculated = [name, root].into_iter().find_map(|name| {
            let found = self.lookup.calculated.get(&name.to_lowercase());
            found.copied()
        });
        if let Some(calculated) = calculated {
            return if rest.is_empty() {
                Target::Calculated(calculated)
            } else {
                Target::Known
            };
        }
        if BUILT_IN.iter().any(|known| same(known))
            || root.eq_ignore_ascii_case("survey")
            || variables.iter().any(|known| same(known))
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
        if !from.list.is_empty() && matches!(lower.as_str(), "item" | "self" | "choice" | "column")
        {
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
            "rowvalue" | "rowname" | "rowtitle" | "matrix" => {
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
        if !prefix || rest.is_empty() || rest.starts_with('[') {
            return Some(Target::Known);
        }
        Some(self.neighbour(container, rest))
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

    /// `x.rest` of the row or panel around: the longest name that something there has.
    fn neighbour(&self, container: usize, rest: &str) -> Target {
        let comment = |name: &str| {
            let base = name.len().checked_sub("-comment".len())?;
            let suffix = name.get(base..)?.eq_ignore_ascii_case("-comment");
            self.part_named(container, name.get(..base)?)
                .filter(|_| suffix)
        };
        match longest_match(rest, |name| self.part_named(container, name)) {
            Some((index, rest)) => self.part_of(index, rest, true),
            None if comment(rest).is_some() => Target::Known,
            None => self.no_member(container, split_root(rest).0, "scopedUnknown"),
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
        // `{row.x.y}` is judged as `{row.x}`.
        if rest.is_empty() || scoped {
            return part(Part::Whole);
        }
        let (first, after) = next_step(rest);
        let (name, after) = match (first, next_step(after)) {
            (Step::Name(name), _) => (name, after),
            (Step::Index, (Step::Name(name), after)) => (name, after),
            (Step::Index, _) => return part(Part::Item),
        };
        match self.answer_class(element) {
            "matrixdynamic" | "paneldynamic" if first == Step::Index => {
                self.copied(index, name, after)
            }
            "matrixdropdown" if !has_row(element, name) => no_row(element, name),
            "matrixdropdown" => match next_step(after) {
                (Step::Name(column), after) => self.copied(index, column, after),
                (Step::Index, _) => part(Part::Inside),
            },
            "matrix" if !has_row(element, name) => no_row(element, name),
            "matrix" if after.is_empty() => part(Part::Cell),
            "multipletext" if self.part_named(index, name).is_none() => {
                self.no_member(index, name, "inContainer")
            }
            _ => part(Part::Inside),
        }
    }

    /// `name` in one of the rows or panels of a container.
    fn copied(&self, container: usize, name: &str, rest: &str) -> Target {
        let Some(index) = self.part_named(container, name) else {
            return self.no_member(container, name, "inContainer");
        };
        let whole = rest.is_empty();
        Target::Element {
            index: if whole { index } else { container },
            part: if whole { Part::Whole } else { Part::Inside },
            scoped: false,
        }
    }

    /// What has a name in the rows or panels of a container.
    pub(super) fn part_named(&self, container: usize, name: &str) -> Option<usize> {
        self.members(container).find(|index| {
            let element = self.elements.get(*index);
            element.is_some_and(|element| same(element.name, name))
        })
    }

    fn no_member(&self, container: usize, name: &str, reason: &'static str) -> Target {
        Target::Unknown(Missing {
            reason,
            segment: name.to_owned(),
            suggestion: nearest(name, self.member_names(container)).map(str::to_owned),
        })
    }

    /// The class that says of what shape an answer is: a column's is that of its cells.
    pub(super) fn answer_class(&self, element: &Element<'_>) -> &'static str {
        match element.kind {
            Kind::Column => cell_class(element, &self.elements),
            Kind::Item => "text",
            _ => element.class,
        }
    }

    /// `{q-Comment}`, `{matrix-total.column}`.
    fn kept_beside(&self, root: &str, rest: &str) -> Option<Target> {
        let lower = root.to_lowercase();
        if let Some(question) = lower.strip_suffix("-comment") {
            let known = self.lookup.named.contains_key(question)
                || self.lookup.pages.contains(question)
                || self.lookup.value_named.contains_key(question);
            return known.then_some(Target::Known);
        }
        let (index, _) = self.element_of(lower.strip_suffix("-total")?)?;
        if !self.class_is(index, "matrixdropdownbase") {
            return None;
        }
        match next_step(rest) {
            (Step::Name(column), _) if self.part_named(index, column).is_none() => {
                Some(self.no_member(index, column, "inContainer"))
            }
            _ => Some(Target::Element {
                index,
                part: if rest.is_empty() {
                    Part::Whole
                } else {
                    Part::Inside
                },
                scoped: false,
            }),
        }
    }

    /// What may have been meant by a name that nothing has: something in the row or panel around,
    /// or what is nearest.
    pub(super) fn meant(&self, name: &str, from: From<'_>, variables: &[String]) -> Option<String> {
        let name = name.strip_prefix('#').unwrap_or(name);
        let name = &*without_suffixes(name);
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

/// A name without what asks for more of its value than the value: `.length` at the end,
/// `-unwrapped` behind the first part.
fn without_suffixes(name: &str) -> Cow<'_, str> {
    let name = name.strip_suffix(".length").unwrap_or(name);
    let (root, rest) = split_root(name);
    match root.strip_suffix("-unwrapped") {
        Some(root) if !root.is_empty() => Cow::Owned(format!("{root}{rest}")),
        _ => Cow::Borrowed(name),
    }
}

fn rows(element: &Element<'_>) -> Vec<String> {
    let rows = element.get("rows").map(items).unwrap_or_default();
    let values = rows.iter().filter_map(item_value);
    values.map(|value| value.to_text().into_owned()).collect()
}

fn has_row(element: &Element<'_>, name: &str) -> bool {
    rows(element).iter().any(|row| same(row, name))
}

fn no_row(element: &Element<'_>, name: &str) -> Target {
    Target::Unknown(Missing {
        reason: "inContainer",
        segment: name.to_owned(),
        suggestion: nearest(name, rows(element).iter().map(String::as_str)).map(str::to_owned),
    })
}

fn same(known: &str, wanted: &str) -> bool {
    !known.is_empty() && known.to_lowercase() == wanted.to_lowercase()
}

/// `a` and `.b[0]` of `a.b[0]`.
fn split_root(name: &str) -> (&str, &str) {
    let segment = name.split('.').next().unwrap_or(name);
    name.split_at_checked(name_end(segment))
        .unwrap_or((name, ""))
}

/// Where the name in `name[0]` ends: brackets are an index only around a number at the end,
/// otherwise they belong to the name (`getValueItem` in survey-core's `conditionProcessValue.ts`).
fn name_end(segment: &str) -> usize {
    segment
        .strip_suffix(']')
        .and_then(|open| open.rsplit_once('['))
        .filter(|(_, index)| index.trim().parse::<f64>().is_ok())
        .map_or(segment.len(), |(name, _)| name.len())
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
        let start = name.get(..end)?.rfind('.').map_or(0, |dot| dot + 1);
        let (head, rest) = name.split_at_checked(start + name_end(name.get(start..end)?))?;
        if let Some(found) = known(head) {
            return Some((found, rest));
        }
        end = start.checked_sub(1)?;
    }
}
