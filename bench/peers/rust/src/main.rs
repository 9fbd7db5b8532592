//! Races against wickra from Rust: the same bars on both sides, in turn, round by round, one thread.
//!
//! `peers batch PLAN BARS ROWS ROUNDS SPEC…`    columns: a plan against wickra's fast batch path, each spec in turn
//! `peers live PLAN BARS ROWS ROUNDS`           ticks: a plan of twenty indicators against their `update` calls
//! `peers universe PLAN BARS ROWS ROUNDS`       512 symbols at each timestamp: the same for each symbol
//!
//! BARS holds ROWS doubles of each of open, high, low, close and volume. A spec is a name with its parameters, such as
//! `macd:12:26:9`. Says `check NAME OURS THEIRS`, the last value of each output that both have, and `round OURS THEIRS`,
//! seconds of all rows (batch) or of one tick or timestamp.

mod batch;
mod live;

use std::sync::Arc;
use ta_engine::{Limits, Plan, Program, cpu};
use wickra::Candle;

/// Columns of bars.
pub struct Bars {
    pub open: Vec<f64>,
    pub high: Vec<f64>,
    pub low: Vec<f64>,
    pub close: Vec<f64>,
    pub volume: Vec<f64>,
    /// The same as wickra takes them.
    pub candles: Vec<Candle>,
}

impl Bars {
    fn read(path: &str, rows: usize) -> Bars {
        let bytes = std::fs::read(path).expect("a file of bars");
        assert_eq!(bytes.len(), rows * 5 * 8, "five columns of doubles");
        let values: Vec<f64> = bytes
            .as_chunks()
            .0
            .iter()
            .map(|&chunk| f64::from_le_bytes(chunk))
            .collect();
        let column = |index: usize| values[index * rows..][..rows].to_vec();
        let [open, high, low, close, volume] = [0, 1, 2, 3, 4].map(column);
        let candles = (0..rows)
            .map(|row| {
                Candle::new(
                    open[row],
                    high[row],
                    low[row],
                    close[row],
                    volume[row],
                    row as i64,
                )
                .expect("a sound bar")
            })
            .collect();
        Bars {
            open,
            high,
            low,
            close,
            volume,
            candles,
        }
    }

    pub fn field(&self, name: &str) -> &[f64] {
        match name {
            "open" => &self.open,
            "high" => &self.high,
            "low" => &self.low,
            "close" => &self.close,
            _ => &self.volume,
        }
    }
}

fn program(path: &str) -> Arc<Program> {
    let bytes = std::fs::read(path).expect("a plan's file");
    let plan = Plan::load(&bytes, &Limits::default()).expect("the plan is sound");
    Program::bind(plan, &[], &Limits::default(), cpu::best()).expect("its defaults are sound")
}

/// Both sides in turn; who begins changes, for what one leaves in the caches to be no advantage.
pub fn rounds(count: usize, mut ours: impl FnMut() -> f64, mut theirs: impl FnMut() -> f64) {
    ours();
    theirs();
    for round in 0..count {
        let (a, b) = if round % 2 == 0 {
            let a = ours();
            (a, theirs())
        } else {
            let b = theirs();
            (ours(), b)
        };
        println!("round {a:e} {b:e}");
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [job, plan, bars, rows, count, specs @ ..] = &arguments[..] else {
        panic!("a job, a plan, bars, rows and rounds");
    };
    let program = program(plan);
    let bars = Bars::read(bars, rows.parse().expect("rows"));
    let count = count.parse().expect("rounds");
    match job.as_str() {
        "batch" => batch::race(&program, &bars, count, specs),
        "live" => live::ticks(&program, &bars, count),
        "universe" => live::timestamps(&program, &bars, count),
        _ => panic!("no job {job}"),
    }
}
