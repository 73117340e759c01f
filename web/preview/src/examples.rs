//! The forms to begin with: the three of the support workflow.

use casement_support::FormCatalog;

/// Key name, and what the list calls it.
pub(crate) const EXAMPLES: [(&str, &str); 3] = [
    ("haveYouCreatedACase", "Reach a live agent"),
    ("Create_case", "Create a case"),
    ("Fetch_status_of_a_case", "Status of a case"),
];

/// The JSON of an example.
pub(crate) fn example(key_name: &str) -> &'static str {
    FormCatalog::standard_json(key_name).unwrap_or_default()
}
