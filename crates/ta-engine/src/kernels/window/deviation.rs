//! Mean absolute deviation of a window: two passes, the first of them `win.mean`.

use super::levels::Levels;
use super::strip::Strip;
use super::sum::Sums;
use super::{ByRows, Shape, Window};
use crate::cpu::lanes::{EIGHT, Vector};
use crate::cpu::{Cpu, Work};
use crate::generated::kernels::Op;

pub(in crate::kernels) struct Deviations {
    sums: Levels<Sums, 1, 1>,
    /// A lane's means.
    means: Box<[f64]>,
}

fn mean(shape: &Shape) -> Shape {
    Shape {
        op: Op::WinMean,
        ..*shape
    }
}

/// Vectors whose sums are added up side by side, so that none waits for its own last addition.
const BESIDE: usize = 4;

/// The mean deviations of `G` vectors of rows: `x` begins with the oldest row of the first one's window.
#[inline(always)]
fn deviations<V: Vector, const G: usize>(
    n: usize,
    x: &[f64],
    means: &[[f64; EIGHT]],
    out: &mut [[f64; EIGHT]],
) {
    let mut sums = [V::splat(0.0); G];
    let mut middle = sums;
    for (middle, means) in middle.iter_mut().zip(means) {
        *middle = V::load(means);
    }
    // Oldest first.
    for older in 0..n {
        let rows = x[older..older + G * EIGHT].as_chunks().0;
        for at in 0..G {
            sums[at] = sums[at] + (V::load(&rows[at]) - middle[at]).abs();
        }
    }
    let inverse = V::splat(1.0 / n as f64);
    for (sum, out) in sums.into_iter().zip(out) {
        (sum * inverse).finite().store(out);
    }
}

/// All vectors of a block.
struct Sides<'a> {
    n: usize,
    /// From the oldest row of the first row's window on.
    x: &'a [f64],
    means: &'a [[f64; EIGHT]],
    out: &'a mut [[f64; EIGHT]],
}

impl Work for Sides<'_> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let Sides { n, x, means, out } = self;
        let mut at = 0;
        while at + BESIDE <= out.len() {
            let here = at..at + BESIDE;
            deviations::<C::Eight, BESIDE>(n, &x[at * EIGHT..], &means[here.clone()], &mut out[here]);
            at += BESIDE;
        }
        for at in at..out.len() {
            deviations::<C::Eight, 1>(n, &x[at * EIGHT..], &means[at..=at], &mut out[at..=at]);
        }
    }
}

impl Window for Deviations {
    const BLOCKS: usize = 1 + Levels::<Sums, 1, 1>::BLOCKS;
    fn halos(shapes: &[Shape], longest: usize) -> Vec<usize> {
        let means: Vec<Shape> = shapes.iter().map(mean).collect();
        Levels::<Sums, 1, 1>::halos(&means, longest)
    }
    fn new(shapes: &[Shape], longest: usize, most: usize) -> Self {
        let means: Vec<Shape> = shapes.iter().map(mean).collect();
        Self {
            sums: Levels::new(&means, longest, most),
            means: vec![0.0; most].into(),
        }
    }
    fn strip(&self) -> &Strip {
        self.sums.strip()
    }
    fn strip_mut(&mut self) -> &mut Strip {
        self.sums.strip_mut()
    }
    #[inline(always)]
    fn levels<C: Cpu>(&mut self, rows: usize) {
        self.sums.levels::<C>(rows);
    }

    #[inline(always)]
    fn lane<C: Cpu>(&mut self, shape: &Shape, rows: usize, out: &mut [f64], keep: bool) {
        let (n, padded) = (shape.n, out.len());
        let means = &mut self.means[..padded];
        self.sums.lane::<C>(&mean(shape), rows, means, keep);
        let x = self.sums.strip().past(0, n - 1, n - 1 + padded);
        let (means, out) = (means.as_chunks().0, out.as_chunks_mut().0);
        C::run(Sides { n, x, means, out });
    }

    fn by_rows<V: ByRows>(choice: V) -> Option<V::Output> {
        Levels::<Sums, 1, 1>::by_rows(choice)
    }
}
