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
    use super::literal;

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
