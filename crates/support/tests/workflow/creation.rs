//! Opening a case: R18, R4, R7, R10–R13. Each test plays a script of `tests/conversations`.

use crate::stage::script::play;

// R4, R7, R12, R18
#[test]
fn a_request_for_a_case_opens_the_form_and_is_confirmed_by_the_tool() {
    play(include_str!("../conversations/creation.jsonl"));
}

// R7
#[test]
fn an_empty_phone_is_sent_as_an_empty_text() {
    play(include_str!(
        "../conversations/creation_without_phone.jsonl"
    ));
}

// R13
#[test]
fn a_failing_creation_keeps_what_was_typed_and_can_be_tried_again() {
    play(include_str!("../conversations/creation_fails.jsonl"));
}

// R12, R13
#[test]
fn what_the_tool_did_not_confirm_is_not_confirmed() {
    play(include_str!("../conversations/creation_unconfirmed.jsonl"));
}

// R10
#[test]
fn an_invalid_email_goes_to_no_tool() {
    play(include_str!(
        "../conversations/creation_with_invalid_email.jsonl"
    ));
}

// R7, R13
#[test]
fn a_subject_that_is_too_long_goes_to_no_tool_and_is_kept() {
    play(include_str!(
        "../conversations/creation_with_a_long_subject.jsonl"
    ));
}

// R12, R18
#[test]
fn a_second_click_creates_no_second_case() {
    play(include_str!(
        "../conversations/creation_submitted_twice.jsonl"
    ));
}

// R2
#[test]
fn details_typed_into_the_chat_lead_to_the_form() {
    play(include_str!(
        "../conversations/details_are_not_taken_in_chat.jsonl"
    ));
}

// R13
#[test]
fn what_is_wrong_is_said_by_the_titles_of_the_questions() {
    play(include_str!("../conversations/creation_problems.jsonl"));
}
