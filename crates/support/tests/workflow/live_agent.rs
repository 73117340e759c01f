//! The live agent: R19–R25, R29. Each test plays a script of `tests/conversations`.

use crate::stage::script::play;

// R21, R29
#[test]
fn after_a_status_look_up_a_live_agent_is_called_at_once() {
    play(include_str!("../conversations/agent_after_status.jsonl"));
}

// R20, R21
#[test]
fn after_a_creation_a_live_agent_is_called_at_once() {
    play(include_str!("../conversations/agent_after_creation.jsonl"));
}

// R21
#[test]
fn both_values_given_in_the_chat_are_enough() {
    play(include_str!("../conversations/agent_given_in_chat.jsonl"));
}

// R21
#[test]
fn values_given_one_by_one_are_kept() {
    play(include_str!(
        "../conversations/agent_given_bit_by_bit.jsonl"
    ));
}

// R10, R11, R22
#[test]
fn an_invalid_value_never_becomes_known() {
    play(include_str!("../conversations/agent_invalid_in_chat.jsonl"));
}

// R19, R22, R30
#[test]
fn with_one_value_missing_only_that_is_asked_for() {
    play(include_str!("../conversations/agent_with_one_value.jsonl"));
}

// R22, R23
#[test]
fn the_branch_with_a_case_leads_to_the_directive() {
    play(include_str!("../conversations/agent_first_with_case.jsonl"));
}

// R22, R24
#[test]
fn the_branch_without_a_case_creates_one_and_leads_to_the_directive() {
    play(include_str!(
        "../conversations/agent_first_without_case.jsonl"
    ));
}

// R3, R24
#[test]
fn who_has_no_number_at_hand_creates_a_case() {
    play(include_str!(
        "../conversations/agent_number_not_at_hand.jsonl"
    ));
}

// R13, R24
#[test]
fn a_failing_creation_before_a_live_agent_can_be_tried_again() {
    play(include_str!("../conversations/agent_creation_fails.jsonl"));
}

// R23
#[test]
fn a_case_that_is_not_found_is_said_and_a_new_one_offered() {
    play(include_str!("../conversations/agent_case_not_found.jsonl"));
}

// R13, R23
#[test]
fn a_case_that_is_not_found_can_be_corrected_in_the_form() {
    play(include_str!(
        "../conversations/agent_case_not_found_corrected.jsonl"
    ));
}

// R23
#[test]
fn the_offer_of_a_new_case_can_be_taken_in_words() {
    play(include_str!(
        "../conversations/agent_case_not_found_in_words.jsonl"
    ));
}

// R23
#[test]
fn the_offer_of_a_new_case_can_be_refused_in_words() {
    play(include_str!(
        "../conversations/agent_case_not_found_refused.jsonl"
    ));
}

// R19
#[test]
fn a_result_without_a_case_number_gives_no_directive() {
    play(include_str!(
        "../conversations/agent_result_without_number.jsonl"
    ));
}

// R11, R23
#[test]
fn an_email_that_is_not_returned_is_the_submitted_one() {
    play(include_str!(
        "../conversations/agent_result_without_email.jsonl"
    ));
}

// R11, R20
#[test]
fn a_case_number_that_could_end_the_directive_is_none() {
    play(include_str!("../conversations/agent_result_injected.jsonl"));
}

// R21
#[test]
fn after_the_directive_nothing_is_troubleshot() {
    play(include_str!("../conversations/agent_is_the_end.jsonl"));
}

// R22, R25
#[test]
fn it_is_never_asked_in_chat_whether_there_is_a_case() {
    play(include_str!(
        "../conversations/agent_never_asked_in_chat.jsonl"
    ));
}

// R13
#[test]
fn details_typed_in_vain_are_in_the_live_agent_form() {
    play(include_str!("../conversations/draft_for_the_agent.jsonl"));
}

// R21
#[test]
fn a_number_given_later_is_the_one_meant() {
    play(include_str!(
        "../conversations/other_case_after_status.jsonl"
    ));
}

// R21, R29
#[test]
fn a_proven_value_in_another_spelling_stays_as_proven() {
    play(include_str!(
        "../conversations/same_case_after_status.jsonl"
    ));
}

// R3, R22
#[test]
fn a_mind_changed_in_the_middle_sends_nothing_of_the_other_branch() {
    play(include_str!("../conversations/agent_mind_changed.jsonl"));
}
