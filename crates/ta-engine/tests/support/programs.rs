//! Programs to test with: one small, one of forty instructions, and any number of random ones.

use super::{Builder, Num, Random, Reg};
use ta_engine::generated::kernels::{Op, SIGNATURES, Type};
use ta_engine::plan::body;
use ta_engine::plan::scalar::Operator;
use ta_engine::plan::{ParamType, Policy, signature_of};

/// A random program of about `count` instructions over every kernel of the table, groups, policies and guards
/// included, with a parameter `n` (2..30), a condition `switch` and every sink an output or alert.
pub fn random_program(seed: u64, count: usize) -> Builder {
    let mut random = Random(seed);
    let mut b = Builder::new();
    let n = b.param("n", ParamType::Int, 5.0, Some((2.0, 30.0)));
    let switch = b.param("switch", ParamType::Bool, 1.0, None);
    let off = b.scalar(Operator::Not, &[switch]);
    let mut floats = vec![b.input("close"), b.input("volume")];
    let mut bools = vec![b.apply(Op::Gt, &[floats[0], floats[1]], &[])];
    let mut made = bools.clone();
    for _ in 0..count {
        let row = &SIGNATURES[random.below(SIGNATURES.len())];
        if row.body || random.below(12) == 0 {
            for result in random_scan(&mut b, &floats, &bools, [n, switch], &mut random) {
                match b.kind(result) {
                    Type::Float => floats.push(result),
                    Type::Bool => bools.push(result),
                }
                made.push(result);
            }
            continue;
        }
        let operands = |random: &mut Random| -> Vec<Reg> {
            let pick = |kind: &Type| match kind {
                Type::Float => floats[random.below(floats.len())],
                Type::Bool => bools[random.below(bools.len())],
            };
            row.inputs.iter().map(pick).collect()
        };
        let registers = operands(&mut random);
        let mut policy = Policy::None;
        let mut scalars = scalars_for(&mut b, row.op, n, switch, &mut random);
        if row.policy {
            policy = [Policy::Rows, Policy::Observed, Policy::MinSamples][random.below(3)];
            if policy == Policy::MinSamples {
                scalars.push(b.num(1.0 + random.below(3) as f64));
            }
        }
        let mut lanes = vec![(row.op, registers.clone(), scalars)];
        // Sometimes a group: the same kernel once more, elsewhere or with other scalars.
        let groups = !matches!(row.op, Op::Splat | Op::SplatBool | Op::Choose | Op::ChooseBool);
        if groups && random.below(3) == 0 {
            let again = if row.family.is_some() {
                registers
            } else {
                operands(&mut random)
            };
            let mut scalars = scalars_for(&mut b, row.op, n, switch, &mut random);
            if policy == Policy::MinSamples {
                scalars.push(b.num(2.0));
            }
            lanes.push((row.op, again, scalars));
        }
        // Sometimes guarded, and read only through a choice.
        let guarded = row.output == Type::Float && random.below(8) == 0;
        let results = b.group(policy, guarded.then_some(switch), &lanes);
        for result in results {
            let result = match guarded {
                true => {
                    let other = floats[random.below(floats.len())];
                    let (condition, operands) = if random.below(2) == 0 {
                        (switch, [result, other])
                    } else {
                        (off, [other, result])
                    };
                    b.apply(Op::Choose, &operands, &[condition])
                }
                false => result,
            };
            match b.kind(result) {
                Type::Float => floats.push(result),
                Type::Bool => bools.push(result),
            }
            made.push(result);
        }
    }
    let count = made.len();
    for (index, register) in made.into_iter().enumerate() {
        // The newest, and some of the others.
        if index + 6 > count || random.below(4) == 0 {
            b.output(&format!("out{index}"), register);
            if b.kind(register) == Type::Bool {
                b.alert(&format!("alert{index}"), register);
            }
        }
    }
    b
}

/// A state of one to three fields that a body of every stateless kernel moves, over some of these series.
fn random_scan(
    b: &mut Builder,
    floats: &[Reg],
    bools: &[Reg],
    [n, switch]: [Num; 2],
    random: &mut Random,
) -> Vec<Reg> {
    let stateless: Vec<_> = SIGNATURES.iter().filter(|row| body::stateless(row)).collect();
    let fields: Vec<(Op, Num)> = (0..1 + random.below(3))
        .map(|_| match random.below(4) {
            0 => (Op::ScanBool, [switch, b.num(f64::NAN)][random.below(2)]),
            1 => (Op::Scan, [n, b.num(f64::NAN)][random.below(2)]),
            _ => (Op::Scan, b.num(random.below(5) as f64 / 4.0 - 0.5)),
        })
        .collect();
    let mut operands: Vec<Reg> = vec![
        floats[random.below(floats.len())],
        bools[random.below(bools.len())],
    ];
    operands.push(floats[random.below(floats.len())]);
    operands.sort_unstable_by_key(|register| register.0);
    operands.dedup();
    let mut kinds: Vec<Type> = fields.iter().map(|&(op, _)| signature_of(op).output).collect();
    kinds.extend(operands.iter().map(|&register| b.kind(register)));
    let mut operations: Vec<(Op, Vec<usize>)> = Vec::new();
    for _ in 0..2 + random.below(9) {
        let row = stateless[random.below(stateless.len())];
        let reads: Vec<usize> = row
            .inputs
            .iter()
            .map(|kind| {
                let of: Vec<usize> = (0..kinds.len()).filter(|&at| kinds[at] == *kind).collect();
                of[of.len() - 1 - random.below(of.len().min(4))]
            })
            .collect();
        // The same operation twice would be one.
        if !operations.contains(&(row.op, reads.clone())) {
            operations.push((row.op, reads));
            kinds.push(row.output);
        }
    }
    let next: Vec<usize> = fields
        .iter()
        .map(|&(op, _)| {
            let kind = signature_of(op).output;
            kinds.iter().rposition(|&of| of == kind).unwrap()
        })
        .collect();
    b.scan(&fields, &operands, &operations, &next)
}

fn scalars_for(b: &mut Builder, op: Op, n: Num, switch: Num, random: &mut Random) -> Vec<Num> {
    use ta_engine::generated::kernels::ParamKind::*;
    let row = signature_of(op);
    let mut out: Vec<Num> = Vec::new();
    for (index, kind) in row.params.iter().enumerate() {
        let value = match kind {
            Length if random.below(2) == 0 => n,
            Length => b.num(1.0 + random.below(40) as f64),
            Lag | Index => b.num(random.below(5) as f64),
            Count => b.num(random.below(2) as f64),
            Condition => switch,
            // beta of an average is (n − 1) / (n + 1); a quantile is within 0..1.
            Number if op == Op::RecAverage => {
                let one = b.num(1.0);
                let less = b.scalar(Operator::Sub, &[out[index - 1], one]);
                let more = b.scalar(Operator::Add, &[out[index - 1], one]);
                b.scalar(Operator::Div, &[less, more])
            }
            Number => b.num(random.below(5) as f64 / 4.0),
        };
        out.push(value);
    }
    out
}

/// A small program that has a bit of everything: a guard, a group, a parameter of each type, an alert.
pub fn sample() -> Builder {
    let mut b = Builder::new();
    let n = b.param("n", ParamType::Int, 5.0, Some((2.0, 200.0)));
    let width = b.param("width", ParamType::Float, 2.0, Some((0.0, 10.0)));
    let smooth = b.param("smooth", ParamType::Bool, 1.0, None);
    let kind = b.choice("kind", &["ema", "sma"]);
    let close = b.input("close");
    let volume = b.input("volume");
    let zero = b.num(0.0);
    let is_ema = b.scalar(Operator::Eq, &[kind, zero]);
    let is_sma = b.scalar(Operator::Not, &[is_ema]);
    let one = b.num(1.0);
    let less = b.scalar(Operator::Sub, &[n, one]);
    let more = b.scalar(Operator::Add, &[n, one]);
    let beta = b.scalar(Operator::Div, &[less, more]);
    let ema = b.group(
        Policy::None,
        Some(is_ema),
        &[(Op::RecAverage, vec![close], vec![n, beta])],
    )[0];
    let sma = b.group(Policy::Rows, Some(is_sma), &[(Op::WinMean, vec![close], vec![n])])[0];
    let middle = b.apply(Op::Choose, &[ema, sma], &[is_ema]);
    let fast = b.num(3.0);
    let windows = b.group(
        Policy::Rows,
        None,
        &[
            (Op::WinSum, vec![volume], vec![n]),
            (Op::WinMean, vec![volume], vec![fast]),
        ],
    );
    let variance = b.apply(Op::WinVariance, &[close], &[n, zero]);
    let deviation = b.apply(Op::Sqrt, &[variance], &[]);
    let width = b.apply(Op::Splat, &[], &[width]);
    let band = b.apply(Op::Mul, &[width, deviation], &[]);
    let upper = b.apply(Op::Add, &[middle, band], &[]);
    let above = b.apply(Op::Gt, &[close, upper], &[]);
    let smoothed = b.apply(Op::ShiftBool, &[above], &[one]);
    let chosen = b.apply(Op::ChooseBool, &[smoothed, above], &[smooth]);
    let edge = b.apply(Op::EventEdge, &[chosen], &[]);
    b.output("upper", upper);
    b.output("turnover", windows[0]);
    b.output("quick", windows[1]);
    b.output("above", above);
    b.alert("breakout", edge);
    b
}

/// Forty mixed instructions over bars, as a strategy of some size has them.
pub fn forty() -> Builder {
    let mut b = Builder::new();
    let [high, low, close, volume] = ["high", "low", "close", "volume"].map(|field| b.input(field));
    let [n3, n5, n9, n12, n14, n20, n26, n50] =
        [3.0, 5.0, 9.0, 12.0, 14.0, 20.0, 26.0, 50.0].map(|value| b.num(value));
    let (zero, one, two) = (b.num(0.0), b.num(1.0), b.num(2.0));
    let two = b.apply(Op::Splat, &[], &[two]);
    let fast = b.average(close, n12);
    let slow = b.average(close, n26);
    let macd = b.apply(Op::Sub, &[fast, slow], &[]);
    let signal = b.average(macd, n9);
    let histogram = b.apply(Op::Sub, &[macd, signal], &[]);
    let mean = b.apply(Op::WinMean, &[close], &[n20]);
    let variance = b.apply(Op::WinVariance, &[close], &[n20, zero]);
    let deviation = b.apply(Op::Sqrt, &[variance], &[]);
    let band = b.apply(Op::Mul, &[two, deviation], &[]);
    let upper = b.apply(Op::Add, &[mean, band], &[]);
    let lower = b.apply(Op::Sub, &[mean, band], &[]);
    let before = b.apply(Op::Shift, &[close], &[one]);
    let change = b.apply(Op::Sub, &[close, before], &[]);
    let nothing = b.apply(Op::Splat, &[], &[zero]);
    let gain = b.apply(Op::Greater, &[change, nothing], &[]);
    let loss = b.apply(Op::Abs, &[change], &[]);
    let gains = b.average(gain, n14);
    let moves = b.average(loss, n14);
    let strength = b.apply(Op::Div, &[gains, moves], &[]);
    let highest = b.apply(Op::WinMax, &[high], &[n20]);
    let lowest = b.apply(Op::WinMin, &[low], &[n20]);
    let width = b.apply(Op::Sub, &[highest, lowest], &[]);
    let place = b.apply(Op::Sub, &[close, lowest], &[]);
    let stochastic = b.apply(Op::Div, &[place, width], &[]);
    let smooth = b.apply(Op::WinMean, &[stochastic], &[n3]);
    let turnover = b.apply(Op::Mul, &[close, volume], &[]);
    let traded = b.apply(Op::WinSum, &[turnover], &[n20]);
    let shares = b.apply(Op::WinSum, &[volume], &[n20]);
    let vwap = b.apply(Op::Div, &[traded, shares], &[]);
    let trend = b.average(close, n50);
    let range = b.apply(Op::Sub, &[high, low], &[]);
    let atr = b.average(range, n14);
    let balance = b.apply(Op::CumSum, &[change], &[]);
    let weighted = b.apply(Op::WinWma, &[close], &[n5]);
    let pull = b.apply(Op::Sub, &[close, weighted], &[]);
    let above = b.apply(Op::Gt, &[close, upper], &[]);
    let below = b.apply(Op::Lt, &[close, lower], &[]);
    let rising = b.apply(Op::Gt, &[close, trend], &[]);
    let both = b.apply(Op::And, &[above, rising], &[]);
    let edge = b.apply(Op::EventEdge, &[both], &[]);
    let since = b.apply(Op::EventSince, &[below], &[]);
    let outputs = [
        ("macd", macd),
        ("signal", signal),
        ("histogram", histogram),
        ("upper", upper),
        ("lower", lower),
        ("strength", strength),
        ("stochastic", smooth),
        ("vwap", vwap),
        ("atr", atr),
        ("balance", balance),
        ("weighted", weighted),
        ("pull", pull),
        ("since", since),
    ];
    for (name, register) in outputs {
        b.output(name, register);
    }
    b.alert("breakout", edge);
    b
}

/// A trailing stop: a state of a condition and a number that twelve operations move, over two columns and `na`.
pub fn trail() -> Builder {
    let mut b = Builder::new();
    let [close, reach] = ["close", "reach"].map(|field| b.input(field));
    let missing = b.num(f64::NAN);
    let nothing = b.apply(Op::Splat, &[], &[missing]);
    let under = b.apply(Op::Sub, &[close, reach], &[]);
    let over = b.apply(Op::Add, &[close, reach], &[]);
    let fields = [(Op::ScanBool, b.num(1.0)), (Op::Scan, missing)];
    // Registers: 0 up, 1 stop, 2 close, 3 nothing, 4 under, 5 over.
    let operations = [
        (Op::Coalesce, vec![1, 2]),
        (Op::Lt, vec![2, 6]),
        (Op::Gt, vec![2, 6]),
        (Op::SelectBool, vec![0, 7, 8]),
        (Op::Not, vec![0]),
        (Op::SelectBool, vec![9, 10, 0]),
        (Op::Select, vec![9, 3, 1]),
        (Op::Coalesce, vec![12, 4]),
        (Op::Greater, vec![13, 4]),
        (Op::Coalesce, vec![12, 5]),
        (Op::Lesser, vec![15, 5]),
        (Op::Select, vec![11, 14, 16]),
    ];
    let results = b.scan(&fields, &[close, nothing, under, over], &operations, &[11, 17]);
    let up = b.apply(Op::FloatOf, &[results[0]], &[]);
    b.output("up", up);
    b.output("stop", results[1]);
    b
}
