//! Products of 128 bits. The compiler's own are calls of functions that WASM hands their results over
//! in memory, and heavier than these few lines.

/// A natural number below 2^128.
#[derive(Clone, Copy)]
pub(super) struct Wide {
    high: u64,
    low: u64,
}

impl Wide {
    /// The exact product.
    pub(super) const fn product(left: u64, right: u64) -> Wide {
        const HALF: u64 = u32::MAX as u64;
        let (left_high, left_low) = (left >> 32, left & HALF);
        let (right_high, right_low) = (right >> 32, right & HALF);
        let low = left_low * right_low;
        // Neither sum is greater than (2^32 - 1)^2 + 2 * (2^32 - 1), which is 2^64 - 1.
        let crossed = left_high * right_low + (low >> 32);
        let middle = left_low * right_high + (crossed & HALF);
        Wide {
            high: left_high * right_high + (crossed >> 32) + (middle >> 32),
            low: (middle << 32) | (low & HALF),
        }
    }

    /// Divided by two, so many times, and rounded once, half a unit up; `None` where more than 63
    /// bits are left, or nothing is to be halved.
    pub(super) fn halved(self, times: u32) -> Option<u64> {
        // All but the last halving cut bits off; the last is cut after a one was added.
        let rest = match times.checked_sub(1)? {
            0 if self.high == 0 => self.low,
            times @ 1..64 if self.high >> times == 0 => {
                (self.high << (64 - times)) | (self.low >> times)
            }
            times @ 64.. => self.high.checked_shr(times - 64).unwrap_or(0),
            _ => return None,
        };
        Some((rest >> 1) + (rest & 1))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Wide;

    proptest! {
        #[test]
        fn a_product_is_halved_as_an_integer_of_128_bits(
            left in any::<u64>(),
            right in any::<u64>(),
            shift in 0_u32..64,
            times in 1_u32..200,
        ) {
            let (left, right) = (left >> shift, right >> (63 - shift));
            let product = u128::from(left) * u128::from(right);
            let rest = product.checked_shr(times - 1).unwrap_or(0);
            let expected = u64::try_from(rest).ok().map(|rest| rest / 2 + rest % 2);
            prop_assert_eq!(Wide::product(left, right).halved(times), expected);
        }
    }
}
