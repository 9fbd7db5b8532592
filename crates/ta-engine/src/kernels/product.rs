//! A product of every row so far, in twice the precision of a double.
//!
//! As a sum's, rows count from history's start in segments of eight: a row's result is the product of the segments before
//! its own times its segment's, so that a block runs segments side by side with the same bits.

use super::cell::Cell;
use super::factory::LaneSpec;
use super::machine::known;
use super::{BlockFile, BlockInstruction, RowFile, RowInstruction, finite};
use super::{StateError, StateReader, StateWriter};
use crate::cpu::{Cpu, Lanes, Work};
use std::marker::PhantomData;

/// Nearer to 0 than this a product's second half would be lost: what is not 0 is missing from there on, as one that overflows.
const LEAST: f64 = 1e-250;

/// More rows than any history has: a state that claims more is refused.
const ROWS: u64 = 1 << 53;

/// A number in two halves, of which the first is the sum rounded.
#[derive(Clone, Copy)]
struct Halves {
    hi: f64,
    lo: f64,
}

const ONE: Halves = Halves { hi: 1.0, lo: 0.0 };

impl Halves {
    /// Times a number.
    #[inline(always)]
    fn scaled<C: Cpu>(self, x: f64) -> Halves {
        let product = self.hi * x;
        let tail = C::fma(self.lo, x, C::fma(self.hi, x, -product));
        let hi = product + tail;
        Halves {
            hi,
            lo: tail - (hi - product),
        }
    }
    #[inline(always)]
    fn times<C: Cpu>(self, other: Halves) -> Halves {
        let product = self.hi * other.hi;
        let tail = C::fma(self.hi, other.hi, -product) + C::fma(self.hi, other.lo, self.lo * other.hi);
        let hi = product + tail;
        Halves {
            hi,
            lo: tail - (hi - product),
        }
    }
}

/// What the product remembers: that of the whole segments, its first half missing once it is out of reach, that of the
/// rows of this segment, and how many rows there were.
#[derive(Clone, Copy)]
struct Head {
    whole: Halves,
    partial: Halves,
    rows: u64,
}

const START: Head = Head {
    whole: ONE,
    partial: ONE,
    rows: 0,
};

impl Head {
    /// The row function.
    #[inline(always)]
    fn row<C: Cpu>(&mut self, x: f64) -> f64 {
        if x.is_nan() {
            return f64::NAN;
        }
        let zero = x == 0.0 || self.partial.hi == 0.0 || self.whole.hi == 0.0;
        self.partial = self.partial.scaled::<C>(x);
        let product = self.whole.times::<C>(self.partial);
        let y = finite(product.hi);
        let near = |hi: f64| !zero && hi.abs() < LEAST;
        if y.is_nan() || near(y) || near(self.partial.hi) {
            *self = Head {
                whole: Halves {
                    hi: f64::NAN,
                    lo: 0.0,
                },
                partial: ONE,
                rows: self.rows,
            };
        } else if self.rows % 8 == 7 {
            (self.whole, self.partial) = (Halves { hi: y, ..product }, ONE);
        }
        self.rows = self.rows.wrapping_add(1);
        if self.whole.hi.is_nan() { f64::NAN } else { y }
    }
}

/// `cum.product`. State: the product of the whole segments in two halves, the first missing once it is out of reach, that
/// of this segment's rows, and the observed rows.
pub(super) struct Product<C> {
    input: usize,
    output: usize,
    head: Head,
    cpu: PhantomData<fn() -> C>,
}

impl<C: Cpu> Product<C> {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        Self {
            input: lane.inputs[0],
            output: lane.output,
            head: START,
            cpu: PhantomData,
        }
    }
    fn write_state(&self, out: &mut StateWriter) {
        let Head { whole, partial, rows } = self.head;
        whole.hi.write(out);
        for value in [whole.lo, partial.hi, partial.lo] {
            out.f64(value);
        }
        out.u64(rows);
    }
    fn read_state(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        let offset = state.at;
        let whole = Halves {
            hi: f64::read(state)?,
            lo: known(state)?,
        };
        let partial = Halves {
            hi: known(state)?,
            lo: known(state)?,
        };
        let rows = state.u64()?;
        // What a row function leaves: a count that cannot wrap, and no rows where a segment begins.
        let fresh = !rows.is_multiple_of(8) || (partial.hi == 1.0 && partial.lo == 0.0);
        if rows > ROWS || !fresh {
            return Err(StateError { offset });
        }
        self.head = Head { whole, partial, rows };
        Ok(())
    }
}

/// Eight numbers in two halves each.
#[derive(Clone, Copy)]
struct Eight<L> {
    hi: L,
    lo: L,
}

impl<L: Lanes> Eight<L> {
    #[inline(always)]
    fn scaled(self, x: L) -> Self {
        let product = self.hi.times(x);
        let tail = self.lo.fma(x, self.hi.fma(x, L::splat(0.0).less(product)));
        let hi = product.plus(tail);
        Eight {
            hi,
            lo: tail.less(hi.less(product)),
        }
    }
    /// The first half of a product.
    #[inline(always)]
    fn times(self, other: Self) -> L {
        let product = self.hi.times(other.hi);
        let error = self.hi.fma(other.hi, L::splat(0.0).less(product));
        product.plus(error.plus(self.hi.fma(other.lo, self.lo.times(other.hi))))
    }
}

/// Eight segments side by side. With the product behind each of them; `None` where a row is one that the row function
/// would treat specially, or is 0: then `out` means nothing.
#[inline(always)]
fn segments<C: Cpu>(whole: Halves, x: &[[f64; 8]; 8], out: &mut [[f64; 8]; 8]) -> Option<[Halves; 8]> {
    let mut rows = [C::Lanes::splat(0.0); 8];
    for (row, x) in rows.iter_mut().zip(x) {
        *row = C::Lanes::load(x);
    }
    rows = C::Lanes::transposed(rows);
    let least = C::Lanes::splat(LEAST);
    let first = Eight {
        hi: rows[0],
        lo: C::Lanes::splat(0.0),
    };
    let mut partials = [first; 8];
    let mut near = least.any_beyond(first.hi);
    for j in 1..8 {
        partials[j] = partials[j - 1].scaled(rows[j]);
        near |= least.any_beyond(partials[j].hi);
    }
    let (mut his, mut los) = ([0.0; 8], [0.0; 8]);
    partials[7].hi.store(&mut his);
    partials[7].lo.store(&mut los);
    let mut begins = [whole; 9];
    for segment in 0..8 {
        begins[segment + 1] = begins[segment].times::<C>(Halves {
            hi: his[segment],
            lo: los[segment],
        });
    }
    let [a, b, c, d, e, f, g, h, _] = begins;
    let before = [a, b, c, d, e, f, g, h];
    let before = Eight {
        hi: C::Lanes::of(before.map(|begin| begin.hi)),
        lo: C::Lanes::of(before.map(|begin| begin.lo)),
    };
    for (row, partial) in rows.iter_mut().zip(partials) {
        *row = before.times(partial).finite();
        near |= least.any_beyond(*row);
    }
    let known = !C::Lanes::any_missing(&rows);
    for (out, row) in out.iter_mut().zip(C::Lanes::transposed(rows)) {
        row.store(out);
    }
    let [_, behind @ ..] = begins;
    (known && !near).then_some(behind)
}

struct Rows<'a> {
    head: &'a mut Head,
    x: &'a [f64],
    out: &'a mut [f64],
}

impl Work for Rows<'_> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let mut head = *self.head;
        let (x, out) = (self.x, self.out);
        // Up to a segment's start, then whole segments, eight at once, then the rows that begin another.
        let mut at = x.len().min((8 - (head.rows % 8) as usize) % 8);
        for (y, &x) in out[..at].iter_mut().zip(&x[..at]) {
            *y = head.row::<C>(x);
        }
        while at + 8 <= x.len() && head.rows.is_multiple_of(8) {
            let few = ((x.len() - at) / 8).min(8);
            let (mut rows, mut results) = ([[1.0; 8]; 8], [[0.0; 8]; 8]);
            rows.as_flattened_mut()[..8 * few].copy_from_slice(&x[at..at + 8 * few]);
            let Some(behind) = segments::<C>(head.whole, &rows, &mut results) else {
                break;
            };
            out[at..at + 8 * few].copy_from_slice(&results.as_flattened()[..8 * few]);
            head = Head {
                whole: behind[few - 1],
                partial: ONE,
                rows: head.rows.wrapping_add(8 * few as u64),
            };
            at += 8 * few;
        }
        for (y, &x) in out[at..].iter_mut().zip(&x[at..]) {
            *y = head.row::<C>(x);
        }
        *self.head = head;
    }
}

struct One<'a> {
    head: &'a mut Head,
    x: f64,
}

impl Work for One<'_> {
    type Output = f64;
    #[inline(always)]
    fn work<C: Cpu>(self) -> f64 {
        self.head.row::<C>(self.x)
    }
}

impl<C: Cpu> RowInstruction for Product<C> {
    fn row(&mut self, file: &mut RowFile) {
        let x = file.floats[self.input];
        let head = &mut self.head;
        file.floats[self.output] = C::run(One { head, x });
    }
    fn peek(&mut self, file: &mut RowFile) {
        let x = file.floats[self.input];
        let mut spare = self.head;
        file.floats[self.output] = C::run(One { head: &mut spare, x });
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

impl<C: Cpu> BlockInstruction for Product<C> {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let rows = file.rows;
        let mut block = f64::take(file, self.output);
        C::run(Rows {
            head: &mut self.head,
            x: &f64::cells(file, self.input)[..rows],
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
