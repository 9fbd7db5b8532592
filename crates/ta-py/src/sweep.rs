//! A plan over a grid of parameters, slices of points over threads.

use crate::failure::{failure, raise};
use crate::params::value_of;
use crate::program::{borrowed, column};
use crate::work::{Watch, watched};
use numpy::PyArray1;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::sync::Arc;
use ta_engine::cpu::Level;
use ta_engine::{Code, Error, Fold, Limits, ParamValue, Plan, Sweep};

/// A grid: the places of each point's values on the axes, the axes' values, and what every point has.
pub struct Grid {
    plan: Arc<Plan>,
    fixed: Vec<(String, ParamValue)>,
    axes: Vec<(String, Vec<ParamValue>)>,
    places: Vec<u32>,
}

/// How a sweep goes.
pub struct Way {
    pub folds: Vec<Fold>,
    /// What results and work may take together.
    pub bytes: u64,
    pub level: Level,
    pub limits: Limits,
}

pub fn grid(
    plan: &Arc<Plan>,
    fixed: &Bound<'_, PyDict>,
    axes: Vec<(String, Vec<Bound<'_, PyAny>>)>,
    places: Vec<u32>,
) -> PyResult<Grid> {
    let py = fixed.py();
    let lengths: Vec<usize> = axes.iter().map(|(_, values)| values.len()).collect();
    let whole = !lengths.is_empty() && places.len().is_multiple_of(lengths.len());
    if !whole
        || places
            .iter()
            .zip(lengths.iter().cycle())
            .any(|(&place, &length)| place as usize >= length)
    {
        return Err(failure(py, Code::Internal, "places that are not on the axes"));
    }
    let mut own = Vec::new();
    for (name, value) in fixed {
        let name: String = name.extract()?;
        let value = value_of(&name, &value)?;
        own.push((name, value));
    }
    let axes = axes.into_iter().map(|(name, values)| {
        let values: PyResult<Vec<_>> = values.iter().map(|value| value_of(&name, value)).collect();
        Ok((name, values?))
    });
    Ok(Grid {
        plan: plan.clone(),
        fixed: own,
        axes: axes.collect::<PyResult<_>>()?,
        places,
    })
}

pub fn folds(py: Python<'_>, plan: &Plan, names: &[String]) -> PyResult<Vec<Fold>> {
    let folds = names.iter().map(|name| match name.as_str() {
        "last" => Ok(Fold::Last),
        "count" => Ok(Fold::Count),
        "sum" => Ok(Fold::Sum),
        "mean" => Ok(Fold::Mean),
        "max" => Ok(Fold::Max),
        "min" => Ok(Fold::Min),
        _ => Err(failure(py, Code::Usage, format!("\"{name}\" is no fold"))),
    });
    let folds = folds.collect::<PyResult<Vec<_>>>()?;
    ta_engine::vm::sweep::check_folds(plan, &folds).map_err(|error| raise(py, error))?;
    Ok(folds)
}

impl Grid {
    fn points(&self) -> usize {
        self.places.len() / self.axes.len()
    }

    /// A point: the axes first, as errors name it.
    fn point(&self, index: usize) -> Vec<(&str, ParamValue)> {
        let width = self.axes.len();
        let places = &self.places[index * width..(index + 1) * width];
        let own = self.axes.iter().zip(places);
        let own = own.map(|((name, values), &place)| (name.as_str(), values[place as usize].clone()));
        let fixed = self.fixed.iter();
        own.chain(fixed.map(|(name, value)| (name.as_str(), value.clone())))
            .collect()
    }

    /// Checks every point, and gives how many of them one thread has at a time. TA8011 where even one each would take more
    /// than `way` allows.
    fn share(&self, way: &Way, rows: usize, inputs: usize) -> Result<usize, Error> {
        let points = self.points();
        let mut greatest = (0, 0);
        for index in 0..points {
            let state = Sweep::state_bytes(&self.plan, &self.point(index), &way.limits)?;
            if state > greatest.1 {
                greatest = (index, state);
            }
        }
        let threads = rayon::current_num_threads();
        let each = Sweep::memory_bytes(&self.plan, &self.point(greatest.0))?.max(1);
        let width = self.axes.len() + way.folds.len() + self.plan.semantic().alerts.len();
        let held = 8 * (points as u64 * width as u64 + (rows * inputs) as u64);
        let fit = way.bytes.saturating_sub(held) / threads as u64 / each;
        if fit == 0 {
            let message = format!(
                "{points} points: {held} bytes of results and bars, and {each} for each of {threads} threads, are more than the limit of {}",
                way.bytes
            );
            return Err(Error::new(Code::GridTooLarge, message));
        }
        // Merged, they are one program, whose own limits hold too.
        let own = &way.limits;
        let own = own.register_bytes.min(own.memory_bytes).min(own.state_bytes);
        let fit = usize::try_from(fit.min(own / each).max(1)).unwrap_or(usize::MAX);
        let slices = points
            .div_ceil(Sweep::share(&self.plan).min(fit))
            .next_multiple_of(threads);
        Ok(points.div_ceil(slices).max(1))
    }

    /// Runs points `from` to `to`: point by point a value of each output and alert. `None` where the work is to end.
    fn slice(
        &self,
        way: &Way,
        (from, to): (usize, usize),
        rows: usize,
        inputs: &[&[f64]],
        watch: &Watch,
    ) -> Result<Option<Vec<f64>>, Error> {
        if !watch.go_on(0) {
            return Ok(None);
        }
        let points: Vec<_> = (from..to).map(|index| self.point(index)).collect();
        let points: Vec<&[_]> = points.iter().map(Vec::as_slice).collect();
        let sweep = Sweep::new(&self.plan, &points, &way.folds, &way.limits, way.level)?;
        let values = sweep.run(rows, inputs, &mut |_| watch.go_on(0))?;
        if values.is_some() {
            watch.go_on(points.len() as u64);
        }
        Ok(values)
    }
}

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
    let points = grid.points();
    let slices = watched(py, threads, progress, |watch| {
        let share = grid.share(way, rows, inputs.len())?;
        (0..points.div_ceil(share))
            .into_par_iter()
            .map(|slice| {
                let range = (slice * share, points.min((slice + 1) * share));
                grid.slice(way, range, rows, &inputs, watch)
            })
            .collect::<Result<Vec<_>, Error>>()
    })?;
    let width = way.folds.len() + grid.plan.semantic().alerts.len();
    let mut columns = vec![Vec::with_capacity(points); width];
    for values in slices.into_iter().flatten() {
        for point in values.chunks_exact(width.max(1)) {
            columns
                .iter_mut()
                .zip(point)
                .for_each(|(column, &value)| column.push(value));
        }
    }
    Ok(columns
        .into_iter()
        .map(|column| PyArray1::from_vec(py, column))
        .collect())
}
