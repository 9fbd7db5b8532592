//! Legs between swings: from a confirmed swing low up to a confirmed swing high, or down from a high to a low.
//!
//! The operands are the prices of swings on the rows that confirm them, missing on every other row, so that nothing
//! here looks ahead. A row may confirm both; its high counts first.

use super::cell::Cell;
use super::event::machine;
use super::factory::LaneSpec;
use super::{BlockFile, BlockInstruction, RowFile, RowInstruction, StateError, StateReader, StateWriter};

/// More rows than any history has: rows are counted up to it, and a state that claims more is refused.
const ROWS: u64 = 1 << 53;

/// A confirmed swing: its price, and the number of the row that confirmed it.
#[derive(Clone, Copy)]
struct Swing {
    price: f64,
    row: u64,
}

const NOWHERE: Swing = Swing {
    price: f64::NAN,
    row: 0,
};

#[derive(Clone, Copy)]
struct Ends {
    start: Swing,
    end: Swing,
}

const NO_LEG: Ends = Ends {
    start: NOWHERE,
    end: NOWHERE,
};

/// What is under way. With a start and no end the end's price is missing, and before any start both are.
#[derive(Clone, Copy)]
struct Now {
    row: u64,
    ends: Ends,
    /// The best price since the row that confirmed the end; missing where there was none.
    reach: f64,
}

const BEFORE: Now = Now {
    row: 0,
    ends: NO_LEG,
    reach: f64::NAN,
};

/// What a leg kernel gives of the leg that it chooses.
pub(super) const START: u8 = 0;
pub(super) const END: u8 = 1;
pub(super) const AGE: u8 = 2;

/// The `leg`-th latest complete leg, 0 the latest. State: the rows so far, what is under way, and the latest
/// `leg + 1` legs that newer swings have ended, oldest first.
pub(super) struct Leg<const GIVES: u8> {
    inputs: [usize; 3],
    output: usize,
    leg: usize,
    min_size: f64,
    falling: bool,
    alternating: bool,
    follows: bool,
    now: Now,
    /// The next ended leg's slot.
    at: usize,
    ring: Vec<Ends>,
}

impl<const GIVES: u8> Leg<GIVES> {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        let leg = lane.scalars[0] as usize;
        Self {
            inputs: [lane.inputs[0], lane.inputs[1], lane.inputs[2]],
            output: lane.output,
            leg,
            min_size: lane.scalars[1],
            falling: lane.scalars[2] == 1.0,
            alternating: lane.scalars[3] == 1.0,
            follows: lane.scalars[4] == 1.0,
            now: BEFORE,
            at: 0,
            ring: vec![NO_LEG; leg + 1],
        }
    }
    /// Bytes that [`Leg::new`] allocates.
    pub(super) fn bytes(lane: &LaneSpec) -> u64 {
        size_of::<Ends>() as u64 * (lane.scalars[0] as u64 + 1)
    }

    /// Whether `price` is at least as far in the leg's direction as `than`; false where either is missing.
    #[inline(always)]
    fn reaches(&self, price: f64, than: f64) -> bool {
        if self.falling {
            price <= than
        } else {
            price >= than
        }
    }

    /// Whether the two swings are a leg: on different rows, in the direction, and of the least size in percent.
    #[inline(always)]
    fn is_leg(&self, ends: &Ends) -> bool {
        let (from, to) = (ends.start.price, ends.end.price);
        let ahead = if self.falling { to < from } else { to > from };
        // A missing least size is none.
        let small = 100.0 * (to - from).abs() < self.min_size * from.abs();
        ahead && ends.end.row > ends.start.row && !small
    }

    /// What a start swing does; the leg that it ends, if it ends one.
    #[inline(always)]
    fn start(&self, now: &mut Now, swing: Swing) -> Option<Ends> {
        let ends = now.ends;
        if ends.end.price.is_nan() {
            // A start after a start: the farther one against the direction, or just the newest.
            let known = !ends.start.price.is_nan();
            if known && self.alternating && !self.reaches(ends.start.price, swing.price) {
                return None;
            }
        }
        now.ends = Ends {
            start: swing,
            end: NOWHERE,
        };
        now.reach = f64::NAN;
        self.is_leg(&ends).then_some(ends)
    }

    /// What an end swing does; the leg that it ends, if it ends one.
    #[inline(always)]
    fn end(&self, now: &mut Now, swing: Swing) -> Option<Ends> {
        let ends = now.ends;
        if ends.start.price.is_nan() {
            return None;
        }
        let known = !ends.end.price.is_nan();
        if known && self.alternating && !self.reaches(swing.price, ends.end.price) {
            return None;
        }
        now.ends.end = swing;
        now.reach = f64::NAN;
        (known && !self.alternating && self.is_leg(&ends)).then_some(ends)
    }

    /// The slot `back` before the next ended leg's; `back` is at most the ring's length.
    #[inline(always)]
    fn before(&self, back: usize) -> usize {
        if self.at >= back {
            self.at - back
        } else {
            self.at + self.ring.len() - back
        }
    }

    #[inline(always)]
    fn advance(&mut self, high: f64, low: f64, price: f64, keep: bool) -> f64 {
        let mut now = self.now;
        let swing = |price: f64| Swing {
            price,
            row: self.now.row,
        };
        // One row ends two legs at most: that of its high and that of its low.
        let mut ended = [None; 2];
        if !high.is_nan() {
            ended[0] = if self.falling {
                self.start(&mut now, swing(high))
            } else {
                self.end(&mut now, swing(high))
            };
        }
        if !low.is_nan() {
            ended[1] = if self.falling {
                self.end(&mut now, swing(low))
            } else {
                self.start(&mut now, swing(low))
            };
        }
        if self.now.row > now.ends.end.row && !self.reaches(now.reach, price) && !price.is_nan() {
            now.reach = price;
        }
        let value = self.choose(&now, ended);
        if keep {
            for ends in ended.into_iter().flatten() {
                self.ring[self.at] = ends;
                self.at = if self.at + 1 == self.ring.len() {
                    0
                } else {
                    self.at + 1
                };
            }
            now.row = (now.row + 1).min(ROWS);
            self.now = now;
        }
        value
    }

    /// What the chosen leg gives. `now.row` is the current row's.
    #[inline(always)]
    fn choose(&self, now: &Now, ended: [Option<Ends>; 2]) -> f64 {
        let mut left = self.leg;
        if self.is_leg(&now.ends) {
            if left == 0 {
                let mut running = now.ends;
                if self.follows && self.reaches(now.reach, running.end.price) {
                    running.end.price = now.reach;
                }
                return Self::given(now.row, &running);
            }
            left -= 1;
        }
        for ends in ended.iter().rev().flatten() {
            if left == 0 {
                return Self::given(now.row, ends);
            }
            left -= 1;
        }
        Self::given(now.row, &self.ring[self.before(left + 1)])
    }

    #[inline(always)]
    fn given(row: u64, ends: &Ends) -> f64 {
        match GIVES {
            START => ends.start.price,
            END => ends.end.price,
            _ if ends.end.price.is_nan() => f64::NAN,
            _ => row.saturating_sub(ends.end.row) as f64,
        }
    }

    fn write_state(&self, out: &mut StateWriter) {
        let write = |out: &mut StateWriter, ends: &Ends| {
            for swing in [ends.start, ends.end] {
                swing.price.write(out);
                out.u64(swing.row);
            }
        };
        out.u64(self.now.row);
        write(out, &self.now.ends);
        self.now.reach.write(out);
        for back in (1..=self.ring.len()).rev() {
            write(out, &self.ring[self.before(back)]);
        }
    }
    fn read_state(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        let row = |state: &mut StateReader<'_>| {
            let offset = state.at;
            let row = state.u64()?;
            if row > ROWS {
                Err(StateError { offset })
            } else {
                Ok(row)
            }
        };
        let ends = |state: &mut StateReader<'_>| {
            let mut swing = || {
                let price = f64::read(state)?;
                Ok(Swing {
                    price,
                    row: row(state)?,
                })
            };
            Ok(Ends {
                start: swing()?,
                end: swing()?,
            })
        };
        self.clear();
        self.now = Now {
            row: row(state)?,
            ends: ends(state)?,
            reach: f64::read(state)?,
        };
        for slot in 0..self.ring.len() {
            self.ring[slot] = ends(state)?;
        }
        Ok(())
    }
    fn clear(&mut self) {
        self.now = BEFORE;
        self.at = 0;
        self.ring.fill(NO_LEG);
    }
}
machine!(Leg<START>, f64, (high: f64 = 0, low: f64 = 1, price: f64 = 2));
machine!(Leg<END>, f64, (high: f64 = 0, low: f64 = 1, price: f64 = 2));
machine!(Leg<AGE>, f64, (high: f64 = 0, low: f64 = 1, price: f64 = 2));
