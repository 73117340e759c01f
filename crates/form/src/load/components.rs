//! Reading questions of registered types: what the component consists of becomes a template, as rows
//! and panels do, and what the question says for it is put in.

use std::sync::Arc;

use casement_expression::json::{Arena, Kind, Member, Node};
use casement_expression::lower;

use super::Loader;
use crate::components::{Component, Components, Content, Found};
use crate::model::ItemKind;
use crate::problem::{Problem, ProblemKind};
use crate::{ElementId, ElementKind, Span, Value};

/// The most elements that components bring in.
const MAX_INSIDE: usize = 20_000;

impl<'a> Loader<'a> {
    /// The component that a node names as its type.
    pub(super) fn component_of(&self, node: &Node) -> Option<&'a Arc<Component>> {
        let components = self.components;
        if components.is_empty() {
            return None;
        }
        let written = node.get("type").and_then(Node::as_str)?;
        components.find(&lower(written))
    }

    /// The properties that a question of a component takes for what is inside, and not for itself.
    pub(super) fn handed_in<'n>(&self, node: &Node<'n>) -> Vec<&'n str> {
        let Some(component) = self.component_of(node) else {
            return Vec::new();
        };
        let members = node.as_object().unwrap_or_default().iter();
        members
            .map(|member| member.key)
            .filter(|key| component.handed(key).is_some_and(|it| !it.is_shared()))
            .collect()
    }

    /// The members of a question of a component with the shared properties that the one inside has and
    /// it has not, where there are such.
    pub(super) fn with_shared<'n>(
        &self,
        node: &Node<'n>,
        arena: &'n Arena,
    ) -> Option<Vec<Member<'n>>>
    where
        'a: 'n,
    {
        let component = self.component_of(node)?;
        let Content::Question { json, .. } = &component.content else {
            return None;
        };
        let own = node.as_object().unwrap_or_default();
        let mut members = own.to_vec();
        for (key, value) in json.as_object()?.iter() {
            let handed = component.handed(key).is_some_and(|it| it.is_shared());
            if handed && **key != *"name" && node.get(key).is_none() {
                members.push(member(key, arena.node_of(value)));
            }
        }
        (members.len() > own.len()).then_some(members)
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
            Content::Question { json, .. } => (json.clone(), true),
            Content::Elements(json) => (json.clone(), false),
        };
        let copied = self.is_in_panels();
        let arena = Arena::default();
        for member in node.as_object().unwrap_or_default() {
            let Some(handed) = component.handed(member.key) else {
                continue;
            };
            // A copy in a panel of a dynamic panel keeps what the component says itself.
            let own = content.as_object().and_then(|own| own.get(member.key));
            let kept = copied && component.inherits_everything() && own.is_some();
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
                put(target, &handed.property, member.value.to_value());
            }
        }
        if single {
            let name = content.as_object().and_then(|own| own.get("name"));
            if name.is_none_or(|name| name.as_str() == Some("")) {
                put(&mut content, "name", "question".into());
            }
            self.child(&arena.node_of(&content), frame);
        } else {
            self.children(&arena.node_of(&content), frame);
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
                let own = found.placed.as_object().unwrap_or_default();
                let mut members = own.to_vec();
                if found.placed.get("name").is_none() {
                    let kind = Kind::String("question");
                    let span = Span::default();
                    members.push(member("name", Node { kind, span }));
                }
                let node = Node {
                    kind: Kind::Object(&members),
                    span: found.placed.span,
                };
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
fn element_named<'v>(elements: &'v mut Value, name: &str) -> Option<&'v mut Value> {
    let Value::Array(elements) = elements else {
        return None;
    };
    for element in Arc::make_mut(elements) {
        let own = element.as_object().and_then(|own| own.get("name"));
        if own.and_then(Value::as_str) == Some(name) {
            return Some(element);
        }
        let Value::Object(members) = element else {
            continue;
        };
        let members = Arc::make_mut(members);
        for key in ["elements", "questions"] {
            // Looked for first, since what is lent can't be given back where nothing is found.
            let holds = members
                .get_mut(key)
                .is_some_and(|inside| element_named(inside, name).is_some());
            if holds {
                return element_named(members.get_mut(key)?, name);
            }
        }
    }
    None
}

/// Sets a member of an object, behind all others.
fn put(object: &mut Value, key: &str, value: Value) {
    if let Value::Object(members) = object {
        let members = Arc::make_mut(members);
        members.remove(key);
        members.insert(key, value);
    }
}

fn member<'n>(key: &'n str, value: Node<'n>) -> Member<'n> {
    Member {
        key,
        key_span: Span::default(),
        value,
    }
}
