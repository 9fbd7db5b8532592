//! What a push costs the engine itself, of a plan of one instruction or of forty: for `bench/tick.mjs`, which compares doors.
//!
//! `session_tick one|forty PLAN [ROWS]` writes the plan, and with rows measures it too.

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::time::Instant;
use support::{Builder, Random, column, forty};
use ta_engine::generated::kernels::Op;
use ta_engine::{Limits, Plan, Program, Session, cpu};

/// A plan that only adds: nearly all of its tick is the way in and out.
fn one() -> Builder {
    let mut builder = Builder::new();
    let close = builder.input("close");
    let sum = builder.apply(Op::Add, &[close, close], &[]);
    builder.output("sum", sum);
    builder
}

fn main() {
    let given: Vec<String> = std::env::args().collect();
    let builder = match given[1].as_str() {
        "one" => one(),
        _ => forty(),
    };
    let bytes = builder.bytes();
    let plan = Plan::load(&bytes, &Limits::default()).expect("the plan is sound");
    std::fs::write(&given[2], bytes).expect("the plan can be written");
    let Some(rows) = given.get(3).map(|rows| rows.parse().expect("a count of rows")) else {
        return;
    };
    let program = Program::bind(plan, &[], &Limits::default(), cpu::best()).expect("the plan is sound");
    let mut random = Random(1);
    let columns: Vec<Vec<f64>> = program.inputs().map(|_| column(&mut random, rows, 0)).collect();
    let bars: Vec<f64> = (0..rows)
        .flat_map(|row| columns.iter().map(move |column| column[row]))
        .collect();
    let width = columns.len();
    let mut outputs = vec![0.0; program.outputs().len()];
    let mut alerts = vec![0; program.alerts().len()];
    let mut best = f64::INFINITY;
    for _ in 0..7 {
        let mut session = Session::open(&program);
        let start = Instant::now();
        for bar in bars.chunks_exact(width) {
            session
                .push(bar, &mut outputs, &mut alerts)
                .expect("the bar is finite");
            black_box((&outputs, &alerts));
        }
        best = f64::min(best, start.elapsed().as_nanos() as f64 / rows as f64);
    }
    println!("push {best:.1} ns");
}
