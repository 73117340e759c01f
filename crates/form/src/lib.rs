//! A SurveyJS definition, and a running form: values, visibility, validation, pages.
//!
//! [`Definition::load`] checks JSON once and builds the dependency graph; [`Form::start`] runs it.
//! Everything that changes a form returns the list of [`Change`]s that followed; nobody walks a
//! form to see what happened.
//!
//! Not in here: a clock, a locale of the machine, chance, I/O (what an expression needs from
//! outside comes through [`Host`]); a screen; a panic on any JSON or answer.
//!
//! A server that checks what a browser sent loads the definition once and starts a form for each
//! submission. Data holds what was sent: a name that no question has stays in it, and answers of
//! questions that aren't shown go at completion, unless the definition says otherwise.
//!
//! ```
//! use std::rc::Rc;
//!
//! use casement_form::expression::{NativeHost, json};
//! use casement_form::{Definition, Form, Mode, Object, Options, Severity};
//!
//! /// The answers to store, or what is wrong with them. `now`: milliseconds since 1970.
//! fn check(definition: &Definition, body: &str, now: f64) -> Result<Object, Vec<String>> {
//!     let sent = json::parse_value(body);
//!     let Some(answers) = sent.ok().and_then(|sent| sent.as_object().cloned()) else {
//!         return Err(vec!["no JSON object".to_owned()]);
//!     };
//!     let host = Rc::new(NativeHost::utc(now));
//!     let options = Options { host, locale: String::new(), mode: Mode::Edit };
//!     let mut form = Form::start(definition, options);
//!     form.set_data(answers);
//!     if form.validate().0 && form.complete().0 {
//!         return Ok(form.data());
//!     }
//!     let mut problems = Vec::new();
//!     let mut open: Vec<_> = form.pages().iter().rev().copied().collect();
//!     while let Some(id) = open.pop() {
//!         let element = form.element(id);
//!         open.extend(element.children().iter().rev()); // rows and panels, too
//!         let errors = element.errors().iter();
//!         let errors = errors.filter(|error| error.severity == Severity::Error);
//!         problems.extend(errors.map(|error| format!("{}: {}", element.name(), error.text)));
//!     }
//!     Err(problems)
//! }
//!
//! let json = r#"{"elements": [
//!     {"type": "text", "name": "email", "inputType": "email", "isRequired": true},
//!     {"type": "boolean", "name": "call"},
//!     {"type": "text", "name": "phone", "visibleIf": "{call} = true", "isRequired": true},
//!     {"type": "matrixdynamic", "name": "parts", "rowCount": 0,
//!      "columns": [{"name": "count", "cellType": "text", "inputType": "number", "min": 1}]}]}"#;
//! let definition = Definition::load(json).definition;
//! let now = 1_715_768_430_000.0;
//!
//! let stored = check(&definition, r#"{"email": "a@b.org", "phone": "left from before"}"#, now);
//! assert_eq!(stored.map(|data| data.len()), Ok(1));
//!
//! let refused = check(&definition, r#"{"email": "a@", "call": true, "parts": [{"count": 0}]}"#, now);
//! assert_eq!(refused, Err(vec![
//!     "email: Please enter a valid e-mail address.".to_owned(),
//!     "phone: Response required.".to_owned(),
//!     "count: The value should not be less than 1".to_owned(),
//! ]));
//! ```
//!
//! What a form needs from outside it says: [`Form::take_requests`] gives the addresses of choices,
//! [`Form::take_calls`] the calls of the host's asynchronous functions. One deviation from survey-core
//! goes with that (`late-result`): a result for arguments that have changed since decides nothing, but is known when
//! the arguments are the same again.
//!
//! Begin with `model` (what loading makes), then `wave` (what a change sets off).

#![cfg_attr(
    not(feature = "every-property"),
    allow(
        dead_code,
        unused_imports,
        reason = "the linter, scenarios and steps of code that set properties are left out"
    )
)]

mod advance;
mod bindings;
mod bounds;
mod calls;
mod carried_choices;
mod catalogue;
mod change;
mod choice_panels;
mod choice_values;
mod choices;
mod choices_by_url;
mod component_callbacks;
mod components;
mod data;
mod defaults;
mod definition;
mod details;
mod display;
mod early_panels;
mod element;
mod element_properties;
mod email;
mod emptiness;
mod error;
mod explain;
mod files;
mod form;
mod image_map;
mod inputs;
mod item_cleaning;
mod item_components;
mod item_counts;
mod item_current;
mod item_making;
mod item_names;
mod item_reading;
mod item_rules;
mod item_storing;
mod item_telling;
mod item_triggers;
mod item_validate;
mod item_values;
mod items;
mod late_validators;
mod limits;
#[cfg(feature = "every-property")]
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
mod quiz;
mod random_order;
mod result_text;
mod row_settling;
#[cfg(feature = "every-property")]
pub mod scenario;
mod schema;
mod scope;
#[cfg(feature = "every-property")]
mod set_property;
mod settings;
mod shared_lists;
mod slider;
mod spelling;
mod state;
mod steps;
mod storage;
mod stuck;
mod tables;
mod texts;
mod timer;
mod totals;
mod tree;
mod triggers;
mod unbound;
mod validate;
mod values;
mod variables;
mod visibility;
mod wave;

pub use bounds::{Bound, BoundMet};
pub use calls::{CallId, FunctionCall, UnknownCall};
pub use casement_expression as expression;
pub use casement_expression::{Host, Object, Regex, Severity, Span, Value};
pub use catalogue::{Catalogue, CatalogueError};
pub use change::Change;
pub use choices::Choice;
pub use choices_by_url::{Fetched, Request, RequestId, UnknownRequest};
pub use components::Components;
pub use definition::{Definition, Loaded};
pub use element::{Element, ElementId, ElementKind};
pub use error::FieldError;
pub use explain::{ConditionReport, Explanation, Part, ReadOnlyBy};
pub use files::ChosenFile;
pub use form::{Form, Mode, Options, Progress, State};
pub use prepared::Prepared;
pub use problem::{Problem, ProblemKind};
pub use quiz::Quiz;
pub use timer::Timer;
