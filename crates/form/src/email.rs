//! What SurveyJS takes for an email address.
//!
//! A local part of dot-separated pieces or anything in quotation marks, an at sign, then a domain
//! of at least two pieces the last of which has two letters or more. Letters are anything but white
//! space and the separators `< > ( ) [ ] . , ; : @ "` (in the domain `=` too). No standard says so;
//! survey-core's one pattern does (validator.ts).

/// Whether a text is an email address.
pub(crate) fn is_email(text: &str) -> bool {
    // A quoted local part may hold an at sign, so every one may be the one in the middle.
    text.match_indices('@').any(|(at, _)| {
        let (Some(local), Some(domain)) = (text.get(..at), text.get(at + 1..)) else {
            return false;
        };
        is_local(local) && is_domain(domain)
    })
}

fn is_local(text: &str) -> bool {
    let quoted = text.len() > 2
        && text.starts_with('"')
        && text.ends_with('"')
        && !text.contains(is_line_end);
    quoted || text.split('.').all(|piece| is_piece(piece, false))
}

fn is_domain(text: &str) -> bool {
    let mut pieces = text.split('.').rev();
    let last = pieces.next().unwrap_or_default();
    let long = last.encode_utf16().count() >= 2;
    let mut rest = pieces.peekable();
    long && is_piece(last, true) && rest.peek().is_some() && rest.all(|piece| is_piece(piece, true))
}

fn is_piece(text: &str, domain: bool) -> bool {
    let separator = |letter: char| {
        matches!(
            letter,
            '<' | '>' | '(' | ')' | '[' | ']' | '.' | ',' | ';' | ':' | '@' | '"'
        ) || is_blank(letter)
            || (domain && letter == '=')
    };
    !text.is_empty() && !text.contains(separator)
}

/// JavaScript's `\s`.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() && letter != '\u{85}' || letter == '\u{feff}'
}

const fn is_line_end(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn what_survey_core_accepts_is_accepted_and_nothing_else() {
        for good in [
            "a@b.co",
            "a.b+c@d-e.org",
            "\"a b@\"@c.de",
            "ä@ö.de",
            "a=b@c.de",
            "A@B.CO",
        ] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "a@b.c",
            "a b@c.de",
            "a@@c.de",
            ".a@b.co",
            "a.@b.co",
            "a@b..co",
            "a@b=c.de",
            "\"\"@b.co",
            "@b.co",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
