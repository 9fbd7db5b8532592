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

/// A side, as the rows of a trade see it.
trait Side {
    type Against: Side;
    /// What the stop's side is.
    const IS_LONG: bool;
    const SIDE: f64;
    /// Of a high and a low what goes with the trade and what goes against it.
    fn ahead(prices: [f64; 2]) -> [f64; 2];
    /// Whether what goes against the trade reaches the stop.
    fn met(stop: f64, against: f64) -> bool;
    /// Whether `a` is the better extreme.
    fn beyond(a: f64, b: f64) -> bool;
    /// The one of the two that lets the price be.
    fn off(a: f64, b: f64) -> f64;
}

struct Long;
impl Side for Long {
    type Against = Short;
    const IS_LONG: bool = true;
    const SIDE: f64 = 1.0;
    #[inline(always)]
    fn ahead([high, low]: [f64; 2]) -> [f64; 2] {
        [high, low]
    }
    #[inline(always)]
    fn met(stop: f64, against: f64) -> bool {
        against <= stop
    }
    #[inline(always)]
    fn beyond(a: f64, b: f64) -> bool {
        a > b
    }
    #[inline(always)]
    fn off(a: f64, b: f64) -> f64 {
        at_most(a, b)
    }
}

struct Short;
impl Side for Short {
    type Against = Long;
    const IS_LONG: bool = false;
    const SIDE: f64 = -1.0;
    #[inline(always)]
    fn ahead([high, low]: [f64; 2]) -> [f64; 2] {
        [low, high]
    }
    #[inline(always)]
    fn met(stop: f64, against: f64) -> bool {
        against >= stop
    }
    #[inline(always)]
    fn beyond(a: f64, b: f64) -> bool {
        a < b
    }
    #[inline(always)]
    fn off(a: f64, b: f64) -> f64 {
        at_least(a, b)
    }
}

impl Stop {
    #[inline(always)]
    fn pace<S: Side>(&self) -> Pace {
        if S::IS_LONG { self.long } else { self.short }
    }

    /// The rows of a trade from `row` on, as [`Stop::step`] has them, and the one that meets its stop: without a branch but
    /// for its end. `head` is of this side, and of the other behind the end of the trade. Whether the last row is one that
    /// the row function would treat specially, which is left to it.
    #[inline(always)]
    fn trade<C: Cpu, S: Side>(
        &self,
        head: &mut StopHead,
        row: &mut usize,
        [high, low]: [&[f64]; 2],
        [stops, sides]: &mut [&mut [f64]; 2],
    ) -> bool {
        let (own, other) = (self.pace::<S>(), self.pace::<S::Against>());
        while *row < high.len() {
            let prices = [high[*row], low[*row]];
            let [ahead, against] = S::ahead(prices);
            let [last_ahead, last_against] = S::ahead([head.high, head.low]);
            let met = S::met(head.stop, against);
            let (given, stop, extreme, pace);
            if met {
                let away = S::Against::off(S::Against::off(head.extreme, last_ahead), ahead);
                given = C::fma(-S::Against::SIDE * away, self.offset, away);
                (pace, extreme) = (other.first, against);
                let moved = C::fma(pace, extreme - given, given);
                stop = S::Against::off(S::Against::off(moved, last_ahead), ahead);
            } else {
                given = head.stop;
                let further = S::beyond(ahead, head.extreme);
                let grown = at_most(head.pace + own.step, own.most);
                pace = if further { grown } else { head.pace };
                extreme = if further { ahead } else { head.extreme };
                let moved = C::fma(pace, extreme - given, given);
                stop = S::off(moved, S::off(last_against, against));
            }
            if !stop.is_finite() || (met && !given.is_finite()) {
                return true;
            }
            stops[*row] = finite(given);
            sides[*row] = if met { S::Against::SIDE } else { S::SIDE };
            *head = StopHead {
                rows: 2,
                is_long: S::IS_LONG != met,
                stop,
                extreme,
                pace,
                high: prices[0],
                low: prices[1],
            };
            *row += 1;
            if met {
                break;
            }
        }
        false
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
    fn rows<C: Cpu>(&mut self, operands: [&[f64]; 2], mut results: [&mut [f64]; 2]) {
        let rows = operands[0].len();
        let operands = operands.map(|operand| &operand[..rows]);
        let mut row = 0;
        while row < rows {
            let mut head = self.head;
            let mut special = !self.defined || head.rows < 2;
            while row < rows && !special {
                if head.is_long {
                    special = self.trade::<C, Long>(&mut head, &mut row, operands, &mut results);
                } else {
                    special = self.trade::<C, Short>(&mut head, &mut row, operands, &mut results);
                }
            }
            self.head = head;
            if row < rows {
                let given = self.row::<C>(operands.map(|operand| operand[row]));
                for (column, given) in results.iter_mut().zip(given) {
                    column[row] = given;
                }
                row += 1;
            }
        }
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
    /// Without a branch that a row decides on. Operands are finite, and so are the bands, which are among them.
    #[inline(always)]
    fn rows<C: Cpu>(&mut self, [upper, lower, close]: [&[f64]; 3], [lines, sides]: [&mut [f64]; 2]) {
        let mut begin = 0;
        if let (false, Some(&first)) = (self.begun, upper.first()) {
            [lines[0], sides[0]] = self.row::<C>([first, lower[0], close[0]]);
            begin = 1;
        }
        let rows = upper.len();
        let (lower, close) = (&lower[..rows], &close[..rows]);
        let (lines, sides) = (&mut lines[..rows], &mut sides[..rows]);
        let Self {
            is_up: mut up,
            upper: mut top,
            lower: mut bottom,
            close: mut last,
            ..
        } = *self;
        for row in begin..rows {
            let (a, b, c) = (upper[row], lower[row], close[row]);
            let (falls, leaves) = ((a < top) | (last > top), (b > bottom) | (last < bottom));
            top = if falls { a } else { top };
            bottom = if leaves { b } else { bottom };
            up = (up & (c >= bottom)) | (!up & (c > top));
            last = c;
            lines[row] = finite(if up { bottom } else { top });
            sides[row] = if up { 1.0 } else { -1.0 };
        }
        *self = Self {
            begun: self.begun,
            is_up: up,
            upper: top,
            lower: bottom,
            close: last,
        };
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
