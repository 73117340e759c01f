//! Asking for a case's status: R14–R17, and what else binds it there. Each test plays a script of `tests/conversations`.

use crate::stage::script::play;

// R14, R15, R17
#[test]
fn a_status_request_opens_the_form_asks_the_tool_and_shows_its_answer() {
    play(include_str!("../conversations/status_found.jsonl"));
}

// R14
#[test]
fn status_is_never_answered_from_memory() {
    play(include_str!("../conversations/status_again.jsonl"));
}

// R14, R2
#[test]
fn values_typed_into_the_chat_prefill_the_status_form() {
    play(include_str!("../conversations/status_from_chat.jsonl"));
}

// R30
#[test]
fn with_a_number_known_only_the_email_has_to_be_filled_in() {
    play(include_str!(
        "../conversations/status_only_the_missing.jsonl"
    ));
}

// R16
#[test]
fn a_case_that_is_not_found_is_said_and_can_be_corrected() {
    play(include_str!("../conversations/status_not_found.jsonl"));
}

// R16, R21
#[test]
fn values_that_a_look_up_did_not_confirm_are_not_known() {
    play(include_str!(
        "../conversations/status_not_found_is_forgotten.jsonl"
    ));
}

// R13
#[test]
fn a_failing_look_up_keeps_what_was_typed_and_can_be_tried_again() {
    play(include_str!("../conversations/status_fails.jsonl"));
}

// R12, R19
#[test]
fn a_submitted_number_is_not_known_before_the_tool_confirms_it() {
    play(include_str!("../conversations/status_submitted_only.jsonl"));
}

// R12, R17
#[test]
fn a_result_without_a_status_is_a_failure() {
    play(include_str!("../conversations/status_without_status.jsonl"));
}

// R12
#[test]
fn a_result_of_a_wrong_shape_is_a_failure() {
    play(include_str!(
        "../conversations/status_result_is_no_object.jsonl"
    ));
}

// R15
#[test]
fn white_space_around_a_case_number_is_left_out() {
    play(include_str!("../conversations/status_trimmed.jsonl"));
}

// R14, R16
#[test]
fn a_case_that_is_gone_is_not_known_any_more() {
    play(include_str!(
        "../conversations/status_proven_and_gone.jsonl"
    ));
}
