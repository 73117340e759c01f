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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::literal;

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
