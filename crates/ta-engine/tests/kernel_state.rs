//! Any bytes as a kernel's state: an error, or a state from which it runs on without a panic.

use ta_engine::cpu::best;
use ta_engine::generated::kernels::{Op, SIGNATURES};
use ta_engine::kernels::factory::{InstructionSpec, LaneSpec, Missing, block_instruction, row_instruction};
use ta_engine::kernels::{BLOCK, BlockFile, Bools, Floats, RowFile, StateReader, StateWriter};

struct Random(u64);
impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

fn specs() -> Vec<InstructionSpec> {
    let mut specs = Vec::new();
    for signature in SIGNATURES {
        if matches!(
            signature.op,
            Op::Splat | Op::SplatBool | Op::Choose | Op::ChooseBool
        ) || signature.body
        {
            continue;
        }
        let policies: &[Missing] = match signature.policy {
            true => &[Missing::Rows, Missing::Observed, Missing::MinSamples(2)],
            false => &[Missing::None],
        };
        for &missing in policies {
            let lanes = [3.0, 11.0].iter().enumerate().map(|(lane, &n)| LaneSpec {
                op: signature.op,
                inputs: (0..signature.inputs.len()).collect(),
                scalars: match signature.op {
                    Op::VaryAverage => vec![2.0, n + 2.0, 3.0, 0.0],
                    _ => [n, 0.5, 0.02, 0.02, 0.2, 0.03, 0.01, 0.1][..signature.params.len()].to_vec(),
                },
                output: 3 + lane,
                missing,
            });
            specs.push(InstructionSpec {
                lanes: lanes.collect(),
            });
        }
    }
    specs
}

fn block_file(random: &mut Random) -> BlockFile<'static> {
    let mut file = BlockFile {
        rows: BLOCK,
        ..BlockFile::default()
    };
    for _ in 0..5 {
        let (mut floats, mut bools) = (Box::new(Floats([0.0; BLOCK])), Bools::filled(0));
        for i in 0..BLOCK {
            floats.0[i] = match random.below(20) {
                0 => f64::NAN,
                1 => 1.7e308,
                value => value as f64 * 0.37,
            };
            bools.set(i, random.below(3) as u8);
        }
        file.floats.push(Some(floats));
        file.bools.push(bools);
    }
    file
}

/// Loads the bytes into both kinds of instruction, which must agree about them; runs them on, in agreement
/// to the bit where they were accepted; saves and loads again.
fn endure(spec: &InstructionSpec, bytes: &[u8], random: &mut Random) -> bool {
    let op = spec.lanes[0].op;
    let mut rows = row_instruction(best(), spec);
    let mut blocks = block_instruction(best(), spec);
    let mut file = block_file(random);
    // Something to overwrite.
    blocks.block(&mut file);
    let accepted = rows.load(&mut StateReader { bytes, at: 0 });
    assert_eq!(accepted, blocks.load(&mut StateReader { bytes, at: 0 }), "{op:?}");
    let mut row = RowFile {
        floats: vec![0.0; 5],
        bools: vec![0; 5],
    };
    for _ in 0..2 {
        let mut file = block_file(random);
        blocks.block(&mut file);
        for i in 0..BLOCK {
            for operand in 0..3 {
                row.floats[operand] = file.floats[operand].as_ref().expect("present").0[i];
                row.bools[operand] = file.bools[operand].get(i);
            }
            rows.peek(&mut row);
            rows.row(&mut row);
            for output in 3..5 {
                let float = file.floats[output].as_ref().expect("present").0[i];
                let same = float.to_bits() == row.floats[output].to_bits()
                    || (float.is_nan() && row.floats[output].is_nan());
                let written = SIGNATURES
                    .iter()
                    .find(|s| s.op == op)
                    .expect("in the table")
                    .output;
                let agree = match written {
                    ta_engine::generated::kernels::Type::Float => same,
                    ta_engine::generated::kernels::Type::Bool => {
                        file.bools[output].get(i) == row.bools[output]
                    }
                };
                assert!(
                    accepted.is_err() || agree,
                    "{op:?} at {i} after a state that was accepted"
                );
            }
        }
    }
    let mut state = StateWriter::default();
    rows.save(&mut state);
    let mut reader = StateReader {
        bytes: &state.bytes,
        at: 0,
    };
    assert_eq!(blocks.load(&mut reader), Ok(()), "{op:?}: a state of its own");
    assert_eq!(reader.at, state.bytes.len());
    accepted.is_ok()
}

#[test]
fn any_bytes_are_an_error_or_a_state() {
    let mut random = Random(0x1234_5678_9abc_def1);
    for spec in specs() {
        let mut rows = row_instruction(best(), &spec);
        let mut row = RowFile {
            floats: vec![0.0; 5],
            bools: vec![0; 5],
        };
        for i in 0..100 {
            row.floats[..3].fill(f64::from(i % 7));
            row.bools[..3].fill((i % 3) as u8);
            rows.row(&mut row);
        }
        let mut state = StateWriter::default();
        rows.save(&mut state);
        let good = state.bytes;
        assert!(endure(&spec, &good, &mut random));
        if good.is_empty() {
            continue;
        }
        for length in [0, 1, good.len() / 2, good.len() - 1] {
            assert!(
                !endure(&spec, &good[..length], &mut random),
                "{:?} truncated",
                spec.lanes[0]
            );
        }
        let words = [
            f64::INFINITY.to_bits(),
            f64::NEG_INFINITY.to_bits(),
            f64::NAN.to_bits(),
            u64::MAX,
            u64::MAX - 7,
            1 << 53,
            f64::MAX.to_bits(),
            f64::MIN.to_bits(),
            1,
            (-0.0f64).to_bits(),
        ];
        for word in words {
            for at in (0..good.len().saturating_sub(7)).step_by(8) {
                let mut bytes = good.clone();
                bytes[at..at + 8].copy_from_slice(&word.to_le_bytes());
                endure(&spec, &bytes, &mut random);
            }
        }
        for _ in 0..40 {
            let mut bytes = good.clone();
            for byte in &mut bytes {
                if random.below(3) == 0 {
                    *byte = random.next() as u8;
                }
            }
            endure(&spec, &bytes, &mut random);
        }
    }
}

#[test]
fn infinities_and_unknown_conditions_are_refused() {
    for spec in specs() {
        let mut state = StateWriter::default();
        row_instruction(best(), &spec).save(&mut state);
        let mut random = Random(3);
        if matches!(spec.lanes[0].op, Op::ShiftBool | Op::EventEdge) {
            state.bytes[0] = 3;
        } else if !state.bytes.is_empty() {
            state.bytes[..8].copy_from_slice(&f64::INFINITY.to_le_bytes());
        } else {
            continue;
        }
        assert!(!endure(&spec, &state.bytes, &mut random), "{:?}", spec.lanes[0]);
    }
}
