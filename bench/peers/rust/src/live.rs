//! Ticks: twenty indicators, one bar at a time. wickra's are fields of one struct, whose `update` calls the compiler
//! sees through: nothing is boxed, and nothing is written but a sum that keeps the values from being left out.

use crate::{Bars, rounds};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;
use ta_engine::{Program, Session, Universe};
use wickra::{
    Adx, Atr, BollingerBands, Candle, Cci, ChaikinMoneyFlow, Dema, Donchian, Ema, Indicator,
    LinearRegression, MacdIndicator, Mfi, Mom, Obv, Roc, Rsi, Sma, StdDev, Tema, WilliamsR, Wma,
};

/// Symbols of a universe.
const SYMBOLS: usize = 512;
/// Timestamps that a round of a universe has.
const TIMESTAMPS: usize = 40;
/// Ticks of a round.
const TICKS: usize = 20_000;
/// Rows before the first round, so that every indicator has values.
const WARM: usize = 2_000;

macro_rules! twenty {
    ($($name:ident: $kind:ty = $new:expr, $input:ident => |$value:ident| [$($label:literal $part:expr),+];)*) => {
        /// wickra's twenty.
        struct Twenty {
            $($name: $kind,)*
        }

        impl Twenty {
            fn new() -> Twenty {
                Twenty { $($name: $new,)* }
            }

            /// All of them, a bar further. Gives what keeps their values.
            #[inline(always)]
            fn update(&mut self, candle: Candle) {
                $(black_box(self.$name.update(twenty!(@$input candle)));)*
            }

            /// The same, with each value under the name of our output.
            fn named(&mut self, candle: Candle) -> Vec<(&'static str, f64)> {
                let mut found = Vec::new();
                $(if let Some($value) = self.$name.update(twenty!(@$input candle)) {
                    $(found.push(($label, $part));)+
                })*
                found
            }
        }
    };
    (@close $candle:ident) => { $candle.close };
    (@bar $candle:ident) => { $candle };
}

const SOUND: &str = "a sound length";

twenty! {
    sma: Sma = Sma::new(20).expect(SOUND), close => |v| ["sma" v];
    ema: Ema = Ema::new(20).expect(SOUND), close => |v| ["ema" v];
    wma: Wma = Wma::new(20).expect(SOUND), close => |v| ["wma" v];
    dema: Dema = Dema::new(20).expect(SOUND), close => |v| ["dema" v];
    tema: Tema = Tema::new(20).expect(SOUND), close => |v| ["tema" v];
    rsi: Rsi = Rsi::new(14).expect(SOUND), close => |v| ["rsi" v];
    macd: MacdIndicator = MacdIndicator::new(12, 26, 9).expect(SOUND), close =>
        |v| ["macd.macd" v.macd, "macd.macdsignal" v.signal, "macd.macdhist" v.histogram];
    bands: BollingerBands = BollingerBands::new(20, 2.0).expect(SOUND), close =>
        |v| ["bbands.upperband" v.upper, "bbands.middleband" v.middle, "bbands.lowerband" v.lower];
    deviation: StdDev = StdDev::new(20).expect(SOUND), close => |v| ["stddev" v];
    atr: Atr = Atr::new(14).expect(SOUND), bar => |v| ["atr" v];
    cci: Cci = Cci::new(20).expect(SOUND), bar => |v| ["cci" v];
    obv: Obv = Obv::new(), bar => |v| ["obv" v];
    mfi: Mfi = Mfi::new(14).expect(SOUND), bar => |v| ["mfi" v];
    williams: WilliamsR = WilliamsR::new(14).expect(SOUND), bar => |v| ["willr" v];
    adx: Adx = Adx::new(14).expect(SOUND), bar => |v| ["adx" v.adx];
    roc: Roc = Roc::new(10).expect(SOUND), close => |v| ["roc" v];
    mom: Mom = Mom::new(10).expect(SOUND), close => |v| ["mom" v];
    donchian: Donchian = Donchian::new(20).expect(SOUND), bar => |v| ["donchian.upperband" v.upper, "donchian.middleband" v.middle, "donchian.lowerband" v.lower];
    regression: LinearRegression = LinearRegression::new(14).expect(SOUND), close => |v| ["linearreg" v];
    flow: ChaikinMoneyFlow = ChaikinMoneyFlow::new(20).expect(SOUND), bar => |v| ["cmf" v];
}

/// Bars as rows of the plan's inputs, one after another.
fn rows_of(program: &Program, bars: &Bars) -> Vec<f64> {
    let columns: Vec<&[f64]> = program.inputs().map(|input| bars.field(input.field)).collect();
    (0..bars.close.len())
        .flat_map(|row| columns.iter().map(move |column| column[row]))
        .collect()
}

/// Says what both have of the outputs, by name.
fn check(program: &Program, outputs: &[f64], theirs: &[(&'static str, f64)]) {
    for (output, ours) in program.outputs().zip(outputs) {
        if let Some((name, theirs)) = theirs.iter().find(|(name, _)| *name == output.name) {
            println!("check {name} {ours:e} {theirs:e}");
        } else {
            println!("check {} {ours:e} NaN", output.name);
        }
    }
}

/// One symbol, tick by tick; the bars go round.
pub fn ticks(program: &Arc<Program>, bars: &Bars, count: usize) {
    let width = program.inputs().len();
    let rows = rows_of(program, bars);
    let mut session = Session::open(program);
    let mut outputs = vec![0.0; program.outputs().len()];
    let mut alerts = vec![0; program.alerts().len()];
    let mut peer = Twenty::new();
    let bar = |at: usize| &rows[at % bars.close.len() * width..][..width];
    let candle = |at: usize| bars.candles[at % bars.candles.len()];
    let mut theirs = Vec::new();
    for at in 0..WARM {
        session
            .push(bar(at), &mut outputs, &mut alerts)
            .expect("a finite bar");
        theirs = peer.named(candle(at));
    }
    check(program, &outputs, &theirs);
    let (mut a, mut b) = (WARM, WARM);
    rounds(
        count,
        || {
            let begin = Instant::now();
            for _ in 0..TICKS {
                session
                    .push(bar(a), &mut outputs, &mut alerts)
                    .expect("a finite bar");
                black_box((&outputs, &alerts));
                a += 1;
            }
            begin.elapsed().as_secs_f64() / TICKS as f64
        },
        || {
            let begin = Instant::now();
            for _ in 0..TICKS {
                peer.update(candle(b));
                b += 1;
            }
            begin.elapsed().as_secs_f64() / TICKS as f64
        },
    );
}

/// Many symbols, timestamp by timestamp: each goes through the bars from a place of its own.
pub fn timestamps(program: &Arc<Program>, bars: &Bars, count: usize) {
    let width = program.inputs().len();
    let rows = rows_of(program, bars);
    let length = bars.close.len();
    let place = |symbol: usize, at: usize| (symbol * 389 + at) % length;
    let mut universe = Universe::open(program, SYMBOLS, u64::MAX).expect("their state fits");
    let symbols: Vec<u32> = (0..SYMBOLS as u32).collect();
    let mut outputs = vec![0.0; program.outputs().len() * SYMBOLS];
    let mut alerts = vec![0; program.alerts().len() * SYMBOLS];
    let mut peers: Vec<Twenty> = symbols.iter().map(|_| Twenty::new()).collect();
    let mut bar = vec![0.0; width * SYMBOLS];
    // Both sides are handed a timestamp's bars one after another, as a feed brings them.
    let fill = |bar: &mut [f64], at: usize| {
        for (symbol, values) in bar.chunks_exact_mut(width).enumerate() {
            values.copy_from_slice(&rows[place(symbol, at) * width..][..width]);
        }
    };
    let mut theirs = Vec::new();
    for at in 0..WARM {
        fill(&mut bar, at);
        universe
            .push_all(&symbols, &bar, &mut outputs, &mut alerts)
            .expect("finite bars");
        for (symbol, peer) in peers.iter_mut().enumerate() {
            theirs = peer.named(bars.candles[place(symbol, at)]);
        }
    }
    let own = outputs.len() - program.outputs().len();
    check(program, &outputs[own..], &theirs);
    let (mut a, mut b) = (WARM, WARM);
    let mut candles = bars.candles[..SYMBOLS].to_vec();
    rounds(
        count,
        || {
            let mut spent = 0.0;
            for _ in 0..TIMESTAMPS {
                fill(&mut bar, a);
                let begin = Instant::now();
                universe
                    .push_all(&symbols, &bar, &mut outputs, &mut alerts)
                    .expect("finite bars");
                black_box((&outputs, &alerts));
                spent += begin.elapsed().as_secs_f64();
                a += 1;
            }
            spent / TIMESTAMPS as f64
        },
        || {
            let mut spent = 0.0;
            for _ in 0..TIMESTAMPS {
                for (symbol, candle) in candles.iter_mut().enumerate() {
                    *candle = bars.candles[place(symbol, b)];
                }
                let begin = Instant::now();
                for (peer, &candle) in peers.iter_mut().zip(&candles) {
                    peer.update(candle);
                }
                spent += begin.elapsed().as_secs_f64();
                b += 1;
            }
            spent / TIMESTAMPS as f64
        },
    );
}
