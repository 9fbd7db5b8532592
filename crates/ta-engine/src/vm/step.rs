//! The step executor: one row a call, by the kernels' row functions alone. Nothing allocates.

use super::program::{Action, Program};
use super::snapshot;
use crate::generated::kernels::Type;
use crate::kernels::factory::row_instruction;
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
    file: RowFile,
    rows: u64,
}

impl Session {
    /// A run before its first row.
    pub fn open(program: &Arc<Program>) -> Session {
        let allotted = &program.allotted;
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
        let mut tick = Tick::new(program.level());
        let mut places = vec![Place::Stateless; allotted.live.len()];
        for action in &allotted.actions {
            match *action {
                Action::Run(index) => {
                    let live = &allotted.live[index as usize];
                    let pushed = match &live.scan {
                        Some(_) => None,
                        None => tick.push(&live.spec),
                    };
                    places[index as usize] = pushed.unwrap_or_else(|| {
                        tick.call(match &live.scan {
                            Some(scan) => scan.row(program.level()),
                            None => row_instruction(program.level(), &live.spec),
                        })
                    });
                }
                Action::Float { register, output } => tick.store(Store::Float { register, output }),
                Action::Bool { register, output } => tick.store(Store::Bool { register, output }),
                Action::Alert { register, alert } => tick.store(Store::Alert { register, alert }),
            }
        }
        tick.end();
        Session {
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
        for (&value, register) in row.iter().zip(&self.program.allotted.inputs) {
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
