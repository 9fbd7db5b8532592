//! What fuzzing does with bytes, and what must hold of any bytes at all. `fuzz/` calls these under libFuzzer,
//! `tests/corpus.rs` over what is kept of it; a plan that a target starts from stands in its own input, so that a kept
//! file means the same for ever.

pub mod edits;

use crate::support::{Random, by_blocks, by_rows, column};
use std::sync::Arc;
use ta_engine::generated::kernels::Type;
use ta_engine::plan::reader::{PLAN, Reader, SNAPSHOT};
use ta_engine::plan::{digest, encode};
use ta_engine::{Batch, Fold, Limits, ParamValue, Plan, Program, Session, Sweep, cpu};

/// What a careful host allows: whatever is made of hostile bytes stays this small.
pub fn limits() -> Limits {
    Limits {
        plan_bytes: 1 << 20,
        instructions: 1024,
        operands: 8192,
        scalars: 8192,
        params: 256,
        outputs: 256,
        alerts: 256,
        inputs: 64,
        state_bytes: 1 << 16,
        register_bytes: 4 << 20,
        memory_bytes: 4 << 20,
        ..Limits::default()
    }
}

/// Rows of a run: more than a block's tail, less than what makes a run slow.
const ROWS: usize = 24;

/// Bytes as a plan: an error, or a plan that is written again to the byte and runs alike by every executor.
pub fn plan(bytes: &[u8]) {
    if let Ok(plan) = Plan::load(bytes, &limits()) {
        assert_eq!(
            plan.to_bytes(),
            bytes,
            "a plan is written otherwise than it was read"
        );
        describe(&plan);
        run(&plan);
    }
}

/// A plan, then bytes as a snapshot of it: an error, or a state that both executors agree about and go on from.
pub fn snapshot(input: &[u8]) {
    let (bytes, state) = pair(input);
    let Ok(plan) = Plan::load(bytes, &limits()) else {
        return;
    };
    let Ok(program) = Program::bind(plan, &[], &limits(), cpu::best()) else {
        return;
    };
    let session = Session::restore(&program, state);
    let batch = Batch::restore(&program, state);
    let (mut session, mut batch) = match (session, batch) {
        (Ok(session), Ok(batch)) => (session, batch),
        (session, batch) => {
            assert_eq!(
                session.map(|_| ()),
                batch.map(|_| ()),
                "the executors disagree about a snapshot"
            );
            return;
        }
    };
    assert_eq!(session.rows(), batch.rows());
    assert_eq!(
        session.snapshot(),
        batch.snapshot(),
        "a state is written in two ways"
    );
    let columns = columns(&program, false);
    let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let values = by_rows(&mut session, &inputs, 0, false).0;
    by_blocks(&mut batch, &inputs, 16, ROWS);
    sound(&program, &values);
}

/// A plan, then edits of its structure, encoded anew: past the digests and the grammar of the bytes, into what is
/// verified.
pub fn structure(input: &[u8]) {
    let (bytes, edits) = pair(input);
    let Ok(base) = Plan::load(bytes, &limits()) else {
        return;
    };
    let (mut semantic, mut descriptive) = (base.semantic().clone(), base.descriptive().clone());
    edits::apply(edits, &mut semantic);
    edits::follow(&semantic, &mut descriptive);
    plan(&encode::encode(&semantic, &descriptive));
}

/// Everything that a plan says of itself.
fn describe(plan: &Plan) {
    std::hint::black_box((
        plan.id(),
        plan.doc(),
        plan.inputs().len(),
        plan.requirements().len(),
    ));
    std::hint::black_box(plan.params().count() + plan.outputs().count() + plan.alerts().count());
}

/// Runs a plan with its defaults and at both ends of its parameters' ranges.
fn run(plan: &Arc<Plan>) {
    let ends: [fn(&ta_engine::plan::ParamInfo<'_>) -> Option<f64>; 3] =
        [|_| None, |param| param.min, |param| param.max];
    let mut points: Vec<Vec<(&str, ParamValue)>> = Vec::new();
    let mut last: Vec<Vec<u64>> = Vec::new();
    for end in ends {
        let infos: Vec<_> = plan.params().collect();
        let point: Vec<(&str, ParamValue)> = infos
            .iter()
            .filter_map(|info| {
                let value = end(info)?;
                Some((
                    info.name,
                    match info.kind {
                        ta_engine::plan::ParamType::Int => ParamValue::Int(value as i64),
                        _ => ParamValue::Float(value),
                    },
                ))
            })
            .collect();
        if points.contains(&point) {
            continue;
        }
        let Ok(program) = Program::bind(plan.clone(), &point, &limits(), cpu::best()) else {
            continue;
        };
        std::hint::black_box((program.explain(), program.stable_from(1e-6), program.history()));
        let results = alike(&program);
        last.push(
            results
                .iter()
                .map(|column| column.last().copied().unwrap_or_default())
                .collect(),
        );
        points.push(point);
    }
    swept(plan, &points, &last);
}

/// By rows, by blocks, and by blocks from a session's snapshot: the same bits. Gives the outputs' rows.
fn alike(program: &Arc<Program>) -> Vec<Vec<u64>> {
    let mut first = Vec::new();
    for extreme in [true, false] {
        let columns = columns(program, extreme);
        let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let mut session = Session::open(program);
        let rows = by_rows(&mut session, &inputs, 0, false);
        sound(program, &rows.0);
        if inputs.is_empty() {
            continue;
        }
        let mut batch = Batch::new(program);
        let blocks = by_blocks(&mut batch, &inputs, 16, ROWS);
        assert_eq!(rows, blocks, "rows and blocks differ");
        assert_eq!(
            session.snapshot(),
            batch.snapshot(),
            "rows and blocks keep different states"
        );
        let half: Vec<&[f64]> = inputs.iter().map(|column| &column[..ROWS / 2]).collect();
        let rest: Vec<&[f64]> = inputs.iter().map(|column| &column[ROWS / 2..]).collect();
        let mut session = Session::open(program);
        by_rows(&mut session, &half, 0, false);
        let taken = session.snapshot();
        let mut restored = Batch::restore(program, &taken).expect("a snapshot of this program");
        let after = by_blocks(&mut restored, &rest, 7, 9);
        for (whole, part) in rows.0.iter().zip(&after.0) {
            assert_eq!(&whole[ROWS / 2..], part, "a restored run differs");
        }
        first = rows.0;
    }
    first
}

/// The same points in one sweep, whose last values are those of the runs alone.
fn swept(plan: &Arc<Plan>, points: &[Vec<(&str, ParamValue)>], last: &[Vec<u64>]) {
    let folds = vec![Fold::Last; plan.outputs().len()];
    let given: Vec<_> = points.iter().map(Vec::as_slice).collect();
    let Ok(sweep) = Sweep::new(plan, &given, &folds, &limits(), cpu::best()) else {
        return;
    };
    let columns: Vec<Vec<f64>> = series(plan.inputs().len(), false);
    let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    if inputs.is_empty() || points.is_empty() {
        return;
    }
    let values = sweep
        .run(ROWS, &inputs, &mut |_| true)
        .expect("finite columns")
        .expect("nobody stops it");
    for (cells, last) in values.chunks(sweep.width()).zip(last) {
        for (cell, last) in cells.iter().zip(last) {
            assert_eq!(
                cell.to_bits(),
                *last,
                "a sweep's last value differs from that of a run alone"
            );
        }
    }
}

fn columns(program: &Program, extreme: bool) -> Vec<Vec<f64>> {
    series(program.inputs().len(), extreme)
}

/// Prices with gaps; or the ends of the doubles, which overflow, underflow and cancel.
fn series(count: usize, extreme: bool) -> Vec<Vec<f64>> {
    let ends = [
        0.0,
        -0.0,
        f64::MAX,
        f64::MIN,
        5e-324,
        1.0,
        -1.0,
        f64::NAN,
        1e-300,
        9_007_199_254_740_993.0,
    ];
    let mut random = Random(7);
    (0..count)
        .map(|_| match extreme {
            true => (0..ROWS).map(|_| ends[random.below(ends.len())]).collect(),
            false => column(&mut random, ROWS, 9),
        })
        .collect()
}

/// No infinite number leaves the engine, and a condition is 0, 1 or 2.
fn sound(program: &Program, values: &[Vec<u64>]) {
    for (output, values) in program.outputs().zip(values) {
        for &bits in values {
            let value = f64::from_bits(bits);
            match output.kind {
                Type::Float => assert!(!value.is_infinite(), "an infinite output"),
                Type::Bool => assert!([0.0, 1.0, 2.0].contains(&value), "{value} as a condition"),
            }
        }
    }
}

/// An input of two parts: the length of the first in four bytes, the first, the second.
pub fn pair(input: &[u8]) -> (&[u8], &[u8]) {
    let Some((head, rest)) = input.split_first_chunk::<4>() else {
        return (&[], &[]);
    };
    rest.split_at((u32::from_le_bytes(*head) as usize).min(rest.len()))
}

/// The input of two parts.
pub fn paired(first: &[u8], second: &[u8]) -> Vec<u8> {
    [&(first.len() as u32).to_le_bytes(), first, second].concat()
}

/// The semantic and descriptive parts of what has a plan's envelope.
pub fn parts(bytes: &[u8]) -> Option<(u64, Vec<u8>, Vec<u8>)> {
    let mut reader = Reader::new(bytes, 0, PLAN);
    reader.list("a plan").ok()?;
    reader.text("the name").ok()?;
    reader.unsigned("major").ok()?;
    let minor = reader.unsigned("minor").ok()?;
    let semantic = reader.bytes("the semantic part").ok()?.to_vec();
    reader.bytes("the identity").ok()?;
    Some((
        minor,
        semantic,
        reader.bytes("the descriptive part").ok()?.to_vec(),
    ))
}

/// The bytes of a snapshot before its digest, where its envelope can be read.
pub fn unsealed(bytes: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader::new(bytes, 0, SNAPSHOT);
    reader.list("a snapshot").ok()?;
    reader.text("the name").ok()?;
    bytes.len().checked_sub(34).map(|end| &bytes[..end])
}

/// Ends a snapshot with a digest that matches.
pub fn sealed(before: &[u8]) -> Vec<u8> {
    [before, &[0x58, 32], &digest::snapshot(before)].concat()
}
