//! The parts of an expression that rules ask about: comparisons of a name with a constant, the
//! chains of a condition, the conditions inside `iif`.

use casement_expression::{BinaryOperator, NodeId, NodeKind, Tree, UnaryOperator};

use super::index::{Index, Site};
use super::reference::{From, Target};
use crate::{Span, Value};

/// `{name} operator constant`, the operator turned round if the constant stands first.
pub(super) struct Comparison<'t> {
    pub(super) name: &'t str,
    pub(super) operator: BinaryOperator,
    pub(super) constant: Value,
    pub(super) span: Span,
}

impl Site<'_> {
    pub(super) fn from(&self) -> From<'_> {
        From {
            owner: self.owner,
            list: self.list,
            property: self.property,
        }
    }
}

impl Index<'_> {
    /// What a name in an expression means.
    pub(super) fn target(&self, site: &Site<'_>, name: &str, variables: &[String]) -> Target {
        self.resolve(name, site.from(), variables)
    }
}

/// All comparisons of a name with a constant.
pub(super) fn comparisons(tree: &Tree) -> Vec<Comparison<'_>> {
    tree.nodes()
        .filter_map(|(id, _)| comparison(tree, id))
        .collect()
}

/// A node as a comparison (or calculation) of a name with a constant.
pub(super) fn comparison(tree: &Tree, id: NodeId) -> Option<Comparison<'_>> {
    let node = tree.node(id)?;
    let NodeKind::Binary {
        operator,
        left,
        right: Some(right),
    } = node.kind
    else {
        return None;
    };
    if matches!(operator, BinaryOperator::And | BinaryOperator::Or) {
        return None;
    }
    let (name, constant, operator) = match (variable(tree, left), variable(tree, right)) {
        (Some(name), None) => (name, constant(tree, right)?, operator),
        (None, Some(name)) => (name, constant(tree, left)?, turned(operator)),
        _ => return None,
    };
    Some(Comparison {
        name,
        operator,
        constant,
        span: node.span,
    })
}

pub(super) fn variable(tree: &Tree, id: NodeId) -> Option<&str> {
    match tree.node(id)?.kind {
        NodeKind::Variable { name, .. } => Some(name),
        _ => None,
    }
}

/// A constant, or an array of constants.
pub(super) fn constant(tree: &Tree, id: NodeId) -> Option<Value> {
    match tree.node(id)?.kind {
        NodeKind::Constant(constant) => Some(constant.value()),
        NodeKind::Array { items } => {
            let values: Option<Vec<Value>> = items
                .iter()
                .map(|item| match tree.node(item)?.kind {
                    NodeKind::Constant(constant) => Some(constant.value()),
                    _ => None,
                })
                .collect();
            values.map(Value::from)
        }
        _ => None,
    }
}

/// `1 < {a}` says `{a} > 1`.
pub(super) const fn turned(operator: BinaryOperator) -> BinaryOperator {
    match operator {
        BinaryOperator::Less => BinaryOperator::Greater,
        BinaryOperator::Greater => BinaryOperator::Less,
        BinaryOperator::LessOrEqual => BinaryOperator::GreaterOrEqual,
        BinaryOperator::GreaterOrEqual => BinaryOperator::LessOrEqual,
        other => other,
    }
}

/// Is it `<`, `>`, `<=` or `>=`?
pub(super) const fn is_ordering(operator: BinaryOperator) -> bool {
    matches!(
        operator,
        BinaryOperator::Less
            | BinaryOperator::Greater
            | BinaryOperator::LessOrEqual
            | BinaryOperator::GreaterOrEqual
    )
}

pub(super) const fn is_equality(operator: BinaryOperator) -> bool {
    matches!(operator, BinaryOperator::Equal | BinaryOperator::NotEqual)
}

/// Does it calculate?
pub(super) const fn is_arithmetic(operator: BinaryOperator) -> bool {
    operator.is_arithmetic() && !matches!(operator, BinaryOperator::And | BinaryOperator::Or)
}

/// The names in an expression, with their places.
pub(super) fn names(tree: &Tree) -> impl Iterator<Item = (&str, Span)> {
    tree.nodes().filter_map(|(_, node)| match node.kind {
        NodeKind::Variable { name, .. } => Some((name, node.span)),
        _ => None,
    })
}

/// The condition of each `iif`, in the order of the text.
pub(super) fn iif_conditions(tree: &Tree) -> Vec<NodeId> {
    let mut calls: Vec<(u32, NodeId)> = tree
        .nodes()
        .filter_map(|(_, node)| match node.kind {
            NodeKind::Call {
                function,
                arguments,
            } if function.eq_ignore_ascii_case("iif") => {
                Some((node.span.start, arguments.first()?))
            }
            _ => None,
        })
        .collect();
    calls.sort_by_key(|(start, _)| *start);
    calls.into_iter().map(|(_, condition)| condition).collect()
}

/// All nodes of a subtree, the root first.
pub(super) fn subtree(tree: &Tree, root: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        found.push(id);
        open.extend(children(tree, id));
    }
    found
}

pub(super) fn children(tree: &Tree, id: NodeId) -> Vec<NodeId> {
    let node = tree.node(id);
    node.into_iter()
        .flat_map(|node| node.kind.children())
        .collect()
}

/// `{name} empty` or `{name} notempty`.
pub(super) fn emptiness(tree: &Tree, id: NodeId) -> Option<(&str, bool)> {
    match tree.node(id)?.kind {
        NodeKind::Unary { operator, operand } => match operator {
            UnaryOperator::Empty => Some((variable(tree, operand)?, true)),
            UnaryOperator::NotEmpty => Some((variable(tree, operand)?, false)),
            UnaryOperator::Negate => None,
        },
        _ => None,
    }
}
