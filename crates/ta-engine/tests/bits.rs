//! N9: every CPU gives the same bits. Each kernel and each golden plan runs over a corpus of ordinary and hostile
//! columns, by block and by row, on every instruction set that this CPU has; the hash of what comes out must be the
//! committed one, which other CPUs and other architectures are held to as well.
//!
//! `npm run bless bits` rewrites `golden/bits.json`. A line that changes is a kernel whose bits have changed: that is a
//! new version of it (N10), and the line says which.

mod support;

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use support::{Random, by_blocks, by_rows, column};
use ta_engine::cpu::{Level, best};
use ta_engine::generated::kernels::{Op, ParamKind, SIGNATURES, Signature, Type};
use ta_engine::kernels::factory::{InstructionSpec, LaneSpec, Missing, block_instruction, row_instruction};
use ta_engine::kernels::{BLOCK, BlockFile, Bools, Floats, RowFile, UNKNOWN};
use ta_engine::{Batch, Limits, Plan, Program, Session};

const ROWS: usize = 600;
/// What this architecture's CPUs may have.
const LEVELS: &[Level] = match cfg!(target_arch = "x86_64") {
    true => &[Level::Baseline, Level::Avx2, Level::Avx512],
    false => &[Level::Baseline],
};
const OPERANDS: usize = 4;

type Hashes = BTreeMap<String, String>;

/// Columns of one kind: nothing in them depends on a library's `exp` or on how wide a vector is.
struct Columns {
    floats: Vec<Vec<f64>>,
    bools: Vec<Vec<u8>>,
}

/// The corpus: a walk, one with gaps, one far from zero, one with spikes, one that stands still, one of tiny numbers.
fn corpus() -> Vec<Columns> {
    let mut random = Random(20_140_501);
    (0..6)
        .map(|kind| {
            let floats = (0..OPERANDS).map(|_| {
                let mut walk = column(&mut random, ROWS, if kind == 1 { 7 } else { 0 });
                for (row, value) in walk.iter_mut().enumerate() {
                    match kind {
                        2 => *value += 1e9,
                        3 if row % 97 == 40 => *value = 1e12,
                        4 if row % 150 > 60 => *value = 42.125,
                        5 => *value = (*value - 100.0) * 1e-308,
                        _ => *value -= if row % 11 == 3 { 2.0 * *value } else { 0.0 },
                    }
                }
                walk
            });
            let floats = floats.collect();
            let bools = (0..OPERANDS)
                .map(|_| {
                    (0..ROWS)
                        .map(|_| [0, 0, 1, 1, UNKNOWN][random.below(5)])
                        .collect()
                })
                .collect();
            Columns { floats, bools }
        })
        .collect()
}

fn spec(signature: &Signature, missing: Missing, n: f64) -> InstructionSpec {
    let scalars = signature.params.iter().map(|kind| match kind {
        ParamKind::Length | ParamKind::Lag => n,
        ParamKind::Index | ParamKind::Count | ParamKind::Condition => 1.0,
        ParamKind::Number if signature.op == Op::RecAverage => (n - 1.0) / (n + 1.0),
        ParamKind::Number => 0.25,
    });
    let lane = LaneSpec {
        op: signature.op,
        inputs: (0..signature.inputs.len()).collect(),
        scalars: scalars.collect(),
        output: OPERANDS,
        missing,
    };
    InstructionSpec { lanes: vec![lane] }
}

/// A value's bits: a missing one has those of one NaN inside of the engine, too.
fn hash_float(hash: &mut Sha256, value: f64) {
    let bits = if value.is_nan() { f64::NAN } else { value }.to_bits();
    hash.update(bits.to_le_bytes());
}

fn kernel_by_row(hash: &mut Sha256, level: Level, spec: &InstructionSpec, output: Type, columns: &Columns) {
    let mut instruction = row_instruction(level, spec);
    let mut file = RowFile {
        floats: vec![f64::NAN; OPERANDS + 1],
        bools: vec![UNKNOWN; OPERANDS + 1],
    };
    for row in 0..ROWS {
        for operand in 0..OPERANDS {
            file.floats[operand] = columns.floats[operand][row];
            file.bools[operand] = columns.bools[operand][row];
        }
        instruction.row(&mut file);
        match output {
            Type::Float => hash_float(hash, file.floats[OPERANDS]),
            Type::Bool => hash.update([file.bools[OPERANDS]]),
        }
    }
}

fn kernel_by_block(hash: &mut Sha256, level: Level, spec: &InstructionSpec, output: Type, columns: &Columns) {
    let mut instruction = block_instruction(level, spec);
    let mut from = 0;
    // Whole blocks and short ones.
    for count in [1, BLOCK, 7, 61, ROWS].into_iter().cycle() {
        let rows = count.min(BLOCK).min(ROWS - from);
        let mut file = BlockFile {
            rows,
            ..BlockFile::default()
        };
        for register in 0..=OPERANDS {
            let (mut floats, mut bools) = (Box::new(Floats([7.0; BLOCK])), Bools::filled(1));
            if register < OPERANDS {
                floats.0[..rows].copy_from_slice(&columns.floats[register][from..from + rows]);
                (0..rows).for_each(|row| bools.set(row, columns.bools[register][from + row]));
            }
            file.floats.push(Some(floats));
            file.bools.push(bools);
        }
        instruction.block(&mut file);
        match output {
            Type::Float => {
                let values = &file.floats[OPERANDS].as_ref().expect("put back").0[..rows];
                values.iter().for_each(|&value| hash_float(hash, value));
            }
            Type::Bool => {
                let mut conditions = vec![0; rows];
                file.bools[OPERANDS].unpack(&mut conditions);
                hash.update(&conditions);
            }
        }
        from += rows;
        if from == ROWS {
            break;
        }
    }
}

fn text(hash: Sha256) -> String {
    hash.finalize()
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Of every kernel one hash over all columns, policies and lengths.
fn kernels(level: Level, corpus: &[Columns]) -> Hashes {
    let mut hashes = Hashes::new();
    for signature in SIGNATURES {
        // Binding settles these; a state is made with its body.
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
        let (mut rows, mut blocks) = (Sha256::new(), Sha256::new());
        for columns in corpus {
            for &missing in policies {
                for n in [1.0, 5.0, 20.0, 64.0] {
                    let spec = spec(signature, missing, n);
                    kernel_by_row(&mut rows, level, &spec, signature.output, columns);
                    kernel_by_block(&mut blocks, level, &spec, signature.output, columns);
                    if signature.params.is_empty() {
                        break;
                    }
                }
            }
        }
        let (by_row, by_block) = (text(rows), text(blocks));
        assert_eq!(
            by_row, by_block,
            "{} by row and by block on {level:?}",
            signature.name
        );
        hashes.insert(format!("kernel {} {}", signature.name, signature.version), by_row);
    }
    hashes
}

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../golden")
        .join(name)
}

/// Of every golden plan one hash over all columns, by block and by row.
fn plans(level: Level, corpus: &[Columns]) -> Hashes {
    let folder = std::fs::read_dir(golden("plans")).expect("the golden plans");
    let mut hashes = Hashes::new();
    for entry in folder {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "plan") {
            continue;
        }
        let bytes = std::fs::read(&path).expect("a plan");
        let plan = Plan::load(&bytes, &Limits::default()).expect("a golden plan is sound");
        let program = Program::bind(plan, &[], &Limits::default(), level).expect("its defaults are sound");
        let mut hash = Sha256::new();
        for columns in corpus {
            let inputs = (0..program.inputs().len()).map(|input| &columns.floats[input % OPERANDS][..]);
            let inputs: Vec<&[f64]> = inputs.collect();
            let found = by_blocks(&mut Batch::new(&program), &inputs, BLOCK, 100);
            let by_row = by_rows(&mut Session::open(&program), &inputs, 0, false);
            assert_eq!(
                found,
                by_row,
                "{} by row and by block on {level:?}",
                path.display()
            );
            for column in &found.0 {
                column.iter().for_each(|bits| hash.update(bits.to_le_bytes()));
            }
            for rows in &found.1 {
                rows.iter().for_each(|row| hash.update(row.to_le_bytes()));
                hash.update([0xff]);
            }
        }
        let name = path.file_stem().expect("a name").to_string_lossy();
        hashes.insert(format!("plan {name}"), text(hash));
    }
    hashes
}

/// Said where the test's own output would be swallowed: `npm test` counts what is skipped.
fn say(line: &str) {
    let _ = std::io::stdout().write_all(format!("\n{line}\n").as_bytes());
}

#[test]
fn every_instruction_set_has_the_committed_bits() {
    let file = golden("bits.json");
    let corpus = corpus();
    let of = |level: Level| {
        let mut hashes = kernels(level, &corpus);
        hashes.append(&mut plans(level, &corpus));
        let mut all = Sha256::new();
        for (name, hash) in &hashes {
            all.update(format!("{name} {hash}\n").as_bytes());
        }
        hashes.insert("all".into(), text(all));
        hashes
    };
    if std::env::var_os("BLESS").is_some() {
        let text = serde_json::to_string_pretty(&of(Level::Baseline)).expect("names and hashes");
        std::fs::write(&file, text + "\n").expect("golden/bits.json is writable");
    }
    let committed = std::fs::read_to_string(&file).expect("golden/bits.json");
    let committed: Hashes = serde_json::from_str(&committed).expect("names and hashes");
    for &level in LEVELS {
        if level > best() {
            say(&format!(
                "skipped 1: the bits of {level:?}, which this CPU has not"
            ));
            continue;
        }
        let found = of(level);
        let differing: Vec<&String> = committed
            .keys()
            .chain(found.keys())
            .filter(|&name| committed.get(name) != found.get(name))
            .collect();
        assert!(
            differing.is_empty(),
            "on {level:?} others than golden/bits.json has: {differing:?}"
        );
        say(&format!("bits of {level:?}: {}", found["all"]));
    }
}
