//! Sums, means and regressions of a window, from levels of S = Σx and, for regressions, of L, the moment about the
//! middle.

use super::Shape;
use super::family::{Choice, Family, Part, Statistic};
use crate::cpu::lanes::Lanes;
use crate::generated::kernels::Op;

/// Levels of S.
pub(in crate::kernels) struct Sums;

/// Levels of S and L.
pub(in crate::kernels) struct Lines;

/// Σx.
#[derive(Clone, Copy)]
struct Sum;

impl<const N: usize> Statistic<1, N> for Sum {
    const OPERANDS: bool = false;
    #[inline(always)]
    fn first<L: Lanes>(self, _: &Part, _: [L; 1], own: [L; N]) -> [L; N] {
        own
    }
    #[inline(always)]
    fn next<L: Lanes>(self, _: &Part, mut fold: [L; N], _: [L; 1], _: [L; 1], own: [L; N]) -> [L; N] {
        fold[0] = fold[0] + own[0];
        fold
    }
    #[inline(always)]
    fn last<L: Lanes>(self, fold: [L; N], _: [L; 1]) -> L {
        fold[0].finite()
    }
}

/// The mean, as the newest row's distance from it.
#[derive(Clone, Copy)]
struct Mean {
    /// 1 / n.
    inverse: f64,
}

/// Σ(x − newest) of a part.
#[inline(always)]
fn apart<L: Lanes>(part: &Part, newest: L, sum: L) -> L {
    L::splat(-part.k).fma(newest, sum)
}

impl<const N: usize> Statistic<1, N> for Mean {
    const OPERANDS: bool = false;
    #[inline(always)]
    fn first<L: Lanes>(self, part: &Part, newest: [L; 1], mut own: [L; N]) -> [L; N] {
        own[0] = apart(part, newest[0], own[0]);
        own
    }
    #[inline(always)]
    fn next<L: Lanes>(self, part: &Part, mut fold: [L; N], newest: [L; 1], _: [L; 1], own: [L; N]) -> [L; N] {
        fold[0] = fold[0] + apart(part, newest[0], own[0]);
        fold
    }
    #[inline(always)]
    fn last<L: Lanes>(self, fold: [L; N], newest: [L; 1]) -> L {
        fold[0].fma(L::splat(self.inverse), newest[0]).finite()
    }
}

/// A value of the regression's line: what the mean (if it counts) and L make.
#[derive(Clone, Copy)]
struct Line {
    /// 1 / n.
    inverse: f64,
    /// The mean is part of it.
    level: bool,
    /// Of L.
    factor: f64,
    divisor: f64,
}

impl Statistic<1, 2> for Line {
    const OPERANDS: bool = false;
    #[inline(always)]
    fn first<L: Lanes>(self, part: &Part, [newest]: [L; 1], [sum, moment]: [L; 2]) -> [L; 2] {
        let apart = apart(part, newest, sum);
        [apart, L::splat(part.weight).fma(apart, moment)]
    }
    #[inline(always)]
    fn next<L: Lanes>(self, part: &Part, fold: [L; 2], newest: [L; 1], _: [L; 1], own: [L; 2]) -> [L; 2] {
        let [apart, turned] = self.first(part, newest, own);
        [fold[0] + apart, fold[1] + turned]
    }
    #[inline(always)]
    fn last<L: Lanes>(self, [sum, moment]: [L; 2], [newest]: [L; 1]) -> L {
        let turned = L::splat(self.factor) * moment / L::splat(self.divisor);
        let value = if self.level {
            sum.fma(L::splat(self.inverse), newest) + turned
        } else {
            turned
        };
        value.finite()
    }
}

/// Whether a lane needs L.
pub(in crate::kernels) fn turns(op: Op) -> bool {
    !matches!(op, Op::WinSum | Op::WinMean)
}

fn mean_of(shape: &Shape) -> Mean {
    Mean {
        inverse: shape.inverse,
    }
}

impl Family<1, 1> for Sums {
    const ONE: [Option<usize>; 1] = [Some(0)];
    const CHEAP: bool = true;
    const APART: bool = true;

    #[inline(always)]
    fn merge<L: Lanes>(_: f64, _: [[L; 1]; 2], [new, old]: [[L; 1]; 2]) -> [L; 1] {
        [new[0] + old[0]]
    }

    #[inline(always)]
    fn parts(n: usize) -> impl Iterator<Item = Part> {
        Part::dyadic(n)
    }

    #[inline(always)]
    fn choose<V: Choice<1, 1>>(shape: &Shape, choice: V) {
        match shape.op {
            Op::WinSum => choice.choose(Sum),
            _ => choice.choose(mean_of(shape)),
        }
    }
}

impl Family<1, 2> for Lines {
    const ONE: [Option<usize>; 2] = [Some(0), None];
    const CHEAP: bool = false;

    #[inline(always)]
    fn merge<L: Lanes>(k: f64, _: [[L; 1]; 2], [new, old]: [[L; 2]; 2]) -> [L; 2] {
        [new[0] + old[0], L::splat(k).fma(new[0] - old[0], old[1] + new[1])]
    }

    #[inline(always)]
    fn parts(n: usize) -> impl Iterator<Item = Part> {
        Part::dyadic(n)
    }

    #[inline(always)]
    fn choose<V: Choice<1, 2>>(shape: &Shape, choice: V) {
        let n = shape.rows;
        let (level, factor, divisor) = match shape.op {
            Op::WinSum => return choice.choose(Sum),
            Op::WinMean => return choice.choose(mean_of(shape)),
            Op::WinWma => (true, 1.0, n * (n + 1.0)),
            Op::WinLinreg => (true, 3.0, n * (n + 1.0)),
            // Of a single row 0 / 0, which is missing.
            _ => (false, 6.0, n * (n * n - 1.0)),
        };
        choice.choose(Line {
            inverse: shape.inverse,
            level,
            factor,
            divisor,
        });
    }
}
