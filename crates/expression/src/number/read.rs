//! Decimal text to the nearest number, exactly.
//!
//! The standard library does the same, faster for long texts, with a table of ten incompressible
//! kilobytes: too much of what the browser may load in all. Short texts take one
//! multiplication or division here, too.

/// No number has more significant digits than these in the text of its exact value; of what
/// follows, only whether it is zero can matter.
const MAX_DIGITS: usize = 800;

/// The number that is nearest to a decimal text (`-12.5e3`; ties go to the even one); `None` where
/// the text is none.
pub(crate) fn read_decimal(text: &str) -> Option<f64> {
    let (negative, text) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let decimal = Decimal::read(text)?;
    let number = decimal.short().unwrap_or_else(|| decimal.long());
    Some(if negative { -number } else { number })
}

/// `digits` times ten to the power of `exponent`; without leading zeros.
struct Decimal {
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    fn read(text: &str) -> Option<Decimal> {
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (text.get(..at)?, read_exponent(text.get(at + 1..)?)?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let mut decimal = Decimal {
            digits: Vec::new(),
            exponent: exponent.saturating_sub(i64::try_from(fraction.len()).ok()?),
        };
        let mut rest_is_zero = true;
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return None;
            }
            let digit = byte - b'0';
            if decimal.digits.len() < MAX_DIGITS {
                if digit != 0 || !decimal.digits.is_empty() {
                    decimal.digits.push(digit);
                }
            } else {
                decimal.exponent = decimal.exponent.saturating_add(1);
                rest_is_zero &= digit == 0;
            }
        }
        if !rest_is_zero {
            decimal.digits.push(1);
            decimal.exponent = decimal.exponent.saturating_sub(1);
        }
        Some(decimal)
    }

    /// Where digits and power of ten are numbers themselves, one operation rounds once.
    fn short(&self) -> Option<f64> {
        if self.digits.len() > 15 || self.exponent.abs() > 22 {
            return None;
        }
        let digits = self
            .digits
            .iter()
            .fold(0_u64, |sum, digit| sum * 10 + u64::from(*digit));
        let power = 10_f64.powi(i32::try_from(self.exponent.abs()).ok()?);
        let digits = digits as f64;
        Some(if self.exponent < 0 {
            digits / power
        } else {
            digits * power
        })
    }

    /// By long division of exact integers.
    fn long(&self) -> f64 {
        let length = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        let magnitude = self.exponent.saturating_add(length);
        if self.digits.is_empty() || magnitude < -330 {
            return 0.0;
        }
        if magnitude > 310 {
            return f64::INFINITY;
        }
        let mut numerator = Integer::default();
        for digit in &self.digits {
            numerator.times_plus(10, u32::from(*digit));
        }
        let mut denominator = Integer(vec![1]);
        let scaled = if self.exponent < 0 {
            &mut denominator
        } else {
            &mut numerator
        };
        for _ in 0..self.exponent.unsigned_abs() {
            scaled.times_plus(10, 0);
        }
        quotient(numerator, denominator)
    }
}

/// The digits behind `e`, kept from running over.
fn read_exponent(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    if digits.is_empty() {
        return None;
    }
    let mut exponent = 0_i64;
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        exponent = (exponent * 10 + i64::from(byte - b'0')).min(1_000_000_000);
    }
    Some(if negative { -exponent } else { exponent })
}

/// The number nearest to the quotient of two positive integers.
fn quotient(mut numerator: Integer, mut denominator: Integer) -> f64 {
    // The power of two in front: afterwards denominator <= numerator < 2 denominator.
    let mut power = numerator.bits() - denominator.bits();
    if power > 0 {
        denominator.shift(power);
    } else {
        numerator.shift(-power);
    }
    if numerator.less_than(&denominator) {
        numerator.shift(1);
        power -= 1;
    }
    let mut bits = 0_u64;
    for _ in 0..64 {
        bits <<= 1;
        if !numerator.less_than(&denominator) {
            numerator.subtract(&denominator);
            bits |= 1;
        }
        numerator.shift(1);
    }
    // What is left over breaks a tie, and is below the 64 bits in any case.
    bits |= u64::from(numerator.bits() > 0);
    round(bits, power)
}

/// `bits` times two to the power of `power - 63`, rounded to 53 bits, or fewer for the smallest.
fn round(bits: u64, power: i64) -> f64 {
    if power > 1023 {
        return f64::INFINITY;
    }
    let missing = (-1022 - power).max(0);
    let Some(dropped) = u32::try_from(11 + missing)
        .ok()
        .filter(|dropped| *dropped <= 64)
    else {
        return 0.0;
    };
    let kept = bits.checked_shr(dropped).unwrap_or(0);
    let half = 1_u64 << (dropped - 1);
    let rest = bits & (half | (half - 1));
    let up = rest > half || (rest == half && kept & 1 == 1);
    let rounded = kept + u64::from(up);
    // A carry runs into the exponent, where it belongs.
    let exponent = u64::try_from(power + 1022).unwrap_or(0);
    f64::from_bits((exponent << 52) + rounded)
}

/// A natural number in base 2^32, the lowest digit first, without zeros at the top.
#[derive(Default)]
struct Integer(Vec<u32>);

impl Integer {
    fn bits(&self) -> i64 {
        self.0.last().map_or(0, |top| {
            let below = i64::try_from(self.0.len() - 1).unwrap_or(i64::MAX / 64);
            below * 32 + i64::from(32 - top.leading_zeros())
        })
    }

    fn times_plus(&mut self, factor: u32, plus: u32) {
        let mut carry = u64::from(plus);
        for digit in &mut self.0 {
            carry += u64::from(*digit) * u64::from(factor);
            *digit = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn shift(&mut self, mut bits: i64) {
        let whole = usize::try_from(bits / 32).unwrap_or(0);
        if whole > 0 && !self.0.is_empty() {
            self.0.splice(0..0, std::iter::repeat_n(0, whole));
        }
        bits %= 32;
        if bits > 0 {
            self.times_plus(1 << bits, 0);
        }
    }

    fn less_than(&self, other: &Integer) -> bool {
        if self.0.len() != other.0.len() {
            return self.0.len() < other.0.len();
        }
        self.0.iter().rev().lt(other.0.iter().rev())
    }

    /// Takes away one that is not greater.
    fn subtract(&mut self, other: &Integer) {
        let mut borrow = 0_i64;
        for (at, digit) in self.0.iter_mut().enumerate() {
            let taken = other.0.get(at).copied().unwrap_or(0);
            let difference = i64::from(*digit) - i64::from(taken) - borrow;
            *digit = difference as u32;
            borrow = i64::from(difference < 0);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read_decimal;

    fn check(text: &str) {
        let expected: Option<f64> = text.parse().ok();
        let read = read_decimal(text);
        assert_eq!(read.map(f64::to_bits), expected.map(f64::to_bits), "{text}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn every_number_is_read_back_from_its_text(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            if number.is_finite() {
                check(&format!("{number:e}"));
                check(&format!("{number}"));
            }
        }

        #[test]
        fn texts_are_read_as_the_standard_library_reads_them(
            text in r"[+-]?[0-9]{0,30}(\.[0-9]{0,30})?([eE][+-]?[0-9]{1,3})?",
        ) {
            check(&text);
        }
    }

    #[test]
    fn ties_limits_and_long_texts_are_read_exactly() {
        let half_above_one = "1.00000000000000011102230246251565404236316680908203125";
        for text in [
            "0",
            "-0",
            "0.000",
            "1e400",
            "1e-400",
            "-1e400",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "9007199254740993",
            "9007199254740992.5",
            "1e22",
            "1e23",
            "123456789012345678",
            "1e999999999999",
            "1e-999999999999",
            half_above_one,
            ".5",
            "5.",
            "e5",
            "",
            "-",
            ".",
            "1e",
            "1e+",
            "--1",
            "1x",
        ] {
            check(text);
        }
        check(&format!("{half_above_one}{}", "0".repeat(2_000)));
        check(&format!("{half_above_one}{}1", "0".repeat(2_000)));
        check(&format!("1{}", "0".repeat(300)));
        check(&format!("0.{}1", "0".repeat(320)));
        check(&"9".repeat(2_000));
    }
}
