//! The engine's errors as Python's.

use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use ta_engine::{Code, Error};

/// `laakhay_ta.TaError` with the engine's code, message and offset.
pub fn raise(py: Python<'_>, error: Error) -> PyErr {
    let made = py
        .import("laakhay_ta._errors")
        .and_then(|module| module.getattr("failure"))
        .and_then(|make| make.call1((error.code as u16, &error.message, error.offset)));
    match made {
        Ok(value) => PyErr::from_value(value),
        Err(other) => other,
    }
}

/// An error of this door.
pub fn failure(py: Python<'_>, code: Code, message: impl Into<String>) -> PyErr {
    raise(py, Error::new(code, message))
}

/// What every entry of this module does its work in: a panic is a fault of ours, TA9001, and not an exception that no
/// `except Exception` sees. What the work held was dropped; what others share is whole, or no longer used.
pub fn entry<T>(py: Python<'_>, work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|fault| {
        let what = fault
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| fault.downcast_ref::<&str>().copied())
            .unwrap_or("no word of why");
        Err(failure(
            py,
            Code::Internal,
            format!("the engine panicked: {what}"),
        ))
    })
}

/// Panics: for the test that a panic reaches Python as TA9001.
#[pyfunction]
#[pyo3(name = "_panic")]
pub fn panic_for_tests(py: Python<'_>) -> PyResult<()> {
    entry(py, || panic!("as it was told to"))
}
