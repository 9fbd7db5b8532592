//! A plan over a grid of parameters.

use crate::program::{borrowed, column};
use crate::work::watched;
use numpy::PyArray1;
use pyo3::prelude::*;
use ta_engine::{Grid, Way};

/// Runs a grid: a column for each output and then each alert, with a value for each point. `progress` is told points.
pub fn run<'py>(
    py: Python<'py>,
    grid: &Grid,
    way: &Way,
    rows: usize,
    inputs: &[Bound<'py, PyArray1<f64>>],
    threads: usize,
    progress: Option<&Py<PyAny>>,
) -> PyResult<crate::plan::Columns<'py>> {
    let held = borrowed(py, inputs)?;
    let inputs: Vec<&[f64]> = held.iter().map(column).collect::<PyResult<_>>()?;
    let columns = watched(py, threads, progress, |watch| {
        grid.run(way, rows, &inputs, &|points| watch.reached(points as u64))
    })?;
    // What ends the work early is raised.
    let columns = columns.unwrap_or_default().into_iter();
    Ok(columns.map(|column| PyArray1::from_vec(py, column)).collect())
}
