//! JavaScript's conversions between numbers and text, and SurveyJS's idea of a number-like value.

use crate::Value;
use crate::text::{trim, trim_start};

pub use self::print::number_text;
pub use self::print::to_fixed;
pub(crate) use self::print::{decimal_places, plain_number_text};
pub(crate) use self::read::read_decimal;
pub use self::remainder::remainder;

mod print;
mod read;
mod remainder;
mod wide;

/// JavaScript's `Number(text)`: blanks around are ignored, blank is 0, `0x`, `0b` and `0o` are
/// read, anything left over gives NaN.
pub fn to_number(text: &str) -> f64 {
    let text = trim(text);
    if text.is_empty() {
        return 0.0;
    }
    let radix = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => {
            let (number, rest) = decimal(text);
            return if rest.is_empty() { number } else { f64::NAN };
        }
    };
    let digits = text.get(2..).unwrap_or_default();
    let (number, rest) = integer(digits, radix);
    if rest.is_empty() { number } else { f64::NAN }
}

/// JavaScript's `parseFloat(text)`: the longest number at the start, after blanks; else NaN.
pub fn parse_float(text: &str) -> f64 {
    decimal(trim_start(text)).0
}

/// JavaScript's `parseInt(text)`, with `0x` read as base 16.
pub fn parse_int(text: &str) -> f64 {
    let text = trim_start(text);
    let (negative, digits) = match text.as_bytes() {
        [b'-', ..] => (true, text.get(1..).unwrap_or_default()),
        [b'+', ..] => (false, text.get(1..).unwrap_or_default()),
        _ => (false, text),
    };
    let number = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => integer(digits.get(2..).unwrap_or_default(), 16).0,
        _ => integer(digits, 10).0,
    };
    if negative { -number } else { number }
}

/// The number that a text's beginning is, and what is left; NaN and the whole where there is none.
fn decimal(text: &str) -> (f64, &str) {
    let bytes = text.as_bytes();
    let digits = |mut at: usize| {
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        (at, at - start)
    };
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let unsigned = text.get(sign..).unwrap_or_default();
    if let Some(rest) = unsigned.strip_prefix("Infinity") {
        let number = if bytes.first() == Some(&b'-') {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
        return (number, rest);
    }
    let (mut end, whole) = digits(sign);
    let mut fraction = 0;
    if bytes.get(end) == Some(&b'.') {
        let (after, count) = digits(end + 1);
        fraction = count;
        if whole + count > 0 {
            end = after;
        }
    }
    if whole + fraction == 0 {
        return (f64::NAN, text);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let signed = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let (after, count) = digits(end + 1 + signed);
        if count > 0 {
            end = after;
        }
    }
    match (text.get(..end), text.get(end..)) {
        (Some(number), Some(rest)) => (read_decimal(number).unwrap_or(f64::NAN), rest),
        _ => (f64::NAN, text),
    }
}

/// The integer that a text's beginning is in this base, and what is left; NaN where there is none.
fn integer(text: &str, radix: u32) -> (f64, &str) {
    let end = text
        .bytes()
        .position(|byte| !char::from(byte).is_digit(radix))
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() {
        return (f64::NAN, rest);
    }
    let number = if radix == 10 {
        read_decimal(digits).unwrap_or(f64::NAN)
    } else {
        binary_base(digits, radix)
    };
    (number, rest)
}

/// Digits in a base that is a power of two, rounded once at the end as JavaScript does.
fn binary_base(digits: &str, radix: u32) -> f64 {
    let bits = radix.trailing_zeros();
    let mut significant: u64 = 0;
    let mut dropped_bits: i32 = 0;
    let mut sticky = false;
    for digit in digits.chars().filter_map(|c| c.to_digit(radix)) {
        if significant.leading_zeros() > 8 {
            significant = (significant << bits) | u64::from(digit);
        } else {
            dropped_bits = dropped_bits.saturating_add(i32::try_from(bits).unwrap_or(4));
            sticky |= digit != 0;
        }
    }
    // 55 bits are more than a number's 53 and the one that tells halves; a bit set below breaks ties.
    let rounded = (significant | u64::from(sticky)) as f64;
    rounded * 2f64.powi(dropped_bits)
}

impl Value {
    /// The number of a number-like value (`Helpers.isNumber` and `getNumber`, reference 1.3): a
    /// finite number, a number-like text, or an array that reads as a number (`[5]`). `"1,5"` is
    /// 1.5, `"0x1F"` 31; `"5px"`, `""`, `true`, dates and objects are none.
    pub fn number_like(&self) -> Option<f64> {
        match self {
            Value::Number(number) => number.is_finite().then_some(*number),
            Value::String(text) => number_like_text(text),
            Value::Array(items) if items.len() == 1 => {
                let text = self.to_text();
                let number = parse_float(&text);
                (!number.is_nan() && to_number(&text).is_finite()).then_some(number)
            }
            _ => None,
        }
    }

    /// The "correct value" of a text that was read from data, or of a bare word (reference 1.3):
    /// `true` and `false` in any case become booleans, quotes around it are taken off, number-like
    /// text becomes a number (`"05"` stays). Anything else, other types included, is kept.
    pub fn corrected(self) -> Value {
        match &self {
            Value::String(text) => correct_text(text).unwrap_or(self),
            _ => self,
        }
    }
}

/// What a text becomes by [`Value::corrected`]; `None` where it stays as it is.
pub(crate) fn correct_text(text: &str) -> Option<Value> {
    let bytes = text.as_bytes();
    let (first, last) = (*bytes.first()?, *bytes.last()?);
    if text.eq_ignore_ascii_case("true") {
        return Some(Value::Bool(true));
    }
    if text.eq_ignore_ascii_case("false") {
        return Some(Value::Bool(false));
    }
    if first.is_ascii_alphabetic() {
        // A number begins with a digit, a sign or a point.
        return None;
    }
    let is_quote = |byte| byte == b'\'' || byte == b'"';
    if bytes.len() > 1 && is_quote(first) && is_quote(last) {
        return text.get(1..text.len() - 1).map(Value::from);
    }
    let number = number_like_text(text)?;
    let kept =
        first == b'0' && bytes.len() > 1 && !matches!(bytes.get(1), Some(b'x' | b'.' | b','));
    (!kept).then_some(Value::Number(number))
}

/// So many digits make a number that is exact.
const MOST_DIGITS: usize = 15;

/// The number of a number-like text.
pub(crate) fn number_like_text(text: &str) -> Option<f64> {
    let mut number = 0_u64;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' if at < MOST_DIGITS => number = number * 10 + u64::from(byte - b'0'),
            // Behind the digits of a date.
            b'-' if at > 0 => return None,
            _ => return longer_number(text),
        }
    }
    (!text.is_empty()).then_some(number as f64)
}

/// The number of a number-like text that isn't a few digits alone.
fn longer_number(text: &str) -> Option<f64> {
    let text = trim(text);
    let bytes = text.as_bytes();
    if !matches!(bytes.first()?, b'0'..=b'9' | b'+' | b'-' | b'.' | b',') {
        return None;
    }
    if bytes.starts_with(b"0x") {
        let number = parse_int(text);
        return (bytes.len() <= 32 && !number.is_nan()).then_some(number);
    }
    if bytes.len() > 15 && bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let signed_later = bytes.iter().skip(1).any(|b| matches!(b, b'-' | b'+'));
    if !signed_later && bytes.iter().any(|b| matches!(b, b'*' | b'^' | b'/' | b'%')) {
        return None;
    }
    let mut commas = bytes.iter().filter(|b| **b == b',');
    match (commas.next(), commas.next()) {
        (None, _) => finite_float(text),
        (Some(_), None) => finite_float(&text.replace(',', ".")),
        _ => None,
    }
}

/// `parseFloat` of a text that is a finite number as a whole (`0b11` is, and reads as 0).
fn finite_float(text: &str) -> Option<f64> {
    let (number, rest) = decimal(text);
    if rest.is_empty() {
        return number.is_finite().then_some(number);
    }
    // Any other that is a number as a whole begins with the sign of its base.
    let may_be_one = text.starts_with('0') && to_number(text).is_finite();
    may_be_one.then_some(number)
}

/// JavaScript's `Number(value)`.
pub(crate) fn coerce(value: &Value) -> f64 {
    match value {
        Value::Undefined | Value::Object(_) => f64::NAN,
        Value::Null => 0.0,
        Value::Bool(flag) => f64::from(u8::from(*flag)),
        Value::Number(number) | Value::Date(number) => *number,
        Value::String(text) => to_number(text),
        Value::Array(_) => to_number(&value.to_text()),
    }
}
