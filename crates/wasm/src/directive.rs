//! The live-agent directive: rendered from real values, parsed strictly.

use casement_support::{Directive, DirectiveError};

use crate::output::{Done, Output, Record, Refused};

/// The directive's line for this email and case number.
pub(crate) fn render(email: &str, number: &str, output: &mut Output) -> Done {
    match Directive::new(email, number) {
        Ok(directive) => output.text(&directive.render()),
        Err(error) => return Err(refuse(&error, output)),
    }
    Ok(())
}

/// The values of a directive that fills its line exactly.
pub(crate) fn parse(line: &str, output: &mut Output) -> Done {
    match Directive::parse(line) {
        Ok(directive) => {
            output.record(Record::Directive);
            output.text(directive.email());
            output.text(directive.case_number());
        }
        Err(error) => return Err(refuse(&error, output)),
    }
    Ok(())
}

fn refuse(error: &DirectiveError, output: &mut Output) -> Refused {
    let (code, message) = match error {
        DirectiveError::Email => ("directive/email", "the email is not valid"),
        DirectiveError::CaseNumber => ("directive/case-number", "the case number is not valid"),
        _ => ("directive/syntax", "the text is not exactly one directive"),
    };
    output.refuse(code, message)
}
