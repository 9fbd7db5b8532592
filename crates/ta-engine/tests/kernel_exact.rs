//! Kernels whose result is exact or correctly rounded, against their definitions, to the bit: pointwise,
//! comparisons, logic, shifts, events, cumulative and order statistics. And N7 of every kernel.

use ta_engine::cpu::best;
use ta_engine::generated::kernels::{Op, SIGNATURES, Type};
use ta_engine::kernels::RowFile;
use ta_engine::kernels::factory::{InstructionSpec, LaneSpec, Missing, row_instruction};

/// Results by row: floats as they are, conditions as 0, 1 and 2.
fn run(op: Op, scalars: &[f64], missing: Missing, floats: [&[f64]; 3], bools: [&[u8]; 3]) -> Vec<f64> {
    let signature = SIGNATURES.iter().find(|s| s.op == op).expect("in the table");
    let lane = LaneSpec {
        op,
        inputs: (0..signature.inputs.len()).collect(),
        scalars: scalars.to_vec(),
        output: 3,
        missing,
    };
    let mut instruction = row_instruction(best(), &InstructionSpec { lanes: vec![lane] });
    let mut file = RowFile {
        floats: vec![0.0; 4],
        bools: vec![0; 4],
    };
    (0..floats[0].len().max(bools[0].len()))
        .map(|row| {
            for operand in 0..3 {
                file.floats[operand] = floats[operand].get(row).copied().unwrap_or(0.0);
                file.bools[operand] = bools[operand].get(row).copied().unwrap_or(0);
            }
            instruction.row(&mut file);
            match signature.output {
                Type::Float => file.floats[3],
                Type::Bool => f64::from(file.bools[3]),
            }
        })
        .collect()
}

fn assert_bits(name: &str, got: &[f64], want: impl IntoIterator<Item = f64>) {
    let mut rows = 0;
    for (row, (got, want)) in got.iter().zip(want).enumerate() {
        let same = got.to_bits() == want.to_bits() || (got.is_nan() && want.is_nan());
        assert!(same, "{name} at {row}: {got:e} is not {want:e}");
        rows += 1;
    }
    assert_eq!(rows, got.len());
}

/// What a register holds of a result (N7).
fn settled(r: f64) -> f64 {
    if !r.is_finite() {
        f64::NAN
    } else if r == 0.0 {
        0.0
    } else {
        r
    }
}

struct Random(u64);
impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit
    }
    /// Few values, so that ties are many; one row in `gaps` is missing.
    fn ties(&mut self, rows: usize, gaps: u64) -> Vec<f64> {
        let mut value = || match self.below(gaps) {
            0 => f64::NAN,
            _ => self.below(9) as f64 * 0.3 - 1.2 + 0.0,
        };
        (0..rows).map(|_| value()).collect()
    }
    fn conditions(&mut self, rows: usize) -> Vec<u8> {
        (0..rows)
            .map(|_| [0, 0, 0, 1, 1, 2][self.below(6) as usize])
            .collect()
    }
}

const VALUES: [f64; 22] = [
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
    5e-324,
    -5e-324,
    1.7e308,
    -1.7e308,
    1e200,
    f64::NAN,
];

/// A definition of one, two or three operands; unused operands are ignored.
type Definition = fn(f64, f64, f64) -> f64;

fn whole(x: f64) -> f64 {
    if x.abs() < 9e15 { x as i64 as f64 } else { x }
}
fn floor(x: f64) -> f64 {
    if whole(x) > x { whole(x) - 1.0 } else { whole(x) }
}
fn missing(values: &[f64]) -> bool {
    values.iter().any(|value| value.is_nan())
}
fn truth(holds: Option<bool>) -> f64 {
    holds.map_or(2.0, f64::from)
}
fn compare(a: f64, b: f64, holds: fn(std::cmp::Ordering) -> bool) -> f64 {
    truth(a.partial_cmp(&b).map(holds))
}

const POINTWISE: [(Op, Definition); 25] = [
    (Op::Neg, |x, _, _| settled(0.0 - x)),
    (Op::Abs, |x, _, _| settled(if x < 0.0 { 0.0 - x } else { x })),
    (Op::Sign, |x, _, _| match x.partial_cmp(&0.0) {
        None => f64::NAN,
        Some(order) => f64::from(order as i8),
    }),
    (Op::Sqrt, |x, _, _| settled(libm::sqrt(x))),
    (Op::Exp, |x, _, _| settled(libm::exp(x))),
    (Op::Log, |x, _, _| settled(libm::log(x))),
    (Op::Floor, |x, _, _| settled(floor(x))),
    (Op::Ceil, |x, _, _| settled(0.0 - floor(0.0 - x))),
    (Op::Trunc, |x, _, _| settled(whole(x))),
    (Op::Round, |x, _, _| {
        let below = floor(x);
        let even = floor(below / 2.0) * 2.0 == below;
        let up = x - below > 0.5 || (x - below == 0.5 && !even);
        settled(if up { below + 1.0 } else { below })
    }),
    (Op::Add, |a, b, _| settled(a + b)),
    (Op::Sub, |a, b, _| settled(a - b)),
    (Op::Mul, |a, b, _| settled(a * b)),
    (Op::Div, |a, b, _| settled(a / b)),
    (Op::Mod, |a, b, _| {
        let r = libm::fmod(a, b);
        settled(if r != 0.0 && (r > 0.0) != (b > 0.0) {
            r + b
        } else {
            r
        })
    }),
    (Op::Pow, |a, b, _| {
        if missing(&[a, b]) {
            f64::NAN
        } else {
            settled(libm::pow(a, b))
        }
    }),
    (Op::Lesser, |a, b, _| match a.partial_cmp(&b) {
        None => f64::NAN,
        Some(order) => {
            if order.is_lt() {
                a
            } else {
                b
            }
        }
    }),
    (Op::Greater, |a, b, _| match a.partial_cmp(&b) {
        None => f64::NAN,
        Some(order) => {
            if order.is_gt() {
                a
            } else {
                b
            }
        }
    }),
    (Op::DivElse, |a, b, otherwise| {
        if missing(&[a, b, otherwise]) {
            f64::NAN
        } else if b == 0.0 {
            otherwise
        } else {
            settled(a / b)
        }
    }),
    (Op::Lt, |a, b, _| compare(a, b, |order| order.is_lt())),
    (Op::Le, |a, b, _| compare(a, b, |order| order.is_le())),
    (Op::Gt, |a, b, _| compare(a, b, |order| order.is_gt())),
    (Op::Ge, |a, b, _| compare(a, b, |order| order.is_ge())),
    (Op::Eq, |a, b, _| compare(a, b, |order| order.is_eq())),
    (Op::Ne, |a, b, _| compare(a, b, |order| order.is_ne())),
];

#[test]
fn pointwise_kernels_and_comparisons_are_their_definitions() {
    let mut columns: [Vec<f64>; 3] = Default::default();
    for a in VALUES {
        for b in VALUES {
            for c in VALUES {
                for (column, value) in columns.iter_mut().zip([a, b, c]) {
                    column.push(value);
                }
            }
        }
    }
    let [a, b, c] = &columns;
    for (op, definition) in POINTWISE {
        let got = run(op, &[], Missing::None, [a, b, c], [&[]; 3]);
        let want = (0..a.len()).map(|row| definition(a[row], b[row], c[row]));
        assert_bits(&format!("{op:?}"), &got, want);
    }
    let pow = |a: f64, b: f64| run(Op::Pow, &[], Missing::None, [&[a], &[b], &[]], [&[]; 3])[0];
    assert!(pow(f64::NAN, 0.0).is_nan() && pow(1.0, f64::NAN).is_nan());
    assert_eq!(pow(0.0, 0.0), 1.0);
    assert!(pow(0.0, -1.0).is_nan() && pow(-1.0, 0.5).is_nan());
}

#[test]
fn logic_is_kleenes() {
    let known = |c: u8| match c {
        2 => None,
        c => Some(c == 1),
    };
    let coded = |c: Option<bool>| c.map_or(2, u8::from);
    let mut bools: [Vec<u8>; 3] = Default::default();
    for row in 0..27u8 {
        bools[0].push(row / 9);
        bools[1].push(row / 3 % 3);
        bools[2].push(row % 3);
    }
    let [a, b, c] = &bools;
    let check = |op: Op, definition: &dyn Fn(Option<bool>, Option<bool>, Option<bool>) -> Option<bool>| {
        let got = run(op, &[], Missing::None, [&[]; 3], [a, b, c]);
        let want =
            (0..27).map(|row| f64::from(coded(definition(known(a[row]), known(b[row]), known(c[row])))));
        assert_bits(&format!("{op:?}"), &got, want);
    };
    check(Op::Not, &|a, _, _| a.map(|a| !a));
    check(Op::And, &|a, b, _| match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    });
    check(Op::Or, &|a, b, _| match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    });
    check(Op::SelectBool, &|c, a, b| c.and_then(|c| if c { a } else { b }));
    check(Op::CoalesceBool, &|a, b, _| a.or(b));
    let numbers = run(Op::FloatOf, &[], Missing::None, [&[]; 3], [&[0, 1, 2], &[], &[]]);
    assert_bits("float_of", &numbers, [0.0, 1.0, f64::NAN]);
    let x = [1.5, f64::NAN, 0.0, f64::NAN];
    let y = [7.0, 8.0, f64::NAN, f64::NAN];
    let absent = run(Op::IsMissing, &[], Missing::None, [&x, &[], &[]], [&[]; 3]);
    assert_bits("is_missing", &absent, [0.0, 1.0, 0.0, 1.0]);
    let first = run(Op::Coalesce, &[], Missing::None, [&x, &y, &[]], [&[]; 3]);
    assert_bits("coalesce", &first, [1.5, 8.0, 0.0, f64::NAN]);
    // The condition is operand 0; the values are 1 and 2.
    let chosen = run(
        Op::Select,
        &[],
        Missing::None,
        [
            &[0.0; 6],
            &[1.0, 1.0, 1.0, f64::NAN, f64::NAN, 1.0],
            &[2.0, 2.0, 2.0, 2.0, 2.0, f64::NAN],
        ],
        [&[1, 0, 2, 1, 0, 1], &[], &[]],
    );
    assert_bits("select", &chosen, [1.0, 2.0, f64::NAN, f64::NAN, 2.0, 1.0]);
}

#[test]
fn shifts_and_events_are_their_definitions() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let x = random.ties(3000, 8);
    let c = random.conditions(3000);
    let rows = 0..x.len();
    for n in [0usize, 1, 7, 255, 1024, 1500, 2999, 3000] {
        let got = run(Op::Shift, &[n as f64], Missing::None, [&x, &[], &[]], [&[]; 3]);
        let ago = |i: usize| i.checked_sub(n);
        assert_bits(
            "shift",
            &got,
            rows.clone().map(|i| ago(i).map_or(f64::NAN, |i| x[i])),
        );
        let got = run(
            Op::ShiftBool,
            &[n as f64],
            Missing::None,
            [&[]; 3],
            [&c, &[], &[]],
        );
        assert_bits(
            "shift_bool",
            &got,
            rows.clone().map(|i| ago(i).map_or(2.0, |i| f64::from(c[i]))),
        );
    }
    let got = run(Op::EventSince, &[], Missing::None, [&[]; 3], [&c, &[], &[]]);
    let since = |i: usize| {
        let last = (0..=i).rev().find(|&j| c[j] == 1)?;
        (c[i] != 2).then(|| (last + 1..=i).filter(|&j| c[j] != 2).count() as f64)
    };
    assert_bits("since", &got, rows.clone().map(|i| since(i).unwrap_or(f64::NAN)));
    for occurrence in [0usize, 1, 5, 40] {
        let scalars = [occurrence as f64];
        let got = run(
            Op::EventValueWhen,
            &scalars,
            Missing::None,
            [&[0.0], &x, &[]],
            [&c, &[], &[]],
        );
        let value = |i: usize| match c[i] {
            2 => None,
            _ => (0..=i).rev().filter(|&j| c[j] == 1).nth(occurrence).map(|j| x[j]),
        };
        assert_bits(
            "value_when",
            &got,
            rows.clone().map(|i| value(i).unwrap_or(f64::NAN)),
        );
    }
    let got = run(Op::EventEdge, &[], Missing::None, [&[]; 3], [&c, &[], &[]]);
    let edge = |i: usize| match c[i] {
        2 => 2.0,
        now => {
            let before = (0..i).rev().map(|j| c[j]).find(|&c| c != 2);
            f64::from(u8::from(now == 1 && before != Some(1)))
        }
    };
    assert_bits("edge", &got, rows.map(edge));
}

#[test]
fn cumulative_kernels_skip_missing_rows() {
    let mut random = Random(99);
    let x = random.ties(2000, 6);
    let rows = 0..x.len();
    let fold = |better: fn(f64, f64) -> bool| {
        let x = &x;
        rows.clone().map(move |i| {
            let seen = x[..=i].iter().copied().filter(|x| !x.is_nan());
            let best = seen.reduce(|a, b| if better(b, a) { b } else { a });
            if x[i].is_nan() {
                f64::NAN
            } else {
                best.expect("this row is one")
            }
        })
    };
    let got = run(Op::CumMax, &[], Missing::None, [&x, &[], &[]], [&[]; 3]);
    assert_bits("cum.max", &got, fold(|new, old| new > old));
    let got = run(Op::CumMin, &[], Missing::None, [&x, &[], &[]], [&[]; 3]);
    assert_bits("cum.min", &got, fold(|new, old| new < old));
    // Sums of integers are exact.
    let whole: Vec<f64> = x.iter().map(|x| (x * 1e6).round() + 0.0).collect();
    let got = run(Op::CumSum, &[], Missing::None, [&whole, &[], &[]], [&[]; 3]);
    let sum = |i: usize| -> i64 {
        whole[..=i]
            .iter()
            .filter(|x| !x.is_nan())
            .map(|&x| x as i64)
            .sum()
    };
    let want = rows.map(|i| {
        if whole[i].is_nan() {
            f64::NAN
        } else {
            sum(i) as f64
        }
    });
    assert_bits("cum.sum", &got, want);
}

#[test]
fn what_is_known_so_far_is_its_definition() {
    let mut random = Random(7);
    let x = random.ties(2000, 6);
    let rows = 0..x.len();
    let known = |i: usize| x[..=i].iter().copied().filter(|x| !x.is_nan());
    for n in [0usize, 1, 5, 300, 2500] {
        let got = run(Op::Skip, &[n as f64], Missing::None, [&x, &[], &[]], [&[]; 3]);
        let after = |i: usize| if known(i).count() > n { x[i] } else { f64::NAN };
        assert_bits("skip", &got, rows.clone().map(after));
    }
    let got = run(Op::CumLast, &[], Missing::None, [&x, &[], &[]], [&[]; 3]);
    assert_bits(
        "cum.last",
        &got,
        rows.map(|i| known(i).next_back().unwrap_or(f64::NAN)),
    );
}

/// Of one window, oldest first, without missing rows.
fn order(op: Op, q: f64, x: &[f64]) -> f64 {
    let (n, newest) = (x.len(), x[x.len() - 1]);
    let mut sorted = x.to_vec();
    sorted.sort_by(f64::total_cmp);
    let age = |best: f64| x.iter().rev().position(|&v| v == best).expect("it is there") as f64;
    let oldest = |best: f64| (n - 1 - x.iter().position(|&v| v == best).expect("it is there")) as f64;
    settled(match op {
        Op::WinMax => sorted[n - 1],
        Op::WinMin => sorted[0],
        Op::WinArgmax => age(sorted[n - 1]),
        Op::WinArgmin => age(sorted[0]),
        Op::WinArgmaxOldest => oldest(sorted[n - 1]),
        Op::WinArgminOldest => oldest(sorted[0]),
        Op::WinMedian if n % 2 == 1 => sorted[n / 2],
        Op::WinMedian => sorted[n / 2 - 1] + (sorted[n / 2] - sorted[n / 2 - 1]) / 2.0,
        Op::WinMode => {
            let times = |v: f64| x.iter().filter(|&&other| other == v).count();
            let most = x.iter().map(|&v| times(v)).max().expect("a row");
            *sorted
                .iter()
                .find(|&&v| times(v) == most)
                .expect("one comes that often")
        }
        Op::WinQuantile if !(0.0..=1.0).contains(&q) => f64::NAN,
        Op::WinQuantile => {
            let h = q * (n as f64 - 1.0);
            let below = (0..n).rev().find(|&i| i as f64 <= h).expect("0 is");
            let (lo, hi) = (sorted[below], sorted[(below + 1).min(n - 1)]);
            libm::fma(h - below as f64, hi - lo, lo)
        }
        _ => {
            let below = x.iter().filter(|&&v| v < newest).count() as f64;
            let equal = x.iter().filter(|&&v| v == newest).count() as f64;
            (below + (equal + 1.0) / 2.0) / n as f64
        }
    })
}

#[test]
fn order_statistics_are_exact_under_every_policy() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let x = random.ties(900, 12);
    let ops = [
        Op::WinMax,
        Op::WinMin,
        Op::WinArgmax,
        Op::WinArgmin,
        Op::WinArgmaxOldest,
        Op::WinArgminOldest,
        Op::WinMedian,
        Op::WinQuantile,
        Op::WinRank,
        Op::WinMode,
    ];
    let observed = |from: usize, to: usize| -> Vec<f64> {
        x[from..to].iter().copied().filter(|x| !x.is_nan()).collect()
    };
    for op in ops {
        let quantiles: &[f64] = match op {
            Op::WinQuantile => &[0.0, 0.25, 0.5, 0.9, 1.0, 1.5, -0.1, f64::NAN],
            _ => &[0.0],
        };
        for &q in quantiles {
            for n in [1usize, 2, 3, 8, 21, 100, 300] {
                let scalars = [n as f64, q];
                let name = format!("{op:?} {n} {q}");
                let got = |missing| run(op, &scalars, missing, [&x, &[], &[]], [&[]; 3]);
                let strict = (0..x.len()).map(|i| match (i + 1).checked_sub(n) {
                    Some(from) if !missing(&x[from..=i]) => order(op, q, &x[from..=i]),
                    _ => f64::NAN,
                });
                assert_bits(&name, &got(Missing::Rows), strict);
                let last = (0..x.len()).map(|i| {
                    let seen = observed(0, i + 1);
                    match seen.len().checked_sub(n) {
                        Some(from) => order(op, q, &seen[from..]),
                        None => f64::NAN,
                    }
                });
                assert_bits(&format!("{name} observed"), &got(Missing::Observed), last);
                let least = n.div_ceil(2);
                let sampled = (0..x.len()).map(|i| {
                    let seen = observed((i + 1).saturating_sub(n), i + 1);
                    if seen.len() < least {
                        f64::NAN
                    } else {
                        order(op, q, &seen)
                    }
                });
                assert_bits(
                    &format!("{name} sampled"),
                    &got(Missing::MinSamples(least)),
                    sampled,
                );
            }
        }
    }
}

#[test]
fn the_highest_of_a_window_ranks_one() {
    let rising: Vec<f64> = (0..200).map(f64::from).collect();
    for n in 1..=128 {
        let scalars = [f64::from(n)];
        let ranks = run(
            Op::WinRank,
            &scalars,
            Missing::Rows,
            [&rising, &[], &[]],
            [&[], &[], &[]],
        );
        assert_eq!(ranks[199], 1.0, "n = {n}");
    }
}

#[test]
fn registers_hold_finite_numbers_or_missing() {
    let mut random = Random(7);
    let mut hostile = || -> Vec<f64> {
        let value = |random: &mut Random| match random.below(4) {
            0 => VALUES[random.below(VALUES.len() as u64) as usize],
            1 => random.below(5) as f64 - 2.0,
            _ => (random.below(2001) as f64 - 1000.0) * 1e-3 + 0.0,
        };
        (0..1500).map(|_| value(&mut random)).collect()
    };
    let (x, y, z) = (hostile(), hostile(), hostile());
    let c = Random(8).conditions(1500);
    for signature in SIGNATURES {
        if matches!(
            signature.op,
            Op::Splat | Op::SplatBool | Op::Choose | Op::ChooseBool
        ) || signature.body
        {
            continue;
        }
        let policies: &[Missing] = match signature.policy {
            true => &[Missing::Rows, Missing::Observed, Missing::MinSamples(2)],
            false => &[Missing::None],
        };
        for &policy in policies {
            for n in [1.0, 2.0, 5.0, 13.0] {
                let second = if signature.op == Op::RecAverage {
                    (n - 1.0) / (n + 1.0)
                } else {
                    0.0
                };
                let third = if signature.op == Op::VaryAverage {
                    8.0
                } else {
                    0.02
                };
                let scalars = [n, second, third, 0.02, 0.2, 0.03, 0.01, 0.1];
                let scalars = &scalars[..signature.params.len()];
                let got = run(signature.op, scalars, policy, [&x, &y, &z], [&c, &c, &c]);
                for (row, value) in got.iter().enumerate() {
                    let held =
                        value.is_nan() || (value.is_finite() && value.to_bits() != (-0.0f64).to_bits());
                    assert!(held, "{} {policy:?} {n} at {row}: {value:e}", signature.name);
                    assert!(signature.output == Type::Float || *value <= 2.0);
                }
            }
        }
    }
}
