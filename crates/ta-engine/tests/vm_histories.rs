//! N1 of random programs over short histories, exhaustively: continued in parts of any sizes, each by blocks
//! of any size, and restored at every row, or at each.

mod support;

use proptest::prelude::*;
use std::sync::Arc;
use support::{Random, Results, by_blocks, by_rows, column, random_program};
use ta_engine::kernels::BLOCK;
use ta_engine::{Batch, Limits, ParamValue, Program, Session, cpu};

fn program(seed: u64, count: usize, n: i64) -> Arc<Program> {
    let params = [
        ("n", ParamValue::Int(n)),
        ("switch", ParamValue::Bool(!seed.is_multiple_of(3))),
    ];
    let plan = random_program(seed, count).plan();
    Program::bind(plan, &params, &Limits::default(), cpu::best()).unwrap()
}

fn columns(program: &Program, seed: u64, rows: usize) -> Vec<Vec<f64>> {
    let mut random = Random(seed);
    let columns = program.inputs().map(|_| column(&mut random, rows, 8));
    columns.collect()
}

/// Rows `from..to` of every column.
fn part(columns: &[Vec<f64>], from: usize, to: usize) -> Vec<&[f64]> {
    columns.iter().map(|column| &column[from..to]).collect()
}

/// Puts what rows from `start` on gave behind what is there.
fn append(results: &mut Results, next: Results, start: usize) {
    for (column, values) in results.0.iter_mut().zip(next.0) {
        column.extend(values);
    }
    for (fired, rows) in results.1.iter_mut().zip(next.1) {
        fired.extend(rows.into_iter().map(|row| row + start as u32));
    }
}

fn nothing(program: &Program) -> Results {
    (
        vec![vec![]; program.outputs().len()],
        vec![vec![]; program.alerts().len()],
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_of_any_size_are_one_run(
        seed: u64,
        count in 1usize..30,
        n in 2i64..30,
        parts in proptest::collection::vec((prop_oneof![Just(0usize), 1usize..20, 1usize..BLOCK + 150], 1usize..=BLOCK), 1..9),
    ) {
        let program = program(seed, count, n);
        prop_assume!(program.inputs().len() > 0);
        let rows = parts.iter().map(|(rows, _)| rows).sum();
        let columns = columns(&program, seed, rows);
        let whole = by_blocks(&mut Batch::new(&program), &part(&columns, 0, rows), BLOCK, rows.max(1));
        let mut batch = Batch::new(&program);
        let (mut continued, mut start) = (nothing(&program), 0);
        for (rows, block_rows) in parts {
            let next = by_blocks(&mut batch, &part(&columns, start, start + rows), block_rows, rows.max(1));
            append(&mut continued, next, start);
            start += rows;
            prop_assert_eq!(batch.rows(), start as u64);
        }
        prop_assert_eq!(continued, whole);
    }

    #[test]
    fn restored_at_every_row(seed: u64, count in 1usize..20, rows in 1usize..48, n in 2i64..30) {
        let program = program(seed, count, n);
        prop_assume!(program.inputs().len() > 0);
        let columns = columns(&program, seed, rows);
        let all = part(&columns, 0, rows);
        let whole = by_rows(&mut Session::open(&program), &all, 0, false);
        // What a session that is restored before each row gives, and the snapshots on its way.
        let mut snapshot = Session::open(&program).snapshot();
        let (mut hopped, mut batched) = (nothing(&program), nothing(&program));
        for row in 0..=rows {
            let mut session = Session::restore(&program, &snapshot).unwrap();
            prop_assert_eq!(session.snapshot(), snapshot.clone(), "at row {}", row);
            // From here to the end, by rows and by blocks.
            let mut rest = nothing(&program);
            append(&mut rest, by_rows(&mut session, &all, row, false), 0);
            let mut tail = nothing(&program);
            let mut batch = Batch::restore(&program, &snapshot).unwrap();
            append(&mut tail, by_blocks(&mut batch, &part(&columns, row, rows), 1 + row % 5, rows), row);
            let due: Vec<Vec<u64>> = whole.0.iter().map(|column| column[row..].to_vec()).collect();
            let fires: Vec<Vec<u32>> =
                whole.1.iter().map(|fired| fired.iter().copied().filter(|&at| at as usize >= row).collect()).collect();
            prop_assert_eq!(&rest, &(due.clone(), fires.clone()), "rows from {}", row);
            prop_assert_eq!(&tail, &(due, fires), "blocks from {}", row);
            if row == rows {
                break;
            }
            // One row further, alone in each executor: the same results, the same snapshot.
            let one = part(&columns, row, row + 1);
            let mut session = Session::restore(&program, &snapshot).unwrap();
            append(&mut hopped, by_rows(&mut session, &one, 0, false), row);
            let mut batch = Batch::restore(&program, &snapshot).unwrap();
            append(&mut batched, by_blocks(&mut batch, &one, BLOCK, 1), row);
            snapshot = session.snapshot();
            prop_assert_eq!(&batch.snapshot(), &snapshot, "after row {}", row);
        }
        prop_assert_eq!(&hopped, &whole);
        prop_assert_eq!(&batched, &whole);
    }
}
