//! Where foreign code comes from: the registries, and nothing else.

#[test]
fn every_locked_crate_comes_from_the_registry() {
    let path = casement_tests::root().join("Cargo.lock");
    let text = std::fs::read_to_string(path).expect("Cargo.lock is there");
    let sources: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("source = "))
        .collect();
    assert!(sources.len() > 20, "only {} sources", sources.len());
    for source in sources {
        assert!(source.starts_with("\"registry+"), "{source}");
    }
}

#[test]
fn no_npm_package_is_pinned_to_an_address() {
    let path = casement_tests::root().join("package-lock.json");
    let text = std::fs::read_to_string(path).expect("package-lock.json is there");
    let lock: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let packages = lock["packages"].as_object().expect("packages");
    assert!(packages.len() > 5, "only {} packages", packages.len());
    for (name, package) in packages {
        assert!(
            package.get("resolved").is_none(),
            "{name} names its address"
        );
        let version = package["version"].as_str().unwrap_or_default();
        assert!(
            name.is_empty() || !version.is_empty(),
            "{name} has no version"
        );
    }
}
