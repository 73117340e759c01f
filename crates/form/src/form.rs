//! A running form.

use std::rc::Rc;

use crate::{Change, Definition, Element, ElementId, Host, Object, Value};

/// A running form: the answers so far, and all that follows from them.
pub struct Form(#[allow(dead_code, reason = "skeleton")] ());

/// How a form is started.
#[derive(Clone)]
pub struct Options {
    /// Clock, zone, regular expressions.
    pub host: Rc<dyn Host>,
    /// The survey's locale, "" for the default.
    pub locale: String,
    /// `edit` or `display`.
    pub mode: Mode,
}

/// SurveyJS's `mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Answers can be given.
    Edit,
    /// Everything is read-only.
    Display,
}

/// SurveyJS's `state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are SurveyJS's")]
pub enum State {
    Loading,
    Empty,
    Starting,
    Running,
    Preview,
    Completed,
    CompletedBefore,
}

/// How far the visitor is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// 0 to 100.
    pub percent: u8,
    /// "Page 1 of 3".
    pub text: String,
    /// Index of the current page among the visible ones, from 0.
    pub page: Option<usize>,
    /// How many visible pages.
    pub pages: usize,
}

impl Form {
    /// Starts a form: defaults are set, conditions evaluated.
    pub fn start(_definition: &Definition, _options: Options) -> Form { todo!() }

    // ---- reading ----
    /// The definition.
    pub fn definition(&self) -> &Definition { todo!() }
    /// One element.
    pub fn element(&self, _id: ElementId) -> Element<'_> { todo!() }
    /// The question of that name (not inside templates and cells), the first of several.
    pub fn question(&self, _name: &str) -> Option<ElementId> { todo!() }
    /// All pages in order, visible or not.
    pub fn pages(&self) -> &[ElementId] { todo!() }
    /// The current page.
    pub fn current_page(&self) -> Option<ElementId> { todo!() }
    /// First of the visible pages.
    pub fn is_first_page(&self) -> bool { todo!() }
    /// Last of the visible pages.
    pub fn is_last_page(&self) -> bool { todo!() }
    /// The state.
    pub fn state(&self) -> State { todo!() }
    /// The progress.
    pub fn progress(&self) -> Progress { todo!() }
    /// The answers as SurveyJS's `data` gives them.
    pub fn data(&self) -> Object { todo!() }
    /// A localizable text of the survey (`title`, `description`, `completeText`, `pageNextText`,
    /// `pagePrevText`, `completedHtml` ...), filled in, the built-in one where none is given.
    pub fn text(&self, _property: &str) -> String { todo!() }
    /// Any other property of the survey.
    pub fn property(&self, _name: &str) -> Value { todo!() }
    /// Where the browser should go after completion, if anywhere.
    pub fn navigate_to_url(&self) -> Option<String> { todo!() }

    // ---- steps; each returns what changed ----
    /// Sets a question's value as its input does.
    pub fn answer(&mut self, _question: ElementId, _value: Value) -> Vec<Change> { todo!() }
    /// Sets a question's comment as its input does.
    pub fn answer_comment(&mut self, _question: ElementId, _text: &str) -> Vec<Change> { todo!() }
    /// `survey.setValue`: by data name; `Undefined` unsets.
    pub fn set_value(&mut self, _name: &str, _value: Value) -> Vec<Change> { todo!() }
    /// `survey.setComment`.
    pub fn set_comment(&mut self, _name: &str, _text: &str) -> Vec<Change> { todo!() }
    /// `survey.setVariable`.
    pub fn set_variable(&mut self, _name: &str, _value: Value) -> Vec<Change> { todo!() }
    /// `survey.data = x`.
    pub fn set_data(&mut self, _data: Object) -> Vec<Change> { todo!() }
    /// `survey.mergeData(x)`.
    pub fn merge_data(&mut self, _data: Object) -> Vec<Change> { todo!() }
    /// `survey.start()`.
    pub fn leave_start_page(&mut self) -> (bool, Vec<Change>) { todo!() }
    /// `survey.nextPage()`: with the checks; whether it went.
    pub fn next_page(&mut self) -> (bool, Vec<Change>) { todo!() }
    /// `survey.prevPage()`.
    pub fn previous_page(&mut self) -> (bool, Vec<Change>) { todo!() }
    /// `survey.validate(true)`: everything, showing errors; whether there is none.
    pub fn validate(&mut self) -> (bool, Vec<Change>) { todo!() }
    /// `survey.tryComplete()`.
    pub fn complete(&mut self) -> (bool, Vec<Change>) { todo!() }
    /// `survey.doComplete()`: without checks.
    pub fn complete_unchecked(&mut self) -> Vec<Change> { todo!() }
    /// `survey.clear()`.
    pub fn clear(&mut self) -> Vec<Change> { todo!() }
    /// Sets a property of a question, panel or page (`None`: of the survey).
    pub fn set_property(&mut self, _element: Option<ElementId>, _name: &str, _value: Value) -> Vec<Change> { todo!() }
}
