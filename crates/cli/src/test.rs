//! `casement test`: a form author's scenario tests, in the format of `survey-core/tester`.
//!
//! `casement test FORM.json TESTS.json` runs the tests; for people a line per test, and under one
//! that didn't pass the steps that show why; for programs, with `--json`, the report of each test
//! document on a line. A `.jsonl` file, or `-`, in place of the two holds lines
//! `{"id","json","tests"}`, and the answer is a line `{"id","report"}` for each. The exit status is
//! 1 if a test didn't pass.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use casement_expression::json;
use casement_form::scenario::{self, Checked, Issue, Report, Status, StepReport, TestReport};
use casement_form::{Object, Value};
use clap::Args;

use crate::components::Registered;
use crate::host::Moment;
use crate::lines::{Failure, Outcome, Refusal, answer_each};

/// What `casement test` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    moment: Moment,
    /// Write the reports as JSON lines.
    #[arg(long)]
    json: bool,
    /// Run only the tests in whose name this text is.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// The locale of tests that name none.
    #[arg(long, value_name = "LOCALE")]
    locale: Option<String>,
    #[command(flatten)]
    components: Registered,
    /// The form definition; or a `.jsonl` file with forms and tests.
    form: PathBuf,
    /// The test documents.
    tests: Vec<PathBuf>,
}

/// Runs the tests of every document.
pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let options = options(&arguments)?;
    let wanted =
        |_: usize, name: &str| arguments.only.as_deref().is_none_or(|it| name.contains(it));
    let is_lines = arguments.form.extension().is_some_and(|it| it == "jsonl");
    if arguments.tests.is_empty() && (is_lines || arguments.form == Path::new("-")) {
        let mut outcome = Outcome::Complete;
        let lines = answer_each(Some(&arguments.form), |line| {
            let (form, tests) = (part(line, "json")?, part(line, "tests")?);
            let report = scenario::run(&form.to_json(), tests, &options, wanted);
            note(&mut outcome, &report);
            let mut answer = Object::new();
            answer.insert("report", report.to_value());
            Ok(answer)
        })?;
        return Ok(if lines == Outcome::Complete {
            outcome
        } else {
            lines
        });
    }
    if arguments.tests.is_empty() {
        return Err(Failure::Argument("no test document is given".to_owned()));
    }
    let form = read(&arguments.form)?;
    let mut output = BufWriter::new(io::stdout().lock());
    let mut outcome = Outcome::Complete;
    for path in &arguments.tests {
        let suite = json::parse_value(&read(path)?).map_err(|error| {
            let place = path.display();
            Failure::Argument(format!("{place}: no JSON at byte {}", error.at))
        })?;
        let report = scenario::run(&form, &suite, &options, wanted);
        note(&mut outcome, &report);
        let text = if arguments.json {
            format!("{}\n", report.to_value().to_json())
        } else {
            text_of(path, &report)
        };
        output.write_all(text.as_bytes()).map_err(Failure::Write)?;
    }
    output.flush().map_err(Failure::Write)?;
    Ok(outcome)
}

fn options(arguments: &Arguments) -> Result<scenario::Options, Failure> {
    let mut defaults = Object::new();
    if let Some(locale) = &arguments.locale {
        defaults.insert("locale", Value::from(locale.as_str()));
    }
    if let Some(now) = arguments.moment.given() {
        defaults.insert("now", Value::from(now));
    }
    Ok(scenario::Options {
        host: Rc::new(arguments.moment.host()?),
        defaults,
        components: arguments.components.load()?,
    })
}

fn part<'l>(line: &'l Object, key: &str) -> Result<&'l Value, Refusal> {
    line.get(key)
        .ok_or_else(|| Refusal::new("line/missing-member", format!("{key} is missing")))
}

fn note(outcome: &mut Outcome, report: &Report) {
    if report.status != Status::Passed {
        *outcome = Outcome::SomeRefused;
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::Read(path.to_owned(), error))
}

// ---- for people ----

fn text_of(path: &Path, report: &Report) -> String {
    let mut text = format!("{}\n", path.display());
    for issue in &report.issues {
        text.push_str(&format!("  {}\n", issue_text(issue)));
    }
    for test in &report.tests {
        test_text(test, &mut text);
    }
    let summary = report.summary();
    text.push_str(&format!(
        "  {} of {} passed, {} failed, {} in error, {} skipped; {} checks, {} failed\n",
        summary.passed,
        summary.total,
        summary.failed,
        summary.errored,
        summary.skipped,
        summary.checks,
        summary.failed_checks
    ));
    text
}

fn test_text(test: &TestReport, text: &mut String) {
    text.push_str(&format!("  {} {}\n", test.status.name(), test.name));
    for issue in &test.issues {
        text.push_str(&format!("    {}\n", issue_text(issue)));
    }
    for step in &test.steps {
        step_text(step, text);
    }
}

fn step_text(step: &StepReport, text: &mut String) {
    let failed = step.checks.iter().filter(|check| !check.passed);
    let lines = step
        .issues
        .iter()
        .map(issue_text)
        .chain(failed.map(check_text));
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    let name = step
        .name
        .as_deref()
        .map_or_else(String::new, |name| format!(", {name}"));
    text.push_str(&format!(
        "    step {} ({}{name})\n",
        step.index + 1,
        step.command
    ));
    for line in lines {
        text.push_str(&format!("      {line}\n"));
    }
}

fn issue_text(issue: &Issue) -> String {
    let severity = if issue.is_error() { "error" } else { "warning" };
    let meant = issue
        .suggestion
        .as_ref()
        .map_or_else(String::new, |it| format!(" {it}"));
    format!("{severity} {}: {}{meant}", issue.code, issue.message)
}

fn check_text(check: &Checked) -> String {
    let mut text = check.message.clone().unwrap_or_default();
    if let Some(expression) = &check.expression {
        let of = |key: &str| expression.get(key).map(Value::to_json).unwrap_or_default();
        let condition = expression
            .get("expression")
            .map(Value::to_text)
            .unwrap_or_default();
        text.push_str(&format!(
            ", as `{condition}` read {} and gave {}",
            of("values"),
            of("result")
        ));
    }
    text
}
