//! The translations in `locales/`: whole, and shown where the form's language asks for them.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod run;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use casement_form::{Catalogue, CatalogueError, Definition, Form, Value};

const LANGUAGES: [&str; 16] = [
    "ar", "cs", "de", "es", "fr", "he", "it", "ja", "ko", "nl", "pl", "pt", "sv", "tr", "uk", "zh",
];

fn files() -> BTreeMap<String, Catalogue> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    let entries = std::fs::read_dir(folder).expect("the folder of translations");
    entries
        .map(|entry| {
            let path = entry.expect("a folder's entry").path();
            let name = path.file_stem().expect("a name").to_string_lossy();
            let text = std::fs::read_to_string(&path).expect("a file of text");
            let catalogue = Catalogue::parse(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (name.into_owned(), catalogue)
        })
        .collect()
}

fn catalogue(locale: &str, texts: &[(&str, &str)]) -> Arc<Catalogue> {
    let texts: Vec<String> = texts
        .iter()
        .map(|(key, text)| format!(r#""{key}":"{text}""#))
        .collect();
    let json = format!(r#"{{"locale":"{locale}","texts":{{{}}}}}"#, texts.join(","));
    Arc::new(Catalogue::parse(&json).expect("a catalogue"))
}

fn form(json: &str) -> Form {
    run::start(&Definition::load(json).definition)
}

#[test]
fn every_language_has_every_message() {
    let files = files();
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, LANGUAGES);
    for (name, catalogue) in &files {
        assert_eq!(catalogue.locale(), name);
        for (key, english) in Catalogue::english() {
            let text = catalogue
                .text(key)
                .unwrap_or_else(|| panic!("{name} lacks {key}"));
            assert_eq!(
                text.matches('\n').count(),
                english.matches('\n').count(),
                "{name} {key}"
            );
        }
    }
}

#[test]
fn the_signs_for_missing_parts_of_a_date_are_single_characters_and_no_digits() {
    for (name, catalogue) in files() {
        for (key, _) in Catalogue::english().filter(|(key, _)| key.starts_with("maskPlaceholder")) {
            let text = catalogue.text(key).unwrap_or_default();
            assert_eq!(text.encode_utf16().count(), 1, "{name} {key}");
            assert!(!text.contains(|letter: char| letter.is_ascii_digit()));
        }
        let units = catalogue.text("fileSizeUnits").unwrap_or_default();
        assert_eq!(units.split(", ").count(), 5, "{name}: {units}");
    }
}

#[test]
fn hardly_a_message_is_left_in_english() {
    for (name, catalogue) in files() {
        let same = Catalogue::english()
            .filter(|(key, english)| english.len() > 8 && catalogue.text(key) == Some(english))
            .map(|(key, _)| key)
            .collect::<Vec<_>>();
        assert!(same.is_empty(), "{name}: {same:?}");
    }
}

#[test]
fn a_region_speaks_its_language_and_lacking_messages_are_english() {
    let json = r#"{"locale": "de-CH", "elements": [
        {"type": "text", "name": "a", "isRequired": true},
        {"type": "checkbox", "name": "b", "choices": [1, 2], "minSelectedChoices": 2},
        {"type": "boolean", "name": "c"}]}"#;
    let mut form = form(json);
    assert_eq!(form.text("pageNextText"), "Next");
    let german = [
        ("pageNextText", "Weiter"),
        ("pagePrevText", "Zurück"),
        ("requiredErrorText", "Bitte ausfüllen."),
        ("labelTrue", "Ja"),
    ];
    assert!(!form.set_messages(catalogue("de", &german)).is_empty());
    form.set_messages(catalogue("de-ch", &[("pagePrevText", "Retour")]));
    form.set_messages(catalogue("fr", &[("pageNextText", "Suivant")]));
    assert_eq!(form.text("pagePrevText"), "Retour");
    assert_eq!(form.text("pageNextText"), "Weiter");
    assert_eq!(form.text("completeText"), "Complete");

    form.answer(form.question("b").unwrap(), vec![Value::from(1.0)].into());
    form.answer(form.question("c").unwrap(), true.into());
    form.validate();
    let error = |form: &Form, name: &str| {
        let question = form.element(form.question(name).unwrap());
        question.errors().first().map(|error| error.text.clone())
    };
    assert_eq!(error(&form, "a").as_deref(), Some("Bitte ausfüllen."));
    let english = "Please select at least 2 option(s).";
    assert_eq!(error(&form, "b").as_deref(), Some(english));
    let shown = form.element(form.question("c").unwrap()).display_value();
    assert_eq!(shown, Value::from("Ja"));

    form.set_property(None, "locale", "en".into());
    assert_eq!(form.text("pageNextText"), "Next");
    assert_eq!(error(&form, "a").as_deref(), Some("Response required."));
    form.set_property(None, "locale", "fr-CA".into());
    assert_eq!(form.text("pageNextText"), "Suivant");
}

#[test]
fn errors_that_are_shown_are_translated_when_a_language_comes_in() {
    let mut form = form(
        r#"{"locale": "de", "elements": [{"type": "text", "name": "a", "isRequired": true}]}"#,
    );
    form.validate();
    form.set_messages(catalogue("de", &[("requiredErrorText", "Pflichtfeld")]));
    let question = form.element(form.question("a").unwrap());
    assert_eq!(question.errors()[0].text, "Pflichtfeld");
}

#[test]
fn the_empty_date_of_a_mask_is_shown_in_the_language() {
    let files = files();
    let json = r#"{"locale": "de", "elements": [
        {"type": "text", "name": "a", "maskType": "datetime"}]}"#;
    let mut form = form(json);
    let question = form.question("a").unwrap();
    assert_eq!(form.element(question).input_text(), "dd.mm.yyyy".into());
    form.set_messages(Arc::new(files["de"].clone()));
    assert_eq!(form.element(question).input_text(), "TT.MM.JJJJ".into());
    form.enter(question, "15.05.2024");
    assert_eq!(form.element(question).value(), "2024-05-15".into());
}

#[test]
fn what_is_no_catalogue_is_refused_by_name() {
    for (text, code) in [
        ("{", "json/unexpected-end"),
        ("[]", "messages/shape"),
        (r#"{"locale":"","texts":{}}"#, "messages/shape"),
        (r#"{"locale":"de","texts":[]}"#, "messages/shape"),
        (
            r#"{"locale":"de","texts":{"nextText":"Weiter"}}"#,
            "messages/unknown-key",
        ),
        (r#"{"locale":"de","texts":{"ok":1}}"#, "messages/no-text"),
        (r#"{"locale":"de","texts":{"ok":""}}"#, "messages/no-text"),
        (
            r#"{"locale":"de","texts":{"minSelect":"zu wenig"}}"#,
            "messages/placeholders",
        ),
        (
            r#"{"locale":"de","texts":{"ok":"{0}"}}"#,
            "messages/placeholders",
        ),
    ] {
        let error: CatalogueError = Catalogue::parse(text).unwrap_err();
        assert_eq!(error.code(), code, "{text}: {error}");
    }
}
