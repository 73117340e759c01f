//! `cargo xtask test`: every check in order, the cheap ones first, and one closing line.

mod browser;
mod native;
mod node;
mod tally;

use std::process::ExitCode;

use crate::build::{self, Part, Profile};
use crate::places::Places;
use crate::setup::{self, Need, Tools};
use crate::size;
use crate::stop::{Result, Stop};

use tally::Tally;

/// One kind of check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    Fmt,
    Clippy,
    Doc,
    Native,
    Build,
    Size,
    Wasm,
    Npm,
    Judges,
    Browser,
}

impl Check {
    const ALL: &[(Self, &str, &str)] = &[
        (Self::Fmt, "fmt", "formatting"),
        (Self::Clippy, "clippy", "lints, warnings denied"),
        (Self::Doc, "doc", "documentation, warnings denied"),
        (Self::Native, "native", "native tests"),
        (
            Self::Build,
            "build",
            "release build of site, package and programs",
        ),
        (Self::Size, "size", "ceilings of launcher and widget"),
        (Self::Wasm, "wasm", "WASM tests in headless Chromium"),
        (Self::Npm, "npm", "the npm package in Node"),
        (
            Self::Judges,
            "judges",
            "Salesforce clients against the sandbox org",
        ),
        (Self::Browser, "browser", "the whole system in Chromium"),
    ];

    /// The check of this name.
    pub(crate) fn from_name(name: &str) -> Result<Self> {
        Self::ALL
            .iter()
            .find(|(_, known, _)| *known == name)
            .map(|(check, _, _)| *check)
            .ok_or_else(|| {
                let names: Vec<&str> = Self::ALL.iter().map(|(_, name, _)| *name).collect();
                Stop::new(format!("there is no check `{name}`"))
                    .help(format!("checks: {}", names.join(", ")))
            })
    }

    /// Does it look at what the build makes?
    fn needs_build(self) -> bool {
        matches!(self, Self::Size | Self::Npm | Self::Judges | Self::Browser)
    }
}

/// Runs the chosen checks, or all of them.
pub(crate) fn run(places: &Places, only: &[Check]) -> Result<ExitCode> {
    let tools = setup::run(places, Need::Everything)?;
    let chosen = |check: Check| {
        only.is_empty()
            || only.contains(&check)
            || (check == Check::Build && only.iter().any(|other| other.needs_build()))
    };
    let mut total = Tally::default();
    let mut summary = Vec::new();
    for (check, name, what) in Check::ALL.iter().filter(|(check, ..)| chosen(*check)) {
        eprintln!("\n==== {name}: {what}");
        let tally = match perform(places, &tools, *check) {
            Ok(tally) if tally.is_empty() => {
                eprintln!("error: nothing was run");
                Tally::failure()
            }
            Ok(tally) => tally,
            Err(stop) => {
                eprintln!("error: {stop}");
                Tally::failure()
            }
        };
        summary.push(format!("{name:<10}{tally}"));
        total += tally;
    }
    eprintln!("\n{}", summary.join("\n"));
    println!("{total}");
    Ok(if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn perform(places: &Places, tools: &Tools, check: Check) -> Result<Tally> {
    match check {
        Check::Fmt => native::fmt(places),
        Check::Clippy => native::clippy(places),
        Check::Doc => native::doc(places),
        Check::Native => native::tests(places),
        Check::Build => {
            build::run(places, tools, Profile::Release, Part::ALL)?;
            build::native(places, Profile::Debug, browser::PROGRAMS)?;
            Ok(Tally::success())
        }
        Check::Size => {
            let (held, broken) = size::check(places, tools)?;
            for line in &broken {
                eprintln!("{line}");
            }
            Ok(Tally {
                passed: held,
                failed: broken.len(),
            })
        }
        Check::Wasm => browser::wasm(places, tools),
        Check::Npm => node::package(places),
        Check::Judges => node::judges(places),
        Check::Browser => browser::system(places),
    }
}
