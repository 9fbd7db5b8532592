//! Exponential averages in innovation form (numerics B1).
//!
//! The row function tracks `v = y − x`, so a constant's average is that constant, exactly. Rows count from
//! history's start in segments of eight; within one, every row is computed from the segment's base, which
//! lets a block run a segment's rows side by side with the same bits.

use super::cell::Cell;
use super::factory::LaneSpec;
use super::{BLOCK, BlockFile, BlockInstruction, RowFile, RowInstruction, finite};
use super::{StateError, StateReader, StateWriter};
use crate::cpu::{Cpu, Work};
use std::marker::PhantomData;

/// Below this a base is zero: what decays must not end in subnormals.
const FLUSH: f64 = 1e-271;

/// More rows than any history has: a state that claims more is refused.
const ROWS: u64 = 1 << 53;

#[derive(Clone, Copy)]
struct Head {
    /// The last observed value; while seeding, the first.
    last: f64,
    base: f64,
    q: f64,
    power: f64,
    /// While seeding: Σ(x − x₀).
    sum: f64,
    /// Observed rows so far.
    rows: u64,
}

const START: Head = Head {
    last: 0.0,
    base: 0.0,
    q: 0.0,
    power: 1.0,
    sum: 0.0,
    rows: 0,
};

/// What does not change.
#[derive(Clone, Copy)]
struct Shape {
    n: u64,
    beta: f64,
}

impl Head {
    /// The row function. An average that leaves the finite numbers starts over at the next row, so a spike
    /// does not silence it for ever.
    #[inline(always)]
    fn row<C: Cpu>(&mut self, x: f64, shape: Shape) -> f64 {
        if x.is_nan() {
            return f64::NAN;
        }
        let row = self.rows;
        self.rows = row.wrapping_add(1);
        let mut y;
        if row < shape.n {
            if row == 0 {
                self.last = x;
            }
            self.sum += x - self.last;
            if !self.sum.is_finite() {
                *self = START;
                return f64::NAN;
            }
            if self.rows < shape.n {
                return f64::NAN;
            }
            y = self.last + self.sum / shape.n as f64;
            *self = Head {
                last: x,
                base: y - x,
                q: 0.0,
                power: 1.0,
                sum: 0.0,
                rows: self.rows,
            };
            // A missing β makes every row missing, the seed's too, though the seed does not need it.
            if !self.base.is_finite() || shape.beta.is_nan() {
                y = f64::NAN;
            }
        } else {
            let d = self.last - x;
            self.q = C::fma(self.q, shape.beta, d);
            let v = C::fma(self.power, self.base, self.q);
            y = C::fma(shape.beta, v, x);
            self.power *= shape.beta;
            self.last = x;
            if row % 8 == 7 {
                self.base = shape.beta * v;
                self.q = 0.0;
                self.power = 1.0;
            }
        }
        if row % 64 == 63 && self.base.abs() < FLUSH {
            self.base = 0.0;
        }
        let y = finite(y);
        if y.is_nan() {
            *self = START;
        }
        y
    }
}

/// Bytes that [`Average::new`] allocates.
pub(super) const BYTES: u64 = 3 * size_of::<[f64; BLOCK]>() as u64;

/// `rec.average`. State: last value, base, q, power, seed sum, observed rows, and the two it was made for.
pub(super) struct Average<C> {
    input: usize,
    output: usize,
    shape: Shape,
    /// 1, β, …, β⁷ by sequential products, as the row function makes them, for each segment of a block.
    powers: Box<[f64; BLOCK]>,
    /// Of a block's rows the base and q.
    scratch: Box<[[f64; BLOCK]; 2]>,
    head: Head,
    cpu: PhantomData<fn() -> C>,
}

impl<C: Cpu> Average<C> {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        let shape = Shape {
            n: (lane.scalars[0] as u64).max(1),
            beta: lane.scalars[1],
        };
        let mut powers = Box::new([1.0; BLOCK]);
        for row in (0..BLOCK).filter(|row| row % 8 != 0) {
            powers[row] = powers[row - 1] * shape.beta;
        }
        let (input, output) = (lane.inputs[0], lane.output);
        Self {
            input,
            output,
            shape,
            powers,
            scratch: Box::new([[0.0; BLOCK]; 2]),
            head: START,
            cpu: PhantomData,
        }
    }

    fn write_state(&self, out: &mut StateWriter) {
        let head = self.head;
        [head.last, head.base, head.q, head.power, head.sum]
            .iter()
            .for_each(|value| value.write(out));
        out.u64(head.rows);
        out.u64(self.shape.n);
        self.shape.beta.write(out);
    }

    fn read_state(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        let mut values = [0.0; 5];
        for value in &mut values {
            *value = f64::read(state)?;
        }
        let [last, base, q, power, sum] = values;
        let rows = state.u64()?;
        let offset = state.at;
        let same_length = state.u64()? == self.shape.n;
        let beta = f64::read(state)?;
        // What a row function leaves: a count that cannot wrap, and a fresh segment where one begins.
        let fresh = q.to_bits() == 0 && power == 1.0;
        let begins = rows < self.shape.n || rows.is_multiple_of(8);
        if rows > ROWS || (begins && !fresh) {
            return Err(StateError { offset });
        }
        if !same_length || (beta != self.shape.beta && !(beta.is_nan() && self.shape.beta.is_nan())) {
            return Err(StateError { offset });
        }
        self.head = Head {
            last,
            base,
            q,
            power,
            sum,
            rows,
        };
        Ok(())
    }
}

struct AverageBlock<'a> {
    head: &'a mut Head,
    shape: Shape,
    powers: &'a [f64; BLOCK],
    scratch: &'a mut [[f64; BLOCK]; 2],
    x: &'a [f64],
    out: &'a mut [f64],
}

/// Whole segments, side by side, from a segment's start behind the seed. `false` where a row is one that
/// the row function would treat specially: then `out` and `head` mean nothing.
#[inline(always)]
fn whole_segments<C: Cpu>(
    head: &mut Head,
    shape: Shape,
    powers: &[f64; BLOCK],
    scratch: &mut [[f64; BLOCK]; 2],
    x: &[[f64; 8]],
    out: &mut [[f64; 8]],
) -> bool {
    let [bases, fading] = scratch;
    let (bases, fading) = (bases.as_chunks_mut::<8>().0, fading.as_chunks_mut::<8>().0);
    let beta = shape.beta;
    let mut base = head.base;
    let mut from = 0;
    while from < x.len() {
        // Up to where a base is flushed, the chain through segments is one product and one fma for each; the
        // rows of each are a chain of their own.
        let to = x.len().min(from + (8 - (head.rows / 8 % 8) as usize));
        let places = fading[from..to].iter_mut().zip(&mut bases[from..to]);
        for (segment, (q, base_of)) in (from..to).zip(places) {
            let x_of = &x[segment];
            // Read anew rather than carried, lest these chains wait for the other.
            q[0] = if segment == 0 {
                head.last
            } else {
                x[segment - 1][7]
            } - x_of[0];
            for j in 1..8 {
                q[j] = C::fma(q[j - 1], beta, x_of[j - 1] - x_of[j]);
            }
            *base_of = [base; 8];
            base = beta * C::fma(powers[7], base, q[7]);
        }
        head.rows += 8 * (to - from) as u64;
        if head.rows.is_multiple_of(64) && base.abs() < FLUSH {
            base = 0.0;
        }
        from = to;
    }
    head.last = x[x.len() - 1][7];
    head.base = base;
    let (x, out) = (x.as_flattened(), out.as_flattened_mut());
    results::<C>(beta, powers, bases.as_flattened(), fading.as_flattened(), x, out);
    !out.iter().fold(false, |bad, y| bad | y.is_nan())
}

/// What remains when a row's base and q are known. One loop over slices: what vectorizes.
#[inline(always)]
fn results<C: Cpu>(beta: f64, powers: &[f64], bases: &[f64], q: &[f64], x: &[f64], out: &mut [f64]) {
    let rows = out.len();
    let [powers, bases, q, x] = [powers, bases, q, x].map(|s| &s[..rows]);
    for i in 0..rows {
        let v = C::fma(powers[i], bases[i], q[i]);
        out[i] = finite(C::fma(beta, v, x[i]));
    }
}

/// How much of a block runs by whole segments.
#[derive(Clone, Copy)]
enum Tries {
    All,
    Known,
    None,
}

impl Tries {
    fn fewer(self) -> Self {
        match self {
            Tries::All => Tries::Known,
            _ => Tries::None,
        }
    }
}

impl Work for AverageBlock<'_> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let (x, out, shape) = (self.x, self.out, self.shape);
        let mut head = *self.head;
        let rows = x.len();
        let mut i = 0;
        // Whether all rows that remain, those before the next missing one, or none are tried side by side.
        let mut tries = Tries::All;
        while i < rows {
            if head.rows >= shape.n && head.rows.is_multiple_of(8) {
                let run = match tries {
                    Tries::All => rows - i,
                    Tries::Known => x[i..].iter().position(|x| x.is_nan()).unwrap_or(rows - i),
                    Tries::None => 0,
                };
                if run >= 8 {
                    let mut after = head;
                    let (whole, _) = x[i..i + run].as_chunks::<8>();
                    let (results, _) = out[i..i + run].as_chunks_mut::<8>();
                    if whole_segments::<C>(&mut after, shape, self.powers, self.scratch, whole, results) {
                        head = after;
                        i += 8 * whole.len();
                    } else {
                        tries = tries.fewer();
                    }
                    continue;
                }
            }
            out[i] = head.row::<C>(x[i], shape);
            i += 1;
        }
        *self.head = head;
    }
}

struct AverageRow<'a> {
    head: &'a mut Head,
    shape: Shape,
    x: f64,
}

impl Work for AverageRow<'_> {
    type Output = f64;
    #[inline(always)]
    fn work<C: Cpu>(self) -> f64 {
        self.head.row::<C>(self.x, self.shape)
    }
}

impl<C: Cpu> RowInstruction for Average<C> {
    fn row(&mut self, file: &mut RowFile) {
        let x = file.floats[self.input];
        file.floats[self.output] = C::run(AverageRow {
            head: &mut self.head,
            shape: self.shape,
            x,
        });
    }
    fn peek(&mut self, file: &mut RowFile) {
        let mut spare = self.head;
        let x = file.floats[self.input];
        file.floats[self.output] = C::run(AverageRow {
            head: &mut spare,
            shape: self.shape,
            x,
        });
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

impl<C: Cpu> BlockInstruction for Average<C> {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let rows = file.rows;
        let mut block = f64::take(file, self.output);
        C::run(AverageBlock {
            head: &mut self.head,
            shape: self.shape,
            powers: &self.powers,
            scratch: &mut self.scratch,
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
