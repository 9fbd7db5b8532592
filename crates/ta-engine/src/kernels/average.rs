//! Exponential averages in innovation form (numerics B1).
//!
//! The row function tracks `v = y − x`, so a constant's average is that constant, exactly. Rows count from
//! history's start in segments of eight; within one, every row is computed from the segment's base, which
//! lets a block run a segment's rows side by side with the same bits.

use super::cell::Cell;
use super::factory::LaneSpec;
use super::{BlockFile, BlockInstruction, RowFile, RowInstruction, finite};
use super::{StateError, StateReader, StateWriter};
use crate::cpu::{Cpu, Lanes, Work};
use std::marker::PhantomData;

/// Below this a base is zero: what decays must not end in subnormals.
const FLUSH: f64 = 1e-271;

/// More rows than any history has: a state that claims more is refused.
const ROWS: u64 = 1 << 53;

/// What a row leaves to the next.
#[derive(Clone, Copy)]
pub(super) struct Head {
    /// The last observed value; while seeding, the first.
    pub last: f64,
    pub base: f64,
    pub q: f64,
    pub power: f64,
    /// While seeding: Σ(x − x₀).
    pub sum: f64,
    /// Observed rows so far.
    pub rows: u64,
}

/// Before the first row.
pub(super) const START: Head = Head {
    last: 0.0,
    base: 0.0,
    q: 0.0,
    power: 1.0,
    sum: 0.0,
    rows: 0,
};

/// What does not change.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub n: u64,
    pub beta: f64,
    /// 1, β, …, β⁷ by sequential products, as the row function makes them.
    powers: [f64; 8],
}

impl Shape {
    pub(super) fn of(lane: &LaneSpec) -> Shape {
        let beta = lane.scalars[1];
        let mut powers = [1.0; 8];
        for row in 1..8 {
            powers[row] = powers[row - 1] * beta;
        }
        Shape {
            n: (lane.scalars[0] as u64).max(1),
            beta,
            powers,
        }
    }
}

impl Head {
    /// The row function. An average that leaves the finite numbers starts over at the next row, so a spike
    /// does not silence it for ever.
    #[inline(always)]
    pub(super) fn row<C: Cpu>(&mut self, x: f64, shape: &Shape) -> f64 {
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

impl Head {
    /// Writes the state: last value, base, q, power, seed sum, observed rows, and the two it was made for.
    pub(super) fn write(&self, shape: &Shape, out: &mut StateWriter) {
        [self.last, self.base, self.q, self.power, self.sum]
            .iter()
            .for_each(|value| value.write(out));
        out.u64(self.rows);
        out.u64(shape.n);
        shape.beta.write(out);
    }

    pub(super) fn read(shape: &Shape, state: &mut StateReader<'_>) -> Result<Head, StateError> {
        let mut values = [0.0; 5];
        for value in &mut values {
            *value = f64::read(state)?;
        }
        let [last, base, q, power, sum] = values;
        let rows = state.u64()?;
        let offset = state.at;
        let same_length = state.u64()? == shape.n;
        let beta = f64::read(state)?;
        // What a row function leaves: a count that cannot wrap, and a fresh segment where one begins.
        let fresh = q.to_bits() == 0 && power == 1.0;
        let begins = rows < shape.n || rows.is_multiple_of(8);
        if rows > ROWS || (begins && !fresh) {
            return Err(StateError { offset });
        }
        if !same_length || (beta != shape.beta && !(beta.is_nan() && shape.beta.is_nan())) {
            return Err(StateError { offset });
        }
        Ok(Head {
            last,
            base,
            q,
            power,
            sum,
            rows,
        })
    }
}

/// `rec.average`.
pub(super) struct Average<C> {
    input: usize,
    output: usize,
    shape: Shape,
    head: Head,
    cpu: PhantomData<fn() -> C>,
}

impl<C: Cpu> Average<C> {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        Self {
            input: lane.inputs[0],
            output: lane.output,
            shape: Shape::of(lane),
            head: START,
            cpu: PhantomData,
        }
    }
}

struct AverageBlock<'a> {
    head: &'a mut Head,
    shape: &'a Shape,
    x: &'a [f64],
    out: &'a mut [f64],
}

/// Eight segments of which the results are still to be made: vector j has row j of every segment.
struct Begun<C: Cpu> {
    q: [C::Lanes; 8],
    base: C::Lanes,
}

/// Begins eight segments behind the seed, the last lane of `before` the row there, `base` the first's: their chains,
/// each segment's own and the one through all of them. With the base behind each of the segments.
#[inline(always)]
fn begin<C: Cpu>(shape: &Shape, base: f64, before: C::Lanes, x: &[[f64; 8]; 8]) -> (Begun<C>, [f64; 8]) {
    let mut q = [C::Lanes::splat(0.0); 8];
    for (rows, x) in q.iter_mut().zip(x) {
        *rows = C::Lanes::load(x);
    }
    let across = C::Lanes::transposed(q);
    let beta = C::Lanes::splat(shape.beta);
    q[0] = across[7].after(before).less(across[0]);
    for j in 1..8 {
        q[j] = q[j - 1].fma(beta, across[j - 1].less(across[j]));
    }
    let (mut ends, mut bases) = ([0.0; 8], [base; 9]);
    q[7].store(&mut ends);
    for segment in 0..8 {
        bases[segment + 1] = shape.beta * C::fma(shape.powers[7], bases[segment], ends[segment]);
    }
    let [b0, b1, b2, b3, b4, b5, b6, b7, b8] = bases;
    let base = C::Lanes::of([b0, b1, b2, b3, b4, b5, b6, b7]);
    (Begun { q, base }, [b1, b2, b3, b4, b5, b6, b7, b8])
}

/// The results of eight segments. `false` where one is missing, or a base may have to be flushed, which is found here,
/// for a choice within the chain through bases would be waited for by all that follow.
#[inline(always)]
fn finish<C: Cpu>(begun: Begun<C>, shape: &Shape, x: &[[f64; 8]; 8], out: &mut [[f64; 8]; 8]) -> bool {
    let beta = C::Lanes::splat(shape.beta);
    let mut y = begun.q;
    for (v, &power) in y.iter_mut().zip(&shape.powers) {
        *v = C::Lanes::splat(power).fma(begun.base, *v);
    }
    y = C::Lanes::transposed(y);
    for ((y, x), out) in y.iter_mut().zip(x).zip(out) {
        *y = beta.fma(*y, C::Lanes::load(x)).finite();
        y.store(out);
    }
    !C::Lanes::any_missing(&y) & !begun.base.any_below(FLUSH)
}

/// Whole segments, eight side by side, from a segment's start behind the seed. `false` as of [`finish`].
#[inline(always)]
fn whole_segments<C: Cpu>(head: &mut Head, shape: &Shape, x: &[[f64; 8]], out: &mut [[f64; 8]]) -> bool {
    let Some(last) = x.last() else { return true };
    let (groups, few) = x.as_chunks::<8>();
    let results = out;
    // The rows before are read anew rather than carried, lest segments wait for the chain through bases; and results
    // are made while that waits.
    let before = |group: usize| match group {
        0 => C::Lanes::splat(head.last),
        group => C::Lanes::load(&groups[group - 1][7]),
    };
    let mut base = head.base;
    let mut plain = true;
    if !groups.is_empty() {
        let (mut begun, mut bases) = begin::<C>(shape, base, before(0), &groups[0]);
        for group in 1..groups.len() {
            let (next, after) = begin::<C>(shape, bases[7], before(group), &groups[group]);
            plain &= finish(
                begun,
                shape,
                &groups[group - 1],
                &mut results.as_chunks_mut::<8>().0[group - 1],
            );
            (begun, bases) = (next, after);
        }
        let whole = groups.len() - 1;
        base = bases[7];
        // The segments that are left, with so many of those before them that they are eight: which come out once more as
        // they did.
        if let (Some(rest), Some(behind)) = (x.last_chunk::<8>(), few.len().checked_sub(1)) {
            let row_before = C::Lanes::load(&x[x.len() - 9]);
            let (next, after) = begin::<C>(shape, bases[behind], row_before, rest);
            plain &= finish(
                begun,
                shape,
                &groups[whole],
                &mut results.as_chunks_mut::<8>().0[whole],
            );
            let again = results.last_chunk_mut::<8>().expect("as many as operands");
            plain &= finish(next, shape, rest, again);
            base = after[7];
        } else {
            plain &= finish(
                begun,
                shape,
                &groups[whole],
                &mut results.as_chunks_mut::<8>().0[whole],
            );
        }
    } else if !few.is_empty() {
        let (mut padded, mut eight) = ([[0.0; 8]; 8], [[0.0; 8]; 8]);
        padded[..few.len()].copy_from_slice(few);
        let (begun, bases) = begin::<C>(shape, base, before(0), &padded);
        plain &= finish(begun, shape, &padded, &mut eight);
        results[..few.len()].copy_from_slice(&eight[..few.len()]);
        base = bases[few.len() - 1];
    }
    *head = Head {
        last: last[7],
        base,
        rows: head.rows + 8 * x.len() as u64,
        ..*head
    };
    // The base behind the last segment is not among those that were looked at.
    plain & (base.to_bits() == 0 || base.abs() >= FLUSH)
}

/// Rows of one segment behind the seed. Whether no result is missing.
#[inline(always)]
fn within_segment<C: Cpu>(head: &mut Head, shape: &Shape, x: &[f64], out: &mut [f64]) -> bool {
    let mut v = 0.0;
    let mut known = true;
    for (y, &x) in out.iter_mut().zip(x) {
        head.q = C::fma(head.q, shape.beta, head.last - x);
        v = C::fma(head.power, head.base, head.q);
        *y = finite(C::fma(shape.beta, v, x));
        known &= !y.is_nan();
        head.power *= shape.beta;
        head.last = x;
    }
    head.rows += x.len() as u64;
    if head.rows.is_multiple_of(8) && !x.is_empty() {
        head.base = shape.beta * v;
        (head.q, head.power) = (0.0, 1.0);
        if head.rows.is_multiple_of(64) && head.base.abs() < FLUSH {
            head.base = 0.0;
        }
    }
    known
}

/// Rows behind the seed: what is left of a segment, whole ones, and the beginning of another. `false` where a row is
/// one that the row function would treat specially: then `out` and `head` mean nothing.
#[inline(always)]
fn behind_seed<C: Cpu>(head: &mut Head, shape: &Shape, x: &[f64], out: &mut [f64]) -> bool {
    let begun = x.len().min(((8 - head.rows % 8) % 8) as usize);
    let ((x_begun, x), (out_begun, out)) = (x.split_at(begun), out.split_at_mut(begun));
    if !within_segment::<C>(head, shape, x_begun, out_begun) {
        return false;
    }
    let ((x, x_rest), (out, out_rest)) = (x.as_chunks::<8>(), out.as_chunks_mut::<8>());
    whole_segments::<C>(head, shape, x, out) && within_segment::<C>(head, shape, x_rest, out_rest)
}

/// How much of a block runs by segments.
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
            if head.rows >= shape.n {
                let run = match tries {
                    Tries::All => rows - i,
                    Tries::Known => x[i..].iter().position(|x| x.is_nan()).unwrap_or(rows - i),
                    Tries::None => 0,
                };
                if run > 0 {
                    let mut after = head;
                    if behind_seed::<C>(&mut after, shape, &x[i..i + run], &mut out[i..i + run]) {
                        head = after;
                        i += run;
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
    shape: &'a Shape,
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
            shape: &self.shape,
            x,
        });
    }
    fn peek(&mut self, file: &mut RowFile) {
        let mut spare = self.head;
        let x = file.floats[self.input];
        file.floats[self.output] = C::run(AverageRow {
            head: &mut spare,
            shape: &self.shape,
            x,
        });
    }
    fn save(&self, out: &mut StateWriter) {
        self.head.write(&self.shape, out);
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.head = Head::read(&self.shape, state)?;
        Ok(())
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
            shape: &self.shape,
            x: &f64::cells(file, self.input)[..rows],
            out: &mut block.0[..rows],
        });
        f64::put(file, self.output, block);
    }
    fn save(&self, out: &mut StateWriter) {
        self.head.write(&self.shape, out);
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.head = Head::read(&self.shape, state)?;
        Ok(())
    }
    fn reset(&mut self) {
        self.head = START;
    }
}
