//! The syntax tree of an expression, as other tools may read it.
//!
//! Nodes lie in one list, children before their parents, so nothing that walks a tree needs
//! recursion, however deep the tree is. Knows nothing of evaluation.

use std::fmt::{self, Write};
use std::num::NonZeroU32;
use std::sync::Arc;

use crate::nodes::{Kept, Kind};
use crate::number::plain_number_text;
use crate::{Span, Value, number_text};

/// An expression's syntax tree, with a span for every node. Equal trees have equal nodes;
/// positions have no part in it.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Names and texts are parts of it.
    source: Arc<str>,
    /// Where the expression begins in the source.
    base: usize,
    nodes: Vec<Kept>,
}

/// A node's place in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeId(NonZeroU32);

/// One node.
#[derive(Clone, Copy, Debug)]
pub struct Node<'t> {
    /// What it is.
    pub kind: NodeKind<'t>,
    /// Where it stands, without parentheses around it.
    pub span: Span,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NodeKind<'t> {
    /// `null` or `undefined`.
    Null,
    /// A number, a boolean or a text.
    Constant(Constant<'t>),
    /// `{name}`, `{#name}`.
    Variable {
        /// As written between the braces, without a leading `#`.
        name: &'t str,
        /// Was there a leading `#`: the value is used as it is.
        raw: bool,
    },
    /// An operator with one operand.
    Unary {
        /// Which.
        operator: UnaryOperator,
        /// Of what.
        operand: NodeId,
    },
    /// An operator with two operands.
    Binary {
        /// Which.
        operator: BinaryOperator,
        /// Left of it.
        left: NodeId,
        /// Right of it; may be missing behind `contains` and its like, and is null then.
        right: Option<NodeId>,
    },
    /// A function call.
    Call {
        /// The function's name.
        function: &'t str,
        /// Its arguments. A missing or null first one empties the list, as in survey-core.
        arguments: NodeList<'t>,
    },
    /// `[a, b]`.
    Array {
        /// Its items.
        items: NodeList<'t>,
    },
}

/// A constant.
#[derive(Clone, Copy, Debug)]
pub struct Constant<'t> {
    literal: Literal<'t>,
    /// Is it a text in quotes (an unquoted word is a text as well)?
    pub quoted: bool,
}

#[derive(Clone, Copy, Debug)]
enum Literal<'t> {
    Bool(bool),
    Number(f64),
    Text(&'t str),
    /// Quotes have backslashes before them.
    Escaped(&'t str),
}

/// The arguments of a call or the items of an array, in their order.
#[derive(Clone, Copy)]
pub struct NodeList<'t> {
    nodes: &'t [Kept],
    first: Option<NodeId>,
}

/// The operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOperator {
    /// `!e`, `negate e`.
    Negate,
    /// `e empty`.
    Empty,
    /// `e notempty`.
    NotEmpty,
}

/// The operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOperator {
    /// `or`, `||`.
    Or,
    /// `and`, `&&`.
    And,
    /// `<=`, `=<`, `lessorequal`.
    LessOrEqual,
    /// `>=`, `=>`, `greaterorequal`.
    GreaterOrEqual,
    /// `=`, `==`, `equal`, `equals`.
    Equal,
    /// `!=`, `<>`, `notequal`.
    NotEqual,
    /// `<`, `less`.
    Less,
    /// `>`, `greater`.
    Greater,
    /// `+`.
    Plus,
    /// `-`.
    Minus,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
    /// `%`.
    Modulo,
    /// `^`, `power`.
    Power,
    /// `contains`, `contain`, `*=`.
    Contains,
    /// `notcontains`, `notcontain`.
    NotContains,
    /// `anyof`.
    AnyOf,
    /// `allof`.
    AllOf,
    /// `noneof`.
    NoneOf,
}

impl UnaryOperator {
    /// The operator's canonical sign.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Negate => "!",
            Self::Empty => "empty",
            Self::NotEmpty => "notempty",
        }
    }
}

impl BinaryOperator {
    /// The operator's canonical sign.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::LessOrEqual => "<=",
            Self::GreaterOrEqual => ">=",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::Greater => ">",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::Power => "^",
            Self::Contains => "contains",
            Self::NotContains => "notcontains",
            Self::AnyOf => "anyof",
            Self::AllOf => "allof",
            Self::NoneOf => "noneof",
        }
    }

    /// How tightly it binds: 1 (`or`) to 7 (`contains`). All are left-associative.
    pub const fn level(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::LessOrEqual
            | Self::GreaterOrEqual
            | Self::Equal
            | Self::NotEqual
            | Self::Less
            | Self::Greater => 3,
            Self::Plus | Self::Minus => 4,
            Self::Multiply | Self::Divide | Self::Modulo => 5,
            Self::Power => 6,
            Self::Contains | Self::NotContains | Self::AnyOf | Self::AllOf | Self::NoneOf => 7,
        }
    }

    /// Does it replace empty operands before it acts (reference 1.4)?
    pub const fn is_arithmetic(self) -> bool {
        matches!(self.level(), 1 | 2 | 4 | 5 | 6)
    }

    /// Calculates, or searches in a list or text: no joining and no comparison.
    pub(crate) const fn makes_or_searches(self) -> bool {
        !matches!(
            self,
            Self::Or
                | Self::And
                | Self::Equal
                | Self::NotEqual
                | Self::Less
                | Self::LessOrEqual
                | Self::Greater
                | Self::GreaterOrEqual
        )
    }
}

const fn constant(literal: Literal<'_>, quoted: bool) -> NodeKind<'_> {
    NodeKind::Constant(Constant { literal, quoted })
}

impl Constant<'_> {
    /// Its value.
    pub fn value(&self) -> Value {
        match self.literal {
            Literal::Bool(flag) => Value::Bool(flag),
            Literal::Number(number) => Value::Number(number),
            Literal::Text(text) => text.into(),
            Literal::Escaped(text) => unescaped(text).into(),
        }
    }
}

/// A text without the backslashes before quotes.
fn unescaped(text: &str) -> String {
    let mut letters = text.chars().peekable();
    let mut result = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        let escapes = letter == '\\' && matches!(letters.peek(), Some('\'' | '"'));
        if !escapes {
            result.push(letter);
        }
    }
    result
}

impl PartialEq for Constant<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.quoted == other.quoted && self.value() == other.value()
    }
}

impl<'t> NodeKind<'t> {
    /// The nodes right below it, in the order of the text.
    ///
    /// ```
    /// use casement_expression::{NodeKind, parse};
    ///
    /// let tree = parse("iif({age} > 17, 'adult', 'child')").tree.unwrap();
    /// let root = tree.node(tree.root()).unwrap();
    /// assert!(matches!(root.kind, NodeKind::Call { function: "iif", .. }));
    /// assert_eq!(root.kind.children().count(), 3);
    /// ```
    pub fn children(self) -> impl Iterator<Item = NodeId> + use<'t> {
        let (sides, list) = match self {
            NodeKind::Unary { operand, .. } => ([Some(operand), None], NodeList::NONE),
            NodeKind::Binary { left, right, .. } => ([Some(left), right], NodeList::NONE),
            NodeKind::Call {
                arguments: list, ..
            }
            | NodeKind::Array { items: list } => ([None, None], list),
            NodeKind::Null | NodeKind::Constant(_) | NodeKind::Variable { .. } => {
                ([None, None], NodeList::NONE)
            }
        };
        sides.into_iter().flatten().chain(list.iter())
    }
}

impl<'t> NodeList<'t> {
    const NONE: Self = Self {
        nodes: &[],
        first: None,
    };

    /// The first, if there is any.
    pub const fn first(self) -> Option<NodeId> {
        self.first
    }

    /// All, in their order.
    pub fn iter(self) -> impl Iterator<Item = NodeId> + use<'t> {
        std::iter::successors(self.first, move |id| self.nodes.get(id.index())?.next)
    }

    /// How many.
    pub fn len(self) -> usize {
        self.iter().count()
    }

    /// Are there none?
    pub const fn is_empty(self) -> bool {
        self.first.is_none()
    }
}

impl PartialEq for NodeList<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for NodeList<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_list().entries(self.iter()).finish()
    }
}

impl Tree {
    /// A tree of nodes whose children stand before their parents; the root is the last. They are of
    /// the text that begins at a place in the source.
    pub(crate) fn new(source: Arc<str>, base: usize, nodes: Vec<Kept>) -> Option<Self> {
        (!nodes.is_empty()).then_some(Self {
            source,
            base,
            nodes,
        })
    }

    /// The node that all others are part of.
    pub fn root(&self) -> NodeId {
        NodeId::at(self.nodes.len().saturating_sub(1))
    }

    /// A node of this tree; `None` where the id is of another one.
    pub fn node(&self, id: NodeId) -> Option<Node<'_>> {
        self.nodes.get(id.index()).map(|node| self.shown(node))
    }

    /// All nodes, children before their parents, in the order of evaluation.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = (NodeId, Node<'_>)> {
        let nodes = self.nodes.iter().enumerate();
        nodes.map(|(index, node)| (NodeId::at(index), self.shown(node)))
    }

    /// The nodes as they are kept.
    pub(crate) fn kept(&self) -> &[Kept] {
        &self.nodes
    }

    fn shown(&self, node: &Kept) -> Node<'_> {
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        let nodes = &self.nodes;
        let kind = match node.kind {
            Kind::Null => NodeKind::Null,
            Kind::Bool(flag) => constant(Literal::Bool(flag), false),
            Kind::Number(bytes) => constant(Literal::Number(f64::from_le_bytes(bytes)), false),
            Kind::Word => constant(Literal::Text(self.slice(start, end)), false),
            Kind::Quoted { escaped } => {
                let text = self.slice(start + 1, end - 1);
                let literal = if escaped {
                    Literal::Escaped(text)
                } else {
                    Literal::Text(text)
                };
                constant(literal, true)
            }
            Kind::Variable { raw } => NodeKind::Variable {
                name: self.slice(start + 1 + usize::from(raw), end - 1),
                raw,
            },
            Kind::Unary { operator, operand } => NodeKind::Unary { operator, operand },
            Kind::Binary {
                operator,
                left,
                right,
            } => NodeKind::Binary {
                operator,
                left,
                right,
            },
            Kind::Call { name, arguments } => NodeKind::Call {
                function: self.slice(start, start + name as usize),
                arguments: NodeList {
                    nodes,
                    first: arguments,
                },
            },
            Kind::Array { items } => NodeKind::Array {
                items: NodeList {
                    nodes,
                    first: items,
                },
            },
        };
        Node {
            kind,
            span: node.span,
        }
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        let part = self.base + start..self.base + end;
        self.source.get(part).unwrap_or_default()
    }

    /// Text that parses to an equal tree: every operation in parentheses, canonical signs. (A
    /// chain of more operators than [`MAX_DEPTH`](crate::MAX_DEPTH) gives more parentheses than
    /// are read again.)
    pub fn canonical_text(&self) -> String {
        self.text_of(self.root(), Style::Canonical)
    }

    /// The text that survey-core makes of a part of the tree; quotes inside texts are not escaped
    /// and null is nothing, so it need not parse.
    pub(crate) fn survey_text(&self, id: NodeId) -> String {
        self.text_of(id, Style::Survey)
    }

    fn text_of(&self, id: NodeId, style: Style) -> String {
        let mut text = String::new();
        let mut steps = vec![Step::Node(id)];
        while let Some(step) = steps.pop() {
            let id = match step {
                Step::Text(part) => {
                    text.push_str(part);
                    continue;
                }
                Step::Node(id) => id,
            };
            let Some(node) = self.node(id) else { continue };
            // What is pushed last is written first.
            match node.kind {
                NodeKind::Null if style == Style::Survey => {}
                NodeKind::Null => text.push_str("null"),
                NodeKind::Constant(constant) => constant.write(&mut text, style),
                NodeKind::Variable { name, raw } => {
                    let sign = if raw { "#" } else { "" };
                    // Writing to a String can't fail.
                    let _ = write!(text, "{{{sign}{name}}}");
                }
                NodeKind::Unary { operator, operand } => match operator {
                    UnaryOperator::Negate => {
                        text.push_str("! ");
                        steps.push(Step::Node(operand));
                    }
                    _ => {
                        steps.push(Step::Text(operator.sign()));
                        steps.push(Step::Text(" "));
                        steps.push(Step::Node(operand));
                    }
                },
                NodeKind::Binary {
                    operator,
                    left,
                    right,
                } => {
                    text.push('(');
                    steps.push(Step::Text(")"));
                    steps.extend(right.map(Step::Node));
                    steps.push(Step::Text(" "));
                    steps.push(Step::Text(operator.sign()));
                    steps.push(Step::Text(" "));
                    steps.push(Step::Node(left));
                }
                NodeKind::Call {
                    function,
                    arguments: list,
                } => {
                    text.push_str(function);
                    text.push('(');
                    steps.push(Step::Text(")"));
                    push_list(&mut steps, list);
                }
                NodeKind::Array { items: list } => {
                    text.push('[');
                    steps.push(Step::Text("]"));
                    push_list(&mut steps, list);
                }
            }
        }
        text
    }
}

impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        self.nodes.len() == other.nodes.len()
            && self
                .nodes()
                .zip(other.nodes())
                .all(|((_, a), (_, b))| a.kind == b.kind)
    }
}

/// What is still to be written.
#[derive(Clone, Copy)]
enum Step<'a> {
    Node(NodeId),
    Text(&'a str),
}

/// Items with commas between; the last is pushed first.
fn push_list(steps: &mut Vec<Step<'_>>, list: NodeList<'_>) {
    let start = steps.len();
    for (index, item) in list.iter().enumerate() {
        if index > 0 {
            steps.push(Step::Text(", "));
        }
        steps.push(Step::Node(item));
    }
    if let Some(pushed) = steps.get_mut(start..) {
        pushed.reverse();
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// Parses to the same tree.
    Canonical,
    /// What survey-core's `toString` writes.
    Survey,
}

impl Constant<'_> {
    fn write(&self, text: &mut String, style: Style) {
        match (&self.value(), style) {
            (Value::Number(number), Style::Canonical) if number.is_infinite() => {
                // A number too big for a double is read as infinite.
                text.push_str(if *number < 0.0 { "-1" } else { "1" });
                text.extend(std::iter::repeat_n('0', 309));
            }
            (Value::Number(number), Style::Canonical) => {
                if *number == 0.0 && number.is_sign_negative() {
                    // A power and a quotient know the sign.
                    text.push('-');
                }
                // Never in exponent notation, which the language lacks.
                text.push_str(&plain_number_text(*number));
            }
            (Value::Number(number), Style::Survey) => text.push_str(&number_text(*number)),
            (Value::String(word), Style::Canonical)
                if !self.quoted && word.eq_ignore_ascii_case("negate") =>
            {
                // The word alone would be taken for the operator.
                let _ = write!(text, "({word})");
            }
            (Value::String(word), _) if !self.quoted && !word.is_empty() => text.push_str(word),
            (Value::String(content), Style::Survey) => {
                let _ = write!(text, "'{content}'");
            }
            (Value::String(content), Style::Canonical) => {
                text.push('\'');
                for character in content.chars() {
                    if character == '\'' || character == '"' {
                        text.push('\\');
                    }
                    text.push(character);
                }
                text.push('\'');
            }
            (other, _) => text.push_str(&other.to_text()),
        }
    }
}

impl NodeId {
    pub(crate) fn at(index: usize) -> Self {
        let number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
        Self(NonZeroU32::new(number).unwrap_or(NonZeroU32::MAX))
    }

    /// The place in the order of [`Tree::nodes`].
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}
