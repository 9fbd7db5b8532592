//! From history's start: sum, highest, lowest. A missing row is skipped, and its result is missing.

use super::cell::Cell;
use super::event::machine;
use super::factory::LaneSpec;
use super::{BLOCK, BlockFile, BlockInstruction, RowFile, RowInstruction, finite};
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

/// The sum and what rounding left of it.
#[inline(always)]
fn two_sum(hi: f64, tail: f64) -> (f64, f64) {
    let sum = hi + tail;
    let virtual_tail = sum - hi;
    (sum, (hi - (sum - virtual_tail)) + (tail - virtual_tail))
}

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
            (self.hi, self.lo) = two_sum(self.hi, tail);
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

/// The partial sums of whole segments, and hi and lo before each. Both are chains, which wider vectors would only
/// gather and scatter: not inlined, so that it stays scalar.
#[inline(never)]
fn chains(head: &mut Head, x: &[[f64; 8]], partials: &mut [[f64; 8]], bases: &mut [[f64; 2]]) {
    let (mut hi, mut lo) = (head.hi, head.lo);
    // In one loop: a segment's own chain runs while the one through segments waits.
    for ((sums, base), x) in partials.iter_mut().zip(bases).zip(x) {
        let mut partial = 0.0;
        for (slot, x) in sums.iter_mut().zip(x) {
            partial += x;
            *slot = partial;
        }
        *base = [hi, lo];
        (hi, lo) = two_sum(hi, lo + partial);
    }
    *head = Head {
        hi,
        lo,
        partial: 0.0,
        rows: head.rows.wrapping_add(8 * x.len() as u64),
    };
}

/// Whole segments from a segment's start. From one to the next there is a handful of operations, and the results
/// are independent. `false` where a row is one that the row function would treat specially: then `out` and
/// `head` mean nothing.
#[inline(always)]
fn whole_segments(head: &mut Head, x: &[[f64; 8]], out: &mut [[f64; 8]]) -> bool {
    let mut bases = [[0.0; 2]; BLOCK / 8];
    chains(head, x, out, &mut bases);
    for (results, &[hi, lo]) in out.iter_mut().zip(&bases) {
        // A copy of its own: eight rows that become a vector.
        let mut rows = *results;
        for y in &mut rows {
            *y = finite(hi + (lo + *y));
        }
        *results = rows;
    }
    !out.as_flattened().iter().fold(false, |bad, y| bad | y.is_nan())
}

impl Work for SumBlock<'_> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let mut head = *self.head;
        let (x, out) = (self.x, self.out);
        // Up to a segment's start, then whole segments, then the rows that begin another.
        let begins = x.len().min((8 - (head.rows % 8) as usize) % 8);
        let mut at = 0;
        while at < begins {
            out[at] = head.row(x[at]);
            at += 1;
        }
        if head.rows.is_multiple_of(8) {
            let mut after = head;
            let whole = x[at..].as_chunks::<8>().0;
            if whole_segments(&mut after, whole, out[at..].as_chunks_mut::<8>().0) {
                head = after;
                at += 8 * whole.len();
            }
        }
        for (y, &x) in out[at..].iter_mut().zip(&x[at..]) {
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
