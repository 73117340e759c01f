//! The currency mask: a number with what stands around it.
//!
//! Its pattern is `#` the number, `@` the symbol, `-` where the sign goes; all else is text.

use super::numeric::Numeric;
use crate::Value;

/// The settings.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Currency {
    pub(crate) number: Numeric,
    /// "" where the number stands alone.
    pub(crate) pattern: String,
    pub(crate) symbol: String,
}

/// What stands before and behind a number.
struct Around {
    before: String,
    behind: String,
    /// The pattern places the sign, so the number has none.
    has_sign: bool,
}

impl Currency {
    /// A stored value's text as it is shown; `None` beyond the limits.
    pub(crate) fn masked(&self, stored: &str) -> Option<String> {
        let number = self.number.masked(stored)?;
        if number.is_empty() {
            return Some(number);
        }
        let plain = number.strip_prefix('-');
        let around = self.around(plain.is_some());
        let digits = plain.filter(|_| around.has_sign).unwrap_or(&number);
        Some(format!("{}{digits}{}", around.before, around.behind))
    }

    /// The number that a shown text stands for; `Undefined` without a digit.
    pub(crate) fn unmasked(&self, shown: &str) -> Value {
        let negative = self.around(true);
        let fits = shown.starts_with(&negative.before) && shown.ends_with(&negative.behind);
        if negative.has_sign && fits {
            let digits = stripped(shown, &negative);
            return self.number.unmasked(&format!("-{digits}"));
        }
        self.number.unmasked(stripped(shown, &self.around(false)))
    }

    fn around(&self, negative: bool) -> Around {
        let has_symbol = self.pattern.contains('@');
        if self.pattern.is_empty() || (has_symbol && self.symbol.is_empty()) {
            return Around {
                before: String::new(),
                behind: String::new(),
                has_sign: false,
            };
        }
        let template = match (negative, self.pattern.contains('-')) {
            (false, _) => self.pattern.replace('-', ""),
            (true, true) => self.pattern.clone(),
            (true, false) => format!("-{}", self.pattern),
        };
        let (before, behind) = template.split_once('#').unwrap_or((&template, ""));
        let symbol = if has_symbol { &*self.symbol } else { "" };
        Around {
            before: before.replace('@', symbol),
            behind: behind.replace('@', symbol),
            has_sign: true,
        }
    }
}

fn stripped<'t>(text: &'t str, around: &Around) -> &'t str {
    let text = text.strip_prefix(&*around.before).unwrap_or(text);
    text.strip_suffix(&*around.behind).unwrap_or(text)
}

/// Whether a pattern can stand in an input: one number, at most one symbol and one sign, no digit,
/// nothing that can't be typed or turns the reading direction.
pub(crate) fn is_pattern(text: &str) -> bool {
    let count = |sign: char| text.matches(sign).count();
    !text.is_empty()
        && !text
            .chars()
            .any(|letter| letter.is_ascii_digit() || is_control(letter))
        && count('#') == 1
        && count('@') <= 1
        && count('-') <= 1
}

/// Whether a text can be a default symbol.
pub(crate) fn is_symbol(text: &str) -> bool {
    !text.is_empty()
        && !text
            .chars()
            .any(|letter| letter.is_ascii_digit() || is_control(letter))
}

const fn is_control(letter: char) -> bool {
    matches!(letter,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// The pattern that the older settings `prefix` and `suffix` make of a given pattern.
pub(crate) fn with_affixes(given: &str, prefix: Option<&str>, suffix: Option<&str>) -> String {
    let mut pattern = given.to_owned();
    if let Some(prefix) = prefix {
        let kept = pattern.rsplit_once('#').map_or("", |(_, behind)| behind);
        let sign = if kept.contains('-') { "" } else { "-" };
        pattern = format!("{prefix}{sign}#{kept}");
    }
    if let Some(suffix) = suffix {
        let kept = pattern.split_once('#').map_or("", |(before, _)| before);
        let sign = if kept.contains('-') { "" } else { "-" };
        pattern = format!("{kept}{sign}#{suffix}");
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dollars(pattern: &str) -> Currency {
        Currency {
            number: Numeric {
                decimal: ".".to_owned(),
                thousands: ",".to_owned(),
                precision: 2.0,
                negative: true,
                min: None,
                max: None,
            },
            pattern: pattern.to_owned(),
            symbol: "$".to_owned(),
        }
    }

    #[test]
    fn an_amount_is_shown_as_its_pattern_says_and_read_back() {
        for (pattern, number, shown) in [
            ("@#", -1234.5, "-$1,234.5"),
            ("@ -#", -1234.5, "$ -1,234.5"),
            ("- # @", -1234.5, "- 1,234.5 $"),
            ("- # @", 3.0, " 3 $"),
            ("# @", 1234.0, "1,234 $"),
        ] {
            let mask = dollars(pattern);
            let text = Value::from(number).to_text().into_owned();
            assert_eq!(mask.masked(&text).as_deref(), Some(shown));
            assert_eq!(mask.unmasked(shown), Value::from(number), "{pattern}");
        }
    }

    #[test]
    fn prefix_and_suffix_become_a_pattern() {
        assert_eq!(with_affixes("", Some("$ "), Some(" USD")), "$ -# USD");
        assert_eq!(with_affixes("- # @", None, Some(" USD")), "- # USD");
        assert!(!is_pattern(&with_affixes("", Some("4 "), None)));
    }
}
