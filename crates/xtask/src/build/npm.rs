//! The npm package of the JavaScript binding, by wasm-pack: one folder for Node, one for browsers.

use crate::build::{Profile, module};
use crate::places::Places;
use crate::process;
use crate::setup::Tools;
use crate::stop::{Result, While};

/// Builds `target/npm/nodejs` and `target/npm/web`.
pub(crate) fn build(places: &Places, tools: &Tools, profile: Profile) -> Result<()> {
    for kind in ["nodejs", "web"] {
        process::step(
            &format!("packing the npm package for {kind} ({})", profile.name()),
            || pack(places, tools, profile, kind),
        )?;
    }
    Ok(())
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
