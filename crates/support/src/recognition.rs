//! What a visitor means by what they typed (R31), without a model.
//!
//! The lexicon (`lexicon/en.txt`) holds the words and phrases; [`Lexicon::read`] scores them. Where
//! the scores don't decide, it says so, and the conversation offers choices.

mod lexicon;
mod phrase;
mod values;
mod words;

pub(crate) use lexicon::Lexicon;
pub(crate) use values::Values;

use crate::Intent;

/// What a text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A request.
    Wish(Intent),
    /// A matter for which a live agent is offered, with consent asked first (R26, R27).
    Offer,
    /// Agreement.
    Yes,
    /// Refusal.
    No,
    /// A greeting and nothing else.
    Greeting,
    /// Thanks and nothing else.
    Thanks,
    /// Never mind.
    Cancel,
    /// Anything else: choices are offered.
    Unclear,
}
