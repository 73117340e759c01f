//! Conditions whose result is known before anyone answers: built of constants, of calculated
//! values that are constants, out of the range of the answers, or contradicting themselves.

use std::collections::HashMap;

use casement_expression::{
    BinaryOperator, Equality, Host, NodeId, NodeKind, PlainValues, Regex, Tree, compile, parse,
};

use super::condition::{
    comparison, emptiness, is_arithmetic, is_equality, is_ordering, sides, subtree, variable,
};
use super::index::{Index, Site};
use super::reference::{Part, Target};
use crate::{Object, Value};

/// What is known of a condition beforehand.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    Open,
    AlwaysTrue,
    AlwaysFalse,
    NotBoolean,
    Fragment,
    TrueByConstants,
    FalseByConstants,
    OutOfRange,
    Unsatisfiable,
}

impl Verdict {
    /// Can it never hold?
    pub(super) const fn is_never(&self) -> bool {
        matches!(
            self,
            Verdict::AlwaysFalse
                | Verdict::FalseByConstants
                | Verdict::OutOfRange
                | Verdict::Unsatisfiable
        )
    }
}

/// The calculated values that are constants, by name in lower case.
pub(super) fn constants(index: &Index<'_>) -> HashMap<String, Value> {
    let mut known: HashMap<String, Value> = HashMap::new();
    let sites: Vec<(&str, &Tree)> = index
        .calculated
        .iter()
        .filter_map(|value| {
            let path = super::index::join(&value.path, "expression");
            let site = index.sites.iter().find(|site| site.path == path)?;
            Some((value.name, site.tree.as_ref()?))
        })
        .collect();
    loop {
        let before = known.len();
        for (name, tree) in &sites {
            let name = name.to_lowercase();
            if !known.contains_key(&name)
                && let Some(value) = evaluate(tree, tree.root(), &known)
            {
                known.insert(name, value);
            }
        }
        if known.len() == before {
            return known;
        }
    }
}

/// What is known of a condition at `root` of a site's tree.
pub(super) fn verdict(
    index: &Index<'_>,
    site: &Site<'_>,
    tree: &Tree,
    root: NodeId,
    constants: &HashMap<String, Value>,
) -> Verdict {
    let Some(node) = tree.node(root) else {
        return Verdict::Open;
    };
    let none = HashMap::new();
    if let Some(value) = evaluate(tree, root, &none) {
        let plain = matches!(&node.kind, NodeKind::Constant(constant)
            if constant.value.as_bool().is_some());
        return match (plain, value.is_truthy()) {
            (true, _) => Verdict::Open,
            (false, true) => Verdict::AlwaysTrue,
            (false, false) => Verdict::AlwaysFalse,
        };
    }
    if let NodeKind::Binary { operator, .. } = &node.kind
        && is_arithmetic(*operator)
    {
        return Verdict::NotBoolean;
    }
    let only_constants = || {
        subtree(tree, root)
            .into_iter()
            .filter_map(|id| variable(tree, id))
            .all(|name| matches!(index.target(site, name, &[]), Target::Calculated(_)))
    };
    if variable(tree, root).is_none()
        && let Some(value) = evaluate(tree, root, constants)
        && only_constants()
    {
        return if value.is_truthy() {
            Verdict::TrueByConstants
        } else {
            Verdict::FalseByConstants
        };
    }
    if has_known_part(tree, root) {
        return Verdict::Fragment;
    }
    match never(index, site, tree, root) {
        Some(true) => Verdict::OutOfRange,
        Some(false) => Verdict::Unsatisfiable,
        None => Verdict::Open,
    }
}

/// Can a condition not hold, and is it so only for the range of the answers? Alternatives must
/// all fail; of parts that must hold together one fails, or they contradict each other.
fn never(index: &Index<'_>, site: &Site<'_>, tree: &Tree, id: NodeId) -> Option<bool> {
    if let Some(alternatives) = sides(tree, id, BinaryOperator::Or) {
        let all: Option<Vec<bool>> = alternatives
            .into_iter()
            .map(|side| never(index, site, tree, side))
            .collect();
        return all.map(|by_range| by_range.into_iter().all(|it| it));
    }
    let parts = sides(tree, id, BinaryOperator::And).unwrap_or_else(|| vec![id]);
    if parts
        .iter()
        .any(|part| is_out_of_range(index, site, tree, *part))
    {
        return Some(true);
    }
    if contradicts(index, site, tree, &parts) {
        return Some(false);
    }
    parts
        .iter()
        .filter(|part| sides(tree, **part, BinaryOperator::Or).is_some())
        .find_map(|part| never(index, site, tree, *part))
}

/// The value of a subtree without calls, all of whose names are known.
pub(super) fn evaluate(tree: &Tree, root: NodeId, known: &HashMap<String, Value>) -> Option<Value> {
    let computable =
        subtree(tree, root)
            .into_iter()
            .all(|id| match tree.node(id).map(|node| &node.kind) {
                Some(NodeKind::Variable { name, .. }) => known.contains_key(&name.to_lowercase()),
                Some(NodeKind::Call { .. }) | None => false,
                Some(_) => true,
            });
    if !computable {
        return None;
    }
    let mut text = String::new();
    write(tree, root, &mut text)?;
    let values: Object = known
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    run(&text, &values)
}

fn run(text: &str, values: &Object) -> Option<Value> {
    let tree = parse(text).tree?;
    Some(compile(&tree).evaluate(&PlainValues(values), &Nowhere))
}

/// Text that parses to the subtree.
fn write(tree: &Tree, id: NodeId, text: &mut String) -> Option<()> {
    match &tree.node(id)?.kind {
        NodeKind::Null => text.push_str("null"),
        NodeKind::Constant(constant) => write_value(&constant.value, text),
        NodeKind::Variable { name, .. } => {
            text.push('{');
            text.push_str(&name.to_lowercase());
            text.push('}');
        }
        NodeKind::Unary { operator, operand } => {
            let prefix = operator.sign() == "!";
            text.push_str(if prefix { "(!" } else { "(" });
            write(tree, *operand, text)?;
            if !prefix {
                text.push(' ');
                text.push_str(operator.sign());
            }
            text.push(')');
        }
        NodeKind::Binary {
            operator,
            left,
            right,
        } => {
            text.push('(');
            write(tree, *left, text)?;
            text.push(' ');
            text.push_str(operator.sign());
            text.push(' ');
            write(tree, (*right)?, text)?;
            text.push(')');
        }
        NodeKind::Array { items } => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push_str(", ");
                }
                write(tree, *item, text)?;
            }
            text.push(']');
        }
        NodeKind::Call { .. } => return None,
    }
    Some(())
}

fn write_value(value: &Value, text: &mut String) {
    match value {
        Value::String(content) => {
            text.push('\'');
            for letter in content.chars() {
                if matches!(letter, '\'' | '"') {
                    text.push('\\');
                }
                text.push(letter);
            }
            text.push('\'');
        }
        other => text.push_str(&other.to_text()),
    }
}

/// Has a part of the condition a result that is known: a constant beside `and` or `or`, a
/// comparison of two constants, something compared with itself?
fn has_known_part(tree: &Tree, root: NodeId) -> bool {
    let none = HashMap::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        match tree.node(id).map(|node| &node.kind) {
            Some(NodeKind::Binary {
                operator,
                left,
                right: Some(right),
            }) => {
                if matches!(operator, BinaryOperator::And | BinaryOperator::Or) {
                    if [left, right]
                        .iter()
                        .any(|side| evaluate(tree, **side, &none).is_some())
                    {
                        return true;
                    }
                    open.extend([*left, *right]);
                } else if is_arithmetic(*operator) {
                    open.extend([*left, *right]);
                } else {
                    let same = variable(tree, *left)
                        .zip(variable(tree, *right))
                        .is_some_and(|(a, b)| a.to_lowercase() == b.to_lowercase());
                    if same || evaluate(tree, id, &none).is_some() {
                        return true;
                    }
                    open.extend([*left, *right]);
                }
            }
            Some(NodeKind::Unary { operand, .. }) => open.push(*operand),
            _ => {}
        }
    }
    false
}

fn is_out_of_range(index: &Index<'_>, site: &Site<'_>, tree: &Tree, id: NodeId) -> bool {
    let Some(comparison) = comparison(tree, id) else {
        return false;
    };
    let Some(wanted) = comparison.constant.as_number() else {
        return false;
    };
    let Target::Element {
        index: element,
        part: Part::Whole,
        ..
    } = index.target(site, comparison.name, &[])
    else {
        return false;
    };
    let Some((least, greatest)) = index
        .elements
        .get(element)
        .and_then(|element| index.range(element))
    else {
        return false;
    };
    let above = |wanted: f64| greatest.is_some_and(|greatest| wanted > greatest);
    let below = |wanted: f64| least.is_some_and(|least| wanted < least);
    match comparison.operator {
        BinaryOperator::Greater => above(wanted) || greatest == Some(wanted),
        BinaryOperator::GreaterOrEqual => above(wanted),
        BinaryOperator::Less => below(wanted) || least == Some(wanted),
        BinaryOperator::LessOrEqual => below(wanted),
        BinaryOperator::Equal => above(wanted) || below(wanted),
        _ => false,
    }
}

/// What the parts of one alternative demand of one name.
#[derive(Default)]
struct Demands {
    empty: bool,
    not_empty: bool,
    equal: Vec<Value>,
    unequal: Vec<Value>,
    bounds: Vec<(BinaryOperator, Value)>,
}

/// Can the parts of one alternative not hold together?
fn contradicts(index: &Index<'_>, site: &Site<'_>, tree: &Tree, parts: &[NodeId]) -> bool {
    let mut demands: HashMap<String, Demands> = HashMap::new();
    let key = |name: &str| {
        let lower = name.trim_start_matches('#').to_lowercase();
        lower.strip_suffix(".length").unwrap_or(&lower).to_owned()
    };
    let known = |name: &str| !matches!(index.target(site, name, &[]), Target::Unknown(_));
    for part in parts {
        if let Some((name, empty)) = emptiness(tree, *part).filter(|(name, _)| known(name)) {
            let demand = demands.entry(key(name)).or_default();
            demand.empty |= empty;
            demand.not_empty |= !empty;
        } else if let Some(comparison) =
            comparison(tree, *part).filter(|comparison| known(comparison.name))
        {
            let (operator, value) = (comparison.operator, comparison.constant);
            if value.is_empty() || value.as_array().is_some() {
                continue;
            }
            let demand = demands.entry(key(comparison.name)).or_default();
            if operator == BinaryOperator::Equal {
                demand.equal.push(value);
            } else if is_equality(operator) {
                demand.unequal.push(value);
            } else if is_ordering(operator) {
                demand.bounds.push((operator, value));
            }
        }
    }
    demands.values().any(Demands::contradict)
}

impl Demands {
    fn contradict(&self) -> bool {
        let differs = |a: &Value, b: &Value| !a.equals(b, Equality::OPERATOR);
        let first = self.equal.first();
        self.empty && (self.not_empty || first.is_some())
            || first.is_some_and(|first| {
                self.equal.iter().any(|other| differs(first, other))
                    || self.unequal.iter().any(|other| !differs(first, other))
                    || self
                        .bounds
                        .iter()
                        .any(|(operator, bound)| !holds(first, *operator, bound))
            })
            || self.bounds.iter().any(|(lower, least)| {
                is_lower(*lower)
                    && self.bounds.iter().any(|(upper, greatest)| {
                        !is_lower(*upper) && !fits(*lower, least, *upper, greatest)
                    })
            })
    }
}

const fn is_lower(operator: BinaryOperator) -> bool {
    matches!(
        operator,
        BinaryOperator::Greater | BinaryOperator::GreaterOrEqual
    )
}

/// Is there room between a lower and an upper bound?
fn fits(lower: BinaryOperator, least: &Value, upper: BinaryOperator, greatest: &Value) -> bool {
    let strict = lower == BinaryOperator::Greater || upper == BinaryOperator::Less;
    let operator = if strict {
        BinaryOperator::Less
    } else {
        BinaryOperator::LessOrEqual
    };
    holds(least, operator, greatest)
}

fn holds(left: &Value, operator: BinaryOperator, right: &Value) -> bool {
    let mut text = String::new();
    write_value(left, &mut text);
    text.push(' ');
    text.push_str(operator.sign());
    text.push(' ');
    write_value(right, &mut text);
    run(&text, &Object::new()).is_some_and(|value| value.is_truthy())
}

/// A host for expressions that need none.
struct Nowhere;

impl Host for Nowhere {
    fn now(&self) -> f64 {
        0.0
    }

    fn offset_at(&self, _utc_ms: f64) -> f64 {
        0.0
    }

    fn regex(&self, _pattern: &str, _case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        Err("there are no patterns here".to_owned())
    }
}
