//! A live universe: as a session, over buffers that are shared with JavaScript once.

use crate::columns::{apart, misfit, read, written};
use crate::failure::{Result, failure};
use crate::program::NativeProgram;
use napi::bindgen_prelude::{Float64Array, Uint8Array, Uint32Array};
use napi_derive::napi;
use ta_engine::{Code, Error, Universe};

/// Bytes of state that a universe may have.
const STATE: u64 = 4 << 30;

/// Many symbols' live runs. A timestamp is a call that says how many bars were put into the buffers.
#[napi]
pub struct NativeUniverse {
    /// `None` once it is closed.
    open: Option<Open>,
}

struct Open {
    universe: Universe,
    /// Whose bars the buffers hold.
    chosen: Uint32Array,
    inputs: Float64Array,
    outputs: Float64Array,
    alerts: Uint8Array,
}

fn closed() -> napi::Error<String> {
    failure(Error::new(Code::SessionClosed, "the universe was closed"))
}

/// Opens `symbols` runs before their first row. The buffers have room for a bar of each: `chosen` for whose it is,
/// `inputs`, `outputs` and `alerts` for its values, bar after bar.
#[napi(catch_unwind)]
pub fn open_universe(
    program: &NativeProgram,
    symbols: u32,
    chosen: Uint32Array,
    inputs: Float64Array,
    outputs: Float64Array,
    alerts: Uint8Array,
) -> Result<NativeUniverse> {
    let universe = Universe::open(program.bound(), symbols as usize, STATE).map_err(failure)?;
    let program = universe.program();
    let due = [
        (chosen.len(), 1),
        (inputs.len(), program.inputs().len()),
        (outputs.len(), program.outputs().len()),
        (alerts.len(), program.alerts().len()),
    ];
    if due
        .iter()
        .any(|&(length, each)| length != each * symbols as usize)
    {
        return Err(failure(misfit("a buffer that has not a bar of each symbol")));
    }
    let places = [read(&chosen), read(&inputs), written(&outputs), written(&alerts)];
    apart(places.into_iter()).map_err(failure)?;
    Ok(NativeUniverse {
        open: Some(Open {
            universe,
            chosen,
            inputs,
            outputs,
            alerts,
        }),
    })
}

#[napi]
impl NativeUniverse {
    /// Takes the first `bars` bars of the buffers.
    #[napi(catch_unwind)]
    pub fn push(&mut self, bars: u32) -> Result<()> {
        self.each(bars, Universe::push_all)
    }

    /// What `push` would give; nothing advances.
    #[napi(catch_unwind)]
    pub fn peek(&mut self, bars: u32) -> Result<()> {
        self.each(bars, Universe::peek_all)
    }

    /// The state of a symbol.
    #[napi(catch_unwind)]
    pub fn snapshot(&self, symbol: u32) -> Result<Uint8Array> {
        let open = self.open.as_ref().ok_or_else(closed)?;
        let bytes = open.universe.snapshot(symbol as usize).map_err(failure)?;
        Ok(Uint8Array::from(bytes))
    }

    /// Puts a symbol where a snapshot was taken.
    #[napi(catch_unwind)]
    pub fn restore(&mut self, symbol: u32, bytes: Uint8Array) -> Result<()> {
        let open = self.open.as_mut().ok_or_else(closed)?;
        open.universe.restore(symbol as usize, &bytes).map_err(failure)
    }

    /// Rows of a symbol since its history's start.
    #[napi(catch_unwind)]
    pub fn rows(&self, symbol: u32) -> Result<f64> {
        let open = self.open.as_ref().ok_or_else(closed)?;
        Ok(open.universe.rows(symbol as usize).map_err(failure)? as f64)
    }

    /// Frees the state and lets go of the buffers; what is called later is an error.
    #[napi(catch_unwind)]
    pub fn close(&mut self) {
        self.open = None;
    }
}

impl NativeUniverse {
    fn each(
        &mut self,
        bars: u32,
        take: impl FnOnce(&mut Universe, &[u32], &[f64], &mut [f64], &mut [u8]) -> std::result::Result<(), Error>,
    ) -> Result<()> {
        let Open {
            universe,
            chosen,
            inputs,
            outputs,
            alerts,
        } = self.open.as_mut().ok_or_else(closed)?;
        let bars = bars as usize;
        if bars > universe.symbols() {
            return Err(failure(misfit("more bars than symbols")));
        }
        let plan = universe.program();
        let (rows, values, flags) = (
            bars * plan.inputs().len(),
            bars * plan.outputs().len(),
            bars * plan.alerts().len(),
        );
        // SAFETY: the buffers are private to the runtime's universe, which neither resizes nor transfers them, and
        // JavaScript runs nothing until this returns; `open_universe` has checked that they lie apart.
        let (outputs, alerts) = unsafe { (outputs.as_mut(), alerts.as_mut()) };
        take(
            universe,
            &chosen[..bars],
            &inputs[..rows],
            &mut outputs[..values],
            &mut alerts[..flags],
        )
        .map_err(failure)
    }
}
