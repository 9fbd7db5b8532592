use crate::failure::{entry, failure, raise};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use ta_engine::{Code, Error, Program, Session};

/// A live run.
#[pyclass(frozen)]
pub struct NativeSession {
    /// `None` once it is closed: what it held went then, and not when Python's memory is next collected. No call under the lock
    /// lets another thread of Python's run, so nobody ever waits for it.
    open: Mutex<Option<Open>>,
}

struct Open {
    session: Session,
    outputs: Vec<f64>,
    alerts: Vec<u8>,
}

/// Opens at the start of history, or where a snapshot was taken.
pub fn open(py: Python<'_>, program: &Arc<Program>, snapshot: Option<&[u8]>) -> PyResult<NativeSession> {
    let session = match snapshot {
        Some(bytes) => Session::restore(program, bytes).map_err(|error| raise(py, error))?,
        None => Session::open(program),
    };
    Ok(NativeSession {
        open: Mutex::new(Some(Open {
            session,
            outputs: vec![0.0; program.outputs().len()],
            alerts: vec![0; program.alerts().len()],
        })),
    })
}

fn closed(py: Python<'_>) -> PyErr {
    failure(py, Code::SessionClosed, "the session was closed")
}

/// The values of the outputs, a condition 0, 1 or 2, and the numbers of the alerts that fired.
type Row = (Vec<f64>, Vec<usize>);

#[pymethods]
impl NativeSession {
    /// Takes a row.
    fn push(&self, py: Python<'_>, row: Vec<f64>) -> PyResult<Row> {
        entry(py, || self.row(py, &row, Session::push))
    }

    /// What `push` would give; nothing advances.
    fn peek(&self, py: Python<'_>, row: Vec<f64>) -> PyResult<Row> {
        entry(py, || self.row(py, &row, Session::peek))
    }

    fn snapshot<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        entry(py, || {
            let bytes = self.locked().as_ref().map(|open| open.session.snapshot());
            Ok(PyBytes::new(py, &bytes.ok_or_else(|| closed(py))?))
        })
    }

    /// Rows pushed since history's start.
    fn rows(&self, py: Python<'_>) -> PyResult<u64> {
        let rows = self.locked().as_ref().map(|open| open.session.rows());
        rows.ok_or_else(|| closed(py))
    }

    /// Frees the state; what is called later is an error.
    fn close(&self) {
        *self.locked() = None;
    }
}

impl NativeSession {
    fn locked(&self) -> MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn row(
        &self,
        py: Python<'_>,
        row: &[f64],
        take: impl FnOnce(&mut Session, &[f64], &mut [f64], &mut [u8]) -> Result<(), Error>,
    ) -> PyResult<Row> {
        let taken = self.locked().as_mut().map(|open| {
            let Open {
                session,
                outputs,
                alerts,
            } = open;
            take(session, row, outputs, alerts)?;
            let fired = alerts.iter().enumerate().filter(|&(_, &fired)| fired == 1);
            Ok((outputs.clone(), fired.map(|(alert, _)| alert).collect()))
        });
        taken.ok_or_else(|| closed(py))?.map_err(|error| raise(py, error))
    }
}
