//! Executes laakhay-ta plans: verified, deterministic, the same bits by block and by step.
//!
//! ```text
//! bytes ── Plan::load ──▶ Plan ── Program::bind ──▶ Program ──▶ Batch     blocks of rows
//!          decode, verify         parameters, registers    └──▶ Session   row by row, snapshot
//! ```
//!
//! ```
//! use ta_engine::{Batch, Limits, OutputColumn, Plan, Program, cpu};
//!
//! # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../golden/plans/bollinger.plan");
//! # let bytes = std::fs::read(path)?;
//! let plan = Plan::load(&bytes, &Limits::default())?;
//! let program = Program::bind(plan, &[], &Limits::default(), cpu::best())?;
//! let close: Vec<f64> = (0..100).map(f64::from).collect();
//! let columns: Vec<&[f64]> = program.inputs().map(|_| close.as_slice()).collect();
//! let mut values = vec![vec![0.0; close.len()]; program.outputs().len()];
//! let mut outputs: Vec<OutputColumn> = values.iter_mut().map(|column| OutputColumn::Float(column)).collect();
//! let mut alerts = [];
//! Batch::new(&program).run(close.len(), &columns, &mut outputs, &mut alerts, 256)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Plan`] and [`Program`] are immutable and shared; a [`Batch`] or a [`Session`] is one run's state. The
//! format of a plan is `spec/plan.md`, the arithmetic `spec/numerics.md`.

pub mod cpu;
pub mod describe;
pub mod error;
pub mod generated;
pub mod kernels;
pub mod overlap;
pub mod plan;
pub mod vm;

pub use error::Error;
pub use generated::codes::Code;
pub use plan::{Limits, ParamValue, Plan};
pub use vm::batch::{AlertColumn, Batch, OutputColumn};
pub use vm::panel::{Panel, Watch};
pub use vm::program::Program;
pub use vm::step::Session;
pub use vm::sweep::{Fold, Sweep};
pub use vm::universe::Universe;
