//! A lag row by row, through every round of its strip: peeked, saved and restored anywhere.

use ta_engine::cpu;
use ta_engine::generated::kernels::Op;
use ta_engine::kernels::{RowFile, RowInstruction, StateReader, StateWriter, factory};

fn lag(lag: usize) -> Box<dyn RowInstruction> {
    let lane = factory::LaneSpec {
        op: Op::Shift,
        inputs: vec![0],
        scalars: vec![lag as f64],
        output: 1,
        missing: factory::Missing::None,
    };
    factory::row_instruction(cpu::best(), &factory::InstructionSpec { lanes: vec![lane] })
}

fn saved(instruction: &dyn RowInstruction) -> Vec<u8> {
    let mut out = StateWriter::default();
    instruction.save(&mut out);
    out.bytes
}

#[test]
fn every_row_is_the_one_that_many_before() {
    for rows_ago in [0, 1, 3, 511, 512, 1023, 1024, 1025, 2000] {
        let mut instruction = lag(rows_ago);
        let mut file = RowFile {
            floats: vec![f64::NAN; 2],
            bools: vec![],
        };
        for row in 0..3 * rows_ago.max(1024) + 10 {
            let expected = row.checked_sub(rows_ago).map(|row| row as f64);
            if row % 5 == 0 {
                file.floats[0] = -1.0;
                instruction.peek(&mut file);
                let peeked = if rows_ago == 0 { Some(-1.0) } else { expected };
                assert_eq!((!file.floats[1].is_nan()).then_some(file.floats[1]), peeked);
            }
            file.floats[0] = row as f64;
            instruction.row(&mut file);
            assert_eq!((!file.floats[1].is_nan()).then_some(file.floats[1]), expected);
            if row % 97 == 96 {
                let bytes = saved(&*instruction);
                instruction = lag(rows_ago);
                let mut state = StateReader { bytes: &bytes, at: 0 };
                instruction.load(&mut state).unwrap();
                assert_eq!(saved(&*instruction), bytes);
            }
        }
    }
    // Without a restore, which begins a round anew.
    let mut instruction = lag(700);
    let mut file = RowFile {
        floats: vec![f64::NAN; 2],
        bools: vec![],
    };
    for row in 0..6000 {
        file.floats[0] = row as f64;
        instruction.row(&mut file);
        assert_eq!(file.floats[1].is_nan(), row < 700);
        assert!(row < 700 || file.floats[1] == (row - 700) as f64, "row {row}");
    }
}
