//! A SurveyJS definition, and a running form: values, visibility, validation, pages.
//!
//! [`Definition::load`] checks JSON once and builds the dependency graph; [`Form::start`] runs it.
//! Everything that changes a form returns the list of [`Change`]s that followed; nobody walks a
//! form to see what happened.
//!
//! Not in here: a clock, a locale of the machine, chance, I/O (what an expression needs from
//! outside comes through [`Host`]); a screen; a panic on any JSON or answer.
//!
//! Begin with `model` (what loading makes), then `wave` (what a change sets off).

mod bindings;
mod catalogue;
mod change;
mod choice_values;
mod choices;
mod data;
mod definition;
mod display;
mod element;
mod email;
mod emptiness;
mod error;
mod explain;
mod form;
mod image_map;
mod item_cleaning;
mod item_counts;
mod item_making;
mod item_names;
mod item_rules;
mod item_triggers;
mod item_validate;
mod item_values;
mod items;
mod limits;
pub mod lint;
mod load;
mod mask;
mod matrix;
mod model;
mod names;
mod navigate;
mod number_format;
mod numbering;
mod other;
mod patterns;
mod prepared;
mod problem;
mod progress;
mod result_text;
pub mod scenario;
mod schema;
mod scope;
mod settings;
mod slider;
mod spelling;
mod state;
mod steps;
mod storage;
mod tables;
mod texts;
mod totals;
mod tree;
mod triggers;
mod validate;
mod values;
mod visibility;
mod wave;

pub use casement_expression as expression;
pub use casement_expression::{Host, Object, Regex, Severity, Span, Value};
pub use catalogue::{Catalogue, CatalogueError};
pub use change::Change;
pub use choices::Choice;
pub use definition::{Definition, Loaded};
pub use element::{Element, ElementId, ElementKind};
pub use error::FieldError;
pub use explain::{ConditionReport, Explanation, Part, ReadOnlyBy};
pub use form::{Form, Mode, Options, Progress, State};
pub use prepared::Prepared;
pub use problem::{Problem, ProblemKind};
