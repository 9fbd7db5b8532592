//! Windows of a family row by row: levels in rings, so that no row moves what others left and none costs more than
//! another.

use super::family::{Choice, Family, Part, Statistic, depth, offsets};
use super::{Policy, Shape};
use crate::cpu::lanes::{Lanes, Row};
use crate::cpu::{Cpu, Work};
use crate::kernels::cell::Cell;
use crate::kernels::factory::LaneSpec;
use crate::kernels::{RowFile, RowInstruction, StateError, StateReader, StateWriter};
use std::marker::PhantomData;

/// `N` numbers of each of the last rows, which are a power of two.
struct Ring<const N: usize>(Vec<[f64; N]>);

impl<const N: usize> Ring<N> {
    /// Rows of a ring that keeps `rows` before the newest.
    fn capacity(rows: usize) -> usize {
        (rows + 1).next_power_of_two()
    }
    fn new(rows: usize) -> Self {
        Ring(vec![[f64::NAN; N]; Self::capacity(rows)])
    }
    #[inline(always)]
    fn at(&self, time: usize) -> [f64; N] {
        self.0[time & (self.0.len() - 1)]
    }
    #[inline(always)]
    fn set(&mut self, time: usize, numbers: [f64; N]) {
        let last = self.0.len() - 1;
        self.0[time & last] = numbers;
    }
}

struct Lane {
    shape: Shape,
    output: usize,
    parts: Vec<Part>,
    /// Under observed: the result at the last observed row.
    held: f64,
}

/// Lanes of one family over the same operands, by rows or observed rows. The state is that of
/// [`WindowInstruction`](super::WindowInstruction).
pub(super) struct RowWindow<F, C, const O: usize, const N: usize> {
    inputs: [usize; O],
    lanes: Vec<Lane>,
    longest: usize,
    observed: bool,
    operands: Ring<O>,
    /// Of 2, 4, … rows.
    levels: Vec<Ring<N>>,
    /// Rows so far, as far as rings tell them apart.
    now: usize,
    kind: PhantomData<fn() -> (F, C)>,
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
        .map(|rows| N * Ring::<N>::capacity(rows))
        .sum();
    8 * (levels + O * Ring::<O>::capacity(longest)) as u64
}

/// The step executor's code for lanes of a family, by rows or observed rows.
pub(super) fn instruction<F: Family<O, N> + 'static, C: Cpu, const O: usize, const N: usize>(
    shapes: &[Shape],
    lanes: &[&LaneSpec],
    policy: Policy,
) -> Box<dyn RowInstruction> {
    Box::new(RowWindow::<F, C, O, N>::new(shapes, lanes, policy))
}

/// The numbers of a single row.
#[inline(always)]
fn one<F: Family<O, N>, L: Lanes, const O: usize, const N: usize>(operands: [L; O]) -> [L; N] {
    F::ONE.map(|operand| operand.map_or(L::splat(0.0), |at| operands[at]))
}

#[inline(always)]
fn rows<C, const N: usize>(numbers: [f64; N]) -> [Row<C>; N] {
    numbers.map(Row::new)
}

impl<F: Family<O, N>, C: Cpu, const O: usize, const N: usize> RowWindow<F, C, O, N> {
    pub(super) fn new(shapes: &[Shape], lanes: &[&LaneSpec], policy: Policy) -> Self {
        let longest = shapes.iter().map(|shape| shape.n).max().unwrap_or(1);
        let levels = reach::<F, O, N>(shapes, longest);
        let lane = |(shape, lane): (&Shape, &&LaneSpec)| Lane {
            shape: *shape,
            output: lane.output,
            parts: F::parts(shape.n).collect(),
            held: f64::NAN,
        };
        Self {
            inputs: std::array::from_fn(|operand| lanes[0].inputs[operand]),
            lanes: shapes.iter().zip(lanes).map(lane).collect(),
            longest,
            observed: policy == Policy::Observed,
            operands: Ring::new(longest),
            levels: levels.into_iter().map(Ring::new).collect(),
            now: 0,
            kind: PhantomData,
        }
    }

    /// Operands of the row to come, which counts once it is kept, or of one so many rows before it.
    #[inline(always)]
    pub(super) fn ago(&self, rows: usize) -> [f64; O] {
        self.operands.at(self.now.wrapping_sub(rows))
    }

    /// Of each lane its length and the register of its result.
    pub(super) fn lengths(&self) -> impl Iterator<Item = (usize, usize)> {
        self.lanes.iter().map(|lane| (lane.shape.n, lane.output))
    }

    /// Rows that state consists of.
    fn remembered(&self) -> usize {
        if self.observed {
            self.longest
        } else {
            self.longest - 1
        }
    }

    /// Puts a row behind the history, which counts once `now` is behind it.
    #[inline(always)]
    fn append<D: Cpu>(&mut self, operands: [f64; O]) {
        let now = self.now;
        self.operands.set(now, operands);
        let newest = rows::<D, O>(operands);
        let mut made = one::<F, _, O, N>(newest);
        for level in 0..self.levels.len() {
            let then = now.wrapping_sub(1 << level);
            let half_newest = rows::<D, O>(self.operands.at(then));
            let half = match level {
                0 => one::<F, _, O, N>(half_newest),
                _ => rows::<D, N>(self.levels[level - 1].at(then)),
            };
            made = F::merge((1usize << level) as f64, [newest, half_newest], [made, half]);
            self.levels[level].set(now, made.map(|number| number.0));
        }
    }

    /// A lane's result for the row behind the history.
    #[inline(always)]
    fn result<D: Cpu>(&self, lane: &Lane) -> f64 {
        let mut value = f64::NAN;
        let fold = Fold::<F, C, D, O, N> {
            window: self,
            parts: &lane.parts,
            value: &mut value,
            cpu: PhantomData,
        };
        F::choose(&lane.shape, fold);
        value
    }

    fn clear(&mut self) {
        self.now = 0;
        self.operands.0.fill([f64::NAN; O]);
        for level in &mut self.levels {
            level.0.fill([f64::NAN; N]);
        }
        self.lanes.iter_mut().for_each(|lane| lane.held = f64::NAN);
    }
}

/// One lane's fold.
struct Fold<'a, F, C, D, const O: usize, const N: usize> {
    window: &'a RowWindow<F, C, O, N>,
    parts: &'a [Part],
    value: &'a mut f64,
    cpu: PhantomData<fn() -> D>,
}

impl<F: Family<O, N>, C: Cpu, D: Cpu, const O: usize, const N: usize> Choice<O, N>
    for Fold<'_, F, C, D, O, N>
{
    #[inline(always)]
    fn choose<S: Statistic<O, N>>(self, statistic: S) {
        let RowWindow {
            operands,
            levels,
            now,
            ..
        } = self.window;
        let newest = rows::<D, O>(operands.at(*now));
        let own = |part: &Part, operands: [Row<D>; O], then: usize| match part.level {
            0 => one::<F, _, O, N>(operands),
            level => rows::<D, N>(levels[level - 1].at(then)),
        };
        let Some((first, rest)) = self.parts.split_first() else {
            return;
        };
        let mut fold = statistic.first(first, newest, own(first, newest, *now));
        for part in rest {
            let then = now.wrapping_sub(part.offset);
            let part_newest = rows::<D, O>(operands.at(then));
            let own = own(part, part_newest, then);
            fold = statistic.next(part, fold, newest, part_newest, own);
        }
        *self.value = statistic.last(fold, newest).0;
    }
}

/// One row.
struct Push<'a, F, C, const O: usize, const N: usize> {
    window: &'a mut RowWindow<F, C, O, N>,
    file: &'a mut RowFile,
    keep: bool,
}

impl<F: Family<O, N>, C: Cpu, const O: usize, const N: usize> Work for Push<'_, F, C, O, N> {
    type Output = ();
    #[inline(always)]
    fn work<D: Cpu>(self) {
        let (window, file) = (self.window, self.file);
        let operands = window.inputs.map(|input| file.floats[input]);
        if window.observed && operands.iter().any(|value| value.is_nan()) {
            for lane in &window.lanes {
                file.floats[lane.output] = lane.held;
            }
            return;
        }
        window.append::<D>(operands);
        for at in 0..window.lanes.len() {
            let lane = &window.lanes[at];
            let value = window.result::<D>(lane);
            file.floats[lane.output] = value;
            if self.keep {
                window.lanes[at].held = value;
            }
        }
        if self.keep {
            window.now = window.now.wrapping_add(1);
        }
    }
}

/// Rows of a state, oldest first and operand by operand, as history.
struct Replay<'a, F, C, const O: usize, const N: usize> {
    window: &'a mut RowWindow<F, C, O, N>,
    bytes: &'a [u8],
}

impl<F: Family<O, N>, C: Cpu, const O: usize, const N: usize> Work for Replay<'_, F, C, O, N> {
    type Output = Result<(), StateError>;
    #[inline(always)]
    fn work<D: Cpu>(self) -> Self::Output {
        let window = self.window;
        let rows = window.remembered();
        for row in 0..rows {
            let mut operands = [0.0; O];
            for (operand, value) in operands.iter_mut().enumerate() {
                let at = 8 * (operand * rows + row);
                *value = f64::read(&mut StateReader {
                    bytes: self.bytes,
                    at,
                })?;
            }
            window.append::<D>(operands);
            if row + 1 == rows {
                for at in 0..window.lanes.len() {
                    window.lanes[at].held = window.result::<D>(&window.lanes[at]);
                }
            }
            window.now = window.now.wrapping_add(1);
        }
        Ok(())
    }
}

impl<F: Family<O, N> + 'static, C: Cpu, const O: usize, const N: usize> RowInstruction
    for RowWindow<F, C, O, N>
{
    fn row(&mut self, file: &mut RowFile) {
        C::run(Push {
            window: self,
            file,
            keep: true,
        });
    }
    fn peek(&mut self, file: &mut RowFile) {
        C::run(Push {
            window: self,
            file,
            keep: false,
        });
    }
    fn save(&self, out: &mut StateWriter) {
        let rows = self.remembered();
        for operand in 0..O {
            for ago in (1..=rows).rev() {
                self.operands.at(self.now.wrapping_sub(ago))[operand].write(out);
            }
        }
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.clear();
        let start = state.at;
        let bytes = 8 * O * self.remembered();
        if state.bytes.len().saturating_sub(start) < bytes {
            return Err(StateError {
                offset: state.bytes.len(),
            });
        }
        // Checked before anything is taken over: an error leaves the state before the first row.
        while state.at < start + bytes {
            f64::read(state)?;
        }
        C::run(Replay {
            window: self,
            bytes: &state.bytes[start..start + bytes],
        })
    }
    fn reset(&mut self) {
        self.clear();
    }
}
