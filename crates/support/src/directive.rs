//! The live-agent directive (R20): rendered from checked parts, parsed strictly.

/// A directive with both values (R19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    email: String,
    case_number: String,
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

impl Directive {
    /// From real values only.
    pub fn new(_email: &str, _case_number: &str) -> Result<Directive, DirectiveError> { todo!() }
    /// The email.
    pub fn email(&self) -> &str { &self.email }
    /// The case number.
    pub fn case_number(&self) -> &str { &self.case_number }
    /// The text of R20.
    pub fn render(&self) -> String { todo!() }
    /// Reads exactly one directive that fills its line.
    pub fn parse(_line: &str) -> Result<Directive, DirectiveError> { todo!() }
}
