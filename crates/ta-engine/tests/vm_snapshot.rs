//! The bytes of a snapshot: altered, cut short, another's, forged.

mod support;

use minicbor::Encoder;
use proptest::prelude::*;
use std::sync::Arc;
use support::{Random, by_rows, column, random_program, sample};
use ta_engine::plan::digest;
use ta_engine::{Batch, Code, Error, Limits, ParamValue, Program, Session, cpu};

fn bind(builder: support::Builder, params: &[(&str, ParamValue)]) -> Arc<Program> {
    Program::bind(builder.plan(), params, &Limits::default(), cpu::best()).unwrap()
}

/// A snapshot after some rows with gaps.
fn after(program: &Arc<Program>, rows: usize) -> Vec<u8> {
    let mut random = Random(rows as u64);
    let columns: Vec<Vec<f64>> = program.inputs().map(|_| column(&mut random, rows, 9)).collect();
    let mut session = Session::open(program);
    by_rows(
        &mut session,
        &columns.iter().map(Vec::as_slice).collect::<Vec<_>>(),
        0,
        false,
    );
    session.snapshot()
}

fn restore(program: &Arc<Program>, bytes: &[u8]) -> Result<(), Error> {
    let session = Session::restore(program, bytes).map(|session| session.snapshot());
    let batch = Batch::restore(program, bytes).map(|batch| batch.snapshot());
    assert_eq!(session, batch, "the executors disagree about a snapshot");
    session.map(|again| assert_eq!(again, bytes, "a restored state is written otherwise"))
}

#[test]
fn every_altered_byte_is_refused() {
    let program = bind(sample(), &[]);
    let bytes = after(&program, 30);
    assert_eq!(restore(&program, &bytes), Ok(()));
    let mut altered = bytes.clone();
    for at in 0..bytes.len() {
        for change in [1, 2, 4, 8, 16, 32, 64, 128, 255] {
            altered[at] = bytes[at] ^ change;
            let error = restore(&program, &altered).expect_err("an altered snapshot was restored");
            assert!((6020..=6023).contains(&(error.code as u16)), "byte {at}: {error}");
            assert!(error.offset.is_some(), "byte {at}: {error}");
        }
        altered[at] = bytes[at];
    }
}

#[test]
fn every_cut_is_refused() {
    let program = bind(sample(), &[]);
    let bytes = after(&program, 30);
    for end in 0..bytes.len() {
        let error = restore(&program, &bytes[..end]).expect_err("a cut snapshot was restored");
        assert_eq!(error.code, Code::SnapshotInvalid, "cut at {end}: {error}");
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert_eq!(
        restore(&program, &longer).unwrap_err().code,
        Code::SnapshotInvalid
    );
}

#[test]
fn another_plan_or_other_parameters_are_refused() {
    let program = bind(sample(), &[]);
    let bytes = after(&program, 30);
    let longer = bind(sample(), &[("n", ParamValue::Int(6))]);
    let error = restore(&longer, &bytes).unwrap_err();
    assert_eq!(error.code, Code::SnapshotForeign);
    assert!(error.message.contains("parameters"), "{error}");
    let error = restore(&bind(random_program(1, 5), &[]), &bytes).unwrap_err();
    assert_eq!(error.code, Code::SnapshotForeign);
    assert!(error.message.contains("another plan"), "{error}");
}

#[test]
fn another_version_is_refused() {
    let program = bind(sample(), &[]);
    let mut bytes = after(&program, 3);
    // 0x88, the text's head and its nineteen bytes, major.
    assert_eq!(bytes[21], 1);
    bytes[21] = 2;
    let error = restore(&program, &bytes).unwrap_err();
    assert_eq!((error.code, error.offset), (Code::SnapshotVersion, Some(21)));
}

/// Ends altered bytes with a digest that matches.
fn sealed(before: &[u8]) -> Vec<u8> {
    let mut encoder = Encoder::new(before.to_vec());
    encoder.bytes(&digest::snapshot(before)).unwrap();
    encoder.into_writer()
}

#[test]
fn a_count_of_rows_that_could_overflow_is_refused() {
    let program = bind(sample(), &[]);
    let bytes = after(&program, 3);
    // Behind the head, the text and the version: the identity (34 bytes), then the parameters.
    let mut at = 23 + 34;
    at += match bytes[at] {
        short @ 0x40..=0x57 => 1 + usize::from(short - 0x40),
        head => {
            assert_eq!(head, 0x58);
            2 + usize::from(bytes[at + 1])
        }
    };
    assert_eq!(bytes[at], 3);
    for (rows, fits) in [(u64::MAX, false), (1 << 53, false), ((1 << 53) - 1, true)] {
        let mut forged = bytes[..at].to_vec();
        forged.push(0x1b);
        forged.extend(rows.to_be_bytes());
        forged.extend(&bytes[at + 1..bytes.len() - 34]);
        match restore(&program, &sealed(&forged)) {
            Ok(()) => assert!(fits, "{rows} rows"),
            Err(error) => {
                assert!(!fits, "{rows} rows: {error}");
                assert_eq!((error.code, error.offset), (Code::SnapshotInvalid, Some(at)));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn forged_states_give_an_answer(
        seed: u64,
        rows in 0usize..40,
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0u8..3), 1..5),
    ) {
        let program = bind(random_program(seed, 15), &[]);
        let mut bytes = after(&program, rows);
        bytes.truncate(bytes.len() - 34);
        for (at, value, kind) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = value,
                1 => { bytes.remove(at); }
                _ => bytes.insert(at, value),
            }
        }
        // A state whose bytes were exchanged may be another sound state: then it runs.
        let forged = sealed(&bytes);
        let session = Session::restore(&program, &forged);
        let batch = Batch::restore(&program, &forged);
        prop_assert_eq!(session.is_ok(), batch.is_ok());
        if let Ok(mut session) = session {
            let width = program.inputs().len();
            let mut outputs = vec![0.0; program.outputs().len()];
            let mut alerts = vec![0; program.alerts().len()];
            for row in 0..20 {
                session.push(&vec![f64::from(row); width], &mut outputs, &mut alerts).unwrap();
                prop_assert!(outputs.iter().all(|value| !value.is_infinite()));
            }
        }
    }

    #[test]
    fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let program = bind(sample(), &[]);
        prop_assert!(Session::restore(&program, &bytes).is_err());
        prop_assert!(Session::restore(&program, &sealed(&bytes)).is_err());
    }
}
