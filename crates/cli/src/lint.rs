//! `casement lint`: what is wrong with form definitions, with line and column.
//!
//! For people a line per problem, `FILE:LINE:COLUMN: severity code: message`; for programs, with
//! `--json`, a JSON line per problem. The exit status is 1 if any problem is an error.

use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use casement_expression::json::line_column;
use casement_form::{Definition, Object, Problem, Severity, Value};
use clap::Args;

use crate::lines::{Failure, Outcome};

/// What `casement lint` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Write a JSON line per problem.
    #[arg(long)]
    json: bool,
    /// Form definitions; `-` is standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Reports the problems of every file.
pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let mut output = BufWriter::new(io::stdout().lock());
    let mut outcome = Outcome::Complete;
    for file in &arguments.files {
        let text = read(file)?;
        for problem in Definition::load(&text).problems {
            if problem.severity == Severity::Error {
                outcome = Outcome::SomeRefused;
            }
            let line = if arguments.json {
                json_line(file, &text, &problem)
            } else {
                text_line(file, &text, &problem)
            };
            writeln!(output, "{line}").map_err(Failure::Write)?;
        }
    }
    output.flush().map_err(Failure::Write)?;
    Ok(outcome)
}

fn read(file: &Path) -> Result<String, Failure> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(file)
    };
    let bytes = bytes.map_err(|error| Failure::Read(file.to_owned(), error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn text_line(file: &Path, text: &str, problem: &Problem) -> String {
    let (line, column) = line_column(text, problem.span.start);
    let (severity, code) = (severity_name(problem.severity), problem.code());
    let message = problem.message();
    format!(
        "{}:{line}:{column}: {severity} {code}: {message}",
        file.display()
    )
}

fn json_line(file: &Path, text: &str, problem: &Problem) -> String {
    let (line, column) = line_column(text, problem.span.start);
    let (end_line, end_column) = line_column(text, problem.span.end);
    let mut object = Object::new();
    let number = |number: u32| Value::from(f64::from(number));
    object.insert("file", Value::from(file.display().to_string()));
    object.insert("line", number(line));
    object.insert("column", number(column));
    object.insert("endLine", number(end_line));
    object.insert("endColumn", number(end_column));
    object.insert("severity", Value::from(severity_name(problem.severity)));
    object.insert("code", Value::from(problem.code()));
    object.insert("path", Value::from(problem.path.as_str()));
    object.insert("message", Value::from(problem.message()));
    Value::from(object).to_json()
}

const fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}
