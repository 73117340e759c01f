//! Whether a value meets a condition, after Salesforce's rules of comparison: text in any letter
//! case, ids in either length, and a missing value unequal to everything but null.

use std::cmp::Ordering;

use serde_json::Value;

use super::malformed;
use super::tree::{Literal, Operator};
use crate::ids;
use crate::moment;
use crate::schema::{Field, Kind};
use crate::wire::Problem;

/// A literal that was checked against the field it stands beside.
#[derive(Debug, Clone)]
pub(super) enum Operand {
    Null,
    Boolean(bool),
    Number(f64),
    /// Compared letter by letter: ids and moments.
    Exact(String),
    /// Compared in any letter case; kept in lower case.
    Text(String),
    Pattern(Vec<Piece>),
}

/// A part of a LIKE pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Any,
    One,
    Character(char),
}

/// Checks a literal against the type of a field.
pub(super) fn operand(
    field: &Field,
    operator: Operator,
    literal: &Literal,
) -> Result<Operand, Problem> {
    let wrong = |wanted: &str, quoted: &str| {
        Problem::new(
            400,
            "INVALID_FIELD",
            format!(
                "value of filter criterion for field '{}' must be of type {wanted} and should {quoted}be enclosed in quotes",
                field.name
            ),
        )
    };
    let invalid = |message: String| Problem::new(400, "INVALID_QUERY_FILTER_OPERATOR", message);
    match (field.kind, literal) {
        (Kind::Boolean | Kind::Id, _) | (Kind::Reference { .. }, _)
            if operator == Operator::Like =>
        {
            Err(invalid(format!(
                "invalid operator on {} field",
                field.kind.describe_name()
            )))
        }
        (_, Literal::Null) => Ok(Operand::Null),
        (Kind::Boolean, Literal::Boolean(value)) => Ok(Operand::Boolean(*value)),
        (Kind::Boolean, _) => Err(wrong("boolean", "not ")),
        (Kind::Int, Literal::Number(number)) => Ok(Operand::Number(*number)),
        (Kind::Int, _) => Err(wrong("int", "not ")),
        (Kind::DateTime, Literal::Moment(at)) => Ok(Operand::Exact(moment::write(*at))),
        (Kind::DateTime, _) => Err(wrong("dateTime", "not ")),
        (_, Literal::Text(text, _)) if text.is_empty() => Ok(Operand::Null),
        (Kind::Id | Kind::Reference { .. }, Literal::Text(text, _)) => ids::normalize(text)
            .map(Operand::Exact)
            .ok_or_else(|| invalid(format!("invalid ID field: {text}"))),
        (_, Literal::Text(text, literal)) if operator == Operator::Like => {
            Ok(Operand::Pattern(pattern(text, literal)))
        }
        (_, Literal::Text(text, literal)) => {
            if literal.is_empty() {
                Ok(Operand::Text(text.to_lowercase()))
            } else {
                Err(malformed(format!(
                    "Invalid string literal '{text}'. Escaped wildcards are allowed with LIKE only."
                )))
            }
        }
        _ => Err(wrong("string", "")),
    }
}

fn pattern(text: &str, literal: &[usize]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (place, character) in text.chars().enumerate() {
        match character {
            '%' if !literal.contains(&place) => pieces.push(Piece::Any),
            '_' if !literal.contains(&place) => pieces.push(Piece::One),
            _ => pieces.extend(character.to_lowercase().map(Piece::Character)),
        }
    }
    pieces
}

/// Whether a value meets a comparison.
pub(super) fn meets(value: &Value, operator: Operator, operand: &Operand) -> bool {
    if operator == Operator::Like {
        return match (value, operand) {
            (Value::String(text), Operand::Pattern(pieces)) => like(text, pieces),
            (Value::Null, Operand::Null) => true,
            _ => false,
        };
    }
    let order = compare(value, operand);
    match operator {
        Operator::Equal => order == Some(Ordering::Equal),
        Operator::NotEqual => order != Some(Ordering::Equal),
        Operator::Less => order == Some(Ordering::Less),
        Operator::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Operator::Greater => order == Some(Ordering::Greater),
        Operator::GreaterOrEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        Operator::Like => false,
    }
}

fn compare(value: &Value, operand: &Operand) -> Option<Ordering> {
    match (value, operand) {
        (Value::Null, Operand::Null) => Some(Ordering::Equal),
        (Value::Bool(value), Operand::Boolean(other)) => Some(value.cmp(other)),
        (Value::Number(value), Operand::Number(other)) => value.as_f64()?.partial_cmp(other),
        (Value::String(value), Operand::Exact(other)) => Some(value.as_str().cmp(other)),
        (Value::String(value), Operand::Text(other)) => Some(value.to_lowercase().cmp(other)),
        _ => None,
    }
}

/// Whether a text matches a LIKE pattern. Remembers the last `%`, so the time is bounded by the
/// product of the lengths.
fn like(text: &str, pieces: &[Piece]) -> bool {
    let text: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let (mut place, mut piece) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(character) = text.get(place) {
        match pieces.get(piece) {
            Some(Piece::Any) => {
                retry = Some((place, piece));
                piece += 1;
                continue;
            }
            Some(Piece::One) => {
                place += 1;
                piece += 1;
                continue;
            }
            Some(Piece::Character(wanted)) if wanted == character => {
                place += 1;
                piece += 1;
                continue;
            }
            _ => {}
        }
        let Some((from, any)) = retry else {
            return false;
        };
        retry = Some((from + 1, any));
        place = from + 1;
        piece = any + 1;
    }
    pieces
        .get(piece..)
        .unwrap_or(&[])
        .iter()
        .all(|piece| *piece == Piece::Any)
}

/// The order of two values in ORDER BY; nulls are the caller's.
pub(super) fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::String(left), Value::String(right)) => {
            left.to_lowercase().cmp(&right.to_lowercase())
        }
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::Number(left), Value::Number(right)) => left
            .as_f64()
            .partial_cmp(&right.as_f64())
            .unwrap_or(Ordering::Equal),
        _ => Ordering::Equal,
    }
}
