//! A moving average whose length is a series, as TA-Lib's MAVP has it: of every length there may be one average, all
//! of which begin so that the first row of each is that of the longest.

use super::cell::Cell;
use super::factory::LaneSpec;
use super::machine::{Machine, count};
use super::ring::Ring;
use super::{StateError, StateReader, StateWriter, finite};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;

/// TA-Lib's types of moving average that depend on a length, by its numbers.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Sma,
    Ema,
    Wma,
    Dema,
    Tema,
    Trima,
    Kama,
    T3,
    Hma,
    Zlema,
    Rma,
}

impl Kind {
    fn new(number: f64) -> Option<Self> {
        Some(match number as u64 {
            0 | 11 => Kind::Sma,
            1 => Kind::Ema,
            2 => Kind::Wma,
            3 => Kind::Dema,
            4 => Kind::Tema,
            5 => Kind::Trima,
            6 => Kind::Kama,
            8 => Kind::T3,
            9 => Kind::Hma,
            12 => Kind::Zlema,
            13 => Kind::Rma,
            _ => return None,
        })
    }
    /// Exponential averages in a row.
    fn stages(self) -> usize {
        match self {
            Kind::Ema | Kind::Zlema | Kind::Rma | Kind::Kama => 1,
            Kind::Dema => 2,
            Kind::Tema => 3,
            Kind::T3 => 6,
            _ => 0,
        }
    }
    /// Rows before the first of an average.
    fn lookback(self, n: usize) -> usize {
        match self {
            _ if n <= 1 => 0,
            Kind::Kama => n,
            Kind::Hma => n + n.isqrt() - 2,
            Kind::Zlema => n - 1 + (n - 1) / 2,
            _ => self.stages().max(1) * (n - 1),
        }
    }
}

/// An exponential average: `y = fma(beta, y - x, x)`, seeded by the mean of its first n rows.
#[derive(Clone, Copy)]
struct Stage {
    /// The average; while seeding, the sum of the rows less the first.
    y: f64,
    first: f64,
}

impl Stage {
    /// The average of a row, the `row`-th of it from 0; missing while seeding.
    #[inline(always)]
    fn step<C: Cpu>(&mut self, x: f64, row: usize, n: usize, beta: f64) -> f64 {
        if row >= n {
            self.y = finite(C::fma(beta, self.y - x, x));
            return self.y;
        }
        if row == 0 {
            *self = Stage { y: 0.0, first: x };
        }
        self.y += x - self.first;
        if row + 1 < n {
            return f64::NAN;
        }
        self.y = finite(self.first + self.y / n as f64);
        self.y
    }
}

/// Bounds of what squared is KAMA's coefficient.
const FASTEST: f64 = 2.0 / 3.0;
const SLOWEST: f64 = 2.0 / 31.0;

/// TA-Lib's T3 within MA: its volume factor and the weights of the last four of six averages.
const FACTOR: f64 = 0.7;

/// `vary.average`. State: observed rows until all averages have begun; the last rows; and of every length, the shortest
/// first, of each of its stages the average and the first row. An average that leaves the finite numbers is missing
/// from there on.
pub(super) struct Averages {
    kind: Option<Kind>,
    least: usize,
    most: usize,
    /// Rows before the first result.
    first: usize,
    rows: usize,
    ring: Ring,
    stages: Vec<Stage>,
}

fn remembered(most: usize) -> usize {
    most + most.isqrt() + 1
}

fn shape(lane: &LaneSpec) -> (Option<Kind>, usize, usize) {
    let [least, most] = [0, 1].map(|at| (lane.scalars[at] as usize).max(1));
    (Kind::new(lane.scalars[2]).filter(|_| least <= most), least, most)
}

impl Averages {
    /// The sum of the last `count` rows from `from` rows ago on, less the newest of all, weighted by how long ago.
    #[inline(always)]
    fn weighted<C: Cpu>(&self, from: usize, count: usize, weight: impl Fn(usize) -> f64) -> f64 {
        let newest = self.ring.ago(0);
        let mut sums = [0.0; 4];
        for ago in 0..count {
            let apart = self.ring.ago(from + ago) - newest;
            sums[ago % 4] = C::fma(weight(ago), apart, sums[ago % 4]);
        }
        (sums[0] + sums[1]) + (sums[2] + sums[3])
    }

    /// The linearly weighted mean of n rows from `from` rows ago on, less the newest row.
    #[inline(always)]
    fn linear<C: Cpu>(&self, from: usize, n: usize) -> f64 {
        let total = (n * (n + 1) / 2) as f64;
        self.weighted::<C>(from, n, |ago| (n - ago) as f64) / total
    }

    /// A window's mean of its kind.
    #[inline(always)]
    fn window<C: Cpu>(&self, kind: Kind, x: f64, n: usize) -> f64 {
        let apart = match kind {
            Kind::Sma => self.weighted::<C>(0, n, |_| 1.0) / n as f64,
            Kind::Wma => self.linear::<C>(0, n),
            Kind::Trima => {
                let (a, b) = (n / 2 + 1, n.div_ceil(2));
                self.weighted::<C>(0, n, |ago| (ago + 1).min(n - ago).min(b) as f64) / (a * b) as f64
            }
            _ => {
                let root = n.isqrt();
                let mut sum = 0.0;
                for ago in 0..root {
                    let hull = C::fma(
                        2.0,
                        self.linear::<C>(ago, (n / 2).max(1)),
                        -self.linear::<C>(ago, n),
                    );
                    sum = C::fma((root - ago) as f64, hull, sum);
                }
                sum / (root * (root + 1) / 2) as f64
            }
        };
        x + apart
    }

    /// The average of length n; its stages as they are after the row go to `stages`.
    #[inline(always)]
    fn recurrence<C: Cpu>(&self, kind: Kind, x: f64, n: usize, path: f64, stages: &mut [Stage]) -> f64 {
        let begins = self.first - kind.lookback(n);
        let Some(row) = self.rows.checked_sub(begins) else {
            return f64::NAN;
        };
        if kind == Kind::Kama {
            let stage = &mut stages[0];
            if row < n {
                stage.y = x;
                return f64::NAN;
            }
            let change = (x - self.ring.ago(n)).abs();
            let ratio = if path == 0.0 { 1.0 } else { change / path };
            let root = C::fma(ratio, FASTEST - SLOWEST, SLOWEST);
            stage.y = finite(C::fma(root * root, x - stage.y, stage.y));
            return stage.y;
        }
        let beta = match kind {
            Kind::Rma => (n - 1) as f64 / n as f64,
            _ => (n - 1) as f64 / (n + 1) as f64,
        };
        let (mut value, mut row) = (x, row);
        if kind == Kind::Zlema {
            let lag = (n - 1) / 2;
            let Some(after) = row.checked_sub(lag) else {
                return f64::NAN;
            };
            (value, row) = (2.0 * x - self.ring.ago(lag), after);
        }
        let mut values = [f64::NAN; 6];
        for (stage, of) in stages.iter_mut().zip(&mut values) {
            value = stage.step::<C>(value, row, n, beta);
            *of = value;
            let Some(after) = row.checked_sub(n - 1) else {
                return f64::NAN;
            };
            row = after;
        }
        let [a, b, c, d, e, f] = values;
        match kind {
            Kind::Dema => 2.0 * a - b,
            Kind::Tema => 3.0 * (a - b) + c,
            Kind::T3 => {
                let (v, v2) = (FACTOR, FACTOR * FACTOR);
                let v3 = v2 * v;
                let older = 3.0 * (v2 + v3) * e - v3 * f;
                (1.0 + 3.0 * v + v3 + 3.0 * v2) * c + (-6.0 * v2 - 3.0 * (v + v3)) * d + older
            }
            _ => a,
        }
    }

    /// The row's result, given its length; with `keep` every length's average advances.
    #[inline(always)]
    fn of<C: Cpu>(&mut self, x: f64, n: f64, keep: bool) -> f64 {
        let Some(kind) = self.kind else {
            return f64::NAN;
        };
        self.ring.put(x);
        let n = if n >= self.least as f64 && n < self.most as f64 + 1.0 {
            n as usize
        } else {
            0
        };
        let mut result = f64::NAN;
        let stages = kind.stages();
        if stages > 0 {
            let mut path = 0.0;
            for length in 1..=self.most {
                if kind == Kind::Kama && self.ring.rows() >= length {
                    path += (self.ring.ago(length - 1) - self.ring.ago(length)).abs();
                }
                if length < self.least || length == 1 || !(keep || length == n) {
                    continue;
                }
                let at = (length - self.least) * stages;
                let mut after = [Stage { y: 0.0, first: 0.0 }; 6];
                after[..stages].copy_from_slice(&self.stages[at..at + stages]);
                let value = self.recurrence::<C>(kind, x, length, path, &mut after[..stages]);
                if keep {
                    self.stages[at..at + stages].copy_from_slice(&after[..stages]);
                }
                if length == n {
                    result = value;
                }
            }
        } else if n > 1 && self.rows >= self.first {
            result = self.window::<C>(kind, x, n);
        }
        if n == 1 {
            result = x;
        }
        let begun = self.rows >= self.first;
        if keep {
            self.ring.keep();
            self.rows = if begun {
                self.first + self.most
            } else {
                self.rows + 1
            };
        }
        if begun && n > 0 { finite(result) } else { f64::NAN }
    }
}

impl Machine<2, 1> for Averages {
    fn new(lane: &LaneSpec) -> Self {
        let (kind, least, most) = shape(lane);
        let stages = kind.map_or(0, |kind| kind.stages() * (most - least + 1));
        Self {
            kind,
            least,
            most,
            // Said by the plan, which counts warm-ups; never before the longest average has one.
            first: kind
                .map_or(0, |kind| kind.lookback(most))
                .max(lane.scalars[3] as usize),
            rows: 0,
            ring: Ring::new(remembered(most)),
            stages: vec![Stage { y: 0.0, first: 0.0 }; stages],
        }
    }
    fn result_of(_: Op) -> usize {
        0
    }
    fn bytes(lane: &LaneSpec) -> u64 {
        let (kind, least, most) = shape(lane);
        let stages = kind.map_or(0, |kind| kind.stages() * (most - least + 1));
        Ring::bytes(remembered(most)) + (stages * size_of::<Stage>()) as u64
    }
    #[inline(always)]
    fn row<C: Cpu>(&mut self, [x, n]: [f64; 2]) -> [f64; 1] {
        [self.of::<C>(x, n, true)]
    }
    #[inline(always)]
    fn peek<C: Cpu>(&mut self, [x, n]: [f64; 2]) -> [f64; 1] {
        [self.of::<C>(x, n, false)]
    }
    fn write(&self, out: &mut StateWriter) {
        self.ring.write(out);
        out.u64(self.rows as u64);
        for stage in &self.stages {
            stage.y.write(out);
            stage.first.write(out);
        }
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.ring.read(state)?;
        self.rows = count(state, (self.first + self.most) as u64)? as usize;
        for stage in &mut self.stages {
            stage.y = f64::read(state)?;
            stage.first = f64::read(state)?;
        }
        Ok(())
    }
    fn clear(&mut self) {
        self.rows = 0;
        self.ring.clear();
        self.stages.fill(Stage { y: 0.0, first: 0.0 });
    }
}
