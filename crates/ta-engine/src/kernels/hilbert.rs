//! Ehlers' dominant cycle (Rocket Science for Traders, 2001): a Hilbert transformer whose gain follows the cycle that it
//! measures, and the phase of a price in that cycle.
//!
//! Both take a smoothed price and begin with its first observed row, before which everything was 0. Differences of rows
//! are taken before anything is added up, so that a constant has components of exactly 0.

use super::elementary::{arc_tangents, atan_of_one as atan};
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
    /// A row is a chain through an arc tangent and two divisions: of two machines both are gone through at a time.
    #[inline(always)]
    fn rows_of_two<C: Cpu>(
        machines: [&mut Self; 2],
        [[x], [other_x]]: [[&[f64]; 1]; 2],
        [results, others]: [[&mut [f64]; 3]; 2],
    ) {
        let [machine, other] = machines;
        let (mut own, mut beside) = (*machine, *other);
        for (row, (&x, &other_x)) in x.iter().zip(other_x).enumerate() {
            let (of_row, of_other) = (own.row::<C>([x]), beside.row::<C>([other_x]));
            for at in 0..3 {
                results[at][row] = of_row[at];
                others[at][row] = of_other[at];
            }
        }
        (*machine, *other) = (own, beside);
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

/// Rows that are gone through side by side.
const BESIDE: usize = 4;

/// Slots of a phase's history: the longest cycle and the rows up to whole vectors.
const KEPT: usize = LONGEST.next_multiple_of(BESIDE);

/// Vectors of the angles of the cycles of every length.
const ANGLES: usize = begins(LONGEST + 1);

/// Sines and cosines of the angles of a cycle of n rows, a row's share of a turn apart, from [`begins`] on, in vectors the
/// last of which is filled up with 0.
struct Angles {
    sines: [[f64; BESIDE]; ANGLES],
    cosines: [[f64; BESIDE]; ANGLES],
}

/// Where the angles of a cycle of n rows begin: behind those of all shorter ones.
const fn begins(n: usize) -> usize {
    // Of each four lengths one has a vector more than the four before.
    let (fours, more) = ((n - 1) / BESIDE, (n - 1) % BESIDE);
    BESIDE * fours * (fours + 1) / 2 + more * (fours + 1)
}

impl Angles {
    fn new() -> Self {
        let mut table = Self {
            sines: [[0.0; BESIDE]; ANGLES],
            cosines: [[0.0; BESIDE]; ANGLES],
        };
        for n in 1..=LONGEST {
            let (sines, cosines) = (
                table.sines[begins(n)..].as_flattened_mut(),
                table.cosines[begins(n)..].as_flattened_mut(),
            );
            for row in 0..n {
                let angle = row as f64 * (2.0 * PI) / n as f64;
                sines[row] = libm::sin(angle);
                cosines[row] = libm::cos(angle);
            }
        }
        table
    }
}

/// `hilbert.phase`: where the price stands in a cycle of `period` rows, in degrees from -45 to 315. State: the latest 49
/// rows of the smoothed price, oldest first, and the phase of the row before.
pub(super) struct Phase {
    /// The slot of the next row; the older a row, the further behind.
    at: usize,
    /// Twice, so that the latest are contiguous.
    rows: Box<[f64; 2 * KEPT]>,
    phase: f64,
    angles: Box<Angles>,
}

/// Sums side by side as one.
#[inline(always)]
fn all_of([a, b, c, d]: [f64; BESIDE]) -> f64 {
    (a + b) + (c + d)
}

/// The sum of the rows' distances from the newest, each times what its angle gives: four sums side by side, whose order is
/// part of the arithmetic.
#[inline(always)]
fn component<C: Cpu>(rows: &[[f64; BESIDE]], newest: f64, angles: &[[f64; BESIDE]]) -> f64 {
    let mut sums = [0.0; BESIDE];
    for (rows, angles) in rows.iter().zip(angles) {
        for at in 0..BESIDE {
            sums[at] = C::fma(angles[at], rows[at] - newest, sums[at]);
        }
    }
    all_of(sums)
}

/// The phase of a row of these components whose quotient has this arc tangent.
#[inline(always)]
fn phase_of(arc: f64, imaginary: f64, period: f64) -> f64 {
    turned(arc * (180.0 / PI), imaginary, period)
}

/// A phase, about the price rather than its smoothed one, and in the half of the turn that it lies in.
#[inline(always)]
fn turned(phase: f64, imaginary: f64, period: f64) -> f64 {
    // A row's share: the smoothed price is one row late.
    let phase = phase + 90.0 + 360.0 / period;
    let phase = if imaginary < 0.0 { phase + 180.0 } else { phase };
    finite(if phase > 315.0 { phase - 360.0 } else { phase })
}

impl Phase {
    /// Puts a row where the oldest was.
    #[inline(always)]
    fn put(&mut self, x: f64) {
        self.rows[self.at] = x;
        self.rows[self.at + KEPT] = x;
    }

    /// The components of a cycle over the latest n rows, less the newest row, whose own components are 0.
    ///
    /// Behind the last row whole vectors are filled up with older rows, times 0: they change no number, and where their
    /// distance is none either, the sums are not finite and rows are gone through one by one.
    #[inline(always)]
    fn components<C: Cpu>(&self, n: usize) -> (f64, f64) {
        let rows = self.rows[self.at..self.at + KEPT].as_chunks::<BESIDE>().0;
        let newest = rows[0][0];
        let angles = begins(n)..begins(n + 1);
        let (sines, cosines) = (&self.angles.sines[angles.clone()], &self.angles.cosines[angles]);
        let (real, imaginary) = (
            component::<C>(rows, newest, sines),
            component::<C>(rows, newest, cosines),
        );
        if real.is_finite() && imaginary.is_finite() {
            (real, imaginary)
        } else {
            self.one_by_one::<C>(n)
        }
    }

    /// As [`Phase::components`], by no more than n rows.
    #[cold]
    fn one_by_one<C: Cpu>(&self, n: usize) -> (f64, f64) {
        let rows = &self.rows[self.at..self.at + n];
        let (sines, cosines) = (
            self.angles.sines[begins(n)..].as_flattened(),
            self.angles.cosines[begins(n)..].as_flattened(),
        );
        let (mut real, mut imaginary) = ([0.0; BESIDE], [0.0; BESIDE]);
        for (ago, &x) in rows.iter().enumerate() {
            let apart = x - rows[0];
            real[ago % BESIDE] = C::fma(sines[ago], apart, real[ago % BESIDE]);
            imaginary[ago % BESIDE] = C::fma(cosines[ago], apart, imaginary[ago % BESIDE]);
        }
        (all_of(real), all_of(imaginary))
    }

    /// The components over a cycle of `period` rows up to the row that was put last; missing where there is no such cycle.
    #[inline(always)]
    fn over<C: Cpu>(&self, period: f64) -> (f64, f64) {
        // Truncated, as a period is of whole rows; beyond the longest no kernel goes.
        let n = (period + 0.5) as usize;
        if n > LONGEST || period <= 0.0 {
            (f64::NAN, f64::NAN)
        } else if n == 0 {
            (0.0, 0.0)
        } else {
            self.components::<C>(n)
        }
    }

    /// The phase of components whose quotient is none: a quarter of a turn from the phase before.
    #[inline(always)]
    fn upright(&self, real: f64, period: f64) -> f64 {
        let apart = if real < 0.0 {
            -90.0
        } else if real > 0.0 {
            90.0
        } else {
            0.0
        };
        turned(self.phase + apart, 0.0, period)
    }

    #[inline(always)]
    fn of<C: Cpu>(&self, period: f64) -> f64 {
        let (real, imaginary) = self.over::<C>(period);
        if imaginary == 0.0 {
            self.upright(real, period)
        } else {
            phase_of(atan(real / imaginary), imaginary, period)
        }
    }

    #[inline(always)]
    fn advance(&mut self, phase: f64) {
        self.phase = if phase.is_nan() { 0.0 } else { phase };
    }

    /// Makes the slot of the oldest row the next one's.
    #[inline(always)]
    fn step(&mut self) {
        self.at = self.at.checked_sub(1).unwrap_or(KEPT - 1);
    }

    /// At most [`TOGETHER`] rows. Only where a quotient is none does a row wait for the one before.
    #[inline(always)]
    fn together<C: Cpu>(&mut self, x: &[f64], period: &[f64], out: &mut [f64]) {
        let (mut reals, mut imaginaries, mut quotients) = ([0.0; TOGETHER], [0.0; TOGETHER], [0.0; TOGETHER]);
        for (row, (&x, &period)) in x.iter().zip(period).enumerate() {
            self.put(x);
            (reals[row], imaginaries[row]) = self.over::<C>(period);
            self.step();
        }
        let (reals, imaginaries) = (&reals[..x.len()], &imaginaries[..x.len()]);
        let quotients = &mut quotients[..x.len()];
        let mut upright = false;
        for ((quotient, &real), &imaginary) in quotients.iter_mut().zip(reals).zip(imaginaries) {
            *quotient = real / imaginary;
            upright |= imaginary == 0.0;
        }
        arc_tangents::<C>(quotients, out);
        for ((phase, &imaginary), &period) in out.iter_mut().zip(imaginaries).zip(period) {
            *phase = phase_of(*phase, imaginary, period);
        }
        if upright {
            for (row, phase) in out.iter_mut().enumerate() {
                if imaginaries[row] == 0.0 {
                    *phase = self.upright(reals[row], period[row]);
                }
                self.advance(*phase);
            }
        } else if let Some(&last) = out.last() {
            self.advance(last);
        }
    }
}

/// Rows whose arc tangents are taken together.
const TOGETHER: usize = 64;

impl Machine<2, 1> for Phase {
    fn new(_: &LaneSpec) -> Self {
        Self {
            at: 0,
            rows: Box::new([0.0; 2 * KEPT]),
            phase: 0.0,
            angles: Box::new(Angles::new()),
        }
    }
    fn result_of(_: Op) -> usize {
        0
    }
    fn bytes(_: &LaneSpec) -> u64 {
        (size_of::<[f64; 2 * KEPT]>() + size_of::<Angles>()) as u64
    }
    #[inline(always)]
    fn row<C: Cpu>(&mut self, [x, period]: [f64; 2]) -> [f64; 1] {
        self.put(x);
        let phase = self.of::<C>(period);
        self.step();
        self.advance(phase);
        [phase]
    }
    #[inline(always)]
    fn rows<C: Cpu>(&mut self, [x, period]: [&[f64]; 2], [out]: [&mut [f64]; 1]) {
        let parts = x.chunks(TOGETHER).zip(period.chunks(TOGETHER));
        for ((x, period), out) in parts.zip(out.chunks_mut(TOGETHER)) {
            self.together::<C>(x, period, out);
        }
    }
    #[inline(always)]
    fn peek<C: Cpu>(&mut self, [x, period]: [f64; 2]) -> [f64; 1] {
        // The slot is the next row's, and holds what no cycle reaches.
        self.put(x);
        [self.of::<C>(period)]
    }
    fn write(&self, out: &mut StateWriter) {
        for ago in (1..LONGEST).rev() {
            out.f64(self.rows[self.at + ago]);
        }
        out.f64(self.phase);
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.clear();
        for slot in (1..LONGEST).rev() {
            self.at = slot;
            let x = known(state)?;
            self.put(x);
        }
        self.at = 0;
        self.phase = known(state)?;
        Ok(())
    }
    fn clear(&mut self) {
        self.at = 0;
        self.rows.fill(0.0);
        self.phase = 0.0;
    }
}
