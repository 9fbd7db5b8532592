//! One plan bound many times, as one plan without parameters: equal lanes are one, whoever asks for them, and
//! windows over the same operands share their levels. What a lane computes is what it computes alone (N2), so
//! every output keeps its bits.

use super::bind::{Value, settled};
use crate::Error;
use crate::generated::kernels::{Family, Op, Type};
use crate::plan::scalar::{Operator, Scalar};
use crate::plan::{Clock, Instruction, Lane, Need, Output, Policy, Semantic, signature_of};
use std::collections::HashMap;

/// A plan that grows by a set of bound parameters at a time.
pub(crate) struct Merger<'a> {
    plan: &'a Semantic,
    needs: Vec<Need>,
    constants: Vec<f64>,
    constant_of: HashMap<u64, u32>,
    /// The lane of register `inputs + n` is the n-th.
    lanes: Vec<Single>,
    known: HashMap<Single, u32>,
    outputs: Vec<(u32, Type)>,
}

/// A lane with what its instruction says of it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Single {
    need: u32,
    policy: u8,
    registers: Vec<u32>,
    scalars: Vec<u32>,
    /// Of the field of a state its instruction, what every field starts from and its place among them: equal states
    /// have equal fields. Otherwise nothing.
    state: Option<(usize, Vec<u32>, usize)>,
}

impl<'a> Merger<'a> {
    pub(crate) fn new(plan: &'a Semantic) -> Self {
        Merger {
            plan,
            needs: plan.needs.clone(),
            constants: Vec::new(),
            constant_of: HashMap::new(),
            lanes: Vec::new(),
            known: HashMap::new(),
            outputs: Vec::new(),
        }
    }

    /// Adds the plan with its scalars settled. Gives the register and type of each output, then of each alert.
    pub(crate) fn add(&mut self, scalars: &[f64]) -> Result<Vec<(u32, Type)>, Error> {
        let plan = self.plan;
        let (values, live) = settled(plan, scalars)?;
        // Of each of the plan's registers the merged one; those of inputs are the same.
        let mut merged: Vec<u32> = (0..values.len() as u32).collect();
        for (index, first) in live {
            let instruction = &plan.instructions[index];
            let scans = instruction.body.is_some();
            let inits = instruction.lanes.iter().filter(|_| scans);
            let inits: Vec<u32> = inits
                .map(|lane| self.constant(scalars[lane.scalars[0] as usize]))
                .collect();
            for (place, (register, lane)) in (first..).zip(&instruction.lanes).enumerate() {
                if values[register as usize] != Value::Register(register) {
                    continue;
                }
                let registers = lane.registers.iter();
                let registers = registers
                    .map(|&read| self.register(values[read as usize], &merged))
                    .collect();
                let given = lane.scalars.iter();
                let bound = given.map(|&at| self.constant(scalars[at as usize])).collect();
                merged[register as usize] = self.lane(Single {
                    need: lane.need,
                    policy: instruction.policy as u8,
                    registers,
                    scalars: bound,
                    state: scans.then(|| (index, inits.clone(), place)),
                });
            }
        }
        let outputs = plan.outputs.iter().map(|output| (output.register, output.kind));
        let alerts = plan.alerts.iter().map(|alert| (alert.register, Type::Bool));
        let roots = outputs.chain(alerts);
        Ok(roots
            .map(|(register, kind)| (self.register(values[register as usize], &merged), kind))
            .collect())
    }

    /// A kernel over merged registers that has no parameter and no policy.
    pub(crate) fn apply(&mut self, op: Op, registers: &[u32]) -> u32 {
        let need = self.need(op);
        self.lane(Single {
            need,
            policy: Policy::None as u8,
            registers: registers.to_vec(),
            scalars: Vec::new(),
            state: None,
        })
    }

    /// The next output of the merged plan.
    pub(crate) fn output(&mut self, register: u32, kind: Type) {
        self.outputs.push((register, kind));
    }

    fn register(&mut self, value: Value, merged: &[u32]) -> u32 {
        let (op, scalar) = match value {
            Value::Register(register) => return merged[register as usize],
            Value::Float(value) => (Op::Splat, value),
            Value::Bool(value) if value < 2 => (Op::SplatBool, f64::from(value)),
            Value::Bool(_) => (Op::SplatBool, f64::NAN),
            Value::Pruned => unreachable!("settling refused every read of a pruned value"),
        };
        let need = self.need(op);
        let scalars = vec![self.constant(scalar)];
        self.lane(Single {
            need,
            policy: Policy::None as u8,
            registers: Vec::new(),
            scalars,
            state: None,
        })
    }

    fn need(&mut self, op: Op) -> u32 {
        let opcode = op as u16;
        if let Some(at) = self.needs.iter().position(|need| need.opcode == opcode) {
            return at as u32;
        }
        let row = signature_of(op);
        self.needs.push(Need {
            opcode,
            version: row.version,
            name: row.name.to_owned(),
        });
        self.needs.len() as u32 - 1
    }

    fn constant(&mut self, value: f64) -> u32 {
        let bits = if value.is_nan() { super::MISSING } else { value }.to_bits();
        *self.constant_of.entry(bits).or_insert_with(|| {
            self.constants.push(f64::from_bits(bits));
            self.constants.len() as u32 - 1
        })
    }

    fn lane(&mut self, lane: Single) -> u32 {
        let next = (self.plan.inputs.len() + self.lanes.len()) as u32;
        *self.known.entry(lane).or_insert_with_key(|lane| {
            self.lanes.push(lane.clone());
            next
        })
    }

    /// The merged plan: no parameters, the outputs that were asked for. Its bounds are stated nowhere: who binds
    /// it computes them.
    pub(crate) fn finish(self) -> Semantic {
        let Merger {
            plan,
            needs,
            constants,
            lanes,
            outputs,
            ..
        } = self;
        let inputs = plan.inputs.len();
        // A window joins the first one of its family over the same operands, which stands where they are ready.
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut joined: HashMap<(Family, u8, &[u32]), usize> = HashMap::new();
        for (index, lane) in lanes.iter().enumerate() {
            // The fields of a state were added together, in their order.
            if let Some((_, _, place)) = lane.state
                && place > 0
            {
                groups.last_mut().expect("its first field").push(index);
                continue;
            }
            let family = crate::plan::signature(needs[lane.need as usize].opcode).and_then(|row| row.family);
            let group = family.map(|family| {
                *joined
                    .entry((family, lane.policy, &lane.registers))
                    .or_insert(groups.len())
            });
            match group {
                Some(group) if group < groups.len() => groups[group].push(index),
                _ => groups.push(vec![index]),
            }
        }
        let mut place = vec![0; lanes.len()];
        for (place_of, &index) in groups.iter().flatten().enumerate() {
            place[index] = (inputs + place_of) as u32;
        }
        let moved = |register: u32| match (register as usize).checked_sub(inputs) {
            Some(lane) => place[lane],
            None => register,
        };
        let instruction = |group: &Vec<usize>| Instruction {
            clock: 0,
            policy: policy_of(lanes[group[0]].policy),
            guard: None,
            lanes: group
                .iter()
                .map(|&index| Lane {
                    need: lanes[index].need,
                    registers: lanes[index].registers.iter().map(|&read| moved(read)).collect(),
                    scalars: lanes[index].scalars.clone(),
                })
                .collect(),
            body: lanes[group[0]]
                .state
                .as_ref()
                .and_then(|&(of, _, _)| plan.instructions[of].body.clone()),
        };
        Semantic {
            edition: plan.edition,
            instructions: groups.iter().map(instruction).collect(),
            outputs: outputs
                .iter()
                .enumerate()
                .map(|(index, &(register, kind))| Output {
                    name: index.to_string(),
                    kind,
                    register: moved(register),
                    valid_from: 0,
                    stable_from: 0,
                })
                .collect(),
            scalars: (0..constants.len() as u32)
                .map(|index| Scalar::new(Operator::Const, &[index]))
                .collect(),
            needs,
            constants,
            params: Vec::new(),
            clocks: vec![Clock::default()],
            inputs: plan.inputs.clone(),
            alerts: Vec::new(),
            history: None,
            state_bytes: 0,
            capabilities: Vec::new(),
        }
    }
}

fn policy_of(code: u8) -> Policy {
    [Policy::None, Policy::Rows, Policy::Observed, Policy::MinSamples][code as usize]
}
