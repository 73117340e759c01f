//! What a conversation holds: an email and a case number, each with where it came from.
//!
//! A value is here only if its shape is valid, and a value that nobody confirmed goes when a look-up
//! shows that it is wrong.

use crate::recognition::Values;
use crate::{CaseNumber, Email};

/// The values of this conversation (R28: of no other).
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// What a tool confirmed; the two belong together.
    proven: Proven,
    /// What the visitor gave in the chat, newer than what was proven.
    given: Values,
}

#[derive(Clone, Debug, Default)]
struct Proven {
    email: Option<Email>,
    case_number: Option<CaseNumber>,
}

impl Known {
    /// The email, the newest one.
    pub(super) fn email(&self) -> Option<&Email> {
        self.given.email.as_ref().or(self.proven.email.as_ref())
    }

    /// The case number, the newest one.
    pub(super) fn case_number(&self) -> Option<&CaseNumber> {
        let given = self.given.case_number.as_ref();
        given.or(self.proven.case_number.as_ref())
    }

    /// Values that the visitor typed. What says the same as a proven value changes nothing, so that the
    /// proven spelling stays.
    pub(super) fn note(&mut self, values: Values) {
        if let Some(email) = values.email {
            let proven = self.proven.email.as_ref();
            let same =
                proven.is_some_and(|known| known.as_str().eq_ignore_ascii_case(email.as_str()));
            self.given.email = (!same).then_some(email);
        }
        if let Some(number) = values.case_number {
            let proven = self.proven.case_number.as_ref();
            let same = proven.is_some_and(|known| bare(known) == bare(&number));
            self.given.case_number = (!same).then_some(number);
        }
    }

    /// A tool confirmed these; they belong together, so an earlier pair is gone.
    pub(super) fn prove(&mut self, email: Option<Email>, case_number: CaseNumber) {
        self.given = Values::default();
        self.proven = Proven {
            email,
            case_number: Some(case_number),
        };
    }

    /// No case was found for these: what was merely given may be what was wrong, and a pair that was
    /// proven once and isn't found any more is not proven.
    pub(super) fn disprove(&mut self, email: Option<&Email>, case_number: Option<&CaseNumber>) {
        self.given = Values::default();
        if self.proven.email.as_ref() == email && self.proven.case_number.as_ref() == case_number {
            self.proven = Proven::default();
        }
    }
}

/// Case numbers are typed without their leading zeros, too.
fn bare(number: &CaseNumber) -> &str {
    number.as_str().trim_start_matches('0')
}
