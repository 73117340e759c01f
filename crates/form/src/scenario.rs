//! Scenario tests: a form author's own tests, run against the engine.
//!
//! The format is that of `survey-core/tester` 3.1.1: a suite of tests, each a start and a list of
//! steps; a step is one command or one `expect`. [`run`] gives the same verdicts, and a report of
//! the same shape ([`Report::to_value`]); the words of its messages are ours. It stands beside the
//! engine and not in the command line, so that a page or a server can run an author's tests too;
//! a module that doesn't call it doesn't carry it.
//!
//! Not in here: files, the terminal, a clock that runs. A test's clock stands still at its `now`.
//!
//! Begin with `test` (how one test runs); `suite` checks the document, `target` finds what a name
//! addresses, `command`, `answer` and `check` are what steps do.

mod answer;
mod check;
mod command;
mod fill;
mod nearest;
mod presets;
mod report;
mod suite;
mod target;
mod test;
mod world;

use std::rc::Rc;

use crate::{Change, Definition, ElementId, Form, Host, Object, Value};

pub(crate) use presets::judge as judge_variables;
pub use report::{Checked, Issue, Report, Status, StepReport, Summary, TestReport};

/// How scenario tests are run.
#[derive(Clone)]
pub struct Options {
    /// Zone and regular expressions; the clock is the tests' own.
    pub host: Rc<dyn Host>,
    /// Options of every test, such as `locale`; the suite's and the test's own go before them.
    pub defaults: Object,
    /// Question types that the page registers.
    pub components: crate::Components,
}

/// Runs the tests of a suite that `wanted` picks by their index and name.
///
/// `definition` is the survey's JSON, `suite` the parsed test document. A document that makes no
/// sense gives a report with issues and without tests.
///
/// ```
/// use std::rc::Rc;
/// use casement_form::expression::json;
/// use casement_form::scenario::{Options, Status, run};
/// use casement_form::{Components, Host, Object, Regex};
///
/// struct Noon;
/// impl Host for Noon {
///     fn now(&self) -> f64 { 43_200_000.0 }
///     fn offset_at(&self, _utc_ms: f64) -> f64 { 0.0 }
///     fn regex(&self, _: &str, _: bool) -> Result<Box<dyn Regex>, String> { Err(String::new()) }
/// }
///
/// let form = r#"{"elements": [
///     {"type": "boolean", "name": "call"},
///     {"type": "text", "name": "phone", "visibleIf": "{call} = true"}]}"#;
/// let suite = json::parse_value(r#"{"tests": [{"name": "a call needs a number", "steps": [
///     {"set": {"call": true}},
///     {"expect": {"phone": {"visible": true}}}]}]}"#);
/// let Ok(suite) = suite else { return };
/// let (defaults, components) = (Object::new(), Components::default());
/// let options = Options { host: Rc::new(Noon), defaults, components };
/// let report = run(form, &suite, &options, |_, _| true);
/// assert_eq!(report.status, Status::Passed);
/// ```
pub fn run(
    definition: &str,
    suite: &Value,
    options: &Options,
    wanted: impl Fn(usize, &str) -> bool,
) -> Report {
    let name = suite
        .as_object()
        .and_then(|suite| suite.get("name"))
        .and_then(Value::as_str)
        .map(str::to_owned);
    let mut report = Report {
        name,
        status: Status::Passed,
        tests: Vec::new(),
        issues: Vec::new(),
    };
    let loaded = Definition::load_with(definition, &options.components);
    if loaded.is_no_object() {
        let words = "the form definition is no JSON object";
        report.issues.push(*Issue::error("surveyMissing", words));
        report.status = report.judge();
        return report;
    }
    let found = suite::check(suite);
    let broken = found
        .iter()
        .any(|issue| issue.test.is_none() && issue.is_error());
    let Some(document) = suite.as_object().filter(|_| !broken) else {
        report.issues = found;
        report.status = report.judge();
        return report;
    };
    let (own, of_tests): (Vec<Issue>, Vec<Issue>) =
        found.into_iter().partition(|issue| issue.test.is_none());
    report.issues = own;
    let world = test::World {
        loaded: &loaded,
        suite: document,
        options,
    };
    let tests = document.get("tests").and_then(Value::as_array);
    for (index, test) in tests.unwrap_or_default().iter().enumerate() {
        let name = test::name_of(test);
        if !wanted(index, name) {
            continue;
        }
        let known = of_tests.iter().filter(|issue| issue.test == Some(index));
        report
            .tests
            .push(test::run(&world, index, test, known.cloned().collect()));
    }
    report.status = report.judge();
    report
}

impl Form {
    /// Takes a question's value and comment away (`question.clearValue()`).
    fn clear_answer(&mut self, id: ElementId) -> Vec<Change> {
        self.clear_question(id);
        self.changes.take()
    }

    /// A variable, or a calculated value.
    fn variable(&self, name: &str) -> Value {
        let id = self.data.find_name(self.model(), name);
        id.map(|id| self.data.variable(id).clone())
            .unwrap_or_default()
    }
}
