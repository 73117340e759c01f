//! One conversation and its events: R12, R28. Each test plays a script of `tests/conversations`.

use crate::stage::script::play;

// R28
#[test]
fn a_new_session_knows_nothing_of_the_one_before() {
    play(include_str!("../conversations/new_session.jsonl"));
}

// R28
#[test]
fn an_answer_to_an_earlier_session_is_nobodys() {
    play(include_str!(
        "../conversations/new_session_ends_a_call.jsonl"
    ));
}

// R28
#[test]
fn what_was_typed_in_an_earlier_session_is_gone() {
    play(include_str!(
        "../conversations/new_session_forgets_drafts.jsonl"
    ));
}

// R12, R21
#[test]
fn what_is_asked_for_while_a_tool_runs_comes_after_its_answer() {
    play(include_str!("../conversations/wish_while_waiting.jsonl"));
}

// R12, R13
#[test]
fn a_submission_while_a_tool_runs_is_neither_lost_nor_called() {
    play(include_str!(
        "../conversations/submission_while_waiting.jsonl"
    ));
}

// R12
#[test]
fn an_answer_that_nobody_waits_for_changes_nothing() {
    play(include_str!(
        "../conversations/answer_nobody_waits_for.jsonl"
    ));
}

// R12, R13
#[test]
fn a_form_that_was_not_shown_is_shown_with_what_was_sent() {
    play(include_str!("../conversations/form_not_shown.jsonl"));
}

// R1
#[test]
fn a_form_that_does_not_exist_is_answered_by_the_choices() {
    play(include_str!("../conversations/form_unknown.jsonl"));
}
