//! Values that are computed or written from each other in a circle.

use std::collections::{HashMap, HashSet};

use crate::Span;
use crate::lint::condition::names;
use crate::lint::finding::{Report, Say};
use crate::lint::index::{Index, Place, Site, join, text_of};
use crate::lint::reference::Target;

/// The most nodes that are followed; a definition with more has other troubles.
const MAX_NODES: usize = 20_000;

/// Something that reads values and writes one.
#[derive(Default)]
pub(super) struct Step {
    pub(super) path: String,
    /// What decides which step of a circle is the first: the least in the alphabet.
    pub(super) id: String,
    pub(super) span: Span,
    pub(super) label: String,
    pub(super) kind: StepKind,
    pub(super) reads: Vec<Slot>,
    pub(super) writes: Vec<Slot>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum StepKind {
    #[default]
    Calculated,
    Question,
    Trigger,
}

/// A place where a value lies.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    Element(usize),
    Calculated(usize),
    Other(String),
}

pub(in crate::lint) fn calculated(index: &Index<'_>, report: &mut Report<'_>) {
    let mut steps = calculated_steps(index, "expression");
    // Of several values of one name the last is the one.
    let last = |step: &Step| match step.writes.first() {
        Some(Slot::Calculated(place)) => {
            let name = index
                .calculated
                .get(*place)
                .map(|value| value.name.to_lowercase());
            name.is_some_and(|name| index.lookup.calculated.get(&name) == Some(place))
        }
        _ => false,
    };
    steps.retain(last);
    for step in &mut steps {
        step.id = step.label.to_lowercase();
    }
    for cycle in circles(&steps) {
        tell(
            &steps,
            &cycle,
            "calculated values depend on each other",
            report,
        );
    }
}

pub(in crate::lint) fn triggers(index: &Index<'_>, report: &mut Report<'_>) {
    let mut steps = trigger_steps(index);
    steps.retain(|step| !step.writes.is_empty());
    for cycle in circles(&steps) {
        tell(&steps, &cycle, "triggers set each other off", report);
    }
}

pub(in crate::lint) fn writes(index: &Index<'_>, report: &mut Report<'_>) {
    let mut steps = question_steps(index);
    let mut triggers = trigger_steps(index);
    triggers.retain(|step| !step.writes.is_empty());
    steps.extend(triggers);
    steps.extend(calculated_steps(index, ""));
    // A value that several own is nobody's: who wrote it can't be told.
    for step in &mut steps {
        step.reads.retain(|slot| !is_shared(index, slot));
        step.writes.retain(|slot| !is_shared(index, slot));
    }
    // From who reads to who writes.
    for cycle in circles_of(&steps, true) {
        let only = |kind| {
            cycle
                .iter()
                .all(|place| steps.get(*place).is_some_and(|step| step.kind == kind))
        };
        if !only(StepKind::Calculated) && !only(StepKind::Trigger) {
            tell(&steps, &cycle, "values are written from each other", report);
        }
    }
}

fn is_shared(index: &Index<'_>, slot: &Slot) -> bool {
    let ambiguous = |name: &str| index.lookup.ambiguous.contains(&name.to_lowercase());
    match slot {
        Slot::Element(place) => index.elements.get(*place).is_some_and(|element| {
            ambiguous(element.name)
                || !element.value_name.is_empty() && ambiguous(element.value_name)
        }),
        Slot::Calculated(place) => {
            let value = index.calculated.get(*place);
            value.is_some_and(|value| ambiguous(value.name))
        }
        Slot::Other(name) => ambiguous(name),
    }
}

/// Reports a circle at its first step, with its path in words.
pub(super) fn tell(steps: &[Step], cycle: &[usize], what: &str, report: &mut Report<'_>) {
    let Some(first) = cycle.first().and_then(|place| steps.get(*place)) else {
        return;
    };
    let mut labels: Vec<&str> = cycle
        .iter()
        .filter_map(|place| steps.get(*place))
        .map(|step| step.label.as_str())
        .collect();
    labels.push(&first.label);
    let reason = if cycle.len() == 1 { "self" } else { "loop" };
    let message = format!("{what} in a circle: {}", labels.join(" -> "));
    report.say(Say::new(reason, &first.path, first.span, message));
}

fn slots(index: &Index<'_>, site: &Site<'_>) -> Vec<Slot> {
    let mut found = Vec::new();
    for (name, _) in site.tree.iter().flat_map(names) {
        match index.target(site, name, &[]) {
            Target::Element { index, .. } => found.push(Slot::Element(index)),
            Target::Calculated(value) => found.push(Slot::Calculated(value)),
            // Nothing has the name, but a trigger may set it all the same.
            Target::Unknown(missing) if missing.reason == "notFound" => {
                found.push(Slot::Other(root_of(name)));
            }
            Target::Known if is_plain(name) => found.push(Slot::Other(root_of(name))),
            Target::Known | Target::Number | Target::Unknown(_) => {}
        }
    }
    found
}

fn root_of(name: &str) -> String {
    let name = name.trim_start_matches('#').to_lowercase();
    name.split(['.', '[']).next().unwrap_or_default().to_owned()
}

/// No property of an element, and no scope's own word.
fn is_plain(name: &str) -> bool {
    const SCOPES: [&str; 8] = [
        "row",
        "panel",
        "item",
        "choice",
        "self",
        "survey",
        "parentpanel",
        "composite",
    ];
    !name.starts_with('$') && !name.contains(':') && !SCOPES.contains(&root_of(name).as_str())
}

fn by_path<'i, 'a>(index: &'i Index<'a>) -> HashMap<&'i str, &'i Site<'a>> {
    index
        .sites
        .iter()
        .map(|site| (site.path.as_str(), site))
        .collect()
}

fn calculated_steps(index: &Index<'_>, key: &str) -> Vec<Step> {
    let sites = by_path(index);
    let values = index.calculated.iter().enumerate();
    values
        .map(|(place, value)| {
            let expression = join(&value.path, "expression");
            let site = sites.get(expression.as_str());
            Step {
                id: value.path.to_lowercase(),
                path: if key.is_empty() {
                    value.path.clone()
                } else {
                    expression
                },
                span: site.map_or(value.node.span, |site| site.span),
                label: value.name.to_owned(),
                kind: StepKind::Calculated,
                reads: site.map(|site| slots(index, site)).unwrap_or_default(),
                writes: vec![Slot::Calculated(place)],
            }
        })
        .collect()
}

fn question_steps(index: &Index<'_>) -> Vec<Step> {
    const WRITERS: &[&[&str]] = &[
        &["defaultValueExpression"],
        &["resetValueIf"],
        &["setValueIf", "setValueExpression"],
    ];
    let sites = by_path(index);
    let mut steps = Vec::new();
    for (place, element) in index.elements.iter().enumerate() {
        if element.place != Place::Survey || !element.is_question() {
            continue;
        }
        for keys in WRITERS {
            let found: Vec<&&Site<'_>> = keys
                .iter()
                .filter_map(|key| sites.get(join(&element.path, key).as_str()))
                .filter(|site| site.tree.is_some())
                .collect();
            let Some(first) = found.first() else { continue };
            let reads = found.iter().flat_map(|site| slots(index, site)).collect();
            steps.push(Step {
                id: format!("{}#{}", element.path, keys.first().unwrap_or(&"")).to_lowercase(),
                path: first.path.clone(),
                span: first.span,
                label: format!("{}.{}", element.name, first.property),
                kind: StepKind::Question,
                reads,
                writes: vec![Slot::Element(place)],
            });
        }
    }
    steps
}

fn trigger_steps(index: &Index<'_>) -> Vec<Step> {
    let sites = by_path(index);
    let slot = |name: &str| match index.element_of(name) {
        Some((place, _)) => Slot::Element(place),
        None => {
            let lower = name.to_lowercase();
            let root = lower
                .split(['.', '['])
                .next()
                .unwrap_or_default()
                .to_owned();
            let value = index.lookup.calculated.get(&root).copied();
            value.map_or(Slot::Other(root), Slot::Calculated)
        }
    };
    let triggers = index.triggers.iter();
    triggers
        .map(|trigger| {
            let mut reads = Vec::new();
            for key in ["expression", "runExpression"] {
                if let Some(site) = sites.get(join(&trigger.path, key).as_str()) {
                    reads.extend(slots(index, site));
                }
            }
            let target = text_of(trigger.node, "setToName");
            let from = text_of(trigger.node, "fromName");
            if trigger.class == "copyvaluetrigger" && !from.is_empty() {
                reads.push(slot(from));
            }
            let old = text_of(trigger.node, "name");
            if !old.is_empty() && trigger.node.get("expression").is_none() {
                reads.push(slot(old));
            }
            let sets = matches!(
                trigger.class,
                "setvaluetrigger" | "copyvaluetrigger" | "runexpressiontrigger"
            );
            Step {
                id: trigger.path.to_lowercase(),
                path: trigger.path.clone(),
                span: trigger.node.span,
                label: format!("{} (sets {target})", trigger.path),
                kind: StepKind::Trigger,
                reads,
                writes: (sets && !target.is_empty())
                    .then(|| slot(target))
                    .into_iter()
                    .collect(),
            }
        })
        .collect()
}

/// The circles that a walk in depth meets, each from its first step on; what was walked to the
/// end is not entered again.
pub(super) fn circles(steps: &[Step]) -> Vec<Vec<usize>> {
    circles_of(steps, false)
}

/// As [`circles`]; where `back`, from who reads to who writes.
fn circles_of(steps: &[Step], back: bool) -> Vec<Vec<usize>> {
    let ends = |step: &Step| {
        if back {
            (step.writes.clone(), step.reads.clone())
        } else {
            (step.reads.clone(), step.writes.clone())
        }
    };
    if steps.len() > MAX_NODES {
        return Vec::new();
    }
    let mut readers: HashMap<Slot, Vec<usize>> = HashMap::new();
    for (place, step) in steps.iter().enumerate() {
        for slot in ends(step).0 {
            let list = readers.entry(slot).or_default();
            if list.last() != Some(&place) {
                list.push(place);
            }
        }
    }
    let next = |place: usize| -> Vec<usize> {
        let slots = steps.get(place).map(|step| ends(step).1);
        let mut next: Vec<usize> = slots
            .unwrap_or_default()
            .iter()
            .filter_map(|slot| readers.get(slot))
            .flatten()
            .copied()
            .collect();
        if !back {
            next.sort_unstable();
        }
        let mut seen = HashSet::new();
        next.retain(|place| seen.insert(*place));
        next
    };
    let mut state = vec![State::New; steps.len()];
    let mut found = Vec::new();
    for start in 0..steps.len() {
        if state.get(start) != Some(&State::New) {
            continue;
        }
        let mut way: Vec<(usize, std::vec::IntoIter<usize>)> =
            vec![(start, next(start).into_iter())];
        set(&mut state, start, State::Open);
        while let Some((place, rest)) = way.last_mut() {
            let place = *place;
            let Some(to) = rest.next() else {
                set(&mut state, place, State::Done);
                way.pop();
                continue;
            };
            match state.get(to) {
                Some(State::Open) => {
                    let cycle: Vec<usize> = way
                        .iter()
                        .map(|(place, _)| *place)
                        .skip_while(|place| *place != to)
                        .collect();
                    found.push(from_least(steps, cycle));
                }
                Some(State::New) => {
                    set(&mut state, to, State::Open);
                    way.push((to, next(to).into_iter()));
                }
                _ => {}
            }
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

fn set(state: &mut [State], place: usize, new: State) {
    if let Some(slot) = state.get_mut(place) {
        *slot = new;
    }
}

/// Begins a circle where survey-core does: at what is first in the alphabet.
fn from_least(steps: &[Step], mut cycle: Vec<usize>) -> Vec<usize> {
    let least = cycle
        .iter()
        .enumerate()
        .min_by_key(|(_, place)| steps.get(**place).map(|step| &step.id))
        .map_or(0, |(at, _)| at);
    cycle.rotate_left(least);
    cycle
}
