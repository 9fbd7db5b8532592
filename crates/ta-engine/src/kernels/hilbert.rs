//! Ehlers' dominant cycle (Rocket Science for Traders, 2001): a Hilbert transformer whose gain follows the cycle that it
//! measures, and the phase of a price in that cycle.
//!
//! Both take a smoothed price and begin with its first observed row, before which everything was 0. Differences of rows
//! are taken before anything is added up, so that a constant has components of exactly 0.

use super::elementary::atan_of_one as atan;
use super::factory::LaneSpec;
use super::machine::{Machine, each_row, known};
use super::{StateError, StateReader, StateWriter, finite};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;
use std::f64::consts::PI;

/// The transformer's coefficients.
const OUTER: f64 = 0.0962;
const INNER: f64 = 0.5769;

/// Below this what fades is zero: it must not end in subnormals.
const FLUSH: f64 = 1e-200;

/// Slots of a history, a power of two above the nine rows that the transformer looks back.
const SLOTS: usize = 16;

/// The latest rows of a series, 0 before the first.
#[derive(Clone, Copy)]
struct History([f64; SLOTS]);

impl History {
    #[inline(always)]
    fn ago(&self, at: usize, rows: usize) -> f64 {
        self.0[at.wrapping_sub(rows) % SLOTS]
    }
    /// The transformer over the rows 0, 2, 4 and 6 before the one `from` rows ago.
    #[inline(always)]
    fn transform<C: Cpu>(&self, at: usize, from: usize, gain: f64) -> f64 {
        let outer = self.ago(at, from) - self.ago(at, from + 6);
        let inner = self.ago(at, from + 2) - self.ago(at, from + 4);
        gain * C::fma(OUTER, outer, INNER * inner)
    }
    /// As [`History::transform`] from the latest row on, which is `newest`, already there or not: what depends on it need
    /// not go through memory.
    #[inline(always)]
    fn transform_newest<C: Cpu>(&self, newest: f64, at: usize, gain: f64) -> f64 {
        let outer = newest - self.ago(at, 6);
        let inner = self.ago(at, 2) - self.ago(at, 4);
        gain * C::fma(OUTER, outer, INNER * inner)
    }
    fn write(&self, at: usize, rows: usize, out: &mut StateWriter) {
        // The latest row is one before the next row's slot.
        for ago in (1..=rows).rev() {
            out.f64(self.ago(at, ago));
        }
    }
    fn read(&mut self, rows: usize, state: &mut StateReader<'_>) -> Result<(), StateError> {
        *self = History([0.0; SLOTS]);
        for slot in 0..rows {
            self.0[slot + SLOTS - rows] = known(state)?;
        }
        Ok(())
    }
}

/// Rows that the transformer remembers of each series.
const SMOOTH: usize = 6;
const DETREND: usize = 9;
const QUADRATURE: usize = 6;

/// `hilbert.period`, `hilbert.inphase` and `hilbert.quadrature`. State: the latest rows of the smoothed price, of the
/// detrended one and of the quadrature, oldest first; the phasor and the discriminator; the period and the smoothed one.
#[derive(Clone, Copy)]
pub(super) struct Hilbert {
    at: usize,
    smooth: History,
    detrend: History,
    quadrature: History,
    i2: f64,
    q2: f64,
    re: f64,
    im: f64,
    period: f64,
    smooth_period: f64,
}

const START: Hilbert = Hilbert {
    at: 0,
    smooth: History([0.0; SLOTS]),
    detrend: History([0.0; SLOTS]),
    quadrature: History([0.0; SLOTS]),
    i2: 0.0,
    q2: 0.0,
    re: 0.0,
    im: 0.0,
    period: 0.0,
    smooth_period: 0.0,
};

/// 0.2 of the new and 0.8 of the old; with `FLUSHES` 0 where what is left is next to nothing.
#[inline(always)]
fn blend<C: Cpu, const FLUSHES: bool>(new: f64, old: f64) -> f64 {
    let blended = C::fma(0.2, new, 0.8 * old);
    if FLUSHES && blended.abs() < FLUSH {
        0.0
    } else {
        blended
    }
}

/// The period that the discriminator measures, held near the one before and in 6 to 50 rows.
#[inline(always)]
fn measured(re: f64, im: f64, before: f64) -> f64 {
    let mut period = before;
    if im != 0.0 && re != 0.0 {
        period = 360.0 / (atan(im / re) * (180.0 / PI));
    }
    if period > 1.5 * before {
        period = 1.5 * before;
    }
    if period < 0.67 * before {
        period = 0.67 * before;
    }
    period.clamp(6.0, 50.0)
}

impl Hilbert {
    /// The row, with `FLUSHES` or where nothing is to be flushed: else `None`, and no row but this one's own slots differ. Where
    /// anything leaves the finite numbers history starts anew at the next row, and this one's is `None` too.
    ///
    /// What is nearly never to be flushed is looked at behind the row, lest the next one waits for it.
    #[inline(always)]
    fn turn<C: Cpu, const FLUSHES: bool>(&mut self, x: f64) -> Option<[f64; 3]> {
        let at = self.at;
        let gain = C::fma(0.075, self.period, 0.54);
        self.smooth.0[at % SLOTS] = x;
        let detrend = self.smooth.transform_newest::<C>(x, at, gain);
        self.detrend.0[at % SLOTS] = detrend;
        let q1 = self.detrend.transform_newest::<C>(detrend, at, gain);
        self.quadrature.0[at % SLOTS] = q1;
        let i1 = self.detrend.ago(at, 3);
        // Both turned by a quarter of a cycle.
        let ji = self.detrend.transform::<C>(at, 3, gain);
        let jq = self.quadrature.transform_newest::<C>(q1, at, gain);
        let q2 = blend::<C, FLUSHES>(q1 + ji, self.q2);
        let i2 = blend::<C, FLUSHES>(i1 - jq, self.i2);
        let re = blend::<C, FLUSHES>(C::fma(i2, self.i2, q2 * self.q2), self.re);
        let im = blend::<C, FLUSHES>(C::fma(i2, self.q2, -(q2 * self.i2)), self.im);
        if !FLUSHES && [i2, q2, re, im].iter().any(|value| value.abs() < FLUSH) {
            return None;
        }
        let before = self.period;
        let period = C::fma(0.2, measured(re, im, before), 0.8 * before);
        let smooth_period = C::fma(0.33, period, 0.67 * self.smooth_period);
        if ![q1, i2, q2, re, im, detrend]
            .iter()
            .all(|value| value.is_finite())
        {
            if FLUSHES {
                *self = START;
            }
            return None;
        }
        (self.i2, self.q2, self.re, self.im) = (i2, q2, re, im);
        (self.period, self.smooth_period) = (period, smooth_period);
        self.at = (at + 1) % SLOTS;
        Some([smooth_period, i1, q1].map(finite))
    }
}

impl Machine<1, 3> for Hilbert {
    fn new(_: &LaneSpec) -> Self {
        START
    }
    fn result_of(op: Op) -> usize {
        match op {
            Op::HilbertPeriod => 0,
            Op::HilbertInphase => 1,
            _ => 2,
        }
    }
    #[inline(always)]
    fn row<C: Cpu>(&mut self, [x]: [f64; 1]) -> [f64; 3] {
        self.turn::<C, false>(x)
            .or_else(|| self.turn::<C, true>(x))
            .unwrap_or([f64::NAN; 3])
    }
    /// On a copy, which stays in registers.
    #[inline(always)]
    fn rows<C: Cpu>(&mut self, operands: [&[f64]; 1], results: [&mut [f64]; 3]) {
        let mut own = *self;
        each_row::<C, Self, 1, 3>(&mut own, operands, results);
        *self = own;
    }
    #[inline(always)]
    fn peek<C: Cpu>(&mut self, operands: [f64; 1]) -> [f64; 3] {
        let mut spare = *self;
        spare.row::<C>(operands)
    }
    fn write(&self, out: &mut StateWriter) {
        self.smooth.write(self.at, SMOOTH, out);
        self.detrend.write(self.at, DETREND, out);
        self.quadrature.write(self.at, QUADRATURE, out);
        for value in [
            self.i2,
            self.q2,
            self.re,
            self.im,
            self.period,
            self.smooth_period,
        ] {
            out.f64(value);
        }
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        let mut read = START;
        read.smooth.read(SMOOTH, state)?;
        read.detrend.read(DETREND, state)?;
        read.quadrature.read(QUADRATURE, state)?;
        for value in [&mut read.i2, &mut read.q2, &mut read.re, &mut read.im] {
            *value = known(state)?;
        }
        for value in [&mut read.period, &mut read.smooth_period] {
            let offset = state.at;
            *value = known(state)?;
            if !(0.0..=50.0).contains(value) {
                return Err(StateError { offset });
            }
        }
        *self = read;
        Ok(())
    }
    fn clear(&mut self) {
        *self = START;
    }
}

/// The longest cycle.
const LONGEST: usize = 50;

/// Angles of the cycles of every length.
const ANGLES: usize = LONGEST * (LONGEST + 1) / 2;

/// Sines and cosines of the angles of a cycle of n rows, a row's share of a turn apart, from [`begins`] on.
struct Angles {
    sines: [f64; ANGLES],
    cosines: [f64; ANGLES],
}

/// Where the angles of a cycle of n rows begin.
const fn begins(n: usize) -> usize {
    n * (n - 1) / 2
}

impl Angles {
    fn new() -> Self {
        let mut table = Self {
            sines: [0.0; ANGLES],
            cosines: [0.0; ANGLES],
        };
        for n in 1..=LONGEST {
            for row in 0..n {
                let angle = row as f64 * (2.0 * PI) / n as f64;
                table.sines[begins(n) + row] = libm::sin(angle);
                table.cosines[begins(n) + row] = libm::cos(angle);
            }
        }
        table
    }
}

/// `hilbert.phase`: where the price stands in a cycle of `period` rows, in degrees from -45 to 315. State: the latest 49
/// rows of the smoothed price, oldest first, and the phase of the row before.
pub(super) struct Phase {
    at: usize,
    /// Twice, so that the latest fifty are contiguous.
    rows: Box<[f64; 2 * LONGEST]>,
    phase: f64,
    angles: Box<Angles>,
}

impl Phase {
    /// Puts a row where the oldest was.
    #[inline(always)]
    fn put(&mut self, x: f64) {
        self.rows[self.at] = x;
        self.rows[self.at + LONGEST] = x;
    }

    /// The components of a cycle over the latest n rows, less the newest row, whose own components are 0.
    #[inline(always)]
    fn components<C: Cpu>(&self, n: usize) -> (f64, f64) {
        let from = self.at + LONGEST + 1 - n;
        let rows = &self.rows[from..from + n];
        let newest = rows[n - 1];
        let angles = begins(n)..begins(n) + n;
        let (sines, cosines) = (&self.angles.sines[angles.clone()], &self.angles.cosines[angles]);
        // Four sums side by side, whose order is part of the arithmetic.
        let (mut real, mut imaginary) = ([0.0; 4], [0.0; 4]);
        for (ago, &x) in rows.iter().rev().enumerate() {
            let apart = x - newest;
            real[ago % 4] = C::fma(sines[ago], apart, real[ago % 4]);
            imaginary[ago % 4] = C::fma(cosines[ago], apart, imaginary[ago % 4]);
        }
        let sum = |[a, b, c, d]: [f64; 4]| (a + b) + (c + d);
        (sum(real), sum(imaginary))
    }

    #[inline(always)]
    fn of<C: Cpu>(&self, period: f64) -> f64 {
        // Truncated, as a period is of whole rows; beyond the longest no kernel goes.
        let n = (period + 0.5) as usize;
        if n > LONGEST || period <= 0.0 {
            return f64::NAN;
        }
        let (real, imaginary) = if n == 0 {
            (0.0, 0.0)
        } else {
            self.components::<C>(n)
        };
        let mut phase = self.phase;
        if imaginary != 0.0 {
            phase = atan(real / imaginary) * (180.0 / PI);
        } else if real < 0.0 {
            phase -= 90.0;
        } else if real > 0.0 {
            phase += 90.0;
        }
        phase += 90.0;
        // A row's share: the smoothed price is one row late.
        phase += 360.0 / period;
        if imaginary < 0.0 {
            phase += 180.0;
        }
        if phase > 315.0 {
            phase -= 360.0;
        }
        finite(phase)
    }
}

impl Machine<2, 1> for Phase {
    fn new(_: &LaneSpec) -> Self {
        Self {
            at: 0,
            rows: Box::new([0.0; 2 * LONGEST]),
            phase: 0.0,
            angles: Box::new(Angles::new()),
        }
    }
    fn result_of(_: Op) -> usize {
        0
    }
    fn bytes(_: &LaneSpec) -> u64 {
        (size_of::<[f64; 2 * LONGEST]>() + size_of::<Angles>()) as u64
    }
    #[inline(always)]
    fn row<C: Cpu>(&mut self, [x, period]: [f64; 2]) -> [f64; 1] {
        self.put(x);
        let phase = self.of::<C>(period);
        self.at = if self.at + 1 == LONGEST { 0 } else { self.at + 1 };
        self.phase = if phase.is_nan() { 0.0 } else { phase };
        [phase]
    }
    #[inline(always)]
    fn peek<C: Cpu>(&mut self, [x, period]: [f64; 2]) -> [f64; 1] {
        // The slot is the next row's, and holds what no cycle reaches.
        self.put(x);
        [self.of::<C>(period)]
    }
    fn write(&self, out: &mut StateWriter) {
        for ago in (1..LONGEST).rev() {
            out.f64(self.rows[self.at + LONGEST - ago]);
        }
        out.f64(self.phase);
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.clear();
        for slot in 0..LONGEST - 1 {
            self.at = slot;
            let x = known(state)?;
            self.put(x);
        }
        self.at = LONGEST - 1;
        self.phase = known(state)?;
        Ok(())
    }
    fn clear(&mut self) {
        self.at = 0;
        self.rows.fill(0.0);
        self.phase = 0.0;
    }
}
