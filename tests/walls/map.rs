//! ARCHITECTURE.md is true: what it names exists, and every room is on it.

use std::path::Path;

fn map() -> String {
    std::fs::read_to_string(casement_tests::root().join("ARCHITECTURE.md"))
        .expect("the map is there")
}

/// The paths that the map names: the first word of each line in a fenced block, and elsewhere what
/// stands in back-ticks with a slash in it.
fn named_paths(map: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let mut fenced = false;
    for line in map.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            paths.extend(line.split_whitespace().next().map(str::to_owned));
        } else {
            let ticked = line.split('`').skip(1).step_by(2);
            paths.extend(ticked.filter(|word| is_path(word)).map(str::to_owned));
        }
    }
    paths
}

fn is_path(word: &str) -> bool {
    word.contains('/') && !word.contains([' ', '<', ':']) && !word.starts_with('/')
}

#[test]
fn every_path_named_on_the_map_exists() {
    let paths = named_paths(&map());
    assert!(paths.len() > 15, "only {} paths are named", paths.len());
    for path in paths {
        assert!(
            casement_tests::root().join(&path).exists(),
            "the map names {path}"
        );
    }
}

#[test]
fn every_member_of_the_workspace_is_on_the_map() {
    let manifest =
        std::fs::read_to_string(casement_tests::root().join("Cargo.toml")).expect("a manifest");
    let members = manifest
        .split("members = [")
        .nth(1)
        .expect("a list of members");
    let members = members.split(']').next().unwrap_or_default();
    let map = named_paths(&map());
    for member in members.lines().filter_map(|line| line.split('"').nth(1)) {
        assert!(
            map.iter().any(|path| Path::new(path) == Path::new(member)),
            "{member} is not on the map"
        );
    }
}

#[test]
fn links_of_the_readme_lead_to_files() {
    let readme =
        std::fs::read_to_string(casement_tests::root().join("README.md")).expect("a readme");
    let links: Vec<&str> = readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next())
        .filter(|link| !link.contains("://") && !link.is_empty())
        .collect();
    assert!(!links.is_empty(), "the readme links nowhere");
    for link in links {
        assert!(
            casement_tests::root().join(link).exists(),
            "the readme links to {link}"
        );
    }
}
