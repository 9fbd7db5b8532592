//! Sums, means and regressions of a window: levels S and, where a lane needs it, L.

use super::strip::{Strip, ZEROS};
use super::{Shape, Window, depth, reach, segments};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;
use crate::kernels::{BLOCK, finite};

/// Column 0 is x, which is S₁; then S₂, S₄, …; then L₂, L₄, … (L₁ is 0).
pub(in crate::kernels) struct Sums {
    strip: Strip,
    depth: usize,
    linear: bool,
    /// A lane's L while it is folded.
    moment: Box<[f64; BLOCK]>,
}

fn linear(shapes: &[Shape]) -> bool {
    shapes
        .iter()
        .any(|shape| !matches!(shape.op, Op::WinSum | Op::WinMean))
}

// Loops over slices of one length, each with one result at most that overlaps nothing: what vectorizes.

#[inline(always)]
fn level_sum(out: &mut [f64], new: &[f64], old: &[f64]) {
    for ((out, new), old) in out.iter_mut().zip(new).zip(old) {
        *out = new + old;
    }
}

/// `moments`: L of the newer and of the older half.
#[inline(always)]
fn level_moment<C: Cpu>(k: f64, out: &mut [f64], sums: [&[f64]; 2], moments: [&[f64]; 2]) {
    let rows = out.len();
    let ([new, old], [moment_new, moment_old]) = (sums.map(|s| &s[..rows]), moments.map(|m| &m[..rows]));
    for i in 0..rows {
        out[i] = C::fma(k, new[i] - old[i], moment_old[i] + moment_new[i]);
    }
}

/// One segment of a mean: D_b is `out` of the first segment and added to it by the others; the last finishes.
#[inline(always)]
fn mean_segment<C: Cpu>(
    k: f64,
    [first, last]: [bool; 2],
    inverse: f64,
    out: &mut [f64],
    x: &[f64],
    sums: &[f64],
) {
    let rows = out.len();
    let (x, sums) = (&x[..rows], &sums[..rows]);
    match (first, last) {
        (true, true) => {
            for i in 0..rows {
                out[i] = C::fma(C::fma(-k, x[i], sums[i]), inverse, x[i]);
            }
        }
        (true, false) => {
            for i in 0..rows {
                out[i] = C::fma(-k, x[i], sums[i]);
            }
        }
        (false, false) => {
            for i in 0..rows {
                out[i] += C::fma(-k, x[i], sums[i]);
            }
        }
        (false, true) => {
            for i in 0..rows {
                out[i] = C::fma(out[i] + C::fma(-k, x[i], sums[i]), inverse, x[i]);
            }
        }
    }
}

/// One segment of L: `weight` is n − 2p − k.
#[inline(always)]
fn moment_segment<C: Cpu>(
    [k, weight]: [f64; 2],
    first: bool,
    out: &mut [f64],
    x: &[f64],
    sums: &[f64],
    own: &[f64],
) {
    let rows = out.len();
    let (x, sums, own) = (&x[..rows], &sums[..rows], &own[..rows]);
    if first {
        for i in 0..rows {
            out[i] = C::fma(weight, C::fma(-k, x[i], sums[i]), own[i]);
        }
    } else {
        for i in 0..rows {
            out[i] += C::fma(weight, C::fma(-k, x[i], sums[i]), own[i]);
        }
    }
}

impl Window for Sums {
    fn halos(shapes: &[Shape], longest: usize) -> Vec<usize> {
        let levels = reach(shapes, longest);
        let mut halos = vec![longest];
        halos.extend_from_slice(&levels[1..]);
        if linear(shapes) {
            halos.extend_from_slice(&levels[1..]);
        }
        halos
    }

    fn new(shapes: &[Shape], longest: usize) -> Self {
        Self {
            strip: Strip::new(&Self::halos(shapes, longest)),
            depth: depth(longest),
            linear: linear(shapes),
            moment: Box::new(ZEROS),
        }
    }
    fn strip(&self) -> &Strip {
        &self.strip
    }
    fn strip_mut(&mut self) -> &mut Strip {
        &mut self.strip
    }

    #[inline(always)]
    fn levels<C: Cpu>(&mut self, rows: usize) {
        let now = self.strip.now;
        for level in 0..self.depth {
            let (below, above) = self.strip.columns.split_at_mut(level + 1);
            let below = &below[level];
            level_sum(
                above[0].fresh(now, rows),
                below.past(now, 0, rows),
                below.past(now, 1 << level, rows),
            );
        }
        if !self.linear {
            return;
        }
        for level in 0..self.depth {
            let k = 1usize << level;
            let (below, above) = self.strip.columns.split_at_mut(self.depth + level + 1);
            let sums = [0, k].map(|ago| below[level].past(now, ago, rows));
            let moments = match level {
                0 => [&ZEROS[..rows]; 2],
                _ => [0, k].map(|ago| below[self.depth + level].past(now, ago, rows)),
            };
            level_moment::<C>(k as f64, above[0].fresh(now, rows), sums, moments);
        }
    }

    #[inline(always)]
    fn lane<C: Cpu>(&mut self, shape: &Shape, out: &mut [f64], _: bool) {
        let rows = out.len();
        let n = shape.n as f64;
        let x = self.strip.past(0, 0, rows);
        let last = shape.n.trailing_zeros() as usize;
        let top = shape.n.ilog2() as usize;
        if shape.op == Op::WinSum {
            for segment in segments(shape.n) {
                let sums = self.strip.past(segment.level, segment.offset, rows);
                if segment.level == top {
                    out.copy_from_slice(sums);
                } else {
                    for (out, sum) in out.iter_mut().zip(sums) {
                        *out += sum;
                    }
                }
            }
            for value in out {
                *value = finite(*value);
            }
            return;
        }
        // The mean, in every kernel the same: what else is there is added to it.
        let inverse = 1.0 / n;
        for segment in segments(shape.n) {
            let sums = self.strip.past(segment.level, segment.offset, rows);
            let ends = [segment.level == top, segment.level == last];
            mean_segment::<C>(segment.rows(), ends, inverse, out, x, sums);
        }
        if shape.op == Op::WinMean {
            for value in out {
                *value = finite(*value);
            }
            return;
        }
        if shape.op == Op::WinSlope && shape.n == 1 {
            out.fill(f64::NAN);
            return;
        }
        let moment = &mut self.moment[..rows];
        for segment in segments(shape.n) {
            let weights = [segment.rows(), n - 2.0 * segment.offset as f64 - segment.rows()];
            let sums = self.strip.past(segment.level, segment.offset, rows);
            let own = match segment.level {
                0 => &ZEROS[..rows],
                level => self.strip.past(self.depth + level, segment.offset, rows),
            };
            moment_segment::<C>(weights, segment.level == top, moment, x, sums, own);
        }
        match shape.op {
            Op::WinWma => {
                let divisor = n * (n + 1.0);
                for (out, moment) in out.iter_mut().zip(moment) {
                    *out = finite(*out + *moment / divisor);
                }
            }
            Op::WinLinreg => {
                let divisor = n * (n + 1.0);
                for (out, moment) in out.iter_mut().zip(moment) {
                    *out = finite(*out + 3.0 * *moment / divisor);
                }
            }
            _ => {
                let divisor = n * (n * n - 1.0);
                for (out, moment) in out.iter_mut().zip(moment) {
                    *out = finite(6.0 * *moment / divisor);
                }
            }
        }
    }
}
