//! Every kernel against its definition in exact arithmetic, on ordinary data and on data made to break it:
//! a value is within the bound that `spec/kernels.toml` publishes, missing exactly where the definition is,
//! and never infinite or -0.

mod bounds;
mod cases;
mod exact;
mod oracle;
mod report;
mod run;
mod series;
#[path = "../support/mod.rs"]
mod support;
mod table;

use bounds::{beyond, bound_of, evaluate};
use cases::{Grid, for_each};
use exact::Big;
use oracle::{Due, Known, due};
use run::{Case, Missing};
use std::sync::atomic::{AtomicUsize, Ordering};
use ta_engine::generated::kernels::{Op, SIGNATURES};

/// The largest share of its bound that an error came to, and where.
#[derive(Clone, Default)]
pub struct Worst {
    pub share: f64,
    pub place: String,
}

/// What was found of one kernel.
pub struct Tally {
    pub op: Op,
    /// Values compared that are a number or a known condition.
    pub values: usize,
    /// Against the bound on ordinary data, where there is one; else against the bound.
    pub ordinary: Worst,
    pub hostile: Worst,
    failures: Vec<String>,
}

/// How many failures are told of a kernel.
const TOLD: usize = 4;

impl Tally {
    fn new(op: Op) -> Tally {
        Tally {
            op,
            values: 0,
            ordinary: Worst::default(),
            hostile: Worst::default(),
            failures: vec![],
        }
    }

    fn fail(&mut self, case: &Case, row: usize, what: &str) {
        if self.failures.len() < TOLD {
            self.failures
                .push(format!("{} at row {row}: {what}", place(case)));
        }
    }

    fn number(&mut self, case: &Case, row: usize, got: f64, known: &Known) {
        if got.is_nan() {
            if !beyond(case.op, &case.scalars, known) {
                let want = known.value.towards_zero();
                self.fail(case, row, &format!("missing, and should be {want:e}"));
            }
            return;
        }
        self.values += 1;
        let error = known.value.minus(&Big::of(got)).size();
        let published = bound_of(case.op);
        let general = evaluate(published.bound, &case.scalars, known);
        let ordinary = published.ordinary.filter(|_| case.ordinary);
        let ordinary = ordinary.map(|terms| evaluate(terms, &case.scalars, known));
        for bound in [Some(&general), ordinary.as_ref()].into_iter().flatten() {
            // A bound that divides by zero bounds nothing.
            if bound.as_ref().is_none_or(|bound| error.compared(bound).is_gt()) {
                let [want, error] = [&known.value, &error].map(Big::towards_zero);
                let bound = bound.as_ref().map_or(f64::INFINITY, Big::towards_zero);
                self.fail(
                    case,
                    row,
                    &format!("{got:e} is {error:e} from {want:e}, the bound is {bound:e}"),
                );
            }
        }
        let Some(bound) = ordinary.unwrap_or(general).filter(|bound| !bound.is_zero()) else {
            return;
        };
        let share = error.over(&bound).towards_zero();
        let worst = if case.ordinary {
            &mut self.ordinary
        } else {
            &mut self.hostile
        };
        if share > worst.share {
            *worst = Worst {
                share,
                place: place(case),
            };
        }
    }

    fn row(&mut self, case: &Case, row: usize, got: f64, due: &Due) {
        if got.is_infinite() || (got == 0.0 && got.is_sign_negative()) {
            self.fail(case, row, &format!("{got:e} is no value of a register"));
            return;
        }
        match due {
            Due::Missing if !got.is_nan() => self.fail(case, row, &format!("{got:e}, and should be missing")),
            Due::Missing => {}
            Due::Number(known) => self.number(case, row, got, known),
            Due::Condition(want) => {
                self.values += usize::from(*want != 2);
                if got != f64::from(*want) {
                    self.fail(case, row, &format!("{got}, and should be {want} (2: unknown)"));
                }
            }
        }
    }
}

fn place(case: &Case) -> String {
    let scalars: Vec<String> = case.scalars.iter().map(|scalar| format!("{scalar:.4}")).collect();
    let scalars: Vec<&str> = scalars
        .iter()
        .map(|text| text.trim_end_matches('0').trim_end_matches('.'))
        .collect();
    let missing = match case.missing {
        Missing::Rows => String::new(),
        Missing::Observed => ", observed".into(),
        Missing::MinSamples(least) => format!(", min_samples {least}"),
    };
    format!("{} ({}{missing})", case.series, scalars.join(", "))
}

/// The rows of a case that are compared: around the first complete window, the last, and some between.
fn asked(case: &Case, compared: usize) -> Vec<usize> {
    let n = case
        .scalars
        .first()
        .map_or(1, |&n| n.max(1.0) as usize)
        .min(case.rows);
    let each = (compared * 64 / n.max(64)).max(6).min(case.rows);
    let mut rows: Vec<usize> = (0..each).map(|at| at * case.rows / each).collect();
    rows.extend(
        [n.saturating_sub(2), n - 1, n, case.rows - 1]
            .into_iter()
            .filter(|&row| row < case.rows),
    );
    rows.sort_unstable();
    rows.dedup();
    rows
}

fn tally(op: Op, grid: &Grid) -> Tally {
    let mut tally = Tally::new(op);
    let signature = ta_engine::plan::signature_of(op);
    let remembers = signature.policy || signature.anchored || !signature.params.is_empty();
    for_each(op, grid, |case| {
        let rows = match remembers {
            true => asked(&case, grid.compared),
            false => (0..case.rows).collect(),
        };
        let got = run::run(&case);
        let due = due(&case, &rows, &got, &|known| beyond(op, &case.scalars, known));
        for (row, due) in rows.into_iter().zip(due) {
            tally.row(&case, row, got[row], &due);
        }
    });
    tally
}

/// Every kernel of the table, over two threads.
fn tallies(grid: &Grid) -> Vec<Tally> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut mine = Vec::new();
        while let Some(signature) = SIGNATURES.get(next.fetch_add(1, Ordering::Relaxed)) {
            if !signature.body {
                mine.push(tally(signature.op, grid));
            }
        }
        mine
    };
    let mut all: Vec<Tally> = std::thread::scope(|scope| {
        let threads = [scope.spawn(work), scope.spawn(work)];
        threads
            .into_iter()
            .flat_map(|thread| thread.join().expect("no case panics"))
            .collect()
    });
    all.sort_by_key(|tally| tally.op);
    all
}

fn hold(tallies: &[Tally]) {
    let mut broken = String::new();
    for tally in tallies {
        let name = ta_engine::plan::signature_of(tally.op).name;
        if tally.values < 2 {
            broken += &format!("{name}: only {} values were compared\n", tally.values);
        }
        for failure in &tally.failures {
            broken += &format!("{name}: {failure}\n");
        }
    }
    assert!(broken.is_empty(), "{broken}");
}

#[test]
fn every_kernel_keeps_its_bound() {
    hold(&tallies(&Grid {
        rows: 700,
        lengths: &[1, 2, 3, 7, 20, 63, 255, 701],
        longest_sampled: 63,
        pairs: 500,
        compared: 8,
        thorough: false,
        sparse: false,
    }));
}

/// A million rows, and many more of what is random; its findings are spec/reference/accuracy.md.
#[test]
#[ignore = "slow"]
fn every_kernel_keeps_its_bound_over_a_million_rows() {
    let mut short = tallies(&Grid {
        rows: 1400,
        lengths: &[1, 2, 5, 31, 64, 255, 1401],
        longest_sampled: 255,
        pairs: 20_000,
        compared: 24,
        thorough: true,
        sparse: false,
    });
    hold(&short);
    let long = tallies(&Grid {
        rows: 1_000_000,
        lengths: &[20, 255, 5000],
        // Of a million windows with gaps each would be computed anew.
        longest_sampled: 0,
        pairs: 1000,
        compared: 30,
        thorough: false,
        sparse: true,
    });
    hold(&long);
    for (short, long) in short.iter_mut().zip(long) {
        short.values += long.values;
        for (worst, other) in [
            (&mut short.ordinary, long.ordinary),
            (&mut short.hostile, long.hostile),
        ] {
            if other.share > worst.share {
                *worst = other;
            }
        }
    }
    report::hold(&short);
}
