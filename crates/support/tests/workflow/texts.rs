//! The catalogue of texts: whole, and open to translations.

use crate::stage;
use casement_support::{Action, Event, Texts};

#[test]
fn the_english_catalogue_is_whole() {
    assert!(Texts::parse(Texts::ENGLISH).is_ok());
}

#[test]
fn a_translation_is_used() {
    let german = Texts::ENGLISH.replace("greeting: Hello!", "greeting: Guten Tag!");
    let mut conversation = stage::conversation().with_texts(Texts::parse(&german).unwrap());
    match conversation.handle(Event::NewSession).first() {
        Some(Action::Say { text, .. }) => assert!(text.starts_with("Guten Tag!")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_translation_with_other_keys_or_parameters_is_refused() {
    let cases = [
        (
            Texts::ENGLISH.replace("greeting:", "salute:"),
            "texts/unknown",
        ),
        (
            Texts::ENGLISH.replace("greeting:", "# greeting:"),
            "texts/missing",
        ),
        (
            Texts::ENGLISH.replace("{status}", "{state}"),
            "texts/parameters",
        ),
    ];
    for (catalogue, code) in cases {
        let problems = Texts::parse(&catalogue).unwrap_err();
        assert!(
            problems.iter().any(|problem| problem.code == code),
            "{code}"
        );
    }
}
