//! What an org is set up with: its users, its switches, its picklist values and its flows.
//!
//! Data only. Every behaviour that Salesforce lets an administrator choose, or that its
//! documentation leaves open, is a field here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How an org is configured.
///
/// ```
/// let config = casement_sandbox::OrgConfig { soap_login: false, ..Default::default() };
/// assert_eq!(config.users[0].username, "agent@casement.example");
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct OrgConfig {
    /// The company's name, as `userInfo` tells it.
    pub name: String,
    /// People and integrations that can log in.
    pub users: Vec<OrgUser>,
    /// OAuth clients of the token endpoint.
    pub clients: Vec<OrgClient>,
    /// Whether SOAP `login()` is switched on. It is off by default in new orgs.
    pub soap_login: bool,
    /// Whether a login needs the security token after the password.
    pub token_needed: bool,
    /// Whether the OAuth username-password flow is switched on.
    pub password_flow: bool,
    /// Seconds without a call after which a session ends.
    pub session_seconds: i64,
    /// Failed logins in a row after which a user is locked out.
    pub login_attempts: u32,
    /// API calls a day.
    pub daily_calls: u64,
    /// Rows in one answer to a query when the client gives no hint.
    pub batch_size: usize,
    /// Picklist values, by `Object.Field`.
    pub picklists: BTreeMap<String, Vec<PicklistValue>>,
    /// Picklists with "restrict to defined values" ticked, as `Object.Field`.
    pub restricted: Vec<String>,
    /// Autolaunched flows that can be invoked through the API.
    pub flows: Vec<Flow>,
    /// Width that case numbers are padded to with zeros.
    pub case_number_width: usize,
    /// Address that answers name as the instance. By default the one that the client called.
    pub instance_url: Option<String>,
}

/// A user of the org.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct OrgUser {
    /// Login name; compared in any letter case.
    pub username: String,
    /// Password, without the security token.
    pub password: String,
    /// Security token, which the client appends to the password.
    pub security_token: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Address for mail.
    pub email: String,
    /// Locked out: every login is refused with the words of a wrong password.
    pub locked: bool,
    /// The password must be changed: a login succeeds, its session can do nothing else.
    pub password_expired: bool,
    /// "API Enabled" is missing from the user's permissions.
    pub api_disabled: bool,
}

/// An OAuth client: a consumer key, its secret and the user it runs as.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct OrgClient {
    /// Consumer key.
    pub client_id: String,
    /// Consumer secret.
    pub client_secret: String,
    /// "Run As" user of the client credentials flow; none answers as an org without one does.
    pub run_as: Option<String>,
}

/// One value of a picklist.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PicklistValue {
    /// API name and label.
    pub value: String,
    /// Taken when a new record gives none.
    pub default: bool,
    /// For `Case.Status`: a case with this status is closed.
    pub closed: bool,
}

/// An autolaunched flow that creates a record from its inputs.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Flow {
    /// API name; case-sensitive in the address.
    pub name: String,
    /// Label.
    pub label: String,
    /// Description.
    pub description: String,
    /// Input variables.
    pub inputs: Vec<FlowInput>,
    /// Field values of the Case that the flow creates; `{!name}` stands for an input.
    pub case_fields: BTreeMap<String, String>,
    /// Output variables: name, and the field of the new Case that each holds.
    pub outputs: BTreeMap<String, String>,
    /// A flow that always stops with an unhandled fault.
    pub fails: bool,
}

/// An input variable of a flow.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FlowInput {
    /// Variable name; case-sensitive.
    pub name: String,
    /// Whether a run without it is refused.
    pub required: bool,
}

impl Default for OrgConfig {
    /// The demonstration org.
    fn default() -> Self {
        OrgConfig {
            name: "Casement Sandbox".to_owned(),
            users: vec![OrgUser {
                username: "agent@casement.example".to_owned(),
                password: "sandbox".to_owned(),
                security_token: "TOKEN".to_owned(),
                first_name: "Casement".to_owned(),
                last_name: "Agent".to_owned(),
                email: "agent@casement.example".to_owned(),
                ..OrgUser::default()
            }],
            clients: vec![OrgClient {
                client_id: "sandbox-client".to_owned(),
                client_secret: "sandbox-secret".to_owned(),
                run_as: Some("agent@casement.example".to_owned()),
            }],
            soap_login: true,
            token_needed: true,
            password_flow: true,
            session_seconds: 7200,
            login_attempts: 10,
            daily_calls: 15_000,
            batch_size: 2000,
            picklists: demonstration_picklists(),
            restricted: vec!["Case.Language".to_owned()],
            flows: vec![create_support_case()],
            case_number_width: 8,
            instance_url: None,
        }
    }
}

impl OrgConfig {
    /// The values of a picklist, in order.
    pub(crate) fn picklist(&self, object: &str, field: &str) -> &[PicklistValue] {
        self.picklists
            .get(&format!("{object}.{field}"))
            .map_or(&[], Vec::as_slice)
    }

    /// Whether a picklist takes its defined values only.
    pub(crate) fn is_restricted(&self, object: &str, field: &str) -> bool {
        let name = format!("{object}.{field}");
        self.restricted
            .iter()
            .any(|restricted| restricted.eq_ignore_ascii_case(&name))
    }
}

fn demonstration_picklists() -> BTreeMap<String, Vec<PicklistValue>> {
    let plain = |values: &[&str]| {
        values
            .iter()
            .map(|value| PicklistValue {
                value: (*value).to_owned(),
                ..PicklistValue::default()
            })
            .collect::<Vec<_>>()
    };
    let mut lists = BTreeMap::new();
    let mut statuses = plain(&["New", "Working", "In Progress", "Escalated", "Closed"]);
    for status in &mut statuses {
        status.default = status.value == "New";
        status.closed = status.value == "Closed";
    }
    lists.insert("Case.Status".to_owned(), statuses);
    let mut priorities = plain(&["High", "Medium", "Low"]);
    for priority in &mut priorities {
        priority.default = priority.value == "Medium";
    }
    lists.insert("Case.Priority".to_owned(), priorities);
    lists.insert("Case.Origin".to_owned(), plain(&["Phone", "Email", "Web"]));
    lists.insert(
        "Case.Type".to_owned(),
        plain(&[
            "Mechanical",
            "Electrical",
            "Electronic",
            "Structural",
            "Other",
        ]),
    );
    lists.insert(
        "Case.Reason".to_owned(),
        plain(&[
            "Installation",
            "Equipment Complexity",
            "Performance",
            "Breakdown",
            "Equipment Design",
            "Feedback",
            "Other",
        ]),
    );
    lists.insert(
        "Case.Language".to_owned(),
        plain(&["en_US", "de", "es", "fr", "it", "ja", "pt_BR"]),
    );
    lists.insert(
        "Account.Industry".to_owned(),
        plain(&["Electronics", "Retail", "Technology", "Other"]),
    );
    lists
}

fn create_support_case() -> Flow {
    let input = |name: &str, required| FlowInput {
        name: name.to_owned(),
        required,
    };
    let pairs = |pairs: &[(&str, &str)]| {
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    };
    Flow {
        name: "CreateSupportCase".to_owned(),
        label: "Create Support Case".to_owned(),
        description: "Creates a case from a support request.".to_owned(),
        inputs: vec![
            input("firstName", true),
            input("lastName", true),
            input("email", true),
            input("phone", false),
            input("subject", true),
            input("caseDescription", true),
        ],
        case_fields: pairs(&[
            ("SuppliedName", "{!firstName} {!lastName}"),
            ("SuppliedEmail", "{!email}"),
            ("SuppliedPhone", "{!phone}"),
            ("Subject", "{!subject}"),
            ("Description", "{!caseDescription}"),
            ("Origin", "Web"),
        ]),
        outputs: pairs(&[("caseNumber", "CaseNumber")]),
        fails: false,
    }
}
