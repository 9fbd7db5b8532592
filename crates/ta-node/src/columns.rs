//! What is checked of columns that JavaScript brings, and columns of our own.

use std::alloc::{Layout, alloc_zeroed};
use ta_engine::{Code, Error, Program};

pub use ta_engine::overlap::{apart, read, written};

pub fn misfit(what: &str) -> Error {
    Error::new(Code::OutputBuffer, what)
}

/// Checks the whole of the inputs before a row is pushed, as a batch does by itself: TA7010 another length, TA7006 an
/// infinite value.
pub fn check_inputs(program: &Program, rows: usize, inputs: &[&[f64]]) -> Result<(), Error> {
    for (column, input) in inputs.iter().zip(program.inputs()) {
        let name = input.field;
        if column.len() != rows {
            let message = format!("input '{name}' has {} rows, not {rows}", column.len());
            return Err(Error::new(Code::ColumnLength, message));
        }
        if let Some(row) = column.iter().position(|value| value.is_infinite()) {
            let message = format!("input '{name}' is infinite in row {row}");
            return Err(Error::new(Code::InfiniteValue, message));
        }
    }
    Ok(())
}

pub(crate) fn no_memory(rows: usize) -> Error {
    Error::new(
        Code::Internal,
        format!("there is no memory for a column of {rows} rows"),
    )
}

/// A number whose value of zero bits is 0.
pub trait Plain: Copy {}
impl Plain for f64 {}
impl Plain for u8 {}

/// A column of zeros, which the system gives as they are first written: they are not written twice. An error where
/// there is no memory: the process must not end for it.
pub fn zeros<T: Plain>(rows: usize) -> Result<Vec<T>, Error> {
    let layout = Layout::array::<T>(rows).map_err(|_| no_memory(rows))?;
    if layout.size() == 0 {
        return Ok(Vec::new());
    }
    // SAFETY: the layout has a size.
    let memory = unsafe { alloc_zeroed(layout) }.cast::<T>();
    if memory.is_null() {
        return Err(no_memory(rows));
    }
    // SAFETY: the memory is the global allocator's, with the layout of `rows` values of T, and zero bits are a value.
    Ok(unsafe { Vec::from_raw_parts(memory, rows, rows) })
}

/// A copy of a column; an error as in [`zeros`].
pub fn copied(values: &[f64]) -> Result<Vec<f64>, Error> {
    let mut column = Vec::new();
    column
        .try_reserve_exact(values.len())
        .map_err(|_| no_memory(values.len()))?;
    column.extend_from_slice(values);
    Ok(column)
}
