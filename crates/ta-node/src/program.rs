use crate::describe;
use crate::failure::{Result, failure};
use crate::session::{NativeSession, Open};
use napi::bindgen_prelude::{Float64Array, Uint8Array};
use napi_derive::napi;
use std::ops::Range;
use std::sync::Arc;
use ta_engine::generated::kernels::Type;
use ta_engine::{AlertColumn, Batch, Code, Error, OutputColumn, Program, Session};

/// A plan bound to its parameters.
#[napi]
pub struct NativeProgram {
    pub(crate) program: Arc<Program>,
}

fn misfit(what: &str) -> napi::Error<String> {
    failure(Error::new(Code::OutputBuffer, what))
}

#[napi]
impl NativeProgram {
    #[napi(catch_unwind)]
    pub fn describe(&self) -> String {
        describe::program(&self.program)
    }

    /// Runs `rows` rows from history's start. Columns come in the plan's order: `floats` and `bools` are the
    /// outputs of either type, `alerts` has 1 where an alert fires.
    #[napi(catch_unwind)]
    #[allow(clippy::too_many_arguments)]
    pub fn run(
        &self,
        inputs: Vec<Float64Array>,
        mut floats: Vec<Float64Array>,
        mut bools: Vec<Uint8Array>,
        mut alerts: Vec<Uint8Array>,
        rows: u32,
        step: bool,
        block_rows: u32,
    ) -> Result<()> {
        let rows = rows as usize;
        let bytes = bools.iter().chain(&alerts).map(|column| written(column));
        let numbers = floats.iter().map(|column| written(column));
        apart(
            inputs
                .iter()
                .map(|column| read(column))
                .chain(numbers)
                .chain(bytes),
        )?;
        let inputs: Vec<&[f64]> = inputs.iter().map(|column| &column[..]).collect();
        // SAFETY: the buffers belong to this call: JavaScript runs nothing until it returns, and `apart` has
        // checked that no two of them, nor one and an input, share memory.
        let mut floats = floats.iter_mut().map(|column| unsafe { column.as_mut() });
        // SAFETY: as above.
        let mut bools = bools.iter_mut().map(|column| unsafe { column.as_mut() });
        let mut outputs = Vec::new();
        for output in self.program.outputs() {
            outputs.push(match output.kind {
                Type::Float => {
                    OutputColumn::Float(floats.next().ok_or_else(|| misfit("too few float columns"))?)
                }
                Type::Bool => {
                    OutputColumn::Bool(bools.next().ok_or_else(|| misfit("too few condition columns"))?)
                }
            });
        }
        // SAFETY: as above.
        let alerts: Vec<&mut [u8]> = alerts
            .iter_mut()
            .map(|column| unsafe { column.as_mut() })
            .collect();
        if step {
            return self.by_row(rows, &inputs, outputs, alerts);
        }
        let mut alerts: Vec<AlertColumn<'_>> = alerts.into_iter().map(AlertColumn::Column).collect();
        let mut batch = Batch::new(&self.program);
        batch
            .run(rows, &inputs, &mut outputs, &mut alerts, block_rows as usize)
            .map_err(failure)
    }

    /// Opens a session over the caller's buffers: a row goes in by `inputs` and comes out by `outputs`, where a
    /// condition is 0, 1 or 2, and `alerts`.
    #[napi(catch_unwind)]
    pub fn open(
        &self,
        inputs: Float64Array,
        outputs: Float64Array,
        alerts: Uint8Array,
        snapshot: Option<Uint8Array>,
    ) -> Result<NativeSession> {
        let session = match snapshot {
            Some(bytes) => Session::restore(&self.program, &bytes).map_err(failure)?,
            None => Session::open(&self.program),
        };
        apart([read(&inputs), written(&outputs), written(&alerts)].into_iter())?;
        Ok(NativeSession::from(Open {
            session,
            inputs,
            outputs,
            alerts,
        }))
    }
}

impl NativeProgram {
    /// The same as a batch, row by row through a session.
    fn by_row(
        &self,
        rows: usize,
        inputs: &[&[f64]],
        mut outputs: Vec<OutputColumn<'_>>,
        mut alerts: Vec<&mut [u8]>,
    ) -> Result<()> {
        let names: Vec<&str> = self.program.inputs().map(|input| input.field).collect();
        for (column, name) in inputs.iter().zip(&names) {
            if column.len() != rows {
                let message = format!("input '{name}' has {} rows, not {rows}", column.len());
                return Err(failure(Error::new(Code::ColumnLength, message)));
            }
            // Before anything is written, as a batch checks it.
            if let Some(row) = column.iter().position(|value| value.is_infinite()) {
                let message = format!("input '{name}' is infinite in row {row}");
                return Err(failure(Error::new(Code::InfiniteValue, message)));
            }
        }
        let short = outputs.iter().any(|column| match column {
            OutputColumn::Float(values) => values.len() != rows,
            OutputColumn::Bool(values) => values.len() != rows,
            OutputColumn::Skip => false,
        });
        if short
            || alerts.iter().any(|column| column.len() != rows)
            || alerts.len() != self.program.alerts().len()
        {
            return Err(misfit("a column of another length than the run's"));
        }
        let mut session = Session::open(&self.program);
        let mut row = vec![0.0; inputs.len()];
        let mut values = vec![0.0; outputs.len()];
        let mut fired = vec![0; alerts.len()];
        for at in 0..rows {
            row.iter_mut()
                .zip(inputs)
                .for_each(|(value, column)| *value = column[at]);
            session.push(&row, &mut values, &mut fired).map_err(failure)?;
            for (column, &value) in outputs.iter_mut().zip(&values) {
                match column {
                    OutputColumn::Float(column) => column[at] = value,
                    OutputColumn::Bool(column) => column[at] = value as u8,
                    OutputColumn::Skip => {}
                }
            }
            alerts
                .iter_mut()
                .zip(&fired)
                .for_each(|(column, &value)| column[at] = value);
        }
        Ok(())
    }
}

/// Where a column's memory is, and whether it is written.
fn written<T>(values: &[T]) -> (Range<usize>, bool) {
    let range = values.as_ptr_range();
    (range.start as usize..range.end as usize, true)
}

fn read<T>(values: &[T]) -> (Range<usize>, bool) {
    (written(values).0, false)
}

/// Refuses buffers that share memory with one that is written: Rust may assume that there are none.
fn apart(columns: impl Iterator<Item = (Range<usize>, bool)>) -> Result<()> {
    let mut ranges: Vec<(Range<usize>, bool)> = columns.filter(|(range, _)| !range.is_empty()).collect();
    ranges.sort_by_key(|(range, _)| range.start);
    // Inputs may share memory among themselves: what counts is the furthest end of either kind so far.
    let (mut read_to, mut written_to) = (0, 0);
    for (range, writes) in ranges {
        if range.start < written_to || (writes && range.start < read_to) {
            return Err(misfit("a buffer to fill shares memory with another column"));
        }
        let end = if writes { &mut written_to } else { &mut read_to };
        *end = (*end).max(range.end);
    }
    Ok(())
}
