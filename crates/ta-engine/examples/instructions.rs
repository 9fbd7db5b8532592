//! Work whose instructions are counted: `bench/instructions.mjs` runs this under callgrind, which counts what
//! happens inside of `measured` and writes a dump each time that it is left.
//!
//! `cargo run --release -p ta-engine --example instructions -- all` does all of it in one process, in the order in
//! which it is listed without `all`. Kernels and superinstructions come from their tables: a new row is a new case.

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use support::{Builder, Random, column, forty, trail};
use ta_engine::cpu::{Level, best};
use ta_engine::generated::kernels::{Op, ParamKind, SIGNATURES, Signature};
use ta_engine::kernels::factory::{InstructionSpec, LaneSpec, Missing, block_instruction, row_instruction};
use ta_engine::kernels::{
    BLOCK, BlockFile, BlockInstruction, Bools, Floats, RowFile, UNKNOWN, superinstructions,
};
use ta_engine::{Batch, Limits, OutputColumn, Plan, Program, Session};

/// Callgrind knows this instruction set, and every machine that measures has it.
const LEVEL: Level = Level::Avx2;

/// Blocks that a case runs, behind as many that it begins with: past every warm-up.
const BLOCKS: usize = 16;
/// Rows that a case by row runs, behind a block of them.
const ROWS: usize = 1_000;
/// Rows of a window.
const LENGTH: f64 = 20.0;

/// What is counted, and nothing else.
#[inline(never)]
fn measured(work: &mut dyn FnMut()) {
    work();
}

/// A kernel's scalars: usual ones, the same for all.
fn scalars(signature: &Signature) -> Vec<f64> {
    let values = signature.params.iter().map(|kind| match kind {
        ParamKind::Length => LENGTH,
        ParamKind::Lag | ParamKind::Index | ParamKind::Condition => 1.0,
        ParamKind::Count => 0.0,
        ParamKind::Number if signature.op == Op::RecAverage => (LENGTH - 1.0) / (LENGTH + 1.0),
        ParamKind::Number => 0.25,
    });
    values.collect()
}

fn spec(signature: &Signature, missing: Missing) -> InstructionSpec {
    let operands = signature.inputs.len();
    let lane = LaneSpec {
        op: signature.op,
        inputs: (0..operands).collect(),
        scalars: scalars(signature),
        output: operands,
        missing,
    };
    InstructionSpec { lanes: vec![lane] }
}

/// Operands: walks of their own without gaps, and conditions that are sometimes unknown.
fn operands(random: &mut Random, rows: usize) -> (Vec<f64>, Vec<u8>) {
    let floats = column(random, rows, 0);
    let bools = (0..rows).map(|_| [0, 0, 1, 1, UNKNOWN][random.below(5)]);
    (floats, bools.collect())
}

fn blocks_of(mut instruction: Box<dyn BlockInstruction>, operand_count: usize) {
    let mut random = Random(1);
    let mut file = BlockFile {
        rows: BLOCK,
        ..BlockFile::default()
    };
    for _ in 0..=operand_count {
        let (floats, bools) = operands(&mut random, BLOCK);
        file.floats.push(Some(Box::new(Floats(
            floats.try_into().expect("a block of values"),
        ))));
        file.bools.push(Bools::of(&bools));
    }
    for _ in 0..BLOCKS {
        instruction.block(&mut file);
    }
    measured(&mut || {
        for _ in 0..BLOCKS {
            instruction.block(black_box(&mut file));
        }
    });
}

fn rows_of(spec: &InstructionSpec) {
    let mut instruction = row_instruction(LEVEL, spec);
    let width = spec.lanes[0].output + 1;
    let mut random = Random(1);
    let columns: Vec<(Vec<f64>, Vec<u8>)> = (0..width).map(|_| operands(&mut random, BLOCK + ROWS)).collect();
    // Registers for each row, so that filling them is not counted.
    let mut files: Vec<RowFile> = (0..BLOCK + ROWS)
        .map(|row| RowFile {
            floats: columns.iter().map(|(floats, _)| floats[row]).collect(),
            bools: columns.iter().map(|(_, bools)| bools[row]).collect(),
        })
        .collect();
    let (first, rest) = files.split_at_mut(BLOCK);
    first.iter_mut().for_each(|file| instruction.row(file));
    measured(&mut || rest.iter_mut().for_each(|file| instruction.row(black_box(file))));
}

fn program(built: Builder) -> std::sync::Arc<Program> {
    Program::bind(built.plan(), &[], &Limits::default(), LEVEL).expect("the plan is sound")
}

fn blocks(built: Builder) {
    let program = program(built);
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

fn ticks(built: Builder) {
    let program = program(built);
    let mut random = Random(1);
    let columns: Vec<Vec<f64>> = program.inputs().map(|_| column(&mut random, ROWS, 0)).collect();
    let mut session = Session::open(&program);
    let mut bar = vec![0.0; columns.len()];
    let mut outputs = vec![0.0; program.outputs().len()];
    let mut alerts = vec![0; program.alerts().len()];
    measured(&mut || {
        for row in 0..ROWS {
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

/// A name and what it does: each calls `measured` once.
type Case = (String, Box<dyn FnOnce()>);

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for signature in SIGNATURES {
        // Binding settles these: nothing runs. A state is made with its body.
        if matches!(
            signature.op,
            Op::Splat | Op::SplatBool | Op::Choose | Op::ChooseBool
        ) || signature.body
        {
            continue;
        }
        let policies: &[(Missing, &str)] = match signature.policy {
            true => &[(Missing::Rows, ""), (Missing::Observed, ", observed")],
            false => &[(Missing::None, "")],
        };
        for &(missing, policy) in policies {
            let name = format!("{}{policy}", signature.name);
            let block = move || {
                blocks_of(
                    block_instruction(LEVEL, &spec(signature, missing)),
                    signature.inputs.len(),
                )
            };
            let row = move || rows_of(&spec(signature, missing));
            cases.push((format!("{name}, by block"), Box::new(block)));
            cases.push((format!("{name}, by row"), Box::new(row)));
        }
    }
    for (name, operands, instruction) in superinstructions(LEVEL) {
        cases.push((
            format!("superinstruction {name}"),
            Box::new(move || blocks_of(instruction, operands)),
        ));
    }
    for (name, built) in [
        ("forty instructions", forty as fn() -> Builder),
        ("a scan of twelve operations", trail),
    ] {
        cases.push((format!("blocks of {name}"), Box::new(move || blocks(built()))));
        cases.push((format!("ticks of {name}"), Box::new(move || ticks(built()))));
    }
    cases.push(("load, verify and bind forty instructions".into(), Box::new(load)));
    cases
}

fn main() {
    if std::env::args().nth(1).is_none() {
        cases().iter().for_each(|(name, _)| println!("{name}"));
        return;
    }
    if best() < LEVEL {
        eprintln!("this CPU has no AVX2");
        std::process::exit(3);
    }
    cases().into_iter().for_each(|(_, run)| run());
}
