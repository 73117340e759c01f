//! Fuzzing: every target of `fuzz/` for some minutes, one after the other.
//!
//! What a target finds lies in `fuzz/artifacts`; it is fixed, and kept as a case in a test.

use std::path::Path;
use std::process::Command;

use crate::places::Places;
use crate::process;
use crate::stop::{Result, Stop};

/// A target and how it is fed.
struct Target {
    name: &'static str,
    /// The longest input that is worth its time, in bytes.
    longest: u32,
}

const TARGETS: &[Target] = &[
    Target {
        name: "expression",
        longest: 300,
    },
    Target {
        name: "json",
        longest: 2_000,
    },
    Target {
        name: "definition",
        longest: 4_000,
    },
    Target {
        name: "walk",
        longest: 4_000,
    },
    Target {
        name: "directive",
        longest: 1_000,
    },
];

/// Runs every target for so many minutes.
pub(crate) fn run(places: &Places, minutes: u32) -> Result<()> {
    let mut version = process::outside("cargo");
    version.args(["fuzz", "--version"]);
    if process::capture(&mut version).is_err() {
        return Err(Stop::new("cargo-fuzz is not there")
            .help("cargo install cargo-fuzz; rustup toolchain install nightly"));
    }
    for target in TARGETS {
        process::step(&format!("{} for {minutes} min", target.name), || {
            process::run(&mut command(&places.root, target, minutes))
        })?;
    }
    Ok(())
}

fn command(root: &Path, target: &Target, minutes: u32) -> Command {
    let mut command = process::outside("cargo");
    command
        .args(["+nightly", "fuzz", "run", "--release", "--debug-assertions"])
        // Nothing here is unsafe, so an address sanitizer would only cost time.
        .args(["--sanitizer", "none", target.name, "--"])
        .arg(format!("-max_total_time={}", u64::from(minutes) * 60))
        .arg(format!("-max_len={}", target.longest))
        .arg("-timeout=20")
        .current_dir(root);
    let words = root.join(format!("fuzz/dictionaries/{}.dict", target.name));
    if words.is_file() {
        command.arg(format!("-dict={}", words.display()));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_of_the_fuzzing_crate_is_run() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = std::fs::read_dir(root.join("fuzz/fuzz_targets")).unwrap();
        let mut files: Vec<String> = folder
            .map(|entry| {
                let path = entry.unwrap().path();
                path.file_stem().unwrap().to_string_lossy().into_owned()
            })
            .collect();
        files.sort();
        let mut known: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        known.sort_unstable();
        assert_eq!(files, known);
    }
}
