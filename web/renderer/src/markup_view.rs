//! Allowed nodes into elements of the page, by `createElement` and text nodes only.

use crate::view::{Place, View, el};
use leptos::prelude::*;
use leptos::web_sys;

use crate::markup::{self, Node};

/// Shows HTML of a definition: what the allow-list lets through, built node by node.
pub fn markup_view(html: impl Fn() -> String + Send + 'static) -> AnyView {
    let place = Place::new();
    Effect::new(move |_| {
        let nodes = markup::parse(&html());
        if let Some(place) = place.get() {
            place.set_text_content(None);
            append(&place, &nodes);
        }
    });
    el("div").class("markup").place(place).view()
}

/// The depth is bounded by the parser.
fn append(parent: &web_sys::Element, nodes: &[Node]) {
    let document = document();
    for node in nodes {
        match node {
            Node::Text(text) => {
                // Appending to a fresh element can't fail; if it does, the text is missing, no more.
                let _ = parent.append_child(&document.create_text_node(text));
            }
            Node::Element(element) => {
                let Ok(built) = document.create_element(element.name) else {
                    continue;
                };
                for (name, value) in &element.attributes {
                    let _ = built.set_attribute(name, value);
                }
                append(&built, &element.children);
                let _ = parent.append_child(&built);
            }
        }
    }
}
