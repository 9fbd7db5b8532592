//! What a register holds, for code that is generic over floats and conditions.

use super::tick::Named;
use super::{BLOCK, BlockFile, Bools, Floats, RowFile, StateError, StateReader, StateWriter, UNKNOWN, View};

/// A float or a condition.
pub(super) trait Cell: Copy + Send + 'static {
    /// Missing, or unknown.
    const MISSING: Self;
    /// A block of them.
    type Block: Send;

    fn get(file: &RowFile, register: usize) -> Self;
    fn set(file: &mut RowFile, register: usize, value: Self);
    /// The same of a register that a byte names.
    fn named(named: &Named<'_>, register: u8) -> Self;
    fn name(named: &mut Named<'_>, register: u8, value: Self);
    /// The current rows of a register; the executor guarantees that an operand is present.
    fn cells<'a>(file: &'a BlockFile<'_>, register: usize) -> &'a [Self];
    /// A register's own block, which a result is computed into.
    fn take(file: &mut BlockFile<'_>, register: usize) -> Box<Self::Block>;
    /// Makes a block the register's value.
    fn put(file: &mut BlockFile<'_>, register: usize, block: Box<Self::Block>);
    /// What of the run's columns the register views, if it is no block of its own.
    fn view(file: &BlockFile<'_>, register: usize) -> Option<View>;
    /// Puts a block back of which nothing is used: the register's value is the view.
    fn put_view(file: &mut BlockFile<'_>, register: usize, block: Box<Self::Block>, view: View);
    /// The rows of a column, for a kind that columns have.
    fn column<'a>(file: &'a BlockFile<'_>, column: usize) -> &'a [Self];
    fn cells_mut(block: &mut Self::Block) -> &mut [Self; BLOCK];
    fn write(self, out: &mut StateWriter);
    /// Reads one back; a value that no register can hold is refused.
    fn read(state: &mut StateReader<'_>) -> Result<Self, StateError>;
}

impl Cell for f64 {
    const MISSING: Self = f64::NAN;
    type Block = Floats;

    #[inline(always)]
    fn get(file: &RowFile, register: usize) -> Self {
        file.floats[register]
    }
    #[inline(always)]
    fn set(file: &mut RowFile, register: usize, value: Self) {
        file.floats[register] = value;
    }
    #[inline(always)]
    fn named(named: &Named<'_>, register: u8) -> Self {
        named.floats[register as usize]
    }
    #[inline(always)]
    fn name(named: &mut Named<'_>, register: u8, value: Self) {
        named.floats[register as usize] = value;
    }
    #[inline(always)]
    fn cells<'a>(file: &'a BlockFile<'_>, register: usize) -> &'a [Self] {
        if let Some(view) = Self::view(file, register) {
            return &file.columns[view.column][view.from..view.from + file.rows];
        }
        let block = file.floats[register].as_ref();
        &block.expect("an operand's block is present").0[..file.rows]
    }
    #[inline(always)]
    fn take(file: &mut BlockFile<'_>, register: usize) -> Box<Floats> {
        file.floats[register].take().expect("a result's block is present")
    }
    #[inline(always)]
    fn put(file: &mut BlockFile<'_>, register: usize, block: Box<Floats>) {
        file.floats[register] = Some(block);
        if let Some(view) = file.views.get_mut(register) {
            *view = None;
        }
    }
    #[inline(always)]
    fn view(file: &BlockFile<'_>, register: usize) -> Option<View> {
        file.views.get(register).copied().flatten()
    }
    #[inline(always)]
    fn put_view(file: &mut BlockFile<'_>, register: usize, block: Box<Floats>, view: View) {
        file.floats[register] = Some(block);
        file.views[register] = Some(view);
    }
    #[inline(always)]
    fn column<'a>(file: &'a BlockFile<'_>, column: usize) -> &'a [Self] {
        file.columns[column]
    }
    #[inline(always)]
    fn cells_mut(block: &mut Floats) -> &mut [Self; BLOCK] {
        &mut block.0
    }
    fn write(self, out: &mut StateWriter) {
        out.f64(if self.is_nan() { f64::NAN } else { self });
    }
    fn read(state: &mut StateReader<'_>) -> Result<Self, StateError> {
        let offset = state.at;
        let value = state.f64()?;
        if value.is_infinite() {
            Err(StateError { offset })
        } else {
            Ok(value)
        }
    }
}

impl Cell for u8 {
    const MISSING: Self = UNKNOWN;
    type Block = Bools;

    #[inline(always)]
    fn get(file: &RowFile, register: usize) -> Self {
        file.bools[register]
    }
    #[inline(always)]
    fn set(file: &mut RowFile, register: usize, value: Self) {
        file.bools[register] = value;
    }
    #[inline(always)]
    fn named(named: &Named<'_>, register: u8) -> Self {
        named.bools[register as usize]
    }
    #[inline(always)]
    fn name(named: &mut Named<'_>, register: u8, value: Self) {
        named.bools[register as usize] = value;
    }
    #[inline(always)]
    fn cells<'a>(file: &'a BlockFile<'_>, register: usize) -> &'a [Self] {
        let block = file.bools[register].as_ref();
        &block.expect("an operand's block is present").0[..file.rows]
    }
    #[inline(always)]
    fn take(file: &mut BlockFile<'_>, register: usize) -> Box<Bools> {
        file.bools[register].take().expect("a result's block is present")
    }
    #[inline(always)]
    fn put(file: &mut BlockFile<'_>, register: usize, block: Box<Bools>) {
        file.bools[register] = Some(block);
    }
    #[inline(always)]
    fn view(_: &BlockFile<'_>, _: usize) -> Option<View> {
        None
    }
    fn put_view(_: &mut BlockFile<'_>, _: usize, _: Box<Bools>, _: View) {
        unreachable!("columns of a run are floats")
    }
    fn column<'a>(_: &'a BlockFile<'_>, _: usize) -> &'a [Self] {
        unreachable!("columns of a run are floats")
    }
    #[inline(always)]
    fn cells_mut(block: &mut Bools) -> &mut [Self; BLOCK] {
        &mut block.0
    }
    fn write(self, out: &mut StateWriter) {
        out.u8(self);
    }
    fn read(state: &mut StateReader<'_>) -> Result<Self, StateError> {
        let offset = state.at;
        let value = state.u8()?;
        if value > UNKNOWN {
            Err(StateError { offset })
        } else {
            Ok(value)
        }
    }
}
