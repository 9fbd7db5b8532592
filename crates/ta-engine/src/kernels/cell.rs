//! What a register holds, for code that is generic over floats and conditions.

use super::tick::Named;
use super::{BLOCK, BlockFile, Bools, Floats, RowFile, StateError, StateReader, StateWriter, UNKNOWN, View};
use std::ops::Deref;

/// A float or a condition.
pub(super) trait Cell: Copy + Send + 'static {
    /// Missing, or unknown.
    const MISSING: Self;
    /// A block that a result is computed into, a value a row.
    type Block;
    /// The current rows of a register, a value each.
    type Cells<'a>: Deref<Target = [Self]>;

    fn get(file: &RowFile, register: usize) -> Self;
    fn set(file: &mut RowFile, register: usize, value: Self);
    /// The same of a register that a byte names.
    fn named(named: &Named<'_>, register: u8) -> Self;
    fn name(named: &mut Named<'_>, register: u8, value: Self);
    /// The current rows of a register; the executor guarantees that an operand is present.
    fn cells<'a>(file: &'a BlockFile<'_>, register: usize) -> Self::Cells<'a>;
    /// What a register's result is computed into.
    fn take(file: &mut BlockFile<'_>, register: usize) -> Self::Block;
    /// Makes a block the register's value.
    fn put(file: &mut BlockFile<'_>, register: usize, block: Self::Block);
    fn cells_mut(block: &mut Self::Block) -> &mut [Self; BLOCK];
    fn write(self, out: &mut StateWriter);
    /// Reads one back; a value that no register can hold is refused.
    fn read(state: &mut StateReader<'_>) -> Result<Self, StateError>;
}

impl Cell for f64 {
    const MISSING: Self = f64::NAN;
    type Block = Box<Floats>;
    type Cells<'a> = &'a [f64];

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
    fn cells<'a>(file: &'a BlockFile<'_>, register: usize) -> &'a [f64] {
        if let Some(view) = file.view(register) {
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
            *view = View::NONE;
        }
    }
    #[inline(always)]
    fn cells_mut(block: &mut Box<Floats>) -> &mut [Self; BLOCK] {
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
    type Block = Unpacked;
    type Cells<'a> = Conditions;

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
    fn cells(file: &BlockFile<'_>, register: usize) -> Conditions {
        let mut each = Unpacked([0; BLOCK]);
        file.bools[register].unpack(&mut each.0[..file.rows]);
        Conditions {
            each,
            rows: file.rows,
        }
    }
    #[inline(always)]
    fn take(_: &mut BlockFile<'_>, _: usize) -> Unpacked {
        Unpacked([0; BLOCK])
    }
    #[inline(always)]
    fn put(file: &mut BlockFile<'_>, register: usize, block: Unpacked) {
        file.bools[register] = Bools::packed(&block.0);
    }
    #[inline(always)]
    fn cells_mut(block: &mut Unpacked) -> &mut [Self; BLOCK] {
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

/// A block of conditions, one a byte: for kernels that go row by row.
#[repr(align(64))]
pub(super) struct Unpacked(pub [u8; BLOCK]);

/// The current rows of them.
pub(super) struct Conditions {
    each: Unpacked,
    rows: usize,
}

impl Deref for Conditions {
    type Target = [u8];
    #[inline(always)]
    fn deref(&self) -> &[u8] {
        &self.each.0[..self.rows]
    }
}
