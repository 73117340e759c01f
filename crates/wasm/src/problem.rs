//! Problems of forms and expressions, with positions that an editor counts in.

use casement_expression as expression;
use casement_expression::json::Lines;
use casement_form::Severity;

use crate::output::{Output, Record, Refused};

pub(crate) fn put_form_problems(
    problems: &[casement_form::Problem],
    text: &str,
    output: &mut Output,
) {
    let lines = Lines::new(text);
    output.list();
    for problem in problems {
        output.record(Record::FormProblem);
        output.text(problem.kind.code());
        output.text(severity(problem.severity));
        output.text(&problem.message());
        output.text(&problem.path);
        for at in [problem.span.start, problem.span.end] {
            let (line, column) = lines.at(at);
            output.number(f64::from(line));
            output.number(f64::from(column));
        }
    }
    output.end();
}

pub(crate) fn put_expression_problems(
    problems: &[expression::Problem],
    text: &str,
    output: &mut Output,
) {
    output.list();
    for problem in problems {
        output.record(Record::ExpressionProblem);
        output.text(problem.kind.code());
        output.count(utf16_offset(text, problem.span.start));
        output.count(utf16_offset(text, problem.span.end));
    }
    output.end();
}

/// SurveyJS-free words for how bad something is.
pub(crate) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// A byte offset as JavaScript counts: in UTF-16 units.
fn utf16_offset(text: &str, at: u32) -> usize {
    let before = text.get(..at as usize).unwrap_or(text);
    before.encode_utf16().count()
}

/// A syntax error as what refuses a call.
pub(crate) fn refuse(problem: &expression::Problem, text: &str, output: &mut Output) -> Refused {
    let at = utf16_offset(text, problem.span.start);
    let message = format!("the expression has an error at {at}: {text}");
    output.refuse(problem.kind.code(), &message)
}
