//! Rates of the main kernels through block instructions, in millions of rows a second.
//!
//! `cargo run --release -p ta-engine --example kernel_rates`

use std::hint::black_box;
use std::time::Instant;
use ta_engine::cpu::{Level, best};
use ta_engine::generated::kernels::{Op, SIGNATURES, Type};
use ta_engine::kernels::factory::{InstructionSpec, LaneSpec, Missing, block_instruction};
use ta_engine::kernels::{BLOCK, BlockFile, Bools, Floats};

const ROWS: usize = 200_000;
/// Registers of the operands; the result is in the next.
const OPERANDS: usize = 3;

type Operands = ([Box<Floats>; OPERANDS], [Bools; OPERANDS]);

/// Operands: three walks that never repeat within the run, and conditions with a few unknowns.
fn blocks() -> Vec<Operands> {
    let mut state = 88_172_645_463_325_252u64;
    let mut levels = [100.0; OPERANDS];
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 11
    };
    (0..ROWS.div_ceil(BLOCK))
        .map(|_| {
            let mut floats = std::array::from_fn(|_| Box::new(Floats([0.0; BLOCK])));
            let mut bools = [Bools::filled(0); OPERANDS];
            for i in 0..BLOCK {
                for operand in 0..OPERANDS {
                    levels[operand] += (random() % 2001) as f64 * 1e-3 - 1.0;
                    floats[operand].0[i] = levels[operand];
                    bools[operand].set(i, [0, 0, 0, 1, 1, 1, 2][(random() % 7) as usize]);
                }
            }
            (floats, bools)
        })
        .collect()
}

/// Operands enter and leave the registers by exchange, so that copying is no part of the figure.
fn rate(level: Level, op: Op, scalars: &[f64], missing: Missing) -> f64 {
    let signature = SIGNATURES.iter().find(|s| s.op == op).expect("in the table");
    let lane = LaneSpec {
        op,
        inputs: (0..signature.inputs.len()).collect(),
        scalars: scalars.to_vec(),
        output: OPERANDS,
        missing,
    };
    let mut instruction = block_instruction(level, &InstructionSpec { lanes: vec![lane] });
    let mut blocks = blocks();
    let mut file = BlockFile {
        floats: (0..=OPERANDS)
            .map(|_| Some(Box::new(Floats([0.0; BLOCK]))))
            .collect(),
        bools: (0..=OPERANDS).map(|_| Bools::filled(0)).collect(),
        rows: BLOCK,
        ..BlockFile::default()
    };
    let mut exchange = |file: &mut BlockFile, index: usize| {
        let (floats, bools) = &mut blocks[index];
        for operand in 0..OPERANDS {
            std::mem::swap(
                file.floats[operand].as_mut().expect("present"),
                &mut floats[operand],
            );
            std::mem::swap(&mut file.bools[operand], &mut bools[operand]);
        }
    };
    let mut best = f64::INFINITY;
    let limit = Instant::now();
    for run in 0.. {
        if run >= 3 && (run >= 15 || limit.elapsed().as_millis() > 700) {
            break;
        }
        instruction.reset();
        let start = Instant::now();
        for index in 0..ROWS / BLOCK {
            exchange(&mut file, index);
            instruction.block(&mut file);
            match signature.output {
                Type::Float => black_box(file.floats[OPERANDS].as_ref().expect("present").0[0].to_bits()),
                Type::Bool => black_box(u64::from(file.bools[OPERANDS].get(0))),
            };
            exchange(&mut file, index);
        }
        let seconds = start.elapsed().as_secs_f64();
        if seconds < best {
            best = seconds;
        }
    }
    (ROWS / BLOCK * BLOCK) as f64 / best / 1e6
}

fn main() {
    let only = std::env::args().nth(1);
    let beta = 19.0 / 21.0;
    let rows: [(&str, Op, &[f64], Missing); 24] = [
        ("ema(20)", Op::RecAverage, &[20.0, beta], Missing::None),
        ("sum(20)", Op::WinSum, &[20.0], Missing::Rows),
        ("sma(20)", Op::WinMean, &[20.0], Missing::Rows),
        ("sma(200)", Op::WinMean, &[200.0], Missing::Rows),
        ("sma(20) observed", Op::WinMean, &[20.0], Missing::Observed),
        ("variance(20)", Op::WinVariance, &[20.0, 0.0], Missing::Rows),
        ("variance(200)", Op::WinVariance, &[200.0, 0.0], Missing::Rows),
        ("wma(20)", Op::WinWma, &[20.0], Missing::Rows),
        ("linreg(20)", Op::WinLinreg, &[20.0], Missing::Rows),
        ("max(20)", Op::WinMax, &[20.0], Missing::Rows),
        ("argmax(20)", Op::WinArgmax, &[20.0], Missing::Rows),
        ("correlation(30)", Op::WinCorrelation, &[30.0], Missing::Rows),
        ("avgdev(20)", Op::WinAvgdev, &[20.0], Missing::Rows),
        ("median(20)", Op::WinMedian, &[20.0], Missing::Rows),
        ("rank(20)", Op::WinRank, &[20.0], Missing::Rows),
        ("cum.sum", Op::CumSum, &[], Missing::None),
        ("cum.max", Op::CumMax, &[], Missing::None),
        ("add", Op::Add, &[], Missing::None),
        ("sqrt", Op::Sqrt, &[], Missing::None),
        ("exp", Op::Exp, &[], Missing::None),
        ("lt", Op::Lt, &[], Missing::None),
        ("and", Op::And, &[], Missing::None),
        ("select", Op::Select, &[], Missing::None),
        ("shift(1)", Op::Shift, &[1.0], Missing::None),
    ];
    println!("{ROWS} rows by blocks of {BLOCK}, Mrow/s, best of several runs");
    println!("{:<18}{:>10}{:>12}", "", format!("{:?}", best()), "Baseline");
    for (name, op, scalars, missing) in rows {
        if only.as_deref().is_none_or(|only| name.contains(only)) {
            let (top, base) = (
                rate(best(), op, scalars, missing),
                rate(Level::Baseline, op, scalars, missing),
            );
            println!("{name:<18}{top:>10.0}{base:>12.0}");
        }
    }
}
