//! The table of problems.

use std::collections::BTreeSet;

use casement_proxy::problem::{Code, Problem};

#[test]
fn each_code_stands_once_and_in_the_readme_with_its_status_and_class() {
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let mut names = BTreeSet::new();
    for code in Code::ALL {
        assert!(names.insert(code.name()), "{} stands twice", code.name());
        let row = format!(
            "| {} | {} | {} |",
            code.name(),
            code.status().as_u16(),
            code.client_class().name()
        );
        assert!(readme.contains(&row), "missing in the README: {row}");
    }
}

#[test]
fn a_problem_document_has_the_members_of_rfc_9457() {
    let json: serde_json::Value =
        serde_json::from_str(&Problem::from(Code::NotFound).to_json()).unwrap();
    assert_eq!(json["type"], "urn:casement:problem:notFound");
    assert_eq!(json["status"], 404);
    assert_eq!(json["code"], "notFound");
    assert!(json["title"].is_string() && json["detail"].is_string());
    assert!(json.get("errors").is_none());
}
