//! A screen over bars where they lie, last values and alerts: on two threads against one.

use crate::rounds;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;
use ta_engine::vm::panel::Symbol;
use ta_engine::{AlertColumn, OutputColumn, Panel, Program};

/// Columns of each symbol's bars.
const FIELDS: [&str; 5] = ["open", "high", "low", "close", "volume"];

/// What a screen finds of a symbol: its last values, and the rows of each alert.
#[derive(Clone, PartialEq)]
struct Found {
    last: Vec<f64>,
    fired: Vec<Vec<u32>>,
}

/// Symbols of so many rows each: the columns of the first, one after another, then those of the second.
pub fn race(program: &Arc<Program>, values: &[f64], rows: usize, count: usize) {
    let panel = Panel::new(program);
    let pool = |threads| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads")
    };
    let blank = Found {
        last: vec![f64::NAN; program.outputs().len()],
        fired: vec![Vec::new(); program.alerts().len()],
    };
    let blank = vec![blank; values.len() / (FIELDS.len() * rows)];
    let (one, two) = (pool(1), pool(2));
    let (mut by_one, mut by_two) = (blank.clone(), blank);
    screen(&panel, &one, values, rows, &mut by_one);
    screen(&panel, &two, values, rows, &mut by_two);
    assert!(by_one == by_two, "threads change no bit");
    let (ours, theirs) = (by_two.last().expect("symbols"), by_one.last().expect("symbols"));
    let values_of = ours.last.iter().zip(&theirs.last);
    for (output, (ours, theirs)) in program.outputs().zip(values_of) {
        println!("check {} {ours:e} {theirs:e}", output.name);
    }
    let fired_of = ours.fired.iter().zip(&theirs.fired);
    for (alert, (ours, theirs)) in program.alerts().zip(fired_of) {
        println!("check {} {} {}", alert.name, ours.len(), theirs.len());
    }
    rounds(
        count,
        || screen(&panel, &two, values, rows, &mut by_two),
        || screen(&panel, &one, values, rows, &mut by_one),
    );
}

/// The seconds of a screen; where its results go is allocated before.
fn screen(panel: &Panel, pool: &ThreadPool, values: &[f64], rows: usize, found: &mut [Found]) -> f64 {
    let program = panel.program();
    let begin = Instant::now();
    let each = values.chunks_exact(FIELDS.len() * rows).zip(found.iter_mut());
    let mut symbols: Vec<Symbol<'_>> = each
        .map(|(bars, Found { last, fired })| {
            let column = |name| {
                let field = FIELDS.iter().position(|&field| field == name);
                &bars[field.expect("a column of bars") * rows..][..rows]
            };
            fired.iter_mut().for_each(Vec::clear);
            Symbol {
                rows,
                inputs: program.inputs().map(|input| column(input.field)).collect(),
                known: false,
                outputs: last.iter_mut().map(OutputColumn::Last).collect(),
                alerts: fired.iter_mut().map(AlertColumn::Rows).collect(),
            }
        })
        .collect();
    let done = pool.install(|| panel.run(&mut symbols, &|_| true));
    let spent = begin.elapsed().as_secs_f64();
    assert!(done.iter().all(|done| matches!(done, Ok(true))), "finite columns");
    black_box(&symbols);
    spent
}
