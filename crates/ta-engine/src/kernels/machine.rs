//! Machines: recurrences over several operands that give several results, each a kernel of its own.
//!
//! A row on which an operand is missing is not observed: its results are missing and the state stays (N5). Kernels of one
//! machine over the same operands, with the same scalars, are lanes of one instruction, which advances the machine once.

use super::cell::Cell;
use super::factory::LaneSpec;
use super::{BLOCK, BlockFile, BlockInstruction, Floats, RowFile, RowInstruction};
use super::{StateError, StateReader, StateWriter};
use crate::cpu::{Cpu, Work};
use crate::generated::kernels::Op;
use std::marker::PhantomData;

/// N operands, K results.
pub(super) trait Machine<const N: usize, const K: usize>: Sized + Send + 'static {
    fn new(lane: &LaneSpec) -> Self;
    /// Which of the results a kernel is.
    fn result_of(op: Op) -> usize;
    /// Bytes of rows that [`Machine::new`] allocates.
    fn bytes(_: &LaneSpec) -> u64 {
        0
    }
    /// The row function, of an observed row.
    fn row<C: Cpu>(&mut self, operands: [f64; N]) -> [f64; K];
    /// Observed rows in turn, to the bit as [`Machine::row`] of each: for a machine that does better for many. All operands
    /// and results have the same length.
    #[inline(always)]
    fn rows<C: Cpu>(&mut self, operands: [&[f64]; N], results: [&mut [f64]; K]) {
        each_row::<C, Self, N, K>(self, operands, results);
    }
    /// As [`Machine::rows`] of two machines that have nothing to do with each other: for one whose next row waits for the one
    /// before, so that the other's runs meanwhile.
    #[inline(always)]
    fn rows_of_two<C: Cpu>(
        machines: [&mut Self; 2],
        operands: [[&[f64]; N]; 2],
        results: [[&mut [f64]; K]; 2],
    ) {
        for ((machine, operands), results) in machines.into_iter().zip(operands).zip(results) {
            machine.rows::<C>(operands, results);
        }
    }
    /// Rows of the only result, if all of them are observed and numbers, of operands that need not be known: whether they are.
    /// Else the state is as it was, and what is written has no meaning.
    #[inline(always)]
    fn plain_rows<C: Cpu>(&mut self, _: [&[f64]; N], _: &mut [f64]) -> bool {
        false
    }
    /// As [`Machine::row`], and leaves the logical state as it was.
    fn peek<C: Cpu>(&mut self, operands: [f64; N]) -> [f64; K];
    fn write(&self, out: &mut StateWriter);
    fn read(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError>;
    fn clear(&mut self);
}

/// Bytes that an instruction by blocks allocates beside its machine's own: blocks of results that are no lane.
pub(super) fn spare_bytes<M: Machine<N, K>, const N: usize, const K: usize>(lanes: &[&LaneSpec]) -> u64 {
    let mut spare = [size_of::<Floats>() as u64; K];
    lanes.iter().for_each(|lane| spare[M::result_of(lane.op)] = 0);
    spare.iter().sum()
}

/// The instruction around a machine, row by row.
pub(super) struct Machines<M, C, const N: usize, const K: usize> {
    inputs: [usize; N],
    /// Of each lane the result and its register.
    outputs: Vec<(usize, usize)>,
    machine: M,
    cpu: PhantomData<fn() -> C>,
}

impl<M: Machine<N, K>, C: Cpu, const N: usize, const K: usize> Machines<M, C, N, K> {
    pub(super) fn new(lanes: &[&LaneSpec]) -> Self {
        Self {
            inputs: std::array::from_fn(|operand| lanes[0].inputs[operand]),
            outputs: lanes
                .iter()
                .map(|lane| (M::result_of(lane.op), lane.output))
                .collect(),
            machine: M::new(lanes[0]),
            cpu: PhantomData,
        }
    }
}

struct OneRow<'a, M, const N: usize> {
    machine: &'a mut M,
    operands: [f64; N],
    keep: bool,
}

/// One row's results, which a trait over K cannot hold apart from its caller's type.
struct Results<'a, M, const N: usize, const K: usize>(OneRow<'a, M, N>);

impl<M: Machine<N, K>, const N: usize, const K: usize> Work for Results<'_, M, N, K> {
    type Output = [f64; K];
    #[inline(always)]
    fn work<C: Cpu>(self) -> [f64; K] {
        let OneRow {
            machine,
            operands,
            keep,
        } = self.0;
        if operands.iter().any(|operand| operand.is_nan()) {
            return [f64::NAN; K];
        }
        if keep {
            machine.row::<C>(operands)
        } else {
            machine.peek::<C>(operands)
        }
    }
}

/// The rows of two machines, none of whose operands is missing.
struct RowsOfTwo<'a, M, const N: usize, const K: usize> {
    machines: [&'a mut M; 2],
    operands: [[&'a [f64]; N]; 2],
    rows: usize,
    results: [&'a mut [Box<Floats>; K]; 2],
}

impl<M: Machine<N, K>, const N: usize, const K: usize> Work for RowsOfTwo<'_, M, N, K> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let rows = self.rows;
        let operands = self
            .operands
            .map(|operands| operands.map(|operand| &operand[..rows]));
        let results = self
            .results
            .map(|results| results.each_mut().map(|block| &mut block.0[..rows]));
        M::rows_of_two::<C>(self.machines, operands, results);
    }
}

struct Rows<'a, M, const N: usize, const K: usize> {
    machine: &'a mut M,
    operands: [&'a [f64]; N],
    rows: usize,
    results: &'a mut [Box<Floats>; K],
}

impl<M: Machine<N, K>, const N: usize, const K: usize> Work for Rows<'_, M, N, K> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(self) {
        let operands = self.operands.map(|operand| &operand[..self.rows]);
        if let [result] = &mut self.results[..]
            && self.machine.plain_rows::<C>(operands, &mut result.0[..self.rows])
        {
            return;
        }
        let mut results = self.results.each_mut().map(|block| &mut block.0[..self.rows]);
        if !operands.iter().any(|operand| any_missing(operand)) {
            self.machine.rows::<C>(operands, results);
            return;
        }
        let mut row = 0;
        while row < self.rows {
            let known = |row: usize| !operands.iter().any(|operand| operand[row].is_nan());
            let begin = row;
            if !known(row) {
                results.iter_mut().for_each(|column| column[row] = f64::NAN);
                row += 1;
                continue;
            }
            while row < self.rows && known(row) {
                row += 1;
            }
            self.machine.rows::<C>(
                operands.map(|operand| &operand[begin..row]),
                results.each_mut().map(|column| &mut column[begin..row]),
            );
        }
    }
}

/// Whether any row is missing.
#[inline(always)]
fn any_missing(rows: &[f64]) -> bool {
    rows.iter().fold(false, |any, row| any | row.is_nan())
}

/// Observed rows by the row function.
#[inline(always)]
pub(super) fn each_row<C: Cpu, M: Machine<N, K>, const N: usize, const K: usize>(
    machine: &mut M,
    operands: [&[f64]; N],
    mut results: [&mut [f64]; K],
) {
    let rows = operands.first().map_or(0, |operand| operand.len());
    let operands = operands.map(|operand| &operand[..rows]);
    for row in 0..rows {
        let of_row = machine.row::<C>(std::array::from_fn(
            #[inline(always)]
            |operand| operands[operand][row],
        ));
        for (column, result) in results.iter_mut().zip(of_row) {
            column[row] = result;
        }
    }
}

impl<M: Machine<N, K>, C: Cpu, const N: usize, const K: usize> Machines<M, C, N, K> {
    fn one(&mut self, file: &mut RowFile, keep: bool) {
        let results: [f64; K] = C::run(Results(OneRow {
            machine: &mut self.machine,
            operands: self.inputs.map(|input| file.floats[input]),
            keep,
        }));
        for &(result, output) in &self.outputs {
            file.floats[output] = results[result];
        }
    }
}

impl<M: Machine<N, K>, C: Cpu, const N: usize, const K: usize> RowInstruction for Machines<M, C, N, K> {
    fn row(&mut self, file: &mut RowFile) {
        self.one(file, true);
    }
    fn peek(&mut self, file: &mut RowFile) {
        self.one(file, false);
    }
    fn save(&self, out: &mut StateWriter) {
        self.machine.write(out);
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.machine.read(state)
    }
    fn reset(&mut self) {
        self.machine.clear();
    }
}

/// The instruction around a machine, by blocks: results are computed where their registers are.
pub(super) struct MachineBlocks<M, C, const N: usize, const K: usize> {
    machines: Machines<M, C, N, K>,
    /// Of each result the register of the first lane that it is.
    into: [Option<usize>; K],
    /// Where those results go that are no lane.
    spare: [Option<Box<Floats>>; K],
    /// Lanes that are what another is: that one's register and their own.
    copies: Vec<(usize, usize)>,
}

impl<M: Machine<N, K>, C: Cpu, const N: usize, const K: usize> MachineBlocks<M, C, N, K> {
    pub(super) fn new(lanes: &[&LaneSpec]) -> Self {
        let machines = Machines::new(lanes);
        let mut into = [None; K];
        let mut copies = Vec::new();
        for &(result, output) in &machines.outputs {
            match into[result] {
                None => into[result] = Some(output),
                Some(first) => copies.push((first, output)),
            }
        }
        let spare = into.map(|register| register.is_none().then(|| Box::new(Floats([0.0; BLOCK]))));
        Self {
            machines,
            into,
            spare,
            copies,
        }
    }
}

/// Why a block is there.
const PRESENT: &str = "a result has a register or a block of its own";

impl<M: Machine<N, K>, C: Cpu, const N: usize, const K: usize> MachineBlocks<M, C, N, K> {
    /// Where the results go.
    fn take(&mut self, file: &mut BlockFile<'_>) -> [Box<Floats>; K] {
        std::array::from_fn(|result| match self.into[result] {
            Some(register) => f64::take(file, register),
            None => self.spare[result].take().expect(PRESENT),
        })
    }

    fn put(&mut self, file: &mut BlockFile<'_>, results: [Box<Floats>; K]) {
        for (result, block) in results.into_iter().enumerate() {
            match self.into[result] {
                Some(register) => f64::put(file, register, block),
                None => self.spare[result] = Some(block),
            }
        }
        for &(first, output) in &self.copies {
            let mut block = f64::take(file, output);
            let rows = f64::cells(file, first);
            block.0[..rows.len()].copy_from_slice(rows);
            f64::put(file, output, block);
        }
    }
}

impl<M: Machine<N, K>, C: Cpu, const N: usize, const K: usize> BlockInstruction
    for MachineBlocks<M, C, N, K>
{
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let mut results = self.take(file);
        C::run(Rows {
            machine: &mut self.machines.machine,
            operands: self.machines.inputs.map(|input| f64::cells(file, input)),
            rows: file.rows,
            results: &mut results,
        });
        self.put(file, results);
    }
    fn save(&self, out: &mut StateWriter) {
        self.machines.machine.write(out);
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.machines.machine.read(state)
    }
    fn reset(&mut self) {
        self.machines.machine.clear();
    }
}

/// Two machines of a group by blocks, over other operands each: their rows are gone through together.
pub(super) struct MachinePair<M, C, const N: usize, const K: usize>([MachineBlocks<M, C, N, K>; 2]);

impl<M: Machine<N, K>, C: Cpu, const N: usize, const K: usize> MachinePair<M, C, N, K> {
    pub(super) fn new(first: &[&LaneSpec], second: &[&LaneSpec]) -> Self {
        Self([MachineBlocks::new(first), MachineBlocks::new(second)])
    }
}

impl<M: Machine<N, K>, C: Cpu, const N: usize, const K: usize> BlockInstruction for MachinePair<M, C, N, K> {
    fn block(&mut self, file: &mut BlockFile<'_>) {
        let missing = |input: usize| any_missing(f64::cells(file, input));
        let [first, second] = &mut self.0;
        if first.machines.inputs.into_iter().any(missing) || second.machines.inputs.into_iter().any(missing) {
            first.block(file);
            second.block(file);
            return;
        }
        let (mut results, mut others) = (first.take(file), second.take(file));
        let operands = |inputs: [usize; N]| inputs.map(|input| f64::cells(file, input));
        C::run(RowsOfTwo {
            operands: [operands(first.machines.inputs), operands(second.machines.inputs)],
            machines: [&mut first.machines.machine, &mut second.machines.machine],
            rows: file.rows,
            results: [&mut results, &mut others],
        });
        first.put(file, results);
        second.put(file, others);
    }
    fn save(&self, out: &mut StateWriter) {
        self.0.iter().for_each(|machine| machine.save(out));
    }
    fn load(&mut self, state: &mut StateReader<'_>) -> Result<(), StateError> {
        self.0.iter_mut().try_for_each(|machine| machine.load(state))
    }
    fn reset(&mut self) {
        self.0.iter_mut().for_each(BlockInstruction::reset);
    }
}

/// A number that a state has, and no missing one.
pub(super) fn known(state: &mut StateReader<'_>) -> Result<f64, StateError> {
    let offset = state.at;
    let value = f64::read(state)?;
    if value.is_nan() {
        Err(StateError { offset })
    } else {
        Ok(value)
    }
}

/// A small count that a state has, at most `most`.
pub(super) fn count(state: &mut StateReader<'_>, most: u64) -> Result<u64, StateError> {
    let offset = state.at;
    let value = state.u64()?;
    if value > most {
        Err(StateError { offset })
    } else {
        Ok(value)
    }
}
