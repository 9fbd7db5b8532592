//! Parameters' values.

use crate::failure::failure;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyString};
use ta_engine::{Code, ParamValue};

/// Parameters by name; errors as [`value_of`].
pub fn named_values(given: &Bound<'_, PyDict>) -> PyResult<Vec<(String, ParamValue)>> {
    let values = given.iter().map(|(name, value)| {
        let name: String = name.extract()?;
        let value = value_of(&name, &value)?;
        Ok((name, value))
    });
    values.collect()
}

/// A value as the engine takes it. TA8002 for anything that is no number, boolean or string.
pub fn value_of(name: &str, value: &Bound<'_, PyAny>) -> PyResult<ParamValue> {
    // A boolean is an int in Python: it is asked for first.
    if value.is_instance_of::<PyBool>() {
        return Ok(ParamValue::Bool(value.extract()?));
    }
    if value.is_instance_of::<PyInt>() {
        return match value.extract() {
            Ok(number) => Ok(ParamValue::Int(number)),
            // Beyond 64 bits it is as large as a float says; the engine refuses it by its range.
            Err(_) => Ok(ParamValue::Float(value.extract()?)),
        };
    }
    if value.is_instance_of::<PyFloat>() {
        return Ok(ParamValue::Float(value.extract()?));
    }
    if value.is_instance_of::<PyString>() {
        let text = value.extract().map_err(|_| {
            let message =
                format!("the parameter {name} has half a pair of surrogates, which is no character");
            failure(value.py(), Code::ParameterInvalid, message)
        });
        return Ok(ParamValue::String(text?));
    }
    let message = format!(
        "the parameter {name} is a number, a boolean or a string, not {}",
        value.get_type().name()?
    );
    Err(failure(value.py(), Code::ParameterInvalid, message))
}
