//! Windows whose length is a series.

use super::factory::LaneSpec;
use super::machine::Machine;
use super::ring::Ring;
use super::{StateError, StateReader, StateWriter, finite};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;

/// `vary.mean`: the mean of the last n rows, n of the row, its fraction dropped; missing where n is below 1 or above the
/// most that there may be, and where there were not so many rows yet. State: the last rows, at most so many.
pub(super) struct Mean {
    most: usize,
    ring: Ring,
}

impl Mean {
    #[inline(always)]
    fn of<C: Cpu>(&mut self, x: f64, n: f64) -> f64 {
        self.ring.put(x);
        if !(n >= 1.0 && n < self.most as f64 + 1.0) {
            return f64::NAN;
        }
        let n = n as usize;
        if n > self.ring.rows() + 1 {
            return f64::NAN;
        }
        let (older, newer) = self.ring.latest(n);
        // Of rows less the newest, so that a constant is its own mean; four sums side by side, by the row's place.
        let mut sums = [0.0; 4];
        let mut place = 0;
        for piece in [older, newer] {
            for &row in piece {
                sums[place % 4] += row - x;
                place += 1;
            }
        }
        let sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        finite(C::fma(sum, 1.0 / n as f64, x))
    }
}

impl Machine<2, 1> for Mean {
    fn new(lane: &LaneSpec) -> Self {
        let most = (lane.scalars[0] as usize).max(1);
        Self {
            most,
            ring: Ring::new(most),
        }
    }
    fn result_of(_: Op) -> usize {
        0
    }
    fn bytes(lane: &LaneSpec) -> u64 {
        Ring::bytes((lane.scalars[0] as usize).max(1))
    }
    #[inline(always)]
    fn row<C: Cpu>(&mut self, [x, n]: [f64; 2]) -> [f64; 1] {
        let mean = self.of::<C>(x, n);
        self.ring.keep();
        [mean]
    }
    #[inline(always)]
    fn peek<C: Cpu>(&mut self, [x, n]: [f64; 2]) -> [f64; 1] {
        [self.of::<C>(x, n)]
    }
    fn write(&self, out: &mut StateWriter) {
        self.ring.write(out);
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.ring.read(state)
    }
    fn clear(&mut self) {
        self.ring.clear();
    }
}
