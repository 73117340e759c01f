//! What a text must be to get into a Salesforce field.

use crate::problem::FieldProblem;

/// Checks length and characters; `field` is the payload's key.
pub(super) fn check(field: &str, text: &str, longest: usize) -> Result<(), FieldProblem> {
    if text.chars().count() > longest {
        let message = format!("Please enter no more than {longest} characters.");
        return Err(FieldProblem::of(field, "tool/too-long", message));
    }
    let plain = text
        .chars()
        .all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'));
    if !plain {
        let message = "Please remove the control characters.";
        return Err(FieldProblem::of(field, "tool/control-character", message));
    }
    Ok(())
}
