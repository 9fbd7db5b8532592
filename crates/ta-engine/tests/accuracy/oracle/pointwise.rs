//! Arithmetic and comparisons of one row.

use super::{Due, Sizes};
use crate::exact::Big;
use crate::run::Case;
use std::cmp::Ordering;
use ta_engine::generated::kernels::Op;

/// Beyond this an exponential is no double, nor is it zero before minus this.
const EXPONENT: f64 = 800.0;

/// e to a power, or what stands for it where no double is near: more than any, or less than any but not 0.
fn exponential(power: &Big, exp: impl Fn() -> Big) -> Big {
    match power.towards_zero() {
        far if far > EXPONENT => Big::of(f64::MAX).times(&Big::of(4.0)),
        far if far < -EXPONENT => Big::of(5e-324).times(&Big::of(0.25)),
        _ => exp(),
    }
}

fn is_whole(x: f64) -> bool {
    Big::of(x).floor().compared(&Big::of(x)) == Ordering::Equal
}

fn is_odd(x: f64) -> bool {
    !Big::of(x).remainder(&Big::of(2.0)).is_zero()
}

fn power(a: f64, b: f64) -> Option<Big> {
    if b == 0.0 || a == 1.0 {
        return Some(Big::of(1.0));
    }
    if a == 0.0 {
        return (b > 0.0).then(Big::zero);
    }
    if a < 0.0 && !is_whole(b) {
        return None;
    }
    let (base, exponent) = (Big::of(a.abs()), Big::of(b));
    let logarithm = base.log().times(&exponent);
    let size = exponential(&logarithm, || base.power(&exponent));
    Some(if a < 0.0 && is_odd(b) {
        size.negative()
    } else {
        size
    })
}

/// The floored remainder: it has the divisor's sign.
fn floored(a: f64, b: f64) -> Option<Big> {
    if b == 0.0 {
        return None;
    }
    let divisor = Big::of(b);
    let rest = Big::of(a).remainder(&divisor);
    Some(
        if !rest.is_zero() && rest.is_negative() != divisor.is_negative() {
            rest.plus(&divisor)
        } else {
            rest
        },
    )
}

fn quotient(a: f64, b: f64) -> Option<Big> {
    (b != 0.0).then(|| Big::of(a).over(&Big::of(b)))
}

pub(super) fn arithmetic(case: &Case, row: usize) -> Due {
    let of = |operand: usize| case.operands[operand].float()[row];
    if (0..case.operands.len()).any(|operand| of(operand).is_nan()) {
        return Due::Missing;
    }
    let x = of(0);
    let exact = Big::of(x);
    let one = || Big::of(1.0);
    let other = || Big::of(of(1));
    let truncated = || match x < 0.0 {
        true => exact.negative().floor().negative(),
        false => exact.floor(),
    };
    let value = match case.op {
        Op::Neg => Some(exact.negative()),
        Op::Abs => Some(exact.size()),
        Op::Sign => Some(match exact.compared(&Big::zero()) {
            Ordering::Less => one().negative(),
            Ordering::Equal => Big::zero(),
            Ordering::Greater => one(),
        }),
        Op::Sqrt => (x >= 0.0).then(|| exact.root()),
        Op::Exp => Some(exponential(&exact, || exact.exp())),
        Op::Log => (x > 0.0).then(|| if x == 1.0 { Big::zero() } else { exact.log() }),
        Op::Log10 => (x > 0.0).then(|| match x == 1.0 {
            true => Big::zero(),
            false => exact.log().over(&Big::of(10.0).log()),
        }),
        Op::Sin => Some(exact.sine()),
        Op::Cos => Some(exact.cosine()),
        Op::Tan => Some(exact.tangent()),
        Op::Atan => Some(exact.arc_tangent()),
        Op::Asin => (x.abs() <= 1.0).then(|| exact.arc_sine()),
        Op::Acos => (x.abs() <= 1.0).then(|| match x == 1.0 {
            true => Big::zero(),
            false => exact.arc_cosine(),
        }),
        Op::Sinh => Some(match x.abs() > EXPONENT {
            true => Big::of(f64::MAX).times(&Big::of(4.0 * x.signum())),
            false => exact.hyperbolic_sine(),
        }),
        Op::Cosh => Some(match x.abs() > EXPONENT {
            true => Big::of(f64::MAX).times(&Big::of(4.0)),
            false => exact.hyperbolic_cosine(),
        }),
        // Beyond, nearer to 1 than any double.
        Op::Tanh => Some(match x.abs() > 100.0 {
            true => Big::of(x.signum()).times(&Big::of(1.0).minus(&Big::of(1e-40))),
            false => exact.hyperbolic_tangent(),
        }),
        Op::Floor => Some(exact.floor()),
        Op::Ceil => Some(exact.negative().floor().negative()),
        Op::Trunc => Some(truncated()),
        Op::Round => {
            let below = exact.floor();
            let half = exact.minus(&below).compared(&Big::of(0.5));
            let odd = !below.remainder(&Big::of(2.0)).is_zero();
            let up = half.is_gt() || (half.is_eq() && odd);
            Some(if up { below.plus(&one()) } else { below })
        }
        Op::Add => Some(exact.plus(&other())),
        Op::Sub => Some(exact.minus(&other())),
        Op::Mul => Some(exact.times(&other())),
        Op::Div => quotient(x, of(1)),
        Op::DivElse if of(1) == 0.0 => Some(Big::of(of(2))),
        Op::DivElse => quotient(x, of(1)),
        Op::Mod => floored(x, of(1)),
        Op::Pow => power(x, of(1)),
        Op::Lesser => Some(if x < of(1) { exact } else { other() }),
        Op::Greater => Some(if x > of(1) { exact } else { other() }),
        op => unreachable!("{op:?} is no arithmetic of one row"),
    };
    let sizes = Sizes {
        max_x: x.abs(),
        max_y: case.operands.get(1).map_or(0.0, |_| of(1).abs()),
        ..Sizes::default()
    };
    Due::among(value, sizes)
}

pub(super) fn comparison(case: &Case, row: usize) -> Due {
    let [a, b] = [0, 1].map(|operand: usize| case.operands[operand].float()[row]);
    if a.is_nan() || b.is_nan() {
        return Due::Condition(2);
    }
    let order = Big::of(a).compared(&Big::of(b));
    Due::Condition(u8::from(match case.op {
        Op::Lt => order.is_lt(),
        Op::Le => order.is_le(),
        Op::Gt => order.is_gt(),
        Op::Ge => order.is_ge(),
        Op::Eq => order.is_eq(),
        Op::Ne => order.is_ne(),
        op => unreachable!("{op:?} compares nothing"),
    }))
}
