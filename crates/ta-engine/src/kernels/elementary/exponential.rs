//! `exp` and the hyperbolic functions, as FreeBSD's msun has them and the pinned libm after it: the operand less a multiple of
//! ln 2, a rational function of what is left, and the power of two.
//!
//! Coefficients and formulas: Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use,
//! copy, modify, and distribute this software is freely granted, provided that this notice is preserved.

/// Added to a number below 2^51 it leaves the nearest integer in the low bits.
const ROUND: f64 = 6_755_399_441_055_744.0;

const fn hex(bits: u64) -> f64 {
    f64::from_bits(bits)
}

const LN2_HI: f64 = hex(0x3fe6_2e42_fee0_0000);
const LN2_LO: f64 = hex(0x3dea_39ef_3579_3c76);
const INVERSE_LN2: f64 = hex(0x3ff7_1547_652b_82fe);
/// From about ln 2 / 2 on a multiple of ln 2 is taken away, from about 1.5 ln 2 on the nearest.
const NEAR: f64 = hex(0x3fd6_2e43_0000_0000);
const FAR: f64 = hex(0x3ff0_a2b2_0000_0000);

/// Without its fraction; of a size below 2^51.
#[inline(always)]
fn truncated(x: f64) -> f64 {
    let nearest = (x + ROUND) - ROUND;
    nearest
        - if nearest.abs() > x.abs() {
            1f64.copysign(x)
        } else {
            0.0
        }
}

/// 2 to an integer from -1022 to 1023.
#[inline(always)]
fn power(k: f64) -> f64 {
    f64::from_bits((k + ROUND).to_bits().wrapping_add(1023) << 52)
}

/// The multiple of ln 2 that is taken away.
#[inline(always)]
fn multiple(x: f64) -> f64 {
    let a = x.abs();
    let nearest = truncated(INVERSE_LN2 * x + 0.5f64.copysign(x));
    let one = if a >= NEAR { 1f64.copysign(x) } else { 0.0 };
    if a >= FAR { nearest } else { one }
}

/// Where neither the result nor anything on the way leaves the normal doubles.
#[inline(always)]
pub(super) fn exp_is_ordinary(x: f64) -> bool {
    let a = x.abs();
    (a < 708.0) & ((a >= hex(0x3e30_0001_0000_0000)) | (a == 0.0))
}

#[inline(always)]
pub(super) fn exp(x: f64) -> f64 {
    const P1: f64 = hex(0x3fc5_5555_5555_553e);
    const P2: f64 = hex(0xbf66_c16c_16be_bd93);
    const P3: f64 = hex(0x3f11_566a_af25_de2c);
    const P4: f64 = hex(0xbebb_bd41_c5d2_6bf1);
    const P5: f64 = hex(0x3e66_3769_72be_a4d0);
    let k = multiple(x);
    let hi = x - k * LN2_HI;
    let lo = k * LN2_LO;
    let x = hi - lo;
    let xx = x * x;
    let c = x - xx * (P1 + xx * (P2 + xx * (P3 + xx * (P4 + xx * P5))));
    let y = 1.0 + (x * c / (2.0 - c) - lo + hi);
    y * power(k)
}

/// exp(x) - 1, of 0 and of numbers from 2^-54 up to 709.
#[inline(always)]
fn expm1(x: f64) -> f64 {
    const Q1: f64 = hex(0xbfa1_1111_1111_10f4);
    const Q2: f64 = hex(0x3f5a_01a0_19fe_5585);
    const Q3: f64 = hex(0xbf14_ce19_9eaa_dbb7);
    const Q4: f64 = hex(0x3ed0_cfca_86e6_5239);
    const Q5: f64 = hex(0xbe8a_fdb7_6e09_c32d);
    let k = multiple(x);
    let hi = x - k * LN2_HI;
    let lo = k * LN2_LO;
    let x = hi - lo;
    let c = (hi - x) - lo;
    let hfx = 0.5 * x;
    let hxs = x * hfx;
    let r1 = 1.0 + hxs * (Q1 + hxs * (Q2 + hxs * (Q3 + hxs * (Q4 + hxs * Q5))));
    let t = 3.0 - r1 * hfx;
    let e = hxs * ((r1 - t) / (6.0 - x * t));
    let none = x - (x * e - hxs);
    let e = (x * (e - c) - c) - hxs;
    let one = if x < -0.25 {
        -2.0 * (e - (x + 0.5))
    } else {
        1.0 + 2.0 * (x - e)
    };
    let (scale, inverse) = (power(k), power(-k));
    let few = (x - e + (1.0 - inverse)) * scale;
    let some = (x - (e + inverse) + 1.0) * scale;
    let many = (x - e + 1.0) * scale - 1.0;
    let beyond = if k < 20.0 { few } else { some };
    let beyond = if k > 56.0 { many } else { beyond };
    let near = if k == 0.0 { none } else { one };
    if k <= 1.0 { near } else { beyond }
}

#[inline(always)]
pub(super) fn sinh_is_ordinary(x: f64) -> bool {
    let a = x.abs();
    (a < 709.0) & ((a >= hex(0x3e50_0000_0000_0000)) | (a == 0.0))
}

#[inline(always)]
pub(super) fn sinh(x: f64) -> f64 {
    let a = x.abs();
    let t = expm1(a);
    let small = a < 1.0;
    let share = if small { t * t } else { t } / (t + 1.0);
    let twice = if small { 2.0 * t - share } else { t + share };
    0.5f64.copysign(x) * twice
}

#[inline(always)]
pub(super) fn cosh_is_ordinary(x: f64) -> bool {
    let a = x.abs();
    (a < 708.0) & ((a >= hex(0x3e50_0000_0000_0000)) | (a == 0.0))
}

#[inline(always)]
pub(super) fn cosh(x: f64) -> f64 {
    let a = x.abs();
    let (t, e) = (expm1(a), exp(a));
    let near = 1.0 + t * t / (2.0 * (1.0 + t));
    let far = 0.5 * (e + 1.0 / e);
    if a < hex(0x3fe6_2e42_0000_0000) { near } else { far }
}
