//! A window weighted by a bell curve, as Arnaud Legoux's average is.

use super::strip::Strip;
use super::{Shape, Window};
use crate::cpu::Cpu;
use crate::kernels::finite;

/// Column 0 is x.
pub(in crate::kernels) struct Bells {
    strip: Strip,
    /// Of each lane, by its place among the shapes.
    curves: Vec<Curve>,
    newest: Box<[f64]>,
}

/// The weights of a window of `weights.len()` rows, oldest first, and their sum. Under min_samples windows are of any
/// length up to the lane's own.
struct Curve {
    weights: Vec<f64>,
    total: f64,
}

impl Curve {
    /// exp(-(i - peak)² / (2 width²)) with the peak `offset` (n - 1) from the oldest row and a width of n / `sigma`, over
    /// the greatest of them, so that a narrow curve between two rows does not vanish.
    fn settle(&mut self, n: usize, offset: f64, sigma: f64) {
        if self.weights.len() == n {
            return;
        }
        let peak = offset * (n as f64 - 1.0);
        let width = n as f64 / sigma;
        let exponent = |at: usize| {
            let apart = (at as f64 - peak) / width;
            apart * apart / 2.0
        };
        let least = (0..n).map(exponent).fold(
            f64::INFINITY,
            |least, next| {
                if next < least { next } else { least }
            },
        );
        self.weights.clear();
        self.weights
            .extend((0..n).map(|at| libm::exp(least - exponent(at))));
        self.total = self.weights.iter().sum();
    }
}

impl Window for Bells {
    const BLOCKS: usize = 1;
    fn halos(_: &[Shape], longest: usize) -> Vec<usize> {
        vec![longest]
    }
    fn bytes(shapes: &[Shape], longest: usize) -> u64 {
        let weights = shapes
            .iter()
            .map(|shape| shape.n * size_of::<f64>() + size_of::<Curve>());
        Strip::bytes(&Self::halos(shapes, longest)) + weights.sum::<usize>() as u64
    }
    fn new(shapes: &[Shape], longest: usize, most: usize) -> Self {
        let curve = |shape: &Shape| Curve {
            weights: Vec::with_capacity(shape.n),
            total: f64::NAN,
        };
        Self {
            strip: Strip::new(&Self::halos(shapes, longest), most),
            curves: shapes.iter().map(curve).collect(),
            newest: vec![0.0; most].into(),
        }
    }
    fn strip(&self) -> &Strip {
        &self.strip
    }
    fn strip_mut(&mut self) -> &mut Strip {
        &mut self.strip
    }
    #[inline(always)]
    fn levels<C: Cpu>(&mut self, _: usize) {}

    #[inline(always)]
    fn lane<C: Cpu>(&mut self, shape: &Shape, rows: usize, out: &mut [f64], _: bool) {
        let out = &mut out[..rows];
        let curve = &mut self.curves[shape.lane];
        curve.settle(shape.n, shape.second, shape.third);
        let newest = &mut self.newest[..rows];
        newest.copy_from_slice(self.strip.past(0, 0, rows));
        out.fill(0.0);
        for (at, &weight) in curve.weights.iter().enumerate() {
            let past = self.strip.past(0, shape.n - 1 - at, rows);
            for ((sum, &x), &now) in out.iter_mut().zip(past).zip(&*newest) {
                *sum += weight * (x - now);
            }
        }
        for (value, &now) in out.iter_mut().zip(&*newest) {
            *value = finite(now + *value / curve.total);
        }
    }
}
