//! What the page around the window is told: events on the custom element.

use casement_renderer::view::El;

use crate::page;

/// `casement:live-agent`: a person should take over (R20). Detail: `email`, `CaseNumber`,
/// `directive`.
pub(crate) fn announce(host: &El, email: &str, case_number: &str, directive: &str) {
    let name = "casement:live-agent";
    page::tell(host.node(), name, email, case_number, Some(directive));
}

/// `casement:case-created`. Detail: `email`, `CaseNumber`.
pub(crate) fn announce_case(host: &El, email: &str, case_number: &str) {
    page::tell(
        host.node(),
        "casement:case-created",
        email,
        case_number,
        None,
    );
}
