//! Loading: from JSON with positions to a [`Model`], and the list of what is wrong with it.
//!
//! Never fails: what can't be read is left out and reported. Reading the objects is here and in
//! [`elements`]; compiling names and building the graph is in [`graph`].

#[cfg(feature = "every-property")]
mod again;
mod carriers;
mod check;
mod choices;
mod components;
mod elements;
mod graph;
mod hearers;
mod logic;
mod parts;
mod path;
mod seen;
mod templates;
mod validators_left;

#[cfg(feature = "every-property")]
pub(crate) use again::{Again, read_again};
pub(crate) use check::json_offset;
pub(crate) use choices::{MAX_ITEMS, MAX_RATES, item as choice_item};
pub(crate) use graph::{SURVEY, hears_everything};
pub(crate) use validators_left::validators_left;

use std::sync::Arc;

use casement_expression::json::{self, Arena, Member, Node};

use crate::components::Components;
use crate::model::{ExpressionId, Model, Properties, TemplateId, TextInput};
use crate::problem::{Problem, ProblemKind, REPORTS};
use crate::schema::{EVERY_PROPERTY, is_known};
use crate::{ElementId, Span};

/// The most elements that are read.
pub(crate) const MAX_ELEMENTS: usize = 100_000;
/// The deepest nesting of panels that is read.
pub(crate) const MAX_DEPTH: usize = 50;
/// How many problems come with a suggestion: looking for one compares with every known name.
pub(crate) const MAX_SUGGESTIONS: usize = 200;
/// The longest definition that is read, in bytes.
pub(crate) const MAX_BYTES: usize = 32 * 1024 * 1024;

/// Loads a definition from JSON text.
pub(crate) fn load(
    text: &str,
    components: &Components,
    random_seed: Option<i32>,
) -> (Model, Vec<Problem>) {
    read(text, Loader::new(text, components), random_seed)
}

/// The same, but that validators are left in the text until a form checks something; what is wrong
/// with them is not told.
pub(crate) fn load_in_parts(
    text: String,
    components: &Components,
    random_seed: Option<i32>,
) -> (Model, Vec<Problem>) {
    let mut loader = Loader::new(&text, components);
    // A component may take them for what is inside it.
    if components.is_empty() {
        loader.parts.leave_validators();
    }
    let (mut model, problems) = read(&text, loader, random_seed);
    if !model.unread.places.is_empty() || !problems.is_empty() {
        model.unread.text = text.into();
    }
    (model, problems)
}

fn read<'a>(
    text: &'a str,
    mut loader: Loader<'a>,
    random_seed: Option<i32>,
) -> (Model, Vec<Problem>) {
    let components = loader.components;
    loader.model.random_seed = random_seed;
    loader.random_seed = random_seed;
    if text.len() > MAX_BYTES {
        loader.report(
            ProblemKind::TooMany {
                what: "bytes",
                limit: MAX_BYTES,
            },
            Span::default(),
        );
    } else {
        let arena = Arena::default();
        let broken = match loader.parts.outline(text, &arena) {
            Ok(node) => {
                loader.survey(&node);
                loader.parts.missed(text)
            }
            Err(error) => Some(error),
        };
        drop(arena);
        if let Some(error) = broken {
            // Of what is no JSON nothing is read.
            loader = Loader::new(text, components);
            let at = Span {
                start: error.at,
                end: error.at,
            };
            loader.report(ProblemKind::Json(error.code), at);
        }
    }
    loader.finish()
}

/// An expression and the place where it stands, for what can be said only when all names are known.
struct Site {
    expression: ExpressionId,
    owner: Option<ElementId>,
    /// The template whose element the owner is.
    template: Option<TemplateId>,
    scope: Scope,
    /// Where it has no place of its own in the text.
    path: Option<Box<str>>,
    span: Span,
}

/// Where an expression stands: names that have a meaning only there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Survey,
    /// In an element of a page or panel.
    Element,
    /// In a choice, where `{item}`, `{choice}` and `{self}` are its value.
    Item,
    /// In a column, a row or a template, where `{item}`, `{row.x}`, `{panel.x}` live.
    Inner,
    /// In a total, where `{matrix}` and `{totalRow.x}` live.
    Total,
}

pub(crate) struct Loader<'a> {
    text: &'a str,
    components: &'a Components,
    /// How deep under choices in the template that is being made.
    under_choices: usize,
    /// How many elements were made from components.
    component_questions: usize,
    model: Model,
    /// What the order follows from in what lies in the element that is being read.
    random_seed: Option<i32>,
    problems: Vec<Problem>,
    path: path::Path,
    sites: Vec<Site>,
    /// By the place of its text, ascending: the last expression that was compiled from there.
    sites_by_place: Vec<(u32, usize)>,
    /// How deep in panels.
    depth: usize,
    /// The element that is being read.
    owner: Option<ElementId>,
    /// The template that is being made; its text has been checked before, so nothing is reported.
    template: Option<TemplateId>,
    scope: Scope,
    /// Names given by templates, columns and triggers: known, though no question of the form.
    inner_names: Vec<String>,
    /// Memory of objects that were read, for the next ones.
    spare: Vec<check::Read>,
    /// Reads what the outline left, each part in the memory of those before.
    parts: json::Parts,
    /// What was looked up in the property table.
    seen: seen::Seen,
    /// What most text questions share.
    usual_input: Arc<TextInput>,
    /// The last number that was made up for a name, by its beginning.
    made_up: Vec<(&'static str, u32)>,
}

impl<'a> Loader<'a> {
    fn new(text: &'a str, components: &'a Components) -> Self {
        Loader {
            text,
            components,
            component_questions: 0,
            under_choices: 0,
            model: Model::default(),
            random_seed: None,
            problems: Vec::new(),
            path: path::Path::default(),
            sites: Vec::new(),
            sites_by_place: Vec::new(),
            depth: 0,
            owner: None,
            template: None,
            scope: Scope::Survey,
            inner_names: Vec::new(),
            spare: Vec::new(),
            parts: json::Parts::default(),
            seen: seen::Seen::default(),
            usual_input: Arc::default(),
            made_up: Vec::new(),
        }
    }

    fn survey(&mut self, node: &Node) {
        if node.as_object().is_none() {
            self.report(ProblemKind::NoObject, node.span);
            return;
        }
        let apart: &[&str] = if EVERY_PROPERTY {
            &[
                "pages",
                "elements",
                "questions",
                "triggers",
                "calculatedValues",
            ]
        } else {
            &["pages", "elements", "questions"]
        };
        let read = self.object(node, "survey", apart);
        self.model.survey = Properties(read.properties.into());
        self.all_pages(node.as_object().unwrap_or_default());
        self.owner = None;
        self.scope = Scope::Survey;
        if is_known("calculatedValues")
            && let Some(node) = node.get("calculatedValues")
        {
            self.calculated_values(node);
        }
        if is_known("triggers")
            && let Some(node) = node.get("triggers")
        {
            self.triggers(node);
        }
        if is_known("completedHtmlOnCondition") {
            self.conditional_texts(node);
        }
    }

    /// The pages: of the three names that they can stand under the last counts.
    fn all_pages(&mut self, members: &[Member]) {
        let mut last = members.iter().rev();
        let found = last.find_map(|member| match member.key {
            "pages" => Some(("pages", &member.value)),
            "elements" => Some(("elements", &member.value)),
            "questions" => Some(("questions", &member.value)),
            _ => None,
        });
        if let Some((key, node)) = found {
            let mark = self.path.key(key);
            if key == "pages" {
                self.pages(node);
            } else {
                self.implied_page(node);
            }
            self.path.back(mark);
        }
    }

    fn report(&mut self, kind: ProblemKind, span: Span) {
        if !REPORTS || self.template.is_some() {
            return;
        }
        self.problems.push(Problem {
            severity: kind.severity(),
            kind,
            path: self.path.text(),
            span,
        });
    }
}
