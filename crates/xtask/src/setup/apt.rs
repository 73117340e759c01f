//! Debian packages, by `apt-get`, which needs root.

use std::process::Command;

use crate::process;
use crate::stop::{Result, Stop};

/// Something that a Debian package brings.
pub(crate) struct Wanted {
    package: &'static str,
    is_there: bool,
}

impl Wanted {
    /// A program on PATH, or the one that an environment variable names.
    pub(crate) fn program(
        name: &'static str,
        variable: &'static str,
        package: &'static str,
    ) -> Self {
        let name = std::env::var(variable).unwrap_or_else(|_| name.to_owned());
        Self::when(process::find(&name).is_some(), package)
    }

    /// A package that is wanted unless something is there already.
    pub(crate) fn when(is_there: bool, package: &'static str) -> Self {
        Self { package, is_there }
    }
}

/// Installs the packages of what is not there.
pub(crate) fn bring(wanted: &[Wanted]) -> Result<()> {
    let packages: Vec<&str> = wanted
        .iter()
        .filter(|wanted| !wanted.is_there)
        .map(|wanted| wanted.package)
        .collect();
    if packages.is_empty() {
        return Ok(());
    }
    let by_hand = format!(
        "sudo apt-get install --no-install-recommends {}",
        packages.join(" ")
    );
    if process::find("apt-get").is_none() {
        return Err(Stop::new(format!("{} missing", list(&packages)))
            .help("this is no Debian: install the same programs by this system's own means"));
    }
    if !is_root() {
        return Err(Stop::new(format!(
            "{} missing, and apt-get needs root",
            list(&packages)
        ))
        .help(format!("run `{by_hand}`, then this command again")));
    }
    process::step(&format!("apt-get install {}", packages.join(" ")), || {
        // A fresh machine has no package lists yet, and old lists name files that are gone.
        if process::quietly(&mut apt(&["update"])).is_err() {
            eprintln!("    `apt-get update` failed; trying with the lists that are there");
        }
        let mut install = apt(&["install", "--yes", "--no-install-recommends"]);
        install.args(&packages);
        process::quietly(&mut install).map_err(|stop| {
            Stop::new(format!(
                "{} could not be installed: {stop}",
                list(&packages)
            ))
            .help(format!("see what `{by_hand}` says"))
        })
    })
}

fn apt(words: &[&str]) -> Command {
    let mut command = process::outside("apt-get");
    command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn list(packages: &[&str]) -> String {
    let verb = if packages.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", packages.join(", "))
}

fn is_root() -> bool {
    process::capture(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}
