//! The SOAP endpoint: `login()` of the partner and enterprise APIs, and its faults.
//!
//! Everything else that SOAP has is refused by name. Behaviour: SOAP API Developer Guide, `login()`
//! and "API Fault Element".

mod read;
mod write;

pub(crate) use write::fault;

use crate::sessions::Refusal;
use crate::state::State;
use crate::wire::{Problem, Reply, Request};

/// Versions at which `login()` answers.
const VERSIONS: std::ops::RangeInclusive<u32> = 31..=64;

const SSO_HINT: &str = "Invalid username, password, security token; or user locked out. Are you at a new location? When accessing Salesforce--either via a desktop client or the API--from outside of your company's trusted networks, you must add a security token to your password to log in. To get your new security token, log in to Salesforce. From your personal settings, enter Reset My Security Token in the Quick Find box, then select Reset My Security Token.";

/// Answers a call to `/services/Soap/...`.
pub(crate) fn handle(state: &mut State, request: &Request, instance: &str) -> Reply {
    let segments = request.segments();
    let parts: Vec<&str> = segments.iter().skip(2).map(String::as_str).collect();
    let (namespace, version) = match parts.as_slice() {
        ["u", version, ..] => (read::PARTNER, *version),
        ["c", version, ..] => (read::ENTERPRISE, *version),
        _ => return Problem::not_imitated(&format!("the SOAP API at {}", request.path)).into(),
    };
    if request.method != "POST" {
        return Problem::method(&request.method, "POST").into();
    }
    let number = version
        .strip_prefix('v')
        .unwrap_or(version)
        .split('.')
        .next()
        .and_then(|major| major.parse().ok());
    let Some(number) = number.filter(|number: &u32| VERSIONS.contains(number)) else {
        return fault(
            "UNSUPPORTED_API_VERSION",
            "Invalid Api version specified on URL",
        );
    };
    match read::call(&request.body, namespace) {
        Err(message) => fault("UNKNOWN_EXCEPTION", &message),
        Ok(read::Call::Other(operation)) => fault(
            "FUNCTIONALITY_NOT_ENABLED",
            &format!("The sandbox org does not imitate the SOAP operation {operation}."),
        ),
        Ok(read::Call::Login { username, password }) => login(
            state,
            &username,
            &password,
            &write::Place {
                instance,
                version: number,
                namespace,
            },
        ),
    }
}

fn login(state: &mut State, username: &str, password: &str, place: &write::Place<'_>) -> Reply {
    if !state.config.soap_login {
        return fault(
            "INVALID_OPERATION",
            "SOAP API login() is disabled by default in this org. Contact the org administrator to enable SOAP API login().",
        );
    }
    let now = state.now();
    let user = match state.sessions.check(&state.config, username, password) {
        Ok(user) => user.clone(),
        Err(Refusal::InvalidLogin) => {
            return fault(
                "INVALID_LOGIN",
                "Invalid username, password, security token; or user locked out.",
            );
        }
        Err(Refusal::TokenNeeded) => return fault("LOGIN_MUST_USE_SECURITY_TOKEN", SSO_HINT),
        Err(Refusal::ApiDisabled) => {
            return fault("API_CURRENTLY_DISABLED", "API is disabled for this User");
        }
    };
    let organization = state.organization_id();
    match state.sessions.open(&organization, &user, now) {
        Ok(session) => write::logged_in(state, &user, &session, place),
        Err(error) => fault("UNKNOWN_EXCEPTION", &error.to_string()),
    }
}
