//! `cargo xtask build`: the site that the proxy serves, the npm package, the native programs.
//!
//! Debug builds are for people at work: quick, with names in traces, nothing minified or compressed.
//! Release builds are what is shipped: link-time optimisation, wasm-opt, minified glue, and a brotli
//! and a gzip copy beside each file.

mod compress;
mod module;
mod names;
pub(crate) mod npm;
mod site;

use std::path::PathBuf;

use crate::places::Places;
use crate::process;
use crate::setup::{self, Tools};
use crate::stop::{Result, While};

pub(crate) use compress::Sizes;

/// How much work goes into the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build.
    Debug,
    /// As shipped.
    Release,
}

impl Profile {
    /// The name of its folders.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// A part of the build that can be asked for alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// `casement.js` with the widget's module and the host page.
    Widget,
    /// The preview page with its module.
    Preview,
    /// The npm package.
    Npm,
}

impl Part {
    /// Every part.
    pub(crate) const ALL: &[Self] = &[Self::Widget, Self::Preview, Self::Npm];
    /// What the proxy serves.
    pub(crate) const SITE: &[Self] = &[Self::Widget, Self::Preview];

    /// The part of this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "widget" => Some(Self::Widget),
            "preview" => Some(Self::Preview),
            "npm" => Some(Self::Npm),
            _ => None,
        }
    }
}

/// Builds the parts.
pub(crate) fn run(places: &Places, tools: &Tools, profile: Profile, parts: &[Part]) -> Result<()> {
    let workshop = places.workshop();
    std::fs::create_dir_all(&workshop).or_stop(|| format!("create {}", workshop.display()))?;
    let _only_one = setup::hold(&workshop.join("lock"), "another build is at work")?;
    if parts.contains(&Part::Widget) {
        let widget = module::build(places, tools, profile, "widget")?;
        site::write_host(places, profile, &widget)?;
    }
    if parts.contains(&Part::Preview) {
        let preview = module::build(places, tools, profile, "preview")?;
        site::write_preview(places, profile, &preview)?;
    }
    if parts.contains(&Part::Npm) {
        npm::build(places, tools, profile)?;
    }
    Ok(())
}

/// The weight of the engine without window and conversation, built if need be.
pub(crate) fn engine(places: &Places, tools: &Tools) -> Result<Sizes> {
    let workshop = places.workshop();
    std::fs::create_dir_all(&workshop).or_stop(|| format!("create {}", workshop.display()))?;
    let _only_one = setup::hold(&workshop.join("lock"), "another build is at work")?;
    npm::engine(places, tools)
}

/// The sizes of what loads for each part of a release site.
pub(crate) fn sizes(places: &Places) -> Result<site::PartSizes> {
    site::sizes(places)
}

/// Builds native programs, and returns the folder they are in.
pub(crate) fn native(places: &Places, profile: Profile, packages: &[&str]) -> Result<PathBuf> {
    let (cargo_profile, folder) = match profile {
        Profile::Debug => ("dev", "debug"),
        Profile::Release => ("native", "native"),
    };
    process::step(&format!("cargo build {}", packages.join(", ")), || {
        let mut cargo = process::cargo();
        cargo
            .args(["build", "--profile", cargo_profile])
            .arg("--target-dir")
            .arg(&places.native)
            .current_dir(&places.root);
        for package in packages {
            cargo.args(["--package", package]);
        }
        process::run(&mut cargo)
    })?;
    Ok(places.native.join(folder))
}
