//! What binding settles: which instructions live, what a `choose` stands for, and which physical register
//! holds what when.
//!
//! Invariants of the allotment:
//! - a constant has a register of its own, filled once and never written again;
//! - a result never shares a register with an operand of its instruction, nor with another result of it;
//! - a value that is an output or an alert is stored right after its instruction, so its register is free
//!   for others from there on: few registers are live, and they stay in cache.

use super::fuse;
use super::program::{Action, Live};
use crate::generated::kernels::{Op, ParamKind, Type};
use crate::kernels::factory::{InstructionSpec, LaneSpec, Missing, instruction_bytes};
use crate::kernels::fused::Fused;
use crate::kernels::scan::{Field, Operand, Operation, ScanSpec};
use crate::kernels::{Bools, Floats, UNKNOWN};
use crate::plan::body::Body;
use crate::plan::bounds;
use crate::plan::scalar::Operator;
use crate::plan::{Instruction, Lane, Policy, Semantic, WINDOW, signature, signature_of};
use crate::{Code, Error};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What binding found.
#[derive(Debug, Default)]
pub(crate) struct Allotted {
    pub live: Vec<Live>,
    /// Physical registers of each bank.
    pub floats: usize,
    pub bools: usize,
    /// Of each input its register, if anything reads it.
    pub inputs: Vec<Option<u32>>,
    pub float_constants: Vec<(u32, f64)>,
    pub bool_constants: Vec<(u32, u8)>,
    /// What an executor does for a block or a row, in order.
    pub actions: Vec<Action>,
    /// Of each output, and of each alert, the place of the live instruction that makes it; none for inputs and constants.
    pub outputs: Vec<Option<usize>>,
    pub alerts: Vec<Option<usize>>,
}

/// Bytes of a batch executor's registers.
pub(crate) fn register_bytes(allotted: &Allotted) -> u64 {
    (allotted.floats * size_of::<Floats>() + allotted.bools * size_of::<Bools>()) as u64
}

/// Bytes that one executor allocates: registers, and what its instructions keep of rows, caches included.
pub(crate) fn memory_bytes(allotted: &Allotted) -> u64 {
    let instructions: u64 = allotted
        .live
        .iter()
        .map(|live| match &live.scan {
            Some(scan) => scan.bytes(),
            None => instruction_bytes(&live.spec),
        })
        .sum();
    register_bytes(allotted) + instructions
}

/// What an SSA register is once parameters are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value {
    /// The result of an input or a live instruction: an SSA register.
    Register(u32),
    Float(f64),
    Bool(u8),
    Pruned,
}

fn condition(value: f64) -> u8 {
    if value.is_nan() {
        UNKNOWN
    } else {
        u8::from(value != 0.0)
    }
}

/// Settles a verified plan for these scalars' values: for the step executor, and for the batch executor, where
/// superinstructions stand for some of the instructions.
pub(crate) fn allot(plan: &Semantic, scalars: &[f64]) -> Result<[Allotted; 2], Error> {
    let (values, live) = settled(plan, scalars)?;
    let rows: Vec<Node> = live
        .iter()
        .map(|&(index, first)| Node::of(index, first))
        .collect();
    let blocks = fuse::fuse(plan, &values, &live);
    Ok([rows, blocks].map(|nodes| Scan::new(plan, &values, &nodes).run(scalars, &nodes)))
}

/// Live instructions, each with the SSA register of its first lane.
pub(super) type LiveList = Vec<(usize, u32)>;

/// The value of each register for these scalars' values, and the live instructions, each with the register of its
/// first lane.
pub(super) fn settled(plan: &Semantic, scalars: &[f64]) -> Result<(Vec<Value>, LiveList), Error> {
    let mut values: Vec<Value> = (0..plan.inputs.len() as u32).map(Value::Register).collect();
    let mut live: Vec<(usize, u32)> = Vec::new();
    for (index, instruction) in plan.instructions.iter().enumerate() {
        let first = values.len() as u32;
        let lives = instruction
            .guard
            .is_none_or(|guard| scalars[guard as usize] == 1.0);
        let mut runs = false;
        for lane in &instruction.lanes {
            let value = if lives {
                settle(plan, index, lane, scalars, &values)?
            } else {
                Some(Value::Pruned)
            };
            runs |= value.is_none();
            values.push(value.unwrap_or(Value::Register(values.len() as u32)));
        }
        if runs {
            live.push((index, first));
        }
    }
    for (name, register) in roots(plan) {
        if values[register as usize] == Value::Pruned {
            let message = format!("'{name}' is a value that its guard prunes for these parameters");
            return Err(Error::new(Code::GuardInvalid, message));
        }
    }
    Ok((values, live))
}

/// What one dispatch does.
pub(super) struct Node {
    /// The plan's instruction, the last one of a superinstruction.
    pub(super) index: usize,
    /// The SSA register of its first lane.
    pub(super) first: u32,
    /// The superinstruction that runs instead, and what it reads.
    pub(super) fused: Option<(Fused, Vec<Value>)>,
}

impl Node {
    pub(super) fn of(index: usize, first: u32) -> Node {
        let fused = None;
        Node { index, first, fused }
    }

    /// Every value that it reads.
    fn reads<'a>(&'a self, plan: &'a Semantic, values: &'a [Value]) -> Vec<Value> {
        match &self.fused {
            Some((_, leaves)) => leaves.clone(),
            None => {
                let lanes = &plan.instructions[self.index].lanes;
                let registers = lanes.iter().flat_map(|lane| &lane.registers);
                registers.map(|&register| values[register as usize]).collect()
            }
        }
    }
}

pub(super) fn roots(plan: &Semantic) -> impl Iterator<Item = (&str, u32)> {
    let outputs = plan
        .outputs
        .iter()
        .map(|output| (output.name.as_str(), output.register));
    outputs.chain(
        plan.alerts
            .iter()
            .map(|alert| (alert.name.as_str(), alert.register)),
    )
}

/// The value of a lane that is settled by parameters alone, or `None` for one that runs, whose scalars are
/// then known to be fit to allocate from.
fn settle(
    plan: &Semantic,
    index: usize,
    lane: &Lane,
    scalars: &[f64],
    values: &[Value],
) -> Result<Option<Value>, Error> {
    let row = plan.signature(lane);
    let read = |operand: usize| match values[lane.registers[operand] as usize] {
        Value::Pruned => {
            let message = format!(
                "instruction {index}: {} reads what its guard prunes for these parameters",
                row.name
            );
            Err(Error::new(Code::GuardInvalid, message))
        }
        value => Ok(value),
    };
    let scalar = |at: usize| scalars[lane.scalars[at] as usize];
    match row.op {
        Op::Splat => return Ok(Some(Value::Float(super::leaving(scalar(0))))),
        Op::SplatBool => return Ok(Some(Value::Bool(condition(scalar(0))))),
        Op::Choose | Op::ChooseBool => {
            let value = match condition(scalar(0)) {
                1 => read(0)?,
                0 => read(1)?,
                _ if row.op == Op::Choose => Value::Float(super::MISSING),
                _ => Value::Bool(UNKNOWN),
            };
            return Ok(Some(value));
        }
        _ => {}
    }
    for operand in 0..lane.registers.len() {
        read(operand)?;
    }
    for (at, &kind) in lane
        .scalars
        .iter()
        .zip(row.params.iter().chain([&ParamKind::Count]))
    {
        let least = match kind {
            ParamKind::Number | ParamKind::Condition => continue,
            ParamKind::Length => 1.0,
            ParamKind::Lag | ParamKind::Index | ParamKind::Count => 0.0,
        };
        let value = scalars[*at as usize];
        let shown = format!("{kind:?}").to_lowercase();
        if value.is_nan() || value < least {
            let value = if value.is_nan() {
                "missing".to_owned()
            } else {
                value.to_string()
            };
            let message = format!(
                "these parameters give {} a {shown} of {value}, which must be at least {least}{}",
                row.name,
                leaning(plan, *at)
            );
            return Err(Error::new(Code::ParameterInvalid, message));
        }
        if value > WINDOW as f64 {
            let message = format!("a {shown} of {value}, the limit is {WINDOW}");
            return Err(Error::new(Code::BoundExceeded, message));
        }
    }
    Ok(None)
}

/// The parameters that a scalar leans on, for a message.
fn leaning(plan: &Semantic, scalar: u32) -> String {
    let mut pending = vec![scalar];
    let mut seen = HashSet::new();
    let mut names = BTreeSet::new();
    while let Some(at) = pending.pop() {
        if seen.insert(at) {
            let scalar = &plan.scalars[at as usize];
            if scalar.operator == Operator::Param {
                names.insert(plan.params[scalar.operands[0] as usize].name.as_str());
            }
            pending.extend(scalar.reads());
        }
    }
    if names.is_empty() {
        return String::new();
    }
    format!(" (from {})", names.into_iter().collect::<Vec<_>>().join(", "))
}

/// One bank of physical registers. The last one freed is the next one given: it is warm.
#[derive(Default)]
struct Bank {
    count: u32,
    free: Vec<u32>,
}

impl Bank {
    fn fresh(&mut self) -> u32 {
        self.count += 1;
        self.count - 1
    }

    fn take(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| self.fresh())
    }
}

/// Linear scan over single assignment.
struct Scan<'a> {
    plan: &'a Semantic,
    values: &'a [Value],
    /// Of each SSA register, the last live instruction that reads it.
    last: Vec<Option<usize>>,
    /// Of each SSA register, the stores due once it is computed.
    stores: HashMap<u32, Vec<Action>>,
    /// Of each SSA register, its type and, while it is live, its physical register.
    types: Vec<Type>,
    homes: Vec<Option<u32>>,
    floats: Bank,
    bools: Bank,
    constants: HashMap<(bool, u64), u32>,
    /// Of each SSA register the place of the live instruction that makes it.
    made: Vec<Option<usize>>,
    out: Allotted,
}

impl<'a> Scan<'a> {
    fn new(plan: &'a Semantic, values: &'a [Value], nodes: &[Node]) -> Self {
        let mut last = vec![None; values.len()];
        for (position, node) in nodes.iter().enumerate() {
            for value in node.reads(plan, values) {
                if let Value::Register(register) = value {
                    last[register as usize] = Some(position);
                }
            }
        }
        let mut types = vec![Type::Float; plan.inputs.len()];
        for lane in plan
            .instructions
            .iter()
            .flat_map(|instruction| &instruction.lanes)
        {
            types.push(plan.signature(lane).output);
        }
        Scan {
            plan,
            values,
            last,
            stores: HashMap::new(),
            types,
            homes: vec![None; values.len()],
            floats: Bank::default(),
            bools: Bank::default(),
            constants: HashMap::new(),
            made: vec![None; values.len()],
            out: Allotted::default(),
        }
    }

    fn bank(&mut self, kind: Type) -> &mut Bank {
        match kind {
            Type::Float => &mut self.floats,
            Type::Bool => &mut self.bools,
        }
    }

    fn home(&mut self, register: u32) -> u32 {
        let kind = self.types[register as usize];
        let home = self.bank(kind).take();
        self.homes[register as usize] = Some(home);
        home
    }

    fn release(&mut self, register: u32) {
        if let Some(home) = self.homes[register as usize].take() {
            let kind = self.types[register as usize];
            self.bank(kind).free.push(home);
        }
    }

    /// The physical register that holds a value now.
    fn physical(&mut self, value: Value) -> u32 {
        match value {
            Value::Register(register) => {
                self.homes[register as usize].expect("a value is read while it is live")
            }
            Value::Float(value) => {
                if let Some(&known) = self.constants.get(&(false, value.to_bits())) {
                    return known;
                }
                let register = self.floats.fresh();
                self.constants.insert((false, value.to_bits()), register);
                self.out.float_constants.push((register, value));
                register
            }
            Value::Bool(value) => {
                if let Some(&known) = self.constants.get(&(true, u64::from(value))) {
                    return known;
                }
                let register = self.bools.fresh();
                self.constants.insert((true, u64::from(value)), register);
                self.out.bool_constants.push((register, value));
                register
            }
            Value::Pruned => unreachable!("settling refused every read of a pruned value"),
        }
    }

    /// Emits the stores of a value that is in its register now.
    fn store(&mut self, register: u32) {
        let home = self.homes[register as usize];
        for action in self.stores.remove(&register).unwrap_or_default() {
            let register = home.expect("a stored value is in its register");
            self.out.actions.push(placed(action, register));
        }
    }

    fn run(mut self, scalars: &[f64], nodes: &[Node]) -> Allotted {
        let plan = self.plan;
        // Constants that are outputs are stored first, others when their value is there.
        let outputs = plan.outputs.iter().enumerate().map(|(index, output)| {
            let output_index = index as u32;
            let action = match output.kind {
                Type::Float => Action::Float {
                    register: 0,
                    output: output_index,
                },
                Type::Bool => Action::Bool {
                    register: 0,
                    output: output_index,
                },
            };
            (output.register, action)
        });
        let alerts = plan.alerts.iter().enumerate();
        let alerts = alerts.map(|(index, alert)| {
            (
                alert.register,
                Action::Alert {
                    register: 0,
                    alert: index as u32,
                },
            )
        });
        for (root, action) in outputs.chain(alerts) {
            match self.values[root as usize] {
                Value::Register(register) => self.stores.entry(register).or_default().push(action),
                constant => {
                    let register = self.physical(constant);
                    self.out.actions.push(placed(action, register));
                }
            }
        }
        let inputs = plan.inputs.len() as u32;
        for input in 0..inputs {
            let read = self.last[input as usize].is_some() || self.stores.contains_key(&input);
            let home = read.then(|| self.home(input));
            self.out.inputs.push(home);
        }
        for input in 0..inputs {
            self.store(input);
            if self.last[input as usize].is_none() {
                self.release(input);
            }
        }
        for (position, node) in nodes.iter().enumerate() {
            self.instruction(position, node, scalars);
        }
        self.out.floats = self.floats.count as usize;
        self.out.bools = self.bools.count as usize;
        self.out.outputs = plan
            .outputs
            .iter()
            .map(|output| self.maker(output.register))
            .collect();
        self.out.alerts = plan
            .alerts
            .iter()
            .map(|alert| self.maker(alert.register))
            .collect();
        self.out
    }

    /// The place of the live instruction that makes a register's value.
    fn maker(&self, register: u32) -> Option<usize> {
        match self.values[register as usize] {
            Value::Register(register) => self.made[register as usize],
            _ => None,
        }
    }

    fn instruction(&mut self, position: usize, node: &Node, scalars: &[f64]) {
        let plan = self.plan;
        let first = node.first;
        let instruction = &plan.instructions[node.index];
        let reads = node.reads(plan, self.values);
        let mut lanes = Vec::with_capacity(instruction.lanes.len());
        // Results before operands are released: they share no register.
        let mut read = reads.iter();
        for (register, lane) in (first..).zip(&instruction.lanes) {
            let count = node.fused.as_ref().map_or(lane.registers.len(), |_| reads.len());
            let of_lane = read.by_ref().take(count);
            let inputs = of_lane.map(|&value| self.physical(value) as usize).collect();
            let output = self.home(register) as usize;
            lanes.push(lane_spec(plan, instruction, lane, scalars, inputs, output));
        }
        let row = plan.signature(&instruction.lanes[0]);
        let scan = instruction
            .body
            .as_ref()
            .map(|body| scan_spec(plan, body, &lanes, &reads, &self.types));
        let place = self.out.live.len();
        let history = instruction.lanes.iter().map(|lane| {
            let scalars: Vec<f64> = lane.scalars.iter().map(|&at| scalars[at as usize]).collect();
            bounds::history_of(plan.signature(lane), instruction.policy, &scalars)
        });
        let history = history.collect::<Option<Vec<usize>>>();
        let made = reads.iter().filter_map(|value| match value {
            Value::Register(register) => self.made[*register as usize],
            _ => None,
        });
        let made = made.collect::<BTreeSet<usize>>();
        self.out.actions.push(Action::Run(place as u32));
        self.out.live.push(Live {
            instruction: node.index,
            fused: node.fused.as_ref().map(|&(fused, _)| fused),
            opcode: row.op as u16,
            version: row.version,
            spec: InstructionSpec { lanes },
            scan,
            reads: made.into_iter().collect(),
            history: history.map(|lanes| lanes.into_iter().max().unwrap_or(0)),
        });
        for register in first..first + instruction.lanes.len() as u32 {
            self.made[register as usize] = Some(place);
        }
        for value in reads {
            if let Value::Register(register) = value
                && self.last[register as usize] == Some(position)
            {
                self.release(register);
            }
        }
        for register in first..first + instruction.lanes.len() as u32 {
            self.store(register);
            if self.last[register as usize].is_none() {
                self.release(register);
            }
        }
    }
}

fn placed(action: Action, register: u32) -> Action {
    match action {
        Action::Float { output, .. } => Action::Float { register, output },
        Action::Bool { output, .. } => Action::Bool { register, output },
        Action::Alert { alert, .. } => Action::Alert { register, alert },
        Action::Run(_) => action,
    }
}

fn lane_spec(
    plan: &Semantic,
    instruction: &Instruction,
    lane: &Lane,
    scalars: &[f64],
    inputs: Vec<usize>,
    output: usize,
) -> LaneSpec {
    let row = plan.signature(lane);
    let mut values: Vec<f64> = lane.scalars.iter().map(|&at| scalars[at as usize]).collect();
    let missing = match instruction.policy {
        Policy::None => Missing::None,
        Policy::Rows => Missing::Rows,
        Policy::Observed => Missing::Observed,
        Policy::MinSamples => {
            // Settling checked that k is whole, not negative and within the limit.
            Missing::MinSamples(values.pop().unwrap_or_default() as usize)
        }
    };
    LaneSpec {
        op: row.op,
        inputs,
        scalars: values,
        output,
        missing,
    }
}

/// A body over the registers of its lanes. `reads` are the operands of all of them, those of the first first.
fn scan_spec(plan: &Semantic, body: &Body, lanes: &[LaneSpec], reads: &[Value], types: &[Type]) -> ScanSpec {
    let operand = |(&register, &value): (&usize, &Value)| match value {
        Value::Float(value) => Operand::Constant(value),
        Value::Bool(UNKNOWN) => Operand::Constant(super::MISSING),
        Value::Bool(value) => Operand::Constant(f64::from(value)),
        Value::Register(of) if types[of as usize] == Type::Bool => Operand::Bool(register),
        Value::Register(_) | Value::Pruned => Operand::Float(register),
    };
    ScanSpec {
        fields: lanes
            .iter()
            .zip(&body.next)
            .map(|(lane, &next)| Field {
                kind: signature_of(lane.op).output,
                init: lane.scalars[0],
                output: lane.output,
                next: next as usize,
            })
            .collect(),
        operands: lanes[0].inputs.iter().zip(reads).map(operand).collect(),
        operations: body
            .operations
            .iter()
            .map(|operation| {
                let row = signature(plan.needs[operation.need as usize].opcode)
                    .expect("verified: the table has every kernel of the plan");
                Operation {
                    op: row.op,
                    reads: operation.reads.iter().map(|&read| read as usize).collect(),
                    inputs: row.inputs,
                    output: row.output,
                }
            })
            .collect(),
    }
}
