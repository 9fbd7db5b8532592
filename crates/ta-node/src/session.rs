use crate::failure::{Result, failure};
use napi::bindgen_prelude::{Float64Array, Uint8Array};
use napi_derive::napi;
use ta_engine::{Code, Error, Session};

/// A live run. Its buffers are shared with JavaScript once, when it is opened, so a tick is a call without
/// arguments or results.
#[napi]
pub struct NativeSession {
    /// `None` once it is closed: what it held went then, and not when JavaScript's memory is next collected.
    open: Option<Open>,
}

pub(crate) struct Open {
    pub session: Session,
    pub inputs: Float64Array,
    pub outputs: Float64Array,
    pub alerts: Uint8Array,
}

impl From<Open> for NativeSession {
    fn from(open: Open) -> Self {
        NativeSession { open: Some(open) }
    }
}

fn closed() -> napi::Error<String> {
    failure(Error::new(Code::SessionClosed, "the session was closed"))
}

#[napi]
impl NativeSession {
    /// Takes the row in `inputs`.
    #[napi(catch_unwind)]
    pub fn push(&mut self) -> Result<()> {
        let open = self.open.as_mut().ok_or_else(closed)?;
        // SAFETY: the buffers are private to the runtime's session, which neither resizes nor transfers them,
        // and JavaScript runs nothing until this returns; `open` has checked that they lie apart.
        let (outputs, alerts) = unsafe { (open.outputs.as_mut(), open.alerts.as_mut()) };
        open.session.push(&open.inputs, outputs, alerts).map_err(failure)
    }

    /// What `push` would give; nothing advances.
    #[napi(catch_unwind)]
    pub fn peek(&mut self) -> Result<()> {
        let open = self.open.as_mut().ok_or_else(closed)?;
        // SAFETY: as in `push`.
        let (outputs, alerts) = unsafe { (open.outputs.as_mut(), open.alerts.as_mut()) };
        open.session.peek(&open.inputs, outputs, alerts).map_err(failure)
    }

    #[napi(catch_unwind)]
    pub fn snapshot(&self) -> Result<Uint8Array> {
        let open = self.open.as_ref().ok_or_else(closed)?;
        Ok(Uint8Array::from(open.session.snapshot()))
    }

    /// Rows pushed since history's start. A count beyond 2^53 would take a million years of ticks.
    #[napi(catch_unwind)]
    pub fn rows(&self) -> Result<f64> {
        Ok(self.open.as_ref().ok_or_else(closed)?.session.rows() as f64)
    }

    /// Frees the state and lets go of the buffers; what is called later is an error.
    #[napi(catch_unwind)]
    pub fn close(&mut self) {
        self.open = None;
    }
}
