//! The npm package of the JavaScript binding, by wasm-pack: one folder for Node, one for browsers.

use std::path::{Path, PathBuf};

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
    let mut messages = Vec::new();
    for path in translations(places)? {
        messages.extend(read(&path)?);
    }
    let digest = digest::of(&[
        &read(&compiled)?,
        &read(&page)?,
        &messages,
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

/// The engine's messages in other languages, which the package brings along as files.
fn translations(places: &Places) -> Result<Vec<PathBuf>> {
    let folder = places.root.join("crates/form/locales");
    let entries = std::fs::read_dir(&folder).or_stop(|| format!("read {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

/// Puts the translations into a package and onto its list of files.
fn ship_translations(places: &Places, out: &Path) -> Result<()> {
    let folder = out.join("locales");
    std::fs::create_dir_all(&folder).or_stop(|| format!("make {}", folder.display()))?;
    for path in translations(places)? {
        let to = folder.join(path.file_name().unwrap_or_default());
        std::fs::copy(&path, &to).or_stop(|| format!("copy to {}", to.display()))?;
    }
    let manifest = out.join("package.json");
    let text =
        std::fs::read_to_string(&manifest).or_stop(|| format!("read {}", manifest.display()))?;
    let mut package: serde_json::Value =
        serde_json::from_str(&text).or_stop(|| format!("understand {}", manifest.display()))?;
    if let Some(files) = package
        .get_mut("files")
        .and_then(|files| files.as_array_mut())
    {
        files.push("locales".into());
    }
    std::fs::write(&manifest, format!("{package:#}\n"))
        .or_stop(|| format!("write {}", manifest.display()))
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
    ship_translations(places, &out)?;
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
