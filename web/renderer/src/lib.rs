//! Views that show a running form.
//!
//! [`RunningForm`] holds a form and a trigger for each facet of an element that a view follows; a
//! step applies the form's change list to them in one go, so a keystroke redraws what changed and
//! nothing else.
//! [`form_view`] draws it. There is no rule of validation or visibility here: the renderer shows
//! what `casement-form` decided, and hands back what the visitor did.
//!
//! Signals are Leptos's; the elements that follow them are built by [`view`], which the support
//! window shares.

mod autocomplete;
mod boolean;
#[cfg(feature = "choices")]
mod choices;
mod comment;
mod element_view;
mod entity;
mod field;
mod form_view;
pub mod markup;
mod markup_view;
mod model;
mod text;
pub mod view;
mod words;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

pub use form_view::{FormOptions, form_view};
pub use markup_view::markup_view;
pub use model::RunningForm;
