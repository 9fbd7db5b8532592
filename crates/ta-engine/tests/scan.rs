//! States that a body steps (plan PL9): held to their definition, whatever executor runs them, and refused where they
//! are not what they must be.

mod support;

use support::{Builder, Random, by_blocks, by_rows, column};
use ta_engine::cpu::best;
use ta_engine::generated::kernels::{Op, SIGNATURES, Type};
use ta_engine::kernels::RowFile;
use ta_engine::kernels::factory::{InstructionSpec, LaneSpec, Missing, row_instruction};
use ta_engine::plan::{Semantic, body, encode, signature_of};
use ta_engine::{Batch, Code, Limits, Plan, Program, Session};

/// One stateless kernel on one row, by its own row function; a condition is 0, 1 or missing.
fn kernel(op: Op, operands: &[f64]) -> f64 {
    let row = signature_of(op);
    let lane = LaneSpec {
        op,
        inputs: (0..row.inputs.len()).collect(),
        scalars: vec![],
        output: row.inputs.len(),
        missing: Missing::None,
    };
    let mut file = RowFile {
        floats: vec![f64::NAN; row.inputs.len() + 1],
        bools: vec![2; row.inputs.len() + 1],
    };
    for (at, (kind, &value)) in row.inputs.iter().zip(operands).enumerate() {
        match kind {
            Type::Float => file.floats[at] = value,
            Type::Bool => file.bools[at] = if value.is_nan() { 2 } else { value as u8 },
        }
    }
    row_instruction(best(), &InstructionSpec { lanes: vec![lane] }).row(&mut file);
    match row.output {
        Type::Float => file.floats[operands.len()],
        Type::Bool if file.bools[operands.len()] == 2 => f64::NAN,
        Type::Bool => f64::from(file.bools[operands.len()]),
    }
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// A field whose new value is missing stays as it was and is missing in that row: the definition, operation by
/// operation.
fn defined(
    inits: &[f64],
    rows: &[Vec<f64>],
    operations: &[(Op, Vec<usize>)],
    next: &[usize],
) -> Vec<Vec<f64>> {
    let mut state = inits.to_vec();
    let mut out = vec![Vec::new(); inits.len()];
    for row in rows {
        let mut registers = state.clone();
        registers.extend(row);
        for (op, reads) in operations {
            let operands: Vec<f64> = reads.iter().map(|&read| registers[read]).collect();
            registers.push(kernel(*op, &operands));
        }
        for (field, &register) in next.iter().enumerate() {
            out[field].push(registers[register]);
            if !registers[register].is_nan() {
                state[field] = registers[register];
            }
        }
    }
    out
}

/// Both executors give what the definition does.
fn holds(inits: &[(Op, f64)], columns: &[Vec<f64>], operations: &[(Op, Vec<usize>)], next: &[usize]) {
    let mut b = Builder::new();
    let fields: Vec<_> = inits.iter().map(|&(op, init)| (op, b.num(init))).collect();
    let operands: Vec<_> = (0..columns.len()).map(|at| b.input(&format!("x{at}"))).collect();
    let results = b.scan(&fields, &operands, operations, next);
    for (at, result) in results.into_iter().enumerate() {
        b.output(&format!("out{at}"), result);
    }
    // So that there are rows, whatever the body reads.
    b.output("given", operands[0]);
    let program = Program::bind(b.plan(), &[], &Limits::default(), best()).unwrap();
    let read: Vec<&[f64]> = program
        .inputs()
        .map(|input| columns[input.field[1..].parse::<usize>().unwrap()].as_slice())
        .collect();
    let rows: Vec<Vec<f64>> = (0..columns[0].len())
        .map(|row| columns.iter().map(|column| column[row]).collect())
        .collect();
    let starts: Vec<f64> = inits.iter().map(|&(_, init)| init).collect();
    let due = defined(&starts, &rows, operations, next);
    let (stepped, _) = by_rows(&mut Session::open(&program), &read, 0, true);
    let (blocks, _) = by_blocks(&mut Batch::new(&program), &read, 100, rows.len());
    assert_eq!(stepped, blocks);
    for (field, due) in due.iter().enumerate() {
        for (row, &due) in due.iter().enumerate() {
            let got = f64::from_bits(stepped[field][row]);
            let got = match inits[field].0 {
                Op::ScanBool if got == 2.0 => f64::NAN,
                _ => got,
            };
            assert!(same(got, due), "field {field} at row {row}: {got}, not {due}");
        }
    }
}

#[test]
fn every_stateless_kernel_is_itself_in_a_body() {
    let numbers = [
        0.0,
        1.0,
        -1.0,
        2.5,
        -2.5,
        0.5,
        1e308,
        -1e308,
        5e-324,
        1e-200,
        3.0,
        7.0,
        f64::NAN,
    ];
    let mut random = Random(3);
    let mut seen = 0;
    for row in SIGNATURES.iter().filter(|row| body::stateless(row)) {
        // The operands come by way of columns, or of conditions on columns; the state is read too, so that the
        // operation is the body's and not hoisted by whoever wrote it.
        let columns: Vec<Vec<f64>> = (0..3)
            .map(|_| (0..400).map(|_| numbers[random.below(numbers.len())]).collect())
            .collect();
        let mut operations = vec![];
        let mut reads = vec![];
        for (at, kind) in row.inputs.iter().enumerate() {
            match kind {
                Type::Float => reads.push(1 + at),
                Type::Bool => {
                    operations.push((Op::Gt, vec![1 + at, 0]));
                    reads.push(3 + operations.len());
                }
            }
        }
        operations.push((row.op, reads));
        let last = 3 + operations.len();
        let result = match row.output {
            Type::Float => last,
            Type::Bool => {
                operations.push((Op::FloatOf, vec![last]));
                last + 1
            }
        };
        holds(&[(Op::Scan, 1.0)], &columns, &operations, &[result]);
        seen += 1;
    }
    assert!(seen >= 30, "{seen} stateless kernels");
}

#[test]
fn random_bodies_are_their_definition() {
    let stateless: Vec<_> = SIGNATURES.iter().filter(|row| body::stateless(row)).collect();
    for seed in 0..200 {
        let mut random = Random(seed);
        let columns: Vec<Vec<f64>> = (0..2).map(|_| column(&mut random, 120, 7)).collect();
        let inits = [
            (Op::Scan, [0.0, f64::NAN, 100.0][random.below(3)]),
            (Op::ScanBool, [0.0, 1.0, f64::NAN][random.below(3)]),
        ];
        let mut kinds = vec![Type::Float, Type::Bool, Type::Float, Type::Float];
        let mut operations: Vec<(Op, Vec<usize>)> = vec![];
        for _ in 0..10 {
            let row = stateless[random.below(stateless.len())];
            let pick = |kind: &Type| {
                let of: Vec<usize> = (0..kinds.len()).filter(|&at| kinds[at] == *kind).collect();
                of[random.below(of.len())]
            };
            let made = (row.op, row.inputs.iter().map(pick).collect::<Vec<_>>());
            if !operations.contains(&made) {
                operations.push(made);
                kinds.push(row.output);
            }
        }
        let last = |kind: Type| kinds.iter().rposition(|&of| of == kind).unwrap();
        let next = [last(Type::Float), last(Type::Bool)];
        holds(&inits, &columns, &operations, &next);
    }
}

/// A running mean and whether it rose: two fields, a constant and a column.
fn example() -> Builder {
    let mut b = Builder::new();
    let x = b.input("close");
    let weight = b.num(0.1);
    let weight = b.apply(Op::Splat, &[], &[weight]);
    let fields = [(Op::Scan, b.num(f64::NAN)), (Op::ScanBool, b.num(0.0))];
    // Registers: 0 mean, 1 rose, 2 x, 3 weight.
    let operations = [
        (Op::Coalesce, vec![0, 2]),
        (Op::Sub, vec![2, 4]),
        (Op::Mul, vec![5, 3]),
        (Op::Add, vec![4, 6]),
        (Op::Gt, vec![7, 4]),
        (Op::Or, vec![8, 1]),
    ];
    let results = b.scan(&fields, &[x, weight], &operations, &[7, 9]);
    b.output("mean", results[0]);
    b.output("rose", results[1]);
    b
}

fn refused(change: impl FnOnce(&mut Semantic)) -> Code {
    let (mut semantic, description) = example().finish();
    change(&mut semantic);
    let bytes = encode::encode(&semantic, &description);
    Plan::load(&bytes, &Limits::default()).unwrap_err().code
}

/// The only scan of the example.
fn scan(semantic: &mut Semantic) -> &mut ta_engine::plan::Instruction {
    semantic
        .instructions
        .iter_mut()
        .find(|instruction| instruction.body.is_some())
        .unwrap()
}

fn operations(semantic: &mut Semantic) -> &mut Vec<body::Operation> {
    &mut scan(semantic).body.as_mut().unwrap().operations
}

#[test]
fn a_body_is_verified_before_anything_is_made_of_it() {
    let plan = example().plan();
    assert_eq!(plan.semantic().minor(), 1);
    assert_eq!(plan.semantic().capabilities, ["scan"]);
    assert_eq!(
        Plan::load(&plan.to_bytes(), &Limits::default()).unwrap().id(),
        plan.id()
    );

    assert_eq!(refused(|s| scan(s).body = None), Code::NotCanonical);
    assert_eq!(refused(|s| s.capabilities.clear()), Code::NotCanonical);
    assert_eq!(
        refused(|s| s.capabilities = vec!["clocks".into()]),
        Code::NotInThisVersion
    );
    assert_eq!(refused(|s| operations(s)[0].reads = vec![0]), Code::PlanShape);
    assert_eq!(refused(|s| operations(s)[0].reads[1] = 6), Code::RegisterInvalid);
    assert_eq!(refused(|s| operations(s)[0].reads[1] = 1), Code::TypeInvalid);
    assert_eq!(refused(|s| operations(s)[0].need = 99), Code::PlanShape);
    assert_eq!(refused(|s| operations(s).swap(4, 5)), Code::RegisterInvalid);
    // The weight is met before the column.
    assert_eq!(refused(|s| operations(s)[0].reads[1] = 3), Code::NotCanonical);
    let next = |s: &mut Semantic, of: [u32; 2]| scan(s).body.as_mut().unwrap().next = of.to_vec();
    assert_eq!(refused(|s| next(s, [9, 9])), Code::TypeInvalid);
    assert_eq!(refused(|s| next(s, [70, 9])), Code::RegisterInvalid);
    assert_eq!(
        refused(|s| scan(s).body.as_mut().unwrap().next.truncate(1)),
        Code::PlanShape
    );
    // What nothing needs: an operation, and an operand.
    assert_eq!(refused(|s| next(s, [7, 1])), Code::NotCanonical);
    assert_eq!(refused(|s| operations(s)[2].reads[1] = 2), Code::NotCanonical);
    assert_eq!(
        refused(|s| scan(s).lanes[1].registers.swap(0, 1)),
        Code::PlanShape
    );
    // A kernel that keeps rows is no operation.
    let splat = |s: &mut Semantic| s.needs.iter().position(|need| need.name == "splat").unwrap() as u32;
    assert_eq!(
        refused(|s| {
            let need = splat(s);
            operations(s)[0].need = need;
        }),
        Code::PlanShape
    );
}

#[test]
fn a_body_on_another_kernel_is_refused() {
    let code = refused(|s| {
        let body = scan(s).body.clone();
        s.instructions[0].body = body;
    });
    assert_eq!(code, Code::PlanShape);
}

#[test]
fn a_body_counts_among_the_limits() {
    let (semantic, description) = example().finish();
    let bytes = encode::encode(&semantic, &description);
    let instructions = Limits {
        instructions: 7,
        ..Limits::default()
    };
    assert_eq!(
        Plan::load(&bytes, &instructions).unwrap_err().code,
        Code::BoundExceeded
    );
    // Two instructions and six operations.
    let enough = Limits {
        instructions: 8,
        ..Limits::default()
    };
    assert!(Plan::load(&bytes, &enough).is_ok());
    let mut b = Builder::new();
    let x = b.input("close");
    let zero = b.num(0.0);
    let operations: Vec<_> = (0..body::REGISTERS)
        .map(|at| (Op::Add, vec![if at == 0 { 0 } else { at + 1 }, 1]))
        .collect();
    let results = b.scan(&[(Op::Scan, zero)], &[x], &operations, &[body::REGISTERS + 1]);
    b.output("out", results[0]);
    assert_eq!(
        Plan::load(&b.bytes(), &Limits::default()).unwrap_err().code,
        Code::BoundExceeded
    );
    let program = Program::bind(example().plan(), &[], &Limits::default(), best()).unwrap();
    assert_eq!(program.state_bytes(), 9);
    assert_eq!(program.history(), None);
}

#[test]
fn a_state_of_other_bytes_is_refused_or_runs_on() {
    let program = Program::bind(example().plan(), &[], &Limits::default(), best()).unwrap();
    let mut session = Session::open(&program);
    let close = column(&mut Random(9), 50, 6);
    by_rows(&mut session, &[&close], 0, false);
    let good = session.snapshot();
    let restored = Session::restore(&program, &good).unwrap();
    assert_eq!(restored.snapshot(), good);
    // The digest refuses what differs; with a digest of its own, what no register can hold.
    let states = good.len() - 34 - 9;
    let sealed = |change: &dyn Fn(&mut [u8])| {
        let mut bytes = good[..good.len() - 34].to_vec();
        change(&mut bytes);
        let digest = ta_engine::plan::digest::snapshot(&bytes);
        bytes.extend([0x58, 32]);
        bytes.extend(digest);
        Session::restore(&program, &bytes)
    };
    let mut altered = good.clone();
    altered[states] ^= 1;
    assert_eq!(
        Session::restore(&program, &altered).err().map(|error| error.code),
        Some(Code::SnapshotDigest)
    );
    assert_eq!(sealed(&|_| {}).unwrap().snapshot(), good);
    let code = |number: f64, condition: u8| {
        let restored = sealed(&|bytes| {
            bytes[states..states + 8].copy_from_slice(&number.to_le_bytes());
            bytes[states + 8] = condition;
        });
        restored.map(|mut session| {
            let mut outputs = [0.0; 2];
            session.push(&[1.0], &mut outputs, &mut []).unwrap();
            outputs
        })
    };
    assert_eq!(code(2.0, 0).unwrap(), [1.9, 0.0]);
    assert_eq!(code(f64::NAN, 1).unwrap(), [1.0, 1.0]);
    assert_eq!(code(f64::INFINITY, 1).unwrap_err().code, Code::SnapshotInvalid);
    assert_eq!(code(1.0, 3).unwrap_err().code, Code::SnapshotInvalid);
}
