//! Arithmetic of one row: missing where an operand is, finite or missing after.

use super::finite;
use super::stateless::functions;

functions! {
    /// Negation.
    Neg(x: f64) -> f64 = finite(-x);
    /// Absolute value.
    Abs(x: f64) -> f64 = x.abs();
    /// −1, 0 or 1.
    Sign(x: f64) -> f64 = if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { finite(x) };
    /// IEEE square root; missing below 0.
    Sqrt(x: f64) -> f64 = finite(x.sqrt());
    /// The pinned exponential.
    Exp(x: f64) -> f64 = finite(libm::exp(x));
    /// The pinned natural logarithm; missing at or below 0.
    Log(x: f64) -> f64 = finite(libm::log(x));
    /// Largest integer not above.
    Floor(x: f64) -> f64 = finite(x.floor());
    /// Smallest integer not below.
    Ceil(x: f64) -> f64 = finite(x.ceil());
    /// Nearest integer, ties to even.
    Round(x: f64) -> f64 = finite(x.round_ties_even());
    /// Integer part.
    Trunc(x: f64) -> f64 = finite(x.trunc());
    /// The pinned arc cosine; missing beyond −1..1.
    Acos(x: f64) -> f64 = finite(libm::acos(x));
    /// The pinned arc sine; missing beyond −1..1.
    Asin(x: f64) -> f64 = finite(libm::asin(x));
    /// The pinned arc tangent.
    Atan(x: f64) -> f64 = finite(libm::atan(x));
    /// The pinned cosine.
    Cos(x: f64) -> f64 = finite(libm::cos(x));
    /// The pinned hyperbolic cosine.
    Cosh(x: f64) -> f64 = finite(libm::cosh(x));
    /// The pinned common logarithm; missing at or below 0.
    Log10(x: f64) -> f64 = finite(libm::log10(x));
    /// The pinned sine.
    Sin(x: f64) -> f64 = finite(libm::sin(x));
    /// The pinned hyperbolic sine.
    Sinh(x: f64) -> f64 = finite(libm::sinh(x));
    /// The pinned tangent.
    Tan(x: f64) -> f64 = finite(libm::tan(x));
    /// The pinned hyperbolic tangent.
    Tanh(x: f64) -> f64 = finite(libm::tanh(x));
}

functions! {
    /// Sum.
    Add(a: f64, b: f64) -> f64 = finite(a + b);
    /// Difference.
    Sub(a: f64, b: f64) -> f64 = finite(a - b);
    /// Product.
    Mul(a: f64, b: f64) -> f64 = finite(a * b);
    /// Quotient; missing where it is not finite.
    Div(a: f64, b: f64) -> f64 = finite(a / b);
    /// Floored remainder: it has the divisor's sign.
    Mod(a: f64, b: f64) -> f64 = {
        let r = a % b;
        finite(if r != 0.0 && (r < 0.0) != (b < 0.0) { r + b } else { r })
    };
    /// The pinned power. NaN⁰ and 1ᴺᴬᴺ, which IEEE makes 1, are missing.
    Pow(a: f64, b: f64) -> f64 = {
        let r = libm::pow(a, b);
        finite(if a.is_nan() || b.is_nan() { f64::NAN } else { r })
    };
    /// The lesser of two; missing where either is.
    Lesser(a: f64, b: f64) -> f64 = finite(if a < b || a.is_nan() { a } else { b });
    /// The greater of two; missing where either is.
    Greater(a: f64, b: f64) -> f64 = finite(Greater::choice(a, b));
}

functions! {
    /// Quotient with a conventional value for a zero divisor; missing where any operand is.
    DivElse(a: f64, b: f64, otherwise: f64) -> f64 = finite(DivElse::quotient(a, b, otherwise));
}

impl Greater {
    /// Before it is made finite.
    #[inline(always)]
    pub(super) fn choice(a: f64, b: f64) -> f64 {
        if a > b || a.is_nan() { a } else { b }
    }
}

impl DivElse {
    /// Before it is made finite.
    #[inline(always)]
    pub(super) fn quotient(a: f64, b: f64, otherwise: f64) -> f64 {
        let quotient = if b == 0.0 { otherwise } else { a / b };
        if a.is_nan() || otherwise.is_nan() {
            f64::NAN
        } else {
            quotient
        }
    }
}
