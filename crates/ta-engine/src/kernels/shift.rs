//! The value some rows ago.

use super::cell::Cell;
use super::conditions::Behind;
use super::factory::LaneSpec;
use super::packs::Single;
use super::{BlockFile, BlockInstruction, RowFile, RowInstruction};
use super::{StateError, StateReader, StateWriter, View};

/// `x[i − n]`, missing in the first n rows. State: the last n rows, oldest first.
///
/// A block's result is those rows and its operand's first ones. A block whose operand views a column of the run that goes
/// on gives a view, too: nothing is copied, and the rows are taken from the column by the first block that needs them.
pub(super) struct Shift {
    input: usize,
    output: usize,
    /// The last n rows, the oldest at `at`.
    ring: Box<[f64]>,
    at: usize,
    /// The column, and its row, before which the last rows are.
    behind: Option<(usize, usize)>,
}

impl Shift {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        Self {
            input: lane.inputs[0],
            output: lane.output,
            ring: vec![f64::MISSING; lane.scalars[0] as usize].into(),
            at: 0,
            behind: None,
        }
    }

    /// Bytes that [`Shift::new`] allocates.
    pub(super) fn bytes(lane: &LaneSpec) -> u64 {
        (lane.scalars[0] as usize * size_of::<f64>()) as u64
    }
}

/// The same row by row: the last n rows in a ring, and nothing else, since a universe has one for every symbol.
pub(super) struct ShiftRow<T> {
    input: usize,
    output: usize,
    /// The oldest row is at `at`, which the next takes the place of.
    ring: Box<[T]>,
    at: usize,
}

impl<T: Cell> ShiftRow<T> {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        Self {
            input: lane.inputs[0],
            output: lane.output,
            ring: vec![T::MISSING; lane.scalars[0] as usize].into(),
            at: 0,
        }
    }

    /// The row to come's result; without a lag it is the row itself.
    #[inline(always)]
    fn leaving(&self, value: T) -> T {
        self.ring.get(self.at).copied().unwrap_or(value)
    }
}

impl<T: Cell> Single for ShiftRow<T> {
    type Operand = T;
    type Result = T;
    #[inline(always)]
    fn next(&mut self, value: T, keep: bool) -> T {
        let leaving = self.leaving(value);
        if keep && let Some(slot) = self.ring.get_mut(self.at) {
            *slot = value;
            self.at += 1;
            if self.at == self.ring.len() {
                self.at = 0;
            }
        }
        leaving
    }
    fn write(&self, out: &mut StateWriter) {
        write_ring(&self.ring, self.at, out);
    }
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.at = 0;
        read_ring(&mut self.ring, state)
    }
}

impl<T: Cell> RowInstruction for ShiftRow<T> {
    fn row(&mut self, file: &mut RowFile) {
        let value = T::get(file, self.input);
        let leaving = self.next(value, true);
        T::set(file, self.output, leaving);
    }
    fn peek(&mut self, file: &mut RowFile) {
        let value = T::get(file, self.input);
        let leaving = self.next(value, false);
        T::set(file, self.output, leaving);
    }
    fn save(&self, out: &mut StateWriter) {
        self.write(out);
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.read(state)
    }
    fn reset(&mut self) {
        self.at = 0;
        self.ring.fill(T::MISSING);
    }
}

impl BlockInstruction for Shift {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let (rows, lag) = (file.rows, self.ring.len());
        let view = file
            .view(self.input)
            .filter(|view| view.input && view.from >= lag);
        let mut block = f64::take(file, self.output);
        if let Some(View { column, from, .. }) = view {
            self.behind = Some((column, from));
            if from + rows < file.columns[column].len() {
                self.behind = Some((column, from + rows));
                let view = View {
                    column,
                    from: from - lag,
                    input: false,
                };
                file.put_view(self.output, block, view);
                return;
            }
        }
        if let Some((column, row)) = self.behind.take() {
            self.at = 0;
            self.ring.copy_from_slice(&file.columns[column][row - lag..row]);
        }
        let (x, out) = (
            f64::cells(file, self.input),
            &mut f64::cells_mut(&mut block)[..rows],
        );
        let (newer, older) = self.ring.split_at_mut(self.at);
        if lag <= rows {
            out[..older.len()].copy_from_slice(older);
            out[older.len()..lag].copy_from_slice(newer);
            out[lag..].copy_from_slice(&x[..rows - lag]);
            self.ring.copy_from_slice(&x[rows - lag..]);
            self.at = 0;
        } else {
            // What leaves makes room for as many rows.
            let first = rows.min(older.len());
            let (older, newer) = (&mut older[..first], &mut newer[..rows - first]);
            out[..first].copy_from_slice(older);
            out[first..].copy_from_slice(newer);
            older.copy_from_slice(&x[..first]);
            newer.copy_from_slice(&x[first..]);
            self.at = (self.at + rows) % lag;
        }
        f64::put(file, self.output, block);
    }
    fn save(&self, out: &mut StateWriter) {
        write_ring(&self.ring, self.at, out);
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        (self.at, self.behind) = (0, None);
        read_ring(&mut self.ring, state)
    }
    fn reset(&mut self) {
        (self.at, self.behind) = (0, None);
        self.ring.fill(f64::MISSING);
    }
}

/// The same of conditions, as bits.
pub(super) struct ShiftBools {
    input: usize,
    output: usize,
    behind: Behind,
    lag: usize,
}

impl ShiftBools {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        let lag = lane.scalars[0] as usize;
        Self {
            input: lane.inputs[0],
            output: lane.output,
            behind: Behind::new(lag),
            lag,
        }
    }

    /// Bytes that [`ShiftBools::new`], or the same row by row, allocates.
    pub(super) fn bytes(lane: &LaneSpec) -> u64 {
        let lag = lane.scalars[0] as usize;
        Behind::bytes(lag).max(lag as u64)
    }
}

impl BlockInstruction for ShiftBools {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        file.bools[self.output] = self.behind.next(&file.bools[self.input], file.rows);
    }
    fn save(&self, out: &mut StateWriter) {
        self.behind.each().for_each(|condition| condition.write(out));
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        for row in 0..self.lag {
            self.behind.put(row, u8::read(state)?);
        }
        Ok(())
    }
    fn reset(&mut self) {
        self.behind.clear();
    }
}

/// The rows, oldest first.
fn write_ring<T: Cell>(ring: &[T], at: usize, out: &mut StateWriter) {
    let (newer, older) = ring.split_at(at);
    older.iter().chain(newer).for_each(|value| value.write(out));
}

fn read_ring<T: Cell>(ring: &mut [T], state: &mut StateReader<'_>) -> Result<(), StateError> {
    for slot in ring {
        *slot = T::read(state)?;
    }
    Ok(())
}
