//! The engine's errors as Python's.

use pyo3::prelude::*;
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
