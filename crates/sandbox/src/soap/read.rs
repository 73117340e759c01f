//! Reads a SOAP call by namespace: prefixes, attributes and comments are the client's own affair.
//!
//! Takes text from anyone: no document type, no entities but XML's five, bounded depth.

use quick_xml::errors::IllFormedError;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";
pub(super) const PARTNER: &str = "urn:partner.soap.sforce.com";
pub(super) const ENTERPRISE: &str = "urn:enterprise.soap.sforce.com";

/// Deepest element of a call.
const DEEPEST: usize = 32;

/// What a client asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Call {
    Login {
        username: String,
        password: String,
    },
    /// An operation other than login, by name.
    Other(String),
}

/// An open element: whether it is in the envelope's or the API's namespace, and its local name.
#[derive(PartialEq, Eq, Clone)]
enum Element {
    Envelope(String),
    Api(String),
    Foreign,
}

/// Reads a call whose operation is in `namespace`.
///
/// # Errors
///
/// What is wrong with the XML, in the words of the parser.
pub(super) fn call(body: &[u8], namespace: &str) -> Result<Call, String> {
    let text = std::str::from_utf8(body)
        .map_err(|_| "Invalid byte 1 of 1-byte UTF-8 sequence.".to_owned())?;
    let mut reader = NsReader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut operation: Option<String> = None;
    let mut username = String::new();
    let mut password = String::new();
    loop {
        let (space, event) = match reader.read_resolved_event() {
            Ok(read) => read,
            Err(error) => return Err(mistake(text, reader.error_position(), &error)),
        };
        match event {
            Event::Start(start) => {
                let element = element(&space, start.local_name().as_ref(), namespace);
                note_operation(&open, &element, &mut operation);
                open.push(element);
                if open.len() > DEEPEST {
                    return Err("The document is nested too deep.".to_owned());
                }
            }
            Event::Empty(start) => {
                let element = element(&space, start.local_name().as_ref(), namespace);
                note_operation(&open, &element, &mut operation);
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) => {
                if let Some(into) = target(&open, &mut username, &mut password) {
                    into.push_str(&text);
                }
            }
            Event::CData(text) => {
                if let Some(into) = target(&open, &mut username, &mut password) {
                    into.push_str(&text);
                }
            }
            Event::GeneralRef(reference) => {
                let name: &str = &reference;
                let meant = unescape(&format!("&{name};"))
                    .map(std::borrow::Cow::into_owned)
                    .map_err(|_| {
                        format!("The entity \"{name}\" was referenced, but not declared.")
                    })?;
                if let Some(into) = target(&open, &mut username, &mut password) {
                    into.push_str(&meant);
                }
            }
            Event::DocType(_) => return Err("DOCTYPE is disallowed.".to_owned()),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if !open.is_empty() {
        return Err(
            "XML document structures must start and end within the same entity.".to_owned(),
        );
    }
    match operation {
        None => Err("Content is not allowed in prolog.".to_owned()),
        Some(operation) if operation == "login" => Ok(Call::Login { username, password }),
        Some(operation) => Ok(Call::Other(operation)),
    }
}

/// What is wrong with the XML; an `&` that was not escaped in the words that Salesforce uses.
fn mistake(text: &str, position: u64, error: &quick_xml::Error) -> String {
    let unclosed = matches!(
        error,
        quick_xml::Error::IllFormed(IllFormedError::UnclosedReference)
    );
    let reference = usize::try_from(position)
        .ok()
        .and_then(|position| text.get(position..))
        .and_then(|rest| rest.strip_prefix('&'));
    match reference {
        Some(rest) if unclosed => {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            format!("The reference to entity \"{name}\" must end with the ';' delimiter.")
        }
        _ => error.to_string(),
    }
}

fn element(space: &ResolveResult<'_>, local: &str, namespace: &str) -> Element {
    let name = local.to_owned();
    match space {
        ResolveResult::Bound(space) if space.as_ref() == ENVELOPE => Element::Envelope(name),
        ResolveResult::Bound(space) if space.as_ref() == namespace => Element::Api(name),
        _ => Element::Foreign,
    }
}

/// The operation is the first element of the body.
fn note_operation(open: &[Element], element: &Element, operation: &mut Option<String>) {
    if operation.is_some() || !in_body(open) || open.len() != 2 {
        return;
    }
    *operation = Some(match element {
        Element::Api(name) => name.clone(),
        Element::Envelope(name) => name.clone(),
        Element::Foreign => "of another namespace".to_owned(),
    });
}

fn in_body(open: &[Element]) -> bool {
    matches!(open, [Element::Envelope(envelope), Element::Envelope(body), ..] if envelope == "Envelope" && body == "Body")
}

fn target<'a>(
    open: &[Element],
    username: &'a mut String,
    password: &'a mut String,
) -> Option<&'a mut String> {
    match open {
        [_, _, Element::Api(login), Element::Api(field)] if in_body(open) && login == "login" => {
            match field.as_str() {
                "username" => Some(username),
                "password" => Some(password),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Call, ENTERPRISE, PARTNER, call};
    use proptest::prelude::*;

    fn login(username: &str, password: &str) -> Result<Call, String> {
        Ok(Call::Login {
            username: username.to_owned(),
            password: password.to_owned(),
        })
    }

    #[test]
    fn prefixes_quotes_and_escapes_are_free() {
        for text in [
            r#"<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:urn="urn:partner.soap.sforce.com"><soapenv:Body><urn:login><urn:username>a@b.c</urn:username><urn:password>x&amp;y&lt;z&#33;</urn:password></urn:login></soapenv:Body></soapenv:Envelope>"#,
            r#"<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Header/><se:Body><login xmlns="urn:partner.soap.sforce.com"><username>a@b.c</username><password><![CDATA[x&y<z!]]></password></login></se:Body></se:Envelope>"#,
            r#"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/' xmlns:n='urn:partner.soap.sforce.com'><e:Header><n:CallOptions><n:username>not me</n:username></n:CallOptions></e:Header><e:Body><n:login><!-- c --><n:username>a@<!-- c -->b.c</n:username><n:password>x&#x26;y&lt;z!</n:password></n:login></e:Body></e:Envelope>"#,
        ] {
            assert_eq!(call(text.as_bytes(), PARTNER), login("a@b.c", "x&y<z!"));
        }
    }

    #[test]
    fn another_namespace_is_no_login() {
        let text = r#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><login xmlns="urn:partner.soap.sforce.com"/></e:Body></e:Envelope>"#;
        assert_eq!(call(text.as_bytes(), PARTNER), login("", ""));
        assert_eq!(
            call(text.as_bytes(), ENTERPRISE),
            Ok(Call::Other("of another namespace".to_owned()))
        );
    }

    #[test]
    fn an_ampersand_that_was_not_escaped_is_an_error() {
        let text = r#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><login xmlns="urn:partner.soap.sforce.com"><username>a</username><password>a&Cl</password></login></e:Body></e:Envelope>"#;
        let message = r#"The reference to entity "Cl" must end with the ';' delimiter."#;
        assert_eq!(call(text.as_bytes(), PARTNER), Err(message.to_owned()));
    }

    #[test]
    fn entities_are_not_expanded() {
        let text = r#"<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>"#;
        assert_eq!(
            call(text.as_bytes(), PARTNER),
            Err("DOCTYPE is disallowed.".to_owned())
        );
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = call(&bytes, PARTNER);
        }

        #[test]
        fn near_xml_never_panics(text in "(<|>|/|&|;|!|\\[|\\]|:|=|'|\"|a|login| |xmlns|CDATA|--|\\?){0,60}") {
            let _ = call(text.as_bytes(), PARTNER);
        }
    }
}
