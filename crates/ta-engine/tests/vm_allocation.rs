//! The hot loops allocate nothing: neither a tick nor a block.

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use support::{Random, column, forty};
use ta_engine::kernels::BLOCK;
use ta_engine::{AlertColumn, Batch, Limits, OutputColumn, Program, Session, cpu};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's contract is the system's.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller's contract is the system's.
        unsafe { System.dealloc(at, layout) }
    }
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's contract is the system's.
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.with(Cell::get);
    work();
    ALLOCATIONS.with(Cell::get) - before
}

#[test]
fn a_tick_and_a_block_allocate_nothing() {
    assert!(
        allocations(|| drop(std::hint::black_box(vec![1u8; 100]))) > 0,
        "the counter counts"
    );
    let program = Program::bind(forty().plan(), &[], &Limits::default(), cpu::best()).unwrap();
    let rows = 3000;
    let mut random = Random(5);
    let columns: Vec<Vec<f64>> = program.inputs().map(|_| column(&mut random, rows, 50)).collect();
    let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();

    let mut session = Session::open(&program);
    let mut bar = vec![0.0; inputs.len()];
    let mut outputs = vec![0.0; program.outputs().len()];
    let mut alerts = vec![0; program.alerts().len()];
    let stepping = allocations(|| {
        for row in 0..rows {
            for (value, column) in bar.iter_mut().zip(&inputs) {
                *value = column[row];
            }
            session.peek(&bar, &mut outputs, &mut alerts).unwrap();
            session.push(&bar, &mut outputs, &mut alerts).unwrap();
        }
    });
    assert_eq!(stepping, 0, "allocations in {rows} ticks");

    let mut batch = Batch::new(&program);
    let mut values: Vec<Vec<f64>> = program.outputs().map(|_| vec![0.0; rows]).collect();
    let mut fired: Vec<Vec<u32>> = program.alerts().map(|_| Vec::with_capacity(rows)).collect();
    let mut columns: Vec<OutputColumn<'_>> = values
        .iter_mut()
        .map(|column| OutputColumn::Float(column))
        .collect();
    let mut rows_of: Vec<AlertColumn<'_>> = fired.iter_mut().map(AlertColumn::Rows).collect();
    let running = allocations(|| {
        batch
            .run(rows, &inputs, &mut columns, &mut rows_of, BLOCK)
            .unwrap()
    });
    assert_eq!(running, 0, "allocations in {rows} rows");
}
