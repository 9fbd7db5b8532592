//! Races from Rust, against wickra, and of two threads against one: the same bars on both sides, in turn, round by round.
//!
//! `peers batch PLAN BARS ROWS ROUNDS SPEC…`    columns: a plan against wickra's fast batch path, each spec in turn
//! `peers live PLAN BARS ROWS ROUNDS`           ticks: a plan of twenty indicators against their `update` calls
//! `peers universe PLAN BARS ROWS ROUNDS`       512 symbols at each timestamp: the same for each symbol
//! `peers panel PLAN BARS ROWS ROUNDS`          a screen of every symbol in BARS: two threads against one
//!
//! BARS holds ROWS doubles of each of open, high, low, close and volume, of one symbol, or of one after another. A spec is a name with its parameters, such as
//! `macd:12:26:9`. Says `check NAME OURS THEIRS`, the last value of each output that both have, and `round OURS THEIRS`,
//! seconds of all rows (batch, panel) or of one tick or timestamp.

mod batch;
mod live;
mod panel;

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
    /// One symbol's.
    fn of(values: &[f64], rows: usize) -> Bars {
        assert_eq!(values.len(), rows * 5, "five columns of doubles");
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

fn doubles(path: &str) -> Vec<f64> {
    let bytes = std::fs::read(path).expect("a file of bars");
    let (chunks, _) = bytes.as_chunks();
    chunks.iter().map(|&chunk| f64::from_le_bytes(chunk)).collect()
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
    let values = doubles(bars);
    let rows = rows.parse().expect("rows");
    let count = count.parse().expect("rounds");
    let bars = || Bars::of(&values, rows);
    match job.as_str() {
        "batch" => batch::race(&program, &bars(), count, specs),
        "live" => live::ticks(&program, &bars(), count),
        "universe" => live::timestamps(&program, &bars(), count),
        "panel" => panel::race(&program, &values, rows, count),
        _ => panic!("no job {job}"),
    }
}
