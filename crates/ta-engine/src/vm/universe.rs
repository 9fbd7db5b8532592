//! A universe, live: one program over many symbols, a timestamp at a time. Each symbol is a dense stream of its own
//! (numerics N8): one without a bar at a timestamp does not advance.
//!
//! Symbol by symbol and not lane by lane: a symbol's state is contiguous, and what a bar brings is read once.
//! Nothing allocates after opening.

use super::program::Program;
use super::step::Session;
use crate::{Code, Error};
use std::sync::Arc;

/// A session for each symbol.
pub struct Universe {
    program: Arc<Program>,
    sessions: Vec<Session>,
    /// Of each symbol the call that named it last: none may be named twice in one.
    named: Vec<u64>,
    call: u64,
}

impl Universe {
    /// `symbols` runs before their first row. TA6013 where they would keep more than `bytes` of state.
    pub fn open(program: &Arc<Program>, symbols: usize, bytes: u64) -> Result<Universe, Error> {
        let asked = program.state_bytes().saturating_mul(symbols as u64);
        if asked > bytes {
            let message = format!("{asked} bytes of state for {symbols} symbols, the limit is {bytes}");
            return Err(Error::new(Code::BoundExceeded, message));
        }
        Ok(Universe {
            program: program.clone(),
            sessions: (0..symbols).map(|_| Session::open(program)).collect(),
            named: vec![0; symbols],
            call: 0,
        })
    }

    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    pub fn symbols(&self) -> usize {
        self.sessions.len()
    }

    /// Rows that a symbol has been pushed since its history's start. TA8007 for a symbol that is not there.
    pub fn rows(&self, symbol: usize) -> Result<u64, Error> {
        self.session(symbol).map(Session::rows)
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
        self.each(symbols, rows, outputs, alerts, Session::push)
    }

    /// What [`Universe::push_all`] would write for these bars. Nothing advances, and no state is copied.
    pub fn peek_all(
        &mut self,
        symbols: &[u32],
        rows: &[f64],
        outputs: &mut [f64],
        alerts: &mut [u8],
    ) -> Result<(), Error> {
        self.each(symbols, rows, outputs, alerts, Session::peek)
    }

    fn each(
        &mut self,
        symbols: &[u32],
        rows: &[f64],
        outputs: &mut [f64],
        alerts: &mut [u8],
        take: impl Fn(&mut Session, &[f64], &mut [f64], &mut [u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let plan = self.program.plan().semantic();
        let (inputs, values, flags) = (plan.inputs.len(), plan.outputs.len(), plan.alerts.len());
        self.check(symbols, rows, outputs, alerts)?;
        for (bar, &symbol) in symbols.iter().enumerate() {
            take(
                &mut self.sessions[symbol as usize],
                &rows[bar * inputs..][..inputs],
                &mut outputs[bar * values..][..values],
                &mut alerts[bar * flags..][..flags],
            )?;
        }
        Ok(())
    }

    /// Everything that a session would refuse, before any has advanced.
    fn check(&mut self, symbols: &[u32], rows: &[f64], outputs: &[f64], alerts: &[u8]) -> Result<(), Error> {
        let plan = self.program.plan().semantic();
        let bars = symbols.len();
        self.call += 1;
        for &symbol in symbols {
            let Some(named) = self.named.get_mut(symbol as usize) else {
                return Err(absent(symbol as usize, self.sessions.len()));
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
        if let Some(at) = rows.iter().position(|value| value.is_infinite()) {
            let (bar, input) = (at / plan.inputs.len(), at % plan.inputs.len());
            let symbol = symbols[bar] as usize;
            let message = format!(
                "input '{}' of symbol {symbol} is infinite in row {}",
                plan.inputs[input].field,
                self.sessions[symbol].rows()
            );
            return Err(Error::new(Code::InfiniteValue, message));
        }
        Ok(())
    }

    /// One symbol's state: what its session alone would give, so that a session continues it, too.
    /// TA8007 for a symbol that is not there.
    pub fn snapshot(&self, symbol: usize) -> Result<Vec<u8>, Error> {
        self.session(symbol).map(Session::snapshot)
    }

    /// Puts a symbol where a snapshot was taken, by whatever executor; see [`super::snapshot`] for errors, after which
    /// the symbol is where it was.
    pub fn restore(&mut self, symbol: usize, bytes: &[u8]) -> Result<(), Error> {
        self.session(symbol)?;
        self.sessions[symbol] = Session::restore(&self.program, bytes)?;
        Ok(())
    }

    fn session(&self, symbol: usize) -> Result<&Session, Error> {
        self.sessions
            .get(symbol)
            .ok_or_else(|| absent(symbol, self.sessions.len()))
    }
}

fn absent(symbol: usize, symbols: usize) -> Error {
    Error::new(
        Code::Usage,
        format!("there is no symbol {symbol}: there are {symbols}"),
    )
}
