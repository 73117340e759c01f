//! What holds for every mask and every text.

use casement_expression::NativeHost;
use proptest::prelude::*;

use super::*;

const HOST: NativeHost = NativeHost::utc(0.0);

fn mask(kind: &str, settings: &[(&str, Value)], locale: &str) -> Mask {
    let settings: Object = settings
        .iter()
        .map(|(key, value)| (*key, value.clone()))
        .collect();
    Mask::new(kind, &settings, &Regional::new(None, locale), LETTERS)
}

fn locales() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "", "de", "fr", "cs", "en-GB", "nl", "pt-br", "ko", "sv",
    ])
}

fn patterns() -> impl Strategy<Value = String> {
    "[9a#/() .+1x\\\\-]{0,10}"
}

fn masks() -> impl Strategy<Value = Mask> {
    let numbers = (locales(), 0_u8..4, any::<bool>(), any::<bool>()).prop_map(
        |(locale, precision, currency, save)| {
            let kind = if currency { "currency" } else { "numeric" };
            let settings = [
                ("precision", Value::from(f64::from(precision))),
                ("saveMaskedValue", save.into()),
            ];
            mask(kind, &settings, locale)
        },
    );
    let texts = (patterns(), any::<bool>()).prop_map(|(pattern, save)| {
        let settings = [
            ("pattern", pattern.into()),
            ("saveMaskedValue", save.into()),
        ];
        mask("pattern", &settings, "")
    });
    let dates =
        (locales(), "[mdyhHMstT/:. -]{0,12}", any::<bool>()).prop_map(|(locale, pattern, save)| {
            let settings = [
                ("pattern", pattern.into()),
                ("saveMaskedValue", save.into()),
            ];
            mask("datetime", &settings, locale)
        });
    prop_oneof![numbers, texts, dates]
}

fn shown_texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,6}([.,][0-9]{1,4})?",
        "[-0-9a-z/:., $€+()_]{0,14}",
        "[01][0-9]/[0-3][0-9]/20[0-9]{2}",
        "\\PC{0,10}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_stored_of_a_text_is_stored_again_of_what_is_shown(mask in masks(), typed in shown_texts()) {
        if let Some((stored, shown)) = mask.typed(&typed.as_str().into(), &HOST) {
            let again = mask.typed(&shown, &HOST);
            let shown_again = again.as_ref().map(|(_, shown)| shown);
            // A mask whose date has no year, or a day too many, shows another date than it stores.
            if !matches!(mask.kind, Kind::DateTime(_)) {
                prop_assert_eq!(shown_again, Some(&shown), "{:?} stored {:?}", typed, stored);
            }
        }
    }

    #[test]
    fn a_number_survives_its_mask(locale in locales(), number in -1_000_000_000_i64..1_000_000_000) {
        let number = number as f64 / 100.0;
        for kind in ["numeric", "currency"] {
            let mask = mask(kind, &[], locale);
            let shown = mask.masked(&number.into(), &HOST);
            prop_assert_eq!(mask.unmasked(&shown), Value::from(number), "{:?}", shown);
        }
    }

    #[test]
    fn a_day_survives_its_mask(locale in locales(), year in 1900..2100_i32, month in 1..=12_u8, day in 1..=28_u8) {
        let stored = Value::from(format!("{year:04}-{month:02}-{day:02}"));
        let mask = mask("datetime", &[], locale);
        let shown = mask.masked(&stored, &HOST);
        prop_assert_eq!(mask.unmasked(&shown), stored, "{:?}", shown);
    }

    #[test]
    fn a_complete_pattern_takes_exactly_what_it_shows(digits in "[0-9]{7}") {
        let mask = mask("pattern", &[("pattern", "999-99/99".into())], "");
        let shown = mask.masked(&digits.as_str().into(), &HOST);
        prop_assert_eq!(mask.unmasked(&shown), Value::from(digits.as_str()));
        let text = shown.to_text().into_owned();
        prop_assert_eq!(mask.unmasked(&text[..8].into()), Value::from(""));
    }

    #[test]
    fn no_mask_stumbles_over_a_value(mask in masks(), number in any::<f64>(), text in "\\PC{0,20}") {
        for value in [Value::Undefined, Value::Null, true.into(), number.into(), text.as_str().into(),
            Value::Date(number), vec![Value::from(text.as_str())].into(), Object::new().into()] {
            mask.masked(&value, &HOST);
            mask.unmasked(&value);
            mask.typed(&value, &HOST);
            let held = mask.held(value, &HOST);
            mask.held(held, &HOST);
        }
    }
}
