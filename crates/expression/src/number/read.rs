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

/// A decimal text taken apart: its digits times ten to the power of `exponent`.
struct Decimal<'a> {
    /// Digits, with or without a point.
    mantissa: &'a str,
    /// How many digits there are, without leading zeros.
    count: usize,
    /// The first of them as a number.
    leading: u64,
    exponent: i64,
}

impl<'a> Decimal<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut decimal = Decimal {
            mantissa: text,
            count: 0,
            leading: 0,
            exponent: 0,
        };
        let (mut has_digits, mut has_point) = (false, false);
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    let digit = byte - b'0';
                    has_digits = true;
                    if digit != 0 || decimal.count > 0 {
                        decimal.count += 1;
                    }
                    if decimal.count <= 15 {
                        decimal.leading = decimal.leading * 10 + u64::from(digit);
                    }
                    decimal.exponent -= i64::from(has_point);
                }
                b'.' if !has_point => has_point = true,
                b'e' | b'E' => {
                    let exponent = read_exponent(text.get(at + 1..)?)?;
                    decimal.exponent = decimal.exponent.saturating_add(exponent);
                    decimal.mantissa = text.get(..at)?;
                    break;
                }
                _ => return None,
            }
        }
        has_digits.then_some(decimal)
    }

    /// Where digits and power of ten are numbers themselves, one operation rounds once.
    fn short(&self) -> Option<f64> {
        if self.count > 15 || self.exponent.abs() > 22 {
            return None;
        }
        let power = 10_f64.powi(self.exponent.unsigned_abs() as i32);
        let digits = self.leading as f64;
        Some(if self.exponent < 0 {
            digits / power
        } else {
            digits * power
        })
    }

    /// By long division of exact integers.
    fn long(&self) -> f64 {
        let length = i64::try_from(self.count).unwrap_or(i64::MAX);
        let magnitude = self.exponent.saturating_add(length);
        if self.count == 0 || magnitude < -330 {
            return 0.0;
        }
        if magnitude > 310 {
            return f64::INFINITY;
        }
        let mut numerator = Integer::from(0);
        let (mut left, mut exponent) = (self.count, self.exponent);
        let mut rest_is_zero = true;
        for byte in self.mantissa.bytes().filter(u8::is_ascii_digit) {
            if left + MAX_DIGITS > self.count {
                numerator.times_plus(10, u32::from(byte - b'0'));
            } else {
                exponent = exponent.saturating_add(1);
                rest_is_zero &= byte == b'0';
            }
            if !numerator.is_zero() {
                left -= 1;
            }
        }
        if !rest_is_zero {
            numerator.times_plus(10, 1);
            exponent = exponent.saturating_sub(1);
        }
        let mut denominator = Integer::from(1);
        let power = exponent.unsigned_abs() as u32;
        if exponent < 0 {
            denominator.times_ten_to(power);
        } else {
            numerator.times_ten_to(power);
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
pub(super) fn quotient(mut numerator: Integer, mut denominator: Integer) -> f64 {
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
    bits |= u64::from(!numerator.is_zero());
    round(bits, i64::from(power))
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
#[derive(Clone)]
pub(super) struct Integer(Vec<u32>);

impl Integer {
    pub(super) fn from(mut number: u64) -> Integer {
        let mut digits = Vec::with_capacity(2);
        while number > 0 {
            digits.push(number as u32);
            number >>= 32;
        }
        Integer(digits)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    fn bits(&self) -> i32 {
        self.0.last().map_or(0, |top| {
            self.0.len() as i32 * 32 - top.leading_zeros() as i32
        })
    }

    pub(super) fn times_plus(&mut self, factor: u32, plus: u32) {
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

    pub(super) fn times_ten_to(&mut self, power: u32) {
        for _ in 0..power {
            self.times_plus(10, 0);
        }
    }

    /// Times two, so many times.
    pub(super) fn shift(&mut self, bits: i32) {
        if self.is_zero() {
            return;
        }
        for _ in 0..bits / 32 {
            self.0.insert(0, 0);
        }
        if bits % 32 > 0 {
            self.times_plus(1 << (bits % 32), 0);
        }
    }

    /// Divided by two, so many times (once at least), and rounded once, half a unit up.
    pub(super) fn halve(&mut self, times: u32) {
        let (whole, bits) = ((times - 1) / 32, (times - 1) % 32);
        self.0.drain(..self.0.len().min(whole as usize));
        // All but the last halving cut bits off; the last is cut after a one was added.
        let mut above = 0_u32;
        for digit in self.0.iter_mut().rev() {
            let wide = (u64::from(above) << 32) | u64::from(*digit);
            above = *digit;
            *digit = (wide >> bits) as u32;
        }
        self.times_plus(1, 1);
        let mut above = 0_u32;
        for digit in self.0.iter_mut().rev() {
            let wide = (u64::from(above) << 32) | u64::from(*digit);
            above = *digit;
            *digit = (wide >> 1) as u32;
        }
        self.trim();
    }

    pub(super) fn plus(&self, other: &Integer) -> Integer {
        let (long, short) = if self.0.len() < other.0.len() {
            (other, self)
        } else {
            (self, other)
        };
        let mut sum = long.clone();
        let mut carry = 0_u64;
        for (at, digit) in sum.0.iter_mut().enumerate() {
            carry += u64::from(*digit) + u64::from(short.0.get(at).copied().unwrap_or(0));
            *digit = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            sum.0.push(carry as u32);
        }
        sum
    }

    pub(super) fn less_than(&self, other: &Integer) -> bool {
        if self.0.len() != other.0.len() {
            return self.0.len() < other.0.len();
        }
        self.0.iter().rev().lt(other.0.iter().rev())
    }

    /// Takes away one that is not greater.
    pub(super) fn subtract(&mut self, other: &Integer) {
        let mut borrow = 0_i64;
        for (at, digit) in self.0.iter_mut().enumerate() {
            let taken = other.0.get(at).copied().unwrap_or(0);
            let difference = i64::from(*digit) - i64::from(taken) - borrow;
            *digit = difference as u32;
            borrow = i64::from(difference < 0);
        }
        self.trim();
    }

    fn trim(&mut self) {
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
