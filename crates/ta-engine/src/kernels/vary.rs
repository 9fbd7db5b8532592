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
        let Some(n) = self.length(n).filter(|&n| n <= self.ring.rows() + 1) else {
            return f64::NAN;
        };
        let (older, newer) = self.ring.latest(n);
        let mut sums = [0.0; 4];
        let place = add_up(&mut sums, 0, older, x);
        add_up(&mut sums, place, newer, x);
        mean::<C>(sums, n, x)
    }

    /// The whole length, where there may be a window so long.
    #[inline(always)]
    fn length(&self, n: f64) -> Option<usize> {
        (n >= 1.0 && n < self.most as f64 + 1.0).then_some(n as usize)
    }
}

/// Adds rows of a window less `newest`, the first of them in place `place`, to four sums side by side, by the row's place. The
/// place behind them.
#[inline(always)]
fn add_up(sums: &mut [f64; 4], place: usize, rows: &[f64], newest: f64) -> usize {
    let begun = rows.len().min((4 - place % 4) % 4);
    let (first, rows) = rows.split_at(begun);
    for (row, &value) in first.iter().enumerate() {
        sums[(place + row) % 4] += value - newest;
    }
    let (fours, last) = rows.as_chunks::<4>();
    for four in fours {
        for (sum, value) in sums.iter_mut().zip(four) {
            *sum += value - newest;
        }
    }
    // Whole fours and what comes before them leave the place at a multiple of four.
    for (sum, value) in sums.iter_mut().zip(last) {
        *sum += value - newest;
    }
    place + begun + rows.len()
}

/// Of the sums of n rows less the newest: so that a constant is its own mean.
#[inline(always)]
fn mean<C: Cpu>(sums: [f64; 4], n: usize, newest: f64) -> f64 {
    let sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    finite(C::fma(sum, 1.0 / n as f64, newest))
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
    /// Windows within these rows are read where they stand.
    #[inline(always)]
    fn rows<C: Cpu>(&mut self, [x, n]: [&[f64]; 2], [out]: [&mut [f64]; 1]) {
        for (row, (out, &n)) in out.iter_mut().zip(n).enumerate() {
            *out = match self.length(n) {
                Some(length) if length <= row + 1 => {
                    let mut sums = [0.0; 4];
                    add_up(&mut sums, 0, &x[row + 1 - length..=row], x[row]);
                    self.ring.put(x[row]);
                    mean::<C>(sums, length, x[row])
                }
                _ => self.of::<C>(x[row], n),
            };
            self.ring.keep();
        }
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
