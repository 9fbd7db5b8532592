//! Highest and lowest of a window and their ages. Exact: two overlapping levels cover any length.
//!
//! Row by row a missing value wins, so that it is in every level which has its row. By blocks levels know nothing of
//! missing values: [`Known`] strikes out the results whose window has one, which costs next to nothing where there is none.

use super::family::{Choice, Family, Part, Statistic, depth};
use super::levels::Levels;
use super::strip::Strip;
use super::{ByRows, Shape, Window};
use crate::cpu::Cpu;
use crate::cpu::lanes::Lanes;

/// Levels of the extreme. Where rows are `KNOWN`, of those that are all known: others mean nothing, whatever they are.
pub(in crate::kernels) struct Extremes<const HIGH: bool, const KNOWN: bool>;

/// Levels of the extreme and its age, of equal rows the newest one's or the oldest one's; `KNOWN` as above.
pub(in crate::kernels) struct Ages<const HIGH: bool, const OLDEST: bool, const KNOWN: bool>;

/// Levels of [`Ages`] of known rows, of which a lane gives marked ages: that of the oldest, negative where the newest row
/// is an extreme too. What `held.max` and `held.min` go by.
pub(in crate::kernels) struct Marks<const HIGH: bool>;

/// The one of two that stays: ties stay with the newer, and missing wins.
#[inline(always)]
fn of_two<L: Lanes, const HIGH: bool, const KNOWN: bool>(newer: L, older: L) -> L {
    let known = if HIGH {
        older.greater(newer)
    } else {
        older.lesser(newer)
    };
    if KNOWN {
        known
    } else {
        older.where_missing(older, known)
    }
}

/// The same with its age; the older one's rows begin `ago` rows before. Beside a missing extreme the age means nothing.
#[inline(always)]
fn with_age<L: Lanes, const HIGH: bool, const OLDEST: bool, const KNOWN: bool>(
    ago: f64,
    newer: [L; 2],
    older: [L; 2],
) -> [L; 2] {
    let age = older[1] + L::splat(ago);
    let age = match (HIGH, OLDEST) {
        (true, false) => older[0].where_greater(newer[0], age, newer[1]),
        (false, false) => newer[0].where_greater(older[0], age, newer[1]),
        (true, true) => newer[0].where_greater(older[0], newer[1], age),
        (false, true) => older[0].where_greater(newer[0], newer[1], age),
    };
    [of_two::<L, HIGH, KNOWN>(newer[0], older[0]), age]
}

/// Two parts of one length, as long as fits, the older as old as it may be.
#[inline(always)]
fn overlapping(n: usize) -> impl Iterator<Item = Part> {
    let level = depth(n);
    let rest = n - (1 << level);
    let parts = [Part::new(n, level, 0), Part::new(n, level, rest)];
    parts.into_iter().take(if rest == 0 { 1 } else { 2 })
}

/// The extreme.
#[derive(Clone, Copy)]
struct Farthest<const HIGH: bool, const KNOWN: bool>;

/// Its age.
#[derive(Clone, Copy)]
struct Age<const HIGH: bool, const OLDEST: bool, const KNOWN: bool>;

/// Its marked age.
#[derive(Clone, Copy)]
struct Marked<const HIGH: bool>;

impl<const HIGH: bool, const KNOWN: bool> Statistic<1, 1> for Farthest<HIGH, KNOWN> {
    const OPERANDS: bool = false;
    #[inline(always)]
    fn first<L: Lanes>(self, _: &Part, _: [L; 1], own: [L; 1]) -> [L; 1] {
        own
    }
    #[inline(always)]
    fn next<L: Lanes>(self, _: &Part, [fold]: [L; 1], _: [L; 1], _: [L; 1], [own]: [L; 1]) -> [L; 1] {
        [of_two::<L, HIGH, KNOWN>(fold, own)]
    }
    #[inline(always)]
    fn last<L: Lanes>(self, [fold]: [L; 1], _: [L; 1]) -> L {
        // One of the operand's values: finite, or missing.
        fold
    }
}

impl<const HIGH: bool, const OLDEST: bool, const KNOWN: bool> Statistic<1, 2> for Age<HIGH, OLDEST, KNOWN> {
    const OPERANDS: bool = false;
    #[inline(always)]
    fn first<L: Lanes>(self, _: &Part, _: [L; 1], own: [L; 2]) -> [L; 2] {
        own
    }
    #[inline(always)]
    fn next<L: Lanes>(self, part: &Part, fold: [L; 2], _: [L; 1], _: [L; 1], own: [L; 2]) -> [L; 2] {
        with_age::<L, HIGH, OLDEST, KNOWN>(part.p, fold, own)
    }
    #[inline(always)]
    fn last<L: Lanes>(self, [extreme, age]: [L; 2], _: [L; 1]) -> L {
        if KNOWN {
            age
        } else {
            extreme.where_missing(extreme, age)
        }
    }
}

impl<const HIGH: bool> Statistic<1, 2> for Marked<HIGH> {
    const OPERANDS: bool = false;
    #[inline(always)]
    fn first<L: Lanes>(self, _: &Part, _: [L; 1], own: [L; 2]) -> [L; 2] {
        own
    }
    #[inline(always)]
    fn next<L: Lanes>(self, part: &Part, fold: [L; 2], _: [L; 1], _: [L; 1], own: [L; 2]) -> [L; 2] {
        with_age::<L, HIGH, true, true>(part.p, fold, own)
    }
    #[inline(always)]
    fn last<L: Lanes>(self, [extreme, age]: [L; 2], [newest]: [L; 1]) -> L {
        let negative = L::splat(0.0) - age;
        if HIGH {
            extreme.where_greater(newest, age, negative)
        } else {
            newest.where_greater(extreme, age, negative)
        }
    }
}

impl<const HIGH: bool, const KNOWN: bool> Family<1, 1> for Extremes<HIGH, KNOWN> {
    const ONE: [Option<usize>; 1] = [Some(0)];
    const CHEAP: bool = true;

    #[inline(always)]
    fn merge<L: Lanes>(_: f64, _: [[L; 1]; 2], [new, old]: [[L; 1]; 2]) -> [L; 1] {
        [of_two::<L, HIGH, KNOWN>(new[0], old[0])]
    }

    #[inline(always)]
    fn parts(n: usize) -> impl Iterator<Item = Part> {
        overlapping(n)
    }

    #[inline(always)]
    fn choose<V: Choice<1, 1>>(_: &Shape, choice: V) {
        choice.choose(Farthest::<HIGH, KNOWN>);
    }
}

impl<const HIGH: bool, const OLDEST: bool, const KNOWN: bool> Family<1, 2> for Ages<HIGH, OLDEST, KNOWN> {
    const ONE: [Option<usize>; 2] = [Some(0), None];
    const CHEAP: bool = false;

    #[inline(always)]
    fn merge<L: Lanes>(k: f64, _: [[L; 1]; 2], [new, old]: [[L; 2]; 2]) -> [L; 2] {
        with_age::<L, HIGH, OLDEST, KNOWN>(k, new, old)
    }

    #[inline(always)]
    fn parts(n: usize) -> impl Iterator<Item = Part> {
        overlapping(n)
    }

    #[inline(always)]
    fn choose<V: Choice<1, 2>>(_: &Shape, choice: V) {
        choice.choose(Age::<HIGH, OLDEST, KNOWN>);
    }
}

impl<const HIGH: bool> Family<1, 2> for Marks<HIGH> {
    const ONE: [Option<usize>; 2] = [Some(0), None];
    const CHEAP: bool = false;

    #[inline(always)]
    fn merge<L: Lanes>(k: f64, _: [[L; 1]; 2], [new, old]: [[L; 2]; 2]) -> [L; 2] {
        with_age::<L, HIGH, true, true>(k, new, old)
    }

    #[inline(always)]
    fn parts(n: usize) -> impl Iterator<Item = Part> {
        overlapping(n)
    }

    #[inline(always)]
    fn choose<V: Choice<1, 2>>(_: &Shape, choice: V) {
        choice.choose(Marked::<HIGH>);
    }
}

/// The rows that were new when levels were made.
#[derive(Clone, Copy)]
struct Fresh {
    begin: usize,
    end: usize,
    /// [`Known::clean`] once they are history.
    clean: usize,
    /// Whether one of them is missing.
    gaps: bool,
}

/// The time of no row.
const NEVER: usize = usize::MAX;

const NOTHING: Fresh = Fresh {
    begin: NEVER,
    end: NEVER,
    clean: 0,
    gaps: false,
};

/// Windows of a family `B` of known rows by blocks, and of its twin `R`, in which missing wins, by rows. A result is
/// missing where its window has a missing row or one before the first.
pub(in crate::kernels) struct Known<B, R, const N: usize> {
    levels: Levels<B, 1, N>,
    /// The time from which on all of history is known.
    clean: usize,
    fresh: Fresh,
    by_rows: std::marker::PhantomData<fn() -> R>,
}

impl<B: Family<1, N>, R: Family<1, N>, const N: usize> Window for Known<B, R, N> {
    const BLOCKS: usize = Levels::<B, 1, N>::BLOCKS;
    fn halos(shapes: &[Shape], longest: usize) -> Vec<usize> {
        Levels::<B, 1, N>::halos(shapes, longest)
    }
    fn new(shapes: &[Shape], longest: usize, most: usize) -> Self {
        Self {
            levels: Levels::new(shapes, longest, most),
            clean: 0,
            fresh: NOTHING,
            by_rows: std::marker::PhantomData,
        }
    }
    fn strip(&self) -> &Strip {
        self.levels.strip()
    }
    fn strip_mut(&mut self) -> &mut Strip {
        self.levels.strip_mut()
    }

    #[inline(always)]
    fn levels<C: Cpu>(&mut self, rows: usize) {
        self.levels.levels::<C>(rows);
        let begin = self.strip().now;
        if self.fresh.end == begin {
            self.clean = self.fresh.clean;
        } else if self.fresh.begin != begin {
            // Neither behind the last new rows nor in the place of some that were looked at only: history begins.
            self.clean = begin;
        }
        let x = self.strip().past(0, 0, rows);
        let gaps = x.iter().fold(false, |any, value| any | value.is_nan());
        let last = if gaps {
            x.iter().rposition(|value| value.is_nan())
        } else {
            None
        };
        self.fresh = Fresh {
            begin,
            end: begin + rows,
            clean: last.map_or(self.clean, |row| begin + row + 1),
            gaps,
        };
    }

    #[inline(always)]
    fn lane<C: Cpu>(&mut self, shape: &Shape, rows: usize, out: &mut [f64], keep: bool) {
        self.levels.lane::<C>(shape, rows, out, keep);
        let out = &mut out[..rows];
        // The first row whose window holds no missing row of history.
        let mut until = (self.clean + shape.n - 1)
            .saturating_sub(self.fresh.begin)
            .min(rows);
        out[..until].fill(f64::NAN);
        if self.fresh.gaps {
            let x = self.levels.strip().past(0, 0, rows);
            for (row, (slot, value)) in out.iter_mut().zip(x).enumerate() {
                if value.is_nan() {
                    until = row + shape.n;
                }
                if row < until {
                    *slot = f64::NAN;
                }
            }
        }
    }

    fn clear(&mut self) {
        self.levels.clear();
        self.fresh = NOTHING;
    }

    fn by_rows<V: ByRows>(choice: V) -> Option<V::Output> {
        Levels::<R, 1, N>::by_rows(choice)
    }
}
