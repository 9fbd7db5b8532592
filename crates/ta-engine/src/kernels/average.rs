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
pub(super) const FLUSH: f64 = 1e-271;

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

/// Rows of K averages, each of as many.
struct AverageBlock<'a, const K: usize> {
    heads: [&'a mut Head; K],
    shapes: [&'a Shape; K],
    x: [&'a [f64]; K],
    out: [&'a mut [f64]; K],
}

/// Eight segments of which the results are still to be made: vector j has row j of every segment.
#[derive(Clone, Copy)]
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

/// The eight segments at `from`.
#[inline(always)]
fn group(x: &[f64], from: usize) -> &[[f64; 8]; 8] {
    let (segments, _) = x[from..from + 64].as_chunks::<8>();
    segments.first_chunk::<8>().expect("eight times eight rows")
}

/// As [`group`], of results.
#[inline(always)]
fn group_mut(out: &mut [f64], from: usize) -> &mut [[f64; 8]; 8] {
    let (segments, _) = out[from..from + 64].as_chunks_mut::<8>();
    segments.first_chunk_mut::<8>().expect("eight times eight rows")
}

/// The row before `from` in the last lane.
#[inline(always)]
fn before<C: Cpu>(x: &[f64], from: usize) -> C::Lanes {
    C::Lanes::load(x[..from].last_chunk::<8>().expect("a group is before it"))
}

/// Whole segments of K averages, so many from row `from` on, eight side by side, from a segment's start behind the seed.
/// The averages take turns, for each waits for the chain through its own bases. `false` as of [`finish`].
#[inline(always)]
fn whole_segments<C: Cpu, const K: usize>(
    heads: &mut [Head; K],
    shapes: &[&Shape; K],
    x: &[&[f64]; K],
    out: &mut [&mut [f64]; K],
    from: usize,
    segments: usize,
) -> bool {
    if segments == 0 {
        return true;
    }
    let (groups, few) = (segments / 8, segments % 8);
    let end = from + 8 * segments;
    let mut plain = true;
    // Behind each of the segments that were begun last; then, of each average, behind the last of all.
    let mut bases = [[0.0; 8]; K];
    let mut last = [0.0; K];
    if groups > 0 {
        let mut begun = [Begun::<C> {
            q: [C::Lanes::splat(0.0); 8],
            base: C::Lanes::splat(0.0),
        }; K];
        for k in 0..K {
            let before = C::Lanes::splat(heads[k].last);
            (begun[k], bases[k]) = begin::<C>(shapes[k], heads[k].base, before, group(x[k], from));
        }
        // The rows before are read anew rather than carried, lest segments wait for the chain through bases; and results
        // are made while that waits.
        for at in 1..groups {
            let at = from + 64 * at;
            for k in 0..K {
                let (x, shape) = (x[k], shapes[k]);
                let (next, after) = begin::<C>(shape, bases[k][7], before::<C>(x, at), group(x, at));
                plain &= finish(begun[k], shape, group(x, at - 64), group_mut(out[k], at - 64));
                (begun[k], bases[k]) = (next, after);
            }
        }
        let at = from + 64 * (groups - 1);
        for k in 0..K {
            let (x, shape) = (x[k], shapes[k]);
            if few > 0 {
                // The segments that are left, with so many of those before them that they are eight: which come out once
                // more as they did.
                let rest = end - 64;
                let (next, after) =
                    begin::<C>(shape, bases[k][few - 1], before::<C>(x, rest), group(x, rest));
                plain &= finish(begun[k], shape, group(x, at), group_mut(out[k], at));
                (begun[k], bases[k]) = (next, after);
                plain &= finish(begun[k], shape, group(x, rest), group_mut(out[k], rest));
            } else {
                plain &= finish(begun[k], shape, group(x, at), group_mut(out[k], at));
            }
            last[k] = bases[k][7];
        }
    } else {
        for k in 0..K {
            let (mut padded, mut eight) = ([[0.0; 8]; 8], [[0.0; 8]; 8]);
            padded.as_flattened_mut()[..8 * few].copy_from_slice(&x[k][from..end]);
            let (begun, bases) =
                begin::<C>(shapes[k], heads[k].base, C::Lanes::splat(heads[k].last), &padded);
            plain &= finish(begun, shapes[k], &padded, &mut eight);
            out[k][from..end].copy_from_slice(&eight.as_flattened()[..8 * few]);
            last[k] = bases[few - 1];
        }
    }
    for k in 0..K {
        heads[k] = Head {
            last: x[k][end - 1],
            base: last[k],
            rows: heads[k].rows + 8 * segments as u64,
            ..heads[k]
        };
        // The base behind the last segment is not among those that were looked at.
        plain &= last[k].to_bits() == 0 || last[k].abs() >= FLUSH;
    }
    plain
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

/// Rows from `from` to `end` behind the seeds of K averages, which begin at the same row of a segment: what is left of it,
/// whole ones, and the beginning of another. `false` where a row is one that the row function would treat specially:
/// then `out` and `heads` mean nothing.
#[inline(always)]
fn behind_seed<C: Cpu, const K: usize>(
    heads: &mut [Head; K],
    shapes: &[&Shape; K],
    x: &[&[f64]; K],
    out: &mut [&mut [f64]; K],
    from: usize,
    end: usize,
) -> bool {
    let begun = from + (end - from).min(((8 - heads[0].rows % 8) % 8) as usize);
    let segments = (end - begun) / 8;
    let rest = begun + 8 * segments;
    let mut known = true;
    for k in 0..K {
        let (x, out) = (&x[k][from..begun], &mut out[k][from..begun]);
        known &= within_segment::<C>(&mut heads[k], shapes[k], x, out);
    }
    if !known || !whole_segments::<C, K>(heads, shapes, x, out, begun, segments) {
        return false;
    }
    for k in 0..K {
        let (x, out) = (&x[k][rest..end], &mut out[k][rest..end]);
        known &= within_segment::<C>(&mut heads[k], shapes[k], x, out);
    }
    known
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

impl<const K: usize> Work for AverageBlock<'_, K> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let AverageBlock {
            heads,
            shapes,
            x,
            mut out,
        } = self;
        let rows = x[0].len();
        // Together, if no row of either is special.
        if K > 1 {
            let mut after = [START; K];
            let mut together = true;
            for k in 0..K {
                after[k] = *heads[k];
                together &= after[k].rows >= shapes[k].n && after[k].rows % 8 == after[0].rows % 8;
            }
            if together && behind_seed::<C, K>(&mut after, &shapes, &x, &mut out, 0, rows) {
                for k in 0..K {
                    *heads[k] = after[k];
                }
                return;
            }
        }
        for (((head, shape), x), out) in heads.into_iter().zip(shapes).zip(x).zip(out) {
            alone::<C>(head, shape, x, out);
        }
    }
}

/// The rows of one average, whatever they are.
#[inline(always)]
fn alone<C: Cpu>(own: &mut Head, shape: &Shape, x: &[f64], out: &mut [f64]) {
    let mut head = *own;
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
                let mut after = [head];
                if behind_seed::<C, 1>(&mut after, &[shape], &[x], &mut [&mut *out], i, i + run) {
                    [head] = after;
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
    *own = head;
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
            heads: [&mut self.head],
            shapes: [&self.shape],
            x: [&f64::cells(file, self.input)[..rows]],
            out: [&mut block.0[..rows]],
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

/// Two averages of a group by blocks: their chains are gone through together.
pub(super) struct AveragePair<C>([Average<C>; 2]);

impl<C: Cpu> AveragePair<C> {
    pub(super) fn new(first: &LaneSpec, second: &LaneSpec) -> Self {
        Self([Average::new(first), Average::new(second)])
    }
}

impl<C: Cpu> BlockInstruction for AveragePair<C> {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let rows = file.rows;
        let [one, other] = &mut self.0;
        let mut blocks = [one.output, other.output].map(|output| f64::take(file, output));
        let [first, second] = &mut blocks;
        C::run(AverageBlock {
            heads: [&mut one.head, &mut other.head],
            shapes: [&one.shape, &other.shape],
            x: [
                &f64::cells(file, one.input)[..rows],
                &f64::cells(file, other.input)[..rows],
            ],
            out: [&mut first.0[..rows], &mut second.0[..rows]],
        });
        let [first, second] = blocks;
        f64::put(file, one.output, first);
        f64::put(file, other.output, second);
    }
    fn save(&self, out: &mut StateWriter) {
        self.0
            .iter()
            .for_each(|average| BlockInstruction::save(average, out));
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.0
            .iter_mut()
            .try_for_each(|average| BlockInstruction::load(average, state))
    }
    fn reset(&mut self) {
        self.0.iter_mut().for_each(BlockInstruction::reset);
    }
}
