//! Order statistics of a window: each lane keeps its window sorted, as a cache. Selection and counting are
//! exact, so the algorithm is no part of the numbers.

use super::strip::Strip;
use super::{Shape, Window};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;
use crate::kernels::finite;

/// Column 0 is x. `sorted` holds, of each lane, the observed values of its last n rows, ascending.
pub(in crate::kernels) struct Orders {
    strip: Strip,
    sorted: Vec<Vec<f64>>,
}

/// How many are below `value`: none where it is missing. Counting a short window branches on nothing.
#[inline(always)]
fn below(sorted: &[f64], value: f64) -> usize {
    if sorted.len() <= 64 {
        sorted.iter().map(|&other| u64::from(other < value)).sum::<u64>() as usize
    } else {
        sorted.partition_point(|&other| other < value)
    }
}

/// Takes the row that leaves out and puts the one that comes in; missing values are not kept.
#[inline(always)]
fn exchange(sorted: &mut Vec<f64>, leaving: f64, coming: f64) {
    // −0 and +0 are one value: no order depends on the sign.
    let out = below(sorted, leaving);
    let there = sorted.get(out) == Some(&leaving);
    if coming.is_nan() {
        if there {
            sorted.remove(out);
        }
        return;
    }
    let into = below(sorted, coming);
    if !there {
        sorted.insert(into, coming);
    } else if into > out {
        // What lies between moves by one, whichever way.
        sorted.copy_within(out + 1..into, out);
        sorted[into - 1] = coming;
    } else {
        sorted.copy_within(into..out, into + 1);
        sorted[into] = coming;
    }
}

/// Adds to the count of each row what one older row adds: 2 where it is below, and so much where it is equal.
#[inline(always)]
fn count(ranks: &mut [f64], x: &[f64], older: &[f64], equal: f64) {
    for ((rank, &x), &older) in ranks.iter_mut().zip(x).zip(older) {
        let below = if older < x { 2.0 } else { 0.0 };
        // The difference is 0 of equal values, and missing where either is.
        let adds = if older == x { equal } else { below };
        *rank += if older.is_nan() { f64::NAN } else { adds };
    }
}

/// Up to this length ranks and rows below are counted rather than looked up.
const COUNTED: usize = 256;

fn counted(shape: &Shape) -> bool {
    matches!(shape.op, Op::WinRank | Op::WinBelow) && shape.n <= COUNTED
}

/// A sorted window and the row that comes before one leaves; none where ranks are counted.
fn room(shape: &Shape) -> usize {
    if counted(shape) { 0 } else { shape.n + 1 }
}

/// The value of the longest run; of several runs as long, the first, which is the least.
#[inline(always)]
fn most_frequent(sorted: &[f64]) -> f64 {
    let (mut best, mut longest, mut run) = (sorted[0], 1, 1);
    for pair in sorted.windows(2) {
        run = if pair[0] == pair[1] { run + 1 } else { 1 };
        if run > longest {
            (best, longest) = (pair[1], run);
        }
    }
    best
}

/// The statistic of a complete window.
#[inline(always)]
fn statistic<C: Cpu>(shape: &Shape, sorted: &[f64], x: f64) -> f64 {
    let n = shape.n;
    match shape.op {
        Op::WinMedian => {
            let (lo, hi) = (sorted[(n - 1) / 2], sorted[n / 2]);
            lo + (hi - lo) / 2.0
        }
        Op::WinQuantile => {
            let q = shape.second;
            if !(0.0..=1.0).contains(&q) {
                return f64::NAN;
            }
            let h = q * (n - 1) as f64;
            let below = h.floor();
            let lo = sorted[below as usize];
            let hi = sorted[(below as usize + 1).min(n - 1)];
            C::fma(h - below, hi - lo, lo)
        }
        Op::WinMode => most_frequent(sorted),
        Op::WinBelow => sorted.partition_point(|&value| value < x) as f64,
        _ => {
            let below = sorted.partition_point(|&value| value < x);
            let equal = sorted.partition_point(|&value| value <= x) - below;
            // Divided, not multiplied by a rounded 1/n: the highest of a window ranks 1 exactly.
            (below as f64 + (equal as f64 + 1.0) / 2.0) / n as f64
        }
    }
}

impl Window for Orders {
    fn halos(_: &[Shape], longest: usize) -> Vec<usize> {
        vec![longest]
    }
    fn bytes(shapes: &[Shape], longest: usize) -> u64 {
        let sorted: u64 = shapes.iter().map(|shape| 8 * room(shape) as u64).sum();
        Strip::bytes(&Self::halos(shapes, longest)) + sorted
    }
    fn new(shapes: &[Shape], longest: usize, most: usize) -> Self {
        let sorted = shapes.iter().map(|shape| Vec::with_capacity(room(shape)));
        Self {
            sorted: sorted.collect(),
            strip: Strip::new(&Self::halos(shapes, longest), most),
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
    fn lane<C: Cpu>(&mut self, shape: &Shape, rows: usize, out: &mut [f64], keep: bool) {
        let out = &mut out[..rows];
        let x = self.strip.past(0, 0, rows);
        if counted(shape) {
            out.fill(0.0);
            let below = shape.op == Op::WinBelow;
            for ago in 0..shape.n {
                let older = self.strip.past(0, ago, rows);
                count(out, x, older, if below { 0.0 } else { 1.0 });
            }
            let n = shape.n as f64;
            if below {
                for (count, x) in out.iter_mut().zip(x) {
                    *count = finite(if x.is_nan() { *x } else { *count / 2.0 });
                }
                return;
            }
            for (rank, x) in out.iter_mut().zip(x) {
                // The row itself was counted as equal.
                *rank = finite(if x.is_nan() { *x } else { (*rank + 1.0) / 2.0 / n });
            }
            return;
        }
        let sorted = &mut self.sorted[shape.lane];
        let gone = self.strip.past(0, shape.n, rows);
        for ((slot, &leaving), &coming) in out.iter_mut().zip(gone).zip(x) {
            exchange(sorted, leaving, coming);
            let complete = sorted.len() == shape.n;
            *slot = if complete {
                finite(statistic::<C>(shape, sorted, coming))
            } else {
                f64::NAN
            };
            if !keep {
                exchange(sorted, coming, leaving);
            }
        }
    }

    fn clear(&mut self) {
        self.sorted.iter_mut().for_each(Vec::clear);
    }
}
