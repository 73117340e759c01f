//! Loading: JSON text to a checked definition with its dependency graph.

use std::sync::Arc;

use crate::model::Model;
use crate::{Components, Problem};

/// A loaded SurveyJS definition: immutable, cheap to clone, `Send + Sync`.
#[derive(Clone, Debug)]
pub struct Definition(pub(crate) Arc<Model>);

/// What loading gives: always a definition (of an empty form at worst), and the problems.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The definition.
    pub definition: Definition,
    /// What is wrong with the JSON, in the order of the text; always empty without the feature
    /// `problems`.
    pub problems: Vec<Problem>,
}

impl Loaded {
    fn of((model, problems): (Model, Vec<Problem>)) -> Self {
        Loaded {
            definition: Definition(Arc::new(model)),
            problems,
        }
    }

    /// The text is no JSON object, so there is no form.
    pub(crate) fn is_no_object(&self) -> bool {
        let mut codes = self.problems.iter().map(Problem::code);
        codes.any(|code| code.starts_with("json/"))
    }
}

impl Definition {
    /// Loads a definition from JSON text. Never fails, never panics.
    ///
    /// ```
    /// use casement_form::Definition;
    ///
    /// let loaded = Definition::load(r#"{"elements": [{"type": "text", "name": "a", "titel": "A"}]}"#);
    /// assert_eq!(loaded.definition.question_names(), ["a"]);
    /// assert_eq!(loaded.problems[0].code(), "property/unknown");
    /// assert_eq!(loaded.problems[0].path, "elements[0].titel");
    /// ```
    pub fn load(json: &str) -> Loaded {
        Definition::load_with(json, &Components::default())
    }

    /// As [`Definition::load`], where questions may have types that the host registered.
    pub fn load_with(json: &str, components: &Components) -> Loaded {
        Loaded::of(crate::load::load(json, components, None))
    }

    /// As [`Definition::load_with`], with choices, rows and elements in random order where the form
    /// asks for that (`choicesOrder`, `rowOrder`, `questionOrder`). The order follows from the seed,
    /// as it does from `SurveyModel.randomSeed` in survey-core: the same one gives the same order.
    /// Without a seed all stays as it is written, which is enough for checking a submission.
    ///
    /// ```
    /// use casement_form::{Components, Definition};
    ///
    /// let json = r#"{"questionOrder": "random", "elements": [
    ///     {"type": "text", "name": "a"}, {"type": "text", "name": "b"}, {"type": "text", "name": "c"}
    /// ]}"#;
    /// let shuffled = Definition::load_shuffled(json, &Components::default(), 3).definition;
    /// assert_eq!(shuffled.question_names(), ["a", "b", "c"]);
    /// ```
    pub fn load_shuffled(json: &str, components: &Components, random_seed: i32) -> Loaded {
        Loaded::of(crate::load::load(json, components, Some(random_seed)))
    }

    /// As [`Definition::load_shuffled`], for one form that is shown at once: validators stay in the
    /// text until the form first checks something, and what is wrong with them is not among the
    /// problems: [`Definition::load_with`] tells it of [`Definition::text`]. A definition that many forms
    /// share is better loaded as a whole, since each form would read them again.
    ///
    /// ```
    /// use casement_form::{Components, Definition};
    ///
    /// let json = r#"{"elements": [{"type": "text", "name": "a", "validators": [{"type": "numerik"}]}]}"#;
    /// let loaded = Definition::load_in_parts(json.to_owned(), &Components::default(), None);
    /// assert!(loaded.problems.is_empty());
    /// let whole = Definition::load(loaded.definition.text());
    /// assert_eq!(whole.problems[0].code(), "validator/unknown-type");
    /// ```
    pub fn load_in_parts(
        json: String,
        components: &Components,
        random_seed: Option<i32>,
    ) -> Loaded {
        Loaded::of(crate::load::load_in_parts(json, components, random_seed))
    }

    /// The text of a definition that was loaded in parts, where parts were left or something is wrong
    /// with it; "" of any other.
    pub fn text(&self) -> &str {
        &self.0.unread.text
    }

    /// The names of all questions, in document order (not those inside templates and cells).
    pub fn question_names(&self) -> Vec<&str> {
        let questions = self
            .0
            .elements
            .iter()
            .filter(|element| !element.is_container());
        questions.map(|element| &*element.name).collect()
    }
}
