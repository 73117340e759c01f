//! The one rule for what is an email address here (R10).
//!
//! It knows nothing of mail servers: it says whether a text has the shape of an address that
//! Salesforce's `Email` fields take and that can stand inside a directive.

/// An email address of valid shape.
///
/// A strict addr-spec: a dot-atom, `@`, and a domain name of at least two labels. No quoted local
/// parts, brackets, white space, control characters or letters beyond ASCII; at most
/// [`Email::MAX_CHARS`] characters, the length of Salesforce's `SuppliedEmail`.
///
/// ```
/// use casement_support::Email;
/// assert!(Email::parse("johnsmith@xyz.com").is_some());
/// assert!(Email::parse("john smith@xyz.com").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

/// The characters of a local part beside letters, digits and dots.
const LOCAL_SIGNS: &str = "!#$%&'*+/=?^_~-";

impl Email {
    /// The length of Salesforce's email fields on Case and Contact.
    pub const MAX_CHARS: usize = 80;

    /// Takes the text as it stands: white space around it is not an address's.
    pub fn parse(text: &str) -> Option<Email> {
        if text.len() > Self::MAX_CHARS {
            return None;
        }
        let (local, domain) = text.split_once('@')?;
        let top = domain.rsplit('.').next()?;
        let valid = local.len() <= 64
            && local.split('.').all(is_atom)
            && domain.contains('.')
            && domain.split('.').all(is_label)
            && top.len() >= 2
            && top.starts_with(|c: char| c.is_ascii_alphabetic());
        valid.then(|| Email(text.to_owned()))
    }

    /// The address as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_atom(part: &str) -> bool {
    !part.is_empty()
        && part
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || LOCAL_SIGNS.contains(c))
}

fn is_label(part: &str) -> bool {
    (1..=63).contains(&part.len())
        && !part.starts_with('-')
        && !part.ends_with('-')
        && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
