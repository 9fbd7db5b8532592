//! Variance of a window, and covariance of two: levels of D = Σ(x − newest) and of the central moments M,
//! merged pairwise so that nothing cancels.

use super::strip::{Strip, ZEROS};
use super::{Shape, Window, depth, reach, segments};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;
use crate::kernels::{BLOCK, finite};

/// Columns: the operands; then, of 2, 4, … rows, Dx and Mxx; for a pair also Dy, Myy and Mxy.
/// Of one row, D and M are 0.
pub(in crate::kernels) struct Moments<const PAIR: bool> {
    strip: Strip,
    depth: usize,
    /// A lane's Dx, Mxx, Dy, Myy and Mxy while they are folded.
    fold: Box<[[f64; BLOCK]; 5]>,
}

// Loops over slices of one length whose results overlap nothing: what vectorizes. In `[new, old]` the older
// rows are as many rows before as the segment or half that they belong to.

/// D and M of both halves merged.
#[inline(always)]
fn level_own<C: Cpu>(
    k: f64,
    out_d: &mut [f64],
    out_m: &mut [f64],
    x: [&[f64]; 2],
    d: [&[f64]; 2],
    m: [&[f64]; 2],
) {
    let rows = out_d.len();
    let out_m = &mut out_m[..rows];
    let [[x_new, x_old], [d_new, d_old], [m_new, m_old]] = [x, d, m].map(|pair| pair.map(|s| &s[..rows]));
    let half = 0.5 / k;
    for i in 0..rows {
        let u = C::fma(k, x_old[i] - x_new[i], d_old[i]);
        let e = u - d_new[i];
        out_d[i] = d_new[i] + u;
        out_m[i] = C::fma(e * half, e, m_new[i] + m_old[i]);
    }
}

/// The mixed moment of both halves merged; operands and D are those of x, then of y.
#[inline(always)]
fn level_mixed<C: Cpu>(k: f64, out: &mut [f64], xy: [[&[f64]; 2]; 2], d: [[&[f64]; 2]; 2], m: [&[f64]; 2]) {
    let rows = out.len();
    let [[x_new, x_old], [y_new, y_old], [dx_new, dx_old]] =
        [xy[0], xy[1], d[0]].map(|pair| pair.map(|s| &s[..rows]));
    let [[dy_new, dy_old], [m_new, m_old]] = [d[1], m].map(|pair| pair.map(|s| &s[..rows]));
    let half = 0.5 / k;
    for i in 0..rows {
        let ex = C::fma(k, x_old[i] - x_new[i], dx_old[i]) - dx_new[i];
        let ey = C::fma(k, y_old[i] - y_new[i], dy_old[i]) - dy_new[i];
        out[i] = C::fma(ex * half, ey, m_new[i] + m_old[i]);
    }
}

/// What a fold needs of a segment: k, 1 / k, the rows p before it, and pk / (p + k).
#[derive(Clone, Copy)]
struct Merge {
    k: f64,
    inverse: f64,
    p: f64,
    /// 1 / p where that is exact, so that a multiplication divides.
    exact: Option<f64>,
    r: f64,
}

/// A segment's D over its rows less the fold's over its own.
#[inline(always)]
fn apart<const EXACT: bool>(merge: &Merge, u: f64, d: f64) -> f64 {
    let own = if EXACT {
        d * merge.exact.unwrap_or(f64::NAN)
    } else {
        d / merge.p
    };
    u * merge.inverse - own
}

/// Merges a segment into D and M. `x` is the newest and the segment's newest, `own` the segment's D and M.
#[inline(always)]
fn fold_own<C: Cpu, const EXACT: bool>(
    merge: Merge,
    d: &mut [f64],
    m: &mut [f64],
    x: [&[f64]; 2],
    own: [&[f64]; 2],
) {
    let rows = d.len();
    let m = &mut m[..rows];
    let ([x_new, x_old], [d_own, m_own]) = (x.map(|s| &s[..rows]), own.map(|s| &s[..rows]));
    for i in 0..rows {
        let u = C::fma(merge.k, x_old[i] - x_new[i], d_own[i]);
        let e = apart::<EXACT>(&merge, u, d[i]);
        m[i] = C::fma(e * merge.r, e, m[i] + m_own[i]);
        d[i] += u;
    }
}

/// Merges a segment into the mixed moment; `d` are the fold's Dx and Dy before the segment.
#[inline(always)]
fn fold_mixed<C: Cpu, const EXACT: bool>(
    merge: Merge,
    m: &mut [f64],
    d: [&[f64]; 2],
    xy: [[&[f64]; 2]; 2],
    own: [&[f64]; 3],
) {
    let rows = m.len();
    let [dx, dy] = d.map(|s| &s[..rows]);
    let [[x_new, x_old], [y_new, y_old]] = xy.map(|pair| pair.map(|s| &s[..rows]));
    let [dx_own, dy_own, m_own] = own.map(|s| &s[..rows]);
    for i in 0..rows {
        let ex = apart::<EXACT>(&merge, C::fma(merge.k, x_old[i] - x_new[i], dx_own[i]), dx[i]);
        let ey = apart::<EXACT>(&merge, C::fma(merge.k, y_old[i] - y_new[i], dy_own[i]), dy[i]);
        m[i] = C::fma(ex * merge.r, ey, m[i] + m_own[i]);
    }
}

impl<const PAIR: bool> Moments<PAIR> {
    const OPERANDS: usize = if PAIR { 2 } else { 1 };
    const COLUMNS: usize = if PAIR { 5 } else { 2 };

    /// Rows of the `which`-th of a level's columns.
    #[inline(always)]
    fn column(strip: &Strip, level: usize, which: usize, ago: usize, rows: usize) -> &[f64] {
        match level {
            0 => &ZEROS[..rows],
            _ => strip.past(Self::OPERANDS + (level - 1) * Self::COLUMNS + which, ago, rows),
        }
    }

    /// Folds all segments of a length.
    #[inline(always)]
    fn fold<C: Cpu>(&mut self, n: usize, rows: usize) {
        let (strip, [dx, xx, dy, yy, xy]) = (&self.strip, &mut *self.fold);
        let [dx, xx, dy, yy, xy] = [dx, xx, dy, yy, xy].map(|fold| &mut fold[..rows]);
        for segment in segments(n) {
            let (level, offset) = (segment.level, segment.offset);
            let own = |which: usize| Self::column(strip, level, which, offset, rows);
            if offset == 0 {
                dx.copy_from_slice(own(0));
                xx.copy_from_slice(own(1));
                if PAIR {
                    dy.copy_from_slice(own(2));
                    yy.copy_from_slice(own(3));
                    xy.copy_from_slice(own(4));
                }
                continue;
            }
            let (p, k) = (offset as f64, segment.rows());
            let merge = Merge {
                k,
                inverse: 1.0 / k,
                p,
                exact: offset.is_power_of_two().then(|| 1.0 / p),
                r: p * k / (p + k),
            };
            let x = [0, offset].map(|ago| strip.past(0, ago, rows));
            let exact = merge.exact.is_some();
            if PAIR {
                let y = [0, offset].map(|ago| strip.past(1, ago, rows));
                let mixed = [own(0), own(2), own(4)];
                if exact {
                    fold_mixed::<C, true>(merge, xy, [dx, dy], [x, y], mixed);
                    fold_own::<C, true>(merge, dy, yy, y, [own(2), own(3)]);
                } else {
                    fold_mixed::<C, false>(merge, xy, [dx, dy], [x, y], mixed);
                    fold_own::<C, false>(merge, dy, yy, y, [own(2), own(3)]);
                }
            }
            if exact {
                fold_own::<C, true>(merge, dx, xx, x, [own(0), own(1)]);
            } else {
                fold_own::<C, false>(merge, dx, xx, x, [own(0), own(1)]);
            }
        }
    }
}

impl<const PAIR: bool> Window for Moments<PAIR> {
    fn halos(shapes: &[Shape], longest: usize) -> Vec<usize> {
        let mut halos = vec![longest; Self::OPERANDS];
        for &level in &reach(shapes, longest)[1..] {
            halos.extend([level; 5].iter().take(Self::COLUMNS));
        }
        halos
    }

    fn new(shapes: &[Shape], longest: usize) -> Self {
        Self {
            strip: Strip::new(&Self::halos(shapes, longest)),
            depth: depth(longest),
            fold: Box::new([ZEROS; 5]),
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
            let k = 1usize << level;
            let target = Self::OPERANDS + level * Self::COLUMNS;
            let (below, above) = self.strip.columns.split_at_mut(target);
            let both = |column: usize| [0, k].map(|ago| below[column].past(now, ago, rows));
            let previous = |which: usize| match level {
                0 => [&ZEROS[..rows]; 2],
                _ => both(target - Self::COLUMNS + which),
            };
            let width = k as f64;
            for operand in 0..Self::OPERANDS {
                let (d, m) = (2 * operand, 2 * operand + 1);
                let (out_d, out_m) = above[d..].split_at_mut(1);
                let (out_d, out_m) = (out_d[0].fresh(now, rows), out_m[0].fresh(now, rows));
                level_own::<C>(width, out_d, out_m, both(operand), previous(d), previous(m));
            }
            if PAIR {
                let out = above[4].fresh(now, rows);
                let (xy, d) = ([both(0), both(1)], [previous(0), previous(2)]);
                level_mixed::<C>(width, out, xy, d, previous(4));
            }
        }
    }

    #[inline(always)]
    fn lane<C: Cpu>(&mut self, shape: &Shape, out: &mut [f64], _: bool) {
        let rows = out.len();
        self.fold::<C>(shape.n, rows);
        let [_, xx, _, yy, xy] = &*self.fold;
        let (xx, yy, xy) = (&xx[..rows], &yy[..rows], &xy[..rows]);
        match shape.op {
            Op::WinVariance | Op::WinCovariance => {
                let freedom = shape.n as f64 - shape.second;
                if freedom > 0.0 {
                    let moment = if PAIR { xy } else { xx };
                    for (out, moment) in out.iter_mut().zip(moment) {
                        *out = finite(moment / freedom);
                    }
                } else {
                    out.fill(f64::NAN);
                }
                if shape.n == 1 {
                    // One row has no differences through which a missing value would show.
                    for operand in 0..Self::OPERANDS {
                        for (out, x) in out.iter_mut().zip(self.strip.past(operand, 0, rows)) {
                            *out = if x.is_nan() { f64::NAN } else { *out };
                        }
                    }
                }
            }
            Op::WinCorrelation => {
                for i in 0..rows {
                    let scale = xx[i].sqrt() * yy[i].sqrt();
                    let c = finite(if scale > 0.0 { xy[i] / scale } else { f64::NAN });
                    out[i] = c.clamp(-1.0, 1.0);
                }
            }
            _ => {
                for i in 0..rows {
                    out[i] = finite(xy[i] / xx[i]);
                }
            }
        }
    }
}
