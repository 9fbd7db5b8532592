//! Highest and lowest of a window and their ages. Exact: two overlapping levels cover any length.

use super::Shape;
use super::family::{Choice, Family, Part, Statistic, depth};
use crate::cpu::lanes::Lanes;
use crate::generated::kernels::Op;

/// Levels of the extreme.
pub(in crate::kernels) struct Extremes<const HIGH: bool>;

/// Levels of the extreme and its age: of equal rows the newest one's, or the oldest one's.
pub(in crate::kernels) struct Ages<const HIGH: bool, const OLDEST: bool>;

/// The one of two that stays: ties stay with the newer, and missing wins.
#[inline(always)]
fn of_two<L: Lanes, const HIGH: bool>(newer: L, older: L) -> L {
    let known = if HIGH {
        older.greater(newer)
    } else {
        older.lesser(newer)
    };
    older.where_missing(older, known)
}

/// The same with its age; the older one's rows begin `ago` rows before. Beside a missing extreme the age means nothing.
#[inline(always)]
fn with_age<L: Lanes, const HIGH: bool, const OLDEST: bool>(
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
    [of_two::<L, HIGH>(newer[0], older[0]), age]
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
struct Farthest<const HIGH: bool>;

/// Its age.
#[derive(Clone, Copy)]
struct Age<const HIGH: bool, const OLDEST: bool>;

/// The age of the oldest, turned negative where the newest row is an extreme too: what `held.max` and `held.min` go by.
#[derive(Clone, Copy)]
struct Marked<const HIGH: bool>;

impl<const HIGH: bool> Statistic<1, 1> for Farthest<HIGH> {
    const OPERANDS: bool = false;
    #[inline(always)]
    fn first<L: Lanes>(self, _: &Part, _: [L; 1], own: [L; 1]) -> [L; 1] {
        own
    }
    #[inline(always)]
    fn next<L: Lanes>(self, _: &Part, [fold]: [L; 1], _: [L; 1], _: [L; 1], [own]: [L; 1]) -> [L; 1] {
        [of_two::<L, HIGH>(fold, own)]
    }
    #[inline(always)]
    fn last<L: Lanes>(self, [fold]: [L; 1], _: [L; 1]) -> L {
        // One of the operand's values: finite, or missing.
        fold
    }
}

impl<const HIGH: bool, const OLDEST: bool> Statistic<1, 2> for Age<HIGH, OLDEST> {
    const OPERANDS: bool = false;
    #[inline(always)]
    fn first<L: Lanes>(self, _: &Part, _: [L; 1], own: [L; 2]) -> [L; 2] {
        own
    }
    #[inline(always)]
    fn next<L: Lanes>(self, part: &Part, fold: [L; 2], _: [L; 1], _: [L; 1], own: [L; 2]) -> [L; 2] {
        with_age::<L, HIGH, OLDEST>(part.p, fold, own)
    }
    #[inline(always)]
    fn last<L: Lanes>(self, [extreme, age]: [L; 2], _: [L; 1]) -> L {
        extreme.where_missing(extreme, age)
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
        with_age::<L, HIGH, true>(part.p, fold, own)
    }
    #[inline(always)]
    fn last<L: Lanes>(self, [extreme, age]: [L; 2], [newest]: [L; 1]) -> L {
        let negative = L::splat(0.0) - age;
        let marked = if HIGH {
            extreme.where_greater(newest, age, negative)
        } else {
            newest.where_greater(extreme, age, negative)
        };
        extreme.where_missing(extreme, marked)
    }
}

impl<const HIGH: bool> Family<1, 1> for Extremes<HIGH> {
    const ONE: [Option<usize>; 1] = [Some(0)];
    const CHEAP: bool = true;

    #[inline(always)]
    fn merge<L: Lanes>(_: f64, _: [[L; 1]; 2], [new, old]: [[L; 1]; 2]) -> [L; 1] {
        [of_two::<L, HIGH>(new[0], old[0])]
    }

    #[inline(always)]
    fn parts(n: usize) -> impl Iterator<Item = Part> {
        overlapping(n)
    }

    #[inline(always)]
    fn choose<V: Choice<1, 1>>(_: &Shape, choice: V) {
        choice.choose(Farthest::<HIGH>);
    }
}

impl<const HIGH: bool, const OLDEST: bool> Family<1, 2> for Ages<HIGH, OLDEST> {
    const ONE: [Option<usize>; 2] = [Some(0), None];
    const CHEAP: bool = false;

    #[inline(always)]
    fn merge<L: Lanes>(k: f64, _: [[L; 1]; 2], [new, old]: [[L; 2]; 2]) -> [L; 2] {
        with_age::<L, HIGH, OLDEST>(k, new, old)
    }

    #[inline(always)]
    fn parts(n: usize) -> impl Iterator<Item = Part> {
        overlapping(n)
    }

    #[inline(always)]
    fn choose<V: Choice<1, 2>>(shape: &Shape, choice: V) {
        match shape.op {
            Op::HeldMax | Op::HeldMin if OLDEST => choice.choose(Marked::<HIGH>),
            _ => choice.choose(Age::<HIGH, OLDEST>),
        }
    }
}
