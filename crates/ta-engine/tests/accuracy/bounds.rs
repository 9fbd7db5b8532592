//! What a published bound comes to for one value.

use crate::exact::Big;
use crate::oracle::Known;
use crate::table::{BOUNDS, Bound, Term};
use ta_engine::generated::kernels::Op;

pub fn bound_of(op: Op) -> &'static Bound {
    let found = BOUNDS.iter().find(|bound| bound.op == op);
    found.expect("the table has every kernel")
}

/// The expression's value; none where it divides by zero.
pub fn evaluate(terms: &[Term], scalars: &[f64], known: &Known) -> Option<Big> {
    let sizes = &known.sizes;
    let mut stack: Vec<Big> = Vec::new();
    for term in terms {
        let mut pop = || stack.pop().expect("the generator writes sound postfix");
        let whole = |of: &dyn Fn(f64) -> f64, operand: Big| Big::of(of(operand.towards_zero()));
        let value = match *term {
            Term::Number(number) => Big::of(number),
            // A window's length is that of the rows that it found.
            Term::Scalar(0) => sizes.rows.map_or_else(|| Big::of(scalars[0]), Big::count),
            Term::Scalar(index) => Big::of(scalars[index]),
            Term::Value => known.value.size(),
            Term::MaxX => Big::of(sizes.max_x),
            Term::MaxY => Big::of(sizes.max_y),
            Term::SumX => sizes.sum_x.clone(),
            Term::Fading => sizes.fading.clone(),
            Term::Mxx => sizes.mxx.clone(),
            Term::Myy => sizes.myy.clone(),
            Term::Tiny => Big::of(5e-324),
            Term::Lost => {
                let n = sizes.rows.unwrap_or(1) as f64;
                let largest = [1.0, sizes.max_x, sizes.max_y].map(Big::of);
                let largest = largest.iter().fold(Big::zero(), |sum, size| sum.plus(size));
                Big::of(n * (1.0 + n.log2()) * 5e-324).times(&largest)
            }
            Term::Ulp => pop().ulp(),
            Term::Sqrt => pop().root(),
            Term::Log2 => whole(&f64::log2, pop()),
            Term::Ceil => whole(&f64::ceil, pop()),
            Term::Popcount => whole(&|n| f64::from((n as u64).count_ones()), pop()),
            Term::Even => whole(&|n| f64::from(u8::from(n % 2.0 == 0.0)), pop()),
            Term::Add | Term::Sub | Term::Mul | Term::Div | Term::Max | Term::Min | Term::Above => {
                let (b, a) = (pop(), pop());
                match term {
                    Term::Add => a.plus(&b),
                    Term::Sub => a.minus(&b),
                    Term::Mul => a.times(&b),
                    Term::Div if b.is_zero() => return None,
                    Term::Div => a.over(&b),
                    Term::Above => Big::count(usize::from(a.compared(&b).is_gt())),
                    Term::Max if a.compared(&b).is_lt() => b,
                    Term::Min if a.compared(&b).is_gt() => b,
                    _ => a,
                }
            }
        };
        stack.push(value);
    }
    stack.pop()
}

/// Whether a value may be missing though its definition has a number: it, or sums on the way to it, may
/// leave the doubles.
pub fn beyond(op: Op, scalars: &[f64], known: &Known) -> bool {
    let published = bound_of(op);
    let within = |size: &Big| !size.compared(&Big::of(f64::MAX)).is_gt();
    let reach = evaluate(published.reach, scalars, known);
    if !reach.is_some_and(|reach| within(&reach)) {
        return true;
    }
    let bound = evaluate(published.bound, scalars, known);
    bound.is_some_and(|bound| !within(&known.value.size().plus(&bound)))
}
