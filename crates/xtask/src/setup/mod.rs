//! `cargo xtask setup`: brings what is missing on a machine that has Rust, Node with npm and
//! `apt-get`, says what it brings, and does nothing where nothing is missing.
//!
//! Everything comes from package registries: rustup's, crates.io, npm, PyPI and Debian.

mod apt;
mod node;
mod python;
mod shipped_std;
mod tools;
mod wasm_std;

use std::fs::File;
use std::path::PathBuf;

use crate::places::Places;
use crate::process;
use crate::stop::{Result, Stop, While};

pub(crate) use shipped_std::{Aim, ShippedStd};
pub(crate) use wasm_std::WasmStd;

/// How much of the machine a command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// WASM target, wasm-bindgen and the npm packages.
    Site,
    /// Also wasm-pack.
    Package,
    /// Also Chromium, its driver and the Python clients.
    Everything,
}

/// What the set-up found or brought.
#[derive(Debug)]
pub(crate) struct Tools {
    /// How to compile for WASM, at work and in tests.
    pub(crate) wasm: WasmStd,
    /// How to compile what is shipped.
    pub(crate) shipped: ShippedStd,
    /// The wasm-bindgen that Cargo.lock names.
    pub(crate) wasm_bindgen: PathBuf,
    /// Its version.
    pub(crate) wasm_bindgen_version: String,
}

/// Brings what is missing for `need`.
pub(crate) fn run(places: &Places, need: Need) -> Result<Tools> {
    let _only_one = only_one(places)?;
    for (program, package) in [("node", "nodejs"), ("npm", "npm")] {
        if process::find(program).is_none() {
            return Err(Stop::new(format!("{program} is not on PATH")).help(format!(
                "install Node 20 or newer with npm (Debian: {package})"
            )));
        }
    }
    let wasm = match wasm_std::existing(places)? {
        Some(found) => found,
        None => wasm_std::bring(places)?,
    };
    let shipped = shipped_std::bring(places, &wasm)?;
    if need >= Need::Everything {
        apt::bring(&[
            apt::Wanted::program("chromium", "CASEMENT_CHROMIUM", "chromium"),
            apt::Wanted::program("chromedriver", "CASEMENT_CHROMEDRIVER", "chromium-driver"),
        ])?;
    }
    let (wasm_bindgen, wasm_bindgen_version) = tools::wasm_bindgen(places)?;
    if need >= Need::Package {
        tools::wasm_pack(places)?;
    }
    node::bring(places)?;
    if need >= Need::Everything {
        python::bring(places)?;
    }
    Ok(Tools {
        wasm,
        shipped,
        wasm_bindgen,
        wasm_bindgen_version,
    })
}

/// Holds the cache for one set-up at a time: two terminals would install the same tool twice.
fn only_one(places: &Places) -> Result<File> {
    std::fs::create_dir_all(&places.cache)
        .or_stop(|| format!("create {}", places.cache.display()))?;
    hold(&places.cache.join("lock"), "another set-up is at work")
}

/// Takes the lock of a file, and says so when that means waiting.
pub(crate) fn hold(path: &std::path::Path, waiting_for: &str) -> Result<File> {
    let file = File::create(path).or_stop(|| format!("create {}", path.display()))?;
    if file.try_lock().is_err() {
        eprintln!("==> waiting: {waiting_for}");
        file.lock().or_stop(|| format!("lock {}", path.display()))?;
    }
    Ok(file)
}
