//! SOAP's answers: the login result in WSDL order, and faults as Salesforce spells them.

use std::fmt::Write as _;

use quick_xml::escape::escape;
use serde_json::Value;

use crate::config::OrgUser;
use crate::ids;
use crate::state::State;
use crate::store::row_id;
use crate::wire::Reply;

/// Where an answer says that the org lives.
pub(super) struct Place<'a> {
    pub(super) instance: &'a str,
    pub(super) version: u32,
    pub(super) namespace: &'a str,
}

/// A fault of `login()`, with HTTP status 500.
pub(crate) fn fault(code: &str, message: &str) -> Reply {
    let message = escape(message);
    let kind = if matches!(
        code,
        "UNKNOWN_EXCEPTION"
            | "UNSUPPORTED_API_VERSION"
            | "SERVER_UNAVAILABLE"
            | "FUNCTIONALITY_NOT_ENABLED"
    ) {
        "UnexpectedErrorFault"
    } else {
        "LoginFault"
    };
    Reply::xml(
        500,
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:sf=\"urn:fault.partner.soap.sforce.com\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body><soapenv:Fault><faultcode>{code}</faultcode><faultstring>{code}: {message}</faultstring><detail><sf:{kind} xsi:type=\"sf:{kind}\"><sf:exceptionCode>{code}</sf:exceptionCode><sf:exceptionMessage>{message}</sf:exceptionMessage></sf:{kind}></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>"
        ),
    )
}

/// The answer to a login that succeeded.
pub(super) fn logged_in(state: &State, user: &OrgUser, session: &str, place: &Place<'_>) -> Reply {
    let organization = state.organization_id();
    let short = organization.get(..15).unwrap_or(&organization);
    let row = state.user_row(&user.username);
    let user_id = row.map(row_id).unwrap_or_default();
    let email = row
        .and_then(|row| row.get("Email"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    let name = format!("{} {}", user.first_name, user.last_name);
    let seconds = state.config.session_seconds.to_string();
    let profile = ids::numbered("00e", 1);
    let info: [(&str, Option<&str>); 24] = [
        ("accessibilityMode", Some("false")),
        ("chatterExternal", Some("false")),
        ("currencySymbol", Some("$")),
        ("orgAttachmentFileSizeLimit", Some("26214400")),
        ("orgDefaultCurrencyIsoCode", Some("USD")),
        ("orgDefaultCurrencyLocale", Some("en_US")),
        ("orgDisallowHtmlAttachments", Some("false")),
        ("orgHasPersonAccounts", Some("false")),
        ("organizationId", Some(&organization)),
        ("organizationMultiCurrency", Some("false")),
        ("organizationName", Some(&state.config.name)),
        ("profileId", Some(&profile)),
        ("roleId", None),
        ("sessionSecondsValid", Some(&seconds)),
        ("userDefaultCurrencyIsoCode", None),
        ("userEmail", Some(email)),
        ("userFullName", Some(name.trim())),
        ("userId", Some(user_id)),
        ("userLanguage", Some("en_US")),
        ("userLocale", Some("en_US")),
        ("userName", Some(&user.username)),
        ("userTimeZone", Some("GMT")),
        ("userType", Some("Standard")),
        ("userUiSkin", Some("Theme3")),
    ];
    let mut written = String::new();
    for (name, value) in info {
        let _ = match value {
            Some(value) => write!(written, "<{name}>{}</{name}>", escape(value)),
            None => write!(written, "<{name} xsi:nil=\"true\"/>"),
        };
    }
    let Place {
        instance,
        version,
        namespace,
    } = place;
    let kind = if namespace.contains("enterprise") {
        "c"
    } else {
        "u"
    };
    Reply::xml(
        200,
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns=\"{namespace}\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body><loginResponse><result><metadataServerUrl>{instance}/services/Soap/m/{version}.0/{short}</metadataServerUrl><passwordExpired>{expired}</passwordExpired><sandbox>false</sandbox><serverUrl>{instance}/services/Soap/{kind}/{version}.0/{short}</serverUrl><sessionId>{session}</sessionId><userId>{user_id}</userId><userInfo>{written}</userInfo></result></loginResponse></soapenv:Body></soapenv:Envelope>",
            instance = escape(*instance),
            expired = user.password_expired,
        ),
    )
}
