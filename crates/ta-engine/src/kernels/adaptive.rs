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
    /// Nothing is within the chain through all rows but what makes y. Whether the average left the finite numbers, or an
    /// operand was missing, is seen behind it, for it does not come back to them; and that −0 becomes 0 changes no later row
    /// but for the sign of a zero, which all of them lose on their way out.
    #[inline(always)]
    fn plain_rows<C: Cpu>(&mut self, operands: [&[f64]; 3], out: &mut [f64]) -> bool {
        let [x, alpha, start] = operands.map(|operand| &operand[..out.len()]);
        let Some(&first) = start.first() else { return true };
        let missing = start.iter().fold(false, |any, start| any | start.is_nan());
        let mut y = if self.begun { self.y } else { first };
        for ((slot, &x), &alpha) in out.iter_mut().zip(x).zip(alpha) {
            y = C::fma(alpha, x - y, y);
            *slot = y + 0.0;
        }
        if missing || !y.is_finite() {
            return false;
        }
        *self = Self {
            begun: true,
            y: y + 0.0,
        };
        true
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
