//! Columns: buffers are reused on both sides, and neither allocates while it is timed.

use crate::{Bars, rounds};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;
use ta_engine::kernels::BLOCK;
use ta_engine::{Batch, OutputColumn, Program};
use wickra::{Atr, BollingerBands, Cci, Ema, Indicator, MacdIndicator, Roc, Rsi, Sma, StdDev, Wma};

/// An indicator with its buffer.
trait Peer {
    /// A whole series, from a fresh state, by the fastest way that there is.
    fn run(&mut self, bars: &Bars);
    /// The last row's values, in our order.
    fn last(&self) -> Vec<f64>;
}

/// One that takes closes.
struct Scalar<I>(I, Vec<f64>);

impl<I: Indicator<Input = f64, Output = f64>> Peer for Scalar<I> {
    fn run(&mut self, bars: &Bars) {
        self.0.reset();
        self.0.batch_fast_into(&bars.close, &mut self.1);
    }
    fn last(&self) -> Vec<f64> {
        self.1.last().copied().into_iter().collect()
    }
}

/// One that takes candles.
struct OfCandles<I>(I, Vec<f64>);

impl<I: Indicator<Input = wickra::Candle, Output = f64>> Peer for OfCandles<I> {
    fn run(&mut self, bars: &Bars) {
        self.0.reset();
        self.0.batch_fast_into(&bars.candles, &mut self.1);
    }
    fn last(&self) -> Vec<f64> {
        self.1.last().copied().into_iter().collect()
    }
}

impl Peer for (Atr, Vec<f64>) {
    fn run(&mut self, bars: &Bars) {
        self.0.reset();
        self.0
            .batch_atr_fast_into(&bars.high, &bars.low, &bars.close, &mut self.1);
    }
    fn last(&self) -> Vec<f64> {
        self.1.last().copied().into_iter().collect()
    }
}

impl Peer for (MacdIndicator, Vec<f64>) {
    fn run(&mut self, bars: &Bars) {
        self.0.reset();
        self.0.batch_macd_fast_into(&bars.close, &mut self.1);
    }
    fn last(&self) -> Vec<f64> {
        self.1[self.1.len() - 3..].to_vec()
    }
}

impl Peer for (BollingerBands, Vec<f64>) {
    fn run(&mut self, bars: &Bars) {
        self.0.reset();
        self.0.batch_bands_fast_into(&bars.close, &mut self.1);
    }
    fn last(&self) -> Vec<f64> {
        // Upper, middle, lower, and a deviation that nobody asked for.
        self.1[self.1.len() - 4..][..3].to_vec()
    }
}

fn peer(spec: &str, rows: usize) -> Box<dyn Peer> {
    let mut parts = spec.split(':');
    let name = parts.next().expect("a name");
    let numbers: Vec<f64> = parts.map(|part| part.parse().expect("a number")).collect();
    let n = numbers[0] as usize;
    let out = || vec![0.0; rows];
    const SOUND: &str = "a sound length";
    match name {
        "sma" => Box::new(Scalar(Sma::new(n).expect(SOUND), out())),
        "ema" => Box::new(Scalar(Ema::new(n).expect(SOUND), out())),
        "wma" => Box::new(Scalar(Wma::new(n).expect(SOUND), out())),
        "rsi" => Box::new(Scalar(Rsi::new(n).expect(SOUND), out())),
        "roc" => Box::new(Scalar(Roc::new(n).expect(SOUND), out())),
        "stddev" => Box::new(Scalar(StdDev::new(n).expect(SOUND), out())),
        "cci" => Box::new(OfCandles(Cci::new(n).expect(SOUND), out())),
        "atr" => Box::new((Atr::new(n).expect(SOUND), out())),
        "macd" => Box::new((
            MacdIndicator::new(n, numbers[1] as usize, numbers[2] as usize).expect(SOUND),
            vec![0.0; 3 * rows],
        )),
        "bbands" => Box::new((
            BollingerBands::new(n, numbers[1]).expect(SOUND),
            vec![0.0; 4 * rows],
        )),
        _ => panic!("wickra's {name} is not raced"),
    }
}

/// A plan, whose outputs are those of the specs in their order, against each spec in turn.
pub fn race(program: &Arc<Program>, bars: &Bars, count: usize, specs: &[String]) {
    let rows = bars.close.len();
    let inputs: Vec<&[f64]> = program.inputs().map(|input| bars.field(input.field)).collect();
    let mut values = vec![vec![0.0; rows]; program.outputs().len()];
    let mut batch = Batch::new(program);
    let mut run = |values: &mut Vec<Vec<f64>>| {
        let begin = Instant::now();
        batch.reset();
        let mut outputs: Vec<OutputColumn<'_>> = values
            .iter_mut()
            .map(|column| OutputColumn::Float(column))
            .collect();
        batch
            .run(rows, &inputs, &mut outputs, &mut [], BLOCK)
            .expect("finite columns");
        black_box(&outputs);
        begin.elapsed().as_secs_f64()
    };
    let mut peers: Vec<Box<dyn Peer>> = specs.iter().map(|spec| peer(spec, rows)).collect();
    let all = |peers: &mut Vec<Box<dyn Peer>>| {
        let begin = Instant::now();
        for peer in peers.iter_mut() {
            peer.run(bars);
        }
        black_box(peers.len());
        begin.elapsed().as_secs_f64()
    };
    run(&mut values);
    all(&mut peers);
    let theirs = peers.iter().zip(specs).flat_map(|(peer, spec)| {
        let last = peer.last();
        last.into_iter().map(move |value| (spec, value))
    });
    let theirs: Vec<_> = theirs.collect();
    assert_eq!(theirs.len(), values.len(), "outputs of the plan and of the specs");
    for ((spec, theirs), ours) in theirs.iter().zip(&values) {
        println!("check {spec} {:e} {theirs:e}", ours[rows - 1]);
    }
    rounds(count, || run(&mut values), || all(&mut peers));
}
