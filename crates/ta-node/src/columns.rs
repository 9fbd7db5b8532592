//! What is checked of columns that JavaScript brings, and columns of our own.

use std::alloc::{Layout, alloc_zeroed};
use std::ops::Range;
use ta_engine::{Code, Error, Program};

/// Where a column's memory is, and whether it is written.
pub type Place = (Range<usize>, bool);

pub fn written<T>(values: &[T]) -> Place {
    let range = values.as_ptr_range();
    (range.start as usize..range.end as usize, true)
}

pub fn read<T>(values: &[T]) -> Place {
    (written(values).0, false)
}

pub fn misfit(what: &str) -> Error {
    Error::new(Code::OutputBuffer, what)
}

/// Refuses buffers that share memory with one that is written: Rust may assume that there are none.
pub fn apart(columns: impl Iterator<Item = Place>) -> Result<(), Error> {
    let mut ranges: Vec<Place> = columns.filter(|(range, _)| !range.is_empty()).collect();
    ranges.sort_by_key(|(range, _)| range.start);
    // Inputs may share memory among themselves: what counts is the furthest end of either kind so far.
    let (mut read_to, mut written_to) = (0, 0);
    for (range, writes) in ranges {
        if range.start < written_to || (writes && range.start < read_to) {
            return Err(misfit("a buffer to fill shares memory with another column"));
        }
        let end = if writes { &mut written_to } else { &mut read_to };
        *end = (*end).max(range.end);
    }
    Ok(())
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

fn no_memory(rows: usize) -> Error {
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
