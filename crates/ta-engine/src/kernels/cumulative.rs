//! From history's start: sum, highest, lowest. A missing row is skipped, and its result is missing.

use super::cell::Cell;
use super::event::machine;
use super::factory::LaneSpec;
use super::packs::Single;
use super::{BlockFile, BlockInstruction, RowFile, RowInstruction, finite};
use super::{StateError, StateReader, StateWriter};
use crate::cpu::{Cpu, Lanes, Work};
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
pub(super) struct Head {
    pub hi: f64,
    pub lo: f64,
    pub partial: f64,
    pub rows: u64,
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
    pub(super) head: Head,
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

/// Eight segments of which the results are still to be made: vector j has row j of every segment.
struct Begun<C: Cpu> {
    partials: [C::Lanes; 8],
    hi: C::Lanes,
    lo: C::Lanes,
}

/// Begins eight segments, of which the first starts with `hi` and `lo`: each segment's partial sums and the chain
/// through all of them. With hi and lo behind each of the segments.
///
/// TwoSum is short here: where its first operand is the greater, as it nearly always is, `tail - (sum - hi)` is what it
/// leaves, too. [`finish`] looks whether it was.
#[inline(always)]
fn begin<C: Cpu>(hi: f64, lo: f64, x: &[[f64; 8]; 8]) -> (Begun<C>, [[f64; 2]; 8]) {
    let mut partials = [C::Lanes::splat(0.0); 8];
    for (rows, x) in partials.iter_mut().zip(x) {
        *rows = C::Lanes::load(x);
    }
    partials = C::Lanes::transposed(partials);
    for j in 1..8 {
        partials[j] = partials[j - 1].plus(partials[j]);
    }
    let (mut ends, mut his, mut los) = ([0.0; 8], [hi; 9], [lo; 9]);
    partials[7].store(&mut ends);
    for segment in 0..8 {
        let tail = los[segment] + ends[segment];
        his[segment + 1] = his[segment] + tail;
        los[segment + 1] = tail - (his[segment + 1] - his[segment]);
    }
    let mut after = [[0.0; 2]; 8];
    for (segment, after) in after.iter_mut().enumerate() {
        *after = [his[segment + 1], los[segment + 1]];
    }
    let [h0, h1, h2, h3, h4, h5, h6, h7, _] = his;
    let [l0, l1, l2, l3, l4, l5, l6, l7, _] = los;
    let hi = C::Lanes::of([h0, h1, h2, h3, h4, h5, h6, h7]);
    let lo = C::Lanes::of([l0, l1, l2, l3, l4, l5, l6, l7]);
    (Begun { partials, hi, lo }, after)
}

/// The results of eight segments. `false` where one is missing, or TwoSum was not to be short.
#[inline(always)]
fn finish<C: Cpu>(begun: Begun<C>, out: &mut [[f64; 8]; 8]) -> bool {
    let Begun { mut partials, hi, lo } = begun;
    let long = lo.plus(partials[7]).any_beyond(hi);
    for y in &mut partials {
        *y = hi.plus(lo.plus(*y)).finite();
    }
    let known = !C::Lanes::any_missing(&partials);
    for (out, y) in out.iter_mut().zip(C::Lanes::transposed(partials)) {
        y.store(out);
    }
    known & !long
}

/// Whole segments, eight side by side, from a segment's start. `false` as of [`finish`].
#[inline(always)]
fn side_by_side<C: Cpu>(head: &mut Head, x: &[[f64; 8]], out: &mut [[f64; 8]]) -> bool {
    let ((groups, few), (out, out_few)) = (x.as_chunks::<8>(), out.as_chunks_mut::<8>());
    let [mut hi, mut lo] = [head.hi, head.lo];
    let mut plain = true;
    if !groups.is_empty() {
        let (mut begun, mut after) = begin::<C>(hi, lo, &groups[0]);
        // Results are made while the chain through the segments behind them waits.
        for group in 1..groups.len() {
            let (next, next_after) = begin::<C>(after[7][0], after[7][1], &groups[group]);
            plain &= finish(begun, &mut out[group - 1]);
            (begun, after) = (next, next_after);
        }
        plain &= finish(begun, &mut out[groups.len() - 1]);
        [hi, lo] = after[7];
    }
    if !few.is_empty() {
        let (mut padded, mut results) = ([[0.0; 8]; 8], [[0.0; 8]; 8]);
        padded[..few.len()].copy_from_slice(few);
        let (begun, after) = begin::<C>(hi, lo, &padded);
        plain &= finish(begun, &mut results);
        out_few.copy_from_slice(&results[..few.len()]);
        [hi, lo] = after[few.len() - 1];
    }
    *head = Head {
        hi,
        lo,
        partial: 0.0,
        rows: head.rows.wrapping_add(8 * x.len() as u64),
    };
    plain
}

/// Whole segments from a segment's start, one after the other. `false` where a row is one that the row function would
/// treat specially: then `out` and `head` mean nothing.
#[inline(always)]
fn one_by_one(head: &mut Head, x: &[[f64; 8]], out: &mut [[f64; 8]]) -> bool {
    let mut known = true;
    for (out, x) in out.iter_mut().zip(x) {
        let mut partial = 0.0;
        for (y, x) in out.iter_mut().zip(x) {
            partial += x;
            *y = finite(head.hi + (head.lo + partial));
            known &= !y.is_nan();
        }
        (head.hi, head.lo) = two_sum(head.hi, head.lo + partial);
    }
    head.rows = head.rows.wrapping_add(8 * x.len() as u64);
    known
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
            let (whole, results) = (x[at..].as_chunks::<8>().0, out[at..].as_chunks_mut::<8>().0);
            let mut after = head;
            let mut done = side_by_side::<C>(&mut after, whole, results);
            if !done {
                after = head;
                done = one_by_one(&mut after, whole, results);
            }
            if done {
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

impl<C: Cpu> Single for Sum<C> {
    type Operand = f64;
    type Result = f64;
    #[inline(always)]
    fn next(&mut self, x: f64, keep: bool) -> f64 {
        let mut head = self.head;
        let y = head.row(x);
        if keep {
            self.head = head;
        }
        y
    }
    fn write(&self, out: &mut StateWriter) {
        self.write_state(out);
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.read_state(state)
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
