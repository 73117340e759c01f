//! `casement eval`: expressions over plain values.
//!
//! A line is `{"id","expr","values","mode"}`; mode `cond` asks for the condition rule. The answer
//! is `{"id","ok","result"}`: whether the text has no syntax error, and the value. Values that
//! JSON lacks are written as [`crate::encoding`] says.

use std::path::PathBuf;

use casement_expression::{Host, Object, PlainValues, Value, compile, parse};
use clap::Args;

use crate::encoding::{decode, encode};
use crate::host::Moment;
use crate::lines::{Failure, Outcome, Refusal, answer_each};

/// What `casement eval` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    moment: Moment,
    /// JSON lines; standard input where it is missing or `-`.
    file: Option<PathBuf>,
}

/// Evaluates every line.
pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let host = arguments.moment.host()?;
    answer_each(arguments.file.as_deref(), |line| answer(line, &host))
}

fn answer(line: &Object, host: &dyn Host) -> Result<Object, Refusal> {
    let text = match line.get("expr") {
        Some(Value::String(text)) => text,
        _ => return Err(Refusal::new("line/missing-expr", "expr is no text")),
    };
    let values = match line.get("values").map(decode) {
        None | Some(Value::Null) => Value::from(Object::new()),
        Some(Value::Object(object)) => Value::Object(object),
        Some(_) => return Err(Refusal::new("line/bad-values", "values is no object")),
    };
    let condition = match line.get("mode") {
        None => false,
        Some(Value::String(mode)) if &**mode == "expr" => false,
        Some(Value::String(mode)) if &**mode == "cond" => true,
        Some(_) => return Err(Refusal::new("line/bad-mode", "mode is expr or cond")),
    };
    let parsed = parse(text);
    let empty = Object::new();
    let scope = PlainValues(values.as_object().unwrap_or(&empty));
    let result = match &parsed.tree {
        Some(tree) => {
            let value = compile(tree).try_evaluate(&scope, host);
            match value {
                Ok(value) if condition => Value::Bool(value.is_condition_true()),
                Ok(value) => value,
                Err(_) => Value::Null,
            }
        }
        None if condition => Value::Bool(false),
        None => Value::Null,
    };
    let mut answer = Object::new();
    answer.insert("ok", Value::Bool(parsed.tree.is_some()));
    answer.insert("result", encode(&result));
    Ok(answer)
}
