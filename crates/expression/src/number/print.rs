//! Numbers as JavaScript prints them.
//!
//! The digits are those of Rust's own formatting, which are the shortest that read back, as
//! JavaScript demands; only where the point stands differs. A library for it would bring tables
//! of some twenty-five kilobytes, hardly compressible, into the browser.

/// JavaScript's `String(number)`: `1e+21`, `0.1`, `NaN`, `-Infinity`, 0 for -0
/// (ECMA-262, `Number::toString`).
pub fn number_text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number < 0.0 {
            "-Infinity"
        } else {
            "Infinity"
        }
        .to_owned();
    }
    // Every integer below 2^53 has its own digits; the greatest part of all numbers takes this way.
    if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
        return (number as i64).to_string();
    }
    let scientific = format!("{:e}", number.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let text = place_point(&digits, exponent);
    if number < 0.0 {
        format!("-{text}")
    } else {
        text
    }
}

/// Digits with the point where JavaScript puts it; `exponent` is that of the first digit.
fn place_point(digits: &str, exponent: i32) -> String {
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or_default());
    let whole = exponent + 1;
    if count <= whole && whole <= 21 {
        return format!("{digits}{}", zeros(whole - count));
    }
    if 0 < whole && whole <= 21 {
        let (before, after) = split(digits, whole);
        return format!("{before}.{after}");
    }
    if -6 < whole && whole <= 0 {
        return format!("0.{}{digits}", zeros(-whole));
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    let power = exponent.unsigned_abs();
    match split(digits, 1) {
        (first, "") => format!("{first}e{sign}{power}"),
        (first, rest) => format!("{first}.{rest}e{sign}{power}"),
    }
}

fn split(digits: &str, at: i32) -> (&str, &str) {
    usize::try_from(at)
        .ok()
        .and_then(|at| digits.split_at_checked(at))
        .unwrap_or((digits, ""))
}

/// JavaScript's `number.toFixed(digits)`, read back as a number; `None` where it throws.
pub(crate) fn to_fixed(number: f64, digits: usize) -> Option<f64> {
    if digits > 100 {
        return None;
    }
    if !number.is_finite() || number.abs() >= 1e21 {
        return Some(number);
    }
    // Both round the exact value; of two neighbours that are equally near, JavaScript takes the
    // greater, Rust the even one. They are equally near where twice the scaled number is odd, which
    // for a binary fraction shows in the bit after the last digit's.
    let bit = number.abs() * 2f64.powi(i32::try_from(digits).unwrap_or_default() + 1);
    let is_tie = bit.fract() == 0.0 && bit % 2.0 == 1.0;
    let nudged = if is_tie {
        number.abs().next_up()
    } else {
        number.abs()
    };
    let rounded = super::read_decimal(&format!("{nudged:.digits$}"))?;
    Some(if number < 0.0 { -rounded } else { rounded })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{number_text, to_fixed};

    proptest! {
        #[test]
        fn numbers_print_as_another_implementation_prints_them(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            let text = ryu_js::Buffer::new().format(number).to_owned();
            prop_assert_eq!(number_text(number), text);
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
