//! Saving, reading and testing credentials with the command itself.

use std::path::Path;
use std::process::{Output, Stdio};

use casement_sandbox::{Org, OrgConfig, Sandbox};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::stage::USERNAME;

const UNDECRYPTABLE: &str = "The stored credentials can't be decrypted. Enter and save them again: casement-proxy credentials set";

struct Desk {
    org: Sandbox,
    folder: TempDir,
}

impl Desk {
    async fn with(config: OrgConfig) -> Desk {
        Desk {
            org: Sandbox::start(Org::new(config), "127.0.0.1:0")
                .await
                .unwrap(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casement-proxy"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("CASEMENT_SANDBOX_ORG", self.org.url());
        command
    }

    async fn save(&self, password: &str, token: &str) -> Output {
        let set = ["credentials", "set", "--username", USERNAME];
        typed(self.command(&set), &format!("{password}\n{token}\n")).await
    }

    async fn run(&self, arguments: &[&str]) -> (bool, String) {
        finished(self.command(arguments)).await
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }
}

async fn typed(mut command: Command, lines: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(lines.as_bytes()).await.unwrap();
    drop(input);
    child.wait_with_output().await.unwrap()
}

async fn finished(mut command: Command) -> (bool, String) {
    let output = command.stdin(Stdio::null()).output().await.unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

// R32, R33
#[tokio::test]
async fn saved_credentials_log_in_and_stand_nowhere_in_plain_text() {
    let desk = Desk::with(OrgConfig::default()).await;
    let saved = desk.save("sandbox", "TOKEN").await;
    assert!(saved.status.success(), "{saved:?}");
    assert_eq!(
        desk.run(&["credentials", "check"]).await,
        (true, String::from("login: ok\n"))
    );
    let file = read(&desk.file("casement-credentials.json"));
    let json: Value = serde_json::from_str(&file).unwrap();
    assert_eq!(json["username"], USERNAME);
    assert_eq!(json["domain"], "sandbox");
    assert!(json["password"]["sealed"].is_string() && json["securityToken"]["sealed"].is_string());
    for secret in ["\"sandbox\"", "TOKEN"] {
        assert_eq!(
            file.matches(secret).count(),
            usize::from(secret == "\"sandbox\""),
            "{file}"
        );
    }
    #[cfg(unix)]
    for name in ["casement-credentials.json", "casement.key"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(desk.file(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

// R33
#[tokio::test]
async fn credentials_that_cannot_be_decrypted_have_to_be_entered_again() {
    let desk = Desk::with(OrgConfig::default()).await;
    let good = |desk: &Desk| {
        (
            read(&desk.file("casement-credentials.json")),
            read(&desk.file("casement.key")),
        )
    };
    assert!(desk.save("sandbox", "TOKEN").await.status.success());
    let (credentials, key) = good(&desk);
    let other_key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let mut swapped: Value = serde_json::from_str(&credentials).unwrap();
    let (password, token) = (
        swapped["password"].clone(),
        swapped["securityToken"].clone(),
    );
    swapped["password"] = token;
    swapped["securityToken"] = password;
    let swapped = swapped.to_string();
    let moved = credentials.replace("\"sandbox\"", "\"login\"");
    let renamed = credentials.replace(USERNAME, "other@casement.example");
    for (credentials, key) in [
        (credentials.as_str(), other_key),
        (&swapped, &key),
        (&moved, &key),
        (&renamed, &key),
        ("{}", &key),
        ("\u{0}\u{1}", &key),
        ("", &key),
    ] {
        std::fs::write(desk.file("casement-credentials.json"), credentials).unwrap();
        std::fs::write(desk.file("casement.key"), key).unwrap();
        let (passed, text) = desk.run(&["credentials", "check"]).await;
        assert_eq!(
            (passed, text),
            (false, format!("login: {UNDECRYPTABLE}\n")),
            "{credentials}"
        );
    }
    std::fs::write(desk.file("casement.key"), &key).unwrap();
    assert!(desk.save("sandbox", "TOKEN").await.status.success());
    assert!(desk.run(&["credentials", "check"]).await.0);
}

// R33
#[tokio::test]
async fn a_passphrase_serves_instead_of_a_key_file() {
    let desk = Desk::with(OrgConfig::default()).await;
    let with = |arguments: &[&str], passphrase: &str| {
        let mut command = desk.command(arguments);
        command.env("CASEMENT_PASSPHRASE", passphrase);
        command
    };
    let set = with(
        &["credentials", "set", "--username", USERNAME],
        "correct horse",
    );
    assert!(typed(set, "sandbox\nTOKEN\n").await.status.success());
    assert!(!desk.file("casement.key").exists());
    let check = ["credentials", "check"];
    assert!(finished(with(&check, "correct horse")).await.0);
    let (passed, text) = finished(with(&check, "wrong horse")).await;
    assert!(!passed && text.contains(UNDECRYPTABLE), "{text}");
    let (passed, text) = finished(desk.command(&check)).await;
    assert!(!passed && text.contains(UNDECRYPTABLE), "{text}");
}

// R34
#[tokio::test]
async fn creation_and_look_up_can_be_tested_before_going_live() {
    let desk = Desk::with(OrgConfig::default()).await;
    assert!(desk.save("sandbox", "TOKEN").await.status.success());
    let (passed, text) = desk
        .run(&[
            "check",
            "--create",
            "--lookup",
            "--email",
            "me@acme.example",
            "--json",
        ])
        .await;
    assert!(passed, "{text}");
    let steps: Vec<Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|line: &Value| line.get("step").is_some())
        .collect();
    let names: Vec<_> = steps
        .iter()
        .map(|step| step["step"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["login", "create", "lookup"]);
    assert!(steps.iter().all(|step| step["ok"] == true));
    assert_eq!(
        steps[1]["result"]["CaseNumber"],
        steps[2]["result"]["CaseNumber"]
    );
    let unknown = [
        "check",
        "--lookup",
        "--case-number",
        "9999",
        "--email",
        "me@acme.example",
    ];
    let (passed, text) = desk.run(&unknown).await;
    assert!(
        !passed && text.contains("lookup: no case matches"),
        "{text}"
    );
}

// R34
#[tokio::test]
async fn the_check_says_at_which_gate_a_login_was_stopped() {
    let locked = |config: &mut OrgConfig| config.users[0].locked = true;
    let disabled = |config: &mut OrgConfig| config.soap_login = false;
    let expired = |config: &mut OrgConfig| config.users[0].password_expired = true;
    type Change<'a> = &'a dyn Fn(&mut OrgConfig);
    let cases: [(Change<'_>, &str, &str); 5] = [
        (
            &|_| {},
            "wrong",
            "(INVALID_LOGIN): username, password or security token is wrong",
        ),
        (&|_| {}, "sandbox", "login: ok"),
        (&locked, "sandbox", "(INVALID_LOGIN)"),
        (
            &disabled,
            "sandbox",
            "(INVALID_OPERATION): SOAP login is switched off",
        ),
        (
            &expired,
            "sandbox",
            "(INVALID_OPERATION_WITH_EXPIRED_PASSWORD)",
        ),
    ];
    for (change, password, expected) in cases {
        let mut config = OrgConfig::default();
        change(&mut config);
        let desk = Desk::with(config).await;
        assert!(desk.save(password, "TOKEN").await.status.success());
        let (_, text) = desk.run(&["credentials", "check"]).await;
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[tokio::test]
async fn credentials_of_a_real_org_never_go_to_a_sandbox_org() {
    let desk = Desk::with(OrgConfig::default()).await;
    let set = desk.command(&[
        "credentials",
        "set",
        "--username",
        USERNAME,
        "--domain",
        "https://Acme.my.salesforce.com/",
    ]);
    assert!(typed(set, "sandbox\nTOKEN\n").await.status.success());
    let (passed, text) = desk.run(&["credentials", "check"]).await;
    assert!(
        !passed && text.contains("those of a Salesforce org"),
        "{text}"
    );
}

// R32
#[tokio::test]
async fn what_is_no_domain_username_or_password_is_not_saved() {
    let desk = Desk::with(OrgConfig::default()).await;
    for (username, domain, password) in [
        (USERNAME, "evil.example/#", "sandbox"),
        (USERNAME, "acme.my.salesforce.com.evil.example", "sandbox"),
        ("", "login", "sandbox"),
        (USERNAME, "login", ""),
    ] {
        let set = desk.command(&[
            "credentials",
            "set",
            "--username",
            username,
            "--domain",
            domain,
        ]);
        let output = typed(set, &format!("{password}\nTOKEN\n")).await;
        assert!(!output.status.success(), "{username} {domain}");
        assert!(!desk.file("casement-credentials.json").exists());
    }
}
