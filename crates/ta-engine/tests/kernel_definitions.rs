//! Kernels and the laws on constants (N3), suffixes (N4), gaps in recurrences (N5) and spikes (N6). Their
//! definitions are held in `accuracy`.

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

const WINDOWS: [Op; 21] = [
    Op::WinBell,
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
    Op::WinArgmaxOldest,
    Op::WinArgminOldest,
    Op::WinAvgdev,
    Op::WinMedian,
    Op::WinRank,
    Op::WinMode,
    Op::WinTrendRank,
];

fn scalars(op: Op, n: usize) -> Vec<f64> {
    match op {
        Op::WinVariance | Op::WinCovariance => vec![n as f64, 1.0],
        Op::WinBell => vec![n as f64, 0.85, 6.0],
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
fn constants_stay_constant() {
    for value in [0.1, 1e9 + 0.1, -3.7, 0.0] {
        let x = vec![value; 700];
        for n in [1usize, 2, 7, 20, 63, 200] {
            let beta = (n as f64 - 1.0) / (n as f64 + 1.0);
            for (op, scalars, want) in [
                (Op::WinMean, vec![n as f64], value),
                (Op::WinWma, vec![n as f64], value),
                (Op::WinLinreg, vec![n as f64], value),
                (Op::WinBell, vec![n as f64, 0.85, 6.0], value),
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
fn averages_count_observed_rows() {
    let x = walk(500, 5);
    let spread: Vec<f64> = x.iter().flat_map(|&v| [f64::NAN, v]).collect();
    for n in [1usize, 8, 20, 200] {
        let beta = (n as f64 - 1.0) / (n as f64 + 1.0);
        let dense = run(Op::RecAverage, &[n as f64, beta], Missing::None, &[&x]);
        let gapped = run(Op::RecAverage, &[n as f64, beta], Missing::None, &[&spread]);
        for i in 0..500 {
            assert!(gapped[2 * i].is_nan() && same(gapped[2 * i + 1], dense[i]));
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
