//! Changing a case by a site's own form (R5, R9).

use crate::stage;
use crate::stage::script::play_in;
use casement_support::{Conversation, FormCatalog};

const FORM: &str = r#"{"elements":[
    {"type":"text","name":"caseNumber","isRequired":true},
    {"type":"text","name":"email","isRequired":true},
    {"type":"text","name":"Status"},
    {"type":"comment","name":"Description"}]}"#;

fn conversation() -> Conversation {
    let forms = FormCatalog::standard().with("Update_case", FORM).unwrap();
    Conversation::new(forms, stage::host())
}

// R5, R9, R12
#[test]
fn a_change_is_confirmed_before_it_is_sent_and_only_what_was_filled_in_is_sent() {
    play_in(
        conversation(),
        include_str!("../conversations/update.jsonl"),
    );
}

// R9, R13
#[test]
fn a_change_that_is_not_confirmed_is_not_sent() {
    play_in(
        conversation(),
        include_str!("../conversations/update_declined.jsonl"),
    );
}

// R9
#[test]
fn a_change_of_nothing_is_not_asked_for() {
    play_in(
        conversation(),
        include_str!("../conversations/update_nothing.jsonl"),
    );
}
