//! A running form together with the triggers that its views listen to.
//!
//! It knows which facet of which element a change is about, and no element of the page.

use std::cell::Cell;

use casement_form::{Change, Element, ElementId, Form, Value};
use leptos::prelude::*;

/// What can change alone in one element: views follow the facets that they show.
#[derive(Clone, Default)]
pub(crate) struct Facets {
    pub(crate) value: ArcTrigger,
    pub(crate) comment: ArcTrigger,
    pub(crate) shown: ArcTrigger,
    pub(crate) read_only: ArcTrigger,
    pub(crate) required: ArcTrigger,
    pub(crate) errors: ArcTrigger,
    pub(crate) text: ArcTrigger,
    pub(crate) children: ArcTrigger,
    /// A number that is unique in the document, for ids.
    pub(crate) number: u32,
}

struct Inner {
    form: Form,
    /// In the order of the ids, so that a facet is found by halving.
    facets: Vec<(ElementId, Facets)>,
    page: ArcTrigger,
    state: ArcTrigger,
    progress: ArcTrigger,
    /// Any step: for texts of the survey itself, which have no element.
    step: ArcTrigger,
}

/// A running form that views can share: a copy is another handle to the same form.
///
/// Its content lives as long as the reactive owner under which it was made. Handlers that outlive
/// it do nothing.
#[derive(Clone, Copy)]
pub struct RunningForm(StoredValue<Inner, LocalStorage>);

thread_local! {
    // Ids must differ between all forms in one shadow root, and a root can hold several.
    static NEXT_NUMBER: Cell<u32> = const { Cell::new(0) };
}

fn next_number() -> u32 {
    NEXT_NUMBER.with(|next| next.replace(next.get().wrapping_add(1)))
}

impl RunningForm {
    /// Takes a started form.
    pub fn new(form: Form) -> RunningForm {
        RunningForm(StoredValue::new_local(Inner {
            form,
            facets: Vec::new(),
            page: ArcTrigger::new(),
            state: ArcTrigger::new(),
            progress: ArcTrigger::new(),
            step: ArcTrigger::new(),
        }))
    }

    /// Reads the form; the default where the form is gone.
    pub fn read<R: Default>(self, read: impl FnOnce(&Form) -> R) -> R {
        self.0
            .try_with_value(|inner| read(&inner.form))
            .unwrap_or_default()
    }

    /// Takes one step and shows what followed. The default where the form is gone.
    pub fn step<R: Default>(self, step: impl FnOnce(&mut Form) -> (R, Vec<Change>)) -> R {
        let Some((result, triggers)) = self.0.try_update_value(|inner| {
            let (result, changes) = step(&mut inner.form);
            (result, inner.triggers(&changes))
        }) else {
            return R::default();
        };
        // Outside the borrow: what follows reads the form. Effects wait for the microtask, so that
        // however many facets changed, each view is brought up to date once.
        for trigger in triggers {
            trigger.notify();
        }
        result
    }

    /// Answers a question.
    pub fn answer(self, question: ElementId, value: Value) {
        self.step(|form| ((), form.answer(question, value)));
    }

    /// Follows the answers and the state: for a view that shows the whole form's data.
    pub fn track(self) {
        self.follow(|inner| &inner.step);
    }

    pub(crate) fn element<R: Default>(
        self,
        id: ElementId,
        read: impl FnOnce(Element<'_>) -> R,
    ) -> R {
        self.read(|form| read(form.element(id)))
    }

    pub(crate) fn track_page(self) {
        self.follow(|inner| &inner.page);
    }

    pub(crate) fn track_state(self) {
        self.follow(|inner| &inner.state);
    }

    pub(crate) fn track_progress(self) {
        self.follow(|inner| &inner.progress);
    }

    fn follow(self, which: impl FnOnce(&Inner) -> &ArcTrigger) {
        if let Some(trigger) = self.0.try_with_value(|inner| which(inner).clone()) {
            trigger.track();
        }
    }

    /// The facets of an element, made when its view first asks for them.
    pub(crate) fn facets(self, id: ElementId) -> Facets {
        self.0
            .try_update_value(
                |inner| match inner.facets.binary_search_by_key(&id, |(id, _)| *id) {
                    Ok(at) => inner
                        .facets
                        .get(at)
                        .map(|(_, facets)| facets.clone())
                        .unwrap_or_default(),
                    Err(at) => {
                        let facets = Facets {
                            number: next_number(),
                            ..Facets::default()
                        };
                        inner.facets.insert(at, (id, facets.clone()));
                        facets
                    }
                },
            )
            .unwrap_or_default()
    }
}

impl Inner {
    fn triggers(&self, changes: &[Change]) -> Vec<ArcTrigger> {
        let mut triggers: Vec<ArcTrigger> = changes
            .iter()
            .filter_map(|change| self.trigger(*change))
            .collect();
        if !changes.is_empty() {
            triggers.push(self.step.clone());
        }
        triggers
    }

    /// The trigger of a change; `None` where no view has asked for the element yet.
    fn trigger(&self, change: Change) -> Option<ArcTrigger> {
        let (id, facet): (ElementId, fn(&Facets) -> &ArcTrigger) = match change {
            Change::Value(id) => (id, |facets| &facets.value),
            Change::Comment(id) => (id, |facets| &facets.comment),
            Change::Shown(id) => (id, |facets| &facets.shown),
            Change::ReadOnly(id) => (id, |facets| &facets.read_only),
            Change::Required(id) => (id, |facets| &facets.required),
            Change::Errors(id) => (id, |facets| &facets.errors),
            Change::Text(id) => (id, |facets| &facets.text),
            Change::Children(id) => (id, |facets| &facets.children),
            Change::Page => return Some(self.page.clone()),
            Change::State => return Some(self.state.clone()),
            Change::Progress => return Some(self.progress.clone()),
            _ => return None,
        };
        let at = self.facets.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.facets.get(at).map(|(_, facets)| facet(facets).clone())
    }
}
