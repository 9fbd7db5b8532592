//! `scan`: a state whose fields move by a body of stateless kernels (plan PL9).
//!
//! The body is interpreted, a row at a time: over registers of its own, by operations that are resolved when the
//! program is bound. In a body a condition is 0, 1 or missing. What is computed often is written out here, and held to
//! the kernels by test, to the bit; every other stateless kernel is called through its own row instruction.

use super::across::Wires;
use super::cell::Cell;
use super::factory::{InstructionSpec, LaneSpec, Missing, row_instruction};
use super::{BLOCK, BlockFile, BlockInstruction, RowFile, RowInstruction, UNKNOWN, finite};
use super::{StateError, StateReader, StateWriter};
use crate::cpu::{self, Cpu, Level, Select, Work};
use crate::generated::kernels::{Op, Type};
use std::marker::PhantomData;

/// What a body reads from the executor's registers in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Operand {
    Float(usize),
    Bool(usize),
    /// The same in every row: no register is read for it.
    Constant(f64),
}

/// A field of the state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Field {
    pub kind: Type,
    /// What it is before the first row; a condition is 0, 1 or missing.
    pub init: f64,
    /// The executor's register of its value.
    pub output: usize,
    /// The body's register of its new value.
    pub next: usize,
}

/// One operation: a kernel over registers of the body.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Operation {
    pub op: Op,
    pub reads: Vec<usize>,
    /// Of its operands, in the kernel table.
    pub inputs: &'static [Type],
    pub output: Type,
}

/// A verified body over physical registers. Its registers are the fields, the operands, then the results of the
/// operations.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ScanSpec {
    pub fields: Vec<Field>,
    pub operands: Vec<Operand>,
    pub operations: Vec<Operation>,
}

impl ScanSpec {
    fn registers(&self) -> usize {
        self.fields.len() + self.operands.len() + self.operations.len()
    }

    /// Bytes that an executor's code for it allocates.
    pub(crate) fn bytes(&self) -> u64 {
        let columns = (self.fields.len() + self.operands.len()) * size_of::<[f64; BLOCK]>();
        let others = self.operations.len() * 256;
        (columns + others + 8 * self.registers() + 1024) as u64
    }

    /// The step executor's code.
    pub(crate) fn row(&self, level: Level) -> Box<dyn RowInstruction> {
        struct Rows<'a>(&'a ScanSpec, Level);
        impl Select for Rows<'_> {
            type Output = Box<dyn RowInstruction>;
            fn select<C: Cpu>(self) -> Self::Output {
                Box::new(Scan::<C>::new(self.0, self.1, 0))
            }
        }
        cpu::select(level, Rows(self, level))
    }

    /// Over a row's own registers, and where they come from.
    pub(super) fn wired(&self) -> (Wires, ScanSpec) {
        let (mut wires, mut own) = (Wires::default(), self.clone());
        for operand in &mut own.operands {
            match operand {
                Operand::Float(register) => *register = wires.operand(Type::Float, *register),
                Operand::Bool(register) => *register = wires.operand(Type::Bool, *register),
                Operand::Constant(_) => {}
            }
        }
        for field in &mut own.fields {
            field.output = wires.result(field.kind, field.output);
        }
        (wires, own)
    }

    /// The batch executor's code.
    pub(crate) fn block(&self, level: Level) -> Box<dyn BlockInstruction> {
        struct Blocks<'a>(&'a ScanSpec, Level);
        impl Select for Blocks<'_> {
            type Output = Box<dyn BlockInstruction>;
            fn select<C: Cpu>(self) -> Self::Output {
                Box::new(Scan::<C>::new(self.0, self.1, BLOCK))
            }
        }
        cpu::select(level, Blocks(self, level))
    }
}

/// What an operation is, settled: the written-out ones, and any other kernel by its place among `others`.
#[derive(Clone, Copy)]
enum Call {
    Neg,
    Abs,
    Add,
    Sub,
    Mul,
    Div,
    Lesser,
    Greater,
    Lt,
    Le,
    Gt,
    Ge,
    Eq,
    Ne,
    And,
    Or,
    Not,
    Same,
    IsMissing,
    Select,
    Coalesce,
    Other,
}

/// Which operand is the result just before: it is at hand, and need not be read back from its register.
#[derive(Clone, Copy, PartialEq)]
enum Chain {
    No,
    First,
    Second,
}

#[derive(Clone, Copy)]
struct Step {
    call: Call,
    chain: Chain,
    a: u32,
    b: u32,
    c: u32,
}

/// One operation over its operands; the third is read where there is one.
#[inline(always)]
fn operate(
    step: &Step,
    a: f64,
    b: f64,
    read: impl Fn(u32) -> f64,
    other: &mut impl FnMut([f64; 3]) -> f64,
) -> f64 {
    match step.call {
        // Of 0 it is 0.
        Call::Neg => 0.0 - a,
        Call::Abs => a.abs(),
        Call::Add => bounded(a + b),
        Call::Sub => bounded(a - b),
        Call::Mul => settled(a * b),
        Call::Div => settled(a / b),
        // An operand is what a register may hold.
        Call::Lesser if a.is_nan() => unusual(a),
        Call::Lesser if a < b => a,
        Call::Greater if a.is_nan() => unusual(a),
        Call::Greater if a > b => a,
        Call::Lesser | Call::Greater => b,
        Call::Lt => compared(a, b, a < b),
        Call::Le => compared(a, b, a <= b),
        Call::Gt => compared(a, b, a > b),
        Call::Ge => compared(a, b, a >= b),
        Call::Eq => compared(a, b, a == b),
        Call::Ne => compared(a, b, a != b),
        Call::And if (a == 0.0) | (b == 0.0) => 0.0,
        Call::And => a * b,
        Call::Or if (a == 1.0) | (b == 1.0) => 1.0,
        Call::Or => a + b,
        Call::Not => 1.0 - a,
        Call::Same => a,
        Call::IsMissing => f64::from(u8::from(a.is_nan())),
        Call::Select if a.is_nan() => unusual(a),
        Call::Select => {
            let otherwise = read(step.c);
            if a == 1.0 { b } else { otherwise }
        }
        Call::Coalesce if a.is_nan() => b,
        Call::Coalesce => a,
        Call::Other => other([a, b, read(step.c)]),
    }
}

/// A kernel that is called through its row instruction, over a register file of its own.
struct Other {
    instruction: Box<dyn RowInstruction>,
    file: RowFile,
    inputs: &'static [Type],
    output: Type,
}

impl Other {
    fn new(level: Level, operation: &Operation) -> Other {
        let inputs = operation.inputs;
        let lane = LaneSpec {
            op: operation.op,
            inputs: (0..inputs.len()).collect(),
            scalars: Vec::new(),
            output: inputs.len(),
            missing: Missing::None,
        };
        Other {
            instruction: row_instruction(level, &InstructionSpec { lanes: vec![lane] }),
            file: RowFile {
                floats: vec![f64::NAN; inputs.len() + 1],
                bools: vec![UNKNOWN; inputs.len() + 1],
            },
            inputs,
            output: operation.output,
        }
    }

    fn call(&mut self, operands: [f64; 3]) -> f64 {
        for (place, (&kind, &value)) in self.inputs.iter().zip(&operands).enumerate() {
            match kind {
                Type::Float => self.file.floats[place] = value,
                Type::Bool => self.file.bools[place] = condition(value),
            }
        }
        self.instruction.row(&mut self.file);
        let place = self.inputs.len();
        match self.output {
            Type::Float => self.file.floats[place],
            Type::Bool => number(self.file.bools[place]),
        }
    }
}

/// A condition of a body as an executor's.
#[inline(always)]
fn condition(value: f64) -> u8 {
    if value.is_nan() {
        UNKNOWN
    } else {
        u8::from(value != 0.0)
    }
}

/// The other way.
#[inline(always)]
fn number(condition: u8) -> f64 {
    if condition == UNKNOWN {
        f64::NAN
    } else {
        f64::from(condition)
    }
}

/// Out of the way of what is usual, so that the next operation need not wait for the comparison that leads here.
#[cold]
#[inline(never)]
fn unusual(r: f64) -> f64 {
    finite(r)
}

/// [`finite`] of a sum or difference: of registers, which hold no −0, it is never −0.
#[inline(always)]
fn bounded(r: f64) -> f64 {
    if r.abs() == f64::INFINITY { unusual(r) } else { r }
}

/// [`finite`] of a product or quotient.
#[inline(always)]
fn settled(r: f64) -> f64 {
    if (r.to_bits() == (-0.0f64).to_bits()) | (r.abs() == f64::INFINITY) {
        unusual(r)
    } else {
        r
    }
}

#[inline(always)]
fn compared(a: f64, b: f64, holds: bool) -> f64 {
    if a.is_nan() | b.is_nan() {
        unusual(f64::NAN)
    } else if holds {
        1.0
    } else {
        0.0
    }
}

/// State: of each field its value, a float or a condition, in the fields' order.
struct Scan<C> {
    fields: Vec<Field>,
    operands: Vec<Operand>,
    steps: Vec<Step>,
    /// In the order of the steps that call them.
    others: Vec<Other>,
    registers: Vec<f64>,
    /// The operands that are no constants.
    varying: Vec<usize>,
    /// A field becomes what another was: the new values are gathered before any is kept.
    crossed: bool,
    /// Of the current row the fields' new values, where they are gathered.
    moved: Vec<f64>,
    /// Rows of the operands, and of the fields' values: a block of each. Empty in the step executor.
    given: Vec<f64>,
    made: Vec<f64>,
    kind: PhantomData<C>,
}

impl<C: Cpu> Scan<C> {
    fn new(spec: &ScanSpec, level: Level, rows: usize) -> Self {
        let mut others = Vec::new();
        let steps = spec.operations.iter().map(|operation| {
            let read = |at: usize| operation.reads.get(at).map_or(0, |&register| register as u32);
            let call = match operation.op {
                Op::Neg => Call::Neg,
                Op::Abs => Call::Abs,
                Op::Add => Call::Add,
                Op::Sub => Call::Sub,
                Op::Mul => Call::Mul,
                Op::Div => Call::Div,
                Op::Lesser => Call::Lesser,
                Op::Greater => Call::Greater,
                Op::Lt => Call::Lt,
                Op::Le => Call::Le,
                Op::Gt => Call::Gt,
                Op::Ge => Call::Ge,
                Op::Eq => Call::Eq,
                Op::Ne => Call::Ne,
                Op::And => Call::And,
                Op::Or => Call::Or,
                Op::Not => Call::Not,
                Op::FloatOf => Call::Same,
                Op::IsMissing => Call::IsMissing,
                Op::Select | Op::SelectBool => Call::Select,
                Op::Coalesce | Op::CoalesceBool => Call::Coalesce,
                _ => {
                    others.push(Other::new(level, operation));
                    Call::Other
                }
            };
            Step {
                call,
                chain: Chain::No,
                a: read(0),
                b: read(1),
                c: read(2),
            }
        });
        let mut steps: Vec<Step> = steps.collect();
        let first = spec.fields.len() + spec.operands.len();
        for (before, step) in (first..).zip(steps.iter_mut().skip(1)) {
            step.chain = match before as u32 {
                before if step.a == before => Chain::First,
                before if step.b == before => Chain::Second,
                _ => Chain::No,
            };
        }
        let varies = |(_, operand): &(usize, &Operand)| !matches!(operand, Operand::Constant(_));
        let varying = spec.operands.iter().enumerate().filter(varies);
        let mut scan = Scan {
            varying: varying.map(|(place, _)| place).collect(),
            crossed: spec.fields.iter().any(|field| field.next < spec.fields.len()),
            fields: spec.fields.clone(),
            operands: spec.operands.clone(),
            steps,
            others,
            registers: vec![f64::NAN; spec.registers()],
            moved: vec![f64::NAN; spec.fields.len()],
            given: vec![f64::NAN; rows * spec.operands.len()],
            made: vec![f64::NAN; rows * spec.fields.len()],
            kind: PhantomData,
        };
        for (register, operand) in scan.registers[spec.fields.len()..].iter_mut().zip(&spec.operands) {
            if let Operand::Constant(value) = *operand {
                *register = value;
            }
        }
        scan.start();
        scan
    }

    fn start(&mut self) {
        for (register, field) in self.registers.iter_mut().zip(&self.fields) {
            *register = finite(field.init);
        }
    }

    /// Runs a row over the registers: `out` takes each field's new value, and what is known of them is the state from
    /// here on where it is to be kept.
    #[inline(always)]
    fn compute(&mut self, keep: bool, mut out: impl FnMut(usize, &Field, f64)) {
        let registers = &mut self.registers[..];
        let first = registers.len() - self.steps.len();
        let mut others = self.others.iter_mut();
        let mut last = f64::NAN;
        for (place, step) in (first..).zip(&self.steps) {
            let read = |register: u32| registers[register as usize];
            let mut other = |operands| {
                let other: &mut Other = others.next().expect("one for each step that calls it");
                other.call(operands)
            };
            // Three times the same: which operand is at hand is known to the branch predictor, not to the data.
            last = match step.chain {
                Chain::No => operate(step, read(step.a), read(step.b), read, &mut other),
                Chain::First => operate(step, last, read(step.b), read, &mut other),
                Chain::Second => operate(step, read(step.a), last, read, &mut other),
            };
            registers[place] = last;
        }
        let fields = self.fields.iter().enumerate();
        if self.crossed {
            for (moved, field) in self.moved.iter_mut().zip(&self.fields) {
                *moved = registers[field.next];
            }
            for ((place, field), &moved) in fields.zip(&self.moved) {
                out(place, field, moved);
                if keep && !moved.is_nan() {
                    registers[place] = moved;
                }
            }
            return;
        }
        // Without a step there is no last result: a field may become an operand as it is.
        let end = if self.steps.is_empty() {
            usize::MAX
        } else {
            registers.len() - 1
        };
        for (place, field) in fields {
            let moved = if field.next == end {
                last
            } else {
                registers[field.next]
            };
            out(place, field, moved);
            if keep && !moved.is_nan() {
                registers[place] = moved;
            }
        }
    }

    fn step(&mut self, file: &mut RowFile, keep: bool) {
        let fields = self.fields.len();
        for (register, operand) in self.registers[fields..].iter_mut().zip(&self.operands) {
            match *operand {
                Operand::Float(at) => *register = file.floats[at],
                Operand::Bool(at) => *register = number(file.bools[at]),
                Operand::Constant(_) => {}
            }
        }
        self.compute(keep, |_, field, moved| match field.kind {
            Type::Float => file.floats[field.output] = moved,
            Type::Bool => file.bools[field.output] = condition(moved),
        });
    }

    fn write_state(&self, out: &mut StateWriter) {
        for (field, &value) in self.fields.iter().zip(&self.registers) {
            match field.kind {
                Type::Float => value.write(out),
                Type::Bool => condition(value).write(out),
            }
        }
    }

    fn read_state(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        for (field, register) in self.fields.iter().zip(&mut self.registers) {
            *register = match field.kind {
                Type::Float => finite(f64::read(state)?),
                Type::Bool => number(u8::read(state)?),
            };
        }
        Ok(())
    }
}

impl<C: Cpu> RowInstruction for Scan<C> {
    fn row(&mut self, file: &mut RowFile) {
        self.step(file, true);
    }
    fn peek(&mut self, file: &mut RowFile) {
        self.step(file, false);
    }
    fn save(&self, out: &mut StateWriter) {
        self.write_state(out);
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.read_state(state)
    }
    fn reset(&mut self) {
        self.start();
    }
}

/// The rows of a block, whose operands are in `given`.
struct Rows<'a, C> {
    scan: &'a mut Scan<C>,
    rows: usize,
}

impl<D: Cpu> Work for Rows<'_, D> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let Rows { scan, rows } = self;
        let fields = scan.fields.len();
        // Out of the state while it is written, so that nothing else can be meant.
        let mut made = std::mem::take(&mut scan.made);
        for row in 0..rows {
            for &place in &scan.varying {
                scan.registers[fields + place] = scan.given[place * BLOCK + row];
            }
            scan.compute(true, |place, _, moved| made[place * BLOCK + row] = moved);
        }
        scan.made = made;
    }
}

impl<C: Cpu> BlockInstruction for Scan<C> {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let rows = file.rows;
        for (operand, given) in self.operands.iter().zip(self.given.as_chunks_mut::<BLOCK>().0) {
            let given = &mut given[..rows];
            match *operand {
                Operand::Float(at) => given.copy_from_slice(&f64::cells(file, at)[..rows]),
                Operand::Bool(at) => {
                    for (given, &found) in given.iter_mut().zip(&*u8::cells(file, at)) {
                        *given = number(found);
                    }
                }
                Operand::Constant(_) => {}
            }
        }
        C::run(Rows { scan: self, rows });
        for (field, made) in self.fields.iter().zip(self.made.as_chunks::<BLOCK>().0) {
            let made = &made[..rows];
            match field.kind {
                Type::Float => {
                    let mut block = f64::take(file, field.output);
                    block.0[..rows].copy_from_slice(made);
                    f64::put(file, field.output, block);
                }
                Type::Bool => {
                    let mut block = u8::take(file, field.output);
                    for (value, &made) in block.0.iter_mut().zip(made) {
                        *value = condition(made);
                    }
                    u8::put(file, field.output, block);
                }
            }
        }
    }
    fn save(&self, out: &mut StateWriter) {
        self.write_state(out);
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.read_state(state)
    }
    fn reset(&mut self) {
        self.start();
    }
}
