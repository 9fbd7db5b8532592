//! A product of every row so far, in twice the precision of a double.

use super::factory::LaneSpec;
use super::machine::Machine;
use super::{StateError, StateReader, StateWriter, finite};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;
use crate::kernels::cell::Cell;

/// Nearer to 0 than this the product's second half would be lost: it is missing from there on, as one that overflows.
const LEAST: f64 = 1e-250;

/// `cum.product`. State: the product in two halves, the first missing once it is out of reach.
#[derive(Clone, Copy)]
pub(super) struct Product {
    hi: f64,
    lo: f64,
}

const ONE: Product = Product { hi: 1.0, lo: 0.0 };

impl Machine<1, 1> for Product {
    fn new(_: &LaneSpec) -> Self {
        ONE
    }
    fn result_of(_: Op) -> usize {
        0
    }
    #[inline(always)]
    fn row<C: Cpu>(&mut self, [x]: [f64; 1]) -> [f64; 1] {
        let product = self.hi * x;
        let tail = C::fma(self.lo, x, C::fma(self.hi, x, -product));
        let hi = finite(product + tail);
        let zero = self.hi == 0.0 || x == 0.0;
        *self = if hi.is_nan() || (hi.abs() < LEAST && !zero) {
            Product {
                hi: f64::NAN,
                lo: 0.0,
            }
        } else {
            Product {
                hi,
                lo: tail - (hi - product),
            }
        };
        [self.hi]
    }
    #[inline(always)]
    fn peek<C: Cpu>(&mut self, operands: [f64; 1]) -> [f64; 1] {
        let mut spare = *self;
        spare.row::<C>(operands)
    }
    fn write(&self, out: &mut StateWriter) {
        self.hi.write(out);
        out.f64(self.lo);
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        let hi = f64::read(state)?;
        *self = Product {
            hi,
            lo: super::machine::known(state)?,
        };
        Ok(())
    }
    fn clear(&mut self) {
        *self = ONE;
    }
}
