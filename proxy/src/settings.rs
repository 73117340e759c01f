//! What an operator can set: one TOML file, and environment variables over it.
//!
//! `casement-proxy.example.toml` shows every setting with its default. Nothing secret stands
//! here: credentials are in a file of their own, which the `salesforce` room alone can read.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::salesforce::{DomainError, SandboxOrg};

/// Everything that can be set.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Settings {
    /// Where to listen. Port 0 takes any free port.
    pub listen: SocketAddr,
    /// The origins whose pages may call the tools, such as `https://www.example.com`.
    pub allowed_origins: Vec<String>,
    /// The folder with the built widget. Without it nothing but the tools is served.
    pub assets: Option<PathBuf>,
    /// A folder with a site's own forms, `<keyName>.json` each (R5).
    pub forms: Option<PathBuf>,
    /// The file of the idempotency keys.
    pub store: PathBuf,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Sizes, times and rates.
    pub limits: Limits,
    /// The org.
    pub salesforce: SalesforceSettings,
}

/// Sizes, times and rates of requests.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Limits {
    /// The largest body of a request, in bytes.
    pub body_bytes: usize,
    /// How long a body may take to arrive, in seconds.
    pub body_seconds: u64,
    /// Tool calls in a minute from one address (of IPv6, one /64 network).
    pub client_calls_per_minute: u32,
    /// Tool calls in a minute from everybody.
    pub calls_per_minute: u32,
}

/// How the org is reached, and what may be done there.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SalesforceSettings {
    /// The file of the encrypted credentials.
    pub credentials: PathBuf,
    /// The file of the key they are encrypted with, unless `CASEMENT_PASSPHRASE` is set.
    pub key_file: PathBuf,
    /// A sandbox org on this machine instead of Salesforce: `http://127.0.0.1:8788`.
    pub sandbox_org: Option<SandboxOrg>,
    /// The API version of the SOAP login. Salesforce offers it up to 64.0.
    pub login_version: String,
    /// The API version of everything else.
    pub rest_version: String,
    /// How long connecting may take, in seconds.
    pub connect_seconds: u64,
    /// How long one call may take, in seconds.
    pub answer_seconds: u64,
    /// How long all calls for one request may take together, logins included, in seconds.
    pub total_seconds: u64,
    /// The largest answer that is read, in bytes.
    pub answer_bytes: usize,
    /// Calls at the same time.
    pub concurrent_calls: usize,
    /// How long logins rest after Salesforce refused the credentials, in seconds; doubled each time.
    pub login_rest_seconds: u64,
    /// How many digits the org's case numbers have: `1026` is also looked for as `00001026`.
    pub case_number_width: usize,
    /// Field values of every created case, beside what the visitor submitted.
    pub case_defaults: BTreeMap<String, String>,
    /// Flows that `flowName` may name (R8).
    pub flows: BTreeMap<String, FlowSettings>,
    /// Fields that a customer may change (R9). None by default.
    pub updates: BTreeMap<String, UpdateField>,
}

/// A Salesforce Flow that creates cases (R8).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FlowSettings {
    /// The flow's inputs; only these are sent.
    pub inputs: Vec<String>,
    /// Those without which the flow isn't called.
    #[serde(default)]
    pub required: Vec<String>,
    /// The flow's output that holds the case number.
    pub case_number_output: String,
}

/// A field that a customer may change.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateField {
    /// The accepted values; any text where none are listed.
    #[serde(default)]
    pub values: Vec<String>,
    /// The longest accepted text, in characters.
    #[serde(default = "UpdateField::longest")]
    pub max_length: usize,
}

impl UpdateField {
    fn longest() -> usize {
        255
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8787)),
            allowed_origins: Vec::new(),
            assets: None,
            forms: None,
            store: PathBuf::from("casement-store.redb"),
            trusted_proxies: Vec::new(),
            limits: Limits::default(),
            salesforce: SalesforceSettings::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            body_bytes: 64 * 1024,
            body_seconds: 15,
            client_calls_per_minute: 120,
            calls_per_minute: 3_000,
        }
    }
}

impl Default for SalesforceSettings {
    fn default() -> SalesforceSettings {
        SalesforceSettings {
            credentials: PathBuf::from("casement-credentials.json"),
            key_file: PathBuf::from("casement.key"),
            sandbox_org: None,
            login_version: String::from("64.0"),
            rest_version: String::from("68.0"),
            connect_seconds: 5,
            answer_seconds: 20,
            total_seconds: 40,
            answer_bytes: 2 * 1024 * 1024,
            concurrent_calls: 20,
            login_rest_seconds: 15 * 60,
            case_number_width: 8,
            case_defaults: BTreeMap::from([(String::from("Origin"), String::from("Web"))]),
            flows: BTreeMap::new(),
            updates: BTreeMap::new(),
        }
    }
}

/// Why the settings can't be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file can't be read.
    #[error("can't read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The text isn't what the example file shows.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// A value that can't be used.
    #[error("{setting}: {reason}")]
    Value {
        /// Its place, such as `salesforce.loginVersion`, or its environment variable.
        setting: String,
        /// What is wrong.
        reason: String,
    },
}

impl SettingsError {
    fn value(setting: impl Into<String>, reason: impl ToString) -> SettingsError {
        SettingsError::Value {
            setting: setting.into(),
            reason: reason.to_string(),
        }
    }
}

impl Settings {
    /// Reads the file, where there is one, then the environment, then checks everything.
    pub fn load(
        file: Option<&Path>,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Settings, SettingsError> {
        let mut settings = match file {
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|source| SettingsError::Read {
                    path: path.to_owned(),
                    source,
                })?;
                let mut settings: Settings = toml::from_str(&text)?;
                settings.resolve(path.parent().unwrap_or(Path::new("")));
                settings
            }
            None => Settings::default(),
        };
        settings.override_from(environment)?;
        settings.check()?;
        Ok(settings)
    }

    /// Reads the settings from TOML text; relative paths are those of `folder`.
    pub fn parse(text: &str, folder: &Path) -> Result<Settings, SettingsError> {
        let mut settings: Settings = toml::from_str(text)?;
        settings.resolve(folder);
        settings.check()?;
        Ok(settings)
    }

    fn resolve(&mut self, folder: &Path) {
        let paths = [
            Some(&mut self.store),
            Some(&mut self.salesforce.credentials),
            Some(&mut self.salesforce.key_file),
            self.assets.as_mut(),
            self.forms.as_mut(),
        ];
        for path in paths.into_iter().flatten() {
            *path = folder.join(&*path);
        }
    }

    fn override_from(
        &mut self,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<(), SettingsError> {
        if let Some(text) = environment("CASEMENT_LISTEN") {
            self.listen = text
                .parse()
                .map_err(|error| SettingsError::value("CASEMENT_LISTEN", error))?;
        }
        if let Some(text) = environment("CASEMENT_ALLOWED_ORIGINS") {
            self.allowed_origins = text
                .split(',')
                .map(str::trim)
                .filter(|origin| !origin.is_empty())
                .map(str::to_owned)
                .collect();
        }
        if let Some(text) = environment("CASEMENT_ASSETS") {
            self.assets = Some(PathBuf::from(text));
        }
        if let Some(text) = environment("CASEMENT_FORMS") {
            self.forms = Some(PathBuf::from(text));
        }
        if let Some(text) = environment("CASEMENT_STORE") {
            self.store = PathBuf::from(text);
        }
        if let Some(text) = environment("CASEMENT_CREDENTIALS") {
            self.salesforce.credentials = PathBuf::from(text);
        }
        if let Some(text) = environment("CASEMENT_KEY_FILE") {
            self.salesforce.key_file = PathBuf::from(text);
        }
        if let Some(text) = environment("CASEMENT_SANDBOX_ORG") {
            let org = SandboxOrg::try_from(text).map_err(|error: DomainError| {
                SettingsError::value("CASEMENT_SANDBOX_ORG", error)
            })?;
            self.salesforce.sandbox_org = Some(org);
        }
        if let Some(text) = environment("CASEMENT_LOGIN_VERSION") {
            self.salesforce.login_version = text;
        }
        if let Some(text) = environment("CASEMENT_REST_VERSION") {
            self.salesforce.rest_version = text;
        }
        Ok(())
    }

    fn check(&self) -> Result<(), SettingsError> {
        for origin in &self.allowed_origins {
            check_origin(origin)?;
        }
        let org = &self.salesforce;
        for (setting, version) in [
            ("salesforce.loginVersion", &org.login_version),
            ("salesforce.restVersion", &org.rest_version),
        ] {
            if !is_version(version) {
                return Err(SettingsError::value(
                    setting,
                    "expected a version such as 64.0",
                ));
            }
        }
        let positive = [
            ("limits.bodyBytes", self.limits.body_bytes),
            (
                "limits.clientCallsPerMinute",
                self.limits.client_calls_per_minute as usize,
            ),
            (
                "limits.callsPerMinute",
                self.limits.calls_per_minute as usize,
            ),
            ("salesforce.answerBytes", org.answer_bytes),
            ("salesforce.concurrentCalls", org.concurrent_calls),
        ];
        for (setting, number) in positive {
            if number == 0 {
                return Err(SettingsError::value(setting, "expected more than 0"));
            }
        }
        let names = (org
            .case_defaults
            .keys()
            .map(|name| ("salesforce.caseDefaults", name)))
        .chain(org.updates.keys().map(|name| ("salesforce.updates", name)))
        .chain(org.flows.iter().flat_map(|(flow, settings)| {
            std::iter::once(flow)
                .chain(&settings.inputs)
                .map(|name| ("salesforce.flows", name))
        }));
        for (table, name) in names {
            if !is_api_name(name) {
                let reason = "expected a Salesforce API name: letters, digits and _";
                return Err(SettingsError::value(format!("{table}.{name}"), reason));
            }
        }
        for (name, flow) in &org.flows {
            if let Some(lost) = flow
                .required
                .iter()
                .find(|input| !flow.inputs.contains(input))
            {
                let reason = format!("{lost} is required but not among the inputs");
                return Err(SettingsError::value(
                    format!("salesforce.flows.{name}"),
                    reason,
                ));
            }
        }
        Ok(())
    }
}

fn check_origin(origin: &str) -> Result<(), SettingsError> {
    let exact = reqwest::Url::parse(origin)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .is_some_and(|url| url.origin().ascii_serialization() == origin);
    if exact {
        return Ok(());
    }
    let reason = "expected an origin such as https://www.example.com, without a path";
    Err(SettingsError::value(
        format!("allowedOrigins: {origin}"),
        reason,
    ))
}

fn is_version(text: &str) -> bool {
    text.split_once('.').is_some_and(|(major, minor)| {
        [major, minor]
            .iter()
            .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn is_api_name(text: &str) -> bool {
    text.len() <= 80
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
