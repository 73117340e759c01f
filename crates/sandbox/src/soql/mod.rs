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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{parser, read, tree};

    /// Escapes as a careful client does.
    fn escape(text: &str) -> String {
        text.replace('\\', "\\\\").replace('\'', "\\'")
    }

    fn literal(query: &tree::Query) -> Option<&str> {
        match query.condition.as_ref()? {
            tree::Condition::Compare {
                value: tree::Literal::Text(text, _),
                ..
            } => Some(text),
            _ => None,
        }
    }

    #[test]
    fn only_the_documented_escapes_are_read() {
        for (written, meant) in [
            (r"\\", Some("\\")),
            (r"\'", Some("'")),
            (r#"\""#, Some("\"")),
            (r"\n\N\r\t\b\f", Some("\n\n\r\t\u{8}\u{c}")),
            (r"\u00e9\uD83D\uDE00", Some("é😀")),
            (r"\x", None),
            (r"\uD83D", None),
            (r"\u12", None),
            (r"\", None),
        ] {
            let query = read(&format!("SELECT Id FROM Case WHERE Subject = '{written}'"));
            assert_eq!(query.as_ref().ok().and_then(literal), meant, "{written}");
        }
    }

    #[test]
    fn and_and_or_do_not_mix_without_parentheses() {
        assert!(
            read("SELECT Id FROM Case WHERE IsClosed = true AND Id = null OR Id = null").is_err()
        );
        assert!(
            read("SELECT Id FROM Case WHERE (IsClosed = true AND Id = null) OR Id = null").is_ok()
        );
        assert!(read("SELECT Id FROM Case WHERE (NOT Status = 'New') AND Id = null").is_ok());
    }

    #[test]
    fn a_query_nested_too_deep_is_refused() {
        for depth in [10_000, 40_000] {
            let text = format!(
                "SELECT Id FROM Case WHERE {}Id = null{}",
                "(".repeat(depth),
                ")".repeat(depth)
            );
            assert!(read(&text).is_err());
        }
        assert!(
            read(&format!(
                "SELECT Id FROM Case WHERE {}",
                "NOT ".repeat(20_000)
            ))
            .is_err()
        );
        assert!(read(&"(SELECT ".repeat(12_000)).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_or_refused(text in ".{0,200}") {
            let _ = parser::parse(&text);
        }

        #[test]
        fn any_row_of_words_is_parsed_or_refused(
            words in proptest::collection::vec(
                proptest::sample::select(vec![
                    "SELECT", "FROM", "WHERE", "Id", "Case", "(", ")", ",", "=", "!=", "IN", "NOT", "AND", "OR", "LIKE",
                    "'x'", "'\\", "null", "true", "1", "-", "2026-01-01T00:00:00Z", "ORDER", "BY", "DESC", "NULLS",
                    "LAST", "LIMIT", "OFFSET", "COUNT", "()", ":", "GROUP", "😀",
                ]),
                0..40,
            )
        ) {
            let _ = parser::parse(&words.join(" "));
        }

        #[test]
        fn an_escaped_text_is_read_back_as_it_was(text in "[^\0]{0,60}") {
            let query = read(&format!("SELECT Id FROM Case WHERE Subject = '{}'", escape(&text)));
            let query = query.ok();
            prop_assert_eq!(query.as_ref().and_then(literal), Some(text.as_str()));
        }
    }
}
