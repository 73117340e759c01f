//! SOQL text: values get into a query through [`literal`] only.

use std::fmt::Write;

/// A quoted literal for exactly this text. `None` for text with control characters, which no
/// case number or email has.
pub(super) fn literal(text: &str) -> Option<String> {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for character in text.chars() {
        match character {
            '\\' | '\'' | '"' => {
                quoted.push('\\');
                quoted.push(character);
            }
            control if control.is_control() => return None,
            '\u{2028}' | '\u{2029}' => write!(quoted, "\\u{:04X}", u32::from(character)).ok()?,
            _ => quoted.push(character),
        }
    }
    quoted.push('\'');
    Some(quoted)
}

/// A dateTime literal of so many seconds since 1970.
pub(super) fn moment(seconds: u64) -> String {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Counted from 0000-03-01, leap days stand at the ends of years and of 400-year eras.
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{literal, moment};

    #[test]
    fn moments_are_those_of_the_calendar() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (1_709_164_800, "2024-02-29T00:00:00Z"),
            (1_795_535_799, "2026-11-24T15:56:39Z"),
        ] {
            assert_eq!(moment(seconds), text);
        }
    }

    /// Reads a literal as SOQL does; `None` where the text is more, or less, than one literal.
    fn read(quoted: &str) -> Option<String> {
        let inside = quoted.strip_prefix('\'')?.strip_suffix('\'')?;
        let mut text = String::new();
        let mut characters = inside.chars();
        while let Some(character) = characters.next() {
            match character {
                '\'' => return None,
                '\\' => match characters.next()? {
                    escaped @ ('\\' | '\'' | '"') => text.push(escaped),
                    'u' => {
                        let code: String = characters.by_ref().take(4).collect();
                        text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
                    }
                    _ => return None,
                },
                _ => text.push(character),
            }
        }
        Some(text)
    }

    proptest! {
        #[test]
        fn a_literal_is_read_back_as_exactly_its_text(text in any::<String>()) {
            match literal(&text) {
                Some(quoted) => prop_assert_eq!(read(&quoted), Some(text)),
                None => prop_assert!(text.chars().any(char::is_control)),
            }
        }

        #[test]
        fn quotes_and_backslashes_are_read_back_in_any_order(text in r#"[\\'"a]{0,24}"#) {
            prop_assert_eq!(literal(&text).as_deref().and_then(read), Some(text));
        }
    }

    #[test]
    fn no_text_ends_its_literal() {
        for (text, quoted) in [
            ("00001026", Some("'00001026'")),
            ("o'neil@x.com", Some(r"'o\'neil@x.com'")),
            (r"x\' OR Id != '", Some(r"'x\\\' OR Id != \''")),
            (r#"a"b"#, Some(r#"'a\"b'"#)),
            ("a\0b", None),
            ("a\nb", None),
        ] {
            assert_eq!(literal(text).as_deref(), quoted);
        }
    }
}
