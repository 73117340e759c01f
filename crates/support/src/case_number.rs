//! What can be a case's number, or the record id that stands for it.
//!
//! Salesforce's administrators choose the format of case numbers, so this is a bound on length and
//! characters and no more; whether there is such a case, only the tool knows.

/// A case number (`00001026`, `C-2026-00012`) or a record id (`500dM00000EsC1sQAF`).
///
/// One to [`CaseNumber::MAX_CHARS`] characters: ASCII letters and digits, single inner spaces,
/// and `- _ . / # :`.
///
/// ```
/// use casement_support::CaseNumber;
/// assert_eq!(CaseNumber::parse(" 00001026 ").unwrap().as_str(), "00001026");
/// assert!(CaseNumber::parse("1026\"} ]").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseNumber(String);

impl CaseNumber {
    /// The length of Salesforce's `CaseNumber`; ids have 15 or 18 characters.
    pub const MAX_CHARS: usize = 30;

    /// Spaces around the number are left out: they come from copying it.
    pub fn parse(text: &str) -> Option<CaseNumber> {
        let text = text.trim();
        let valid = (1..=Self::MAX_CHARS).contains(&text.len())
            && !text.contains("  ")
            && text.chars().any(|c| c.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || " -_./#:".contains(c));
        valid.then(|| CaseNumber(text.to_owned()))
    }

    /// The number as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `500` and twelve or fifteen letters or digits: the record id of a case.
    pub fn is_record_id(text: &str) -> bool {
        matches!(text.len(), 15 | 18)
            && text.starts_with("500")
            && text.chars().all(|c| c.is_ascii_alphanumeric())
    }
}
