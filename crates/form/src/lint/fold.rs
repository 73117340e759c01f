//! Conditions whose result is known before anyone answers: built of constants, of names that are
//! constants, out of the range of the answers, or contradicting themselves.

use casement_expression::{
    BinaryOperator, Host, NodeId, NodeKind, PlainValues, Regex, Tree, compile, parse,
};

use super::condition::{is_arithmetic, subtree, variable};
use super::constants::{Constants, Key};
use super::index::{Index, Site};
use crate::{Object, Value};

/// The longest chain of `and` of which every part is asked whether it contradicts itself; of a
/// longer one only the whole is.
const LONGEST_CHAIN: usize = 200;

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

/// A condition whose value is known, and by what.
pub(super) struct Fold {
    pub(super) value: bool,
    pub(super) used: Vec<Key>,
    by_range: bool,
    by_conflict: bool,
}

/// What is known of a condition at `root` of a site's tree.
pub(super) fn verdict(
    index: &Index<'_>,
    site: &Site<'_>,
    tree: &Tree,
    root: NodeId,
    constants: &Constants,
) -> Verdict {
    if let Some(verdict) = by_shape(tree, root) {
        return verdict;
    }
    match fold(index, site, tree, root, constants) {
        None => Verdict::Open,
        Some(fold) if fold.value => {
            // A constant that can be hidden is lost there.
            if fold.used.iter().all(|key| constants.keeps_its_value(*key)) {
                Verdict::TrueByConstants
            } else {
                Verdict::Open
            }
        }
        Some(fold) if fold.by_conflict => Verdict::Unsatisfiable,
        Some(fold) if fold.by_range => Verdict::OutOfRange,
        Some(_) => Verdict::FalseByConstants,
    }
}

/// What the shape alone tells; a lone `true` or `false` is a switch that was meant.
fn by_shape(tree: &Tree, root: NodeId) -> Option<Verdict> {
    let node = tree.node(root)?;
    if let Some(value) = constant_value(tree, root) {
        let switch = matches!(node.kind, NodeKind::Constant(constant)
            if constant.value().as_bool().is_some());
        return Some(match (switch, value.is_truthy()) {
            (true, _) => Verdict::Open,
            (false, true) => Verdict::AlwaysTrue,
            (false, false) => Verdict::AlwaysFalse,
        });
    }
    if let NodeKind::Binary { operator, .. } = node.kind
        && is_arithmetic(operator)
    {
        return Some(Verdict::NotBoolean);
    }
    has_known_part(tree, root).then_some(Verdict::Fragment)
}

/// The value of a condition, as far as constants, ranges and contradictions decide it.
pub(super) fn fold(
    index: &Index<'_>,
    site: &Site<'_>,
    tree: &Tree,
    root: NodeId,
    constants: &Constants,
) -> Option<Fold> {
    // A lone name is a switch.
    if variable(tree, root).is_some() {
        return None;
    }
    let mut folding = Folding {
        index,
        site,
        tree,
        constants,
        used: Vec::new(),
        by_range: false,
        by_conflict: false,
    };
    let value = folding.chains(root)?;
    let by_us = !folding.used.is_empty() || folding.by_range || folding.by_conflict;
    by_us.then_some(Fold {
        value,
        used: folding.used,
        by_range: folding.by_range,
        by_conflict: folding.by_conflict,
    })
}

pub(super) struct Folding<'f, 'a> {
    pub(super) index: &'f Index<'a>,
    pub(super) site: &'f Site<'f>,
    pub(super) tree: &'f Tree,
    pub(super) constants: &'f Constants,
    used: Vec<Key>,
    by_range: bool,
    by_conflict: bool,
}

impl Folding<'_, '_> {
    /// Only `and` and `or` are taken apart, from the inside out.
    fn chains(&mut self, root: NodeId) -> Option<bool> {
        let mut order = Vec::new();
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            order.push(id);
            if let Some((_, left, right)) = self.conjunction(id) {
                open.extend([right, left]);
            }
        }
        let chain = order.len();
        let mut known: std::collections::HashMap<usize, Option<bool>> = Default::default();
        for id in order.iter().rev() {
            let value = match self.conjunction(*id) {
                None => self.leaf(*id),
                Some((operator, left, right)) => {
                    let side = |id: NodeId| known.get(&id.index()).copied().flatten();
                    let sides = [side(left), side(right)];
                    let decides = operator == BinaryOperator::Or;
                    if sides.contains(&Some(decides)) {
                        Some(decides)
                    } else if sides == [Some(!decides); 2] {
                        Some(!decides)
                    } else if !decides && (chain <= LONGEST_CHAIN || *id == root) {
                        self.conflict(*id)
                    } else {
                        None
                    }
                }
            };
            known.insert(id.index(), value);
        }
        known.get(&root.index()).copied().flatten()
    }

    pub(super) fn conjunction(&self, id: NodeId) -> Option<(BinaryOperator, NodeId, NodeId)> {
        match self.tree.node(id)?.kind {
            NodeKind::Binary {
                operator: operator @ (BinaryOperator::And | BinaryOperator::Or),
                left,
                right: Some(right),
            } => Some((operator, left, right)),
            _ => None,
        }
    }

    fn leaf(&mut self, id: NodeId) -> Option<bool> {
        if let Some(value) = self.constant_leaf(id) {
            return Some(value);
        }
        if self.is_out_of_range(id) {
            self.by_range = true;
            return Some(false);
        }
        if self.is_none_of_nothing(id) {
            self.by_conflict = true;
            return Some(false);
        }
        None
    }

    fn constant_leaf(&mut self, id: NodeId) -> Option<bool> {
        if has_call(self.tree, id) {
            return None;
        }
        let mut used = Vec::new();
        for part in subtree(self.tree, id) {
            if let Some(name) = variable(self.tree, part) {
                used.push(self.constants.source(self.index, self.site, name)?);
            }
        }
        let value = compute(self.tree, id, self.constants.values())?;
        for key in used {
            if !self.used.contains(&key) {
                self.used.push(key);
            }
        }
        Some(value.is_truthy())
    }

    fn conflict(&mut self, id: NodeId) -> Option<bool> {
        if self.contradicts(id) {
            self.by_conflict = true;
            return Some(false);
        }
        None
    }
}

/// Does a subtree call a function?
pub(super) fn has_call(tree: &Tree, root: NodeId) -> bool {
    subtree(tree, root).into_iter().any(|id| {
        let kind = tree.node(id).map(|node| node.kind);
        matches!(kind, Some(NodeKind::Call { .. }) | None)
    })
}

/// The value of a subtree without names and calls.
fn constant_value(tree: &Tree, root: NodeId) -> Option<Value> {
    let open = subtree(tree, root).into_iter().any(|id| {
        let kind = tree.node(id).map(|node| node.kind);
        matches!(
            kind,
            Some(NodeKind::Call { .. } | NodeKind::Variable { .. }) | None
        )
    });
    if open {
        return None;
    }
    compute(tree, root, &Object::new())
}

/// The value of a subtree without calls; a name that isn't among the values has none.
pub(super) fn compute(tree: &Tree, root: NodeId, values: &Object) -> Option<Value> {
    let mut text = String::new();
    write(tree, root, &mut text)?;
    run(&text, values)
}

fn run(text: &str, values: &Object) -> Option<Value> {
    let tree = parse(text).tree?;
    Some(compile(&tree).evaluate(&PlainValues(values), &Nowhere))
}

/// Is `left operator right` true?
pub(super) fn holds(left: &Value, operator: BinaryOperator, right: &Value) -> bool {
    let mut text = String::new();
    write_value(left, &mut text);
    text.push(' ');
    text.push_str(operator.sign());
    text.push(' ');
    write_value(right, &mut text);
    run(&text, &Object::new()).is_some_and(|value| value.is_true())
}

/// Text that parses to the subtree.
fn write(tree: &Tree, id: NodeId, text: &mut String) -> Option<()> {
    match tree.node(id)?.kind {
        NodeKind::Null => text.push_str("null"),
        NodeKind::Constant(constant) => write_value(&constant.value(), text),
        NodeKind::Variable { name, .. } => {
            text.push('{');
            text.push_str(&name.to_lowercase());
            text.push('}');
        }
        NodeKind::Unary { operator, operand } => {
            let prefix = operator.sign() == "!";
            text.push_str(if prefix { "(!" } else { "(" });
            write(tree, operand, text)?;
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
            write(tree, left, text)?;
            text.push(' ');
            text.push_str(operator.sign());
            text.push(' ');
            write(tree, right?, text)?;
            text.push(')');
        }
        NodeKind::Array { items } => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push_str(", ");
                }
                write(tree, item, text)?;
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
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        match tree.node(id).map(|node| node.kind) {
            Some(NodeKind::Binary {
                operator,
                left,
                right: Some(right),
            }) => {
                if matches!(operator, BinaryOperator::And | BinaryOperator::Or) {
                    if [left, right]
                        .iter()
                        .any(|side| constant_value(tree, *side).is_some())
                    {
                        return true;
                    }
                } else if !is_arithmetic(operator) {
                    let same = variable(tree, left)
                        .zip(variable(tree, right))
                        .is_some_and(|(a, b)| a.to_lowercase() == b.to_lowercase());
                    if same || constant_value(tree, id).is_some() {
                        return true;
                    }
                }
                open.extend([left, right]);
            }
            Some(NodeKind::Unary { operand, .. }) => open.push(operand),
            _ => {}
        }
    }
    false
}

/// A host for expressions that need none.
pub(super) struct Nowhere;

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
