use crate::failure::{entry, failure, raise};
use crate::params::{named_values, value_of};
use crate::program::NativeProgram;
use crate::sweep;
use numpy::PyArray1;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use std::collections::HashMap;
use std::sync::Arc;
use ta_engine::cpu::{self, Level};
use ta_engine::generated::kernels::Type;
use ta_engine::plan::ParamType;
use ta_engine::{Budget, Code, Fold, Grid, Limits, Plan, Program, Way};

/// A verified plan, and what its host allows it.
#[pyclass(frozen)]
pub struct NativePlan {
    plan: Arc<Plan>,
    limits: Limits,
    budget: Budget,
}

/// Decodes and verifies. Any bytes give a plan or an error with its offset; TA8007 for a limit that does not exist.
#[pyfunction]
pub fn load(py: Python<'_>, bytes: &[u8], limits: HashMap<String, f64>) -> PyResult<NativePlan> {
    entry(py, || {
        let (limits, budget) = limits_of(py, limits)?;
        let plan = py.detach(|| Plan::load(bytes, &limits));
        Ok(NativePlan {
            plan: plan.map_err(|error| raise(py, error))?,
            limits,
            budget,
        })
    })
}

/// The limits, which the package has checked to be numbers from 0; infinite is without an end.
fn limits_of(py: Python<'_>, given: HashMap<String, f64>) -> PyResult<(Limits, Budget)> {
    let (mut limits, mut budget) = (Limits::default(), Budget::default());
    for (name, value) in given {
        // A cast takes the nearest: infinite is the greatest there is.
        let (count, bytes) = (value as usize, value as u64);
        match name.as_str() {
            "plan_bytes" => limits.plan_bytes = count,
            "instructions" => limits.instructions = count,
            "operands" => limits.operands = count,
            "scalars" => limits.scalars = count,
            "params" => limits.params = count,
            "outputs" => limits.outputs = count,
            "alerts" => limits.alerts = count,
            "inputs" => limits.inputs = count,
            "history" => limits.history = bytes,
            "state_bytes" => limits.state_bytes = bytes,
            "register_bytes" => limits.register_bytes = bytes,
            "memory_bytes" => limits.memory_bytes = bytes,
            "work" => budget.work = bytes,
            "milliseconds" => budget.milliseconds = value,
            _ => {
                return Err(failure(py, Code::Usage, format!("there is no limit \"{name}\"")));
            }
        }
    }
    Ok((limits, budget))
}

/// An instruction set by its name; of any other name the best that there is.
fn level_of(name: &str) -> Level {
    match name {
        "baseline" => Level::Baseline,
        "avx2" => Level::Avx2,
        _ => cpu::best(),
    }
}

/// Columns of numbers, one a result.
pub type Columns<'py> = Vec<Bound<'py, PyArray1<f64>>>;

#[pymethods]
impl NativePlan {
    /// What the plan is, as the package reads it. A hint's value is its JSON text.
    fn describe<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        entry(py, || {
            let plan = &self.plan;
            let found = PyDict::new(py);
            found.set_item("id", plan.id())?;
            found.set_item("doc", plan.doc())?;
            let params = PyList::empty(py);
            for param in plan.params() {
                let item = PyDict::new(py);
                item.set_item("name", param.name)?;
                let kind = match param.kind {
                    ParamType::Int => "int",
                    ParamType::Float => "float",
                    ParamType::Bool => "bool",
                    ParamType::String => "string",
                };
                item.set_item("type", kind)?;
                let default = param.default;
                match (param.kind, param.choices) {
                    _ if default.is_nan() => item.set_item("default", py.None())?,
                    (ParamType::Bool, _) => item.set_item("default", default != 0.0)?,
                    (ParamType::String, Some(choices)) => {
                        item.set_item("default", choices.get(default as usize))?;
                    }
                    (ParamType::Int, _) => item.set_item("default", default as i64)?,
                    _ => item.set_item("default", default)?,
                }
                item.set_item("min", param.min)?;
                item.set_item("max", param.max)?;
                item.set_item("step", param.step)?;
                item.set_item("choices", param.choices)?;
                item.set_item("doc", param.doc)?;
                params.append(item)?;
            }
            found.set_item("params", params)?;
            let outputs = PyList::empty(py);
            for output in plan.outputs() {
                let item = PyDict::new(py);
                item.set_item("name", output.name)?;
                let kind = match output.kind {
                    Type::Float => "float",
                    Type::Bool => "bool",
                };
                item.set_item("type", kind)?;
                item.set_item("doc", output.doc)?;
                item.set_item("hints", output.hints.to_vec())?;
                outputs.append(item)?;
            }
            found.set_item("outputs", outputs)?;
            let alerts = PyList::empty(py);
            for alert in plan.alerts() {
                let item = PyDict::new(py);
                item.set_item("name", alert.name)?;
                item.set_item("every_bar", alert.every_bar)?;
                item.set_item("doc", alert.doc)?;
                alerts.append(item)?;
            }
            found.set_item("alerts", alerts)?;
            let inputs: Vec<(&str, &str)> = plan
                .inputs()
                .iter()
                .map(|input| (&*input.source, &*input.field))
                .collect();
            found.set_item("inputs", inputs)?;
            let needs = plan.requirements().iter();
            let kernels: Vec<String> = needs
                .map(|need| format!("{}@{}", need.name, need.version))
                .collect();
            found.set_item("kernels", kernels)?;
            let spans = plan.descriptive().source_map.as_ref();
            found.set_item("source_map", spans.cloned())?;
            Ok(found)
        })
    }

    /// Settles the parameters, for `level` or the best below it that this CPU has.
    fn bind(&self, py: Python<'_>, params: &Bound<'_, PyDict>, level: &str) -> PyResult<NativeProgram> {
        entry(py, || {
            let values = named_values(params)?;
            let values: Vec<_> = values
                .iter()
                .map(|(name, value)| (name.as_str(), value.clone()))
                .collect();
            Program::bind(self.plan.clone(), &values, &self.limits, level_of(level))
                .map(|program| NativeProgram::new(program, self.budget))
                .map_err(|error| raise(py, error))
        })
    }

    /// Runs a grid: see [`sweep::run`]. Of its time `milliseconds` are left. `axes` are names and values, `places` point by point the place of its value on each axis.
    #[allow(clippy::too_many_arguments)]
    fn sweep<'py>(
        &self,
        py: Python<'py>,
        fixed: &Bound<'py, PyDict>,
        axes: Vec<(String, Vec<Bound<'py, PyAny>>)>,
        places: Vec<u32>,
        folds: Vec<String>,
        rows: usize,
        inputs: Vec<Bound<'py, PyArray1<f64>>>,
        threads: usize,
        bytes: u64,
        milliseconds: f64,
        level: &str,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Columns<'py>> {
        entry(py, || {
            let axes = axes.into_iter().map(|(name, values)| {
                let values: PyResult<Vec<_>> = values.iter().map(|value| value_of(&name, value)).collect();
                Ok((name, values?))
            });
            let axes = axes.collect::<PyResult<_>>()?;
            let grid = Grid::new(&self.plan, &self.limits, named_values(fixed)?, axes, places)
                .map_err(|error| raise(py, error))?;
            let folds = folds.iter().map(|fold| Fold::named(fold));
            let way = Way {
                folds: folds
                    .collect::<Result<_, _>>()
                    .map_err(|error| raise(py, error))?,
                bytes,
                budget: Budget {
                    milliseconds,
                    ..self.budget
                },
                level: level_of(level),
            };
            sweep::run(py, &grid, &way, rows, &inputs, threads, progress.as_ref())
        })
    }
}
