//! Allowed nodes into elements of the page, by `createElement` and text nodes only.

use crate::markup::{self, Node};
use crate::view::{El, el, fragment};

/// Shows HTML of a definition: what the allow-list lets through, built node by node.
pub fn markup_view(html: impl Fn() -> String + 'static) -> El {
    el("div.markup").child(move || built(fragment(), markup::parse(&html())))
}

/// The depth is bounded by the parser.
fn built(parent: El, nodes: Vec<Node>) -> El {
    nodes.into_iter().fold(parent, |parent, node| match node {
        Node::Text(text) => parent.child(text),
        Node::Element(element) => {
            let inside = element
                .attributes
                .into_iter()
                .fold(el(element.name), |inside, (name, value)| {
                    inside.attr(name, value)
                });
            parent.child(built(inside, element.children))
        }
    })
}
