//! The kernels: one file a family, one arithmetic order each. They know nothing of plans.
//!
//! A kernel is a row function, which *is* its specification, and optionally a block function proven equal to
//! it by test, to the bit. The step executor holds [`RowInstruction`]s and never sees a block function; the
//! batch executor holds [`BlockInstruction`]s. Both keep the same *logical* state, and write it in the same bytes.
//!
//! Registers hold a finite number or NaN (missing); conditions are 0, 1 or 2 (unknown).

pub(crate) mod abreast;
pub mod across;
mod adaptive;
mod average;
mod bank;
mod cell;
mod compare;
mod conditions;
mod cumulative;
mod eight;
mod elementary;
mod event;

pub mod factory;
pub(crate) mod fused;
mod heads;
mod held;
mod hilbert;
mod known;
mod logic;
mod machine;
mod packs;
mod pointwise;
mod product;
mod ring;
pub(crate) mod scan;
mod shift;
mod stateless;
mod swing;
pub(crate) mod through;
pub(crate) mod tick;
mod trail;
mod vary;
mod window;

pub use conditions::Bools;
pub use fused::superinstructions;

use std::any::Any;

/// Rows that one block instruction processes at most: what it does before its first row and behind its last is little beside
/// them, and the blocks of a few registers stay in the first level of a cache.
pub const BLOCK: usize = 1024;

/// Unknown, as a condition.
pub const UNKNOWN: u8 = 2;

/// A block of floats, aligned to a cache line.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub struct Floats(pub [f64; BLOCK]);

/// The physical registers of the batch executor. An instruction takes a result's block of floats out, computes into it
/// and puts it back: safe code, and a pointer's price. A block of conditions is two cache lines, and is copied. The
/// allocator never gives an instruction's result the block of one of its operands.
///
/// A register of floats may be a [`View`] of one of the run's columns instead of its own block, which then has
/// no meaning until a result is put there.
#[derive(Debug, Default)]
pub struct BlockFile<'a> {
    pub floats: Vec<Option<Box<Floats>>>,
    pub bools: Vec<Bools>,
    /// Rows of the current block, at most [`BLOCK`].
    pub rows: usize,
    /// The run's columns: whole, and up to the current block without −0 and without infinite values where anything
    /// views them.
    pub columns: &'a [&'a [f64]],
    /// Of each register of floats what it views, or [`View::NONE`]; registers behind the end view nothing.
    pub views: Vec<View>,
}

impl BlockFile<'_> {
    /// The current rows of a register of floats.
    #[inline(always)]
    pub fn values(&self, register: usize) -> &[f64] {
        <f64 as cell::Cell>::cells(self, register)
    }

    /// What of the run's columns a register of floats views, if it is no block of its own.
    #[inline(always)]
    pub(crate) fn view(&self, register: usize) -> Option<View> {
        self.views
            .get(register)
            .copied()
            .filter(|view| view.column != View::NONE.column)
    }

    /// Puts a block back of which nothing is used: the register's value is the view.
    pub(crate) fn put_view(&mut self, register: usize, block: Box<Floats>, view: View) {
        self.floats[register] = Some(block);
        self.views[register] = view;
    }
}

/// The current block's rows as rows of a column, the first of them `from`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    pub column: usize,
    pub from: usize,
    /// Whether it is the input itself. Of the input itself a run's blocks are views up to some block and copies from
    /// there on, so that its reader may leave what it keeps of the column behind until the first copy or the column's
    /// last block.
    pub input: bool,
}

impl View {
    /// Of a register that is its own block: no column has this number. Fields of an absent option would have no value, and
    /// compiled code may look at them before it knows.
    pub const NONE: View = View {
        column: usize::MAX,
        from: 0,
        input: false,
    };
}

/// The registers of the step executor: one value each, indexed by physical register as in [`BlockFile`].
#[derive(Debug, Default)]
pub struct RowFile {
    pub floats: Vec<f64>,
    pub bools: Vec<u8>,
}

/// Reads logical state back. Every read is checked: any bytes give a state or an error.
pub struct StateReader<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

/// Logical state that does not fit its kernel.
#[derive(Debug, PartialEq, Eq)]
pub struct StateError {
    pub offset: usize,
}

impl StateReader<'_> {
    pub fn f64(&mut self) -> Result<f64, StateError> {
        let end = self.at + 8;
        let bytes = self
            .bytes
            .get(self.at..end)
            .ok_or(StateError { offset: self.at })?;
        self.at = end;
        Ok(f64::from_le_bytes(bytes.try_into().expect("eight bytes")))
    }
    pub fn u64(&mut self) -> Result<u64, StateError> {
        Ok(self.f64()?.to_bits())
    }
    pub fn u8(&mut self) -> Result<u8, StateError> {
        let byte = *self.bytes.get(self.at).ok_or(StateError { offset: self.at })?;
        self.at += 1;
        Ok(byte)
    }
}

/// Writes logical state, little-endian.
#[derive(Default)]
pub struct StateWriter {
    pub bytes: Vec<u8>,
}

impl StateWriter {
    pub fn f64(&mut self, value: f64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }
    pub fn u64(&mut self, value: u64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }
    pub fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }
}

/// An instruction of the step executor. One call is one row; nothing allocates.
pub trait RowInstruction: Send + Any + across::Gather {
    /// Computes the row and advances the state.
    fn row(&mut self, file: &mut RowFile);
    /// Computes the row as `row` would, and leaves the logical state as it was.
    fn peek(&mut self, file: &mut RowFile);
    /// The logical state.
    fn save(&self, out: &mut StateWriter);
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError>;
    /// Back to the state before the first row.
    fn reset(&mut self);
}

/// An instruction of the batch executor. One call is one block; nothing allocates.
pub trait BlockInstruction: Send {
    fn block(&mut self, file: &mut BlockFile<'_>);
    /// The logical state: the same bytes that the row instruction would write after the same rows.
    fn save(&self, out: &mut StateWriter);
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError>;
    fn reset(&mut self);
}

/// How a missing value leaves (numerics N1).
pub(crate) const MISSING: f64 = f64::from_bits(0x7ff8_0000_0000_0000);

/// `value`, a missing one in its canonical bits.
#[inline(always)]
pub(crate) fn leaving(value: f64) -> f64 {
    if value.is_nan() { MISSING } else { value }
}

/// `r` if it is finite, else missing; −0 becomes +0 (numerics N7).
#[inline(always)]
#[allow(clippy::eq_op)] // r - r is 0 of a finite number and NaN of an infinite one
pub fn finite(r: f64) -> f64 {
    r + (r - r)
}
