//! The reply to a status request (R17), and outside text made harmless.
//!
//! What customers and support staff wrote is shown and never read: it can't become a directive, a
//! bullet point of its own, or a summary.

use crate::texts::{Key, Texts};
use crate::tools::CaseInfo;

/// Every comment as a bullet point, then the summary. `None` without a status (R17 needs one).
pub(crate) fn status_reply(texts: &Texts, case: &CaseInfo) -> Option<String> {
    let status = one_line(case.status.as_deref()?);
    let number = ("caseNumber", case.case_number.as_str());
    let summary = match &case.subject {
        Some(subject) => {
            let subject = one_line(subject);
            texts.fill(
                Key::SummarySubject,
                &[number, ("status", &status), ("subject", &subject)],
            )
        }
        None => texts.fill(Key::Summary, &[number, ("status", &status)]),
    };
    let comments = if case.comments.is_empty() {
        texts.get(Key::NoComments)
    } else {
        let bullets: Vec<String> = case.comments.iter().map(|c| bullet(&c.body)).collect();
        bullets.join("\n")
    };
    Some(format!("{comments}\n\n{summary}"))
}

/// A body as one bullet point: its further lines are indented, so none can pass for another bullet
/// point or for the summary.
fn bullet(body: &str) -> String {
    let body = harmless(body);
    let lines: Vec<&str> = body
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    format!("- {}", lines.join("\n  "))
}

/// Outside text for a place inside a sentence.
pub(crate) fn one_line(text: &str) -> String {
    harmless(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Outside text without control characters, without marks that turn the direction of writing, and
/// without anything that a host could take for a directive: `[directive` becomes `(directive`.
pub(crate) fn harmless(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => clean.push('\n'),
            '\n' | '\t' => clean.push(c),
            _ if c.is_control() || is_invisible(c) => {}
            _ => clean.push(c),
        }
    }
    let mut out = String::with_capacity(clean.len());
    let mut rest = clean.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        out.push(if begins_directive(after) { '(' } else { '[' });
        rest = after;
    }
    out.push_str(rest);
    out
}

fn begins_directive(after_bracket: &str) -> bool {
    const WORD: &str = "directive";
    after_bracket
        .trim_start()
        .get(..WORD.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(WORD))
}

/// Characters of no width, with which a word can be hidden from a reader or from a search.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
