//! The rows of a window and what is computed beside them, on one time line.

use crate::kernels::BLOCK;

/// What one row has of D, M, L and age: the level below the first.
pub(in crate::kernels) static ZEROS: [f64; BLOCK] = [0.0; BLOCK];

/// One series: its last rows, as many as anything looks back, and room behind them.
///
/// Rows are addressed by a time that all columns of a strip share, so that none but a column which moves has
/// anything to keep.
pub(in crate::kernels) struct Column {
    values: Vec<f64>,
    /// Rows before the new ones that are kept, whole cache lines.
    halo: usize,
    /// The slot where a cache line begins, so that whole blocks of rows are whole lines.
    origin: usize,
    /// Time of the first slot.
    base: usize,
}

/// Doubles of a cache line.
const LINE: usize = 8;

impl Column {
    /// Slots of a column: when they are full its halo moves to the front, at most one move a row.
    fn capacity(halo: usize) -> usize {
        let halo = halo.next_multiple_of(LINE);
        LINE + halo + halo.max(4 * BLOCK)
    }

    fn new(halo: usize) -> Self {
        let values = vec![f64::NAN; Column::capacity(halo)];
        // The vector is never moved to another place.
        let origin = values.as_ptr().align_offset(LINE * size_of::<f64>()) % LINE;
        let halo = halo.next_multiple_of(LINE);
        Self {
            values,
            halo,
            origin,
            base: 0,
        }
    }

    /// Makes the slots behind the kept rows those from `now` on.
    fn restart(&mut self, now: usize) {
        self.base = now - self.halo - self.origin;
    }

    /// `rows` rows, the first of them `ago` (at most the halo) before `now`.
    #[inline(always)]
    pub fn past(&self, now: usize, ago: usize, rows: usize) -> &[f64] {
        let from = now - ago - self.base;
        &self.values[from..from + rows]
    }

    /// The `rows` rows from `now` on.
    #[inline(always)]
    pub fn fresh(&mut self, now: usize, rows: usize) -> &mut [f64] {
        let from = now - self.base;
        &mut self.values[from..from + rows]
    }
}

/// Columns of one time line: first the operands, then whatever the family computes of them.
pub(in crate::kernels) struct Strip {
    pub columns: Vec<Column>,
    /// Time of the first new row.
    pub now: usize,
    /// Rows for which every column has room.
    left: usize,
}

impl Strip {
    /// A strip whose columns keep `halos` rows.
    pub fn new(halos: &[usize]) -> Self {
        let columns = halos.iter().map(|&halo| Column::new(halo));
        let mut strip = Self {
            columns: columns.collect(),
            now: 0,
            left: 0,
        };
        strip.restart();
        strip
    }

    /// Bytes that [`Strip::new`] allocates for rows.
    pub fn bytes(halos: &[usize]) -> u64 {
        halos.iter().map(|&halo| 8 * Column::capacity(halo) as u64).sum()
    }

    /// Makes room for `rows` more, at most [`BLOCK`].
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
            let at = self.now - column.base;
            if at + rows > column.values.len() {
                column.values.copy_within(at - column.halo..at, column.origin);
                column.restart(self.now);
            }
            self.left = self.left.min(column.base + column.values.len() - self.now);
        }
    }

    /// Puts rows of the operands behind the history; they count from [`Strip::commit`] on.
    #[inline(always)]
    pub fn append(&mut self, operands: [&[f64]; 2], count: usize) {
        let rows = operands[0].len();
        self.room(rows);
        for (column, rows_of) in self.columns.iter_mut().zip(operands).take(count) {
            column.fresh(self.now, rows).copy_from_slice(rows_of);
        }
    }

    /// Makes `rows` appended rows history.
    #[inline(always)]
    pub fn commit(&mut self, rows: usize) {
        self.now += rows;
        self.left -= rows;
    }

    /// As before the first row.
    pub fn reset(&mut self) {
        for column in &mut self.columns {
            column.values.fill(f64::NAN);
        }
        self.restart();
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

    /// `rows` rows of a column, the first of them `ago` rows before the first new one.
    #[inline(always)]
    pub fn past(&self, column: usize, ago: usize, rows: usize) -> &[f64] {
        self.columns[column].past(self.now, ago, rows)
    }
}
