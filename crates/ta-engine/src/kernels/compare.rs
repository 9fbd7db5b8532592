//! Comparisons: unknown where either operand is missing.

use super::cell::Cell;
use super::conditions::Bools;
use super::stateless::{Two, functions};
use super::{BLOCK, BlockFile};
use crate::cpu::lanes::{EIGHT, Vector};
use crate::cpu::{Cpu, Work};

/// `holds` (false with a missing operand) as a condition.
#[inline(always)]
fn known(a: f64, b: f64, holds: bool) -> u8 {
    let unknown = a.is_nan() | b.is_nan();
    (u8::from(unknown) << 1) | u8::from(holds)
}

functions! {
    /// Less.
    Lt(a: f64, b: f64) -> u8 = known(a, b, a < b), block compared;
    /// Less or equal.
    Le(a: f64, b: f64) -> u8 = known(a, b, a <= b), block compared;
    /// Greater.
    Gt(a: f64, b: f64) -> u8 = known(a, b, a > b), block compared;
    /// Greater or equal.
    Ge(a: f64, b: f64) -> u8 = known(a, b, a >= b), block compared;
    /// Equal.
    Eq(a: f64, b: f64) -> u8 = known(a, b, a == b), block compared;
    /// Not equal: less or greater, so that a missing operand makes neither.
    Ne(a: f64, b: f64) -> u8 = known(a, b, (a < b) | (a > b)), block compared;
}

/// A comparison of eight rows.
trait Relation {
    /// A bit of each lane on which it holds, which it does on none where either is missing.
    fn lanes<V: Vector>(a: V, b: V) -> u8;
}

macro_rules! relations {
    ($($name:ident($a:ident, $b:ident) = $lanes:expr;)*) => {$(
        impl Relation for $name {
            #[inline(always)]
            fn lanes<V: Vector>($a: V, $b: V) -> u8 {
                $lanes
            }
        }
    )*};
}
relations! {
    Lt(a, b) = a.less(b);
    Le(a, b) = a.less_or_equal(b);
    Gt(a, b) = b.less(a);
    Ge(a, b) = b.less_or_equal(a);
    Eq(a, b) = a.equal(b);
    Ne(a, b) = a.less(b) | b.less(a);
}

/// Rows compared eight by eight.
struct Compared<'a, F> {
    a: &'a [f64],
    b: &'a [f64],
    relation: std::marker::PhantomData<F>,
}

impl<F: Relation> Work for Compared<'_, F> {
    type Output = Bools;
    #[inline(always)]
    fn work<C: Cpu>(self) -> Bools {
        let ((a, a_rest), (b, b_rest)) = (self.a.as_chunks::<EIGHT>(), self.b.as_chunks::<EIGHT>());
        // A byte for each eight rows, which is stored as it comes: put together in a register it would first be lanes.
        let mut holds = [0; BLOCK / EIGHT];
        let mut any = 0;
        for ((a, b), holds) in a.iter().zip(b).zip(&mut holds) {
            let (a, b) = (C::Eight::load(a), C::Eight::load(b));
            *holds = F::lanes(a, b);
            any |= a.unordered(b);
        }
        // Of most blocks no operand is missing: where is asked if any is.
        let mut unknown = [0; BLOCK / EIGHT];
        if any != 0 {
            for ((a, b), unknown) in a.iter().zip(b).zip(&mut unknown) {
                *unknown = C::Eight::load(a).unordered(C::Eight::load(b));
            }
        }
        if !a_rest.is_empty() {
            let (mut last, mut other) = ([0.0; EIGHT], [0.0; EIGHT]);
            last[..a_rest.len()].copy_from_slice(a_rest);
            other[..b_rest.len()].copy_from_slice(b_rest);
            let (last, other) = (C::Eight::load(&last), C::Eight::load(&other));
            (holds[a.len()], unknown[a.len()]) = (F::lanes(last, other), last.unordered(other));
        }
        Bools::of_bits(&holds, &unknown)
    }
}

/// A comparison over a block.
#[inline(always)]
fn compared<F: Relation + Two<A = f64, B = f64, Out = u8>, C: Cpu>(
    file: &mut BlockFile<'_>,
    inputs: [usize; 3],
    output: usize,
) {
    file.bools[output] = C::run(Compared::<F> {
        a: f64::cells(file, inputs[0]),
        b: f64::cells(file, inputs[1]),
        relation: std::marker::PhantomData,
    });
}
