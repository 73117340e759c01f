//! The syntax tree of an expression, as other tools may read it.
//!
//! Nodes lie in one list, children before their parents, so nothing that walks a tree needs
//! recursion, however deep the tree is. Knows nothing of evaluation.

use std::fmt::Write;

use crate::Text;
use crate::functions::EVERY_FUNCTION;
use crate::number::plain_number_text;
use crate::{Span, Value, number_text};

/// An expression's syntax tree, with a span for every node. Equal trees have equal nodes;
/// positions have no part in it.
#[derive(Clone, Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

/// A node's place in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeId(u32);

/// One node.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it stands, without parentheses around it.
    pub span: Span,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// `null` or `undefined`.
    Null,
    /// A number, a boolean or a text.
    Constant(Constant),
    /// `{name}`, `{#name}`.
    Variable {
        /// As written between the braces, without a leading `#`.
        name: Text,
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
        function: Text,
        /// Its arguments. A missing or null first one empties the list, as in survey-core.
        arguments: Vec<NodeId>,
    },
    /// `[a, b]`.
    Array {
        /// Its items.
        items: Vec<NodeId>,
    },
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// Its value.
    pub value: Value,
    /// Is it a text in quotes (an unquoted word is a text as well)?
    pub quoted: bool,
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

impl Tree {
    /// A tree of nodes whose children stand before their parents; the root is the last.
    pub(crate) fn new(nodes: Vec<Node>) -> Option<Self> {
        (!nodes.is_empty()).then_some(Self { nodes })
    }

    /// The node that all others are part of.
    pub fn root(&self) -> NodeId {
        NodeId(u32::try_from(self.nodes.len().saturating_sub(1)).unwrap_or(u32::MAX))
    }

    /// A node of this tree; `None` where the id is of another one.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// All nodes, children before their parents, in the order of evaluation.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = (NodeId, &Node)> {
        self.nodes
            .iter()
            .enumerate()
            .map(|(index, node)| (NodeId(u32::try_from(index).unwrap_or(u32::MAX)), node))
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
        enum Step<'a> {
            Node(NodeId),
            Text(&'a str),
        }
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
            match &node.kind {
                NodeKind::Null if style == Style::Survey => {}
                NodeKind::Null => text.push_str("null"),
                NodeKind::Constant(constant) => constant.write(&mut text, style),
                NodeKind::Variable { name, raw } => {
                    let sign = if *raw { "#" } else { "" };
                    // Writing to a String can't fail.
                    let _ = write!(text, "{{{sign}{name}}}");
                }
                NodeKind::Unary { operator, operand } => match operator {
                    UnaryOperator::Negate => {
                        text.push_str("! ");
                        steps.push(Step::Node(*operand));
                    }
                    _ => {
                        steps.push(Step::Text(operator.sign()));
                        steps.push(Step::Text(" "));
                        steps.push(Step::Node(*operand));
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
                    steps.push(Step::Node(*left));
                }
                NodeKind::Call {
                    function,
                    arguments: list,
                } => {
                    text.push_str(function);
                    text.push('(');
                    steps.push(Step::Text(")"));
                    for (index, item) in list.iter().enumerate().rev() {
                        steps.push(Step::Node(*item));
                        if index > 0 {
                            steps.push(Step::Text(", "));
                        }
                    }
                }
                NodeKind::Array { items: list } => {
                    text.push('[');
                    steps.push(Step::Text("]"));
                    for (index, item) in list.iter().enumerate().rev() {
                        steps.push(Step::Node(*item));
                        if index > 0 {
                            steps.push(Step::Text(", "));
                        }
                    }
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
                .nodes
                .iter()
                .zip(&other.nodes)
                .all(|(a, b)| a.kind == b.kind)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// Parses to the same tree.
    Canonical,
    /// What survey-core's `toString` writes.
    Survey,
}

impl Constant {
    fn write(&self, text: &mut String, style: Style) {
        match (&self.value, style) {
            (Value::Number(number), Style::Canonical) if number.is_infinite() => {
                // A number too big for a double is read as infinite.
                text.push_str(if *number < 0.0 { "-1" } else { "1" });
                text.extend(std::iter::repeat_n('0', 309));
            }
            (Value::Number(number), Style::Canonical) => {
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
    /// The place in the order of [`Tree::nodes`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Builds lists of nodes for [`Tree::new`], one after the other, and takes back what a failed attempt
/// added.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    nodes: Vec<Node>,
    /// There is one list only, which is handed on as it is.
    only_one: bool,
}

impl Builder {
    /// For the nodes of a single text of this length.
    pub(crate) fn for_one(length: usize) -> Self {
        Self {
            // One every four letters is more than most expressions have.
            nodes: Vec::with_capacity((length / 4).clamp(3, 16)),
            only_one: true,
        }
    }

    pub(crate) fn push(&mut self, kind: NodeKind, span: Span) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { kind, span });
        id
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        self.nodes.truncate(len);
    }

    pub(crate) fn is_null(&self, id: NodeId) -> bool {
        matches!(
            self.nodes.get(id.0 as usize),
            Some(Node {
                kind: NodeKind::Null,
                ..
            })
        )
    }

    /// The nodes; of several lists each is just as long as it must be.
    pub(crate) fn take(&mut self) -> Vec<Node> {
        // Builds with few functions are of those that never parse several at once.
        if self.only_one || !EVERY_FUNCTION {
            return std::mem::take(&mut self.nodes);
        }
        self.nodes.drain(..).collect()
    }
}
