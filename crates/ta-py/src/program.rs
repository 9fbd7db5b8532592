use crate::failure::{entry, failure, raise};
use crate::session::{self, NativeSession};
use crate::work::watched;
use numpy::{PyArray1, PyArrayMethods, PyReadonlyArray1, PyReadwriteArray1};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::sync::{Arc, Mutex};
use ta_engine::generated::kernels::Type;
use ta_engine::kernels::BLOCK;
use ta_engine::overlap::{Place, apart, read, written};
use ta_engine::vm::panel::Symbol;
use ta_engine::{AlertColumn, Batch, Budget, Code, Error, OutputColumn, Panel, Program};

/// A plan bound to its parameters, and what its next run needs ready.
#[pyclass(frozen)]
pub struct NativeProgram {
    program: Arc<Program>,
    budget: Budget,
    spare: Mutex<Option<Batch>>,
}

impl NativeProgram {
    /// Each of its runs may cost so much.
    pub fn new(program: Arc<Program>, budget: Budget) -> Self {
        NativeProgram {
            program,
            budget,
            spare: Mutex::new(None),
        }
    }
}

/// Locks columns for reading. TA8003 where one is being filled.
pub fn borrowed<'py>(
    py: Python<'py>,
    columns: &[Bound<'py, PyArray1<f64>>],
) -> PyResult<Vec<PyReadonlyArray1<'py, f64>>> {
    let columns = columns.iter().map(|column| column.try_readonly());
    columns
        .collect::<Result<_, _>>()
        .map_err(|_| failure(py, Code::OutputBuffer, "an input is being filled by another run"))
}

pub fn column<'a>(held: &'a PyReadonlyArray1<'_, f64>) -> PyResult<&'a [f64]> {
    Ok(held.as_slice()?)
}

/// A column that is being filled.
enum Target<'py> {
    Float(PyReadwriteArray1<'py, f64>),
    Bool(PyReadwriteArray1<'py, u8>),
}

impl<'py> Target<'py> {
    fn of(kind: Type, array: &Bound<'py, PyAny>) -> PyResult<Target<'py>> {
        let py = array.py();
        let taken = || {
            failure(
                py,
                Code::OutputBuffer,
                "a buffer to fill shares memory with another column, or may not be written",
            )
        };
        let misfit = || failure(py, Code::OutputBuffer, "a buffer to fill is of another type");
        match kind {
            Type::Float => {
                let array = array.cast::<PyArray1<f64>>().map_err(|_| misfit())?;
                Ok(Target::Float(array.try_readwrite().map_err(|_| taken())?))
            }
            Type::Bool => {
                let array = array.cast::<PyArray1<u8>>().map_err(|_| misfit())?;
                Ok(Target::Bool(array.try_readwrite().map_err(|_| taken())?))
            }
        }
    }

    /// Where its memory is. NumPy tells columns apart by the objects that own them, and two may own the same memory.
    fn place(&self) -> PyResult<Place> {
        Ok(match self {
            Target::Float(values) => written(values.as_slice()?),
            Target::Bool(values) => written(values.as_slice()?),
        })
    }

    fn column(&mut self) -> PyResult<OutputColumn<'_>> {
        Ok(match self {
            Target::Float(values) => OutputColumn::Float(values.as_slice_mut()?),
            Target::Bool(values) => OutputColumn::Bool(values.as_slice_mut()?),
        })
    }
}

/// A symbol of a panel: its rows, its inputs, and the columns to fill, none of them where the last row alone is kept.
type Member<'py> = (usize, Vec<Bound<'py, PyArray1<f64>>>, Vec<Bound<'py, PyAny>>);
/// Of a symbol: the last row's values where they alone are kept; of each alert the rows that it fired on; its error.
type Found<'py> = (Vec<f64>, Vec<Bound<'py, PyArray1<u32>>>, Option<Py<PyAny>>);

#[pymethods]
impl NativeProgram {
    /// What the bound program is.
    fn describe<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        entry(py, || {
            let program = &self.program;
            let found = PyDict::new(py);
            let outputs: Vec<Option<u64>> = program.outputs().map(|output| output.valid_from).collect();
            let alerts: Vec<Option<u64>> = program.alerts().map(|alert| alert.valid_from).collect();
            found.set_item("valid_from", outputs)?;
            found.set_item("alerts_from", alerts)?;
            found.set_item("history", program.history())?;
            found.set_item("state_bytes", program.state_bytes())?;
            found.set_item("level", program.level_name())?;
            Ok(found)
        })
    }

    /// Runs `rows` rows from history's start, columns in the plan's order: fills `outputs`, and gives of each alert the rows
    /// that it fires on. Python's other threads go on meanwhile: none of them may write into the inputs. TA8014 for more work
    /// than a run may be, before anything is written, and at the next tile where it takes longer than it may.
    fn run<'py>(
        &self,
        py: Python<'py>,
        rows: usize,
        inputs: Vec<Bound<'py, PyArray1<f64>>>,
        outputs: Vec<Bound<'py, PyAny>>,
    ) -> PyResult<Vec<Bound<'py, PyArray1<u32>>>> {
        entry(py, || {
            let held = borrowed(py, &inputs)?;
            let inputs: Vec<&[f64]> = held.iter().map(column).collect::<PyResult<_>>()?;
            let mut targets = targets(py, &self.program, &outputs)?;
            let mut places: Vec<Place> = inputs.iter().map(|column| read(column)).collect();
            for target in &targets {
                places.push(target.place()?);
            }
            apart(places.into_iter()).map_err(|error| raise(py, error))?;
            let mut columns: Vec<OutputColumn<'_>> =
                targets.iter_mut().map(Target::column).collect::<PyResult<_>>()?;
            let mut alerts: Vec<Vec<u32>> = self.program.alerts().map(|_| Vec::new()).collect();
            let mut fired: Vec<AlertColumn<'_>> = alerts.iter_mut().map(AlertColumn::Rows).collect();
            let mut signal = None;
            let allowed = self.budget.allow(rows, self.program.lanes());
            allowed.map_err(|error| raise(py, error))?;
            let deadline = self.budget.begin();
            let done = py.detach(|| {
                // A run that unwinds keeps the batch from coming back; one that another thread has is not waited for.
                let spare = self.spare.try_lock().ok().and_then(|mut spare| spare.take());
                let mut batch = spare.unwrap_or_else(|| Batch::new(&self.program));
                batch.reset();
                let mut watch = |_| {
                    if !deadline.lasts() {
                        return false;
                    }
                    signal = Python::attach(|py| py.check_signals()).err();
                    signal.is_none()
                };
                let done = batch.run_watched(rows, &inputs, &mut columns, &mut fired, BLOCK, &mut watch);
                if let Ok(mut spare) = self.spare.try_lock() {
                    *spare = Some(batch);
                }
                done
            });
            if let Some(signal) = signal {
                return Err(signal);
            }
            done.and_then(|_| deadline.check())
                .map_err(|error| raise(py, error))?;
            Ok(alerts
                .into_iter()
                .map(|rows| PyArray1::from_vec(py, rows))
                .collect())
        })
    }

    /// Runs symbols, each as it would be alone, on so many threads; 0 for one of each CPU. `progress` is told rows. Of its time
    /// `milliseconds` are left; TA8014 as of `run`, for all symbols together.
    fn panel<'py>(
        &self,
        py: Python<'py>,
        members: Vec<Member<'py>>,
        threads: usize,
        milliseconds: f64,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Vec<Found<'py>>> {
        entry(py, || {
            let program = &self.program;
            let budget = Budget {
                milliseconds,
                ..self.budget
            };
            let deadline = budget.begin();
            let rows = members
                .iter()
                .fold(0_usize, |sum, (rows, ..)| sum.saturating_add(*rows));
            budget
                .allow(rows, program.lanes())
                .map_err(|error| raise(py, error))?;
            let mut inputs = Vec::with_capacity(members.len());
            let mut outputs = Vec::with_capacity(members.len());
            for (_, own, buffers) in &members {
                inputs.push(borrowed(py, own)?);
                let last = buffers.is_empty();
                outputs.push(if last {
                    Vec::new()
                } else {
                    targets(py, program, buffers)?
                });
            }
            let mut places: Vec<Place> = Vec::new();
            for held in inputs.iter().flatten() {
                places.push(read(column(held)?));
            }
            for target in outputs.iter().flatten() {
                places.push(target.place()?);
            }
            apart(places.into_iter()).map_err(|error| raise(py, error))?;
            let kinds: Vec<Type> = program.outputs().map(|output| output.kind).collect();
            let mut last = vec![vec![(f64::NAN, 2_u8); kinds.len()]; members.len()];
            let mut alerts: Vec<Vec<Vec<u32>>> = members
                .iter()
                .map(|_| program.alerts().map(|_| Vec::new()).collect())
                .collect();
            let mut symbols = Vec::with_capacity(members.len());
            let kept = outputs.iter_mut().zip(&mut last).zip(&mut alerts);
            for (((rows, ..), inputs), ((outputs, last), alerts)) in members.iter().zip(&inputs).zip(kept) {
                let ends = kinds.iter().zip(last).map(|(kind, (float, bool))| match kind {
                    Type::Float => OutputColumn::Last(float),
                    Type::Bool => OutputColumn::LastBool(bool),
                });
                symbols.push(Symbol {
                    rows: *rows,
                    inputs: inputs.iter().map(column).collect::<PyResult<_>>()?,
                    known: false,
                    outputs: if outputs.is_empty() {
                        ends.collect()
                    } else {
                        outputs.iter_mut().map(Target::column).collect::<PyResult<_>>()?
                    },
                    alerts: alerts.iter_mut().map(AlertColumn::Rows).collect(),
                });
            }
            let panel = Panel::new(program);
            let results = watched(py, threads, progress.as_ref(), |watch| {
                let go_on = |more: usize| deadline.lasts() && watch.go_on(more as u64);
                let results = panel.run(&mut symbols, &go_on);
                deadline.check()?;
                Ok(results)
            })?;
            drop(symbols);
            let values = |last: Vec<(f64, u8)>| {
                let values = kinds.iter().zip(last).map(|(kind, (float, bool))| match kind {
                    Type::Float => float,
                    Type::Bool => f64::from(bool),
                });
                values.collect()
            };
            let found = last.into_iter().zip(alerts).zip(results);
            Ok(found
                .map(|((last, alerts), result)| {
                    let rows = alerts
                        .into_iter()
                        .map(|rows| PyArray1::from_vec(py, rows))
                        .collect();
                    let error = result
                        .err()
                        .map(|error: Error| raise(py, error).into_value(py).into_any());
                    (values(last), rows, error)
                })
                .collect())
        })
    }

    /// Opens a session, at the start of history or where a snapshot was taken.
    fn open(&self, py: Python<'_>, snapshot: Option<&[u8]>) -> PyResult<NativeSession> {
        entry(py, || {
            let allowed = self.budget.allow(1, self.program.lanes());
            allowed.map_err(|error| raise(py, error))?;
            session::open(py, &self.program, snapshot)
        })
    }
}

/// The columns to fill, in the plan's order. TA8003 where they do not fit.
fn targets<'py>(
    py: Python<'py>,
    program: &Program,
    arrays: &[Bound<'py, PyAny>],
) -> PyResult<Vec<Target<'py>>> {
    if arrays.len() != program.outputs().len() {
        return Err(failure(py, Code::OutputBuffer, "a buffer for each output is due"));
    }
    let kinds = program.outputs().map(|output| output.kind);
    kinds
        .zip(arrays)
        .map(|(kind, array)| Target::of(kind, array))
        .collect()
}
