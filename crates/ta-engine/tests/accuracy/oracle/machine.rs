//! Machines, by their definitions over the whole of history: numerics B7 and B8 define them on doubles, each operation
//! rounded once, and so they are evaluated here; the adaptive average is a number, and is held to it.

use super::anchored::greater;
use super::{Due, Known, Sizes};
use crate::exact::Big;
use crate::run::Case;
use std::f64::consts::PI;
use ta_engine::generated::kernels::Op;

/// An adaptive average in exact arithmetic, at the rows asked for. Where the kernel is out of reach and says so by a
/// missing value, history starts anew at the next row.
pub(super) fn adaptive(
    case: &Case,
    asked: &[usize],
    got: &[f64],
    beyond: &dyn Fn(&Known) -> bool,
) -> Vec<Due> {
    let [x, alpha, start] = [0, 1, 2].map(|operand| case.operands[operand].float());
    let mut average: Option<(Big, Sizes)> = None;
    let mut out = Vec::with_capacity(asked.len());
    let mut next = asked.iter().copied().peekable();
    for row in 0..case.rows {
        let mut due = Due::Missing;
        if !(x[row].is_nan() || alpha[row].is_nan() || start[row].is_nan()) {
            let (before, sizes) = average.take().unwrap_or_else(|| {
                let sizes = Sizes {
                    fading: Big::of(start[row]).size(),
                    ..Sizes::default()
                };
                (Big::of(start[row]), sizes)
            });
            let [now, share] = [x[row], alpha[row]].map(Big::of);
            let value = before.plus(&share.times(&now.minus(&before))).rounded();
            let left = Big::of(1.0).minus(&share).size();
            let weight = Big::of(1.0).plus(&share.size());
            let added = weight.times(&now.size().plus(&before.size()));
            let known = Known {
                value: value.clone(),
                sizes: Sizes {
                    fading: sizes.fading.times(&left).plus(&added).rounded(),
                    ..sizes
                },
            };
            if !(got[row].is_nan() && beyond(&known)) {
                average = Some((value, known.sizes.clone()));
                due = Due::Number(Box::new(known));
            }
        }
        if next.peek() == Some(&row) {
            next.next();
            out.push(due);
        }
    }
    out
}

/// Cumulative products, at the rows asked for. One that was out of reach once stays so.
pub(super) fn products(case: &Case, asked: &[usize]) -> Vec<Due> {
    let x = case.operands[0].float();
    let mut product = Big::of(1.0);
    // Of the products so far, without their signs: the greatest, and the least that is not zero.
    let mut greatest = Big::zero();
    let mut least: Option<Big> = None;
    let finite = |size: &Big| match size.towards_zero() {
        far if far.is_infinite() => f64::MAX,
        size => size,
    };
    let mut asked = asked.iter().copied().peekable();
    let mut out = Vec::with_capacity(asked.len());
    for (row, &value) in x.iter().enumerate() {
        let known = !value.is_nan();
        if known {
            product = product.times(&Big::of(value)).rounded();
            let size = product.size();
            if size.compared(&greatest).is_gt() {
                greatest = size.clone();
            }
            if !size.is_zero() && least.as_ref().is_none_or(|least| size.compared(least).is_lt()) {
                least = Some(size);
            }
        }
        if asked.next_if_eq(&row).is_none() {
            continue;
        }
        let smallest = least
            .as_ref()
            .map_or(0.0, |least| finite(&Big::of(1.0).over(least)));
        let sizes = Sizes {
            max_x: greater(finite(&greatest), smallest),
            ..Sizes::default()
        };
        out.push(match known {
            true => Due::number(product.clone(), sizes),
            false => Due::Missing,
        });
    }
    out
}

/// Means of windows whose length is a series.
pub(super) fn means(case: &Case, asked: &[usize]) -> Vec<Due> {
    let [x, lengths] = [0, 1].map(|operand| case.operands[operand].float());
    let observed = observed(case);
    let at = |row: usize| {
        let Ok(place) = observed.binary_search(&row) else {
            return Due::Missing;
        };
        let n = lengths[row];
        if n < 1.0 || n.floor() > case.scalars[0] || n.floor() > (place + 1) as f64 {
            return Due::Missing;
        }
        let n = n as usize;
        let rows = &observed[place + 1 - n..=place];
        let sum = rows
            .iter()
            .fold(Big::zero(), |sum, &row| sum.plus(&Big::of(x[row])));
        let sizes = Sizes {
            max_x: rows.iter().fold(0.0, |most, &row| greater(most, x[row].abs())),
            ..Sizes::default()
        };
        Due::number(sum.over(&Big::count(n)), sizes)
    };
    asked.iter().map(|&row| at(row)).collect()
}

/// Rows since the highest of a window: each row as good takes its place, and when it leaves the oldest of the best.
fn held(case: &Case, of: &dyn Fn(f64) -> f64) -> Vec<f64> {
    let n = case.scalars[0] as usize;
    let rows = observed(case);
    let x: Vec<f64> = rows
        .iter()
        .map(|&row| of(case.operands[0].float()[row]))
        .collect();
    let mut out = vec![f64::NAN; case.rows];
    let mut highest: Option<usize> = None;
    for place in n - 1..x.len() {
        let window = place + 1 - n..=place;
        highest = match highest {
            Some(held) if window.contains(&held) && x[place] < x[held] => Some(held),
            Some(held) if window.contains(&held) => Some(place),
            _ => {
                let most = greatest(&x[window.clone()]);
                window.clone().find(|&at| x[at] == most)
            }
        };
        out[rows[place]] = (place - highest.expect("a window has a highest")) as f64;
    }
    out
}

/// Machines that are defined on doubles.
pub(super) fn simulated(case: &Case, asked: &[usize]) -> Vec<Due> {
    let values = match case.op {
        Op::SarStop | Op::SarSide => parabolic(case),
        Op::SupertrendLine | Op::SupertrendSide => bands(case),
        Op::HilbertPhase => phases(case),
        Op::HeldMax => held(case, &|x| x),
        Op::HeldMin => held(case, &|x| 0.0 - x),
        _ => cycle(case),
    };
    asked.iter().map(|&row| Due::same(values[row])).collect()
}

/// The rows on which every operand is known.
fn observed(case: &Case) -> Vec<usize> {
    let known = |row: usize| (0..case.operands.len()).all(|each| !case.operands[each].float()[row].is_nan());
    (0..case.rows).filter(|&row| known(row)).collect()
}

fn greatest(values: &[f64]) -> f64 {
    values.iter().fold(f64::MIN, |a, &b| if b > a { b } else { a })
}

fn least(values: &[f64]) -> f64 {
    0.0 - greatest(&values.iter().map(|x| 0.0 - x).collect::<Vec<_>>())
}

/// The parabolic stop: short is long of the prices turned over.
fn parabolic(case: &Case) -> Vec<f64> {
    let [high, low] = [0, 1].map(|operand| case.operands[operand].float());
    let s = &case.scalars;
    let mut out = vec![f64::NAN; case.rows];
    if s.iter().any(|scalar| scalar.is_nan()) {
        return out;
    }
    let paces =
        [&s[2..5], &s[5..8]].map(|pace| [least(&[pace[0], pace[2]]), least(&[pace[1], pace[2]]), pace[2]]);
    // Of a side (1 or -1) the row's near and far end, greater being further the side's way.
    let ends = |side: f64, row: usize| match side > 0.0 {
        true => (low[row], high[row]),
        false => (-high[row], -low[row]),
    };
    let mut rows = observed(case).into_iter();
    'history: while let Some(first) = rows.next() {
        let mut before = first;
        // (side, stop, extreme, pace), the last three in the side's own direction.
        let mut now: Option<(f64, f64, f64, f64)> = None;
        for row in rows.by_ref() {
            let (mut side, mut stop, mut extreme, mut pace) = now.unwrap_or_else(|| {
                let fall = low[before] - low[row];
                let falls = fall > 0.0 && high[row] - high[before] < fall;
                let side: f64 = match s[0] {
                    0.0 if falls => -1.0,
                    0.0 => 1.0,
                    start => start.signum(),
                };
                let stop = if s[0] == 0.0 {
                    ends(side, before).0
                } else {
                    side * s[0].abs()
                };
                before = row;
                (side, stop, ends(side, row).1, paces[usize::from(side < 0.0)][0])
            });
            let met = ends(side, row).0 <= stop;
            let mut given = side * stop;
            if met {
                side = -side;
                // The extreme, turned over, and held outside the two rows.
                stop = least(&[-extreme, ends(side, before).0, ends(side, row).0]);
                given = libm::fma(-(side * stop), side * s[1], side * stop);
                stop = side * given;
                extreme = ends(side, row).1;
            }
            let [first, step, most] = paces[usize::from(side < 0.0)];
            if met {
                pace = first;
            } else if ends(side, row).1 > extreme {
                extreme = ends(side, row).1;
                pace = least(&[pace + step, most]);
            }
            stop = libm::fma(pace, extreme - stop, stop);
            stop = least(&[stop, ends(side, before).0, ends(side, row).0]);
            if !given.is_finite() || !stop.is_finite() || !pace.is_finite() {
                continue 'history;
            }
            out[row] = match case.op {
                Op::SarSide => side,
                _ => given + 0.0,
            };
            now = Some((side, stop, extreme, pace));
            before = row;
        }
    }
    out
}

/// Supertrend's bands: each is the tightest since it was last let go.
fn bands(case: &Case) -> Vec<f64> {
    let [upper, lower, close] = [0, 1, 2].map(|operand| case.operands[operand].float());
    let mut out = vec![f64::NAN; case.rows];
    // The least upper and the greatest lower band since a close last went beyond them; before the first row none.
    let (mut top, mut bottom) = (f64::INFINITY, f64::NEG_INFINITY);
    let (mut side, mut last) = (1.0, f64::NAN);
    for row in observed(case) {
        if last > top {
            top = f64::INFINITY;
        }
        if last < bottom {
            bottom = f64::NEG_INFINITY;
        }
        top = least(&[top, upper[row]]);
        bottom = greatest(&[bottom, lower[row]]);
        if last.is_nan() {
            side = 1.0;
        } else if side > 0.0 && close[row] < bottom {
            side = -1.0;
        } else if side < 0.0 && close[row] > top {
            side = 1.0;
        }
        last = close[row];
        out[row] = match case.op {
            Op::SupertrendSide => side,
            _ if side > 0.0 => bottom + 0.0,
            _ => top + 0.0,
        };
    }
    out
}

/// A row of a history that begins at 0, 0 before it.
fn ago(history: &[f64], rows: usize) -> f64 {
    history.len().checked_sub(1 + rows).map_or(0.0, |at| history[at])
}

/// Ehlers' transformer.
fn transformed(history: &[f64], from: usize, gain: f64) -> f64 {
    let outer = ago(history, from) - ago(history, from + 6);
    let inner = ago(history, from + 2) - ago(history, from + 4);
    gain * libm::fma(0.0962, outer, 0.5769 * inner)
}

fn faded(now: f64, before: f64) -> f64 {
    let value = libm::fma(0.2, now, 0.8 * before);
    if value.abs() < 1e-200 { 0.0 } else { value }
}

fn clamped(x: f64, low: f64, high: f64) -> f64 {
    if x < low {
        low
    } else if x > high {
        high
    } else {
        x
    }
}

fn cycle(case: &Case) -> Vec<f64> {
    let x = case.operands[0].float();
    let mut out = vec![f64::NAN; case.rows];
    let mut rows = observed(case).into_iter();
    loop {
        let (mut smooth, mut detrended, mut quadrature) = (vec![], vec![], vec![]);
        let mut phasor = (0.0, 0.0);
        let (mut re, mut im, mut period, mut slow) = (0.0, 0.0, 0.0, 0.0);
        let mut begins_anew = false;
        for row in rows.by_ref() {
            let gain = libm::fma(0.075, period, 0.54);
            smooth.push(x[row]);
            detrended.push(transformed(&smooth, 0, gain));
            let q1 = transformed(&detrended, 0, gain);
            quadrature.push(q1);
            let i1 = ago(&detrended, 3);
            let turned = (
                transformed(&detrended, 3, gain),
                transformed(&quadrature, 0, gain),
            );
            let next = (faded(i1 - turned.1, phasor.0), faded(q1 + turned.0, phasor.1));
            re = faded(libm::fma(next.0, phasor.0, next.1 * phasor.1), re);
            im = faded(libm::fma(next.0, phasor.1, -(next.1 * phasor.0)), im);
            phasor = next;
            let measured = match im == 0.0 || re == 0.0 {
                true => period,
                false => 360.0 / (libm::atan(im / re) * (180.0 / PI)),
            };
            // Near the one before first, so that 6 to 50 rows have the last word.
            let near = clamped(measured, 0.67 * period, 1.5 * period);
            period = libm::fma(0.2, clamped(near, 6.0, 50.0), 0.8 * period);
            slow = libm::fma(0.33, period, 0.67 * slow);
            let kept = [q1, phasor.0, phasor.1, re, im, ago(&detrended, 0)];
            if kept.iter().any(|value| !value.is_finite()) {
                begins_anew = true;
                break;
            }
            out[row] = match case.op {
                Op::HilbertPeriod => slow,
                Op::HilbertInphase => i1 + 0.0,
                _ => q1 + 0.0,
            };
        }
        if !begins_anew {
            return out;
        }
    }
}

fn phases(case: &Case) -> Vec<f64> {
    let [x, period] = [0, 1].map(|operand| case.operands[operand].float());
    let mut out = vec![f64::NAN; case.rows];
    let mut history = vec![];
    let mut last = 0.0;
    for row in observed(case) {
        history.push(x[row]);
        let n = (period[row] + 0.5).trunc();
        if period[row] <= 0.0 || n > 50.0 {
            last = 0.0;
            continue;
        }
        // Four partial sums, of every fourth row.
        let component = |of: &dyn Fn(f64) -> f64| {
            let partial = |first: usize| {
                (first..n as usize).step_by(4).fold(0.0, |sum, rows| {
                    let angle = rows as f64 * (2.0 * PI) / n;
                    libm::fma(of(angle), ago(&history, rows) - x[row], sum)
                })
            };
            (partial(0) + partial(1)) + (partial(2) + partial(3))
        };
        let (real, imaginary) = (component(&libm::sin), component(&libm::cos));
        let base = match imaginary == 0.0 {
            false => libm::atan(real / imaginary) * (180.0 / PI),
            true if real == 0.0 => last,
            true => last + if real < 0.0 { -90.0 } else { 90.0 },
        };
        let mut phase = base + 90.0 + 360.0 / period[row];
        if imaginary < 0.0 {
            phase += 180.0;
        }
        if phase > 315.0 {
            phase -= 360.0;
        }
        let known = phase.is_finite();
        last = if known { phase } else { 0.0 };
        out[row] = if known { phase + 0.0 } else { f64::NAN };
    }
    out
}
