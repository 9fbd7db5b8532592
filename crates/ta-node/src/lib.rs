//! The Node door of the engine. It moves bytes, columns and errors across, and decides nothing: options are
//! read in `runtime/`, numbers are made in `ta-engine`.
//!
//! Every entry catches unwinding: a fault of ours is an error there too, never the end of the process.

mod columns;
mod copies;
mod execute;
mod failure;
mod fresh;
mod panel;
mod plan;
mod pool;
mod program;
mod session;
mod streams;
mod sweep;
mod task;
mod universe;
