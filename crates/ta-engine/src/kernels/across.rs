//! Instructions with state across runs: of many runs of one program the next row of each, instruction by instruction.
//!
//! A row's operands come from blocks whose rows are the runs. So one instruction's code runs for all before the next
//! one's, and kernels without state take a block of runs as they take a block of rows. What many plans use keeps the
//! states of eight runs side by side, and computes them so; of every other kernel each run has what the step executor
//! keeps, one after the other.

use super::factory::{InstructionSpec, LaneSpec, packs_part, parts, row_part};
use super::scan::ScanSpec;
use super::{BLOCK, BlockFile, RowFile, RowInstruction, StateError, StateReader, StateWriter, UNKNOWN};
use crate::cpu::{Cpu, Level, Select, select};
use crate::generated::kernels::{Op, SIGNATURES, Signature, Type};
use std::any::Any;

/// Runs whose states may stand side by side: those whose numbers differ in what dividing by this leaves.
pub const PACK: usize = 8;

/// A number of each run of a pack.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(super) struct Side(pub [f64; PACK]);

/// Whose next rows a block's rows are.
#[derive(Clone, Copy)]
pub struct Turn<'a> {
    /// Of each row its run; none twice.
    pub runs: &'a [u32],
    /// So many packs come first, whole and in order.
    pub packs: usize,
    /// Whether states advance.
    pub keep: bool,
}

/// One part of an instruction, across runs.
pub trait AcrossInstruction: Send {
    /// A row of each of the turn's runs, whose operands are the rows of the file's blocks. Nothing allocates.
    fn across(&mut self, file: &mut BlockFile<'_>, turn: Turn<'_>);
    /// One run's logical state: the bytes that its own instruction would write.
    fn save(&self, run: usize, out: &mut StateWriter);
    fn load(&mut self, run: usize, state: &mut StateReader<'_>) -> Result<(), StateError>;
}

/// Where a row's operands come from and its results go: registers of the blocks, by the register of the row they have
/// in the row instruction's own file.
#[derive(Clone, Default)]
pub struct Wires {
    floats_in: Vec<usize>,
    bools_in: Vec<usize>,
    floats_out: Vec<usize>,
    bools_out: Vec<usize>,
}

/// The place of a register in a list of them, which it is added to where it is not there.
fn place(registers: &mut Vec<usize>, register: usize) -> usize {
    let found = registers.iter().position(|&known| known == register);
    found.unwrap_or_else(|| {
        registers.push(register);
        registers.len() - 1
    })
}

impl Wires {
    /// The row's own register of an operand. All operands come before the first result.
    pub(super) fn operand(&mut self, kind: Type, register: usize) -> usize {
        match kind {
            Type::Float => place(&mut self.floats_in, register),
            Type::Bool => place(&mut self.bools_in, register),
        }
    }

    /// The row's own register of a result.
    pub(super) fn result(&mut self, kind: Type, register: usize) -> usize {
        match kind {
            Type::Float => self.floats_in.len() + place(&mut self.floats_out, register),
            Type::Bool => self.bools_in.len() + place(&mut self.bools_out, register),
        }
    }

    /// Of a part's lanes, and the lanes over the row's own registers.
    fn of(lanes: &[&LaneSpec]) -> (Wires, Vec<LaneSpec>) {
        let mut wires = Wires::default();
        let mut own: Vec<LaneSpec> = lanes.iter().map(|&lane| lane.clone()).collect();
        for lane in &mut own {
            for (input, &kind) in lane.inputs.iter_mut().zip(signature(lane.op).inputs) {
                *input = wires.operand(kind, *input);
            }
        }
        for lane in &mut own {
            lane.output = wires.result(signature(lane.op).output, lane.output);
        }
        (wires, own)
    }

    fn file(&self) -> RowFile {
        RowFile {
            floats: vec![f64::NAN; self.floats_in.len() + self.floats_out.len()],
            bools: vec![UNKNOWN; self.bools_in.len() + self.bools_out.len()],
        }
    }
}

fn signature(op: Op) -> &'static Signature {
    let found = SIGNATURES.iter().find(|signature| signature.op == op);
    found.expect("every kernel is in the table")
}

/// One kind of row instruction, across runs.
struct Across<I> {
    each: Vec<I>,
    wires: Wires,
    /// The registers of the run whose row it is.
    row: RowFile,
}

impl<I: RowInstruction> AcrossInstruction for Across<I> {
    fn across(&mut self, file: &mut BlockFile<'_>, turn: Turn<'_>) {
        let Across { each, wires, row } = self;
        let (floats, bools) = (wires.floats_in.len(), wires.bools_in.len());
        for (at, &run) in turn.runs.iter().enumerate() {
            for (value, &register) in row.floats.iter_mut().zip(&wires.floats_in) {
                *value = file.floats[register].as_ref().expect(PRESENT).0[at % BLOCK];
            }
            for (value, &register) in row.bools.iter_mut().zip(&wires.bools_in) {
                *value = file.bools[register].get(at % BLOCK);
            }
            let instruction = &mut each[run as usize];
            if turn.keep {
                instruction.row(row);
            } else {
                instruction.peek(row);
            }
            for (&value, &register) in row.floats[floats..].iter().zip(&wires.floats_out) {
                file.floats[register].as_mut().expect(PRESENT).0[at % BLOCK] = value;
            }
            for (&value, &register) in row.bools[bools..].iter().zip(&wires.bools_out) {
                file.bools[register].set(at % BLOCK, value);
            }
        }
    }
    fn save(&self, run: usize, out: &mut StateWriter) {
        self.each[run].save(out);
    }
    fn load(&mut self, run: usize, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.each[run].load(state)
    }
}

const PRESENT: &str = "a universe's registers are blocks of their own";

/// What makes instructions of one kind a list of that kind, which is called without a table.
pub trait Gather {
    /// `self` and instructions of its kind.
    fn gather(
        self: Box<Self>,
        others: Vec<Box<dyn RowInstruction>>,
        wires: Wires,
    ) -> Box<dyn AcrossInstruction>;
}

impl<I: RowInstruction + 'static> Gather for I {
    fn gather(
        self: Box<Self>,
        others: Vec<Box<dyn RowInstruction>>,
        wires: Wires,
    ) -> Box<dyn AcrossInstruction> {
        let same = |other: Box<dyn RowInstruction>| -> I {
            let other: Box<dyn Any> = other;
            *other
                .downcast()
                .expect("one kind of lanes makes one kind of instruction")
        };
        let mut each = Vec::with_capacity(1 + others.len());
        each.push(*self);
        each.extend(others.into_iter().map(same));
        let row = wires.file();
        Box::new(Across { each, wires, row })
    }
}

/// `one`'s instruction for so many runs, at least one.
fn across(
    wires: Wires,
    runs: usize,
    one: impl Fn() -> Box<dyn RowInstruction>,
) -> Box<dyn AcrossInstruction> {
    one().gather((1..runs).map(|_| one()).collect(), wires)
}

/// The code of `spec`'s parts for so many runs, at least one; state is written part by part.
///
/// # Panics
/// As [`row_instruction`](super::factory::row_instruction).
pub fn across_instructions(
    level: Level,
    spec: &InstructionSpec,
    runs: usize,
) -> Vec<Box<dyn AcrossInstruction>> {
    struct Parts<'a>(&'a InstructionSpec, usize);
    impl Select for Parts<'_> {
        type Output = Vec<Box<dyn AcrossInstruction>>;
        fn select<C: Cpu>(self) -> Self::Output {
            let part = |lanes: Vec<&LaneSpec>| {
                if self.1 >= PACK
                    && let Some(packs) = packs_part::<C>(&lanes, self.1)
                {
                    return packs;
                }
                let (wires, own) = Wires::of(&lanes);
                across(wires, self.1, || row_part::<C>(own.iter().collect()))
            };
            parts(self.0).into_iter().map(part).collect()
        }
    }
    select(level, Parts(spec, runs))
}

/// The same of a state with its body.
pub(crate) fn across_scan(level: Level, spec: &ScanSpec, runs: usize) -> Box<dyn AcrossInstruction> {
    let (wires, own) = spec.wired();
    across(wires, runs, || own.row(level))
}
