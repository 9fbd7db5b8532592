//! Variance of a window, and covariance of two: levels of D = Σ(x − newest) and of the central moments M,
//! merged pairwise so that nothing cancels.

use super::strip::{Strip, ZEROS};
use super::{Segment, Shape, Window, cut, depth, of_constant, passes, reach};
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

/// The same of a pair: both D and M and the mixed moment, in the order of the columns.
#[inline(always)]
fn level_pair<C: Cpu>(k: f64, out: [&mut [f64]; 5], xy: [[&[f64]; 2]; 2], own: [[&[f64]; 2]; 5]) {
    let rows = out[0].len();
    let [out_dx, out_xx, out_dy, out_yy, out_xy] = out.map(|out| &mut out[..rows]);
    let [[x_new, x_old], [y_new, y_old]] = xy.map(|pair| pair.map(|s| &s[..rows]));
    let [dx, xx, dy, yy, mixed] = own.map(|pair| pair.map(|s| &s[..rows]));
    let half = 0.5 / k;
    for i in 0..rows {
        let u = C::fma(k, x_old[i] - x_new[i], dx[1][i]);
        let v = C::fma(k, y_old[i] - y_new[i], dy[1][i]);
        let (ex, ey) = (u - dx[0][i], v - dy[0][i]);
        out_dx[i] = dx[0][i] + u;
        out_xx[i] = C::fma(ex * half, ex, xx[0][i] + xx[1][i]);
        out_dy[i] = dy[0][i] + v;
        out_yy[i] = C::fma(ey * half, ey, yy[0][i] + yy[1][i]);
        out_xy[i] = C::fma(ex * half, ey, mixed[0][i] + mixed[1][i]);
    }
}

/// What a fold needs of a segment: k, 1 / k, the rows p before it, and pk / (p + k).
#[derive(Clone, Copy)]
struct Merge {
    k: f64,
    inverse: f64,
    p: f64,
    /// 1 / p, for a p that is a power of two, so that a multiplication divides: that of the second segment.
    exact: f64,
    r: f64,
}

impl Merge {
    #[inline(always)]
    fn of(segment: Segment) -> Self {
        let (p, k) = (segment.offset as f64, segment.rows());
        Self {
            k,
            inverse: 1.0 / k,
            p,
            exact: 1.0 / p,
            r: p * k / (p + k),
        }
    }
}

/// A segment's D over its rows less the fold's over its own.
#[inline(always)]
fn apart(merge: &Merge, exact: bool, u: f64, d: f64) -> f64 {
    let own = if exact { d * merge.exact } else { d / merge.p };
    u * merge.inverse - own
}

/// Folds segments into D and M; the first of all begin them. `x` is the newest, `old` each segment's newest,
/// `own` their D and M.
#[inline(always)]
fn fold_own<C: Cpu, const P: usize, const FIRST: bool>(
    merge: [Merge; P],
    [d, m]: [&mut [f64]; 2],
    x: &[f64],
    old: [&[f64]; P],
    own: [[&[f64]; P]; 2],
) {
    let rows = d.len();
    let (m, x) = (&mut m[..rows], &x[..rows]);
    let (old, [d_own, m_own]) = (old.map(|s| &s[..rows]), own.map(|all| all.map(|s| &s[..rows])));
    for i in 0..rows {
        let (mut sum, mut moment) = if FIRST {
            (d_own[0][i], m_own[0][i])
        } else {
            (d[i], m[i])
        };
        for s in usize::from(FIRST)..P {
            let u = C::fma(merge[s].k, old[s][i] - x[i], d_own[s][i]);
            let e = apart(&merge[s], FIRST && s == 1, u, sum);
            moment = C::fma(e * merge[s].r, e, moment + m_own[s][i]);
            sum += u;
        }
        d[i] = sum;
        m[i] = moment;
    }
}

/// The same of a pair; `fold` and `own` are Dx, Mxx, Dy, Myy and Mxy.
#[inline(always)]
fn fold_pair<C: Cpu, const P: usize, const FIRST: bool>(
    merge: [Merge; P],
    fold: [&mut [f64]; 5],
    xy: [&[f64]; 2],
    old: [[&[f64]; P]; 2],
    own: [[&[f64]; P]; 5],
) {
    let rows = fold[0].len();
    let [dx, xx, dy, yy, mixed] = fold.map(|s| &mut s[..rows]);
    let ([x, y], [x_old, y_old]) = (xy.map(|s| &s[..rows]), old.map(|all| all.map(|s| &s[..rows])));
    let [dx_own, xx_own, dy_own, yy_own, mixed_own] = own.map(|all| all.map(|s| &s[..rows]));
    for i in 0..rows {
        let mut sums = if FIRST {
            [dx_own[0][i], dy_own[0][i]]
        } else {
            [dx[i], dy[i]]
        };
        let mut moments = if FIRST {
            [xx_own[0][i], yy_own[0][i], mixed_own[0][i]]
        } else {
            [xx[i], yy[i], mixed[i]]
        };
        for s in usize::from(FIRST)..P {
            let exact = FIRST && s == 1;
            let u = C::fma(merge[s].k, x_old[s][i] - x[i], dx_own[s][i]);
            let v = C::fma(merge[s].k, y_old[s][i] - y[i], dy_own[s][i]);
            let ex = apart(&merge[s], exact, u, sums[0]);
            let ey = apart(&merge[s], exact, v, sums[1]);
            moments[0] = C::fma(ex * merge[s].r, ex, moments[0] + xx_own[s][i]);
            moments[1] = C::fma(ey * merge[s].r, ey, moments[1] + yy_own[s][i]);
            moments[2] = C::fma(ex * merge[s].r, ey, moments[2] + mixed_own[s][i]);
            sums = [sums[0] + u, sums[1] + v];
        }
        [dx[i], dy[i]] = sums;
        [xx[i], yy[i], mixed[i]] = moments;
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
        let (strip, fold) = (&self.strip, &mut *self.fold);
        for (first, now, count) in passes(n) {
            of_constant!(count, P => {
                let now = cut::<P, _>(now);
                let merge = now.map(Merge::of);
                let old = |operand: usize| now.map(|s| strip.past(operand, s.offset, rows));
                let own = |which: usize| now.map(|s| Self::column(strip, s.level, which, s.offset, rows));
                let fold = fold.each_mut().map(|fold| &mut fold[..rows]);
                let x = strip.past(0, 0, rows);
                if PAIR {
                    let xy = [x, strip.past(1, 0, rows)];
                    let (old, own) = ([old(0), old(1)], [0, 1, 2, 3, 4].map(own));
                    if first {
                        fold_pair::<C, P, true>(merge, fold, xy, old, own);
                    } else {
                        fold_pair::<C, P, false>(merge, fold, xy, old, own);
                    }
                } else {
                    let [d, m, ..] = fold;
                    let own = [own(0), own(1)];
                    if first {
                        fold_own::<C, P, true>(merge, [d, m], x, old(0), own);
                    } else {
                        fold_own::<C, P, false>(merge, [d, m], x, old(0), own);
                    }
                }
            });
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
            if PAIR {
                let (xy, own) = ([both(0), both(1)], [0, 1, 2, 3, 4].map(previous));
                let [dx, xx, dy, yy, mixed, ..] = above else {
                    unreachable!("a level of a pair has five columns")
                };
                let out = [dx, xx, dy, yy, mixed].map(|column| column.fresh(now, rows));
                level_pair::<C>(width, out, xy, own);
            } else {
                let [d, m, ..] = above else {
                    unreachable!("a level has two columns")
                };
                let [d, m] = [d, m].map(|column| column.fresh(now, rows));
                level_own::<C>(width, d, m, both(0), previous(0), previous(1));
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
                    // A moment that left the finite numbers would pass for one that dwarfs the other.
                    let scale = finite(xx[i].sqrt() * yy[i].sqrt());
                    let c = finite(if scale > 0.0 { xy[i] / scale } else { f64::NAN });
                    out[i] = c.clamp(-1.0, 1.0);
                }
            }
            _ => {
                for i in 0..rows {
                    out[i] = finite(xy[i] / finite(xx[i]));
                }
            }
        }
    }
}
