//! JSON lines: from a file or standard input to standard output, one answer per line.
//!
//! A bad line gets an error in place of its answer and never stops the others.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use casement_expression::json::{self, JsonError};
use casement_expression::{Object, Value};

/// How a run over lines went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Every line got its answer.
    Complete,
    /// Some line was refused.
    SomeRefused,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Complete => ExitCode::SUCCESS,
            Outcome::SomeRefused => ExitCode::from(1),
        }
    }
}

/// Why a subcommand couldn't run at all.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A file couldn't be opened or read.
    Read(PathBuf, io::Error),
    /// Standard output couldn't be written.
    Write(io::Error),
    /// An argument makes no sense.
    Argument(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Read(path, error) => write!(f, "can't read {}: {error}", path.display()),
            Failure::Write(error) => write!(f, "can't write: {error}"),
            Failure::Argument(message) => f.write_str(message),
        }
    }
}

/// Why one line is refused.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    /// A stable code, such as `json/unexpected-end` or `line/missing-expr`.
    pub(crate) code: &'static str,
    /// What is wrong, in words.
    pub(crate) message: String,
}

impl Refusal {
    /// A refusal with its words.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

impl From<JsonError> for Refusal {
    fn from(error: JsonError) -> Self {
        Self::new(error.code, format!("no JSON at byte {}", error.at))
    }
}

/// Opens a file, or standard input where there is none or it is `-`.
pub(crate) fn open(path: Option<&Path>) -> Result<Box<dyn BufRead>, Failure> {
    match path {
        Some(path) if path != Path::new("-") => match File::open(path) {
            Ok(file) => Ok(Box::new(BufReader::new(file))),
            Err(error) => Err(Failure::Read(path.to_owned(), error)),
        },
        _ => Ok(Box::new(BufReader::new(io::stdin()))),
    }
}

/// Answers every line that isn't blank. `answer` gets the line's object and gives the members of
/// the answer, without the `id`, which is repeated in front.
pub(crate) fn answer_each(
    path: Option<&Path>,
    mut answer: impl FnMut(&Object) -> Result<Object, Refusal>,
) -> Result<Outcome, Failure> {
    let mut input = open(path)?;
    let mut output = BufWriter::new(io::stdout().lock());
    let mut outcome = Outcome::Complete;
    let mut bytes = Vec::new();
    let mut number = 0_u32;
    loop {
        bytes.clear();
        let read = input.read_until(b'\n', &mut bytes).map_err(|error| {
            Failure::Read(path.map_or_else(|| "-".into(), Path::to_owned), error)
        })?;
        if read == 0 {
            break;
        }
        number += 1;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let (id, result) = answer_line(&bytes, &mut answer);
        let mut line = Object::new();
        if let Some(id) = id {
            line.insert("id", id);
        }
        match result {
            Ok(members) => {
                for (key, value) in members.iter() {
                    line.insert(key.clone(), value.clone());
                }
            }
            Err(refusal) => {
                outcome = Outcome::SomeRefused;
                line.insert("error", error_value(&refusal, number));
            }
        }
        writeln!(output, "{}", Value::from(line).to_json()).map_err(Failure::Write)?;
    }
    output.flush().map_err(Failure::Write)?;
    Ok(outcome)
}

fn answer_line(
    bytes: &[u8],
    answer: &mut impl FnMut(&Object) -> Result<Object, Refusal>,
) -> (Option<Value>, Result<Object, Refusal>) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return (None, Err(Refusal::new("line/not-utf8", "no UTF-8 text")));
    };
    let line = match json::parse_value(text) {
        Ok(line) => line,
        Err(error) => return (None, Err(error.into())),
    };
    let Some(object) = line.as_object() else {
        return (None, Err(Refusal::new("line/no-object", "no JSON object")));
    };
    (object.get("id").cloned(), answer(object))
}

fn error_value(refusal: &Refusal, line: u32) -> Value {
    let mut error = Object::new();
    error.insert("code", Value::from(refusal.code));
    error.insert("message", Value::from(refusal.message.as_str()));
    error.insert("line", Value::Number(f64::from(line)));
    Value::from(error)
}
