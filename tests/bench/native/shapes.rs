//! The forms as JSON text, by their number of questions. `forms.mjs` beside makes the same.

use std::fmt::Write;

/// Pages of fifty questions around the texts of the questions.
fn paged(size: usize, question: impl Fn(usize) -> String) -> String {
    let mut text = String::from("{\"pages\":[");
    for at in 0..size {
        if at % 50 == 0 {
            let before = if at > 0 { "]}," } else { "" };
            let _ = write!(
                text,
                "{before}{{\"name\":\"page{}\",\"elements\":[",
                at / 50 + 1
            );
        } else {
            text.push(',');
        }
        text.push_str(&question(at));
    }
    text.push_str("]}]}");
    text
}

fn text_question(at: usize, rest: &str) -> String {
    format!("{{\"type\":\"text\",\"name\":\"q{at}\"{rest}}}")
}

/// Every question has a title and waits for the one before.
pub(crate) fn titled(size: usize) -> String {
    paged(size, |at| {
        let condition = match at.checked_sub(1) {
            Some(before) => format!(",\"visibleIf\":\"{{q{before}}} notempty\""),
            None => String::new(),
        };
        text_question(at, &format!(",\"title\":\"Title {at}\"{condition}"))
    })
}

/// One question depends on the first, the others on nothing.
pub(crate) fn one(size: usize) -> String {
    paged(size, |at| {
        let last = at + 1 == size;
        text_question(
            at,
            if last {
                ",\"visibleIf\":\"{q0} > 5\""
            } else {
                ""
            },
        )
    })
}

/// All wait for the first.
pub(crate) fn fan_out(size: usize) -> String {
    paged(size, |at| match at {
        0 => "{\"type\":\"boolean\",\"name\":\"show\"}".to_owned(),
        _ => text_question(at, ",\"visibleIf\":\"{show} = true\""),
    })
}

/// Each waits for the one before, and is emptied when it is hidden.
pub(crate) fn collapse(size: usize) -> String {
    let pages = paged(size, |at| match at {
        0 => text_question(at, ""),
        _ => text_question(at, &format!(",\"visibleIf\":\"{{q{}}} notempty\"", at - 1)),
    });
    pages.replacen('{', "{\"clearInvisibleValues\":\"onHidden\",", 1)
}

/// An answer for each question of the chain.
pub(crate) fn chain_data(size: usize) -> String {
    let answers: Vec<String> = (0..size).map(|at| format!("\"q{at}\":\"v{at}\"")).collect();
    format!("{{{}}}", answers.join(","))
}

/// Every question is required, a number in bounds, of one pattern, and answered after another.
pub(crate) fn checked(size: usize) -> String {
    paged(size, |at| {
        let before = if at > 0 { at - 1 } else { size - 1 };
        let rest = format!(
            ",\"title\":\"Question {at}\",\"isRequired\":true,\"validators\":[\
             {{\"type\":\"numeric\",\"minValue\":0,\"maxValue\":1000}},\
             {{\"type\":\"regex\",\"regex\":\"^\\\\d+(\\\\.\\\\d+)?$\"}},\
             {{\"type\":\"expression\",\"expression\":\"{{q{at}}} <> 13 and {{q{before}}} notempty\"}}]"
        );
        text_question(at, &rest)
    })
}

/// Answers of which each third breaks one check.
pub(crate) fn checked_data(size: usize) -> String {
    let answers: Vec<String> = (0..size)
        .map(|at| {
            let value = match (at % 3, at / 3 % 3) {
                (0, 0) => "13".to_owned(),
                (0, 1) => "\"12x\"".to_owned(),
                (0, _) => "5000".to_owned(),
                _ => (at % 900).to_string(),
            };
            format!("\"q{at}\":{value}")
        })
        .collect();
    format!("{{{}}}", answers.join(","))
}
