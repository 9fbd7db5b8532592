//! Variance of a window, and covariance of two: levels of D = Σ(x − newest) and of the central moments M, merged
//! pairwise so that nothing cancels.

use super::Shape;
use super::family::{Choice, Family, Part, Statistic};
use crate::cpu::lanes::Lanes;
use crate::generated::kernels::Op;

/// Levels of Dx and Mxx. Of one row both are 0.
pub(in crate::kernels) struct Moments;

/// Levels of Dx, Mxx, Dy, Myy and Mxy.
pub(in crate::kernels) struct Comoments;

/// A part's D, and by how much the mean of its rows is above that of those before it in the fold, whose D is `d`.
/// Both D are about the window's newest row.
#[inline(always)]
fn apart<L: Lanes>(part: &Part, newest: L, part_newest: L, own: L, d: L) -> (L, L) {
    let u = L::splat(part.k).fma(part_newest - newest, own);
    let before = if part.halves {
        // The same bits as the division.
        d * L::splat(1.0 / part.p)
    } else {
        d / L::splat(part.p)
    };
    (u, u * L::splat(part.inverse) - before)
}

/// What a fold of the moments ends in.
trait Ends<const O: usize, const N: usize>: Copy {
    fn ends<L: Lanes>(self, fold: [L; N], newest: [L; O]) -> L;
}

/// A statistic of one series' moments.
#[derive(Clone, Copy)]
struct Own<E>(E);

impl<E: Ends<1, 2>> Statistic<1, 2> for Own<E> {
    const OPERANDS: bool = true;
    #[inline(always)]
    fn first<L: Lanes>(self, _: &Part, _: [L; 1], own: [L; 2]) -> [L; 2] {
        own
    }
    #[inline(always)]
    fn next<L: Lanes>(
        self,
        part: &Part,
        [d, m]: [L; 2],
        [newest]: [L; 1],
        [part_newest]: [L; 1],
        [own, moment]: [L; 2],
    ) -> [L; 2] {
        let (u, e) = apart(part, newest, part_newest, own, d);
        [d + u, (e * L::splat(part.merge)).fma(e, m + moment)]
    }
    #[inline(always)]
    fn last<L: Lanes>(self, fold: [L; 2], newest: [L; 1]) -> L {
        self.0.ends(fold, newest)
    }
}

/// A statistic of two series' moments.
#[derive(Clone, Copy)]
struct Both<E>(E);

impl<E: Ends<2, 5>> Statistic<2, 5> for Both<E> {
    const OPERANDS: bool = true;
    #[inline(always)]
    fn first<L: Lanes>(self, _: &Part, _: [L; 2], own: [L; 5]) -> [L; 5] {
        own
    }
    #[inline(always)]
    fn next<L: Lanes>(
        self,
        part: &Part,
        [dx, xx, dy, yy, xy]: [L; 5],
        [x, y]: [L; 2],
        [part_x, part_y]: [L; 2],
        own: [L; 5],
    ) -> [L; 5] {
        let (u, ex) = apart(part, x, part_x, own[0], dx);
        let (v, ey) = apart(part, y, part_y, own[2], dy);
        let merge = L::splat(part.merge);
        [
            dx + u,
            (ex * merge).fma(ex, xx + own[1]),
            dy + v,
            (ey * merge).fma(ey, yy + own[3]),
            (ex * merge).fma(ey, xy + own[4]),
        ]
    }
    #[inline(always)]
    fn last<L: Lanes>(self, fold: [L; 5], newest: [L; 2]) -> L {
        self.0.ends(fold, newest)
    }
}

/// A moment, which is 0 of one row even where that is missing.
#[inline(always)]
fn known<L: Lanes, const O: usize>(single: bool, mut moment: L, newest: [L; O]) -> L {
    if single {
        for x in newest {
            moment = x.where_missing(x, moment);
        }
    }
    moment
}

/// A moment over the degrees of freedom.
#[derive(Clone, Copy)]
struct Spread {
    /// Missing where there are none.
    freedom: f64,
    /// The window is one row, which has no differences through which a missing value would show.
    single: bool,
}

impl Spread {
    fn of(shape: &Shape) -> Self {
        let freedom = shape.rows - shape.second;
        Self {
            freedom: if freedom > 0.0 { freedom } else { f64::NAN },
            single: shape.n == 1,
        }
    }
}

impl Ends<1, 2> for Spread {
    #[inline(always)]
    fn ends<L: Lanes>(self, fold: [L; 2], newest: [L; 1]) -> L {
        (known(self.single, fold[1], newest) / L::splat(self.freedom)).finite()
    }
}

impl Ends<2, 5> for Spread {
    #[inline(always)]
    fn ends<L: Lanes>(self, fold: [L; 5], newest: [L; 2]) -> L {
        (known(self.single, fold[4], newest) / L::splat(self.freedom)).finite()
    }
}

#[derive(Clone, Copy)]
struct Correlation;

impl Ends<2, 5> for Correlation {
    #[inline(always)]
    fn ends<L: Lanes>(self, [_, xx, _, yy, xy]: [L; 5], _: [L; 2]) -> L {
        // A moment that left the finite numbers would pass for one that dwarfs the other.
        let scale = (xx.sqrt() * yy.sqrt()).finite();
        let missing = L::splat(f64::NAN);
        let c = scale.where_greater(L::splat(0.0), xy / scale, missing).finite();
        // The bound stands where it is passed, and what is missing stays so.
        let (one, less) = (L::splat(1.0), L::splat(-1.0));
        one.lesser(less.greater(c))
    }
}

#[derive(Clone, Copy)]
struct Beta;

impl Ends<2, 5> for Beta {
    #[inline(always)]
    fn ends<L: Lanes>(self, [_, xx, _, _, xy]: [L; 5], _: [L; 2]) -> L {
        (xy / xx.finite()).finite()
    }
}

impl Family<1, 2> for Moments {
    const ONE: [Option<usize>; 2] = [None, None];
    const CHEAP: bool = false;

    #[inline(always)]
    fn merge<L: Lanes>(k: f64, [[newest], [half_newest]]: [[L; 1]; 2], [new, old]: [[L; 2]; 2]) -> [L; 2] {
        let u = L::splat(k).fma(half_newest - newest, old[0]);
        let e = u - new[0];
        [new[0] + u, (e * L::splat(0.5 / k)).fma(e, new[1] + old[1])]
    }

    #[inline(always)]
    fn parts(n: usize) -> impl Iterator<Item = Part> {
        Part::dyadic(n)
    }

    #[inline(always)]
    fn choose<V: Choice<1, 2>>(shape: &Shape, choice: V) {
        choice.choose(Own(Spread::of(shape)));
    }
}

impl Family<2, 5> for Comoments {
    const ONE: [Option<usize>; 5] = [None; 5];
    const CHEAP: bool = false;

    #[inline(always)]
    fn merge<L: Lanes>(k: f64, [[x, y], [half_x, half_y]]: [[L; 2]; 2], [new, old]: [[L; 5]; 2]) -> [L; 5] {
        let u = L::splat(k).fma(half_x - x, old[0]);
        let v = L::splat(k).fma(half_y - y, old[2]);
        let (ex, ey) = (u - new[0], v - new[2]);
        let half = L::splat(0.5 / k);
        [
            new[0] + u,
            (ex * half).fma(ex, new[1] + old[1]),
            new[2] + v,
            (ey * half).fma(ey, new[3] + old[3]),
            (ex * half).fma(ey, new[4] + old[4]),
        ]
    }

    #[inline(always)]
    fn parts(n: usize) -> impl Iterator<Item = Part> {
        Part::dyadic(n)
    }

    #[inline(always)]
    fn choose<V: Choice<2, 5>>(shape: &Shape, choice: V) {
        match shape.op {
            Op::WinVariance | Op::WinCovariance => choice.choose(Both(Spread::of(shape))),
            Op::WinCorrelation => choice.choose(Both(Correlation)),
            _ => choice.choose(Both(Beta)),
        }
    }
}
