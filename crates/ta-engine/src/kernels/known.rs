//! What is known of a series: its first known rows left out, and the latest known value.

use super::cell::Cell;
use super::event::machine;
use super::factory::LaneSpec;
use super::{BlockFile, BlockInstruction, RowFile, RowInstruction, finite};
use super::{StateError, StateReader, StateWriter};

/// The series without its first `count` known rows, which become missing: what comes after starts as if
/// history began there. State: how many known rows there were, at most `count`.
pub(super) struct Skip {
    inputs: [usize; 1],
    output: usize,
    count: u64,
    seen: u64,
}

impl Skip {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        Self {
            inputs: [lane.inputs[0]],
            output: lane.output,
            count: lane.scalars[0] as u64,
            seen: 0,
        }
    }
    #[inline(always)]
    fn advance(&mut self, x: f64, keep: bool) -> f64 {
        if x.is_nan() {
            return f64::NAN;
        }
        if self.seen == self.count {
            return finite(x);
        }
        if keep {
            self.seen += 1;
        }
        f64::NAN
    }
    fn write_state(&self, out: &mut StateWriter) {
        out.u64(self.seen);
    }
    fn read_state(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        let offset = state.at;
        let seen = state.u64()?;
        if seen > self.count {
            return Err(StateError { offset });
        }
        self.seen = seen;
        Ok(())
    }
    fn clear(&mut self) {
        self.seen = 0;
    }
}
machine!(Skip, f64, (x: f64 = 0));

/// The latest known value, the current row's where it is known. State: that value, missing before the first.
pub(super) struct Last {
    inputs: [usize; 1],
    output: usize,
    last: f64,
}

impl Last {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        Self {
            inputs: [lane.inputs[0]],
            output: lane.output,
            last: f64::NAN,
        }
    }
    #[inline(always)]
    fn advance(&mut self, x: f64, keep: bool) -> f64 {
        let last = if x.is_nan() { self.last } else { finite(x) };
        if keep {
            self.last = last;
        }
        last
    }
    fn write_state(&self, out: &mut StateWriter) {
        self.last.write(out);
    }
    fn read_state(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.last = f64::read(state)?;
        Ok(())
    }
    fn clear(&mut self) {
        self.last = f64::NAN;
    }
}
machine!(Last, f64, (x: f64 = 0));
