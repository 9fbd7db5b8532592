//! A live universe: every symbol has the bits of a session of its own, whoever else has a bar at its timestamps.

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::Arc;
use support::{Builder, Random, column, forty, random_program, sample};
use ta_engine::generated::kernels::Op;
use ta_engine::kernels::BLOCK;
use ta_engine::plan::Policy;
use ta_engine::{Code, Limits, Program, Session, Universe, cpu};

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
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Bytes of state that no test reaches.
const ROOM: u64 = 1 << 30;

fn bound(builder: support::Builder) -> Arc<Program> {
    Program::bind(builder.plan(), &[], &Limits::default(), cpu::best()).unwrap()
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// Bars of a timestamp: who has one, and their values one after the other.
struct Stamp {
    symbols: Vec<u32>,
    rows: Vec<f64>,
}

/// Timestamps at which now these, now those symbols have a bar, in changing order: one in so many has none.
fn stamps(program: &Program, symbols: usize, count: usize, gaps: usize, seed: u64) -> Vec<Stamp> {
    let mut random = Random(seed);
    let inputs = program.inputs().len();
    let columns: Vec<Vec<f64>> = (0..symbols * inputs)
        .map(|_| column(&mut random, count, 10))
        .collect();
    (0..count)
        .map(|at| {
            let turn = random.below(symbols);
            let all = (0..symbols).map(|symbol| ((symbol + turn) % symbols) as u32);
            let symbols: Vec<u32> = all.filter(|_| random.below(gaps) > 0).collect();
            let values = |symbol: u32| (0..inputs).map(move |input| symbol as usize * inputs + input);
            let rows = symbols.iter().flat_map(|&symbol| values(symbol));
            let rows = rows.map(|index| columns[index][at]).collect();
            Stamp { symbols, rows }
        })
        .collect()
}

/// Runs a universe beside sessions; each timestamp is peeked first, with other bars than it then has.
fn check(program: &Arc<Program>, symbols: usize, count: usize, gaps: usize, seed: u64) {
    let mut universe = Universe::open(program, symbols, ROOM).unwrap();
    let mut alone: Vec<Session> = (0..symbols).map(|_| Session::open(program)).collect();
    let (inputs, outputs, alerts) = (
        program.inputs().len(),
        program.outputs().len(),
        program.alerts().len(),
    );
    for (at, Stamp { symbols, rows }) in stamps(program, symbols, count, gaps, seed).iter().enumerate() {
        let bars = symbols.len();
        let (mut values, mut fired) = (vec![0.0; bars * outputs], vec![0; bars * alerts]);
        let other: Vec<f64> = rows.iter().map(|value| value * 1.5).collect();
        universe
            .peek_all(symbols, &other, &mut values, &mut fired)
            .unwrap();
        universe.push_all(symbols, rows, &mut values, &mut fired).unwrap();
        for (bar, &symbol) in symbols.iter().enumerate() {
            let (mut own, mut flags) = (vec![0.0; outputs], vec![0; alerts]);
            let row = &rows[bar * inputs..][..inputs];
            alone[symbol as usize].push(row, &mut own, &mut flags).unwrap();
            assert_eq!(
                bits(&values[bar * outputs..][..outputs]),
                bits(&own),
                "stamp {at}"
            );
            assert_eq!(fired[bar * alerts..][..alerts], flags, "stamp {at}");
        }
        if at % 37 == 5 {
            // A symbol goes on from its snapshot, and from that of its session.
            let symbol = at % universe.symbols();
            let bytes = universe.snapshot(symbol).unwrap();
            assert_eq!(bytes, alone[symbol].snapshot());
            universe.restore(symbol, &bytes).unwrap();
            assert_eq!(universe.rows(symbol).unwrap(), alone[symbol].rows());
        }
    }
}

#[test]
fn every_symbol_is_its_own_session() {
    check(&bound(sample()), 7, 600, 4, 1);
    check(&bound(forty()), 3, 200, 4, 2);
    for seed in 0..8 {
        check(&bound(random_program(seed, 25)), 4, 150, 4, seed + 10);
    }
}

#[test]
fn side_by_side_too() {
    // Packs that are mostly whole, sometimes not, and one that never is.
    check(&bound(sample()), 27, 600, 64, 1);
    check(&bound(forty()), 19, 300, 40, 2);
    for seed in 0..40 {
        check(&bound(random_program(seed, 25)), 19, 150, 40, seed + 10);
    }
    // More of them than a block has rows.
    check(&bound(forty()), BLOCK + 44, 8, 2000, 3);
}

/// Bars are turned eight by eight: fewer columns than that, more, and some that nothing reads.
#[test]
fn bars_of_any_width_too() {
    for (inputs, outputs) in [(1, 1), (3, 8), (8, 9), (11, 3), (17, 26)] {
        let mut b = Builder::new();
        let columns: Vec<_> = (0..inputs)
            .map(|input| b.input(&format!("field{input}")))
            .collect();
        for output in 0..outputs {
            let (x, y) = (columns[output * 5 % inputs], columns[output * 7 % inputs / 2]);
            let register = b.apply(Op::Sub, &[x, y], &[]);
            b.output(&format!("difference {output}"), register);
        }
        check(&bound(b), 21, 60, 40, (inputs + outputs) as u64);
    }
}

/// Windows of each policy, short and long, over bars that some symbols miss: a pack's runs are at different times.
#[test]
fn windows_side_by_side_too() {
    let mut b = Builder::new();
    let (high, low) = (b.input("high"), b.input("low"));
    for (length, policy) in [
        (14.0, Policy::Rows),
        (20.0, Policy::Observed),
        (14.0, Policy::MinSamples),
        (700.0, Policy::Rows),
        (3.0, Policy::Observed),
    ] {
        let mut scalars = vec![b.num(length)];
        if policy == Policy::MinSamples {
            scalars.push(b.num(5.0));
        }
        for op in [Op::WinSum, Op::WinMax, Op::WinAvgdev, Op::WinWma, Op::WinArgmin] {
            let register = b.group(policy, None, &[(op, vec![high], scalars.clone())])[0];
            b.output(&format!("{op:?} {policy:?} {length}"), register);
        }
        let register = b.group(policy, None, &[(Op::WinCorrelation, vec![high, low], scalars)])[0];
        b.output(&format!("correlation {policy:?} {length}"), register);
    }
    check(&bound(b), 17, 260, 40, 5);
}

#[test]
fn a_timestamp_is_taken_whole_or_not_at_all_and_allocates_nothing() {
    let program = bound(sample());
    let (inputs, outputs, alerts) = (
        program.inputs().len(),
        program.outputs().len(),
        program.alerts().len(),
    );
    let mut universe = Universe::open(&program, 3, ROOM).unwrap();
    let mut values = vec![7.0; 3 * outputs];
    let mut fired = vec![7; 3 * alerts];
    let rows = vec![1.5; 3 * inputs];
    let before: Vec<Vec<u8>> = (0..3).map(|symbol| universe.snapshot(symbol).unwrap()).collect();
    let mut infinite = rows.clone();
    *infinite.last_mut().unwrap() = f64::INFINITY;
    for (symbols, rows, width, code) in [
        (&[0, 1, 3][..], &rows, 3, Code::Usage),
        (&[0, 1, 0], &rows, 3, Code::Usage),
        (&[0, 1], &rows, 2, Code::ColumnLength),
        (&[0, 1, 2], &rows, 2, Code::OutputBuffer),
        (&[2, 1, 0], &infinite, 3, Code::InfiniteValue),
    ] {
        let (values, fired) = (&mut values[..width * outputs], &mut fired[..width * alerts]);
        let found = universe.push_all(symbols, rows, values, fired).unwrap_err();
        assert_eq!(found.code, code, "{}", found.message);
        let found = universe.peek_all(symbols, rows, values, fired).unwrap_err();
        assert_eq!(found.code, code, "{}", found.message);
    }
    let after: Vec<Vec<u8>> = (0..3).map(|symbol| universe.snapshot(symbol).unwrap()).collect();
    assert_eq!(before, after);
    assert!(values.iter().all(|&value| value == 7.0) && fired.iter().all(|&flag| flag == 7));

    let counted = ALLOCATIONS.with(Cell::get);
    for _ in 0..3000 {
        universe
            .peek_all(&[2, 0, 1], &rows, &mut values, &mut fired)
            .unwrap();
        universe
            .push_all(&[2, 0, 1], &rows, &mut values, &mut fired)
            .unwrap();
    }
    assert_eq!(ALLOCATIONS.with(Cell::get), counted);
    assert!(
        universe.snapshot(0).is_ok() && ALLOCATIONS.with(Cell::get) > counted,
        "the counter counts"
    );
}

#[test]
fn what_is_not_there_is_refused() {
    let program = bound(sample());
    let mut universe = Universe::open(&program, 2, ROOM).unwrap();
    assert_eq!(universe.rows(2).unwrap_err().code, Code::Usage);
    assert_eq!(universe.snapshot(2).unwrap_err().code, Code::Usage);
    let bytes = universe.snapshot(0).unwrap();
    assert_eq!(universe.restore(2, &bytes).unwrap_err().code, Code::Usage);
    assert!(universe.restore(1, &bytes[1..]).is_err());
    let tight = program.state_bytes() * 10 - 1;
    let refused = Universe::open(&program, 10, tight).err().map(|error| error.code);
    assert_eq!(refused, Some(Code::BoundExceeded));
}
