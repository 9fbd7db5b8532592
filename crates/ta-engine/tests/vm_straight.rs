//! Programs that go straight from columns to a column: the bits, the state and the errors that blocks give.

mod support;

use std::sync::Arc;
use support::{Builder, Random, Reg, by_blocks, by_rows, column};
use ta_engine::cpu::{self, Level};
use ta_engine::generated::kernels::Op;
use ta_engine::kernels::BLOCK;
use ta_engine::plan::signature;
use ta_engine::{AlertColumn, Batch, Limits, OutputColumn, Program, Session};

const ROWS: usize = 3000;

fn constant(b: &mut Builder, value: f64) -> Reg {
    let value = b.num(value);
    b.apply(Op::Splat, &[], &[value])
}

fn before(b: &mut Builder, of: Reg, rows: f64) -> Reg {
    let rows = b.num(rows);
    b.apply(Op::Shift, &[of], &[rows])
}

fn bind(make: impl Fn(&mut Builder) -> Reg, level: Level) -> Arc<Program> {
    let mut b = Builder::new();
    let result = make(&mut b);
    b.output("result", result);
    Program::bind(b.plan(), &[], &Limits::default(), level).unwrap()
}

fn change(b: &mut Builder) -> Reg {
    let close = b.input("close");
    let then = before(b, close, 10.0);
    b.apply(Op::Sub, &[close, then], &[])
}

fn ratio(b: &mut Builder) -> Reg {
    let (close, open) = (b.input("close"), b.input("open"));
    let (close_then, open_then) = (before(b, close, 700.0), before(b, open, 1.0));
    let zero = constant(b, 0.0);
    b.apply(Op::DivElse, &[open_then, close_then, zero], &[])
}

fn range(b: &mut Builder) -> Reg {
    let (high, low, close) = (b.input("high"), b.input("low"), b.input("close"));
    let then = before(b, close, 1.0);
    let mut size = |a, c| {
        let change = b.apply(Op::Sub, &[a, c], &[]);
        b.apply(Op::Abs, &[change], &[])
    };
    let (up, down) = (size(high, then), size(low, then));
    let apart = b.apply(Op::Sub, &[high, low], &[]);
    let moved = b.apply(Op::Greater, &[up, down], &[]);
    b.apply(Op::Greater, &[apart, moved], &[])
}

fn weighted(b: &mut Builder) -> Reg {
    let (high, low, close) = (b.input("high"), b.input("low"), b.input("close"));
    let (two, quarter) = (constant(b, 2.0), constant(b, 0.25));
    let ends = b.apply(Op::Add, &[high, low], &[]);
    let twice = b.apply(Op::Mul, &[close, two], &[]);
    let all = b.apply(Op::Add, &[ends, twice], &[]);
    b.apply(Op::Mul, &[all, quarter], &[])
}

/// The prices of a bar.
fn bar(b: &mut Builder) -> [Reg; 4] {
    ["open", "high", "low", "close"].map(|field| b.input(field))
}

fn fourth(b: &mut Builder) -> Reg {
    let [open, high, low, close] = bar(b);
    let quarter = constant(b, 0.25);
    let mut all = b.apply(Op::Add, &[low, close], &[]);
    for price in [high, open] {
        all = b.apply(Op::Add, &[price, all], &[]);
    }
    b.apply(Op::Mul, &[all, quarter], &[])
}

/// `second` of what `first` gives of the high and the low, and the close: as the one operand or as the other.
fn two<const FIRST: u16, const SECOND: u16, const BEHIND: bool>(b: &mut Builder) -> Reg {
    let [first, second] = [FIRST, SECOND].map(|opcode| signature(opcode).expect("a kernel").op);
    let [_, high, low, close] = bar(b);
    let found = b.apply(first, &[high, low], &[]);
    let operands = if BEHIND { [close, found] } else { [found, close] };
    b.apply(second, &operands, &[])
}

fn one<const OPCODE: u16>(b: &mut Builder) -> Reg {
    let op = signature(OPCODE).expect("a kernel").op;
    let (high, low) = (b.input("high"), b.input("low"));
    b.apply(op, &[high, low], &[])
}

const ADD: u16 = Op::Add as u16;
const SUB: u16 = Op::Sub as u16;
const MUL: u16 = Op::Mul as u16;
const DIV: u16 = Op::Div as u16;

/// Ends with an average that each row waits for.
fn adapts(b: &mut Builder) -> Reg {
    let close = b.input("close");
    let then = before(b, close, 1.0);
    let (zero, one) = (constant(b, 0.0), constant(b, 1.0));
    let change = b.apply(Op::Sub, &[close, then], &[]);
    let change = b.apply(Op::Abs, &[change], &[]);
    let more = b.apply(Op::Add, &[change, one], &[]);
    let alpha = b.apply(Op::DivElse, &[change, more, zero], &[]);
    b.apply(Op::RecAdaptive, &[close, alpha, then], &[])
}

/// Makes an output of a program.
type Make = fn(&mut Builder) -> Reg;

/// What goes straight: every tree that looks at its results in place of its columns, and some that look at these.
const PROGRAMS: [(&str, Make); 14] = [
    ("sum", one::<ADD>),
    ("difference", one::<SUB>),
    ("product", one::<MUL>),
    ("quotient", one::<DIV>),
    ("fourth", fourth),
    ("a scaled sum", two::<ADD, MUL, false>),
    ("a scaled difference", two::<SUB, MUL, false>),
    ("a product and more", two::<MUL, ADD, false>),
    ("a product and less", two::<MUL, SUB, false>),
    ("less a product", two::<MUL, SUB, true>),
    ("change", change),
    ("ratio", ratio),
    ("range", range),
    ("weighted", weighted),
];

fn columns(program: &Program, seed: u64, gaps: usize) -> Vec<Vec<f64>> {
    let mut random = Random(seed);
    program
        .inputs()
        .map(|_| column(&mut random, ROWS, gaps))
        .collect()
}

#[test]
fn they_are_recognized() {
    for (name, make) in PROGRAMS {
        assert!(Batch::new(&bind(make, cpu::best())).goes_straight(), "{name}");
    }
    let of_a_shift = bind(
        |b| {
            let close = b.input("close");
            let same = before(b, close, 0.0);
            let then = before(b, same, 2.0);
            b.apply(Op::Sub, &[close, then], &[])
        },
        cpu::best(),
    );
    assert!(!Batch::new(&of_a_shift).goes_straight());
    let mut b = Builder::new();
    let result = one::<ADD>(&mut b);
    b.output("one", result);
    b.output("other", result);
    let twice = Program::bind(b.plan(), &[], &Limits::default(), cpu::best()).unwrap();
    assert!(!Batch::new(&twice).goes_straight());
}

#[test]
fn they_have_the_bits_and_the_state_of_rows() {
    // An average beside them, whose blocks take a short cut of their own.
    for (name, make) in PROGRAMS.into_iter().chain([("adapts", adapts as Make)]) {
        for level in [Level::Baseline, Level::Avx2, Level::Avx512] {
            let program = bind(make, level);
            for (seed, gaps, zero) in [
                (1, 0, None),
                (2, 9, None),
                (3, 0, Some(0)),
                (4, 0, Some(1290)),
                (5, 9, Some(2999)),
            ] {
                let mut columns = columns(&program, seed, gaps);
                if let Some(row) = zero {
                    columns.last_mut().unwrap()[row] = -0.0;
                }
                // What leaves the finite numbers begins anew.
                if seed == 2 {
                    (columns[0][700], columns[0][701]) = (1.7e308, -1.7e308);
                }
                let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
                let mut session = Session::open(&program);
                let stepped = by_rows(&mut session, &columns, 0, false);
                for (block_rows, chunk) in [
                    (BLOCK, ROWS),
                    (256, ROWS),
                    (7, ROWS),
                    (64, 1111),
                    (BLOCK, 600),
                    (1, ROWS),
                ] {
                    let mut batch = Batch::new(&program);
                    let found = by_blocks(&mut batch, &columns, block_rows, chunk);
                    assert!(
                        found == stepped,
                        "{name} {level:?} {seed}: blocks of {block_rows} by {chunk}"
                    );
                    assert!(
                        batch.snapshot() == session.snapshot(),
                        "{name} {level:?} {seed}: the state after blocks of {block_rows} by {chunk}"
                    );
                }
            }
        }
    }
}

#[test]
fn an_infinite_value_ends_them_before_its_row() {
    for (name, make) in PROGRAMS {
        let program = bind(make, cpu::best());
        let mut columns = columns(&program, 6, 0);
        let due = {
            let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            by_blocks(&mut Batch::new(&program), &columns, BLOCK, ROWS).0
        };
        for at in [0, 63, 64, 1500, 2743, 2744, 2999] {
            for input in 0..columns.len() {
                let kept = std::mem::replace(&mut columns[input][at], f64::NEG_INFINITY);
                let mut result = vec![7.5; ROWS];
                let mut batch = Batch::new(&program);
                let before = batch.snapshot();
                let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
                let mut outputs = [OutputColumn::Float(&mut result)];
                let alerts: &mut [AlertColumn<'_>] = &mut [];
                let error = batch.run(ROWS, &inputs, &mut outputs, alerts, BLOCK).unwrap_err();
                let field = program.inputs().nth(input).unwrap().field;
                let message = format!("TA7006: input '{field}' is infinite in row {at}");
                assert_eq!(error.to_string(), message, "{name}");
                assert!(result[at..].iter().all(|&value| value == 7.5), "{name} at {at}");
                let ran = result.iter().zip(&due[0]).take(at);
                for (row, (value, &due)) in ran.enumerate() {
                    assert!(
                        value.to_bits() == due || *value == 7.5,
                        "{name} row {row} of {at}"
                    );
                }
                assert_eq!(batch.snapshot(), before, "{name} at {at}");
                columns[input][at] = kept;
                let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
                assert!(
                    by_blocks(&mut batch, &inputs, BLOCK, ROWS).0 == due,
                    "{name} after {at}"
                );
            }
        }
    }
}
