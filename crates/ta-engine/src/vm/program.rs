//! A plan bound to its parameters: scalars settled, dead instructions pruned, physical registers allotted.

use super::MISSING;
use super::bind::{self, Allotted};
use crate::cpu::{self, Cpu, Level};
use crate::generated::kernels::Type;
use crate::kernels::BLOCK;
use crate::kernels::factory::InstructionSpec;
use crate::kernels::fused::Fused;
use crate::kernels::scan::ScanSpec;
use crate::plan::bounds::{self, Bounds};
use crate::plan::scalar::evaluate;
use crate::plan::verify::unfit;
use crate::plan::{Limits, Param, ParamType, ParamValue, Plan, Semantic};
use crate::{Code, Error};
use std::sync::Arc;

/// One thing that an executor does for a block or a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Action {
    /// Runs a live instruction.
    Run(u32),
    /// A float register is an output's value.
    Float { register: u32, output: u32 },
    /// A condition register is an output's value.
    Bool { register: u32, output: u32 },
    /// A condition register says on which rows an alert fires.
    Alert { register: u32, alert: u32 },
}

/// An instruction that survived pruning.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    /// Its index in the plan.
    pub instruction: usize,
    /// What runs instead of its one lane's kernel, over that lane's registers.
    pub fused: Option<Fused>,
    /// Of its first lane: what a snapshot names it by.
    pub opcode: u16,
    pub version: u16,
    pub spec: InstructionSpec,
    /// What runs where its lanes are the fields of a state.
    pub scan: Option<ScanSpec>,
    /// The live instructions that it reads, by their places.
    pub reads: Vec<usize>,
    /// Rows before the current one that its results lean on, of what it reads; `None`: on where history starts.
    pub history: Option<usize>,
}

/// Verified, bound and ready to run. Immutable: share it in its [`Arc`] among threads and runs.
#[derive(Debug)]
pub struct Program {
    plan: Arc<Plan>,
    params: Vec<f64>,
    bounds: Bounds,
    level: Level,
    pub(crate) allotted: Allotted,
    /// The same for the batch executor.
    pub(crate) blocks: Allotted,
    /// Of each live instruction its place among those of `blocks`, if it has one: whatever has state does.
    pub(crate) block_of: Vec<Option<usize>>,
}

/// A column that a run brings.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgramInput<'a> {
    /// Where it comes from: `ohlcv`.
    pub source: &'a str,
    /// Its name there: `close`.
    pub field: &'a str,
}

/// An output of a bound program. Rows are counted from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgramOutput<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it is a number or a condition.
    pub kind: Type,
    /// The first row of which every operand is known, gaps apart: with branches a value may come earlier. `None` where a length it leans on is missing.
    pub valid_from: Option<u64>,
}

/// An alert of a bound program.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgramAlert<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it fires on every true row, or only when the condition becomes true.
    pub every_bar: bool,
    /// The first row on which its condition can be known.
    pub valid_from: Option<u64>,
}

/// What a bound program does, for `ta explain`.
#[derive(Clone, Debug, PartialEq)]
pub struct Explain {
    /// The instruction set that the kernels run on.
    pub level: &'static str,
    /// The instructions that run, in order.
    pub instructions: Vec<ExplainInstruction>,
    /// Instructions of the plan that these parameters pruned or settled.
    pub settled: usize,
    /// Physical registers of each bank, inputs and constants included.
    pub float_registers: usize,
    /// Registers of conditions.
    pub bool_registers: usize,
    /// Of those, the ones that hold a constant.
    pub constants: usize,
}

/// One dispatch.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainInstruction {
    /// Its index in the plan.
    pub instruction: usize,
    /// Its lanes.
    pub lanes: Vec<ExplainLane>,
}

/// One kernel with its bound scalars, over physical registers.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainLane {
    /// The kernel's name.
    pub kernel: &'static str,
    /// The kernel's parameters, settled.
    pub scalars: Vec<f64>,
    /// The registers that it reads.
    pub inputs: Vec<usize>,
    /// The register that it writes.
    pub output: usize,
}

fn whole(value: f64) -> Option<u64> {
    (value >= 0.0).then(|| value.ceil() as u64)
}

/// A caller's value as a scalar (PL5), or why it is none.
fn scalar_of(param: &Param, constants: &[f64], value: &ParamValue) -> Result<f64, Error> {
    let number = match (param.kind, value) {
        (ParamType::Int | ParamType::Float, &ParamValue::Int(value)) => Some(value as f64),
        (ParamType::Int | ParamType::Float, &ParamValue::Float(value)) => Some(value),
        (ParamType::Bool, &ParamValue::Bool(value)) => Some(f64::from(u8::from(value))),
        (ParamType::String, ParamValue::String(value)) => {
            let choices = param.choices.as_deref().unwrap_or_default();
            match choices.iter().position(|choice| choice == value) {
                Some(index) => Some(index as f64),
                None => {
                    let message = format!(
                        "parameter '{}' is '{value}', which is none of {}",
                        param.name,
                        choices.join(", ")
                    );
                    return Err(Error::new(Code::ParameterInvalid, message));
                }
            }
        }
        _ => None,
    };
    let shown = match value {
        ParamValue::Int(value) => value.to_string(),
        ParamValue::Float(value) => value.to_string(),
        ParamValue::Bool(value) => value.to_string(),
        ParamValue::String(value) => format!("'{value}'"),
    };
    let why = match number {
        Some(number) => unfit(param, constants, number, false),
        None => Some("not of its type".to_owned()),
    };
    match (why, number) {
        // −0 becomes 0, as in registers.
        (None, Some(number)) => Ok(number + 0.0),
        (why, _) => {
            let kind = format!("{:?}", param.kind).to_lowercase();
            let why = why.unwrap_or_default();
            let message = format!("parameter '{}' ({kind}) is {shown}, which is {why}", param.name);
            Err(Error::new(Code::ParameterInvalid, message))
        }
    }
}

impl Program {
    /// Binds parameters: those given, and defaults for the others.
    ///
    /// TA8001 an unknown parameter; TA8002 a value of the wrong type or outside its range or choices; TA8002
    /// too where parameters give a live kernel a length below 1 or a negative or missing lag, index or count;
    /// TA6013 beyond the host's limits; TA6015 bounds that are not the kernels'; TA6017 a live instruction,
    /// output or alert that reads what its guard pruned. Runs on `level`, or the best below it that this CPU has.
    pub fn bind(
        plan: Arc<Plan>,
        params: &[(&str, ParamValue)],
        limits: &Limits,
        level: Level,
    ) -> Result<Arc<Program>, Error> {
        let semantic = plan.semantic();
        let values = Program::values(&plan, params)?;
        let scalars = evaluate(&semantic.scalars, &semantic.constants, &values, MISSING);
        let parts = bind::allot(semantic, &scalars)?;
        let bounds = bounds::check(semantic, &values)?;
        Program::assemble(plan, parts, values, bounds, limits, level)
    }

    /// A merged plan, which has no parameters and states no bounds of its own. TA6013 beyond the host's limits.
    pub(crate) fn merged(semantic: Semantic, limits: &Limits, level: Level) -> Result<Arc<Program>, Error> {
        let scalars = evaluate(&semantic.scalars, &semantic.constants, &[], MISSING);
        let parts = bind::allot(&semantic, &scalars)?;
        let bounds = bounds::compute(&semantic, &scalars, bounds::stability_of(1e-9));
        Program::assemble(Plan::of(semantic), parts, Vec::new(), bounds, limits, level)
    }

    /// The parameters as scalars, in the plan's order: those given, and defaults for the others.
    ///
    /// TA8001 an unknown parameter; TA8002 a value of the wrong type or outside its range or choices.
    pub fn values(plan: &Plan, params: &[(&str, ParamValue)]) -> Result<Vec<f64>, Error> {
        let semantic = plan.semantic();
        let mut values: Vec<f64> = semantic
            .params
            .iter()
            .map(|param| semantic.constant(param.default) + 0.0)
            .collect();
        for (name, value) in params {
            let Some(index) = semantic.params.iter().position(|param| param.name == *name) else {
                let known: Vec<&str> = semantic.params.iter().map(|param| param.name.as_str()).collect();
                let message = match known.is_empty() {
                    true => format!("the plan has no parameter '{name}': it has none"),
                    false => format!("the plan has no parameter '{name}'; it has {}", known.join(", ")),
                };
                return Err(Error::new(Code::ParameterUnknown, message));
            };
            values[index] = scalar_of(&semantic.params[index], &semantic.constants, value)?;
        }
        for value in &mut values {
            if value.is_nan() {
                *value = MISSING;
            }
        }
        Ok(values)
    }

    fn assemble(
        plan: Arc<Plan>,
        [allotted, blocks]: [Allotted; 2],
        params: Vec<f64>,
        bounds: Bounds,
        limits: &Limits,
        level: Level,
    ) -> Result<Arc<Program>, Error> {
        limits.allow(plan.semantic(), &bounds)?;
        let bytes = bind::register_bytes(&allotted).max(bind::register_bytes(&blocks));
        if bytes > limits.register_bytes {
            let message = format!(
                "{bytes} bytes of registers, the limit is {}",
                limits.register_bytes
            );
            return Err(Error::new(Code::BoundExceeded, message));
        }
        let bytes = bind::memory_bytes(&allotted).max(bind::memory_bytes(&blocks));
        if bytes > limits.memory_bytes {
            let message = format!(
                "{bytes} bytes of memory for an executor, the limit is {}",
                limits.memory_bytes
            );
            return Err(Error::new(Code::BoundExceeded, message));
        }
        let block_of = allotted.live.iter().map(|live| {
            let same = |block: &Live| block.fused.is_none() && block.instruction == live.instruction;
            // Blocks keep the order of instructions.
            let place = blocks
                .live
                .binary_search_by_key(&live.instruction, |block| block.instruction);
            place.ok().filter(|&place| same(&blocks.live[place]))
        });
        Ok(Arc::new(Program {
            block_of: block_of.collect(),
            blocks,
            params,
            bounds,
            level: level.min(cpu::best()),
            allotted,
            plan,
        }))
    }

    /// What was bound.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// The bound parameters as scalars (PL5), in the plan's order; a string is the index of its choice.
    pub fn params(&self) -> &[f64] {
        &self.params
    }

    /// The instruction set that runs.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Its name.
    pub fn level_name(&self) -> &'static str {
        level_name(self.level)
    }

    /// The columns of a run, in order.
    pub fn inputs(&self) -> impl ExactSizeIterator<Item = ProgramInput<'_>> {
        self.plan.inputs().iter().map(|input| ProgramInput {
            source: &input.source,
            field: &input.field,
        })
    }

    /// The outputs, in order.
    pub fn outputs(&self) -> impl ExactSizeIterator<Item = ProgramOutput<'_>> {
        self.plan.semantic().outputs.iter().map(|output| ProgramOutput {
            name: &output.name,
            kind: output.kind,
            valid_from: whole(self.bounds.valid_from[output.register as usize]),
        })
    }

    /// The alerts, in order.
    pub fn alerts(&self) -> impl ExactSizeIterator<Item = ProgramAlert<'_>> {
        self.plan.semantic().alerts.iter().map(|alert| ProgramAlert {
            name: &alert.name,
            every_bar: alert.every_bar,
            valid_from: whole(self.bounds.valid_from[alert.register as usize]),
        })
    }

    /// Of every output, the row from which where history starts changes it by less than `epsilon`
    /// (0 < epsilon < 1), relatively; `None` where that is unknown.
    pub fn stable_from(&self, epsilon: f64) -> Vec<Option<u64>> {
        let plan = self.plan.semantic();
        let stable = bounds::stability_of(epsilon);
        let values = evaluate(&plan.scalars, &plan.constants, &self.params, stable);
        let bounds = bounds::compute(plan, &values, stable);
        plan.outputs
            .iter()
            .map(|output| whole(bounds.stable_from[output.register as usize]))
            .collect()
    }

    /// Rows before the current one that outputs and alerts depend on; `None` where they depend on where
    /// history starts.
    pub fn history(&self) -> Option<u64> {
        self.bounds.history.and_then(whole)
    }

    /// Lanes that run: with rows, the work of a run.
    pub fn lanes(&self) -> usize {
        self.allotted.live.iter().map(|live| live.spec.lanes.len()).sum()
    }

    /// Bytes of logical state, by the kernel table.
    pub fn state_bytes(&self) -> u64 {
        self.bounds.state_bytes as u64
    }

    /// Rows that a batch may run between two looks at whether to go on, whole blocks: some ten milliseconds of them, and
    /// well below a hundred of kernels that look at every row of a long window. It changes no bit.
    pub fn tile_rows(&self) -> usize {
        // What a lane keeps of rows stands for its work: a usual one has about a kilobyte, a long window what it looks at.
        let weight = (bind::memory_bytes(&self.blocks) / 1024).max(1);
        let blocks = (1 << 20) / weight / BLOCK as u64;
        blocks.clamp(1, 64) as usize * BLOCK
    }

    /// What runs, and where.
    pub fn explain(&self) -> Explain {
        let lanes = |live: &Live| {
            let lanes = live.spec.lanes.iter().map(|lane| ExplainLane {
                kernel: crate::plan::signature_of(lane.op).name,
                scalars: lane.scalars.clone(),
                inputs: lane.inputs.clone(),
                output: lane.output,
            });
            ExplainInstruction {
                instruction: live.instruction,
                lanes: lanes.collect(),
            }
        };
        Explain {
            level: self.level_name(),
            instructions: self.allotted.live.iter().map(lanes).collect(),
            settled: self.plan.semantic().instructions.len() - self.allotted.live.len(),
            float_registers: self.allotted.floats,
            bool_registers: self.allotted.bools,
            constants: self.allotted.float_constants.len() + self.allotted.bool_constants.len(),
        }
    }
}

fn level_name(level: Level) -> &'static str {
    struct Name;
    impl cpu::Select for Name {
        type Output = &'static str;
        fn select<C: Cpu>(self) -> &'static str {
            C::NAME
        }
    }
    cpu::select(level, Name)
}
