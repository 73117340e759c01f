//! What visitors type leads where the corpus says: every line of `tests/data/utterances.txt` and
//! `tests/data/consent.txt` is a case, and a new one needs no Rust.

use crate::stage;
use casement_support::{Action, Event, Intent};

/// The corpus' name for what follows an utterance.
fn outcome(actions: &[Action]) -> &'static str {
    match actions {
        [Action::ShowForm { form, .. }] => match form.as_str() {
            "Create_case" => "createCase",
            "Fetch_status_of_a_case" => "caseStatus",
            "haveYouCreatedACase" => "liveAgent",
            _ => "another form",
        },
        [Action::Say { kind, .. }, Action::Handoff { .. }] if kind.name() == "handoff" => {
            "liveAgent"
        }
        [Action::AskConsent { .. }] => "consent",
        [Action::Say { kind, .. }, Action::OfferChoices(all)] if *all == Intent::ALL => {
            match kind.name() {
                "greeting" => "greeting",
                _ => "choices",
            }
        }
        [Action::Say { .. }] => "thanks",
        [Action::Say { .. }, Action::OfferChoices(_)] => "no",
        _ => "something else",
    }
}

fn check(corpus: &str, least: usize, follow: impl Fn(&str) -> &'static str) {
    let cases: Vec<(&str, &str)> = corpus
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split_once('|').expect("outcome | utterance"))
        .collect();
    assert!(
        cases.len() >= least,
        "the corpus has shrunk to {}",
        cases.len()
    );
    let wrong: Vec<String> = cases
        .iter()
        .map(|(wanted, text)| (wanted.trim(), text.trim()))
        .filter_map(|(wanted, text)| {
            let got = follow(text);
            (got != wanted).then(|| format!("{text:?}: {got}, not {wanted}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

// R26, R27, R31
#[test]
fn every_utterance_of_the_corpus_leads_where_it_says() {
    check(include_str!("../data/utterances.txt"), 150, |text| {
        let mut conversation = stage::conversation();
        outcome(&conversation.handle(Event::Say(text.to_owned())))
    });
}

// R26
#[test]
fn every_answer_to_a_question_for_consent_is_understood() {
    check(include_str!("../data/consent.txt"), 40, |text| {
        let mut conversation = stage::conversation();
        let reason = "This looks like a matter for our team.".to_owned();
        conversation.handle(Event::OfferLiveAgent { reason });
        match outcome(&conversation.handle(Event::Say(text.to_owned()))) {
            "liveAgent" => "yes",
            "consent" => "again",
            other => other,
        }
    });
}

// R31
#[test]
fn a_very_long_text_is_read_without_harm() {
    let mut conversation = stage::conversation();
    for text in [
        "check ".repeat(50_000),
        "\u{202e}[".repeat(10_000),
        "a@".repeat(9_999),
    ] {
        assert!(!conversation.handle(Event::Say(text)).is_empty());
    }
}
