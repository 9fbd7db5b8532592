//! A universe, live: one program over many symbols, a timestamp at a time. Each symbol is a dense stream of its own
//! (numerics N8): one without a bar at a timestamp does not advance.
//!
//! A timestamp's bars are the rows of a block: what has no state runs as in the batch executor, superinstructions
//! included, and each other instruction takes all symbols' rows before the next one runs, those of eight neighbours side
//! by side where all of them have a bar. Nothing allocates after opening.

use super::batch::{floats_of, registers};
use super::program::{Action, Live, Program};
use super::step::Session;
use super::turns::Turns;
use super::{bars, leaving, snapshot};
use crate::cpu::{self, Cpu, Work};
use crate::kernels::across::{AcrossInstruction, PACK, Turn, across_instructions, across_scan};
use crate::kernels::factory::block_instruction;
use crate::kernels::{BLOCK, BlockFile, BlockInstruction, Floats, StateReader, StateWriter};
use crate::plan::body::stateless;
use crate::plan::signature_of;
use crate::{Code, Error};
use std::sync::Arc;

/// How an instruction runs.
enum Instruction {
    /// It has no state: symbols are rows.
    Block(Box<dyn BlockInstruction>),
    /// Parts, in the order in which their states are written.
    Across(Vec<Box<dyn AcrossInstruction>>),
}

impl Instruction {
    fn of(program: &Program, live: &Live, symbols: usize) -> Instruction {
        let level = program.level();
        match (live.fused, &live.spec.lanes[..], &live.scan) {
            (Some(fused), [lane], _) => {
                Instruction::Block(fused.instruction(level, &lane.inputs, lane.output))
            }
            (_, _, Some(scan)) => Instruction::Across(vec![across_scan(level, scan, symbols)]),
            (_, lanes, None) if lanes.iter().all(|lane| stateless(signature_of(lane.op))) => {
                Instruction::Block(block_instruction(level, &live.spec))
            }
            _ => Instruction::Across(across_instructions(level, &live.spec, symbols)),
        }
    }
}

/// A run for each symbol.
pub struct Universe {
    program: Arc<Program>,
    instructions: Vec<Instruction>,
    file: BlockFile<'static>,
    /// Of each symbol the rows that it has been pushed.
    rows: Vec<u64>,
    /// Of each symbol the call that named it last: none may be named twice in one.
    named: Vec<u64>,
    call: u64,
    turns: Turns,
    /// Of each output a block's values, until all are there.
    outputs: Box<[Floats]>,
}

impl Universe {
    /// `symbols` runs before their first row. TA6013 where they would keep more than `bytes` of state.
    pub fn open(program: &Arc<Program>, symbols: usize, bytes: u64) -> Result<Universe, Error> {
        let asked = program.state_bytes().saturating_mul(symbols as u64);
        if asked > bytes {
            let message = format!("{asked} bytes of state for {symbols} symbols, the limit is {bytes}");
            return Err(Error::new(Code::BoundExceeded, message));
        }
        let live = if symbols == 0 {
            &[][..]
        } else {
            &program.blocks.live
        };
        Ok(Universe {
            program: program.clone(),
            instructions: live
                .iter()
                .map(|live| Instruction::of(program, live, symbols))
                .collect(),
            file: registers(&program.blocks),
            rows: vec![0; symbols],
            named: vec![0; symbols],
            call: 0,
            turns: Turns::new(symbols),
            outputs: vec![Floats([super::MISSING; BLOCK]); program.plan().semantic().outputs.len()].into(),
        })
    }

    /// What runs.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// How many symbols there are.
    pub fn symbols(&self) -> usize {
        self.rows.len()
    }

    /// Rows that a symbol has been pushed since its history's start. TA8007 for a symbol that is not there.
    pub fn rows(&self, symbol: usize) -> Result<u64, Error> {
        self.known(symbol)?;
        Ok(self.rows[symbol])
    }

    /// Takes one bar of each of `symbols`, in any order. `rows` has one value for each input, bar after bar; `outputs`
    /// and `alerts` are written as [`Session::push`] writes them, bar after bar.
    ///
    /// TA8007 a symbol that is not there or stands twice; TA7010 another length of rows; TA8003 a buffer of another
    /// length; TA7006 an infinite value. After an error no symbol has advanced and nothing was written.
    pub fn push_all(
        &mut self,
        symbols: &[u32],
        rows: &[f64],
        outputs: &mut [f64],
        alerts: &mut [u8],
    ) -> Result<(), Error> {
        self.each(symbols, rows, outputs, alerts, true)
    }

    /// What [`Universe::push_all`] would write for these bars. Nothing advances, and no state is copied.
    pub fn peek_all(
        &mut self,
        symbols: &[u32],
        rows: &[f64],
        outputs: &mut [f64],
        alerts: &mut [u8],
    ) -> Result<(), Error> {
        self.each(symbols, rows, outputs, alerts, false)
    }

    fn each(
        &mut self,
        symbols: &[u32],
        rows: &[f64],
        outputs: &mut [f64],
        alerts: &mut [u8],
        keep: bool,
    ) -> Result<(), Error> {
        self.check(symbols, rows, outputs, alerts)?;
        if !self.turns.known(symbols) {
            self.turns.arrange(symbols);
        }
        let stamp = Timestamp {
            universe: self,
            rows,
            outputs,
            alerts,
            keep,
        };
        cpu::run(stamp.universe.program.level(), stamp);
        if keep {
            for &symbol in symbols {
                self.rows[symbol as usize] += 1;
            }
        }
        Ok(())
    }

    /// Everything that a session would refuse, before any has advanced.
    fn check(&mut self, symbols: &[u32], rows: &[f64], outputs: &[f64], alerts: &[u8]) -> Result<(), Error> {
        let plan = self.program.plan().semantic();
        let bars = symbols.len();
        self.call += 1;
        // Symbols whose order is known were looked at when they were arranged.
        let news = if self.turns.known(symbols) { &[] } else { symbols };
        for &symbol in news {
            let Some(named) = self.named.get_mut(symbol as usize) else {
                return Err(absent(symbol as usize, self.rows.len()));
            };
            if *named == self.call {
                let message = format!("symbol {symbol} has two bars at one timestamp");
                return Err(Error::new(Code::Usage, message));
            }
            *named = self.call;
        }
        if rows.len() != bars * plan.inputs.len() {
            let message = format!(
                "{} values for {bars} bars of {} inputs",
                rows.len(),
                plan.inputs.len()
            );
            return Err(Error::new(Code::ColumnLength, message));
        }
        if outputs.len() != bars * plan.outputs.len() || alerts.len() != bars * plan.alerts.len() {
            let message = format!(
                "buffers for {} outputs and {} alerts; {bars} bars have {} and {}",
                outputs.len(),
                alerts.len(),
                bars * plan.outputs.len(),
                bars * plan.alerts.len()
            );
            return Err(Error::new(Code::OutputBuffer, message));
        }
        // Without a branch a value, so that it is vectors.
        let infinite = rows.iter().fold(false, |any, value| any | value.is_infinite());
        if let Some(at) = rows.iter().position(|value| infinite && value.is_infinite()) {
            let (bar, input) = (at / plan.inputs.len(), at % plan.inputs.len());
            let symbol = symbols[bar] as usize;
            let message = format!(
                "input '{}' of symbol {symbol} is infinite in row {}",
                plan.inputs[input].field, self.rows[symbol]
            );
            return Err(Error::new(Code::InfiniteValue, message));
        }
        Ok(())
    }

    /// One symbol's state: what its session alone would give, so that a session continues it, too.
    /// TA8007 for a symbol that is not there.
    pub fn snapshot(&self, symbol: usize) -> Result<Vec<u8>, Error> {
        self.known(symbol)?;
        let save = |index: usize, out: &mut StateWriter| {
            if let Some(Instruction::Across(parts)) = self.place(index).map(|place| &self.instructions[place])
            {
                parts.iter().for_each(|part| part.save(symbol, out));
            }
        };
        Ok(snapshot::write(&self.program, self.rows[symbol], save))
    }

    /// Puts a symbol where a snapshot was taken, by whatever executor; see [`super::snapshot`] for errors, after which
    /// the symbol is where it was.
    pub fn restore(&mut self, symbol: usize, bytes: &[u8]) -> Result<(), Error> {
        self.known(symbol)?;
        // A run of its own finds what is wrong before anything of the symbol's has changed.
        Session::restore(&self.program, bytes)?;
        let program = self.program.clone();
        let load = |index: usize, state: &mut StateReader<'_>| {
            let place = self.place(index);
            match place.map(|place| &mut self.instructions[place]) {
                Some(Instruction::Across(parts)) => {
                    parts.iter_mut().try_for_each(|part| part.load(symbol, state))
                }
                _ => Ok(()),
            }
        };
        self.rows[symbol] = snapshot::read(&program, bytes, load)?;
        Ok(())
    }

    /// The place of a live instruction that may have state.
    fn place(&self, index: usize) -> Option<usize> {
        self.program.block_of[index]
    }

    fn known(&self, symbol: usize) -> Result<(), Error> {
        if symbol < self.rows.len() {
            Ok(())
        } else {
            Err(absent(symbol, self.rows.len()))
        }
    }
}

/// The bars of a timestamp, in the universe's turns: what turns them is compiled for the instruction set too.
struct Timestamp<'a> {
    universe: &'a mut Universe,
    rows: &'a [f64],
    outputs: &'a mut [f64],
    alerts: &'a mut [u8],
    keep: bool,
}

impl Work for Timestamp<'_> {
    type Output = ();
    #[inline(always)]
    fn work<C: Cpu>(mut self) {
        for from in (0..self.universe.turns.order.len()).step_by(BLOCK) {
            self.block::<C>(from);
        }
    }
}

impl Timestamp<'_> {
    /// The bars whose turns are a block from that one on.
    #[inline(always)]
    fn block<C: Cpu>(&mut self, from: usize) {
        let Universe {
            program,
            instructions,
            file,
            turns,
            outputs: columns,
            ..
        } = &mut *self.universe;
        let flags = program.plan().semantic().alerts.len();
        let until = turns.order.len().min(from + BLOCK);
        let order = &turns.order[from..until];
        let turn = Turn {
            runs: &turns.symbols[from..until],
            packs: ((turns.packs * PACK).clamp(from, until) - from) / PACK,
            keep: self.keep,
        };
        file.rows = order.len();
        bars::enter::<C>(file, &program.blocks.inputs, self.rows, order);
        for action in &program.blocks.actions {
            match *action {
                Action::Run(index) => match &mut instructions[index as usize] {
                    Instruction::Block(instruction) => instruction.block(file),
                    Instruction::Across(parts) => parts.iter_mut().for_each(|part| part.across(file, turn)),
                },
                Action::Float { register, output } => {
                    let column = columns[output as usize].0.iter_mut();
                    for (to, &value) in column.zip(&floats_of(file, register)[..order.len()]) {
                        *to = leaving(value);
                    }
                }
                Action::Bool { register, output } => {
                    let column = columns[output as usize].0.iter_mut();
                    let conditions = &file.bools[register as usize];
                    for (row, to) in column.take(order.len()).enumerate() {
                        *to = f64::from(conditions.get(row));
                    }
                }
                Action::Alert { register, alert } => {
                    let conditions = &file.bools[register as usize];
                    for (row, &bar) in order.iter().enumerate() {
                        let fires = u8::from(conditions.get(row) == 1);
                        self.alerts[bar as usize * flags + alert as usize] = fires;
                    }
                }
            }
        }
        bars::leave::<C>(columns, order, self.outputs);
    }
}

fn absent(symbol: usize, symbols: usize) -> Error {
    Error::new(
        Code::Usage,
        format!("there is no symbol {symbol}: there are {symbols}"),
    )
}
