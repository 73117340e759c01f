//! What an operator can set.

use std::path::Path;

use casement_proxy::Settings;

#[test]
fn the_example_file_says_the_defaults() {
    let example = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/casement-proxy.example.toml"
    ))
    .unwrap();
    let folder = Path::new("etc");
    let read = Settings::parse(&example, folder).unwrap();
    let default = Settings::parse("", folder).unwrap();
    assert_eq!(format!("{read:#?}"), format!("{default:#?}"));
}

#[test]
fn an_environment_variable_wins_over_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("casement-proxy.toml");
    std::fs::write(
        &file,
        "listen = \"127.0.0.1:1\"\n[salesforce]\nloginVersion = \"60.0\"",
    )
    .unwrap();
    let environment = |name: &str| match name {
        "CASEMENT_LISTEN" => Some(String::from("0.0.0.0:2")),
        "CASEMENT_ALLOWED_ORIGINS" => Some(String::from("https://a.example, https://b.example")),
        "CASEMENT_SANDBOX_ORG" => Some(String::from("http://127.0.0.1:3")),
        _ => None,
    };
    let settings = Settings::load(Some(&file), environment).unwrap();
    assert_eq!(settings.listen.to_string(), "0.0.0.0:2");
    assert_eq!(settings.salesforce.login_version, "60.0");
    assert_eq!(
        settings.allowed_origins,
        ["https://a.example", "https://b.example"]
    );
    let org = settings.salesforce.sandbox_org.unwrap();
    assert_eq!(org.to_string(), "http://127.0.0.1:3");
}

#[test]
fn settings_that_cannot_be_meant_are_refused_by_name() {
    for (text, named) in [
        ("listen = 1", "listen"),
        ("surprise = 1", "surprise"),
        ("allowedOrigins = [\"*\"]", "allowedOrigins"),
        (
            "allowedOrigins = [\"https://a.example/\"]",
            "allowedOrigins",
        ),
        ("allowedOrigins = [\"null\"]", "allowedOrigins"),
        ("[salesforce]\nloginVersion = \"v64\"", "loginVersion"),
        ("[salesforce]\nrestVersion = \"../x\"", "restVersion"),
        (
            "[salesforce]\nsandboxOrg = \"http://10.0.0.1\"",
            "sandbox org",
        ),
        ("[salesforce]\nconcurrentCalls = 0", "concurrentCalls"),
        ("[salesforce.updates.\"Contact.Email\"]", "Contact.Email"),
        ("[salesforce.caseDefaults]\n\"a b\" = \"\"", "a b"),
        (
            "[salesforce.flows.\"../x\"]\ninputs = []\ncaseNumberOutput = \"n\"",
            "../x",
        ),
        (
            "[salesforce.flows.F]\ninputs = [\"a\"]\nrequired = [\"b\"]\ncaseNumberOutput = \"n\"",
            "b is required",
        ),
    ] {
        let error = Settings::parse(text, Path::new("")).err();
        let words = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(words.contains(named), "{text}: {words}");
    }
}
