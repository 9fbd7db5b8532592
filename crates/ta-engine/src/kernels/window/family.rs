//! What tells one family of windows from another: the arithmetic of numerics B2, written once for one row and for
//! eight side by side.

use super::Shape;
use crate::cpu::lanes::Lanes;

/// A family over `O` operands, whose levels have `N` numbers a row.
pub(in crate::kernels) trait Family<const O: usize, const N: usize>:
    Send + Sized + 'static
{
    /// Of each number of a single row the operand that it is, or 0.
    const ONE: [Option<usize>; N];
    /// Whether two levels are made at once where nothing reads the one between: a merge that looks at no operands and
    /// costs less than to write and read what it makes.
    const CHEAP: bool;
    /// Whether a lane may ask for more than a statistic: for how far its rows are from their mean.
    const APART: bool = false;

    /// The numbers of two halves of `k` rows together: of the newer and the older half the operands' newest row and
    /// the half's own numbers.
    fn merge<L: Lanes>(k: f64, operands: [[L; O]; 2], halves: [[L; N]; 2]) -> [L; N];

    /// The parts that a window of `n` rows is folded from, newest first.
    fn parts(n: usize) -> impl Iterator<Item = Part>;

    /// Runs `choice` for the statistic that `shape` asks for.
    fn choose<V: Choice<O, N>>(shape: &Shape, choice: V);
}

/// A choice that is generic over the statistic.
pub(in crate::kernels) trait Choice<const O: usize, const N: usize> {
    fn choose<S: Statistic<O, N>>(self, statistic: S);
}

/// A statistic of a window: its parts, folded from the newest to the oldest.
pub(in crate::kernels) trait Statistic<const O: usize, const N: usize>: Copy {
    /// Whether parts are more than their own numbers: whether `next` looks at `part_newest`.
    const OPERANDS: bool;
    /// The fold after the first part: of the window's newest row and the part's own numbers.
    fn first<L: Lanes>(self, part: &Part, newest: [L; O], own: [L; N]) -> [L; N];
    /// The fold with one part more, whose newest row is `part_newest`.
    fn next<L: Lanes>(
        self,
        part: &Part,
        fold: [L; N],
        newest: [L; O],
        part_newest: [L; O],
        own: [L; N],
    ) -> [L; N];
    /// What the whole fold makes.
    fn last<L: Lanes>(self, fold: [L; N], newest: [L; O]) -> L;
}

/// A part of a window: `1 << level` rows, the newest of them `offset` before the window's.
#[derive(Clone, Copy, Default)]
pub(in crate::kernels) struct Part {
    pub level: usize,
    pub offset: usize,
    /// k, its rows.
    pub k: f64,
    /// n − 2p − k, by which a regression weighs it, where p is the offset.
    pub weight: f64,
    /// 1 / k.
    pub inverse: f64,
    /// p.
    pub p: f64,
    /// p is a power of two, so that a product divides by it.
    pub halves: bool,
    /// pk / (p + k).
    pub merge: f64,
}

impl Part {
    #[inline(always)]
    pub fn new(n: usize, level: usize, offset: usize) -> Self {
        let (k, p) = ((1usize << level) as f64, offset as f64);
        Self {
            level,
            offset,
            k,
            weight: n as f64 - 2.0 * p - k,
            inverse: 1.0 / k,
            p,
            halves: offset.is_power_of_two(),
            merge: p * k / (p + k),
        }
    }

    /// Of a window of `n` rows the powers of two that `n` is the sum of, largest newest.
    #[inline(always)]
    pub fn dyadic(n: usize) -> impl Iterator<Item = Part> {
        let mut offset = 0;
        std::iter::from_fn(move || {
            let level = (n - offset).checked_ilog2()? as usize;
            let part = Part::new(n, level, offset);
            offset += 1 << level;
            Some(part)
        })
    }
}

/// Levels above the rows themselves that windows of up to `longest` rows need.
pub(super) fn depth(longest: usize) -> usize {
    longest.ilog2() as usize
}

/// Of every level from the rows themselves up whether a lane reads it. Under min_samples lanes fold any length.
pub(super) fn read<F: Family<O, N>, const O: usize, const N: usize>(
    shapes: &[Shape],
    longest: usize,
) -> Vec<bool> {
    let any = shapes.iter().any(|shape| shape.samples < shape.n);
    let mut read = vec![any; depth(longest) + 1];
    for part in shapes.iter().flat_map(|shape| F::parts(shape.n)) {
        read[part.level] = true;
    }
    read
}

/// Of every level from the rows themselves up the most rows ago that a lane reads it at.
pub(super) fn offsets<F: Family<O, N>, const O: usize, const N: usize>(
    shapes: &[Shape],
    longest: usize,
) -> Vec<usize> {
    let mut offsets = vec![0; depth(longest) + 1];
    for part in shapes.iter().flat_map(|shape| F::parts(shape.n)) {
        offsets[part.level] = offsets[part.level].max(part.offset);
    }
    // Under min_samples a window is folded at every length up to its own: a level is read within the window.
    for shape in shapes.iter().filter(|shape| shape.samples < shape.n) {
        for (level, offset) in offsets.iter_mut().enumerate() {
            *offset = (*offset).max(shape.n.saturating_sub(1 << level));
        }
    }
    offsets
}
