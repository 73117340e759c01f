//! To which hosts credentials and session ids may go.
//!
//! The `domain` setting and the instance address in a login's answer are both outside data: a
//! host that isn't Salesforce's would be handed the password or the session. Hence a pattern, and
//! no way around it but a sandbox org on this machine.

use std::fmt;

use reqwest::Url;
use serde::Deserialize;

/// The `domain` of credentials that are meant for a sandbox org on this machine.
pub const SANDBOX_DOMAIN: &str = "sandbox";

/// The address of a sandbox org: plain HTTP, on this machine only.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SandboxOrg(Url);

/// Why a host is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DomainError {
    /// `domain = "evil.example/#"`
    #[error(
        "the domain is not one of Salesforce's: expected login, test, or a My Domain such as acme.my"
    )]
    Domain,
    /// `sandboxOrg = "http://10.0.0.1:8788"`
    #[error("a sandbox org is reached by http on this machine only, such as http://127.0.0.1:8788")]
    SandboxOrg,
    /// Credentials of a real org while `sandboxOrg` is set.
    #[error(
        "sandboxOrg is set, but the stored credentials are those of a Salesforce org; save the sandbox org's credentials with --domain sandbox, or take sandboxOrg out"
    )]
    RealCredentials,
    /// Credentials of a sandbox org without `sandboxOrg`.
    #[error("the stored credentials are those of a sandbox org, but sandboxOrg is not set")]
    NoSandboxOrg,
    /// A login that names an instance elsewhere.
    #[error("the login answered with an instance address outside Salesforce")]
    Instance,
}

impl TryFrom<String> for SandboxOrg {
    type Error = DomainError;

    fn try_from(text: String) -> Result<SandboxOrg, DomainError> {
        let url = Url::parse(&text).map_err(|_| DomainError::SandboxOrg)?;
        if is_loopback(&url) && url.path() == "/" && url.query().is_none() {
            Ok(SandboxOrg(url))
        } else {
            Err(DomainError::SandboxOrg)
        }
    }
}

impl fmt::Display for SandboxOrg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.origin().ascii_serialization().as_str())
    }
}

/// Whether a `domain` can be stored at all.
pub(super) fn is_domain(domain: &str) -> bool {
    domain == SANDBOX_DOMAIN || is_salesforce_domain(domain)
}

/// The address to log in at.
pub(crate) fn login_address(
    domain: &str,
    sandbox_org: Option<&SandboxOrg>,
) -> Result<Url, DomainError> {
    match (sandbox_org, domain == SANDBOX_DOMAIN) {
        (Some(org), true) => Ok(org.0.clone()),
        (Some(_), false) => Err(DomainError::RealCredentials),
        (None, true) => Err(DomainError::NoSandboxOrg),
        (None, false) if is_salesforce_domain(domain) => {
            Url::parse(&format!("https://{domain}.salesforce.com/"))
                .map_err(|_| DomainError::Domain)
        }
        (None, false) => Err(DomainError::Domain),
    }
}

/// Scheme and host of a login's `serverUrl`, if sessions may be sent there.
pub(crate) fn instance_address(
    server_url: &str,
    sandbox_org: Option<&SandboxOrg>,
) -> Result<Url, DomainError> {
    let mut url = Url::parse(server_url).map_err(|_| DomainError::Instance)?;
    let trusted = match sandbox_org {
        Some(_) => is_loopback(&url),
        None => is_salesforce_instance(&url),
    };
    if !trusted {
        return Err(DomainError::Instance);
    }
    url.set_path("/");
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    url.scheme() == "http"
        && matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"))
        && url.username().is_empty()
        && url.password().is_none()
}

fn is_salesforce_instance(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    url.scheme() == "https"
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && host
            .strip_suffix(".salesforce.com")
            .is_some_and(|labels| labels.split('.').all(is_label))
}

/// `login`, `test`, `acme.my`, `acme--uat.sandbox.my` and the like.
fn is_salesforce_domain(domain: &str) -> bool {
    if matches!(domain, "login" | "test") {
        return true;
    }
    let Some(name) = domain.strip_suffix(".my") else {
        return false;
    };
    let name = [".sandbox", ".develop", ".scratch"]
        .iter()
        .find_map(|kind| name.strip_suffix(kind))
        .unwrap_or(name);
    is_label(name)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_salesforce_hosts_get_credentials() {
        for domain in [
            "login",
            "test",
            "acme.my",
            "acme--uat.sandbox.my",
            "a-b.develop.my",
        ] {
            let address = login_address(domain, None).map(String::from);
            assert_eq!(address, Ok(format!("https://{domain}.salesforce.com/")));
        }
        for domain in [
            "",
            "my",
            ".my",
            "evil.com/#",
            "evil.com?",
            "a@b.my",
            "acme.my.evil",
            "a.b.my",
            "127.0.0.1",
            "acme.my:444",
            "-a.my",
            "LOGIN",
            "sandbox",
        ] {
            assert!(login_address(domain, None).is_err(), "{domain}");
        }
    }

    #[test]
    fn a_sandbox_org_never_gets_the_credentials_of_a_real_one() {
        let org = SandboxOrg::try_from(String::from("http://127.0.0.1:8788")).unwrap();
        assert_eq!(
            login_address("login", Some(&org)),
            Err(DomainError::RealCredentials)
        );
        assert!(login_address(SANDBOX_DOMAIN, Some(&org)).is_ok());
        for address in [
            "https://127.0.0.1:8788",
            "http://10.0.0.1",
            "http://localhost.evil.com",
            "http://user@127.0.0.1",
            "http://127.0.0.1/path",
            "127.0.0.1:8788",
        ] {
            assert!(
                SandboxOrg::try_from(String::from(address)).is_err(),
                "{address}"
            );
        }
    }

    #[test]
    fn sessions_go_to_salesforce_instances_only() {
        let good = "https://acme.my.salesforce.com/services/Soap/u/64.0/00D?x#y";
        let address = instance_address(good, None).map(String::from);
        assert_eq!(address, Ok(String::from("https://acme.my.salesforce.com/")));
        for bad in [
            "http://acme.my.salesforce.com/",
            "https://acme.my.salesforce.com.evil.com/",
            "https://salesforce.com.evil/",
            "https://evilsalesforce.com/",
            "https://u:p@acme.my.salesforce.com/",
            "https://acme.my.salesforce.com:8443/",
            "https://127.0.0.1/",
            "http://127.0.0.1/",
            "nonsense",
        ] {
            assert_eq!(
                instance_address(bad, None),
                Err(DomainError::Instance),
                "{bad}"
            );
        }
    }
}
