//! Windows of a family row by row: levels in rings, so that no row moves what others left and none costs more than
//! another. The arithmetic is written once over [`Cells`]: the rings of one run, or of eight side by side.
//!
//! Loops over a row's few numbers stand written out: a closure, or a function of `core` that takes one, would be compiled
//! without the instruction set, and vectors would go through memory.
#![allow(clippy::needless_range_loop)]

use super::family::{Choice, Family, Part, Statistic, depth, offsets};
use super::{Policy, Shape};
use crate::cpu::lanes::{Lanes, Row};
use crate::cpu::{Cpu, Work};
use crate::generated::kernels::Op;
use crate::kernels::cell::Cell;
use crate::kernels::factory::LaneSpec;
use crate::kernels::{RowFile, RowInstruction, StateError, StateReader, StateWriter};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

/// Some numbers of each of the last rows, which are a power of two: its first slot, and what masks a time.
#[derive(Clone, Copy)]
pub(super) struct Ring {
    pub(super) start: usize,
    pub(super) mask: usize,
}

impl Ring {
    /// Rows of a ring that keeps `rows` before the newest.
    fn capacity(rows: usize) -> usize {
        (rows + 1).next_power_of_two()
    }

    /// The slot of a row's first number.
    #[inline(always)]
    pub(super) fn slot<const N: usize>(self, time: usize) -> usize {
        self.start + (time & self.mask) * N
    }
}

/// The slots of a window's rings. What stands at the time of the row to come counts once that time is over.
pub(super) trait Cells<L> {
    /// A ring's numbers so many rows before the row to come.
    fn ago<const N: usize>(&self, ring: Ring, rows: usize) -> [L; N];
    /// Σ|x − middle| of the first numbers of so many rows, the row to come the last of them, from the oldest on.
    fn apart<const N: usize>(&self, ring: Ring, rows: usize, middle: L) -> L
    where
        L: Lanes;
}

/// Those that may be written.
pub(super) trait CellsMut<L>: Cells<L> {
    /// Writes the numbers of the row to come.
    fn put<const N: usize>(&mut self, ring: Ring, numbers: [L; N]);
}

/// Those of one run.
struct Alone<S> {
    slots: S,
    now: usize,
}

impl<C, S: Deref<Target = [f64]>> Cells<Row<C>> for Alone<S> {
    #[inline(always)]
    fn ago<const N: usize>(&self, ring: Ring, rows: usize) -> [Row<C>; N] {
        let from = ring.slot::<N>(self.now.wrapping_sub(rows));
        let mut row = [Row::new(0.0); N];
        for number in 0..N {
            row[number] = Row::new(self.slots[from + number]);
        }
        row
    }
    #[inline(always)]
    fn apart<const N: usize>(&self, ring: Ring, rows: usize, middle: Row<C>) -> Row<C>
    where
        Row<C>: Lanes,
    {
        // In two pieces, where the ring ends between them.
        let slots = &self.slots[ring.start..][..(ring.mask + 1) * N];
        let oldest = self.now.wrapping_sub(rows - 1) & ring.mask;
        let behind = (oldest + rows).saturating_sub(ring.mask + 1);
        let mut sum = 0.0;
        for row in slots[oldest * N..(oldest + rows - behind) * N].as_chunks::<N>().0 {
            sum += (row[0] - middle.0).abs();
        }
        for row in slots[..behind * N].as_chunks::<N>().0 {
            sum += (row[0] - middle.0).abs();
        }
        Row::new(sum)
    }
}

impl<C, S: DerefMut<Target = [f64]>> CellsMut<Row<C>> for Alone<S> {
    #[inline(always)]
    fn put<const N: usize>(&mut self, ring: Ring, numbers: [Row<C>; N]) {
        let from = ring.slot::<N>(self.now);
        for number in 0..N {
            self.slots[from + number] = numbers[number].0;
        }
    }
}

/// A lane of a window.
pub(super) struct Lane {
    shape: Shape,
    pub(super) output: usize,
    pieces: Vec<Piece>,
}

/// A part of a window, and the ring that has its own numbers; none where they are the operands' of a single row.
#[derive(Clone, Copy)]
struct Piece {
    part: Part,
    own: Option<Ring>,
}

/// A level above the rows themselves.
#[derive(Clone, Copy)]
struct Level {
    /// Rows of each of the halves that it is made of.
    half: usize,
    /// The same as a number.
    k: f64,
    /// Their ring, of levels above the first.
    below: Ring,
    ring: Ring,
}

/// What lanes of one family over the same operands are computed from, by rows or observed rows, and how.
pub(super) struct Folds<F, const O: usize, const N: usize> {
    pub(super) lanes: Vec<Lane>,
    pub(super) observed: bool,
    longest: usize,
    operands: Ring,
    /// Of 2, 4, … rows.
    levels: Vec<Level>,
    /// Slots of all rings.
    pub(super) slots: usize,
    kind: PhantomData<fn() -> F>,
}

/// Of each level from 2 rows up the most rows ago that it is read at.
fn reach<F: Family<O, N>, const O: usize, const N: usize>(shapes: &[Shape], longest: usize) -> Vec<usize> {
    let depth = depth(longest);
    let offsets = offsets::<F, O, N>(shapes, longest);
    let half = |level: usize| if level < depth { 1 << level } else { 0 };
    (1..=depth).map(|level| offsets[level].max(half(level))).collect()
}

/// Bytes of rows that [`RowWindow::new`] allocates.
pub(super) fn bytes<F: Family<O, N>, const O: usize, const N: usize>(
    shapes: &[Shape],
    longest: usize,
) -> u64 {
    let levels: usize = reach::<F, O, N>(shapes, longest)
        .into_iter()
        .map(|rows| N * Ring::capacity(rows))
        .sum();
    8 * (levels + O * Ring::capacity(longest)) as u64
}

/// The step executor's code for lanes of a family, by rows or observed rows.
pub(super) fn instruction<F: Family<O, N> + 'static, C: Cpu, const O: usize, const N: usize>(
    shapes: &[Shape],
    lanes: &[&LaneSpec],
) -> Option<Box<dyn RowInstruction>> {
    Folds::<F, O, N>::new(shapes, lanes)
        .map(|folds| Box::new(RowWindow::<F, C, O, N>::new(folds, lanes)) as Box<dyn RowInstruction>)
}

/// The numbers of a single row.
#[inline(always)]
fn one<F: Family<O, N>, L: Lanes, const O: usize, const N: usize>(operands: [L; O]) -> [L; N] {
    let mut numbers = [L::splat(0.0); N];
    for number in 0..N {
        if let Some(operand) = F::ONE[number] {
            numbers[number] = operands[operand];
        }
    }
    numbers
}

/// Operands of one row.
#[inline(always)]
pub(super) fn single<C, const O: usize>(operands: [f64; O]) -> [Row<C>; O] {
    let mut row = [Row::new(0.0); O];
    for operand in 0..O {
        row[operand] = Row::new(operands[operand]);
    }
    row
}

impl<F: Family<O, N>, const O: usize, const N: usize> Folds<F, O, N> {
    /// `None` under min_samples.
    pub(super) fn new(shapes: &[Shape], lanes: &[&LaneSpec]) -> Option<Self> {
        let policy = Policy::of(lanes[0]);
        if policy == Policy::MinSamples {
            return None;
        }
        let longest = shapes.iter().map(|shape| shape.n).max().unwrap_or(1);
        let mut slots = 0;
        let mut ring = |numbers: usize, rows: usize| {
            let (start, rows) = (slots, Ring::capacity(rows));
            slots += numbers * rows;
            Ring {
                start,
                mask: rows - 1,
            }
        };
        let operands = ring(O, longest);
        let mut levels: Vec<Level> = Vec::new();
        for (level, rows) in reach::<F, O, N>(shapes, longest).into_iter().enumerate() {
            levels.push(Level {
                half: 1 << level,
                k: (1usize << level) as f64,
                below: levels.last().map_or(operands, |below| below.ring),
                ring: ring(N, rows),
            });
        }
        let piece = |part: Part| Piece {
            part,
            own: part.level.checked_sub(1).map(|level| levels[level].ring),
        };
        let lane = |(shape, lane): (&Shape, &&LaneSpec)| Lane {
            shape: *shape,
            output: lane.output,
            pieces: F::parts(shape.n).map(piece).collect(),
        };
        Some(Self {
            lanes: shapes.iter().zip(lanes).map(lane).collect(),
            observed: policy == Policy::Observed,
            longest,
            operands,
            levels,
            slots,
            kind: PhantomData,
        })
    }

    /// All rings, each with its numbers of a row.
    pub(super) fn rings(&self) -> impl Iterator<Item = (Ring, usize)> {
        let levels = self.levels.iter().map(|level| (level.ring, N));
        [(self.operands, O)].into_iter().chain(levels)
    }

    /// Rows that state consists of.
    pub(super) fn remembered(&self) -> usize {
        if self.observed {
            self.longest
        } else {
            self.longest - 1
        }
    }

    /// Makes the levels of the row to come.
    #[inline(always)]
    pub(super) fn append<L: Lanes, S: CellsMut<L>>(&self, cells: &mut S, newest: [L; O]) {
        cells.put(self.operands, newest);
        let Some((first, rest)) = self.levels.split_first() else {
            return;
        };
        let before = cells.ago(self.operands, first.half);
        let halves = [one::<F, L, O, N>(newest), one::<F, L, O, N>(before)];
        let mut made = F::merge(first.k, [newest, before], halves);
        cells.put(first.ring, made);
        for &Level { half, k, below, ring } in rest {
            // A cheap merge looks at no operands.
            let before = if F::CHEAP {
                newest
            } else {
                cells.ago(self.operands, half)
            };
            made = F::merge(k, [newest, before], [made, cells.ago(below, half)]);
            cells.put(ring, made);
        }
    }

    /// A piece's own numbers.
    #[inline(always)]
    fn own<L: Lanes, S: Cells<L>>(&self, cells: &S, piece: &Piece) -> [L; N] {
        match piece.own {
            None => one::<F, L, O, N>(cells.ago(self.operands, piece.part.offset)),
            Some(ring) => cells.ago(ring, piece.part.offset),
        }
    }

    /// A lane's result at the row to come.
    #[inline(always)]
    pub(super) fn result<L: Lanes, S: Cells<L>>(&self, cells: &S, newest: [L; O], lane: &Lane) -> L {
        let mut value = L::splat(f64::NAN);
        F::choose(
            &lane.shape,
            Fold {
                folds: self,
                cells,
                newest,
                pieces: &lane.pieces,
                value: &mut value,
            },
        );
        if !F::APART || lane.shape.op != Op::WinAvgdev {
            return value;
        }
        // Two passes, the first of which is the mean; the second goes from the oldest row to the newest.
        let sum = cells.apart::<O>(self.operands, lane.shape.n, value);
        (sum * L::splat(lane.shape.inverse)).finite()
    }

    /// Writes the last `rows` rows, which a state consists of, oldest first and operand by operand.
    pub(super) fn write<C>(&self, cells: &impl Cells<Row<C>>, rows: usize, out: &mut StateWriter) {
        for operand in 0..O {
            for rows in (1..=rows).rev() {
                cells.ago::<O>(self.operands, rows)[operand].0.write(out);
            }
        }
    }

    /// A state's rows, so many, checked before anything is taken over.
    pub(super) fn read<'a>(
        &self,
        rows: usize,
        state: &mut StateReader<'a>,
    ) -> Result<Remembered<'a, O>, StateError> {
        let start = state.at;
        let bytes = 8 * O * rows;
        if state.bytes.len().saturating_sub(start) < bytes {
            return Err(StateError {
                offset: state.bytes.len(),
            });
        }
        while state.at < start + bytes {
            f64::read(state)?;
        }
        Ok(Remembered {
            bytes: &state.bytes[start..start + bytes],
            rows,
        })
    }
}

/// Rows of a state that was checked.
pub(super) struct Remembered<'a, const O: usize> {
    bytes: &'a [u8],
    pub(super) rows: usize,
}

impl<const O: usize> Remembered<'_, O> {
    /// One of them, 0 the oldest.
    pub(super) fn row(&self, row: usize) -> [f64; O] {
        let bytes = self.bytes.as_chunks::<8>().0;
        std::array::from_fn(|operand| f64::from_le_bytes(bytes[operand * self.rows + row]))
    }
}

/// One lane's fold.
struct Fold<'a, F, S, L, const O: usize, const N: usize> {
    folds: &'a Folds<F, O, N>,
    cells: &'a S,
    newest: [L; O],
    pieces: &'a [Piece],
    value: &'a mut L,
}

impl<F: Family<O, N>, L: Lanes, S: Cells<L>, const O: usize, const N: usize> Choice<O, N>
    for Fold<'_, F, S, L, O, N>
{
    #[inline(always)]
    fn choose<T: Statistic<O, N>>(self, statistic: T) {
        let Fold {
            folds, cells, newest, ..
        } = self;
        let Some((first, rest)) = self.pieces.split_first() else {
            return;
        };
        let mut fold = statistic.first(&first.part, newest, folds.own(cells, first));
        for piece in rest {
            let part_newest = if T::OPERANDS {
                cells.ago(folds.operands, piece.part.offset)
            } else {
                newest
            };
            fold = statistic.next(&piece.part, fold, newest, part_newest, folds.own(cells, piece));
        }
        *self.value = statistic.last(fold, newest);
    }
}

/// Lanes of one family over the same operands, by rows or observed rows. The state is that of
/// [`WindowInstruction`](super::WindowInstruction).
struct RowWindow<F, C, const O: usize, const N: usize> {
    inputs: [usize; O],
    folds: Folds<F, O, N>,
    slots: Box<[f64]>,
    /// Of each lane, under observed, the result at the last observed row.
    held: Vec<f64>,
    /// Rows so far, as far as rings tell them apart.
    now: usize,
    kind: PhantomData<fn() -> C>,
}

impl<F: Family<O, N>, C: Cpu, const O: usize, const N: usize> RowWindow<F, C, O, N> {
    fn new(folds: Folds<F, O, N>, lanes: &[&LaneSpec]) -> Self {
        Self {
            inputs: std::array::from_fn(|operand| lanes[0].inputs[operand]),
            slots: vec![f64::NAN; folds.slots].into(),
            held: vec![f64::NAN; lanes.len()],
            folds,
            now: 0,
            kind: PhantomData,
        }
    }

    fn clear(&mut self) {
        self.now = 0;
        self.slots.fill(f64::NAN);
        self.held.fill(f64::NAN);
    }
}

/// One row: whether it counts, and is not one that observed rows leave out. Nothing advances. Two references and nothing
/// else, so that it is handed on in registers.
struct Compute<'a, F, C, const O: usize, const N: usize> {
    window: &'a mut RowWindow<F, C, O, N>,
    file: &'a mut RowFile,
}

impl<F: Family<O, N>, C: Cpu, const O: usize, const N: usize> Work for Compute<'_, F, C, O, N> {
    type Output = bool;
    #[inline(always)]
    fn work<D: Cpu>(self) -> bool {
        let Compute { window, file } = self;
        let floats = &mut file.floats[..];
        let mut operands = [0.0; O];
        for operand in 0..O {
            operands[operand] = floats[window.inputs[operand]];
        }
        if window.folds.observed && operands.iter().any(|value| value.is_nan()) {
            for (lane, &held) in window.folds.lanes.iter().zip(&window.held) {
                floats[lane.output] = held;
            }
            return false;
        }
        let RowWindow {
            folds, slots, now, ..
        } = window;
        let mut cells = Alone {
            slots: &mut slots[..],
            now: *now,
        };
        let newest = single::<D, O>(operands);
        folds.append(&mut cells, newest);
        for lane in &folds.lanes {
            floats[lane.output] = folds.result(&cells, newest, lane).0;
        }
        true
    }
}

/// Rows of a state as history.
struct Replay<'a, 'b, F, C, const O: usize, const N: usize> {
    window: &'a mut RowWindow<F, C, O, N>,
    rows: Remembered<'b, O>,
}

impl<F: Family<O, N>, C: Cpu, const O: usize, const N: usize> Work for Replay<'_, '_, F, C, O, N> {
    type Output = ();
    #[inline(always)]
    fn work<D: Cpu>(self) {
        let Replay { window, rows } = self;
        let mut cells = Alone {
            slots: &mut window.slots[..],
            now: window.now,
        };
        for row in 0..rows.rows {
            let newest = single::<D, O>(rows.row(row));
            window.folds.append(&mut cells, newest);
            if row + 1 == rows.rows {
                for (lane, held) in window.folds.lanes.iter().zip(&mut window.held) {
                    *held = window.folds.result(&cells, newest, lane).0;
                }
            }
            cells.now = cells.now.wrapping_add(1);
        }
        window.now = cells.now;
    }
}

impl<F: Family<O, N> + 'static, C: Cpu, const O: usize, const N: usize> RowInstruction
    for RowWindow<F, C, O, N>
{
    fn row(&mut self, file: &mut RowFile) {
        if C::run(Compute { window: self, file }) {
            self.now = self.now.wrapping_add(1);
            if self.folds.observed {
                for (held, lane) in self.held.iter_mut().zip(&self.folds.lanes) {
                    *held = file.floats[lane.output];
                }
            }
        }
    }
    fn peek(&mut self, file: &mut RowFile) {
        C::run(Compute { window: self, file });
    }
    fn save(&self, out: &mut StateWriter) {
        let cells = Alone {
            slots: &self.slots[..],
            now: self.now,
        };
        self.folds.write::<C>(&cells, self.folds.remembered(), out);
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.clear();
        let rows = self.folds.read(self.folds.remembered(), state)?;
        C::run(Replay { window: self, rows });
        Ok(())
    }
    fn reset(&mut self) {
        self.clear();
    }
}
