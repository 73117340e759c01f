//! Comparisons that no answer satisfies: out of the question's range, or against each other.

use std::collections::HashMap;

use casement_expression::{BinaryOperator, Equality, NodeId, NodeKind};

use super::condition::{constant, emptiness, turned, variable};
use super::fold::{Folding, holds};
use super::reference::{Part, Target};
use crate::Value;

/// `{name} operator constant`, where a name that is a constant counts as one.
struct Asked<'t> {
    name: &'t str,
    operator: BinaryOperator,
    value: Value,
}

/// What one part of a chain of `and` demands of a name.
#[derive(Debug)]
enum Demand {
    Empty,
    NotEmpty,
    Equal(Value),
    NotEqual(Value),
    Bound(BinaryOperator, Value),
}

impl Folding<'_, '_> {
    fn asked(&self, id: NodeId) -> Option<Asked<'_>> {
        let NodeKind::Binary {
            operator,
            left,
            right: Some(right),
        } = self.tree.node(id)?.kind
        else {
            return None;
        };
        if matches!(operator, BinaryOperator::And | BinaryOperator::Or) {
            return None;
        }
        let open = |id: NodeId| {
            let name = variable(self.tree, id)?;
            let known = self.constants.value(self.index, self.site, name);
            known.is_none().then_some(name)
        };
        let (name, other, operator) = match (open(left), open(right)) {
            (Some(name), None) => (name, right, operator),
            (None, Some(name)) => (name, left, turned(operator)),
            _ => return None,
        };
        let value = match variable(self.tree, other) {
            Some(name) => self.constants.value(self.index, self.site, name)?.clone(),
            None => constant(self.tree, other)?,
        };
        Some(Asked {
            name,
            operator,
            value,
        })
    }

    /// Is it a comparison that the bounds of the question rule out?
    pub(super) fn is_out_of_range(&self, id: NodeId) -> bool {
        let Some(asked) = self.asked(id) else {
            return false;
        };
        let (least, greatest) = match self.index.target(self.site, asked.name, &[]) {
            Target::Element {
                index: place,
                part: Part::Whole,
                ..
            } => {
                let element = self.index.elements.get(place);
                match element.and_then(|element| self.index.range(element)) {
                    Some(range) => range,
                    None => return false,
                }
            }
            Target::Number => (Some(Value::from(1.0)), None),
            _ => return false,
        };
        let value = &asked.value;
        let alike = |bound: &Value| {
            matches!(
                (bound, value),
                (Value::Number(_), Value::Number(_))
                    | (Value::String(_), Value::String(_))
                    | (Value::Bool(_), Value::Bool(_))
            )
        };
        if !least.as_ref().or(greatest.as_ref()).is_some_and(alike) {
            return false;
        }
        let above = |a: &Value, b: &Value| holds(a, BinaryOperator::Greater, b);
        let greatest_above = || {
            greatest
                .as_ref()
                .is_none_or(|greatest| above(greatest, value))
        };
        let greatest_reaches = || {
            greatest
                .as_ref()
                .is_none_or(|greatest| !above(value, greatest))
        };
        let least_below = || least.as_ref().is_none_or(|least| above(value, least));
        let least_reaches = || least.as_ref().is_none_or(|least| !above(least, value));
        match asked.operator {
            BinaryOperator::Greater => !greatest_above(),
            BinaryOperator::GreaterOrEqual => !greatest_reaches(),
            BinaryOperator::Less => !least_below(),
            BinaryOperator::LessOrEqual => !least_reaches(),
            BinaryOperator::Equal => !(least_reaches() && greatest_reaches()),
            _ => false,
        }
    }

    /// `{name} anyof []`.
    pub(super) fn is_none_of_nothing(&self, id: NodeId) -> bool {
        self.asked(id).is_some_and(|asked| {
            asked.operator == BinaryOperator::AnyOf
                && asked.value.as_array().is_some_and(<[Value]>::is_empty)
                && self.is_usable(asked.name)
        })
    }

    /// Can the parts of a chain of `and` not hold together?
    pub(super) fn contradicts(&self, id: NodeId) -> bool {
        let mut demands: HashMap<String, Vec<Demand>> = HashMap::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if let Some((BinaryOperator::And, left, right)) = self.conjunction(id) {
                open.extend([right, left]);
            } else if let Some((name, demand)) = self.demand(id)
                && self.is_usable(name)
            {
                let name = name.trim_start_matches('#').to_lowercase();
                let key = name.strip_suffix(".length").unwrap_or(&name).to_owned();
                demands.entry(key).or_default().push(demand);
            }
        }
        demands.values().any(|list| {
            list.iter().enumerate().any(|(at, one)| {
                let later = list.iter().skip(at + 1);
                later
                    .into_iter()
                    .any(|other| clash(one, other) || clash(other, one))
            })
        })
    }

    fn demand(&self, id: NodeId) -> Option<(&str, Demand)> {
        if let Some((name, empty)) = emptiness(self.tree, id) {
            return Some((
                name,
                if empty {
                    Demand::Empty
                } else {
                    Demand::NotEmpty
                },
            ));
        }
        let asked = self.asked(id)?;
        if asked.value.as_array().is_some() {
            return None;
        }
        let demand = match asked.operator {
            BinaryOperator::Equal => Demand::Equal(asked.value),
            BinaryOperator::NotEqual => Demand::NotEqual(asked.value),
            operator @ (BinaryOperator::Greater
            | BinaryOperator::GreaterOrEqual
            | BinaryOperator::Less
            | BinaryOperator::LessOrEqual) => Demand::Bound(operator, asked.value),
            _ => return None,
        };
        Some((asked.name, demand))
    }

    fn is_usable(&self, name: &str) -> bool {
        !name.starts_with('$')
            && !name.contains(':')
            && !matches!(self.index.target(self.site, name, &[]), Target::Unknown(_))
    }
}

/// Can the first not hold beside the second?
fn clash(one: &Demand, other: &Demand) -> bool {
    let same = |a: &Value, b: &Value| a.equals(b, Equality::OPERATOR);
    let above = |a: &Value, b: &Value| holds(a, BinaryOperator::Greater, b);
    match (one, other) {
        (Demand::Equal(a), Demand::Equal(b)) => !same(a, b),
        (Demand::Equal(a), Demand::NotEqual(b)) => same(a, b),
        (Demand::Empty, Demand::NotEmpty) => true,
        (Demand::Empty, Demand::Equal(value)) => !same(&Value::Null, value),
        (Demand::Bound(lower, least), Demand::Bound(upper, greatest))
            if is_lower(*lower) && !is_lower(*upper) =>
        {
            let touch = *lower == BinaryOperator::GreaterOrEqual
                && *upper == BinaryOperator::LessOrEqual
                && same(greatest, least);
            !above(greatest, least) && !touch
        }
        (Demand::Equal(value), Demand::Bound(operator, bound)) => match operator {
            BinaryOperator::Greater => !above(value, bound),
            BinaryOperator::GreaterOrEqual => above(bound, value),
            BinaryOperator::Less => !above(bound, value),
            _ => above(value, bound),
        },
        _ => false,
    }
}

const fn is_lower(operator: BinaryOperator) -> bool {
    matches!(
        operator,
        BinaryOperator::Greater | BinaryOperator::GreaterOrEqual
    )
}
