//! What a definition consists of, gathered in one walk: elements, objects with their classes,
//! expressions with their places, calculated values, triggers. Judges nothing.

use casement_expression::json::{Kind as JsonKind, Member, Node};
use casement_expression::{Tree, parse};

use super::lookup::Lookup;
use crate::schema::{Property, Shape, schema};
use crate::{Span, Value};

/// How deep objects are followed.
const MAX_DEPTH: usize = 60;

/// Everything in a definition, with places.
pub(super) struct Index<'a> {
    pub(super) text: &'a str,
    pub(super) root: &'a Node<'a>,
    pub(super) elements: Vec<Element<'a>>,
    pub(super) objects: Vec<Typed<'a>>,
    pub(super) sites: Vec<Site<'a>>,
    pub(super) pipings: Vec<Piping<'a>>,
    /// Where the other texts stand that are shown.
    pub(super) shown: Vec<Span>,
    pub(super) calculated: Vec<Calculated<'a>>,
    pub(super) triggers: Vec<Typed<'a>>,
    pub(super) lookup: Lookup,
}

/// A page, panel, question, matrix column or item of a multiple text.
pub(super) struct Element<'a> {
    pub(super) node: &'a Node<'a>,
    pub(super) path: String,
    pub(super) kind: Kind,
    /// The class its properties come from; "" where the type is unknown.
    pub(super) class: &'static str,
    pub(super) name: &'a str,
    pub(super) value_name: &'a str,
    /// The panel or page it lies in.
    pub(super) parent: Option<usize>,
    /// The matrix, dynamic panel or multiple text that makes copies of it.
    pub(super) container: Option<usize>,
    /// As what it lies there.
    pub(super) place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Page,
    Panel,
    Question,
    Column,
    Item,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Survey,
    Template,
    Detail,
    Column,
    Item,
}

/// An object of a class.
pub(super) struct Typed<'a> {
    pub(super) node: &'a Node<'a>,
    pub(super) path: String,
    pub(super) class: &'static str,
    /// The element it is or belongs to.
    pub(super) owner: Option<usize>,
    /// Is it the element itself?
    pub(super) is_element: bool,
}

/// An expression.
pub(super) struct Site<'a> {
    pub(super) path: String,
    pub(super) property: &'static str,
    pub(super) condition: bool,
    pub(super) written: &'a str,
    pub(super) span: Span,
    pub(super) owner: Option<usize>,
    /// The list for whose items it is asked, where `{item}` lives; "" elsewhere.
    pub(super) list: &'static str,
    pub(super) tree: Option<Tree>,
    pub(super) problem: Option<Span>,
}

/// A text that may hold `{name}`.
pub(super) struct Piping<'a> {
    pub(super) path: String,
    pub(super) property: &'static str,
    pub(super) written: &'a str,
    pub(super) span: Span,
    pub(super) owner: Option<usize>,
    /// The list in one of whose items it stands; "" elsewhere.
    pub(super) list: &'static str,
}

/// A calculated value.
pub(super) struct Calculated<'a> {
    pub(super) node: &'a Node<'a>,
    pub(super) path: String,
    pub(super) name: &'a str,
}

/// Where the walk is.
#[derive(Clone, Copy)]
struct At {
    owner: Option<usize>,
    container: Option<usize>,
    place: Place,
    list: &'static str,
    /// What names are said there isn't looked into.
    is_silent: bool,
    depth: usize,
}

impl<'a> Index<'a> {
    pub(super) fn new(text: &'a str, root: &'a Node<'a>) -> Self {
        let mut index = Index {
            text,
            root,
            elements: Vec::new(),
            objects: Vec::new(),
            sites: Vec::new(),
            pipings: Vec::new(),
            shown: Vec::new(),
            calculated: Vec::new(),
            triggers: Vec::new(),
            lookup: Lookup::default(),
        };
        let at = At {
            owner: None,
            container: None,
            place: Place::Survey,
            list: "",
            is_silent: false,
            depth: 0,
        };
        index.object(root, "survey", String::new(), at, false);
        index.lookup = Lookup::new(
            &index.elements,
            &index.calculated,
            &index.sites,
            &index.triggers,
        );
        index
    }

    /// The expression at a path.
    pub(super) fn site_at(&self, path: &str) -> Option<&Site<'a>> {
        self.sites.get(*self.lookup.sites.get(path)?)
    }

    /// The range in the JSON text of a range of a text value.
    pub(super) fn inside(&self, around: Span, range: Span) -> Span {
        let source = self
            .text
            .get(around.start as usize..around.end as usize)
            .unwrap_or_default();
        let place = |wanted| around.start + crate::load::json_offset(source, wanted);
        Span {
            start: place(range.start),
            end: place(range.end),
        }
    }

    fn object(
        &mut self,
        node: &'a Node<'a>,
        class: &'static str,
        path: String,
        at: At,
        is_element: bool,
    ) {
        if at.depth > MAX_DEPTH {
            return;
        }
        let at = At {
            depth: at.depth + 1,
            ..at
        };
        for member in node.as_object().unwrap_or_default() {
            if let Some(property) = property_of(class, at.owner, &self.elements, member.key) {
                self.member(class, property, member, &join(&path, member.key), at);
            }
        }
        self.objects.push(Typed {
            node,
            path,
            class,
            owner: at.owner,
            is_element,
        });
    }

    fn member(
        &mut self,
        class: &'static str,
        property: &'static Property,
        member: &'a Member<'a>,
        path: &str,
        at: At,
    ) {
        let node = &member.value;
        match (property.shape, property.item) {
            (Shape::Expression, _) => self.expression(class, property, node, path, at),
            (_, "page" | "question") => self.elements(property, node, path, at),
            (_, "choicesByUrl") => self.object(node, "choicesByUrl", path.to_owned(), at, false),
            (_, item) if is_listed(item) => self.list(property, node, path, at),
            _ if is_piped(class, property) => self.piping(property, node, path, at),
            _ => {}
        }
    }

    fn expression(
        &mut self,
        class: &str,
        property: &'static Property,
        node: &'a Node<'a>,
        path: &str,
        at: At,
    ) {
        let Some(written) = node.as_str().filter(|text| !text.is_empty()) else {
            return;
        };
        if at.is_silent {
            return;
        }
        let parsed = parse(written);
        let value = property.name.ends_with("Expression")
            || property.name == "expression"
                && matches!(
                    class,
                    "expression" | "calculatedvalue" | "matrixdropdowncolumn"
                );
        self.sites.push(Site {
            path: path.to_owned(),
            property: property.name,
            condition: !value,
            written,
            span: node.span,
            owner: at.owner,
            list: if is_item_condition(property.name) {
                property.name
            } else {
                at.list
            },
            problem: parsed.tree.is_none().then(|| {
                let first = parsed.problems.first();
                first.map(|problem| problem.span).unwrap_or_default()
            }),
            tree: parsed.tree,
        });
    }

    fn piping(&mut self, property: &'static Property, node: &'a Node<'a>, path: &str, at: At) {
        let mut text = |written: &'a str, span: Span, path: String| {
            if written.contains('{') && !at.is_silent {
                self.pipings.push(Piping {
                    path,
                    property: property.name,
                    written,
                    span,
                    owner: at.owner,
                    list: at.list,
                });
            } else if property.localizable && !written.is_empty() {
                self.shown.push(span);
            }
        };
        match node.kind {
            JsonKind::String(written) => text(written, node.span, path.to_owned()),
            JsonKind::Object(locales) => {
                for locale in locales {
                    if let Some(written) = locale.value.as_str() {
                        text(written, locale.value.span, join(path, locale.key));
                    }
                }
            }
            _ => {}
        }
    }

    fn elements(&mut self, property: &'static Property, list: &'a Node<'a>, path: &str, at: At) {
        let (place, container) = match property.name {
            "templateElements" => (Place::Template, at.owner),
            "detailElements" => (Place::Detail, at.owner),
            _ => (at.place, at.container),
        };
        let moved = property.name != "elements" && property.name != "pages";
        let parent = if moved { None } else { at.owner };
        for (index, node) in items(list).iter().enumerate() {
            if node.as_object().is_none() {
                continue;
            }
            let written = text_of(node, "type");
            let (kind, class) = if property.item == "page" {
                (Kind::Page, "page")
            } else {
                element_class(written)
            };
            let path = item_path(list, path, index);
            let owner = self.element(node, kind, class, path.clone(), place, container, parent);
            let class = if class.is_empty() { "question" } else { class };
            let at = At {
                owner: Some(owner),
                container,
                place,
                list: "",
                ..at
            };
            self.object(node, class, path, at, true);
        }
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "they are the fields of an element, each once"
    )]
    fn element(
        &mut self,
        node: &'a Node<'a>,
        kind: Kind,
        class: &'static str,
        path: String,
        place: Place,
        container: Option<usize>,
        parent: Option<usize>,
    ) -> usize {
        self.elements.push(Element {
            node,
            path,
            kind,
            class,
            name: text_of(node, "name"),
            value_name: text_of(node, "valueName"),
            parent,
            container,
            place,
        });
        self.elements.len() - 1
    }

    fn list(&mut self, property: &'static Property, list: &'a Node<'a>, path: &str, at: At) {
        let typed = matches!(property.item, "surveyvalidator" | "surveytrigger");
        if typed && !matches!(list.kind, JsonKind::Array(_)) {
            return;
        }
        for (index, node) in items(list).iter().enumerate() {
            let path = item_path(list, path, index);
            match property.item {
                "matrixdropdowncolumn" => self.inner(node, Kind::Column, path, at),
                "multipletextitem" => self.inner(node, Kind::Item, path, at),
                "surveyvalidator" | "surveytrigger" => {
                    self.by_type(node, property.item, path, at);
                }
                item => {
                    if item == "calculatedvalue" {
                        self.calculated.push(Calculated {
                            node,
                            path: path.clone(),
                            name: text_of(node, "name"),
                        });
                    }
                    let at = At {
                        list: if schema().extends(item, "itemvalue") {
                            property.name
                        } else {
                            ""
                        },
                        is_silent: self.is_silent(property, at),
                        ..at
                    };
                    self.object(node, item, path, at, false);
                }
            }
        }
    }

    /// survey-core's linter looks for names in the items of questions and columns, but only in the
    /// choices of a column, and not in those that a matrix has for all of its cells.
    fn is_silent(&self, property: &Property, at: At) -> bool {
        let owner = at.owner.and_then(|owner| self.elements.get(owner));
        owner.is_some_and(|owner| {
            let of_matrix = schema().extends(owner.class, "matrixdropdownbase");
            match property.name {
                "choices" => of_matrix,
                _ => owner.kind == Kind::Column,
            }
        })
    }

    /// A column or an item: an element with a class of its own.
    fn inner(&mut self, node: &'a Node<'a>, kind: Kind, path: String, at: At) {
        if node.as_object().is_none() {
            return;
        }
        let (class, place) = match kind {
            Kind::Column => ("matrixdropdowncolumn", Place::Column),
            _ => ("multipletextitem", Place::Item),
        };
        let owner = self.element(node, kind, class, path.clone(), place, at.owner, None);
        let at = At {
            owner: Some(owner),
            container: at.owner,
            place,
            ..at
        };
        self.object(node, class, path, at, true);
    }

    fn by_type(&mut self, node: &'a Node<'a>, base: &'static str, path: String, at: At) {
        let class = class_by_type(text_of(node, "type"), base);
        if base == "surveytrigger" {
            self.triggers.push(Typed {
                node,
                path: path.clone(),
                class: class.unwrap_or_default(),
                owner: None,
                is_element: false,
            });
        }
        self.object(node, class.unwrap_or(base), path, at, false);
    }
}

impl<'a> Element<'a> {
    /// The value of a property, by its name or an old one.
    pub(super) fn get(&self, name: &str) -> Option<&'a Node<'a>> {
        get(self.node, self.class, name)
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|node| matches!(node.kind, JsonKind::Bool(true)))
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.get(name).and_then(number)
    }

    /// The name its answer has in the data.
    pub(super) fn data_name(&self) -> &'a str {
        if self.value_name.is_empty() {
            self.name
        } else {
            self.value_name
        }
    }

    pub(super) fn is_question(&self) -> bool {
        matches!(self.kind, Kind::Question)
    }

    /// The member's key span, where findings about a property point.
    pub(super) fn key_span(&self, name: &str) -> Span {
        key_span(self.node, name)
    }
}

/// The span of a member's key, or of the object where it has none.
pub(super) fn key_span(node: &Node, key: &str) -> Span {
    let members = node.as_object().unwrap_or_default();
    let member = members.iter().rev().find(|member| member.key == key);
    member.map_or(
        Span {
            start: node.span.start,
            end: node.span.start + 1,
        },
        |member| member.key_span,
    )
}

/// The class of a question or panel by its type.
fn element_class(written: &str) -> (Kind, &'static str) {
    const ABSTRACT: &[&str] = &[
        "question",
        "selectbase",
        "checkboxbase",
        "matrixbase",
        "matrixdropdownbase",
        "textbase",
        "nonvalue",
    ];
    let lower = written.to_lowercase();
    let Some(class) = schema().class(&lower).map(|class| class.name) else {
        return (Kind::Question, "");
    };
    if matches!(class, "panel" | "flowpanel") {
        (Kind::Panel, class)
    } else if schema().extends(class, "question") && !ABSTRACT.contains(&class) {
        (Kind::Question, class)
    } else {
        (Kind::Question, "")
    }
}

/// `numeric` → `numericvalidator`, in any case; the full name is a type too.
pub(super) fn class_by_type(written: &str, base: &'static str) -> Option<&'static str> {
    let lower = written.to_lowercase();
    let suffix = base.strip_prefix("survey").unwrap_or(base);
    if lower.is_empty() {
        return None;
    }
    [format!("{lower}{suffix}"), lower]
        .iter()
        .filter_map(|name| schema().class(name))
        .map(|class| class.name)
        .find(|class| schema().extends(class, base) && *class != base)
}

/// A property of a class; a column has those of its cells' class as well.
pub(super) fn property_of(
    class: &str,
    owner: Option<usize>,
    elements: &[Element<'_>],
    key: &str,
) -> Option<&'static Property> {
    declared(class, key).or_else(|| {
        if class != "matrixdropdowncolumn" {
            return None;
        }
        let column = elements.get(owner?)?;
        declared(cell_class(column, elements), key)
    })
}

/// A property of a class. A class may repeat an inherited one only to hide it from the designer;
/// then what the ancestor says of it counts.
fn declared(class: &str, key: &str) -> Option<&'static Property> {
    let property = schema().property(class, key)?;
    let bare = property.shape == Shape::Text
        && !property.localizable
        && property.item.is_empty()
        && property.choices().next().is_none();
    let ancestor = ["question", "panelbase"]
        .into_iter()
        .filter(|ancestor| bare && schema().extends(class, ancestor))
        .find_map(|ancestor| schema().property(ancestor, key));
    ancestor.or(Some(property))
}

/// The class of a column's cells.
pub(super) fn cell_class(column: &Element<'_>, elements: &[Element<'_>]) -> &'static str {
    let named = |node: &Node, key: &str| {
        let lower = text_of(node, key).to_lowercase();
        (!lower.is_empty() && lower != "default").then_some(lower)
    };
    let own = named(column.node, "cellType");
    let matrix = column.container.and_then(|matrix| elements.get(matrix));
    let name = own.or_else(|| matrix.and_then(|matrix| named(matrix.node, "cellType")));
    match name {
        None => "dropdown",
        Some(name) => schema().class(&name).map_or("", |class| class.name),
    }
}

/// Items that have a class in the property table and lie in a list.
fn is_listed(item: &str) -> bool {
    !matches!(item, "" | "masksettings" | "regionalformat") && schema().class(item).is_some()
}

/// Texts in which names are filled in: the localizable ones, and those that go into addresses.
/// The `{no}` and `{title}` of a `questionTitleTemplate` are no names.
fn is_piped(class: &str, property: &Property) -> bool {
    property.localizable && property.name != "questionTitleTemplate"
        || matches!(
            (class, property.name),
            ("survey", "navigateToUrl") | ("choicesByUrl", "url" | "path")
        )
}

/// Conditions of a list are asked for each of its items.
fn is_item_condition(property: &str) -> bool {
    matches!(
        property,
        "choicesVisibleIf" | "choicesEnableIf" | "rowsVisibleIf" | "columnsVisibleIf"
    )
}

/// A member's value, by the property's name or an old one.
pub(super) fn get<'a>(node: &'a Node<'a>, class: &str, name: &str) -> Option<&'a Node<'a>> {
    let members = node.as_object()?;
    let exact = members.iter().rev().find(|member| member.key == name);
    exact
        .or_else(|| {
            members.iter().rev().find(|member| {
                schema().is_old_name(class, member.key, name)
                    && schema()
                        .property(class, member.key)
                        .is_some_and(|property| property.name == name)
            })
        })
        .map(|member| &member.value)
}

pub(super) fn text_of<'a>(node: &'a Node<'a>, key: &str) -> &'a str {
    node.get(key).and_then(Node::as_str).unwrap_or_default()
}

pub(super) fn number(node: &Node) -> Option<f64> {
    match node.kind {
        JsonKind::Number(number) => Some(number),
        _ => None,
    }
}

/// The items of a list; what is no list is read as a list of one.
pub(super) fn items<'n>(node: &'n Node<'n>) -> &'n [Node<'n>] {
    match &node.kind {
        JsonKind::Array(items) => items,
        JsonKind::Object(_) => std::slice::from_ref(node),
        _ => &[],
    }
}

/// The value of a choice, row or column: itself, or its `value`.
pub(super) fn item_value(node: &Node) -> Option<Value> {
    let value = match node.kind {
        JsonKind::Object(_) => node.get("value")?.to_value(),
        _ => node.to_value(),
    };
    (!value.is_nullish()).then_some(value)
}

pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// The path of an item; what stands in place of a list has the list's.
fn item_path(list: &Node, path: &str, index: usize) -> String {
    match list.kind {
        JsonKind::Array(_) => indexed(path, index),
        _ => path.to_owned(),
    }
}

pub(super) fn indexed(path: &str, index: usize) -> String {
    format!("{path}[{index}]")
}
