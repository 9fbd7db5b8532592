//! Kernels of one operand and little state, of many runs.

use super::across::{AcrossInstruction, PACK, Turn};
use super::cell::Cell;
use super::factory::LaneSpec;
use super::{BLOCK, BlockFile, StateError, StateReader, StateWriter};

/// A kernel of one operand whose row function needs nothing but its own state.
pub(super) trait Single: Send + 'static {
    type Operand: Cell;
    type Result: Cell;
    /// The row function; with `keep` the state advances.
    fn next(&mut self, x: Self::Operand, keep: bool) -> Self::Result;
    fn write(&self, out: &mut StateWriter);
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError>;
}

/// Such a kernel of many runs.
pub(super) struct Singles<K> {
    input: usize,
    output: usize,
    each: Vec<K>,
}

impl<K: Single> Singles<K> {
    pub(super) fn new(lane: &LaneSpec, runs: usize, one: impl Fn(&LaneSpec) -> K) -> Self {
        Self {
            input: lane.inputs[0],
            output: lane.output,
            each: (0..runs).map(|_| one(lane)).collect(),
        }
    }
}

impl<K: Single> AcrossInstruction for Singles<K> {
    fn across(&mut self, file: &mut BlockFile<'_>, turn: Turn<'_>) {
        let mut block = K::Result::take(file, self.output);
        let out = K::Result::cells_mut(&mut block).iter_mut();
        let x = K::Operand::cells(file, self.input);
        for ((out, &x), &run) in out.zip(&*x).zip(turn.runs) {
            *out = self.each[run as usize].next(x, turn.keep);
        }
        drop(x);
        K::Result::put(file, self.output, block);
    }
    fn save(&self, run: usize, out: &mut StateWriter) {
        self.each[run].write(out);
    }
    fn load(&mut self, run: usize, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.each[run].read(state)
    }
}

/// [`ShiftRow`](super::shift::ShiftRow) of many runs: a ring each, those of a pack side by side.
pub(super) struct ShiftPacks<T> {
    input: usize,
    output: usize,
    lag: usize,
    /// Pack by pack the rows of all its runs.
    slots: Vec<[T; PACK]>,
    /// Of each run of each pack where its oldest row is, which the next takes the place of.
    at: Vec<[u32; PACK]>,
}

impl<T: Cell> ShiftPacks<T> {
    pub(super) fn new(lane: &LaneSpec, runs: usize) -> Self {
        let (lag, packs) = (lane.scalars[0] as usize, runs.div_ceil(PACK));
        Self {
            input: lane.inputs[0],
            output: lane.output,
            lag,
            slots: vec![[T::MISSING; PACK]; lag * packs],
            at: vec![[0; PACK]; packs],
        }
    }

    #[inline(always)]
    fn behind(&self, at: u32) -> u32 {
        if at as usize + 1 == self.lag { 0 } else { at + 1 }
    }

    /// The next row of one run.
    #[inline(always)]
    fn one(&mut self, run: usize, x: T, keep: bool) -> T {
        let (pack, lane) = (run / PACK, run % PACK);
        let at = self.at[pack][lane];
        let slot = &mut self.slots[pack * self.lag + at as usize][lane];
        let leaving = *slot;
        if keep {
            *slot = x;
            self.at[pack][lane] = self.behind(at);
        }
        leaving
    }
}

impl<T: Cell> AcrossInstruction for ShiftPacks<T> {
    fn across(&mut self, file: &mut BlockFile<'_>, turn: Turn<'_>) {
        let mut block = T::take(file, self.output);
        let out: &mut [T; BLOCK] = T::cells_mut(&mut block);
        let x = T::cells(file, self.input);
        if self.lag == 0 {
            out[..x.len()].copy_from_slice(&x);
            drop(x);
            T::put(file, self.output, block);
            return;
        }
        let whole = turn.packs * PACK;
        let (xs, outs) = (x[..whole].as_chunks::<PACK>().0, out.as_chunks_mut::<PACK>().0);
        for (at, (x, out)) in xs.iter().zip(outs).enumerate() {
            let runs = &turn.runs[at * PACK..][..PACK];
            let pack = runs[0] as usize / PACK;
            let slot = self.at[pack][0];
            if self.at[pack].iter().any(|&at| at != slot) {
                for lane in 0..PACK {
                    out[lane] = self.one(runs[lane] as usize, x[lane], turn.keep);
                }
                continue;
            }
            let rows = &mut self.slots[pack * self.lag + slot as usize];
            *out = *rows;
            if turn.keep {
                *rows = *x;
                self.at[pack] = [self.behind(slot); PACK];
            }
        }
        for row in whole..x.len() {
            out[row] = self.one(turn.runs[row] as usize, x[row], turn.keep);
        }
        drop(x);
        T::put(file, self.output, block);
    }
    fn save(&self, run: usize, out: &mut StateWriter) {
        let (pack, lane) = (run / PACK, run % PACK);
        let (newer, older) = self.slots[pack * self.lag..][..self.lag].split_at(self.at[pack][lane] as usize);
        older.iter().chain(newer).for_each(|slot| slot[lane].write(out));
    }
    fn load(&mut self, run: usize, state: &mut StateReader<'_>) -> Result<(), StateError> {
        let (pack, lane) = (run / PACK, run % PACK);
        // Where another of the pack is, so that all move together.
        let at = self.at[pack][usize::from(lane == 0)];
        self.at[pack][lane] = at;
        let slots = &mut self.slots[pack * self.lag..][..self.lag];
        let (newer, older) = slots.split_at_mut(at as usize);
        for slot in older.iter_mut().chain(newer) {
            slot[lane] = T::read(state)?;
        }
        Ok(())
    }
}
