//! Checks that need nothing but Rust.

use crate::places::Places;
use crate::process;
use crate::stop::Result;
use crate::test::tally::Tally;

/// Is everything formatted?
pub(crate) fn fmt(places: &Places) -> Result<Tally> {
    run(places, &["fmt", "--all", "--check"], None)
}

/// Lints of every crate. The browser crates are linted for the host: the compiler for WASM may come
/// without clippy.
pub(crate) fn clippy(places: &Places) -> Result<Tally> {
    let words = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    run(places, &words, None)
}

/// Is the documentation whole, and do its links lead somewhere?
pub(crate) fn doc(places: &Places) -> Result<Tally> {
    let flags = Some(("RUSTDOCFLAGS", "-D warnings"));
    run(places, &["doc", "--workspace", "--no-deps"], flags)
}

/// What plain `cargo test` runs, and the workflow once more on the engine as the widget has it, without
/// all that the three forms don't need.
pub(crate) fn tests(places: &Places) -> Result<Tally> {
    let mut total = test(places, &[])?;
    total += test(
        places,
        &["--package", "casement-support", "--no-default-features"],
    )?;
    Ok(total)
}

fn test(places: &Places, words: &[&str]) -> Result<Tally> {
    let mut cargo = process::cargo();
    cargo
        .args(["test", "--no-fail-fast"])
        .args(words)
        .env("CARGO_TARGET_DIR", &places.native)
        .current_dir(&places.root);
    let (well, lines) = process::watch(&mut cargo)?;
    Ok(Tally::from_rust(&lines).ended(well))
}

fn run(places: &Places, words: &[&str], variable: Option<(&str, &str)>) -> Result<Tally> {
    let mut cargo = process::cargo();
    cargo
        .args(words)
        .envs(variable)
        .env("CARGO_TARGET_DIR", &places.native)
        .current_dir(&places.root);
    process::run(&mut cargo).map(|()| Tally::success())
}
