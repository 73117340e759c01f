//! Values that are computed or written from each other in a circle.

use std::collections::HashMap;

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
    let steps = calculated_steps(index, "expression");
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
    let steps = trigger_steps(index);
    for cycle in circles(&steps) {
        tell(&steps, &cycle, "triggers set each other off", report);
    }
}

pub(in crate::lint) fn writes(index: &Index<'_>, report: &mut Report<'_>) {
    let mut steps = trigger_steps(index);
    steps.extend(calculated_steps(index, ""));
    steps.extend(question_steps(index));
    // A value that several own is nobody's: who wrote it can't be told.
    for step in &mut steps {
        step.reads.retain(|slot| !is_shared(index, slot));
        step.writes.retain(|slot| !is_shared(index, slot));
    }
    for cycle in circles(&steps) {
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
    let Slot::Element(place) = slot else {
        return false;
    };
    let Some(element) = index.elements.get(*place) else {
        return false;
    };
    let name = element.data_name().to_lowercase();
    let owners = index.elements.iter().filter(|other| {
        other.place == Place::Survey
            && other.is_question()
            && other.data_name().to_lowercase() == name
    });
    let calculated = index
        .calculated
        .iter()
        .filter(|value| value.name.to_lowercase() == name);
    owners.count() + calculated.count() > 1
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
            Target::Known | Target::Number | Target::Unknown(_) => {}
        }
    }
    found
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
                .collect();
            let Some(first) = found.first() else { continue };
            let reads = found.iter().flat_map(|site| slots(index, site)).collect();
            steps.push(Step {
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
            let value = index
                .calculated
                .iter()
                .position(|value| value.name.to_lowercase() == root);
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
    if steps.len() > MAX_NODES {
        return Vec::new();
    }
    let mut readers: HashMap<&Slot, Vec<usize>> = HashMap::new();
    for (place, step) in steps.iter().enumerate() {
        for slot in &step.reads {
            let list = readers.entry(slot).or_default();
            if list.last() != Some(&place) {
                list.push(place);
            }
        }
    }
    let next = |place: usize| -> Vec<usize> {
        let writes = steps.get(place).map(|step| &step.writes);
        let mut next: Vec<usize> = writes
            .into_iter()
            .flatten()
            .filter_map(|slot| readers.get(slot))
            .flatten()
            .copied()
            .collect();
        next.sort_unstable();
        next.dedup();
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

/// Begins a circle where survey-core does: at the path that is first in the alphabet.
fn from_least(steps: &[Step], mut cycle: Vec<usize>) -> Vec<usize> {
    let least = cycle
        .iter()
        .enumerate()
        .min_by_key(|(_, place)| steps.get(**place).map(|step| &step.path))
        .map_or(0, |(at, _)| at);
    cycle.rotate_left(least);
    cycle
}
