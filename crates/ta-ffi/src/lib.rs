//! The C door of the engine. The ABI is `include/laakhay_ta.h`, which is generated from [`abi`]; what it promises for
//! ever is `spec/abi/v1.json`, which may only grow.
//!
//! ```text
//! abi/        the exported functions, and every pointer that C brings: the only `unsafe` code
//! registry    what handles stand for; a freed handle is answered, never followed
//! failure     statuses, the last error of a thread, and where a panic ends
//! arrow       batches of Arrow as columns of numbers, and back
//! ```
//!
//! It moves bytes, columns and errors across and decides nothing: numbers are made in `ta-engine`.

pub mod abi;

mod arrow;
mod failure;
mod program;
mod registry;
