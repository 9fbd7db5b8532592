//! Windows (numerics B2): a value of the last n rows that depends on nothing before them.
//!
//! By blocks rows are appended to a [`strip::Strip`]; a family keeps its dyadic levels beside them and folds each
//! lane's length from them, eight rows side by side. Row by row the same arithmetic runs over rings, where the family
//! is one of levels alone; else a row is a block of one. The logical state is the raw rows: levels are rebuilt from
//! them.

pub(super) mod bell;
pub(super) mod beside;
pub(super) mod deviation;
pub(super) mod extreme;
mod family;
mod instruction;
pub(super) mod levels;
pub(super) mod moments;
pub(super) mod order;
mod packs;
pub(super) mod ranking;
mod rows;
mod strip;
pub(super) mod sum;

pub(super) use instruction::{WindowInstruction, instruction_bytes, window_bytes};

use super::RowInstruction;
use super::across::AcrossInstruction;
use super::factory::{LaneSpec, Missing};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;
use std::marker::PhantomData;
use strip::Strip;

/// How an instruction of windows treats missing values (numerics N8).
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Policy {
    Rows,
    Observed,
    MinSamples,
}

impl Policy {
    pub(super) fn of(lane: &LaneSpec) -> Self {
        match lane.missing {
            Missing::None | Missing::Rows => Policy::Rows,
            Missing::Observed => Policy::Observed,
            Missing::MinSamples(_) => Policy::MinSamples,
        }
    }
}

/// What a lane asks of its window.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub op: Op,
    /// Rows of the window, at least 1.
    pub n: usize,
    /// The same as a number, and 1 over it: every row needs them.
    pub rows: f64,
    pub inverse: f64,
    /// The kernel's second parameter: ddof or q; 0 without one.
    pub second: f64,
    /// The kernel's third parameter; 0 without one.
    pub third: f64,
    /// Which lane of the window it is.
    pub lane: usize,
    /// min_samples' k, at least 1; the length under the other policies.
    pub samples: usize,
}

impl Shape {
    pub(super) fn of(lane: &LaneSpec) -> Self {
        let n = (lane.scalars[0] as usize).max(1);
        let samples = if let Missing::MinSamples(k) = lane.missing {
            k.max(1)
        } else {
            n
        };
        Self {
            op: lane.op,
            n,
            rows: n as f64,
            inverse: 1.0 / n as f64,
            second: lane.scalars.get(1).copied().unwrap_or(0.0),
            third: lane.scalars.get(2).copied().unwrap_or(0.0),
            lane: 0,
            samples,
        }
    }

    /// The same of a window of so many rows.
    fn of_rows(self, n: usize) -> Self {
        Self {
            n,
            rows: n as f64,
            inverse: 1.0 / n as f64,
            ..self
        }
    }
}

/// A family of windows over the same operands.
pub(super) trait Window: Send + Sized + 'static {
    /// Columns of as many rows as come at once that [`Window::new`] allocates beside its strip.
    const BLOCKS: usize = 0;
    /// Rows before the new ones that each column of its strip keeps: `longest` of the operands, which are
    /// the state.
    fn halos(shapes: &[Shape], longest: usize) -> Vec<usize>;
    /// Bytes that [`Window::new`] allocates for rows, of blocks of them.
    fn bytes(shapes: &[Shape], longest: usize) -> u64 {
        Strip::bytes(&Self::halos(shapes, longest))
    }
    /// A window for `shapes`, the longest of which is `longest`, and for `most` new rows at once, whole vectors of them.
    fn new(shapes: &[Shape], longest: usize, most: usize) -> Self;
    fn strip(&self) -> &Strip;
    fn strip_mut(&mut self) -> &mut Strip;
    /// Computes the levels of the `rows` rows that [`Strip::append`] put behind the history.
    fn levels<C: Cpu>(&mut self, rows: usize);
    /// A lane's results for those rows. With `keep`, whatever cache the lane has advances with them. `out` has whole
    /// vectors of rows; behind `rows` they mean nothing.
    fn lane<C: Cpu>(&mut self, shape: &Shape, rows: usize, out: &mut [f64], keep: bool);
    /// Forgets caches beside the strip's, for rows that begin anew.
    fn clear(&mut self) {}
    /// Runs `choice` for the family whose levels row by row are the window's, if there is one: both a session and a
    /// universe keep those. Else a row is a block of one.
    fn by_rows<V: ByRows>(_: V) -> Option<V::Output> {
        None
    }
}

/// A choice that is generic over a family row by row.
pub(super) trait ByRows {
    type Output;
    fn choose<F: family::Family<O, N>, const O: usize, const N: usize>(self) -> Self::Output;
}

/// The step executor's code for lanes of a window of levels, if it is one and not under min_samples.
pub(super) fn row_instruction<W: Window, C: Cpu>(
    shapes: &[Shape],
    lanes: &[&LaneSpec],
) -> Option<Box<dyn RowInstruction>> {
    struct Rows<'a, C>(&'a [Shape], &'a [&'a LaneSpec], PhantomData<C>);
    impl<C: Cpu> ByRows for Rows<'_, C> {
        type Output = Option<Box<dyn RowInstruction>>;
        fn choose<F: family::Family<O, N>, const O: usize, const N: usize>(self) -> Self::Output {
            rows::instruction::<F, C, O, N>(self.0, self.1)
        }
    }
    W::by_rows(Rows::<C>(shapes, lanes, PhantomData)).flatten()
}

/// The same of so many runs, eight side by side.
pub(super) fn packs_instruction<W: Window, C: Cpu>(
    shapes: &[Shape],
    lanes: &[&LaneSpec],
    runs: usize,
) -> Option<Box<dyn AcrossInstruction>> {
    struct Packs<'a, C>(&'a [Shape], &'a [&'a LaneSpec], usize, PhantomData<C>);
    impl<C: Cpu> ByRows for Packs<'_, C> {
        type Output = Option<Box<dyn AcrossInstruction>>;
        fn choose<F: family::Family<O, N>, const O: usize, const N: usize>(self) -> Self::Output {
            packs::instruction::<F, C, O, N>(self.0, self.1, self.2)
        }
    }
    W::by_rows(Packs::<C>(shapes, lanes, runs, PhantomData)).flatten()
}

/// Bytes that an instruction by rows allocates for them.
fn bytes_by_rows<W: Window>(shapes: &[Shape], longest: usize) -> u64 {
    struct Bytes<'a>(&'a [Shape], usize);
    impl ByRows for Bytes<'_> {
        type Output = u64;
        fn choose<F: family::Family<O, N>, const O: usize, const N: usize>(self) -> u64 {
            rows::bytes::<F, O, N>(self.0, self.1)
        }
    }
    W::by_rows(Bytes(shapes, longest)).unwrap_or(0)
}
