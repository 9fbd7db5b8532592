//! Grids: each point has the results of its own run, and nothing runs beyond what the host allows the whole.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::{Random, column, sample};
use ta_engine::{Budget, Code, Error, Fold, Grid, Limits, ParamValue, Plan, Program, Sweep, Way, cpu};

const ROWS: usize = 20_000;
const FOLDS: [Fold; 4] = [Fold::Last, Fold::Mean, Fold::Last, Fold::Count];

fn grid(plan: &Arc<Plan>, points: u32) -> Grid {
    let values = (0..points).map(|at| ParamValue::Float(f64::from(at) / 10.0));
    let axes = vec![("width".to_owned(), values.collect())];
    let fixed = vec![("n".to_owned(), ParamValue::Int(7))];
    Grid::new(plan, &Limits::default(), fixed, axes, (0..points).collect()).unwrap()
}

fn way(budget: Budget) -> Way {
    Way {
        folds: FOLDS.to_vec(),
        bytes: 1 << 30,
        budget,
        level: cpu::best(),
    }
}

fn bars(plan: &Plan) -> Vec<Vec<f64>> {
    let mut random = Random(3);
    let columns = plan.inputs().iter().map(|_| column(&mut random, ROWS, 10));
    columns.collect()
}

fn run(
    points: u32,
    way: &Way,
    watch: &(dyn Fn(usize) -> bool + Sync),
) -> Result<Option<Vec<Vec<f64>>>, Error> {
    let plan = sample().plan();
    let bars = bars(&plan);
    let inputs: Vec<&[f64]> = bars.iter().map(Vec::as_slice).collect();
    grid(&plan, points).run(way, ROWS, &inputs, watch)
}

#[test]
fn a_point_of_a_grid_is_a_sweep_of_that_point_alone() {
    let plan = sample().plan();
    let bars = bars(&plan);
    let inputs: Vec<&[f64]> = bars.iter().map(Vec::as_slice).collect();
    let told = AtomicUsize::new(0);
    let found = run(40, &way(Budget::default()), &|points| {
        told.fetch_max(points, Ordering::Relaxed);
        true
    });
    let found = found.unwrap().unwrap();
    assert_eq!(told.into_inner(), 40);
    for at in 0..40 {
        let point = [
            ("width", ParamValue::Float(f64::from(at) / 10.0)),
            ("n", ParamValue::Int(7)),
        ];
        let alone = Sweep::new(&plan, &[&point], &FOLDS, &Limits::default(), cpu::best()).unwrap();
        let alone = alone.run(ROWS, &inputs, &mut |_| true).unwrap().unwrap();
        let bits = |values: &mut dyn Iterator<Item = f64>| values.map(f64::to_bits).collect::<Vec<_>>();
        assert_eq!(
            bits(&mut found.iter().map(|column| column[at as usize])),
            bits(&mut alone.into_iter())
        );
    }
}

#[test]
fn work_is_the_sum_of_what_the_points_do_alone() {
    let plan = sample().plan();
    let lanes: usize = (0..12)
        .map(|at| {
            let point = [
                ("width", ParamValue::Float(f64::from(at) / 10.0)),
                ("n", ParamValue::Int(7)),
            ];
            let bound = Program::bind(plan.clone(), &point, &Limits::default(), cpu::best()).unwrap();
            bound.lanes()
        })
        .sum();
    let within = |work: usize| {
        let budget = Budget {
            work: work as u64,
            ..Budget::default()
        };
        run(12, &way(budget), &|_| true)
    };
    assert!(within(ROWS * lanes).unwrap().is_some());
    assert_eq!(within(ROWS * lanes - 1).unwrap_err().code, Code::OverBudget);
}

#[test]
fn no_time_gives_nothing_and_an_end_far_away_changes_nothing() {
    let within = |milliseconds: f64| {
        let budget = Budget {
            milliseconds,
            ..Budget::default()
        };
        run(12, &way(budget), &|_| true)
    };
    assert_eq!(within(0.0).unwrap_err().code, Code::OverBudget);
    let free = run(12, &way(Budget::default()), &|_| true).unwrap().unwrap();
    let bits = |columns: &[Vec<f64>]| -> Vec<u64> {
        columns.iter().flatten().map(|value| value.to_bits()).collect()
    };
    assert_eq!(bits(&within(1e12).unwrap().unwrap()), bits(&free));
}

#[test]
fn whoever_watches_ends_it_and_faults_are_said_before_anything_runs() {
    assert!(run(12, &way(Budget::default()), &|_| false).unwrap().is_none());
    let plan = sample().plan();
    let axes = || vec![("n".to_owned(), vec![ParamValue::Int(7), ParamValue::Int(-1)])];
    let made = |places: Vec<u32>| Grid::new(&plan, &Limits::default(), vec![], axes(), places);
    assert_eq!(made(vec![2]).unwrap_err().code, Code::Usage);
    let empty = Grid::new(&plan, &Limits::default(), vec![], vec![], vec![]);
    assert_eq!(empty.unwrap_err().code, Code::Usage);
    let bars = bars(&plan);
    let inputs: Vec<&[f64]> = bars.iter().map(Vec::as_slice).collect();
    let code = |way: &Way, places: Vec<u32>| {
        let run = made(places).unwrap().run(way, ROWS, &inputs, &|_| true);
        run.err().map(|error| error.code)
    };
    assert_eq!(
        code(&way(Budget::default()), vec![0, 1]),
        Some(Code::ParameterInvalid)
    );
    assert_eq!(code(&way(Budget::default()), vec![]), None);
    let mut small = way(Budget::default());
    small.bytes = 1000;
    assert_eq!(code(&small, vec![0]), Some(Code::GridTooLarge));
    let mut short = way(Budget::default());
    short.folds.pop();
    assert_eq!(code(&short, vec![0]), Some(Code::Usage));
}
