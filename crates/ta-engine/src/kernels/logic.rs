//! Kleene logic over conditions 0, 1 and 2 (unknown), and choices between values.

use super::UNKNOWN;
use super::stateless::functions;

/// All bits where it is 1, none where it is 0.
#[inline(always)]
fn all_bits(one: u8) -> u64 {
    0u64.wrapping_sub(u64::from(one))
}

functions! {
    /// Not; unknown stays unknown.
    Not(a: u8) -> u8 = if a == UNKNOWN { UNKNOWN } else { a ^ 1 };
}
functions! {
    /// A condition as 1, 0 or missing.
    FloatOf(a: u8) -> f64 = if a == UNKNOWN { f64::NAN } else { f64::from(a) };
}
functions! {
    /// Whether a value is missing; always known.
    IsMissing(x: f64) -> u8 = u8::from(x.is_nan());
}
functions! {
    /// False where either is, true where both are, else unknown.
    And(a: u8, b: u8) -> u8 = if (a == 0) | (b == 0) { 0 } else if (a & b) == 1 { 1 } else { UNKNOWN };
    /// True where either is, false where both are not, else unknown.
    Or(a: u8, b: u8) -> u8 = if (a == 1) | (b == 1) { 1 } else { a | b };
    /// The first known condition.
    CoalesceBool(a: u8, b: u8) -> u8 = if a == UNKNOWN { b } else { a };
}
functions! {
    /// The first known value.
    Coalesce(a: f64, b: f64) -> f64 = if a.is_nan() { b } else { a };
}
functions! {
    /// `a` where the condition holds, `b` where it does not, missing where it is unknown. By bits: of two ways to an
    /// operand the compiler makes one load, and of a block of loads that depend on data a gather.
    Select(c: u8, a: f64, b: f64) -> f64 = {
        let (holds, unknown) = (all_bits(c & 1), all_bits(c >> 1));
        let value = (a.to_bits() & holds) | (b.to_bits() & !holds);
        f64::from_bits((value & !unknown) | (f64::NAN.to_bits() & unknown))
    };
}
functions! {
    /// The same for conditions.
    SelectBool(c: u8, a: u8, b: u8) -> u8 = {
        let value = if c == 1 { a } else { b };
        if c == UNKNOWN { UNKNOWN } else { value }
    };
}
