//! The live-agent directive (R20): rendered from checked parts, parsed strictly.
//!
//! Both parts are types that can't hold what ends the block, and what is not plain is escaped on
//! top of that. It is never looked for in what a customer wrote or in a case's texts.

use crate::{CaseNumber, Email};

const OPEN: &str = r#"[directive=liveAgent data={"email":""#;
const BETWEEN: &str = r#"", "CaseNumber":""#;
const CLOSE: &str = r#""} ]"#;

/// A directive with both values (R19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    email: Email,
    case_number: CaseNumber,
}

/// Why there is no directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DirectiveError {
    /// No valid email.
    Email,
    /// No valid case number.
    CaseNumber,
    /// The text is not exactly one directive.
    Syntax,
}

impl DirectiveError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Email => "directive/email",
            Self::CaseNumber => "directive/case-number",
            Self::Syntax => "directive/syntax",
        }
    }
}

impl Directive {
    /// How it is written, with names in place of the values.
    pub const PATTERN: &'static str =
        r#"[directive=liveAgent data={"email":"<email>", "CaseNumber":"<CaseNumber>"} ]"#;

    /// From real values only.
    ///
    /// ```
    /// use casement_support::Directive;
    /// let directive = Directive::new("johnsmith@xyz.com", "00001026").unwrap();
    /// assert_eq!(
    ///     directive.render(),
    ///     r#"[directive=liveAgent data={"email":"johnsmith@xyz.com", "CaseNumber":"00001026"} ]"#
    /// );
    /// ```
    pub fn new(email: &str, case_number: &str) -> Result<Directive, DirectiveError> {
        let email = Email::parse(email).ok_or(DirectiveError::Email)?;
        let case_number = CaseNumber::parse(case_number).ok_or(DirectiveError::CaseNumber)?;
        Ok(Self::of(email, case_number))
    }

    /// From parts that are checked already.
    pub fn of(email: Email, case_number: CaseNumber) -> Directive {
        Directive { email, case_number }
    }

    /// The email.
    pub fn email(&self) -> &str {
        self.email.as_str()
    }

    /// The case number.
    pub fn case_number(&self) -> &str {
        self.case_number.as_str()
    }

    /// The text of R20.
    pub fn render(&self) -> String {
        let mut line = String::from(OPEN);
        escape(self.email(), &mut line);
        line.push_str(BETWEEN);
        escape(self.case_number(), &mut line);
        line.push_str(CLOSE);
        line
    }

    /// Reads exactly one directive that fills its line, written as [`Directive::render`] writes it.
    pub fn parse(line: &str) -> Result<Directive, DirectiveError> {
        let (email, case_number) = line
            .strip_prefix(OPEN)
            .and_then(|rest| rest.strip_suffix(CLOSE))
            .and_then(|inside| inside.split_once(BETWEEN))
            .ok_or(DirectiveError::Syntax)?;
        let email = unescape(email).ok_or(DirectiveError::Syntax)?;
        let case_number = unescape(case_number).ok_or(DirectiveError::Syntax)?;
        let directive = Self::new(&email, &case_number)?;
        // One spelling only: whatever else would decode to the same values is not ours.
        if directive.render() == line {
            Ok(directive)
        } else {
            Err(DirectiveError::Syntax)
        }
    }
}

/// Everything that could end a string, an object or the block, or begin markup, as `\u00XX`.
fn escape(value: &str, out: &mut String) {
    for c in value.chars() {
        if c.is_ascii_alphanumeric() || " -_./#:@!$%'*+=?^~".contains(c) {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
}

fn unescape(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        let digits = escaped.strip_prefix('u')?.get(..4)?;
        out.push_str(plain);
        out.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
        rest = escaped.get(5..)?;
    }
    out.push_str(rest);
    Some(out)
}
