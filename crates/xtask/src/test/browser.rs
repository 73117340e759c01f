//! Tests that run in Chromium: the browser crates' own, and the whole system's.

use std::path::Path;

use crate::build::npm;
use crate::places::Places;
use crate::process;
use crate::setup::Tools;
use crate::stop::{Result, Stop};
use crate::test::node;
use crate::test::tally::Tally;

/// The native programs that the system tests start.
pub(crate) const PROGRAMS: &[&str] = &["casement-sandbox", "casement-proxy", "casement-cli"];

/// Crates that may hold tests for the browser.
const BROWSER_CRATES: &[&str] = &["crates/wasm", "web/renderer", "web/widget", "web/preview"];

/// wasm-bindgen tests in headless Chromium, by wasm-pack.
pub(crate) fn wasm(places: &Places, tools: &Tools) -> Result<Tally> {
    let mut total = Tally::default();
    for folder in BROWSER_CRATES.iter().map(|path| places.root.join(path)) {
        if !mentions(&folder.join("src"), "wasm_bindgen_test")
            && !mentions(&folder.join("tests"), "wasm_bindgen_test")
        {
            continue;
        }
        let mut wasm_pack = npm::pack_command(places, tools)?;
        wasm_pack
            .args(["--log-level", "warn", "test", "--headless", "--chrome"])
            .arg("--chromedriver")
            .arg(program("CASEMENT_CHROMEDRIVER", "chromedriver")?)
            .arg(&folder)
            // A busy machine may take long to start its first page.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
        let (well, lines) = process::watch(&mut wasm_pack)?;
        total += Tally::from_rust(&lines).ended(well);
    }
    Ok(total)
}

/// The suite in `tests/browser`, which starts sandbox org and proxy itself.
pub(crate) fn system(places: &Places) -> Result<Tally> {
    let files = node::files(&places.root.join("tests/browser"), ".test.mjs")?;
    let chromium = program("CASEMENT_CHROMIUM", "chromium")?;
    node::run(places, &files, |node| {
        node.env("CASEMENT_SITE", places.site())
            .env("CASEMENT_PROGRAMS", places.native.join("debug"))
            .env("CASEMENT_CHROMIUM", chromium);
    })
}

fn program(variable: &str, name: &str) -> Result<std::path::PathBuf> {
    let wanted = std::env::var(variable).unwrap_or_else(|_| name.to_owned());
    process::find(&wanted).ok_or_else(|| Stop::new(format!("{wanted} is not on PATH")))
}

/// Does a Rust file below the folder contain the word?
fn mentions(folder: &Path, word: &str) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().map(|entry| entry.path()).any(|path| {
        if path.is_dir() {
            return mentions(&path, word);
        }
        path.extension().is_some_and(|extension| extension == "rs")
            && std::fs::read_to_string(&path).is_ok_and(|text| text.contains(word))
    })
}
