//! The value some rows ago.

use super::cell::Cell;
use super::factory::LaneSpec;
use super::{BLOCK, BlockFile, BlockInstruction, RowFile, RowInstruction};
use super::{StateError, StateReader, StateWriter, View};

/// `x[i − n]`, missing in the first n rows. State: the last n rows, oldest first.
///
/// The history is a strip whose last n rows before `at` count. When it is full blocks move them to its front; single
/// rows have written them there, too, as they came, so that none costs more than another. A block whose operand
/// views a column of the run that goes on gives a view, too: nothing is copied, and the strip is brought up to date by
/// the first block that needs it.
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

    /// Puts a row behind the history, and gives the one that leaves. The strip is twice the lag or more, so its front is
    /// no history any more when its end is written.
    #[inline(always)]
    fn exchange(&mut self, value: T) -> T {
        if self.at == self.strip.len() {
            self.at = self.lag;
        }
        self.strip[self.at] = value;
        self.strip[self.at - self.lag]
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

impl<T: Cell> RowInstruction for Shift<T> {
    fn row(&mut self, file: &mut RowFile) {
        let value = T::get(file, self.input);
        let left = self.exchange(value);
        T::set(file, self.output, left);
        // The last rows of the strip are the first of its next round.
        if let Some(front) = self.at.checked_sub(self.strip.len() - self.lag) {
            self.strip[front] = value;
        }
        self.at += 1;
    }
    fn peek(&mut self, file: &mut RowFile) {
        let value = T::get(file, self.input);
        let left = self.exchange(value);
        T::set(file, self.output, left);
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
