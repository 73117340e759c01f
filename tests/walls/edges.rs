//! Which room may know which. `cargo metadata` tells what the manifests say.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// The allowed edges; what is not here is not allowed.
const ALLOWED: &[(&str, &[&str])] = &[
    ("casement-expression", &[]),
    ("casement-form", &["casement-expression"]),
    ("casement-support", &["casement-form"]),
    (
        "casement-wasm",
        &["casement-expression", "casement-form", "casement-support"],
    ),
    (
        "casement-cli",
        &["casement-expression", "casement-form", "casement-support"],
    ),
    ("casement-renderer", &["casement-form"]),
    (
        "casement-widget",
        &["casement-renderer", "casement-support"],
    ),
    (
        "casement-preview",
        &["casement-renderer", "casement-support"],
    ),
    // Submissions are validated again on the server, with the form's own code.
    ("casement-proxy", &["casement-support", "casement-form"]),
    ("casement-sandbox", &[]),
    ("casement-xtask", &[]),
];

/// The one crate that may know everything.
const TESTS: &str = "casement-tests";

/// A package's name with its dependencies: name and kind (`normal`, `dev` or `build`).
type Packages = BTreeMap<String, Vec<(String, String)>>;

pub(crate) fn packages() -> Packages {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(casement_tests::root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or("normal").to_owned();
    metadata["packages"]
        .as_array()
        .expect("a list of packages")
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"]
                .as_array()
                .expect("a list of dependencies");
            let dependencies = dependencies
                .iter()
                .map(|dependency| (text(dependency, "name"), text(dependency, "kind")))
                .collect();
            (text(package, "name"), dependencies)
        })
        .collect()
}

#[test]
fn every_room_knows_only_the_rooms_it_may_know() {
    let packages = packages();
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    for (package, dependencies) in &packages {
        if package == TESTS {
            continue;
        }
        let Some(allowed) = allowed.get(package.as_str()) else {
            panic!("{package} is a new room: say in this table which rooms it may know");
        };
        for (name, kind) in dependencies {
            let is_room = packages.contains_key(name);
            assert!(
                !is_room || kind == "dev" || allowed.contains(&name.as_str()),
                "{package} must not depend on {name}"
            );
        }
    }
}

#[test]
fn every_room_of_the_plan_is_in_the_workspace() {
    let there: BTreeSet<String> = packages().into_keys().collect();
    for (room, _) in ALLOWED {
        assert!(there.contains(*room), "{room} is not in the workspace");
    }
}

#[test]
fn the_sandbox_org_shares_nothing_with_the_proxy_even_in_its_tests() {
    let packages = packages();
    for (name, _) in &packages["casement-sandbox"] {
        assert!(
            !packages.contains_key(name),
            "the sandbox org depends on {name}"
        );
    }
}
