//! What came out of scenario tests, and the same as a value of `survey-core/tester`'s shape.

use crate::{Object, Severity, Value};

/// How a suite, a test or a step came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Every check held.
    Passed,
    /// Some check didn't hold.
    Failed,
    /// The test itself makes no sense, or asks for what nobody could do.
    Error,
    /// The test is disabled.
    Skipped,
}

impl Status {
    /// The status as the report writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Passed => "passed",
            Status::Failed => "failed",
            Status::Error => "error",
            Status::Skipped => "skipped",
        }
    }
}

/// The report of a suite.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The suite's name.
    pub name: Option<String>,
    /// The worst of its tests.
    pub status: Status,
    /// The tests that were run, in the order of the document.
    pub tests: Vec<TestReport>,
    /// What is wrong with the suite as a whole.
    pub issues: Vec<Issue>,
}

/// The report of one test.
#[derive(Clone, Debug, PartialEq)]
pub struct TestReport {
    /// Its name.
    pub name: String,
    /// How it came out.
    pub status: Status,
    /// The options it ran with.
    pub options: Object,
    /// The variables it ran with.
    pub variables: Option<Object>,
    /// The preset that gave some of them.
    pub variable_preset: Option<String>,
    /// The start it began from.
    pub start: Option<Object>,
    /// The name of that start in the suite.
    pub start_name: Option<String>,
    /// The steps that were run.
    pub steps: Vec<StepReport>,
    /// What was found outside of its steps.
    pub issues: Vec<Issue>,
}

/// The report of one step.
#[derive(Clone, Debug, PartialEq)]
pub struct StepReport {
    /// Its place in the test, from 0.
    pub index: usize,
    /// Its name.
    pub name: Option<String>,
    /// The command, "" where there is none.
    pub command: String,
    /// How it came out.
    pub status: Status,
    /// The checks that were made.
    pub checks: Vec<Checked>,
    /// What was found besides.
    pub issues: Vec<Issue>,
}

/// One check of one target.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// What was looked at.
    pub target: String,
    /// The check's name.
    pub check: String,
    /// What the test expects.
    pub expected: Value,
    /// What the form holds.
    pub actual: Value,
    /// It holds.
    pub passed: bool,
    /// Why not, in words.
    pub message: Option<String>,
    /// Where the target, or the expression that decided, stands in the form definition.
    pub json_path: Option<String>,
    /// The key of a check that looks at several.
    pub key: Option<String>,
    /// Of `noValues`: is there such a key?
    pub present: Option<bool>,
    /// The expression that decided, and what it read.
    pub expression: Option<Object>,
}

/// Something wrong with a test, or worth knowing.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// An error ends the test; a warning doesn't.
    pub severity: Severity,
    /// One of the tester's codes, such as `unknownTarget`.
    pub code: &'static str,
    /// In words.
    pub message: String,
    /// The target it is about.
    pub target: Option<String>,
    /// The step, from 0.
    pub step: Option<usize>,
    /// Where in the test document.
    pub path: Option<String>,
    /// Where in the form definition.
    pub json_path: Option<String>,
    /// What may have been meant.
    pub suggestion: Option<String>,
    /// The test it was found in while checking the document.
    pub(super) test: Option<usize>,
}

/// The counts of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the tester's")]
pub struct Summary {
    pub total: usize,
    pub passed: usize,
    pub failed: usize,
    pub errored: usize,
    pub skipped: usize,
    pub checks: usize,
    pub failed_checks: usize,
    pub warnings: usize,
}

impl From<Box<Issue>> for Issue {
    fn from(issue: Box<Issue>) -> Issue {
        *issue
    }
}

impl Issue {
    fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Box<Issue> {
        Box::new(Issue {
            severity,
            code,
            message: message.into(),
            target: None,
            step: None,
            path: None,
            json_path: None,
            suggestion: None,
            test: None,
        })
    }

    pub(super) fn error(code: &'static str, message: impl Into<String>) -> Box<Issue> {
        Issue::new(Severity::Error, code, message)
    }

    pub(super) fn warning(code: &'static str, message: impl Into<String>) -> Box<Issue> {
        Issue::new(Severity::Warning, code, message)
    }

    pub(super) fn about(mut self: Box<Self>, target: impl Into<String>) -> Box<Issue> {
        self.target = Some(target.into());
        self
    }

    pub(super) fn at(mut self: Box<Self>, path: impl Into<String>) -> Box<Issue> {
        self.path = Some(path.into());
        self
    }

    /// "Did you mean ...?", where there is something near.
    pub(super) fn meant(mut self: Box<Self>, near: Option<&str>) -> Box<Issue> {
        self.suggestion = near.map(|near| format!("Did you mean \"{near}\"?"));
        self
    }

    /// Ends the test.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl Report {
    /// The counts.
    pub fn summary(&self) -> Summary {
        let warnings = |issues: &[Issue]| issues.iter().filter(|issue| !issue.is_error()).count();
        let mut summary = Summary {
            total: self.tests.len(),
            warnings: warnings(&self.issues),
            ..Summary::default()
        };
        for test in &self.tests {
            match test.status {
                Status::Passed => summary.passed += 1,
                Status::Failed => summary.failed += 1,
                Status::Error => summary.errored += 1,
                Status::Skipped => summary.skipped += 1,
            }
            summary.warnings += warnings(&test.issues);
            for step in &test.steps {
                summary.warnings += warnings(&step.issues);
                summary.checks += step.checks.len();
                summary.failed_checks += step.checks.iter().filter(|check| !check.passed).count();
            }
        }
        summary
    }

    pub(super) fn judge(&self) -> Status {
        let any = |status| self.tests.iter().any(|test| test.status == status);
        if self.issues.iter().any(Issue::is_error) || any(Status::Error) {
            Status::Error
        } else if any(Status::Failed) {
            Status::Failed
        } else {
            Status::Passed
        }
    }

    /// The report in the shape of `ISurveyTestsResult`.
    pub fn to_value(&self) -> Value {
        let mut object = Object::new();
        put_text(&mut object, "name", self.name.as_deref());
        object.insert("status", Value::from(self.status.name()));
        let tests: Vec<Value> = self.tests.iter().map(test_value).collect();
        object.insert("tests", tests.into());
        object.insert("summary", summary_value(&self.summary()));
        object.insert("issues", issues_value(&self.issues));
        object.into()
    }
}

fn put_text(object: &mut Object, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        object.insert(key, Value::from(text));
    }
}

fn number(number: usize) -> Value {
    Value::from(number as f64)
}

fn summary_value(summary: &Summary) -> Value {
    let mut object = Object::new();
    for (key, count) in [
        ("total", summary.total),
        ("passed", summary.passed),
        ("failed", summary.failed),
        ("errored", summary.errored),
        ("skipped", summary.skipped),
        ("canceled", 0),
        ("checks", summary.checks),
        ("failedChecks", summary.failed_checks),
        ("warnings", summary.warnings),
    ] {
        object.insert(key, number(count));
    }
    object.into()
}

fn test_value(test: &TestReport) -> Value {
    let mut object = Object::new();
    object.insert("name", Value::from(test.name.as_str()));
    object.insert("status", Value::from(test.status.name()));
    object.insert("options", test.options.clone().into());
    if let Some(variables) = &test.variables {
        object.insert("variables", variables.clone().into());
    }
    put_text(
        &mut object,
        "variablePreset",
        test.variable_preset.as_deref(),
    );
    if let Some(start) = &test.start {
        object.insert("start", start.clone().into());
    }
    put_text(&mut object, "startName", test.start_name.as_deref());
    let steps: Vec<Value> = test.steps.iter().map(step_value).collect();
    object.insert("steps", steps.into());
    object.insert("issues", issues_value(&test.issues));
    object.into()
}

fn step_value(step: &StepReport) -> Value {
    let mut object = Object::new();
    object.insert("index", number(step.index));
    put_text(&mut object, "name", step.name.as_deref());
    object.insert("command", Value::from(step.command.as_str()));
    object.insert("status", Value::from(step.status.name()));
    let checks: Vec<Value> = step.checks.iter().map(check_value).collect();
    object.insert("checks", checks.into());
    object.insert("issues", issues_value(&step.issues));
    object.into()
}

fn check_value(check: &Checked) -> Value {
    let mut object = Object::new();
    object.insert("target", Value::from(check.target.as_str()));
    object.insert("check", Value::from(check.check.as_str()));
    for (key, value) in [("expected", &check.expected), ("actual", &check.actual)] {
        if !matches!(value, Value::Undefined) {
            object.insert(key, value.clone());
        }
    }
    object.insert("passed", check.passed.into());
    put_text(&mut object, "message", check.message.as_deref());
    put_text(&mut object, "jsonPath", check.json_path.as_deref());
    let mut details = Object::new();
    if let Some(expression) = &check.expression {
        details.insert("expression", expression.clone().into());
    }
    put_text(&mut details, "key", check.key.as_deref());
    if let Some(present) = check.present {
        details.insert("present", present.into());
    }
    if !details.is_empty() {
        object.insert("details", details.into());
    }
    object.into()
}

fn issues_value(issues: &[Issue]) -> Value {
    let issues = issues.iter().map(|issue| {
        let mut object = Object::new();
        let severity = if issue.is_error() { "error" } else { "warning" };
        object.insert("severity", Value::from(severity));
        object.insert("code", Value::from(issue.code));
        object.insert("message", Value::from(issue.message.as_str()));
        put_text(&mut object, "target", issue.target.as_deref());
        if let Some(step) = issue.step {
            object.insert("step", number(step));
        }
        put_text(&mut object, "path", issue.path.as_deref());
        put_text(&mut object, "jsonPath", issue.json_path.as_deref());
        put_text(&mut object, "suggestion", issue.suggestion.as_deref());
        Value::from(object)
    });
    issues.collect::<Vec<_>>().into()
}
