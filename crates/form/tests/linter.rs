//! A linter that follows edits finds what a linter of the whole text finds.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use casement_form::lint::{Linter, Options, lint};
use proptest::prelude::*;
use proptest::sample::Index;

/// Definitions with texts of every kind, and with something to find.
const DEFINITIONS: [&str; 3] = [
    r#"{
  "title": "A survey", "description": {"default": "One", "de": "Eins {a}"}, "locale": "de",
  "calculatedValues": [{"name": "sum", "expression": "{a} + {sum}"}],
  "triggers": [{"type": "setvalue", "expression": "{a} = 1", "setToName": "nowhere", "setValue": "x"}],
  "pages": [{"name": "p", "title": "A page", "elements": [
    {"type": "text", "name": "a", "title": "Your \"name\"", "visibleIf": "{b} = 1", "titel": "x"},
    {"type": "text", "name": "a", "inputType": "number", "min": 5, "max": 3, "placeholder": "say"},
    {"type": "html", "name": "h", "html": "<b>Hello</b>"},
    {"type": "dropdown", "name": "d", "choices": [{"value": 1, "text": "One"}, 1, "x|Ex"],
     "otherText": "another", "showOtherItem": true, "requiredErrorText": "needed"}]}]}"#,
    r#"{"elements":[{"type":"panel","name":"","title":"","elements":[]},
  {"type":"matrixdynamic","name":"m","title":"T","columns":[{"name":"c","title":"C","cellType":"text"},
   {"name":"c","title":{"default":"D","fr":"E"},"cellType":"dropdown","choices":["u","u"]}],"rowCount":1},
  {"type":"paneldynamic","name":"pd","templateTitle":"No. {panelIndex}","templateElements":[
   {"type":"comment","name":"note","title":"Note","description":"free \u007btext\u007d","visibleIf":"{panel.notte} notempty"}]},
  {"type":"multipletext","name":"mt","items":[{"name":"i","title":"I","validators":[{"type":"regex","regex":"a^","text":"No"}]}]},
  {"type":"nothing","title":"T"}, 5, {"name":"untyped","title":"t","title":"u"}]}"#,
    r#"{"pages": {"elements": {"type": "text", "name": "x", "title": "only one"}}, "completedHtml": "Bye", "navigateToUrl": "https://example.org"}"#,
];

const PIECES: [&str; 24] = [
    "",
    "",
    " ",
    "\n  ",
    "\t",
    "a",
    "Title",
    "e\u{301}",
    "\"",
    "\\",
    "\\\"",
    "\\n",
    "{",
    "}",
    "{a}",
    ",",
    ":",
    "[",
    "]",
    "1",
    "true",
    "\"x\": 1,",
    "\u{1F600}",
    "//",
];

fn assert_same(linter: &Linter) {
    assert_eq!(
        linter.findings(),
        lint(linter.text(), &Options::default()),
        "{}",
        linter.text()
    );
}

/// A range of letters of a text, `length` of them or fewer.
fn range(text: &str, at: &Index, length: usize) -> std::ops::Range<usize> {
    let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
    let start = at.index(places.len() + 1);
    let place = |at: usize| places.get(at).copied().unwrap_or(text.len());
    place(start)..place(start + length)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn after_any_edits_the_findings_are_those_of_the_whole_text(
        which in 0..DEFINITIONS.len(),
        edits in prop::collection::vec(
            (any::<Index>(), 0..3_usize, prop::sample::select(&PIECES[..]), any::<bool>()), 1..12),
    ) {
        let mut linter = Linter::new(DEFINITIONS[which], Options::default());
        for (at, length, piece, stays) in edits {
            let range = range(linter.text(), &at, length);
            let old = linter.text()[range.clone()].to_owned();
            linter.replace(range.clone(), piece).unwrap();
            assert_same(&linter);
            if !stays {
                linter.replace(range.start..range.start + piece.len(), &old).unwrap();
                assert_same(&linter);
            }
        }
    }

    #[test]
    fn shown_texts_and_blanks_can_be_typed_anywhere(
        which in 0..DEFINITIONS.len(),
        edits in prop::collection::vec((any::<Index>(), prop::sample::select(&PIECES[2..8])), 1..20),
    ) {
        let mut linter = Linter::new(DEFINITIONS[which], Options::default());
        for (at, piece) in edits {
            let range = range(linter.text(), &at, 0);
            let before = linter.text().to_owned();
            linter.replace(range.clone(), piece).unwrap();
            assert_same(&linter);
            // What can't be read any more is taken back.
            if casement_form::expression::json::parse_value(linter.text()).is_err() {
                linter.replace(range.start..range.start + piece.len(), "").unwrap();
                assert_eq!(linter.text(), before);
                assert_same(&linter);
            }
        }
    }
}

#[test]
fn a_range_that_is_none_of_the_text_changes_nothing() {
    let mut linter = Linter::new(r#"{"title": "é"}"#, Options::default());
    assert!(linter.replace(12..12, "x").is_none());
    assert!(linter.replace(20..30, "x").is_none());
    #[allow(clippy::reversed_empty_ranges, reason = "what a caller may get wrong")]
    let reversed = 5..3;
    assert!(linter.replace(reversed, "x").is_none());
    assert_eq!(linter.text(), r#"{"title": "é"}"#);
}
