//! At which gate a SOAP login was stopped, and what the operator can do about it.

/// A reason for which Salesforce refuses a login.
#[derive(Debug, PartialEq, Eq)]
pub struct Gate {
    /// Salesforce's `exceptionCode`.
    pub code: &'static str,
    /// What it means and what to do, for the operator.
    pub advice: &'static str,
    /// Whether trying again can help before somebody changes something. Each failed login counts
    /// towards a lockout, so the default is no.
    pub passes_by_itself: bool,
}

const fn stays(code: &'static str, advice: &'static str) -> Gate {
    Gate {
        code,
        advice,
        passes_by_itself: false,
    }
}

const fn passes(code: &'static str, advice: &'static str) -> Gate {
    Gate {
        code,
        advice,
        passes_by_itself: true,
    }
}

const GATES: &[Gate] = &[
    stays(
        "INVALID_LOGIN",
        "username, password or security token is wrong, or the user is locked out. Enter and save them again: casement-proxy credentials set",
    ),
    stays(
        "LOGIN_MUST_USE_SECURITY_TOKEN",
        "the security token is missing or stale: each change of the password makes a new one. Enter and save them again: casement-proxy credentials set",
    ),
    stays(
        "INVALID_OPERATION",
        "SOAP login is switched off in this org. An administrator of the org can switch it on",
    ),
    stays(
        "API_DISABLED_FOR_ORG",
        "this edition of Salesforce has no API",
    ),
    stays(
        "API_CURRENTLY_DISABLED",
        "the user lacks the permission \"API Enabled\"",
    ),
    stays(
        "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
        "the user's password has expired. Set a new one in Salesforce, then: casement-proxy credentials set",
    ),
    stays(
        "PASSWORD_LOCKOUT",
        "the user is locked out after too many wrong passwords. An administrator of the org can unlock it",
    ),
    stays(
        "ORG_LOCKED",
        "the org is locked. Its owner has to ask Salesforce",
    ),
    stays("TRIAL_EXPIRED", "the org's trial has ended"),
    stays(
        "LOGIN_DURING_RESTRICTED_DOMAIN",
        "the user may not log in from this network address. Its profile's login IP ranges say from where",
    ),
    stays(
        "LOGIN_DURING_RESTRICTED_TIME",
        "the user may not log in at this hour. Its profile's login hours say when",
    ),
    stays(
        "INVALID_SSO_GATEWAY_URL",
        "the user logs in by single sign-on, whose address in Salesforce is wrong",
    ),
    stays(
        "LICENSING_UNKNOWN_ERROR",
        "Salesforce finds no licence for the user",
    ),
    stays(
        "UNSUPPORTED_API_VERSION",
        "Salesforce offers no SOAP login at this API version. Set salesforce.loginVersion to 64.0 or below",
    ),
    passes(
        "LOGIN_RATE_EXCEEDED",
        "this user has logged in too often within the hour",
    ),
    passes(
        "REQUEST_LIMIT_EXCEEDED",
        "the org has used up its API calls of the last 24 hours",
    ),
    passes("SERVER_UNAVAILABLE", "Salesforce is not available"),
    passes("UNKNOWN_EXCEPTION", "Salesforce failed at the login"),
];

const OTHER: Gate = stays(
    "another code",
    "Salesforce refused the login for a reason that is not known here",
);

/// The gate of an `exceptionCode`.
pub(super) fn gate(code: &str) -> &'static Gate {
    GATES
        .iter()
        .find(|gate| gate.code == code)
        .unwrap_or(&OTHER)
}
