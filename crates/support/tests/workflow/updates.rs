//! A site's own forms: replacements of the three, and one that changes a case (R5, R8, R9).

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

// R5, R8
#[test]
fn a_sites_own_forms_lead_to_the_same_calls() {
    let status = r#"{"elements":[
        {"type":"text","name":"email"},{"type":"text","name":"caseNumber"},{"type":"text","name":"product"}]}"#;
    let creation = r#"{
        "calculatedValues":[{"name":"flowName","expression":"'CreateSupportCase'","includeIntoResult":true}],
        "elements":[
            {"type":"text","name":"product"},{"type":"text","name":"firstName"},
            {"type":"text","name":"lastName"},{"type":"text","name":"email"},
            {"type":"text","name":"phone"},{"type":"text","name":"subject"},
            {"type":"comment","name":"caseDescription"}]}"#;
    let forms = FormCatalog::standard()
        .with("Fetch_status_of_a_case", status)
        .and_then(|forms| forms.with("Create_case", creation))
        .unwrap();
    let conversation = Conversation::new(forms, stage::host());
    play_in(
        conversation,
        include_str!("../conversations/site_forms.jsonl"),
    );
}
