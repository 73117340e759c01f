//! Nothing secret and nothing personal is in a log, an answer or a message (R35).

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use casement_sandbox::{Org, OrgConfig, Sandbox};
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::stage::{Answer, CREATE, LOOK_UP, UPDATE, USERNAME, client, context};

const PASSWORD: &str = "PASSWORD-7f3a";
const TOKEN: &str = "TOKENTOKEN-91";

struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
    }
}

fn command(folder: &Path, org: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casement-proxy"));
    command.args(arguments).current_dir(folder).env_clear();
    command
        .env("CASEMENT_SANDBOX_ORG", org)
        .env("CASEMENT_LISTEN", "127.0.0.1:0")
        .env("CASEMENT_PASSWORD", PASSWORD)
        .env("CASEMENT_SECURITY_TOKEN", TOKEN)
        // Variables that make libraries talk make no difference.
        .env("RUST_LOG", "trace");
    command
}

/// The part of a session id that is the same for every session of the org.
async fn session_prefix(org: &Sandbox) -> String {
    let body = format!(
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><login xmlns='urn:partner.soap.sforce.com'><username>{USERNAME}</username><password>{PASSWORD}{TOKEN}</password></login></e:Body></e:Envelope>"
    );
    let request = client().post(format!("{}/services/Soap/u/64.0", org.url()));
    let answer = Answer::of(request.header(CONTENT_TYPE, "text/xml").body(body)).await;
    let (_, rest) = answer.text.split_once("<sessionId>").unwrap();
    let (organization, _) = rest.split_once('!').unwrap();
    format!("{organization}!")
}

// R35
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_run_at_the_most_talkative_level_shows_no_secret_and_nothing_personal() {
    let mut config = OrgConfig::default();
    config.users[0].password = PASSWORD.to_owned();
    config.users[0].security_token = TOKEN.to_owned();
    let org = Sandbox::start(Org::new(config), "127.0.0.1:0")
        .await
        .unwrap();
    let session = session_prefix(&org).await;
    let folder = tempfile::tempdir().unwrap();
    let set = [
        "credentials",
        "set",
        "--username",
        USERNAME,
        "--log",
        "trace",
    ];
    let saved = command(folder.path(), &org.url(), &set).output().unwrap();
    assert!(saved.status.success());

    let serve = ["serve", "--log", "trace", "--json"];
    let mut serving = Serving(
        command(folder.path(), &org.url(), &serve)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut output = BufReader::new(serving.0.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let address: Value = serde_json::from_str(&line).unwrap();
    let address = address["address"].as_str().unwrap().to_owned();

    let mut answers = everything(&address, &org.url()).await;
    assert!(answers.iter().any(|answer| answer.status == 200));
    assert!(answers.iter().any(|answer| answer.status == 503));

    serving.0.kill().unwrap();
    let mut log = String::new();
    let mut stderr = serving.0.stderr.take().unwrap();
    stderr.read_to_string(&mut log).unwrap();
    output.read_to_string(&mut log).unwrap();
    assert!(log.contains("logged in to Salesforce"), "{log}");
    assert!(log.contains("INVALID_LOGIN"), "{log}");
    log.push_str(&String::from_utf8(saved.stdout).unwrap());
    log.push_str(&String::from_utf8(saved.stderr).unwrap());

    for secret in [PASSWORD, TOKEN, &session, "Bearer"] {
        assert!(!log.contains(secret), "the log shows {secret}");
    }
    for personal in [
        "ada@engine.example",
        "johnsmith",
        "Lovelace",
        "Ada",
        "15550142",
        "engine stops",
        "second card",
        "1026",
    ] {
        assert!(!log.contains(personal), "the log shows {personal}: {log}");
    }
    for answer in answers.drain(..) {
        let headers = format!("{:?}", answer.headers);
        for secret in [PASSWORD, TOKEN, &session, USERNAME] {
            assert!(
                !answer.text.contains(secret) && !headers.contains(secret),
                "{}",
                answer.text
            );
        }
    }
}

/// Calls of every kind, with everything going wrong that can.
async fn everything(proxy: &str, org: &str) -> Vec<Answer> {
    let client = client();
    let mut answers = Vec::new();
    let call = async |tool: &str, body: Value| {
        let request = client.post(format!("{proxy}/api/{tool}"));
        Answer::of(
            request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_string()),
        )
        .await
    };
    let control = async |path: &str, body: Value| {
        let request = client.post(format!("{org}/__emulator__/{path}"));
        assert_eq!(Answer::of(request.body(body.to_string())).await.status, 200);
    };
    let look_up = json!({"caseNumber": "1026", "email": "johnsmith@xyz.com"});
    answers.push(call(LOOK_UP, look_up.clone()).await);
    answers.push(call(CREATE, json!({"context": context()})).await);
    answers.push(call(CREATE, json!({"context": {"firstName": "Ada"}})).await);
    answers.push(call(UPDATE, json!({"caseNumber": "1026", "email": "johnsmith@xyz.com", "updates": {"Subject": "engine stops"}})).await);
    control("expire-sessions", json!({})).await;
    answers.push(call(LOOK_UP, look_up.clone()).await);
    for fault in [
        json!({"path": "/query", "errorCode": "MALFORMED_QUERY", "message": "johnsmith@xyz.com", "once": true}),
        json!({"path": "/query", "html": "<p>johnsmith</p>", "once": true}),
        json!({"path": "/query", "dropConnection": "beforeCommit", "once": true}),
    ] {
        control("faults", fault).await;
        answers.push(call(LOOK_UP, look_up.clone()).await);
    }
    control("expire-sessions", json!({})).await;
    control(
        "faults",
        json!({"path": "/Soap/", "errorCode": "INVALID_LOGIN", "once": true}),
    )
    .await;
    answers.push(call(LOOK_UP, look_up.clone()).await);
    answers.push(call(LOOK_UP, look_up).await);
    answers
}
