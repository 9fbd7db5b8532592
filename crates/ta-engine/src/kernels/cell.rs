//! What a register holds, for code that is generic over floats and conditions.

use super::{BLOCK, BlockFile, Bools, Floats, RowFile, StateError, StateReader, StateWriter, UNKNOWN};

/// A float or a condition.
pub(super) trait Cell: Copy + Send + 'static {
    /// Missing, or unknown.
    const MISSING: Self;
    /// A block of them.
    type Block: Send;

    fn get(file: &RowFile, register: usize) -> Self;
    fn set(file: &mut RowFile, register: usize, value: Self);
    /// A block's cells; the executor guarantees that an operand's block is present.
    fn cells(file: &BlockFile, register: usize) -> &[Self; BLOCK];
    fn take(file: &mut BlockFile, register: usize) -> Box<Self::Block>;
    fn put(file: &mut BlockFile, register: usize, block: Box<Self::Block>);
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
    fn cells(file: &BlockFile, register: usize) -> &[Self; BLOCK] {
        &file.floats[register]
            .as_ref()
            .expect("an operand's block is present")
            .0
    }
    #[inline(always)]
    fn take(file: &mut BlockFile, register: usize) -> Box<Floats> {
        file.floats[register].take().expect("a result's block is present")
    }
    #[inline(always)]
    fn put(file: &mut BlockFile, register: usize, block: Box<Floats>) {
        file.floats[register] = Some(block);
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
    fn cells(file: &BlockFile, register: usize) -> &[Self; BLOCK] {
        &file.bools[register]
            .as_ref()
            .expect("an operand's block is present")
            .0
    }
    #[inline(always)]
    fn take(file: &mut BlockFile, register: usize) -> Box<Bools> {
        file.bools[register].take().expect("a result's block is present")
    }
    #[inline(always)]
    fn put(file: &mut BlockFile, register: usize, block: Box<Bools>) {
        file.bools[register] = Some(block);
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
