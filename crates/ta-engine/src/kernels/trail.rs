//! Stops that trail the price and change sides where it meets them: Wilder's parabolic stop and the bands of Supertrend.

use super::factory::LaneSpec;
use super::machine::{Machine, count, known};
use super::{StateError, StateReader, StateWriter, finite};
use crate::cpu::Cpu;
use crate::generated::kernels::Op;

/// `b` where it is greater.
#[inline(always)]
fn at_least(a: f64, b: f64) -> f64 {
    if a < b { b } else { a }
}

/// `b` where it is less.
#[inline(always)]
fn at_most(a: f64, b: f64) -> f64 {
    if a > b { b } else { a }
}

/// How a side's acceleration begins, grows and ends.
#[derive(Clone, Copy)]
struct Pace {
    first: f64,
    step: f64,
    most: f64,
}

impl Pace {
    fn new(first: f64, step: f64, most: f64) -> Self {
        Self {
            first: at_most(first, most),
            step: at_most(step, most),
            most,
        }
    }
}

/// Wilder's parabolic stop (1978), as TA-Lib's SAREXT has it. State: observed rows up to 2, the side, the stop of the
/// next row, the extreme since the last change of sides, the acceleration, and the row's high and low.
#[derive(Clone, Copy)]
pub(super) struct Stop {
    start: f64,
    offset: f64,
    long: Pace,
    short: Pace,
    /// Whether all scalars are known: else every row is missing.
    defined: bool,
    head: StopHead,
}

#[derive(Clone, Copy)]
struct StopHead {
    rows: u64,
    is_long: bool,
    stop: f64,
    extreme: f64,
    pace: f64,
    high: f64,
    low: f64,
}

const NOTHING: StopHead = StopHead {
    rows: 0,
    is_long: true,
    stop: 0.0,
    extreme: 0.0,
    pace: 0.0,
    high: 0.0,
    low: 0.0,
};

impl Stop {
    /// The second row decides on the side and is judged at once, with its own range as the one before.
    #[inline(always)]
    fn begin(&mut self, high: f64, low: f64) {
        let before = self.head;
        let (rise, fall) = (high - before.high, before.low - low);
        let is_long = if self.start == 0.0 {
            !(fall > 0.0 && rise < fall)
        } else {
            self.start > 0.0
        };
        let first = if is_long { before.low } else { before.high };
        self.head = StopHead {
            rows: 2,
            is_long,
            stop: if self.start == 0.0 {
                first
            } else {
                self.start.abs()
            },
            extreme: if is_long { high } else { low },
            pace: if is_long {
                self.long.first
            } else {
                self.short.first
            },
            high,
            low,
        };
    }

    /// The stop and the side (1 long, -1 short) of a row from the second on.
    #[inline(always)]
    fn step<C: Cpu>(&mut self, high: f64, low: f64) -> [f64; 2] {
        let StopHead {
            is_long: was_long,
            mut stop,
            mut extreme,
            mut pace,
            high: last_high,
            low: last_low,
            ..
        } = self.head;
        let met = if was_long { low <= stop } else { high >= stop };
        let is_long = was_long != met;
        let mut given = stop;
        if is_long {
            if met {
                stop = at_most(at_most(extreme, last_low), low);
                stop = C::fma(-stop, self.offset, stop);
                given = stop;
                (pace, extreme) = (self.long.first, high);
            } else if high > extreme {
                extreme = high;
                pace = at_most(pace + self.long.step, self.long.most);
            }
            stop = C::fma(pace, extreme - stop, stop);
            stop = at_most(at_most(stop, last_low), low);
        } else {
            if met {
                stop = at_least(at_least(extreme, last_high), high);
                stop = C::fma(stop, self.offset, stop);
                given = stop;
                (pace, extreme) = (self.short.first, low);
            } else if low < extreme {
                extreme = low;
                pace = at_most(pace + self.short.step, self.short.most);
            }
            stop = C::fma(pace, extreme - stop, stop);
            stop = at_least(at_least(stop, last_high), high);
        }
        self.head = StopHead {
            rows: 2,
            is_long,
            stop,
            extreme,
            pace,
            high,
            low,
        };
        let given = finite(given);
        // Where a stop leaves the finite numbers history starts anew at the next row.
        if given.is_nan() || !stop.is_finite() || !pace.is_finite() {
            self.head = NOTHING;
            return [f64::NAN; 2];
        }
        [given, if is_long { 1.0 } else { -1.0 }]
    }
}

impl Machine<2, 2> for Stop {
    fn new(lane: &LaneSpec) -> Self {
        let s = &lane.scalars;
        Self {
            start: s[0],
            offset: s[1],
            long: Pace::new(s[2], s[3], s[4]),
            short: Pace::new(s[5], s[6], s[7]),
            defined: !s.iter().any(|scalar| scalar.is_nan()),
            head: NOTHING,
        }
    }
    fn result_of(op: Op) -> usize {
        usize::from(op == Op::SarSide)
    }
    #[inline(always)]
    fn row<C: Cpu>(&mut self, [high, low]: [f64; 2]) -> [f64; 2] {
        if !self.defined {
            return [f64::NAN; 2];
        }
        if self.head.rows == 0 {
            self.head = StopHead {
                rows: 1,
                high,
                low,
                ..NOTHING
            };
            return [f64::NAN; 2];
        }
        if self.head.rows == 1 {
            self.begin(high, low);
        }
        self.step::<C>(high, low)
    }
    #[inline(always)]
    fn peek<C: Cpu>(&mut self, operands: [f64; 2]) -> [f64; 2] {
        let mut spare = *self;
        spare.row::<C>(operands)
    }
    fn write(&self, out: &mut StateWriter) {
        let head = self.head;
        out.u64(head.rows);
        out.u64(u64::from(head.is_long));
        for value in [head.stop, head.extreme, head.pace, head.high, head.low] {
            out.f64(value);
        }
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.head = StopHead {
            rows: count(state, 2)?,
            is_long: count(state, 1)? == 1,
            stop: known(state)?,
            extreme: known(state)?,
            pace: known(state)?,
            high: known(state)?,
            low: known(state)?,
        };
        Ok(())
    }
    fn clear(&mut self) {
        self.head = NOTHING;
    }
}

/// Bands that move towards the price only, until a close beyond one lets it go, and the side that the close is on
/// (Seban's Supertrend). State: whether a row was observed, the side, the bands and the close.
#[derive(Clone, Copy)]
pub(super) struct Bands {
    begun: bool,
    is_up: bool,
    upper: f64,
    lower: f64,
    close: f64,
}

impl Machine<3, 2> for Bands {
    fn new(_: &LaneSpec) -> Self {
        Self {
            begun: false,
            is_up: true,
            upper: 0.0,
            lower: 0.0,
            close: 0.0,
        }
    }
    fn result_of(op: Op) -> usize {
        usize::from(op == Op::SupertrendSide)
    }
    #[inline(always)]
    fn row<C: Cpu>(&mut self, [upper, lower, close]: [f64; 3]) -> [f64; 2] {
        let before = *self;
        if !before.begun || upper < before.upper || before.close > before.upper {
            self.upper = upper;
        }
        if !before.begun || lower > before.lower || before.close < before.lower {
            self.lower = lower;
        }
        self.is_up = !before.begun
            || if before.is_up {
                close >= self.lower
            } else {
                close > self.upper
            };
        self.begun = true;
        self.close = close;
        let line = if self.is_up { self.lower } else { self.upper };
        [finite(line), if self.is_up { 1.0 } else { -1.0 }]
    }
    #[inline(always)]
    fn peek<C: Cpu>(&mut self, operands: [f64; 3]) -> [f64; 2] {
        let mut spare = *self;
        spare.row::<C>(operands)
    }
    fn write(&self, out: &mut StateWriter) {
        out.u64(u64::from(self.begun));
        out.u64(u64::from(self.is_up));
        for value in [self.upper, self.lower, self.close] {
            out.f64(value);
        }
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        *self = Self {
            begun: count(state, 1)? == 1,
            is_up: count(state, 1)? == 1,
            upper: known(state)?,
            lower: known(state)?,
            close: known(state)?,
        };
        Ok(())
    }
    fn clear(&mut self) {
        *self = Self {
            begun: false,
            is_up: true,
            upper: 0.0,
            lower: 0.0,
            close: 0.0,
        };
    }
}
