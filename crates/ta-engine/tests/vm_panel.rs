//! N1 for panels: a symbol among others, on any number of threads, has the results that it has alone.

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use support::{Random, Results, by_blocks, column, random_program, sample};
use ta_engine::generated::kernels::Type;
use ta_engine::vm::panel::Symbol;
use ta_engine::{AlertColumn, Batch, Code, Limits, OutputColumn, Panel, Program, cpu};

/// A symbol's columns of either type, and the rows of its alerts.
type Store = (Vec<Vec<f64>>, Vec<Vec<u8>>, Vec<Vec<u32>>);

/// Every symbol's results by a panel on `threads` threads.
fn by_panel(panel: &Panel, universe: &[Vec<Vec<f64>>], threads: usize) -> Vec<Results> {
    let program = panel.program().clone();
    let kinds: Vec<Type> = program.outputs().map(|output| output.kind).collect();
    let mut stores: Vec<Store> = universe
        .iter()
        .map(|columns| {
            let rows = columns[0].len();
            let floats = kinds.iter().map(|_| vec![7.5; rows]).collect();
            let bools = kinds.iter().map(|_| vec![9; rows]).collect();
            (floats, bools, program.alerts().map(|_| vec![]).collect())
        })
        .collect();
    let mut symbols: Vec<Symbol<'_>> = universe
        .iter()
        .zip(&mut stores)
        .map(|(columns, (floats, bools, fired))| Symbol {
            rows: columns[0].len(),
            inputs: columns.iter().map(Vec::as_slice).collect(),
            outputs: kinds
                .iter()
                .zip(floats.iter_mut().zip(bools))
                .map(|(kind, (floats, bools))| match kind {
                    Type::Float => OutputColumn::Float(floats),
                    Type::Bool => OutputColumn::Bool(bools),
                })
                .collect(),
            alerts: fired.iter_mut().map(AlertColumn::Rows).collect(),
        })
        .collect();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap();
    let done = AtomicUsize::new(0);
    let results = pool.install(|| {
        panel.run(&mut symbols, &|more| {
            done.fetch_add(more, Ordering::Relaxed);
            true
        })
    });
    assert!(results.into_iter().all(|result| result.unwrap()));
    let rows: usize = universe.iter().map(|columns| columns[0].len()).sum();
    assert_eq!(done.into_inner(), rows, "every row is told of once");
    drop(symbols);
    let bits = |kind: &Type, floats: &[f64], bools: &[u8]| -> Vec<u64> {
        match kind {
            Type::Float => floats.iter().map(|value| value.to_bits()).collect(),
            Type::Bool => bools.iter().map(|&value| f64::from(value).to_bits()).collect(),
        }
    };
    stores
        .into_iter()
        .map(|(floats, bools, fired)| {
            let values = kinds.iter().zip(floats.iter().zip(&bools));
            (values.map(|(kind, (f, b))| bits(kind, f, b)).collect(), fired)
        })
        .collect()
}

#[test]
fn company_and_threads_do_not_matter() {
    for seed in 0..8 {
        let builder = if seed == 0 {
            sample()
        } else {
            random_program(seed, 25)
        };
        let program = Program::bind(builder.plan(), &[], &Limits::default(), cpu::best()).unwrap();
        let mut random = Random(seed + 50);
        let universe: Vec<Vec<Vec<f64>>> = (0..13)
            .map(|_| {
                // Lengths differ, and one symbol has no rows.
                let rows = random.below(700);
                program.inputs().map(|_| column(&mut random, rows, 10)).collect()
            })
            .collect();
        let expected: Vec<Results> = universe
            .iter()
            .map(|columns| {
                let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
                by_blocks(&mut Batch::new(&program), &columns, 256, columns[0].len().max(1))
            })
            .collect();
        let panel = Panel::new(&program);
        for threads in [1, 2, 5] {
            assert_eq!(
                by_panel(&panel, &universe, threads),
                expected,
                "{threads} threads"
            );
        }
    }
}

#[test]
fn a_screen_keeps_last_rows_and_a_broken_symbol_breaks_no_other() {
    let program = Program::bind(sample().plan(), &[], &Limits::default(), cpu::best()).unwrap();
    let mut random = Random(9);
    let mut universe: Vec<Vec<Vec<f64>>> = (0..5)
        .map(|_| program.inputs().map(|_| column(&mut random, 600, 10)).collect())
        .collect();
    universe[2][0][17] = f64::INFINITY;
    let expected = |columns: &[Vec<f64>]| {
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        by_blocks(&mut Batch::new(&program), &columns, 256, 600)
    };
    let mut kept: Vec<([f64; 3], u8, Vec<u32>)> = vec![([0.0; 3], 9, vec![]); 5];
    let mut symbols: Vec<Symbol<'_>> = universe
        .iter()
        .zip(&mut kept)
        .map(|(columns, ([a, b, c], flag, fired))| Symbol {
            rows: 600,
            inputs: columns.iter().map(Vec::as_slice).collect(),
            outputs: vec![
                OutputColumn::Last(a),
                OutputColumn::Last(b),
                OutputColumn::Last(c),
                OutputColumn::LastBool(flag),
            ],
            alerts: vec![AlertColumn::Rows(fired)],
        })
        .collect();
    let results = Panel::new(&program).run(&mut symbols, &|_| true);
    drop(symbols);
    for (at, (result, (values, flag, fired))) in results.into_iter().zip(kept).enumerate() {
        if at == 2 {
            assert_eq!(result.unwrap_err().code, Code::InfiniteValue);
            continue;
        }
        assert!(result.unwrap());
        let (columns, alerts) = expected(&universe[at]);
        for (value, column) in values.iter().chain([&f64::from(flag)]).zip(&columns) {
            assert_eq!(value.to_bits(), column[599]);
        }
        assert_eq!(fired, alerts[0]);
    }
}

#[test]
fn a_stop_ends_the_work() {
    let program = Program::bind(sample().plan(), &[], &Limits::default(), cpu::best()).unwrap();
    let mut random = Random(4);
    let columns: Vec<Vec<f64>> = program.inputs().map(|_| column(&mut random, 50_000, 0)).collect();
    let mut symbols: Vec<Symbol<'_>> = (0..6)
        .map(|_| Symbol {
            rows: 50_000,
            inputs: columns.iter().map(Vec::as_slice).collect(),
            outputs: program.outputs().map(|_| OutputColumn::Skip).collect(),
            alerts: program.alerts().map(|_| AlertColumn::Skip).collect(),
        })
        .collect();
    // Two symbols are in work at a time, so that one at least is done by then, however long a tile is.
    let told = AtomicUsize::new(0);
    let two = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let results = two.install(|| {
        Panel::new(&program).run(&mut symbols, &|rows| {
            told.fetch_add(rows, Ordering::Relaxed) + rows < 160_000
        })
    });
    let done = results
        .into_iter()
        .filter(|result| *result.as_ref().unwrap())
        .count();
    assert!((1..6).contains(&done), "{done} symbols were done");
    // Short symbols have no tile to end at: the next one is not begun.
    let mut symbols: Vec<Symbol<'_>> = (0..200)
        .map(|_| Symbol {
            rows: 100,
            inputs: columns.iter().map(|column| &column[..100]).collect(),
            outputs: program.outputs().map(|_| OutputColumn::Skip).collect(),
            alerts: program.alerts().map(|_| AlertColumn::Skip).collect(),
        })
        .collect();
    let asked = AtomicUsize::new(0);
    let results = Panel::new(&program).run(&mut symbols, &|_| asked.fetch_add(1, Ordering::Relaxed) < 5);
    let done = results
        .into_iter()
        .filter(|result| *result.as_ref().unwrap())
        .count();
    assert!((5..100).contains(&done), "{done} short symbols were done");
}
