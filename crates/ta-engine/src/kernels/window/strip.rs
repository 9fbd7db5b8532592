//! The rows of a window and what is computed beside them, on one time line.

use crate::cpu::lanes::EIGHT;
use crate::kernels::BLOCK;

/// One series: its last rows, as many as anything looks back, and room behind them.
///
/// Rows are addressed by a time that all columns of a strip share, so that none but a column which moves has
/// anything to keep.
struct Column {
    /// Its first slot, where a cache line begins, so that whole blocks of rows are whole lines.
    start: usize,
    /// The slot behind its last.
    end: usize,
    /// Rows before the new ones that are kept, whole cache lines.
    halo: usize,
    /// What makes a slot of a time, modulo the numbers of a word.
    shift: usize,
}

/// Doubles of a cache line.
const LINE: usize = 8;

impl Column {
    /// Slots of a column: when they are full its halo moves to the front, at most one move a row.
    fn capacity(halo: usize, most: usize) -> usize {
        let halo = halo.next_multiple_of(LINE);
        halo + halo.max(2 * most)
    }

    /// Makes the slots behind the kept rows those from `now` on.
    fn restart(&mut self, now: usize) {
        self.shift = (self.start + self.halo).wrapping_sub(now);
    }
}

/// Columns of one time line: first the operands, then whatever the family computes of them.
pub(in crate::kernels) struct Strip {
    /// The slots of all columns, then `most` zeros.
    values: Vec<f64>,
    /// Rows that come at once at most, whole vectors.
    most: usize,
    columns: Vec<Column>,
    /// Time of the first new row.
    pub now: usize,
    /// Rows for which every column has room.
    left: usize,
}

impl Strip {
    /// A strip whose columns keep `halos` rows, for `most` new rows at once, whole vectors of them.
    pub fn new(halos: &[usize], most: usize) -> Self {
        let slots: usize = halos.iter().map(|&halo| Column::capacity(halo, most)).sum();
        let mut values = vec![f64::NAN; LINE + slots + most];
        // The vector is never moved to another place.
        let mut start = values.as_ptr().align_offset(LINE * size_of::<f64>()) % LINE;
        let columns = halos.iter().map(|&halo| {
            let end = start + Column::capacity(halo, most);
            Column {
                start: std::mem::replace(&mut start, end),
                end,
                halo: halo.next_multiple_of(LINE),
                shift: 0,
            }
        });
        let columns = columns.collect();
        values.truncate(start + most);
        values[start..].fill(0.0);
        let mut strip = Self {
            values,
            most,
            columns,
            now: 0,
            left: 0,
        };
        strip.restart();
        strip
    }

    /// Bytes that [`Strip::new`] allocates for blocks of rows.
    pub fn bytes(halos: &[usize]) -> u64 {
        let slots: usize = halos.iter().map(|&halo| Column::capacity(halo, BLOCK)).sum();
        8 * (LINE + slots + BLOCK) as u64
    }

    /// Makes room for `rows` more, at most as many as come at once.
    #[inline(always)]
    fn room(&mut self, rows: usize) {
        if rows > self.left {
            self.make_room(rows);
        }
    }

    #[cold]
    fn make_room(&mut self, rows: usize) {
        self.left = usize::MAX;
        for column in &mut self.columns {
            let at = self.now.wrapping_add(column.shift);
            if at + rows > column.end {
                self.values.copy_within(at - column.halo..at, column.start);
                column.restart(self.now);
            }
            self.left = self.left.min(column.end - self.now.wrapping_add(column.shift));
        }
    }

    /// Puts rows of the operands behind the history; they count from [`Strip::commit`] on. Every column has room for
    /// whole vectors of them.
    #[inline(always)]
    pub fn append(&mut self, operands: [&[f64]; 2], count: usize) {
        let rows = operands[0].len();
        self.room(rows.next_multiple_of(EIGHT));
        for (operand, rows_of) in operands.into_iter().enumerate().take(count) {
            let from = self.slot(operand, 0);
            self.values[from..from + rows].copy_from_slice(rows_of);
        }
    }

    /// Makes `rows` appended rows history.
    #[inline(always)]
    pub fn commit(&mut self, rows: usize) {
        self.now += rows;
        // A short block leaves what it had room for beside its rows.
        self.left -= rows;
    }

    /// As before the first row.
    pub fn reset(&mut self) {
        self.restart();
        // What lies before the new rows is all that may be looked at before it is written.
        for column in 0..self.columns.len() {
            let past = self.slot(column, self.columns[column].halo)..self.slot(column, 0);
            self.values[past].fill(f64::NAN);
        }
    }

    /// Starts a series anew without cleaning what lies before it: only for readers that never look there.
    /// The operands' column, whose halo is the longest window, stays clean as long as a series is no longer.
    pub fn restart(&mut self) {
        self.now = LINE + self.columns.iter().map(|column| column.halo).max().unwrap_or(0);
        for column in &mut self.columns {
            column.restart(self.now);
        }
        self.left = 0;
    }

    /// All slots, by which they are addressed.
    #[inline(always)]
    pub fn values(&self) -> &[f64] {
        &self.values
    }
    #[inline(always)]
    pub fn values_mut(&mut self) -> &mut [f64] {
        &mut self.values
    }

    /// The first of so many slots that are 0 as rows come at once.
    #[inline(always)]
    pub fn zeros(&self) -> usize {
        self.values.len() - self.most
    }

    /// The slot of a column's row `ago` rows (at most its halo) before the first new one; the rows after it follow.
    #[inline(always)]
    pub fn slot(&self, column: usize, ago: usize) -> usize {
        (self.now - ago).wrapping_add(self.columns[column].shift)
    }

    /// `rows` rows of a column, the first of them `ago` rows before the first new one.
    #[inline(always)]
    pub fn past(&self, column: usize, ago: usize, rows: usize) -> &[f64] {
        let from = self.slot(column, ago);
        &self.values[from..from + rows]
    }

    /// The `rows` rows of a column that end with the `row`-th new one.
    #[inline(always)]
    pub fn until(&self, column: usize, row: usize, rows: usize) -> &[f64] {
        let end = self.slot(column, 0) + row + 1;
        &self.values[end - rows..end]
    }
}
