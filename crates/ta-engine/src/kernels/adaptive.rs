//! An exponential average whose coefficient is a series: KAMA, MAMA, VIDYA.

use super::factory::LaneSpec;
use super::machine::{Machine, count, known};
use super::{StateError, StateReader, StateWriter, finite};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;

/// `y = fma(alpha, x − y, y)`: of a constant it is that constant. State: whether a row was observed, and y.
///
/// An average that leaves the finite numbers starts over at the next row, so a spike does not silence it for ever.
#[derive(Clone, Copy)]
pub(super) struct Adaptive {
    begun: bool,
    y: f64,
}

impl Machine<3, 1> for Adaptive {
    fn new(_: &LaneSpec) -> Self {
        Self { begun: false, y: 0.0 }
    }
    fn result_of(_: Op) -> usize {
        0
    }
    #[inline(always)]
    fn row<C: Cpu>(&mut self, [x, alpha, start]: [f64; 3]) -> [f64; 1] {
        let before = if self.begun { self.y } else { start };
        let y = finite(C::fma(alpha, x - before, before));
        self.begun = !y.is_nan();
        self.y = if self.begun { y } else { 0.0 };
        [y]
    }
    #[inline(always)]
    fn peek<C: Cpu>(&mut self, operands: [f64; 3]) -> [f64; 1] {
        let mut spare = *self;
        spare.row::<C>(operands)
    }
    fn write(&self, out: &mut StateWriter) {
        out.u64(u64::from(self.begun));
        out.f64(self.y);
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        *self = Self {
            begun: count(state, 1)? == 1,
            y: known(state)?,
        };
        Ok(())
    }
    fn clear(&mut self) {
        *self = Self { begun: false, y: 0.0 };
    }
}
