//! A plan over a grid of parameters, slices of points over threads.

use crate::columns::{copied, zeros};
use crate::failure::failure;
use crate::plan::{NativePlan, level_of, value_of};
use crate::pool;
use crate::task::{self, NativeTask, ReportFunction, Watch};
use napi::bindgen_prelude::{Either3, Float64Array, Uint32Array};
use napi_derive::napi;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use ta_engine::cpu::Level;
use ta_engine::{Code, Error, Fold, Limits, ParamValue, Plan, Sweep};

/// Points between two looks while they are checked.
const CHECKED: usize = 512;

type Value = Either3<f64, bool, String>;

/// A grid as JavaScript gives it.
struct Grid {
    plan: Arc<Plan>,
    /// What the host allows a point by itself.
    limits: Limits,
    /// What every point has.
    fixed: Vec<(String, ParamValue)>,
    axes: Vec<(String, Vec<ParamValue>)>,
    /// Point by point the place of its value on each axis.
    places: Vec<u32>,
}

/// How a sweep goes.
struct Way {
    folds: Vec<Fold>,
    /// What results and work may take together.
    bytes: u64,
    level: Level,
}

impl Grid {
    fn points(&self) -> usize {
        self.places.len() / self.axes.len().max(1)
    }

    /// A point: the axes first, as errors name it.
    fn point(&self, index: usize) -> Vec<(&str, ParamValue)> {
        let width = self.axes.len();
        let places = &self.places[index * width..(index + 1) * width];
        let own = self.axes.iter().zip(places);
        own.map(|((name, values), &place)| (name.as_str(), values[place as usize].clone()))
            .chain(
                self.fixed
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.clone())),
            )
            .collect()
    }

    /// Checks every point, and gives the one with most state; `None` where the work is to end.
    fn greatest(&self, watch: &mut dyn Watch) -> Result<Option<usize>, Error> {
        let mut greatest = (0, 0);
        for index in 0..self.points() {
            if index % CHECKED == 0 && !watch.go_on(0) {
                return Ok(None);
            }
            let state = Sweep::state_bytes(&self.plan, &self.point(index), &self.limits)?;
            if state > greatest.1 {
                greatest = (index, state);
            }
        }
        Ok(Some(greatest.0))
    }

    /// Points that one thread has at a time. TA8011 where even one each would take more than `way` allows.
    fn share(
        &self,
        way: &Way,
        threads: usize,
        greatest: usize,
        rows: usize,
        inputs: usize,
    ) -> Result<usize, Error> {
        let points = self.points();
        let each = Sweep::memory_bytes(&self.plan, &self.point(greatest))?.max(1);
        let alerts = self.plan.semantic().alerts.len();
        let held = 8
            * (points as u64 * (self.axes.len() + way.folds.len() + alerts) as u64 + (rows * inputs) as u64);
        let free = way.bytes.saturating_sub(held);
        let fit = free / threads as u64 / each;
        if fit == 0 {
            let message = format!(
                "{points} points: {held} bytes of results and bars, and {each} for each of {threads} threads, are more than the limit of {}",
                way.bytes
            );
            return Err(Error::new(Code::GridTooLarge, message));
        }
        // Merged, they are one program, whose own limits hold too.
        let own = &self.limits;
        let own = own.register_bytes.min(own.memory_bytes).min(own.state_bytes);
        let fit = fit.min(own / each).max(1);
        let most = Sweep::share(&self.plan).min(usize::try_from(fit).unwrap_or(usize::MAX));
        // As many slices for each thread, all of about a size.
        let slices = points.div_ceil(most).next_multiple_of(threads);
        Ok(points.div_ceil(slices).max(1))
    }
}

/// What threads share.
struct Work<'a> {
    grid: &'a Grid,
    way: &'a Way,
    /// Points of a slice.
    share: usize,
    rows: usize,
    inputs: &'a [&'a [f64]],
    watch: Mutex<&'a mut dyn Watch>,
    next: AtomicUsize,
    stop: AtomicBool,
    /// Rows of points that are done.
    done: AtomicU64,
    /// A column for each output and alert, or what went wrong first.
    found: Mutex<Result<Vec<Vec<f64>>, Error>>,
}

/// Whole between statements, whoever panicked while it was held.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Work<'_> {
    /// Tells that so many rows of points more are done; false where the work is to end.
    fn tell(&self, more: u64) -> bool {
        let done = self.done.fetch_add(more, Ordering::Relaxed) + more;
        // Whoever finds another thread telling leaves it to that one.
        if let Ok(mut watch) = self.watch.try_lock()
            && !watch.go_on((done / self.rows.max(1) as u64) as usize)
        {
            self.stop.store(true, Ordering::Relaxed);
        }
        !self.stop.load(Ordering::Relaxed)
    }

    /// Takes slices until there are none.
    fn run(&self) {
        while !self.stop.load(Ordering::Relaxed) {
            let from = self
                .next
                .fetch_add(1, Ordering::Relaxed)
                .saturating_mul(self.share);
            let points = self.grid.points();
            if from >= points {
                break;
            }
            let values = match self.slice(from..points.min(from + self.share)) {
                Ok(Some(values)) => values,
                Ok(None) => break,
                Err(error) => {
                    self.stop.store(true, Ordering::Relaxed);
                    let mut found = locked(&self.found);
                    if found.is_ok() {
                        *found = Err(error);
                    }
                    break;
                }
            };
            if let Ok(columns) = &mut *locked(&self.found) {
                for (at, point) in (from..).zip(values.chunks_exact(columns.len().max(1))) {
                    for (column, &value) in columns.iter_mut().zip(point) {
                        column[at] = value;
                    }
                }
            }
        }
    }

    fn slice(&self, points: Range<usize>) -> Result<Option<Vec<f64>>, Error> {
        let Work { way, rows, .. } = *self;
        let points: Vec<_> = points.map(|index| self.grid.point(index)).collect();
        let points: Vec<&[_]> = points.iter().map(Vec::as_slice).collect();
        let sweep = Sweep::new(&self.grid.plan, &points, &way.folds, &self.grid.limits, way.level)?;
        if !self.tell(0) {
            return Ok(None);
        }
        let mut told = 0;
        let mut tell = |done: usize| {
            let more = points.len() * (done - told);
            told = done;
            self.tell(more as u64)
        };
        let values = sweep.run(rows, self.inputs, &mut tell)?;
        if values.is_some() {
            tell(rows);
        }
        Ok(values)
    }
}

/// Runs a grid on the threads of the pool that it is called in. `None` where `watch` ended it.
fn sweep(
    grid: &Grid,
    way: &Way,
    inputs: &[&[f64]],
    rows: usize,
    watch: &mut dyn Watch,
) -> Result<Option<Vec<Vec<f64>>>, Error> {
    let points = grid.points();
    let Some(greatest) = grid.greatest(watch)? else {
        return Ok(None);
    };
    let threads = rayon::current_num_threads();
    let share = grid.share(way, threads, greatest, rows, inputs.len())?;
    let width = way.folds.len() + grid.plan.semantic().alerts.len();
    let columns = (0..width).map(|_| zeros(points)).collect::<Result<Vec<_>, _>>()?;
    let work = Work {
        grid,
        way,
        share,
        rows,
        inputs,
        watch: Mutex::new(&mut *watch),
        next: AtomicUsize::new(0),
        stop: AtomicBool::new(false),
        done: AtomicU64::new(0),
        found: Mutex::new(Ok(columns)),
    };
    rayon::scope(|scope| {
        for _ in 1..threads.min(points.div_ceil(share)) {
            scope.spawn(|_| work.run());
        }
        work.run();
    });
    let Work { stop, found, .. } = work;
    let columns = found.into_inner().unwrap_or_else(PoisonError::into_inner)?;
    Ok((!stop.into_inner() && watch.go_on(points)).then_some(columns))
}

fn fold_of(name: &str) -> Result<Fold, Error> {
    Ok(match name {
        "last" => Fold::Last,
        "count" => Fold::Count,
        "sum" => Fold::Sum,
        "mean" => Fold::Mean,
        "max" => Fold::Max,
        "min" => Fold::Min,
        _ => return Err(Error::new(Code::Usage, format!("'{name}' is no fold"))),
    })
}

fn grid_of(
    NativePlan { plan, limits }: &NativePlan,
    names: Vec<String>,
    values: Vec<Value>,
    axes: Vec<String>,
    along: Vec<Vec<Value>>,
    places: &[u32],
) -> Result<Grid, Error> {
    let misfit = || Error::new(Code::Internal, "places that are not on the axes");
    if axes.is_empty() || axes.len() != along.len() || !places.len().is_multiple_of(axes.len()) {
        return Err(misfit());
    }
    if places
        .chunks_exact(along.len())
        .flat_map(|point| point.iter().zip(&along))
        .any(|(&place, axis)| place as usize >= axis.len())
    {
        return Err(misfit());
    }
    let values_of = |values: Vec<Value>| values.into_iter().map(value_of).collect();
    Ok(Grid {
        plan: plan.clone(),
        limits: limits.clone(),
        fixed: names.into_iter().zip(values.into_iter().map(value_of)).collect(),
        axes: axes.into_iter().zip(along.into_iter().map(values_of)).collect(),
        places: places.to_vec(),
    })
}

/// Starts a sweep on the shared threads, or where `threads` is not 0 on so many of its own, from copies of the inputs.
/// Results and work may take `bytes` together. `report` is given a column for each output and
/// then each alert, with a value for each point. `places` are the values of each point on the axes, point by point.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments)]
pub fn sweep_plan(
    plan: &NativePlan,
    names: Vec<String>,
    values: Vec<Value>,
    axes: Vec<String>,
    along: Vec<Vec<Value>>,
    places: Uint32Array,
    folds: Vec<String>,
    inputs: Vec<Float64Array>,
    rows: u32,
    threads: u32,
    bytes: f64,
    level: String,
    report: ReportFunction<'_, Vec<Float64Array>>,
) -> crate::failure::Result<NativeTask> {
    let grid = grid_of(plan, names, values, axes, along, &places).map_err(failure)?;
    let folds = folds
        .iter()
        .map(|fold| fold_of(fold))
        .collect::<Result<Vec<_>, _>>()
        .map_err(failure)?;
    ta_engine::vm::sweep::check_folds(&plan.plan, &folds).map_err(failure)?;
    let way = Way {
        folds,
        bytes: bytes as u64,
        level: level_of(&level),
    };
    let copies = inputs.iter().map(|column| copied(column));
    let inputs = copies.collect::<Result<Vec<_>, _>>().map_err(failure)?;
    let into_js = |columns: Vec<Vec<f64>>| columns.into_iter().map(Float64Array::from).collect();
    let pool = pool::pool(threads as usize).map_err(failure)?;
    task::start(&pool, &report, into_js, move |watch| {
        let inputs: Vec<&[f64]> = inputs.iter().map(|column| &column[..]).collect();
        sweep(&grid, &way, &inputs, rows as usize, watch)
    })
}
