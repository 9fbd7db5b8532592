//! What is known of a series: its first known rows left out, and the latest known value.

use super::cell::Cell;
use super::event::{kept_state, row_machine};
use super::factory::LaneSpec;
use super::packs::Single;
use super::{BlockFile, BlockInstruction, RowFile, RowInstruction, finite};
use super::{StateError, StateReader, StateWriter, View};

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
    /// Whether what is left out has been.
    pub(super) fn passes(&self) -> bool {
        self.seen == self.count
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
row_machine!(Skip, f64, (x: f64 = 0));

impl Single for Skip {
    type Operand = f64;
    type Result = f64;
    #[inline(always)]
    fn next(&mut self, x: f64, keep: bool) -> f64 {
        self.advance(x, keep)
    }
    fn write(&self, out: &mut StateWriter) {
        self.write_state(out);
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.read_state(state)
    }
}

impl BlockInstruction for Skip {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        if self.passes() {
            pass_on(file, self.inputs[0], self.output);
            return;
        }
        let mut block = f64::take(file, self.output);
        let rows = f64::cells(file, self.inputs[0]);
        let mut row = 0;
        while row < rows.len() && self.seen < self.count {
            block.0[row] = self.advance(rows[row], true);
            row += 1;
        }
        block.0[row..rows.len()].copy_from_slice(&rows[row..]);
        f64::put(file, self.output, block);
    }
    kept_state!();
}

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
    /// The row's result, given the one before.
    #[inline(always)]
    pub(super) fn latest(last: f64, x: f64) -> f64 {
        if x.is_nan() { last } else { finite(x) }
    }
    #[inline(always)]
    fn advance(&mut self, x: f64, keep: bool) -> f64 {
        let last = Last::latest(self.last, x);
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
row_machine!(Last, f64, (x: f64 = 0));

impl Single for Last {
    type Operand = f64;
    type Result = f64;
    #[inline(always)]
    fn next(&mut self, x: f64, keep: bool) -> f64 {
        self.advance(x, keep)
    }
    fn write(&self, out: &mut StateWriter) {
        self.write_state(out);
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.read_state(state)
    }
}

impl BlockInstruction for Last {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let input = f64::cells(file, self.inputs[0]);
        // Without a branch a value, so that it is vectorized.
        if !input.iter().fold(false, |any, x| any | x.is_nan()) {
            self.last = input[input.len() - 1];
            pass_on(file, self.inputs[0], self.output);
            return;
        }
        let mut block = f64::take(file, self.output);
        for (y, &x) in block.0.iter_mut().zip(f64::cells(file, self.inputs[0])) {
            *y = self.advance(x, true);
        }
        f64::put(file, self.output, block);
    }
    kept_state!();
}

/// A block of which nothing changes: the operand's view where it has one, else a copy.
fn pass_on(file: &mut BlockFile<'_>, input: usize, output: usize) {
    let mut block = f64::take(file, output);
    if let Some(view) = file.view(input) {
        let view = View { input: false, ..view };
        file.put_view(output, block, view);
        return;
    }
    let rows = f64::cells(file, input);
    block.0[..rows.len()].copy_from_slice(rows);
    f64::put(file, output, block);
}
