//! Windows of a family, eight runs side by side: the rings of [`rows`](super::rows), each slot of which has a number of
//! every run of a pack.
//!
//! Loops stand written out as in [`rows`](super::rows).
#![allow(clippy::needless_range_loop)]

use super::Shape;
use super::family::Family;
use super::rows::{Cells, CellsMut, Folds, Ring, single};
use crate::cpu::lanes::{Lanes, Row, Vector};
use crate::cpu::{Cpu, Work};
use crate::kernels::across::{AcrossInstruction, PACK, Side, Turn};
use crate::kernels::cell::Cell;
use crate::kernels::factory::LaneSpec;
use crate::kernels::{BlockFile, Floats, StateError, StateReader, StateWriter};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

/// Slots of a run that are moved at most, so that no row costs much more than another.
const MOVED: usize = 1024;

/// The slots of a pack whose runs are all at one time.
pub(super) struct Whole<'a> {
    pub slots: &'a mut [Side],
    pub now: usize,
}

impl<V: Vector> Cells<V> for Whole<'_> {
    #[inline(always)]
    fn ago<const N: usize>(&self, ring: Ring, rows: usize) -> [V; N] {
        let from = ring.slot::<N>(self.now.wrapping_sub(rows));
        let mut rows = [V::splat(0.0); N];
        for number in 0..N {
            rows[number] = V::load(&self.slots[from + number].0);
        }
        rows
    }
    #[inline(always)]
    fn apart<const N: usize>(&self, ring: Ring, rows: usize, middle: V) -> V {
        // In two pieces, where the ring ends between them.
        let slots = &self.slots[ring.start..][..(ring.mask + 1) * N];
        let oldest = self.now.wrapping_sub(rows - 1) & ring.mask;
        let behind = (oldest + rows).saturating_sub(ring.mask + 1);
        let sum = V::splat(0.0);
        let sum = further::<V, N>(sum, &slots[oldest * N..(oldest + rows - behind) * N], middle);
        further::<V, N>(sum, &slots[..behind * N], middle)
    }
}

/// The sum and |x − middle| of the first numbers of those rows, one after the other.
#[inline(always)]
fn further<V: Vector, const N: usize>(mut sum: V, slots: &[Side], middle: V) -> V {
    let (fours, rest) = slots.as_chunks::<N>().0.as_chunks();
    // The difference the other way round, which is as far from 0: so its operand is taken from where it stands.
    for [a, b, c, d] in fours {
        sum = sum + (middle - V::load(&a[0].0)).abs();
        sum = sum + (middle - V::load(&b[0].0)).abs();
        sum = sum + (middle - V::load(&c[0].0)).abs();
        sum = sum + (middle - V::load(&d[0].0)).abs();
    }
    for row in rest {
        sum = sum + (middle - V::load(&row[0].0)).abs();
    }
    sum
}

impl<V: Vector> CellsMut<V> for Whole<'_> {
    #[inline(always)]
    fn put<const N: usize>(&mut self, ring: Ring, numbers: [V; N]) {
        let from = ring.slot::<N>(self.now);
        for number in 0..N {
            numbers[number].store(&mut self.slots[from + number].0);
        }
    }
}

/// One run's of a pack.
pub(super) struct Single<S> {
    pub slots: S,
    pub lane: usize,
    pub now: usize,
}

impl<C, S: Deref<Target = [Side]>> Cells<Row<C>> for Single<S> {
    #[inline(always)]
    fn ago<const N: usize>(&self, ring: Ring, rows: usize) -> [Row<C>; N] {
        let from = ring.slot::<N>(self.now.wrapping_sub(rows));
        let numbers: &[Side; N] = self.slots[from..].first_chunk().expect("a ring has whole rows");
        let mut row = [Row::new(0.0); N];
        for number in 0..N {
            row[number] = Row::new(numbers[number].0[self.lane]);
        }
        row
    }
    #[inline(always)]
    fn apart<const N: usize>(&self, ring: Ring, rows: usize, middle: Row<C>) -> Row<C>
    where
        Row<C>: Lanes,
    {
        let mut sum = Row::splat(0.0);
        for rows in (0..rows).rev() {
            sum = sum + (self.ago::<N>(ring, rows)[0] - middle).abs();
        }
        sum
    }
}

impl<C, S: DerefMut<Target = [Side]>> CellsMut<Row<C>> for Single<S> {
    #[inline(always)]
    fn put<const N: usize>(&mut self, ring: Ring, numbers: [Row<C>; N]) {
        let from = ring.slot::<N>(self.now);
        let slots = &mut self.slots[from..from + N];
        for number in 0..N {
            slots[number].0[self.lane] = numbers[number].0;
        }
    }
}

/// What a pack keeps beside its slots.
#[derive(Clone, Copy)]
struct Times([u32; PACK]);

impl Times {
    /// The time at which all runs are, if it is one.
    #[inline(always)]
    fn one(&self) -> Option<usize> {
        let first = self.0[0];
        let same = self.0.iter().fold(true, |same, &now| same & (now == first));
        same.then_some(first as usize)
    }
}

/// Lanes of a window over the same operands, of many runs.
struct WindowPacks<F, C, const O: usize, const N: usize> {
    inputs: [usize; O],
    folds: Folds<F, O, N>,
    /// Pack by pack.
    slots: Box<[Side]>,
    /// Of each pack, as far as rings tell them apart, the rows so far.
    times: Box<[Times]>,
    /// Of each pack and lane, under observed, the results at the last observed row.
    held: Box<[Side]>,
    /// Where a run's slots are turned, and the lanes' blocks while they are made.
    moved: Box<[f64]>,
    #[allow(clippy::vec_box)] // registers' own boxes, which are not copied
    taken: Vec<Box<Floats>>,
    kind: PhantomData<fn() -> C>,
}

/// The code for so many runs; `None` under min_samples.
pub(super) fn instruction<F: Family<O, N> + 'static, C: Cpu, const O: usize, const N: usize>(
    shapes: &[Shape],
    lanes: &[&LaneSpec],
    runs: usize,
) -> Option<Box<dyn AcrossInstruction>> {
    let folds = Folds::<F, O, N>::new(shapes, lanes)?;
    let packs = runs.div_ceil(PACK);
    Some(Box::new(WindowPacks::<F, C, O, N> {
        inputs: std::array::from_fn(|operand| lanes[0].inputs[operand]),
        slots: vec![Side([f64::NAN; PACK]); packs * folds.slots].into(),
        times: vec![Times([0; PACK]); packs].into(),
        held: vec![Side([f64::NAN; PACK]); packs * lanes.len()].into(),
        moved: vec![0.0; if folds.slots > MOVED { 0 } else { folds.slots }].into(),
        taken: Vec::with_capacity(lanes.len()),
        folds,
        kind: PhantomData,
    }))
}

impl<F: Family<O, N>, C: Cpu, const O: usize, const N: usize> WindowPacks<F, C, O, N> {
    fn single(&self, run: usize) -> Single<&[Side]> {
        let (pack, lane) = (run / PACK, run % PACK);
        Single {
            slots: &self.slots[pack * self.folds.slots..][..self.folds.slots],
            lane,
            now: self.times[pack].0[lane] as usize,
        }
    }

    /// Turns the rings of runs that are behind, so that all of a pack are at one time: which of its slots a row is in
    /// is no part of the state. Gives that time, unless that is too much to move.
    fn align(&mut self, pack: usize) -> Option<usize> {
        if self.moved.is_empty() {
            return None;
        }
        let now = self.times[pack].0[0];
        let slots = &mut self.slots[pack * self.folds.slots..][..self.folds.slots];
        for lane in 1..PACK {
            let by = now.wrapping_sub(self.times[pack].0[lane]) as usize;
            if by == 0 {
                continue;
            }
            for (ring, numbers) in self.folds.rings() {
                for time in 0..=ring.mask {
                    let (from, to) = (time * numbers, ((time + by) & ring.mask) * numbers);
                    for number in 0..numbers {
                        self.moved[ring.start + to + number] = slots[ring.start + from + number].0[lane];
                    }
                }
            }
            for (slot, &moved) in slots.iter_mut().zip(&self.moved) {
                slot.0[lane] = moved;
            }
        }
        self.times[pack] = Times([now; PACK]);
        Some(now as usize)
    }

    /// The next row of every run of a pack, which are the rows `from` and behind of `x` and `out`.
    #[inline(always)]
    fn pack<D: Cpu>(&mut self, pack: usize, from: usize, x: &[&[f64]; O], keep: bool) -> bool {
        let mut newest = [D::Eight::splat(0.0); O];
        for operand in 0..O {
            let rows = x[operand][from..].first_chunk().expect("a pack's rows");
            newest[operand] = D::Eight::load(rows);
            if self.folds.observed && newest[operand].any_missing() {
                return false;
            }
        }
        let lanes = self.folds.lanes.len();
        let Some(now) = self.times[pack].one().or_else(|| self.align(pack)) else {
            return false;
        };
        let mut cells = Whole {
            slots: &mut self.slots[pack * self.folds.slots..][..self.folds.slots],
            now,
        };
        self.folds.append(&mut cells, newest);
        for (at, lane) in self.folds.lanes.iter().enumerate() {
            let value = self.folds.result(&cells, newest, lane);
            let out = self.taken[at].0[from..].first_chunk_mut();
            value.store(out.expect("a pack's rows"));
            if keep && self.folds.observed {
                value.store(&mut self.held[pack * lanes + at].0);
            }
        }
        if keep {
            let next = (now as u32).wrapping_add(1);
            self.times[pack] = Times([next; PACK]);
        }
        true
    }

    /// The next row of one run, which is that row of `x` and `out`.
    #[inline(always)]
    fn one<D: Cpu>(&mut self, run: usize, row: usize, x: &[&[f64]; O], keep: bool) {
        let mut operands = [0.0; O];
        for operand in 0..O {
            operands[operand] = x[operand][row];
        }
        let (pack, lane_of) = (run / PACK, run % PACK);
        let lanes = self.folds.lanes.len();
        let held = &mut self.held[pack * lanes..][..lanes];
        if self.folds.observed && operands.iter().any(|value| value.is_nan()) {
            for (out, held) in self.taken.iter_mut().zip(held) {
                out.0[row] = held.0[lane_of];
            }
            return;
        }
        let now = &mut self.times[pack].0[lane_of];
        let mut cells = Single {
            slots: &mut self.slots[pack * self.folds.slots..][..self.folds.slots],
            lane: lane_of,
            now: *now as usize,
        };
        let newest = single::<D, O>(operands);
        self.folds.append(&mut cells, newest);
        for (at, lane) in self.folds.lanes.iter().enumerate() {
            let value = self.folds.result(&cells, newest, lane);
            self.taken[at].0[row] = value.0;
            if keep {
                held[at].0[lane_of] = value.0;
            }
        }
        if keep {
            *now = now.wrapping_add(1);
        }
    }
}

/// The next rows of some runs.
struct Rows<'a, F, C, const O: usize, const N: usize> {
    packs: &'a mut WindowPacks<F, C, O, N>,
    turn: Turn<'a>,
    x: [&'a [f64]; O],
}

impl<F: Family<O, N>, C: Cpu, const O: usize, const N: usize> Work for Rows<'_, F, C, O, N> {
    type Output = ();
    #[inline(always)]
    fn work<D: Cpu>(self) {
        let Rows { packs, turn, x } = self;
        let keep = turn.keep;
        let (whole, singles) = turn.runs.split_at(turn.packs * PACK);
        for (at, runs) in whole.chunks_exact(PACK).enumerate() {
            let from = at * PACK;
            if !packs.pack::<D>(runs[0] as usize / PACK, from, &x, keep) {
                for (lane, &run) in runs.iter().enumerate() {
                    packs.one::<D>(run as usize, from + lane, &x, keep);
                }
            }
        }
        for (row, &run) in (whole.len()..).zip(singles) {
            packs.one::<D>(run as usize, row, &x, keep);
        }
    }
}

/// Rows of a state as a run's history.
struct Replay<'a, 'b, F, C, const O: usize, const N: usize> {
    packs: &'a mut WindowPacks<F, C, O, N>,
    run: usize,
    state: &'a mut StateReader<'b>,
}

impl<F: Family<O, N>, C: Cpu, const O: usize, const N: usize> Work for Replay<'_, '_, F, C, O, N> {
    type Output = Result<(), StateError>;
    #[inline(always)]
    fn work<D: Cpu>(self) -> Self::Output {
        let Replay { packs, run, state } = self;
        let (pack, lane_of, lanes) = (run / PACK, run % PACK, packs.folds.lanes.len());
        let rows = packs.folds.read(packs.folds.remembered(), state)?;
        let slots = &mut packs.slots[pack * packs.folds.slots..][..packs.folds.slots];
        slots.iter_mut().for_each(|slot| slot.0[lane_of] = f64::NAN);
        let held = &mut packs.held[pack * lanes..][..lanes];
        held.iter_mut().for_each(|held| held.0[lane_of] = f64::NAN);
        // So that it ends where another of the pack is.
        let end = packs.times[pack].0[usize::from(lane_of == 0)];
        let mut cells = Single {
            slots,
            lane: lane_of,
            now: (end as usize).wrapping_sub(rows.rows),
        };
        for row in 0..rows.rows {
            let newest = single::<D, O>(rows.row(row));
            packs.folds.append(&mut cells, newest);
            if row + 1 == rows.rows {
                for (lane, held) in packs.folds.lanes.iter().zip(&mut *held) {
                    held.0[lane_of] = packs.folds.result(&cells, newest, lane).0;
                }
            }
            cells.now = cells.now.wrapping_add(1);
        }
        packs.times[pack].0[lane_of] = end;
        Ok(())
    }
}

impl<F: Family<O, N> + 'static, C: Cpu, const O: usize, const N: usize> AcrossInstruction
    for WindowPacks<F, C, O, N>
{
    fn across(&mut self, file: &mut BlockFile<'_>, turn: Turn<'_>) {
        for lane in &self.folds.lanes {
            self.taken.push(f64::take(file, lane.output));
        }
        let x = self.inputs.map(|input| f64::cells(file, input));
        C::run(Rows { packs: self, turn, x });
        for (lane, block) in self.folds.lanes.iter().zip(self.taken.drain(..)) {
            f64::put(file, lane.output, block);
        }
    }
    fn save(&self, run: usize, out: &mut StateWriter) {
        self.folds
            .write::<C>(&self.single(run), self.folds.remembered(), out);
    }
    fn load(&mut self, run: usize, state: &mut StateReader<'_>) -> Result<(), StateError> {
        C::run(Replay {
            packs: self,
            run,
            state,
        })
    }
}
