//! `log` and `log10`, as FreeBSD's msun has them and the pinned libm after it: the exponent, and a rational function of the
//! significand between the roots of 1/2 and 2.
//!
//! Coefficients and formulas: Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy,
//! modify, and distribute this software is freely granted, provided that this notice is preserved.

const fn hex(bits: u64) -> f64 {
    f64::from_bits(bits)
}

/// Positive and normal.
#[inline(always)]
pub(super) fn is_ordinary(x: f64) -> bool {
    let normal = x >= f64::MIN_POSITIVE;
    normal & (x < f64::INFINITY)
}

/// The exponent, and the significand less 1.
#[inline(always)]
fn parts(x: f64) -> (f64, f64) {
    /// The root of 1/2, which significands begin at, and what an exponent begins at.
    const LEAST: u64 = 0x3fe6_a09e << 32;
    const ONE: u64 = 0x3ff0_0000 << 32;
    /// 2^52, whose low bits count ones.
    const ONES: f64 = 4_503_599_627_370_496.0;
    let bits = x.to_bits().wrapping_add(ONE - LEAST);
    let exponent = f64::from_bits(ONES.to_bits() | (bits >> 52)) - (ONES + 1023.0);
    let significand = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) + LEAST);
    (exponent, significand - 1.0)
}

/// f²/2, f/(2 + f), and what log(1 + f) has beside them.
#[inline(always)]
fn series(f: f64) -> (f64, f64, f64) {
    const LG1: f64 = hex(0x3fe5_5555_5555_5593);
    const LG2: f64 = hex(0x3fd9_9999_9997_fa04);
    const LG3: f64 = hex(0x3fd2_4924_9422_9359);
    const LG4: f64 = hex(0x3fcc_71c5_1d8e_78af);
    const LG5: f64 = hex(0x3fc7_4664_96cb_03de);
    const LG6: f64 = hex(0x3fc3_9a09_d078_c69f);
    const LG7: f64 = hex(0x3fc2_f112_df3e_5244);
    let half = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let t1 = w * (LG2 + w * (LG4 + w * LG6));
    let t2 = z * (LG1 + w * (LG3 + w * (LG5 + w * LG7)));
    (half, s, t2 + t1)
}

#[inline(always)]
pub(super) fn log(x: f64) -> f64 {
    const LN2_HI: f64 = hex(0x3fe6_2e42_fee0_0000);
    const LN2_LO: f64 = hex(0x3dea_39ef_3579_3c76);
    let (k, f) = parts(x);
    let (half, s, r) = series(f);
    s * (half + r) + k * LN2_LO - half + f + k * LN2_HI
}

#[inline(always)]
pub(super) fn log10(x: f64) -> f64 {
    const INVERSE_LN10_HI: f64 = hex(0x3fdb_cb7b_1520_0000);
    const INVERSE_LN10_LO: f64 = hex(0x3dbb_9438_ca9a_add5);
    const LOG10_2_HI: f64 = hex(0x3fd3_4413_509f_6000);
    const LOG10_2_LO: f64 = hex(0x3d59_fef3_11f1_2b36);
    let (k, f) = parts(x);
    let (half, s, r) = series(f);
    let hi = f64::from_bits((f - half).to_bits() & 0xffff_ffff_0000_0000);
    let lo = f - hi - half + s * (half + r);
    let high = hi * INVERSE_LN10_HI;
    let y = k * LOG10_2_HI;
    let low = k * LOG10_2_LO + (lo + hi) * INVERSE_LN10_LO + lo * INVERSE_LN10_HI;
    let sum = y + high;
    (low + ((y - sum) + high)) + sum
}
