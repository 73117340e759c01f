//! A running form together with the triggers that its views listen to.
//!
//! It knows which facet of which element a change is about, and no element of the page.

use std::cell::RefCell;

use casement_form::{Change, Element, ElementId, Form, Value};
use reactive_graph::signal::ArcTrigger;

use crate::view::{Kept, follow, notify};

/// What a view follows: a change of this kind. Kinds that are about the whole form have no element.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Facet {
    element: Option<ElementId>,
    kind: u8,
}

/// Any step: for texts of the survey itself, which have no element.
const STEP: Facet = Facet {
    element: None,
    kind: u8::MAX,
};

struct Inner {
    form: RefCell<Form>,
    /// In the order of the facets, so that a trigger is found by halving; made when a view first
    /// follows it.
    triggers: RefCell<Vec<(Facet, ArcTrigger)>>,
}

/// A running form that views can share: a copy is another handle to the same form.
///
/// Its content lives as long as the reactive owner under which it was made. Handlers that outlive
/// it do nothing.
#[derive(Clone, Copy, PartialEq)]
pub struct RunningForm(Kept<Inner>);

impl RunningForm {
    /// Takes a started form.
    pub fn new(form: Form) -> RunningForm {
        RunningForm(Kept::new(Inner {
            form: RefCell::new(form),
            triggers: RefCell::default(),
        }))
    }

    /// A number that no other form on the page has, for ids.
    pub(crate) fn number(self) -> u32 {
        self.0.number()
    }

    /// Reads the form; the default where the form is gone.
    pub fn read<R: Default>(self, read: impl FnOnce(&Form) -> R) -> R {
        match self.0.get() {
            Some(inner) => inner.form.try_borrow().map(|form| read(&form)),
            None => return R::default(),
        }
        .unwrap_or_default()
    }

    /// Takes one step and shows what followed. The default where the form is gone.
    pub fn step<R: Default>(self, step: impl FnOnce(&mut Form) -> (R, Vec<Change>)) -> R {
        let Some(inner) = self.0.get() else {
            return R::default();
        };
        let Ok((result, changes)) = inner.form.try_borrow_mut().map(|mut form| step(&mut form))
        else {
            return R::default();
        };
        inner.tell(&changes);
        result
    }

    /// Answers a question.
    pub fn answer(self, question: ElementId, value: Value) {
        self.step(|form| ((), form.answer(question, value)));
    }

    /// Answers a question by choosing with a pointer: the form may go on by itself.
    #[cfg(feature = "choices")]
    pub fn choose(self, question: ElementId, value: Value) {
        self.step(|form| ((), form.choose(question, value)));
    }

    /// Follows the answers and the state: for a view that shows the whole form's data.
    pub fn track(self) {
        self.follow_facet(STEP);
    }

    /// Follows what such a change is about.
    pub(crate) fn follow(self, change: Change) {
        self.follow_facet(facet(change));
    }

    pub(crate) fn element<R: Default>(
        self,
        id: ElementId,
        read: impl FnOnce(Element<'_>) -> R,
    ) -> R {
        self.read(|form| read(form.element(id)))
    }

    fn follow_facet(self, facet: Facet) {
        if let Some(inner) = self.0.get() {
            follow(&inner.trigger(facet, true));
        }
    }
}

impl Inner {
    /// The trigger of a facet: one that is there, else a new one that stays if it is to be followed.
    fn trigger(&self, facet: Facet, is_followed: bool) -> ArcTrigger {
        let mut triggers = self.triggers.borrow_mut();
        match triggers.binary_search_by(|(known, _)| known.cmp(&facet)) {
            Ok(at) => triggers
                .get(at)
                .map_or_else(ArcTrigger::new, |(_, trigger)| trigger.clone()),
            Err(at) => {
                let trigger = ArcTrigger::new();
                if is_followed {
                    triggers.insert(at, (facet, trigger.clone()));
                }
                trigger
            }
        }
    }

    /// Effects wait for the microtask, so that however many facets changed, each view is brought up
    /// to date once.
    fn tell(&self, changes: &[Change]) {
        let facets = changes.iter().map(|change| facet(*change));
        for facet in facets.chain((!changes.is_empty()).then_some(STEP)) {
            notify(&self.trigger(facet, false));
        }
    }
}

fn facet(change: Change) -> Facet {
    let (kind, element) = match change {
        Change::Value(id) => (0, Some(id)),
        Change::Comment(id) => (1, Some(id)),
        Change::Shown(id) => (2, Some(id)),
        Change::ReadOnly(id) => (3, Some(id)),
        Change::Required(id) => (4, Some(id)),
        Change::Errors(id) => (5, Some(id)),
        Change::Choices(id) => (6, Some(id)),
        Change::Text(id) => (7, Some(id)),
        Change::Children(id) => (8, Some(id)),
        Change::Page => (9, None),
        Change::State => (10, None),
        Change::Progress => (11, None),
        _ => (u8::MAX, None),
    };
    Facet { element, kind }
}
