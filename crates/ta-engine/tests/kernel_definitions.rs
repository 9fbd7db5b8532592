//! Kernels against their definitions, written naively; and the laws on constants (N3), suffixes (N4),
//! gaps in recurrences (N5) and spikes (N6).

use ta_engine::cpu::best;
use ta_engine::generated::kernels::Op;
use ta_engine::kernels::RowFile;
use ta_engine::kernels::factory::{InstructionSpec, LaneSpec, Missing, row_instruction};

fn run(op: Op, scalars: &[f64], missing: Missing, operands: &[&[f64]]) -> Vec<f64> {
    let inputs = (0..operands.len()).collect();
    let lane = LaneSpec {
        op,
        inputs,
        scalars: scalars.to_vec(),
        output: 2,
        missing,
    };
    let mut instruction = row_instruction(best(), &InstructionSpec { lanes: vec![lane] });
    let mut file = RowFile {
        floats: vec![0.0; 3],
        bools: vec![],
    };
    (0..operands[0].len())
        .map(|row| {
            operands
                .iter()
                .enumerate()
                .for_each(|(i, operand)| file.floats[i] = operand[row]);
            instruction.row(&mut file);
            file.floats[2]
        })
        .collect()
}

fn walk(rows: usize, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let mut level = 100.0;
    (0..rows)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            level += ((state >> 40) % 17) as f64 * 0.125 - 1.0;
            level
        })
        .collect()
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// The definition over one complete window, oldest first.
fn definition(op: Op, x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let mean = |v: &[f64]| v.iter().sum::<f64>() / n;
    let mixed = |a: &[f64], b: &[f64]| -> f64 {
        let (ma, mb) = (mean(a), mean(b));
        a.iter().zip(b).map(|(p, q)| (p - ma) * (q - mb)).sum()
    };
    let newest = x[x.len() - 1];
    let time: Vec<f64> = (0..x.len()).map(|i| i as f64).collect();
    let slope = mixed(&time, x) / mixed(&time, &time);
    let mut sorted = x.to_vec();
    sorted.sort_by(f64::total_cmp);
    let age = |best: f64| x.iter().rev().position(|&v| v == best).expect("it is there") as f64;
    match op {
        Op::WinSum => x.iter().sum(),
        Op::WinMean => mean(x),
        Op::WinWma => x.iter().zip(&time).map(|(v, i)| v * (i + 1.0)).sum::<f64>() / (n * (n + 1.0) / 2.0),
        Op::WinSlope => slope,
        Op::WinLinreg if x.len() == 1 => newest,
        Op::WinLinreg => mean(x) + slope * (n - 1.0) / 2.0,
        Op::WinVariance => mixed(x, x) / (n - 1.0),
        Op::WinCovariance => mixed(x, y) / (n - 1.0),
        Op::WinCorrelation => mixed(x, y) / (mixed(x, x) * mixed(y, y)).sqrt(),
        Op::WinBeta => mixed(x, y) / mixed(x, x),
        Op::WinMax => sorted[x.len() - 1],
        Op::WinMin => sorted[0],
        Op::WinArgmax => age(sorted[x.len() - 1]),
        Op::WinArgmin => age(sorted[0]),
        Op::WinAvgdev => x.iter().map(|v| (v - mean(x)).abs()).sum::<f64>() / n,
        Op::WinMedian => (sorted[(x.len() - 1) / 2] + sorted[x.len() / 2]) / 2.0,
        Op::WinRank => {
            let below = x.iter().filter(|&&v| v < newest).count() as f64;
            let equal = x.iter().filter(|&&v| v == newest).count() as f64;
            (below + (equal + 1.0) / 2.0) / n
        }
        _ => unreachable!(),
    }
}

const WINDOWS: [Op; 16] = [
    Op::WinSum,
    Op::WinMean,
    Op::WinWma,
    Op::WinSlope,
    Op::WinLinreg,
    Op::WinVariance,
    Op::WinCovariance,
    Op::WinCorrelation,
    Op::WinBeta,
    Op::WinMax,
    Op::WinMin,
    Op::WinArgmax,
    Op::WinArgmin,
    Op::WinAvgdev,
    Op::WinMedian,
    Op::WinRank,
];

fn scalars(op: Op, n: usize) -> Vec<f64> {
    match op {
        Op::WinVariance | Op::WinCovariance => vec![n as f64, 1.0],
        _ => vec![n as f64],
    }
}

fn operands<'a>(op: Op, x: &'a [f64], y: &'a [f64]) -> Vec<&'a [f64]> {
    match op {
        Op::WinCovariance | Op::WinCorrelation | Op::WinBeta => vec![x, y],
        _ => vec![x],
    }
}

#[test]
fn windows_are_their_definitions() {
    let (x, y) = (walk(400, 1), walk(400, 2));
    let mut gaps = x.clone();
    (0..400).filter(|i| i % 11 == 3).for_each(|i| gaps[i] = f64::NAN);
    for op in WINDOWS {
        for n in [2, 3, 20, 37, 64, 100] {
            let strict = run(op, &scalars(op, n), Missing::Rows, &operands(op, &x, &y));
            let observed = run(op, &scalars(op, n), Missing::Observed, &operands(op, &gaps, &y));
            let sampled = run(
                op,
                &scalars(op, n),
                Missing::MinSamples(2),
                &operands(op, &gaps, &y),
            );
            let check = |got: f64, xs: &[f64], ys: &[f64], i: usize| {
                let want = definition(op, xs, ys);
                let want = if want.is_finite() { want } else { f64::NAN };
                let close = (got - want).abs() <= 1e-10 * (1.0 + want.abs());
                assert!(
                    close || (got.is_nan() && want.is_nan()),
                    "{op:?} {n} at {i}: {got} {want}"
                );
            };
            for i in 0..400 {
                if i + 1 < n {
                    assert!(strict[i].is_nan());
                } else {
                    check(strict[i], &x[i + 1 - n..=i], &y[i + 1 - n..=i], i);
                }
                let seen = |from: usize| -> (Vec<f64>, Vec<f64>) {
                    (from..=i)
                        .filter(|&j| !gaps[j].is_nan())
                        .map(|j| (gaps[j], y[j]))
                        .unzip()
                };
                let (xs, ys) = seen(0);
                if xs.len() >= n {
                    check(observed[i], &xs[xs.len() - n..], &ys[ys.len() - n..], i);
                } else {
                    assert!(observed[i].is_nan());
                }
                let (xs, ys) = seen((i + 1).saturating_sub(n));
                if xs.len() >= 2 {
                    check(sampled[i], &xs, &ys, i);
                } else {
                    assert!(sampled[i].is_nan());
                }
            }
        }
    }
}

#[test]
fn constants_stay_constant() {
    for value in [0.1, 1e9 + 0.1, -3.7, 0.0] {
        let x = vec![value; 700];
        for n in [1usize, 2, 7, 20, 63, 200] {
            let beta = (n as f64 - 1.0) / (n as f64 + 1.0);
            for (op, scalars, want) in [
                (Op::WinMean, vec![n as f64], value),
                (Op::WinWma, vec![n as f64], value),
                (Op::WinLinreg, vec![n as f64], value),
                (Op::WinVariance, vec![n as f64, 0.0], 0.0),
                (Op::WinAvgdev, vec![n as f64], 0.0),
                (Op::RecAverage, vec![n as f64, beta], value),
            ] {
                let got = run(op, &scalars, Missing::Rows, &[&x]);
                assert!(got[..n - 1].iter().all(|v| v.is_nan()), "{op:?} {n}: warm-up");
                assert!(got[n - 1..].iter().all(|v| *v == want), "{op:?} {n} of {value}");
            }
        }
    }
}

#[test]
fn windows_depend_on_their_rows_alone() {
    let (mut x, y) = (walk(600, 3), walk(600, 4));
    x[100] = 1e300;
    x[101] = -1.7e308;
    x[102] = 1.7e308;
    for op in WINDOWS {
        let n = 37;
        let full = run(op, &scalars(op, n), Missing::Rows, &operands(op, &x, &y));
        for from in [103, 211, 500] {
            let part = run(
                op,
                &scalars(op, n),
                Missing::Rows,
                &operands(op, &x[from..], &y[from..]),
            );
            for i in from + n - 1..600 {
                assert!(same(full[i], part[i - from]), "{op:?} from {from} at {i}");
            }
        }
    }
}

#[test]
fn averages_count_observed_rows_and_follow_the_recurrence() {
    let x = walk(500, 5);
    let spread: Vec<f64> = x.iter().flat_map(|&v| [f64::NAN, v]).collect();
    for n in [1usize, 8, 20, 200] {
        let beta = (n as f64 - 1.0) / (n as f64 + 1.0);
        let dense = run(Op::RecAverage, &[n as f64, beta], Missing::None, &[&x]);
        let gapped = run(Op::RecAverage, &[n as f64, beta], Missing::None, &[&spread]);
        let mut y = x[..n].iter().sum::<f64>() / n as f64;
        for i in 0..500 {
            assert!(gapped[2 * i].is_nan() && same(gapped[2 * i + 1], dense[i]));
            if i >= n {
                y = beta * y + (1.0 - beta) * x[i];
            }
            assert!(
                i + 1 < n || (dense[i] - y).abs() < 1e-11,
                "{n} at {i}: {} {y}",
                dense[i]
            );
        }
    }
}

#[test]
fn an_average_without_a_factor_is_missing_from_the_seed_on() {
    let x = walk(100, 5);
    for n in [1.0, 2.0, 8.0] {
        for value in run(Op::RecAverage, &[n, f64::NAN], Missing::None, &[&x]) {
            assert!(value.is_nan(), "n = {n}: {value}");
        }
    }
}
