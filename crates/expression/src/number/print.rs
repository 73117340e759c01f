//! Numbers as JavaScript prints them.
//!
//! Short decimals, which nearly all numbers are, are found by trying; for the rest the shortest
//! digits are made with exact integers. The standard library is faster there, but its ways of
//! printing, with their tables, weigh ten kilobytes in the browser.

use super::read::{Integer, quotient};
use super::wide::Wide;

/// Integers below this have their own digits.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// JavaScript's `String(number)`: `1e+21`, `0.1`, `NaN`, `-Infinity`, 0 for -0
/// (ECMA-262, `Number::toString`).
pub fn number_text(number: f64) -> String {
    text_of(number, true)
}

/// The same digits, but never with an exponent.
pub(crate) fn plain_number_text(number: f64) -> String {
    text_of(number, false)
}

fn text_of(number: f64, with_exponent: bool) -> String {
    let mut text = String::new();
    if number < 0.0 {
        text.push('-');
    }
    let size = number.abs();
    if size.is_nan() {
        text.push_str("NaN");
    } else if size.is_infinite() {
        text.push_str("Infinity");
    } else if size < EXACT && size.fract() == 0.0 {
        push_digits(size as u64, &mut text);
    } else {
        let (digits, exponent) = short_decimal(size).unwrap_or_else(|| shortest(size));
        place_point(&digits, exponent, with_exponent, &mut text);
    }
    text
}

fn push_digits(mut number: u64, text: &mut String) {
    let mut digits = [0_u8; 20];
    let mut count = 0;
    for place in digits.iter_mut().rev() {
        *place = b'0' + (number % 10) as u8;
        number /= 10;
        count += 1;
        if number == 0 {
            break;
        }
    }
    let digits = digits.get(digits.len() - count..).unwrap_or_default();
    text.push_str(str::from_utf8(digits).unwrap_or_default());
}

/// The digits and the exponent of the first, of a number that is an integer of at most fifteen
/// digits divided by a power of ten: such a quotient is rounded once, and so few digits are told
/// apart by every number.
fn short_decimal(number: f64) -> Option<(String, i32)> {
    let (scaled, places) = scaled(number)?;
    let mut digits = String::new();
    push_digits(scaled as u64, &mut digits);
    let exponent = digits.len() as i32 - 1 - places;
    Some((digits, exponent))
}

/// The integer and how many tens it is divided by.
fn scaled(number: f64) -> Option<(f64, i32)> {
    let mut power = 1.0;
    for places in 1..=22 {
        power *= 10.0;
        // Nothing here is so great that half could be lost.
        let product = number * power;
        let scaled = (product + 0.5).floor();
        if scaled >= 1e15 {
            return None;
        }
        // Both are rounded by less than this, so that most need not be divided.
        if (product - scaled).abs() <= scaled * 1e-15 && scaled / power == number {
            return Some((scaled, places));
        }
    }
    None
}

/// How many digits stand behind the point in the text of a number; `None` where only the text
/// itself can tell.
pub(crate) fn decimal_places(number: f64) -> Option<usize> {
    let size = number.abs();
    if size.fract() == 0.0 {
        return (size < EXACT).then_some(0);
    }
    // Smaller ones are printed with an exponent.
    let (_, places) = scaled(size).filter(|_| size >= 1e-6)?;
    usize::try_from(places).ok()
}

/// A positive number as an integer times a power of two.
pub(super) fn parts(number: f64) -> (u64, i32) {
    let bits = number.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    match (bits >> 52) as i32 {
        0 => (fraction, -1074),
        exponent => (fraction | (1 << 52), exponent - 1075),
    }
}

/// The fewest digits that read back as the number, of several the nearest, and the exponent of the
/// first digit (G. L. Steele and J. L. White, "How to print floating-point numbers accurately",
/// with the scaling of R. G. Burger and R. K. Dybvig).
fn shortest(number: f64) -> (String, i32) {
    let (mantissa, exponent) = parts(number);
    // The number is rest / unit; it is read back from what lies between low below and high above.
    let mut rest = Integer::from(mantissa * 4);
    let mut unit = Integer::from(4);
    let mut high = Integer::from(2);
    let at_a_power = mantissa == 1 << 52 && exponent > -1074;
    let mut low = Integer::from(if at_a_power { 1 } else { 2 });
    let even = mantissa.is_multiple_of(2);
    if exponent < 0 {
        unit.shift(-exponent);
    } else {
        for integer in [&mut rest, &mut high, &mut low] {
            integer.shift(exponent);
        }
    }
    // Never too great, and at most one too small.
    let binary = exponent + 63 - mantissa.leading_zeros() as i32;
    let mut decimal = (f64::from(binary) * std::f64::consts::LOG10_2 - 1e-10).ceil() as i32;
    if decimal >= 0 {
        unit.times_ten_to(decimal.unsigned_abs());
    } else {
        for integer in [&mut rest, &mut high, &mut low] {
            integer.times_ten_to(decimal.unsigned_abs());
        }
    }
    let reaches = |rest: &Integer, high: &Integer, unit: &Integer| {
        let sum = rest.plus(high);
        unit.less_than(&sum) || (even && !sum.less_than(unit))
    };
    if reaches(&rest, &high, &unit) {
        decimal += 1;
    } else {
        for integer in [&mut rest, &mut high, &mut low] {
            integer.times_plus(10, 0);
        }
    }
    let mut digits = String::new();
    loop {
        let mut digit = b'0';
        while !rest.less_than(&unit) {
            rest.subtract(&unit);
            digit += 1;
        }
        let down = rest.less_than(&low) || (even && !low.less_than(&rest));
        let up = reaches(&rest, &high, &unit);
        let double = rest.plus(&rest);
        let nearer_above = unit.less_than(&double);
        // Of two that are equally near the even one is taken.
        let tie_to_even = !nearer_above && !double.less_than(&unit) && digit % 2 == 1;
        if up && (!down || nearer_above || tie_to_even) {
            digit += 1;
        }
        digits.push(char::from(digit));
        if up || down {
            return (digits, decimal - 1);
        }
        for integer in [&mut rest, &mut high, &mut low] {
            integer.times_plus(10, 0);
        }
    }
}

/// Digits with the point where JavaScript puts it; `exponent` is that of the first digit.
fn place_point(digits: &str, exponent: i32, with_exponent: bool, text: &mut String) {
    let count = digits.len() as i32;
    let whole = exponent + 1;
    let scientific = with_exponent && !(-5..=21).contains(&whole);
    // How many digits stand before the point.
    let before = if scientific { 1 } else { whole.min(count) };
    if before <= 0 {
        text.push_str("0.");
        push_zeros(-whole, text);
        text.push_str(digits);
        return;
    }
    let (first, rest) = digits
        .split_at_checked(before.unsigned_abs() as usize)
        .unwrap_or((digits, ""));
    text.push_str(first);
    if !scientific {
        push_zeros(whole - count, text);
    }
    if !rest.is_empty() {
        text.push('.');
        text.push_str(rest);
    }
    if scientific {
        text.push_str(if exponent < 0 { "e-" } else { "e+" });
        push_digits(u64::from(exponent.unsigned_abs()), text);
    }
}

fn push_zeros(count: i32, text: &mut String) {
    for _ in 0..count {
        text.push('0');
    }
}

/// JavaScript's `number.toFixed(digits)`, read back as a number; `None` where it throws.
///
/// The exact value is rounded; of two neighbours that are equally near the greater is taken.
pub fn to_fixed(number: f64, digits: usize) -> Option<f64> {
    let places = u32::try_from(digits).ok().filter(|digits| *digits <= 100)?;
    if !number.is_finite() || number.fract() == 0.0 {
        return Some(number);
    }
    let (mantissa, exponent) = parts(number.abs());
    // It has a fraction, so the exponent is a negative one.
    let halvings = exponent.unsigned_abs();
    let rounded = match quick_fixed(mantissa, halvings, places) {
        Some(whole) => whole as f64 / 10_f64.powi(places as i32),
        None => {
            let mut scaled = Integer::from(mantissa);
            scaled.times_ten_to(places);
            scaled.halve(halvings);
            quotient_of_ten_to(scaled, places)
        }
    };
    Some(if number < 0.0 { -rounded } else { rounded })
}

/// `mantissa` times ten to the power of `places`, halved so many times and rounded; `None` where that
/// has more than 53 bits, or a power of ten that no number is exactly.
fn quick_fixed(mantissa: u64, halvings: u32, places: u32) -> Option<u64> {
    // Ten times is five times and doubled: with fewer halvings than that nothing is rounded.
    let halvings = halvings.checked_sub(places).filter(|_| places <= 22)?;
    // 53 bits and 52.
    let scaled = Wide::product(mantissa, 5_u64.wrapping_pow(places));
    let whole = scaled.halved(halvings)?;
    (whole < 1 << 53).then_some(whole)
}

fn quotient_of_ten_to(numerator: Integer, power: u32) -> f64 {
    if numerator.is_zero() {
        return 0.0;
    }
    let mut denominator = Integer::from(1);
    denominator.times_ten_to(power);
    quotient(numerator, denominator)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{number_text, plain_number_text, to_fixed};

    #[test]
    fn of_two_digits_that_are_equally_near_the_even_one_is_printed() {
        assert_eq!(number_text(623_025_433_562_331.2), "623025433562331.2");
        assert_eq!(number_text(562_949_953_421_312.2), "562949953421312.2");
        assert_eq!(number_text(1_125_899_906_842_623.8), "1125899906842623.8");
    }

    proptest! {
        #[test]
        fn numbers_print_as_another_implementation_prints_them(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            let text = ryu_js::Buffer::new().format(number).to_owned();
            prop_assert_eq!(number_text(number), text);
        }

        #[test]
        fn plain_numbers_print_as_short_as_the_standard_library_prints_them(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            if number.is_finite() {
                let text = plain_number_text(number);
                prop_assert_eq!(text.len(), number.to_string().len());
                prop_assert_eq!(text.parse::<f64>(), Ok(number));
            }
        }

        #[test]
        fn short_decimals_print_as_another_implementation_prints_them(
            whole in -10_000_000_i64..10_000_000,
            power in -12_i32..24,
        ) {
            let number = whole as f64 * 10f64.powi(power);
            let text = ryu_js::Buffer::new().format(number).to_owned();
            prop_assert_eq!(number_text(number), text);
        }

        #[test]
        fn to_fixed_rounds_as_another_implementation_does(
            whole in -1_000_000_i64..1_000_000,
            halves in 0_i32..12,
            digits in 0_u8..20,
        ) {
            // Binary fractions are where ties are.
            let number = whole as f64 / 2f64.powi(halves);
            let text = ryu_js::Buffer::new().format_to_fixed(number, digits).to_owned();
            prop_assert_eq!(to_fixed(number, usize::from(digits)), text.parse::<f64>().ok());
        }

        #[test]
        fn to_fixed_of_any_number_agrees_with_another_implementation(
            number in -1e20..1e20_f64,
            digits in 0_u8..=100,
        ) {
            let text = ryu_js::Buffer::new().format_to_fixed(number, digits).to_owned();
            prop_assert_eq!(to_fixed(number, usize::from(digits)), text.parse::<f64>().ok());
        }
    }

    #[test]
    fn to_fixed_throws_beyond_a_hundred_digits() {
        assert_eq!(to_fixed(1.5, 101), None);
    }
}
