//! A plan over a grid of parameters: slices of points over threads, each slice a [`Sweep`].

use super::budget::{Budget, Deadline};
use super::sweep::{Fold, Point, Sweep, check_folds};
use crate::cpu::Level;
use crate::plan::{Limits, ParamValue, Plan};
use crate::{Code, Error};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Points between two looks at whether to go on, while they are checked.
const CHECKED: usize = 16;

/// Points of parameters, and what they are points of.
#[derive(Clone, Debug)]
pub struct Grid {
    plan: Arc<Plan>,
    limits: Limits,
    fixed: Vec<(String, ParamValue)>,
    axes: Vec<(String, Vec<ParamValue>)>,
    places: Vec<u32>,
}

/// How a grid is run.
#[derive(Clone, Debug)]
pub struct Way {
    /// What is kept of each output; alerts are counted.
    pub folds: Vec<Fold>,
    /// Bytes that results and work may take together.
    pub bytes: u64,
    /// What the whole grid may cost.
    pub budget: Budget,
    /// The instruction set to run on.
    pub level: Level,
}

/// Is told, from any thread, the points that are done; false ends the work at the next tile.
pub type GridWatch<'a> = &'a (dyn Fn(usize) -> bool + Sync);

impl Grid {
    /// The points whose values on `axes` stand at `places`, point by point; all of them have the values of `fixed` too.
    /// `limits` are what the host allows each point by itself. TA8007 for places that are not on the axes.
    pub fn new(
        plan: &Arc<Plan>,
        limits: &Limits,
        fixed: Vec<(String, ParamValue)>,
        axes: Vec<(String, Vec<ParamValue>)>,
        places: Vec<u32>,
    ) -> Result<Grid, Error> {
        let whole = !axes.is_empty() && places.len().is_multiple_of(axes.len());
        let mut along = places.iter().zip(axes.iter().cycle());
        if !whole || along.any(|(&place, (_, values))| place as usize >= values.len()) {
            return Err(Error::new(Code::Usage, "places that are not on the axes"));
        }
        Ok(Grid {
            plan: plan.clone(),
            limits: limits.clone(),
            fixed,
            axes,
            places,
        })
    }

    /// How many points there are.
    pub fn points(&self) -> usize {
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

    /// Runs every point over `rows` rows, on the threads of the rayon pool that it is called in. Gives a column for each
    /// output and then each alert, with a value for each point; `None` where `watch` ended the work.
    ///
    /// Before anything runs: TA8007 for folds that do not fit, TA8001, TA8002 and TA6013 as of [`super::program::Program::bind`],
    /// naming the point; TA8011 where even a point a thread would take more than the bytes that it may, TA8014 for more
    /// work than it may be. Then TA8014 at the next tile where time is over, and errors as of [`Sweep::run`].
    pub fn run(
        &self,
        way: &Way,
        rows: usize,
        inputs: &[&[f64]],
        watch: GridWatch<'_>,
    ) -> Result<Option<Vec<Vec<f64>>>, Error> {
        let deadline = way.budget.begin();
        check_folds(&self.plan, &way.folds)?;
        let Some(greatest) = self.check(way, rows, &deadline, watch)? else {
            return Ok(None);
        };
        let points = self.points();
        let threads = rayon::current_num_threads();
        let share = self.share(way, threads, greatest, rows, inputs.len())?;
        let width = way.folds.len() + self.plan.semantic().alerts.len();
        let columns = (0..width)
            .map(|_| column(points))
            .collect::<Result<Vec<_>, _>>()?;
        let work = Work {
            grid: self,
            way,
            share,
            rows,
            inputs,
            watch,
            deadline,
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
        deadline.check()?;
        Ok((!stop.into_inner() && watch(points)).then_some(columns))
    }

    /// Checks every point, and gives the one with most state; `None` where the work is to end.
    fn check(
        &self,
        way: &Way,
        rows: usize,
        deadline: &Deadline,
        watch: GridWatch<'_>,
    ) -> Result<Option<usize>, Error> {
        let mut greatest = (0, 0);
        let mut lanes = 0;
        for index in 0..self.points() {
            if index % CHECKED == 0 {
                deadline.check()?;
                if !watch(0) {
                    return Ok(None);
                }
            }
            let needs = Sweep::needs(&self.plan, &self.point(index), &self.limits)?;
            lanes += needs.lanes;
            way.budget.allow(rows, lanes)?;
            if needs.state_bytes > greatest.1 {
                greatest = (index, needs.state_bytes);
            }
        }
        Ok(Some(greatest.0))
    }

    /// Points that one thread has at a time.
    fn share(
        &self,
        way: &Way,
        threads: usize,
        greatest: usize,
        rows: usize,
        inputs: usize,
    ) -> Result<usize, Error> {
        let points = self.points();
        if points == 0 {
            return Ok(1);
        }
        let each = Sweep::memory_bytes(&self.plan, &self.point(greatest))?.max(1);
        let alerts = self.plan.semantic().alerts.len();
        let width = self.axes.len() + way.folds.len() + alerts;
        let held = 8 * (points as u64 * width as u64 + (rows * inputs) as u64);
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

/// A column of results, or an error where there is no memory: the process must not end for it.
fn column(points: usize) -> Result<Vec<f64>, Error> {
    let mut column = Vec::new();
    column.try_reserve_exact(points).map_err(|_| {
        let message = format!("there is no memory for a column of {points} points");
        Error::new(Code::Internal, message)
    })?;
    column.resize(points, 0.0);
    Ok(column)
}

/// What threads share.
struct Work<'a> {
    grid: &'a Grid,
    way: &'a Way,
    /// Points of a slice.
    share: usize,
    rows: usize,
    inputs: &'a [&'a [f64]],
    watch: GridWatch<'a>,
    deadline: Deadline,
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
        let points = (done / self.rows.max(1) as u64) as usize;
        if !self.deadline.lasts() || !(self.watch)(points) {
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
        let Work { grid, way, rows, .. } = *self;
        let points: Vec<_> = points.map(|index| grid.point(index)).collect();
        let points: Vec<&Point<'_>> = points.iter().map(Vec::as_slice).collect();
        let sweep = Sweep::new(&grid.plan, &points, &way.folds, &grid.limits, way.level)?;
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
