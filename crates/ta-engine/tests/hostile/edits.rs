//! Edits of a plan's structure, each a few bytes: whatever they are, they are edits, and what they make is encoded and
//! judged.

use ta_engine::generated::kernels::{SIGNATURES, Type};
use ta_engine::plan::body::{Body, Operation};
use ta_engine::plan::scalar::{Operator, Scalar};
use ta_engine::plan::{Clock, Descriptive, Need, ParamType, Policy, Semantic};

/// Edits of one input: a longer one only takes longer.
const EDITS: usize = 64;

struct Bytes<'a>(std::slice::Iter<'a, u8>);

impl Bytes<'_> {
    /// The next byte; 0 behind the end.
    fn byte(&mut self) -> usize {
        self.0.next().copied().unwrap_or(0).into()
    }
    fn below(&mut self, end: usize) -> usize {
        let wide = self.byte() | self.byte() << 8;
        wide % end.max(1)
    }
    /// An index, now and then one past the end or far beyond it.
    fn index(&mut self, end: usize) -> u32 {
        match self.below(end + 2) {
            far if far == end + 1 => u32::MAX - 1,
            near => near as u32,
        }
    }
    fn number(&mut self) -> f64 {
        const NUMBERS: [f64; 16] = [
            0.0,
            1.0,
            2.0,
            3.0,
            5.0,
            14.0,
            0.5,
            -1.0,
            1e308,
            f64::NAN,
            -0.0,
            1_048_576.0,
            1_048_577.0,
            5e-324,
            f64::INFINITY,
            30.0,
        ];
        NUMBERS[self.byte() % NUMBERS.len()]
    }
}

/// Applies edits until the bytes end.
pub fn apply(bytes: &[u8], plan: &mut Semantic) {
    let mut bytes = Bytes(bytes.iter());
    for _ in 0..EDITS {
        if bytes.0.as_slice().is_empty() {
            return;
        }
        edit(&mut bytes, plan);
    }
}

/// The descriptive part's lists as long as those of what it describes.
pub fn follow(plan: &Semantic, descriptive: &mut Descriptive) {
    descriptive.params.resize(plan.params.len(), None);
    descriptive.outputs.resize(plan.outputs.len(), (None, Vec::new()));
    descriptive.alerts.resize(plan.alerts.len(), None);
    descriptive.source_map = None;
}

fn registers(plan: &Semantic) -> usize {
    plan.inputs.len()
        + plan
            .instructions
            .iter()
            .map(|each| each.lanes.len())
            .sum::<usize>()
}

fn edit(bytes: &mut Bytes<'_>, plan: &mut Semantic) {
    let (count, scalars) = (registers(plan), plan.scalars.len());
    let (needs, constants) = (plan.needs.len(), plan.constants.len());
    match bytes.byte() % 8 {
        0 => number(bytes, plan),
        1 => {
            let at = bytes.below(scalars);
            let Some(scalar) = plan.scalars.get_mut(at) else {
                return;
            };
            match bytes.byte() % 4 {
                0 => scalar.operator = Operator::ALL[bytes.below(Operator::ALL.len())],
                1 => scalar.operands[bytes.below(3)] = bytes.index(scalars.max(constants)),
                2 => {
                    let operator = Operator::ALL[bytes.below(Operator::ALL.len())];
                    let operands: Vec<u32> = (0..operator.arity()).map(|_| bytes.index(scalars)).collect();
                    plan.scalars.push(Scalar::new(operator, &operands));
                }
                _ => drop(plan.scalars.remove(at)),
            }
        }
        2 => {
            let at = bytes.below(plan.instructions.len());
            if plan.instructions.is_empty() {
                return;
            }
            match bytes.byte() % 4 {
                0 => plan.instructions.insert(at, plan.instructions[at].clone()),
                1 => drop(plan.instructions.remove(at)),
                2 => {
                    let other = bytes.below(plan.instructions.len());
                    plan.instructions.swap(at, other);
                }
                _ => plan.instructions.truncate(at),
            }
        }
        3 | 4 => lane(bytes, plan, [count, scalars, needs]),
        5 => body(bytes, plan, [count, needs]),
        6 => {
            let row = &SIGNATURES[bytes.below(SIGNATURES.len())];
            let need = Need {
                opcode: row.op as u16,
                version: row.version + u16::from(bytes.byte() == 255),
                name: row.name.into(),
            };
            match bytes.byte() % 3 {
                0 if needs > 0 => plan.needs[bytes.below(needs)] = need,
                1 if needs > 0 => drop(plan.needs.remove(bytes.below(needs))),
                _ => plan.needs.push(need),
            }
            if !bytes.byte().is_multiple_of(4) {
                plan.needs.sort_by_key(|need| need.opcode);
            }
        }
        _ => ends(bytes, plan, count, scalars),
    }
}

fn number(bytes: &mut Bytes<'_>, plan: &mut Semantic) {
    let constants = plan.constants.len();
    let index = bytes.index(constants);
    let at = bytes.below(plan.params.len());
    match (bytes.byte() % 8, plan.params.get_mut(at)) {
        (0, Some(param)) => param.default = index,
        (1, Some(param)) => param.min = (bytes.byte() > 30).then_some(index),
        (2, Some(param)) => param.max = (bytes.byte() > 30).then_some(index),
        (3, Some(param)) => param.step = (bytes.byte() > 30).then_some(index),
        (4, Some(param)) => {
            let kinds = [
                ParamType::Int,
                ParamType::Float,
                ParamType::Bool,
                ParamType::String,
            ];
            param.kind = kinds[bytes.byte() % 4];
            param.choices = (bytes.byte().is_multiple_of(2)).then(|| vec!["a".into(); bytes.byte() % 3]);
        }
        (5, Some(_)) => {
            let again = plan.params[at].clone();
            plan.params.push(again);
        }
        (6, _) => plan.constants.push(bytes.number()),
        _ if constants > 0 => plan.constants[bytes.below(constants)] = bytes.number(),
        _ => {}
    }
}

fn lane(bytes: &mut Bytes<'_>, plan: &mut Semantic, [count, scalars, needs]: [usize; 3]) {
    let at = bytes.below(plan.instructions.len());
    let Some(instruction) = plan.instructions.get_mut(at) else {
        return;
    };
    let of = bytes.below(instruction.lanes.len());
    let (register, scalar) = (bytes.index(count), bytes.index(scalars));
    match bytes.byte() % 8 {
        0 => {
            let policies = [Policy::None, Policy::Rows, Policy::Observed, Policy::MinSamples];
            instruction.policy = policies[bytes.byte() % 4];
            if instruction.policy == Policy::MinSamples {
                instruction
                    .lanes
                    .iter_mut()
                    .for_each(|lane| lane.scalars.push(scalar));
            }
        }
        1 => instruction.guard = (bytes.byte() > 60).then_some(scalar),
        2 if of < instruction.lanes.len() => instruction.lanes.push(instruction.lanes[of].clone()),
        3 if of < instruction.lanes.len() => drop(instruction.lanes.remove(of)),
        4 => instruction.clock = bytes.index(plan.clocks.len()),
        kind => {
            let Some(lane) = instruction.lanes.get_mut(of) else {
                return;
            };
            match kind {
                5 => lane.need = bytes.index(needs),
                6 if !lane.registers.is_empty() => {
                    let of = bytes.below(lane.registers.len());
                    lane.registers[of] = register;
                }
                7 if !lane.scalars.is_empty() => {
                    let of = bytes.below(lane.scalars.len());
                    lane.scalars[of] = scalar;
                }
                _ if bytes.byte().is_multiple_of(2) => lane.registers.push(register),
                _ => lane.scalars.push(scalar),
            }
        }
    }
}

fn body(bytes: &mut Bytes<'_>, plan: &mut Semantic, [count, needs]: [usize; 2]) {
    let at = bytes.below(plan.instructions.len());
    // More often one that has a body.
    let with = plan.instructions.iter().position(|each| each.body.is_some());
    let at = if bytes.byte() > 20 { with.unwrap_or(at) } else { at };
    let Some(instruction) = plan.instructions.get_mut(at) else {
        return;
    };
    let Some(body) = &mut instruction.body else {
        instruction.body = (bytes.byte().is_multiple_of(4)).then(Body::default);
        return;
    };
    let of = bytes.below(body.operations.len());
    let registers = count.min(64) + body.operations.len();
    match bytes.byte() % 6 {
        0 => body.next.push(bytes.index(registers)),
        1 if !body.next.is_empty() => {
            let of = bytes.below(body.next.len());
            body.next[of] = bytes.index(registers);
        }
        2 => body.operations.insert(
            of.min(body.operations.len()),
            Operation {
                need: bytes.index(needs),
                reads: (0..bytes.byte() % 4).map(|_| bytes.index(registers)).collect(),
            },
        ),
        3 if of < body.operations.len() => drop(body.operations.remove(of)),
        4 => instruction.body = None,
        _ => {
            let Some(operation) = body.operations.get_mut(of) else {
                return;
            };
            if bytes.byte().is_multiple_of(3) || operation.reads.is_empty() {
                operation.need = bytes.index(needs);
            } else {
                let of = bytes.below(operation.reads.len());
                operation.reads[of] = bytes.index(registers);
            }
        }
    }
}

/// Outputs, alerts, bounds and the rest.
fn ends(bytes: &mut Bytes<'_>, plan: &mut Semantic, count: usize, scalars: usize) {
    let (register, scalar) = (bytes.index(count), bytes.index(scalars));
    let (output, alert) = (bytes.below(plan.outputs.len()), bytes.below(plan.alerts.len()));
    match (
        bytes.byte() % 12,
        plan.outputs.get_mut(output),
        plan.alerts.get_mut(alert),
    ) {
        (0, Some(output), _) => output.register = register,
        (1, Some(output), _) => output.valid_from = scalar,
        (2, Some(output), _) => output.stable_from = scalar,
        (3, Some(output), _) => {
            output.kind = if output.kind == Type::Bool {
                Type::Float
            } else {
                Type::Bool
            }
        }
        (4, Some(_), _) => drop(plan.outputs.remove(output)),
        (5, Some(again), _) => {
            let mut again = again.clone();
            again.register = register;
            again.name.push('x');
            plan.outputs.push(again);
        }
        (6, _, Some(alert)) => alert.register = register,
        (7, _, Some(alert)) => alert.valid_from = scalar,
        (8, _, Some(_)) => drop(plan.alerts.remove(alert)),
        (9, ..) => plan.history = (bytes.byte() > 60).then_some(scalar),
        (10, ..) => plan.state_bytes = scalar,
        _ => match bytes.byte() % 5 {
            0 => plan.clocks.push(Clock {
                period: Some("1h".into()),
                ..Clock::default()
            }),
            1 => plan.edition = bytes.byte() as u64,
            2 => plan.capabilities.push("scan".into()),
            3 => plan.capabilities.clear(),
            _ => {
                let at = bytes.below(plan.inputs.len());
                if let Some(input) = plan.inputs.get(at).cloned() {
                    plan.inputs.push(input);
                }
            }
        },
    }
}
