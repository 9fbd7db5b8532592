//! Events: what a condition did last. A row whose condition is unknown is not observed: its result is
//! missing and the state stays.

use super::Bools;
use super::cell::Cell;
use super::conditions::{WORDS, Word};
use super::factory::LaneSpec;
use super::{BlockFile, BlockInstruction, RowFile, RowInstruction};
use super::{StateError, StateReader, StateWriter, UNKNOWN};

/// What either instruction of a machine does with its state, by the machine's own three functions.
macro_rules! kept_state {
    () => {
        fn save(&self, out: &mut StateWriter) {
            self.write_state(out);
        }
        fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
            self.read_state(state)
        }
        fn reset(&mut self) {
            self.clear();
        }
    };
}
pub(super) use kept_state;

/// The row instruction of a machine that has a row function over one or two operands.
macro_rules! row_machine {
    ($name:ty, $out:ty, ($($operand:ident: $cell:ty = $at:literal),+)) => {
        impl RowInstruction for $name {
            fn row(&mut self, file: &mut RowFile) {
                let value = self.advance($(<$cell as Cell>::get(file, self.inputs[$at]),)+ true);
                <$out as Cell>::set(file, self.output, value);
            }
            fn peek(&mut self, file: &mut RowFile) {
                let value = self.advance($(<$cell as Cell>::get(file, self.inputs[$at]),)+ false);
                <$out as Cell>::set(file, self.output, value);
            }
            crate::kernels::event::kept_state!();
        }
    };
}
pub(super) use row_machine;

/// Both instructions of such a machine, row by row.
macro_rules! machine {
    ($name:ty, $out:ty, ($($operand:ident: $cell:ty = $at:literal),+)) => {
        crate::kernels::event::row_machine!($name, $out, ($($operand: $cell = $at),+));
        impl BlockInstruction for $name {
            fn block(&mut self, file: &mut BlockFile<'_>) {
                let rows = file.rows;
                let mut block = <$out as Cell>::take(file, self.output);
                $(let $operand = &<$cell as Cell>::cells(file, self.inputs[$at])[..rows];)+
                let out = &mut <$out as Cell>::cells_mut(&mut block)[..rows];
                for i in 0..rows {
                    out[i] = self.advance($($operand[i],)+ true);
                }
                <$out as Cell>::put(file, self.output, block);
            }
            crate::kernels::event::kept_state!();
        }
    };
}
pub(super) use machine;

/// Rows since a condition was true. State: the rows so far, missing before the first true.
pub(super) struct Since {
    inputs: [usize; 1],
    output: usize,
    rows: f64,
}

impl Since {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        Self {
            inputs: [lane.inputs[0]],
            output: lane.output,
            rows: f64::NAN,
        }
    }
    #[inline(always)]
    fn advance(&mut self, condition: u8, keep: bool) -> f64 {
        if condition == UNKNOWN {
            return f64::NAN;
        }
        let rows = if condition == 1 { 0.0 } else { self.rows + 1.0 };
        if keep {
            self.rows = rows;
        }
        rows
    }
    fn write_state(&self, out: &mut StateWriter) {
        self.rows.write(out);
    }
    fn read_state(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        let offset = state.at;
        self.rows = f64::read(state)?;
        // A count is a whole number, and small enough that adding one is exact.
        let counts = self.rows >= 0.0 && self.rows < 9e15 && self.rows.trunc() == self.rows;
        if counts || self.rows.is_nan() {
            Ok(())
        } else {
            Err(StateError { offset })
        }
    }
    fn clear(&mut self) {
        self.rows = f64::NAN;
    }
}
machine!(Since, f64, (condition: u8 = 0));

/// The value at the row of the `occurrence`-th latest true, 0 the latest; a value that was missing there
/// stays missing. State: the latest `occurrence + 1` values, oldest first, and how many trues there were.
///
/// The ring has one slot more than it remembers, so that a peek writes where nothing is.
pub(super) struct ValueWhen {
    inputs: [usize; 2],
    output: usize,
    occurrence: usize,
    /// The next true's slot.
    at: usize,
    trues: u64,
    ring: Vec<f64>,
}

impl ValueWhen {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        let occurrence = lane.scalars[0] as usize;
        Self {
            inputs: [lane.inputs[0], lane.inputs[1]],
            output: lane.output,
            occurrence,
            at: 0,
            trues: 0,
            ring: vec![f64::NAN; occurrence + 2],
        }
    }
    /// Bytes that [`ValueWhen::new`] allocates.
    pub(super) fn bytes(lane: &LaneSpec) -> u64 {
        8 * (lane.scalars[0] as u64 + 2)
    }
    /// The slot `back` before `slot`; `back` is at most the ring's length.
    #[inline(always)]
    fn before(&self, slot: usize, back: usize) -> usize {
        if slot >= back {
            slot - back
        } else {
            slot + self.ring.len() - back
        }
    }
    #[inline(always)]
    fn advance(&mut self, condition: u8, value: f64, keep: bool) -> f64 {
        match condition {
            UNKNOWN => f64::NAN,
            1 => {
                let at = self.at;
                self.ring[at] = value;
                if keep {
                    self.at = if at + 1 == self.ring.len() { 0 } else { at + 1 };
                    self.trues = self.trues.saturating_add(1);
                }
                self.ring[self.before(at, self.occurrence)]
            }
            _ => self.ring[self.before(self.at, self.occurrence + 1)],
        }
    }
    fn write_state(&self, out: &mut StateWriter) {
        for back in (1..=self.occurrence + 1).rev() {
            self.ring[self.before(self.at, back)].write(out);
        }
        out.u64(self.trues);
    }
    fn read_state(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.clear();
        for slot in 0..=self.occurrence {
            self.ring[slot] = f64::read(state)?;
        }
        self.at = self.occurrence + 1;
        self.trues = state.u64()?;
        Ok(())
    }
    fn clear(&mut self) {
        self.at = 0;
        self.trues = 0;
        self.ring.fill(f64::NAN);
    }
}
machine!(ValueWhen, f64, (condition: u8 = 0, value: f64 = 1));

/// True where the condition is and its last known value was not. State: that value, unknown before any.
pub(super) struct Edge {
    inputs: [usize; 1],
    output: usize,
    last: u8,
}

impl Edge {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        Self {
            inputs: [lane.inputs[0]],
            output: lane.output,
            last: UNKNOWN,
        }
    }
    /// The row function, over the last known value.
    #[inline(always)]
    pub(super) fn next(last: &mut u8, condition: u8) -> u8 {
        if condition == UNKNOWN {
            return UNKNOWN;
        }
        let fires = u8::from(condition == 1 && *last != 1);
        *last = condition;
        fires
    }
    #[inline(always)]
    fn advance(&mut self, condition: u8, keep: bool) -> u8 {
        let mut last = self.last;
        let fires = Edge::next(&mut last, condition);
        if keep {
            self.last = last;
        }
        fires
    }
    fn write_state(&self, out: &mut StateWriter) {
        self.last.write(out);
    }
    fn read_state(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.last = u8::read(state)?;
        Ok(())
    }
    fn clear(&mut self) {
        self.last = UNKNOWN;
    }
}
row_machine!(Edge, u8, (condition: u8 = 0));

impl BlockInstruction for Edge {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let (conditions, rows) = (file.bools[self.inputs[0]], file.rows);
        let mut fires = Bools::filled(0);
        if conditions.any_unknown(rows) {
            for row in 0..rows {
                fires.set(row, self.advance(conditions.get(row), true));
            }
        } else {
            // The row before each word's first.
            let mut before = u64::from(self.last == 1);
            for at in 0..WORDS {
                let holds = conditions.word(at).holds;
                let now = holds & !(holds << 1 | before);
                fires.set_word(at, Word { holds: now, may: now });
                before = holds >> 63;
            }
            self.last = conditions.get(rows - 1);
        }
        file.bools[self.output] = fires;
    }
    kept_state!();
}
