//! The sum of many values, added one after the other as survey-core adds them.

use crate::operators::{Thrown, plus};
use crate::{Host, Value};

/// So great are the integers at most that are added: with these few bits to spare no rounding of a
/// sum of doubles reaches its last decimal.
const MOST: f64 = (1_u64 << 49) as f64;

/// The greatest power of ten that numbers are multiplied by. Smaller ones than its reciprocal are
/// printed with an exponent, and have no decimals for survey-core.
const MOST_DECIMALS: f64 = 1e6;

/// A sum, 0 at first.
///
/// survey-core rounds each sum of two numbers to the decimals that these have
/// (`Helpers.correctAfterPlusMinis`). As long as they have few digits that is the double nearest to
/// their decimal sum, and so is the quotient of an integer and a power of ten: numbers are added as
/// integers, and nothing is rounded in between.
pub(crate) struct Sum {
    /// The sum times the power.
    whole: f64,
    power: f64,
    /// The sum, once there was a value that can't be added so.
    any: Option<Value>,
}

impl Sum {
    pub(crate) const fn new() -> Self {
        Self {
            whole: 0.0,
            power: 1.0,
            any: None,
        }
    }

    #[inline]
    pub(crate) fn add(&mut self, value: &Value, host: &dyn Host) -> Result<(), Thrown> {
        match value {
            Value::Number(number) if self.any.is_none() && self.add_whole(*number) => Ok(()),
            _ => self.add_any(value, host),
        }
    }

    #[cold]
    fn add_any(&mut self, value: &Value, host: &dyn Host) -> Result<(), Thrown> {
        self.any = Some(plus(&self.value(), value, host)?);
        Ok(())
    }

    #[inline]
    fn add_whole(&mut self, number: f64) -> bool {
        let scaled = (number * self.power + 0.5).floor();
        let whole = self.whole + scaled;
        if scaled / self.power == number && scaled.abs() < MOST && whole.abs() < MOST {
            self.whole = whole;
            return true;
        }
        self.add_decimals(number)
    }

    /// Adds a number that has more decimals than those before.
    fn add_decimals(&mut self, number: f64) -> bool {
        let (mut whole, mut power) = (self.whole, self.power);
        loop {
            let scaled = (number * power + 0.5).floor();
            if scaled / power == number {
                whole += scaled;
                if scaled.abs() < MOST && whole.abs() < MOST {
                    (self.whole, self.power) = (whole, power);
                    return true;
                }
                return false;
            }
            whole *= 10.0;
            power *= 10.0;
            if power > MOST_DECIMALS || whole.abs() >= MOST {
                return false;
            }
        }
    }

    pub(crate) fn value(&self) -> Value {
        match &self.any {
            Some(value) => value.clone(),
            None => Value::Number(self.whole / self.power),
        }
    }
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::NativeHost;

    fn agrees(numbers: impl Iterator<Item = f64>) -> Result<(), TestCaseError> {
        let host = NativeHost::utc(0.0);
        let mut sum = Sum::new();
        let mut one_by_one = Ok(Value::Number(0.0));
        for number in numbers {
            let value = Value::Number(number);
            one_by_one = one_by_one.and_then(|sum| plus(&sum, &value, &host));
            let added = sum.add(&value, &host).map(|()| sum.value());
            prop_assert_eq!(&added, &one_by_one);
            if added.is_err() {
                break;
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn decimals_add_up_as_one_by_one(
            decimals in proptest::collection::vec((-1_000_000_000_i64..1_000_000_000, 0_i32..9), 0..40),
        ) {
            agrees(decimals.iter().map(|(whole, places)| *whole as f64 / 10_f64.powi(*places)))?;
        }

        #[test]
        fn numbers_that_cancel_out_add_up_as_one_by_one(
            decimals in proptest::collection::vec((-3_000_i64..3_000, 0_i32..7, 0_i32..12), 0..40),
        ) {
            agrees(decimals.iter().flat_map(|(whole, places, greater)| {
                let number = *whole as f64 / 10_f64.powi(*places);
                let other = (*whole * 10_i64.pow(greater.unsigned_abs())) as f64;
                [number, other, -number, -other]
            }))?;
        }

        #[test]
        fn any_numbers_add_up_as_one_by_one(bits in proptest::collection::vec(any::<f64>(), 0..8)) {
            agrees(bits.into_iter())?;
        }
    }
}
