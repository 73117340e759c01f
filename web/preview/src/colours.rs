//! Colours behind the text area, and waves under problems: for the lines in view only.
//!
//! JSON's texts end on the line on which they begin, so each line is coloured by itself and a
//! keystroke costs the same in a form of any length.

use std::ops::Range;

use casement_support::form::Severity;
use leptos::html;
use leptos::prelude::*;

use crate::session::Found;

/// Lines that are drawn; a few more than any screen has.
const DRAWN: usize = 120;
/// Lines are drawn anew whenever the view has moved by so many.
const STEP: usize = 30;
/// Longer lines stay without colours behind this many bytes.
const LONGEST: usize = 2_000;

/// A piece of a line that looks one way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) class: &'static str,
    pub(crate) text: String,
    /// The wave under it, where there is a problem.
    pub(crate) wave: Option<&'static str>,
}

/// The first line to draw, where `top` lines have been scrolled away.
pub(crate) const fn first_drawn(top: usize) -> usize {
    (top / STEP * STEP).saturating_sub(STEP)
}

/// The drawn lines from `first` on.
pub(crate) fn lines(text: &str, problems: &[Found], first: usize) -> Vec<Vec<Piece>> {
    let mut at = 0;
    let mut drawn = Vec::with_capacity(DRAWN);
    for (index, line) in text.split('\n').enumerate().take(first + DRAWN) {
        if index >= first {
            drawn.push(pieces(line, &waves(problems, at, line.len())));
        }
        at += line.len() + 1;
    }
    drawn
}

/// The problems of the line that begins at byte `at`, in the line's own bytes.
fn waves(problems: &[Found], at: usize, length: usize) -> Vec<(Range<usize>, &'static str)> {
    problems
        .iter()
        .filter(|found| found.bytes.start <= at + length && found.bytes.end >= at)
        .map(|found| {
            let start = found.bytes.start.saturating_sub(at);
            let end = found
                .bytes
                .end
                .saturating_sub(at)
                .max(start + 1)
                .min(length);
            let wave = if found.severity == Severity::Error {
                "wave is-error"
            } else {
                "wave is-warning"
            };
            (start..end, wave)
        })
        // A problem of a whole object would underline all of it: its first line is enough.
        .filter(|(range, _)| range.start < range.end)
        .collect()
}

fn pieces(line: &str, waves: &[(Range<usize>, &'static str)]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (class, range) in tokens(line) {
        let mut cuts = vec![range.start, range.end];
        cuts.extend(waves.iter().flat_map(|(wave, _)| [wave.start, wave.end]));
        cuts.retain(|cut| range.contains(cut) || *cut == range.end);
        cuts.sort_unstable();
        cuts.dedup();
        for (start, end) in cuts.iter().zip(cuts.iter().skip(1)) {
            let Some(text) = line.get(*start..*end) else {
                continue;
            };
            let wave = waves
                .iter()
                .find(|(wave, _)| wave.contains(start))
                .map(|(_, class)| *class);
            pieces.push(Piece {
                class,
                text: text.to_owned(),
                wave,
            });
        }
    }
    pieces
}

/// A line cut into what looks one way each; together they are the whole line.
fn tokens(line: &str) -> Vec<(&'static str, Range<usize>)> {
    let bytes = line.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let class = match bytes.get(at) {
            _ if at > LONGEST => {
                at = bytes.len();
                "plain"
            }
            Some(b'"') => {
                at = text_end(bytes, at + 1);
                let rest = line.get(at..).unwrap_or_default();
                if rest.trim_start().starts_with(':') {
                    "key"
                } else {
                    "string"
                }
            }
            Some(b'-' | b'0'..=b'9') => {
                at = run_end(bytes, at + 1, |byte| {
                    matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')
                });
                "number"
            }
            Some(b'a'..=b'z' | b'A'..=b'Z') => {
                at = run_end(bytes, at, |byte| byte.is_ascii_alphanumeric());
                match line.get(start..at) {
                    Some("true" | "false" | "null") => "literal",
                    _ => "plain",
                }
            }
            _ => {
                at = run_end(
                    bytes,
                    at + 1,
                    |byte| !matches!(byte, b'"' | b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z'),
                );
                "plain"
            }
        };
        tokens.push((class, start..at));
    }
    tokens
}

fn text_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn run_end(bytes: &[u8], at: usize, belongs: impl Fn(u8) -> bool) -> usize {
    bytes
        .iter()
        .enumerate()
        .skip(at)
        .find(|(_, byte)| !belongs(**byte))
        .map_or(bytes.len(), |(end, _)| end)
}

/// One drawn line.
pub(crate) fn line_view(pieces: Vec<Piece>) -> AnyView {
    let pieces: Vec<_> = pieces
        .into_iter()
        .map(|piece| {
            let class = match piece.wave {
                Some(wave) => format!("{} {wave}", piece.class),
                None => piece.class.to_owned(),
            };
            html::span().class(class).child(piece.text)
        })
        .collect();
    html::div().class("line").child(pieces).into_any()
}
