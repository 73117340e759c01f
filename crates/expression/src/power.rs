//! `Math.pow` with the digits that V8 gives.
//!
//! The method is that of fdlibm's `e_pow.c` (Sun Microsystems, 1993): the logarithm to base 2 of
//! the base in two parts, times the exponent, and 2 to that power. V8 divides differently in the
//! last step, which costs a unit in the last place now and then; so do we, or results would
//! differ from a browser's.
//!
//! The method's origin asks for this notice: Copyright (C) 1993 by Sun Microsystems, Inc. All
//! rights reserved. Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use,
//! copy, modify, and distribute this software is freely granted, provided that this notice is
//! preserved.

const SQRT_3_2_HIGH: u32 = 0x3988E;
const SQRT_3_HIGH: u32 = 0xBB67A;
/// log2(1.5) in two parts.
const LOG2_1_5: (f64, f64) = (0.584_962_487_220_764_2, 1.350_039_202_129_749e-08);
/// Coefficients of (3/2)(log(x) - 2s - 2/3 s³), the highest power first.
const LOG: [f64; 6] = [
    0.206_975_017_800_338_42,
    0.230_660_745_775_561_75,
    0.272_728_123_808_534,
    0.333_333_329_818_377_43,
    0.428_571_428_578_550_2,
    0.599_999_999_999_994_6,
];
/// Coefficients of the exponential, the highest power first.
const EXP: [f64; 5] = [
    4.138_136_797_057_238_5e-08,
    -1.653_390_220_546_525_2e-06,
    6.613_756_321_437_934e-05,
    -0.002_777_777_777_701_559_3,
    0.166_666_666_666_666_02,
];
/// 2/(3 ln 2), and in two parts.
const CP: f64 = 0.961_796_693_925_975_6;
const CP_PARTS: (f64, f64) = (0.961_796_700_954_437_3, -7.028_461_650_952_758e-09);
/// ln 2, and in two parts.
const LN2: f64 = std::f64::consts::LN_2;
const LN2_PARTS: (f64, f64) = (0.693_147_182_464_599_6, -1.904_654_299_957_768e-09);
/// 1/ln 2, and in two parts.
const INV_LN2: f64 = std::f64::consts::LOG2_E;
const INV_LN2_PARTS: (f64, f64) = (1.442_695_021_629_333_5, 1.925_962_991_126_617_5e-08);
/// -(1024 - log2(the greatest number + half a unit)).
const OVERFLOW_TAIL: f64 = 8.008_566_259_537_294e-17;

/// JavaScript's `Math.pow(base, exponent)`.
pub(crate) fn power(base: f64, exponent: f64) -> f64 {
    if exponent == 0.0 {
        return 1.0;
    }
    if base.is_nan() || exponent.is_nan() || (base.abs() == 1.0 && exponent.is_infinite()) {
        return f64::NAN;
    }
    if let Some(result) = special(base, exponent) {
        return result;
    }
    let sign = if base < 0.0 {
        if exponent.fract() != 0.0 {
            return f64::NAN;
        }
        if is_odd(exponent) { -1.0 } else { 1.0 }
    } else {
        1.0
    };
    let size = base.abs();
    let log = if exponent.abs() > 2_147_483_648.0 {
        match log2_near_one(size, exponent) {
            Ok(log) => log,
            Err(result) => return sign * result,
        }
    } else {
        log2(size)
    };
    sign * exp2_of_product(exponent, log)
}

/// The cases that need no logarithm: exponents that are infinite, ±1, 2 and ½; bases that are 0,
/// infinite or ±1.
fn special(base: f64, exponent: f64) -> Option<f64> {
    let size = base.abs();
    if exponent.is_infinite() {
        return Some(if (size > 1.0) == (exponent > 0.0) {
            f64::INFINITY
        } else {
            0.0
        });
    }
    if exponent == 1.0 {
        return Some(base);
    }
    if exponent == -1.0 {
        return Some(1.0 / base);
    }
    if exponent == 2.0 {
        return Some(base * base);
    }
    if exponent == 0.5 && base >= 0.0 && !base.is_infinite() {
        return Some((base + 0.0).sqrt());
    }
    if size == 0.0 || size.is_infinite() || size == 1.0 {
        let result = if exponent < 0.0 { 1.0 / size } else { size };
        let odd = exponent.fract() == 0.0 && is_odd(exponent);
        return Some(if !base.is_sign_negative() {
            result
        } else if size == 1.0 && exponent.fract() != 0.0 {
            f64::NAN
        } else if odd {
            -result
        } else {
            result
        });
    }
    None
}

/// Whether an integer is odd.
fn is_odd(integer: f64) -> bool {
    (integer / 2.0).fract() != 0.0
}

/// The upper half of a number's bits.
const fn high(number: f64) -> u32 {
    (number.to_bits() >> 32) as u32
}

/// A number without the lower half of its bits.
const fn head(number: f64) -> f64 {
    f64::from_bits(number.to_bits() & 0xFFFF_FFFF_0000_0000)
}

const fn from_high(high: u32) -> f64 {
    f64::from_bits((high as u64) << 32)
}

/// A polynomial without its constant term, in Horner's way.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients
        .iter()
        .copied()
        .reduce(|sum, coefficient| coefficient + x * sum)
        .unwrap_or_default()
}

/// The logarithm for an exponent beyond 2³¹, where all but bases next to 1 give 0 or infinity.
fn log2_near_one(size: f64, exponent: f64) -> Result<(f64, f64), f64> {
    let limit = |grows: bool| if grows { f64::INFINITY } else { 0.0 };
    if exponent.abs() >= 18_446_744_073_709_551_616.0 * 1.000_000_1 {
        return Err(limit((size < 1.0) == (exponent < 0.0)));
    }
    if high(size) < 0x3FEF_FFFF {
        return Err(limit(exponent < 0.0));
    }
    if high(size) > 0x3FF0_0000 {
        return Err(limit(exponent > 0.0));
    }
    let t = size - 1.0;
    let w = (t * t) * (0.5 - t * (0.333_333_333_333_333_3 - t * 0.25));
    let u = INV_LN2_PARTS.0 * t;
    let v = t * INV_LN2_PARTS.1 - w * INV_LN2;
    let first = head(u + v);
    Ok((first, v - (first - u)))
}

/// The logarithm to base 2 in two parts.
fn log2(size: f64) -> (f64, f64) {
    let (mut x, mut n) = (size, 0_i32);
    if high(x) < 0x0010_0000 {
        // Subnormal: scaled by 2⁵³.
        x *= 9_007_199_254_740_992.0;
        n -= 53;
    }
    n += (high(x) >> 20) as i32 - 0x3FF;
    let fraction = high(x) & 0x000F_FFFF;
    let mut top = fraction | 0x3FF0_0000;
    let near_three_halves = if fraction <= SQRT_3_2_HIGH {
        false
    } else if fraction < SQRT_3_HIGH {
        true
    } else {
        n += 1;
        top -= 0x0010_0000;
        false
    };
    let x = f64::from_bits((x.to_bits() & 0xFFFF_FFFF) | (u64::from(top) << 32));
    let (point, log_point) = if near_three_halves {
        (1.5, LOG2_1_5)
    } else {
        (1.0, (0.0, 0.0))
    };
    let u = x - point;
    let v = 1.0 / (x + point);
    let s = u * v;
    let s_head = head(s);
    let shift = u32::from(near_three_halves) << 18;
    let sum_head = from_high(((top >> 1) | 0x2000_0000) + 0x0008_0000 + shift);
    let sum_tail = x - (sum_head - point);
    let s_tail = v * ((u - s_head * sum_head) - s_head * sum_tail);
    let s2 = s * s;
    let r = s2 * s2 * polynomial(&LOG, s2) + s_tail * (s_head + s);
    let s2 = s_head * s_head;
    let t_head = head(3.0 + s2 + r);
    let t_tail = r - ((t_head - 3.0) - s2);
    let u = s_head * t_head;
    let v = s_tail * t_head + t_tail * s;
    let p_head = head(u + v);
    let p_tail = v - (p_head - u);
    let z_head = CP_PARTS.0 * p_head;
    let z_tail = CP_PARTS.1 * p_head + p_tail * CP + log_point.1;
    let t = f64::from(n);
    let first = head(((z_head + z_tail) + log_point.0) + t);
    (first, z_tail - (((first - t) - log_point.0) - z_head))
}

/// 2 to the power of exponent times logarithm.
fn exp2_of_product(exponent: f64, log: (f64, f64)) -> f64 {
    let y_head = head(exponent);
    let p_tail = (exponent - y_head) * log.0 + exponent * log.1;
    let mut p_head = y_head * log.0;
    let z = p_tail + p_head;
    if z > 1024.0 || (z == 1024.0 && p_tail + OVERFLOW_TAIL > z - p_head) {
        return f64::INFINITY;
    }
    if z < -1075.0 || (z == -1075.0 && p_tail <= z - p_head) {
        return 0.0;
    }
    let mut n = 0_i32;
    if z.abs() > 0.5 {
        // The nearest integer, halves away from zero.
        let whole = (z.abs() + 0.5).trunc().copysign(z);
        n = whole as i32;
        p_head -= whole;
    }
    let t = head(p_tail + p_head);
    let u = t * LN2_PARTS.0;
    let v = (p_tail - (t - p_head)) * LN2 + t * LN2_PARTS.1;
    let z = u + v;
    let w = v - (z - u);
    let t = z * z;
    let t1 = z - t * polynomial(&EXP, t);
    let r = (z * t1) / ((t1 - 2.0) - (w + z * w));
    let result = 1.0 - (r - z);
    scale(result, n)
}

/// A number next to 1 times a power of two, subnormal results included.
fn scale(number: f64, n: i32) -> f64 {
    let exponent = (high(number) >> 20) as i32 + n;
    if exponent > 0 {
        let bits = number.to_bits() as i64 + (i64::from(n) << 52);
        return f64::from_bits(bits as u64);
    }
    // Rounded once, when the last factor makes it subnormal.
    let shifted = f64::from_bits((number.to_bits() as i64 + (i64::from(n + 54) << 52)) as u64);
    shifted * 5.551_115_123_125_783e-17
}
