//! A plan over a grid of parameters.

use crate::columns::copied;
use crate::failure::failure;
use crate::plan::{NativePlan, level_of, value_of};
use crate::pool;
use crate::task::{self, NativeTask, ReportFunction};
use napi::bindgen_prelude::{Either3, Float64Array, Uint32Array};
use napi_derive::napi;
use std::sync::Mutex;
use ta_engine::vm::sweep::check_folds;
use ta_engine::{Budget, Fold, Grid, Way};

type Value = Either3<f64, bool, String>;

/// Starts a sweep on the shared threads, or where `threads` is not 0 on so many of its own, from copies of the inputs.
/// Results and work may take `bytes` together, and the whole of it `work` rows of lanes and so many `milliseconds`. `report` is given a column for each output and
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
    work: f64,
    milliseconds: f64,
    level: String,
    report: ReportFunction<'_, Vec<Float64Array>>,
) -> crate::failure::Result<NativeTask> {
    let values_of = |values: Vec<Value>| values.into_iter().map(value_of).collect::<Vec<_>>();
    let fixed = names.into_iter().zip(values_of(values)).collect();
    let axes = axes.into_iter().zip(along.into_iter().map(values_of)).collect();
    let grid = Grid::new(&plan.plan, &plan.limits, fixed, axes, places.to_vec()).map_err(failure)?;
    let folds = folds.iter().map(|fold| Fold::named(fold));
    let folds = folds.collect::<Result<Vec<_>, _>>().map_err(failure)?;
    check_folds(&plan.plan, &folds).map_err(failure)?;
    let way = Way {
        folds,
        bytes: bytes as u64,
        // A cast takes the nearest: infinite is the greatest there is.
        budget: Budget {
            work: work as u64,
            milliseconds,
        },
        level: level_of(&level),
    };
    let copies = inputs.iter().map(|column| copied(column));
    let inputs = copies.collect::<Result<Vec<_>, _>>().map_err(failure)?;
    let into_js = |columns: Vec<Vec<f64>>| columns.into_iter().map(Float64Array::from).collect();
    let pool = pool::pool(threads as usize).map_err(failure)?;
    task::start(&pool, &report, into_js, move |watch| {
        let inputs: Vec<&[f64]> = inputs.iter().map(|column| &column[..]).collect();
        let watch = Mutex::new(watch);
        // Whoever finds another thread telling leaves it to that one.
        grid.run(&way, rows as usize, &inputs, &|points| {
            watch.try_lock().map_or(true, |mut watch| watch.go_on(points))
        })
    })
}
