//! Tools that `cargo install` builds, in the cache.

use std::path::PathBuf;

use crate::places::Places;
use crate::process;
use crate::stop::{Result, Stop, While};

const WASM_PACK: &str = "0.15.1";

/// The wasm-bindgen whose version is that of the library in Cargo.lock: the two share a format.
pub(crate) fn wasm_bindgen(places: &Places) -> Result<(PathBuf, String)> {
    let lock = places.root.join("Cargo.lock");
    let text = std::fs::read_to_string(&lock).or_stop(|| format!("read {}", lock.display()))?;
    let version = locked_version(&text, "wasm-bindgen")
        .ok_or_else(|| Stop::new("Cargo.lock does not name wasm-bindgen"))?;
    let path = install(places, "wasm-bindgen-cli", "wasm-bindgen", version)?;
    Ok((path, version.to_owned()))
}

/// wasm-pack, which packs the npm package and runs tests in a browser.
pub(crate) fn wasm_pack(places: &Places) -> Result<PathBuf> {
    install(places, "wasm-pack", "wasm-pack", WASM_PACK)
}

fn install(places: &Places, package: &str, program: &str, version: &str) -> Result<PathBuf> {
    let path = places.tools().join("bin").join(program);
    let found = process::capture(process::outside(&path).arg("--version")).unwrap_or_default();
    if found.split_whitespace().any(|word| word == version) {
        return Ok(path);
    }
    process::step(
        &format!("cargo install {package} {version} (a few minutes)"),
        || {
            let install = |locked: bool| {
                let mut command = process::cargo();
                command
                    .args([
                        "install",
                        package,
                        "--version",
                        version,
                        "--force",
                        "--root",
                    ])
                    .arg(places.tools())
                    .args(locked.then_some("--locked"))
                    .env_remove("CARGO_TARGET_DIR")
                    .current_dir(&places.cache);
                process::run(&mut command)
            };
            // A registry index that lags behind can lack what the tool's own lock file names.
            install(true).or_else(|_| {
                eprintln!("    not with its own lock file; trying without");
                install(false)
            })
        },
    )?;
    Ok(path)
}

/// The version of a package in a Cargo.lock.
fn locked_version<'t>(lock: &'t str, package: &str) -> Option<&'t str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_the_package_of_exactly_that_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
