//! From history's start: sum, highest, lowest. A missing row is skipped, and its result is missing.

use super::cell::Cell;
use super::event::machine;
use super::factory::LaneSpec;
use super::{BlockFile, BlockInstruction, RowFile, RowInstruction, finite};
use super::{StateError, StateReader, StateWriter};
use crate::cpu::{Cpu, Work};
use std::marker::PhantomData;

/// Highest (`HIGH`) or lowest so far. State: the value, missing before the first row.
pub(super) struct Extreme<const HIGH: bool> {
    inputs: [usize; 1],
    output: usize,
    best: f64,
}

impl<const HIGH: bool> Extreme<HIGH> {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        Self {
            inputs: [lane.inputs[0]],
            output: lane.output,
            best: f64::NAN,
        }
    }
    #[inline(always)]
    fn advance(&mut self, x: f64, keep: bool) -> f64 {
        if x.is_nan() {
            return f64::NAN;
        }
        let stays = if HIGH { self.best >= x } else { self.best <= x };
        let best = if stays { self.best } else { finite(x) };
        if keep {
            self.best = best;
        }
        best
    }
    fn write_state(&self, out: &mut StateWriter) {
        self.best.write(out);
    }
    fn read_state(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.best = f64::read(state)?;
        Ok(())
    }
    fn clear(&mut self) {
        self.best = f64::NAN;
    }
}
machine!(Extreme<true>, f64, (x: f64 = 0));
machine!(Extreme<false>, f64, (x: f64 = 0));

/// More rows than any history has: a state that claims more is refused.
const ROWS: u64 = 1 << 53;

/// What the sum remembers. A sum that left the finite numbers stays missing: `hi` is NaN from there on.
#[derive(Clone, Copy)]
struct Head {
    hi: f64,
    lo: f64,
    partial: f64,
    rows: u64,
}

const START: Head = Head {
    hi: 0.0,
    lo: 0.0,
    partial: 0.0,
    rows: 0,
};

impl Head {
    /// The row function (numerics B1b).
    #[inline(always)]
    fn row(&mut self, x: f64) -> f64 {
        if x.is_nan() {
            return f64::NAN;
        }
        self.partial += x;
        let tail = self.lo + self.partial;
        let y = finite(self.hi + tail);
        if y.is_nan() {
            *self = Head {
                hi: f64::NAN,
                lo: 0.0,
                partial: 0.0,
                rows: self.rows,
            };
        } else if self.rows % 8 == 7 {
            // TwoSum: hi + lo is exactly the old hi + tail.
            let sum = self.hi + tail;
            let virtual_tail = sum - self.hi;
            self.lo = (self.hi - (sum - virtual_tail)) + (tail - virtual_tail);
            self.hi = sum;
            self.partial = 0.0;
        }
        self.rows = self.rows.wrapping_add(1);
        y
    }
}

/// Cumulative sum. State: hi, lo, the segment's partial sum, and the observed rows.
pub(super) struct Sum<C> {
    input: usize,
    output: usize,
    head: Head,
    cpu: PhantomData<fn() -> C>,
}

impl<C: Cpu> Sum<C> {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        Self {
            input: lane.inputs[0],
            output: lane.output,
            head: START,
            cpu: PhantomData,
        }
    }
    fn write_state(&self, out: &mut StateWriter) {
        self.head.hi.write(out);
        out.f64(self.head.lo);
        out.f64(self.head.partial);
        out.u64(self.head.rows);
    }
    fn read_state(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        let offset = state.at;
        let head = Head {
            hi: f64::read(state)?,
            lo: f64::read(state)?,
            partial: f64::read(state)?,
            rows: state.u64()?,
        };
        // What a row function leaves: numbers beside the one that may be missing, a count that cannot wrap,
        // and no partial sum where a segment begins.
        let begins = head.rows.is_multiple_of(8);
        let fresh = !begins || head.partial == 0.0;
        if head.lo.is_nan() || head.partial.is_nan() || head.rows > ROWS || !fresh {
            return Err(StateError { offset });
        }
        self.head = head;
        Ok(())
    }
}

struct SumBlock<'a> {
    head: &'a mut Head,
    x: &'a [f64],
    out: &'a mut [f64],
}

impl Work for SumBlock<'_> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let mut head = *self.head;
        for (y, &x) in self.out.iter_mut().zip(self.x) {
            *y = head.row(x);
        }
        *self.head = head;
    }
}

impl<C: Cpu> RowInstruction for Sum<C> {
    fn row(&mut self, file: &mut RowFile) {
        file.floats[self.output] = self.head.row(file.floats[self.input]);
    }
    fn peek(&mut self, file: &mut RowFile) {
        let mut spare = self.head;
        file.floats[self.output] = spare.row(file.floats[self.input]);
    }
    fn save(&self, out: &mut StateWriter) {
        self.write_state(out);
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.read_state(state)
    }
    fn reset(&mut self) {
        self.head = START;
    }
}

impl<C: Cpu> BlockInstruction for Sum<C> {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let rows = file.rows;
        let mut block = f64::take(file, self.output);
        let x = &f64::cells(file, self.input)[..rows];
        C::run(SumBlock {
            head: &mut self.head,
            x,
            out: &mut block.0[..rows],
        });
        f64::put(file, self.output, block);
    }
    fn save(&self, out: &mut StateWriter) {
        self.write_state(out);
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.read_state(state)
    }
    fn reset(&mut self) {
        self.head = START;
    }
}
