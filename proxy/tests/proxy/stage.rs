//! A sandbox org and a proxy in front of it, for one test each.

use std::net::SocketAddr;

use casement_proxy::salesforce::{Credentials, KeySource, SandboxOrg, Vault};
use casement_proxy::{Server, Settings, app};
use casement_sandbox::{Org, OrgConfig, Sandbox};
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Client, Method, RequestBuilder};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const USERNAME: &str = "agent@casement.example";
pub(crate) const LOOK_UP: &str = "salesforceCaseManagement";
pub(crate) const CREATE: &str = "salesforceCaseCreation";
pub(crate) const UPDATE: &str = "salesforceCaseUpdate";

pub(crate) struct Stage {
    pub(crate) org: Sandbox,
    pub(crate) proxy: SocketAddr,
    pub(crate) folder: TempDir,
    pub(crate) client: Client,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) async fn of(request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    /// The status and the problem's code.
    pub(crate) fn problem(&self) -> (u16, String) {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}",
            self.text
        );
        let json = self.json();
        assert_eq!(json["status"], self.status);
        (self.status, json["code"].as_str().unwrap().to_owned())
    }

    /// The fields that a problem of the code `invalid` names.
    pub(crate) fn invalid_fields(&self) -> Vec<String> {
        assert_eq!(self.problem(), (422, String::from("invalid")));
        let json = self.json();
        let errors = json["errors"].as_array().unwrap();
        assert!(!errors.is_empty());
        errors
            .iter()
            .map(|error| error["field"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

impl Stage {
    pub(crate) async fn start() -> Stage {
        Stage::with(OrgConfig::default(), |_| {}).await
    }

    pub(crate) async fn with(config: OrgConfig, set: impl FnOnce(&mut Settings)) -> Stage {
        let org = Sandbox::start(Org::new(config), "127.0.0.1:0")
            .await
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::parse("", folder.path()).unwrap();
        settings.salesforce.sandbox_org = Some(SandboxOrg::try_from(org.url()).unwrap());
        settings.allowed_origins = vec![String::from("https://www.example.com")];
        set(&mut settings);
        let stage_key = key(&settings);
        save(&settings, "sandbox", "TOKEN");
        let router = app(&settings, stage_key).unwrap();
        let server = Server::bind(([127, 0, 0, 1], 0).into(), router)
            .await
            .unwrap();
        let proxy = server.address();
        tokio::spawn(server.run(std::future::pending()));
        Stage {
            org,
            proxy,
            folder,
            client: client(),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.proxy)
    }

    pub(crate) async fn call(&self, tool: &str, body: Value) -> Answer {
        let url = self.url(&format!("/api/{tool}"));
        let request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, "application/json");
        Answer::of(request.body(body.to_string())).await
    }

    pub(crate) async fn look_up(&self, case_number: &str, email: &str) -> Answer {
        self.call(LOOK_UP, json!({"caseNumber": case_number, "email": email}))
            .await
    }

    /// The sandbox org's control plane.
    pub(crate) async fn control(&self, method: Method, path: &str, body: Value) -> Value {
        let url = format!("{}/__emulator__/{path}", self.org.url());
        let request = self.client.request(method, url).body(body.to_string());
        let answer = Answer::of(request).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    pub(crate) async fn fault(&self, fault: Value) {
        self.control(Method::POST, "faults", fault).await;
    }

    pub(crate) async fn plant(&self, records: Value) {
        self.control(Method::POST, "seed", json!({ "records": records }))
            .await;
    }

    /// The calls that the org got, whose method and path contain this.
    pub(crate) async fn calls(&self, part: &str) -> Vec<Value> {
        let calls = self.control(Method::GET, "calls", json!({})).await;
        let calls = calls.as_array().unwrap().iter();
        calls
            .filter(|call| {
                let line = format!(
                    "{} {}",
                    call["method"].as_str().unwrap(),
                    call["path"].as_str().unwrap()
                );
                line.contains(part)
            })
            .cloned()
            .collect()
    }

    /// Saves other credentials while the proxy runs.
    pub(crate) fn save(&self, password: &str) {
        let settings = Settings::parse("", self.folder.path()).unwrap();
        save(&settings, password, "TOKEN");
    }
}

pub(crate) fn client() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

pub(crate) fn key(settings: &Settings) -> KeySource {
    KeySource::File(settings.salesforce.key_file.clone())
}

fn save(settings: &Settings, password: &str, token: &str) {
    let secret = SecretString::from;
    let credentials = Credentials::new(USERNAME, secret(password), secret(token), "sandbox")
        .unwrap_or_else(|error| panic!("{error}"));
    Vault::new(settings.salesforce.credentials.clone(), key(settings))
        .save(&credentials)
        .unwrap();
}

pub(crate) fn context() -> Value {
    json!({
        "firstName": "Ada",
        "lastName": "Lovelace",
        "email": "ada@engine.example",
        "phone": "+15550142",
        "subject": "The engine stops",
        "caseDescription": "It stops after the second card.\nThen it is silent."
    })
}
