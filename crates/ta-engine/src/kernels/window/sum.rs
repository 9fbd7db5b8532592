//! Sums, means and regressions of a window: levels S and, where a lane needs it, L.

use super::strip::{Strip, ZEROS};
use super::{PASS, Segment, Shape, Step, Window, cut, depth, of_constant, passes, reach, segments, steps};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;
use crate::kernels::{BLOCK, finite};

/// Column 0 is x, which is S₁; then S₂, S₄, …; then L₂, L₄, … (L₁ is 0).
pub(in crate::kernels) struct Sums {
    strip: Strip,
    depth: usize,
    linear: bool,
    kept: Vec<bool>,
    /// A lane's L while it is folded.
    moment: Box<[f64; BLOCK]>,
}

fn linear(shapes: &[Shape]) -> bool {
    shapes
        .iter()
        .any(|shape| !matches!(shape.op, Op::WinSum | Op::WinMean))
}

/// Whether some lane reads every level: regressions weigh each, and min_samples folds any length.
fn every(shapes: &[Shape]) -> bool {
    linear(shapes) || shapes.iter().any(|shape| shape.samples < shape.n)
}

/// Which levels lanes read; the others are only on the way.
fn kept(shapes: &[Shape], depth: usize) -> Vec<bool> {
    let read = |level| {
        let mut all = shapes.iter().flat_map(|shape| segments(shape.n));
        all.any(|segment| segment.level == level)
    };
    (0..=depth).map(|level| every(shapes) || read(level)).collect()
}

// Loops over slices of one length, each with one result at most that overlaps nothing: what vectorizes.

#[inline(always)]
fn level_sum(out: &mut [f64], new: &[f64], old: &[f64]) {
    for ((out, new), old) in out.iter_mut().zip(new).zip(old) {
        *out = new + old;
    }
}

/// Two levels at once, over four spans side by side, newest first.
#[inline(always)]
fn level_sum_of_four(out: &mut [f64], spans: [&[f64]; 4]) {
    let rows = out.len();
    let [a, b, c, d] = spans.map(|span| &span[..rows]);
    for i in 0..rows {
        out[i] = (a[i] + b[i]) + (c[i] + d[i]);
    }
}

/// S and L of a level; `moments`: L of the newer and of the older half.
#[inline(always)]
fn level_moment<C: Cpu>(k: f64, out: [&mut [f64]; 2], sums: [&[f64]; 2], moments: [&[f64]; 2]) {
    let [out_sum, out] = out;
    let rows = out.len();
    let out_sum = &mut out_sum[..rows];
    let ([new, old], [moment_new, moment_old]) = (sums.map(|s| &s[..rows]), moments.map(|m| &m[..rows]));
    for i in 0..rows {
        out[i] = C::fma(k, new[i] - old[i], moment_old[i] + moment_new[i]);
        out_sum[i] = new[i] + old[i];
    }
}

/// Some segments of a fold: what came before is in `out`, unless they are the first; the last finish it.
#[derive(Clone, Copy)]
struct Part {
    first: bool,
    last: bool,
}

/// Whether a fold begins and ends here, as constants. A pass that something follows is full.
macro_rules! of_part {
    ($part:expr, $function:ident::<$($generic:ty),*; $P:ident>($($argument:expr),*)) => {
        match ($part.first, $part.last) {
            (true, true) => $function::<$($generic,)* $P, true, true>($($argument),*),
            (false, true) => $function::<$($generic,)* $P, false, true>($($argument),*),
            (true, false) if $P == PASS => $function::<$($generic,)* $P, true, false>($($argument),*),
            (false, false) if $P == PASS => $function::<$($generic,)* $P, false, false>($($argument),*),
            _ => unreachable!("a pass that something follows is full"),
        }
    };
}

#[inline(always)]
fn fold_sum<const P: usize, const FIRST: bool, const LAST: bool>(out: &mut [f64], sums: [&[f64]; P]) {
    let rows = out.len();
    let sums = sums.map(|s| &s[..rows]);
    for i in 0..rows {
        let mut sum = if FIRST { sums[0][i] } else { out[i] + sums[0][i] };
        for s in &sums[1..] {
            sum += s[i];
        }
        out[i] = if LAST { finite(sum) } else { sum };
    }
}

/// D_b of segments of `k` rows, and at the end the mean.
#[inline(always)]
fn fold_mean<C: Cpu, const P: usize, const FIRST: bool, const LAST: bool>(
    k: [f64; P],
    inverse: f64,
    out: &mut [f64],
    x: &[f64],
    sums: [&[f64]; P],
) {
    let rows = out.len();
    let (x, sums) = (&x[..rows], sums.map(|s| &s[..rows]));
    for i in 0..rows {
        let own = C::fma(-k[0], x[i], sums[0][i]);
        let mut sum = if FIRST { own } else { out[i] + own };
        for p in 1..P {
            sum += C::fma(-k[p], x[i], sums[p][i]);
        }
        out[i] = if LAST {
            finite(C::fma(sum, inverse, x[i]))
        } else {
            sum
        };
    }
}

/// The end of a regression: what the mean (if it counts) and L make.
#[derive(Clone, Copy)]
struct Line {
    inverse: f64,
    /// The mean is part of it.
    level: bool,
    /// Of L.
    factor: f64,
    divisor: f64,
}

/// D_b and L of segments of `k` rows, whose weights are n − 2p − k, and at the end the regression's value.
#[inline(always)]
fn fold_line<C: Cpu, const P: usize, const FIRST: bool, const LAST: bool>(
    [k, weight]: [[f64; P]; 2],
    line: Line,
    [out, moments]: [&mut [f64]; 2],
    x: &[f64],
    sums: [&[f64]; P],
    own: [&[f64]; P],
) {
    let rows = out.len();
    let (x, moments) = (&x[..rows], &mut moments[..rows]);
    let (sums, own) = (sums.map(|s| &s[..rows]), own.map(|s| &s[..rows]));
    for i in 0..rows {
        let apart = C::fma(-k[0], x[i], sums[0][i]);
        let turned = C::fma(weight[0], apart, own[0][i]);
        let (mut sum, mut moment) = if FIRST {
            (apart, turned)
        } else {
            (out[i] + apart, moments[i] + turned)
        };
        for p in 1..P {
            let apart = C::fma(-k[p], x[i], sums[p][i]);
            sum += apart;
            moment += C::fma(weight[p], apart, own[p][i]);
        }
        if LAST {
            let turned = line.factor * moment / line.divisor;
            out[i] = finite(if line.level {
                C::fma(sum, line.inverse, x[i]) + turned
            } else {
                turned
            });
        } else {
            out[i] = sum;
            moments[i] = moment;
        }
    }
}

impl Sums {
    /// S and L of every level.
    #[inline(always)]
    fn linear_levels<C: Cpu>(&mut self, rows: usize) {
        let now = self.strip.now;
        for level in 0..self.depth {
            let k = 1usize << level;
            let (below, above) = self.strip.columns.split_at_mut(self.depth + level + 1);
            let (below, sums_above) = below.split_at_mut(level + 1);
            let sums = [0, k].map(|ago| below[level].past(now, ago, rows));
            let (out, behind) = sums_above.split_at_mut(1);
            // The L of this level stands last before those above it: behind the other sums.
            let moments = match level {
                0 => [&ZEROS[..rows]; 2],
                _ => [0, k].map(|ago| behind[self.depth - 2].past(now, ago, rows)),
            };
            let out = [&mut out[0], &mut above[0]].map(|column| column.fresh(now, rows));
            level_moment::<C>(k as f64, out, sums, moments);
        }
    }
}

impl Window for Sums {
    fn halos(shapes: &[Shape], longest: usize) -> Vec<usize> {
        let mut levels = reach(shapes, longest);
        let kept = kept(shapes, depth(longest));
        steps(&kept).for_each(|step| step.reach(&mut levels));
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
            kept: kept(shapes, depth(longest)),
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
        if self.linear {
            self.linear_levels::<C>(rows);
            return;
        }
        for Step { level, next } in steps(&self.kept) {
            let (below, above) = self.strip.columns.split_at_mut(next);
            let past = |spans: usize| below[level].past(now, spans << level, rows);
            let out = above[0].fresh(now, rows);
            if next == level + 2 {
                level_sum_of_four(out, [0, 1, 2, 3].map(past));
            } else {
                level_sum(out, past(0), past(1));
            }
        }
    }

    #[inline(always)]
    fn lane<C: Cpu>(&mut self, shape: &Shape, out: &mut [f64], _: bool) {
        let rows = out.len();
        let n = shape.n as f64;
        if shape.op == Op::WinSlope && shape.n == 1 {
            out.fill(f64::NAN);
            return;
        }
        let inverse = 1.0 / n;
        let line = match shape.op {
            Op::WinWma => Some((true, 1.0, n * (n + 1.0))),
            Op::WinLinreg => Some((true, 3.0, n * (n + 1.0))),
            Op::WinSlope => Some((false, 6.0, n * (n * n - 1.0))),
            _ => None,
        };
        let line = line.map(|(level, factor, divisor)| Line {
            inverse,
            level,
            factor,
            divisor,
        });
        let (strip, moments) = (&self.strip, &mut self.moment[..rows]);
        let x = strip.past(0, 0, rows);
        let mut left = shape.n.count_ones() as usize;
        for (first, now, count) in passes(shape.n) {
            left -= count;
            let part = Part {
                first,
                last: left == 0,
            };
            let sums = now.map(|segment| strip.past(segment.level, segment.offset, rows));
            let k = now.map(Segment::rows);
            of_constant!(count, P => {
                let (sums, k) = (cut::<P, _>(sums), cut::<P, _>(k));
                match line {
                    None if shape.op == Op::WinSum => of_part!(part, fold_sum::<; P>(out, sums)),
                    None => of_part!(part, fold_mean::<C; P>(k, inverse, out, x, sums)),
                    Some(line) => {
                        let now = cut::<P, _>(now);
                        let weight = now.map(|s| n - 2.0 * s.offset as f64 - s.rows());
                        let own = now.map(|segment| match segment.level {
                            0 => &ZEROS[..rows],
                            level => strip.past(self.depth + level, segment.offset, rows),
                        });
                        of_part!(part, fold_line::<C; P>([k, weight], line, [&mut *out, &mut *moments], x, sums, own));
                    }
                }
            });
        }
    }
}
