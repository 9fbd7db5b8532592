//! Mean absolute deviation of a window: two passes, the first of them `win.mean`.

use super::strip::Strip;
use super::sum::Sums;
use super::{Shape, Window};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;
use crate::kernels::{BLOCK, finite};

pub(in crate::kernels) struct Deviations {
    sums: Sums,
    /// A lane's means.
    means: Box<[f64; BLOCK]>,
}

fn means(shapes: &[Shape]) -> Vec<Shape> {
    let mean = |shape: &Shape| Shape {
        op: Op::WinMean,
        ..*shape
    };
    shapes.iter().map(mean).collect()
}

/// Adds the deviations of some rows ago, oldest first.
#[inline(always)]
fn add_deviations<const P: usize>(out: &mut [f64], x: [&[f64]; P], means: &[f64]) {
    let rows = out.len();
    let (x, means) = (x.map(|x| &x[..rows]), &means[..rows]);
    for i in 0..rows {
        let mut sum = out[i];
        for x in x {
            sum += (x[i] - means[i]).abs();
        }
        out[i] = sum;
    }
}

impl Window for Deviations {
    fn halos(shapes: &[Shape], longest: usize) -> Vec<usize> {
        Sums::halos(&means(shapes), longest)
    }
    fn new(shapes: &[Shape], longest: usize) -> Self {
        Self {
            sums: Sums::new(&means(shapes), longest),
            means: Box::new([0.0; BLOCK]),
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
    fn lane<C: Cpu>(&mut self, shape: &Shape, out: &mut [f64], keep: bool) {
        let rows = out.len();
        let means = &mut self.means[..rows];
        self.sums.lane::<C>(
            &Shape {
                op: Op::WinMean,
                ..*shape
            },
            means,
            keep,
        );
        out.fill(0.0);
        let strip = self.sums.strip();
        let mut left = shape.n;
        while left >= 4 {
            let x = [1, 2, 3, 4].map(|older| strip.past(0, left - older, rows));
            add_deviations(out, x, means);
            left -= 4;
        }
        for ago in (0..left).rev() {
            add_deviations(out, [strip.past(0, ago, rows)], means);
        }
        let inverse = 1.0 / shape.n as f64;
        for value in out {
            *value = finite(*value * inverse);
        }
    }
}
