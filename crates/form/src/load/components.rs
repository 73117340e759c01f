//! Reading questions of registered types: what the component consists of becomes a template, as rows
//! and panels do, and what the question says for it is put in.

use std::sync::Arc;

use casement_expression::json::{Kind, Member, Node};
use casement_expression::lower;

use super::Loader;
use crate::components::{Component, Components, Content, Found};
use crate::model::ItemKind;
use crate::problem::{Problem, ProblemKind};
use crate::{ElementId, ElementKind, Span};

/// The most elements that components bring in.
const MAX_INSIDE: usize = 20_000;

impl Loader<'_> {
    /// The component that a node names as its type.
    pub(super) fn component_of(&self, node: &Node) -> Option<&Arc<Component>> {
        if self.components.is_empty() {
            return None;
        }
        let written = node.get("type").and_then(Node::as_str)?;
        self.components.find(&lower(written))
    }

    /// The properties that a question of a component takes for what is inside, and not for itself.
    pub(super) fn handed_in<'n>(&self, node: &'n Node) -> Vec<&'n str> {
        let Some(component) = self.component_of(node) else {
            return Vec::new();
        };
        let members = node.as_object().unwrap_or_default().iter();
        members
            .map(|member| member.key.as_str())
            .filter(|key| component.handed(key).is_some_and(|it| !it.is_shared()))
            .collect()
    }

    /// A question of a component with the shared properties that the one inside has and it has not.
    pub(super) fn with_shared(&self, node: &Node) -> Option<Node> {
        let component = self.component_of(node)?;
        let Content::Question { node: inside, .. } = &component.content else {
            return None;
        };
        let members = inside.as_object().unwrap_or_default().iter();
        let shared: Vec<&Member> = members
            .filter(|member| {
                let key = member.key.as_str();
                let handed = component.handed(key).is_some_and(|it| it.is_shared());
                handed && key != "name" && node.get(key).is_none()
            })
            .collect();
        if shared.is_empty() {
            return None;
        }
        let mut node = node.clone();
        for member in shared {
            put(&mut node, &member.key, member.value.clone());
        }
        Some(node)
    }

    /// The elements of a component, in the frame that a template begins with.
    pub(super) fn component_elements(&mut self, node: &Node, frame: ElementId) {
        let Some(component) = self.component_of(node) else {
            return;
        };
        // Components in components multiply.
        if self.component_questions >= MAX_INSIDE {
            let (what, limit) = ("elements in components", MAX_INSIDE);
            self.report(ProblemKind::TooMany { what, limit }, node.span);
            return;
        }
        let (mut content, single) = match &component.content {
            Content::Question { node, .. } => (node.clone(), true),
            Content::Elements(node) => (node.clone(), false),
        };
        let copied = self.is_in_panels();
        for member in node.as_object().unwrap_or_default() {
            let Some(handed) = component.handed(&member.key) else {
                continue;
            };
            // A copy in a panel of a dynamic panel keeps what the component says itself.
            let kept =
                copied && component.inherits_everything() && content.get(&member.key).is_some();
            if kept {
                continue;
            }
            let target = match &handed.inside {
                None if single => Some(&mut content),
                None => None,
                Some(_) if single => Some(&mut content),
                Some(name) => element_named(&mut content, name),
            };
            if let Some(target) = target {
                put(target, &handed.property, member.value.clone());
            }
        }
        if single {
            if content
                .get("name")
                .is_none_or(|name| name.as_str() == Some(""))
            {
                put(&mut content, "name", text("question"));
            }
            self.child(&content, frame);
        } else {
            self.children(&content, frame);
        }
        self.component_questions += self.model.elements.len();
    }

    /// The template that is being made is, or lies in, that of a dynamic panel.
    fn is_in_panels(&self) -> bool {
        let mut at = self.template;
        while let Some(id) = at {
            let template = self.model.template(id);
            if template.kind == ItemKind::Panel {
                return true;
            }
            at = template.outer;
        }
        false
    }

    /// The template that is being made is that of panels or rows: they get copies of it.
    pub(super) fn is_copied(&self) -> bool {
        let kind = self.template_kind();
        kind.is_some_and(|kind| kind == ItemKind::Panel || kind.is_row())
    }

    pub(super) fn template_kind(&self) -> Option<ItemKind> {
        self.template.map(|id| self.model.template(id).kind)
    }

    /// What is wrong with the content of a component.
    pub(crate) fn check_component(
        text: &str,
        components: &Components,
        found: &Found,
    ) -> Vec<Problem> {
        let mut loader = Loader::new(text, components);
        let page = loader.start_element(ElementKind::Page, "page", "page1".into(), None);
        // What is in other components is checked there.
        loader.component_questions = MAX_INSIDE;
        loader.path.key(found.path.clone());
        match found.component.content {
            Content::Question { .. } => {
                let mut node = found.placed.clone();
                if node.get("name").is_none() {
                    put(&mut node, "name", self::text("question"));
                }
                loader.child(&node, page);
            }
            Content::Elements(_) => loader.children(&found.placed, page),
        }
        let (_, mut problems) = loader.finish();
        // Names of the form that the component will stand in aren't known here.
        problems.retain(|problem| !matches!(problem.kind, ProblemKind::UnknownName { .. }));
        problems
    }
}

/// The element of that name, at whatever depth of panels.
fn element_named<'n>(node: &'n mut Node, name: &str) -> Option<&'n mut Node> {
    let Kind::Array(nodes) = &mut node.kind else {
        return None;
    };
    for node in nodes {
        if node.get("name").and_then(Node::as_str) == Some(name) {
            return Some(node);
        }
        let Kind::Object(members) = &mut node.kind else {
            continue;
        };
        for member in members {
            if matches!(member.key.as_str(), "elements" | "questions")
                && let Some(found) = element_named(&mut member.value, name)
            {
                return Some(found);
            }
        }
    }
    None
}

/// Sets a member of an object.
fn put(node: &mut Node, key: &str, value: Node) {
    if let Kind::Object(members) = &mut node.kind {
        members.retain(|member| member.key != key);
        members.push(Member {
            key: key.into(),
            key_span: Span::default(),
            value,
        });
    }
}

fn text(text: &str) -> Node {
    Node {
        kind: Kind::String(text.into()),
        span: Span::default(),
    }
}
