//! The text, what is wrong with it, and the form that runs from it.
//!
//! Each edit starts a new form. The answers go with it where their questions still exist, and the
//! visitor stays on the same page. While the text is no JSON, the last form that worked goes on.

use std::ops::Range;
use std::rc::Rc;
use std::time::Duration;

use casement_renderer::RunningForm;
use casement_support::form::expression::json::line_column;
use casement_support::form::{
    Components, Definition, Form, Mode, Object, Options, Problem, ProblemKind, Severity, State,
};
use leptos::prelude::*;

use crate::browser;
use crate::host::BrowserHost;

/// How long after a keystroke the form follows.
const PAUSE: Duration = Duration::from_millis(180);

/// A problem, where an editor can find it.
#[derive(Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) code: &'static str,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) path: String,
    /// From 1.
    pub(crate) line: u32,
    /// From 1, in characters.
    pub(crate) column: u32,
    /// In UTF-16 units, as the editor counts.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// In bytes of the text.
    pub(crate) bytes: Range<usize>,
}

/// What the page is about. A copy is another handle.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    pub(crate) text: RwSignal<String>,
    pub(crate) problems: RwSignal<Vec<Found>>,
    /// The text is no JSON, and the form is that of an earlier text.
    pub(crate) is_broken: RwSignal<bool>,
    pub(crate) running: RwSignal<Option<RunningForm>>,
    /// What a screen reader is told.
    pub(crate) said: RwSignal<String>,
    /// The text before the last replacement, while the browser's undo can't bring it back.
    pub(crate) replaced: RwSignal<Option<String>>,
    page_owner: StoredValue<Option<Owner>>,
    /// Owners of the running form and of the one before, whose views may still be on the page.
    owners: StoredValue<Vec<Owner>>,
    waiting: StoredValue<Option<TimeoutHandle>>,
    /// What random order follows from: the same while the page is open, so that editing shuffles
    /// nothing.
    random_seed: StoredValue<i32>,
}

impl Session {
    pub(crate) fn new() -> Session {
        Session {
            text: RwSignal::new(String::new()),
            problems: RwSignal::new(Vec::new()),
            is_broken: RwSignal::new(false),
            running: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            replaced: RwSignal::new(None),
            page_owner: StoredValue::new(Owner::current()),
            owners: StoredValue::new(Vec::new()),
            waiting: StoredValue::new(None),
            random_seed: StoredValue::new(browser::random_seed()),
        }
    }

    /// The text was edited: the form follows after a short pause.
    pub(crate) fn edit(self, text: String) {
        self.text.set(text);
        let next = set_timeout_with_handle(move || self.load(true), PAUSE).ok();
        if let Some(Some(before)) = self
            .waiting
            .try_update_value(|waiting| std::mem::replace(waiting, next))
        {
            before.clear();
        }
    }

    /// Another text takes the place of this one: its form begins without answers.
    pub(crate) fn open(self, text: String) {
        self.text.set(text);
        self.load(false);
    }

    /// Starts the form again, without answers.
    pub(crate) fn clear(self) {
        if let Some(form) = self.running.get_untracked() {
            form.step(|form| ((), form.clear()));
            self.said.set("Answers cleared.".into());
        }
    }

    fn load(self, keep_answers: bool) {
        if let Some(Some(waiting)) = self.waiting.try_update_value(Option::take) {
            waiting.clear();
        }
        let text = self.text.get_untracked();
        browser::keep_text(&text);
        let seed = self.random_seed.get_value();
        let loaded = Definition::load_shuffled(&text, &Components::default(), seed);
        let is_broken = loaded.problems.iter().any(stops_the_form);
        self.problems.set(locate(&loaded.problems, &text));
        self.is_broken.set(is_broken);
        self.said
            .set(summary(&self.problems.get_untracked(), is_broken));
        if is_broken {
            return;
        }
        let before = self.running.get_untracked().filter(|_| keep_answers);
        let before = before.and_then(|form| form.read(|form| Some(Place::of(form))));
        let mut form = Form::start(
            &loaded.definition,
            Options {
                host: Rc::new(BrowserHost),
                locale: String::new(),
                mode: Mode::Edit,
            },
        );
        if let Some(before) = before {
            before.restore(&loaded.definition, &mut form);
        }
        self.show(form);
    }

    fn show(self, form: Form) {
        let Some(Some(owner)) = self
            .page_owner
            .try_with_value(|owner| owner.as_ref().map(Owner::child))
        else {
            return;
        };
        self.running
            .set(Some(owner.with(|| RunningForm::new(form))));
        let out_of_use = self.owners.try_update_value(|owners| {
            owners.push(owner);
            if owners.len() > 2 {
                Some(owners.remove(0))
            } else {
                None
            }
        });
        if let Some(Some(owner)) = out_of_use {
            owner.cleanup();
        }
    }
}

fn stops_the_form(problem: &Problem) -> bool {
    matches!(problem.kind, ProblemKind::Json(_) | ProblemKind::NoObject)
}

/// Where the visitor is: what was answered, and on which page.
struct Place {
    data: Object,
    page: Option<PagePlace>,
}

struct PagePlace {
    name: String,
    /// Among the visible pages, for a page that has another name now.
    index: usize,
}

impl Place {
    fn of(form: &Form) -> Place {
        let is_running = form.state() == State::Running;
        let page = form.current_page().filter(|_| is_running);
        Place {
            data: form.data(),
            page: page.map(|page| PagePlace {
                name: form.element(page).name().to_owned(),
                index: form.progress().page.unwrap_or(0),
            }),
        }
    }

    fn restore(self, definition: &Definition, form: &mut Form) {
        let names = data_names(definition, form);
        let kept: Object = self
            .data
            .iter()
            .filter(|(key, _)| {
                let name = key.strip_suffix("-Comment").unwrap_or(key);
                names
                    .iter()
                    .any(|known| known == name || known.as_str() == &***key)
            })
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if !kept.is_empty() {
            form.merge_data(kept);
        }
        if let Some(page) = self.page {
            page.restore(form);
        }
    }
}

impl PagePlace {
    /// Goes forward page by page, as far as the checks let it.
    fn restore(self, form: &mut Form) {
        let has_name = |form: &Form, id| form.element(id).name() == self.name;
        let is_known = form.pages().iter().any(|page| has_name(form, *page));
        for passed in 0..form.pages().len() {
            let is_there = match form.current_page() {
                Some(page) if is_known => has_name(form, page),
                Some(_) => passed == self.index,
                None => true,
            };
            if is_there || form.is_last_page() || !form.next_page().0 {
                break;
            }
        }
    }
}

/// The names under which a form keeps its answers.
fn data_names(definition: &Definition, form: &Form) -> Vec<String> {
    definition
        .question_names()
        .into_iter()
        .map(|name| {
            let value_name = form
                .question(name)
                .map(|id| form.element(id).property("valueName"));
            match value_name.as_ref().and_then(|value| value.as_str()) {
                Some(value_name) if !value_name.is_empty() => value_name.to_owned(),
                _ => name.to_owned(),
            }
        })
        .collect()
}

fn locate(problems: &[Problem], text: &str) -> Vec<Found> {
    problems
        .iter()
        .map(|problem| {
            let (line, column) = line_column(text, problem.span.start);
            Found {
                code: problem.code(),
                severity: problem.severity,
                message: problem.message(),
                path: problem.path.clone(),
                line,
                column,
                start: utf16_offset(text, problem.span.start),
                end: utf16_offset(text, problem.span.end),
                bytes: problem.span.start as usize..problem.span.end as usize,
            }
        })
        .collect()
}

/// A byte offset as browsers count.
pub(crate) fn utf16_offset(text: &str, at: u32) -> u32 {
    let before = text.get(..at as usize).unwrap_or(text);
    u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
}

fn summary(problems: &[Found], is_broken: bool) -> String {
    match (problems, is_broken) {
        ([first, ..], true) => {
            format!(
                "The text is no valid form: line {}, {}.",
                first.line, first.message
            )
        }
        ([], _) => "Form updated, no problems.".into(),
        ([_], false) => "Form updated, 1 problem.".into(),
        (several, false) => format!("Form updated, {} problems.", several.len()),
    }
}
