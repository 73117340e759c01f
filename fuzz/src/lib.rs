//! What the targets have between them: a host at rest, and forms and steps made from raw bytes.
//!
//! Knows no rule of the rooms it shakes; a target says what must hold.

pub mod forms;
pub mod steps;
pub mod values;

use std::rc::Rc;

use casement_expression::{Host, NativeRegex, Regex};
use casement_form::{Definition, Form, Mode, Options};

/// A clock that stands still, in a zone with half an hour in it.
pub struct AtRest;

impl Host for AtRest {
    fn now(&self) -> f64 {
        1_715_768_430_000.0
    }

    fn offset_at(&self, _utc_ms: f64) -> f64 {
        330.0
    }

    fn regex(&self, pattern: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        NativeRegex::new(pattern, case_insensitive).map(|regex| Box::new(regex) as Box<dyn Regex>)
    }
}

/// Starts a form.
pub fn start(definition: &Definition) -> Form {
    let options = Options {
        host: Rc::new(AtRest),
        locale: String::new(),
        mode: Mode::Edit,
    };
    Form::start(definition, options)
}

/// Asks a form everything that a screen asks.
pub fn read(form: &Form) {
    for id in form.elements() {
        let element = form.element(id);
        std::hint::black_box((
            element.title(),
            element.number(),
            element.display_value(),
            element.choices(),
            element.comment(),
            element.errors(),
            element.text("description"),
        ));
        assert_eq!(form.explain(id).shown, element.is_shown());
    }
    std::hint::black_box((form.progress(), form.text("title"), form.data().len()));
}
