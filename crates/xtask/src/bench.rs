//! `cargo xtask bench`: builds the npm package as it is shipped and lets `tests/bench` measure it
//! against survey-core. What is measured, and how, is told there.

use std::process::{ExitCode, Stdio};

use crate::build::{self, Part, Profile};
use crate::places::Places;
use crate::process;
use crate::setup::{self, Need};
use crate::stop::{Result, While};

/// What to measure, and how to say it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Options {
    /// One JSON object a line in place of a table.
    pub(crate) json: bool,
    /// In Chromium, too, with the module for speed and the one for weight.
    pub(crate) chromium: bool,
    /// Numbers of questions; none: those of the goals.
    pub(crate) questions: Vec<u32>,
    /// One work by its name.
    pub(crate) only: Option<String>,
}

/// Measures; fails where the two sides came to different results.
pub(crate) fn run(places: &Places, options: &Options) -> Result<ExitCode> {
    let need = if options.chromium {
        Need::Everything
    } else {
        Need::Package
    };
    let tools = setup::run(places, need)?;
    build::run(places, &tools, Profile::Release, &[Part::Npm])?;
    let mut node = process::outside("node");
    node.arg(places.root.join("tests/bench/node.mjs"))
        .args(options.json.then_some("--json"))
        .args(options.chromium.then_some("--chromium"))
        .env("CASEMENT_NPM", places.npm())
        // Dates are compared, too.
        .env("TZ", "UTC")
        .stdin(Stdio::null());
    if !options.questions.is_empty() {
        let sizes: Vec<String> = options.questions.iter().map(u32::to_string).collect();
        node.args(["--questions", &sizes.join(",")]);
    }
    if let Some(work) = &options.only {
        node.args(["--only", work]);
    }
    let status = node.status().or_stop(|| process::line(&node))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
