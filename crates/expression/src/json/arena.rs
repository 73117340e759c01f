//! Where the lists of a document lie: one after the other in memory that is given back as a whole.

use bumpalo::Bump;

use super::{Kind, Member, Node};
use crate::{Span, Value};

/// Memory for the nodes of one text, or of several. It grows with what is read, and is free again
/// when it goes.
#[derive(Debug, Default)]
pub struct Arena(Bump);

impl Arena {
    /// Keeps a text.
    pub(super) fn text(&self, text: &str) -> &str {
        self.0.alloc_str(text)
    }

    /// Keeps a list of nodes.
    fn items<'n>(&'n self, items: &[Node<'n>]) -> &'n [Node<'n>] {
        self.0.alloc_slice_copy(items)
    }

    /// Keeps the members of an object.
    fn members<'n>(&'n self, members: &[Member<'n>]) -> &'n [Member<'n>] {
        self.0.alloc_slice_copy(members)
    }

    /// A value as a node without a place; dates, which JSON has none of, are null.
    pub fn node_of<'n>(&'n self, value: &'n Value) -> Node<'n> {
        let kind = match value {
            Value::Undefined | Value::Null | Value::Date(_) => Kind::Null,
            Value::Bool(flag) => Kind::Bool(*flag),
            Value::Number(number) => Kind::Number(*number),
            Value::String(text) => Kind::String(text),
            Value::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| self.node_of(item)).collect();
                Kind::Array(self.items(&items))
            }
            Value::Object(object) => {
                let members: Vec<_> = object
                    .iter()
                    .map(|(key, value)| Member {
                        key,
                        key_span: Span::default(),
                        value: self.node_of(value),
                    })
                    .collect();
                Kind::Object(self.members(&members))
            }
        };
        let span = Span::default();
        Node { kind, span }
    }

    /// Without content, but with its memory.
    pub(super) fn emptied(mut self) -> Self {
        self.0.reset();
        self
    }
}

/// The entries of lists that are being read: those of inner ones behind those of outer ones.
#[derive(Debug)]
pub(super) struct Lists<'n> {
    arena: &'n Arena,
    pub(super) items: Vec<Node<'n>>,
    pub(super) members: Vec<Member<'n>>,
    /// The sum of the places, counted from 1, of what was left for later.
    pub(super) left: u64,
}

impl<'n> Lists<'n> {
    pub(super) fn new(arena: &'n Arena) -> Self {
        Lists {
            arena,
            items: Vec::new(),
            members: Vec::new(),
            left: 0,
        }
    }

    /// In the memory of lists that are read.
    pub(super) fn reusing(
        arena: &'n Arena,
        items: Vec<Node<'_>>,
        members: Vec<Member<'_>>,
    ) -> Self {
        Lists {
            arena,
            items: emptied(items, |_| None),
            members: emptied(members, |_| None),
            left: 0,
        }
    }

    /// The memory of the lists.
    pub(super) fn emptied<'m>(self) -> (Vec<Node<'m>>, Vec<Member<'m>>) {
        (
            emptied(self.items, |_| None),
            emptied(self.members, |_| None),
        )
    }

    pub(super) fn arena(&self) -> &'n Arena {
        self.arena
    }

    pub(super) fn leave(&mut self, start: usize) {
        self.left = self.left.wrapping_add(start as u64 + 1);
    }

    /// The items from the first of a list on, which is read.
    pub(super) fn items_from(&mut self, first: usize) -> &'n [Node<'n>] {
        let list = self
            .arena
            .items(self.items.get(first..).unwrap_or_default());
        self.items.truncate(first);
        list
    }

    /// The members from the first of an object on, which is read.
    pub(super) fn members_from(&mut self, first: usize) -> &'n [Member<'n>] {
        let list = self
            .arena
            .members(self.members.get(first..).unwrap_or_default());
        self.members.truncate(first);
        list
    }
}

/// A list without entries, of which the memory is taken over where both kinds of entry are as large.
fn emptied<A, B>(mut list: Vec<A>, none: fn(A) -> Option<B>) -> Vec<B> {
    list.clear();
    list.into_iter().filter_map(none).collect()
}
