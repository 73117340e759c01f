//! The numeric mask: separators, precision, sign; and the number a text stands for.

use casement_expression::parse_float;

use crate::Value;

/// JavaScript's `Number.MAX_SAFE_INTEGER`.
const GREATEST: f64 = 9_007_199_254_740_991.0;

/// The settings.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Numeric {
    pub(crate) decimal: String,
    pub(crate) thousands: String,
    pub(crate) precision: f64,
    pub(crate) negative: bool,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
}

/// A number's digits as they stand in a text.
#[derive(Clone, Debug, Default, PartialEq)]
struct Digits {
    whole: String,
    fraction: String,
    negative: bool,
}

impl Digits {
    fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.fraction.is_empty()
    }
}

impl Numeric {
    /// A stored value's text as it is shown; `None` beyond the limits.
    pub(crate) fn masked(&self, stored: &str) -> Option<String> {
        let digits = self.read(&stored.replacen('.', &self.decimal, 1));
        self.may_show(&digits).then(|| self.write(&digits))
    }

    /// The number that a shown text stands for; `Undefined` without a digit.
    pub(crate) fn unmasked(&self, shown: &str) -> Value {
        let digits = self.read(shown);
        if digits.is_empty() {
            Value::Undefined
        } else {
            self.number(&digits).into()
        }
    }

    fn places(&self) -> usize {
        // A precision is some small number; what is none or negative cuts everything.
        self.precision as usize
    }

    fn read(&self, text: &str) -> Digits {
        let mut digits = Digits::default();
        let mut after_decimal = false;
        let is = |separator: &str, letter: char| {
            let mut letters = separator.chars();
            letters.next() == Some(letter) && letters.next().is_none()
        };
        for letter in text.chars() {
            if letter == '-' {
                let allowed = self.negative && self.min.is_none_or(|min| min < 0.0);
                digits.negative ^= allowed;
            } else if is(&self.decimal, letter) {
                after_decimal |= self.precision > 0.0;
            } else if !is(&self.thousands, letter) && letter.is_ascii_digit() {
                let part = if after_decimal {
                    &mut digits.fraction
                } else {
                    &mut digits.whole
                };
                part.push(letter);
            }
        }
        if digits.whole.len() > 1 && digits.whole.starts_with('0') {
            digits.whole.remove(0);
        }
        digits
    }

    fn number(&self, digits: &Digits) -> f64 {
        let sign = if digits.negative { "-" } else { "" };
        let whole = if digits.whole.is_empty() {
            "0"
        } else {
            &digits.whole
        };
        let fraction = first(&digits.fraction, self.places());
        parse_float(&format!("{sign}{whole}.{fraction}"))
    }

    /// Limits of 0 count as none, as in survey-core.
    fn may_show(&self, digits: &Digits) -> bool {
        if digits.is_empty() || (self.min.is_none() && self.max.is_none()) {
            return true;
        }
        let given = |limit: Option<f64>| limit.filter(|limit| *limit != 0.0);
        let number = self.number(digits);
        number >= given(self.min).unwrap_or(-GREATEST)
            && number <= given(self.max).unwrap_or(GREATEST)
    }

    fn write(&self, digits: &Digits) -> String {
        let whole = self.grouped(&digits.whole);
        let sign = if digits.negative { "-" } else { "" };
        if digits.fraction.is_empty() {
            let sign = if matches!(&*whole, "" | "0") {
                ""
            } else {
                sign
            };
            return format!("{sign}{whole}");
        }
        let whole = if whole.is_empty() { "0" } else { &whole };
        let fraction = first(&digits.fraction, self.places());
        format!("{sign}{whole}{}{fraction}", self.decimal)
    }

    fn grouped(&self, whole: &str) -> String {
        if self.thousands.is_empty() || self.thousands == self.decimal {
            return whole.to_owned();
        }
        let mut grouped = String::with_capacity(whole.len() * 2);
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                grouped.push_str(&self.thousands);
            }
            grouped.push(digit);
        }
        grouped
    }
}

/// The first digits of a run of digits.
fn first(digits: &str, count: usize) -> &str {
    digits.get(..count).unwrap_or(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn english() -> Numeric {
        Numeric {
            decimal: ".".to_owned(),
            thousands: ",".to_owned(),
            precision: 2.0,
            negative: true,
            min: None,
            max: None,
        }
    }

    #[test]
    fn a_typed_number_is_stored_cut_to_its_precision() {
        for (typed, number, shown) in [
            ("1,234.5", 1234.5, "1,234.5"),
            ("1.2.3", 1.23, "1.23"),
            ("1.239", 1.23, "1.23"),
            ("-0", 0.0, "0"),
            ("--5", 5.0, "5"),
            ("-.5", -0.5, "-0.5"),
            ("0012", 12.0, "12"),
        ] {
            let mask = english();
            assert_eq!(mask.unmasked(typed), Value::from(number), "{typed}");
            let text = Value::from(number).to_text().into_owned();
            assert_eq!(mask.masked(&text).as_deref(), Some(shown), "{typed}");
        }
        let whole = Numeric {
            precision: 0.0,
            ..english()
        };
        assert_eq!(whole.unmasked("7.6"), Value::from(76.0));
        assert_eq!(whole.unmasked("-"), Value::Undefined);
    }

    #[test]
    fn a_number_beyond_the_limits_is_stored_and_not_shown() {
        let mask = Numeric {
            min: Some(5.0),
            ..english()
        };
        assert_eq!(mask.unmasked("3"), Value::from(3.0));
        assert_eq!(mask.masked("3"), None);
        assert_eq!(mask.unmasked("-7"), Value::from(7.0));
        assert_eq!(mask.masked(""), Some(String::new()));
    }
}
