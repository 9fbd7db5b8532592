//! What a live tick costs: forty mixed instructions, row by row, and the same plan by blocks.
//!
//! `cargo run --release -p ta-engine --example tick`

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::time::Instant;
use support::{Random, column, forty};
use ta_engine::kernels::BLOCK;
use ta_engine::{AlertColumn, Batch, Limits, OutputColumn, Plan, Program, Session, cpu};

const ROWS: usize = 200_000;

/// The best of several runs, in nanoseconds a row.
fn best(mut run: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..7 {
        let start = Instant::now();
        run();
        let taken = start.elapsed().as_nanos() as f64 / ROWS as f64;
        if taken < best {
            best = taken;
        }
    }
    best
}

fn main() {
    let program =
        Program::bind(forty().plan(), &[], &Limits::default(), cpu::best()).expect("the plan is sound");
    let explain = program.explain();
    println!(
        "{} instructions on {}, {} float and {} condition registers",
        explain.instructions.len(),
        explain.level,
        explain.float_registers,
        explain.bool_registers
    );
    let bytes = support::random_program(1, 2_800).bytes();
    let start = Instant::now();
    let plan = Plan::load(&bytes, &Limits::default()).expect("the plan is sound");
    let (loaded, lanes) = (start.elapsed(), plan.semantic().instructions.len());
    let start = Instant::now();
    Program::bind(plan, &[], &Limits::default(), cpu::best()).expect("the defaults are sound");
    println!(
        "{lanes} instructions: load {loaded:.1?}, bind {:.1?}",
        start.elapsed()
    );

    let mut random = Random(1);
    let columns: Vec<Vec<f64>> = program.inputs().map(|_| column(&mut random, ROWS, 0)).collect();
    let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let bars: Vec<Vec<f64>> = (0..ROWS)
        .map(|row| inputs.iter().map(|column| column[row]).collect())
        .collect();
    let mut outputs = vec![0.0; program.outputs().len()];
    let mut alerts = vec![0; program.alerts().len()];

    let mut session = Session::open(&program);
    let push = best(|| {
        for bar in &bars {
            session
                .push(black_box(bar), &mut outputs, &mut alerts)
                .expect("a finite bar");
            black_box((&outputs, &alerts));
        }
    });
    println!("push  {push:8.1} ns a tick");
    let peek = best(|| {
        for bar in &bars {
            session
                .peek(black_box(bar), &mut outputs, &mut alerts)
                .expect("a finite bar");
            black_box((&outputs, &alerts));
        }
    });
    println!("peek  {peek:8.1} ns a tick");

    let mut values: Vec<Vec<f64>> = program.outputs().map(|_| vec![0.0; ROWS]).collect();
    let mut fired: Vec<Vec<u32>> = program.alerts().map(|_| Vec::with_capacity(ROWS)).collect();
    let mut batch = Batch::new(&program);
    let block = best(|| {
        batch.reset();
        fired.iter_mut().for_each(Vec::clear);
        let mut columns: Vec<OutputColumn<'_>> = values
            .iter_mut()
            .map(|column| OutputColumn::Float(column))
            .collect();
        let mut rows: Vec<AlertColumn<'_>> = fired.iter_mut().map(AlertColumn::Rows).collect();
        batch
            .run(ROWS, &inputs, &mut columns, &mut rows, BLOCK)
            .expect("finite columns");
    });
    println!("batch {block:8.1} ns a row");
}
