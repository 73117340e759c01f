//! The standard library of shipped modules: built with them from its source, without panic messages
//! and, where weight counts, with small algorithms, it weighs a tenth of the module less than the
//! ready-made one.
//!
//! The source is rustup's component `rust-src`, or Debian's `rust-web-src` with its own compiler.

use std::path::Path;
use std::process::Command;

use crate::places::Places;
use crate::process;
use crate::setup::wasm_std::{self, WasmStd};
use crate::stop::Result;

/// What a module is compiled and optimised for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Few bytes on the way to a browser, compressed: the same code written the same way counts for
    /// more than little code.
    Weight,
    /// Steps that take little time, on a server or in a page with a large form.
    Speed,
}

/// With less than a megabyte of stack below them, addresses of constants take three bytes, not four.
const RUSTFLAGS: &str = "-Cpanic=immediate-abort -Zunstable-options -Zlocation-detail=none \
                         -Zfmt-debug=none -Clink-arg=-zstack-size=917504";

/// Functions up to twice the usual size become part of those that call them. A JavaScript engine
/// compiles a function well only when it has run through so many bytes of it, so that few long ones are
/// fast sooner than many short ones, and its first, plain code pays for each call.
const INLINE_MORE: &str = "-Cllvm-args=-inline-threshold=600";

/// What shipped modules are compiled with.
#[derive(Debug)]
pub(crate) struct ShippedStd {
    compiler: WasmStd,
    /// Without the source the modules are the same, only heavier.
    pub(crate) from_source: bool,
}

impl ShippedStd {
    /// Makes a cargo command compile with it.
    pub(crate) fn apply(&self, aim: Aim, command: &mut Command) {
        self.compiler.apply(command);
        if !self.from_source {
            return;
        }
        command
            .arg("-Zbuild-std=std,panic_abort")
            // Neither the library's build nor its flags are stable yet.
            .env("RUSTC_BOOTSTRAP", "1");
        match aim {
            Aim::Weight => command
                .arg("-Zbuild-std-features=optimize_for_size")
                .env("RUSTFLAGS", RUSTFLAGS),
            Aim::Speed => command.env("RUSTFLAGS", format!("{RUSTFLAGS} {INLINE_MORE}")),
        };
    }
}

/// Brings the source where it is missing: by rustup, and where that fails, from Debian. Where both
/// fail it says so and takes the ready-made library.
pub(crate) fn bring(places: &Places, wasm: &WasmStd) -> Result<ShippedStd> {
    let from_source = |compiler| {
        Ok(ShippedStd {
            compiler,
            from_source: true,
        })
    };
    if matches!(wasm, WasmStd::Sysroot { .. }) || has_source() {
        return from_source(wasm.clone());
    }
    if process::find("rustup").is_some() {
        process::step("rustup component add rust-src", || {
            let mut rustup = process::outside("rustup");
            // What counts is whether the source is there afterwards.
            let _ = process::quietly(rustup.args(["component", "add", "rust-src"]));
            Ok(())
        })?;
        if has_source() {
            return from_source(wasm.clone());
        }
        eprintln!("    rustup could not bring it; taking Debian's compiler and source instead");
    }
    match wasm_std::bring_debian(places) {
        Ok(debian) => from_source(debian),
        Err(stop) => {
            eprintln!("    no source of the standard library: {stop}");
            eprintln!("    shipped modules are made with the ready-made one, a tenth heavier");
            Ok(ShippedStd {
                compiler: wasm.clone(),
                from_source: false,
            })
        }
    }
}

/// Is the source beside the compiler that builds everything else?
fn has_source() -> bool {
    process::capture(process::outside("rustc").args(["--print", "sysroot"])).is_ok_and(|sysroot| {
        Path::new(&sysroot)
            .join("lib/rustlib/src/rust/library/std/src/lib.rs")
            .exists()
    })
}
