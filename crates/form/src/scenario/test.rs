//! One test: its start, then its steps, one after the other, until one makes no sense.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::report::{Checked, Issue, Status, StepReport, TestReport};
use super::suite::{EXPECT, commands};
use super::target::{self, Target, What, json_path, target_path};
use super::world::StandIn;
use super::{Options, check, command, nearest::nearest, presets};
use crate::definition::Loaded;
use crate::model::ClearMode;
use crate::{Change, ElementId, Form, Mode, Object, Value};

/// What all tests of a suite share.
pub(super) struct World<'a> {
    pub(super) loaded: &'a Loaded,
    pub(super) suite: &'a Object,
    pub(super) options: &'a Options,
}

/// A test while it runs.
pub(super) struct Test {
    pub(super) form: Form,
    host: Rc<StandIn>,
    path: String,
    step: Option<StepReport>,
    issues: Vec<Issue>,
    /// Values that were cleared since they were hidden, by data name, and by which step.
    cleared: HashMap<String, (Option<usize>, ElementId)>,
    told: HashSet<(Option<usize>, String)>,
    /// Complete triggers that hold, and the page that was shown when they began to; they bring the
    /// button with them there.
    completing: HashMap<u32, Option<ElementId>>,
    /// Names of several things that were told of since the page changed.
    ambiguous: HashSet<String>,
}

pub(super) fn name_of(test: &Value) -> &str {
    let name = test.as_object().and_then(|test| test.get("name"));
    name.and_then(Value::as_str).unwrap_or_default()
}

/// Runs one test; `known` is what is wrong with its shape.
pub(super) fn run(world: &World<'_>, index: usize, test: &Value, known: Vec<Issue>) -> TestReport {
    let nothing = Object::new();
    let test_object = test.as_object().unwrap_or(&nothing);
    let mut options = world.options.defaults.clone();
    for level in [world.suite, test_object] {
        lay_over(&mut options, level.get("options"));
    }
    let mut report = TestReport {
        name: name_of(test).to_owned(),
        status: Status::Passed,
        options,
        variables: None,
        variable_preset: None,
        start: None,
        start_name: None,
        steps: Vec::new(),
        issues: known,
    };
    if report.issues.iter().any(Issue::is_error) {
        report.status = Status::Error;
        return report;
    }
    if test_object.get("disabled").is_some_and(Value::is_truthy) {
        report.status = Status::Skipped;
        return report;
    }
    let path = format!("tests[{index}]");
    if let Err(mut issue) = begin_and_run(world, &path, test_object, &mut report) {
        issue.path.get_or_insert(path);
        report.issues.push(*issue);
        report.status = Status::Error;
    }
    report
}

fn begin_and_run(
    world: &World<'_>,
    path: &str,
    test: &Object,
    report: &mut TestReport,
) -> Result<(), Box<Issue>> {
    resolve_start(world.suite, test, report);
    let mut functions = Object::new();
    for level in [world.suite, test] {
        lay_over(&mut functions, level.get("functions"));
    }
    let host = Rc::new(StandIn::new(
        &world.options.host,
        &report.options,
        &functions,
    ));
    let variables = presets::variables(world.suite, test, report);
    report.variables = Some(variables.clone());
    let source = world
        .suite
        .get("variablePresets")
        .and_then(Value::as_object);
    let mut warnings = Vec::new();
    let checked = presets::check(source, variables, &host, &mut warnings);
    for warning in &mut warnings {
        warning.path = Some(path.to_owned());
    }
    report.issues.append(&mut warnings);
    let variables = checked?;
    let mut test_run = Test::start(world, path, host, &report.options);
    let result = test_run
        .reserved_name()
        .and_then(|()| {
            test_run.tell_unknown_functions(world.loaded);
            test_run.apply_start(&variables, report.start.as_ref())
        })
        .map(|()| test_run.steps(test, report));
    report.issues.append(&mut test_run.issues);
    result
}

/// Later options, variables and stubs go over earlier ones, key by key.
pub(super) fn lay_over(under: &mut Object, over: Option<&Value>) {
    for (key, value) in over
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Object::iter)
    {
        under.insert(key.clone(), value.clone());
    }
}

fn resolve_start(suite: &Object, test: &Object, report: &mut TestReport) {
    let start = match test.get("start") {
        Some(Value::String(name)) => {
            report.start_name = Some(name.to_string());
            let starts = suite.get("starts").and_then(Value::as_array);
            let mut starts = starts
                .unwrap_or_default()
                .iter()
                .filter_map(Value::as_object);
            starts.find(|start| start.get("name").and_then(Value::as_str) == Some(&**name))
        }
        other => other.and_then(Value::as_object),
    };
    report.start = start.map(|start| {
        let mut kept = Object::new();
        for key in ["data", "startPage", "dataMode"] {
            if let Some(value) = start.get(key) {
                kept.insert(key, value.clone());
            }
        }
        kept
    });
}

impl Test {
    fn start(world: &World<'_>, path: &str, host: Rc<StandIn>, options: &Object) -> Test {
        let start = crate::Options {
            host: Rc::clone(&host) as Rc<dyn crate::Host>,
            locale: String::new(),
            mode: Mode::Edit,
        };
        let mut form = Form::start(&world.loaded.definition, start);
        for key in ["locale", "clearInvisibleValues", "checkErrorsMode"] {
            if let Some(value) = options.get(key) {
                form.set_property(None, key, value.clone());
            }
        }
        let completing = form.completing_triggers.iter().map(|at| (*at, None));
        Test {
            completing: completing.collect(),
            form,
            host,
            path: path.to_owned(),
            step: None,
            issues: Vec::new(),
            cleared: HashMap::new(),
            told: HashSet::new(),
            ambiguous: HashSet::new(),
        }
    }

    /// `survey` means the survey; an element of that name would mean two things.
    fn reserved_name(&self) -> Result<(), Box<Issue>> {
        let taken = |id: &ElementId| self.form.element(*id).name() == target::SURVEY;
        if !self.form.elements().any(|id| taken(&id)) {
            return Ok(());
        }
        let message = "the form has an element `survey`, which means the survey itself here";
        Err(self.placed(Issue::error("reservedTargetName", message).about(target::SURVEY)))
    }

    fn tell_unknown_functions(&mut self, loaded: &Loaded) {
        let mut names: Vec<&str> = Vec::new();
        for problem in &loaded.problems {
            if let Some(name) = problem.unknown_function()
                && !self.host.has(name)
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        if !names.is_empty() {
            let list = names.join("`, `");
            let message = format!("calls of `{list}` give null: declare them in `functions`");
            self.warn("unknownFunctionCalled", message);
        }
    }

    fn apply_start(
        &mut self,
        variables: &Object,
        start: Option<&Object>,
    ) -> Result<(), Box<Issue>> {
        for (name, value) in variables.iter() {
            let changes = self.form.set_variable(name, value.clone());
            self.note(&changes);
        }
        let text = |key: &str| {
            start
                .and_then(|start| start.get(key))
                .and_then(Value::as_str)
        };
        let data = start.and_then(|start| start.get("data"));
        if let Some(data) = data.and_then(Value::as_object) {
            if text("dataMode") == Some("restore") {
                let changes = self.form.set_data(data.clone());
                self.note(&changes);
            } else {
                for (name, value) in data.iter() {
                    let changes = self.form.set_value(name, value.clone());
                    self.note(&changes);
                }
            }
        }
        if let Some(page) = text("startPage").filter(|page| !page.is_empty()) {
            self.go_to_page(page)?;
        }
        self.settled()
    }

    fn go_to_page(&mut self, name: &str) -> Result<(), Box<Issue>> {
        let form = &self.form;
        let pages = form.pages();
        let Some(page) = pages.iter().find(|id| form.element(**id).name() == name) else {
            let names = pages.iter().map(|id| form.element(*id).name());
            let issue = Issue::error("unknownStartPage", format!("there is no page `{name}`"));
            return Err(issue.meant(nearest(name, names)));
        };
        if !form.visible_pages().contains(page) {
            let message = format!("the page `{name}` is hidden at this start");
            return Err(Issue::error("startPageNotVisible", message));
        }
        let changes = self
            .form
            .set_property(None, "currentPage", Value::from(name));
        self.note(&changes);
        Ok(())
    }

    fn steps(&mut self, test: &Object, report: &mut TestReport) {
        let stop = report.options.get("stopOnFirstFailure") == Some(&Value::Bool(true));
        let steps = test
            .get("steps")
            .and_then(Value::as_array)
            .unwrap_or_default();
        for (index, step) in steps.iter().enumerate() {
            let Some(step) = step.as_object() else { break };
            let name = step.get("name").and_then(Value::as_str);
            self.step = Some(StepReport {
                index,
                name: name.map(str::to_owned),
                command: commands(step)
                    .first()
                    .copied()
                    .unwrap_or_default()
                    .to_owned(),
                status: Status::Passed,
                checks: Vec::new(),
                issues: Vec::new(),
            });
            if let Err(issue) = self.step(step) {
                let issue = self.placed(issue);
                self.add(issue);
            }
            let Some(mut done) = self.step.take() else {
                break;
            };
            done.status = if done.issues.iter().any(Issue::is_error) {
                Status::Error
            } else if done.checks.iter().any(|check| !check.passed) {
                Status::Failed
            } else {
                Status::Passed
            };
            let status = done.status;
            report.steps.push(done);
            match status {
                Status::Error => {
                    report.status = Status::Error;
                    return;
                }
                Status::Failed => {
                    report.status = Status::Failed;
                    if stop {
                        return;
                    }
                }
                Status::Passed | Status::Skipped => {}
            }
        }
    }

    fn step(&mut self, step: &Object) -> Result<(), Box<Issue>> {
        let names = commands(step);
        let name = names.first().copied().unwrap_or_default();
        let nothing = Object::new();
        let parameters = step
            .get(name)
            .and_then(Value::as_object)
            .unwrap_or(&nothing);
        let Some(command) = command::find(name) else {
            let list = command::NAMES.join(", ");
            let message = format!("there is no command `{name}`; there are: {list}");
            return Err(Issue::error("unknownCommand", message));
        };
        for (target, parameter) in parameters.iter() {
            let target = self.resolve(target)?;
            command.fits(&target, parameter)?;
            if name == EXPECT {
                check::run(self, &target, parameter.as_object().unwrap_or(&nothing));
            } else {
                command::run(self, command.name, &target, parameter)?;
            }
            self.settled()?;
        }
        Ok(())
    }

    // ---- for commands and checks ----

    /// What a name addresses.
    pub(super) fn resolve(&mut self, name: &str) -> Result<Target, Box<Issue>> {
        let mut several: Option<(String, String)> = None;
        let found = target::resolve(&self.form, name, &mut |name, kinds| {
            several = Some((name.to_owned(), kinds.join(", ")));
        });
        let plain = !name.contains(['.', '[']);
        if let Some((of, kinds)) = several
            && (!plain || self.ambiguous.insert(name.to_owned()))
        {
            let message = format!("the form has several `{of}`: {kinds}; the first is meant");
            self.warn("ambiguousTarget", message);
        }
        found
    }

    /// Notes what changes tell: values that went because their question is hidden.
    pub(super) fn note(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::Value(id) => self.note_value(*id),
                Change::Page => self.ambiguous.clear(),
                _ => {}
            }
        }
        let (form, completing) = (&self.form, &mut self.completing);
        completing.retain(|at, _| form.completing_triggers.contains(at));
        for at in &form.completing_triggers {
            completing.entry(*at).or_insert(form.current_page);
        }
    }

    /// A complete trigger holds that began to on this page.
    pub(super) fn is_completing(&self) -> bool {
        let here = self.form.current_page();
        self.completing.values().any(|page| *page == here)
    }

    fn note_value(&mut self, id: ElementId) {
        let name = self.value_name(id);
        if !self.form.element(id).value().is_empty() {
            self.cleared.remove(&name);
        } else if !self.form.is_shown(id) {
            let step = self.step.as_ref().map(|step| step.index);
            self.cleared.insert(name, (step, id));
        }
    }

    fn value_name(&self, id: ElementId) -> String {
        let given = self.form.element(id).property("valueName");
        match given.as_str().filter(|name| !name.is_empty()) {
            Some(name) => name.to_owned(),
            None => self.form.element(id).name().to_owned(),
        }
    }

    pub(super) fn warn(&mut self, code: &'static str, message: impl Into<String>) {
        let issue = self.placed(Issue::warning(code, message));
        self.add(issue);
    }

    pub(super) fn fault(&mut self, issue: Box<Issue>) {
        let issue = self.placed(issue);
        self.add(issue);
    }

    fn add(&mut self, issue: impl Into<Issue>) {
        let list = match &mut self.step {
            Some(step) => &mut step.issues,
            None => &mut self.issues,
        };
        list.push(issue.into());
    }

    /// An issue with where it belongs, in the test and in the form.
    fn placed(&self, mut issue: Box<Issue>) -> Box<Issue> {
        if let Some(step) = &self.step {
            issue.step.get_or_insert(step.index);
            let path = format!("{}.steps[{}]", self.path, step.index);
            issue.path.get_or_insert(path);
        } else {
            issue.path.get_or_insert_with(|| self.path.clone());
        }
        if issue.json_path.is_none()
            && let Some(name) = &issue.target
            && let Ok(target) = target::resolve(&self.form, name, &mut |_, _| {})
        {
            issue.json_path = target_path(&self.form, target.what);
        }
        issue
    }

    /// Adds a check's result.
    pub(super) fn checked(&mut self, mut checked: Checked, what: What) {
        let property = check::explaining_property(&self.form, &checked, what);
        checked.json_path = target_path(&self.form, what).map(|path| match property {
            Some(property) => format!("{path}.{property}"),
            None => path,
        });
        if !checked.passed {
            if let Some(property) = property {
                checked.expression = check::expression(&self.form, what, property);
            }
            self.tell_cleared(&checked, what);
        }
        if let Some(step) = &mut self.step {
            step.checks.push(checked);
        }
    }

    fn tell_cleared(&mut self, checked: &Checked, what: What) {
        let name = match what {
            What::Survey => checked.key.clone(),
            What::Question(id) => Some(self.value_name(id)),
            _ => None,
        };
        let Some((step, id)) = name.and_then(|name| self.cleared.get(&name).copied()) else {
            return;
        };
        let question = self.form.element(id).name().to_owned();
        let here = self.step.as_ref().map(|step| step.index);
        if self.told.insert((here, question.clone())) {
            let mode = clear_mode(&self.form, id);
            let when = step.map_or_else(String::new, |step| format!(" in step {step}"));
            let message =
                format!("the value of `{question}` went{when}, as it is hidden (`{mode}`)");
            self.warn("valueClearedAsInvisible", message);
        }
    }

    /// After every action: the functions' warnings, and whether one took too long.
    fn settled(&mut self) -> Result<(), Box<Issue>> {
        let (warnings, late) = self.host.take();
        for warning in warnings {
            self.fault(Box::new(warning));
        }
        match late {
            None => Ok(()),
            Some(name) => {
                let message = format!("`{name}` takes longer than `asyncTimeout`");
                Err(Issue::error("asyncOperationTimeout", message))
            }
        }
    }
}

/// When the value of a hidden question goes, the survey's rule taken in.
pub(super) fn clear_mode(form: &Form, id: ElementId) -> &'static str {
    match form.clear_mode(id) {
        ClearMode::None => "none",
        ClearMode::OnHidden => "onHidden",
        ClearMode::OnHiddenContainer => "onHiddenContainer",
        ClearMode::OnComplete | ClearMode::Default => "onComplete",
    }
}

/// Where a question stands, with the property that decided.
pub(super) fn place_of(form: &Form, id: ElementId, property: Option<&str>) -> Option<String> {
    let path = json_path(form, id)?;
    Some(match property {
        Some(property) => format!("{path}.{property}"),
        None => path,
    })
}
