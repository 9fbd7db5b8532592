//! Running columns through either executor, and what comes out.

use ta_engine::generated::kernels::Type;
use ta_engine::{AlertColumn, Batch, OutputColumn, Session};

/// What a run gives: of each output its values' bits (a condition's value as a float's), of each alert its rows.
pub type Results = (Vec<Vec<u64>>, Vec<Vec<u32>>);

/// Runs columns through a batch, in blocks of `block_rows`, in chunks of `chunk` rows.
pub fn by_blocks(batch: &mut Batch, columns: &[&[f64]], block_rows: usize, chunk: usize) -> Results {
    let rows = columns.first().map_or(0, |column| column.len());
    let program = batch.program().clone();
    let mut floats: Vec<Vec<f64>> = program.outputs().map(|_| vec![7.5; rows]).collect();
    let mut bools: Vec<Vec<u8>> = program.outputs().map(|_| vec![9; rows]).collect();
    let mut fired: Vec<Vec<u32>> = program.alerts().map(|_| vec![]).collect();
    let mut start = 0;
    while start < rows {
        let end = rows.min(start + chunk);
        let inputs: Vec<&[f64]> = columns.iter().map(|column| &column[start..end]).collect();
        let mut outputs: Vec<OutputColumn<'_>> = program
            .outputs()
            .zip(floats.iter_mut().zip(&mut bools))
            .map(|(output, (floats, bools))| match output.kind {
                Type::Float => OutputColumn::Float(&mut floats[start..end]),
                Type::Bool => OutputColumn::Bool(&mut bools[start..end]),
            })
            .collect();
        let counts: Vec<usize> = fired.iter().map(Vec::len).collect();
        let mut alerts: Vec<AlertColumn<'_>> = fired.iter_mut().map(AlertColumn::Rows).collect();
        batch
            .run(end - start, &inputs, &mut outputs, &mut alerts, block_rows)
            .unwrap();
        for (rows, count) in fired.iter_mut().zip(counts) {
            rows[count..].iter_mut().for_each(|row| *row += start as u32);
        }
        start = end;
    }
    let values = program
        .outputs()
        .zip(floats.iter().zip(&bools))
        .map(|(output, (floats, bools))| match output.kind {
            Type::Float => floats.iter().map(|value| value.to_bits()).collect(),
            Type::Bool => bools.iter().map(|&value| f64::from(value).to_bits()).collect(),
        })
        .collect();
    (values, fired)
}

/// Pushes rows `from..` of the columns, and peeks at each before where `peeking`.
pub fn by_rows(session: &mut Session, columns: &[&[f64]], from: usize, peeking: bool) -> Results {
    let rows = columns.first().map_or(0, |column| column.len());
    let program = session.program().clone();
    let mut values = vec![0.0; program.outputs().len()];
    let mut alerts = vec![0; program.alerts().len()];
    let mut results: Results = (vec![vec![]; values.len()], vec![vec![]; alerts.len()]);
    for row in from..rows {
        let bar: Vec<f64> = columns.iter().map(|column| column[row]).collect();
        if peeking {
            let before = session.snapshot();
            let (mut peeked, mut firing) = (values.clone(), alerts.clone());
            let other: Vec<f64> = bar.iter().map(|value| value * 1.25 + 3.0).collect();
            session.peek(&other, &mut peeked, &mut firing).unwrap();
            session.peek(&bar, &mut peeked, &mut firing).unwrap();
            assert_eq!(session.snapshot(), before, "peek advanced something");
            session.push(&bar, &mut values, &mut alerts).unwrap();
            let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            assert_eq!(
                (bits(&peeked), &firing),
                (bits(&values), &alerts),
                "peek at row {row}"
            );
        } else {
            session.push(&bar, &mut values, &mut alerts).unwrap();
        }
        for (column, value) in results.0.iter_mut().zip(&values) {
            column.push(value.to_bits());
        }
        for (column, &fires) in results.1.iter_mut().zip(&alerts) {
            if fires == 1 {
                column.push(row as u32);
            }
        }
    }
    results
}
