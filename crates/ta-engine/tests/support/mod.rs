//! Plans made by hand for the engine's tests: a builder that writes what `spec/plan.md` asks of a compiler.

#![allow(dead_code, unused_imports)]

mod programs;
mod runs;

pub use programs::{forty, random_program, sample, trail};
pub use runs::{Results, by_blocks, by_rows};

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use ta_engine::generated::kernels::{Op, Step, Type};
use ta_engine::plan::body::{Body, Operation};
use ta_engine::plan::scalar::{Operator, Scalar};
use ta_engine::plan::{
    Alert, Clock, Descriptive, Input, Instruction, Lane, Limits, Need, Output, Param, ParamType, Plan,
    Policy, SCAN, Semantic, encode, signature, signature_of,
};

/// A register of the builder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reg(pub usize);
/// A scalar of the builder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Num(u32);

#[derive(Clone)]
struct BuiltLane {
    op: Op,
    registers: Vec<usize>,
    scalars: Vec<u32>,
}

#[derive(Clone)]
enum Source {
    Input(String),
    /// Instruction and lane.
    Result(usize),
}

#[derive(Clone)]
struct Register {
    source: Source,
    kind: Type,
    valid: u32,
    stable: u32,
    /// `None` once anchored.
    history: Option<u32>,
}

#[derive(Clone)]
struct BuiltInstruction {
    policy: Policy,
    guard: Option<u32>,
    lanes: Vec<BuiltLane>,
    body: Option<BuiltBody>,
    /// Builder registers of its lanes.
    results: Vec<usize>,
}

/// Operations by kernel, over registers of the body, and the new values.
#[derive(Clone, Default)]
struct BuiltBody {
    operations: Vec<(Op, Vec<u32>)>,
    next: Vec<u32>,
}

#[derive(Clone)]
struct BuiltParam {
    name: String,
    kind: ParamType,
    default: f64,
    range: Option<(f64, f64)>,
    choices: Option<Vec<String>>,
}

/// Builds a plan in canonical order, with the bounds of PL7 as scalar expressions.
#[derive(Clone, Default)]
pub struct Builder {
    params: Vec<BuiltParam>,
    /// Hash-consed: operator, operands; a constant's operand is an index into `constants`.
    scalars: Vec<Scalar>,
    known: HashMap<Scalar, u32>,
    constants: Vec<f64>,
    registers: Vec<Register>,
    inputs: BTreeMap<String, usize>,
    instructions: Vec<BuiltInstruction>,
    outputs: Vec<(String, usize)>,
    alerts: Vec<(String, usize)>,
}

impl Builder {
    pub fn new() -> Builder {
        Builder::default()
    }

    fn intern(&mut self, scalar: Scalar) -> u32 {
        if let Some(&known) = self.known.get(&scalar) {
            return known;
        }
        self.scalars.push(scalar);
        self.known.insert(scalar, self.scalars.len() as u32 - 1);
        self.scalars.len() as u32 - 1
    }

    fn pooled(pool: &mut Vec<f64>, value: f64) -> u32 {
        if let Some(at) = pool.iter().position(|known| known.to_bits() == value.to_bits()) {
            return at as u32;
        }
        pool.push(value);
        pool.len() as u32 - 1
    }

    pub fn num(&mut self, value: f64) -> Num {
        let at = Self::pooled(&mut self.constants, value);
        Num(self.intern(Scalar::new(Operator::Const, &[at])))
    }

    pub fn scalar(&mut self, operator: Operator, operands: &[Num]) -> Num {
        let operands: Vec<u32> = operands.iter().map(|num| num.0).collect();
        Num(self.intern(Scalar::new(operator, &operands)))
    }

    pub fn param(&mut self, name: &str, kind: ParamType, default: f64, range: Option<(f64, f64)>) -> Num {
        self.params.push(BuiltParam {
            name: name.into(),
            kind,
            default,
            range,
            choices: None,
        });
        Num(self.intern(Scalar::new(Operator::Param, &[self.params.len() as u32 - 1])))
    }

    pub fn choice(&mut self, name: &str, choices: &[&str]) -> Num {
        let choices = Some(choices.iter().map(|&choice| choice.to_owned()).collect());
        let kind = ParamType::String;
        self.params.push(BuiltParam {
            name: name.into(),
            kind,
            default: 0.0,
            range: None,
            choices,
        });
        Num(self.intern(Scalar::new(Operator::Param, &[self.params.len() as u32 - 1])))
    }

    pub fn input(&mut self, field: &str) -> Reg {
        if let Some(&known) = self.inputs.get(field) {
            return Reg(known);
        }
        let zero = self.num(0.0).0;
        let source = Source::Input(field.to_owned());
        self.registers.push(Register {
            source,
            kind: Type::Float,
            valid: zero,
            stable: zero,
            history: Some(zero),
        });
        self.inputs.insert(field.to_owned(), self.registers.len() - 1);
        Reg(self.registers.len() - 1)
    }

    pub fn kind(&self, register: Reg) -> Type {
        self.registers[register.0].kind
    }

    /// One kernel without a guard; `Rows` where it has a policy.
    pub fn apply(&mut self, op: Op, registers: &[Reg], scalars: &[Num]) -> Reg {
        let policy = if signature_of(op).policy {
            Policy::Rows
        } else {
            Policy::None
        };
        self.group(policy, None, &[(op, registers.to_vec(), scalars.to_vec())])[0]
    }

    /// An average over `n` rows, as an exponential average has it.
    pub fn average(&mut self, x: Reg, n: Num) -> Reg {
        let one = self.num(1.0);
        let less = self.scalar(Operator::Sub, &[n, one]);
        let more = self.scalar(Operator::Add, &[n, one]);
        let beta = self.scalar(Operator::Div, &[less, more]);
        self.apply(Op::RecAverage, &[x], &[n, beta])
    }

    pub fn group(
        &mut self,
        policy: Policy,
        guard: Option<Num>,
        lanes: &[(Op, Vec<Reg>, Vec<Num>)],
    ) -> Vec<Reg> {
        let index = self.instructions.len();
        let first = self.registers.len();
        let mut built = Vec::new();
        for (op, registers, scalars) in lanes {
            let row = signature_of(*op);
            let scalars: Vec<u32> = scalars.iter().map(|num| num.0).collect();
            let registers: Vec<usize> = registers.iter().map(|register| register.0).collect();
            let zero = self.num(0.0).0;
            let mut latest = [zero; 3];
            let mut anchored = row.anchored || policy == Policy::Observed;
            let mut earliest = None;
            for &register in &registers {
                let of = self.registers[register].clone();
                earliest = Some(match earliest {
                    None => of.valid,
                    Some(best) => self.intern(Scalar::new(Operator::Min, &[best, of.valid])),
                });
                anchored |= of.history.is_none();
                for (best, next) in latest
                    .iter_mut()
                    .zip([of.valid, of.stable, of.history.unwrap_or(zero)])
                {
                    *best = self.intern(Scalar::new(Operator::Max, &[*best, next]));
                }
            }
            let warmup = self.formula(row.warmup, &scalars);
            let mut stable = self.intern(Scalar::new(Operator::Add, &[latest[1], warmup]));
            if row.anchored {
                let stability = self.formula(row.stability, &scalars);
                stable = self.intern(Scalar::new(Operator::Add, &[stable, stability]));
            }
            let known = if row.fallback {
                earliest.unwrap_or(zero)
            } else {
                latest[0]
            };
            let valid = self.intern(Scalar::new(Operator::Add, &[known, warmup]));
            let history = self.formula(row.history, &scalars);
            let history = self.intern(Scalar::new(Operator::Add, &[latest[2], history]));
            self.registers.push(Register {
                source: Source::Result(index),
                kind: row.output,
                valid,
                stable,
                history: (!anchored).then_some(history),
            });
            built.push(BuiltLane {
                op: *op,
                registers,
                scalars,
            });
        }
        let results: Vec<usize> = (first..self.registers.len()).collect();
        self.instructions.push(BuiltInstruction {
            policy,
            guard: guard.map(|num| num.0),
            lanes: built,
            body: None,
            results: results.clone(),
        });
        results.into_iter().map(Reg).collect()
    }

    /// A state of these fields, each with what it starts from, over `operands`. The body's registers are the fields,
    /// the operands, then the operations in order; `next` are those of the new values. What these do not reach is left
    /// out, and what is kept is put in the order of the walk (PL9).
    pub fn scan(
        &mut self,
        fields: &[(Op, Num)],
        operands: &[Reg],
        operations: &[(Op, Vec<usize>)],
        next: &[usize],
    ) -> Vec<Reg> {
        let (given, start) = (fields.len(), fields.len() + operands.len());
        let mut read: Vec<usize> = Vec::new();
        let mut kept: Vec<usize> = Vec::new();
        fn walk(
            register: usize,
            at: (usize, usize),
            operations: &[(Op, Vec<usize>)],
            read: &mut Vec<usize>,
            kept: &mut Vec<usize>,
        ) {
            let (given, start) = at;
            if register >= start {
                if !kept.contains(&register) {
                    for &operand in &operations[register - start].1 {
                        walk(operand, at, operations, read, kept);
                    }
                    kept.push(register);
                }
            } else if register >= given && !read.contains(&register) {
                read.push(register);
            }
        }
        for &root in next {
            walk(root, (given, start), operations, &mut read, &mut kept);
        }
        let place = |register: usize| -> u32 {
            let among = |list: &[usize]| list.iter().position(|&each| each == register);
            match (register < given, register < start) {
                (true, _) => register as u32,
                (_, true) => (given + among(&read).unwrap()) as u32,
                _ => (given + read.len() + among(&kept).unwrap()) as u32,
            }
        };
        let registers: Vec<Reg> = read.iter().map(|&register| operands[register - given]).collect();
        let lanes: Vec<(Op, Vec<Reg>, Vec<Num>)> = fields
            .iter()
            .map(|&(op, init)| (op, registers.clone(), vec![init]))
            .collect();
        let results = self.group(Policy::None, None, &lanes);
        self.instructions.last_mut().unwrap().body = Some(BuiltBody {
            operations: kept
                .iter()
                .map(|&register| {
                    let (op, reads) = &operations[register - start];
                    (*op, reads.iter().map(|&read| place(read)).collect())
                })
                .collect(),
            next: next.iter().map(|&register| place(register)).collect(),
        });
        results
    }

    fn formula(&mut self, steps: &[Step], scalars: &[u32]) -> u32 {
        let mut stack = Vec::new();
        for step in steps {
            let scalar = match *step {
                Step::Constant(value) => self.num(value).0,
                Step::Param(index) => scalars[index],
                Step::Stable => self.intern(Scalar::new(Operator::Stable, &[])),
                Step::Add | Step::Sub | Step::Mul | Step::Div => {
                    let (b, a) = (stack.pop().unwrap(), stack.pop().unwrap());
                    let operator = match step {
                        Step::Add => Operator::Add,
                        Step::Sub => Operator::Sub,
                        Step::Mul => Operator::Mul,
                        _ => Operator::Div,
                    };
                    self.intern(Scalar::new(operator, &[a, b]))
                }
            };
            stack.push(scalar);
        }
        stack[0]
    }

    pub fn output(&mut self, name: &str, register: Reg) {
        self.outputs.push((name.into(), register.0));
    }

    pub fn alert(&mut self, name: &str, register: Reg) {
        self.alerts.push((name.into(), register.0));
    }

    /// The plan's parts, canonical; instructions that no output or alert reaches are left out.
    pub fn finish(mut self) -> (Semantic, Descriptive) {
        // The walk of PL6.
        let mut reached = vec![false; self.instructions.len()];
        let mut order: Vec<usize> = Vec::new();
        fn walk(b: &Builder, register: usize, reached: &mut [bool], order: &mut Vec<usize>) {
            match &b.registers[register].source {
                Source::Input(_) => {
                    if !order.contains(&register) {
                        order.push(register);
                    }
                }
                Source::Result(instruction) => {
                    if !std::mem::replace(&mut reached[*instruction], true) {
                        for lane in &b.instructions[*instruction].lanes {
                            for &operand in &lane.registers {
                                walk(b, operand, reached, order);
                            }
                        }
                    }
                }
            }
        }
        for (_, root) in self.outputs.iter().chain(&self.alerts) {
            walk(&self, *root, &mut reached, &mut order);
        }
        let mut numbers = vec![u32::MAX; self.registers.len()];
        let mut next = 0;
        for &input in &order {
            numbers[input] = next;
            next += 1;
        }
        let kept: Vec<BuiltInstruction> = self
            .instructions
            .iter()
            .zip(&reached)
            .filter(|(_, kept)| **kept)
            .map(|(built, _)| built.clone())
            .collect();
        for instruction in &kept {
            for &result in &instruction.results {
                numbers[result] = next;
                next += 1;
            }
        }
        // Bounds of the whole.
        let zero = self.num(0.0).0;
        let mut history = Some(zero);
        for (_, root) in self.outputs.clone().into_iter().chain(self.alerts.clone()) {
            history = match (history, self.registers[root].history) {
                (Some(best), Some(next)) => Some(self.intern(Scalar::new(Operator::Max, &[best, next]))),
                _ => None,
            };
        }
        if kept.iter().any(|instruction| {
            instruction.policy == Policy::Observed
                || instruction
                    .lanes
                    .iter()
                    .any(|lane| signature_of(lane.op).anchored)
        }) {
            history = None;
        }
        let mut state = zero;
        for instruction in &kept {
            let mut shared: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
            for lane in &instruction.lanes {
                let bytes = self.formula(signature_of(lane.op).state, &lane.scalars);
                if instruction.policy == Policy::None {
                    state = self.intern(Scalar::new(Operator::Add, &[state, bytes]));
                } else {
                    let best = shared.get(&lane.registers).copied().unwrap_or(zero);
                    let best = self.intern(Scalar::new(Operator::Max, &[best, bytes]));
                    shared.insert(lane.registers.clone(), best);
                }
            }
            for bytes in shared.values() {
                state = self.intern(Scalar::new(Operator::Add, &[state, *bytes]));
            }
        }
        // Scalars and constants in the order in which they are needed.
        let mut canonical = Canonical {
            from: &self,
            numbers: HashMap::new(),
            scalars: vec![],
            constants: vec![],
        };
        let params = self
            .params
            .iter()
            .map(|param| {
                let mut pooled = |value| Self::pooled(&mut canonical.constants, value);
                Param {
                    name: param.name.clone(),
                    kind: param.kind,
                    default: pooled(param.default),
                    min: param.range.map(|(low, _)| pooled(low)),
                    max: param.range.map(|(_, high)| pooled(high)),
                    step: None,
                    choices: param.choices.clone(),
                }
            })
            .collect();
        let mut opcodes: Vec<u16> = kept
            .iter()
            .flat_map(|i| {
                let operations = i.body.iter().flat_map(|body| &body.operations);
                let lanes = i.lanes.iter().map(|lane| lane.op as u16);
                lanes
                    .chain(operations.map(|(op, _)| *op as u16))
                    .collect::<Vec<_>>()
            })
            .collect();
        opcodes.sort_unstable();
        opcodes.dedup();
        let needs: Vec<Need> = opcodes
            .iter()
            .map(|&opcode| {
                let row = signature(opcode).unwrap();
                Need {
                    opcode,
                    version: row.version,
                    name: row.name.into(),
                }
            })
            .collect();
        let mut instructions = Vec::new();
        for built in &kept {
            let guard = built.guard.map(|guard| canonical.need(guard));
            let lanes = built
                .lanes
                .iter()
                .map(|lane| Lane {
                    need: opcodes.binary_search(&(lane.op as u16)).unwrap() as u32,
                    registers: lane.registers.iter().map(|&register| numbers[register]).collect(),
                    scalars: lane
                        .scalars
                        .iter()
                        .map(|&scalar| canonical.need(scalar))
                        .collect(),
                })
                .collect();
            instructions.push(Instruction {
                clock: 0,
                policy: built.policy,
                guard,
                lanes,
                body: built.body.as_ref().map(|body| Body {
                    operations: body
                        .operations
                        .iter()
                        .map(|(op, reads)| Operation {
                            need: opcodes.binary_search(&(*op as u16)).unwrap() as u32,
                            reads: reads.clone(),
                        })
                        .collect(),
                    next: body.next.clone(),
                }),
            });
        }
        let mut outputs = Vec::new();
        for (name, register) in &self.outputs {
            let of = &self.registers[*register];
            outputs.push(Output {
                name: name.clone(),
                kind: of.kind,
                register: numbers[*register],
                valid_from: canonical.need(of.valid),
                stable_from: canonical.need(of.stable),
            });
        }
        let mut alerts = Vec::new();
        for (name, register) in &self.alerts {
            let valid_from = canonical.need(self.registers[*register].valid);
            alerts.push(Alert {
                name: name.clone(),
                register: numbers[*register],
                every_bar: false,
                valid_from,
            });
        }
        let history = history.map(|scalar| canonical.need(scalar));
        let state_bytes = canonical.need(state);
        let inputs = order
            .iter()
            .map(|&register| match &self.registers[register].source {
                Source::Input(field) => Input {
                    clock: 0,
                    source: "ohlcv".into(),
                    field: field.clone(),
                },
                Source::Result(_) => unreachable!(),
            })
            .collect();
        let lanes: usize = kept.iter().map(|instruction| instruction.lanes.len()).sum();
        let description = Descriptive {
            doc: Some("Made by hand.".into()),
            params: vec![None; self.params.len()],
            outputs: vec![(None, vec![("pane".into(), "\"overlay\"".into())]); self.outputs.len()],
            alerts: vec![None; self.alerts.len()],
            source_map: Some(
                (0..lanes as u32)
                    .map(|lane| (lane % 2 == 0).then_some((lane, lane + 3)))
                    .collect(),
            ),
            compiler: "by hand".into(),
            unknown: vec![],
        };
        let semantic = Semantic {
            edition: 1,
            needs,
            params,
            scalars: canonical.scalars,
            constants: canonical.constants,
            clocks: vec![Clock::default()],
            inputs,
            instructions,
            outputs,
            alerts,
            history,
            state_bytes,
            capabilities: match kept.iter().any(|instruction| instruction.body.is_some()) {
                true => vec![SCAN.into()],
                false => vec![],
            },
        };
        (semantic, description)
    }

    pub fn bytes(self) -> Vec<u8> {
        let (semantic, description) = self.finish();
        encode::encode(&semantic, &description)
    }

    pub fn plan(self) -> Arc<Plan> {
        match Plan::load(&self.bytes(), &Limits::default()) {
            Ok(plan) => plan,
            Err(error) => panic!("the builder's plan is refused: {error}"),
        }
    }
}

struct Canonical<'a> {
    from: &'a Builder,
    numbers: HashMap<u32, u32>,
    scalars: Vec<Scalar>,
    constants: Vec<f64>,
}

impl Canonical<'_> {
    fn need(&mut self, scalar: u32) -> u32 {
        if let Some(&known) = self.numbers.get(&scalar) {
            return known;
        }
        let of = self.from.scalars[scalar as usize];
        let operands: Vec<u32> = match of.operator {
            Operator::Const => {
                vec![Builder::pooled(
                    &mut self.constants,
                    self.from.constants[of.operands[0] as usize],
                )]
            }
            Operator::Param => vec![of.operands[0]],
            _ => of.reads().iter().map(|&operand| self.need(operand)).collect(),
        };
        self.scalars.push(Scalar::new(of.operator, &operands));
        self.numbers.insert(scalar, self.scalars.len() as u32 - 1);
        self.scalars.len() as u32 - 1
    }
}

impl Builder {
    /// The same program with one of its outputs alone.
    pub fn alone(&self, output: usize) -> Builder {
        let mut alone = self.clone();
        alone.outputs = vec![self.outputs[output].clone()];
        alone.alerts.clear();
        alone
    }
}

/// Numbers for a random program, from a seed.
#[derive(Clone)]
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A column of prices with gaps: about one row in `gaps` is missing; none where it is 0.
pub fn column(random: &mut Random, rows: usize, gaps: usize) -> Vec<f64> {
    let mut price = 100.0;
    (0..rows)
        .map(|_| {
            price += random.unit() - 0.5;
            if gaps > 0 && random.below(gaps) == 0 {
                f64::NAN
            } else {
                (price * 64.0).round_ties_even() / 64.0
            }
        })
        .collect()
}
