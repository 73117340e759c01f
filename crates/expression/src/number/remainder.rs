//! JavaScript's `%` for numbers. The compiler's own is a call of a function that divides numbers of 128
//! bits, and weighs several times as much.

use super::print::parts;

/// What is left of one number when the other is taken away from it as often as it can be, exactly; it
/// has the sign of the first.
pub fn remainder(left: f64, right: f64) -> f64 {
    let (size, unit) = (left.abs(), right.abs());
    if left.is_nan() || right.is_nan() || size.is_infinite() || unit == 0.0 {
        return f64::NAN;
    }
    if size < unit {
        return left;
    }
    let (mut rest, mut exponent) = parts(size);
    let (unit, lowest) = parts(unit);
    rest %= unit;
    while exponent > lowest {
        // It is below 53 bits, so eleven more have room.
        let bits = (exponent - lowest).min(11);
        rest = (rest << bits) % unit;
        exponent -= bits;
    }
    let size = rest as f64 * power_of_two(lowest);
    size.copysign(left)
}

/// Two to a power from -1074 to 1023.
fn power_of_two(power: i32) -> f64 {
    f64::from_bits(match u64::try_from(power + 1022) {
        Ok(above) => (above + 1) << 52,
        Err(_) => 1 << (power + 1074),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::remainder;

    fn check(left: f64, right: f64) {
        let (is, should_be) = (remainder(left, right), left % right);
        let same = is.to_bits() == should_be.to_bits() || (is.is_nan() && should_be.is_nan());
        assert!(same, "{left:e} % {right:e} is {should_be:e}, not {is:e}");
    }

    proptest! {
        #[test]
        fn any_two_numbers_leave_what_the_processor_says(left in any::<u64>(), right in any::<u64>()) {
            check(f64::from_bits(left), f64::from_bits(right));
        }

        #[test]
        fn usual_numbers_leave_what_the_processor_says(
            left in -10_000_i32..10_000,
            right in -50_i32..50,
            scale in 1_u8..20,
        ) {
            let scale = f64::from(scale);
            check(f64::from(left) / scale, f64::from(right) / 4.0);
        }
    }

    #[test]
    fn the_smallest_and_the_greatest_leave_what_the_processor_says() {
        let some = [
            0.0,
            -0.0,
            5e-324,
            1e-310,
            2.225_073_858_507_201_4e-308,
            0.1,
            1.0,
            -3.0,
            1e17,
            f64::MAX,
            f64::INFINITY,
            f64::NAN,
        ];
        for left in some {
            for right in some {
                check(left, right);
            }
        }
    }
}
