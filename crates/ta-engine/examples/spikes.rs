//! Ticks whose instructions are counted one by one: `bench/spikes.mjs` runs this under callgrind, which writes a dump
//! each time that `tick` is left.
//!
//! `cargo run --release -p ta-engine --example spikes -- PLAN TICKS`

#[path = "../tests/support/mod.rs"]
mod support;

use support::{Random, column};
use ta_engine::cpu::Level;
use ta_engine::{Limits, Plan, Program, Session};

/// What is counted.
#[inline(never)]
fn tick(session: &mut Session, bar: &[f64], outputs: &mut [f64], alerts: &mut [u8]) {
    session
        .push(bar, outputs, alerts)
        .expect("a bar of finite values");
}

/// Rows of a phase: longer than any window of the plan.
const PHASE: usize = 700;

/// A walk, then one that rises, falls, stands still and has gaps, over and over: what is hard for one kernel is easy
/// for another.
fn phases(random: &mut Random, rows: usize) -> Vec<f64> {
    let walk = column(random, rows, 0);
    let gaps = column(random, rows, 9);
    (0..rows)
        .map(|row| {
            let step = (row % PHASE) as f64 / 8.0;
            match row / PHASE % 5 {
                0 => walk[row],
                1 => 100.0 + step,
                2 => 200.0 - step,
                3 => 150.0,
                _ => gaps[row],
            }
        })
        .collect()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [plan, ticks] = &arguments[..] else {
        eprintln!("usage: spikes PLAN TICKS");
        std::process::exit(3);
    };
    let bytes = std::fs::read(plan).expect("a plan's file");
    let ticks: usize = ticks.parse().expect("how many ticks");
    let plan = Plan::load(&bytes, &Limits::default()).expect("the plan is sound");
    let program = Program::bind(plan, &[], &Limits::default(), Level::Avx2).expect("the defaults are sound");
    let mut random = Random(1);
    // Walks of their own are bars of no market: what a tick costs hangs on windows and branches, not on which is high.
    let columns: Vec<Vec<f64>> = program.inputs().map(|_| phases(&mut random, ticks)).collect();
    let mut session = Session::open(&program);
    let mut bar = vec![0.0; columns.len()];
    let mut outputs = vec![0.0; program.outputs().len()];
    let mut alerts = vec![0; program.alerts().len()];
    for row in 0..ticks {
        for (value, column) in bar.iter_mut().zip(&columns) {
            *value = column[row];
        }
        tick(&mut session, &bar, &mut outputs, &mut alerts);
    }
}
