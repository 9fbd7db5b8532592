//! Sessions: rows as they come.

use super::pointer::{Out, check_if_any, slice, slice_mut};
use super::program::bound;
use super::{ProgramHandle, SessionHandle};
use crate::failure::{Failure, Status, answer};
use crate::program::Live;
use crate::registry::{self, Object};
use std::sync::{Arc, Mutex, MutexGuard};
use ta_engine::overlap::{apart, read};
use ta_engine::{Code, Error, Session};

fn live(session: *const SessionHandle) -> Result<Arc<Mutex<Live>>, Failure> {
    registry::find(session as usize)
}

fn lock(session: &Mutex<Live>) -> Result<MutexGuard<'_, Live>, Failure> {
    session.lock().map_err(|_| {
        let message = "a fault of ours ended this session: restore another from its last snapshot";
        Failure::new(Code::Internal, message)
    })
}

fn open(session: Session, out: &Out<*mut SessionHandle>) -> Result<(), Failure> {
    let handle = registry::add(Object::Session(Arc::new(Mutex::new(session))))?;
    out.set(handle as *mut SessionHandle);
    Ok(())
}

/// Opens a session before its first row. A row that is more work than the program's limits allow is TA8014. On failure `*session` is NULL.
///
/// # Safety
/// `session` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_session_open(
    program: *const ProgramHandle,
    session: *mut *mut SessionHandle,
) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let out = unsafe { Out::new(session, "session") }?;
        out.set(std::ptr::null_mut());
        let bound = bound(program)?;
        bound.allow_tick()?;
        open(Session::open(&bound.program), &out)
    })
}

/// Opens a session where a snapshot was taken, by this door or any other: it goes on to the bit. The program must be of
/// the same plan and parameters. On failure `*session` is NULL.
///
/// # Safety
/// `bytes` is NULL or `length` bytes; `session` NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_session_restore(
    program: *const ProgramHandle,
    bytes: *const u8,
    length: usize,
    session: *mut *mut SessionHandle,
) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let out = unsafe { Out::new(session, "session") }?;
        out.set(std::ptr::null_mut());
        // SAFETY: the caller's promise.
        let bytes = unsafe { slice(bytes, length, "bytes") }?;
        let bound = bound(program)?;
        bound.allow_tick()?;
        open(Session::restore(&bound.program, bytes)?, &out)
    })
}

/// Frees a session. NULL is fine, a freed handle is `TA_ENGINE_INVALID_INPUT`.
#[unsafe(no_mangle)]
pub extern "C" fn ta_engine_session_free(session: *mut SessionHandle) -> Status {
    answer(|| {
        if session.is_null() {
            return Ok(());
        }
        registry::remove::<Arc<Mutex<Live>>>(session as usize)
    })
}

type Take = fn(&mut Session, &[f64], &mut [f64], &mut [u8]) -> Result<(), Error>;

/// # Safety
/// As of [`ta_engine_session_push`].
#[allow(clippy::too_many_arguments)]
unsafe fn take(
    session: *const SessionHandle,
    row: *const f64,
    inputs: usize,
    outputs: *mut f64,
    output_count: usize,
    alerts: *mut u8,
    alert_count: usize,
    take: Take,
) -> Result<(), Failure> {
    let session = live(session)?;
    // SAFETY: the caller's promise.
    let row = unsafe { slice(row, inputs, "row") }?;
    check_if_any(outputs, output_count, "outputs")?;
    check_if_any(alerts, alert_count, "alerts")?;
    let at = |start: usize, bytes: usize| (start..start.wrapping_add(bytes), true);
    let places = [
        read(row),
        at(outputs as usize, output_count * size_of::<f64>()),
        at(alerts as usize, alert_count),
    ];
    apart(places.into_iter())?;
    // SAFETY: the caller's promise; that they share no memory was checked above.
    let (outputs, alerts) = unsafe {
        (
            slice_mut(outputs, output_count, "outputs")?,
            slice_mut(alerts, alert_count, "alerts")?,
        )
    };
    let mut session = lock(&session)?;
    Ok(take(&mut session, row, outputs, alerts)?)
}

/// Takes a row: one value for each input, in the plan's order; NaN is missing. Writes one value for each output, a
/// condition as 0, 1 or 2 for unknown, and for each alert 1 where it fires, else 0. After a failure nothing has advanced
/// and nothing was written.
///
/// # Safety
/// Each array is NULL or as long as its count says; those that are written are used by nobody else until this returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_session_push(
    session: *mut SessionHandle,
    row: *const f64,
    input_count: usize,
    outputs: *mut f64,
    output_count: usize,
    alerts: *mut u8,
    alert_count: usize,
) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        unsafe {
            take(
                session,
                row,
                input_count,
                outputs,
                output_count,
                alerts,
                alert_count,
                Session::push,
            )
        }
    })
}

/// What `ta_engine_session_push` would write for this row: a bar that still forms. Nothing advances.
///
/// # Safety
/// As of `ta_engine_session_push`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_session_peek(
    session: *mut SessionHandle,
    row: *const f64,
    input_count: usize,
    outputs: *mut f64,
    output_count: usize,
    alerts: *mut u8,
    alert_count: usize,
) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        unsafe {
            take(
                session,
                row,
                input_count,
                outputs,
                output_count,
                alerts,
                alert_count,
                Session::peek,
            )
        }
    })
}

/// Rows that a session has been pushed since history's start, those before a restored snapshot included.
///
/// # Safety
/// `rows` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_session_rows(session: *const SessionHandle, rows: *mut u64) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let out = unsafe { Out::new(rows, "rows") }?;
        out.set(lock(&*live(session)?)?.rows());
        Ok(())
    })
}

/// A session's state, for `ta_engine_session_restore` or any other door. Free the bytes with `ta_engine_buffer_free`. On
/// failure `*bytes` is NULL.
///
/// # Safety
/// `bytes` and `length` are each NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ta_engine_session_snapshot(
    session: *const SessionHandle,
    bytes: *mut *mut u8,
    length: *mut usize,
) -> Status {
    answer(|| {
        // SAFETY: the caller's promise.
        let (out, size) = unsafe { (Out::new(bytes, "bytes")?, Out::new(length, "length")?) };
        out.set(std::ptr::null_mut());
        let state = lock(&*live(session)?)?.snapshot();
        size.set(state.len());
        out.set(registry::keep(state));
        Ok(())
    })
}
