//! The npm package of the JavaScript binding, by wasm-pack: one folder for Node, one for browsers.

use std::path::Path;

use crate::build::{Profile, module};
use crate::digest;
use crate::places::Places;
use crate::process;
use crate::setup::Tools;
use crate::stop::{Result, While};

/// The kinds of module that the package is made as.
const KINDS: &[&str] = &["nodejs", "web"];

/// Builds `target/npm/nodejs` and `target/npm/web`.
pub(crate) fn build(places: &Places, tools: &Tools, profile: Profile) -> Result<()> {
    let compiled = process::step(
        &format!("compiling the binding to WASM ({})", profile.name()),
        || module::compile(places, tools, profile, "wasm"),
    )?;
    let read = |path: &Path| std::fs::read(path).or_stop(|| format!("read {}", path.display()));
    let page = places.root.join("crates/wasm/README.md");
    let digest = digest::of(&[
        &read(&compiled)?,
        &read(&page)?,
        profile.name().as_bytes(),
        tools.wasm_bindgen_version.as_bytes(),
    ]);
    let stamp = places.workshop().join("npm.stamp");
    if digest::is_stamped(&stamp, &digest) && KINDS.iter().all(|kind| is_there(places, kind)) {
        return Ok(());
    }
    for kind in KINDS {
        process::step(&format!("packing the npm package for {kind}"), || {
            pack(places, tools, profile, kind)
        })?;
    }
    digest::stamp(&stamp, &digest)
}

fn is_there(places: &Places, kind: &str) -> bool {
    places.npm().join(kind).join("package.json").exists()
}

fn pack(places: &Places, tools: &Tools, profile: Profile, kind: &str) -> Result<()> {
    let out = places.npm().join(kind);
    let mut wasm_pack = pack_command(places, tools)?;
    wasm_pack
        .args(["--log-level", "warn", "build"])
        .arg(places.root.join("crates/wasm"))
        // wasm-pack's own call of wasm-opt does not name the features that browsers have.
        .args([
            "--no-opt",
            "--target",
            kind,
            "--out-name",
            "casement",
            "--out-dir",
        ])
        .arg(&out)
        .arg(match profile {
            Profile::Debug => "--dev",
            Profile::Release => "--release",
        });
    process::quietly(&mut wasm_pack)?;
    if profile == Profile::Release {
        let wasm = out.join("casement_bg.wasm");
        let small = out.join("casement_bg.small");
        module::optimise(places, &wasm, &small)?;
        std::fs::rename(&small, &wasm).or_stop(|| format!("replace {}", wasm.display()))?;
    }
    Ok(())
}

/// wasm-pack with the right compiler, the tools of the cache and the build's own target folder.
pub(crate) fn pack_command(places: &Places, tools: &Tools) -> Result<std::process::Command> {
    let bin = places.tools().join("bin");
    let mut command = process::outside(bin.join("wasm-pack"));
    let mut path = vec![bin, places.root.join("node_modules/.bin")];
    path.extend(tools.wasm.path());
    process::with_path(&mut command, &path)?;
    tools.wasm.apply(&mut command);
    command
        .env("CARGO_TARGET_DIR", places.wasm_target())
        .current_dir(&places.root);
    Ok(command)
}
