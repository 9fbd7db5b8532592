//! Whether the columns that a host brings may be handed to an executor: Rust assumes that nothing else shares memory
//! with what it writes, and a host's pointers do not say so.

use crate::{Code, Error};
use std::ops::Range;

/// Where a column's memory is, by address, and whether it is written.
pub type Place = (Range<usize>, bool);

/// The place of a column that is written.
pub fn written<T>(values: &[T]) -> Place {
    let range = values.as_ptr_range();
    (range.start as usize..range.end as usize, true)
}

/// The place of a column that is only read.
pub fn read<T>(values: &[T]) -> Place {
    (written(values).0, false)
}

/// TA8003 where a column that is written shares memory with another; columns that are only read may share theirs.
pub fn apart(columns: impl Iterator<Item = Place>) -> Result<(), Error> {
    let mut ranges: Vec<Place> = columns.filter(|(range, _)| !range.is_empty()).collect();
    ranges.sort_by_key(|(range, _)| range.start);
    // Inputs may share memory among themselves: what counts is the furthest end of either kind so far.
    let (mut read_to, mut written_to) = (0, 0);
    for (range, writes) in ranges {
        if range.start < written_to || (writes && range.start < read_to) {
            let message = "a buffer to fill shares memory with another column";
            return Err(Error::new(Code::OutputBuffer, message));
        }
        let end = if writes { &mut written_to } else { &mut read_to };
        *end = (*end).max(range.end);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_lies_apart_from_everything() {
        let refused = |places: &[Place]| apart(places.iter().cloned()).is_err();
        assert!(!refused(&[(0..8, false), (0..8, false), (8..16, true)]));
        assert!(!refused(&[(8..16, true), (0..8, true), (16..24, false)]));
        assert!(refused(&[(0..8, false), (7..9, true)]));
        assert!(refused(&[(0..32, true), (8..16, false)]));
        assert!(refused(&[(0..8, true), (0..8, true)]));
        // The read column that reaches furthest began before another that ends sooner.
        assert!(refused(&[(0..64, false), (8..16, false), (32..40, true)]));
        // An empty column shares memory with nothing.
        assert!(!refused(&[(0..8, true), (4..4, false)]));
    }
}
