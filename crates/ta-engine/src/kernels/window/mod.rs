//! Windows (numerics B2): a value of the last n rows that depends on nothing before them.
//!
//! Rows are appended to a [`strip::Strip`]; a family keeps its dyadic levels beside them and folds each
//! lane's length from them. A row and a block are the same code over one or many rows, so their bits agree
//! by construction. The logical state is the raw rows alone: levels are rebuilt from them.

pub(super) mod bell;
pub(super) mod deviation;
pub(super) mod extreme;
mod instruction;
pub(super) mod moments;
pub(super) mod order;
pub(super) mod ranking;
mod strip;
pub(super) mod sum;

pub(super) use instruction::{WindowInstruction, instruction_bytes};

use super::factory::{LaneSpec, Missing};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;
use strip::Strip;

/// What a lane asks of its window.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub op: Op,
    /// Rows of the window, at least 1.
    pub n: usize,
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
            second: lane.scalars.get(1).copied().unwrap_or(0.0),
            third: lane.scalars.get(2).copied().unwrap_or(0.0),
            lane: 0,
            samples,
        }
    }
}

/// A family of windows over the same operands.
pub(super) trait Window: Send + Sized + 'static {
    /// Rows before the new ones that each column of its strip keeps: `longest` of the operands, which are
    /// the state.
    fn halos(shapes: &[Shape], longest: usize) -> Vec<usize>;
    /// Bytes that [`Window::new`] allocates for rows.
    fn bytes(shapes: &[Shape], longest: usize) -> u64 {
        Strip::bytes(&Self::halos(shapes, longest))
    }
    /// A window for `shapes`, the longest of which is `longest`.
    fn new(shapes: &[Shape], longest: usize) -> Self;
    fn strip(&self) -> &Strip;
    fn strip_mut(&mut self) -> &mut Strip;
    /// Computes the levels of the `rows` rows that [`Strip::append`] put behind the history.
    fn levels<C: Cpu>(&mut self, rows: usize);
    /// A lane's results for those rows. With `keep`, whatever cache the lane has advances with them.
    fn lane<C: Cpu>(&mut self, shape: &Shape, out: &mut [f64], keep: bool);
    /// Forgets caches beside the strip's, for rows that begin anew.
    fn clear(&mut self) {}
}

/// The powers of two that `n` is the sum of, largest first, each with the rows newer than its own.
#[inline(always)]
pub(super) fn segments(n: usize) -> Segments {
    Segments { rest: n, offset: 0 }
}

pub(super) struct Segments {
    rest: usize,
    offset: usize,
}

/// A power of two: `k = 1 << level` rows, `offset` rows ago.
#[derive(Clone, Copy)]
pub(super) struct Segment {
    pub level: usize,
    pub offset: usize,
}

impl Segment {
    #[inline(always)]
    pub fn rows(self) -> f64 {
        (1usize << self.level) as f64
    }
}

impl Iterator for Segments {
    type Item = Segment;
    #[inline(always)]
    fn next(&mut self) -> Option<Segment> {
        if self.rest == 0 {
            return None;
        }
        let level = self.rest.ilog2() as usize;
        let segment = Segment {
            level,
            offset: self.offset,
        };
        self.rest -= 1 << level;
        self.offset += 1 << level;
        Some(segment)
    }
}

/// From a level to the next one that is made: two above it where nothing reads the one between.
#[derive(Clone, Copy)]
struct Step {
    level: usize,
    next: usize,
}

impl Step {
    /// What the step asks of the most rows ago that each level is read at.
    fn reach(self, reach: &mut [usize]) {
        if self.next == self.level + 2 {
            reach[self.level] = reach[self.level].max(3 << self.level);
            reach[self.level + 1] = 0;
        }
    }
}

/// The steps up to the last level, by which levels lanes read.
#[inline(always)]
fn steps(kept: &[bool]) -> impl Iterator<Item = Step> {
    let mut level = 0;
    std::iter::from_fn(move || {
        let next = match kept[level + 1..] {
            [] => return None,
            [false, _, ..] => level + 2,
            _ => level + 1,
        };
        let step = Step { level, next };
        level = next;
        Some(step)
    })
}

/// Segments that one pass over a block folds at most.
const PASS: usize = 4;

/// The segments of `n` by passes: whether it is the first pass, its segments, and how many they are.
#[inline(always)]
fn passes(n: usize) -> impl Iterator<Item = (bool, [Segment; PASS], usize)> {
    let mut left = segments(n);
    let mut first = true;
    std::iter::from_fn(move || {
        let mut now = [Segment { level: 0, offset: 0 }; PASS];
        let mut count = 0;
        for (slot, segment) in now.iter_mut().zip(left.by_ref()) {
            *slot = segment;
            count += 1;
        }
        (count > 0).then(|| (std::mem::take(&mut first), now, count))
    })
}

/// The first P of a pass.
#[inline(always)]
fn cut<const P: usize, T: Copy>(all: [T; PASS]) -> [T; P] {
    std::array::from_fn(|at| all[at])
}

/// Runs `$body` with `$count`, of 1 to PASS, as the constant `$P`.
macro_rules! of_constant {
    ($count:expr, $P:ident => $body:expr) => {
        match $count {
            1 => {
                const $P: usize = 1;
                $body
            }
            2 => {
                const $P: usize = 2;
                $body
            }
            3 => {
                const $P: usize = 3;
                $body
            }
            _ => {
                const $P: usize = 4;
                $body
            }
        }
    };
}
use of_constant;

/// Levels above the rows themselves that windows of up to `longest` rows need.
pub(super) fn depth(longest: usize) -> usize {
    longest.ilog2() as usize
}

/// Of every level from the rows themselves up, the most rows ago that it is read at: half of the level above
/// is as old as it is long, and a fold reads each segment at its offset.
pub(super) fn reach(shapes: &[Shape], longest: usize) -> Vec<usize> {
    let depth = depth(longest);
    let mut reach: Vec<usize> = (0..=depth)
        .map(|level| if level < depth { 1 << level } else { 0 })
        .collect();
    for segment in shapes.iter().flat_map(|shape| segments(shape.n)) {
        reach[segment.level] = reach[segment.level].max(segment.offset);
    }
    // Under min_samples a window is folded at every length up to its own.
    for shape in shapes.iter().filter(|shape| shape.samples < shape.n) {
        for (level, rows) in reach.iter_mut().enumerate() {
            *rows = (*rows).max(shape.n.saturating_sub(1 << level));
        }
    }
    reach
}
