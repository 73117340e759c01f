//! A SurveyJS definition, and a running form: values, visibility, validation, pages.
//!
//! [`Definition::load`] checks JSON once and builds the dependency graph; [`Form::start`] runs it.
//! Everything that changes a form returns the list of [`Change`]s that followed; nobody walks a
//! form to see what happened.

mod change;
mod definition;
mod element;
mod error;
mod form;
mod problem;

pub use casement_expression as expression;
pub use casement_expression::{Host, Object, Regex, Severity, Span, Value};
pub use change::Change;
pub use definition::{Definition, Loaded};
pub use element::{Element, ElementId, ElementKind};
pub use error::FieldError;
pub use form::{Form, Mode, Options, Progress, State};
pub use problem::{Problem, ProblemKind};
