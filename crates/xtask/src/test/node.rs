//! Tests beside Rust's: the npm package in Node, and the Salesforce clients, in Node and Python, that
//! judge the sandbox org.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::places::Places;
use crate::process;
use crate::readiness::{Running, free_port};
use crate::stop::{Result, Stop, While};
use crate::test::tally::Tally;

const JUDGES: &str = "crates/sandbox/judges";

/// The npm package as a Node program sees it.
pub(crate) fn package(places: &Places) -> Result<Tally> {
    let files = files(&places.root.join("crates/wasm/tests"), ".test.mjs")?;
    run(places, &files, |node| {
        node.env("CASEMENT_NPM", places.npm());
    })
}

/// Clients that know nothing of this project, against a sandbox org of their own.
pub(crate) fn judges(places: &Places) -> Result<Tally> {
    let folder = places.root.join(JUDGES);
    let port = free_port()?;
    let mut sandbox = process::outside(places.native.join("debug/casement-sandbox"));
    sandbox.args(["--listen", &format!("127.0.0.1:{port}")]);
    let _sandbox = Running::start("sandbox org", &mut sandbox, port)?;
    let address = format!("http://127.0.0.1:{port}");
    let mut tally = Tally::default();
    for judge in files(&folder, ".mjs")? {
        tally += ask(process::outside("node").arg(judge).arg(&address))?;
    }
    for judge in files(&folder, "_judge.py")? {
        let mut python = process::outside(places.python().join("bin/python"));
        python.env("PYTHONDONTWRITEBYTECODE", "1").arg(judge);
        tally += ask(python.arg(&address))?;
    }
    Ok(tally)
}

/// Asks one judge for its findings; one that finds nothing at all has failed.
fn ask(judge: &mut Command) -> Result<Tally> {
    let (well, lines) = process::watch(judge)?;
    let tally = Tally::from_findings(&lines).ended(well);
    Ok(if tally.is_empty() {
        Tally::failure()
    } else {
        tally
    })
}

/// Runs test files with Node's own runner, one after the other: they share two cores.
pub(crate) fn run(
    places: &Places,
    files: &[PathBuf],
    environment: impl FnOnce(&mut Command),
) -> Result<Tally> {
    let report = places.workshop().join("report.tap");
    let _ = std::fs::remove_file(&report);
    let mut node = process::outside("node");
    node.args(["--test", "--test-concurrency=1"])
        .args(["--test-reporter=spec", "--test-reporter-destination=stdout"])
        .arg("--test-reporter=tap")
        .arg(format!("--test-reporter-destination={}", report.display()))
        .args(files)
        .current_dir(&places.root);
    environment(&mut node);
    let (well, _) = process::watch(&mut node)?;
    let said = std::fs::read_to_string(&report).or_stop(|| format!("read {}", report.display()))?;
    Ok(Tally::from_tap(&said).ended(well))
}

/// The files of a folder whose names end so, in order; none is an error, for a test of nothing
/// passes.
pub(crate) fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).or_stop(|| format!("read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(Stop::new(format!("no *{ending} in {}", folder.display())));
    }
    Ok(files)
}
