//! Which data every kernel is tried on: its operands and scalars, under every policy.

use crate::run::{Case, Column, Missing};
use crate::series::{Noise, Series, all, conditions, with_gaps};
use ta_engine::generated::kernels::{Op, ParamKind, Type};
use ta_engine::plan::signature_of;

/// How much is tried.
pub struct Grid {
    /// Of every series.
    pub rows: usize,
    /// Of windows and recurrences.
    pub lengths: &'static [usize],
    /// Under min_samples only lengths up to this: such a window is computed anew at every row with a gap.
    pub longest_sampled: usize,
    /// Random operands of kernels of one row.
    pub pairs: usize,
    /// Every pattern of gaps, partner and policy with every series; else each with some of them.
    pub thorough: bool,
    /// Of every series one pattern of gaps, and of every length one setting of the other scalars.
    pub sparse: bool,
    /// Rows of a case that are compared: of short windows so many, of longer ones fewer.
    pub compared: usize,
}

/// Rows of a bank of averages where other kernels have a million.
const BANK_ROWS: usize = 20_000;

const VALUES: [f64; 24] = [
    0.0,
    1.0,
    -1.0,
    0.5,
    1.5,
    2.5,
    -0.5,
    -2.5,
    3.0,
    -3.7,
    0.1,
    1e16,
    4_503_599_627_370_497.5,
    -1e9 - 0.1,
    1e-300,
    -1e-300,
    2.2250738585072014e-308,
    5e-324,
    -5e-324,
    f64::MAX,
    -f64::MAX,
    1e200,
    1.0 + f64::EPSILON,
    f64::NAN,
];

fn case(
    op: Op,
    scalars: &[f64],
    missing: Missing,
    operands: Vec<Column>,
    rows: usize,
    series: String,
) -> Case {
    Case {
        op,
        scalars: scalars.to_vec(),
        missing,
        operands,
        rows,
        series,
        ordinary: false,
    }
}

/// Calls `each` with every case of a kernel.
pub fn for_each(op: Op, grid: &Grid, mut each: impl FnMut(Case)) {
    let signature = signature_of(op);
    if signature.policy || op == Op::RecAverage {
        windows(op, grid, &mut each);
    } else if matches!(op, Op::SwingLegStart | Op::SwingLegEnd | Op::SwingLegAge) {
        legs(op, grid, &mut each);
    } else if signature.anchored || signature.params.contains(&ParamKind::Lag) {
        looking_back(op, grid, &mut each);
    } else {
        one_row(op, grid, &mut each);
    }
}

/// Every combination of special values and of conditions, and random ones.
fn one_row(op: Op, grid: &Grid, each: &mut impl FnMut(Case)) {
    let signature = signature_of(op);
    let settings: &[&[f64]] = match signature.params {
        [] => &[&[]],
        [ParamKind::Condition] => &[&[0.0], &[1.0]],
        _ => &[&[0.0], &[-1.5], &[5e-324], &[f64::MAX]],
    };
    let floats = signature
        .inputs
        .iter()
        .filter(|&&kind| kind == Type::Float)
        .count();
    let bools = signature.inputs.len() - floats;
    let combinations = VALUES.len().pow(floats as u32) * 3usize.pow(bools as u32);
    let mut noise = Noise::new(op as u64);
    // A logarithm of so many bits takes most of a millisecond.
    let rows = match op {
        Op::Log | Op::Pow | Op::Log10 => grid.pairs / 4,
        Op::Sin | Op::Cos | Op::Tan | Op::Asin | Op::Acos | Op::Atan => grid.pairs / 4,
        Op::Sinh | Op::Cosh | Op::Tanh => grid.pairs / 4,
        _ => grid.pairs,
    };
    for scalars in settings {
        let mut rest: Vec<usize> = (0..combinations).collect();
        let columns = signature.inputs.iter().map(|kind| match kind {
            Type::Float => Column::Float(
                rest.iter_mut()
                    .map(|rest| VALUES[digit(rest, VALUES.len())])
                    .collect(),
            ),
            Type::Bool => Column::Bool(rest.iter_mut().map(|rest| digit(rest, 3) as u8).collect()),
        });
        let columns = columns.collect();
        each(case(
            op,
            scalars,
            Missing::Rows,
            columns,
            combinations,
            "special values".into(),
        ));
    }
    for (name, ordinary, columns) in random_operands(op, rows, &mut noise) {
        let columns = columns.into_iter().map(Column::Float).collect();
        each(Case {
            ordinary,
            ..case(op, &[], Missing::Rows, columns, rows, name.into())
        });
    }
}

fn digit(rest: &mut usize, base: usize) -> usize {
    let digit = *rest % base;
    *rest /= base;
    digit
}

/// Columns for arithmetic of one row: prices, numbers of every size, and what is near the edges of the
/// exponentials.
fn random_operands(op: Op, rows: usize, noise: &mut Noise) -> Vec<(&'static str, bool, Vec<Vec<f64>>)> {
    let signature = signature_of(op);
    if signature.inputs.contains(&Type::Bool) || !signature.params.is_empty() {
        return vec![];
    }
    let operands = signature.inputs.len();
    let mut columns = |value: &dyn Fn(&mut Noise) -> f64| -> Vec<Vec<f64>> {
        (0..operands)
            .map(|_| (0..rows).map(|_| value(noise)).collect())
            .collect()
    };
    let prices = columns(&|noise| (noise.unit() - 0.25) * 400.0);
    let sizes = columns(&|noise| noise.any());
    let mut made = vec![("prices", true, prices), ("every size", false, sizes)];
    match op {
        Op::Exp | Op::Sinh | Op::Cosh => made.push((
            "to the edges",
            false,
            columns(&|noise| noise.unit() * 1460.0 - 748.0),
        )),
        Op::Acos | Op::Asin | Op::Tanh | Op::Sin | Op::Cos | Op::Tan | Op::Atan => {
            made.push(("a turn", false, columns(&|noise| (noise.unit() - 0.5) * 7.0)));
            made.push(("within one", false, columns(&|noise| noise.unit() * 2.0 - 1.0)));
            made.push((
                "near one",
                false,
                columns(&|noise| 1.0 - noise.unit() * libm::exp2(-50.0 * noise.unit())),
            ));
            // Where a sine or a cosine is next to nothing.
            made.push((
                "near quarters of a turn",
                false,
                columns(&|noise| {
                    let turn = noise.below(1000) as f64 * std::f64::consts::FRAC_PI_2;
                    turn + (noise.unit() - 0.5) * libm::exp2(-60.0 * noise.unit())
                }),
            ));
        }
        Op::Log | Op::Log10 => {
            made.push(("positive", false, columns(&|noise| noise.any().abs())));
            made.push((
                "near one",
                false,
                columns(&|noise| 1.0 + (noise.unit() - 0.5) * libm::exp2(-40.0 * noise.unit())),
            ));
        }
        Op::Pow => {
            let base: Vec<f64> = (0..rows).map(|_| noise.any().abs()).collect();
            let reached = |noise: &mut Noise, base: f64| (noise.unit() * 1460.0 - 748.0) / libm::log(base);
            let exponents = base.iter().map(|&base| reached(noise, base)).collect();
            made.push(("powers to the edges", false, vec![base, exponents]));
            let near: Vec<f64> = (0..rows).map(|_| 1.0 + (noise.unit() - 0.5) * 1e-6).collect();
            let exponents = near
                .iter()
                .map(|&base| reached(noise, base))
                .map(|x| if x.is_finite() { x } else { 1e300 });
            let exponents = exponents.collect();
            made.push(("near one", false, vec![near, exponents]));
            let whole = (0..rows).map(|_| noise.below(61) as f64 - 30.0).collect();
            let base = (0..rows).map(|_| (noise.unit() - 0.5) * 40.0).collect();
            made.push(("whole powers", false, vec![base, whole]));
        }
        Op::Mod => {
            let a = (0..rows).map(|_| (noise.unit() - 0.5) * 1e6).collect();
            let b = (0..rows)
                .map(|_| (noise.unit() - 0.5) * libm::exp2(-30.0 * noise.unit()))
                .collect();
            made.push(("small divisors", false, vec![a, b]));
        }
        _ => {}
    }
    made
}

/// Shifts, events and cumulative kernels.
fn looking_back(op: Op, grid: &Grid, each: &mut impl FnMut(Case)) {
    let signature = signature_of(op);
    let settings: Vec<Vec<f64>> = match signature.params {
        [] => vec![vec![]],
        // By the first two rows, long and short from a stop given, and stepping away where the side changes.
        _ if op == Op::VaryAverage => (0..14u32)
            .map(|kind| {
                let most = [9.0, 17.0][kind as usize % 2];
                vec![
                    f64::from(1 + kind % 3),
                    most,
                    f64::from(kind),
                    f64::from(kind % 3 * 70),
                ]
            })
            .collect(),
        // Lengths.
        _ if matches!(op, Op::HeldMax | Op::HeldMin | Op::VaryMean) => {
            [1, 2, 7, 20, 255].map(|n| vec![f64::from(n)]).into()
        }
        _ if matches!(op, Op::SarStop | Op::SarSide) => vec![
            vec![0.0, 0.0, 0.02, 0.02, 0.2, 0.02, 0.02, 0.2],
            vec![90.0, 0.0, 0.5, 0.3, 0.4, 0.01, 0.02, 1.5],
            vec![-130.5, 0.03, 0.01, 0.0, 0.2, 0.04, 0.01, 0.05],
            vec![f64::NAN, 0.0, 0.02, 0.02, 0.2, 0.02, 0.02, 0.2],
        ],
        _ => [0, 1, 7, 255, grid.rows - 1, grid.rows, grid.rows + 5]
            .map(|n| vec![n as f64])
            .into(),
    };
    // A bank of averages is proved by the whole history of every one: hours for a million rows of every kind.
    let bank = grid.sparse && op == Op::VaryAverage;
    let rows = if bank { BANK_ROWS } else { grid.rows };
    for (at, series) in all(rows, 17).into_iter().enumerate() {
        // Conditions differ by their seed alone.
        if signature.inputs == [Type::Bool] && at > 3 {
            break;
        }
        for gaps in [false, true] {
            let values = match gaps {
                true => with_gaps(&series.values, at % 2 == 0, at as u64 + 1),
                false => series.values.clone(),
            };
            let operands: Vec<Column> = signature
                .inputs
                .iter()
                .enumerate()
                .map(|(operand, kind)| match kind {
                    Type::Float => Column::Float(beside(op, operand, &values, at as u64)),
                    Type::Bool => Column::Bool(conditions(rows, at as u64)),
                })
                .collect();
            let kinds = settings.len();
            let one_kind = (2 * at + usize::from(gaps)) % kinds;
            for scalars in &settings[if bank { one_kind..one_kind + 1 } else { 0..kinds }] {
                let made = case(
                    op,
                    scalars,
                    Missing::Rows,
                    operands.clone(),
                    rows,
                    named(&series, gaps),
                );
                each(Case {
                    ordinary: series.ordinary,
                    ..made
                });
            }
        }
    }
    for rows in [1, 2] {
        let operands = signature.inputs.iter().map(|kind| match kind {
            Type::Float => Column::Float(vec![0.1; rows]),
            Type::Bool => Column::Bool(vec![1; rows]),
        });
        let operands: Vec<Column> = operands.collect();
        for scalars in &settings {
            each(case(
                op,
                scalars,
                Missing::Rows,
                operands.clone(),
                rows,
                format!("{rows} rows"),
            ));
        }
    }
}

/// Legs between swings: swings on one row in `every`, so that highs and lows follow one another in any order, at prices
/// of which some are equal.
fn legs(op: Op, grid: &Grid, each: &mut impl FnMut(Case)) {
    let rows = grid.rows.min(400);
    for every in [1, 2, 5, 23] {
        let mut noise = Noise::new(31 + every);
        let mut swings = |around: f64| -> Column {
            let price = |noise: &mut Noise| match noise.below(every as usize) {
                0 => around + noise.below(12) as f64 - 6.0,
                _ => f64::NAN,
            };
            Column::Float((0..rows).map(|_| price(&mut noise)).collect())
        };
        for apart in [0.0, 4.0] {
            let operands = vec![swings(apart), swings(-apart), swings(2.0 * apart)];
            for leg in [0.0, 1.0, 4.0, rows as f64] {
                for flags in 0..8 {
                    let flag = |at: u32| f64::from(flags >> at & 1);
                    for min_size in [0.0, 75.0, f64::NAN] {
                        let scalars = [leg, min_size, flag(0), flag(1), flag(2)];
                        let name = format!("swings on one row in {every}, {apart} apart");
                        each(case(op, &scalars, Missing::Rows, operands.clone(), rows, name));
                    }
                }
            }
        }
    }
}

/// What an operand of a machine is where another is `values`; of any other kernel they are the same.
fn beside(op: Op, operand: usize, values: &[f64], seed: u64) -> Vec<f64> {
    let mut noise = Noise::new(seed + 300);
    let settled = |x: f64| if x.is_finite() { x + 0.0 } else { f64::NAN };
    let before = |row: usize| values[row.saturating_sub(1)];
    let made: Vec<f64> = match (op, operand) {
        // A low below a high, by nothing now and then.
        (Op::SarStop | Op::SarSide, 1) => values
            .iter()
            .map(|x| settled(x - x.abs() * 0.01 * (noise.unit() - 0.2).max(0.0)))
            .collect(),
        // Bands about a price that leaves them now and then.
        (Op::SupertrendLine | Op::SupertrendSide, 1) => {
            values.iter().map(|x| settled(x - x.abs() * 0.02)).collect()
        }
        (Op::SupertrendLine | Op::SupertrendSide, 2) => (0..values.len()).map(before).collect(),
        // Coefficients of every kind, those of averages most.
        (Op::RecAdaptive, 1) => values
            .iter()
            .map(|_| match noise.below(40) {
                0 => 0.0,
                1 => 1.0,
                2 => f64::NAN,
                3 if seed.is_multiple_of(3) => 1.4,
                _ => noise.unit() * libm::exp2(-8.0 * noise.unit()),
            })
            .collect(),
        // Near 1, as products of changes are.
        (Op::CumProduct, 0) if seed.is_multiple_of(2) => (0..values.len())
            .map(|_| 1.0 + (noise.unit() - 0.5) * 0.1)
            .collect(),
        (Op::VaryAverage, 1) => values.iter().map(|_| noise.unit() * 18.0).collect(),
        (Op::VaryMean, 1) => values.iter().map(|_| noise.unit() * 30.0).collect(),
        (Op::RecAdaptive, 2) => (0..values.len()).map(before).collect(),
        (Op::HilbertPhase, 1) => values
            .iter()
            .map(|_| match noise.below(60) {
                0 => 0.0,
                1 => 60.0,
                2 => 50.4,
                3 => -3.0,
                _ => noise.unit() * 50.0,
            })
            .collect(),
        _ => values.to_vec(),
    };
    made
}

fn named(series: &Series, gaps: bool) -> String {
    format!("{}{}", series.name, if gaps { ", with gaps" } else { "" })
}

/// What a window takes beside its length, and a recurrence.
fn scalars_of(op: Op, n: usize) -> Vec<Vec<f64>> {
    let length = n as f64;
    match op {
        Op::WinVariance | Op::WinCovariance => vec![vec![length, 0.0], vec![length, 1.0]],
        Op::WinQuantile => [0.0, 0.05, 0.25, 1.0 / 3.0, 0.9, 0.987, 1.0]
            .map(|q| vec![length, q])
            .into(),
        Op::WinBell => [(0.85, 6.0), (0.0, 0.5), (0.5, 40.0)]
            .map(|(offset, sigma)| vec![length, offset, sigma])
            .into(),
        Op::RecAverage => [(length - 1.0) / (length + 1.0), (length - 1.0) / length, 0.97]
            .map(|beta| vec![length, beta])
            .into(),
        _ => vec![vec![length]],
    }
}

/// A second operand for each first.
fn partners(op: Op, series: &[Series], at: usize, seed: u64) -> Vec<(&'static str, bool, Option<Vec<f64>>)> {
    if signature_of(op).inputs.len() < 2 {
        return vec![("", true, None)];
    }
    let mut noise = Noise::new(seed);
    let x = &series[at].values;
    let near = x.iter().map(|x| match 2.0 * x + 1e-3 * noise.unit() {
        near if near.is_finite() => near,
        _ => 0.0,
    });
    let near = near.collect();
    let other = all(x.len(), seed).swap_remove(at);
    vec![
        (" and one alike", true, Some(other.values)),
        (" and one nearly proportional", true, Some(near)),
        (" and a walk", false, Some(series[0].values.clone())),
        (
            " and its negative",
            false,
            Some(x.iter().map(|x| 0.0 - x).collect()),
        ),
        (" and a constant", false, Some(vec![0.1; x.len()])),
    ]
}

fn windows(op: Op, grid: &Grid, each: &mut impl FnMut(Case)) {
    let mut series = all(grid.rows, 3);
    for rows in [1, 2] {
        series.push(Series {
            name: if rows == 1 { "one row" } else { "two rows" },
            ordinary: false,
            values: vec![1e9 + 0.1; rows],
        });
    }
    let policies = signature_of(op).policy;
    for at in 0..series.len() {
        for (which, (partner, ordinary, y)) in partners_of_known(op, &series, at).into_iter().enumerate() {
            if !grid.thorough && which != 0 && which != 1 + at % 4 {
                continue;
            }
            for (gaps, alternating) in [(false, false), (true, false), (true, true)] {
                if !grid.thorough && gaps && alternating != (at % 2 == 0) {
                    continue;
                }
                if grid.sparse && gaps == (at % 3 > 0) {
                    continue;
                }
                let rows = series[at].values.len();
                let mut operands = vec![series[at].values.clone()];
                operands.extend(y.clone());
                if gaps {
                    operands[0] = with_gaps(&operands[0], alternating, at as u64 + 40);
                    if let Some(y) = operands.get_mut(1) {
                        *y = with_gaps(y, false, at as u64 + 41);
                    }
                }
                let operands: Vec<Column> = operands.into_iter().map(Column::Float).collect();
                // These look at the whole window anew at every row.
                let dear = grid.sparse && matches!(op, Op::WinTrendRank | Op::WinMode | Op::WinBell);
                for &n in grid.lengths.iter().filter(|&&n| !dear || n < 100) {
                    let every = [
                        Missing::Rows,
                        Missing::Observed,
                        Missing::MinSamples(1),
                        Missing::MinSamples(n.div_ceil(2)),
                    ];
                    for &missing in if policies { &every[..] } else { &every[..1] } {
                        // Where nothing is missing the policies differ but before the first complete window.
                        // Long windows are dear to prove.
                        let same = if gaps { n > 1000 } else { missing != Missing::Rows };
                        if !grid.thorough && same {
                            continue;
                        }
                        if matches!(missing, Missing::MinSamples(_)) && n > grid.longest_sampled {
                            continue;
                        }
                        let mut settings = scalars_of(op, n);
                        if grid.sparse {
                            settings = vec![settings.swap_remove(at % settings.len())];
                        }
                        for scalars in settings {
                            let series_name = format!(
                                "{}{partner}{}",
                                series[at].name,
                                match (gaps, alternating) {
                                    (false, _) => "",
                                    (true, false) => ", with gaps",
                                    (true, true) => ", every other row missing",
                                }
                            );
                            each(Case {
                                ordinary: ordinary && series[at].ordinary,
                                ..case(op, &scalars, missing, operands.clone(), rows, series_name)
                            });
                        }
                    }
                }
            }
        }
    }
}

fn partners_of_known(op: Op, series: &[Series], at: usize) -> Vec<(&'static str, bool, Option<Vec<f64>>)> {
    let rows = series[at].values.len();
    if rows > 2 {
        return partners(op, series, at, at as u64 + 90);
    }
    match signature_of(op).inputs.len() {
        1 => vec![("", true, None)],
        _ => vec![(" and a constant", false, Some(vec![0.1; rows]))],
    }
}
