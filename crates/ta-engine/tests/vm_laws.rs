//! N1 and N2 for whole programs: one set of bits, whatever executor, block size, chunk, snapshot or company.

mod support;

use proptest::prelude::*;
use std::sync::Arc;
use support::{Builder, Random, Results, by_blocks, by_rows, column, forty, random_program, sample};
use ta_engine::cpu::{self, Level};
use ta_engine::generated::kernels::Op;
use ta_engine::kernels::BLOCK;
use ta_engine::plan::Policy;
use ta_engine::{AlertColumn, Batch, Limits, OutputColumn, ParamValue, Program, Session};

fn bind(builder: Builder, params: &[(&str, ParamValue)], level: Level) -> Arc<Program> {
    Program::bind(builder.plan(), params, &Limits::default(), level).unwrap()
}

fn columns(program: &Program, seed: u64, rows: usize, gaps: usize) -> Vec<Vec<f64>> {
    let mut random = Random(seed);
    program
        .inputs()
        .map(|_| column(&mut random, rows, gaps))
        .collect()
}

/// Rows of a result from `start` on.
fn from(results: &Results, start: usize) -> Results {
    let fired = results.1.iter().map(|rows| {
        rows.iter()
            .copied()
            .filter(|&row| row as usize >= start)
            .collect()
    });
    (
        results.0.iter().map(|column| column[start..].to_vec()).collect(),
        fired.collect(),
    )
}

fn same_everywhere(program: &Arc<Program>, columns: &[Vec<f64>], random: &mut Random) {
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let rows = columns[0].len();
    let mut session = Session::open(program);
    let stepped = by_rows(&mut session, &columns, 0, rows < 200);
    let end = session.snapshot();
    for block_rows in [1, 2, 7, 64, 65, BLOCK - 1, BLOCK, 1 + random.below(BLOCK)] {
        let mut batch = Batch::new(program);
        assert_eq!(
            by_blocks(&mut batch, &columns, block_rows, rows),
            stepped,
            "blocks of {block_rows}"
        );
        assert_eq!(batch.snapshot(), end, "state after blocks of {block_rows}");
        assert_eq!(batch.rows(), rows as u64);
        batch.reset();
        let chunk = 1 + random.below(rows);
        assert_eq!(
            by_blocks(&mut batch, &columns, block_rows, chunk),
            stepped,
            "chunks of {chunk} after reset"
        );
    }
    session.reset();
    assert_eq!(
        by_rows(&mut session, &columns, 0, false),
        stepped,
        "a session after reset"
    );
    for _ in 0..6 {
        let cut = random.below(rows + 1);
        let head: Vec<&[f64]> = columns.iter().map(|column| &column[..cut]).collect();
        let tail: Vec<&[f64]> = columns.iter().map(|column| &column[cut..]).collect();
        let mut first = Batch::new(program);
        by_blocks(&mut first, &head, BLOCK, rows);
        let mut early = Session::open(program);
        by_rows(&mut early, &head, 0, false);
        let bytes = early.snapshot();
        assert_eq!(first.snapshot(), bytes, "a snapshot at row {cut}");
        let mut restored = Session::restore(program, &bytes).unwrap();
        assert_eq!(restored.rows(), cut as u64);
        assert_eq!(restored.snapshot(), bytes, "a restored session's snapshot");
        assert_eq!(
            by_rows(&mut restored, &columns, cut, false),
            from(&stepped, cut),
            "restored at row {cut}"
        );
        let mut batch = Batch::restore(program, &bytes).unwrap();
        let (values, fired) = by_blocks(&mut batch, &tail, 1 + random.below(BLOCK), rows);
        let fired = fired
            .into_iter()
            .map(|rows| rows.into_iter().map(|row| row + cut as u32).collect())
            .collect();
        assert_eq!(
            (values, fired),
            from(&stepped, cut),
            "a batch restored at row {cut}"
        );
    }
}

#[test]
fn the_sample_is_the_same_everywhere() {
    for kind in ["ema", "sma"] {
        for smooth in [true, false] {
            let params = [
                ("kind", ParamValue::String(kind.into())),
                ("smooth", ParamValue::Bool(smooth)),
            ];
            let program = bind(sample(), &params, cpu::best());
            let columns = columns(&program, 1, 150, 20);
            same_everywhere(&program, &columns, &mut Random(2));
        }
    }
}

#[test]
fn forty_instructions_are_the_same_everywhere() {
    let program = bind(forty(), &[], cpu::best());
    let columns = columns(&program, 3, 1500, 300);
    same_everywhere(&program, &columns, &mut Random(4));
}

/// Windows of one kind that are known at the same time run as one in a session: of several operands and lengths, more of
/// them than stand side by side, over series with gaps of their own.
#[test]
fn windows_known_together_are_the_same_everywhere() {
    let mut b = Builder::new();
    let (high, low, volume) = (b.input("high"), b.input("low"), b.input("volume"));
    let range = b.apply(Op::Sub, &[high, low], &[]);
    let operands = [high, low, volume, range];
    for (op, second, lengths) in [
        (Op::WinSum, None, &[14.0, 3.0, 64.0, 1.0, 14.0, 20.0][..]),
        (Op::WinMean, None, &[20.0, 33.0, 8.0]),
        (Op::WinAvgdev, None, &[9.0, 20.0]),
        (Op::WinVariance, Some(1.0), &[20.0, 5.0, 40.0]),
        (Op::WinMax, None, &[14.0, 20.0, 7.0, 1.0]),
        (Op::WinArgmin, None, &[14.0, 20.0, 7.0]),
        (Op::WinLinreg, None, &[14.0, 20.0, 90.0]),
    ] {
        for (at, &length) in lengths.iter().enumerate() {
            let mut scalars = vec![b.num(length)];
            scalars.extend(second.map(|value| b.num(value)));
            let lane = (op, vec![operands[(at + lengths.len()) % 4]], scalars);
            let register = b.group(Policy::Rows, None, &[lane])[0];
            b.output(&format!("{op:?} {at}"), register);
        }
    }
    for (at, &x) in operands[..3].iter().enumerate() {
        let length = b.num(10.0 + at as f64);
        let pair = (Op::WinCorrelation, vec![x, range], vec![length]);
        let register = b.group(Policy::Rows, None, &[pair])[0];
        b.output(&format!("correlation {at}"), register);
    }
    let plan = b.plan();
    for level in [Level::Baseline, Level::Avx2, Level::Avx512] {
        let program = Program::bind(plan.clone(), &[], &Limits::default(), level).unwrap();
        for gaps in [0, 50] {
            let columns = columns(&program, 21, 180, gaps);
            same_everywhere(&program, &columns, &mut Random(22));
        }
    }
}

/// More results than a session's steps have names for.
#[test]
fn hundreds_of_results_are_the_same_everywhere() {
    let mut b = Builder::new();
    let (close, open) = (b.input("close"), b.input("open"));
    let mut last = close;
    for at in 0..300 {
        let other = if at % 3 == 0 { open } else { close };
        last = b.apply(if at % 2 == 0 { Op::Sub } else { Op::Add }, &[other, last], &[]);
        if at % 40 == 7 {
            let length = b.num(f64::from(5 + at / 10));
            let sum = b.group(Policy::Rows, None, &[(Op::WinSum, vec![last], vec![length])])[0];
            b.output(&format!("sum {at}"), sum);
            let above = b.apply(Op::Gt, &[sum, last], &[]);
            b.output(&format!("above {at}"), above);
            b.alert(&format!("alert {at}"), above);
        }
    }
    b.output("last", last);
    let program = bind(b, &[], cpu::best());
    let columns = columns(&program, 31, 150, 40);
    same_everywhere(&program, &columns, &mut Random(32));
}

/// Averages of a group stand side by side: more of them than do, over series with gaps of their own, that leave the finite
/// numbers and that are constant, each of another length.
#[test]
fn averages_of_a_group_are_the_same_everywhere() {
    let mut b = Builder::new();
    let (close, volume) = (b.input("close"), b.input("volume"));
    let huge = b.num(1e306);
    let huge = b.apply(Op::Splat, &[], &[huge]);
    let beyond = b.apply(Op::Mul, &[close, huge], &[]);
    let of = |at: usize| [close, volume, beyond, close][at % 4];
    let lanes = (0..19).map(|at| {
        let n = at as f64 * 3.0 + 1.0;
        let scalars = vec![b.num(n), b.num((n - 1.0) / (n + 1.0))];
        (Op::RecAverage, vec![of(at)], scalars)
    });
    let lanes: Vec<_> = lanes.collect();
    for (at, register) in b.group(Policy::None, None, &lanes).into_iter().enumerate() {
        b.output(&format!("average {at}"), register);
    }
    let program = bind(b, &[], cpu::best());
    let mut columns = columns(&program, 7, 700, 40);
    columns[1][300..].fill(5.0);
    for row in [20, 150, 151] {
        columns[0][row] = 1e9;
    }
    same_everywhere(&program, &columns, &mut Random(8));
}

/// More registers than steps of a tick name.
#[test]
fn wide_programs_are_the_same_everywhere() {
    let mut b = Builder::new();
    let close = b.input("close");
    let mut registers = Vec::new();
    for at in 0..300 {
        let number = b.num(f64::from(at));
        let number = b.apply(Op::Splat, &[], &[number]);
        registers.push(b.apply(Op::Add, &[close, number], &[]));
    }
    // Last made, first read, so that all are live together.
    let one = b.num(1.0);
    for (at, &register) in registers.iter().rev().enumerate() {
        let before = b.apply(Op::Shift, &[register], &[one]);
        let up = b.apply(Op::Gt, &[register, before], &[]);
        b.output(&format!("before {at}"), before);
        b.output(&format!("up {at}"), up);
    }
    let program = bind(b, &[], cpu::best());
    assert!(program.explain().float_registers > 256);
    let columns = columns(&program, 9, 60, 9);
    same_everywhere(&program, &columns, &mut Random(10));
}

/// A shift views its operand's column instead of copying it, where the operand is the column: of a shift it may not,
/// even of one by no row.
#[test]
fn shifts_of_shifts_are_the_same_everywhere() {
    let mut b = Builder::new();
    let close = b.input("close");
    for (first, second) in [(0.0, 2.0), (2.0, 2.0), (3.0, 0.0), (1.0, 300.0)] {
        let (first, second) = (b.num(first), b.num(second));
        let inner = b.apply(Op::Shift, &[close], &[first]);
        let outer = b.apply(Op::Shift, &[inner], &[second]);
        b.output(&format!("o{}", outer.0), outer);
    }
    let program = bind(b, &[], cpu::best());
    for rows in [4, 700] {
        let columns = columns(&program, 5, rows, 0);
        same_everywhere(&program, &columns, &mut Random(6));
    }
}

/// A −0 is looked for as rows come: a shift that viewed the column until one came goes on as if it always copied.
#[test]
fn a_negative_zero_far_down_changes_nothing() {
    let mut b = Builder::new();
    let (close, open) = (b.input("close"), b.input("open"));
    for rows in [1.0, 300.0, 5000.0] {
        let rows = b.num(rows);
        for input in [close, open] {
            let shifted = b.apply(Op::Shift, &[input], &[rows]);
            b.output(&format!("o{}", shifted.0), shifted);
        }
    }
    let program = bind(b, &[], cpu::best());
    for row in [0, 2047, 2048, 5000, 8999] {
        let mut columns = columns(&program, 5, 9000, 0);
        columns[0][row] = -0.0;
        same_everywhere(&program, &columns, &mut Random(row as u64));
    }
}

/// Columns beyond the caches are written past them, wherever in a cache line they begin.
#[test]
fn long_columns_are_the_same_as_short_ones() {
    let program = bind(forty(), &[], cpu::best());
    let rows = 1_200_003;
    let columns = columns(&program, 8, rows, 50);
    let count = program.outputs().len();
    assert!(count * rows * 8 > 16 << 20);
    // Bits that no result has, so that a row which is not written shows.
    let untouched = f64::from_bits(u64::MAX);
    let run = |parts: usize| -> Vec<Vec<f64>> {
        let mut batch = Batch::new(&program);
        let mut values = vec![vec![untouched; rows + 8]; count];
        for part in 0..parts {
            let range = part * rows / parts..(part + 1) * rows / parts;
            let inputs: Vec<&[f64]> = columns.iter().map(|column| &column[range.clone()]).collect();
            let mut outputs: Vec<OutputColumn<'_>> = values
                .iter_mut()
                .enumerate()
                .map(|(at, column)| OutputColumn::Float(&mut column[at % 8..][range.clone()]))
                .collect();
            let mut alerts: Vec<AlertColumn<'_>> = program.alerts().map(|_| AlertColumn::Skip).collect();
            batch
                .run(range.len(), &inputs, &mut outputs, &mut alerts, BLOCK)
                .unwrap();
        }
        values
    };
    let (whole, parts) = (run(1), run(40));
    for (whole, parts) in whole.iter().zip(&parts) {
        assert!(whole.iter().zip(parts).all(|(a, b)| a.to_bits() == b.to_bits()));
        assert_eq!(
            whole.iter().filter(|value| value.to_bits() == u64::MAX).count(),
            8
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_programs_are_the_same_everywhere(seed: u64, count in 1usize..40, rows in prop_oneof![1usize..400, BLOCK - 2..2 * BLOCK + 70], n in 2i64..30) {
        let builder = random_program(seed, count);
        let params = [("n", ParamValue::Int(n)), ("switch", ParamValue::Bool(seed % 3 != 0))];
        let program = bind(builder, &params, cpu::best());
        let columns = columns(&program, seed, rows, 12);
        prop_assume!(!columns.is_empty());
        same_everywhere(&program, &columns, &mut Random(seed));
    }

    #[test]
    fn company_does_not_matter(seed: u64, count in 2usize..40) {
        let builder = random_program(seed, count);
        let together = bind(builder.clone(), &[], cpu::best());
        let brought = columns(&together, seed, BLOCK + 88, 12);
        let together_columns: Vec<&[f64]> = brought.iter().map(Vec::as_slice).collect();
        let all = by_blocks(&mut Batch::new(&together), &together_columns, BLOCK, BLOCK + 88).0;
        for (index, due) in all.iter().enumerate() {
            let alone = bind(builder.alone(index), &[], cpu::best());
            // A program alone may read fewer columns, in another order.
            let fields: Vec<String> = together.inputs().map(|input| input.field.to_owned()).collect();
            let mine: Vec<&[f64]> = alone
                .inputs()
                .map(|input| together_columns[fields.iter().position(|field| field == input.field).unwrap()])
                .collect();
            prop_assume!(!mine.is_empty());
            let (values, _) = by_blocks(&mut Batch::new(&alone), &mine, BLOCK, BLOCK + 88);
            prop_assert_eq!(&values[0], due);
        }
    }

    // N9: where fma is written it is fused on every level, emulated or not.
    #[test]
    fn every_level_gives_the_same_bits(seed: u64, count in 1usize..25) {
        let builder = random_program(seed, count);
        let best = bind(builder.clone(), &[], cpu::best());
        let brought = columns(&best, seed, 120, 12);
        let columns: Vec<&[f64]> = brought.iter().map(Vec::as_slice).collect();
        prop_assume!(!columns.is_empty());
        let due = by_blocks(&mut Batch::new(&best), &columns, BLOCK, 120);
        for level in [Level::Baseline, Level::Avx2, Level::Avx512] {
            let program = bind(builder.clone(), &[], level);
            prop_assert_eq!(&by_blocks(&mut Batch::new(&program), &columns, 64, 120), &due, "{:?}", level);
            prop_assert_eq!(&by_rows(&mut Session::open(&program), &columns, 0, false), &due, "{:?}", level);
        }
    }

    #[test]
    fn a_result_shares_no_register_with_its_operands(seed: u64, count in 1usize..80) {
        let builder = random_program(seed, count);
        let program = bind(builder, &[], cpu::best());
        for instruction in program.explain().instructions {
            let mut results = Vec::new();
            for lane in &instruction.lanes {
                let row = ta_engine::generated::kernels::SIGNATURES.iter().find(|row| row.name == lane.kernel).unwrap();
                prop_assert!(!results.contains(&(row.output, lane.output)), "two results in one register");
                results.push((row.output, lane.output));
            }
            for lane in &instruction.lanes {
                let row = ta_engine::generated::kernels::SIGNATURES.iter().find(|row| row.name == lane.kernel).unwrap();
                for (&input, &kind) in lane.inputs.iter().zip(row.inputs) {
                    prop_assert!(!results.contains(&(kind, input)), "{} in its operand's register", lane.kernel);
                }
            }
        }
    }
}
