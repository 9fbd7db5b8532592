//! The latest rows of a series, for machines.

use super::machine::{count, known};
use super::{StateError, StateReader, StateWriter};

/// The latest rows, at most so many. There is one slot more than that, so that a peek writes where nothing is.
pub(super) struct Ring {
    slots: Box<[f64]>,
    at: usize,
    rows: usize,
}

impl Ring {
    pub(super) fn new(most: usize) -> Self {
        Self {
            slots: vec![0.0; most + 1].into(),
            at: 0,
            rows: 0,
        }
    }
    /// Bytes that [`Ring::new`] allocates.
    pub(super) fn bytes(most: usize) -> u64 {
        8 * (most as u64 + 1)
    }
    /// How many rows are remembered.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }
    /// Writes the row to come, which [`Ring::keep`] keeps.
    #[inline(always)]
    pub(super) fn put(&mut self, x: f64) {
        self.slots[self.at] = x;
    }
    #[inline(always)]
    pub(super) fn keep(&mut self) {
        self.at = if self.at + 1 == self.slots.len() {
            0
        } else {
            self.at + 1
        };
        self.rows = if self.rows + 1 == self.slots.len() {
            self.rows
        } else {
            self.rows + 1
        };
    }
    /// A row before the one that was put last and is not kept yet, which is 0 rows ago.
    #[inline(always)]
    pub(super) fn ago(&self, rows: usize) -> f64 {
        let at = if self.at >= rows {
            self.at - rows
        } else {
            self.at + self.slots.len() - rows
        };
        self.slots[at]
    }
    /// The last `rows` rows with the one that was put last: in two pieces, the older first.
    #[inline(always)]
    pub(super) fn latest(&self, rows: usize) -> (&[f64], &[f64]) {
        let end = self.at + 1;
        if rows <= end {
            (&[], &self.slots[end - rows..end])
        } else {
            (&self.slots[self.slots.len() + end - rows..], &self.slots[..end])
        }
    }
    /// How many rows there are, and they, oldest first, and zeros.
    pub(super) fn write(&self, out: &mut StateWriter) {
        out.u64(self.rows as u64);
        for ago in (1..=self.rows).rev() {
            out.f64(self.ago(ago));
        }
        for _ in self.rows + 1..self.slots.len() {
            out.f64(0.0);
        }
    }
    pub(super) fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.clear();
        let most = self.slots.len() - 1;
        let rows = count(state, most as u64)? as usize;
        for slot in 0..most {
            self.slots[slot] = known(state)?;
        }
        self.at = rows;
        self.rows = rows;
        Ok(())
    }
    pub(super) fn clear(&mut self) {
        self.slots.fill(0.0);
        self.at = 0;
        self.rows = 0;
    }
}
