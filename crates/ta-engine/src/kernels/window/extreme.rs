//! Highest and lowest of a window and their ages. Exact: two overlapping levels cover any length.

use super::Shape;
use super::family::{Choice, Family, Part, Statistic, depth};
use crate::cpu::lanes::Lanes;

/// Levels of the extreme.
pub(in crate::kernels) struct Extremes<const HIGH: bool>;

/// Levels of the extreme and its age.
pub(in crate::kernels) struct Ages<const HIGH: bool>;

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

/// The same with its age; the older one's rows begin `ago` rows before.
#[inline(always)]
fn with_age<L: Lanes, const HIGH: bool>(ago: f64, newer: [L; 2], older: [L; 2]) -> [L; 2] {
    let [high, low] = if HIGH {
        [older[0], newer[0]]
    } else {
        [newer[0], older[0]]
    };
    let age = older[1] + L::splat(ago);
    let known = high.where_greater(low, age, newer[1]);
    [
        of_two::<L, HIGH>(newer[0], older[0]),
        older[0].where_missing(age, known),
    ]
}

/// Two parts of one length, as long as fits, the older as old as it may be.
#[inline(always)]
fn overlapping(n: usize) -> impl Iterator<Item = Part> {
    let level = depth(n);
    let rest = n - (1 << level);
    let parts = [Part::new(n, level, 0), Part::new(n, level, rest)];
    parts.into_iter().take(if rest == 0 { 1 } else { 2 })
}

/// The one statistic of these families.
#[derive(Clone, Copy)]
struct Farthest<const HIGH: bool>;

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

impl<const HIGH: bool> Statistic<1, 2> for Farthest<HIGH> {
    const OPERANDS: bool = false;
    #[inline(always)]
    fn first<L: Lanes>(self, _: &Part, _: [L; 1], own: [L; 2]) -> [L; 2] {
        own
    }
    #[inline(always)]
    fn next<L: Lanes>(self, part: &Part, fold: [L; 2], _: [L; 1], _: [L; 1], own: [L; 2]) -> [L; 2] {
        with_age::<L, HIGH>(part.p, fold, own)
    }
    #[inline(always)]
    fn last<L: Lanes>(self, [extreme, age]: [L; 2], _: [L; 1]) -> L {
        extreme.where_missing(extreme, age)
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

impl<const HIGH: bool> Family<1, 2> for Ages<HIGH> {
    const ONE: [Option<usize>; 2] = [Some(0), None];
    const CHEAP: bool = false;

    #[inline(always)]
    fn merge<L: Lanes>(k: f64, _: [[L; 1]; 2], [new, old]: [[L; 2]; 2]) -> [L; 2] {
        with_age::<L, HIGH>(k, new, old)
    }

    #[inline(always)]
    fn parts(n: usize) -> impl Iterator<Item = Part> {
        overlapping(n)
    }

    #[inline(always)]
    fn choose<V: Choice<1, 2>>(_: &Shape, choice: V) {
        choice.choose(Farthest::<HIGH>);
    }
}
