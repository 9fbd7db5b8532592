//! Moving averages whose length is a series: each length's whole history in exact arithmetic.

use super::anchored::greater;
use super::{Due, Sizes};
use crate::exact::Big;
use crate::run::Case;
use std::collections::HashMap;

type Column = Vec<Option<Big>>;

/// A window's weighted mean: the weights from the newest row on.
fn weighted(x: &Column, weights: &[usize]) -> Column {
    let total = Big::count(weights.iter().sum());
    (0..x.len())
        .map(|row| {
            let rows = row.checked_sub(weights.len() - 1)?;
            let window = x[rows..=row].iter().rev().zip(weights);
            let mut sum = Big::zero();
            for (value, &weight) in window {
                sum = sum.plus(&value.as_ref()?.times(&Big::count(weight)));
            }
            Some(sum.over(&total))
        })
        .collect()
}

fn linear(x: &Column, n: usize) -> Column {
    weighted(x, &(1..=n).rev().collect::<Vec<_>>())
}

/// An exponential average seeded by the mean of its first n rows.
fn exponential(x: &Column, n: usize, beta: f64) -> Column {
    let beta = Big::of(beta);
    let first = x.iter().position(Option::is_some).unwrap_or(x.len());
    let mut average: Option<Big> = None;
    (0..x.len())
        .map(|row| {
            let value = x[row].as_ref()?;
            average = match &average {
                Some(before) => Some(value.plus(&before.minus(value).times(&beta)).rounded()),
                None if row + 1 == first + n => {
                    let seed = x[first..=row].iter().flatten();
                    let sum = seed.fold(Big::zero(), |sum, value| sum.plus(value));
                    Some(sum.over(&Big::count(n)))
                }
                None => None,
            };
            average.clone()
        })
        .collect()
}

fn combined(columns: &[(f64, &Column)]) -> Column {
    (0..columns[0].1.len())
        .map(|row| {
            let mut sum = Big::zero();
            for (weight, column) in columns {
                sum = sum.plus(&column[row].as_ref()?.times(&Big::of(*weight)));
            }
            Some(sum)
        })
        .collect()
}

fn adaptive(x: &Column, n: usize) -> Column {
    let at = |row: usize| x[row].as_ref();
    let first = x.iter().position(Option::is_some).unwrap_or(x.len());
    let mut average = None;
    (0..x.len())
        .map(|row| {
            if row < first + n {
                return None;
            }
            let change = at(row)?.minus(at(row - n)?).size();
            let mut path = Big::zero();
            for step in row + 1 - n..=row {
                path = path.plus(&at(step)?.minus(at(step - 1)?).size());
            }
            let ratio = if path.is_zero() {
                Big::of(1.0)
            } else {
                change.over(&path)
            };
            let root = ratio
                .times(&Big::of(2.0 / 3.0 - 2.0 / 31.0))
                .plus(&Big::of(2.0 / 31.0));
            let before = average.take().or_else(|| at(row - 1).cloned())?;
            let value = before.plus(&root.times(&root).times(&at(row)?.minus(&before)));
            average = Some(value.rounded());
            average.clone()
        })
        .collect()
}

/// Of a length the average of every row, from the longest's first row on.
fn of_length(x: &[f64], kind: usize, n: usize, most: usize, first: usize) -> Column {
    let column: Column = x.iter().map(|&value| Some(Big::of(value))).collect();
    let root = |n: usize| (n as f64).sqrt().floor() as usize;
    let lookback = |n: usize| match kind {
        _ if n == 1 => 0,
        6 => n,
        3 => 2 * n - 2,
        4 => 3 * n - 3,
        8 => 6 * n - 6,
        9 => n - 1 + root(n) - 1,
        12 => n - 1 + (n - 1) / 2,
        _ => n - 1,
    };
    let first = lookback(most).max(first);
    let mut made = column.clone();
    if n > 1 {
        let mut late = column;
        let begins = first - lookback(n);
        late.iter_mut().take(begins).for_each(|row| *row = None);
        let beta = (n as f64 - 1.0) / (n as f64 + 1.0);
        let again = |x: &Column| exponential(x, n, beta);
        made = match kind {
            0 | 11 => weighted(&late, &vec![1; n]),
            1 => again(&late),
            2 => linear(&late, n),
            3 => {
                let once = again(&late);
                combined(&[(2.0, &once), (-1.0, &again(&once))])
            }
            4 => {
                let once = again(&late);
                let twice = again(&once);
                combined(&[(3.0, &once), (-3.0, &twice), (1.0, &again(&twice))])
            }
            5 => weighted(&weighted(&late, &vec![1; n / 2 + 1]), &vec![1; n.div_ceil(2)]),
            6 => adaptive(&late, n),
            8 => {
                let third = again(&again(&again(&late)));
                let fourth = again(&third);
                let fifth = again(&fourth);
                let v = 0.7f64;
                combined(&[
                    (1.0 + 3.0 * v + v * v * v + 3.0 * v * v, &third),
                    (-6.0 * v * v - 3.0 * (v + v * v * v), &fourth),
                    (3.0 * (v * v + v * v * v), &fifth),
                    (-v * v * v, &again(&fifth)),
                ])
            }
            9 => {
                let hull = combined(&[(2.0, &linear(&late, (n / 2).max(1))), (-1.0, &linear(&late, n))]);
                linear(&hull, root(n))
            }
            12 => {
                let lag = (n - 1) / 2;
                let moved: Column = (0..late.len())
                    .map(|row| row.checked_sub(lag).and_then(|at| late[at].clone()))
                    .collect();
                again(&combined(&[(2.0, &late), (-1.0, &moved)]))
            }
            _ => exponential(&late, n, (n as f64 - 1.0) / n as f64),
        };
    }
    made.iter_mut().take(first).for_each(|row| *row = None);
    made
}

pub(super) fn averages(case: &Case, asked: &[usize]) -> Vec<Due> {
    let [x, lengths] = [0, 1].map(|operand| case.operands[operand].float());
    let [least, most, kind, first] = [0, 1, 2, 3].map(|scalar| case.scalars[scalar] as usize);
    let observed: Vec<usize> = (0..case.rows)
        .filter(|&row| !(x[row].is_nan() || lengths[row].is_nan()))
        .collect();
    let dense: Vec<f64> = observed.iter().map(|&row| x[row]).collect();
    let mut of: HashMap<usize, Column> = HashMap::new();
    let each = asked.iter().map(|&row| {
        let Ok(place) = observed.binary_search(&row) else {
            return Due::Missing;
        };
        let n = lengths[row].floor() as usize;
        if lengths[row] < 1.0 || n < least || n > most || kind == 7 || kind == 10 {
            return Due::Missing;
        }
        let column = of
            .entry(n)
            .or_insert_with(|| of_length(&dense, kind, n, most, first));
        let sizes = Sizes {
            max_x: dense[..=place]
                .iter()
                .fold(0.0, |size, value| greater(size, value.abs())),
            ..Sizes::default()
        };
        Due::among(column[place].clone(), sizes)
    });
    each.collect()
}
