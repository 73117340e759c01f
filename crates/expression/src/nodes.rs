//! Nodes as a tree keeps them: six words each, with names and texts as places in the source, so that
//! a tree takes one allocation and costs nothing to drop.

use crate::Span;
use crate::functions::EVERY_FUNCTION;
use crate::tree::{BinaryOperator, NodeId, UnaryOperator};

/// One node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kept {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
    /// The argument or item behind this one.
    pub(crate) next: Option<NodeId>,
}

/// What a node is; where its text stands follows from its span.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Null,
    Bool(bool),
    /// A number's bytes, which need no alignment.
    Number([u8; 8]),
    /// A text without quotes.
    Word,
    /// A text between quotes, and whether some within have a backslash before them.
    Quoted {
        escaped: bool,
    },
    /// A name between braces, behind a `#` where it is raw.
    Variable {
        raw: bool,
    },
    Unary {
        operator: UnaryOperator,
        operand: NodeId,
    },
    Binary {
        operator: BinaryOperator,
        left: NodeId,
        right: Option<NodeId>,
    },
    /// The name comes first, and has so many bytes.
    Call {
        name: u32,
        arguments: Option<NodeId>,
    },
    Array {
        items: Option<NodeId>,
    },
}

/// Builds lists of nodes, one after the other, and takes back what a failed attempt added.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    nodes: Vec<Kept>,
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

    pub(crate) fn push(&mut self, kind: Kind, span: Span) -> NodeId {
        let id = NodeId::at(self.nodes.len());
        self.nodes.push(Kept {
            kind,
            span,
            next: None,
        });
        id
    }

    /// An argument or item comes behind another.
    pub(crate) fn link(&mut self, before: NodeId, next: NodeId) {
        if let Some(before) = self.nodes.get_mut(before.index()) {
            before.next = Some(next);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        self.nodes.truncate(len);
    }

    pub(crate) fn is_null(&self, id: NodeId) -> bool {
        let node = self.nodes.get(id.index());
        node.is_some_and(|node| matches!(node.kind, Kind::Null))
    }

    /// The nodes; of several lists each is just as long as it must be.
    pub(crate) fn take(&mut self) -> Vec<Kept> {
        // Builds with few functions are of those that never parse several at once.
        if self.only_one || !EVERY_FUNCTION {
            return std::mem::take(&mut self.nodes);
        }
        let nodes = self.nodes.as_slice().to_vec();
        self.nodes.clear();
        nodes
    }
}
