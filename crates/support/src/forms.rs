//! The forms by key name (R1), and a site's own (R5).

use casement_form::{Definition, Object};

/// Forms by key name.
#[derive(Clone, Debug)]
pub struct FormCatalog(#[allow(dead_code, reason = "skeleton")] ());

/// Why a form can't be used in the workflow, or a submission not be accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct FormProblem {
    /// Stable code.
    pub code: &'static str,
    /// The question it is about, where it is about one.
    pub question: Option<String>,
    /// English text.
    pub message: String,
}

impl FormCatalog {
    /// The three forms of the specification.
    pub fn standard() -> FormCatalog { todo!() }
    /// Replaces or adds a form (R5).
    pub fn with(self, _key_name: &str, _json: &str) -> Result<FormCatalog, Vec<FormProblem>> { todo!() }
    /// The form of that key name.
    pub fn get(&self, _key_name: &str) -> Option<&Definition> { todo!() }
    /// The key names in order.
    pub fn key_names(&self) -> Vec<&str> { todo!() }
    /// Validates a submission as the running form does and returns the cleaned answers: values
    /// of hidden questions removed, unknown names refused. Used by the browser and, again, by the server.
    pub fn check(&self, _key_name: &str, _answers: &Object, _host: std::rc::Rc<dyn casement_form::Host>) -> Result<Object, Vec<FormProblem>> { todo!() }
}
