//! Work whose instructions are counted: `bench/instructions.mjs` runs this under callgrind, which counts what
//! happens inside of `measured`.
//!
//! `cargo run --release -p ta-engine --example instructions -- NAME`; without a name it lists them.

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use support::{Random, column, forty};
use ta_engine::cpu::{Level, best};
use ta_engine::generated::kernels::{Op, SIGNATURES};
use ta_engine::kernels::factory::{InstructionSpec, LaneSpec, Missing, block_instruction};
use ta_engine::kernels::{BLOCK, BlockFile, BlockInstruction, Bools, Floats};
use ta_engine::{Batch, Limits, OutputColumn, Plan, Program, Session};

/// Callgrind knows this instruction set, and every machine that measures has it.
const LEVEL: Level = Level::Avx2;

const BLOCKS: usize = 64;

/// What is counted, and nothing else.
#[inline(never)]
fn measured(work: &mut dyn FnMut()) {
    work();
}

fn kernel(op: Op, scalars: &[f64], missing: Missing) {
    let signature = SIGNATURES.iter().find(|s| s.op == op).expect("in the table");
    let operands = signature.inputs.len();
    let lane = LaneSpec {
        op,
        inputs: (0..operands).collect(),
        scalars: scalars.to_vec(),
        output: operands,
        missing,
    };
    let mut instruction: Box<dyn BlockInstruction> =
        block_instruction(LEVEL, &InstructionSpec { lanes: vec![lane] });
    let mut random = Random(1);
    let mut file = BlockFile {
        rows: BLOCK,
        ..BlockFile::default()
    };
    for _ in 0..=operands {
        let values = column(&mut random, BLOCK, 0);
        let values = values.try_into().expect("a block of values");
        file.floats.push(Some(Box::new(Floats(values))));
        file.bools.push(Some(Box::new(Bools([0; BLOCK]))));
    }
    // Past every warm-up.
    for _ in 0..4 {
        instruction.block(&mut file);
    }
    measured(&mut || {
        for _ in 0..BLOCKS {
            instruction.block(black_box(&mut file));
        }
    });
}

fn program() -> std::sync::Arc<Program> {
    Program::bind(forty().plan(), &[], &Limits::default(), LEVEL).expect("the plan is sound")
}

fn blocks() {
    let program = program();
    let rows = BLOCK * BLOCKS;
    let mut random = Random(1);
    let columns: Vec<Vec<f64>> = program.inputs().map(|_| column(&mut random, rows, 0)).collect();
    let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut values: Vec<Vec<f64>> = program.outputs().map(|_| vec![0.0; rows]).collect();
    let mut outputs: Vec<OutputColumn<'_>> = values
        .iter_mut()
        .map(|column| OutputColumn::Float(column))
        .collect();
    let mut fired: Vec<_> = program.alerts().map(|_| ta_engine::AlertColumn::Skip).collect();
    let mut batch = Batch::new(&program);
    measured(&mut || {
        batch
            .run(rows, &inputs, &mut outputs, &mut fired, BLOCK)
            .expect("columns that fit");
    });
}

fn ticks() {
    let program = program();
    let mut random = Random(1);
    let columns: Vec<Vec<f64>> = program.inputs().map(|_| column(&mut random, 1_000, 0)).collect();
    let mut session = Session::open(&program);
    let mut bar = vec![0.0; columns.len()];
    let mut outputs = vec![0.0; program.outputs().len()];
    let mut alerts = vec![0; program.alerts().len()];
    measured(&mut || {
        for row in 0..1_000 {
            bar.iter_mut()
                .zip(&columns)
                .for_each(|(value, column)| *value = column[row]);
            session
                .push(&bar, &mut outputs, &mut alerts)
                .expect("a row that fits");
        }
    });
}

/// From bytes to a program that is ready to run.
fn load() {
    let bytes = forty().bytes();
    measured(&mut || {
        let plan = Plan::load(black_box(&bytes), &Limits::default()).expect("the plan is sound");
        let program = Program::bind(plan, &[], &Limits::default(), LEVEL).expect("the defaults are sound");
        black_box(Batch::new(&program).rows());
    });
}

fn main() {
    const BETA: f64 = 19.0 / 21.0;
    let work: [(&str, fn()); 11] = [
        ("ema(20)", || kernel(Op::RecAverage, &[20.0, BETA], Missing::None)),
        ("sma(20)", || kernel(Op::WinMean, &[20.0], Missing::Rows)),
        ("wma(30)", || kernel(Op::WinWma, &[30.0], Missing::Rows)),
        ("variance(20)", || {
            kernel(Op::WinVariance, &[20.0, 0.0], Missing::Rows)
        }),
        ("correlation(30)", || {
            kernel(Op::WinCorrelation, &[30.0], Missing::Rows)
        }),
        ("max(30)", || kernel(Op::WinMax, &[30.0], Missing::Rows)),
        ("cum.sum", || kernel(Op::CumSum, &[], Missing::None)),
        ("div_else", || kernel(Op::DivElse, &[], Missing::None)),
        ("blocks of forty instructions", blocks),
        ("ticks of forty instructions", ticks),
        ("load, verify and bind forty instructions", load),
    ];
    let Some(name) = std::env::args().nth(1) else {
        work.iter().for_each(|(name, _)| println!("{name}"));
        return;
    };
    if best() < LEVEL {
        eprintln!("this CPU has no AVX2");
        std::process::exit(3);
    }
    let (_, run) = work
        .iter()
        .find(|(known, _)| *known == name)
        .expect("one of the names");
    run();
}
