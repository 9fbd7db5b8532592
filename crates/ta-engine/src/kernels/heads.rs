//! Exponential averages eight side by side: of as many runs, or as many lanes of one run. Each is computed as
//! [`Head::row`](super::average::Head::row) computes it, to the bit; rows that are none of the usual go through that.
#![allow(clippy::needless_range_loop)] // lanes of several lists at once

use super::across::{AcrossInstruction, PACK, Side, Turn};
use super::average::{FLUSH, Head, START, Shape};
use super::cell::Cell;
use super::eight::{Reads, Writes};
use super::factory::LaneSpec;
use super::{BlockFile, RowFile, RowInstruction, StateError, StateReader, StateWriter};
use crate::cpu::lanes::{Lanes, Vector};
use crate::cpu::{Cpu, Work};
use std::marker::PhantomData;

/// Eight heads.
#[derive(Clone, Copy)]
struct Heads {
    last: Side,
    base: Side,
    q: Side,
    power: Side,
    sum: Side,
    /// Rows of the segment so far.
    phase: Side,
    rows: [u64; PACK],
    /// Of all of them.
    seeded: bool,
}

impl Heads {
    fn new() -> Heads {
        Heads {
            last: Side([START.last; PACK]),
            base: Side([START.base; PACK]),
            q: Side([START.q; PACK]),
            power: Side([START.power; PACK]),
            sum: Side([START.sum; PACK]),
            phase: Side([0.0; PACK]),
            rows: [START.rows; PACK],
            seeded: false,
        }
    }

    #[inline(always)]
    fn get(&self, lane: usize) -> Head {
        Head {
            last: self.last.0[lane],
            base: self.base.0[lane],
            q: self.q.0[lane],
            power: self.power.0[lane],
            sum: self.sum.0[lane],
            rows: self.rows[lane],
        }
    }

    /// `seeded` says from which count on each of them is.
    #[inline(always)]
    fn set(&mut self, lane: usize, head: Head, seeded: &[u64; PACK]) {
        self.last.0[lane] = head.last;
        self.base.0[lane] = head.base;
        self.q.0[lane] = head.q;
        self.power.0[lane] = head.power;
        self.sum.0[lane] = head.sum;
        self.phase.0[lane] = (head.rows % 8) as f64;
        self.rows[lane] = head.rows;
        self.seeded = self.rows.iter().zip(seeded).all(|(rows, n)| rows >= n);
    }

    /// The next row of all. `None`, and nothing has advanced, where one is missing or not behind its seed, would be, or
    /// may have to be flushed.
    #[inline(always)]
    fn usual<C: Cpu>(&mut self, beta: C::Eight, x: C::Eight, keep: bool) -> Option<C::Eight> {
        if !self.seeded {
            return None;
        }
        let mut flushes = false;
        for lane in 0..PACK {
            flushes |= self.rows[lane] & 63 == 63;
        }
        let (base, power) = (C::Eight::load(&self.base.0), C::Eight::load(&self.power.0));
        let q = C::Eight::load(&self.q.0).fma(beta, C::Eight::load(&self.last.0) - x);
        let v = power.fma(base, q);
        let y = beta.fma(v, x).finite();
        let ends = beta * v;
        // What is flushed is the base of a segment that begins.
        if y.any_missing() || flushes && ends.abs().less(C::Eight::splat(FLUSH)) != 0 {
            return None;
        }
        if keep {
            // Behind the eighth row of a segment the next one begins.
            let (zero, one) = (C::Eight::splat(0.0), C::Eight::splat(1.0));
            let (phase, last) = (C::Eight::load(&self.phase.0), C::Eight::splat(6.5));
            x.store(&mut self.last.0);
            phase.where_greater(last, ends, base).store(&mut self.base.0);
            phase.where_greater(last, zero, q).store(&mut self.q.0);
            phase
                .where_greater(last, one, power * beta)
                .store(&mut self.power.0);
            phase
                .where_greater(last, zero, phase + one)
                .store(&mut self.phase.0);
            for rows in &mut self.rows {
                *rows += 1;
            }
        }
        Some(y)
    }

    /// One lane's next row.
    #[inline(always)]
    fn single<C: Cpu>(
        &mut self,
        lane: usize,
        x: f64,
        shape: &Shape,
        keep: bool,
        seeded: &[u64; PACK],
    ) -> f64 {
        let mut head = self.get(lane);
        let y = head.row::<C>(x, shape);
        if keep {
            self.set(lane, head, seeded);
        }
        y
    }
}

/// An average of many runs.
pub(super) struct AveragePacks<C> {
    input: usize,
    output: usize,
    shape: Shape,
    heads: Box<[Heads]>,
    cpu: PhantomData<fn() -> C>,
}

impl<C: Cpu> AveragePacks<C> {
    pub(super) fn new(lane: &LaneSpec, runs: usize) -> Self {
        Self {
            input: lane.inputs[0],
            output: lane.output,
            shape: Shape::of(lane),
            heads: vec![Heads::new(); runs.div_ceil(PACK)].into(),
            cpu: PhantomData,
        }
    }
}

struct Runs<'a> {
    heads: &'a mut [Heads],
    shape: &'a Shape,
    turn: Turn<'a>,
    x: &'a [f64],
    out: &'a mut [f64],
}

impl Work for Runs<'_> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let Runs {
            heads,
            shape,
            turn,
            x,
            out,
        } = self;
        let (beta, seeded) = (C::Eight::splat(shape.beta), [shape.n; PACK]);
        let whole = turn.packs * PACK;
        let (xs, outs) = (x[..whole].as_chunks().0, out[..whole].as_chunks_mut().0);
        let (runs, singles) = turn.runs.split_at(whole);
        for ((runs, x), out) in runs.chunks_exact(PACK).zip(xs).zip(outs) {
            let heads = &mut heads[runs[0] as usize / PACK];
            if let Some(y) = heads.usual::<C>(beta, C::Eight::load(x), turn.keep) {
                y.store(out);
            } else {
                for lane in 0..PACK {
                    out[lane] = heads.single::<C>(lane, x[lane], shape, turn.keep, &seeded);
                }
            }
        }
        for ((&run, &x), out) in singles.iter().zip(&x[whole..]).zip(&mut out[whole..]) {
            let (pack, lane) = (run as usize / PACK, run as usize % PACK);
            *out = heads[pack].single::<C>(lane, x, shape, turn.keep, &seeded);
        }
    }
}

impl<C: Cpu> AcrossInstruction for AveragePacks<C> {
    fn across(&mut self, file: &mut BlockFile<'_>, turn: Turn<'_>) {
        let rows = file.rows;
        let mut block = f64::take(file, self.output);
        C::run(Runs {
            heads: &mut self.heads,
            shape: &self.shape,
            turn,
            x: &f64::cells(file, self.input)[..rows],
            out: &mut block.0[..rows],
        });
        f64::put(file, self.output, block);
    }
    fn save(&self, run: usize, out: &mut StateWriter) {
        let head = self.heads[run / PACK].get(run % PACK);
        head.write(&self.shape, out);
    }
    fn load(&mut self, run: usize, state: &mut StateReader<'_>) -> Result<(), StateError> {
        let head = Head::read(&self.shape, state)?;
        self.heads[run / PACK].set(run % PACK, head, &[self.shape.n; PACK]);
        Ok(())
    }
}

/// Up to eight averages of a row, whose operands are at hand together.
pub(super) struct AverageLanes<C> {
    /// Register of each one's operand. Where there is no lane it is another's, for what is computed twice costs less than
    /// to see what is not.
    reads: Reads,
    writes: Writes,
    lanes: usize,
    shapes: [Shape; PACK],
    betas: Side,
    seeded: [u64; PACK],
    heads: Heads,
    cpu: PhantomData<fn() -> C>,
}

impl<C: Cpu> AverageLanes<C> {
    /// # Panics
    /// For more than eight lanes, or none.
    pub(super) fn new(lanes: &[&LaneSpec]) -> Self {
        let sides: [&LaneSpec; PACK] = std::array::from_fn(|at| lanes[at % lanes.len()]);
        let shapes = sides.map(Shape::of);
        Self {
            reads: Reads::new(sides.map(|lane| lane.inputs[0])),
            writes: Writes::new(sides.map(|lane| lane.output), lanes.len()),
            lanes: lanes.len(),
            betas: Side(shapes.map(|shape| shape.beta)),
            seeded: shapes.map(|shape| shape.n),
            shapes,
            heads: Heads::new(),
            cpu: PhantomData,
        }
    }
}

/// Two references and nothing else, so that it is handed on in registers.
struct OneRow<'a, C, const KEEP: bool> {
    lanes: &'a mut AverageLanes<C>,
    file: &'a mut RowFile,
}

impl<D: Cpu, const KEEP: bool> Work for OneRow<'_, D, KEEP> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let OneRow { lanes, file } = self;
        let floats = &mut file.floats[..];
        let x: C::Eight = lanes.reads.read(floats);
        let y = match lanes.heads.usual::<C>(C::Eight::load(&lanes.betas.0), x, KEEP) {
            Some(y) => y,
            None => C::run(OneByOne { lanes, x, keep: KEEP }),
        };
        lanes.writes.write(floats, y);
    }
}

/// A row that is not usual.
struct OneByOne<'a, C, V> {
    lanes: &'a mut AverageLanes<C>,
    x: V,
    keep: bool,
}

impl<D: Cpu, V: Vector> Work for OneByOne<'_, D, V> {
    type Output = V;
    #[inline(always)]
    fn work<C: Cpu>(self) -> V {
        let OneByOne { lanes, x, keep } = self;
        let (mut row, mut out) = ([0.0; PACK], [0.0; PACK]);
        x.store(&mut row);
        for lane in 0..PACK {
            out[lane] = lanes
                .heads
                .single::<C>(lane, row[lane], &lanes.shapes[lane], keep, &lanes.seeded);
        }
        V::load(&out)
    }
}

impl<C: Cpu> RowInstruction for AverageLanes<C> {
    fn row(&mut self, file: &mut RowFile) {
        C::run(OneRow::<C, true> { lanes: self, file });
    }
    fn peek(&mut self, file: &mut RowFile) {
        C::run(OneRow::<C, false> { lanes: self, file });
    }
    fn save(&self, out: &mut StateWriter) {
        for lane in 0..self.lanes {
            self.heads.get(lane).write(&self.shapes[lane], out);
        }
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        for lane in 0..self.lanes {
            let head = Head::read(&self.shapes[lane], state)?;
            for side in (lane..PACK).step_by(self.lanes) {
                self.heads.set(side, head, &self.seeded);
            }
        }
        Ok(())
    }
    fn reset(&mut self) {
        self.heads = Heads::new();
    }
}
