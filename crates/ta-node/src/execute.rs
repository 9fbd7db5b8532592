//! A run from history's start, by either executor, a tile of rows at a time.

use crate::columns::{check_inputs, misfit};
use std::ops::Range;
use std::sync::{Arc, Mutex};
use ta_engine::generated::kernels::Type;
use ta_engine::{AlertColumn, Batch, Error, OutputColumn, Program, Session};

/// Rows between two looks at whether to go on: some hundred microseconds of a usual program.
const TILE: usize = 16_384;

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

    /// Fills `targets` from `inputs`; everything is checked before anything is written. Where a `watch` is given, it
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
        let done = by_tile(&mut batch, block, rows, inputs, targets, watch);
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
        let (mut outputs, mut alerts) = outputs(&self.program, targets)?;
        if outputs.iter().any(|column| column.len() != rows)
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
            if at > 0 && at % TILE == 0 && watch.as_mut().is_some_and(|watch| !watch(at)) {
                return Ok(false);
            }
            row.iter_mut()
                .zip(inputs)
                .for_each(|(value, column)| *value = column[at]);
            session.push(&row, &mut values, &mut fired)?;
            for (column, &value) in outputs.iter_mut().zip(&values) {
                match column {
                    Target::Float(column) => column[at] = value,
                    Target::Bool(column) => column[at] = value as u8,
                }
            }
            alerts
                .iter_mut()
                .zip(&fired)
                .for_each(|(column, &value)| column[at] = value);
        }
        Ok(true)
    }
}

/// An output's column.
enum Target<'a> {
    Float(&'a mut [f64]),
    Bool(&'a mut [u8]),
}

impl Target<'_> {
    fn len(&self) -> usize {
        match self {
            Target::Float(values) => values.len(),
            Target::Bool(values) => values.len(),
        }
    }

    /// The engine's column over some of the rows, which must be there.
    fn part(&mut self, rows: Range<usize>) -> OutputColumn<'_> {
        match self {
            Target::Float(values) => OutputColumn::Float(&mut values[rows]),
            Target::Bool(values) => OutputColumn::Bool(&mut values[rows]),
        }
    }
}

type Columns<'a> = (Vec<Target<'a>>, Vec<&'a mut [u8]>);

/// The targets in the plan's order of outputs. TA8003 where there are too few.
fn outputs<'a>(program: &Program, targets: Targets<'a>) -> Result<Columns<'a>, Error> {
    let mut floats = targets.floats.into_iter();
    let mut bools = targets.bools.into_iter();
    let outputs = program.outputs().map(|output| match output.kind {
        Type::Float => floats
            .next()
            .map(Target::Float)
            .ok_or_else(|| misfit("too few float columns")),
        Type::Bool => bools
            .next()
            .map(Target::Bool)
            .ok_or_else(|| misfit("too few condition columns")),
    });
    Ok((outputs.collect::<Result<_, _>>()?, targets.alerts))
}

fn by_tile(
    batch: &mut Batch,
    block: usize,
    rows: usize,
    inputs: &[&[f64]],
    targets: Targets<'_>,
    watch: Option<Watch<'_>>,
) -> Result<bool, Error> {
    let (mut outputs, mut alerts) = outputs(batch.program(), targets)?;
    let Some(watch) = watch else {
        // At once: the batch checks every length before it writes.
        let mut whole: Vec<OutputColumn<'_>> = outputs
            .iter_mut()
            .map(|column| column.part(0..column.len()))
            .collect();
        let mut fired: Vec<AlertColumn<'_>> = alerts.into_iter().map(AlertColumn::Column).collect();
        return batch
            .run(rows, inputs, &mut whole, &mut fired, block)
            .map(|()| true);
    };
    check_inputs(batch.program(), rows, inputs)?;
    if outputs.iter().any(|column| column.len() != rows) || alerts.iter().any(|column| column.len() != rows) {
        return Err(misfit("a column of another length than the run's"));
    }
    // Whole blocks, so that only the last one is short.
    let tile = TILE.next_multiple_of(block.max(1));
    let mut start = 0;
    while start < rows {
        if start > 0 && !watch(start) {
            return Ok(false);
        }
        let end = rows.min(start + tile);
        let parts: Vec<&[f64]> = inputs.iter().map(|column| &column[start..end]).collect();
        let mut heads: Vec<OutputColumn<'_>> =
            outputs.iter_mut().map(|column| column.part(start..end)).collect();
        let mut fired: Vec<AlertColumn<'_>> = alerts
            .iter_mut()
            .map(|column| AlertColumn::Column(&mut column[start..end]))
            .collect();
        batch.run(end - start, &parts, &mut heads, &mut fired, block)?;
        start = end;
    }
    Ok(true)
}
