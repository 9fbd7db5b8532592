//! The value some rows ago.

use super::cell::Cell;
use super::factory::LaneSpec;
use super::{BLOCK, BlockFile, BlockInstruction, RowFile, RowInstruction};
use super::{StateError, StateReader, StateWriter, View};

/// `x[i − n]`, missing in the first n rows. State: the last n rows, oldest first.
///
/// The history is a strip whose last n rows before `at` count, and which move to its front when it is full. A block
/// whose operand views a column of the run that goes on gives a view, too: nothing is copied, and the strip is brought
/// up to date by the first block that needs it.
pub(super) struct Shift<T> {
    input: usize,
    output: usize,
    lag: usize,
    at: usize,
    strip: Vec<T>,
    /// The column, and its row, up to which the strip is behind.
    behind: Option<(usize, usize)>,
}

impl<T: Cell> Shift<T> {
    pub(super) fn new(lane: &LaneSpec) -> Self {
        let lag = lane.scalars[0] as usize;
        let strip = vec![T::MISSING; Self::capacity(lag)];
        Self {
            input: lane.inputs[0],
            output: lane.output,
            lag,
            at: lag,
            strip,
            behind: None,
        }
    }

    fn capacity(lag: usize) -> usize {
        lag + lag.max(4 * BLOCK)
    }

    /// Bytes that [`Shift::new`] allocates.
    pub(super) fn bytes(lane: &LaneSpec) -> u64 {
        (Self::capacity(lane.scalars[0] as usize) * size_of::<T>()) as u64
    }

    /// Makes room for `rows` more.
    fn room(&mut self, rows: usize) {
        if self.at + rows > self.strip.len() {
            self.strip.copy_within(self.at - self.lag..self.at, 0);
            self.at = self.lag;
        }
    }

    fn write_state(&self, out: &mut StateWriter) {
        self.strip[self.at - self.lag..self.at]
            .iter()
            .for_each(|value| value.write(out));
    }

    fn read_state(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.at = self.lag;
        self.behind = None;
        for slot in &mut self.strip[..self.lag] {
            *slot = T::read(state)?;
        }
        Ok(())
    }

    fn clear(&mut self) {
        self.at = self.lag;
        self.behind = None;
        self.strip.fill(T::MISSING);
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

impl<T: Cell> RowInstruction for ShiftRow<T> {
    fn row(&mut self, file: &mut RowFile) {
        let value = T::get(file, self.input);
        T::set(file, self.output, self.leaving(value));
        if let Some(slot) = self.ring.get_mut(self.at) {
            *slot = value;
            self.at += 1;
            if self.at == self.ring.len() {
                self.at = 0;
            }
        }
    }
    fn peek(&mut self, file: &mut RowFile) {
        let value = T::get(file, self.input);
        T::set(file, self.output, self.leaving(value));
    }
    fn save(&self, out: &mut StateWriter) {
        let (newer, older) = self.ring.split_at(self.at);
        older.iter().chain(newer).for_each(|value| value.write(out));
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.at = 0;
        for slot in &mut self.ring {
            *slot = T::read(state)?;
        }
        Ok(())
    }
    fn reset(&mut self) {
        self.at = 0;
        self.ring.fill(T::MISSING);
    }
}

impl<T: Cell> BlockInstruction for Shift<T> {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let rows = file.rows;
        let view = T::view(file, self.input).filter(|view| view.input && view.from >= self.lag);
        let mut block = T::take(file, self.output);
        if let Some(View { column, from, .. }) = view {
            self.behind = Some((column, from));
            if from + rows < T::column(file, column).len() {
                self.behind = Some((column, from + rows));
                let view = View {
                    column,
                    from: from - self.lag,
                    input: false,
                };
                T::put_view(file, self.output, block, view);
                return;
            }
        }
        if let Some((column, row)) = self.behind.take() {
            self.at = self.lag;
            self.strip[..self.lag].copy_from_slice(&T::column(file, column)[row - self.lag..row]);
        }
        self.room(rows);
        self.strip[self.at..self.at + rows].copy_from_slice(&T::cells(file, self.input)[..rows]);
        let from = self.at - self.lag;
        T::cells_mut(&mut block)[..rows].copy_from_slice(&self.strip[from..from + rows]);
        T::put(file, self.output, block);
        self.at += rows;
    }
    fn save(&self, out: &mut StateWriter) {
        self.write_state(out);
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.read_state(state)
    }
    fn reset(&mut self) {
        self.clear();
    }
}
