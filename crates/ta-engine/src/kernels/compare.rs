//! Comparisons: unknown where either operand is missing.

use super::stateless::functions;

/// `holds` (false with a missing operand) as a condition.
#[inline(always)]
fn known(a: f64, b: f64, holds: bool) -> u8 {
    let unknown = a.is_nan() | b.is_nan();
    (u8::from(unknown) << 1) | u8::from(holds)
}

functions! {
    /// Less.
    Lt(a: f64, b: f64) -> u8 = known(a, b, a < b);
    /// Less or equal.
    Le(a: f64, b: f64) -> u8 = known(a, b, a <= b);
    /// Greater.
    Gt(a: f64, b: f64) -> u8 = known(a, b, a > b);
    /// Greater or equal.
    Ge(a: f64, b: f64) -> u8 = known(a, b, a >= b);
    /// Equal.
    Eq(a: f64, b: f64) -> u8 = known(a, b, a == b);
    /// Not equal: less or greater, so that a missing operand makes neither.
    Ne(a: f64, b: f64) -> u8 = known(a, b, (a < b) | (a > b));
}
