//! `casement lint`: what is wrong with form definitions, with line and column.
//!
//! For people a line per finding, `FILE:LINE:COLUMN: severity ruleId: message`; for programs, with
//! `--json`, a JSON line per definition, `{"id","findings":[...]}`. Takes files, folders (every
//! `.json` in them), and JSON lines `{"id","json"}` from a `.jsonl` file or standard input. The
//! exit status is 1 if any finding is an error.

use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use casement_expression::NativeRegex;
use casement_expression::json::{self, Arena, Lines};
use casement_form::lint::{
    Finding, Level, Options, RULES, Suppression, apply, lint, severity_name,
};
use casement_form::{Object, Severity, Value};
use clap::Args;

use crate::components::Registered;
use crate::host::FixedHost;
use crate::lines::{Failure, Outcome};

/// How often fixes are applied and looked for again: one may make room for another.
const MAX_ROUNDS: usize = 10;

/// What `casement lint` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Write a JSON line per definition.
    #[arg(long)]
    json: bool,
    /// Apply the safe fixes to the files, and report what is left.
    #[arg(long)]
    fix: bool,
    /// A rule whose findings are left out; `RULE@PATH` leaves them out under a path only.
    #[arg(long, value_name = "RULE")]
    suppress: Vec<String>,
    /// The severity of a rule's findings: `error`, `warning`, `info` or `off`.
    #[arg(long, value_name = "RULE=LEVEL")]
    severity: Vec<String>,
    /// A variable that the page sets.
    #[arg(long, value_name = "NAME")]
    variable: Vec<String>,
    /// Presets of the page's variables: a JSON file `{"definition", "presets"}`.
    #[arg(long, value_name = "FILE")]
    presets: Option<PathBuf>,
    /// A function that the page registers.
    #[arg(long, value_name = "NAME")]
    function: Vec<String>,
    #[command(flatten)]
    components: Registered,
    /// Form definitions, folders, or `.jsonl` files; `-`, or none, is standard input.
    paths: Vec<PathBuf>,
}

/// Reports the findings of every definition.
pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let options = options(&arguments)?;
    let mut run = Run {
        arguments: &arguments,
        options,
        output: BufWriter::new(io::stdout().lock()),
        outcome: Outcome::Complete,
    };
    let standard_input = [PathBuf::from("-")];
    let paths = match arguments.paths.as_slice() {
        [] => standard_input.as_slice(),
        paths => paths,
    };
    for path in paths {
        run.path(path)?;
    }
    run.output.flush().map_err(Failure::Write)?;
    Ok(run.outcome)
}

fn options(arguments: &Arguments) -> Result<Options, Failure> {
    let suppress = arguments.suppress.iter().map(|text| {
        let (rule, path) = match text.split_once('@') {
            Some((rule, path)) => (rule, Some(path.to_owned())),
            None => (text.as_str(), None),
        };
        Ok(Suppression {
            rule: Some(known_rule(rule)?),
            path,
        })
    });
    let severities = arguments.severity.iter().map(|text| {
        let wrong = || Failure::Argument(format!("`--severity {text}`: expected RULE=LEVEL"));
        let (rule, level) = text.split_once('=').ok_or_else(wrong)?;
        let level = match level {
            "error" => Level::At(Severity::Error),
            "warning" => Level::At(Severity::Warning),
            "info" => Level::At(Severity::Info),
            "off" => Level::Off,
            _ => return Err(wrong()),
        };
        Ok((known_rule(rule)?, level))
    });
    Ok(Options {
        suppress: suppress.collect::<Result<_, Failure>>()?,
        severities: severities.collect::<Result<_, Failure>>()?,
        variables: arguments.variable.clone(),
        functions: arguments.function.clone(),
        variable_presets: arguments.presets.as_deref().map(presets).transpose()?,
        host: Some(|| Rc::new(FixedHost::now())),
        regex_error: Some(|pattern| NativeRegex::new(pattern, false).err()),
        components: arguments.components.load()?,
    })
}

fn presets(path: &Path) -> Result<Value, Failure> {
    json::parse_value(&read(path)?).map_err(|error| {
        let place = path.display();
        Failure::Argument(format!("{place}: no JSON at byte {}", error.at))
    })
}

fn known_rule(id: &str) -> Result<String, Failure> {
    // The loader's own codes can be named as well.
    let loaders = ["json/", "expression/", "definition/"];
    let known = RULES.iter().any(|rule| rule.id == id)
        || loaders.iter().any(|prefix| id.starts_with(prefix));
    if known {
        Ok(id.to_owned())
    } else {
        Err(Failure::Argument(format!("there is no rule `{id}`")))
    }
}

struct Run<'a> {
    arguments: &'a Arguments,
    options: Options,
    output: BufWriter<io::StdoutLock<'a>>,
    outcome: Outcome,
}

impl Run<'_> {
    fn path(&mut self, path: &Path) -> Result<(), Failure> {
        if path.is_dir() {
            return self.folder(path);
        }
        let text = read(path)?;
        let is_input = path == Path::new("-");
        let is_lines = path.extension().is_some_and(|ending| ending == "jsonl");
        if is_lines || is_input && is_json_lines(&text) {
            return self.lines(path, &text);
        }
        self.file(path, text)
    }

    fn folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let failed = |error| Failure::Read(folder.to_owned(), error);
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            // A link could lead back here.
            let kind = entry.file_type().map_err(failed)?;
            let path = entry.path();
            if kind.is_dir() || kind.is_file() && path.extension().is_some_and(|it| it == "json") {
                paths.push(path);
            }
        }
        paths.sort();
        for path in paths {
            self.path(&path)?;
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, text: String) -> Result<(), Failure> {
        let mut text = text;
        if self.arguments.fix {
            let fixed = fixed(&text, &self.options);
            if fixed != text && path != Path::new("-") {
                fs::write(path, &fixed).map_err(Failure::Write)?;
                text = fixed;
            }
        }
        let findings = lint(&text, &self.options);
        self.report(&path.display().to_string(), None, &text, &findings)
    }

    fn lines(&mut self, path: &Path, text: &str) -> Result<(), Failure> {
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let place = format!("{}:{}", path.display(), number + 1);
            let arena = Arena::default();
            let parsed = json::parse(line, &arena);
            let found = parsed.as_ref().ok().and_then(|node| {
                let definition = node.get("json")?;
                let span = definition.span;
                let text = line.get(span.start as usize..span.end as usize)?;
                Some((node.get("id").map(|id| id.to_value()), text))
            });
            let (id, definition) = found.unwrap_or((None, line));
            let findings = lint(definition, &self.options);
            let id = id.unwrap_or_else(|| Value::from(place.as_str()));
            self.report(&place, Some(id), definition, &findings)?;
        }
        Ok(())
    }

    fn report(
        &mut self,
        place: &str,
        id: Option<Value>,
        text: &str,
        findings: &[Finding],
    ) -> Result<(), Failure> {
        if findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
        {
            self.outcome = Outcome::SomeRefused;
        }
        let positions = Lines::new(text);
        if self.arguments.json {
            let mut line = Object::new();
            line.insert("id", id.unwrap_or_else(|| Value::from(place)));
            let findings: Vec<Value> = findings
                .iter()
                .map(|finding| finding.to_value(&positions))
                .collect();
            line.insert("findings", Value::from(findings));
            return writeln!(self.output, "{}", Value::from(line).to_json())
                .map_err(Failure::Write);
        }
        for finding in findings {
            let (line, column) = positions.at(finding.span.start);
            let severity = severity_name(finding.severity);
            let (rule, message) = (finding.rule, &finding.message);
            writeln!(
                self.output,
                "{place}:{line}:{column}: {severity} {rule}: {message}"
            )
            .map_err(Failure::Write)?;
        }
        Ok(())
    }
}

/// The text with its safe fixes applied, until no more are found.
fn fixed(text: &str, options: &Options) -> String {
    let mut text = text.to_owned();
    for _ in 0..MAX_ROUNDS {
        let findings = lint(&text, options);
        let fixes = findings
            .iter()
            .filter_map(|finding| finding.fix.as_ref())
            .filter(|fix| fix.safe);
        let (next, applied) = apply(&text, fixes);
        if applied == 0 {
            break;
        }
        text = next;
    }
    text
}

/// Does a text hold JSON lines with definitions in them, and not one definition?
fn is_json_lines(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first
        .and_then(|line| json::parse_value(line).ok())
        .is_some_and(|line| {
            line.as_object()
                .is_some_and(|line| line.contains_key("json"))
        })
}

fn read(path: &Path) -> Result<String, Failure> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.map_err(|error| Failure::Read(path.to_owned(), error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
