//! The sweep executor: one plan over many sets of parameters. What depends on some of them only is computed once for
//! each distinct choice of those; results are folded as rows come, so that memory does not grow with rows.

use super::batch::{Batch, OutputColumn, Way};
use super::bind::{self, settled};
use super::merge::Merger;
use super::program::Program;
use crate::cpu::Level;
use crate::generated::kernels::{Op, Type};
use crate::kernels::{BLOCK, UNKNOWN, finite};
use crate::plan::bounds;
use crate::plan::scalar::evaluate;
use crate::plan::{Limits, ParamValue, Plan, Semantic};
use crate::{Code, Error};
use std::sync::Arc;

/// What is kept of an output's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// The last row's value; a condition's is 0, 1, or 2 for unknown.
    Last,
    /// The rows on which a condition is true; of a number, the rows on which it is known.
    Count,
    /// Of the known values of a number, as `cum.sum` adds them; missing where there is none.
    Sum,
    /// Their sum over their count.
    Mean,
    /// The greatest of the known values of a number.
    Max,
    /// The least of them.
    Min,
}

impl Fold {
    /// The fold of a name: last, count, sum, mean, max or min. TA8007 for any other.
    pub fn named(name: &str) -> Result<Fold, Error> {
        Ok(match name {
            "last" => Fold::Last,
            "count" => Fold::Count,
            "sum" => Fold::Sum,
            "mean" => Fold::Mean,
            "max" => Fold::Max,
            "min" => Fold::Min,
            _ => return Err(Error::new(Code::Usage, format!("\"{name}\" is no fold"))),
        })
    }
}

/// What a point asks for alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PointNeeds {
    /// Bytes of logical state.
    pub state_bytes: u64,
    /// Lanes that run.
    pub lanes: usize,
}

/// A set of parameters: those that are not named have their defaults.
pub type Point<'a> = [(&'a str, ParamValue)];

/// Some of a sweep's points as one program.
pub struct Sweep {
    program: Arc<Program>,
    /// Of each point each output, then each alert: how its result is made of the program's outputs.
    cells: Vec<Cell>,
    width: usize,
    /// Lanes of the points if each ran alone.
    alone: usize,
}

#[derive(Clone, Copy)]
enum Cell {
    /// The last value of one output.
    Last(usize),
    /// The count of one.
    Count(usize),
    /// The last value of one over the count of the next.
    Mean(usize),
}

impl Sweep {
    /// Lanes that one program should have at most: beyond that its registers leave the cache.
    pub const LANES: usize = 4096;

    /// Points that are well run together, for a plan.
    pub fn share(plan: &Plan) -> usize {
        (Self::LANES / lanes_of(plan.semantic()).max(1)).max(1)
    }

    /// Checks a point as [`Sweep::new`] would and that alone it is within the limits, and gives what it asks for.
    pub fn needs(plan: &Plan, point: &Point<'_>, limits: &Limits) -> Result<PointNeeds, Error> {
        let check = || {
            let scalars = scalars_of(plan, point)?;
            let (_, live) = settled(plan.semantic(), &scalars)?;
            let bounds = bounds::compute(plan.semantic(), &scalars, bounds::stability_of(1e-9));
            limits.allow(plan.semantic(), &bounds)?;
            let lanes = |&(index, _): &(usize, u32)| plan.semantic().instructions[index].lanes.len();
            Ok(PointNeeds {
                state_bytes: bounds.state_bytes as u64,
                lanes: live.iter().map(lanes).sum(),
            })
        };
        check().map_err(|error| at(point, error))
    }

    /// Bytes that an executor of this point alone allocates: of several points merged, at most the sum of theirs.
    pub fn memory_bytes(plan: &Plan, point: &Point<'_>) -> Result<u64, Error> {
        let memory = || {
            let scalars = scalars_of(plan, point)?;
            let [_, blocks] = bind::allot(plan.semantic(), &scalars)?;
            Ok(bind::memory_bytes(&blocks))
        };
        memory().map_err(|error| at(point, error))
    }

    /// Merges `points` of `plan`. `folds` has one for each output; alerts are counted.
    ///
    /// TA8007 a sum, mean, greatest or least of a condition, or another number of folds; else as
    /// [`Program::bind`], naming the first point that is wrong.
    pub fn new(
        plan: &Arc<Plan>,
        points: &[&Point<'_>],
        folds: &[Fold],
        limits: &Limits,
        level: Level,
    ) -> Result<Sweep, Error> {
        let semantic = plan.semantic();
        check_folds(plan, folds)?;
        let alerts = semantic.alerts.iter().map(|_| Fold::Count);
        let folds: Vec<Fold> = folds.iter().copied().chain(alerts).collect();
        let mut merger = Merger::new(semantic);
        let mut cells = Vec::with_capacity(points.len() * folds.len());
        let mut outputs = 0;
        let mut alone = 0;
        for point in points {
            let scalars = scalars_of(plan, point).map_err(|error| at(point, error))?;
            let roots = merger.add(&scalars).map_err(|error| at(point, error))?;
            alone += lanes_of(semantic);
            for (&(register, kind), &fold) in roots.iter().zip(&folds) {
                let folded = |merger: &mut Merger<'_>, op: Op| {
                    let so_far = merger.apply(op, &[register]);
                    merger.apply(Op::CumLast, &[so_far])
                };
                let (from, cell) = match fold {
                    Fold::Last => (register, Cell::Last(outputs)),
                    Fold::Count => (register, Cell::Count(outputs)),
                    Fold::Sum => (folded(&mut merger, Op::CumSum), Cell::Last(outputs)),
                    Fold::Mean => (folded(&mut merger, Op::CumSum), Cell::Mean(outputs)),
                    Fold::Max => (folded(&mut merger, Op::CumMax), Cell::Last(outputs)),
                    Fold::Min => (folded(&mut merger, Op::CumMin), Cell::Last(outputs)),
                };
                merger.output(from, kind);
                outputs += 1;
                if fold == Fold::Mean {
                    merger.output(register, kind);
                    outputs += 1;
                }
                cells.push(cell);
            }
        }
        let program = Program::merged(merger.finish(), limits, level)?;
        Ok(Sweep {
            program,
            cells,
            width: folds.len(),
            alone,
        })
    }

    /// Lanes of the merged program, and those of the points if each ran alone.
    pub fn lanes(&self) -> (usize, usize) {
        (lanes_of(self.program.plan().semantic()), self.alone)
    }

    /// Runs over `rows` rows. Gives one value for each point's outputs and alerts, point by point; `None` where
    /// `watch`, which is told the rows done between tiles of them, said no. Errors as [`Batch::run`].
    pub fn run(
        &self,
        rows: usize,
        inputs: &[&[f64]],
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Option<Vec<f64>>, Error> {
        let kinds: Vec<Type> = self.program.outputs().map(|output| output.kind).collect();
        let mut last = vec![super::MISSING; kinds.len()];
        let mut unknown = vec![UNKNOWN; kinds.len()];
        let mut counts = vec![0u64; kinds.len()];
        let mut counted = vec![false; kinds.len()];
        for cell in &self.cells {
            match *cell {
                Cell::Last(_) => {}
                Cell::Count(at) => counted[at] = true,
                Cell::Mean(at) => counted[at + 1] = true,
            }
        }
        let mut columns: Vec<OutputColumn<'_>> = last
            .iter_mut()
            .zip(&mut unknown)
            .zip(&mut counts)
            .zip(kinds.iter().zip(&counted))
            .map(|(((value, flag), count), (kind, &counted))| match kind {
                _ if counted => OutputColumn::Count(count),
                Type::Float => OutputColumn::Last(value),
                Type::Bool => OutputColumn::LastBool(flag),
            })
            .collect();
        let mut batch = Batch::new(&self.program);
        const WAY: Way = Way {
            block_rows: BLOCK,
            past: false,
            known: false,
        };
        if !batch.run_whole(rows, inputs, &mut columns, &mut [], WAY, watch)? {
            return Ok(None);
        }
        let value = |cell: &Cell| match *cell {
            Cell::Last(at) if kinds[at] == Type::Bool => f64::from(unknown[at]),
            Cell::Last(at) => last[at],
            Cell::Count(at) => counts[at] as f64,
            Cell::Mean(at) => super::leaving(finite(last[at] / counts[at + 1] as f64)),
        };
        Ok(Some(self.cells.iter().map(value).collect()))
    }

    /// Values that each point has.
    pub fn width(&self) -> usize {
        self.width
    }
}

fn lanes_of(plan: &Semantic) -> usize {
    plan.instructions.iter().map(|each| each.lanes.len()).sum()
}

fn scalars_of(plan: &Plan, point: &Point<'_>) -> Result<Vec<f64>, Error> {
    let semantic = plan.semantic();
    let values = Program::values(plan, point)?;
    Ok(evaluate(
        &semantic.scalars,
        &semantic.constants,
        &values,
        super::MISSING,
    ))
}

/// An error with the point that it is of.
fn at(point: &Point<'_>, error: Error) -> Error {
    let named: Vec<String> = point
        .iter()
        .map(|(name, value)| match value {
            ParamValue::Int(value) => format!("{name}={value}"),
            ParamValue::Float(value) => format!("{name}={value}"),
            ParamValue::Bool(value) => format!("{name}={value}"),
            ParamValue::String(value) => format!("{name}={value}"),
        })
        .collect();
    match named.is_empty() {
        true => error,
        false => Error {
            message: format!("at {}: {}", named.join(", "), error.message),
            ..error
        },
    }
}

/// TA8007 a fold that an output's type has not, or another number of folds.
pub fn check_folds(plan: &Plan, folds: &[Fold]) -> Result<(), Error> {
    let outputs = &plan.semantic().outputs;
    if folds.len() != outputs.len() {
        let message = format!("{} folds for {} outputs", folds.len(), outputs.len());
        return Err(Error::new(Code::Usage, message));
    }
    for (output, fold) in outputs.iter().zip(folds) {
        let both = matches!(fold, Fold::Last | Fold::Count);
        if output.kind == Type::Bool && !both {
            let message = format!(
                "output '{}' is a condition: it has a last row and a count, no {}",
                output.name,
                format!("{fold:?}").to_lowercase()
            );
            return Err(Error::new(Code::Usage, message));
        }
    }
    Ok(())
}
