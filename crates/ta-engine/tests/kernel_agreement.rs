//! Block, row, peek and restored state agree to the bit, for every kernel, policy and instruction set.

use ta_engine::cpu::{Level, best};
use ta_engine::generated::kernels::{Op, SIGNATURES, Type};
use ta_engine::kernels::factory::{InstructionSpec, LaneSpec, Missing, block_instruction, row_instruction};
use ta_engine::kernels::{BLOCK, BlockFile, Bools, Floats, RowFile, StateReader, StateWriter};

struct Random(u64);
impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, limit: u64) -> u64 {
        (self.next() >> 11) % limit
    }
}

/// Operands 0..3 of each type: a walk with gaps and repeats, a spike in the second, conditions with unknowns.
fn data(rows: usize, gaps: u64, seed: u64) -> ([Vec<f64>; 3], [Vec<u8>; 3]) {
    let mut random = Random(seed);
    let mut series = |spike: bool| -> Vec<f64> {
        let mut level = 100.0;
        (0..rows)
            .map(|i| {
                level += random.below(2001) as f64 * 1e-3 - 1.0;
                let value = if random.below(5) == 0 {
                    level.round()
                } else {
                    level
                };
                if spike && i == rows / 3 {
                    1e300
                } else if gaps > 0 && random.below(gaps) == 0 {
                    f64::NAN
                } else {
                    value
                }
            })
            .collect()
    };
    let floats = [series(false), series(true), series(false)];
    let bools = [0, 1, 2].map(|_| {
        (0..rows)
            .map(|_| [0, 0, 1, 1, 2][random.below(5) as usize])
            .collect()
    });
    (floats, bools)
}

const OUTPUTS: usize = 3;

/// The kernel's lanes for lengths: inputs in registers 0.., results behind them.
fn spec(op: Op, missing: Missing, lengths: &[usize]) -> InstructionSpec {
    let signature = SIGNATURES
        .iter()
        .find(|signature| signature.op == op)
        .expect("in the table");
    let lanes = lengths.iter().enumerate().map(|(lane, &n)| {
        // Conditions: every combination among the lengths that are tried.
        let bit = |at: u32| f64::from(u8::from(n >> at & 1 == 1));
        let mut scalars = vec![n as f64, 0.25, bit(0), bit(1), bit(2)];
        match op {
            Op::RecAverage => scalars[1] = (n as f64 - 1.0) / (n as f64 + 1.0),
            Op::WinVariance | Op::WinCovariance => scalars[1] = 1.0,
            Op::WinBell => scalars[2] = 6.0,
            // By the first two rows, and from a stop below them; with and without a step away where the side changes.
            Op::SarStop | Op::SarSide => scalars = vec![(n % 2) as f64 * 90.0, (n % 5) as f64 * 0.01],
            _ => {}
        }
        match op {
            Op::VaryMean => scalars = vec![40.0],
            Op::VaryAverage => scalars = vec![1.0 + (n % 3) as f64, 35.0, (n % 14) as f64, n as f64],
            _ => {}
        }
        scalars.resize(signature.params.len(), 0.05);
        let inputs = (0..signature.inputs.len()).collect();
        LaneSpec {
            op,
            inputs,
            scalars,
            output: OUTPUTS + lane,
            missing,
        }
    });
    InstructionSpec {
        lanes: lanes.collect(),
    }
}

fn bits(value: f64) -> u64 {
    if value.is_nan() {
        f64::NAN.to_bits()
    } else {
        value.to_bits()
    }
}

type Columns = ([Vec<f64>; 3], [Vec<u8>; 3]);

fn row_file(lanes: usize) -> RowFile {
    RowFile {
        floats: vec![f64::NAN; OUTPUTS + lanes],
        bools: vec![2; OUTPUTS + lanes],
    }
}

fn fill(file: &mut RowFile, data: &Columns, row: usize) {
    for operand in 0..3 {
        file.floats[operand] = data.0[operand][row];
        file.bools[operand] = data.1[operand][row];
    }
}

fn result(file: &RowFile, output: Type, lane: usize) -> u64 {
    match output {
        Type::Float => bits(file.floats[OUTPUTS + lane]),
        Type::Bool => u64::from(file.bools[OUTPUTS + lane]),
    }
}

/// Row by row; every peek must equal its row and leave the state alone. Results by lane, and all states.
fn by_row(
    level: Level,
    spec: &InstructionSpec,
    output: Type,
    data: &Columns,
) -> (Vec<Vec<u64>>, Vec<Vec<u8>>) {
    let lanes = spec.lanes.len();
    let mut instruction = row_instruction(level, spec);
    let mut file = row_file(lanes);
    let mut results = vec![Vec::new(); lanes];
    let mut states = Vec::new();
    for row in 0..data.0[0].len() {
        let mut before = StateWriter::default();
        instruction.save(&mut before);
        fill(&mut file, data, row);
        instruction.peek(&mut file);
        let peeked: Vec<u64> = (0..lanes).map(|lane| result(&file, output, lane)).collect();
        let mut after = StateWriter::default();
        instruction.save(&mut after);
        assert_eq!(
            before.bytes, after.bytes,
            "a peek advanced {:?}",
            spec.lanes[0].op
        );
        states.push(before.bytes);
        instruction.row(&mut file);
        for lane in 0..lanes {
            results[lane].push(result(&file, output, lane));
            assert_eq!(
                results[lane][row], peeked[lane],
                "peek of {:?} at {row}",
                spec.lanes[lane]
            );
        }
    }
    (results, states)
}

/// By blocks of random sizes, restored from the row executor's state at `from`.
fn by_block(
    level: Level,
    spec: &InstructionSpec,
    output: Type,
    data: &Columns,
    from: usize,
    states: &[Vec<u8>],
) {
    let lanes = spec.lanes.len();
    let (expected, _) = by_row(level, spec, output, data);
    let mut instruction = block_instruction(level, spec);
    let mut reader = StateReader {
        bytes: &states[from],
        at: 0,
    };
    instruction.load(&mut reader).expect("a state of its own");
    assert_eq!(reader.at, states[from].len(), "state of {:?}", spec.lanes[0].op);
    let mut random = Random(0x9e37_79b9 + from as u64);
    let mut row = from;
    let rows = data.0[0].len();
    while row < rows {
        let most = [70, BLOCK as u64, 1][random.below(3) as usize];
        let count = if most == 1 {
            BLOCK
        } else {
            1 + random.below(most) as usize
        };
        let count = count.min(rows - row);
        let mut file = BlockFile {
            rows: count,
            ..BlockFile::default()
        };
        for register in 0..OUTPUTS + lanes {
            // What is behind the rows means nothing.
            let (mut floats, mut bools) = (Box::new(Floats([7.0; BLOCK])), Bools::filled(1));
            if register < 3 {
                floats.0[..count].copy_from_slice(&data.0[register][row..row + count]);
                (0..count).for_each(|at| bools.set(at, data.1[register][row + at]));
            }
            file.floats.push(Some(floats));
            file.bools.push(bools);
        }
        instruction.block(&mut file);
        for (lane, expected) in expected.iter().enumerate() {
            for i in 0..count {
                let got = match output {
                    Type::Float => bits(file.floats[OUTPUTS + lane].as_ref().expect("put back").0[i]),
                    Type::Bool => u64::from(file.bools[OUTPUTS + lane].get(i)),
                };
                assert_eq!(got, expected[row + i], "{:?} at {}", spec.lanes[lane], row + i);
            }
        }
        row += count;
        if row < rows {
            let mut state = StateWriter::default();
            instruction.save(&mut state);
            assert_eq!(
                state.bytes, states[row],
                "state of {:?} at {row}",
                spec.lanes[0].op
            );
        }
    }
}

fn levels() -> Vec<Level> {
    [Level::Baseline, Level::Avx2, Level::Avx512]
        .into_iter()
        .filter(|&level| level <= best())
        .collect()
}

#[test]
fn every_kernel_agrees_with_itself() {
    for signature in SIGNATURES {
        if matches!(
            signature.op,
            Op::Splat | Op::SplatBool | Op::Choose | Op::ChooseBool
        ) || signature.body
        {
            continue;
        }
        let policies: &[Missing] = match signature.policy {
            true => &[Missing::Rows, Missing::Observed, Missing::MinSamples(3)],
            false => &[Missing::None],
        };
        for &missing in policies {
            for (lengths, gaps) in [(&[1usize, 7, 20][..], 9), (&[37, 2, 64][..], 0), (&[5][..], 40)] {
                let spec = spec(signature.op, missing, lengths);
                let mut data = data(1300, gaps, 88_172_645_463_325_252 + gaps);
                if matches!(signature.op, Op::HilbertPhase | Op::VaryMean | Op::VaryAverage) {
                    // Lengths of cycles and windows.
                    data.0[1].iter_mut().for_each(|length| *length %= 40.0);
                }
                let (baseline, states) = by_row(Level::Baseline, &spec, signature.output, &data);
                for level in levels() {
                    let (results, own) = by_row(level, &spec, signature.output, &data);
                    assert_eq!(results, baseline, "{:?} on {level:?}", signature.op);
                    assert_eq!(own, states);
                    for from in [0, 1, 13, 299] {
                        by_block(level, &spec, signature.output, &data, from, &states);
                    }
                }
                // Alone as in company.
                for (lane, expected) in spec.lanes.iter().zip(&baseline) {
                    let mut alone = lane.clone();
                    alone.output = OUTPUTS;
                    let alone = InstructionSpec { lanes: vec![alone] };
                    let (results, _) = by_row(best(), &alone, signature.output, &data);
                    assert_eq!(&results[0], expected, "{lane:?} alone");
                }
            }
        }
    }
}

/// A long flat stretch: what an average still remembers is flushed there, by row and by block alike.
#[test]
fn averages_that_fade_agree() {
    let mut data = data(3000, 0, 77);
    data.0[0][40..].fill(0.0);
    data.0[0][1500] = f64::NAN;
    data.0[0][2000] = 1.5;
    let spec = spec(Op::RecAverage, Missing::None, &[1, 2, 4]);
    for level in levels() {
        let (results, states) = by_row(level, &spec, Type::Float, &data);
        // 0.6 ^ 1460 of it is far below the least number that is kept.
        assert!(results.iter().all(|lane| lane[1499] == 0));
        for from in [0, 40, 1999] {
            by_block(level, &spec, Type::Float, &data, from, &states);
        }
    }
}

/// Of three series in one group two are gone through together, with gaps one after the other; what is flushed and what
/// leaves the finite numbers in one of them is no matter of the other's.
#[test]
fn cycles_of_several_series_agree() {
    for gaps in [0, 9, 700] {
        let mut data = data(2600, gaps, 5 + gaps);
        data.0[1][1100..1900].fill(0.0);
        data.0[2][1500] = 1e308;
        data.0[2][1502] = -1e308;
        let lanes = [
            (Op::HilbertPeriod, 0),
            (Op::HilbertQuadrature, 0),
            (Op::HilbertInphase, 1),
            (Op::HilbertPeriod, 1),
            (Op::HilbertPeriod, 2),
        ];
        let lanes = lanes.into_iter().enumerate().map(|(lane, (op, input))| LaneSpec {
            op,
            inputs: vec![input],
            scalars: Vec::new(),
            output: OUTPUTS + lane,
            missing: Missing::None,
        });
        let spec = InstructionSpec {
            lanes: lanes.collect(),
        };
        let (baseline, states) = by_row(Level::Baseline, &spec, Type::Float, &data);
        for level in levels() {
            assert_eq!(by_row(level, &spec, Type::Float, &data).0, baseline);
            for from in [0, 1, 1023, 1300] {
                by_block(level, &spec, Type::Float, &data, from, &states);
            }
        }
        for (lane, expected) in spec.lanes.iter().zip(&baseline) {
            let alone = LaneSpec {
                output: OUTPUTS,
                ..lane.clone()
            };
            let alone = InstructionSpec { lanes: vec![alone] };
            let (results, _) = by_row(best(), &alone, Type::Float, &data);
            assert_eq!(&results[0], expected, "{lane:?} alone");
        }
    }
}

/// Prices that stand still, whose components are 0, and prices so far apart that their distance is no number, within a cycle
/// and just before it.
#[test]
fn phases_of_hostile_prices_agree() {
    let mut data = data(1300, 0, 31);
    data.0[0][100..300].fill(5.0);
    for row in [400, 431, 640, 645, 700] {
        data.0[0][row] = if row % 2 == 0 { 1.7e308 } else { -1.7e308 };
    }
    // Up to the longest cycle, and beyond it.
    data.0[1].iter_mut().for_each(|length| *length %= 51.0);
    data.0[1][400..480].fill(50.0);
    data.0[1][600..800].fill(4.0);
    let spec = spec(Op::HilbertPhase, Missing::None, &[1]);
    let (baseline, states) = by_row(Level::Baseline, &spec, Type::Float, &data);
    // Twenty rows behind the last of them, a cycle of four has nothing to do with it.
    assert!(baseline[0][720..790].iter().all(|&phase| phase != bits(f64::NAN)));
    for level in levels() {
        assert_eq!(by_row(level, &spec, Type::Float, &data).0, baseline);
        for from in [0, 150, 420, 650] {
            by_block(level, &spec, Type::Float, &data, from, &states);
        }
    }
}

/// Rows from further back than a word of conditions, or than a block, and from none.
#[test]
fn shifts_of_any_length_agree() {
    let data = data(1900, 9, 78);
    for lag in [0, 1, 63, 64, 65, 128, 300, BLOCK, BLOCK + 1, 600] {
        for (op, output) in [(Op::Shift, Type::Float), (Op::ShiftBool, Type::Bool)] {
            let spec = spec(op, Missing::None, &[lag]);
            let (_, states) = by_row(best(), &spec, output, &data);
            for from in [0, 1, 64, 700] {
                by_block(best(), &spec, output, &data, from, &states);
            }
        }
    }
}
