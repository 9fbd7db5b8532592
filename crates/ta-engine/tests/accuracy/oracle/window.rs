//! Windows: statistics of a dense list of rows, and which rows a policy says that list is.

use super::anchored::greater;
use super::{Due, Sizes};
use crate::exact::Big;
use crate::run::{Case, Missing};
use std::cell::RefCell;
use std::collections::HashMap;
use ta_engine::generated::kernels::Op;

/// The rows of each operand that a value is of, oldest first.
type Rows = [Vec<f64>; 2];

/// The window at a row, by the case's policy; none where the value is missing.
fn rows_at(case: &Case, row: usize) -> Option<Rows> {
    let n = case.scalars[0] as usize;
    let x = case.operands[0].float();
    let y = case.operands.get(1).map_or(x, |column| column.float());
    let observed = |at: &usize| !x[*at].is_nan() && !y[*at].is_nan();
    let begin = (row + 1).saturating_sub(n);
    let mut chosen: Vec<usize> = match case.missing {
        Missing::Rows => (begin..=row).rev().take_while(observed).collect(),
        Missing::Observed => (0..=row).rev().filter(observed).take(n).collect(),
        Missing::MinSamples(_) => (begin..=row).rev().filter(observed).collect(),
    };
    chosen.reverse();
    let least = match case.missing {
        Missing::MinSamples(least) => least.max(1),
        _ => n,
    };
    let list = |column: &[f64]| chosen.iter().map(|&at| column[at]).collect();
    (chosen.len() >= least).then(|| [list(x), list(y)])
}

pub(super) fn at(case: &Case, row: usize) -> Due {
    let Some(rows) = rows_at(case, row) else {
        return Due::Missing;
    };
    let [x, y] = &rows;
    let largest = |rows: &[f64]| rows.iter().fold(0.0, |best, x| greater(best, x.abs()));
    let mut sizes = Sizes {
        rows: Some(x.len()),
        max_x: largest(x),
        max_y: largest(y),
        ..Sizes::default()
    };
    let value = match case.op {
        Op::WinVariance | Op::WinCovariance | Op::WinCorrelation | Op::WinBeta => {
            moments(case, &rows, &mut sizes)
        }
        Op::WinSum | Op::WinMean | Op::WinWma | Op::WinLinreg | Op::WinSlope | Op::WinAvgdev => {
            if case.op == Op::WinSum {
                let absolute: Vec<f64> = x.iter().map(|x| x.abs()).collect();
                sizes.sum_x = total(&absolute);
            }
            sums(case.op, x)
        }
        Op::WinBell => bell(case, x),
        op => order(op, case.scalars.get(1).copied().unwrap_or(0.0), x),
    };
    Due::among(value, sizes)
}

fn total<'a>(values: impl IntoIterator<Item = &'a f64>) -> Big {
    values
        .into_iter()
        .fold(Big::zero(), |sum, &x| sum.plus(&Big::of(x)))
}

fn sums(op: Op, x: &[f64]) -> Option<Big> {
    let n = Big::count(x.len());
    let one = Big::of(1.0);
    let sum = total(x);
    let rows = x.len() as f64;
    // Twice the first moment about the middle row.
    let linear = || {
        let weighted = x.iter().enumerate().map(|(i, &x)| {
            let weight = 2.0 * i as f64 + 1.0 - rows;
            Big::of(weight).times(&Big::of(x))
        });
        weighted.fold(Big::zero(), |sum, next| sum.plus(&next))
    };
    let mean = || sum.over(&n);
    Some(match op {
        Op::WinSum => sum,
        Op::WinMean => mean(),
        Op::WinAvgdev => {
            let apart = x.iter().map(|&x| n.times(&Big::of(x)).minus(&sum).size());
            let apart = apart.fold(Big::zero(), |sum, next| sum.plus(&next));
            apart.over(&n.times(&n))
        }
        Op::WinWma => {
            let weighted = x
                .iter()
                .enumerate()
                .map(|(i, &x)| Big::count(i + 1).times(&Big::of(x)));
            let weighted = weighted.fold(Big::zero(), |sum, next| sum.plus(&next));
            weighted.times(&Big::of(2.0)).over(&n.times(&n.plus(&one)))
        }
        // The line's slope is 6 linear / (n (n² − 1)); its end is half of n − 1 rows from the mean.
        Op::WinLinreg => {
            let end = sum.times(&n.plus(&one)).plus(&linear().times(&Big::of(3.0)));
            end.over(&n.times(&n.plus(&one)))
        }
        _ if x.len() == 1 => return None,
        _ => {
            let squares = n.times(&n.times(&n).minus(&one));
            linear().times(&Big::of(6.0)).over(&squares)
        }
    })
}

/// The weights of a bell curve by its length and its two parameters: dear to compute, and the same on every row.
fn curve(n: usize, offset: f64, sigma: f64) -> Vec<Big> {
    type Curves = RefCell<HashMap<(usize, u64, u64), Vec<Big>>>;
    thread_local!(static CURVES: Curves = RefCell::default());
    let make = || {
        let peak = Big::of(offset).times(&Big::count(n).minus(&Big::of(1.0)));
        let width = Big::count(n).over(&Big::of(sigma));
        let exponents = (0..n).map(|at| {
            let apart = Big::of(at as f64).minus(&peak).over(&width);
            apart.times(&apart).over(&Big::of(-2.0))
        });
        let exponents: Vec<Big> = exponents.collect();
        // Of a narrow curve between two rows every weight may be below the doubles: over the greatest of them.
        let greatest = exponents
            .iter()
            .max_by(|a, b| a.compared(b))
            .expect("a row")
            .clone();
        exponents
            .iter()
            .map(|exponent| exponent.minus(&greatest).exp())
            .collect()
    };
    CURVES.with_borrow_mut(|curves| {
        curves
            .entry((n, offset.to_bits(), sigma.to_bits()))
            .or_insert_with(make)
            .clone()
    })
}

fn bell(case: &Case, x: &[f64]) -> Option<Big> {
    let weights = curve(x.len(), case.scalars[1], case.scalars[2]);
    let weighted = weights
        .iter()
        .zip(x)
        .map(|(weight, &x)| weight.times(&Big::of(x)));
    let weighted = weighted.fold(Big::zero(), |sum, next| sum.plus(&next));
    Some(weighted.over(&weights.iter().fold(Big::zero(), |sum, next| sum.plus(next))))
}

fn moments(case: &Case, [x, y]: &Rows, sizes: &mut Sizes) -> Option<Big> {
    let n = Big::count(x.len());
    // n times the sum of products of deviations: exact.
    let mixed = |x: &[f64], y: &[f64]| {
        let products = x.iter().zip(y).map(|(&x, &y)| Big::of(x).times(&Big::of(y)));
        let products = products.fold(Big::zero(), |sum, next| sum.plus(&next));
        n.times(&products).minus(&total(x).times(&total(y)))
    };
    let xx = mixed(x, x);
    sizes.mxx = xx.over(&n);
    let freedom = |moment: Big| {
        let freedom = x.len() as f64 - case.scalars[1];
        (freedom > 0.0).then(|| moment.over(&n.times(&Big::of(freedom))))
    };
    if case.op == Op::WinVariance {
        return freedom(xx);
    }
    let (yy, xy) = (mixed(y, y), mixed(x, y));
    sizes.myy = yy.over(&n);
    match case.op {
        Op::WinCovariance => freedom(xy),
        Op::WinBeta => (!xx.is_zero()).then(|| xy.over(&xx)),
        _ => (!xx.is_zero() && !yy.is_zero()).then(|| xy.over(&xx.times(&yy).root())),
    }
}

fn order(op: Op, q: f64, x: &[f64]) -> Option<Big> {
    let (n, newest) = (x.len(), x[x.len() - 1]);
    let mut sorted = x.to_vec();
    sorted.sort_by(f64::total_cmp);
    let age = |best: f64| Big::count(x.iter().rev().position(|&v| v == best).expect("it is there"));
    let oldest = |best: f64| {
        let place = x.iter().position(|&v| v == best).expect("it is there");
        Big::count(n - 1 - place)
    };
    Some(match op {
        Op::WinMax => Big::of(sorted[n - 1]),
        Op::WinMin => Big::of(sorted[0]),
        Op::WinArgmax => age(sorted[n - 1]),
        Op::WinArgmin => age(sorted[0]),
        Op::WinArgmaxOldest => oldest(sorted[n - 1]),
        Op::WinArgminOldest => oldest(sorted[0]),
        Op::WinMedian => {
            let middle = Big::of(sorted[(n - 1) / 2]).plus(&Big::of(sorted[n / 2]));
            middle.times(&Big::of(0.5))
        }
        Op::WinQuantile => {
            if !(0.0..=1.0).contains(&q) {
                return None;
            }
            let h = Big::of(q).times(&Big::count(n - 1));
            let below = h.floor();
            let at = below.towards_zero() as usize;
            let (lo, hi) = (Big::of(sorted[at]), Big::of(sorted[(at + 1).min(n - 1)]));
            lo.plus(&h.minus(&below).times(&hi.minus(&lo)))
        }
        Op::WinMode => {
            let times = |v: f64| x.iter().filter(|&&other| other == v).count();
            let most = sorted.iter().map(|&v| times(v)).max().expect("a row");
            let best = sorted.iter().find(|&&v| times(v) == most);
            Big::of(*best.expect("one comes that often"))
        }
        Op::WinTrendRank => {
            let mean = Big::count(n + 1).times(&Big::of(0.5));
            let rank = |v: f64| {
                let below = x.iter().filter(|&&other| other < v).count();
                let equal = x.iter().filter(|&&other| other == v).count();
                Big::count(2 * below + equal + 1)
                    .times(&Big::of(0.5))
                    .minus(&mean)
            };
            let row = |at: usize| Big::count(at + 1).minus(&mean);
            let sum = |term: &dyn Fn(usize) -> Big| (0..n).fold(Big::of(0.0), |sum, at| sum.plus(&term(at)));
            let ranks = sum(&|at| rank(x[at]).times(&rank(x[at])));
            let rows = sum(&|at| row(at).times(&row(at)));
            if ranks.is_zero() {
                return None;
            }
            sum(&|at| row(at).times(&rank(x[at]))).over(&rows.times(&ranks).root())
        }
        Op::WinRank => {
            // Average ties: half of those that are equal count as below.
            let below = x.iter().filter(|&&v| v < newest).count();
            let equal = x.iter().filter(|&&v| v == newest).count();
            Big::count(2 * below + equal + 1).over(&Big::count(2 * n))
        }
        Op::WinBelow => Big::count(x.iter().filter(|&&v| v < newest).count()),
        op => unreachable!("{op:?} is no statistic of a window"),
    })
}
