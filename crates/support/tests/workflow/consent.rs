//! Consent before a live agent: R26, R27. Each test plays a script of `tests/conversations`.

use crate::stage::script::play;

// R26
#[test]
fn an_offered_live_agent_needs_consent() {
    play(include_str!("../conversations/consent_given.jsonl"));
}

// R21, R26
#[test]
fn consent_with_both_values_known_leads_to_the_directive() {
    play(include_str!(
        "../conversations/consent_given_with_values.jsonl"
    ));
}

// R26
#[test]
fn on_no_it_goes_on_without_a_live_agent() {
    play(include_str!("../conversations/consent_refused.jsonl"));
}

// R26
#[test]
fn consent_that_nobody_asked_for_hands_nobody_over() {
    play(include_str!("../conversations/consent_not_asked.jsonl"));
}

// R26, R27
#[test]
fn a_matter_that_fits_a_live_agent_is_offered_one() {
    play(include_str!("../conversations/consent_for_a_topic.jsonl"));
}

// R26
#[test]
fn an_explicit_request_needs_no_consent() {
    play(include_str!("../conversations/consent_not_needed.jsonl"));
}

// R26
#[test]
fn an_unclear_answer_is_no_consent() {
    play(include_str!("../conversations/consent_unclear.jsonl"));
}

// R20, R26
#[test]
fn the_reason_of_an_offer_cannot_become_a_directive() {
    play(include_str!(
        "../conversations/consent_reason_is_harmless.jsonl"
    ));
}

// R27
#[test]
fn a_general_question_goes_to_no_live_agent() {
    play(include_str!("../conversations/general_question.jsonl"));
}
