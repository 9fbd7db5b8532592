//! Executors: a plan bound to parameters ([`program`]) run by blocks ([`batch`]) or row by row ([`step`]),
//! over the same kernels, the same physical registers and the same logical state ([`snapshot`]).

mod abreast;
mod bars;
pub mod batch;
#[doc(hidden)]
pub mod bind;
pub mod budget;
mod demand;
mod fuse;
pub mod grid;
mod merge;
pub mod panel;
pub mod program;
#[doc(hidden)]
pub mod snapshot;
mod spread;
pub mod step;
mod straight;
pub mod sweep;
mod turns;
pub mod universe;

/// How a missing value leaves (numerics N1).
pub const MISSING: f64 = crate::kernels::MISSING;

pub(crate) use crate::kernels::leaving;
