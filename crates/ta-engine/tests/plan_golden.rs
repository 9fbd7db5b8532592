//! `golden/plans`: bytes that the compiler wrote. They are read, written again to the byte, bound and run.

use std::path::Path;
use ta_engine::generated::kernels::Type;
use ta_engine::kernels::BLOCK;
use ta_engine::{AlertColumn, Batch, Limits, OutputColumn, Plan, Program, Session, cpu};

#[test]
fn the_compilers_plans_are_read_written_and_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/plans");
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .expect("golden/plans is part of the repository")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "plan"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "golden/plans has no plan");
    for path in paths {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).expect("a readable plan");
        let plan = Plan::load(&bytes, &Limits::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(plan.to_bytes(), bytes, "{name}");
        let program = Program::bind(plan, &[], &Limits::default(), cpu::best())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        run(&program, &name);
    }
}

/// 600 rows by blocks and row by row, to the bit.
fn run(program: &std::sync::Arc<Program>, name: &str) {
    let rows = 600;
    let columns: Vec<Vec<f64>> = (0..program.inputs().len())
        .map(|input| {
            let wave = |row: usize| ((row * (input + 3)) % 97) as f64 * 0.25 + 50.0 + (row / 40) as f64;
            (0..rows)
                .map(|row| {
                    if (row + input) % 83 == 82 {
                        f64::NAN
                    } else {
                        wave(row)
                    }
                })
                .collect()
        })
        .collect();
    let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut floats: Vec<Vec<f64>> = program.outputs().map(|_| vec![0.0; rows]).collect();
    let mut bools: Vec<Vec<u8>> = program.outputs().map(|_| vec![0; rows]).collect();
    let mut outputs: Vec<OutputColumn<'_>> = program
        .outputs()
        .zip(floats.iter_mut().zip(&mut bools))
        .map(|(output, (floats, bools))| match output.kind {
            Type::Float => OutputColumn::Float(floats),
            Type::Bool => OutputColumn::Bool(bools),
        })
        .collect();
    let mut fired: Vec<Vec<u8>> = program.alerts().map(|_| vec![0; rows]).collect();
    let mut alerts: Vec<AlertColumn<'_>> = fired.iter_mut().map(|rows| AlertColumn::Column(rows)).collect();
    Batch::new(program)
        .run(rows, &inputs, &mut outputs, &mut alerts, BLOCK)
        .unwrap();
    let mut session = Session::open(program);
    let mut values = vec![0.0; floats.len()];
    let mut firing = vec![0; fired.len()];
    for row in 0..rows {
        let bar: Vec<f64> = columns.iter().map(|column| column[row]).collect();
        session.push(&bar, &mut values, &mut firing).unwrap();
        for (index, output) in program.outputs().enumerate() {
            let by_block = match output.kind {
                Type::Float => floats[index][row],
                Type::Bool => f64::from(bools[index][row]),
            };
            assert_eq!(
                values[index].to_bits(),
                by_block.to_bits(),
                "{name}: {} at row {row}",
                output.name
            );
        }
        for (index, alert) in program.alerts().enumerate() {
            assert_eq!(
                firing[index], fired[index][row],
                "{name}: alert {} at row {row}",
                alert.name
            );
        }
    }
}
