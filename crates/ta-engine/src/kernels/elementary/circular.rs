//! `sin`, `cos`, `tan` and `atan`, as FreeBSD's msun has them and the pinned libm after it.
//!
//! Coefficients and formulas: Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy,
//! modify, and distribute this software is freely granted, provided that this notice is preserved.

const fn hex(bits: u64) -> f64 {
    f64::from_bits(bits)
}

/// Below this no other arc is taken away.
const NEAR: f64 = 0.4375;
/// Below this a number is its own arc tangent.
const SMALLEST: f64 = hex(0x3e40_0000_0000_0000);

/// From here on the arc tangent is a quarter of a turn.
const LARGEST: f64 = hex(0x4410_0000_0000_0000);

/// What a number less than [`NEAR`] is more than its arc tangent.
#[inline(always)]
fn arc(t: f64) -> f64 {
    const AT: [f64; 11] = [
        hex(0x3fd5_5555_5555_550d),
        hex(0xbfc9_9999_9998_ebc4),
        hex(0x3fc2_4924_9200_83ff),
        hex(0xbfbc_71c6_fe23_1671),
        hex(0x3fb7_45cd_c54c_206e),
        hex(0xbfb3_b0f2_af74_9a6d),
        hex(0x3fb1_0d66_a0d0_3d51),
        hex(0xbfad_de2d_52de_fd9a),
        hex(0x3fa9_7b4b_2476_0deb),
        hex(0xbfa2_b444_2c6a_6c2f),
        hex(0x3f90_ad3a_e322_da11),
    ];
    let z = t * t;
    let w = z * z;
    let s1 = z * (AT[0] + w * (AT[2] + w * (AT[4] + w * (AT[6] + w * (AT[8] + w * AT[10])))));
    let s2 = w * (AT[1] + w * (AT[3] + w * (AT[5] + w * (AT[7] + w * AT[9]))));
    t * (s1 + s2)
}

#[inline(always)]
pub(super) fn atan_is_ordinary(x: f64) -> bool {
    let a = x.abs();
    (a < LARGEST) & ((a >= SMALLEST) | (a == 0.0))
}

#[inline(always)]
pub(super) fn atan(x: f64) -> f64 {
    let a = x.abs();
    // Less the arc tangent of 1/2, 1, 3/2 or infinity, by the nearest.
    let near = a < NEAR;
    let (below_one, below_two, below_three) = (a < 0.6875, a < 1.1875, a < 2.4375);
    let pick = |one: f64, two: f64, three: f64, four: f64| {
        let upper = if below_three { three } else { four };
        let upper = if below_two { two } else { upper };
        if below_one { one } else { upper }
    };
    let over = pick(2.0 * a - 1.0, a - 1.0, a - 1.5, -1.0);
    let under = pick(2.0 + a, a + 1.0, 1.0 + 1.5 * a, a);
    let t = if near { x } else { over } / if near { 1.0 } else { under };
    let less = arc(t);
    let hi = pick(
        hex(0x3fdd_ac67_0561_bb4f),
        hex(0x3fe9_21fb_5444_2d18),
        hex(0x3fef_730b_d281_f69b),
        hex(0x3ff9_21fb_5444_2d18),
    );
    let lo = pick(
        hex(0x3c7a_2b7f_222f_65e2),
        hex(0x3c81_a626_3314_5c07),
        hex(0x3c70_0788_7af0_cbbd),
        hex(0x3c91_a626_3314_5c07),
    );
    let far = hi - (less - lo - t);
    if near { t - less } else { far.copysign(x) }
}

/// As [`atan`], of one number: next to 0 it waits for no division.
#[inline(always)]
pub fn atan_of_one(x: f64) -> f64 {
    let a = x.abs();
    if (SMALLEST..NEAR).contains(&a) {
        x - arc(x)
    } else if (NEAR..LARGEST).contains(&a) {
        atan(x)
    } else {
        libm::atan(x)
    }
}

/// Up to 2^20 quarters of a turn.
#[inline(always)]
pub(super) fn sin_is_ordinary(x: f64) -> bool {
    let a = x.abs();
    (a < hex(0x4139_21fb_0000_0000)) & ((a >= hex(0x3e50_0000_0000_0000)) | (a == 0.0))
}

const ROUND: f64 = 6_755_399_441_055_744.0;

/// The operand less whole quarters of a turn, in two parts, and bits of which the lowest two count them.
#[inline(always)]
fn reduced(x: f64) -> (u64, f64, f64) {
    const INVERSE: f64 = hex(0x3fe4_5f30_6dc9_c883);
    const FIRST: f64 = hex(0x3ff9_21fb_5440_0000);
    const FIRST_TAIL: f64 = hex(0x3dd0_b461_1a62_6331);
    const SECOND: f64 = hex(0x3dd0_b461_1a60_0000);
    const SECOND_TAIL: f64 = hex(0x3ba3_198a_2e03_7073);
    const THIRD: f64 = hex(0x3ba3_198a_2e00_0000);
    const THIRD_TAIL: f64 = hex(0x397b_839a_2520_49c1);
    let a = x.abs();
    // Up to nine eighths the count is by thresholds, and one round is enough but where the operand is next to a multiple.
    let two: f64 = if a < hex(0x4002_d97d_0000_0000) { 1.0 } else { 2.0 };
    let three = if a < hex(0x400f_6a7b_0000_0000) { two } else { 3.0 };
    let four = if a < hex(0x4015_fdbd_0000_0000) {
        three
    } else {
        4.0
    };
    let few: f64 = if a < hex(0x3fe9_21fc_0000_0000) { 0.0 } else { four };
    let word = a.to_bits() >> 32;
    let beside = (a < hex(0x400f_6a7b_0000_0000)) & (word & 0xf_ffff == 0x9_21fb)
        | (word == 0x4012_d97c)
        | (word == 0x4019_21fb);
    let short = (a < hex(0x401c_463c_0000_0000)) & !beside | (a < hex(0x3fe9_21fc_0000_0000));
    let nearest = (x * INVERSE + ROUND) - ROUND;
    let n = if short { few.copysign(x) } else { nearest };
    let exponent = |y: f64| (y.abs().to_bits() >> 52) as i64;
    let most = exponent(x);
    let r1 = x - n * FIRST;
    let w1 = n * FIRST_TAIL;
    let y1 = r1 - w1;
    let w = n * SECOND;
    let r2 = r1 - w;
    let w2 = n * SECOND_TAIL - ((r1 - r2) - w);
    let y2 = r2 - w2;
    let w = n * THIRD;
    let r3 = r2 - w;
    let w3 = n * THIRD_TAIL - ((r2 - r3) - w);
    let y3 = r3 - w3;
    let again = (most - exponent(y1) > 16) & !short;
    let once_more = again & (most - exponent(y2) > 49);
    let pick = |one: f64, two: f64, three: f64| {
        let more = if once_more { three } else { two };
        if again { more } else { one }
    };
    let (r, w, y) = (pick(r1, r2, r3), pick(w1, w2, w3), pick(y1, y2, y3));
    ((n + ROUND).to_bits(), y, (r - y) - w)
}

/// The sine and the cosine of what is left, `x + y`.
#[inline(always)]
fn sine(x: f64, y: f64, whole: bool) -> f64 {
    const S1: f64 = hex(0xbfc5_5555_5555_5549);
    const S2: f64 = hex(0x3f81_1111_1110_f8a6);
    const S3: f64 = hex(0xbf2a_01a0_19c1_61d5);
    const S4: f64 = hex(0x3ec7_1de3_57b1_fe7d);
    const S5: f64 = hex(0xbe5a_e5e6_8a2b_9ceb);
    const S6: f64 = hex(0x3de5_d93a_5acf_d57c);
    let z = x * x;
    let w = z * z;
    let r = S2 + z * (S3 + z * S4) + z * w * (S5 + z * S6);
    let v = z * x;
    let alone = x + v * (S1 + z * r);
    let both = x - ((z * (0.5 * y - v * r) - y) - v * S1);
    if whole { alone } else { both }
}

#[inline(always)]
fn cosine(x: f64, y: f64) -> f64 {
    const C1: f64 = hex(0x3fa5_5555_5555_554c);
    const C2: f64 = hex(0xbf56_c16c_16c1_5177);
    const C3: f64 = hex(0x3efa_01a0_19cb_1590);
    const C4: f64 = hex(0xbe92_7e4f_809c_52ad);
    const C5: f64 = hex(0x3e21_ee9e_bdb4_b1c4);
    const C6: f64 = hex(0xbda8_fae9_be88_38d4);
    let z = x * x;
    let w = z * z;
    let r = z * (C1 + z * (C2 + z * C3)) + w * w * (C4 + z * (C5 + z * C6));
    let hz = 0.5 * z;
    let w = 1.0 - hz;
    w + (((1.0 - w) - hz) + (z * r - x * y))
}

/// The sine of a number and of quarters of a turn beyond it.
#[inline(always)]
fn turned(x: f64, quarters: u64) -> f64 {
    let whole = x.abs() < hex(0x3fe9_21fc_0000_0000);
    let (n, y0, y1) = reduced(x);
    let n = n.wrapping_add(quarters);
    let (s, c) = (sine(y0, y1, whole), cosine(y0, y1));
    let value = if n & 1 == 0 { s } else { c };
    f64::from_bits(value.to_bits() ^ ((n & 2) << 62))
}

#[inline(always)]
pub(super) fn sin(x: f64) -> f64 {
    turned(x, 0)
}

#[inline(always)]
pub(super) fn cos(x: f64) -> f64 {
    turned(x, 1)
}

#[inline(always)]
pub(super) fn tan(x: f64) -> f64 {
    const T: [f64; 13] = [
        hex(0x3fd5_5555_5555_5563),
        hex(0x3fc1_1111_1110_fe7a),
        hex(0x3fab_a1ba_1bb3_41fe),
        hex(0x3f96_64f4_8406_d637),
        hex(0x3f82_26e3_e96e_8493),
        hex(0x3f6d_6d22_c956_0328),
        hex(0x3f57_dbc8_fee0_8315),
        hex(0x3f43_44d8_f2f2_6501),
        hex(0x3f30_26f7_1a8d_1068),
        hex(0x3f14_7e88_a037_92a6),
        hex(0x3f12_b80f_32f0_a7e9),
        hex(0xbef3_75cb_db60_5373),
        hex(0x3efb_2a70_74bf_7ad4),
    ];
    const QUARTER: f64 = hex(0x3fe9_21fb_5444_2d18);
    const QUARTER_TAIL: f64 = hex(0x3c81_a626_3314_5c07);
    let (n, x0, y0) = reduced(x);
    let odd = n & 1 == 1;
    let big = x0.abs() >= hex(0x3fe5_9428_0000_0000);
    let sign = 1f64.copysign(x0);
    let x = if big {
        (QUARTER - x0 * sign) + (QUARTER_TAIL - y0 * sign)
    } else {
        x0
    };
    let y = if big { 0.0 } else { y0 };
    let z = x * x;
    let w = z * z;
    let r = T[1] + w * (T[3] + w * (T[5] + w * (T[7] + w * (T[9] + w * T[11]))));
    let v = z * (T[2] + w * (T[4] + w * (T[6] + w * (T[8] + w * (T[10] + w * T[12])))));
    let s = z * x;
    let r = y + z * (s * (r + v) + y) + s * T[0];
    let w = x + r;
    let side: f64 = if odd { -1.0 } else { 1.0 };
    let high = side - 2.0 * (x + (r - w * w / (w + side)));
    let upper = |value: f64| f64::from_bits(value.to_bits() & 0xffff_ffff_0000_0000);
    let (w0, a) = (upper(w), -1.0 / w);
    let v = r - (w0 - x);
    let a0 = upper(a);
    let inverse = a0 + a * (1.0 + a0 * w0 + a0 * v);
    let near = if odd { inverse } else { w };
    if big { high * sign } else { near }
}
