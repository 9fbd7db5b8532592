use crate::columns::{apart, copied, read, written, zeros};
use crate::execute::{Executor, Runner, Targets};
use crate::failure::{Result, failure};
use crate::fresh::Fresh;
use crate::panel::{NativePanel, Shared};
use crate::pool::pool;
use crate::session::{NativeSession, Open};
use crate::streams::NativeStreams;
use crate::task::{self, NativeTask, ReportFunction};
use napi::bindgen_prelude::{Float64Array, Float64ArraySlice, Uint8Array, Uint8ArraySlice};
use napi_derive::napi;
use std::sync::Arc;
use ta_engine::describe;
use ta_engine::generated::kernels::Type;
use ta_engine::{Budget, Error, Program, Session};

/// A plan bound to its parameters.
#[napi]
pub struct NativeProgram {
    runner: Arc<Runner>,
}

/// What a task filled, in the plan's order: outputs of either type, and alerts with 1 where one fires.
#[napi(object, object_from_js = false)]
pub struct Filled {
    pub floats: Vec<Float64Array>,
    pub bools: Vec<Uint8Array>,
    pub alerts: Vec<Uint8Array>,
}

/// The same before JavaScript has it.
struct Columns {
    floats: Vec<Fresh>,
    bools: Vec<Vec<u8>>,
    alerts: Vec<Vec<u8>>,
}

impl From<Arc<Program>> for NativeProgram {
    fn from(program: Arc<Program>) -> Self {
        NativeProgram {
            runner: Arc::new(Runner::new(program)),
        }
    }
}

fn executor(step: bool, block_rows: u32) -> Executor {
    if step {
        Executor::Step
    } else {
        Executor::Batch(block_rows as usize)
    }
}

/// The columns that arrays hold, whole ones of so many rows; what is of another length stays as it is, to be refused.
fn columns<'a, T>(arrays: impl Iterator<Item = &'a mut [T]>, rows: usize) -> Vec<&'a mut [T]> {
    let mut columns = Vec::new();
    for array in arrays {
        if rows > 0 && array.len() > rows && array.len().is_multiple_of(rows) {
            columns.extend(array.chunks_exact_mut(rows));
        } else {
            columns.push(array);
        }
    }
    columns
}

/// Time alone: the runtime has looked at the work.
pub(crate) fn within(milliseconds: f64) -> Budget {
    Budget {
        milliseconds,
        ..Budget::default()
    }
}

impl NativeProgram {
    pub(crate) fn bound(&self) -> &Arc<Program> {
        &self.runner.program
    }
}

#[napi]
impl NativeProgram {
    #[napi(catch_unwind)]
    pub fn describe(&self) -> String {
        describe::program(&self.runner.program)
    }

    /// Runs `rows` rows from history's start. Columns come in the plan's order: `floats` and `bools` are the
    /// outputs of either type, `alerts` has 1 where an alert fires; an array may hold several of them, one after another. A
    /// run that takes longer than `milliseconds` ends at its next tile with TA8014; the buffers may hold rows before it. The
    /// arrays are borrowed for the call: a reference to each
    /// would cost more than all else that it does.
    #[napi(catch_unwind)]
    #[allow(clippy::too_many_arguments)]
    pub fn run(
        &self,
        inputs: Vec<Float64ArraySlice<'_>>,
        mut floats: Vec<Float64ArraySlice<'_>>,
        mut bools: Vec<Uint8ArraySlice<'_>>,
        mut alerts: Vec<Uint8ArraySlice<'_>>,
        rows: u32,
        step: bool,
        block_rows: u32,
        milliseconds: f64,
    ) -> Result<()> {
        let bytes = bools.iter().chain(&alerts).map(|column| written(column));
        let numbers = floats.iter().map(|column| written(column));
        apart(
            inputs
                .iter()
                .map(|column| read(column))
                .chain(numbers)
                .chain(bytes),
        )
        .map_err(failure)?;
        let inputs: Vec<&[f64]> = inputs.iter().map(|column| &column[..]).collect();
        let rows = rows as usize;
        // SAFETY: the buffers belong to this call: JavaScript runs nothing until it returns, and `apart` has
        // checked that no two of them, nor one and an input, share memory.
        let floats = floats.iter_mut().map(|column| unsafe { column.as_mut() });
        // SAFETY: as above.
        let bools = bools.iter_mut().map(|column| unsafe { column.as_mut() });
        // SAFETY: as above.
        let alerts = alerts.iter_mut().map(|column| unsafe { column.as_mut() });
        let targets = Targets {
            floats: columns(floats, rows),
            bools: columns(bools, rows),
            alerts: columns(alerts, rows),
        };
        let deadline = within(milliseconds).begin();
        let done = self.runner.run(
            executor(step, block_rows),
            rows,
            &inputs,
            targets,
            Some(&mut |_| deadline.lasts()),
        );
        done.and_then(|_| deadline.check()).map_err(failure)
    }

    /// Runs as `run` does, on a thread of our own, from copies of the inputs into columns that `report` is given
    /// at the end. `floats` and `bools` are the buffers that the caller is going to fill from those, if any: they
    /// are checked as `run` would check them, and not touched.
    #[napi(catch_unwind)]
    #[allow(clippy::too_many_arguments)]
    pub fn start(
        &self,
        inputs: Vec<Float64Array>,
        floats: Vec<Float64Array>,
        bools: Vec<Uint8Array>,
        rows: u32,
        step: bool,
        block_rows: u32,
        milliseconds: f64,
        report: ReportFunction<'_, Filled>,
    ) -> Result<NativeTask> {
        // Its time goes on while it is copied, and while it waits for a thread.
        let deadline = within(milliseconds).begin();
        let places = inputs.iter().map(|column| read(column));
        let targets = floats.iter().map(|column| written(column));
        let targets = targets.chain(bools.iter().map(|column| written(column)));
        apart(places.chain(targets)).map_err(failure)?;
        let copies = inputs.iter().map(|column| copied(column));
        let inputs = copies
            .collect::<std::result::Result<Vec<_>, _>>()
            .map_err(failure)?;
        let (runner, rows) = (self.runner.clone(), rows as usize);
        task::start(&*pool(0).map_err(failure)?, &report, filled, move |watch| {
            let inputs: Vec<&[f64]> = inputs.iter().map(|column| &column[..]).collect();
            let mut columns = Columns::new(&runner.program, rows)?;
            let done = runner.run(
                executor(step, block_rows),
                rows,
                &inputs,
                columns.targets(),
                Some(&mut |done| deadline.lasts() && watch.go_on(done)),
            )?;
            deadline.check()?;
            Ok((done && watch.go_on(rows)).then_some(columns))
        })
    }

    /// A column of so many rows for each output of numbers, for `run`.
    #[napi(catch_unwind)]
    pub fn columns(&self, rows: u32) -> Result<Vec<Float64Array>> {
        let outputs = self.runner.program.outputs();
        let floats = outputs.filter(|output| output.kind == Type::Float);
        let columns = floats.map(|_| Fresh::new(rows as usize).map(Fresh::into_array));
        columns
            .collect::<std::result::Result<_, Error>>()
            .map_err(failure)
    }

    /// A panel on so many threads, 0 for one of each CPU: universes go through it a part at a time. It gives every row
    /// of the outputs, or the last one's values alone.
    #[napi(catch_unwind)]
    pub fn panel(&self, all: bool, threads: u32) -> Result<NativePanel> {
        let pool = pool(threads as usize).map_err(failure)?;
        Ok(NativePanel::from(Shared::new(&self.runner.program, pool, all)))
    }

    /// Runs that go on from chunk to chunk, one for each symbol, on so many threads; 0 for one of each CPU.
    #[napi(catch_unwind)]
    pub fn streams(&self, threads: u32) -> Result<NativeStreams> {
        let pool = pool(threads as usize).map_err(failure)?;
        Ok(NativeStreams::new(&self.runner.program, pool))
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
            Some(bytes) => Session::restore(&self.runner.program, &bytes).map_err(failure)?,
            None => Session::open(&self.runner.program),
        };
        apart([read(&inputs), written(&outputs), written(&alerts)].into_iter()).map_err(failure)?;
        Ok(NativeSession::from(Open {
            session,
            inputs,
            outputs,
            alerts,
        }))
    }
}

impl Columns {
    fn new(program: &Program, rows: usize) -> std::result::Result<Columns, Error> {
        let mut columns = Columns {
            floats: Vec::new(),
            bools: Vec::new(),
            alerts: Vec::new(),
        };
        for output in program.outputs() {
            match output.kind {
                Type::Float => columns.floats.push(Fresh::new(rows)?),
                Type::Bool => columns.bools.push(zeros(rows)?),
            }
        }
        for _ in program.alerts() {
            columns.alerts.push(zeros(rows)?);
        }
        Ok(columns)
    }

    fn targets(&mut self) -> Targets<'_> {
        Targets {
            floats: self.floats.iter_mut().map(Fresh::values).collect(),
            bools: self.bools.iter_mut().map(|column| &mut column[..]).collect(),
            alerts: self.alerts.iter_mut().map(|column| &mut column[..]).collect(),
        }
    }
}

/// Hands the memory itself over: nothing is copied.
fn filled(columns: Columns) -> Filled {
    Filled {
        floats: columns.floats.into_iter().map(Fresh::into_array).collect(),
        bools: columns.bools.into_iter().map(Uint8Array::from).collect(),
        alerts: columns.alerts.into_iter().map(Uint8Array::from).collect(),
    }
}
