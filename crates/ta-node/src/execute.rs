//! A run from history's start, by either executor.

use crate::columns::{check_inputs, misfit};
use std::sync::{Arc, Mutex};
use ta_engine::generated::kernels::Type;
use ta_engine::kernels::BLOCK;
use ta_engine::{AlertColumn, Batch, Error, OutputColumn, Program, Session};

/// A run by row looks so many times as often as one by block at whether to go on: about as much slower as it is.
const SLOWER: usize = 16;

/// Is told the rows done, and says whether to go on.
pub type Watch<'a> = &'a mut dyn FnMut(usize) -> bool;

/// A program and what its next run needs ready: registers and windows are allocated by the first run only.
pub struct Runner {
    pub program: Arc<Program>,
    spare: Mutex<Option<Batch>>,
}

/// Where a run's values go, in the plan's order: outputs of either type, and alerts with 1 where one fires.
pub struct Targets<'a> {
    pub floats: Vec<&'a mut [f64]>,
    pub bools: Vec<&'a mut [u8]>,
    pub alerts: Vec<&'a mut [u8]>,
}

/// How a run goes: to the bit the same.
#[derive(Clone, Copy)]
pub enum Executor {
    /// By blocks of so many rows.
    Batch(usize),
    /// Row by row through a session.
    Step,
}

impl Runner {
    pub fn new(program: Arc<Program>) -> Runner {
        Runner {
            program,
            spare: Mutex::new(None),
        }
    }

    /// Fills `targets` from `inputs`; lengths and buffers are checked before anything is written. Where a `watch` is given, it
    /// is told the rows done after each tile but the last; its false ends the run, which then answers false.
    pub fn run(
        &self,
        executor: Executor,
        rows: usize,
        inputs: &[&[f64]],
        targets: Targets<'_>,
        watch: Option<Watch<'_>>,
    ) -> Result<bool, Error> {
        match executor {
            Executor::Batch(block) => self.by_block(block, rows, inputs, targets, watch),
            Executor::Step => self.by_row(rows, inputs, targets, watch),
        }
    }

    fn by_block(
        &self,
        block: usize,
        rows: usize,
        inputs: &[&[f64]],
        targets: Targets<'_>,
        watch: Option<Watch<'_>>,
    ) -> Result<bool, Error> {
        // A run that unwinds keeps the batch from coming back; one that another thread has is not waited for.
        let spare = self.spare.try_lock().ok().and_then(|mut spare| spare.take());
        let mut batch = match spare {
            Some(mut batch) => {
                batch.reset();
                batch
            }
            None => Batch::new(&self.program),
        };
        let done = columns(&self.program, targets).and_then(|(mut outputs, mut alerts)| {
            let mut never = |_| true;
            let watch = watch.unwrap_or(&mut never);
            batch.run_watched(rows, inputs, &mut outputs, &mut alerts, block, watch)
        });
        if let Ok(mut spare) = self.spare.try_lock() {
            *spare = Some(batch);
        }
        done
    }

    fn by_row(
        &self,
        rows: usize,
        inputs: &[&[f64]],
        targets: Targets<'_>,
        mut watch: Option<Watch<'_>>,
    ) -> Result<bool, Error> {
        check_inputs(&self.program, rows, inputs)?;
        let (mut outputs, mut alerts) = columns(&self.program, targets)?;
        if !fit(&outputs, &alerts, rows) || alerts.len() != self.program.alerts().len() {
            return Err(misfit("a column of another length than the run's"));
        }
        let mut session = Session::open(&self.program);
        let mut row = vec![0.0; inputs.len()];
        let mut values = vec![0.0; outputs.len()];
        let mut fired = vec![0; alerts.len()];
        let tile = (self.program.tile_rows() / SLOWER).next_multiple_of(BLOCK);
        for at in 0..rows {
            if at > 0 && at % tile == 0 && watch.as_mut().is_some_and(|watch| !watch(at)) {
                return Ok(false);
            }
            row.iter_mut()
                .zip(inputs)
                .for_each(|(value, column)| *value = column[at]);
            session.push(&row, &mut values, &mut fired)?;
            for (column, &value) in outputs.iter_mut().zip(&values) {
                match column {
                    OutputColumn::Float(column) => column[at] = value,
                    OutputColumn::Bool(column) => column[at] = value as u8,
                    _ => {}
                }
            }
            for (column, &value) in alerts.iter_mut().zip(&fired) {
                if let AlertColumn::Column(column) = column {
                    column[at] = value;
                }
            }
        }
        Ok(true)
    }
}

type Columns<'a> = (Vec<OutputColumn<'a>>, Vec<AlertColumn<'a>>);

/// The targets in the plan's order of outputs, as the engine takes them. TA8003 where there are too few.
fn columns<'a>(program: &Program, targets: Targets<'a>) -> Result<Columns<'a>, Error> {
    let mut floats = targets.floats.into_iter();
    let mut bools = targets.bools.into_iter();
    let outputs = program.outputs().map(|output| match output.kind {
        Type::Float => floats
            .next()
            .map(OutputColumn::Float)
            .ok_or_else(|| misfit("too few float columns")),
        Type::Bool => bools
            .next()
            .map(OutputColumn::Bool)
            .ok_or_else(|| misfit("too few condition columns")),
    });
    let outputs = outputs.collect::<Result<_, _>>()?;
    Ok((
        outputs,
        targets.alerts.into_iter().map(AlertColumn::Column).collect(),
    ))
}

/// Whether every column has so many rows.
fn fit(outputs: &[OutputColumn<'_>], alerts: &[AlertColumn<'_>], rows: usize) -> bool {
    let outputs = outputs.iter().all(|column| match column {
        OutputColumn::Float(values) => values.len() == rows,
        OutputColumn::Bool(values) => values.len() == rows,
        _ => false,
    });
    outputs
        && alerts
            .iter()
            .all(|column| matches!(column, AlertColumn::Column(values) if values.len() == rows))
}
