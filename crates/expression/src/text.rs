//! JavaScript's view of text: UTF-16 code units, and case folded by `toLowerCase`.
//!
//! The standard library's `str::to_lowercase` is not used: for the one letter whose lower case
//! depends on its neighbours it brings tables of several kilobytes into the browser.

use std::borrow::Cow;
use std::cmp::Ordering;

/// JavaScript's `a.toLowerCase() == b.toLowerCase()`.
pub(crate) fn equals_ignoring_case(a: &str, b: &str) -> bool {
    // A letter of ASCII becomes one of ASCII, and what follows doesn't count for it.
    if let (Some(a), Some(b)) = (a.bytes().next(), b.bytes().next())
        && a.is_ascii()
        && b.is_ascii()
        && !a.eq_ignore_ascii_case(&b)
    {
        return false;
    }
    a.eq_ignore_ascii_case(b) || !(a.is_ascii() && b.is_ascii()) && lower(a) == lower(b)
}

/// The same text. Most are so short that calling for a comparison takes longer than comparing.
#[inline]
pub(crate) fn identical(a: &str, b: &str) -> bool {
    const SHORT: usize = 8;
    if a.len() > SHORT {
        return a == b;
    }
    a.len() == b.len() && a.bytes().zip(b.bytes()).all(|(a, b)| a == b)
}

/// JavaScript's `toLowerCase`, without a copy where nothing changes.
///
/// ```
/// use casement_expression::lower;
/// assert_eq!(lower("Größe ΟΔΟΣ"), "größe οδος");
/// ```
pub fn lower(text: &str) -> Cow<'_, str> {
    if !text
        .bytes()
        .any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
    {
        return Cow::Borrowed(text);
    }
    let mut lower = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        match letter {
            '\0'..='\x7f' => lower.push(letter.to_ascii_lowercase()),
            'Σ' if ends_a_word(text, at) => lower.push('ς'),
            _ => lower.extend(letter.to_lowercase()),
        }
    }
    Cow::Owned(lower)
}

/// Unicode's condition of a final sigma: a letter with case stands before it and none behind it,
/// marks within words aside.
fn ends_a_word(text: &str, at: usize) -> bool {
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let letter = |c: &char| !stands_within_words(*c);
    let before = before.chars().rev().find(letter);
    let after = rest.chars().skip(1).find(letter);
    before.is_some_and(has_case) && !after.is_some_and(has_case)
}

/// Letters of the scripts that have two cases; near enough to Unicode's `Cased` for what stands
/// beside Greek letters.
fn has_case(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | 'ª' | 'µ' | 'º' | 'À'..='ʸ' | 'Ͱ'..='ԯ' | 'Ա'..='և'
        | 'Ⴀ'..='ჿ' | 'ᴀ'..='῾' | 'Ⓐ'..='ⓩ' | 'Ａ'..='ｚ')
        && !matches!(c, '×' | '÷' | '҂'..='҉')
}

/// Unicode's `Case_Ignorable`, as far as it stands beside Greek letters.
fn stands_within_words(c: char) -> bool {
    matches!(c, '\'' | '.' | ':' | '^' | '`' | '\u{a8}' | '\u{ad}' | '\u{af}' | '\u{b4}' | '\u{b7}'
        | '\u{b8}' | '\u{2b0}'..='\u{36f}' | '\u{375}' | '\u{37a}' | '\u{384}' | '\u{385}' | '\u{387}'
        | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{1fbd}'..='\u{1fc1}'
        | '\u{1fcd}'..='\u{1fcf}' | '\u{1fdd}'..='\u{1fdf}' | '\u{1fed}'..='\u{1fef}' | '\u{1ffd}'..='\u{1ffe}'
        | '\u{200b}'..='\u{200f}' | '\u{2018}' | '\u{2019}' | '\u{2024}' | '\u{2027}'
        | '\u{20d0}'..='\u{20f0}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{feff}')
}

/// JavaScript's `trim`: its white space is Unicode's, with the byte order mark and without NEL.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// JavaScript's `trimStart`.
pub(crate) fn trim_start(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

fn is_space(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')
}

/// JavaScript's order of texts: by UTF-16 code units.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    if a.is_ascii() || b.is_ascii() {
        // Of an ASCII and any other character the ASCII one is less in both encodings.
        a.cmp(b)
    } else {
        a.encode_utf16().cmp(b.encode_utf16())
    }
}

/// JavaScript's `length`.
pub(crate) fn length(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.encode_utf16().count()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::lower;

    proptest! {
        #[test]
        fn text_is_lowered_as_the_standard_library_does(text in any::<String>()) {
            prop_assert_eq!(lower(&text), text.to_lowercase());
        }

        #[test]
        fn a_sigma_at_the_end_of_a_word_is_a_final_one(text in "[αΣσςΩaZ5 .'\u{301}\u{ad}÷!Жǅ]{0,8}") {
            prop_assert_eq!(lower(&text), text.to_lowercase());
        }
    }
}
