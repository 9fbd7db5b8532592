//! Eight symbols of a screen abreast: rows that only what depends on all of history runs over, such as averages that never
//! forget, of eight symbols at once. What is wanted of the last rows alone, and those rows, are left to each symbol's own
//! run, which goes on from the states that these reach.

use super::batch::{AlertColumn, OutputColumn, floats_of, registers};
use super::demand;
use super::panel::Symbol;
use super::program::{Action, Program};
use crate::generated::kernels::Op;
use crate::kernels::abreast::{self, AbreastInstruction, ROWS};
use crate::kernels::across::PACK;
use crate::kernels::{BlockFile, StateWriter};
use std::sync::Arc;

/// Rows from which on it is worth it: a symbol's own run begins a few blocks late.
const LEAST: usize = 512;

/// Rows that all shifts together may reach back: eight runs keep eight times as many, beside what binding counts.
const MOST_BEHIND: f64 = 65_536.0;

/// Blocks between two looks at whether to go on: of eight symbols together as many rows as a usual tile has.
const TILE: usize = 64;

/// How far eight symbols come.
pub(super) enum Reached {
    /// The states before this row are there.
    Row(usize),
    /// The work was ended.
    Stopped,
}

/// An executor of eight symbols' first rows.
pub(super) struct Abreast {
    program: Arc<Program>,
    /// Of each live instruction, if it can run so.
    instructions: Vec<Option<Box<dyn AbreastInstruction>>>,
    file: BlockFile<'static>,
    /// Of each live instruction the first row that it has to have seen.
    begins: Vec<usize>,
}

impl Abreast {
    /// Nothing where the program has no average, which is what gains by this, or keeps very many rows.
    pub fn new(program: &Arc<Program>) -> Option<Abreast> {
        let live = &program.blocks.live;
        let lanes = live.iter().flat_map(|live| &live.spec.lanes);
        let shifts = lanes.filter(|lane| matches!(lane.op, Op::Shift | Op::ShiftBool));
        if shifts.map(|lane| lane.scalars[0]).sum::<f64>() > MOST_BEHIND {
            return None;
        }
        let average = |op: Op| op == Op::RecAverage;
        live.iter()
            .find(|live| live.spec.lanes.iter().any(|lane| average(lane.op)))?;
        let instructions = live.iter().map(|live| match live.scan {
            Some(_) => None,
            None => abreast::abreast_instruction(program.level(), &live.spec, live.fused),
        });
        Some(Abreast {
            program: program.clone(),
            instructions: instructions.collect(),
            file: registers(&program.blocks),
            begins: vec![0; live.len()],
        })
    }

    /// The row that the symbols may be run to together, all of which have as many: whole blocks of what is wanted of every
    /// row of all of them, and nothing else. Nothing where they are not alike, or it is not worth it.
    pub fn until(&mut self, symbols: &[&mut Symbol<'_>; PACK]) -> Option<usize> {
        let rows = symbols[0].rows;
        let alike = |symbol: &Symbol<'_>| {
            let ends = |output: &OutputColumn<'_>| {
                matches!(output, OutputColumn::Last(_) | OutputColumn::LastBool(_))
            };
            let heard = |alert: &AlertColumn<'_>| matches!(alert, AlertColumn::Rows(_));
            symbol.rows == rows && symbol.outputs.iter().all(ends) && symbol.alerts.iter().all(heard)
        };
        // Too few outputs or alerts, or columns of another length, are for the symbol's own run to refuse.
        let plan = self.program.plan().semantic();
        let fits = |symbol: &Symbol<'_>| {
            symbol.outputs.len() == plan.outputs.len()
                && symbol.alerts.len() == plan.alerts.len()
                && symbol.inputs.len() == plan.inputs.len()
                && symbol.inputs.iter().all(|column| column.len() == rows)
        };
        if rows < LEAST || !symbols.iter().all(|symbol| alike(symbol) && fits(symbol)) {
            return None;
        }
        let first = &symbols[0];
        demand::begin(
            &mut self.begins,
            &self.program.blocks,
            rows,
            &first.outputs,
            &first.alerts,
        );
        let mut until = rows - 1;
        let mut average = false;
        for (place, &begin) in self.begins.iter().enumerate() {
            if begin > 0 {
                until = until.min(begin);
                continue;
            }
            self.instructions[place].as_ref()?;
            let lanes = &self.program.blocks.live[place].spec.lanes;
            average |= lanes.iter().any(|lane| lane.op == Op::RecAverage);
        }
        let until = until / ROWS * ROWS;
        (average && until >= LEAST).then_some(until)
    }

    /// Runs the rows before `until`, as [`Abreast::until`] found it, or fewer, where symbols turn out to differ in which rows
    /// are missing, or one has an infinite value, which none of the rows that were run has. `watch` is asked between tiles
    /// whether to go on, and told how many rows more are done of each.
    pub fn run(
        &mut self,
        symbols: &mut [&mut Symbol<'_>; PACK],
        until: usize,
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Reached {
        for instruction in self.instructions.iter_mut().flatten() {
            instruction.reset();
        }
        self.file.rows = ROWS * PACK;
        let mut told = 0;
        let mut row = 0;
        let mut together = true;
        while together && row < until {
            together = self.enter(symbols, row);
            if together {
                together = self.block(symbols, row);
                row += ROWS;
            }
            let ends = !together || row >= until;
            if row > told && (ends || row - told >= TILE * ROWS) {
                if !watch(row - told) {
                    return Reached::Stopped;
                }
                told = row;
            }
        }
        Reached::Row(row)
    }

    /// Brings a block of rows from `row` on into the inputs' registers. Whether none is infinite.
    fn enter(&mut self, symbols: &[&mut Symbol<'_>; PACK], row: usize) -> bool {
        let Abreast { program, file, .. } = self;
        let known = symbols.iter().all(|symbol| symbol.known);
        let mut inputs = program.blocks.inputs.iter().enumerate();
        inputs.all(|(column, register)| {
            let columns = symbols.each_ref().map(|symbol| symbol.inputs[column]);
            match *register {
                Some(register) => {
                    abreast::turn(program.level(), columns, row, known, floats_of(file, register))
                }
                // An infinite value is told of wherever it is.
                None => {
                    known || {
                        let mut values = columns.iter().flat_map(|column| &column[row..row + ROWS]);
                        !values.any(|value| value.is_infinite())
                    }
                }
            }
        })
    }

    /// A block of rows from `row` on, which are in the registers. Whether all symbols are at the same row of whatever they
    /// observe.
    fn block(&mut self, symbols: &mut [&mut Symbol<'_>; PACK], row: usize) -> bool {
        let Abreast {
            program,
            instructions,
            file,
            begins,
        } = self;
        let mut same = true;
        for action in &program.blocks.actions {
            match *action {
                Action::Run(index) => {
                    let place = index as usize;
                    if begins[place] == 0
                        && let Some(instruction) = &mut instructions[place]
                    {
                        same &= instruction.block(file);
                    }
                }
                Action::Alert { register, alert } => {
                    for place in file.bools[register as usize].rows_holding(ROWS * PACK) {
                        if let AlertColumn::Rows(rows) = &mut symbols[place % PACK].alerts[alert as usize] {
                            rows.push((row + place / PACK) as u32);
                        }
                    }
                }
                Action::Float { .. } | Action::Bool { .. } => {}
            }
        }
        same
    }

    /// The state of a live instruction for one of the symbols, if it has run.
    pub fn state(&self, place: usize, symbol: usize, out: &mut StateWriter) -> bool {
        match &self.instructions[place] {
            Some(instruction) if self.begins[place] == 0 => {
                instruction.save(symbol, out);
                true
            }
            _ => false,
        }
    }
}
