//! The exported functions: what `include/laakhay_ta.h` declares. All pointers that C brings are read and written here.

pub mod arrow;
mod interface;
pub mod memory;
pub mod plan;
mod pointer;
pub mod program;
pub mod session;
pub mod version;

/// A verified plan: an opaque handle, immutable, for any number of threads.
pub struct PlanHandle {
    _opaque: [u8; 0],
}

/// A plan bound to its parameters: an opaque handle, immutable, for any number of threads at once.
pub struct ProgramHandle {
    _opaque: [u8; 0],
}

/// A run that takes rows as they come: an opaque handle. Calls on one session wait for each other.
pub struct SessionHandle {
    _opaque: [u8; 0],
}
