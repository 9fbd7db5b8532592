//! The bytes of a plan: written and read again, altered, cut short, forged.

mod support;

use proptest::prelude::*;
use support::{Builder, random_program, sample};
use ta_engine::generated::kernels::Op;
use ta_engine::plan::reader::{PLAN, Reader};
use ta_engine::plan::{digest, encode};
use ta_engine::{Code, Error, Limits, Plan, Program, Session, cpu};

fn load(bytes: &[u8]) -> Result<(), Error> {
    Plan::load(bytes, &Limits::default()).map(|_| ())
}

/// A plan small enough to try every alteration of.
fn small() -> Builder {
    let mut b = Builder::new();
    let close = b.input("close");
    let n = b.num(3.0);
    let mean = b.apply(Op::WinMean, &[close], &[n]);
    b.output("mean", mean);
    b
}

#[test]
fn a_plan_is_written_again_as_it_was_read() {
    for builder in [small(), sample()] {
        let bytes = builder.bytes();
        let plan = Plan::load(&bytes, &Limits::default()).unwrap();
        assert_eq!(plan.to_bytes(), bytes);
        assert!(plan.id().starts_with("sha256:") && plan.id().len() == 7 + 64);
    }
}

#[test]
fn the_description_is_no_part_of_the_identity() {
    let (semantic, mut description) = sample().finish();
    let before = Plan::load(&encode::encode(&semantic, &description), &Limits::default()).unwrap();
    description.doc = Some("Another text.".into());
    let after = Plan::load(&encode::encode(&semantic, &description), &Limits::default()).unwrap();
    assert_eq!(before.id(), after.id());
    assert_ne!(before.to_bytes(), after.to_bytes());
}

#[test]
fn unknown_descriptions_are_kept() {
    let (semantic, mut description) = small().finish();
    // {1: [null, h'00', "a", true]}
    description.unknown = vec![
        (9, vec![0xa1, 0x01, 0x84, 0xf6, 0x41, 0x00, 0x61, 0x61, 0xf5]),
        (300, vec![0x05]),
    ];
    let bytes = encode::encode(&semantic, &description);
    let plan = Plan::load(&bytes, &Limits::default()).unwrap();
    assert_eq!(plan.to_bytes(), bytes);
    assert_eq!(plan.descriptive().unknown, description.unknown);
    for bad in [
        vec![0x18, 0x05],
        vec![0x9f, 0xff],
        vec![0xfb, 0, 0, 0, 0, 0, 0, 0, 0],
        vec![0xc0, 0x00],
    ] {
        description.unknown = vec![(9, bad)];
        let error = load(&encode::encode(&semantic, &description)).unwrap_err();
        assert_eq!(error.code, Code::PlanEncoding, "{error}");
    }
}

#[test]
fn every_altered_byte_is_refused() {
    let bytes = small().bytes();
    let mut altered = bytes.clone();
    for at in 0..bytes.len() {
        for change in 1..=255 {
            altered[at] = bytes[at] ^ change;
            let error = load(&altered).expect_err("an altered plan was read");
            assert!((6001..=6008).contains(&(error.code as u16)), "byte {at}: {error}");
            assert!(error.offset.is_some(), "byte {at}: {error}");
        }
        altered[at] = bytes[at];
    }
    assert_eq!(load(&bytes), Ok(()));
}

#[test]
fn every_cut_is_refused() {
    for bytes in [small().bytes(), sample().bytes()] {
        for end in 0..bytes.len() {
            let error = load(&bytes[..end]).expect_err("a cut plan was read");
            assert_eq!(error.code, Code::PlanTruncated, "cut at {end}: {error}");
            assert_eq!(error.offset, Some(end), "cut at {end}: {error}");
        }
        let mut longer = bytes.clone();
        longer.push(0);
        let error = load(&longer).unwrap_err();
        assert_eq!(
            (error.code, error.offset),
            (Code::PlanTrailing, Some(bytes.len()))
        );
    }
}

#[test]
fn the_envelope_says_what_is_wrong() {
    let bytes = small().bytes();
    let code = |bytes: &[u8]| load(bytes).unwrap_err().code;
    assert_eq!(code(b"edition 1\nout close\n"), Code::NotAPlan);
    assert_eq!(code(b""), Code::PlanTruncated);
    let mut other = bytes.clone();
    other[3] ^= 1;
    assert_eq!(code(&other), Code::NotAPlan);
    // 0x87, the text's head and its fifteen bytes, major, minor.
    let mut other = bytes.clone();
    assert_eq!(other[17..19], [1, 0]);
    other[18] = 1;
    let error = load(&other).unwrap_err();
    assert_eq!((error.code, error.offset), (Code::PlanVersion, Some(17)));
    assert!(
        error.to_string().starts_with("TA6004: a plan of format 1.1"),
        "{error}"
    );
    let mut other = bytes.clone();
    other[17] = 2;
    assert_eq!(code(&other), Code::PlanVersion);
    let mut other = bytes.clone();
    *other.last_mut().unwrap() ^= 1;
    assert_eq!(code(&other), Code::PlanDigest);
}

/// The semantic and descriptive parts of a plan's bytes.
fn parts(bytes: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut reader = Reader::new(bytes, 0, PLAN);
    reader.list("plan").unwrap();
    reader.text("name").unwrap();
    reader.unsigned("major").unwrap();
    reader.unsigned("minor").unwrap();
    let semantic = reader.bytes("semantic").unwrap().to_vec();
    reader.bytes("identity").unwrap();
    (semantic, reader.bytes("descriptive").unwrap().to_vec())
}

#[test]
fn a_forged_part_is_judged_by_its_content() {
    let (semantic, descriptive) = parts(&small().bytes());
    assert_eq!(load(&encode::seal(0, &semantic, &descriptive)), Ok(()));
    // A head that is not the shortest.
    let mut longer = semantic.clone();
    longer.splice(2..3, [0x18, 1]);
    assert_eq!(semantic[..3], [0xac, 0, 1]);
    let error = load(&encode::seal(0, &longer, &descriptive)).unwrap_err();
    assert_eq!(error.code, Code::PlanEncoding);
    // A thirteenth section.
    let mut section = semantic.clone();
    section[0] = 0xad;
    section.extend([0x0c, 0x80]);
    assert_eq!(
        load(&encode::seal(0, &section, &descriptive)).unwrap_err().code,
        Code::PlanSection
    );
    // The last section left out.
    let mut absent = semantic[..semantic.len() - 2].to_vec();
    absent[0] = 0xab;
    assert_eq!(
        load(&encode::seal(0, &absent, &descriptive)).unwrap_err().code,
        Code::PlanShape
    );
    // Something after the last.
    let mut trailing = semantic.clone();
    trailing.push(0);
    assert_eq!(
        load(&encode::seal(0, &trailing, &descriptive)).unwrap_err().code,
        Code::PlanShape
    );
}

#[test]
fn a_list_that_claims_more_than_there_is_allocates_nothing() {
    let (semantic, descriptive) = parts(&small().bytes());
    // Section 1's list says 2^62 items.
    let at = semantic.windows(2).position(|pair| pair == [1, 0x81]).unwrap() + 1;
    let mut forged = semantic[..at].to_vec();
    forged.extend([0x9b, 0x40, 0, 0, 0, 0, 0, 0, 0]);
    forged.extend(&semantic[at + 1..]);
    assert_eq!(
        load(&encode::seal(0, &forged, &descriptive)).unwrap_err().code,
        Code::PlanTruncated
    );
}

#[test]
fn the_digests_are_tagged() {
    assert_ne!(digest::identity(b"a"), digest::envelope(b"a"));
    assert_ne!(digest::identity(b"a"), digest::snapshot(b"a"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_programs_are_read_and_written_again(seed: u64, count in 1usize..60) {
        let bytes = random_program(seed, count).bytes();
        let plan = Plan::load(&bytes, &Limits::default());
        prop_assert!(plan.is_ok(), "{}", plan.unwrap_err());
        prop_assert_eq!(plan.unwrap().to_bytes(), bytes);
    }

    #[test]
    fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(load(&bytes).is_err());
        // The same past the envelope.
        prop_assert!(load(&encode::seal(0, &bytes, &[])).is_err());
    }

    #[test]
    fn any_forged_bytes_give_an_answer(
        seed: u64,
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0u8..4), 1..6),
        described: bool,
    ) {
        let (mut semantic, mut descriptive) = parts(&random_program(seed, 12).bytes());
        let target = if described { &mut descriptive } else { &mut semantic };
        for (at, value, kind) in changes {
            if target.is_empty() {
                break;
            }
            let at = at.index(target.len());
            match kind {
                0 => target[at] = value,
                1 => target[at] = target[at].wrapping_add(1),
                2 => { target.remove(at); }
                _ => target.insert(at, value),
            }
        }
        let bytes = encode::seal(0, &semantic, &descriptive);
        // Whatever is read is what its bytes say, and can be bound or refused.
        if let Ok(plan) = Plan::load(&bytes, &Limits::default()) {
            prop_assert_eq!(plan.to_bytes(), bytes);
            let limits = Limits { state_bytes: 1 << 16, ..Limits::default() };
            if let Ok(program) = Program::bind(plan, &[], &limits, cpu::best()) {
                let mut outputs = vec![0.0; program.outputs().len()];
                let mut alerts = vec![0; program.alerts().len()];
                let mut session = Session::open(&program);
                for row in 0..4 {
                    let bar = vec![f64::from(row); program.inputs().len()];
                    session.push(&bar, &mut outputs, &mut alerts).unwrap();
                    prop_assert!(outputs.iter().all(|value| !value.is_infinite()));
                }
            }
        }
    }
}
