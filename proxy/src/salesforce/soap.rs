//! SOAP `login()`: the request's text, and what its answer says.
//!
//! Elements are known by namespace and local name, never by prefix; a document type declaration
//! and entities beyond XML's own five are refused.

use quick_xml::NsReader;
use quick_xml::escape::{escape, resolve_xml_entity};
use quick_xml::events::Event;
use quick_xml::name::{Namespace, ResolveResult};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::credentials::Credentials;

const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const PARTNER: &str = "urn:partner.soap.sforce.com";
const FAULT: &str = "urn:fault.partner.soap.sforce.com";
const DEEPEST: usize = 32;

/// A login that was accepted.
pub(super) struct LoginResult {
    pub(super) session_id: SecretString,
    pub(super) server_url: String,
    pub(super) password_expired: bool,
}

/// What a SOAP answer says.
pub(super) enum LoginAnswer {
    Accepted(LoginResult),
    /// The fault's `exceptionCode`, such as `INVALID_LOGIN`.
    Fault(String),
    /// No login answer at all.
    Other,
}

/// The request's body.
pub(super) fn login_request(credentials: &Credentials) -> SecretString {
    let password = credentials.login_password();
    let password = Zeroizing::new(escape(password.expose_secret()).into_owned());
    let username = escape(credentials.username());
    SecretString::from(format!(
        r#"<?xml version="1.0" encoding="utf-8"?><soapenv:Envelope xmlns:soapenv="{ENVELOPE}" xmlns:urn="{PARTNER}"><soapenv:Header><urn:CallOptions><urn:client>casement-proxy</urn:client></urn:CallOptions></soapenv:Header><soapenv:Body><urn:login><urn:username>{username}</urn:username><urn:password>{}</urn:password></urn:login></soapenv:Body></soapenv:Envelope>"#,
        password.as_str()
    ))
}

/// Reads an answer's body.
pub(super) fn login_answer(xml: &str) -> LoginAnswer {
    let Some(found) = Found::read(xml) else {
        return LoginAnswer::Other;
    };
    if found.fault {
        let code = found.exception_code.or_else(|| {
            // Some faults carry their code only here, with or without a prefix.
            let code = found.fault_code?;
            Some(code.rsplit(':').next().unwrap_or_default().to_owned())
        });
        return LoginAnswer::Fault(code.unwrap_or_else(|| String::from("UNKNOWN_EXCEPTION")));
    }
    match (found.session_id, found.server_url) {
        (Some(session_id), Some(server_url)) if !session_id.is_empty() => {
            LoginAnswer::Accepted(LoginResult {
                session_id: SecretString::from(session_id),
                server_url,
                password_expired: found.password_expired.as_deref() == Some("true"),
            })
        }
        _ => LoginAnswer::Other,
    }
}

#[derive(Default)]
struct Found {
    fault: bool,
    fault_code: Option<String>,
    exception_code: Option<String>,
    session_id: Option<String>,
    server_url: Option<String>,
    password_expired: Option<String>,
}

impl Found {
    /// `None` where the text isn't an acceptable XML document.
    fn read(xml: &str) -> Option<Found> {
        let mut reader = NsReader::from_str(xml);
        let mut found = Found::default();
        let mut depth = 0usize;
        let mut text = String::new();
        loop {
            match reader.read_resolved_event().ok()? {
                (namespace, Event::Start(element)) => {
                    depth += 1;
                    if depth > DEEPEST {
                        return None;
                    }
                    let local = element.local_name();
                    if depth == 1 && !is(&namespace, ENVELOPE, local.as_ref(), "Envelope") {
                        return None;
                    }
                    found.fault |= is(&namespace, ENVELOPE, local.as_ref(), "Fault");
                    text.clear();
                }
                (namespace, Event::End(element)) => {
                    depth = depth.checked_sub(1)?;
                    let text = std::mem::take(&mut text);
                    found.keep(&namespace, element.local_name().as_ref(), text);
                }
                (_, Event::Text(part)) => text.push_str(&part.xml10_content()),
                (_, Event::CData(part)) => text.push_str(&part.xml10_content()),
                (_, Event::GeneralRef(name)) => match name.resolve_char_ref().ok()? {
                    Some(character) => text.push(character),
                    None => text.push_str(resolve_xml_entity(&name)?),
                },
                (_, Event::DocType(_)) => return None,
                (_, Event::Eof) => return (depth == 0).then_some(found),
                (_, Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
            }
        }
    }

    fn keep(&mut self, namespace: &ResolveResult<'_>, local: &str, text: String) {
        let place = match (namespace, local) {
            (ResolveResult::Bound(Namespace(PARTNER)), "sessionId") => &mut self.session_id,
            (ResolveResult::Bound(Namespace(PARTNER)), "serverUrl") => &mut self.server_url,
            (ResolveResult::Bound(Namespace(PARTNER)), "passwordExpired") => {
                &mut self.password_expired
            }
            (ResolveResult::Bound(Namespace(FAULT)), "exceptionCode") => &mut self.exception_code,
            (ResolveResult::Unbound, "faultcode") => &mut self.fault_code,
            _ => return,
        };
        place.get_or_insert(text.trim().to_owned());
    }
}

fn is(namespace: &ResolveResult<'_>, expected: &str, local: &str, name: &str) -> bool {
    local == name && *namespace == ResolveResult::Bound(Namespace(expected))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in r"[<>/&;!?a-c:=' \[\]#x0-9-]{0,80}") {
            let _ = login_answer(&text);
            let _ = login_answer(&format!("<e:Envelope xmlns:e='{ENVELOPE}'>{text}</e:Envelope>"));
        }
    }

    fn fault(xml: &str) -> Option<String> {
        match login_answer(xml) {
            LoginAnswer::Fault(code) => Some(code),
            _ => None,
        }
    }

    #[test]
    fn a_fault_is_read_by_namespace_under_any_prefix() {
        let shape = |env: &str, detail: &str| {
            format!(
                "<?xml version=\"1.0\"?><{env}:Envelope xmlns:{env}='{ENVELOPE}'><{env}:Body><{env}:Fault>{detail}</{env}:Fault></{env}:Body></{env}:Envelope>"
            )
        };
        for (xml, code) in [
            (
                shape(
                    "s",
                    &format!(
                        "<faultcode>INVALID_LOGIN</faultcode><detail><x:LoginFault xmlns:x='{FAULT}'><x:exceptionCode>LOGIN_MUST_USE_SECURITY_TOKEN</x:exceptionCode></x:LoginFault></detail>"
                    ),
                ),
                "LOGIN_MUST_USE_SECURITY_TOKEN",
            ),
            (
                shape("soapenv", "<faultcode>sf:INVALID_LOGIN</faultcode>"),
                "INVALID_LOGIN",
            ),
            (shape("soapenv", ""), "UNKNOWN_EXCEPTION"),
            // Another namespace's exceptionCode says nothing.
            (
                shape(
                    "e",
                    "<faultcode>ORG_LOCKED</faultcode><detail><exceptionCode xmlns='urn:else'>X</exceptionCode></detail>",
                ),
                "ORG_LOCKED",
            ),
        ] {
            assert_eq!(fault(&xml).as_deref(), Some(code), "{xml}");
        }
    }

    #[test]
    fn what_is_no_login_answer_is_none() {
        let deep = "<a>".repeat(100);
        let entities = format!("<!DOCTYPE a [<!ENTITY x 'y'>]><e:Envelope xmlns:e='{ENVELOPE}'/>");
        for text in [
            "",
            "<html><body>Down for maintenance</body></html>",
            "{}",
            &deep,
            &entities,
            "<e:Envelope xmlns:e='urn:else'></e:Envelope>",
            "<a><b></a>",
        ] {
            assert!(matches!(login_answer(text), LoginAnswer::Other), "{text}");
        }
    }

    #[test]
    fn a_password_is_escaped_and_followed_by_the_token() {
        let credentials = Credentials::new(
            "u@x.com",
            SecretString::from("a<b>&\"'"),
            SecretString::from("TOKEN"),
            "login",
        )
        .map_err(|_| "credentials")
        .unwrap();
        let request = login_request(&credentials);
        let expected = "<urn:password>a&lt;b&gt;&amp;&quot;&apos;TOKEN</urn:password>";
        assert!(request.expose_secret().contains(expected));
    }
}
