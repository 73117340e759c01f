//! The four settings of a connection (R32), in a type that can't be printed, compared or sent.

use secrecy::{ExposeSecret, SecretString};

use super::domain::is_domain;

/// Username, password, security token and domain (R32).
///
/// There is no `Debug`, no `Serialize` and no way to read the secrets outside this room (R35).
pub struct Credentials {
    username: String,
    domain: String,
    pub(super) password: SecretString,
    pub(super) security_token: SecretString,
}

/// Why these are no credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialsError {
    /// `--username ""`
    #[error("a username is needed, such as integration@acme.com")]
    Username,
    /// An empty password, or one with characters that XML can't carry.
    #[error("a password is needed, without control characters")]
    Password,
    /// A security token with characters that XML can't carry.
    #[error("the security token has control characters")]
    SecurityToken,
    /// `--domain evil.example`
    #[error("a domain is login, test, a My Domain such as acme.my, or sandbox for a sandbox org")]
    Domain,
}

impl Credentials {
    /// Checks and takes the four settings. An org that trusts the proxy's address needs no
    /// security token; then it is empty. `domain` may be a My Domain's whole address.
    pub fn new(
        username: &str,
        password: SecretString,
        security_token: SecretString,
        domain: &str,
    ) -> Result<Credentials, CredentialsError> {
        let username = username.trim();
        if username.is_empty() || username.len() > 254 || !is_xml_text(username) {
            return Err(CredentialsError::Username);
        }
        let secret = password.expose_secret();
        if secret.is_empty() || secret.len() > 1024 || !is_xml_text(secret) {
            return Err(CredentialsError::Password);
        }
        let token = security_token.expose_secret();
        if token.len() > 1024 || !is_xml_text(token) {
            return Err(CredentialsError::SecurityToken);
        }
        let domain = short_domain(domain);
        if !is_domain(&domain) {
            return Err(CredentialsError::Domain);
        }
        Ok(Credentials {
            username: username.to_owned(),
            domain,
            password,
            security_token,
        })
    }

    /// The username.
    pub fn username(&self) -> &str {
        &self.username
    }

    /// The domain: `login`, `test`, `acme.my`, `sandbox`.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Password and security token in one, as a SOAP login wants them.
    pub(super) fn login_password(&self) -> SecretString {
        let mut joined = String::with_capacity(
            self.password.expose_secret().len() + self.security_token.expose_secret().len(),
        );
        joined.push_str(self.password.expose_secret());
        joined.push_str(self.security_token.expose_secret());
        SecretString::from(joined)
    }
}

/// `https://Acme.my.salesforce.com/` → `acme.my`; a short domain stays.
fn short_domain(domain: &str) -> String {
    let domain = domain.trim().to_ascii_lowercase();
    let domain = domain.strip_prefix("https://").unwrap_or(&domain);
    let domain = domain.strip_suffix('/').unwrap_or(domain);
    domain
        .strip_suffix(".salesforce.com")
        .unwrap_or(domain)
        .to_owned()
}

fn is_xml_text(text: &str) -> bool {
    !text
        .chars()
        .any(|c| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}
