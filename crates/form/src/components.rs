//! Question types that a host registers: one question under a name of its own, or several together
//! as one (SurveyJS `ComponentCollection`, `question_custom.ts`). Here is what was registered, and
//! what is wrong with it; the loader makes elements of it (`load/components.rs`).

use std::sync::Arc;

use casement_expression::json::{self, Arena, Node};
use casement_expression::lower;

use crate::element::EVERY_TYPE;
use crate::load::Loader;
use crate::problem::{Problem, ProblemKind, REPORTS, nearest};
use crate::schema::schema;
use crate::{ElementKind, Severity, Span, Value};

/// What a definition of a component can have. What only an editor needs is known and left alone.
const KNOWN: [&str; 14] = [
    "name",
    "title",
    "iconName",
    "category",
    "questionJSON",
    "elementsJSON",
    "defaultQuestionTitle",
    "inheritBaseProps",
    "numberQuestionsWithHiddenTitle",
    "properties",
    "showInToolbox",
    "internal",
    "description",
    "icon",
];

/// The most components that are read.
const MAX_COMPONENTS: usize = 1000;

/// Question types that a host adds to SurveyJS's own: registered once, used by any number of
/// definitions. Cheap to clone, `Send + Sync`.
///
/// ```
/// use casement_form::{Components, Definition};
///
/// let (components, problems) = Components::load(r#"[
///     {"name": "fullname", "elementsJSON": [
///         {"type": "text", "name": "first", "isRequired": true},
///         {"type": "text", "name": "last", "visibleIf": "{composite.first} notempty"}]},
///     {"name": "grade", "inheritBaseProps": ["rateMax"], "questionJSON": {"type": "rating"}}]"#);
/// assert!(problems.is_empty());
///
/// let json = r#"{"elements": [{"type": "fullname", "name": "author"},
///                             {"type": "grade", "name": "story", "rateMax": 10}]}"#;
/// assert!(Definition::load_with(json, &components).problems.is_empty());
/// assert_eq!(Definition::load(json).problems[0].code(), "element/unknown-type");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Components(Arc<[Arc<Component>]>);

/// One of them.
#[derive(Debug)]
pub(crate) struct Component {
    /// In lower case, as types are compared.
    pub(crate) name: Arc<str>,
    /// `defaultQuestionTitle`; localizable.
    pub(crate) title: Value,
    pub(crate) content: Content,
    /// `numberQuestionsWithHiddenTitle`.
    pub(crate) numbers_untitled: Option<bool>,
    /// Properties that the question takes and hands to something inside: its own name, the name of
    /// the question inside (none: the one that there is), the property there.
    pub(crate) properties: Vec<Handed>,
}

/// What a component is made of.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// `questionJSON`: one question; which of its properties the outer one takes for it.
    Question { json: Value, inherits: Inherits },
    /// `elementsJSON`: several elements, and the value is an object.
    Elements(Value),
}

/// `inheritBaseProps`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Inherits {
    #[default]
    Nothing,
    /// What the question inside has and questions in general have not.
    Everything,
    These(Vec<String>),
}

/// A property of the component's question that is handed to a question inside.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Handed {
    pub(crate) name: String,
    pub(crate) inside: Option<String>,
    pub(crate) property: String,
}

impl Components {
    /// Reads definitions of components from JSON text: an array of them, or one. Each has a `name`
    /// and a `questionJSON` or an `elementsJSON`, as in SurveyJS's `ComponentCollection.add`, and may
    /// have `defaultQuestionTitle`, `inheritBaseProps` and `numberQuestionsWithHiddenTitle`.
    ///
    /// What SurveyJS does with functions is done in two ways. Values and errors are the host's, see
    /// [`Host::component`](crate::Host::component). A property that `onInit` would add and
    /// `onLoaded` would set inside is data: `"properties": {"showMiddle": "middle.visible"}`.
    ///
    /// Never fails: a component that can't be read, that has the name of another type, or that
    /// contains itself is left out and reported.
    pub fn load(json: &str) -> (Components, Vec<Problem>) {
        let mut reading = Reading {
            problems: Vec::new(),
            found: Vec::new(),
        };
        if !EVERY_TYPE {
            return (Components::default(), reading.problems);
        }
        let arena = Arena::default();
        match json::parse(json, &arena) {
            Ok(node) => reading.all(&node),
            Err(error) => {
                let at = Span {
                    start: error.at,
                    end: error.at,
                };
                reading.report(ProblemKind::Json(error.code), "", at);
            }
        }
        reading.drop_circles();
        let Reading {
            mut problems,
            found,
        } = reading;
        let kept = found.iter().map(|found| Arc::clone(&found.component));
        let components = Components(kept.collect());
        if REPORTS {
            for found in &found {
                problems.extend(Loader::check_component(json, &components, found));
            }
            problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
        }
        (components, problems)
    }

    /// The names of the types, in lower case, in the order in which they were registered.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|component| &*component.name)
    }

    /// No type is registered.
    pub(crate) fn is_empty(&self) -> bool {
        !EVERY_TYPE || self.0.is_empty()
    }

    /// The component of a type's name, which is in lower case.
    pub(crate) fn find(&self, name: &str) -> Option<&Arc<Component>> {
        if !EVERY_TYPE {
            return None;
        }
        self.0.iter().find(|component| *component.name == *name)
    }
}

impl Handed {
    /// A property that every question has: the outer question has it as well, and the two agree.
    pub(crate) fn is_shared(&self) -> bool {
        schema().property("question", &self.name).is_some()
    }
}

impl Component {
    pub(crate) const fn kind(&self) -> ElementKind {
        match self.content {
            Content::Question { .. } => ElementKind::Custom,
            Content::Elements(_) => ElementKind::Composite,
        }
    }

    /// `inheritBaseProps` is true.
    pub(crate) fn inherits_everything(&self) -> bool {
        match &self.content {
            Content::Question { inherits, .. } => *inherits == Inherits::Everything,
            Content::Elements(_) => false,
        }
    }

    /// The default that the one question inside has from the component, whatever the outer one says.
    pub(crate) fn own_default(&self) -> Value {
        match &self.content {
            Content::Question { json, .. } => {
                member(json, "defaultValue").cloned().unwrap_or_default()
            }
            Content::Elements(_) => Value::Undefined,
        }
    }

    /// The one question inside has a title, which is that of the outer one.
    pub(crate) fn is_titled(&self) -> bool {
        let Content::Question { json, .. } = &self.content else {
            return false;
        };
        member(json, "title").is_some_and(Value::is_truthy)
    }

    /// The property inside that one of the outer question stands for.
    pub(crate) fn handed(&self, name: &str) -> Option<Handed> {
        let own = self.properties.iter().find(|handed| handed.name == name);
        if let Some(handed) = own {
            return Some(handed.clone());
        }
        let Content::Question { json, inherits } = &self.content else {
            return None;
        };
        let class = member(json, "type").and_then(Value::as_str).map(lower)?;
        let known = schema().property(&class, name)?;
        let taken = match inherits {
            Inherits::Nothing => false,
            // All but those that its class has from the class of all questions as they are there.
            Inherits::Everything => schema()
                .property("question", name)
                .is_none_or(|common| !std::ptr::eq(common, known)),
            Inherits::These(names) => names.iter().any(|known| known == name),
        };
        if !taken {
            return None;
        }
        Some(Handed {
            name: name.to_owned(),
            inside: None,
            property: known.name.to_owned(),
        })
    }
}

/// A component and where it stands.
pub(crate) struct Found<'n> {
    pub(crate) component: Arc<Component>,
    pub(crate) path: String,
    /// What it is made of, with its places in the text.
    pub(crate) placed: Node<'n>,
    span: Span,
}

struct Reading<'n> {
    problems: Vec<Problem>,
    found: Vec<Found<'n>>,
}

impl<'n> Reading<'n> {
    fn report(&mut self, kind: ProblemKind, path: &str, span: Span) {
        if REPORTS {
            self.problems.push(Problem {
                severity: kind.severity(),
                kind,
                path: path.to_owned(),
                span,
            });
        }
    }

    fn all(&mut self, node: &Node<'n>) {
        let Some(nodes) = node.as_array() else {
            return self.one(node, "");
        };
        for (index, node) in nodes.iter().enumerate() {
            let path = format!("[{index}]");
            if index >= MAX_COMPONENTS {
                let kind = ProblemKind::TooMany {
                    what: "components",
                    limit: MAX_COMPONENTS,
                };
                return self.report(kind, &path, node.span);
            }
            self.one(node, &path);
        }
    }

    fn one(&mut self, node: &Node<'n>, path: &str) {
        let Some(members) = node.as_object() else {
            return self.report(ProblemKind::NoObject, path, node.span);
        };
        for member in members {
            if !KNOWN.contains(&member.key) {
                let kind = ProblemKind::UnknownProperty {
                    class: "component",
                    name: member.key.to_string(),
                    suggestion: nearest(member.key, KNOWN.into_iter()),
                };
                let path = joined(path, member.key);
                self.report(kind, &path, member.key_span);
            }
        }
        let Some(name) = self.name(node, path) else {
            return;
        };
        let Some((content, key, placed)) = self.content(node, path) else {
            return;
        };
        let text = |name: &str| node.get(name).map(Node::to_value).unwrap_or_default();
        let component = Component {
            name: name.into(),
            title: text("defaultQuestionTitle"),
            content,
            numbers_untitled: text("numberQuestionsWithHiddenTitle").as_bool(),
            properties: handed(node.get("properties")),
        };
        self.found.push(Found {
            component: Arc::new(component),
            path: joined(path, key),
            placed,
            span: node.span,
        });
    }

    fn name(&mut self, node: &Node, path: &str) -> Option<String> {
        let written = node.get("name");
        let name = written.and_then(Node::as_str).unwrap_or_default();
        if name.is_empty() {
            let kind = ProblemKind::MissingProperty {
                class: "component",
                name: "name",
            };
            self.report(kind, path, node.span);
            return None;
        }
        let name = lower(name).into_owned();
        let mut others = self.found.iter().map(|found| &*found.component.name);
        let twice = others.any(|other| *other == *name);
        if twice || schema().class(&name).is_some() {
            let span = written.map_or(node.span, |node| node.span);
            let kind = ProblemKind::DuplicateName(name);
            self.report(kind, &joined(path, "name"), span);
            // Unlike an element's, this name leaves the whole component out.
            if let Some(problem) = self.problems.last_mut() {
                problem.severity = Severity::Error;
            }
            return None;
        }
        Some(name)
    }

    /// The content without places, the key that it stands under, and the content as it stands.
    fn content(
        &mut self,
        node: &Node<'n>,
        path: &str,
    ) -> Option<(Content, &'static str, Node<'n>)> {
        if let Some(elements) = node.get("elementsJSON") {
            let content = Content::Elements(elements.to_value());
            return Some((content, "elementsJSON", *elements));
        }
        let Some(question) = node.get("questionJSON") else {
            let kind = ProblemKind::MissingProperty {
                class: "component",
                name: "questionJSON",
            };
            self.report(kind, path, node.span);
            return None;
        };
        let written = question.get("type").and_then(Node::as_str);
        let is_container = written
            .and_then(|name| ElementKind::of(&lower(name)))
            .is_some_and(ElementKind::is_container);
        if written.is_none() || is_container {
            let kind = match written {
                None => ProblemKind::MissingType,
                Some(_) => ProblemKind::InvalidValue {
                    property: "type",
                    expected: "the type of a question".to_owned(),
                },
            };
            self.report(kind, &joined(path, "questionJSON"), question.span);
            return None;
        }
        let inherits = match node.get("inheritBaseProps").map(Node::to_value) {
            Some(Value::Bool(true)) => Inherits::Everything,
            Some(Value::Array(names)) => {
                let names = names.iter().filter_map(Value::as_str);
                Inherits::These(names.map(str::to_owned).collect())
            }
            _ => Inherits::Nothing,
        };
        let content = Content::Question {
            json: question.to_value(),
            inherits,
        };
        Some((content, "questionJSON", *question))
    }

    /// Components that contain themselves, at whatever depth, would have no end.
    fn drop_circles(&mut self) {
        let uses: Vec<Vec<usize>> = self
            .found
            .iter()
            .map(|found| {
                let mut names = Vec::new();
                types_in(&found.placed, &mut names);
                let place = |name: &String| {
                    let mut all = self.found.iter();
                    all.position(|other| *other.component.name == **name)
                };
                names.iter().filter_map(place).collect()
            })
            .collect();
        let circular: Vec<bool> = (0..uses.len()).map(|at| reaches(&uses, at)).collect();
        let found = std::mem::take(&mut self.found);
        for (at, found) in found.into_iter().enumerate() {
            if circular.get(at) == Some(&true) {
                let name = found.component.name.to_string();
                self.report(ProblemKind::ContainsItself(name), &found.path, found.span);
            } else {
                self.found.push(found);
            }
        }
    }
}

/// Whether a component uses itself, directly or through others.
fn reaches(uses: &[Vec<usize>], from: usize) -> bool {
    let mut seen = vec![false; uses.len()];
    let mut open: Vec<usize> = uses.get(from).cloned().unwrap_or_default();
    while let Some(at) = open.pop() {
        if at == from {
            return true;
        }
        if let Some(seen) = seen.get_mut(at)
            && !std::mem::replace(seen, true)
        {
            open.extend(uses.get(at).into_iter().flatten());
        }
    }
    false
}

/// The types of elements and cells that are named in a content.
fn types_in(node: &Node, names: &mut Vec<String>) {
    for node in node.as_array().unwrap_or_default() {
        types_in(node, names);
    }
    for member in node.as_object().unwrap_or_default() {
        match member.value.as_str() {
            Some(name) if matches!(member.key, "type" | "cellType") => {
                names.push(lower(name).into_owned());
            }
            _ => types_in(&member.value, names),
        }
    }
}

/// `"properties": {"showMiddle": "middle.visible"}`.
fn handed(node: Option<&Node>) -> Vec<Handed> {
    let members = node.and_then(Node::as_object).unwrap_or_default();
    let mut found = Vec::new();
    for member in members {
        let Some(target) = member.value.as_str() else {
            continue;
        };
        let (inside, property) = match target.rsplit_once('.') {
            Some((inside, property)) => (Some(inside.to_owned()), property),
            None => (None, target),
        };
        found.push(Handed {
            name: member.key.to_string(),
            inside,
            property: property.to_owned(),
        });
    }
    found
}

/// A member of an object.
fn member<'v>(object: &'v Value, key: &str) -> Option<&'v Value> {
    object.as_object()?.get(key)
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}
