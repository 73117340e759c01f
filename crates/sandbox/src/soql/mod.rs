//! SOQL: text to tokens, tokens to a tree, a tree to rows.
//!
//! The grammar is that of the SOQL and SOSL Reference for SELECT, WHERE, ORDER BY, LIMIT, OFFSET,
//! parent paths, child sub-queries and COUNT(). What else SOQL has is refused by name.

mod evaluate;
mod lexer;
mod matching;
mod parser;
mod resolve;
mod tree;

pub(crate) use evaluate::{Answer, attributes, run};

use crate::wire::Problem;

/// Longest query text, in characters.
const LONGEST: usize = 100_000;

/// Reads a query.
///
/// # Errors
///
/// `MALFORMED_QUERY`, or the name of a clause that the sandbox org does not imitate.
pub(crate) fn read(text: &str) -> Result<tree::Query, Problem> {
    if text.chars().count() > LONGEST {
        return Err(malformed(format!(
            "SOQL statements can not be longer than {LONGEST} characters"
        )));
    }
    parser::parse(text)
}

fn malformed(message: impl Into<String>) -> Problem {
    Problem::new(400, "MALFORMED_QUERY", message)
}

/// The lines in front of a message that show where in the query it arose.
fn pointed(text: &str, at: usize, message: &str) -> String {
    let before: String = text.chars().take(at).collect();
    let row = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    let line = text.lines().nth(row - 1).unwrap_or("");
    format!(
        "\n{line}\n{}^\nERROR at Row:{row}:Column:{column}\n{message}",
        " ".repeat(column - 1)
    )
}
