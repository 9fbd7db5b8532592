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
//! let plan = Plan::load(include_bytes!("../examples/bollinger.plan"), &Limits::default())?;
//! let program = Program::bind(plan, &[("period", ta_engine::ParamValue::Int(30))], &Limits::default(), cpu::best())?;
//! let close: Vec<f64> = (0..100).map(f64::from).collect();
//! let columns: Vec<&[f64]> = program.inputs().map(|_| close.as_slice()).collect();
//! let mut values = vec![vec![0.0; close.len()]; program.outputs().len()];
//! let mut outputs: Vec<OutputColumn> = values.iter_mut().map(|column| OutputColumn::Float(column)).collect();
//! Batch::new(&program).run(close.len(), &columns, &mut outputs, &mut [], 1024)?;
//! assert_eq!(program.outputs().nth(1).unwrap().name, "middle");
//! assert!(values[1][28].is_nan() && values[1][29] == 14.5);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Plan`] and [`Program`] are immutable and shared; a [`Batch`] or a [`Session`] is one run's state, a [`Panel`] runs
//! many symbols over threads, a [`Universe`] steps them, a [`Sweep`] runs many sets of parameters at once and a [`Grid`]
//! shares them out over threads. Plans are written by the compiler (`ta plan -o FILE`); here they are only read. The format
//! of a plan is `spec/plan.md`, the arithmetic `spec/numerics.md`. What is not on these pages is the engine's own and
//! changes as it likes.

#![warn(missing_docs)]

pub mod cpu;
pub mod describe;
pub mod error;
#[doc(hidden)]
#[allow(rustdoc::broken_intra_doc_links)] // Formulas have brackets.
pub mod generated;
#[doc(hidden)]
pub mod kernels;
pub mod overlap;
pub mod plan;
pub mod vm;

pub use error::Error;
pub use generated::codes::Code;
pub use generated::kernels::Type;
pub use plan::{Limits, ParamValue, Plan};
pub use vm::batch::{AlertColumn, Batch, OutputColumn};
pub use vm::budget::{Budget, Deadline};
pub use vm::grid::{Grid, Way};
pub use vm::panel::{Panel, Watch};
pub use vm::program::Program;
pub use vm::step::Session;
pub use vm::sweep::{Fold, Sweep};
pub use vm::universe::Universe;
