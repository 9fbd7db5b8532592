//! The batch executor: each instruction processes a block of rows in cache before the next one runs. The
//! loop over blocks does not allocate.

use super::bind::Allotted;
use super::program::{Action, Program};
use super::straight::Straight;
use super::{demand, leaving, snapshot};
use crate::cpu::{self, Begun, Cpu, Past, Work};
use crate::generated::kernels::Type;
use crate::kernels::factory::block_instruction;
use crate::kernels::through::foreign;
use crate::kernels::{BLOCK, BlockFile, BlockInstruction, Bools, Floats, UNKNOWN, View, finite};
use crate::kernels::{StateReader, StateWriter};
use crate::{Code, Error};
use std::ops::Range;
use std::sync::Arc;

/// Rows whose inputs are looked through before their blocks run, which then find them in the cache: few enough for all of
/// a bar's columns, and the registers, to be in its first level.
const PART: usize = 512;

/// Bytes of a run's columns of floats from which on they are written past the caches, which they would fill: fewer may
/// still be there when they are read.
const BEYOND_CACHE: usize = 16 << 20;

/// Where an output's values go: one for each row.
#[derive(Debug)]
pub enum OutputColumn<'a> {
    /// Not wanted.
    Skip,
    /// A missing value is 0x7ff8000000000000.
    Float(&'a mut [f64]),
    /// 0, 1, or 2 for unknown.
    Bool(&'a mut [u8]),
    /// The last row's number alone; without rows it stays.
    Last(&'a mut f64),
    /// The last row's condition alone; without rows it stays.
    LastBool(&'a mut u8),
    /// Grows by the rows on which a condition is true, or a number is known.
    Count(&'a mut u64),
}

/// How a run goes through its columns, which changes no bit of any result.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// Rows of a block, 1 to 1,024.
    pub block_rows: usize,
    /// Whether columns of floats are written past the caches: they are large, or others follow that together are more than
    /// a cache holds.
    pub past: bool,
    /// Whether the inputs are known to have no infinite value and no −0: they are not looked through.
    pub known: bool,
}

/// Where an alert goes.
#[derive(Debug)]
pub enum AlertColumn<'a> {
    /// Not wanted.
    Skip,
    /// The rows that it fires on are appended, counted from this call's first row. Grows as it must; a caller
    /// who wants no allocation reserves.
    Rows(&'a mut Vec<u32>),
    /// One value for each row: 1 where it fires, else 0.
    Column(&'a mut [u8]),
}

/// A run over columns. `run` may be called again with the rows that follow.
pub struct Batch {
    program: Arc<Program>,
    instructions: Vec<Box<dyn BlockInstruction>>,
    /// The program in one pass, if it is so little.
    straight: Option<Straight>,
    /// Between runs without columns.
    file: BlockFile<'static>,
    /// Of each input whether this run copies its blocks from here on, for the −0 that becomes 0; else registers
    /// view it.
    copied: Vec<bool>,
    /// Of each output what waits to be written past the caches; nothing between tiles.
    begun: Vec<Begun>,
    /// Of each instruction the first row of a run that it has to have seen.
    begins: Vec<usize>,
    rows: u64,
    /// Rows between two looks at whether to go on.
    tile: usize,
}

impl Batch {
    /// A run before its first row.
    pub fn new(program: &Arc<Program>) -> Batch {
        let allotted = &program.blocks;
        let file = registers(allotted);
        let instructions = allotted
            .live
            .iter()
            .map(|live| match (live.fused, &live.spec.lanes[..], &live.scan) {
                (Some(fused), [lane], _) => fused.instruction(program.level(), &lane.inputs, lane.output),
                (_, _, Some(scan)) => scan.block(program.level()),
                _ => block_instruction(program.level(), &live.spec),
            })
            .collect();
        Batch {
            program: program.clone(),
            instructions,
            straight: Straight::of(program),
            file,
            copied: vec![false; allotted.inputs.len()],
            begun: vec![Begun::default(); program.plan().semantic().outputs.len()],
            begins: vec![0; allotted.live.len()],
            rows: 0,
            tile: program.tile_rows(),
        }
    }

    /// What runs.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// Whether the program is so little that it runs in one pass over its columns, where it can: for tests of that.
    #[doc(hidden)]
    pub fn goes_straight(&self) -> bool {
        self.straight.is_some()
    }

    /// Rows run since history's start.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Runs `rows` rows: one column of that length for each input, output and alert, in the program's order.
    /// A block has `block_rows` rows, 1 to 1,024; it changes no bit of any result.
    ///
    /// TA7010 another count or length of inputs; TA8003 a buffer of another length or type; TA8007 another block
    /// size: these are checked before anything is written or advances. TA7006 an infinite value, naming input and
    /// row, is found as rows come: outputs and alerts may then hold what came of rows before it, none of it or of
    /// later rows, and the run begins again at history's start.
    pub fn run(
        &mut self,
        rows: usize,
        inputs: &[&[f64]],
        outputs: &mut [OutputColumn<'_>],
        alerts: &mut [AlertColumn<'_>],
        block_rows: usize,
    ) -> Result<(), Error> {
        self.run_watched(rows, inputs, outputs, alerts, block_rows, &mut |_| true)
            .map(|_| ())
    }

    /// As [`Batch::run`], asking `watch` between tiles of some ten thousand rows, with the rows that are done, whether to
    /// go on. Gives whether every row was run; a run that was stopped begins again at history's start.
    pub fn run_watched(
        &mut self,
        rows: usize,
        inputs: &[&[f64]],
        outputs: &mut [OutputColumn<'_>],
        alerts: &mut [AlertColumn<'_>],
        block_rows: usize,
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<bool, Error> {
        self.check(rows, inputs, outputs, alerts, block_rows)?;
        self.begins.fill(0);
        let past = floats_of_run(rows, outputs) > BEYOND_CACHE;
        let way = Way {
            block_rows,
            past,
            known: false,
        };
        self.tiles(0, rows, inputs, outputs, alerts, way, watch)
    }

    /// As [`Batch::run_watched`] over all rows of a history: it begins with these, and the next run begins anew. So
    /// instructions run only over rows that what is wanted leans on: where of an output the last row alone is, an average
    /// of twenty rows adds no others. Inputs are looked through on every row.
    pub fn run_whole(
        &mut self,
        rows: usize,
        inputs: &[&[f64]],
        outputs: &mut [OutputColumn<'_>],
        alerts: &mut [AlertColumn<'_>],
        way: Way,
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<bool, Error> {
        self.run_rest(0, rows, inputs, outputs, alerts, way, |_, _| false, watch)
    }

    /// As [`Batch::run_whole`] of a history whose first `done` rows have been run elsewhere: before the others, each
    /// instruction of which `state` gives a state takes it. Instructions without one begin at row `done`. `watch` is told of
    /// all rows.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn run_rest(
        &mut self,
        done: usize,
        rows: usize,
        inputs: &[&[f64]],
        outputs: &mut [OutputColumn<'_>],
        alerts: &mut [AlertColumn<'_>],
        way: Way,
        mut state: impl FnMut(usize, &mut StateWriter) -> bool,
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<bool, Error> {
        self.check(rows, inputs, outputs, alerts, way.block_rows)?;
        if self.rows > 0 {
            self.reset();
        }
        demand::begin(&mut self.begins, &self.program.blocks, rows, outputs, alerts);
        let mut kept = StateWriter::default();
        for (place, instruction) in self.instructions.iter_mut().enumerate() {
            kept.bytes.clear();
            if state(place, &mut kept) {
                let mut reader = StateReader {
                    bytes: &kept.bytes,
                    at: 0,
                };
                if instruction.load(&mut reader).is_err() {
                    // Nothing of it is left for the next history.
                    self.reset();
                    let message = "an instruction refuses the state that another executor gives";
                    return Err(Error::new(Code::Internal, message));
                }
            }
        }
        let done = self.tiles(done, rows, inputs, outputs, alerts, way, watch);
        self.reset();
        done
    }

    #[allow(clippy::too_many_arguments)]
    fn tiles(
        &mut self,
        mut done: usize,
        rows: usize,
        inputs: &[&[f64]],
        outputs: &mut [OutputColumn<'_>],
        alerts: &mut [AlertColumn<'_>],
        way: Way,
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<bool, Error> {
        let Way {
            block_rows,
            past,
            known,
        } = way;
        // Whole blocks, so that only the last one is short.
        let tile = self.tile.next_multiple_of(block_rows);
        let level = self.program.level();
        self.copied.fill(false);
        let own = std::mem::take(&mut self.file);
        let mut blocks = Blocks {
            batch: self,
            file: BlockFile {
                columns: inputs,
                ..own
            },
            rows: 0..0,
            outputs,
            alerts,
            block_rows,
            whole: rows,
            past,
            known,
        };
        let mut infinite = None;
        while done < rows {
            blocks.rows = done..rows.min(done + tile);
            infinite = cpu::run(level, &mut blocks);
            if infinite.is_some() {
                break;
            }
            done = blocks.rows.end;
            if done < rows && !watch(done) {
                break;
            }
        }
        let BlockFile {
            floats, bools, views, ..
        } = blocks.file;
        self.file = BlockFile {
            floats,
            bools,
            views,
            ..BlockFile::default()
        };
        if done < rows {
            // Kernels bring what they keep of a column up to date at its end, which was not reached.
            self.reset();
            return match infinite {
                Some(range) => Err(self.infinite(inputs, range)),
                None => Ok(false),
            };
        }
        self.rows += rows as u64;
        Ok(true)
    }

    /// The first infinite value of the rows in `range`.
    fn infinite(&self, inputs: &[&[f64]], range: Range<usize>) -> Error {
        let plan = self.program.plan().semantic();
        let (row, column) = range
            .flat_map(|row| (0..inputs.len()).map(move |column| (row, column)))
            .find(|&(row, column)| inputs[column][row].is_infinite())
            .expect("one was found");
        let field = &plan.inputs[column].field;
        Error::new(
            Code::InfiniteValue,
            format!("input '{field}' is infinite in row {row}"),
        )
    }

    fn check(
        &self,
        rows: usize,
        inputs: &[&[f64]],
        outputs: &[OutputColumn<'_>],
        alerts: &[AlertColumn<'_>],
        block_rows: usize,
    ) -> Result<(), Error> {
        let plan = self.program.plan().semantic();
        if block_rows == 0 || block_rows > BLOCK {
            return Err(Error::new(
                Code::Usage,
                format!("a block of {block_rows} rows; it has 1 to {BLOCK}"),
            ));
        }
        if rows > u32::MAX as usize {
            return Err(Error::new(
                Code::Usage,
                format!("{rows} rows at once; run them in parts"),
            ));
        }
        if inputs.len() != plan.inputs.len() {
            let message = format!(
                "{} input columns, the program reads {}",
                inputs.len(),
                plan.inputs.len()
            );
            return Err(Error::new(Code::ColumnLength, message));
        }
        for (column, input) in inputs.iter().zip(&plan.inputs) {
            if column.len() != rows {
                let message = format!("input '{}' has {} rows, not {rows}", input.field, column.len());
                return Err(Error::new(Code::ColumnLength, message));
            }
        }
        if outputs.len() != plan.outputs.len() || alerts.len() != plan.alerts.len() {
            let (some, others) = (plan.outputs.len(), plan.alerts.len());
            let message = format!(
                "columns for {} outputs and {} alerts, not {some} and {others}",
                outputs.len(),
                alerts.len()
            );
            return Err(Error::new(Code::OutputBuffer, message));
        }
        for (column, output) in outputs.iter().zip(&plan.outputs) {
            let fits = match column {
                OutputColumn::Skip | OutputColumn::Count(_) => true,
                OutputColumn::Last(_) => output.kind == Type::Float,
                OutputColumn::LastBool(_) => output.kind == Type::Bool,
                OutputColumn::Float(values) => output.kind == Type::Float && values.len() == rows,
                OutputColumn::Bool(values) => output.kind == Type::Bool && values.len() == rows,
            };
            if !fits {
                let kind = format!("{:?}", output.kind).to_lowercase();
                let message = format!(
                    "the buffer of output '{}' is not of {rows} rows of {kind}",
                    output.name
                );
                return Err(Error::new(Code::OutputBuffer, message));
            }
        }
        for (column, alert) in alerts.iter().zip(&plan.alerts) {
            if matches!(column, AlertColumn::Column(values) if values.len() != rows) {
                let message = format!("the buffer of alert '{}' is not of {rows} rows", alert.name);
                return Err(Error::new(Code::OutputBuffer, message));
            }
        }
        Ok(())
    }

    /// Back to the state before the first row.
    pub fn reset(&mut self) {
        self.instructions
            .iter_mut()
            .for_each(|instruction| instruction.reset());
        self.rows = 0;
    }

    /// The state: the bytes that [`Session::snapshot`](super::step::Session::snapshot) gives after the same rows.
    pub fn snapshot(&self) -> Vec<u8> {
        snapshot::write(&self.program, self.rows, |index, out| {
            if let Some(place) = self.program.block_of[index] {
                self.instructions[place].save(out);
            }
        })
    }

    /// A run that continues where a snapshot was taken, from either executor; see [`snapshot`] for errors.
    pub fn restore(program: &Arc<Program>, bytes: &[u8]) -> Result<Batch, Error> {
        let mut batch = Batch::new(program);
        batch.rows = snapshot::read(program, bytes, |index, state| match program.block_of[index] {
            Some(place) => batch.instructions[place].load(state),
            None => Ok(()),
        })?;
        Ok(batch)
    }
}

/// The registers of blocks: constants hold their value, and nothing else holds one.
pub(super) fn registers(allotted: &Allotted) -> BlockFile<'static> {
    let floats = (0..allotted.floats)
        .map(|_| Some(Box::new(Floats([super::MISSING; BLOCK]))))
        .collect();
    let bools = (0..allotted.bools).map(|_| Bools::filled(UNKNOWN)).collect();
    let mut file = BlockFile {
        floats,
        bools,
        views: vec![View::NONE; allotted.floats],
        ..BlockFile::default()
    };
    for &(register, value) in &allotted.float_constants {
        floats_of(&mut file, register).fill(value);
    }
    for &(register, value) in &allotted.bool_constants {
        file.bools[register as usize] = Bools::filled(value);
    }
    file
}

/// All blocks of a tile: what copies columns is compiled for the instruction set too.
struct Blocks<'a, 'b, 'c> {
    batch: &'a mut Batch,
    file: BlockFile<'a>,
    /// The rows of this tile.
    rows: Range<usize>,
    outputs: &'a mut [OutputColumn<'b>],
    alerts: &'a mut [AlertColumn<'c>],
    block_rows: usize,
    /// The rows of the run.
    whole: usize,
    /// Whether columns of floats are written past the caches.
    past: bool,
    /// Whether the inputs are known to hold nothing that no register may.
    known: bool,
}

impl Work for &mut Blocks<'_, '_, '_> {
    /// The rows whose inputs hold an infinite value: they and those behind them are not run.
    type Output = Option<Range<usize>>;
    #[inline(always)]
    fn work<C: Cpu>(self) -> Self::Output {
        cpu::past::<C, _>(|past| {
            let infinite = self.run(past);
            let end = infinite.as_ref().map_or(self.rows.end, |rows| rows.start);
            for (column, begun) in self.outputs.iter_mut().zip(&mut self.batch.begun) {
                if let OutputColumn::Float(column) = column {
                    begun.end(column, end);
                }
            }
            infinite
        })
    }
}

impl Blocks<'_, '_, '_> {
    #[inline(always)]
    fn run<C: Cpu>(&mut self, past: &Past<C>) -> Option<Range<usize>> {
        let part = PART.next_multiple_of(self.block_rows);
        let mut start = self.rows.start;
        while start < self.rows.end {
            start = self.straight(start, past);
            let checked = self.rows.end.min(start + part);
            if !self.known && self.special::<C>(start..checked) {
                return Some(start..checked);
            }
            while start < checked {
                let end = checked.min(start + self.block_rows);
                self.block(start, end, past);
                start = end;
            }
        }
        None
    }

    /// Runs rows from `start` on in one pass, if the program is one, and gives the row behind them. The last block of a
    /// run's columns, and what such a pass ends before, are left to blocks.
    #[inline(always)]
    fn straight<C: Cpu>(&mut self, start: usize, past: &Past<C>) -> usize {
        let Batch { straight, copied, .. } = &*self.batch;
        let (Some(straight), Some(OutputColumn::Float(column)), false) =
            (straight, self.outputs.first_mut(), self.past)
        else {
            return start;
        };
        let end = self.rows.end.min(column.len().saturating_sub(self.block_rows));
        // Instructions that look back view columns from here on, and read them again where they do not.
        if start < straight.lag || start >= end || copied.contains(&true) {
            return start;
        }
        let done = start
            + straight
                .kernel
                .run(self.file.columns, start..end, &mut column[start..end]);
        if done - start < self.block_rows {
            return start;
        }
        if straight.lag > 0 {
            // Once more by a block: what looks back finds where it is.
            self.block(done - self.block_rows, done, past);
        }
        done
    }

    /// Looks for values that no register may hold: whether any is infinite, and which inputs have a −0.
    #[inline(always)]
    fn special<C: Cpu>(&mut self, rows: Range<usize>) -> bool {
        let mut infinite = false;
        for (column, copied) in self.file.columns.iter().zip(&mut self.batch.copied) {
            let values = &column[rows.clone()];
            let (groups, rest) = values.as_chunks();
            let mut any = false;
            for group in groups {
                any |= foreign::<C>(group);
            }
            // Which of the two there are matters on few parts.
            if any || !rest.is_empty() {
                infinite |= values.iter().any(|value| value.is_infinite());
                *copied |= values.iter().any(|value| value.to_bits() == (-0.0f64).to_bits());
            }
        }
        infinite
    }

    #[inline(always)]
    fn block<C: Cpu>(&mut self, start: usize, end: usize, past: &Past<C>) {
        let Batch {
            program,
            instructions,
            copied,
            begun,
            begins,
            ..
        } = &mut *self.batch;
        let file = &mut self.file;
        let count = end - start;
        file.rows = count;
        for (column, register) in program.blocks.inputs.iter().enumerate() {
            let Some(register) = *register else { continue };
            if copied[column] {
                let rows = &file.columns[column][start..end];
                enter(&mut floats_of(file, register)[..count], rows);
                file.views[register as usize] = View::NONE;
            } else {
                file.views[register as usize] = View {
                    column,
                    from: start,
                    input: true,
                };
            }
        }
        for action in &program.blocks.actions {
            match *action {
                Action::Run(index) => {
                    if end > begins[index as usize] {
                        instructions[index as usize].block(file);
                    }
                }
                Action::Float { register, output } => {
                    // What is not wanted, or not yet, a register may hold of another run.
                    match self.outputs[output as usize] {
                        OutputColumn::Skip => continue,
                        OutputColumn::Last(_) if end < self.whole => continue,
                        _ => {}
                    }
                    let block = file.values(register as usize);
                    match &mut self.outputs[output as usize] {
                        OutputColumn::Float(column) if self.past => {
                            past.write(column, start, block, leaving, &mut begun[output as usize]);
                        }
                        OutputColumn::Float(column) => leave(&mut column[start..end], block),
                        OutputColumn::Last(value) => **value = leaving(block[count - 1]),
                        OutputColumn::Count(known) => {
                            **known += block.iter().map(|value| u64::from(!value.is_nan())).sum::<u64>();
                        }
                        _ => {}
                    }
                }
                Action::Bool { register, output } => {
                    let block = &file.bools[register as usize];
                    match &mut self.outputs[output as usize] {
                        OutputColumn::Bool(column) => block.unpack(&mut column[start..end]),
                        OutputColumn::LastBool(value) => **value = block.get(count - 1),
                        OutputColumn::Count(trues) => {
                            let each = block.holding(count).map(|word| u64::from(word.count_ones()));
                            **trues += each.iter().sum::<u64>();
                        }
                        _ => {}
                    }
                }
                Action::Alert { register, alert } => {
                    let conditions = &file.bools[register as usize];
                    match &mut self.alerts[alert as usize] {
                        AlertColumn::Skip => {}
                        AlertColumn::Rows(rows) => {
                            rows.extend(conditions.rows_holding(count).map(|row| (start + row) as u32));
                        }
                        AlertColumn::Column(column) => {
                            let holding = conditions.holding(count);
                            for (row, value) in column[start..end].iter_mut().enumerate() {
                                *value = (holding[row / 64] >> (row % 64)) as u8 & 1;
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Bytes of the columns of floats that a run of so many rows fills.
pub(super) fn floats_of_run(rows: usize, outputs: &[OutputColumn<'_>]) -> usize {
    let floats = outputs
        .iter()
        .filter(|column| matches!(column, OutputColumn::Float(_)));
    floats.count() * rows * size_of::<f64>()
}

/// Rows of an input into its register.
#[inline(always)]
fn enter(block: &mut [f64], column: &[f64]) {
    for (value, &given) in block.iter_mut().zip(column) {
        *value = finite(given);
    }
}

/// Rows of a register into an output.
#[inline(always)]
fn leave(column: &mut [f64], block: &[f64]) {
    for (value, &found) in column.iter_mut().zip(block) {
        *value = leaving(found);
    }
}

/// Every register is in the file between instructions.
const PRESENT: &str = "an instruction puts its results back";

pub(super) fn floats_of<'a>(file: &'a mut BlockFile<'_>, register: u32) -> &'a mut [f64; BLOCK] {
    &mut file.floats[register as usize].as_mut().expect(PRESENT).0
}
