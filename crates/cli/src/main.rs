//! The `casement` command: forms, expressions and conversations from the command line.
//!
//! Reads arguments and files, writes standard output, and tells by its exit status how it went:
//! 0 all well, 1 some input was refused, 2 the command itself was wrong. Every subcommand has its
//! own module with an `Arguments` type and a `run` function; this file only picks one.

mod components;
mod converse;
mod encoding;
mod eval;
mod explain;
mod host;
mod lines;
mod lint;
mod prompt;
mod run;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// SurveyJS expressions and forms, and the support-case conversation, without a browser.
#[derive(Parser)]
#[command(name = "casement", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Evaluate expressions: JSON lines in, JSON lines out.
    Eval(eval::Arguments),
    /// Run forms with steps: JSON lines in, JSON lines out.
    Run(run::Arguments),
    /// Report what is wrong with form definitions.
    Lint(lint::Arguments),
    /// Run scenario tests against a form.
    Test(test::Arguments),
    /// Say why elements are shown or hidden, read-only or required.
    Explain(explain::Arguments),
    /// Lead a support conversation: events as JSON lines in, lists of actions out.
    Converse(converse::Arguments),
    /// Write the section for an agent's system prompt, or check one against the forms.
    Prompt(prompt::Arguments),
}

fn main() -> ExitCode {
    let result = match CommandLine::parse().command {
        Command::Eval(arguments) => eval::run(arguments),
        Command::Run(arguments) => run::run(arguments),
        Command::Lint(arguments) => lint::run(arguments),
        Command::Test(arguments) => test::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Converse(arguments) => converse::run(arguments),
        Command::Prompt(arguments) => prompt::run(arguments),
    };
    match result {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            eprintln!("casement: {failure}");
            ExitCode::from(2)
        }
    }
}
