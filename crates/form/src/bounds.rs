//! The bounds of a running form: what is left out because of one is said, never dropped in silence.
//! Those of a definition are problems of loading (`definition/too-large`, `expression/too-deep` ...).

use std::cell::RefCell;

use crate::problem::REPORTS;
use crate::{ElementId, Form};

/// How many are kept; a form that meets more says no more.
const MOST_KEPT: usize = 100;

/// A bound that a running form has met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundMet {
    /// Which.
    pub bound: Bound,
    /// Where, by names: `orders[3].lines`; empty for the form as a whole.
    pub path: String,
}

/// The bounds; [`Bound::code`] is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Bound {
    /// Rows or panels of one question.
    Items,
    /// Elements in all rows and panels together.
    Elements,
    /// Changes that follow from one another.
    ChangeDepth,
    /// Values that one change sets off in all.
    Changes,
    /// Passes over the conditions after one change, where values keep changing.
    Passes,
    /// Questions that take their choices from one that takes them from another.
    CarriedChoices,
    /// Texts that are filled into texts.
    TextDepth,
    /// Choices in an answer to a request.
    FetchedChoices,
    /// Requests that wait for their answers.
    Requests,
    /// Calls of asynchronous functions.
    Calls,
    /// Bytes of a text that a regular expression is tried on.
    TestedText,
    /// The time that the host has for a regular expression on a text.
    PatternTime,
    /// A pattern that the host can't compile: what is to match it passes.
    Pattern,
}

impl Bound {
    /// The stable code, such as `bound/items`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Items => "bound/items",
            Self::Elements => "bound/elements",
            Self::ChangeDepth => "bound/change-depth",
            Self::Changes => "bound/changes",
            Self::Passes => "bound/passes",
            Self::CarriedChoices => "bound/carried-choices",
            Self::TextDepth => "bound/text-depth",
            Self::FetchedChoices => "bound/fetched-choices",
            Self::Requests => "bound/requests",
            Self::Calls => "bound/calls",
            Self::TestedText => "bound/tested-text",
            Self::PatternTime => "bound/pattern-time",
            Self::Pattern => "bound/pattern",
        }
    }

    /// How much there may be; `None` where the host decides.
    pub const fn limit(self) -> Option<usize> {
        Some(match self {
            Self::Items => crate::item_making::MAX_ITEMS,
            Self::Elements => crate::item_making::MAX_INSIDE,
            Self::ChangeDepth => crate::wave::MAX_DEPTH as usize,
            Self::Changes => crate::wave::MAX_STORES as usize,
            Self::Passes => crate::wave::MAX_REPEATS as usize,
            Self::CarriedChoices => crate::carried_choices::MAX_CARRIED,
            Self::TextDepth => crate::texts::MAX_FILLING_DEPTH as usize,
            Self::FetchedChoices => crate::load::MAX_ITEMS,
            Self::Requests => crate::choices_by_url::MAX_WAITING,
            Self::Calls => crate::calls::MAX_CALLS,
            Self::TestedText => crate::validate::MAX_TESTED,
            Self::PatternTime | Self::Pattern => return None,
        })
    }

    /// What is left out, in English.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Items => "more rows or panels than a question can have; the others are left out",
            Self::Elements => {
                "more elements in rows and panels than a form can have; no more are made"
            }
            Self::ChangeDepth => "changes follow from one another too deeply; the last is left out",
            Self::Changes => "one change sets off too many others; the last are left out",
            Self::Passes => "values keep changing while conditions are evaluated; it is stopped",
            Self::CarriedChoices => "choices are carried on too often; the last question has none",
            Self::TextDepth => {
                "texts are filled into texts too deeply; the innermost stays as written"
            }
            Self::FetchedChoices => {
                "more choices were fetched than a question can have; the others are left out"
            }
            Self::Requests => "more requests wait than a form can have; the last is not made",
            Self::Calls => {
                "more calls of asynchronous functions than a form can have; the last is not made"
            }
            Self::TestedText => "a text is too long for a regular expression; it doesn't match",
            Self::PatternTime => "a regular expression takes too long on a text; it doesn't match",
            Self::Pattern => "a regular expression can't be used here; what is to match it passes",
        }
    }
}

/// The bounds that a form has met.
#[derive(Debug, Default)]
pub(crate) struct Met(RefCell<Vec<BoundMet>>);

impl Form {
    /// The bounds that this form has met since it was started, each once for each place: the form is
    /// not what its definition and its answers say.
    pub fn bounds_met(&self) -> Vec<BoundMet> {
        self.met.0.borrow().clone()
    }

    /// A bound is met, at an element or in the form as a whole.
    pub(crate) fn meet(&self, bound: Bound, element: Option<ElementId>) {
        if !REPORTS {
            return;
        }
        let path = element.map_or_else(String::new, |id| self.names_to(id));
        let met = BoundMet { bound, path };
        let mut known = self.met.0.borrow_mut();
        if known.len() < MOST_KEPT && !known.contains(&met) {
            known.push(met);
        }
    }

    /// The names that lead to an element: `orders[3].lines`.
    fn names_to(&self, id: ElementId) -> String {
        let name = &self.def(id).name;
        let Some(item) = self.items.item_of(id) else {
            return name.to_string();
        };
        let owner = self.names_to(self.items.get(item).owner);
        let place = self.items.place(item);
        if self.items.get(item).frame == id {
            format!("{owner}[{place}]")
        } else {
            format!("{owner}[{place}].{name}")
        }
    }
}
