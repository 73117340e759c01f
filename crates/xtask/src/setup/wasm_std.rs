//! The standard library for `wasm32-unknown-unknown`: from rustup, or built from Debian's source.
//!
//! Debian's `rustc-web` and `rust-web-src` are one version of the compiler and of the exact source
//! of its standard library. Built once with cargo's `-Zbuild-std`, the library goes into a sysroot
//! in the cache, under the compiler's version.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::places::Places;
use crate::process;
use crate::setup::apt;
use crate::stop::{Result, Stop, While};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_RUSTLIB: &str = "/usr/lib/rustlib";

/// Which compiler builds for WASM.
#[derive(Debug, Clone)]
pub(crate) enum WasmStd {
    /// The one that builds everything else: it has the target installed.
    Native,
    /// Debian's, with a sysroot of our own; rustup knows it under a name where there is a rustup.
    Sysroot {
        folder: PathBuf,
        toolchain: Option<String>,
    },
}

impl WasmStd {
    /// Makes a command (cargo or wasm-pack) compile with it.
    pub(crate) fn apply(&self, command: &mut Command) {
        let Self::Sysroot { folder, toolchain } = self else {
            return;
        };
        match toolchain {
            Some(name) => command.env("RUSTUP_TOOLCHAIN", name),
            None => command.env("RUSTC", folder.join("bin/rustc")),
        };
    }

    /// Folders that must stand in front of PATH: wasm-pack asks the `rustc` it finds there.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        match self {
            Self::Sysroot {
                folder,
                toolchain: None,
            } => Some(folder.join("bin")),
            _ => None,
        }
    }
}

/// What is there already, without changing anything but rustup's name for the sysroot.
pub(crate) fn existing(places: &Places) -> Result<Option<WasmStd>> {
    if only_debian() {
        return existing_sysroot(places);
    }
    let native = process::capture(process::outside("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        TARGET,
    ]));
    if native.is_ok_and(|folder| has_std(Path::new(&folder))) {
        return Ok(Some(WasmStd::Native));
    }
    existing_sysroot(places)
}

/// Brings it: by rustup, and where that fails, by Debian's source.
pub(crate) fn bring(places: &Places) -> Result<WasmStd> {
    if !only_debian() && process::find("rustup").is_some() {
        let added = process::step(&format!("rustup target add {TARGET}"), || {
            let mut rustup = process::outside("rustup");
            rustup.args(["target", "add", TARGET]);
            Ok(process::quietly(&mut rustup).is_ok())
        })?;
        if added {
            return Ok(WasmStd::Native);
        }
        eprintln!("    rustup could not bring it; building it from Debian's source instead");
    }
    bring_debian(places).map_err(|stop| {
        Stop::new(format!("no WASM target for Rust: {stop}")).help(format!(
            "either make `rustup target add {TARGET}` work, or install Debian's packages \
             rustc-web and rust-web-src (and lld where Rust comes without rustup)"
        ))
    })
}

/// Brings Debian's compiler and makes its sysroot, unless they are there.
pub(crate) fn bring_debian(places: &Places) -> Result<WasmStd> {
    if let Some(found) = existing_sysroot(places)? {
        return Ok(found);
    }
    apt::bring(&[
        apt::Wanted::when(debian_version().is_some(), "rustc-web"),
        apt::Wanted::when(
            Path::new(DEBIAN_RUSTLIB)
                .join("src/rust/library/std")
                .exists(),
            "rust-web-src",
        ),
        apt::Wanted::when(linker().is_some(), "lld"),
    ])?;
    build(places)?;
    existing_sysroot(places)?.ok_or_else(|| Stop::new("the library was built but is not complete"))
}

fn only_debian() -> bool {
    std::env::var("CASEMENT_WASM_STD").is_ok_and(|from| from == "debian")
}

fn has_std(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    entries
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

fn existing_sysroot(places: &Places) -> Result<Option<WasmStd>> {
    let Some(version) = debian_version() else {
        return Ok(None);
    };
    let folder = sysroot(places, &version);
    let libraries = folder.join("lib/rustlib").join(TARGET).join("lib");
    // The linker may be gone with the rustup toolchain that it came from.
    let linker = folder
        .join("lib/rustlib")
        .join(debian_host()?)
        .join("bin/rust-lld");
    if !has_std(&libraries) || !folder.join("bin/rustc").exists() || !linker.exists() {
        return Ok(None);
    }
    let toolchain = match process::find("rustup") {
        Some(_) => Some(link(places, &folder)?),
        None => None,
    };
    Ok(Some(WasmStd::Sysroot { folder, toolchain }))
}

fn sysroot(places: &Places, version: &str) -> PathBuf {
    places.cache.join(format!("wasm-sysroot-{version}"))
}

/// The version of Debian's compiler, if it is installed.
fn debian_version() -> Option<String> {
    let said = process::capture(process::outside(DEBIAN_RUSTC).arg("--version")).ok()?;
    said.split_whitespace().nth(1).map(str::to_owned)
}

fn debian_host() -> Result<String> {
    let said = process::capture(process::outside(DEBIAN_RUSTC).arg("-vV"))?;
    said.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .ok_or_else(|| Stop::new("Debian's rustc does not name its host"))
}

/// The linker for WASM: the one in a rustup toolchain, or Debian's `lld`.
fn linker() -> Option<PathBuf> {
    let sysroot = process::capture(process::outside("rustc").args(["--print", "sysroot"])).ok();
    let host = debian_host().ok();
    let bundled = sysroot.zip(host).map(|(sysroot, host)| {
        Path::new(&sysroot)
            .join("lib/rustlib")
            .join(host)
            .join("bin/rust-lld")
    });
    bundled
        .filter(|path| path.exists())
        .or_else(|| process::find("lld"))
}

/// Tells rustup where the sysroot is, under one name per cache.
fn link(places: &Places, folder: &Path) -> Result<String> {
    let usual = std::env::var_os("CASEMENT_CACHE").is_none();
    let name = if usual {
        "casement-wasm".to_owned()
    } else {
        let cache = places.cache.to_string_lossy();
        format!("casement-wasm-{}", crate::digest::of(&[cache.as_bytes()]))
    };
    let known = process::capture(
        process::outside("rustup")
            .args(["which", "rustc", "--toolchain"])
            .arg(&name),
    );
    if !known.is_ok_and(|path| Path::new(&path) == folder.join("bin/rustc")) {
        let mut rustup = process::outside("rustup");
        rustup.args(["toolchain", "link", &name]).arg(folder);
        process::quietly(&mut rustup)?;
    }
    Ok(name)
}

fn build(places: &Places) -> Result<()> {
    let version = debian_version().ok_or_else(|| Stop::new("Debian's rustc does not answer"))?;
    let work = places.cache.join("build").join(format!("std-{version}"));
    let compiled = process::step(
        &format!("building the WASM standard library of Rust {version} (about a minute)"),
        || compile(&work),
    )?;
    assemble(&sysroot(places, &version), &compiled)?;
    std::fs::remove_dir_all(&work).or_stop(|| format!("remove {}", work.display()))
}

/// Builds an empty library with its standard library, and returns where the parts are.
fn compile(work: &Path) -> Result<PathBuf> {
    let write = |name: &str, text: &str| {
        std::fs::write(work.join(name), text).or_stop(|| format!("write {name}"))
    };
    std::fs::create_dir_all(work.join("src")).or_stop(|| format!("create {}", work.display()))?;
    write(
        "Cargo.toml",
        "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
         [lib]\n\n[workspace]\n",
    )?;
    write("src/lib.rs", "")?;
    let mut cargo = process::cargo();
    cargo
        .args(["build", "--release", "-Zbuild-std=std,panic_abort,test"])
        .args(["--target", TARGET, "--target-dir"])
        .arg(work.join("target"))
        .current_dir(work)
        .env("RUSTC", DEBIAN_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        // Without its bitcode the library can't take part in link-time optimisation.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes");
    process::run(&mut cargo)?;
    Ok(work.join("target").join(TARGET).join("release/deps"))
}

fn assemble(folder: &Path, compiled: &Path) -> Result<()> {
    let host = debian_host()?;
    let linker = linker().ok_or_else(|| Stop::new("no linker for WASM"))?;
    if folder.exists() {
        std::fs::remove_dir_all(folder).or_stop(|| format!("remove {}", folder.display()))?;
    }
    let rustlib = folder.join("lib/rustlib");
    let libraries = rustlib.join(TARGET).join("lib");
    for new in [
        &libraries,
        &rustlib.join(&host).join("bin"),
        &folder.join("bin"),
    ] {
        std::fs::create_dir_all(new).or_stop(|| format!("create {}", new.display()))?;
    }
    let entries = std::fs::read_dir(compiled).or_stop(|| format!("read {}", compiled.display()))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libnothing") {
            std::fs::copy(entry.path(), libraries.join(&name))
                .or_stop(|| format!("copy {name}"))?;
        }
    }
    let debian = Path::new(DEBIAN_RUSTLIB);
    symlink(
        &debian.join(&host).join("lib"),
        &rustlib.join(&host).join("lib"),
    )?;
    symlink(&linker, &rustlib.join(&host).join("bin/rust-lld"))?;
    symlink(&debian.join("src"), &rustlib.join("src"))?;
    write_compiler(folder)
}

/// `bin/rustc`: Debian's compiler with this sysroot.
fn write_compiler(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.join("bin/rustc");
    let script = format!(
        "#!/bin/sh\nexec {DEBIAN_RUSTC} --sysroot '{}' \"$@\"\n",
        folder.display()
    );
    std::fs::write(&path, script).or_stop(|| format!("write {}", path.display()))?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))
        .or_stop(|| format!("make {} executable", path.display()))
}

fn symlink(to: &Path, at: &Path) -> Result<()> {
    std::os::unix::fs::symlink(to, at).or_stop(|| format!("link {}", at.display()))
}
