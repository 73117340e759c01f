//! What the pure rooms must never reach: clock, chance, files, network, browser. Their manifests
//! and their sources are read.

use std::collections::{BTreeMap, BTreeSet};

use crate::edges::packages;

const PURE: &[(&str, &str)] = &[
    ("casement-expression", "crates/expression/src/"),
    ("casement-form", "crates/form/src/"),
    ("casement-support", "crates/support/src/"),
];

/// Packages that reach the world.
const WORLDLY: &[&str] = &[
    "async-std",
    "chrono",
    "futures",
    "getrandom",
    "gloo-net",
    "gloo-timers",
    "hyper",
    "iana-time-zone",
    "js-sys",
    "leptos",
    "mio",
    "rand",
    "reqwest",
    "smol",
    "time",
    "tokio",
    "ureq",
    "wasm-bindgen",
    "web-sys",
];

/// Parts of the standard library that reach the world.
const WORLDLY_STD: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
];

/// What each external package needs, from the lock file: every platform's and every feature's needs.
fn locked() -> BTreeMap<String, BTreeSet<String>> {
    let path = casement_tests::root().join("Cargo.lock");
    let text = std::fs::read_to_string(path).expect("Cargo.lock is there");
    let quoted = |line: &str| line.split('"').nth(1).map(str::to_owned);
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut name = String::new();
    for line in text.lines() {
        if line.starts_with("name = ") {
            name = quoted(line).unwrap_or_default();
            needs.entry(name.clone()).or_default();
        } else if line.starts_with(" \"") {
            // A package with several versions is followed by its version: `"syn 2.0.1"`.
            let need = quoted(line).unwrap_or_default();
            let need = need.split(' ').next().unwrap_or_default().to_owned();
            needs.entry(name.clone()).or_default().insert(need);
        }
    }
    needs
}

/// A room's whole tree: its manifest's own dependencies, and what those need.
fn tree(room: &str) -> BTreeSet<String> {
    let packages = packages();
    let locked = locked();
    let direct = |room: &str| -> Vec<String> {
        let dependencies = packages.get(room).into_iter().flatten();
        dependencies
            .filter(|(_, kind)| kind != "dev")
            .map(|(name, _)| name.clone())
            .collect()
    };
    let mut seen = BTreeSet::new();
    let mut open = direct(room);
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        if packages.contains_key(&name) {
            // The lock file mixes a room's dev-dependencies in; its manifest tells them apart.
            open.extend(direct(&name));
        } else {
            open.extend(locked.get(&name).into_iter().flatten().cloned());
        }
    }
    seen
}

#[test]
fn no_pure_room_has_the_world_in_its_tree() {
    for (room, _) in PURE {
        let tree = tree(room);
        let worldly: Vec<&&str> = WORLDLY
            .iter()
            .filter(|name| tree.contains(**name))
            .collect();
        assert!(worldly.is_empty(), "{room} reaches {worldly:?}");
    }
}

#[test]
fn the_tree_of_the_widget_is_read_with_the_browser_in_it() {
    let tree = tree("casement-widget");
    for expected in ["casement-expression", "reactive_graph", "wasm-bindgen"] {
        assert!(
            tree.contains(expected),
            "the reader of the tree misses {expected}"
        );
    }
}

#[test]
fn no_pure_room_names_clock_files_threads_or_network() {
    let sources = casement_tests::sources().expect("the tree can be read");
    let mut read = 0;
    for source in &sources {
        let pure = PURE
            .iter()
            .any(|(_, folder)| source.path.starts_with(folder));
        if !pure || source.kind() != "rs" || source.path.ends_with("/tests.rs") {
            continue;
        }
        read += 1;
        let shipped = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in shipped.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let worldly = WORLDLY_STD.iter().find(|word| code.contains(**word));
            assert!(
                worldly.is_none(),
                "{}:{} names {}",
                source.path,
                number + 1,
                worldly.unwrap_or(&"")
            );
        }
    }
    assert!(read > 10, "only {read} files of pure rooms were read");
}
