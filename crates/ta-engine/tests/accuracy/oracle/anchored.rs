//! What depends on all rows so far: shifts, events, cumulative kernels and recurrences.

use super::{Due, Known, Sizes};
use crate::exact::Big;
use crate::run::Case;
use ta_engine::generated::kernels::Op;

/// The greater of two sizes.
pub(super) fn greater(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

/// Kernels that give one of their operand's values, or count.
pub(super) fn so_far(case: &Case, row: usize) -> Due {
    let condition = |operand: usize, at: usize| match case.operands[operand].bool()[at] {
        2 => None,
        known => Some(known == 1),
    };
    let coded = |condition: Option<bool>| Due::Condition(condition.map_or(2, u8::from));
    let count = || case.scalars[0] as usize;
    match case.op {
        Op::Shift => row
            .checked_sub(count())
            .map_or(Due::Missing, |at| Due::same(case.operands[0].float()[at])),
        Op::ShiftBool => coded(row.checked_sub(count()).and_then(|at| condition(0, at))),
        Op::Skip | Op::CumMax | Op::CumMin | Op::CumLast => known(case, row),
        Op::EventSince => {
            let Some(now) = condition(0, row) else {
                return Due::Missing;
            };
            if now {
                return Due::same(0.0);
            }
            // Rows whose condition is unknown are not counted.
            let last = (0..row).rev().find(|&at| condition(0, at) == Some(true));
            Due::same(last.map_or(f64::NAN, |last| {
                (last + 1..=row).filter(|&at| condition(0, at).is_some()).count() as f64
            }))
        }
        Op::EventValueWhen => {
            if condition(0, row).is_none() {
                return Due::Missing;
            }
            let mut trues = (0..=row).rev().filter(|&at| condition(0, at) == Some(true));
            Due::same(
                trues
                    .nth(count())
                    .map_or(f64::NAN, |at| case.operands[1].float()[at]),
            )
        }
        Op::EventEdge => coded(condition(0, row).map(|now| {
            let before = (0..row).rev().find_map(|at| condition(0, at));
            now && before != Some(true)
        })),
        op => unreachable!("{op:?} does not look back"),
    }
}

fn known(case: &Case, row: usize) -> Due {
    let x = case.operands[0].float();
    let mut seen = x[..=row].iter().copied().filter(|x| !x.is_nan());
    if case.op == Op::CumLast {
        return Due::same(seen.next_back().unwrap_or(f64::NAN));
    }
    if x[row].is_nan() {
        return Due::Missing;
    }
    Due::same(match case.op {
        Op::Skip => {
            let skipped = seen.count() <= case.scalars[0] as usize;
            if skipped { f64::NAN } else { x[row] }
        }
        Op::CumMax => seen.reduce(|a, b| if b > a { b } else { a }).unwrap_or(f64::NAN),
        _ => seen.reduce(|a, b| if b < a { b } else { a }).unwrap_or(f64::NAN),
    })
}

/// Cumulative sums, at the rows asked for.
pub(super) fn sums(case: &Case, asked: &[usize]) -> Vec<Due> {
    let x = case.operands[0].float();
    let (mut sum, mut absolute) = (Big::zero(), Big::zero());
    let mut from = 0;
    let each = asked.iter().map(|&row| {
        for &x in x[from..=row].iter().filter(|x| !x.is_nan()) {
            sum = sum.plus(&Big::of(x));
            absolute = absolute.plus(&Big::of(x.abs()));
        }
        from = row + 1;
        if x[row].is_nan() {
            return Due::Missing;
        }
        let sizes = Sizes {
            sum_x: absolute.clone(),
            ..Sizes::default()
        };
        Due::number(sum.clone(), sizes)
    });
    each.collect()
}

/// Exponential averages, at the rows asked for. Where the seed's sum leaves the doubles, or the kernel is out
/// of reach and says so by a missing value, history starts anew at the next row.
pub(super) fn averages(
    case: &Case,
    asked: &[usize],
    got: &[f64],
    beyond: &dyn Fn(&Known) -> bool,
) -> Vec<Due> {
    let x = case.operands[0].float();
    let n = case.scalars[0] as usize;
    let beta = Big::of(case.scalars[1]);
    let start = || (Big::zero(), 0usize, Sizes::default());
    let (mut y, mut rows, mut sizes) = start();
    let mut first = Big::zero();
    // As N7 has it: what rounds to a number that is none.
    let leaves = |number: &Big| number.towards_zero().is_infinite();
    let mut out = Vec::with_capacity(asked.len());
    let mut next = asked.iter().copied().peekable();
    for (row, &x) in x.iter().enumerate() {
        let mut due = Due::Missing;
        if !x.is_nan() {
            rows += 1;
            sizes.max_x = greater(sizes.max_x, x.abs());
            let now = Big::of(x);
            let mut restarts = false;
            if rows <= n {
                // Of the seed: the sum of what is apart from its first row, until it is complete.
                if rows == 1 {
                    first = now.clone();
                }
                let apart = now.minus(&first);
                y = y.plus(&apart);
                restarts = leaves(&apart) || leaves(&y);
                sizes.fading = Big::count(n).times(&Big::of(sizes.max_x));
            } else {
                y = now.plus(&y.minus(&now).times(&beta)).rounded();
                let fading = sizes.fading.times(&beta).plus(&now.size());
                sizes.fading = fading.plus(&y.size()).rounded();
            }
            if rows == n {
                y = first.plus(&y.over(&Big::count(n)));
            }
            let asked = next.peek() == Some(&row);
            if asked || got[row].is_nan() {
                let known = Known {
                    value: y.clone(),
                    sizes: sizes.clone(),
                };
                restarts |= rows >= n && got[row].is_nan() && beyond(&known);
                if rows >= n && !restarts {
                    due = Due::Number(Box::new(known));
                }
            }
            if restarts {
                (y, rows, sizes) = start();
            }
        }
        if next.peek() == Some(&row) {
            next.next();
            out.push(due);
        }
    }
    out
}
