//! The step executor: one row a call, by the kernels' row functions alone. Nothing allocates.

use super::program::{Action, Live, Program};
use super::snapshot;
use super::spread::{Spread, spread};
use crate::cpu::Level;
use crate::generated::kernels::Type;
use crate::kernels::across::PACK;
use crate::kernels::factory::{InstructionSpec, beside_kind, row_instruction};
use crate::kernels::tick::{Place, Row, Store, Tick};
use crate::kernels::{RowFile, finite};
use crate::{Code, Error};
use std::sync::Arc;

/// A run that takes rows as they come.
pub struct Session {
    program: Arc<Program>,
    tick: Tick,
    /// Of each live instruction where its state is.
    places: Vec<Place>,
    /// Of each input its register, if anything reads it.
    inputs: Vec<Option<u32>>,
    file: RowFile,
    rows: u64,
}

impl Session {
    /// A run before its first row.
    pub fn open(program: &Arc<Program>) -> Session {
        let level = program.level();
        let mut tick = Tick::new(level);
        let spread = spread(&program.blocks, Tick::REGISTERS);
        let (allotted, places) = match &spread {
            Some(Spread { allotted, turns }) => {
                let mut places = vec![Place::Stateless; allotted.live.len()];
                for turn in turns {
                    add_together(&mut tick, level, turn, &allotted.live, &mut places);
                }
                // Where results have registers of their own, stores may wait for one another.
                allotted
                    .actions
                    .iter()
                    .filter_map(stored)
                    .for_each(|store| tick.store_behind(store));
                let place = |block: &Option<usize>| block.map_or(Place::Stateless, |at| places[at].clone());
                (allotted, program.block_of.iter().map(place).collect())
            }
            None => {
                let allotted = &program.allotted;
                let mut places = vec![Place::Stateless; allotted.live.len()];
                for action in &allotted.actions {
                    if let Action::Run(index) = *action {
                        places[index as usize] = add(&mut tick, level, &allotted.live[index as usize]);
                    } else {
                        stored(action).into_iter().for_each(|store| tick.store(store));
                    }
                }
                (allotted, places)
            }
        };
        tick.end();
        let mut file = RowFile {
            floats: vec![super::MISSING; allotted.floats.max(Tick::REGISTERS)],
            bools: vec![crate::kernels::UNKNOWN; allotted.bools.max(Tick::REGISTERS)],
        };
        for &(register, value) in &allotted.float_constants {
            file.floats[register as usize] = value;
        }
        for &(register, value) in &allotted.bool_constants {
            file.bools[register as usize] = value;
        }
        Session {
            inputs: allotted.inputs.clone(),
            program: program.clone(),
            tick,
            places,
            file,
            rows: 0,
        }
    }

    /// What runs.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// Rows pushed since history's start.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Takes a row: one value for each input, in the program's order. Writes one value for each output, a
    /// condition as 0, 1 or 2 (unknown) and a missing float as 0x7ff8000000000000, and for each alert whether
    /// it fires: 1 or 0.
    ///
    /// TA7010 a row of another width; TA8003 a buffer of another length; TA7006 an infinite value. After an
    /// error nothing has advanced and nothing was written.
    pub fn push(&mut self, row: &[f64], outputs: &mut [f64], alerts: &mut [u8]) -> Result<(), Error> {
        self.run(row, outputs, alerts, true)?;
        self.rows += 1;
        Ok(())
    }

    /// What `push` would write for this row. Nothing advances.
    pub fn peek(&mut self, row: &[f64], outputs: &mut [f64], alerts: &mut [u8]) -> Result<(), Error> {
        self.run(row, outputs, alerts, false)
    }

    fn run(&mut self, row: &[f64], outputs: &mut [f64], alerts: &mut [u8], keep: bool) -> Result<(), Error> {
        self.enter(row, outputs, alerts)?;
        let row = Row {
            outputs,
            alerts,
            keep,
        };
        self.tick.row(&mut self.file, row);
        Ok(())
    }

    /// Checks a row and its buffers, then loads the row.
    fn enter(&mut self, row: &[f64], outputs: &[f64], alerts: &[u8]) -> Result<(), Error> {
        let plan = self.program.plan().semantic();
        if row.len() != plan.inputs.len() {
            let message = format!(
                "a row of {} values, the program reads {}",
                row.len(),
                plan.inputs.len()
            );
            return Err(Error::new(Code::ColumnLength, message));
        }
        if outputs.len() != plan.outputs.len() || alerts.len() != plan.alerts.len() {
            let message = format!(
                "buffers for {} outputs and {} alerts, the program has {} and {}",
                outputs.len(),
                alerts.len(),
                plan.outputs.len(),
                plan.alerts.len()
            );
            return Err(Error::new(Code::OutputBuffer, message));
        }
        if let Some(column) = row.iter().position(|value| value.is_infinite()) {
            let message = format!(
                "input '{}' is infinite in row {}",
                plan.inputs[column].field, self.rows
            );
            return Err(Error::new(Code::InfiniteValue, message));
        }
        for (&value, register) in row.iter().zip(&self.inputs) {
            if let Some(register) = register {
                self.file.floats[*register as usize] = finite(value);
            }
        }
        Ok(())
    }

    /// Back to the state before the first row.
    pub fn reset(&mut self) {
        self.tick.reset();
        self.rows = 0;
    }

    /// The state, for [`Session::restore`] or [`Batch::restore`](super::batch::Batch::restore).
    pub fn snapshot(&self) -> Vec<u8> {
        snapshot::write(&self.program, self.rows, |index, out| {
            self.tick.save(&self.places[index], out)
        })
    }

    /// A run that continues where a snapshot was taken, from either executor; see [`snapshot`] for errors.
    pub fn restore(program: &Arc<Program>, bytes: &[u8]) -> Result<Session, Error> {
        let mut session = Session::open(program);
        let Session { tick, places, .. } = &mut session;
        let rows = snapshot::read(program, bytes, |index, state| tick.load(&places[index], state))?;
        session.rows = rows;
        Ok(session)
    }

    /// The types of the outputs, in order: which of the values that `push` writes are conditions.
    pub fn output_types(&self) -> impl ExactSizeIterator<Item = Type> {
        self.program
            .plan()
            .semantic()
            .outputs
            .iter()
            .map(|output| output.kind)
    }
}

/// What an action stores.
fn stored(action: &Action) -> Option<Store> {
    match *action {
        Action::Run(_) => None,
        Action::Float { register, output } => Some(Store::Float { register, output }),
        Action::Bool { register, output } => Some(Store::Bool { register, output }),
        Action::Alert { register, alert } => Some(Store::Alert { register, alert }),
    }
}

/// Fewer windows than these are cheaper one by one.
const TOGETHER: usize = 3;

/// Adds the instructions of a turn: windows of one kind as one.
fn add_together(tick: &mut Tick, level: Level, turn: &[u32], live: &[Live], places: &mut [Place]) {
    let of = |index: u32| &live[index as usize];
    let kind = |index: u32| of(index).scan.is_none().then(|| beside_kind(&of(index).spec))?;
    let mut left: Vec<u32> = turn.to_vec();
    while let Some(&first) = left.first() {
        let kind_of_first = kind(first);
        let peers = left
            .iter()
            .filter(|&&index| kind_of_first.is_some() && kind(index) == kind_of_first);
        let peers: Vec<u32> = peers.take(PACK).copied().collect();
        let specs: Vec<&InstructionSpec> = peers.iter().map(|&index| &of(index).spec).collect();
        let together = if peers.len() < TOGETHER {
            None
        } else {
            tick.beside(&specs)
        };
        match together {
            Some(found) => {
                for (&index, place) in peers.iter().zip(found) {
                    places[index as usize] = place;
                }
                left.retain(|index| !peers.contains(index));
            }
            None => {
                places[first as usize] = add(tick, level, of(first));
                left.remove(0);
            }
        }
    }
}

/// Adds a live instruction to a row.
fn add(tick: &mut Tick, level: Level, live: &Live) -> Place {
    if let (Some(fused), [lane]) = (live.fused, &live.spec.lanes[..]) {
        tick.fused(fused, lane);
        return Place::Stateless;
    }
    if let Some(scan) = &live.scan {
        return tick.call(scan.row(level));
    }
    match tick.push(&live.spec) {
        Some(place) => place,
        None => tick.call(row_instruction(level, &live.spec)),
    }
}
